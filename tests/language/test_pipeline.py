"""The packaged pipeline: what it is, and what it makes of headlines annotated by hand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import headlines
from dragoman.language import load, model_version
from dragoman.language.pipeline import MODELS

#: Headlines of each table whose root, subject and object are all read right.
REACHED = {headlines.SEEN: 25, headlines.UNSEEN: 50}


@pytest.mark.parametrize(("file", "reached"), REACHED.items(), ids=lambda value: getattr(value, "stem", ""))
def test_headlines_annotated_by_hand(file: Path, reached: int) -> None:
    table = headlines.table(file)
    wrong = headlines.wrong(load(), table)
    assert len(table) - len(wrong) >= reached, "\n".join(wrong)


def test_labels_are_universal_dependencies() -> None:
    doc = load()("Three ministers were arrested by police in Lima, the court said.")
    read = {t.text: (t.pos_, t.dep_, t.lemma_) for t in doc}
    assert read["ministers"] == ("NOUN", "nsubj:pass", "minister")
    assert read["were"] == ("AUX", "aux:pass", "be")
    assert read["arrested"][0] == "VERB"
    assert read["Lima"][0] == "PROPN"
    assert "Number=Plur" in str(doc[1].morph)
    assert [(e.text, e.label_) for e in doc.ents] == [("Lima", "LOC")]


def test_meta_states_data_licence_and_scores() -> None:
    meta = json.loads((MODELS / "accurate" / "meta.json").read_text(encoding="utf-8"))
    assert model_version() == f"{meta['name']}-{meta['version']}"
    assert meta["license"] == "CC BY-SA 4.0"
    assert {source["name"] for source in meta["sources"]} == {
        "all-MiniLM-L6-v2",
        "UD English EWT",
        "UD English GUM",
        "Universal NER",
        "WikiGold",
    }
    assert meta["performance"]["ewt_las"] > 88
    notice = (MODELS / "accurate" / "NOTICE").read_text(encoding="utf-8")
    assert all(source["name"] in notice for source in meta["sources"])


def test_nothing_heavy_is_imported_before_the_first_text() -> None:
    code = "import sys, dragoman.language as l; l.model_version(); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
