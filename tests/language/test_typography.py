"""However a text is set, it reads as the same text typed plainly, and its offsets are its own."""

import pytest

from dragoman.language import analyse
from dragoman.records import Document


@pytest.mark.parametrize(
    ("plain", "typeset"),
    [
        ("The government rejected the offer.", "The gov\u00adern\u00adment re\u00adjected the of\u00adfer."),
        ("Five officers fired on the fleet.", "Five oﬃcers ﬁred on the ﬂeet."),
        ("The army fired 5 rockets.", "The army ﬁred ５ ｒｏｃｋｅｔｓ."),
        ("Ministers met in Rome.", "\ufeffMin\u200bisters met in Rome."),
        ("The convoy left at 5 p.m. on Tuesday.", "The convoy left at 5\u00a0p.m. on\u202fTuesday."),
        ('"We will not go," the minister\'s aide said.', "“We will not go,” the minister’s aide said."),
        ("'We won't go,' he said.", "‘We won’t go,’ he said."),
        ("The minister - a general - quit.", "The minister – a general – quit."),
        ("It is over... he said.", "It is over… he said."),
    ],
)
def test_typeset_as_plain(plain: str, typeset: str) -> None:
    def read(text: str) -> list[tuple[str, str, int]]:
        (analysis,) = analyse([Document(id="d", kind="article", text=text)])
        assert analysis.text is not None
        assert analysis.text.text == text
        words = [token for token in analysis.text if not token.is_space]
        place = {token.i: n for n, token in enumerate(words)}
        return [(token.pos_, token.dep_, place[token.head.i]) for token in words]

    assert read(typeset) == read(plain)


def test_lemmas_are_those_of_the_plain_word() -> None:
    (analysis,) = analyse([Document(id="d", kind="article", text="Oﬃcers re\u00adjected the ﬁndings.")])
    assert analysis.text is not None
    assert [token.lemma_ for token in analysis.text][:2] == ["officer", "reject"]
