"""ICEWS events: tab-separated under a header of 20 columns, one file a year; cells may stand in quotes.

An actor goes by its country, which ICEWS writes in English; without one, by PLOVER's international code where its name
or its sectors tell that it has one; else by its name. ``goldstein`` is ICEWS' intensity; type, quad and PLOVER's
intensity follow from the CAMEO code.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from dragoman.analysis.dyadic import Dyadic
from dragoman.analysis.peers.codes import (
    country_named,
    day_of,
    deed,
    international_named,
    number_of,
    peer_codes,
)
from dragoman.analysis.peers.columns import names_of, rows_of
from dragoman.analysis.peers.lines import Problems
from dragoman.errors import InputError

WANTED = (
    "event id", "event date", "source name", "source country", "cameo code", "target name", "target country",
)  # fmt: skip


def recognises(line: str) -> bool:
    """Whether a line is the header of ICEWS."""
    return set(WANTED) <= set(names_of(line))


def rows(path: str) -> Iterator[tuple[Dyadic, str | None] | InputError]:
    """Yield the events of a file, whose day is that of the report, and at the end what is wrong with it."""
    problems = Problems(path)
    try:
        for number, columns, cells in rows_of(path, problems, WANTED):
            id, date, code, intensity, said, publisher = (
                cells[columns.at(name)]
                for name in ("event id", "event date", "cameo code", "intensity", "event text", "publisher")
            )
            found = deed(whole_code(code[:8]))
            if found is None:
                problems.add(number, f"{code[:20]!r} is no CAMEO code", "the row is left out")
                continue
            day = day_of(date[:40])
            if day is None:
                problems.add(number, f"{date[:20]!r} is no day", "the event counts as undated")
            goldstein = number_of(intensity)
            if goldstein is None and intensity:
                problems.add(number, "an intensity that is no number from -10 to 10", "it is left empty")
            labels: list[str | None] = []
            sectors: list[str | None] = []
            names: list[str] = []
            for side in ("source", "target"):
                name, country, told = (
                    cells[columns.at(f"{side} {part}")] for part in ("name", "country", "sectors")
                )
                label = (
                    country_named(country[:100])
                    if country
                    else international_named(name[:100]) or _among(told[:400])
                )
                if country and label is None:
                    problems.add(number, f"country {country[:40]!r} is not known", "its actor has no country")
                labels.append(label or name or None)
                sectors.append(_sector(told[:400]))
                names.append(name)
            event = Dyadic(
                id,
                day,
                labels[0],
                labels[1],
                sectors[0],
                sectors[1],
                found.type,
                found.cameo,
                found.quad,
                found.intensity,
                goldstein,
                None,
                None,
                id,
                " · ".join(filter(None, (names[0], said, names[1]))) or None,
                None,
                publisher or None,
            )
            yield event, day
    except InputError as error:
        yield error
    yield from problems.told()


def whole_code(code: str) -> str:
    """Return a CAMEO code with the zero in front that some programs take for that of a number (``43`` is ``043``)."""
    if not (code.isascii() and code.isdigit()):
        return code
    code = code.zfill(3)
    return f"0{code}" if len(code) == 3 and int(code[:2]) > 20 else code


@lru_cache(maxsize=10_000)
def _sector(told: str) -> str | None:
    known = peer_codes().icews_sectors
    return next((known[part] for part in map(str.strip, told.split(",")) if part in known), None)


@lru_cache(maxsize=10_000)
def _among(told: str) -> str | None:
    known = peer_codes().icews_international
    return next((known[part] for part in map(str.strip, told.split(",")) if part in known), None)
