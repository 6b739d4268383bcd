"""What kind of meeting it is, where the word leaves it open: of three or more, or on ground that belongs to none."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.coding.turns import Turned
from dragoman.ontology.plover import plover
from dragoman.records import Party, Place


def told(turned: Turned, parties: Sequence[Party], place: Place | None) -> Turned:
    """Return a meeting with its mode (`plover.yaml`: multilateral, third-party); any other event as it is.

    Bodies of several states are at home in many places, so that no ground is foreign to them.
    """
    if turned.type != "CONSULT" or turned.mode is not None:
        return turned
    countries = {party.country for party in parties}
    if len(countries - {None}) > 2:
        return _of_mode(turned, "multilateral")
    abroad = place is not None and place.country is not None and place.country not in countries
    if abroad and len(countries) == 2 and countries.isdisjoint({None, *plover().international}):
        return _of_mode(turned, "third-party")
    return turned


def _of_mode(turned: Turned, mode: str) -> Turned:
    info = plover().types["CONSULT"]
    code = info.modes[mode].cameo if turned.cameo == info.cameo else turned.cameo
    return Turned(turned.type, mode, code, turned.status, turned.why)
