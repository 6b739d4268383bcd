"""`group`, and going on with it: the stories of a stream of documents that come in batch by batch."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, overload

from dragoman.errors import RecordError, UnknownIdError
from dragoman.records import Change, Document, Event, Parser, Story, Stream
from dragoman.stories.grouping import by_place, in_order, story, story_id, weight
from dragoman.stories.identity import Register
from dragoman.stories.reach import Reach
from dragoman.stories.why import Comparison, Grouped

if TYPE_CHECKING:
    from dragoman.stories.embeddings import Embedder


class Stories(Sequence[Story]):
    """Stories by weight, as a list is used; and what is needed to go on as more documents come in.

    The heavier first: more independent origins, then more documents, then the earlier first day (undated last),
    then the id. Which documents are together never depends on the batches in which they came or on their order.
    Ids stay as stories grow, merge and part (`dragoman.stories.identity` has the rules).

    Attributes:
        parser: what the documents were read with.
        embeddings: the model they are compared with, if any.
    """

    __hash__ = None  # type: ignore[assignment] # it changes

    def __init__(self, parser: Parser = "accurate", embeddings: Embedder | None = None) -> None:
        self.parser: Parser = parser
        self.embeddings = embeddings
        self._documents: dict[str, Document] = {}
        self._events: dict[str, list[Event]] = {}
        self._register = Register()
        self._reach = Reach(self._documents, self._events, embeddings)
        self._by_id: dict[str, Story] = {}
        self._ordered: list[Story] = []

    @overload
    def __getitem__(self, index: int) -> Story: ...
    @overload
    def __getitem__(self, index: slice) -> list[Story]: ...
    def __getitem__(self, index: int | slice) -> Story | list[Story]:
        return self._ordered[index]

    def __len__(self) -> int:
        return len(self._ordered)

    def __iter__(self) -> Iterator[Story]:
        return iter(self._ordered)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Stories | list):
            return self._ordered == list(other)
        return NotImplemented

    def __repr__(self) -> str:
        return f"<{len(self)} stories of {len(self._documents)} documents>"

    @property
    def log(self) -> tuple[Change, ...]:
        """All that changed since the first batch, the oldest first."""
        return tuple(self._register.log)

    def find(self, id: str) -> Story:
        """Return the story to which an id leads, be it one in use or one given earlier.

        Raises `UnknownIdError` (a `KeyError`) for an id that no story ever had.
        """
        try:
            return self._by_id[self._register.find(id)]
        except KeyError:
            raise UnknownIdError(f"no story has or had the id {id!r}") from None

    def why(self, a: str, b: str) -> Comparison:
        """Tell why two documents, by their ids, are or are not one story. It takes as long as grouping all anew.

        Raises `UnknownIdError` for an id that no document has, and for one given twice.
        """
        return Grouped(list(self._documents.values()), self._events, self.embeddings).why(a, b)

    def update(self, documents: Iterable[Document], events: Iterable[Event] = ()) -> list[Change]:
        """Take in another batch of documents.

        Afterwards the same documents are together as if all had been grouped at once.

        Args:
            documents: in any order. One whose id is held already takes the place of the one held, or is passed
                over if it is the same; of several with one id the one published last counts.
            events: what was coded in them. They take the place of events held of the same document; a document
                that comes again with other content loses those it had.

        Returns:
            What changed, and which documents were ``repeated``.
        """
        came: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            came[document.id].append(document)
        new, replaced, repeated = set(), set(), set()
        days: set[dt.date | None] = set()
        for id, some in came.items():
            document, held = max(some, key=lateness), self._documents.get(id)
            if held is None:
                new.add(id)
            if any(other != document for other in (some if held is None else [held])):
                replaced.add(id)
                self._events.pop(id, None)
                days |= {held.day} if held else set()
            elif held is not None or len(some) > 1:
                repeated.add(id)
            self._documents[id] = document
        for id, found in _by_document(events).items():
            if id in self._documents and self._events.get(id, []) != found:
                self._events[id] = found
                replaced |= {id} - new
        changes: list[Change] = []
        if touched := new | replaced:
            days |= {self._documents[id].day for id in touched}
            groups = self._reach.regrouped(touched, days, self._register)
            changes += self._register.file(
                [[document.id for document in group] for group in groups],
                [story_id(group[0]) for group in groups],
                replaced,
            )
            self._tell({id for change in changes for id in (change.before, change.after) if id is not None})
        for id in sorted(repeated - replaced):
            home = self._register.story(id) or ""
            changes.append(Change(self._register.batch, "repeated", home, home, (id,)))
        return changes

    def _tell(self, ids: Iterable[str]) -> None:
        """Make the stories of some ids anew; ids no longer in use have none."""
        for id in ids:
            if self._register.find(id) == id:
                documents = in_order([self._documents[document] for document in self._register.members(id)])
                self._by_id[id] = story(id, documents, self._events, self.parser)
            else:
                self._by_id.pop(id, None)
        self._ordered = sorted(self._by_id.values(), key=weight)

    def record(self) -> Stream:
        """Return all that is held as a record, so that it can be kept and gone on with."""
        documents = tuple(in_order(list(self._documents.values())))
        events = tuple(event for document in documents for event in self._events.get(document.id, ()))
        return Stream(self.parser, documents, events, self.log)

    @classmethod
    def from_record(cls, record: Stream, embeddings: Embedder | None = None) -> Self:
        """Return the stories as they were when the record was made. Raises `RecordError` if its parts disagree.

        The record holds no model: give the one the documents were compared with, if any, to go on with it.
        """
        stories = cls(record.parser, embeddings)
        stories._register = Register(record.log)
        stories._documents.update((document.id, document) for document in record.documents)
        stories._events.update(_by_document(record.events))
        filed = {document for id in stories._register.ids() for document in stories._register.members(id)}
        if astray := sorted(filed ^ stories._documents.keys()):
            raise RecordError(
                f"not a Stream: document {astray[0]!r} is in the log or the documents, but not in both"
            )
        stories._tell(stories._register.ids())
        return stories

    def to_dict(self) -> dict[str, Any]:
        """Return `record` as plain dicts and lists."""
        return self.record().to_dict()

    def json(self, *, indent: int | None = None) -> str:
        """Return `record` as JSON: one line, or indented."""
        return self.record().json(indent=indent)

    @classmethod
    def from_dict(cls, data: Any) -> Self:
        """Return what `to_dict` was asked of. Raises `RecordError` when the data does not fit."""
        return cls.from_record(Stream.from_dict(data))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return what `json` was asked of. Raises `RecordError` when it is no JSON or does not fit."""
        return cls.from_record(Stream.from_json(text))


