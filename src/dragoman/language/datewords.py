"""The words dates are made of, and the words around a date that say how it is meant (``dates.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from dragoman.language.numbers import alternatives
from dragoman.language.periods import Unit
from dragoman.ontology.files import load_yaml

Sense = Literal["ahead", "back"]

#: Characters beside a date searched for the words that tell the sense, and for those that stand next to it.
_SENSE, _BESIDE = 120, 40


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of ``dates.yaml``: values by word in lower case, and patterns for what stands beside a date."""

    lists: dict[str, Any]
    months: dict[str, int]
    weekdays: dict[str, int]
    units: dict[str, tuple[Unit, int]]
    remembered: frozenset[str]
    bound: re.Pattern[str]
    before: dict[str, re.Pattern[str]]
    after: dict[str, re.Pattern[str]]
    future: re.Pattern[str]
    past: re.Pattern[str]
    planned: re.Pattern[str]

    def stands_before(self, name: str, text: str, at: int) -> bool:
        """Whether a word of the list ``not_before_{name}`` stands right before this place."""
        return self.before[name].search(text, max(0, at - _BESIDE), at) is not None

    def stands_after(self, name: str, text: str, at: int) -> bool:
        """Whether a word of the list ``not_after_{name}`` stands right after this place."""
        return self.after[name].match(text, at) is not None

    def bounds(self, text: str, at: int) -> bool:
        """Whether the date at this place only bounds, or is compared with ("until Friday", "than last year")."""
        return self.bound.search(text, max(0, at - _BESIDE), at) is not None

    def sense(self, text: str, start: int, end: int) -> Sense | None:
        """Return where the verb nearest to a date looks: the last one before it, else the first one after it."""
        before, after = text[max(0, start - _SENSE) : start], text[end : end + _SENSE]
        future, past = _last_end(self.future, before), _last_end(self.past, before)
        if future or past:
            return "ahead" if future >= past else "back"
        if self.planned.search(before):
            return "ahead"
        first, second = self.future.search(after), self.past.search(after)
        if first is not None and (second is None or first.start() <= second.start()):
            return "ahead"
        return "back" if second is not None else None


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=0)


@cache
def words() -> Words:
    """Return the lists, read once."""
    data = load_yaml("dates.yaml")
    weekdays = data["weekdays"] | data["short_weekdays"]
    befores = {name[11:]: data[name] for name in data if name.startswith("not_before_")}
    afters = {name[10:]: data[name] for name in data if name.startswith("not_after_")}
    return Words(
        lists=data,
        months={form.lower(): int(month) for month, forms in data["months"].items() for form in forms},
        weekdays={name.lower(): number for name, number in weekdays.items()},
        units={name: (unit, number) for name, (unit, number) in data["units"].items()},
        remembered=frozenset(data["remembered"]),
        bound=re.compile(
            rf"\b(?i:{alternatives(data['bounds'])})(?:\s(?i:{alternatives(data['after_bound'])}))?[\s-]$"
        ),
        before={name: re.compile(rf"\b(?i:{alternatives(listed)})\s$") for name, listed in befores.items()},
        after={name: re.compile(rf"\s?(?i:{alternatives(listed)})\b") for name, listed in afters.items()},
        future=re.compile(rf"\b(?i:{'|'.join(data['future'])})\b|['’]ll\b"),
        past=re.compile(rf"\b(?i:{'|'.join(data['past'])})\b"),
        planned=re.compile(rf"\b(?i:to {alternatives(data['planned'])})\b"),
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """Patterns of which the forms of dates are put together."""

    month: str
    weekday: str
    any_weekday: str
    day: str
    year: str
    count: str
    unit: str
    day_part: str
    vague: str
    link: str


@cache
def parts() -> Parts:
    """Return the patterns."""
    data = load_yaml("dates.yaml")
    full = [form for name, *_ in data["months"].values() for form in (name, name.upper())]
    short = [form for _, *names in data["months"].values() for name in names for form in (name, name.upper())]
    weekday = capital(data["weekdays"])
    return Parts(
        month=rf"(?:{alternatives(full)}|{alternatives(short)}\.?)",
        weekday=weekday,
        any_weekday=rf"(?:{weekday}|{capital(data['short_weekdays'])}\.?)",
        day=r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|ST|ND|RD|TH)?",
        year=rf"(?:1\d|20|21)\d\d(?!\s(?i:{alternatives(data['not_after_year'])})\b)",
        count=rf"(?:{any_of(data['counts'])}|\d{{1,3}})",
        unit=any_of(data["units"]),
        day_part=any_of(data["day_parts"]),
        vague=any_of(data["vague"]),
        link=r"(?P<link>\s?[-–—]\s?|\s(?:to|through|until|till|and|TO|THROUGH|AND)\s)",
    )


def any_of(listed: Iterable[Any]) -> str:
    """Return a pattern for any of the words, in letters of any size."""
    return rf"(?i:{alternatives(listed)})"


def capital(listed: Iterable[str]) -> str:
    """Return a pattern for any of these names, as written in the list or all in capitals."""
    names = list(listed)
    return alternatives([*names, *(name.upper() for name in names)])
