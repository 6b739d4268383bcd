"""Bad input is read to its end: no crash, bounded memory, and offsets into the string that was given."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language import analyse, sentences
from dragoman.records import Document

# Pieces that have upset readers of text, beside any character at all.
_ODD = [
    "\x00", "\ufeff", "\u200b", "\u200d", "\u2028", "\u0085", "\r\n", "\r", "\n\n", "\t", "\u00a0", "\x1b[0m",
    "\ud800", "\udfff", "👩‍👩‍👧‍👦", "🇺🇳", "e\u0301\u0323", "مرحبا", "שלום", "\u202e", "\u2066", "ﷺ", "ﬁ", "ß", "İ",
    "𝔓", "汉字",
    "(", ")", "[[", "}}", '"', "“", "'", "...", "…", "!?!", "----", "=", "###", "http://", "@", "$", "%", "1,000.5.",
    "a" * 600, "-" * 600, "9" * 40, "No.", "U.S.", "don't", "President", "said", ".", " ",
]  # fmt: skip
_TEXT = st.one_of(
    st.text(st.characters(), max_size=60),
    st.lists(st.one_of(st.sampled_from(_ODD), st.text(max_size=4)), max_size=20).map("".join),
)


@settings(max_examples=60)
@given(_TEXT, _TEXT)
def test_any_string_is_read_with_its_offsets(title: str, text: str) -> None:
    check(Document(id="1", kind="article", title=title or None, text=text or None))


_ENORMOUS = {
    "breaks": "\n" * 100_000,
    "brackets": "(" * 100_000,
    "both brackets": "([" * 2_000,
    "emoji": "🙂" * 100_000,
    "nulls": "\x00" * 100_000,
    "stops": "." * 100_000,
    "word": "a" * 1_000_000,
    "accents": "\u0301" * 20_000,
    "right to left": "ה" * 20_000,
    "surrogates": "\ud83d" * 20_000,
    "minus": "-1" * 2_000,
    "questions": "?a" * 2_000,
    "points": "x." * 20_000,
}


@pytest.mark.parametrize("text", _ENORMOUS.values(), ids=_ENORMOUS)
def test_one_enormous_thing(text: str) -> None:
    check(Document(id="1", kind="article", text=text))


def check(document: Document) -> None:
    """What holds for whatever is read: nothing is lost, moved or changed."""
    (analysis,) = analyse([document])
    for field in ("title", "text"):
        string = document.string(field)
        doc = analysis.doc(field)
        if doc is None:
            continue
        assert len(doc.text) == len(string)
        assert all(a == b or "\ud800" <= b <= "\udfff" for a, b in zip(doc.text, string, strict=True))
        at = 0
        for token in doc:
            assert token.idx == at
            at += len(token.text_with_ws)
        assert at == len(string)
    for sentence in sentences(document):
        assert document.string(sentence.field)[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
