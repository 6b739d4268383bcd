"""What letters tell: read off running text, kept from the reader in headlines printed with capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.letters import CAPITAL, CAPITALS, MIXED, SMALL, UNTOLD, print_of, prints


@pytest.mark.parametrize(
    ("word", "printed"),
    [
        ("tank", SMALL), ("Tank", CAPITAL), ("A", CAPITAL), ("J.", CAPITAL), ("U.S.", CAPITALS), ("NATO", CAPITALS),
        ("iPad", MIXED), ("McKay", MIXED), ("2025", UNTOLD), ("—", UNTOLD), ("5th", SMALL), ("'s", SMALL),
        ("北京", UNTOLD), ("Ñuñoa", CAPITAL),
    ],
)  # fmt: skip
def test_print_of_a_word(word: str, printed: int) -> None:
    assert print_of(word) == printed


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Oslo sends two ships to Kyiv", "Oslo sends two ships to Kyiv"),
        ("US Sends Ships as UN Warns of War", "US UN"),
        ("MINISTER QUITS AFTER RIOTS IN LIMA", ""),
        ("police have fired on miners in lima", ""),
        ("Minister Meets Rebels in the North", ""),
        ("Rebels free miners", "Rebels free miners"),
    ],
)
def test_words_whose_letters_tell_something(sentence: str, told: str) -> None:
    words = sentence.split()
    found = prints(words, [False] * len(words))
    assert [word for word, kind in zip(words, found, strict=True) if kind] == told.split()
    assert all(kind in {UNTOLD, print_of(word)} for word, kind in zip(words, found, strict=True))


def test_the_second_half_of_a_compound_tells_nothing() -> None:
    words = ["Kenya", "-", "led", "Force", "Takes", "Port"]
    assert prints(words, [False, True, True, False, False, False]) == [UNTOLD] * 6


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=12))
def test_any_words(words: list[str]) -> None:
    found = prints(words, [False] * len(words))
    assert len(found) == len(words)
    assert all(kind in {UNTOLD, print_of(word)} for kind, word in zip(found, words, strict=True))
