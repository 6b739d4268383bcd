"""One of two codings that are compared: ours, wherever it is, or a peer's files."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.analysis.agreement import By, Reason, Report
from dragoman.analysis.corpus import Corpus, open_corpus
from dragoman.analysis.dyadic import Dyadic, Pair, label, sides
from dragoman.analysis.peers import PeerKind, kind_of, rows
from dragoman.analysis.peers.codes import country_named
from dragoman.errors import InputError, QueryError
from dragoman.exports.rows import Row
from dragoman.exports.saying import REJECTED, why_not
from dragoman.ontology.countries import codes
from dragoman.sources.addresses import shown
from dragoman.store.keys import code_of
from dragoman.store.periods import iso_day
from dragoman.store.questions import DayFrom, EventQuery

if TYPE_CHECKING:
    from dragoman.analysis.corpus import Source

ANYBODYS = ("actor", "recipient", "about", "type", "quad", "since", "until")
"""Filters that a peer's data can answer."""
OURS = ("status", "min_confidence", "judged")
"""Filters that choose among our own events alone, since a peer's data do not tell such things."""


_VAGUE: dict[By, set[str]] = {
    "day": {"week", "month", "year"},
    "week": {"month", "year"},
    "month": {"year"},
}
"""Precisions of a date that do not tell in which period of a length it is."""


class Told(NamedTuple):
    """An event between two, as it is compared.

    ``left`` is why our own is not compared whatever the other coding says; ``reported`` the day of the report.
    """

    day: str | None
    actor: str | None
    recipient: str | None
    type: str | None
    cameo: str | None
    quad: int
    reported: str | None
    left: Reason | None
    source: Dyadic | Row


class Side(ABC):
    """A coding that can be gone through more than once."""

    name: str
    kind: str

    @abstractmethod
    def told(self) -> Iterator[Told]:
        """Yield the events that are asked for, one for each pair of who acts and whom it is done to."""

    def covers(self) -> tuple[str | None, str | None]:
        """Return the first and the last day that it covers, where this is known without its events."""
        return None, None


@contextmanager
def open_side(
    source: Source, name: str, query: EventQuery, day: DayFrom, by: By, reading: Mapping[str, Any]
) -> Iterator[Side]:
    """Open a coding: a peer's file or a folder of them, or what `dragoman.analysis.corpus.open_corpus` opens.

    Args:
        name: what it is called where it has no name of its own.
        query: which events.
        day: whose day counts.
        by: how closely an event must be dated.
        reading: how inputs are read and coded, as `open_corpus` takes it.

    Raises:
        InputError, StoreError: as `open_corpus`.
        QueryError: the query asks what cannot be asked of it.
    """
    if isinstance(source, str | os.PathLike):
        name = os.fspath(source)
        if peer := peer_at(name, query, day, reading.get("on_error")):
            yield peer
            return
    with open_corpus(source, **reading) as corpus:
        yield Ours(name, corpus, query, day, by)


def peer_at(
    path: str, query: EventQuery, day: DayFrom, on_error: Callable[[InputError], None] | None
) -> Peer | None:
    """Return the coding of a peer's file, or of a folder of them; ``None`` where it is nobody's.

    Raises `QueryError` where the query asks what a peer's data do not tell.
    """
    found = _files_of_peer(Path(path))
    return Peer(path, *found, query, day, on_error) if found else None


def _files_of_peer(path: Path) -> tuple[PeerKind, list[Path]] | None:
    """Return whose data a file, or the files of a folder, are, and the files; ``None`` where they are nobody's."""
    if not path.is_dir():
        kind = kind_of(path)
        return (kind, [path]) if kind else None
    files = sorted(file for file in path.rglob("[!.]*") if file.is_file())
    kind = kind_of(files[0]) if files else None
    return (kind, files) if kind else None


# --------------------------------------------------------------------------------------------- ours


class Ours(Side):
    """What we coded."""

    kind = "dragoman"

    def __init__(self, name: str, corpus: Corpus, query: EventQuery, day: DayFrom, by: By) -> None:
        self.name = shown(name)
        self._corpus, self._day, self._by = corpus, day, by
        self._wanted = _Wanted.of(query)
        self._since, self._until = query.since, query.until
        self._status = query.status
        # Who acts on whom is asked of the pairs: those who talk to each other are all actors of one event.
        about = query.actor or query.recipient or query.about
        self._query = replace(query, actor=None, recipient=None, about=about, status=None)
        if day == "published":
            self._query = replace(self._query, since=None, until=None)

    def covers(self) -> tuple[str | None, str | None]:
        """See `Side.covers`: from the first report to the last, whatever is asked for, within the days asked for."""
        first, last = self._corpus.covers()
        if first is None or last is None:
            return None, None
        return max(first, self._since or first), min(last, self._until or last)

    def told(self) -> Iterator[Told]:
        """See `Side.told`."""
        for row in self._corpus.rows(self._query):
            event = row.event
            reported = row.document.published[:10] if row.document.published else None
            day = row.day if self._day == "event" else reported
            if self._day == "published" and not _lies(day, self._since, self._until):
                continue
            left = self._left(row)
            seen = set[tuple[str | None, str | None]]()
            for pair in sides(event):
                if not self._wanted.pair(pair):
                    continue
                names = label(pair[0]), label(pair[1])
                if names not in seen:
                    seen.add(names)
                    yield Told(day, *names, event.type, event.cameo, event.quad, reported, left, row)

    def _left(self, row: Row) -> Reason | None:
        """Return why an event is not compared, whatever the other coding says."""
        event = row.event
        # What a peer would have a row of; of what somebody rejected the query says whether it is meant.
        told = why_not(event) in (None, REJECTED)
        if not (event.status == self._status if self._status else told):
            return "status"
        dated = self._day == "event" and row.day_from == "event" and event.date
        return "vague" if dated and dated.precision in _VAGUE[self._by] else None


