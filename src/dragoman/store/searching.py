"""Search over titles, texts, publishers and the parties of events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select

from dragoman.store import codec, databases
from dragoman.store.databases import Database, Marks
from dragoman.store.filtering import conditions
from dragoman.store.periods import iso_day
from dragoman.store.questions import EventQuery, Hit, Page
from dragoman.store.reading import Reading
from dragoman.store.schema import documents, events, stories, story_documents
from dragoman.store.words import Filter, Search, Term, parse

STRETCH = 240
"""Code points of the text that a hit shows, at most."""


def search(reading: Reading, line: str, number: int, size: int) -> Page[Hit]:
    """Return one page of what a search finds, the best first."""
    asked = parse(line)
    if not asked.terms and not asked.filters:
        return Page((), 0, number, size)
    base = databases.of(reading.connection)
    terms = [term for term in asked.terms if not term.without]
    wanted = _conditions(reading, asked)
    start = (number - 1) * size
    found = reading.connection.execute(_ordered(base, terms, wanted).limit(size).offset(start)).all()
    total = found[0][1] if found else 0
    if start and not found:  # a page after the last
        total = reading.connection.scalar(_counted(base, terms, wanted)) or 0
    numbers = [number for number, _ in found]
    return Page(_hits(reading, base, terms, numbers), total, number, size)


def _conditions(reading: Reading, asked: Search) -> list[ColumnElement[bool]]:
    """Return what a document must be beside having the words."""
    found = [_filtered(reading, one) for one in _together(asked.filters)]
    found += [~_filtered(reading, {one.field: one.value}) for one in asked.filters if one.without]
    if without := [term for term in asked.terms if term.without]:
        found.append(documents.c.number.not_in(databases.of(reading.connection).documents_with(without)))
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


def _ordered(base: Database, terms: Sequence[Term], wanted: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Return the question for the numbers of documents, the best first, each with how many there are."""
    count = func.count().over()
    if not terms:
        return (
            select(documents.c.number, count)
            .where(*wanted)
            .order_by(documents.c.day.desc().nulls_last(), documents.c.id)
        )
    ranked: Any = select(base.number().label("number"), base.rank(terms).label("rank"))
    # Ranked apart: FTS5 knows no rank where rows are counted too.
    found = _matching(ranked, base, terms, wanted).cte("found").prefix_with("MATERIALIZED")
    return select(found.c.number, count).order_by(found.c.rank, found.c.number)


def _counted(base: Database, terms: Sequence[Term], wanted: Sequence[ColumnElement[bool]]) -> Select[Any]:
    if not terms:
        return select(func.count()).select_from(documents).where(*wanted)
    return _matching(select(func.count()), base, terms, wanted)


def _matching(
    asked: Select[Any], base: Database, terms: Sequence[Term], wanted: Sequence[ColumnElement[bool]]
) -> Select[Any]:
    if not wanted:
        return asked.select_from(base.WORDS).where(base.matches(terms))
    joined = base.WORDS.join(documents, documents.c.number == base.number())
    return asked.select_from(joined).where(base.matches(terms), *wanted)


def _hits(reading: Reading, base: Database, terms: Sequence[Term], numbers: Sequence[int]) -> tuple[Hit, ...]:
    told = (
        select(*documents.c, story_documents.c.story, stories.c.title.label("story_title"))
        .outerjoin(story_documents, story_documents.c.document == documents.c.id)
        .outerjoin(stories, stories.c.id == story_documents.c.story)
        .where(documents.c.number.in_(numbers))
    )
    rows = {row.number: row for row in reading.connection.execute(told)}
    marks = dict[int, tuple[Marks, Marks]]()
    if terms and rows:
        texts = {number: (row.title or "", row.text or "") for number, row in rows.items()}
        marks = base.marks(reading.connection, terms, texts)
    return tuple(_hit(rows[number], *marks.get(number, ((), ()))) for number in numbers)


def _hit(row: Any, title_marks: Marks, marks: Marks) -> Hit:
    document = codec.document(row._mapping)
    text = document.text or ""
    start, end = _stretch(text, marks)
    return Hit(
        document=document.id,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        url=document.url,
        day=row.day,
        story=row.story,
        story_title=row.story_title,
        title_marks=title_marks,
        stretch=(start, end) if text else None,
        words=text[start:end] if text else None,
        marks=tuple((max(a, start), min(b, end)) for a, b in marks if a < end and b > start),
    )


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
