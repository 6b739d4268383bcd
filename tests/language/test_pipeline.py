"""The packaged pipeline: what it is, and what it makes of headlines annotated by hand."""

import json
import subprocess
import sys
from pathlib import Path

from dragoman.language import analyse, load, model_version
from dragoman.language.pipeline import MODEL
from dragoman.records import Document

#: Headlines of `headlines.tsv` whose root, subject and object are all read right.
REACHED = 25


def test_headlines_annotated_by_hand() -> None:
    lines = Path(__file__).with_name("headlines.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    documents = [Document(id=row[0], kind="headline", title=row[0]) for row in rows]
    wrong = []
    for read, (headline, *wanted) in zip(analyse(documents), rows, strict=True):
        assert read.title is not None
        (root,) = [token for token in read.title if token.dep_ == "ROOT"]
        subject = next((t.text for t in root.children if t.dep_ in {"nsubj", "nsubj:pass"}), "-")
        object_ = next((t.text for t in root.children if t.dep_ == "obj"), "-")
        if [root.text, subject, object_] != wanted:
            wrong.append(f"{headline}: {root.text}, {subject}, {object_}")
    assert len(rows) - len(wrong) >= REACHED, "\n".join(wrong)


def test_labels_are_universal_dependencies() -> None:
    doc = load()("Three ministers were arrested by police in Lima, the court said.")
    read = {t.text: (t.pos_, t.dep_, t.lemma_) for t in doc}
    assert read["ministers"] == ("NOUN", "nsubj:pass", "minister")
    assert read["were"] == ("AUX", "aux:pass", "be")
    assert read["arrested"][0] == "VERB"
    assert read["Lima"][0] == "PROPN"
    assert "Number=Plur" in str(doc[1].morph)
    assert [(e.text, e.label_) for e in doc.ents] == [("Lima", "LOC")]


def test_tokens_are_those_of_the_treebanks() -> None:
    words = [
        t.text
        for t in load().make_doc(
            "Ex-minister's pro-Beijing ally, Lt. Col. Li, can't re-enter Hong Kong-based firms"
        )
    ]
    assert words == [
        "Ex-minister", "'s", "pro-Beijing", "ally", ",", "Lt.", "Col.", "Li", ",", "ca", "n't", "re-enter",
        "Hong", "Kong", "-", "based", "firms",
    ]  # fmt: skip


def test_meta_states_data_licence_and_scores() -> None:
    meta = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))
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
    notice = (MODEL / "NOTICE").read_text(encoding="utf-8")
    assert all(source["name"] in notice for source in meta["sources"])


def test_nothing_heavy_is_imported_before_the_first_text() -> None:
    code = "import sys, dragoman.language as l; l.model_version(); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
