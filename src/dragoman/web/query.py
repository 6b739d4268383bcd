"""What the parameters of an address ask for: checked one by one, and put back into one address for one question.

Which parameters there are, and what each allows, is data (``parameters.yaml``). Two addresses that ask the same have
the same canonical form: parameters in the order of that file, defaults and empty fields left out.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from dragoman.ontology.countries import codes
from dragoman.ontology.files import load_yaml
from dragoman.ontology.plover import plover
from dragoman.store import EventQuery, Page
from dragoman.web.problems import Problem

T = TypeVar("T")

LONGEST = 200
"""Most characters that a value of free text may have."""

_CODE = re.compile(r"[A-Za-z]{3}(:[A-Za-z]{3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?|\.[0-9]{1,9}")
_COUNT = re.compile(r"[0-9]{1,12}")


def wrong(name: str, problem: str, allowed: str) -> Problem:
    """Return the problem of a parameter: its name, what is wrong with it, and what may be written instead."""
    return Problem(
        422, f"The parameter “{_cut(name)}” is wrong: {problem}.", f"{allowed}.", parameter=_cut(name)
    )


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as ``parameters.yaml`` describes it.

    Attributes:
        choices: the values of a choice, each with what it means; empty for other kinds.
        least, most: bounds of a number or a count.
        default: what holds when nothing is given.
    """

    name: str
    label: str
    kind: str
    hint: str
    example: str
    choices: Mapping[str, str]
    least: float = 0.0
    most: float = math.inf
    default: str | None = None

    def value(self, given: str) -> str:
        """Return the one way to write a value; empty for an empty one. Raises `Problem`."""
        text = " ".join(given.split())
        if not text:
            return ""
        if len(text) > LONGEST:
            raise wrong(self.name, f"it has {len(text):,} characters", f"Write at most {LONGEST}")
        if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
            raise wrong(
                self.name, "it has characters that no text has", "Write letters, digits, signs and blanks"
            )
        return str(getattr(self, f"_{self.kind}")(text))

    @property
    def allowed(self) -> str:
        """What may be written, in words."""
        if self.kind == "choice":
            return f"Write one of {', '.join(self.choices)}"
        if self.kind == "day":
            return f"Write a day as {self.example}"
        if self.kind in ("number", "count"):
            kind = "a number" if self.kind == "number" else "a whole number"
            return f"Write {kind} from {self.least:,.0f} to {self.most:,.0f}"
        return f"Write words, at most {LONGEST} characters"

    def _words(self, text: str) -> str:
        return text

    def _party(self, text: str) -> str:
        """A code may be written in small letters; whatever is no code is a name."""
        return text.upper() if text.upper().partition(":")[0] in codes() and _CODE.fullmatch(text) else text

    def _choice(self, text: str) -> str:
        found = next((choice for choice in self.choices if choice.casefold() == text.casefold()), None)
        if found is None:
            raise wrong(self.name, f"{_shown(text)} is none of its values", self.allowed)
        return found

    def _day(self, text: str) -> str:
        if not _DAY.fullmatch(text):
            raise wrong(self.name, f"{_shown(text)} is no day", self.allowed)
        try:
            return dt.date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise wrong(self.name, f"{_shown(text)} is no day of the calendar", self.allowed) from error

    def _number(self, text: str) -> str:
        return self._bounded(text, _NUMBER)

    def _count(self, text: str) -> str:
        return self._bounded(text, _COUNT)

    def _bounded(self, text: str, form: re.Pattern[str]) -> str:
        if not form.fullmatch(text) or not self.least <= float(text) <= self.most:
            raise wrong(self.name, f"{_shown(text)} does not do", self.allowed)
        return f"{float(text):.10g}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for.

    Attributes:
        values: parameters that say more than the default, each in its one form, in canonical order.
        names: the parameters that the page knows.
    """

    values: Mapping[str, str]
    names: tuple[str, ...]

    def get(self, name: str) -> str:
        """Return a value or its default; empty when there is neither."""
        return self.values.get(name) or parameters()[name].default or ""

    @property
    def query(self) -> EventQuery:
        """The filters as the store takes them."""
        given: dict[str, Any] = {name: self.values[name] for name in filters() if name in self.values}
        for name, kind in (("quad", int), ("min_confidence", float)):
            if name in given:
                given[name] = kind(given[name])
        return EventQuery(**given)

    @property
    def filtered(self) -> dict[str, str]:
        """The filters alone."""
        return {name: value for name, value in self.values.items() if name in filters()}

    @property
    def sort(self) -> str:
        """The order of the rows."""
        return self.get("sort")

    @property
    def page(self) -> int:
        """The number of the page, from 1."""
        return int(self.get("page"))

    @property
    def size(self) -> int:
        """How many rows a page has."""
        return int(self.get("size"))

    def address(self, path: str, **changes: str | int | None) -> str:
        """Return the canonical address of this question at a path, with some values changed (``None``: left out).

        Whatever is changed, the reader starts at the first page, unless ``page`` is changed itself.
        """
        values = {**self.values, "page": None, **changes} if changes else self.values
        texts = {name: "" if value is None else str(value) for name, value in values.items()}
        asked = urlencode(canonical(texts), errors="replace")
        return f"{path}?{asked}" if asked else path

    def filters_at(self, path: str) -> str:
        """Return the address of the same filters at another page."""
        return Asked(self.filtered, self.names).address(path)


def ask(given: Iterable[tuple[str, str]], names: Iterable[str]) -> Asked:
    """Check what an address gives against what its page knows.

    Args:
        given: names and values as they stand in the address.
        names: the parameters that the page knows.

    Raises:
        Problem: one is unknown, given twice, or has a value that does not do.
    """
    known, values = tuple(names), dict[str, str]()
    for name, text in given:
        if name not in known:
            raise _unknown(name, known)
        value = parameters()[name].value(text)
        if value and values.get(name, value) != value:
            raise wrong(name, "it is given twice", "Give one value")
        values[name] = value or values.get(name, "")
    if (since := values.get("since")) and (until := values.get("until")) and since > until:
        raise wrong("since", f"{since} is after {until}", "Give a day that is not after the last")
    return Asked(canonical(values), known)


def canonical(values: Mapping[str, str]) -> dict[str, str]:
    """Return what is not empty and not the default, in the order of ``parameters.yaml``."""
    return {
        name: values[name]
        for name, parameter in parameters().items()
        if values.get(name) and values[name] != parameter.default
    }


def asked_of(request: Request, names: Iterable[str]) -> Asked:
    """Return what a request asks for. Raises `Problem`."""
    return ask(request.query_params.multi_items(), names)


def elsewhere(request: Request, asked: Asked, path: str) -> Response | None:
    """Return what sends a request on to the one address of its question; ``None`` where it is there already."""
    if request.scope.get("dragoman.json"):
        path = f"{path}.json"
    address = asked.address(path)
    if address.partition("?")[2].encode("ascii") == request.scope["query_string"]:
        return None
    return RedirectResponse(address, status_code=308)


def listing(found: Page[Any], asked: Asked, path: str) -> dict[str, Any]:
    """Return a page of an answer as JSON has it; ``next`` is the address of the next page, or ``None``."""
    last = last_page(found)
    return {
        "total": found.total,
        "page": found.number,
        "pages": last,
        "size": found.size,
        "next": asked.address(path, page=found.number + 1) if found.number < last else None,
        "items": found.items,
    }


def existing(found: Page[T]) -> Page[T]:
    """Return a page that there is. Raises `Problem` for one behind the last."""
    last = last_page(found)
    if found.number > last:
        told = f"There are {last:,} pages" if last > 1 else "There is one page"
        raise Problem(404, f"There is no page {found.number:,} of this.", f"{told}.", parameter="page")
    return found


def last_page(found: Page[Any]) -> int:
    """Return the number of the last page; an empty answer has one page."""
    return max(1, -(-found.total // found.size))


@cache
def parameters() -> Mapping[str, Parameter]:
    """Return every parameter by its name, in canonical order."""
    return {name: _parameter(name, raw) for part in _file().values() for name, raw in part.items()}


@cache
def filters() -> tuple[str, ...]:
    """Return the names of the parameters that filter events."""
    return tuple(_file()["filters"])


@cache
def _file() -> Mapping[str, Mapping[str, Any]]:
    read: Mapping[str, Mapping[str, Any]] = load_yaml("parameters.yaml", __package__)
    return read


def _parameter(name: str, raw: Mapping[str, Any]) -> Parameter:
    of = raw.get("of")
    least, most = of if isinstance(of, list) else (0.0, math.inf)
    choices: Mapping[str, str] = of if isinstance(of, Mapping) else {}
    if of == "event types":
        choices = {kind: info.definition for kind, info in plover().types.items()}
    elif of == "modes":
        found: dict[str, list[str]] = {}
        for kind, info in plover().types.items():
            for mode in info.modes:
                found.setdefault(mode, []).append(kind)
        choices = {mode: f"of {', '.join(kinds)}" for mode, kinds in sorted(found.items())}
    return Parameter(
        name=name,
        label=raw["label"],
        kind=raw["kind"],
        hint=raw["hint"],
        example=raw["example"],
        choices=choices,
        least=float(least),
        most=float(most),
        default=raw.get("default"),
    )


def _unknown(name: str, known: tuple[str, ...]) -> Problem:
    close = difflib.get_close_matches(name[:LONGEST], known, n=1)
    allowed = f"Perhaps {close[0]} is meant" if close else f"This page knows {', '.join(known) or 'none'}"
    return wrong(name, "this page knows no such parameter", allowed)


def _shown(text: str) -> str:
    return f"“{_cut(text)}”"


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
