"""A corpus that is a store."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping

from dragoman.analysis.corpus import EVERYTHING, Corpus
from dragoman.analysis.matching import IsParty, is_party
from dragoman.exports.rows import Row
from dragoman.records import Document, Happening, Story
from dragoman.store import Store
from dragoman.store.questions import Alike, DayFrom, EventQuery

STORIES = 200
"""Stories whose deeds are kept at hand: rows come by day, and a story is told within some days."""


class Stored(Corpus):
    """The records of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._deeds = OrderedDict[str, Mapping[str, Happening]]()

    def rows(
        self, query: EventQuery = EVERYTHING, *, texts: bool = False, happenings: bool = False
    ) -> Iterator[Row]:
        """See `Corpus.rows`."""
        for told in self._store.told(query, texts=texts):
            deed = self._deeds_of(told.story).get(told.event.id) if happenings and told.story else None
            yield Row(told.event, told.document, told.day, told.day_from, told.story, told.story_title, deed)

    def document(self, id: str) -> Document | None:
        """See `Corpus.document`."""
        return self._store.document(id)

    def stories(self) -> Iterator[Story]:
        """See `Corpus.stories`."""
        found, page = list[tuple[str, str]](), 1
        while items := self._store.stories(page=page, size=1_000).items:
            found += ((story.first or "~", story.id) for story in items)
            page += 1
        for _, id in sorted(set(found)):
            if story := self._store.story(id):
                yield story

    def alike(self, query: EventQuery = EVERYTHING, day: DayFrom = "event") -> list[Alike]:
        """See `Corpus.alike`."""
        return self._store.alike(query, day)

    def covers(self) -> tuple[str | None, str | None]:
        """See `Corpus.covers`."""
        counts = self._store.counts()
        return counts.first, counts.last

    def meant(self, key: str) -> IsParty:
        """See `Corpus.meant`."""
        return is_party(*self._store.meant(key))

    def _deeds_of(self, story: str) -> Mapping[str, Happening]:
        from dragoman.stories.happenings import happenings

        if story not in self._deeds:
            whole = self._store.story(story)
            told = happenings(whole) if whole else ()
            self._deeds[story] = {id: deed for deed in told for id in deed.events}
            if len(self._deeds) > STORIES:
                self._deeds.popitem(last=False)
        self._deeds.move_to_end(story)
        return self._deeds[story]
