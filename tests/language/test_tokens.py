"""Tokens are those of the treebanks, and lie where the text has them."""

from pathlib import Path

import pytest
import yaml

from dragoman.language import load
from dragoman.language.pipeline import MODELS
from dragoman.records import PARSERS
from training.language import tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ex-minister's pro-Beijing ally", "Ex-minister 's pro-Beijing ally"),
        ("Lt. Col. Li can't re-enter", "Lt. Col. Li ca n't re-enter"),
        ("Hong Kong-based firms", "Hong Kong - based firms"),
        ("a 10-year-old, al-Bashir's son", "a 10 - year - old , al - Bashir 's son"),
        ("They paid $5m and €3.2bn.", "They paid $ 5 m and € 3.2 bn ."),
        ("It opened at 5pm, closed at 7:30pm", "It opened at 5 pm , closed at 7:30 pm"),
        ("the 2014–19 council", "the 2014 – 19 council"),
        ("You cannot! They're gonna!!", "You can not ! They 're gon na !!"),
        ("What?! Wait... ----", "What ?! Wait ... ----"),
        ("he and/or she (see Annex): no", "he and / or she ( see Annex ) : no"),
        ("Call 202-555-0147 by 2031-05-31", "Call 202-555-0147 by 2031-05-31"),
        ("No. 2 official, Wed. Sept. 4", "No. 2 official , Wed. Sept. 4"),
        ("the 1990's, '68 and a 5G network", "the 1990's , '68 and a 5G network"),
        ("F-16s at 9/11 Street, 24/7", "F-16s at 9/11 Street , 24/7"),
        ("minister(s) [Friday](see below)", "minister ( s ) [ Friday ] ( see below )"),
        ("see www.example.org/a-b/ and plan_2.pdf.", "see www.example.org/a-b/ and plan_2.pdf ."),
        ("“Never,” he said—again", "“ Never , ” he said — again"),
        ("#Sudan is the #1 cause -we think-", "#Sudan is the # 1 cause - we think -"),
    ],
)
def test_tokens_are_those_of_the_treebanks(text: str, words: str) -> None:
    doc = load().make_doc(text)
    assert [token.text for token in doc] == words.split()
    assert all(text[t.idx :].startswith(t.text) for t in doc)


def test_the_packaged_tokenizer_is_the_recipes(tmp_path: Path) -> None:
    tokens.write(tmp_path / "tokenizer")
    for parser in PARSERS:
        assert (tmp_path / "tokenizer").read_bytes() == (MODELS / parser / "tokenizer").read_bytes()


def test_table_of_the_tokenizer() -> None:
    table = yaml.safe_load((tokens.HERE / "tokens.yaml").read_text(encoding="utf-8"))
    assert all(word.endswith(".") for word in table["abbreviations"])
    assert all("".join(pieces) == word for word, pieces in table["parted"].items())
    for name, entries in table.items():
        assert len(set(entries)) == len(entries), name
        assert all(isinstance(entry, str) for entry in entries), name
