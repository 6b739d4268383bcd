"""How well reports are linked to the storylines they go on from, on a chronicle of eight years.

    python -m benchmarks.storylines           # the table
    python -m benchmarks.storylines --check   # exit 1 when a figure fell below its floor

A one-sentence news item is asked for among all storylines that run: those with an item in the fourteen months before.
Asked for are items right below a heading, where headings can be relied on, if one of theirs is running. *Stream*: all
that was told before the item's day is known. *Filed*: nothing is known of the two months in which it falls; so were the
published peers measured, in March and April 2018 (top 1: TF-IDF .240, MiniLM .296, both .315; among the ten nearest
items .678).

Headings are one where they have the same words in any order ("Ruritanian general election, 2017", "2017 Ruritanian
general election"). Learnt from are 2015 to 2018 without those two months; 2019 was for choosing; of 2020 to 2022, which
are only counted, every fourth item is asked for. Beside us stand the storylines told of most in the last month, and
TF-IDF: the storylines of the nearest items, and those with the nearest centroid.

The last rows are stories linked without any heading (`link`), and with the registry of affairs (`follow`): items of the
chronicle in March and April 2018, which parts a war, its battles and its talks (published, with text clustering: B3 F
.785, items alone .773), and the feeds over weeks in ``tests/storylines/pages``.
"""

from __future__ import annotations

import datetime as dt
import math
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import count

import click

from benchmarks import floors, pages
from benchmarks.stories import Labels, scores
from dragoman.records import Citation, Document, Story
from dragoman.stories import group
from dragoman.storylines import follow
from dragoman.storylines.linking import link
from dragoman.storylines.ranking import rank
from training import devdata
from training.storylines import SPARED, Item, Told, asked, items

LATELY = 30
"""Days over which the plainest baseline counts."""

EVERY = 4
"""Of the years that are only counted, one item in so many is asked for."""

Linker = Callable[[Sequence[Story]], list[list[int]]]


class Baselines:
    """The plain ways, kept up with what is told."""

    def __init__(self) -> None:
        self._held: deque[Item] = deque()
        self._numbers = count()
        self._items: dict[str, dict[int, float]] = defaultdict(dict)
        self._labels: dict[int, tuple[str, ...]] = {}
        self._sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._squares: dict[str, float] = defaultdict(float)
        self._first = 0

    def rank(self, item: Item, told: Told) -> dict[str, list[str]]:
        """Return the storylines, best first, by the name of the way."""
        self._keep_up(told.items)
        near: dict[int, float] = defaultdict(float)
        cosines: dict[str, float] = defaultdict(float)
        for t, w in item.gist.terms.items():
            for number, v in self._items[t].items():
                near[number] += w * v
            for label, v in self._sums[t].items():
                cosines[label] += w * v
        for label in cosines:
            cosines[label] /= math.sqrt(max(self._squares[label], 1e-9))
        nearest = nlargest(100, near, key=lambda n: (near[n], n))
        recent = Counter(
            label
            for other in reversed(told.items)
            if (told.items[-1].day - other.day).days < LATELY
            for label in other.labels
        )
        return {
            "told of most": nlargest(10, recent, key=lambda label: (recent[label], label)),
            "nearest item": list(dict.fromkeys(label for n in nearest for label in self._labels[n])),
            "nearest centroid": nlargest(10, cosines, key=lambda label: (cosines[label], label)),
        }

    def _keep_up(self, told: deque[Item]) -> None:
        while self._held and (not told or self._held[0] is not told[0]):
            self._count(self._held.popleft(), self._first, -1)
            self._first += 1
        for n in range(len(self._held), len(told)):
            self._count(told[n], next(self._numbers), 1)
            self._held.append(told[n])

    def _count(self, item: Item, number: int, sign: int) -> None:
        self._labels[number] = item.labels
        for t, w in item.gist.terms.items():
            if sign > 0:
                self._items[t][number] = w
            else:
                del self._items[t][number]
            for label in item.labels:
                before = self._sums[t][label]
                self._sums[t][label] = before + sign * w
                self._squares[label] += (before + sign * w) ** 2 - before**2


