"""Whether a report shares with a storyline what it must share at least; how near it is comes after (`ranking`).

The weights of the model are learnt from a chronicle that tells one thing of a small country in a year: alone they would
join all that is told of it, and in a feed from one country nearly everything. So a tie is asked for first, in titles:
what stands in a lead is background too often (who said it, who photographed it).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.ontology.organizations import Organization, organizations
from dragoman.stories.terms import term, words
from dragoman.storylines.gist import Gist
from dragoman.storylines.labels import idle
from dragoman.storylines.marks import weight
from dragoman.storylines.running import Line

CORE = 0.5
"""Share of a storyline's reports whose titles have what ties to it: what one shares with one other is a chain."""

RARE = 6.5
"""Weight, in nats, of a name that is not in the news every week (in one of 650 items): a person of one affair."""

UNHEARD = 8.0
"""Weight of a name that tells an affair by itself (in one of 3,000 items)."""

OFFICIAL = 5.0
"""Weight of a leader or a body that a gazetteer knows, in company: lighter, since it is surely a name."""

LAND = 2.5
"""Weight of a land whose name says something: not the United States, which every page is full of."""

DYAD = 5.0
"""Weight of two lands together."""

WORD = 5.0
"""Weight of a word that says what it is about: "enrichment", not "court"."""

SOON = 30
"""Days within which a rare leader or body goes on to be in the news for one thing."""

ACTING = {"REB", "PRM", "UAF", "CRM", "OPP", "CVL", "BUS"}
"""Sectors (PLOVER) of armed groups, movements and firms."""

EVERYWHERE, OFTEN = (0.03, 10), (0.01, 5)
"""Share of all stories whose titles have a mark, and number of them, above both of which it ties nothing, or only in
company: the president, and a senator, in a feed from one country."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Names and words that many titles of the stories at hand have, whatever their order.

    Attributes:
        everywhere: those that tie nothing.
        often: those that tie only in company; among them the former.
    """

    everywhere: frozenset[str] = frozenset()
    often: frozenset[str] = frozenset()


def usual(gists: Sequence[Gist]) -> Usual:
    """Count what titles have; lands aside, which tie nothing alone."""
    counts = Counter(mark for told in gists for mark in told.head if not mark.startswith("land:"))

    def above(share: float, least: int) -> frozenset[str]:
        return frozenset(mark for mark, n in counts.items() if n > max(least, share * len(gists)))

    return Usual(above(*EVERYWHERE), above(*OFTEN))


def tied(report: Gist, line: Line, today: int, usual: Usual = Usual()) -> bool:
    """Whether the titles of a report and of half of a storyline's reports share enough.

    That is one of:

    - a name that is hardly ever in the news; or a rare one, if the last report is not long ago, of a leader, a firm,
      an armed group, a place or somebody no gazetteer knows
    - two names (of persons, bodies, places), or a name and a telling word
    - a body and a land that is not its own
    - two lands, not the most usual ones
    - a land that says something and a telling word, or any land and three telling words
    """
    least = CORE * len(line.reports)
    core = {
        m for m in report.head if line.headed.get(m, 0) >= least and m not in usual.everywhere and not idle(m)
    }
    known, names = _known(report, core), _unknown(report, core)
    alone = [t for t in names if weight(t) >= UNHEARD]
    if today - line.last <= SOON:
        alone += [mark for mark in [*known, *names] if weight(mark) >= RARE and _of_one_affair(mark)]
    if not usual.often.issuperset(alone):
        return True
    lands = {land: weight(f"land:{land}") for land in report.lands if f"land:{land}" in core}
    if len(lands) > 1 and sum(lands.values()) >= DYAD:
        return True
    telling = sum(t in core and weight(t) >= WORD for t in report.words)
    if (known or names) and len(known) + len(names) + telling > 1:
        return True
    if any(mark.startswith("body:") and _abroad(mark, lands) for mark in known):
        return True
    return bool(lands) and telling >= (1 if max(lands.values()) >= LAND else 3)


def _known(report: Gist, core: Collection[str]) -> list[str]:
    """Leaders, bodies and places that are shared, as marks."""
    marks = (f"{e.kind}:{e.name}" for e in report.entities if e.kind in ("leader", "body", "place"))
    return sorted(mark for mark in marks if mark in core and weight(mark) >= OFFICIAL)


def _unknown(report: Gist, core: Collection[str]) -> list[str]:
    """Rare names that are shared and no part of those that a gazetteer knows."""
    parts = {term(word) for e in report.entities for word in words(e.name)}
    return sorted(t for t in report.names if t in core and t not in parts and weight(t) >= RARE)


def _of_one_affair(mark: str) -> bool:
    """Whether somebody is in the news for one thing at a time, as an office, a court, a paper or a city is not."""
    kind, _, name = mark.partition(":")
    if kind == "body":
        return not ACTING.isdisjoint(_bodies()[name].sectors)
    return kind != "place" or weight(mark) >= UNHEARD


def _abroad(body: str, lands: Mapping[str, float]) -> bool:
    """Whether a land that says something is not the body's own."""
    own = _bodies()[body.removeprefix("body:")].code
    return any(w >= LAND for land, w in lands.items() if land != own)


@cache
def _bodies() -> dict[str, Organization]:
    return {body.name: body for body in organizations()}
