"""The coder in spaCy: behind any parse in Universal Dependencies, and a clear word where there is none."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

import dragoman
from dragoman import InputError, OntologyError
from dragoman.language import load
from dragoman.language.pipeline import MODELS, load_from
from dragoman.records import Event

# "Oslo condemned the raid that Lima launched on Tuesday", parsed by hand, without lemmas and features.
WORDS = ["Oslo", "condemned", "Lima", "on", "Tuesday", "."]
PARSE: dict[str, Any] = {
    "heads": [1, 1, 1, 4, 1, 1],
    "deps": ["nsubj", "root", "obj", "case", "obl", "punct"],
    "pos": ["PROPN", "VERB", "PROPN", "ADP", "PROPN", "PUNCT"],
}


def by_hand(nlp: Language, **changes: Any) -> Doc:
    given = {**PARSE, **changes}
    return Doc(nlp.vocab, words=WORDS, spaces=[True, True, True, True, False, False], **given)


@pytest.fixture
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("dragoman")
    return nlp


def events(doc: Doc) -> list[Event]:
    found: list[Event] = doc._.events
    return found


def test_nothing_need_be_imported() -> None:
    script = "import spacy; print(spacy.blank('en').add_pipe('dragoman'))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "coding.component" in done.stdout, done.stderr


def test_a_parse_made_by_hand_is_coded(nlp: Language) -> None:
    (event,) = events(nlp(by_hand(nlp)))
    assert (event.type, event.mode) == ("ACCUSE", "disapprove")
    assert [(p.text, p.country) for p in event.actors] == [("Oslo", "NOR")]
    assert [(p.text, p.country) for p in event.recipients] == [("Lima", "PER")]
    assert event.date is None
    assert event.version.model == "pipeline-0.0.0"


def test_offsets_index_the_text_of_the_doc(nlp: Language) -> None:
    doc = nlp(by_hand(nlp))
    (event,) = events(doc)
    spans = [(one.start, one.end, one.text) for one in (*event.actors, *event.recipients)]
    for start, end, text in [*spans, (event.trigger.start, event.trigger.end, event.trigger.text)]:
        assert doc.text[start:end] == text
    assert doc.text[event.evidence.start : event.evidence.end] == event.evidence.quote


def test_the_doc_itself_is_not_altered(nlp: Language) -> None:
    doc = by_hand(nlp)
    doc.set_ents([Span(doc, 0, 1, label="GPE"), Span(doc, 2, 3, label="GPE"), Span(doc, 4, 5, label="DATE")])
    before = doc.to_json()
    nlp(doc)
    after = doc.to_json()
    assert {k: after[k] for k in before} == before
    assert [token.lemma_ for token in doc] == [""] * len(WORDS)


@pytest.mark.parametrize(
    "day", ["2025-02-20", "2025-02-20T06:30:00Z", dt.date(2025, 2, 20), dt.datetime(2025, 2, 20)]
)
def test_the_day_of_publication_stands_on_the_doc(nlp: Language, day: object) -> None:
    doc = by_hand(nlp)
    doc._.published = day
    (event,) = events(nlp(doc))
    assert event.date is not None
    assert event.date.start == "2025-02-18"


def test_the_day_of_publication_stands_in_the_configuration() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("dragoman", config={"published": "2025-02-20"})
    first, second = by_hand(nlp), by_hand(nlp)
    second._.published = "2025-03-06"
    dates = [event.date and event.date.start for doc in nlp.pipe([first, second]) for event in events(doc)]
    assert dates == ["2025-02-18", "2025-03-04"]


def test_own_words_and_the_least_confidence(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("type: PROTEST\nentries:\n  - verb: condemn\n", encoding="utf-8")
    nlp = spacy.blank("en")
    nlp.add_pipe("dragoman", config={"lexicon": [str(mine)]})
    (event,) = events(nlp(by_hand(nlp)))
    assert event.evidence.rule.startswith("PROTEST/condemn@mine.yaml")
    least = spacy.blank("en")
    least.add_pipe("dragoman", config={"min_confidence": 1.0})
    assert events(least(by_hand(least))) == []
    mine.write_text("type: [", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"mine\.yaml"):
        spacy.blank("en").add_pipe("dragoman", config={"lexicon": [str(mine)]})


def test_labels_of_other_pipelines_are_understood(nlp: Language) -> None:
    # "Jordan" alone is a country; as a person it is none.
    words = ["Oslo", "condemned", "Jordan", "on", "Tuesday", "."]
    told = []
    for label in ("GPE", "LOC", "PERSON", "PER"):
        doc = Doc(nlp.vocab, words=words, **PARSE)
        doc.set_ents([Span(doc, 2, 3, label=label)])
        told.append([party.country for event in events(nlp(doc)) for party in event.recipients])
    assert told[0] == told[1] == ["JOR"]
    assert told[2] == told[3]


def test_events_go_where_the_doc_goes(nlp: Language) -> None:
    doc = nlp(by_hand(nlp))
    (copy,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert events(copy) == events(doc) != []
    assert events(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == events(doc)
    assert events(doc.copy()) == events(doc)


def test_a_doc_that_was_not_coded_has_no_events(nlp: Language) -> None:
    assert events(by_hand(nlp)) == []


def test_dragomans_own_pipeline_gives_what_the_verb_gives() -> None:
    text = "Norway condemned Peru. The ministry in Lima rejected the criticism, Oslo said on Monday."
    nlp = load_from(MODELS / "fast")
    nlp.add_pipe("dragoman", config={"published": "2025-02-18"})
    document = dragoman.Document("x", "article", text=text, published="2025-02-18")
    verb = dragoman.code([document], parser="fast")
    own = events(nlp(text))
    keys = ("type", "mode", "status", "date", "place", "actors", "recipients", "trigger", "version")
    assert [[getattr(e, k) for k in keys] for e in own] == [[getattr(e, k) for k in keys] for e in verb]
    assert own


def test_the_shared_pipeline_still_reads_for_the_verbs() -> None:
    nlp = load("fast")
    nlp.add_pipe("dragoman")
    try:
        text = "Norway condemned Peru.\n\nBy A Writer\n\nIran met Chad."
        first = dragoman.code([dragoman.Document("x", "article", text=text)], parser="fast")
    finally:
        nlp.remove_pipe("dragoman")
    assert [event.type for event in first] == ["ACCUSE", "CONSULT"]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_no_text_no_events(nlp: Language, text: str) -> None:
    assert events(nlp(text)) == []


def test_without_a_parse_it_says_what_to_do(nlp: Language) -> None:
    with pytest.raises(InputError, match=r"Doc 'Oslo condemned Lima'…: there is no dependency parse \(put"):
        nlp("Oslo condemned Lima")
    doc = Doc(nlp.vocab, words=WORDS, heads=PARSE["heads"], deps=PARSE["deps"])
    with pytest.raises(InputError, match="no universal parts of speech"):
        nlp(doc)


def test_labels_that_are_not_universal_are_told(nlp: Language) -> None:
    doc = by_hand(nlp, deps=["nsubj", "ROOT", "dobj", "prep", "pobj", "punct"])
    with pytest.raises(InputError, match=r"not those of Universal Dependencies \(dobj, pobj, prep, …\)"):
        nlp(doc)
    other = spacy.blank("en")
    parser: Any = other.add_pipe("parser")
    for label in ("nsubj", "dobj", "pobj"):
        parser.add_label(label)
    with pytest.raises(InputError, match=r"pipeline .*\(dobj, pobj, …\) \(put"):
        other.add_pipe("dragoman")


@pytest.mark.parametrize(
    ("language", "config", "message"),
    [
        ("de", {}, "the pipeline reads 'de'"),
        ("en", {"published": "last week"}, "'last week' is no date"),
        ("en", {"min_confidence": 2.0}, "give a number from 0 to 1"),
    ],
)
def test_a_wrong_configuration_is_told(language: str, config: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        spacy.blank(language).add_pipe("dragoman", config=config)


def test_a_wrong_day_on_a_doc_is_told(nlp: Language) -> None:
    doc = by_hand(nlp)
    doc._.published = 20250218
    with pytest.raises(InputError, match="20250218 is no date"):
        nlp(doc)
