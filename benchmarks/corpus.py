"""A corpus of any size that nobody wrote: documents, events, stories and storylines, the same for the same numbers.

    python -m benchmarks.corpus --events 100000 --db corpus.db    # a store to look at
    python -m benchmarks.corpus --db postgresql://me@/corpus

For page times and other measurements of size. Countries and their capitals are real, everybody and everything else is
made up from ``corpus.yaml``; nothing here is coded, so that it says nothing of accuracy.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
import yaml

from dragoman.ontology.countries import Country, countries
from dragoman.ontology.plover import plover
from dragoman.records import (
    Attribution,
    Citation,
    Date,
    Document,
    Dyad,
    Event,
    EventType,
    Evidence,
    Party,
    Place,
    Span,
    Step,
    Story,
    Storyline,
    Version,
    stable_id,
)

DAYS = 730
LAST = dt.date(2025, 6, 30)
EVENTS_A_DOCUMENT = 4
DOCUMENTS_A_STORY = 2.5
STORIES_A_STORYLINE = 12

_VERSION = Version("0", "synthetic", "synthetic")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Records that go together."""

    documents: tuple[Document, ...]
    events: tuple[Event, ...]
    stories: tuple[Story, ...]
    storylines: tuple[Storyline, ...]


def corpus(events: int = 100_000, seed: int = 0) -> Corpus:
    """Make a corpus of about so many events; a quarter as many documents, a tenth as many stories."""
    made = _Maker(random.Random(seed))
    total, stories = 0, list[Story]()
    while total < events:
        stories.append(made.story(len(stories)))
        total += len(stories[-1].events)
    documents = sorted(
        (document for story in stories for document in story.documents),
        key=lambda one: (one.published or "", one.id),
    )
    coded = [event for story in stories for event in story.events]
    return Corpus(tuple(documents), tuple(coded), tuple(stories), _storylines(stories))


