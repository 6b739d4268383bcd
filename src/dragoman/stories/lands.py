"""Which lands a headline speaks of: by their name, people, capital, leaders, towns and regions.

So that ``Kyiv``, ``Zelensky`` and ``the Ukrainian army`` speak of one land, and the Bank of England is not the Bank
of Japan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache

from dragoman.ontology.countries import countries
from dragoman.ontology.files import load_yaml
from dragoman.stories.entities import Entity, known
from dragoman.stories.terms import background, term


def lands(found: Sequence[str], day: dt.date | None = None, *, shouting: bool = False) -> frozenset[str]:
    """Codes of the lands that a sequence of words speaks of (see `entities.known`).

    Codes are ISO 3166 alpha-3, and EUR for Europe.
    """
    return of_entities(known(found, day, shouting=shouting))


def of_entities(entities: Iterable[tuple[Entity, str | None]]) -> frozenset[str]:
    """Codes of the lands of what is named; bodies of several states have none."""
    return frozenset({land for _, land in entities if land} & _states())


@cache
def weight_of_land(code: str) -> float:
    """How seldom the news names a land, in nats: that of the commonest of its names (`terms.Background`)."""
    forms = [form for c in countries() if c.code == code for form in (c.name, *c.adjectives)] or ["Europe"]
    weights = [background().weight(term(form)) for form in forms if " " not in form]
    return min(weights, default=background().unseen)


def name_of_land(code: str) -> str:
    """Return what a land is called. Raises `KeyError` for a code that `lands` never gives."""
    more: dict[str, list[str]] = load_yaml("lands.yaml", __package__)
    names = {c.code: c.name for c in countries() if c.kind == "state"}
    return names[code] if code in names else more[code][0]


@cache
def _states() -> frozenset[str]:
    return frozenset(c.code for c in countries()) | {"EUR"}
