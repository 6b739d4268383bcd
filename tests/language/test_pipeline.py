"""The packaged pipelines: what they are, and what they make of headlines annotated by hand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import headlines
from dragoman.language import load, model_version, pipeline
from dragoman.language.pipeline import MODELS
from dragoman.records import PARSERS, Parser

#: Headlines of each table whose root, subject and object are all read right.
REACHED: list[tuple[Parser, Path, int]] = [
    ("accurate", headlines.SEEN, 27),
    ("accurate", headlines.UNSEEN, 55),
    ("fast", headlines.SEEN, 26),
    ("fast", headlines.UNSEEN, 57),
]


@pytest.mark.parametrize(
    ("parser", "file", "reached"), REACHED, ids=lambda value: getattr(value, "stem", value)
)
def test_headlines_annotated_by_hand(parser: Parser, file: Path, reached: int) -> None:
    table = headlines.table(file)
    wrong = headlines.wrong(load(parser), table)
    assert len(table) - len(wrong) >= reached, "\n".join(wrong)


@pytest.mark.parametrize("parser", PARSERS)
def test_labels_are_universal_dependencies(parser: Parser) -> None:
    doc = load(parser)("Three ministers were arrested by police in Lima, the court said.")
    read = {t.text: (t.pos_, t.dep_, t.lemma_) for t in doc}
    assert read["ministers"] == ("NOUN", "nsubj:pass", "minister")
    assert read["were"] == ("AUX", "aux:pass", "be")
    assert read["arrested"][0] == "VERB"
    assert read["Lima"][0] == "PROPN"
    assert "Number=Plur" in str(doc[1].morph)
    assert [(e.text, e.label_) for e in doc.ents] == [("Lima", "LOC")]


def test_both_have_the_same_components_labels_and_attributes() -> None:
    accurate, fast = load("accurate"), load("fast")
    assert accurate is not fast
    assert accurate.pipe_names == fast.pipe_names
    labels = [json.loads((MODELS / p / "encoder" / "labels.json").read_text("utf-8")) for p in PARSERS]
    assert labels[0] == labels[1]
    text = "Gen. Ana Ruiz met U.S. envoys in Quito on Feb. 7 — they didn't sign."
    assert [(t.text, t.idx) for t in accurate(text)] == [(t.text, t.idx) for t in fast(text)]


def test_a_pipeline_is_loaded_once() -> None:
    assert load() is load("accurate")


def test_one_that_has_read_too_many_words_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_loaded", {})
    old = load("fast")
    before = old("Ministers met in Lima.")
    monkeypatch.setattr(pipeline, "MOST_WORDS", len(old.vocab) - 1)
    new = load("fast")
    assert new is not old
    assert len(new.vocab) < len(old.vocab)
    after = new("Ministers met in Lima.")
    assert [(t.lemma_, t.pos_, t.dep_, t.head.i) for t in after] == [
        (t.lemma_, t.pos_, t.dep_, t.head.i) for t in before
    ]
    sessions = [nlp.get_pipe("encoder")._session for nlp in (old, new)]  # type: ignore[attr-defined]
    assert sessions[0] is sessions[1]  # the network is read once


def test_an_unknown_parser_is_named() -> None:
    with pytest.raises(ValueError, match="no parser 'exact'; choose one of accurate, fast"):
        load("exact")  # type: ignore[arg-type]


@pytest.mark.parametrize("parser", PARSERS)
def test_meta_states_data_licence_and_scores(parser: Parser) -> None:
    meta = json.loads((MODELS / parser / "meta.json").read_text(encoding="utf-8"))
    assert model_version(parser) == f"{meta['name']}-{meta['version']}"
    assert meta["license"] == "CC BY-SA 4.0"
    assert {source["name"] for source in meta["sources"]} >= {
        "all-MiniLM-L6-v2",
        "UD English EWT",
        "UD English GUM",
        "Universal NER",
        "WikiGold",
    }
    assert meta["performance"]["ewt_las"] > {"accurate": 88, "fast": 83}[parser]
    notice = (MODELS / parser / "NOTICE").read_text(encoding="utf-8")
    assert all(source["name"] in notice for source in meta["sources"])


def test_nothing_heavy_is_imported_before_the_first_text() -> None:
    code = "import sys, dragoman.language as l; l.model_version(); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
