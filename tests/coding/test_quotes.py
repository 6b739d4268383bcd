"""Who says what: the golden table of ``sayings.txt``, kinds of speakers, titles, and whatever string comes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman import quotes
from dragoman.language import analyse
from dragoman.records import Document, Said, Sayings

TABLE = Path(__file__).parent / "sayings.txt"


def said(text: str) -> tuple[Said, ...]:
    (found,) = quotes([Document(id="a", kind="article", text=text)])
    return found.attributions


def notation(text: str, one: Said) -> str:
    """Write an attribution as ``source | cue | content``, and whether it is no answer."""
    parts = (
        " … ".join(text[start:end] for start, end in part) for part in (one.source, one.cue, one.content)
    )
    line = " | ".join(part.replace("\n\n", " ¶ ") or "–" for part in parts)
    return line if one.answers else f"{line} | no answer"


def cases() -> Iterator[tuple[str, list[str]]]:
    blocks = TABLE.read_text(encoding="utf-8").split("\n\n")
    for block in blocks:
        sentence, *lines = block.strip().splitlines()
        if not sentence.startswith("#"):
            yield sentence, [line.strip() for line in lines]


CASES = list(cases())


@pytest.mark.parametrize(("sentence", "wanted"), CASES, ids=[sentence[:60] for sentence, _ in CASES])
def test_what_is_attributed_in(sentence: str, wanted: list[str]) -> None:
    text = sentence.replace(" ¶ ", "\n\n")
    assert [notation(text, one) for one in said(text)] == wanted


def test_the_table_is_long_and_holds_sentences_without_attribution() -> None:
    assert len(CASES) >= 60
    assert sum(not wanted for _, wanted in CASES) >= 8


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Ana Lund said the road was closed.", "named"),
        ("The Peruvian foreign minister said the road was closed.", "official"),
        ("A source familiar with the talks said the road was closed.", "anonymous"),
        ("Reuters reported that the road was closed.", "media"),
        ("A local newspaper wrote that the road was closed.", "media"),
        ("The report said the road was closed.", "document"),
        ("It was said that the road was closed.", None),
    ],
)
def test_the_kind_of_speaker(sentence: str, kind: str | None) -> None:
    (one,) = said(sentence)
    assert one.kind == kind
    assert (one.speaker is None) == (kind is None)


def test_the_speaker_is_resolved_as_any_party() -> None:
    (one,) = said("The Kremlin denied that it had sent the ships.")
    assert one.speaker is not None
    assert (one.speaker.country, one.speaker.sectors) == ("RUS", ("GOV",))


def test_what_stands_alone_in_capitals_on_a_page_is_nobodys_turn() -> None:
    """A name that comes twice so makes a transcript; an advertisement comes twice too."""
    text = "Chile arrested two rebels.\n\n{0}\n\nPeru freed a priest.\n\n{0}\n\nThe talks went on.\n"
    assert said(text.format("ADVERTISEMENT")) == ()
    assert len(said(text.format("MS. LUND"))) == 2


def test_a_pronoun_is_who_it_stands_for() -> None:
    *_, last = said("Emmanuel Macron met miners in Lens on Monday. He said the pit would stay open.")
    assert last.speaker is not None
    assert (last.speaker.text, last.speaker.country) == ("He", "FRA")


def test_title_and_text_have_offsets_of_their_own() -> None:
    document = Document(
        id="a", kind="article", title="Minister Says Port Is Safe", text="Two guards said they saw smoke."
    )
    (found,) = quotes([document])
    told = {one.field: document.string(one.field)[slice(*one.content[0])] for one in found.attributions}
    assert told == {"title": "Port Is Safe", "text": "they saw smoke"}


def test_documents_keep_their_order_and_a_silent_one_its_line() -> None:
    texts = [
        "Prices rose in June.",
        "Lund said prices rose.",
        "Er sagte, dass die Preise im Juni gestiegen sind.",
    ]
    found = quotes(Document(id=str(n), kind="article", text=text) for n, text in enumerate(texts))
    assert [(one.id, len(one.attributions)) for one in found] == [("0", 0), ("1", 1), ("2", 0)]


def test_records_go_to_json_and_back() -> None:
    (found,) = quotes([Document(id="a", kind="article", text='"We stay," she said, "and we wait."')])
    assert Sayings.from_json(found.json()) == found


_WORDS = [
    "“", "”", '"', "''", "‘", "’", "'", "«", "»", ":", ",", ".", "?", "—", "(", ")", "\n\n", "\n", " ", "said",
    "says", "according", "to", "Lund", "police", "he", "I", "that", "rebels fled", "declined to comment", "LUND:", "Q.",
    "citing", "claims", "reportedly", "who", "as", "@ana", "6'3\"", "\ud800", "\u200b", "e\u0301", "汉字",
]  # fmt: skip
_TEXT = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join).filter(str.strip)
)


@settings(max_examples=60)
@given(_TEXT)
def test_any_string_has_its_parts_inside_and_apart(text: str) -> None:
    found = said(text)
    for one in found:
        assert one.cue
        for part in (one.source, one.cue, one.content):
            assert all(0 <= start < end <= len(text) for start, end in part)
            assert all(a[1] <= b[0] for a, b in pairwise(part))
    assert found == said(text)


def test_a_document_is_read_the_same_in_any_company() -> None:
    documents = [
        Document(id=str(n), kind="article", text=sentence.replace(" ¶ ", "\n\n"))
        for n, (sentence, _) in enumerate(CASES[:30])
    ]
    alone = [quotes([document])[0] for document in documents]
    assert quotes(documents) == alone
    assert quotes(documents[::-1]) == alone[::-1]


def test_a_hundred_thousand_characters_are_read_in_good_time() -> None:
    odd = ['He said "', "“", '" ', "Lund said that ", "LUND: No.\n\n", "' ", "police said: "]
    text = "\n\n".join(piece * (14_000 // len(piece)) for piece in odd)
    document = Document(id="a", kind="article", text=text)
    list(analyse([document]))  # the parser's own time is not what is asked here; the parse is kept
    before = time.process_time()
    quotes([document])
    assert time.process_time() - before < 15
