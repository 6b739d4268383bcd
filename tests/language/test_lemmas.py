"""Lemmas, whatever letters a headline is printed in."""

import pytest

from dragoman.language.lemmas import lemma


@pytest.mark.parametrize(
    ("word", "pos", "wanted"),
    [
        ("rejects", "VERB", "reject"),
        ("Rejects", "VERB", "reject"),
        ("REJECTED", "VERB", "reject"),
        ("struck", "VERB", "strike"),
        ("talks", "NOUN", "talk"),
        ("Countries", "NOUN", "country"),
        ("was", "AUX", "be"),
        ("'s", "AUX", "be"),
        ("’s", "PART", "'s"),
        ("n't", "PART", "not"),
        ("wo", "AUX", "will"),
        ("Kills", "PROPN", "Kills"),
        ("US", "PROPN", "US"),
        ("The", "DET", "the"),
        ("them", "PRON", "they"),
        ("7.5", "NUM", "7.5"),
        ("worse", "ADJ", "bad"),
    ],
)
def test_lemma(word: str, pos: str, wanted: str) -> None:
    assert lemma(word, pos) == wanted