def months(first: dt.date, end: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield stretches of two months."""
    while first < end:
        month = first.month + 2
        then = dt.date(first.year + (month > 12), (month - 1) % 12 + 1, 1)
        yield first, then
        first = then


def linking(
    some: Sequence[Item],
    headings: dict[str, str],
    stretches: Iterable[tuple[dt.date, dt.date]],
    *,
    filed: bool,
    every: int = 1,
) -> tuple[dict[str, tuple[float, float]], float, float]:
    """Link the items of stretches of time.

    Returns:
        Top 1 and top 10 by the name of the way; the share of the items that have a running storyline; and the time
        that ours took for an item, in milliseconds of CPU.
    """
    first: Counter[str] = Counter()
    tenth: Counter[str] = Counter()
    every_item = running = 0
    spent = 0.0
    for start, end in stretches:
        baselines = Baselines()
        for n, (item, told) in enumerate(asked(some, headings, start, end, filed=filed)):
            if n % every:
                continue
            every_item += 1
            right = {each for each in item.labels if each in told.running.lines}
            if not right:
                continue
            running += 1
            began = time.process_time()
            ours = [label for label, _ in rank(item.gist, told.running)]
            spent += time.process_time() - began
            for way, found in (*baselines.rank(item, told).items(), ("dragoman", ours)):
                first[way] += found[:1] != [] and found[0] in right
                tenth[way] += not right.isdisjoint(found[:10])
    ways = ("told of most", "nearest item", "nearest centroid", "dragoman")
    return (
        {way: (first[way] / running, tenth[way] / running) for way in ways},
        running / every_item,
        1000 * spent / running,
    )


def chronicle(some: Sequence[Item], first: dt.date, end: dt.date, linker: Linker) -> dict[str, float]:
    """Link the items of a stretch as stories of one report each; score them by the first of their headings."""
    documents = [
        Document(id=f"{n:06}", kind="article", text=item.text, published=item.day.isoformat())
        for n, item in enumerate(some)
        if first <= item.day < end
    ]
    stories = [
        Story(
            id=d.id,
            title="",
            title_from=Citation(d.id, "title", 0, 0, ""),
            documents=(d,),
            events=(),
            origins=1,
            first=d.published,
            last=d.published,
        )
        for d in documents
    ]
    got: Labels = {stories[i].id: k for k, members in enumerate(linker(stories)) for i in members}
    return scores(got, {d.id: some[int(d.id)].labels[0] for d in documents})


def feeds(linker: Linker) -> dict[str, float]:
    """Group and link the pages of storylines, each alone, and score the documents.

    A document of no storyline goes by its happening, or is alone.
    """
    got: Labels = {}
    gold: Labels = {}
    for file in pages.STORYLINES:
        lines = pages.marked(file)
        stories = group([document for _, document in lines], [])
        for k, members in enumerate(linker(stories)):
            got |= {d.id: (file.stem, k) for i in members for d in stories[i].documents}
        for n, (mark, document) in enumerate(lines):
            own = mark[0] if mark[0].isupper() else n if mark == "-" else mark
            gold[document.id] = (file.stem, own)
    return scores(got, gold)


def followed(stories: Sequence[Story]) -> list[list[int]]:
    """Which stories `follow` puts together."""
    place = {story.id: i for i, story in enumerate(stories)}
    return [[place[s.id] for s in line.stories] for line in follow(stories, min_stories=1)]


def alone(stories: Sequence[Story]) -> list[list[int]]:
    """Leave every story alone."""
    return [[i] for i in range(len(stories))]


@click.command()
@click.option("--check", is_flag=True, help="Exit 1 when a figure fell below its floor.")
def main(check: bool) -> None:
    """Print how well reports are linked to storylines."""
    if devdata.root() is None:
        click.echo(devdata.MISSING, err=True)
        return
    some, headings = items(0, 2022)
    figures: dict[str, float] = {}
    held = (dt.date(2020, 1, 1), dt.date(2023, 1, 1))
    year = (dt.date(2019, 1, 1), dt.date(2020, 1, 1))
    click.echo(f"{'':34}{'top 1':>7}{'top 10':>8}")
    for name, stretches, filed, every in (
        ("2018-03/04 stream", [SPARED], False, 1),
        ("2018-03/04 filed", [SPARED], True, 1),
        ("2019 stream", [year], False, 1),
        ("2019 filed", list(months(*year)), True, 1),
        ("2020-22 stream", [held], False, EVERY),
        ("2020-22 filed", list(months(*held)), True, EVERY),
    ):
        found, share, spent = linking(some, headings, stretches, filed=filed, every=every)
        click.echo(f"{name}: {share:.2f} of the items have a running storyline; {spent:.1f} ms an item")
        for way, (top1, top10) in found.items():
            click.echo(f"    {way:30}{top1:7.3f}{top10:8.3f}")
        key = name.replace("2018-03/04", "spared").replace("-", "_").replace(" ", "_")
        figures |= {f"{key}_top1": found["dragoman"][0], f"{key}_top10": found["dragoman"][1]}
    click.echo(f"{'':34}  B3 P   B3 R   B3 F   pair F")
    for name, linker in (("alone", alone), ("link", link)):
        row = chronicle(some, *SPARED, linker)
        figures["chronicle_b3_f"] = row["f"]  # of the last: ours
        click.echo(
            f"{'chronicle 2018-03/04':22}{name:12}" + "".join(f"{value:7.3f}" for value in row.values())
        )
    for name, linker in (("alone", alone), ("link", link), ("follow", followed)):
        row = feeds(linker)
        click.echo(f"{'feeds over weeks':22}{name:12}" + "".join(f"{value:7.3f}" for value in row.values()))
        if name == "link":
            figures |= {"feeds_b3_p": row["p"], "feeds_b3_f": row["f"]}
    if check and (fallen := floors.fallen("storylines", figures)):
        click.echo("\n".join(fallen), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
