"""The timeline of a storyline: one step a story, with its day and the sentence that tells it best."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from dragoman.records import Citation, Step, Story
from dragoman.stories.profiles import Bag, cosine, unit
from dragoman.stories.terms import background, term, words
from dragoman.storylines.dyads import DONE, parties
from dragoman.storylines.registry import LEAD

SURE = 0.5
"""Confidence from which a sentence of the lead stands in for a title that tells nothing."""

AGO = 14
"""Days before the first report within which a day told is the happening's; an older one is background."""

ALIKE, HEAVY = 0.7, 3
"""Cosine of two titles that tell the same; of two on one day the later step is left out."""


def timeline(stories: Sequence[Story], about: Iterable[str] = ()) -> tuple[Step, ...]:
    """Return the steps of stories given in order of day, undated last, in that order.

    A step has the day on which the story's events happened, where a day is told, else the first day of
    publication; its sentence is the story's title, or, where that names nobody and no title tells an event, the
    surest sentence of a lead on the storyline's parties. A story without words is no step, and of steps on one day
    that tell the same the best covered stays.

    Args:
        stories: the storyline's.
        about: its parties (countries, names); those that take part in most stories where none are given.
    """
    counts = Counter(party for story in stories for party in {p for e in story.events for p in parties(e)})
    chief = set(about) or {party for party, n in counts.items() if n >= max(2, len(stories) / 3)}
    steps: list[tuple[Step, Story]] = []
    for story in stories:
        citation = _sentence(story, chief)
        if citation.quote.strip():
            steps.append((Step(_day(story, citation, chief), story.id, citation), story))
    kept = _told_once(steps)
    place = {step: i for i, (step, _) in enumerate(steps)}
    return tuple(sorted(kept, key=lambda s: (s.date is None, s.date or "", place[s])))


def _told_once(steps: Sequence[tuple[Step, Story]]) -> list[Step]:
    """Leave out what is told alike on one day by a better covered story.

    Compared are steps that share one of their `HEAVY` heaviest terms: those that are alike do.
    """
    kept: list[Step] = []
    holders: dict[tuple[str | None, str], list[Bag]] = defaultdict(list)
    for step, _ in sorted(steps, key=lambda s: (-s[1].origins, -len(s[1].documents))):
        terms = bag(step.citation.quote)
        keys = [(step.date, t) for t in sorted(terms, key=lambda t: (-terms[t], t))[:HEAVY]]
        if all(cosine(terms, other) < ALIKE for key in keys for other in holders[key]):
            kept.append(step)
            for key in keys:
                holders[key].append(terms)
    return kept


def _sentence(story: Story, chief: set[str]) -> Citation:
    """The sentence that tells the happening best: the title, unless it is a standing one ("What to know today")."""
    titled = story.title_from.field == "title" and story.title.strip()
    if titled and (_names(story.title) or any(event.evidence.field == "title" for event in story.events)):
        return story.title_from
    texts = {document.id: document.text or "" for document in story.documents}
    told = [
        event
        for event in story.events
        if event.evidence.field == "text"
        and (event.confidence or 0.0) >= SURE
        and parties(event) & chief
        and sum(1 for _ in words(texts[event.document][: event.evidence.start])) < LEAD
    ]
    if not told:
        return story.title_from
    return max(told, key=lambda e: (e.status in DONE, len(parties(e) & chief), e.confidence or 0.0)).citation


def _names(title: str) -> bool:
    """Whether a title names anybody or anything."""
    shouting = title.isupper()
    return any(background().is_name(term(word, shouting=shouting), word) for word in words(title))


def _day(story: Story, citation: Citation, chief: set[str]) -> str | None:
    """The day told most of events like those of the sentence, else the first day of publication."""
    shown = [e for e in story.events if e.citation == citation]
    types = {e.type for e in shown}
    like = shown + [e for e in story.events if e.type in types and parties(e) & chief and e not in shown]
    days = Counter(
        e.date.start
        for e in like
        if e.date and e.date.precision == "day" and e.status in DONE and _near(e.date.start, story)
    )
    return max(sorted(days), key=lambda day: days[day]) if days else story.first


def _near(day: str, story: Story) -> bool:
    """Whether a day told is that of the happening: shortly before the first report, not after the last."""
    if story.first is None or story.last is None:
        return True
    first = dt.date.fromisoformat(story.first) - dt.timedelta(AGO)
    return first <= dt.date.fromisoformat(day) <= dt.date.fromisoformat(story.last)


def bag(title: str) -> Bag:
    """The terms of a title by rarity, at length 1."""
    shouting = title.isupper()
    terms = {term(word, shouting=shouting) for word in words(title)}
    return unit({t: background().weight(t) for t in sorted(terms)})
