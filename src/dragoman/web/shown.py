"""What the analyst's templates show: rows of events, the form with its chips, facets, columns, pages.

Only what a template prints: every value is a string, a number or an address of the site.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from dragoman.briefing import wording
from dragoman.exports.judgements import corrected
from dragoman.records import Event, Party
from dragoman.store import EventRow, Page, key_of
from dragoman.web.answering import address
from dragoman.web.keys import actor_address, spoken
from dragoman.web.links import cited
from dragoman.web.query import Asked, Parameter, filters, last_page, parameters

FIRST = ("about", "actor", "recipient", "type", "since", "until")
"""Filters that the form shows at once; the others are folded away."""

LONGEST = 70
"""Characters of a title in a table."""

COLUMNS = (
    ("Day", "date"), ("Event", "type"), ("Who → whom", ""), ("Status", "confidence"), ("According to", ""),
    ("Place", ""), ("Report", ""),
)  # fmt: skip
"""Columns of the table of events, and by what they sort."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere, or do not; ``code`` follows them in small."""

    text: str
    href: str | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an analyst made of an event.

    Attributes:
        rejected: whether the report tells no such event.
        was: fields that are other than coded, each with what was coded.
        note, by: why, and who says so.
        day: when, ISO.
    """

    rejected: bool
    was: tuple[tuple[str, str], ...]
    note: str | None
    by: str | None
    day: str


@dataclass(frozen=True, slots=True)
class Row:
    """An event as a row of the table. ``quote`` is given where no line in plain English can be made."""

    href: str
    line: str
    quote: str | None
    day: str | None
    day_from_report: bool
    type: str
    mode: str | None
    quad: str
    status: str
    confidence: float | None
    actors: tuple[Link, ...]
    recipients: tuple[Link, ...]
    speakers: tuple[Link, ...]
    cue: str | None
    place: Link | None
    report: Link
    story: Link | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Form:
    """The form of filters: where it goes, its fields with what they hold, and what is in force."""

    action: str
    first: tuple[tuple[Parameter, str], ...]
    more: tuple[tuple[Parameter, str], ...]
    more_set: bool
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A value that would narrow the question down, how many events have it, and the address."""

    text: str
    count: int
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one parameter."""

    label: str
    counts: tuple[Count, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; ``href`` sorts by it, ``order`` is how that is now (``ascending``, ``descending``)."""

    label: str
    href: str | None = None
    order: str | None = None


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one is among the pages."""

    number: int
    last: int
    previous: str | None
    next: str | None


def row(found: EventRow) -> Row:
    """Return an event as the table shows it."""
    event = found.event
    told = wording.line(event)
    attribution = event.attribution
    speakers = (attribution.speaker, *attribution.chain) if attribution and attribution.speaker else ()
    title = " ".join((found.story_title or "").split())
    name = found.publisher or " ".join((found.document_title or "").split()) or "the report"
    return Row(
        href=address("event", event.id),
        line=told.text if told else _capital(wording.label(event)),
        quote=None if told else " ".join(event.evidence.quote.split()),
        day=found.day,
        day_from_report=found.day_from == "published",
        type=event.type,
        mode=event.mode,
        quad=parameters()["quad"].choices[str(event.quad)],
        status=event.status,
        confidence=event.confidence,
        actors=tuple(map(party, event.actors)),
        recipients=tuple(map(party, event.recipients)),
        speakers=tuple(map(speaker, speakers)),
        cue=attribution.cue if attribution and not attribution.speaker else None,
        place=place(event),
        report=Link(cut(name), cited(event.citation)),
        story=Link(cut(title), address("story", found.story)) if found.story and title != name else None,
        verdict=verdict(event),
    )


def verdict(event: Event) -> Verdict | None:
    """Return what an analyst made of an event; ``None`` where nobody judged it."""
    one = event.judgement
    if one is None:
        return None
    return Verdict(one.rejected, tuple(corrected(event)), one.note, one.by, one.made[:10])


def cut(title: str) -> str:
    """Return a title that has room in a table; what was cut shows as an ellipsis."""
    if len(title) <= LONGEST:
        return title
    held, _, begun = title[:LONGEST].rpartition(" ")
    # One long word has no room even alone, and most of the title should be left.
    whole = held if len(begun) < LONGEST // 2 else title[: LONGEST - 1]
    return f"{whole.rstrip(' ,;:–-')}…"


def party(one: Party) -> Link:
    """Return a party in its own words, leading to the page of whom they mean."""
    key = key_of(one)
    code = " ".join([one.country or "", *one.sectors]).strip()
    words = " ".join(one.text.split()) or one.name  # an analyst may name whom the sentence does not
    return Link(words or code, actor_address(key) if key else None, code if words else "")


def speaker(one: Party) -> Link:
    """Return a party in its own words, leading to what else it says: who only speaks has no page as an actor."""
    key = key_of(one)
    said = Asked({"speaker": key}, filters()).address("/events") if key else None
    return replace(party(one), href=said)


def place(event: Event) -> Link | None:
    """Return where an event was, leading to what else was there."""
    if event.place is None:
        return None
    asked = Asked({"place": event.place.name}, filters())
    return Link(event.place.name, asked.address("/events"), event.place.country or "")


def form(asked: Asked, action: str) -> Form:
    """Return the form of filters of a page, and of how it is shown where that can be chosen."""
    fields = [(parameters()[name], asked.get(name)) for name in asked.names if name != "page"]
    more = tuple((parameter, value) for parameter, value in fields if parameter.name not in FIRST)
    return Form(
        action=action,
        first=tuple((parameter, value) for parameter, value in fields if parameter.name in FIRST),
        more=more,
        more_set=any(parameter.name in asked.values for parameter, _ in more),
        chips=tuple(
            Chip(
                parameters()[name].label,
                value_in_words(name, value),
                asked.address(action, **{name: None}),
            )
            for name, value in asked.filtered.items()
        ),
    )


def value_in_words(name: str, value: str) -> str:
    """Return the value of a filter as a reader knows it."""
    if name in ("actor", "recipient", "about", "speaker", "place"):
        return spoken(value)
    return parameters()[name].choices[value] if name == "quad" else value


def group(
    name: str, counts: Iterable[tuple[str | int, int]], asked: Asked, action: str, *, opened: bool
) -> Group:
    """Return the values of one filter, each with the address that has it in force (or takes it away again)."""
    return Group(
        parameters()[name].label,
        tuple(
            Count(
                text=value_in_words(name, str(value)),
                count=count,
                href=asked.address(action, **{name: None if asked.values.get(name) == str(value) else value}),
                current=asked.values.get(name) == str(value),
            )
            for value, count in counts
        ),
        opened,
    )


def columns(asked: Asked, action: str) -> tuple[Column, ...]:
    """Return the columns of the table of events, those that can be sorted by with their addresses."""
    return tuple(_sorted(label, name, asked, action) if name else Column(label) for label, name in COLUMNS)


def plain_columns() -> tuple[Column, ...]:
    """Return the columns of a table that is not sorted."""
    return tuple(Column(label) for label, _ in COLUMNS)


def pager(page: Page[Any], asked: Asked, action: str) -> Pager:
    """Return where one is among the pages of an answer."""
    last = last_page(page)
    return Pager(
        number=page.number,
        last=last,
        previous=asked.address(action, page=page.number - 1) if page.number > 1 else None,
        next=asked.address(action, page=page.number + 1) if page.number < last else None,
    )


def _sorted(label: str, name: str, asked: Asked, action: str) -> Column:
    if name not in parameters()["sort"].choices:
        return Column(label)
    down = f"-{name}"
    if asked.sort == down:
        return Column(label, asked.address(action, sort=name), "descending")
    order = "ascending" if asked.sort == name else None
    return Column(
        label, asked.address(action, sort=down if down in parameters()["sort"].choices else name), order
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
