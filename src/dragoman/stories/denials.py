"""Claims that are denied: who is said to have done what, who says so, and the party that denies it.

A denial is found by its words ("Oslo denied that …", "rejected the accusation"); it goes with an event of the story
that names the party that denies: as the one accused, or as the one who did what is denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from textwrap import shorten

from dragoman.language.numbers import alternatives
from dragoman.ontology.files import load_yaml
from dragoman.records import Citation, Difference, Document, Event, Field, Parser, Party, Telling
from dragoman.stories.sentences import sayings, sentence_at
from dragoman.stories.terms import background, term, words

STEM = 5
"""Letters by which words of claim and denial are compared: ``shelled`` and ``shelling`` are one."""

TELLING = 3.0
"""Weight, in nats, of a word that tells what is claimed."""

LONG = 80
"""Characters of what is denied that name the difference."""


@dataclass(frozen=True, slots=True)
class Denial:
    """Words that deny something.

    Attributes:
        party: who denies.
        start, end: from the word that denies to the end of what is denied, in the field.
        content: the words that say what is denied.
        about: stems of the words that tell what is denied; empty for "the accusation".
    """

    document: Document
    field: Field
    sentence: Citation
    party: Party
    start: int
    end: int
    content: str
    about: frozenset[str]


def denied(
    documents: Sequence[Document], events: dict[str, list[Event]], parser: Parser
) -> Iterator[Difference]:
    """Yield the claims of a story that a party denies, each party and event type once.

    Args:
        documents: the members, in order.
        events: their events by document.
        parser: what the sentences with denials are read with.
    """
    claims = [(d, e) for d in documents for e in events[d.id] if _is_claim(e)]
    if not claims:
        return
    found: dict[tuple[str, ...], tuple[list[Denial], list[tuple[Document, Event]]]] = {}
    for document in documents:
        for denial in _denials(document, events[document.id], [e for _, e in claims], parser):
            fitting = [claim for claim in claims if _is_of(denial, claim[1])]
            for kind in sorted({event.type for _, event in fitting}):
                of_kind = [claim for claim in fitting if claim[1].type == kind]
                key = tuple(event.id for _, event in of_kind)
                found.setdefault(key, ([], of_kind))[0].append(denial)
    for key in sorted(found):
        yield _difference(*found[key])


def _difference(denials: Sequence[Denial], claims: Sequence[tuple[Document, Event]]) -> Difference:
    """Return what is claimed and that it is denied, by each speaker once."""
    tellings: dict[str, Telling] = {}
    for document, event in claims:
        speaker = _claimant(event)
        tellings.setdefault(
            speaker.text.casefold() if speaker else "",
            _telling(document, event.trigger.text, speaker, event.citation),
        )
    answers: dict[str, Telling] = {}
    for denial in denials:
        text = denial.document.string(denial.field)[denial.start : denial.end]
        name = denial.party.name or denial.party.text.casefold()
        answers.setdefault(name, _telling(denial.document, text, denial.party, denial.sentence))
    every = [*tellings.values(), *answers.values()]
    first = denials[0]
    what = first.content if first.about else claims[0][1].trigger.text
    return Difference(
        kind="claim",
        about=f"{first.party.name or first.party.text}: {shorten(what, LONG, placeholder=' …')}",
        how="denied",
        tellings=tuple(sorted(every, key=lambda t: (t.published is None, t.published or ""))),
    )


def _claimant(event: Event) -> Party | None:
    """Who says that it is so: the speaker, or whoever accuses."""
    if event.attribution is not None:
        return event.attribution.speaker
    return event.actors[0] if event.type == "ACCUSE" and event.actors else None


def _telling(document: Document, text: str, speaker: Party | None, citation: Citation) -> Telling:
    return Telling(None, None, text, speaker, document.id, document.publisher, document.published, citation)


# ------------------------------------------------------------------------------------------- denials


@dataclass(frozen=True, slots=True)
class _Words:
    deny: re.Pattern[str]
    cue: re.Pattern[str]
    plain: re.Pattern[str]
    claim: frozenset[str]
    not_claims: frozenset[str]
    empty: frozenset[str]
    it: frozenset[str]
    says_it: re.Pattern[str]
    pronouns: frozenset[str]


@cache
def _words() -> _Words:
    data = load_yaml("denials.yaml", __package__)

    def stems(name: str) -> frozenset[str]:
        return frozenset(_stem(word) for word in data[name])

    plain = alternatives(data["deny"])
    deny = alternatives([*data["deny"], *data["deny_claims"]])
    return _Words(
        deny=re.compile(rf"\b{deny}\b", re.IGNORECASE),
        cue=re.compile(rf"{deny}\b", re.IGNORECASE),
        plain=re.compile(rf"{plain}\b", re.IGNORECASE),
        claim=stems("claims"),
        not_claims=stems("not_claims"),
        empty=stems("claims") | stems("empty"),
        it=frozenset(data["it"]),
        says_it=re.compile(rf"\b{plain} {alternatives(data['it'])}\b", re.IGNORECASE),
        pronouns=frozenset(data["pronouns"]),
    )


def _denials(
    document: Document, events: Sequence[Event], claims: Sequence[Event], parser: Parser
) -> Iterator[Denial]:
    """Yield the denials of a report; sentences that share nothing with any claim are not read."""
    w = _words()
    for field in ("title", "text"):
        string = document.string(field)
        seen = set[int]()
        for match in w.deny.finditer(string):
            sentence = sentence_at(document, field, match.start(), events)
            if sentence.start in seen:
                continue
            seen.add(sentence.start)
            if not _may_deny(sentence.quote, claims):
                continue
            for said in sayings(sentence, parser):
                cue = said.cue[0][0]
                if said.speaker is None or not said.content or not w.cue.match(sentence.quote, cue):
                    continue
                content = " ".join(sentence.quote[a:b] for a, b in said.content)
                about = _about(content)
                if said.speaker.text.lower() in w.pronouns and not said.speaker.how:
                    continue
                names_claim = _opens_with(content, w.claim) or content.lower() in w.it
                if _opens_with(content, w.not_claims) or not (
                    names_claim or (about and w.plain.match(sentence.quote, cue))
                ):
                    continue
                shift = sentence.start
                yield Denial(
                    document,
                    field,
                    sentence,
                    replace(said.speaker, start=said.speaker.start + shift, end=said.speaker.end + shift),
                    shift + cue,
                    shift + max(end for _, end in said.content),
                    content,
                    about,
                )


def _may_deny(quote: str, claims: Sequence[Event]) -> bool:
    """Whether a sentence may deny one of the claims, by its words alone."""
    w, about = _words(), _about(quote)
    any_claim = w.says_it.search(quote) is not None or any(_stem(word) in w.claim for word in words(quote))
    return any(
        any_claim or _shared(about, e) >= TELLING if e.type == "ACCUSE" else _trigger(e) & about
        for e in claims
    )


def _opens_with(content: str, stems: frozenset[str]) -> bool:
    """Whether one of the first words of what is denied says what kind of thing it is: a request, a claim."""
    return any(_stem(word) in stems for word in list(words(content))[:5])


def _stem(word: str) -> str:
    return term(word)[:STEM].casefold()


def _about(content: str) -> frozenset[str]:
    """Stems of the words that tell what is denied; names only tell of whom."""
    known = background()
    found = ((word, term(word)) for word in words(content) if len(word) > 3)
    telling = (word for word, t in found if known.weight(t) >= TELLING and not known.is_name(t, word))
    return frozenset(_stem(word) for word in telling) - _words().empty


# -------------------------------------------------------------------------------- which claim is denied


def _is_of(denial: Denial, event: Event) -> bool:
    """Whether it is this event that the party denies."""
    if event.document == denial.document.id and event.evidence.field == denial.field and (
        event.evidence.start <= denial.start < event.evidence.end
    ):  # fmt: skip
        return False
    claimant = _claimant(event)
    if claimant is not None and _same(claimant, denial.party):
        return False
    if event.type == "ACCUSE":
        return any(_same(p, denial.party) for p in event.recipients) and (
            not denial.about or _shared(denial.about, event) >= TELLING
        )
    return any(_same(p, denial.party) for p in event.actors) and bool(_trigger(event) & denial.about)


def _is_claim(event: Event) -> bool:
    """Whether it is told as a fact that somebody did something forceful, or that somebody is accused."""
    if event.status not in {"happened", "ongoing"}:
        return False
    if event.type == "ACCUSE":
        return event.mode == "allege" and bool(event.recipients)
    return event.quad == 4 and bool(event.actors)


def _trigger(event: Event) -> frozenset[str]:
    return frozenset(_stem(word) for word in words(event.trigger.text))


def _shared(about: frozenset[str], event: Event) -> float:
    """Weight of the words that a denial shares with the sentence of an event, its parties' left out."""
    own = {_stem(word) for p in (*event.actors, *event.recipients) for word in words(p.text)}
    weights: dict[str, float] = {}
    for word in words(event.evidence.quote):
        weights[_stem(word)] = background().weight(term(word))
    return sum(weights[t] for t in sorted(about - own) if t in weights)


def _same(a: Party, b: Party) -> bool:
    """Whether two parties are one, or one of them speaks for the state that is the other."""
    if a.name and a.name == b.name:
        return True
    if a.country is None or a.country != b.country or a.country in {"IGO", "UNO", "NGO", "IMG", "MNC", "ISM"}:
        return a.text.casefold() == b.text.casefold()
    state = [p for p in (a, b) if set(p.sectors) <= {"GOV", "MIL"} and not (p.how or "").startswith("leader")]
    return bool(state) and all({"GOV", "MIL"} & set(p.sectors) or not p.sectors for p in (a, b))
