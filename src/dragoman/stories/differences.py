"""What the reports of a story tell differently: figures that change or disagree, and claims that are denied.

Of each count (`figures`) a report has one figure, unless speakers put it differently in it: that of the title,
else the one that says how the count stands now, else the only one. A report that gives several and says of none
that it is the count is left out: what it counts is not sure. Two figures differ when neither hedging nor rounding
explains it, and neither report tells the other's figure too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from dragoman.records import Difference, Document, Event, Parser, Party, Telling
from dragoman.stories.denials import denied
from dragoman.stories.figures import STEM, Figure, by_counts, group_label, said_of, told
from dragoman.stories.speakers import speaker_of
from dragoman.stories.terms import term, words

COMPARED = 20
"""Of figures that count one thing, how many a further one is compared with, the latest, so that a story of
thousands of reports costs no more than it is long."""

SUMS_SHARE = 2
"""Words that two sums are for, in common, before they are taken for sums of one thing."""

SUMS_APART = 10
"""Two sums of one thing are not further apart than this many times."""


def differences(
    documents: Sequence[Document], events: Sequence[Event], parser: Parser = "accurate"
) -> tuple[Difference, ...]:
    """Return what the reports of one story tell differently: figures by their first telling, then claims.

    Args:
        documents: the members of the story, in any order.
        events: their events.
        parser: what the sentences of the figures that differ are read with, to see who says them.
    """
    if len(documents) == 1 and not documents[0].text:
        return ()  # a headline alone; most stories of a stream are one
    of_document: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda e: (e.evidence.field == "text", e.trigger.start, e.id)):
        of_document[event.document].append(event)
    first: dict[tuple[str | None, str | None], Document] = {}
    for document in sorted(documents, key=_when):
        first.setdefault((document.title, document.text), document)  # a copy tells nothing of its own
    ordered = list(first.values())
    counts = by_counts(figure for d in ordered for figure in told(d, of_document[d.id]))
    figures = (
        difference
        for key in sorted(counts)
        for tellers in _of_one_thing(counts[key], parser)
        for difference in _difference(tellers, parser)
    )
    return (*figures, *denied(ordered, of_document, parser))


def _when(document: Document) -> tuple[bool, str, str]:
    return document.published is None, document.published or "", document.id


# --------------------------------------------------------------------------------- which are compared


def _of_one_thing(found: Sequence[Figure], parser: Parser) -> Iterator[list[Figure]]:
    """Yield the figures of several reports, or speakers, that count one thing, those that count together first."""
    if max(figure.low for figure in found) <= min(figure.high for figure in found):
        return  # all may mean one number
    by_document: dict[str, list[Figure]] = defaultdict(list)
    for figure in found:
        by_document[figure.document.id].append(figure)
    groups: list[list[Figure]] = []
    for figures in by_document.values():
        for figure in _own(figures, parser):
            group = next(
                (g for g in groups if all(_comparable(figure, f, by_document) for f in g[-COMPARED:])), None
            )
            if group is None:
                groups.append([figure])
            else:
                group.append(figure)
    yield from groups


def _own(figures: Sequence[Figure], parser: Parser) -> list[Figure]:
    """Return the figure that is a report's own, or one for each speaker who puts it differently."""
    for chosen in (
        [f for f in figures if f.field == "title"],
        [f for f in figures if f.updates],
        figures,
    ):
        if chosen and all(f.agrees(chosen[0]) for f in chosen):
            return [chosen[0]]
    spoken = [(speaker_of(f, parser), f) for f in figures]
    names = {speaker.text.casefold() for speaker, _ in spoken if speaker}
    if len(names) > 1 and all(speaker for speaker, _ in spoken):
        return [f for _, f in spoken]
    return []


