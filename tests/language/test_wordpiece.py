"""Words to pieces of a vocabulary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.wordpiece import MOST, WordPieces

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "t",
    "##ank",
    "tank",
    "##er",
    "##s",
    "'",
    '"',
    "-",
    ".",
    "u",
    "s",
    "e",
]
PIECES = WordPieces(VOCABULARY)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("tank", "tank"),
        ("TANKERS", "tank ##er ##s"),
        ("Tänk", "tank"),  # accents are left out
        ("U.S.", "u . s ."),  # a mark is a piece, and a run of letters begins anew after it
        ("tank-s", "tank - s"),
        ("’s", "' s"),
        ("“", '"'),
        ("—", "-"),
        ("tankx", "[UNK]"),
        ("é", "e"),
        ("\u200b", "[UNK]"),  # nothing is left of it
        ("", "[UNK]"),
    ],
)
def test_words_are_folded_and_the_longest_piece_wins(word: str, pieces: str) -> None:
    assert " ".join(VOCABULARY[n] for n in PIECES.read(word)) == pieces


def test_a_long_word_is_read_by_its_first_pieces() -> None:
    assert len(PIECES.read("tank" + "s" * 100_000)) == MOST
    assert len(PIECES.read("." * 100_000)) == MOST


@given(st.text())
def test_any_string_has_pieces(word: str) -> None:
    read = PIECES.read(word)
    assert 1 <= len(read) <= MOST
    assert all(0 < n < len(VOCABULARY) for n in read)
    assert read == PIECES.read(word)
