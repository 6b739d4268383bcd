"""What a bucket's files tell: its events with their stories, who tells of them, and the stories that begin in it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dragoman.bulk.comparing import chosen
from dragoman.bulk.gathering import plain, read, taken, write
from dragoman.bulk.linking import stories_in
from dragoman.bulk.steps import Told
from dragoman.exports.rows import Row
from dragoman.records import Document, Event, Happening, Parser, Story

if TYPE_CHECKING:
    import pyarrow as pa

AT_ONCE = 1_000
"""Documents that are records at once; columns take a tenth of the room."""


@dataclass(frozen=True, slots=True)
class List:
    """Work: write the events of a bucket, where stories are not asked for.

    Attributes:
        gathered: the folder of its documents and events.
    """

    gathered: str

    def __call__(self, place: Path) -> Told:
        """Write ``events.parquet``."""
        from dragoman.exports.arrow import rows_table

        held = _Held([(self.gathered, None)])
        tables = [rows_table([])]
        for ids in _slices(held.ids(), AT_ONCE):
            documents, events = held.records(ids)
            tables.append(rows_table(_row(event, d) for d in documents for event in events[d.id]))
        return {"events": _written(tables, None, place / "events.parquet")}


@dataclass(frozen=True, slots=True)
class Tell:
    """Work: write the events, the mentions and the stories of a bucket.

    A story that begins in another bucket, and has documents in this one, is told here too, so that its events here
    have its title, and what all its documents tell of them; it is written where it begins.

    Attributes:
        bucket: its name.
        days: its days, as ordinals; none: the documents without a date.
        linked: the folder that has its stories.
        gathered: the folder of its own documents and events.
        others: the other folders that have documents of its stories, each with its first and last day.
        parser: what the documents were read with.
    """

    bucket: str
    days: tuple[int, ...]
    linked: str
    gathered: str
    others: tuple[tuple[str, int, int], ...]
    parser: Parser

    def __call__(self, place: Path) -> Told:
        """Write ``events.parquet``, ``mentions.parquet`` and ``stories.parquet``."""
        from dragoman.exports.arrow import mentions_schema, rows_table, stories_schema

        stories = list(stories_in(self.linked, self.bucket))
        held = _Held([(self.gathered, None), *self._beside(stories)])
        rows, mentions, told = [rows_table([])], [_table([], mentions_schema())], []
        order = list[tuple[int, int]]()
        at = {id: n for n, id in enumerate(held.own)}
        for some in _batches(stories):
            documents, events = held.records([id for ids, _ in some for id in ids])
            by_id = {plain(document.id): document for document in documents}
            new_rows, new_mentions = list[Row](), list[dict[str, Any]]()
            for ids, _ in some:
                story = self._story([by_id[id] for id in ids], events, whole=ids[0] in at)
                if ids[0] in at:
                    told.append(_told(story))
                for n, (row, mention) in enumerate(_events(story)):
                    if (document := at.get(plain(row.document.id))) is not None:
                        new_rows.append(row)
                        new_mentions.append(mention)
                        order.append((document, n))
            rows.append(rows_table(new_rows))
            mentions.append(_table(new_mentions, mentions_schema()))
        del held
        by_place = sorted(range(len(order)), key=order.__getitem__)
        count = _written(rows, by_place, place / "events.parquet")
        _written(mentions, by_place, place / "mentions.parquet")
        _written([_table(told, stories_schema())], None, place / "stories.parquet")
        return {"events": count, "mentions": count, "stories": len(told)}

    def _story(self, documents: list[Document], events: dict[str, list[Event]], *, whole: bool) -> Story:
        from dragoman.stories.grouping import story, story_id, undiffered

        make = story if whole else undiffered
        return make(story_id(documents[0]), documents, events, self.parser)

    def _beside(
        self, stories: Sequence[tuple[list[str], list[int]]]
    ) -> Iterator[tuple[str, tuple[list[int], set[str]]]]:
        """The folders that have documents of the stories beside its own; with the days, first and last, and ids."""
        if not self.days:
            return
        inside = range(self.days[0], self.days[-1] + 1)
        wanted = {
            id: day for ids, days in stories for id, day in zip(ids, days, strict=True) if day not in inside
        }
        for folder, first, last in self.others:
            here = {id: day for id, day in wanted.items() if first <= day <= last}
            if here:
                yield folder, ([min(here.values()), max(here.values())], set(here))


class _Held:
    """Documents and events of some folders, as columns, of which some are made records at a time.

    Attributes:
        own: ids of the documents of the first folder, in their order.
    """

    def __init__(self, folders: Iterable[tuple[str, tuple[list[int], set[str]] | None]]) -> None:
        import pyarrow as pa

        documents, events = list[pa.Table](), list[pa.Table]()
        self.own = list[str]()
        for folder, part in folders:
            if part is None:
                documents.append(read(Path(folder) / "documents.parquet"))
                events.append(read(Path(folder) / "events.parquet"))
                self.own += documents[-1]["id"].to_pylist()
            else:
                documents.append(chosen(Path(folder) / "documents.parquet", part[0], "id", part[1]))
                events.append(chosen(Path(folder) / "events.parquet", part[0], "document", part[1]))
        # In one piece, or each time some rows are taken the pieces would be put together anew.
        self._documents = pa.concat_tables(documents).unify_dictionaries().combine_chunks()
        documents.clear()
        self._events = pa.concat_tables(events).unify_dictionaries().combine_chunks()
        events.clear()
        self._row = {id: n for n, id in enumerate(self._documents["id"].to_pylist())}
        self._rows = defaultdict[str, list[int]](list)
        for n, id in enumerate(self._events["document"].to_pylist()):
            self._rows[id].append(n)

    def ids(self) -> list[str]:
        """The ids of all documents, in their order."""
        return list(self._row)

    def records(self, ids: Sequence[str]) -> tuple[list[Document], dict[str, list[Event]]]:
        """Return some documents, and the events of each, by place."""
        from dragoman.exports.arrow import documents_of, events_of
        from dragoman.stories.grouping import by_place

        documents = list(documents_of(taken(self._documents, [self._row[id] for id in ids])))
        events: dict[str, list[Event]] = {document.id: [] for document in documents}
        rows = [row for id in ids for row in self._rows.get(id, ())]
        for event in events_of(taken(self._events, rows)):
            events[event.document].append(event)
        for some in events.values():
            some.sort(key=by_place)
        return documents, events


def _events(story: Story) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Yield each event of a story with its mention, in the order of the story."""
    from dragoman.stories.happenings import happenings
    from dragoman.stories.origins import origins

    told_by = origins(story.documents, story.copies)
    origin = {id: one.name for one in told_by for id in one.documents}
    copy_of = {id: copies[0] for copies in story.copies for id in copies[1:]}
    document_of = {document.id: document for document in story.documents}
    happening_of = {id: one for one in happenings(story, told_by) for id in one.events}
    for event in story.events:
        document, happening = document_of[event.document], happening_of[event.id]
        yield (
            _row(event, document, story, happening),
            {
                "happening": happening.id,
                "event": event.id,
                "document": document.id,
                "story": story.id,
                "day": document.day,
                "publisher": document.publisher,
                "family": document.family,
                "origin": origin[document.id],
                "copy_of": copy_of.get(document.id),
                "field": event.evidence.field,
                "start": event.evidence.start,
                "end": event.evidence.end,
                "confidence": event.confidence,
                "first": happening.id == event.id,
            },
        )