def group(
    documents: Iterable[Document],
    events: Iterable[Event] = (),
    *,
    parser: Parser = "accurate",
    embeddings: Embedder | str | Path | None = None,
) -> Stories:
    """Put documents that tell of one happening into one story.

    Every document, copies included, is in exactly one story; a document that nothing else goes with is a
    story of its own. The result depends on the set of documents and events, not on their order.

    Args:
        documents: headlines and articles, dated or not. Of several with one id, the one published last counts.
        events: what `dragoman.code` found in them. They go with their documents, and are one sign among others of
            what belongs together; without them it goes by the words.
        parser: what they were read with.
        embeddings: a model of sentence-transformers on this machine, by folder or name, as one more sign (extra
            ``embeddings``). What is known of a text stays in memory, 3 kB for a headline, as long as the model does.

    Returns:
        The stories by weight, as a list is used; `Stories.update` takes in more documents.

    Raises:
        ModelError: the model is not on this machine, or cannot be read.
    """
    if isinstance(embeddings, str | Path):
        from dragoman.stories.embeddings import Embedder

        embeddings = Embedder(embeddings)
    stories = Stories(parser, embeddings)
    stories.update(documents, events)
    return stories


def lateness(document: Document) -> tuple[str, ...]:
    """What tells which of several documents with one id is the latest; the same in any order."""
    rest = (getattr(document, field.name) or "" for field in fields(document))
    return document.published or "", *rest


def _by_document(events: Iterable[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        found[event.document].append(event)
    return {document: sorted(some, key=by_place) for document, some in found.items()}
