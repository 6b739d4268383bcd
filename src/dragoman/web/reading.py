"""The pages that are read: front page, stories, storylines, documents, events, about."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from dragoman import drawing
from dragoman.briefing import wording
from dragoman.briefing.page import link
from dragoman.explaining.wording import facts
from dragoman.ontology.files import load_yaml
from dragoman.ontology.plover import cameo, plover
from dragoman.records import Document, Event, Field, Story, Storyline
from dragoman.store.rows import Revision
from dragoman.stories.origins import origins
from dragoman.stories.why import Grouped
from dragoman.stories.why import wording as signs
from dragoman.web import keys, shown
from dragoman.web.answering import Stored, address, respond
from dragoman.web.feeds import STORIES
from dragoman.web.links import Addresses, cited, mark
from dragoman.web.problems import Problem, unknown
from dragoman.web.query import asked_of, existing, listing
from dragoman.web.revising import wordings
from dragoman.web.segments import Segment, Stretch, segments, stretches_of
from dragoman.web.told import front_of, story_of

router = APIRouter(include_in_schema=False)

DRAWN = 4
"""Dated steps from which on they are drawn."""

COMPARED = 12
"""Reports of a story that are compared with the one its title is from: each takes some milliseconds."""

_PLACE = re.compile(r"(title|text):([0-9]{1,9})-([0-9]{1,9})")


@router.get("/")
def front(request: Request, store: Stored) -> Response:
    """The front page of the last day, or of the day asked for."""
    day = asked_of(request, ("day",)).get("day") or None
    told = front_of(request.app, day)
    return respond(
        request,
        "front.html",
        told.brief,
        feeds=STORIES,
        page=told.page,
        map=told.map,
        day=day or "",
        asked_day=wording.day(day) if day else "",
        counts=store.counts(),
        links=Addresses(),
    )


@router.get("/stories")
def stories(request: Request, store: Stored) -> Response:
    """All stories, the newest first."""
    asked = asked_of(request, ("since", "until", "page", "size"))
    found = store.stories(
        since=asked.get("since") or None,
        until=asked.get("until") or None,
        page=asked.page,
        size=asked.size,
    )
    existing(found)
    return respond(
        request,
        "stories.html",
        listing(found, asked, "/stories"),
        feeds=STORIES,
        asked=asked,
        pager=shown.pager(found, asked, "/stories"),
        days=_by_day(found.items),
        spoken=keys.spoken,
    )


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a story: the document, whose words they are where that is known, and of which report it is a copy."""

    document: Document
    day: str
    origin: str | None
    copy_of: str | None


@router.get("/story/{id}")
def story(request: Request, store: Stored, id: str) -> Response:
    """One story: its summary, its reports, its events, what differs."""
    found: Story | None = store.story(id)
    if found is None:
        raise unknown("story", id)
    if found.id != id:
        return _now(request, address("story", found.id))
    lines = store.storylines_of(id)
    told = story_of(request.app, found)
    rejected: tuple[Event, ...] = store.rejected([document.id for document in found.documents])
    return respond(
        request,
        "story.html",
        {
            "story": found,
            "summary": told.brief.summary,
            "factors": told.brief.factors,
            "storylines": [{"id": line, "name": name} for line, name in lines],
            "rejected": rejected,
        },
        story=found,
        page=told.page,
        storylines=lines,
        reports=_reports(found),
        events=tuple(map(card, found.events)),
        rejected=tuple(map(card, rejected)),
        days=wording.days(found.first, found.last) if found.first and found.last else "Undated",
        links=Addresses(),
        cited=cited,
    )


def _now(request: Request, page: str) -> Response:
    """Send on to where the id of a story or event leads now; the id may be back some day."""
    twin = ".json" if request.scope.get("dragoman.json") else ""
    return RedirectResponse(f"{page}{twin}", status_code=307)


