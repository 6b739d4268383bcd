"""Which id a story has while reports go on coming in, and where ids given earlier lead.

Grouping says which documents are together; with every batch it may put together what stood apart, and part
what stood together. A `Register` follows: it gives each story an id, writes down every document that came
or went elsewhere, and can be built again from what it wrote.

The rules:

- An id goes with the *bulk*: it leads to the story that holds most of what it held before the batch; of equal
  parts, to the one with the document that it had first. So one document that moves takes no id along, and
  whoever follows a story finds the greater part of it.
- Where several ids lead to one story, it has the one *given first*. The others are *retired*: they stand for
  the documents they held last, and lead to the bulk of those.
- A story to which no id in use leads takes the oldest retired id that leads to it (a merger undone gives
  both their ids back), or else a new one.

Hence a story whose documents stay the same keeps its id, no id is given twice, and every id leads somewhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import chain, count, groupby
from typing import TypeVar

from dragoman.errors import RecordError
from dragoman.records import Change, ChangeKind, stable_id

H = TypeVar("H", bound=Hashable)


class Register:
    """The ids of stories, kept from batch to batch.

    Attributes:
        log: all that changed since the first batch, oldest first; `Register(log)` gives the same register again.
            A log that contradicts itself raises `RecordError`.
        batch: number of the last batch that changed anything, from 1; 0 when there was none.
    """

    def __init__(self, log: Iterable[Change] = ()) -> None:
        self.log: list[Change] = []
        self.batch = 0
        # Documents of each id in the order in which it got them, ids in the order in which they were given.
        self._held: dict[str, dict[str, None]] = {}
        self._rank: dict[str, int] = {}
        self._story: dict[str, str] = {}
        self._retired: set[str] = set()
        self._formerly: dict[str, list[str]] = defaultdict(list)  # retired ids of each document
        for _, changes in groupby(log, key=lambda change: change.batch):
            self._write(list(changes))

    def story(self, document: str) -> str | None:
        """Return the id of the story that a document is in; ``None`` for a document not known."""
        return self._story.get(document)

    def find(self, id: str) -> str:
        """Return the id, in use, to which an id leads. Raises `KeyError` for one never given."""
        held = self._held[id]
        return _bulk(self._story[document] for document in held) if id in self._retired else id

    def members(self, id: str) -> list[str]:
        """Return the documents of the story to which an id leads, in the order in which it got them."""
        return list(self._held[self.find(id)])

    def ids(self) -> list[str]:
        """Return the ids in use, in the order in which they were given."""
        return [id for id in self._held if id not in self._retired]

    def file(
        self, groups: Sequence[Sequence[str]], names: Sequence[str], replaced: Iterable[str] = ()
    ) -> list[Change]:
        """Take in a batch and write down what became of the stories.

        Args:
            groups: the documents that are together now, in an order that the caller fixes. They make up whole
                stories: all documents of a story that is touched, and new ones. Stories not touched stay.
            names: the id of each group, should it need a new one; another is made of it if it was given before.
            replaced: documents in the groups whose content is another now.

        Returns:
            The changes, in the order of the groups; appended to the log.

        Raises:
            ValueError: when only some documents of a story are in the groups.
        """
        group_of = {document: n for n, group in enumerate(groups) for document in group}
        heirs = self._heirs(group_of)
        claims: dict[int, list[str]] = defaultdict(list)
        for id, n in heirs.items():
            claims[n].append(id)
        ids: list[str] = []
        in_use: set[str] = set()
        for n, name in enumerate(names):
            ids.append(claims[n][0] if n in claims else self._new(name, in_use))
            in_use.add(ids[n])
        renewed = set(replaced)
        changes = []
        for n, (group, id) in enumerate(zip(groups, ids, strict=True)):
            came: dict[str | None, list[str]] = defaultdict(list)
            for document in group:
                came[self._story.get(document)].append(document)
            fresh = id not in self._held or id in self._retired
            kind: ChangeKind
            for before in sorted(came, key=self._order):
                if before == id:
                    continue
                if before is None:
                    kind = "born" if fresh and len(came) == 1 else "grown"
                elif before not in in_use and heirs[before] == n:
                    kind = "merged"
                else:
                    kind = "split" if fresh else "moved"
                changes.append(Change(self.batch + 1, kind, before, id, tuple(came[before])))
            if again := tuple(document for document in group if document in renewed):
                changes.append(Change(self.batch + 1, "replaced", id, id, again))
        if changes:
            self._write(changes)
        return changes

    def _heirs(self, group_of: dict[str, int]) -> dict[str, int]:
        """The ids that lead to some group, and to which: those in use before those retired, the oldest first."""
        touched: dict[str, None] = {}
        for document in group_of:
            if document in self._story:
                touched[self._story[document]] = None
                touched |= dict.fromkeys(self._formerly.get(document, ()))
        heirs = {}
        for id in sorted(touched, key=lambda id: (id in self._retired, self._rank[id])):
            if id not in self._retired and not self._held[id].keys() <= group_of.keys():
                raise ValueError(f"of story {id!r} only some documents are in the groups")
            heir = _bulk(group_of.get(document, self._story[document]) for document in self._held[id])
            if isinstance(heir, int):  # and no story that the batch did not touch
                heirs[id] = heir
        return heirs

    def _order(self, id: str | None) -> int:
        return -1 if id is None else self._rank[id]

    def _new(self, name: str, taken: set[str]) -> str:
        """An id never given, made of a name."""
        others = (stable_id("story", name, n) for n in count(2))
        return next(id for id in chain([name], others) if id not in self._held and id not in taken)

    def _write(self, changes: Sequence[Change]) -> None:
        """Carry out the changes of one batch."""
        left = dict.fromkeys(c.before for c in changes if c.before is not None and c.before != c.after)
        held = {id: dict(self._held.get(id, {})) for id in left}
        for change in changes:
            if change.before != change.after:
                self._move(change)
        for id in left:
            if not self._held[id]:
                self._held[id] = held[id]
                self._retired.add(id)
                for document in held[id]:
                    self._formerly[document].append(id)
        self.batch = changes[0].batch
        self.log += changes

    def _move(self, change: Change) -> None:
        home = self._held.setdefault(change.after, {})
        self._rank.setdefault(change.after, len(self._rank))
        if change.after in self._retired:
            self._retired.remove(change.after)
            for document in home:
                self._formerly[document].remove(change.after)
            home.clear()
        for document in change.documents:
            if self._story.get(document) != change.before:
                raise RecordError(
                    f"not a log: in batch {change.batch} document {document!r} leaves story {change.before!r}, "
                    f"but was in {self._story.get(document)!r}"
                )
            if change.before is not None:
                del self._held[change.before][document]
            home[document] = None
            self._story[document] = change.after


def _bulk(places: Iterable[H]) -> H:
    """Where most are; of places with equally many, that of the first."""
    counts = Counter(places)  # keeps the order of the first of each, and `max` takes the first of equals
    return max(counts, key=counts.__getitem__)
