"""Parties as CAMEO codes actors (``USAGOV``, ``IGOUNO``), and as ICEWS names their sectors (``cameo_actors.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.codes import country_codes
from dragoman.ontology.files import load_yaml
from dragoman.records import Party

FILE = "cameo_actors.yaml"

ROLES = 3
"""Roles that an actor has at most."""

_THREES = re.compile(r"(?:[A-Z]{3})+")


@dataclass(frozen=True, slots=True)
class Actor:
    """A party as CAMEO codes it; what it has no code for is empty.

    Attributes:
        code: all of it, in groups of three letters: country or kind of organization, group, roles.
        country: CAMEO's code of the country, or of the region that an organization is of (``EUR``).
        group: code of a group known by name (``NAT``), as GDELT has them.
        kind: kind of an international organization (``IGO``, ``NGO``, ``NGM``, ``IMG``, ``MNC``).
        roles: role codes, the most specific first, three at most.
    """

    code: str = ""
    country: str = ""
    group: str = ""
    kind: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Body:
    code: str = ""
    region: str = ""
    group: str = ""
    icews: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Table:
    roles: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    international: Mapping[str, _Body] = field(default_factory=dict)
    bodies: Mapping[str, _Body] = field(default_factory=dict)


def actor(party: Party) -> Actor:
    """Return a party as CAMEO codes it; where neither country nor sector is known, nothing of it is coded."""
    return _actor(party.country, party.sectors, party.name)


def role(sector: str) -> str:
    """Return CAMEO's role code of a PLOVER sector; empty where it has none."""
    return _table().roles.get(sector, "")


def icews_sectors(party: Party) -> tuple[str, ...]:
    """Return the names that ICEWS has for the sectors of a party."""
    table = _table()
    found = [table.names[sector] for sector in party.sectors if sector in table.names]
    body = table.international.get(party.country or "")
    return tuple(dict.fromkeys([*found, *([body.icews] if body else [])]))


def international_name(code: str | None) -> str:
    """Return the body that an international code of PLOVER stands for; empty where it is of a kind (``IGO``)."""
    return _table().international.get(code or "", _Body()).name


@lru_cache(maxsize=65_536)
def _actor(country: str | None, sectors: tuple[str, ...], name: str | None) -> Actor:
    table = _table()
    roles = tuple(dict.fromkeys(filter(None, map(role, sectors))))[:ROLES]
    named = table.bodies.get(name or "", _Body())
    body = table.international.get(country or "", _Body())
    code, region = named.code or body.code, named.region or body.region
    group = named.group or body.group
    if code:
        kind = code[:3]
        roles = tuple(one for one in roles if one != kind)
        return Actor(code + "".join(roles), region, group, kind, roles)
    codes = country_codes().get(country or "")
    state = (codes.cameo or codes.iso3) if codes else ""
    return Actor(state + "".join(roles), state, group, "", roles)


@cache
def _table() -> _Table:
    return parse(load_yaml(FILE), FILE)


def parse(data: Any, source: str) -> _Table:
    """Build the tables from what YAML gave. Raises `OntologyError` naming the source, the entry and the mend."""
    from dragoman.ontology.plover import plover

    parts = ("sectors", "international", "bodies")
    if (
        not isinstance(data, dict)
        or set(data) != set(parts)
        or not all(isinstance(data[k], dict) for k in parts)
    ):
        raise OntologyError(f"{source}: not the tables {', '.join(parts)} (write each, one entry a line)")
    for part, known in (("sectors", plover().sectors), ("international", plover().international)):
        if set(data[part]) != set(known):
            wrong = sorted(set(data[part]) ^ set(known))[0]
            raise OntologyError(f"{source}: {part}: {wrong!r} (have exactly the codes of plover.yaml)")
    roles, names = {}, {}
    for sector, entry in data["sectors"].items():
        where = f"{source}: {sector}"
        _check(entry, {"role", "icews"}, {"role", "icews"}, where)
        roles[sector], names[sector] = _code(entry["role"], 3, where), entry["icews"]
    return _Table(
        roles,
        names,
        {
            key: _body(entry, {"code", "icews"}, f"{source}: {key}")
            for key, entry in data["international"].items()
        },
        {key: _body(entry, {"group"}, f"{source}: {key}") for key, entry in data["bodies"].items()},
    )


def _body(entry: Any, needed: set[str], where: str) -> _Body:
    _check(entry, needed, {"code", "region", "group", "icews", "name"}, where)
    _code(entry.get("code", ""), None, where)
    for key in ("region", "group"):
        _code(entry.get(key, ""), 3, where)
    return _Body(**entry)


def _check(entry: Any, needed: set[str], known: set[str], where: str) -> None:
    if not isinstance(entry, dict) or not needed <= set(entry) <= known:
        raise OntologyError(
            f"{where}: has {', '.join(sorted(needed))}, and at most {', '.join(sorted(known))}"
        )
    if wrong := [key for key, value in entry.items() if not isinstance(value, str)]:
        raise OntologyError(f"{where}: {wrong[0]} is no text (write it in quotes)")


def _code(code: str, length: int | None, where: str) -> str:
    if code and not (_THREES.fullmatch(code) and len(code) == (length or len(code))):
        raise OntologyError(f"{where}: {code!r} is no code (write groups of three capital letters)")
    return code