class _Maker:
    """Draws what a story is of, and tells it."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._states = [land for land in countries() if land.kind == "state"]
        # A few states are in most of the news.
        self._weights = [(place + 2) ** -1.4 for place in range(len(self._states))]
        chance.shuffle(self._states)

    def story(self, number: int) -> Story:
        """Tell one happening in some reports."""
        chance = self._chance
        actor, recipient = self._two()
        kind = chance.choice(list(words()["types"]))
        first = LAST - dt.timedelta(days=chance.randrange(DAYS))
        reports = [
            self._report(f"{number}-{n}", first + dt.timedelta(days=n // 4), actor, recipient, kind)
            for n in range(1 + min(11, int(chance.expovariate(1 / (DOCUMENTS_A_STORY - 1)) + 0.5)))
        ]
        documents = tuple(sorted((one for one, _ in reports), key=lambda one: (one.published or "", one.id)))
        place = {document.id: n for n, document in enumerate(documents)}
        events = tuple(
            sorted(
                (event for _, told in reports for event in told),
                key=lambda e: (place[e.document], e.evidence.start),
            )
        )
        head = documents[0]
        title = head.title or ""
        return Story(
            id=stable_id("story", number),
            title=title,
            title_from=Citation(head.id, "title", 0, len(title), title),
            documents=documents,
            events=events,
            origins=len({document.family for document in documents}),
            first=head.published and head.published[:10],
            last=documents[-1].published and str(documents[-1].published)[:10],
        )

    def _two(self) -> tuple[Country, Country]:
        one, other = self._chance.choices(self._states, self._weights, k=2)
        return (one, other) if one is not other else (self._states[0], self._states[1])

    def _report(
        self, mark: str, day: dt.date, actor: Country, recipient: Country, kind: EventType
    ) -> tuple[Document, list[Event]]:
        chance, own = self._chance, words()
        id = stable_id("document", mark)
        publisher = chance.randrange(len(own["publishers"]))
        count = 1 + min(9, int(chance.expovariate(1 / (EVENTS_A_DOCUMENT - 1)) + 0.5))
        text, events, title = "", list[Event](), ""
        for n in range(count):
            if n:
                actor, recipient, kind = *self._two(), chance.choice(list(own["types"]))
            sentence, event = self._event(id, len(text), day, actor, recipient, kind)
            title = title or sentence.rstrip(".").partition(", ")[0]
            events.append(event)
            text += f"{sentence} {chance.choice(own['fillers'])}" + ("\n" if n % 2 else " ")
        document = Document(
            id=id,
            kind="article",
            title=title,
            text=text,
            published=f"{day}T{chance.randrange(24):02}:{chance.randrange(60):02}:00Z",
            published_from="input",
            publisher=own["publishers"][publisher],
            family=own["publishers"][publisher // 2 * 2],
            url=f"https://news.example/{mark}",
            language="en",
        )
        return document, events

    def _event(
        self, document: str, at: int, day: dt.date, actor: Country, recipient: Country, kind: EventType
    ) -> tuple[str, Event]:
        chance, own, info = self._chance, words(), plover().types[kind]
        done = chance.choice(own["types"][kind])
        one, other = self._party(actor, at), self._party(recipient, 0)
        verb = done["verb"]
        sentence = f"{one.text} {verb} "
        other = Party(other.text, at + len(sentence), at + len(sentence + other.text), *_resolved(other))
        sentence += f"{other.text} {chance.choice(own['after']).format(days=chance.randrange(2, 30))}"
        said = None
        if chance.random() < 0.4:
            speaker = self._person(chance.choice((actor, recipient)), at + len(sentence) + 2)
            sentence += f", {speaker.text} said"
            said = Attribution(speaker, "said", "official")
        sentence += "."
        capital = actor.capital if chance.random() < 0.5 else recipient.capital
        where = actor if capital is actor.capital else recipient
        mode = done.get("mode") if done.get("mode") in info.modes else None
        date = (day - dt.timedelta(days=chance.randrange(3))).isoformat()
        start = at + len(one.text) + 1
        event = Event(
            id=stable_id("event", document, at),
            document=document,
            type=kind,
            mode=mode,
            cameo=info.cameo,
            quad=info.quad,
            intensity=info.intensity_of(mode),
            status=done.get("status", "happened"),
            date=Date(date, date, "day") if chance.random() < 0.6 else None,
            place=Place(capital.name, where.code, capital.lat, capital.lon, capital.geonames)
            if capital and chance.random() < 0.7
            else None,
            actors=(one,),
            recipients=(other,),
            attribution=said,
            amounts=(),
            equipment=(),
            contexts=("diplomatic",),
            confidence=round(chance.uniform(0.3, 1), 2),
            trigger=Span(start, start + len(verb), verb),
            evidence=Evidence("text", at, at + len(sentence), sentence, f"{kind}/synthetic"),
            version=_VERSION,
        )
        return sentence, event

    def _party(self, land: Country, at: int) -> Party:
        if self._chance.random() < 0.3:
            return self._person(land, at)
        return Party(land.name, at, at + len(land.name), land.code, (), land.name, f"country: {land.name}")

    def _person(self, land: Country, at: int) -> Party:
        """Return one of the few persons whom a state has."""
        own, n = words(), self._chance.randrange(6)
        chance = random.Random(f"{land.code}{n}")
        office = own["offices"][n % len(own["offices"])]
        name = f"{chance.choice(own['first'])} {chance.choice(own['last'])}"
        text = f"{office['words']} {name} of {land.name}"
        text = text[:1].upper() + text[1:]
        how = f"leader: {name}, {office['words'].lower()}"
        return Party(text, at, at + len(text), land.code, tuple(office["sectors"]), name, how)


def _resolved(party: Party) -> tuple[str | None, tuple[str, ...], str | None, str | None]:
    return party.country, party.sectors, party.name, party.how


def _storylines(stories: list[Story]) -> tuple[Storyline, ...]:
    """Put some stories of the same two states together."""
    pairs = dict[tuple[str, str], list[Story]]()
    for story in stories:
        event = story.events[0]
        a, b = sorted((event.actors[0].country or "", event.recipients[0].country or ""))
        pairs.setdefault((a, b), []).append(story)
    found = list[Storyline]()
    for (a, b), told in sorted(pairs.items()):
        told.sort(key=lambda one: (one.first or "", one.id))
        found += [_storyline(f"{a} and {b}", Dyad(a, b, (len(some), 0, 0, 0)), some) for some in _parts(told)]
    return tuple(found)


def _storyline(name: str, dyad: Dyad, stories: list[Story]) -> Storyline:
    return Storyline(
        id=stable_id("storyline", stories[0].id),
        name=name,
        how="synthetic: same states",
        stories=tuple(stories),
        timeline=tuple(Step(story.first, story.id, story.title_from) for story in stories),
        dyads=(dyad,),
        first=stories[0].first,
        last=max(story.last or "" for story in stories),
    )


def _parts(stories: list[Story]) -> list[list[Story]]:
    size = STORIES_A_STORYLINE
    parts = [stories[start : start + size] for start in range(0, len(stories), size)]
    return [part for part in parts if len(part) > 1]


@cache
def words() -> Mapping[str, Any]:
    """Return what the corpus is made of (``corpus.yaml``)."""
    read: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return read


@click.command()
@click.option("--events", default=100_000, show_default=True, type=click.IntRange(1))
@click.option("--db", required=True, help="The file to make, or the address of an empty database.")
def main(events: int, db: str) -> None:
    """Make a store of a synthetic corpus."""
    from dragoman.store import Store

    made = corpus(events)
    with Store.open(address(db)) as store:
        store.add(made.documents, made.events, made.stories, made.storylines)
        click.echo(store.counts())


def address(db: str) -> str:
    """Return the address of a store that is given by a file or by its address."""
    return db if "://" in db else f"sqlite:///{db}"


if __name__ == "__main__":
    main()
