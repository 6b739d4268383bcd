"""Lemmas, whatever letters a headline is printed in."""

import pytest

from dragoman.language.lemmas import lemma
from dragoman.language.tables import table


@pytest.mark.parametrize(
    ("word", "pos", "feats", "wanted"),
    [
        ("rejects", "VERB", "", "reject"),
        ("Rejects", "VERB", "", "reject"),
        ("REJECTED", "VERB", "Tense=Past|VerbForm=Fin", "reject"),
        ("struck", "VERB", "", "strike"),
        ("lay", "VERB", "VerbForm=Inf", "lay"),
        ("lay", "VERB", "Mood=Ind|Tense=Past|VerbForm=Fin", "lie"),
        ("found", "VERB", "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin", "found"),
        ("strikes", "VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "strike"),
        ("gon", "VERB", "Tense=Pres|VerbForm=Part", "go"),
        ("talks", "NOUN", "Number=Plur", "talk"),
        ("troops", "NOUN", "Number=Plur", "troop"),
        ("Countries", "NOUN", "", "country"),
        ("fighting", "NOUN", "Number=Sing", "fighting"),
        ("Media", "NOUN", "Number=Plur", "media"),
        ("pm", "NOUN", "Number=Sing", "p.m."),
        ("was", "AUX", "", "be"),
        ("'s", "AUX", "", "be"),
        ("’s", "PART", "", "'s"),
        ("n't", "PART", "", "not"),
        ("wo", "AUX", "", "will"),
        ("Kills", "PROPN", "Number=Sing", "Kills"),
        ("Democrats", "PROPN", "Number=Plur", "Democrat"),
        ("DEMOCRATS", "PROPN", "Number=Plur", "DEMOCRAT"),
        ("McDonalds", "PROPN", "Number=Plur", "McDonalds"),
        ("US", "PROPN", "", "US"),
        ("The", "DET", "", "the"),
        ("them", "PRON", "", "they"),
        ("her", "PRON", "Gender=Fem|Poss=Yes", "her"),
        ("her", "PRON", "Case=Acc|Gender=Fem", "she"),
        ("7.5", "NUM", "", "7.5"),
        ("worse", "ADJ", "", "bad"),
        ("worse", "ADJ", "Degree=Cmp", "bad"),
        ("wounded", "ADJ", "Degree=Pos", "wounded"),
        ("Israeli", "ADJ", "Degree=Pos", "israeli"),
        ("Terrorist", "ADJ", "", "terrorist"),
        ("другие", "NOUN", "Number=Plur", "другие"),
    ],
)
def test_lemma(word: str, pos: str, feats: str, wanted: str) -> None:
    assert lemma(word, pos, feats) == wanted


def test_table_of_lemmas() -> None:
    for pos, entries in table("lemmas").items():
        assert pos.isupper(), pos
        for word, wanted in entries.items():
            assert isinstance(wanted, str), word
            assert word == word.lower(), word
