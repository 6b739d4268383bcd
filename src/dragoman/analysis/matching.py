"""Which events a query means, where no store holds them: the same as a store that holds just these.

What a name means is told by all events of a corpus together: ``Norway`` means the state where a party of that name is
one, ``FBI`` a body where one has that name. So the names are looked at first (`Names`), then each event by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, get_args

from dragoman.errors import QueryError
from dragoman.exports.rows import Row
from dragoman.ontology.countries import as_code
from dragoman.ontology.plover import plover
from dragoman.records import EVENT_TYPES, STATUSES, Event, Party
from dragoman.store.codec import fit, is_rejected, plain
from dragoman.store.folding import tokens
from dragoman.store.keys import code_of, key_of
from dragoman.store.periods import iso_day
from dragoman.store.questions import EventQuery, Which
from dragoman.store.words import checked, words_of

Matches = Callable[[Row], bool]
IsParty = Callable[[Party], bool]

PARTIES = ("actor", "recipient", "about", "speaker")
"""What is asked of parties, so that the names must be known (`Names`)."""


def asked_for(**filters: Any) -> EventQuery:
    """Return the query of filters that a program names.

    Raises:
        QueryError: a value that no event can have, which would be answered with nothing or with zeros.
    """
    named = {name: filters[name] for name in (*PARTIES, "place") if filters.get(name) is not None}
    query = EventQuery(**{**filters, **{name: as_code(key) for name, key in named.items()}})
    modes = sorted({mode for info in plover().types.values() for mode in info.modes})
    known = {"type": EVENT_TYPES, "mode": modes, "quad": (1, 2, 3, 4), "status": STATUSES}
    for name, values in known.items():
        value = getattr(query, name)
        if value is not None and value not in values:
            raise QueryError(f"{name}: no {str(value)[:40]!r} (write one of {', '.join(map(str, values))})")
    if query.min_confidence is not None and not 0 <= query.min_confidence <= 1:
        raise QueryError(f"min_confidence: {query.min_confidence} is not from 0 to 1")
    return query


@dataclass(slots=True)
class Names:
    """Names and countries of the parties of a corpus.

    Attributes:
        spelled: the spellings of each name, by its small letters.
        states: countries of the states that go by a name, by the name.
        countries: all codes.
    """

    spelled: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    states: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    countries: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, events: Iterable[Event]) -> Names:
        """Return those of some events."""
        names = cls()
        for event in events:
            for party in (*event.actors, *event.recipients, *_speakers(event)):
                names.add(party)
        return names

    def add(self, party: Party) -> None:
        """Take in a party."""
        if party.country:
            self.countries.add(plain(party.country))
        if party.name is not None:
            name = plain(party.name)
            self.spelled[name.casefold()].add(name)
            if party.country:
                key = key_of(party) or ""
                if key == party.country or key.startswith(f"{party.country}:"):
                    self.states[name].add(plain(party.country))

    def meant(self, key: str) -> tuple[tuple[str, str | None] | None, set[str]]:
        """Return the code and the sector that a key means, or ``None`` and the names."""
        code = self._code(key) or self._code(self._resolved(key))
        return code, self._spellings(key)

    def _spellings(self, key: str) -> set[str]:
        return self.spelled.get(plain(key).casefold(), set())

    def _code(self, key: str) -> tuple[str, str | None] | None:
        code = code_of(key)
        if code is None or code[1] or not self._spellings(key):
            return code
        return code if key in self.countries else None

    def _resolved(self, key: str) -> str:
        names, name = self._spellings(key), plain(key)
        if not names:
            return name
        states = {code for spelling in names for code in self.states.get(spelling, ())}
        return min(states, default=name if name in names else min(names))


def matcher(query: EventQuery, names: Names) -> Matches:
    """Return what says whether an event is one of those that a query means.

    Raises:
        QueryError: as a store does.
    """
    return _all(list(_conditions(query, names)))


def _conditions(query: EventQuery, names: Names) -> Iterable[Matches]:
    for name in ("type", "mode", "quad", "status"):
        if (wanted := getattr(query, name)) is not None:
            yield _is(name, fit(wanted) if isinstance(wanted, str) else wanted)
    if query.actor is not None:
        yield _with(query.actor, names, lambda event: event.actors)
    if query.recipient is not None:
        yield _with(query.recipient, names, lambda event: event.recipients)
    if query.about is not None:
        yield _with(query.about, names, lambda event: (*event.actors, *event.recipients))
    if query.speaker is not None:
        yield _with(query.speaker, names, _speakers)
    if query.place is not None:
        yield _at(fit(query.place))
    if query.since is not None:
        yield _since(iso_day("since", query.since))
    if query.until is not None:
        yield _until(iso_day("until", query.until))
    if query.publisher is not None:
        house = _folded(query.publisher)
        yield lambda row: _folded(row.document.publisher) == house
    if query.min_confidence is not None:
        least = query.min_confidence
        yield lambda row: row.event.confidence is not None and row.event.confidence >= least
    yield _judged(query.judged)
    if query.text is not None:
        yield _worded(fit(query.text))


def _all(conditions: list[Matches]) -> Matches:
    return lambda row: all(holds(row) for holds in conditions)


def _is(name: str, wanted: object) -> Matches:
    return lambda row: getattr(row.event, name) == wanted


def _since(day: str) -> Matches:
    return lambda row: row.day is not None and row.day >= day


def _until(day: str) -> Matches:
    return lambda row: row.day is not None and row.day <= day


def _with(key: str, names: Names, side: Callable[[Event], tuple[Party, ...]]) -> Matches:
    is_one = is_party(*names.meant(fit(key)))
    return lambda row: any(map(is_one, side(row.event)))


def is_party(code: tuple[str, str | None] | None, spellings: set[str]) -> IsParty:
    """Return what says whether a party is of a country and sector, or goes by one of some names (`Names.meant`)."""
    if code is None:
        return lambda party: bool(party.name) and plain(party.name or "") in spellings
    country, sector = code
    return lambda party: party.country == country and (sector is None or sector in party.sectors)


def _speakers(event: Event) -> tuple[Party, ...]:
    said = event.attribution
    return (*((said.speaker,) if said.speaker else ()), *said.chain) if said else ()


def _at(place: str) -> Matches:
    code = code_of(place)
    if code and code[1] is None:
        return lambda row: row.event.place is not None and row.event.place.country == place
    name = _folded(place)
    return lambda row: row.event.place is not None and _folded(row.event.place.name) == name


def _folded(name: str | None) -> str | None:
    return None if name is None else plain(name).casefold()


def _judged(which: Which) -> Matches:
    if which not in get_args(Which):
        raise QueryError(f"judged: no {which[:40]!r} (write one of {', '.join(get_args(Which))})")
    if which == "any":
        return lambda row: True
    if which == "rejected":
        return lambda row: is_rejected(row.event)
    if which == "corrected":
        return lambda row: row.event.judgement is not None and not is_rejected(row.event)
    return lambda row: not is_rejected(row.event)


def _worded(text: str) -> Matches:
    # A word as people write it may be several to the reader of words; these stand side by side.
    wanted = [f" {' '.join(tokens(word))} " for word in words_of(checked(text))]
    if not wanted or "  " in wanted:
        return lambda row: False

    def holds(row: Row) -> bool:
        said = f" {' '.join(tokens(fit(row.event.evidence.quote)))} "
        return all(words in said for words in wanted)

    return holds
