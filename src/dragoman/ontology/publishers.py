"""Publishers: which house a name or an address belongs to, so that its several names count as one origin."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml

FILE = "publishers.yaml"
KEYS = {"name", "also", "brand", "domains"}


class Publishers:
    """Houses by name, by the words their names begin with, and by domain."""

    def __init__(self, rows: Any) -> None:
        """Take the rows of ``publishers.yaml``. Raises `OntologyError` naming the entry that is wrong."""
        self._names: dict[str, str] = {}
        self._brands: dict[str, str] = {}
        self._domains: dict[str, str] = {}
        if not isinstance(rows, list):
            raise OntologyError(f"{FILE}: not a list (write one entry a line)")
        for number, row in enumerate(rows, start=1):
            self._add(row, f"{FILE}, entry {number}")

    def family(self, publisher: str | None, url: str | None) -> str | None:
        """Return the house behind a name, or an address; a publisher not known is a house of its own."""
        return (publisher and self._by_name(publisher)) or self._by_domain(url) or publisher

    def knows(self, name: str) -> bool:
        """Whether the name is that of a house, or of one of its brands."""
        return self._by_name(name) is not None

    def name_at(self, url: str | None) -> str | None:
        """Return the publisher at an address: the house where it is known, else the bare host."""
        host = _host(url)
        return self._by_domain(url) or (host.removeprefix("www.") if host else None)

    def house_at(self, url: str | None) -> str | None:
        """Return the house that an address belongs to, where it is known."""
        return self._by_domain(url)

    def published_by(self, told: str | None, url: str | None) -> str | None:
        """Return the publisher of what stands at an address, in a list that names itself in its own way.

        The address decides whose it is. Of the list's name ("World news | The Guardian") the part that is a name of
        that house is taken; where it has none, the house; the name as told only where no house is known by either.
        """
        house = self._by_domain(url)
        for part in _parts(told) if told else ():
            known = self._by_name(part)
            if known is not None and known == (house or known):
                return part
        return house or told

    def _by_name(self, name: str) -> str | None:
        """The house of a name; also of a part of it, as feeds are titled ("World news | The Guardian")."""
        parts = [name, *_parts(name)]
        for plain in map(_plain, parts):
            if plain in self._names:
                return self._names[plain]
        for plain in map(_plain, parts):
            words = plain.split()
            for length in range(len(words), 0, -1):
                if (house := self._brands.get(" ".join(words[:length]))) is not None:
                    return house
        return None

    def _by_domain(self, url: str | None) -> str | None:
        labels = (_host(url) or "").split(".")
        for start in range(len(labels) - 1):
            if (house := self._domains.get(".".join(labels[start:]))) is not None:
                return house
        return None

    def _add(self, row: Any, where: str) -> None:
        if not isinstance(row, dict) or not isinstance(name := row.get("name"), str) or set(row) - KEYS:
            raise OntologyError(f"{where}: {row!r} (needs a name; may have also, brand, domains)")
        brand = row.get("brand", [])
        brands = [name] if brand is True else brand
        for given, table, known in (
            ([name, *row.get("also", [])], self._names, "name"),
            (brands, self._brands, "brand"),
            (row.get("domains", []), self._domains, "domain"),
        ):
            if not isinstance(given, list) or not all(isinstance(each, str) and each for each in given):
                raise OntologyError(
                    f"{where} ({name}): {known}: not a list of words (quote words like on, no)"
                )
            for each in given:
                key = each if known == "domain" else _plain(each)
                if table.setdefault(key, name) != name:
                    raise OntologyError(
                        f"{where} ({name}): {known} {each!r} also stands under {table[key]} (keep one)"
                    )


@cache
def publishers() -> Publishers:
    """Return the packaged publishers."""
    return Publishers(load_yaml(FILE))


def _parts(name: str) -> list[str]:
    """The parts of the name of a list, as lists are called: "World news | The Guardian", "NYT > World News"."""
    return [part for each in re.split(r"\s+[-–—|»>:·]+\s+|[|»>:]\s*", name) if (part := each.strip())]


@lru_cache(maxsize=10_000)
def _plain(name: str) -> str:
    """The name to compare: lower case, without accents, punctuation and a leading "the"."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", bare).strip().removeprefix("the ")


def _host(url: str | None) -> str | None:
    try:
        return urlsplit((url or "").strip()).hostname
    except ValueError:  # no address as RFC 3986 has it
        return None
