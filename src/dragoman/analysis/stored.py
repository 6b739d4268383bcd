"""A corpus that is a store."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from dragoman.analysis.corpus import EVERYTHING, Corpus
from dragoman.analysis.matching import IsParty, is_party
from dragoman.exports.rows import Row
from dragoman.records import Document, Happening, Story
from dragoman.store import Store
from dragoman.store.questions import Alike, DayFrom, EventQuery, Told

AT_ONCE = 500
"""Events whose stories are looked up at a time."""

WHOLE = 100
"""Stories that are had at a time."""

STORIES = 2_000
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
        coming = self._store.told(query, texts=texts)
        while some := list(islice(coming, AT_ONCE)):
            deeds = self._deeds_of(some) if happenings else {}
            for told in some:
                deed = deeds.get(told.event.id)
                yield Row(
                    told.event, told.document, told.day, told.day_from, told.story, told.story_title, deed
                )

    def document(self, id: str) -> Document | None:
        """See `Corpus.document`."""
        return self._store.document(id)

    def stories(self) -> Iterator[Story]:
        """See `Corpus.stories`."""
        found, page = list[tuple[str, str]](), 1
        while items := self._store.stories(page=page, size=1_000).items:
            found += ((story.first or "~", story.id) for story in items)
            page += 1
        ids = (id for _, id in sorted(set(found)))
        while some := list(islice(ids, WHOLE)):
            yield from self._store.whole_stories(some)

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

    def _deeds_of(self, some: Sequence[Told]) -> dict[str, Happening]:
        """Return the deeds that some events tell, by the ids of these."""
        from dragoman.stories.happenings import happenings

        wanted = list(dict.fromkeys(told.story for told in some if told.story))
        for story in self._store.whole_stories([id for id in wanted if id not in self._deeds]):
            self._deeds[story.id] = {id: deed for deed in happenings(story) for id in deed.events}
        found = dict[str, Happening]()
        for id in wanted:
            if id in self._deeds:
                self._deeds.move_to_end(id)
                found |= self._deeds[id]
        while len(self._deeds) > STORIES:
            self._deeds.popitem(last=False)
        return found