def _comparable(a: Figure, b: Figure, by_document: dict[str, list[Figure]]) -> bool:
    """Whether two figures count one thing, as far as the words tell."""
    if not a.scene.fits(b.scene):
        return False
    if a.counts[0] == "money" and (
        len(a.objects & b.objects) < SUMS_SHARE
        or max(a.amount.high, b.amount.high) > SUMS_APART * min(a.amount.low, b.amount.low)
    ):
        return False
    if a.document.id == b.document.id or a.agrees(b):
        return True
    if not _goes_on(*sorted((a, b), key=lambda f: f.document.published or "")):
        return False
    return not (_tells_too(a, by_document[b.document.id]) or _tells_too(b, by_document[a.document.id]))


def _goes_on(earlier: Figure, later: Figure) -> bool:
    """Whether the later of two reports of different days still tells of the happening of the earlier one.

    A new attack in the same town a day later has the same words; so the later report has to refer to something
    known, or tell of what lasts for days and costs more and more.
    """
    if (earlier.document.published or "")[:10] == (later.document.published or "")[:10]:
        return True
    rises = later.low > earlier.low
    return later.updates or later.scene.refers or (rises and later.scene.lasts)


def _tells_too(figure: Figure, others: Iterable[Figure]) -> bool:
    """Whether another report tells the figure too, beside its own."""
    return any(figure.agrees(other) for other in others)


# ------------------------------------------------------------------------------------ what is printed


def _difference(figures: Sequence[Figure], parser: Parser) -> Iterator[Difference]:
    versions = _versions(figures)
    if len(versions) < 2:
        return
    tellings: dict[tuple[int, str], tuple[tuple[bool, str, str, bool, int], Telling]] = {}
    for n, version in enumerate(versions):
        for figure in version:
            speaker = speaker_of(figure, parser)
            key = n, speaker.text.casefold() if speaker else ""
            order = _place(figure)
            if key not in tellings or order < tellings[key][0]:
                tellings[key] = order, _telling(figure, speaker)
    yield Difference(
        kind=figures[0].counts.kind,
        about=_about(figures),
        how=_how(versions),
        tellings=tuple(telling for _, telling in sorted(tellings.values(), key=lambda pair: pair[0])),
    )


def _place(figure: Figure) -> tuple[bool, str, str, bool, int]:
    return (*_when(figure.document), figure.field == "text", figure.start)


def _versions(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Put together the figures that may mean one number, the most precise first."""
    versions: list[list[Figure]] = []
    for figure in sorted(figures, key=lambda f: (f.high - f.low, _place(f))):
        same = next((v for v in versions if v[0].agrees(figure)), None)
        if same is None:
            versions.append([figure])
        else:
            same.append(figure)
    return versions


def _how(versions: Sequence[Sequence[Figure]]) -> Literal["changed", "disagrees"]:
    """Whether each version was first told at another time: then the figure has changed.

    Within a day it has changed only where the hours are known and the figure rises with them, as a toll does.
    """
    firsts = [min(version, key=_place) for version in versions]
    times = [first.document.published or "" for first in firsts]
    if all(times) and len({time[:10] for time in times}) == len(times):
        return "changed"
    hours = all(len(time) > len("2024-05-01") for time in times) and len(set(times)) == len(times)
    rising = sorted(firsts, key=lambda f: f.document.published or "")
    rises = all(a.high < b.low for a, b in pairwise(rising))
    return "changed" if hours and rises else "disagrees"


def _telling(figure: Figure, speaker: Party | None) -> Telling:
    return Telling(
        low=figure.amount.low,
        high=figure.amount.high,
        text=figure.amount.text,
        speaker=speaker,
        document=figure.document.id,
        publisher=figure.document.publisher,
        published=figure.document.published,
        citation=figure.sentence,
    )


def _about(figures: Sequence[Figure]) -> str:
    kind, group, fate = figures[0].counts
    if kind != "money":
        return f"{group_label(group)} {fate or said_of(kind)}"
    shared = frozenset.intersection(*(f.objects for f in figures))
    found = {term(word)[:STEM]: word.lower() for word in words(figures[0].sentence.quote)}
    spelt = {stem: word for stem, word in found.items() if stem in shared}
    return f"{group}: {' '.join(spelt.values())}"
