"""POLECAT events: tab-separated under a header of 40 columns (``ngecEvents….txt``).

Several actors of one event stand in one cell, with semicolons between; each pair of actor and recipient is a row here.
In the types in which parties act on each other (`dragoman.records.RECIPROCAL`) they may all be actors, and each acts
on each other. Type, quad and intensity are POLECAT's own; it has no CAMEO codes, and so no value on the scale of
Goldstein.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

from dragoman.analysis.dyadic import Dyadic
from dragoman.analysis.peers.codes import country_coded, day_of, number_of, peer_codes, type_of
from dragoman.analysis.peers.columns import Columns, names_of, rows_of
from dragoman.analysis.peers.lines import Problems
from dragoman.errors import InputError
from dragoman.ontology.plover import plover
from dragoman.records import RECIPROCAL

WANTED = (
    "event id", "event date", "event type", "actor name", "actor country", "recipient name", "recipient country",
)  # fmt: skip
MOST = 64
"""Parties on one side of an event: what has more is no event but a damaged row."""

Party = tuple[str | None, str | None]
"""Country code or name, and sector."""
Pair = tuple[str | None, str | None]
"""What two parties go by, or their sectors."""


def recognises(line: str) -> bool:
    """Whether a line is the header of POLECAT."""
    return set(WANTED) <= set(names_of(line))


def rows(path: str) -> Iterator[tuple[Dyadic, str | None] | InputError]:
    """Yield the events of a file with the day of the report, and at the end what is wrong with it."""
    problems = Problems(path)
    sectors = frozenset(plover().sectors)
    try:
        for number, columns, cells in rows_of(path, problems, WANTED):
            id, date, name, mode, told_quad, told_intensity, source = (
                cells[columns.at(column)]
                for column in (
                    "event id", "event date", "event type", "event mode", "quad code", "intensity", "source",
                )
            )  # fmt: skip
            type = type_of(name[:20])
            if type is None:
                problems.add(number, f"{name[:20]!r} is no type of PLOVER", "the row is left out")
                continue
            day = day_of(date[:40])
            if day is None:
                problems.add(number, f"{date[:20]!r} is no day", "the event counts as undated")
            reported = day_of(cells[columns.at("publication date")][:40])
            intensity = number_of(told_intensity)
            if intensity is None and told_intensity:
                problems.add(number, "an intensity that is no number from -10 to 10", "it is left empty")
            actors = _parties(cells, columns, "actor", sectors, problems, number)
            recipients = _parties(cells, columns, "recipient", sectors, problems, number)
            if len(actors) > MOST or len(recipients) > MOST:
                problems.add(number, f"more than {MOST} parties on one side", "the row is left out")
                continue
            quad = _quad(told_quad) or plover().types[type].quad
            actor_names, recipient_names = (
                cells[columns.at("actor name")],
                cells[columns.at("recipient name")],
            )
            text = " · ".join(filter(None, (actor_names, f"{name} {mode}".strip(), recipient_names))) or None
            sides: Iterator[tuple[Party, ...]] = product(
                actors or [(None, None)], recipients or [(None, None)]
            )
            if type in RECIPROCAL and len(actors) > 1 and not recipients:
                sides = permutations(actors, 2)
            pairs: dict[Pair, Pair] = {}
            for one, other in sides:
                pairs.setdefault((one[0], other[0]), (one[1], other[1]))
            for (actor, recipient), (actor_sector, recipient_sector) in pairs.items():
                pair = Dyadic(
                    id,
                    day,
                    actor,
                    recipient,
                    actor_sector,
                    recipient_sector,
                    type,
                    None,
                    quad,
                    intensity,
                    None,
                    None,
                    None,
                    id,
                    text,
                    None,
                    source or None,
                )
                yield pair, reported
    except InputError as error:
        yield error
    yield from problems.told()


def _parties(
    cells: list[str], columns: Columns, side: str, sectors: frozenset[str], problems: Problems, number: int
) -> list[Party]:
    """Return the parties of one side. Lists that do not go together are not put together: countries are what count."""
    names, countries, roles = (
        _list(cells[columns.at(column)])
        for column in (f"{side} name", f"{side} country", f"primary {side} sector")
    )
    labels: list[str | None] = []
    for code in countries:
        label = country_coded(code[:20]) if code else None
        if code and label is None:
            problems.add(number, f"country code {code[:20]!r} is not known", "its actor has no country")
        labels.append(label)
    if len(labels) == len(names):
        labels = [label or name for label, name in zip(labels, names, strict=True)]
    elif not any(labels):
        labels = list(names)
    told = [role if role in sectors else None for role in roles]
    if len(told) != len(labels):
        told = [told[0] if len(told) == 1 else None] * len(labels)
    return [(label or None, role) for label, role in zip(labels, told, strict=True) if label]


def _list(cell: str) -> list[str]:
    """Return what stands in a cell between semicolons; ``None`` and ``NA``, as programs write nothing, are empty."""
    if not cell:
        return []
    return ["" if part in ("None", "NA", "nan") else part for part in map(str.strip, cell.split(";"))]


def _quad(told: str) -> int | None:
    if told in ("1", "2", "3", "4"):
        return int(told)
    return peer_codes().polecat_quads.get(told.casefold())
