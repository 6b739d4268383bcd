"""Key factors: what recurs in the events of a story, each with all the sentences it stands in.

Parties that deal with each other, sums and numbers, equipment, places, contexts, speakers: of each topic what
comes up most often, at most `MOST`. What did not happen, by the text's own word, is no factor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from dragoman.briefing.check import missing
from dragoman.briefing.copied import told_once
from dragoman.briefing.summary import Splitter
from dragoman.briefing.wording import inside, label, nameless, own_words, wording
from dragoman.records import Amount, Citation, Event, Line, Story, same

MOST = 4
"""Factors shown of each topic."""


@dataclass(slots=True)
class Factor:
    """One thing that comes up: its words, what is said of it, and where."""

    words: str
    said: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def add(self, said: str | None, citation: Citation) -> None:
        """Note that it comes up once more."""
        if said and said not in self.said:
            self.said.append(said)
        if citation not in self.citations:
            self.citations.append(citation)

    def line(self, topic: str) -> Line:
        """Write it as a line."""
        text = f"{self.words}: {', '.join(self.said)}" if self.said else self.words
        return Line(text, tuple(self.citations), topic)


def factors(story: Story, sentences: Splitter) -> tuple[Line, ...]:
    """Return the key factors of a story by topic, the most frequent first, each cited.

    What the text tells of an event only in the sentence after it is cited there.
    """
    documents = {document.id: document for document in story.documents}

    def place(event: Event, words: str) -> Citation:
        if words in event.evidence.quote:
            return event.citation
        for s in sentences(documents[event.document]):
            if s.field == event.evidence.field and s.start >= event.evidence.end and words in s.text:
                return Citation(s.document, s.field, s.start, s.end, s.text)
        return event.citation

    happened = [event for event in told_once(story) if event.status not in {"denied", "negated"}]
    return tuple(
        factor.line(topic)
        for topic in wording()["topics"]
        for factor in sorted(_collected(topic, happened, place), key=lambda f: -len(f.citations))[:MOST]
    )


def _collected(topic: str, events: Iterable[Event], place: Callable[[Event, str], Citation]) -> list[Factor]:
    found: dict[object, Factor] = {}
    first: dict[str, object] = {}  # two who go by the same words would look like one told twice
    for event in events:
        for key, words, said in _FINDERS[topic](event):
            values = event.amounts if topic == "amounts" else event.equipment if topic == "equipment" else ()
            told = next((value.text for value in values if _plain(value.text) in words), None)
            citation = place(event, told) if told else event.citation
            # Names are the text's: what the table calls otherwise than the sentence does is no line.
            if topic == "contexts" or not missing(words, [citation], own_words()):
                found.setdefault(first.setdefault(words.casefold(), key), Factor(words)).add(said, citation)
    return list(found.values())


Found = Iterator[tuple[object, str, str | None]]
"""What makes two the same, the words to show, what is said of it."""


def _dealings(event: Event) -> Found:
    """Each pair of parties that acts on or with one another; who is first is who acts first."""
    others = event.recipients or event.actors[1:]
    for actor in event.actors[: None if event.recipients else 1]:
        for other in others:
            if same(actor) != same(other) and not (nameless(actor) or nameless(other)):
                pair = frozenset({same(actor), same(other)})
                yield pair, f"{_plain(actor.text)} – {inside(other.text)}", label(event)


def _amounts(event: Event) -> Found:
    for amount in event.amounts:
        yield (amount.kind, amount.low, amount.high, amount.unit), _amount(amount), None


def _amount(amount: Amount) -> str:
    kind = wording()["amounts"][amount.kind]
    return f"{_plain(amount.text)} ({kind})" if kind else _plain(amount.text)


def _equipment(event: Event) -> Found:
    for item in event.equipment:
        yield item.name, _plain(item.text), None


def _places(event: Event) -> Found:
    if event.place:
        yield event.place.name, event.place.name, None


def _contexts(event: Event) -> Found:
    for context in event.contexts:
        yield context, wording()["contexts"].get(context, context.replace("_", " ")), None


def _speakers(event: Event) -> Found:
    speaker = event.attribution.speaker if event.attribution else None
    if speaker and not nameless(speaker):
        yield same(speaker), _plain(speaker.text), None


_FINDERS = {
    "dealings": _dealings, "amounts": _amounts, "equipment": _equipment,
    "places": _places, "contexts": _contexts, "speakers": _speakers,
}  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(text.split())
