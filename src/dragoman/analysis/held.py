"""A corpus of documents, events or stories in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from dragoman.analysis.corpus import EVERYTHING, Corpus
from dragoman.analysis.matching import IsParty, Names, is_party, matcher
from dragoman.exports.rows import Row
from dragoman.records import Document, Event, Happening, Parser, Story
from dragoman.store.codec import day_of, fit, is_rejected
from dragoman.store.questions import EventQuery
from dragoman.stories.stream import lateness

if TYPE_CHECKING:
    from dragoman.ontology.lexicon import Paths

_AFTER = "~"  # comes after all digits


class Held(Corpus):
    """Records that were given; of several documents with one id the one published last counts, as in `group`."""

    def __init__(
        self,
        records: Iterable[Document | Event | Story],
        *,
        parser: Parser = "accurate",
        lexicon: Paths = (),
        executor: Executor | None = None,
    ) -> None:
        self._parser: Parser = parser
        self._lexicon, self._executor = lexicon, executor
        self._stories = list[Story]()
        documents, events = list[Document](), list[Event]()
        for record in records:
            if isinstance(record, Story):
                self._stories.append(record)
                documents += record.documents
                events += record.events
            elif isinstance(record, Event):
                events.append(record)
            else:
                documents.append(record)
        self._documents = {document.id: document for document in sorted(documents, key=lateness)}
        self._given = {event.id: event for event in events}

    def rows(
        self, query: EventQuery = EVERYTHING, *, texts: bool = False, happenings: bool = False
    ) -> Iterator[Row]:
        """See `Corpus.rows`."""
        matches = matcher(query, self._names)
        found = self._happenings if happenings else {}
        rows = (self._row(event, texts, found.get(event.id)) for event in self._events.values())
        return iter(sorted(filter(matches, rows), key=lambda row: (row.day or _AFTER, row.event.id)))

    def document(self, id: str) -> Document | None:
        """See `Corpus.document`."""
        return self._documents.get(id)

    def stories(self) -> Iterator[Story]:
        """See `Corpus.stories`."""
        return iter(sorted(self._grouped, key=lambda story: (story.first or _AFTER, story.id)))

    def covers(self) -> tuple[str | None, str | None]:
        """See `Corpus.covers`."""
        days = [document.published[:10] for document in self._documents.values() if document.published]
        return min(days, default=None), max(days, default=None)

    def meant(self, key: str) -> IsParty:
        """See `Corpus.meant`."""
        return is_party(*self._names.meant(fit(key)))

    @cached_property
    def _events(self) -> dict[str, Event]:
        if self._given or not self._documents:
            return self._given
        from dragoman.coding import code

        documents = self._documents.values()
        coded = code(documents, parser=self._parser, lexicon=self._lexicon, executor=self._executor)
        return {event.id: event for event in coded}

    @cached_property
    def _names(self) -> Names:
        return Names.of(self._events.values())

    @cached_property
    def _grouped(self) -> list[Story]:
        if self._stories:
            told = (
                (story, filter(lambda event: not is_rejected(event), story.events)) for story in self._stories
            )
            return [replace(story, events=tuple(events)) for story, events in told]
        from dragoman.stories import group

        return list(group(self._documents.values(), self._standing, parser=self._parser))

    @property
    def _standing(self) -> list[Event]:
        """What a report tells by the judgement of people too; only that makes stories and deeds, as in a store."""
        return [event for event in self._events.values() if not is_rejected(event)]

    @cached_property
    def _story_of(self) -> dict[str, Story]:
        return {document.id: story for story in self._grouped for document in story.documents}

    @cached_property
    def _happenings(self) -> dict[str, Happening]:
        from dragoman.stories.happenings import happenings

        return {id: told for story in self._grouped for told in happenings(story) for id in told.events}

    def _row(self, event: Event, texts: bool, happening: Happening | None) -> Row:
        document = self._documents.get(event.document) or Document(event.document, "article")
        day, day_from = day_of(event, document.published and document.published[:10])
        # To group takes long: only who asked for it waits for it.
        grouped = bool(self._stories) or "_grouped" in self.__dict__
        story = self._story_of.get(document.id) if grouped else None
        id, title = (story.id, story.title) if story else (None, None)
        told_in = document if texts else replace(document, text=None)
        return Row(event, told_in, day, day_from, id, title, happening)
