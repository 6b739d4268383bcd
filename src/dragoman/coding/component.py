"""The coder as a component of spaCy: ``nlp.add_pipe("dragoman")`` gives every Doc its ``doc._.events``.

It works behind any English pipeline whose parser gives Universal Dependencies. The Doc is read as the text of one
article and is not altered; lemmas that the pipeline does not give, and other labels of names, are made on a copy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from dragoman import __version__
from dragoman.coding.coder import data_version, of_analysis
from dragoman.errors import InputError
from dragoman.language import Analysis, declined
from dragoman.language.lemmas import lemma
from dragoman.ontology.files import load_yaml
from dragoman.ontology.lexicon import load
from dragoman.records import Document, Event, Version, stable_id

#: Where a Doc keeps its events: as plain dicts, so that the Doc can be written to disk and sent to other processes.
KEY = "dragoman.events"
_MEND = 'put "dragoman" behind a parser trained on Universal Dependencies, or take dragoman.language.load()'


class Coder:
    """The component; see `make`."""

    def __init__(
        self, nlp: Language, published: str | None, lexicon: Sequence[str], min_confidence: float
    ) -> None:
        if nlp.lang != "en":
            raise InputError(
                "dragoman", None, f"the pipeline reads {nlp.lang!r}", "dragoman codes English alone"
            )
        if not 0 <= min_confidence <= 1:
            raise InputError(
                "dragoman", None, f"min_confidence is {min_confidence}", "give a number from 0 to 1"
            )
        self._published = _day(published)
        self._words = load(list(lexicon))
        self._least = min_confidence
        self._meta = nlp.meta
        if "parser" in nlp.pipe_names:  # its labels tell before anything is read
            _check_labels(nlp.pipe_labels.get("parser", ()), f"pipeline {nlp.meta['name']!r}")

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.events``. Raises `InputError` when the Doc has no parse in Universal Dependencies."""
        doc.user_data[KEY] = [event.to_dict() for event in self._events(doc)]
        return doc

    def _events(self, doc: Doc) -> list[Event]:
        text = doc.text
        if not text.strip():
            return []
        _check(doc)
        published = _day(doc._.published) or self._published
        document = Document(
            id=stable_id(text),
            kind="article",
            text=text,
            published=published,
            published_from="option" if published else None,
        )
        if declined(document):
            return []
        made_by = Version(
            __version__, data_version(self._words), f"{self._meta['name']}-{self._meta['version']}"
        )
        found = of_analysis(Analysis(document, text=_as_read(doc)), self._words, made_by)
        return [event for event in found if (event.confidence or 0) >= self._least]


@Language.factory(
    "dragoman",
    default_config={"published": None, "lexicon": [], "min_confidence": 0.0},
    requires=["token.pos", "token.dep"],
    assigns=["doc._.events"],
)
def make(nlp: Language, name: str, published: str | None, lexicon: list[str], min_confidence: float) -> Coder:
    """Make the component.

    Args:
        nlp: an English pipeline.
        name: of the component in it.
        published: day of publication of Docs that have no ``doc._.published``, ISO.
        lexicon: paths of your own files of words.
        min_confidence: events of less confidence are left out, 0 to 1.

    Raises:
        InputError: the pipeline is not English, its parser does not give Universal Dependencies, or a value of the
            configuration is none.
        OntologyError: a file of the lexicon breaks the format.
    """
    return Coder(nlp, published, lexicon, min_confidence)


def _events_of(doc: Doc) -> list[Event]:
    return [Event.from_dict(event) for event in doc.user_data.get(KEY, ())]


if not Doc.has_extension("events"):
    Doc.set_extension("events", getter=_events_of)
if not Doc.has_extension("published"):
    Doc.set_extension("published", default=None)


def _day(value: str | dt.date | None) -> str | None:
    """Return a day as ISO writes it. Raises `InputError`."""
    if value is None:
        return None
    try:
        return (value if isinstance(value, dt.date) else dt.date.fromisoformat(value[:10])).isoformat()[:10]
    except (TypeError, ValueError) as error:
        raise InputError("published", None, f"{value!r} is no date", "write it as 2025-02-18") from error


def _check(doc: Doc) -> None:
    """Raise `InputError` when the Doc was not parsed as the coder needs it."""
    place = f"Doc {doc.text[:30].strip()!r}…"
    if not doc.has_annotation("DEP"):
        raise InputError("dragoman", place, "there is no dependency parse", _MEND)
    if not doc.has_annotation("POS"):
        raise InputError("dragoman", place, "there are no universal parts of speech (token.pos_)", _MEND)
    _check_labels({token.dep_ for token in doc}, place)


def _check_labels(labels: Sequence[str] | set[str], place: str) -> None:
    odd = sorted({label for label in labels if label.partition(":")[0].lower() not in _relations()})
    if odd:
        some = ", ".join(odd[:4])
        problem = f"its dependency labels are not those of Universal Dependencies ({some}, …)"
        raise InputError("dragoman", place, problem, _MEND)


@cache
def _relations() -> frozenset[str]:
    return frozenset(["", *load_yaml("universal.yaml")["relations"]])


@cache
def _names() -> dict[str, str]:
    return {label: kind for kind, labels in load_yaml("universal.yaml")["names"].items() for label in labels}


def _as_read(doc: Doc) -> Doc:
    """Return the Doc, or a copy with lemmas, root and labels of names as the coder reads them."""
    kinds = _names()
    lemmas = doc.has_annotation("LEMMA")
    roots = [token.i for token in doc if token.head.i == token.i and token.dep_ not in {"ROOT", ""}]
    if lemmas and not roots and all(kinds.get(span.label_) == span.label_ for span in doc.ents):
        return doc
    own = doc.copy()
    for i in roots:
        own[i].dep_ = "ROOT"
    if not lemmas:
        for token in own:
            token.lemma_ = lemma(token.text, token.pos_, str(token.morph))
    own.set_ents([Span(own, e.start, e.end, label=kinds[e.label_]) for e in doc.ents if e.label_ in kinds])
    return own
