"""Search over titles, texts, publishers and the parties of events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select

from dragoman.store import sqlite
from dragoman.store.filtering import conditions
from dragoman.store.periods import iso_day
from dragoman.store.reading import Reading
from dragoman.store.rows import EventQuery, Hit, Page
from dragoman.store.schema import documents, events, stories, story_documents
from dragoman.store.words import Filter, Search, Term, parse

STRETCH = 240
"""Code points of the text that a hit shows, at most."""

Marks = tuple[tuple[int, int], ...]


def search(reading: Reading, line: str, number: int, size: int) -> Page[Hit]:
    """Return one page of what a search finds, the best first."""
    asked = parse(line)
    if not asked.terms and not asked.filters:
        return Page((), 0, number, size)
    wanted = _conditions(reading, asked)
    expression = sqlite.every([_phrase(term) for term in asked.terms if not term.without])
    total = reading.kept(
        ("search", asked), lambda: reading.connection.scalar(_counted(expression, wanted)) or 0
    )
    numbers = list(
        reading.connection.scalars(_ordered(expression, wanted).limit(size).offset((number - 1) * size))
    )
    return Page(_hits(reading, expression, numbers), total, number, size)


def _phrase(term: Term) -> str:
    return sqlite.phrase(term.words, (term.field,) if term.field else ())


def _conditions(reading: Reading, asked: Search) -> list[ColumnElement[bool]]:
    """Return what a document must be beside having the words."""
    found = [_filtered(reading, one) for one in _together(asked.filters)]
    found += [~_filtered(reading, {one.field: one.value}) for one in asked.filters if one.without]
    if without := [_phrase(term) for term in asked.terms if term.without]:
        found.append(documents.c.number.not_in(sqlite.documents_with(sqlite.some(without))))
    return found


def _together(filters: Sequence[Filter]) -> list[dict[str, str]]:
    """Put filters together that one event, or one day, must fit: all of them, but for a field asked for twice."""
    found = list[dict[str, str]]()
    for one in filters:
        if one.without:
            continue
        free = next((part for part in found if one.field not in part), None)
        if free is None:
            found.append({one.field: one.value})
        else:
            free[one.field] = one.value
    return found


def _filtered(reading: Reading, wanted: dict[str, str]) -> ColumnElement[bool]:
    """Return the condition that a document is of some days and has an event of a kind."""
    days = {name: iso_day(name, value) for name, value in wanted.items() if name in ("since", "until")}
    found = [
        documents.c.day >= day if name == "since" else documents.c.day <= day for name, day in days.items()
    ]
    event = {name: value for name, value in wanted.items() if name not in days}
    if "type" in event:
        event["type"] = event["type"].upper()
    if "status" in event:
        event["status"] = event["status"].lower()
    if event:
        query = conditions(EventQuery(**event), reading)  # type: ignore[arg-type]
        found.append(documents.c.id.in_(select(events.c.document).where(*query)))
    condition = found[0]
    for one in found[1:]:
        condition &= one
    return func.coalesce(condition, false())


def _ordered(expression: str, wanted: Sequence[ColumnElement[bool]]) -> Select[Any]:
    if not expression:
        return (
            select(documents.c.number)
            .where(*wanted)
            .order_by(documents.c.day.desc().nulls_last(), documents.c.id)
        )
    return _matching(select(sqlite.rowid()), expression, wanted).order_by(sqlite.rank(), sqlite.rowid())


def _counted(expression: str, wanted: Sequence[ColumnElement[bool]]) -> Select[Any]:
    if not expression:
        return select(func.count()).select_from(documents).where(*wanted)
    return _matching(select(func.count()), expression, wanted)


def _matching(asked: Select[Any], expression: str, wanted: Sequence[ColumnElement[bool]]) -> Select[Any]:
    if not wanted:
        return asked.select_from(sqlite.found).where(sqlite.matches(expression))
    joined = sqlite.found.join(documents, documents.c.number == sqlite.rowid())
    return asked.select_from(joined).where(sqlite.matches(expression), *wanted)


def _hits(reading: Reading, expression: str, numbers: Sequence[int]) -> tuple[Hit, ...]:
    marked = dict[int, tuple[str | None, str | None]]()
    if expression and numbers:
        asked = select(sqlite.rowid(), sqlite.marked("title"), sqlite.marked("text")).select_from(
            sqlite.found
        )
        asked = asked.where(sqlite.matches(expression), sqlite.rowid().in_(numbers))
        marked = {number: (title, text) for number, title, text in reading.connection.execute(asked)}
    told = (
        select(
            documents.c.number, documents.c.id, documents.c.title, documents.c.text, documents.c.publisher,
            documents.c.published, documents.c.url, documents.c.day, story_documents.c.story,
            stories.c.title.label("story_title"),
        )
        .outerjoin(story_documents, story_documents.c.document == documents.c.id)
        .outerjoin(stories, stories.c.id == story_documents.c.story)
        .where(documents.c.number.in_(numbers))
    )  # fmt: skip
    rows = {row.number: row for row in reading.connection.execute(told)}
    return tuple(_hit(rows[number], *marked.get(number, (None, None))) for number in numbers)


def _hit(row: Any, marked_title: str | None, marked_text: str | None) -> Hit:
    marks = _marks(row.text or "", marked_text)
    start, end = _stretch(row.text or "", marks)
    return Hit(
        document=row.id,
        title=row.title,
        publisher=row.publisher,
        published=row.published,
        url=row.url,
        day=row.day,
        story=row.story,
        story_title=row.story_title,
        title_marks=_marks(row.title or "", marked_title),
        stretch=(start, end) if row.text else None,
        words=row.text[start:end] if row.text else None,
        marks=tuple((max(a, start), min(b, end)) for a, b in marks if a < end and b > start),
    )


def _marks(text: str, marked: str | None) -> Marks:
    """Return where the marks of a marked string stand in the text itself."""
    found, at, opened = list[tuple[int, int]](), 0, 0
    for part in re.split(f"([{sqlite.OPENS}{sqlite.CLOSES}])", marked or ""):
        if part in (sqlite.OPENS, sqlite.CLOSES) and text[at : at + 1] != part:
            if part == sqlite.OPENS:
                opened = at
            else:
                found.append((opened, at))
        elif text.startswith(part, at):
            at += len(part)
        else:  # the database gave less than the text (it ends a string at NUL)
            break
    return tuple(found)


def _stretch(text: str, marks: Marks) -> tuple[int, int]:
    """Return the part of a text with most marks, at most `STRETCH` long, from one end of a word to another."""
    if len(text) <= STRETCH:
        return 0, len(text)
    best, most = 0, 0
    for n, (start, _) in enumerate(marks):
        within = sum(end <= start + STRETCH * 3 // 4 for _, end in marks[n : n + STRETCH])
        if within > most:
            best, most = start, within
    start = max(0, min(best - STRETCH // 4, len(text) - STRETCH))
    end = min(len(text), start + STRETCH)
    if start and (blank := re.compile(r"\s").search(text, start, max(start, best))):
        start = blank.end()
    if end < len(text) and (last := max(text.rfind(blank, best + 1, end) for blank in (" ", "\n"))) > best:
        end = last
    return start, end