@router.get("/story/{id}/why")
def why(request: Request, store: Stored, id: str) -> Response:
    """Why the reports of a story are one: each beside the one that gives the title."""
    found: Story | None = store.story(id)
    if found is None:
        raise unknown("story", id)
    if found.id != id:
        return _now(request, f"{address('story', found.id)}/why")
    events: dict[str, list[Event]] = {}
    for event in found.events:
        events.setdefault(event.document, []).append(event)
    named = next(document for document in found.documents if document.id == found.title_from.document)
    others = [document for document in found.documents if document != named]
    grouped = Grouped([named, *others[:COMPARED]], events)
    pairs = [grouped.why(named.id, document.id) for document in others[:COMPARED]]
    return respond(
        request,
        "why.html",
        [
            {"a": p.a, "b": p.b, "likeness": p.likeness, "threshold": p.threshold, "signs": p.signs}
            for p in pairs
        ],
        story=found,
        named=named,
        pairs=list(zip(others, pairs, strict=False)),
        left=len(others) - len(pairs),
        signs=signs(),
        links=Addresses(),
    )


@router.get("/storylines")
def storylines(request: Request, store: Stored) -> Response:
    """All storylines."""
    asked = asked_of(request, ("page", "size"))
    found = store.storylines(page=asked.page, size=asked.size)
    existing(found)
    return respond(
        request,
        "storylines.html",
        listing(found, asked, "/storylines"),
        pager=shown.pager(found, asked, "/storylines"),
        days=lambda row: wording.days(row.first, row.last) if row.first and row.last else "Undated",
    )


@router.get("/storyline/{id}")
def storyline(request: Request, store: Stored, id: str) -> Response:
    """One storyline: what came after what, and who acts on whom in it."""
    found: Storyline | None = store.storyline(id)
    if found is None:
        raise unknown("storyline", id)
    months: dict[str, list[Any]] = {}
    by_id = {story.id: story for story in found.stories}
    for step in found.timeline:
        month = wording.day(step.date).partition(" ")[2] if step.date else "Undated"
        months.setdefault(month, []).append((step, by_id.get(step.story)))
    return respond(
        request,
        "storyline.html",
        found.to_dict() | {"stories": [story.id for story in found.stories]},
        storyline=found,
        months=months,
        drawn=_drawn(found),
        days=wording.days(found.first, found.last) if found.first and found.last else "Undated",
        day=wording.day,
        reports=sum(len(story.documents) for story in found.stories),
        links=Addresses(),
        cited=cited,
        named=keys.named,
        dyad_address=keys.dyad_address,
        actor_address=keys.actor_address,
    )


def _drawn(line: Storyline) -> Markup | None:
    """Return the dated steps of a storyline on an axis; ``None`` where a list says as much."""
    by_id = {story.id: story for story in line.stories}
    steps = []
    for step in line.timeline:
        if step.date and (told := by_id.get(step.story)):
            quads = Counter(event.quad for event in told.events).most_common(1)
            steps.append(
                drawing.Step(
                    dt.date.fromisoformat(step.date),
                    " ".join(step.citation.quote.split()),
                    max(1, len(told.events)),
                    quads[0][0] if quads else None,
                    address("story", told.id),
                )
            )
    return drawing.timeline(steps, title=line.name) if len(steps) >= DRAWN else None


@dataclass(frozen=True, slots=True)
class Card:
    """An event as the panel beside a document tells it."""

    event: Event
    line: str
    meaning: str
    facts: tuple[tuple[str, str], ...]
    verdict: shown.Verdict | None


@router.get("/document/{id:path}")
def document(request: Request, store: Stored, id: str) -> Response:
    """One document, its events marked where they stand."""
    found: Document | None = store.document(id)
    if found is None:
        raise unknown("document", id)
    home: str | None = store.story_of(id)
    events: tuple[Event, ...] = store.events_of(id)
    at = _place(request, found)
    revisions: tuple[Revision, ...] = store.revisions(id)
    return respond(
        request,
        "document.html",
        {"document": found, "events": events, "story": home, "revisions": revisions},
        document=found,
        wordings=wordings(revisions, found),
        at=at,
        title=_cut(found, "title", events, at),
        text=_cut(found, "text", events, at),
        cards=tuple(map(card, events)),
        story=home,
        published=_moment(found.published),
        url=link(found.url),
        links=Addresses(),
    )


