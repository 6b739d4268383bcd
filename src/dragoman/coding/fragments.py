"""Who a bare noun phrase means: "Taiwan's defense ministry", "Tokyo", "suspected rebels", without any sentence.

A parser made for sentences reads such fragments badly, and need not be asked: in an English noun phrase the head is the
last noun before a preposition, a comma, a relative pronoun or a participle. So the words decide, with the names of the
gazetteer among them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from dragoman.coding import equipment, lookup, spelling
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.lookup import Hit
from dragoman.coding.resolution import DASHES, Meant, Words
from dragoman.errors import InputError
from dragoman.ontology.leaders import Leader

# Letters set apart by stops ("U.S."), runs of letters or of digits, the possessive, single signs.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+|\d+|['’]s\b|\S")
_LEFT_OUT = set('.…"“”()[]')
_UNKNOWN = Meant(None, (), None, "unknown: the gazetteer explains none of its words")


@dataclass(frozen=True, slots=True)
class Asked:
    """A phrase of somebody's list, with its id, which comes back unchanged, and its day."""

    id: Any
    text: str
    date: str | None

    @classmethod
    def of(cls, row: object, source: str, place: str) -> Asked:
        """Check a row ``{"id", "text", "date"}``; id and date may be absent or ``null``.

        Raises `InputError` naming the input, the place and what is wrong with the row.
        """
        shape = 'write {"id": "1", "text": "the Kremlin", "date": "2025-02-18"}'
        if not isinstance(row, dict):
            raise InputError(source, place, "not a JSON object", shape)
        text, date = row.get("text"), row.get("date")
        if not isinstance(text, str) or not text.strip():
            raise InputError(source, place, "`text` is missing or empty", shape)
        if date is not None and not _is_day(date):
            raise InputError(source, place, f"`date` is {date!r}", "write it as 2025-02-18, or leave it out")
        return cls(row.get("id"), text, date)


def _is_day(date: object) -> bool:
    try:
        return isinstance(date, str) and bool(dt.date.fromisoformat(date[:10]))
    except ValueError:
        return False


def read(text: str, day: dt.date | None) -> Meant:
    """Return who a noun phrase means.

    Args:
        text: the phrase; what is no party gives no country, and `Meant.how` says so.
        day: decides who held which office. ``None``: the latest office known.
    """
    meant = _Fragment(text, day).meant()
    if meant.country is not None and not meant.how.startswith("name:"):
        return meant
    for window, form in _slips(text):
        again = _Fragment(text.replace(window, form), day).meant()
        if again.country is not None and (meant.country is None or again.sectors):
            return replace(again, how=f"{again.how}; spelling: {window} for {form}")
    return meant


def _slips(text: str) -> Iterator[tuple[str, str]]:
    """Yield words that may be a slip for a form of the gazetteer, the most together first, and that form."""
    spans = list(_spans(text))
    for length in (3, 2, 1):
        for i in range(len(spans) - length + 1):
            window = text[spans[i][0] : spans[i + length - 1][1]]
            if window[0].isalpha() and (form := spelling.mended(window)):
                yield window, form


