"""Credits: how a report says that an agency wrote it, whoever prints it (``credits.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml, loaded_once

FILE = "credits.yaml"

NEAR = 4
"""Lines from the head of a text, and from its end, that may credit: title, byline, place and date stand above the
report; note, copyright and links below it."""

_PARTS = {"reporter": r"\w[\w.’'-]*(?:,? [\w.’'-]+){0,8}", "year": r"(?:19|20)\d\d"}


class Credits:
    """The agencies, and the forms in which a text names one as its author."""

    def __init__(self, data: Any, publishers: Any) -> None:
        """Take ``credits.yaml`` and ``publishers.yaml``. Raises `OntologyError` naming what is wrong."""
        if not isinstance(data, dict) or set(data) != {"agencies", "head", "end", "closing", "marks"}:
            raise OntologyError(f"{FILE}: needs agencies, head, end, closing and marks, and nothing else")
        known = {row["name"]: [row["name"], *row.get("also", [])] for row in publishers}
        self._houses: dict[str, str] = {}
        for house, signs in data["agencies"].items():
            if house not in known:
                raise OntologyError(f"{FILE}: agencies: {house!r} is no name of publishers.yaml")
            for sign in (*known[house], *signs):
                for form in (sign, sign.upper()):
                    if self._houses.setdefault(form, house) != house:
                        raise OntologyError(
                            f"{FILE}: agencies: {form!r} is also {self._houses[form]} (keep one)"
                        )
        self.agencies = frozenset(data["agencies"])
        self._head = self._compiled("head", data["head"])
        self._end = self._compiled("end", data["end"])
        self._closing = self._compiled("closing", data["closing"], before=r".*[.!?…][\"'”’)\]]*\s*")
        self._marks: list[tuple[re.Pattern[str], str]] = []
        for house, marks in data["marks"].items():
            if house not in self.agencies:
                raise OntologyError(f"{FILE}: marks: {house!r} is none of the agencies")
            patterns = (".*".join(map(re.escape, mark.split("…"))) for mark in marks)
            self._marks.append((re.compile("|".join(patterns), re.IGNORECASE), house))

    def house(self, signed: str) -> str | None:
        """Return the agency that signs so ("AP"), ``None`` where it is none of the agencies."""
        return self._houses.get(signed.split(" via ")[0].strip())

    def author(self, lines: Sequence[str]) -> str | None:
        """Return the agency that the lines of a text, without blank ones, name as its author.

        Datelines are not looked at: `dragoman.language.datelines` reads them.
        """
        return (
            self._first(self._head, lines[:NEAR])
            or self._first(self._end, lines[-NEAR:])
            or self._first(self._closing, lines[-1:])
            or next(
                (house for line in lines[-NEAR:] for mark, house in self._marks if mark.search(line)), None
            )
        )

    def _first(self, form: re.Pattern[str], lines: Iterable[str]) -> str | None:
        for line in lines:
            if match := form.fullmatch(line):
                return self._houses[next(sign for sign in match.groups() if sign)]
        return None

    def _compiled(self, where: str, forms: Any, before: str = "") -> re.Pattern[str]:
        """One pattern of all forms; its groups hold the agency."""
        signs = "|".join(sorted(map(re.escape, self._houses), key=len, reverse=True))
        patterns = []
        for form in forms:
            parts = re.split(r"\{(\w+)\}", form.removesuffix("…").rstrip())
            if parts[1::2].count("agency") != 1 or set(parts[1::2]) - {"agency", *_PARTS}:
                raise OntologyError(
                    f"{FILE}: {where}: {form!r} (needs one {{agency}}; may have {{reporter}}, {{year}})"
                )
            pattern = "".join(
                f"(?i:{re.escape(part)})"
                if n % 2 == 0
                else f"({signs})"
                if part == "agency"
                else _PARTS[part]
                for n, part in enumerate(parts)
            )
            patterns.append(pattern + (r"(?:\W.*)?" if form.endswith("…") else r"\.?"))
        return re.compile(f"{before}(?:{'|'.join(patterns)})", re.DOTALL)


@loaded_once
def credits_() -> Credits:
    """Return the packaged credits."""
    return Credits(load_yaml(FILE), load_yaml("publishers.yaml"))