# ------------------------------------------------------------------------------------------- a peer's


class Peer(Side):
    """A peer's files."""

    def __init__(
        self,
        name: str,
        kind: PeerKind,
        files: list[Path],
        query: EventQuery,
        day: DayFrom,
        on_error: Callable[[InputError], None] | None,
    ) -> None:
        for asked in sorted(set(EventQuery.__dataclass_fields__) - {*ANYBODYS, *OURS}):
            if getattr(query, asked) is not None:
                raise QueryError(
                    f"{asked}: {name} cannot be asked for it (a peer's data tell {', '.join(ANYBODYS)})"
                )
        self.name, self.kind = shown(name), kind
        self._kind, self._files, self._day, self._query = kind, files, day, query
        self._wanted = _Wanted.of(query)
        self._on_error = on_error

    def told(self) -> Iterator[Told]:
        """See `Side.told`."""
        query, wanted = self._query, self._wanted
        tell, self._on_error = self._on_error, None  # what is wrong is told when it is first met
        for file in self._files:
            for found in rows(file, self._kind):
                if isinstance(found, InputError):
                    if tell:
                        tell(found)
                    continue
                event, reported = found
                day = event.day if self._day == "event" or reported is None else reported
                if (
                    (query.type is None or event.type == query.type)
                    and (query.quad is None or event.quad == query.quad)
                    and _lies(day, query.since, query.until)
                    and wanted.dyadic(event)
                ):
                    yield Told(
                        day, event.actor, event.recipient, event.type, event.cameo, event.quad, reported, None, event
                    )  # fmt: skip


# -------------------------------------------------------------------------------------------- both


def report_of(told: Told) -> Report:
    """Return an event as evidence."""
    source, day = told.source, told.day or ""
    actor, recipient = told.actor or "", told.recipient or ""
    if isinstance(source, Dyadic):
        return Report(
            source.event, day, actor, recipient, source.type, source.cameo, source.quad, None, source.text,
            source.publisher, source.url, None, None, told.left,
        )  # fmt: skip
    event, document = source.event, source.document
    return Report(
        event.id, day, actor, recipient, event.type, event.cameo, event.quad, event.status, event.evidence.quote,
        document.publisher, document.url, document.id, event.evidence.rule, told.left,
    )  # fmt: skip


Key = tuple[str, str | None]
"""A country, and a sector or any."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Who is asked for on which side."""

    actor: Key | None
    recipient: Key | None
    about: Key | None

    @classmethod
    def of(cls, query: EventQuery) -> _Wanted:
        """Read them off a query. Raises `QueryError` for what is no code, and for days that are none."""
        for name in ("since", "until"):
            if (value := getattr(query, name)) is not None:
                iso_day(name, value)
        return cls(*(_key(name, getattr(query, name)) for name in ("actor", "recipient", "about")))

    def pair(self, pair: Pair) -> bool:
        """Whether two parties of ours are meant."""

        def is_one(at: int, key: Key) -> bool:
            party = pair[at]
            return (
                party is not None and party.country == key[0] and (key[1] is None or key[1] in party.sectors)
            )

        return self._holds(is_one)

    def dyadic(self, event: Dyadic) -> bool:
        """Whether two parties of a peer's row are meant."""
        if not (self.actor or self.recipient or self.about):
            return True
        parties = ((event.actor, event.actor_sector), (event.recipient, event.recipient_sector))
        return self._holds(lambda at, key: parties[at][0] == key[0] and key[1] in (None, parties[at][1]))

    def _holds(self, is_one: Callable[[int, Key], bool]) -> bool:
        return (
            (self.actor is None or is_one(0, self.actor))
            and (self.recipient is None or is_one(1, self.recipient))
            and (self.about is None or is_one(0, self.about) or is_one(1, self.about))
        )


def _key(name: str, key: str | None) -> Key | None:
    if key is None:
        return None
    found = code_of(country_named(key) or key)
    if found is None or found[0] not in codes():
        raise QueryError(
            f"{name}: {key[:40]!r} is no country (codings are compared by these: FRA, FRA:GOV, France)"
        )
    return found


def _lies(day: str | None, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    return day is not None and (since is None or day >= since) and (until is None or day <= until)
