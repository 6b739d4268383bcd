"""What a page is about, where not everything is asked for: a country, a type of event, or a person or body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dragoman.briefing.copied import told_once
from dragoman.briefing.weighing import weights
from dragoman.ontology.countries import countries
from dragoman.records import EVENT_TYPES, Event, Party, Story
from dragoman.stories.lands import lands
from dragoman.stories.terms import words


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked for.

    Attributes:
        kind: a ``country``, a ``type`` of event, or a ``party``: anybody else by name.
        key: alpha-3 code, type, or the name in small letters.
        label: what the page calls it.
    """

    kind: Literal["country", "type", "party"]
    key: str
    label: str

    def concerns(self, story: Story) -> bool:
        """Whether a story is about it, rather than naming it in passing.

        Its title names it; or a share of its events (``weights.yaml``) do.
        """
        if self._titled(story):
            return True
        events = told_once(story)
        hits = sum(map(self.tells, events))
        return hits > 0 and hits >= weights()["concerns"] * len(events)

    def tells(self, event: Event) -> bool:
        """Whether an event is of the type, or the subject has a part in it."""
        if self.kind == "type":
            return event.type == self.key
        return any(map(self._is, _parties(event)))

    def _titled(self, story: Story) -> bool:
        if self.kind == "country":
            return self.key in lands(list(words(story.title)))
        if self.kind == "type":
            return any(self.tells(e) and e.citation == story.title_from for e in story.events)
        return _has(story.title, self.key)

    def _is(self, party: Party) -> bool:
        if self.kind == "country":
            return party.country == self.key
        return any(_has(text, self.key) for text in (party.name, party.text) if text)


def subject(asked: str) -> Subject:
    """Read what is asked for: an alpha-3 code or the name of a country, a type of event, else a name.

    Raises `ValueError` where nothing is asked for.
    """
    name = " ".join(asked.split())
    if not name:
        raise ValueError("nothing is named (write a country, a name or a type of event)")
    upper, small = name.upper(), name.casefold()
    for country in countries():
        if country.kind == "state" and (
            country.code == name or small in {form.casefold() for form in (country.name, *country.aliases)}
        ):
            return Subject("country", country.code, country.name)
    for type_ in EVENT_TYPES:
        if upper == type_:
            return Subject("type", type_, type_)
    return Subject("party", small, name)


def concerning(stories: Sequence[Story], asked: Subject) -> list[Story]:
    """Return the stories that are about it."""
    return [story for story in stories if asked.concerns(story)]


def between(stories: Sequence[Story], since: str | None, until: str | None) -> list[Story]:
    """Return the stories with a report of these days (ISO, both inclusive); undated ones where no day is given."""
    if since is None and until is None:
        return list(stories)

    def within(day: str | None) -> bool:
        return day is not None and (since is None or day >= since) and (until is None or day <= until)

    return [s for s in stories if any(within((d.published or "")[:10] or None) for d in s.documents)]


def _parties(event: Event) -> Iterator[Party]:
    yield from (*event.actors, *event.recipients)
    if event.attribution and event.attribution.speaker:
        yield from (event.attribution.speaker, *event.attribution.chain)


def _has(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text.casefold()) is not None