@router.get("/event/{id}")
def event(request: Request, store: Stored, id: str) -> Response:
    """One event: all that is known of it."""
    found: Event | None = store.event(id)
    if found is None:
        if now := store.event_now(id):  # coded again, the same words may have another id
            return _now(request, address("event", now.id))
        raise unknown("event", id)
    source: Document = store.document(found.document)
    home: str | None = store.story_of(found.document)
    evidence = found.evidence
    quote = [
        Stretch(s.start - evidence.start, s.end - evidence.start, s.mark, s.event)
        for s in stretches_of([found], evidence.field)
        if s.mark != "told"
    ]
    return respond(
        request,
        "event.html",
        {"event": found, "document": source, "story": home},
        event=found,
        card=card(found),
        quote=segments(evidence.quote, quote),
        document=source,
        story=home,
        quad=wording_of_quads()[found.quad],
        cameo=cameo().get(found.cameo or "", ""),
        mark=mark(found),
        sides=(
            ("Actor", [shown.party(party) for party in found.actors], found.actors),
            ("Recipient", [shown.party(party) for party in found.recipients], found.recipients),
        ),
        links=Addresses(),
        published=_moment(source.published),
    )


@router.get("/about")
def about(request: Request, store: Stored) -> Response:
    """How this is made, how good it is, and how much there is of it."""
    return respond(
        request, "about.html", {"counts": store.counts(), "accuracy": accuracy()}, counts=store.counts()
    )


@cache
def accuracy() -> list[dict[str, Any]]:
    """Return the figures of docs/accuracy.md (``accuracy.json``, made by docs/accuracy.py)."""
    import json

    text = files("dragoman.web").joinpath("accuracy.json").read_text(encoding="utf-8")
    return cast("list[dict[str, Any]]", json.loads(text))


def card(one: Event) -> Card:
    """Return what the panel tells of an event."""
    told, info = wording.line(one), plover().types[one.type]
    label = wording.label(one)
    return Card(
        one,
        told.text if told else label[:1].upper() + label[1:],
        info.modes[one.mode].definition if one.mode else info.definition,
        tuple(facts(one)),
        shown.verdict(one),
    )


@cache
def wording_of_quads() -> dict[int, str]:
    """Return what the quad classes are called."""
    return dict(load_yaml("wording.yaml", "dragoman.explaining")["quads"])


def _by_day(rows: Any) -> dict[str, list[Any]]:
    days: dict[str, list[Any]] = {}
    for row in rows:
        days.setdefault(wording.day(row.last) if row.last else "Undated", []).append(row)
    return days


def _reports(found: Story) -> list[Report]:
    origin_of = {
        id: origin.name for origin in origins(found.documents, found.copies) for id in origin.documents
    }
    first_of = {id: copies[0] for copies in found.copies for id in copies[1:]}
    return [
        Report(document, _moment(document.published), origin_of[document.id], first_of.get(document.id))
        for document in found.documents
    ]


def _moment(published: str | None) -> str:
    """Tell when something was published: ``7 February 2025, 06:30 UTC``."""
    if not published:
        return "undated"
    time = published[11:16]
    return wording.day(published) + (f", {time} UTC" if time else "")


def _place(request: Request, found: Document) -> Stretch | None:
    """Return the place that the address asks to mark. Raises `Problem` where the document has none such."""
    given = request.query_params.get("at")
    if given is None:
        return None
    match = _PLACE.fullmatch(given)
    if match:
        field, start, end = cast(Field, match[1]), int(match[2]), int(match[3])
        if start < end <= len(found.string(field)):
            return Stretch(start, end, f"cited {field}")
    raise Problem(
        400,
        f"The document has no place “{given[:40]}”.",
        "Write it as at=text:12-40: characters from 0.",
        "at",
    )


def _cut(found: Document, field: Field, events: tuple[Event, ...], at: Stretch | None) -> tuple[Segment, ...]:
    marks = stretches_of(events, field)
    if at and at.mark == f"cited {field}":
        marks.append(Stretch(at.start, at.end, "cited"))
    return segments(found.string(field), marks)
