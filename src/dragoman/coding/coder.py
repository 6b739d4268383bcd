"""Sentences to events: predicates, their parties, and what else the sentence tells of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Span

from dragoman import __version__
from dragoman.coding import amounts, attribution, equipment, predicates, roles, status, tree
from dragoman.coding.details import Details
from dragoman.coding.parties import Mention, Parties, is_official
from dragoman.coding.predicates import Predicate
from dragoman.language import Analysis, analyse, model_version
from dragoman.ontology import lexicon
from dragoman.ontology.plover import plover
from dragoman.records import Document, Event, Evidence, Field, Version, stable_id
from dragoman.records import Span as Words

# What one agrees to, asks for, refuses or threatens is the content of that act, not a second event
# (PLOVER manual: a threat of force is THREATEN, an agreement to aid is AGREE).
_SPEECH = {"AGREE", "REQUEST", "REJECT", "THREATEN"}
# A government that condemns a raid, rejects a plan or backs a truce takes a stand, whoever it is against.
_STANDS = {"ACCUSE", "REJECT"}
# An act against a party is an event though nobody says who did it ("opposition leader jailed").
_BY_UNKNOWN_HANDS = {"ASSAULT", "COERCE", "SANCTION"}


def stream(documents: Iterable[Document]) -> Iterator[tuple[Event, ...]]:
    """Yield the events of each document, in the order of the documents and of their text."""
    for analysis in analyse(documents):
        yield tuple(_document(analysis))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A predicate with its parties, before the sentence decides which candidates stand."""

    predicate: Predicate
    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]

    @property
    def words(self) -> frozenset[int]:
        """The tokens of its parties."""
        return frozenset().union(*(mention.words for mention in (*self.actors, *self.recipients)))


def _document(analysis: Analysis) -> Iterator[Event]:
    for field in ("title", "text"):
        doc = analysis.doc(field)
        if doc is None:
            continue
        parties = Parties(doc, analysis.document.day)
        before: list[Event] = []
        for sentence in doc.sents:
            events = list(_sentence(sentence, analysis.document, field, parties))
            if before and not events:
                before[-1] = _continued(before[-1], sentence)
                continue
            yield from before
            before = events
        yield from before


def _sentence(sentence: Span, document: Document, field: Field, parties: Parties) -> Iterator[Event]:
    found = predicates.find(sentence, lexicon.load())
    # Of the entries a word may mean, the most specific one whose parties are there.
    tried = ([_candidate(predicate, parties) for predicate in matches] for matches in found)
    candidates = [c for c in (next(filter(None, one), None) for one in tried) if c is not None]
    standing = _standing(candidates)
    if not standing:
        return
    told = Details(sentence, [c.predicate for c in standing], [c.words for c in standing], document.day)
    start, end = _trimmed(sentence)
    for candidate in standing:
        yield _event(candidate, told, document, field, parties, start, end)


def _candidate(predicate: Predicate, parties: Parties) -> _Candidate | None:
    """Fill the roles; ``None`` when somebody the event needs is not there."""
    entry = predicate.entry
    if entry.reciprocal:
        together = roles.together(predicate, parties)
        enough = len(together) >= (1 if entry.alone else 2)
        return _Candidate(predicate, tuple(together), ()) if enough and _anchored(together) else None
    actors = roles.actors(predicate, parties)
    heads = {mention.head for mention in actors}
    recipients = [m for m in roles.recipients(predicate, parties) if m.head not in heads]
    if not _anchored([*actors, *recipients]):
        return None
    if not actors and not _by_unknown_hands(predicate, recipients):
        return None
    if not recipients and not (entry.alone or _speaks_for_a_state(predicate, actors)):
        return None
    return _Candidate(predicate, tuple(actors), tuple(recipients))


def _by_unknown_hands(predicate: Predicate, recipients: Sequence[Mention]) -> bool:
    """Whether the sentence tells that somebody in public life was attacked, and not by whom.

    What is only mentioned beside ("an alumnus killed in action") and what befalls private people is left out.
    """
    return (
        predicate.entry.type in _BY_UNKNOWN_HANDS
        and predicate.construction == "passive"
        and not predicate.head.dep_.startswith("acl")
        and any(set(mention.party.sectors) - {"CVL"} for mention in recipients)
    )


def _speaks_for_a_state(predicate: Predicate, actors: Sequence[Mention]) -> bool:
    """Whether a state or its organs take a stand on something: an event, though nobody is addressed."""
    about = tree.patients(predicate.head) if predicate.construction in {"active", "passive"} else []
    return bool(about) and predicate.entry.type in _STANDS and is_official(actors[0].party)


