"""Whether it happened: how well status is read, on the development data and on sentences of our own.

    python -m benchmarks.status              # the figures: by the judgements of people, and by class on our own
    python -m benchmarks.status --errors 20  # and errors in the half of the dev split that may be read
    python -m benchmarks.status --check      # exit 1 when a figure fell below its floor

UDS factuality (White et al. 2016) has what people judged of predicates of web text, from -3, did not happen, to +3,
did. Right is the same sign: the layer's (`factuality.probability` above one half), and beside it that of the class
that the coder gives (`status.of_word`). Errors may be read in even rows of the dev split; the test split is only
counted. Our own sentences are news and headlines with the class they were given before they were read
(``tests/coding/status80.tsv``).
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from benchmarks import floors
from dragoman.coding import factuality, status
from dragoman.language import dates, load
from dragoman.language.boundaries import no_starts, one_sentence
from dragoman.records import Status
from training import devdata
from training.factuality import Judgement, judgements

if TYPE_CHECKING:
    from spacy.tokens import Token

OWN = Path(__file__).resolve().parents[1] / "tests" / "coding" / "status80.tsv"
#: The day our own sentences were published.
DAY = dt.date(2025, 3, 3)
STATUSES: dict[str, Status] = {name: name for name in get_args(Status)}
#: Classes of what took place.
REAL = {"happened", "ongoing", "historical"}


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence of our own, the status of one predicate in it, and how it was read."""

    words: str
    wanted: Status
    reality: status.Reality


def own_cases() -> list[Case]:
    """Read our own sentences; raises `ValueError` where a predicate is not one word or not marked."""
    with open(OWN, encoding="utf-8") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("# ")), delimiter="\t"))
    return [
        Case(row["words"], _status(row["status"]), _read(row["words"], row["kind"] == "h")) for row in rows
    ]


def _status(name: str) -> Status:
    if name in STATUSES:
        return STATUSES[name]
    raise ValueError(f"{OWN.name}: there is no status {name!r}")


def _read(marked: str, headline: bool) -> status.Reality:
    before, word, after = marked.split("*")
    nlp = load()
    doc = nlp.make_doc(before + word + after)
    doc = one_sentence(nlp(no_starts(doc))) if headline else nlp(doc)
    span = doc.char_span(len(before), len(before) + len(word))
    if span is None or len(span) != 1:
        raise ValueError(f"{OWN.name}: what is marked is not one word: {marked!r}")
    told = dates.find(span.root.sent, DAY)
    return status.of_word(span.root, None, told[0].value if told else None, DAY)


def signs(found: list[Judgement]) -> tuple[list[bool], list[bool]]:
    """Return for each judgement whether the layer, and whether the class, has its sign."""
    by_layer = [(factuality.probability(each.head) > 0.5) == (each.value > 0) for each in found]
    by_class = [(status.of_word(each.head).status in REAL) == (each.value > 0) for each in found]
    return by_layer, by_class


def share(hits: list[bool]) -> float:
    """Return the share of hits."""
    return sum(hits) / len(hits)


def measure(errors: int = 0) -> dict[str, float]:
    """Return the figures after printing them."""
    figures: dict[str, float] = {}
    for split in ("dev", "test"):
        found = list(judgements(split))
        layer, by_class = signs(found)
        for half in (0, 1) if split == "dev" else ():
            part = [ok for ok, each in zip(layer, found, strict=True) if each.row % 2 == half]
            click.echo(f"dev, {'odd' if half else 'even'} rows: layer {share(part):.3f} of {len(part)}")
        clear = [ok for ok, each in zip(layer, found, strict=True) if abs(each.value) > 0.5]
        majority = share([each.value > 0 for each in found])
        click.echo(
            f"{split}: layer {share(layer):.3f}, class {share(by_class):.3f}, majority {majority:.3f}; "
            f"layer where people are clear (beyond .5) {share(clear):.3f}"
        )
        figures |= {f"uds_{split}": share(layer), f"uds_{split}_class": share(by_class)}
        if split == "dev":
            wrong = [e for e, ok in zip(found, layer, strict=True) if not ok and e.row % 2 == 0]
            for each in wrong[:errors]:
                click.echo(f"  {each.value:+.1f} {each.head.text}: {_shown(each.head)}")
    cases = own_cases()
    hits = Counter(case.wanted for case in cases if case.reality.status == case.wanted)
    for wanted, count in sorted(Counter(case.wanted for case in cases).items()):
        click.echo(f"own sentences, {wanted}: {hits[wanted]} of {count}")
    figures["own"] = hits.total() / len(cases)
    click.echo(f"own sentences: {figures['own']:.3f} of {len(cases)}")
    return figures


def _shown(head: Token) -> str:
    return "".join(f"*{t.text}*{t.whitespace_}" if t == head else t.text_with_ws for t in head.doc)


@click.command()
@click.option("--check", is_flag=True, help="Compare with benchmarks/floors.json.")
@click.option("--errors", default=0, metavar="N", help="Print N errors of even rows of the dev split.")
def main(check: bool, errors: int) -> None:
    """Print how well status is read."""
    if devdata.root() is None:
        click.echo(devdata.MISSING, err=True)
        return
    figures = measure(errors)
    if check and (told := floors.fallen("status", figures)):
        raise click.ClickException("\n".join(told))


if __name__ == "__main__":
    main()