class _Fragment:
    def __init__(self, text: str, day: dt.date | None) -> None:
        spans = list(_spans(text))
        self._words = [text[start:end] for start, end in spans]
        starts = {start: i for i, (start, _) in enumerate(spans)}
        ends = {end: i + 1 for i, (_, end) in enumerate(spans)}
        self._hits: dict[int, Hit] = {}
        for hit in lookup.hits(text, starts, ends):
            for i in range(hit.start, hit.end):
                self._hits[i] = hit
        self._told = Words(self._words, self._hits, day)

    def meant(self) -> Meant:
        return self._phrase(0, len(self._words)) or _UNKNOWN

    def _phrase(self, start: int, end: int) -> Meant | None:
        """Read the words from `start` up to `end`."""
        while start < end and start not in self._hits and self._is_opening(start):
            start += 1
        cut = self._cut(start, end)
        last = cut
        while last > start and (self._words[last - 1][0] in "'’" or self._words[last - 1] in DASHES):
            last -= 1
        found = self._core(start, last, end)
        for comma in (i for i in range(cut, end) if self._words[i] == ","):
            if found is not None and found.country is not None:
                break
            found = _joined(found, self._phrase(comma + 1, end))
        if found is None and cut < end and is_grammatical(self._word(cut), "origins"):
            return self._phrase(cut + 1, end)  # "members *of* the European Parliament"
        if found is None and cut < end and is_grammatical(self._word(cut), "locations"):
            where = self._phrase(cut + 1, end)
            return replace(where, sectors=(), name=None, how=f"place: {where.how}") if where else None
        return found

    def _core(self, start: int, cut: int, end: int) -> Meant | None:
        """Read a phrase by the name nearest to the end of its core, which ends at `cut`."""
        hit = self._hits.get(cut - 1) if cut > start else None
        if hit is not None and (leader := self._leader(hit, start)):
            return self._told.person(leader, start, hit.start)
        if hit is not None and all(isinstance(name.entry, Leader) for name in hit.names):
            hit = None  # another person of that surname
        agent = hit if hit is not None and hit.agent else None
        if hit is None:
            agent = next(
                (h for i in range(cut - 1, start - 1, -1) if (h := self._hits.get(i)) and h.agent), None
            )
        if agent is not None:
            return self._person_behind(agent, start, cut, end) or self._role(agent, start, end)
        if hit is not None:
            named = self._told.named(hit, start, end)
            if named and hit.names[0].kind == "adjective" and self._word(hit.start - 1) != "the":
                # "A Kenyan" is somebody; "the British" are as often their government.
                return replace(named, sectors=named.sectors or ("CVL",))
            return named
        country, sectors, source = self._told.beside(start, cut, skip=range(cut - 1, cut))
        if source:
            if not sectors and equipment.is_named(" ".join(self._words[start:cut])):
                return Meant(country, ("MIL",), None, f"name: {source} in its phrase; equipment")
            return Meant(country, sectors, None, f"name: {source} in its phrase")
        town = lookup.town(self._words[start:cut])
        # A capital stands for a government; any other town for those who live there (as PLOVER's gold records have it).
        return Meant(town.country, ("CVL",), town.name, f"city: {town.name}, its people") if town else None

    def _role(self, agent: Hit, start: int, end: int) -> Meant | None:
        role = self._told.role(agent, start, end)
        wanting = role.country is None and agent.agent is not None and agent.agent.needs_country
        return self._told.named(agent, start, end) if wanting else role

    def _leader(self, hit: Hit, start: int) -> Leader | None:
        """The person of the tables that a name means, unless words before it name another of the same surname."""
        leader = self._told.leader(hit)
        if leader is None or (hit.start == start and not isinstance(hit.names[0].entry, Leader)):
            return None  # "Chad" alone is the state
        if hit.end - hit.start > 1:
            return leader
        own = {word.lower() for form in (leader.name, *leader.aliases) for word in re.findall(r"\w+", form)}
        given = []
        for i in range(hit.start - 1, start - 1, -1):
            if i in self._hits or not (self._words[i][0].isupper() or self._words[i] in DASHES):
                break
            given.append(self._word(i))
        return leader if own.intersection(given) or not given else None

    def _person_behind(self, title: Hit, start: int, cut: int, end: int) -> Meant | None:
        """The person whose title has a preposition in it: "Minister for Transport *Ana Lund*"."""
        if title.agent is None or not title.agent.office or cut == end:
            return None
        stop = next((i for i in range(cut, end) if self._words[i] == ","), end)
        hit = self._hits.get(stop - 1)
        before = self._hits.get(hit.start - 1) if hit else None
        if hit is None or hit.start <= cut + 1 or self._word(hit.start - 1) in {"'s", "’s"}:
            return None
        if self._is_cut(hit.start - 1) or (before is not None and before.agent):
            return None  # "spokesman for President *Lund*" is the spokesman
        leader = self._told.leader(hit)
        return self._told.person(leader, start, hit.start) if leader else None

    # ------------------------------------------------------------------------------------- helpers

    def _cut(self, start: int, end: int) -> int:
        """Return where the core of a phrase ends."""
        named = False
        for i in range(start, end):
            if i in self._hits:
                named = True
                continue
            comma = self._words[i] in {",", ";", ":", "—"}
            joined = self._words[i - 1] in DASHES  # "a U.S.-*backed* militia"
            behind = named and not joined and is_grammatical(self._word(i), "postmodifiers")
            if comma or behind or (i > start and not joined and self._is_cut(i)):
                return i
        return end

    def _is_cut(self, i: int) -> bool:
        return any(is_grammatical(self._word(i), group) for group in ("origins", "locations", "directions"))

    def _is_opening(self, i: int) -> bool:
        return self._is_cut(i) or is_grammatical(self._word(i), "openings") or not self._word(i)[0].isalnum()

    def _word(self, i: int) -> str:
        return self._words[i].lower() if 0 <= i < len(self._words) else ""


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each word; quotes, brackets and single stops are none."""
    for match in _WORD.finditer(text):
        if match.group() not in _LEFT_OUT:
            yield match.span()


def _joined(found: Meant | None, apposition: Meant | None) -> Meant | None:
    """Add what an apposition tells ("Ana Lund, *Norway's deputy mines minister*")."""
    if found is None or apposition is None:
        return found or apposition
    how = f"{found.how}; apposition: {apposition.how}"
    return Meant(apposition.country, found.sectors or apposition.sectors, found.name or apposition.name, how)