def _row(
    event: Event, document: Document, story: Story | None = None, happening: Happening | None = None
) -> Row:
    day = event.date.start if event.date else (document.published or "")[:10] or None
    from_: Literal["event", "published"] | None = "event" if event.date else "published" if day else None
    id, title = (story.id, story.title) if story else (None, None)
    return Row(event, document, day, from_, id, title, happening)


def _told(story: Story) -> dict[str, Any]:
    """A story as it stands among stories."""
    import datetime as dt

    parties = (party for event in story.events for party in (*event.actors, *event.recipients))
    countries = Counter(party.country for party in parties if party.country)
    return {
        "id": story.id,
        "title": story.title,
        "first": dt.date.fromisoformat(story.first) if story.first else None,
        "last": dt.date.fromisoformat(story.last) if story.last else None,
        "documents": [document.id for document in story.documents],
        "origins": story.origins,
        "events": len(story.events),
        "copies": [list(ids) for ids in story.copies],
        "differences": json.dumps([one.to_dict() for one in story.differences], ensure_ascii=False),
        "countries": sorted(countries, key=lambda country: (-countries[country], country)),
    }


def _table(rows: Sequence[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_arrays(
        [pa.array([_plain(row[field.name]) for row in rows], field.type) for field in schema], schema=schema
    )


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _written(tables: list[pa.Table], order: Sequence[int] | None, file: Path) -> int:
    """Write tables as one, in an order of the rows, and let go of them; return how many rows there are."""
    import pyarrow as pa

    table = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    tables.clear()
    write(table, file, order)
    return len(table)


def _slices(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _batches(
    stories: Iterable[tuple[list[str], list[int]]],
) -> Iterator[list[tuple[list[str], list[int]]]]:
    """Stories of so many documents at once."""
    some, held = list[tuple[list[str], list[int]]](), 0
    for story in stories:
        some.append(story)
        held += len(story[0])
        if held >= AT_ONCE:
            yield some
            some, held = [], 0
    if some:
        yield some
