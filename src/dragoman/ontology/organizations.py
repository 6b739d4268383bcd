"""Bodies known by name: ministries, parties, alliances, companies, media (``organizations/*.yaml``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.countries import check_code
from dragoman.ontology.files import every_file, load_yaml, loaded_once
from dragoman.ontology.schema import build, check_sectors, read_date


@dataclass(frozen=True, slots=True)
class Organization:
    """A body.

    Attributes:
        code: ISO 3166 alpha-3 of its state, or PLOVER's IGO, UNO, EUR, NGO, ISM, IMG, MNC.
        sectors: PLOVER sectors, the most specific first.
        since: first day on which ``sectors`` hold; ``None``: always.
        before: sectors until then.
        ambiguous: forms that often mean something else ("Congress", "Treasury"); they want a second sign.
    """

    name: str
    code: str
    sectors: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    since: dt.date | None = None
    before: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()

    def sectors_on(self, day: dt.date | None) -> tuple[str, ...]:
        """Return the sectors on the day, or today's without a day."""
        return (
            self.before if day is not None and self.since is not None and day < self.since else self.sectors
        )


@loaded_once
def organizations() -> tuple[Organization, ...]:
    """Return all bodies, file by file. Raises `OntologyError` when a file breaks its schema."""
    names = (name for name in every_file() if name.startswith("organizations/"))
    return tuple(found for name in names for found in _file(name))


def _file(file: str) -> list[Organization]:
    data = load_yaml(file)
    if not isinstance(data, dict) or not all(isinstance(raws, list) for raws in data.values()):
        raise OntologyError(f"{file}: wants lists of bodies by country code (see organizations/README.md)")
    return [_organization(raw, code, file) for code, raws in data.items() for raw in raws]


def _organization(raw: dict[str, Any], code: str, file: str) -> Organization:
    where = f"{file}: {raw.get('name')!r}"
    check_code(code, where)
    given = {key: tuple(str(raw.get(key) or "").split()) for key in ("sectors", "before")}
    check_sectors((*given["sectors"], *given["before"]), where)
    found = build(Organization, raw, file, code=code, since=read_date(raw.get("since"), where), **given)
    if bool(found.since) != bool(found.before):
        raise OntologyError(f"{where}: `since` and `before` belong together (give both or neither)")
    for form in found.ambiguous:
        if form not in (found.name, *found.aliases):
            raise OntologyError(
                f"{where}: {form!r} is marked but is none of its forms (add it or drop the mark)"
            )
    return found
