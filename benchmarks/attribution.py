"""How well speakers and what they say are found: ``python -m benchmarks.attribution [--check] [--errors N]``.

Measured on news articles annotated as PolNeAR does (its guidelines count beliefs, plans and questions as well as
speech), the first annotation of each. ``content`` and ``speaker`` are F1 of characters, micro over the articles: the
union of all contents, and of all sources. ``linked`` is for information: an attribution is right when content and
source both share at least half of their characters with one of the annotation's.

Articles are split by number: errors of those with an even one may be read when rules are written, the rest is only
counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from benchmarks import floors
from dragoman.coding import quotes
from dragoman.records import Document, Said
from training import devdata

Row = dict[str, Any]
#: Share of characters from which two parts are the same one.
SAME = 0.5


def articles() -> list[Row]:
    """Return the articles, each with the first of its annotations."""
    first: dict[str, Row] = {}
    with open(devdata.path("attribution", "polnear_dev.jsonl"), encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            first.setdefault(row["id"], row)
    return list(first.values())


def characters(stretches: Iterable[Sequence[int]]) -> set[int]:
    """Return the offsets of the characters in some stretches."""
    return {offset for start, end in stretches for offset in range(start, end)}


def gold(row: Row, part: str) -> list[set[int]]:
    """Return a part of each attribution of an annotation, as characters."""
    return [characters(each.get(part, [])) for each in row["attributions"]]


def ours(said: Sequence[Said], part: str) -> list[set[int]]:
    """Return a part of each attribution found, as characters."""
    return [characters(getattr(each, part)) for each in said]


def f1(pairs: Iterable[tuple[set[int], set[int]]]) -> float:
    """Micro F1 over pairs of sets."""
    hit = total = 0
    for wanted, found in pairs:
        hit += len(wanted & found)
        total += len(wanted) + len(found)
    return 2 * hit / total if total else 0.0


def scores(rows: Sequence[Row], found: Sequence[Sequence[Said]]) -> dict[str, float]:
    """Return content, speaker and linked of some articles."""
    return {
        name: f1(
            (set().union(*gold(row, part)), set().union(*ours(said, part)))
            for row, said in zip(rows, found, strict=True)
        )
        for name, part in (("content", "content"), ("speaker", "source"))
    } | {"linked": linked(rows, found)}


def linked(rows: Sequence[Row], found: Sequence[Sequence[Said]]) -> float:
    """F1 of attributions of which content and source are both right, each of the annotation's matched once."""
    hit = total = 0
    for row, said in zip(rows, found, strict=True):
        wanted = [w for w in zip(gold(row, "content"), gold(row, "source"), strict=True) if all(w)]
        got = [g for g in zip(ours(said, "content"), ours(said, "source"), strict=True) if all(g)]
        total += len(wanted) + len(got)
        for one in got:
            match = next(
                (w for w in wanted if all(f1([pair]) >= SAME for pair in zip(w, one, strict=True))), None
            )
            if match is not None:
                wanted.remove(match)
                hit += 1
    return 2 * hit / total if total else 0.0


def wrong(row: Row, said: Sequence[Said]) -> Iterator[tuple[int, str]]:
    """Yield the stretches of content that only one side has, with their length."""
    text, theirs, mine = row["text"], set().union(*gold(row, "content")), set().union(*ours(said, "content"))
    for sign, chars in (("missed", theirs - mine), ("too much", mine - theirs)):
        run: list[int] = []
        for offset in [*sorted(chars), -1]:
            if run and offset != run[-1] + 1:
                yield len(run), f"{sign}: {text[run[0] : run[-1] + 1]!r}"
                run = []
            run.append(offset)


def measure(errors: int = 0) -> dict[str, float]:
    """Return the figures of the articles held back, after printing them beside those of the articles read."""
    rows = articles()
    documents = [Document(id=row["id"], kind="article", text=row["text"]) for row in rows]
    found = [each.attributions for each in quotes(documents)]
    read, held = scores(rows[::2], found[::2]), scores(rows[1::2], found[1::2])
    every = scores(rows, found)
    for key in every:
        click.echo(f"{key:10} read {read[key]:.3f}   held back {held[key]:.3f}   all {every[key]:.3f}")
    told = [one for row, said in zip(rows[::2], found[::2], strict=True) for one in wrong(row, said)]
    for _, line in sorted(told, reverse=True)[:errors]:
        click.echo(f"  {line}")
    return held


@click.command()
@click.option("--check", is_flag=True, help="Compare with benchmarks/floors.json.")
@click.option("--errors", default=0, metavar="N", help="Print N errors, the longest first.")
def main(check: bool, errors: int) -> None:
    """Print how well speakers and what they say are found."""
    if devdata.root() is None:
        click.echo(f"benchmarks.attribution: skipped, {devdata.MISSING}", err=True)
        return
    figures = measure(errors)
    if check and (told := floors.fallen("attribution", figures)):
        raise click.ClickException("\n".join(told))


if __name__ == "__main__":
    main()
