"""GDELT events, 1.0 (57 or 58 columns) and 2.0 (61 columns): tab-separated, without header.

An actor goes by its country; without one, by its group or role where that is one of PLOVER's international ones; else
by its name. What stands for a region is no country. ``goldstein`` and ``quad`` are as the row has them, type and
intensity follow from the CAMEO code (`dragoman.ontology.crosswalk`).
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.analysis.dyadic import Dyadic
from dragoman.analysis.peers.codes import day_of, deed, number_of, peer_codes
from dragoman.analysis.peers.lines import Problems, lines_of
from dragoman.errors import InputError
from dragoman.ontology.codes import by_cameo

WIDTHS = (57, 58, 61)
"""Columns of a row: of 1.0 before April 2013, of 1.0 since then, of 2.0."""
HEADER = "globaleventid"
"""First column of a header, which some put above the rows."""

_ACTOR, _RECIPIENT = slice(5, 15), slice(15, 25)
_NAME, _COUNTRY, _GROUP, _TYPES = 1, 2, 3, slice(7, 10)


def recognises(line: str) -> bool:
    """Whether a line is a row of GDELT, or its header."""
    cells = line.split("\t")
    if len(cells) in WIDTHS and cells[0].strip('"').casefold() == HEADER:
        return True
    return (
        len(cells) in WIDTHS
        and cells[0].isascii()
        and cells[0].isdigit()
        and len(cells[1]) == 8
        and cells[1].isdigit()
        and cells[29] in ("1", "2", "3", "4")
    )


def rows(path: str) -> Iterator[tuple[Dyadic, str | None] | InputError]:
    """Yield the events of a file with the day on which GDELT had them, and at the end what is wrong with it."""
    problems = Problems(path)
    countries, codes = by_cameo(), peer_codes()
    try:
        for number, line in lines_of(path, problems):
            cells = line.split("\t")
            if len(cells) not in WIDTHS:
                if not cells[0].casefold().startswith(HEADER):
                    problems.add(
                        number,
                        f"{len(cells)} columns",
                        f"a row of GDELT has {', '.join(map(str, WIDTHS))}; left out",
                    )
                continue
            found = deed(cells[26][:8])
            if found is None:
                if cells[0].casefold() != HEADER:
                    problems.add(number, f"{cells[26][:20]!r} is no CAMEO code", "the row is left out")
                continue
            day = day_of(cells[1][:40])
            if day is None:
                problems.add(number, f"{cells[1][:20]!r} is no day", "the event counts as undated")
            goldstein = number_of(cells[30]) if cells[30] else None
            if goldstein is None and cells[30]:
                problems.add(number, "a GoldsteinScale that is no number from -10 to 10", "it is left empty")
            labels: list[str | None] = []
            sectors: list[str | None] = []
            for side in (_ACTOR, _RECIPIENT):
                party = cells[side]
                country, group, types = party[_COUNTRY], party[_GROUP], party[_TYPES]
                label = countries.get(country) if country else None
                if label is None:
                    if country and country not in codes.regions and country not in codes.groups:
                        problems.add(
                            number, f"country code {country[:20]!r} is not known", "its actor has no country"
                        )
                    label = codes.groups.get(group) or codes.groups.get(country)
                    if label is None:
                        label = next(
                            (codes.international[t] for t in types if t in codes.international), None
                        )
                labels.append(label or party[_NAME] or None)
                sectors.append(next((codes.sectors[t] for t in types if t in codes.sectors), None))
            quad = cells[29]
            event = Dyadic(
                cells[0],
                day,
                labels[0],
                labels[1],
                sectors[0],
                sectors[1],
                found.type,
                found.cameo,
                int(quad) if quad in ("1", "2", "3", "4") else found.quad,
                found.intensity,
                goldstein,
                None,
                None,
                cells[0],
                " · ".join(filter(None, (cells[6], cells[16]))) or None,
                (cells[-1] or None) if len(cells) > 57 else None,
                None,
            )
            yield event, day_of(cells[59 if len(cells) == 61 else 56][:8])
    except InputError as error:
        yield error
    yield from problems.told()
