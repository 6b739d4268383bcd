"""Whether a report shares with a storyline what it must share at least; how near it is comes after (`ranking`).

The weights of the model are learnt from a chronicle that tells one thing of a small country in a year: alone they would
join all that is told of it, and in a feed from one country nearly everything. So a tie is asked for first, in titles:
what stands in a lead is background too often (who said it, who photographed it).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Signs:
    """What of a report's titles may tie it, by mark: its weight.

    Attributes:
        known: leaders, bodies and places.
        names: rare names that are no part of what a gazetteer knows.
        lands: lands.
        words: telling words.
        often: those of them that tie only in company.
    """

    known: dict[str, float]
    names: dict[str, float]
    lands: dict[str, float]
    words: dict[str, float]
    often: frozenset[str]


def signs(report: Gist, usual: Usual = Usual()) -> Signs:
    """Take from the titles of a report what may tie it; what is everywhere or idle is left out."""

    def heavy(marks: Iterable[str], least: float) -> dict[str, float]:
        weights = {
            m: weight(m) for m in marks if m in report.head and m not in usual.everywhere and not idle(m)
        }
        return {mark: weights[mark] for mark in sorted(weights) if weights[mark] >= least}

    parts = {term(word) for e in report.entities for word in words(e.name)}
    return Signs(
        known=heavy((f"{e.kind}:{e.name}" for e in report.entities), OFFICIAL),
        names=heavy(report.names - parts, RARE),
        lands=heavy((f"land:{land}" for land in report.lands), 0.0),
        words=heavy(report.words, WORD),
        often=usual.often,
    )


def tied(signs: Signs, line: Line, today: int) -> bool:
    """Whether the titles of a report and of half of a storyline's reports share enough.

    That is one of:

    - a name that is hardly ever in the news; or a rare one, if the last report is not long ago, of a leader, a firm,
      an armed group, a place or somebody no gazetteer knows
    - two names (of persons, bodies, places), or a name and a telling word
    - a body and a land that is not its own
    - two lands, not the most usual ones
    - a land that says something and a telling word, or any land and three telling words
    """
    least, headed = CORE * len(line.reports), line.headed

    def core(marks: dict[str, float]) -> dict[str, float]:
        return {mark: w for mark, w in marks.items() if headed.get(mark, 0) >= least}

    known, names, lands = core(signs.known), core(signs.names), core(signs.lands)
    alone = [mark for mark, w in names.items() if w >= UNHEARD]
    if today - line.last <= SOON:
        alone += [mark for mark, w in (known | names).items() if w >= RARE and _of_one_affair(mark)]
    if not signs.often.issuperset(alone):
        return True
    if len(lands) > 1 and sum(lands.values()) >= DYAD:
        return True
    telling = len(core(signs.words))
    if (known or names) and len(known) + len(names) + telling > 1:
        return True
    if any(mark.startswith("body:") and _abroad(mark, lands) for mark in known):
        return True
    return bool(lands) and telling >= (1 if max(lands.values()) >= LAND else 3)


def _of_one_affair(mark: str) -> bool:
    """Whether somebody is in the news for one thing at a time, as an office, a court, a paper or a city is not."""
    kind, _, name = mark.partition(":")
    if kind == "body":
        return not ACTING.isdisjoint(_bodies()[name].sectors)
    return kind != "place" or weight(mark) >= UNHEARD


def _abroad(body: str, lands: Mapping[str, float]) -> bool:
    """Whether a land that says something is not the body's own."""
    own = f"land:{_bodies()[body.removeprefix('body:')].code}"
    return any(w >= LAND for land, w in lands.items() if land != own)


@cache
def _bodies() -> dict[str, Organization]:
    return {body.name: body for body in organizations()}
