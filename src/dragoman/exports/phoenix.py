"""Events as Phoenix has them: 26 columns, tab-separated, no header; one row for each pair of source and target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TextIO

from dragoman.exports import tabular
from dragoman.exports.gdelt import quad_class, scale
from dragoman.exports.rows import Row, Written
from dragoman.exports.saying import event_number, lines, told
from dragoman.exports.where import Where, where
from dragoman.ontology.cameo_actors import Actor, actor
from dragoman.records import Event

NAME = "phoenix"

NO_CODE = "no code for source or target"


class Coded(NamedTuple):
    """An event between two parties that both have a CAMEO code."""

    row: Row
    id: int
    source: Actor
    target: Actor
    at: Where


def _nothing(coded: Coded) -> None:
    return None


COLUMNS: Mapping[str, Callable[[Coded], object]] = {
    "EventID": lambda c: f"{c.id}_v{c.row.event.version.code}",
    "Date": lambda c: c.row.day and c.row.day.replace("-", ""),
    "Year": lambda c: c.row.day and c.row.day[:4],
    "Month": lambda c: c.row.day and int(c.row.day[5:7]),
    "Day": lambda c: c.row.day and int(c.row.day[8:10]),
    "SourceActorFull": lambda c: c.source.code,
    "SourceActorEntity": lambda c: _parts(c.source)[0],
    "SourceActorRole": lambda c: _parts(c.source)[1],
    "SourceActorAttribute": lambda c: _parts(c.source)[2],
    "TargetActorFull": lambda c: c.target.code,
    "TargetActorEntity": lambda c: _parts(c.target)[0],
    "TargetActorRole": lambda c: _parts(c.target)[1],
    "TargetActorAttribute": lambda c: _parts(c.target)[2],
    "EventCode": lambda c: c.row.event.cameo,
    "EventRootCode": lambda c: c.row.event.cameo and c.row.event.cameo[:2],
    "QuadClass": lambda c: quad_class(c.row.event.cameo),
    "Goldstein": lambda c: scale(c.row.event.cameo),
    "Issues": _nothing,
    "Lat": lambda c: c.at.lat,
    "Lon": lambda c: c.at.lon,
    "LocationName": lambda c: c.at.name,
    "StateName": lambda c: c.at.province,
    "CountryCode": lambda c: c.at.iso3,
    "SentenceID": lambda c: sentence(c.row.event),
    "URLs": lambda c: c.row.document.url,
    "NewsSources": lambda c: c.row.document.publisher,
}


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write one row a pair of parties; what the format cannot say is left out and counted."""
    left_out = Counter[str]()
    return Written(tabular.write(COLUMNS, coded(rows, left_out), out, header=False), left_out)


def coded(rows: Iterable[Row], left_out: Counter[str]) -> Iterator[Coded]:
    """Yield the pairs whose source and target both have a code; events without such a pair are counted."""
    for row in told(rows, left_out):
        found = False
        for _, one, other in lines([row]):
            source, target = one and actor(one), other and actor(other)
            if source and target and source.code and target.code:
                found = True
                yield Coded(
                    row,
                    event_number(row.event.id, row.event, one, other),
                    source,
                    target,
                    where(row.event.place),
                )
        if not found:
            left_out[NO_CODE] += 1


def sentence(event: Event) -> str:
    """Return where the sentence stands: document, field, and offsets."""
    e = event.evidence
    return f"{event.document}#{e.field}:{e.start}-{e.end}"


def _parts(actor: Actor) -> tuple[str, str, str]:
    """Return country or kind of organization, the role behind it, and what stands behind that."""
    code = actor.code if actor.country or actor.kind else f"   {actor.code}"
    return code[:3].strip(), code[3:6], code[6:]