def _anchored(mentions: Sequence[Mention]) -> bool:
    """Whether at least one party is known by country or by role: two unknown names make no event."""
    return any(mention.party.country or mention.party.sectors for mention in mentions)


def _standing(candidates: list[_Candidate]) -> list[_Candidate]:
    """Leave out what is the content of another event, and what tells the same happening twice."""
    content: set[int] = set()
    for candidate in candidates:
        predicate = candidate.predicate
        if predicate.entry.type == "ACCUSE":  # what somebody is accused of
            of = [
                t for t in tree.children(predicate.head, "advcl", "acl") if tree.children(t, "mark", "case")
            ]
            content.update(
                t.i for one in of if tree.children(one, "mark", "case")[0].lower_ == "of" for t in one.subtree
            )
        if predicate.entry.type in _SPEECH:
            inner = [predicate.complement] if predicate.complement is not None else []
            if predicate.construction in {"active", "passive"}:
                inner += [
                    t
                    for t in tree.children(predicate.head, "obj", "ccomp", "xcomp")
                    if t is not predicate.object
                ]
            content.update(t.i for one in inner for t in one.subtree)
    standing: list[_Candidate] = []
    seen: set[tuple[str, frozenset[int], frozenset[int]]] = set()
    for candidate in candidates:
        if candidate.predicate.head.i in content:
            continue
        key = (
            candidate.predicate.entry.type,
            frozenset(mention.head for mention in candidate.actors),
            frozenset(mention.head for mention in candidate.recipients),
        )
        if key not in seen:
            seen.add(key)
            standing.append(candidate)
    return standing


def _event(
    candidate: _Candidate,
    told: Details,
    document: Document,
    field: Field,
    parties: Parties,
    start: int,
    end: int,
) -> Event:
    predicate = candidate.predicate
    entry = predicate.entry
    reality = status.of(predicate, told.date_of(predicate), document.day)
    kind, mode, cameo, rule = entry.type, entry.mode, entry.cameo, f"{entry.id} ({predicate.construction})"
    info = plover().types[kind]
    turn = info.refused if reality.future and reality.status == "negated" else None
    turn = info.planned if reality.status == "planned" else turn
    if turn is not None:
        kind, mode, cameo = turn.type, turn.mode, turn.cameo
        rule += f", {reality.status}: {kind}"
    info = plover().types[kind]
    words = predicate.words
    trigger = predicate.head.doc[words[0].i : words[-1].i + 1]
    text = document.string(field)
    return Event(
        id=stable_id(document.id, field, trigger.start_char, trigger.end_char, entry.id),
        document=document.id,
        type=kind,
        mode=mode,
        cameo=cameo,
        quad=info.quad,
        intensity=info.intensity_of(mode),
        status=reality.status,
        date=told.date_of(predicate),
        place=told.place_of(predicate),
        actors=tuple(mention.party for mention in candidate.actors),
        recipients=tuple(mention.party for mention in candidate.recipients),
        attribution=attribution.of(predicate, parties),
        amounts=told.amounts_of(predicate),
        equipment=told.equipment_of(predicate),
        contexts=told.contexts,
        confidence=None,
        trigger=Words(trigger.start_char, trigger.end_char, trigger.text),
        evidence=Evidence(field, start, end, text[start:end], rule),
        version=version(),
    )


def _continued(event: Event, sentence: Span) -> Event:
    """Add what the next sentence says of the event when it goes on about it ("*The deal*, estimated at …")."""
    root = sentence.root
    subjects = tree.children(root, "nsubj", "nsubj:pass")
    if not subjects or not any(t.lower_ in {"the", "this"} for t in tree.children(subjects[0], "det")):
        return event
    entries = lexicon.load().by_noun.get(predicates.lemma(subjects[0]), ())
    cooperative = event.quad <= 2
    if not any((entry.quad <= 2) == cooperative and not entry.particles for entry in entries):
        return event
    return replace(
        event,
        amounts=(*event.amounts, *(found.value for found in amounts.find(sentence))),
        equipment=(*event.equipment, *(found.value for found in equipment.find(sentence))),
    )


def _trimmed(sentence: Span) -> tuple[int, int]:
    """Return where the sentence stands, without white space around it."""
    text = sentence.text
    return (
        sentence.start_char + len(text) - len(text.lstrip()),
        sentence.end_char - (len(text) - len(text.rstrip())),
    )


@cache
def version() -> Version:
    """Return what every event of this process is made by."""
    return Version(__version__, lexicon.load().version, model_version())
