"""How well the details of events are read, on the PLOVER gold records: contexts, casualties, crowds and places.

    python -m benchmarks.details             # the figures
    python -m benchmarks.details --errors 20 # and errors, from the half of the data that may be looked at

The gold has one or two contexts a record, by PLOVER's names of 2016, and leaves most places out: what it does not
name is not wrong, so `contexts_share` (of the contexts coded, those the gold has) is no precision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import click

from benchmarks.coding import Row, coded, rows
from dragoman.records import Event
from training import devdata

# PLOVER's contexts of 2016 and those of 2021 that took their place (PLOVER manual 2021, ch. 4).
CONTEXTS: dict[str, set[str]] = {
    "political": {"executive", "legislative", "election", "political_institutions", "pro_democracy", "pro_autocracy"},
    "government": {"executive", "legislative", "political_institutions"},
    "refugee": {"asylum", "migration"},
    "refugees": {"asylum", "migration"},
    "resource": {"natural_resource", "environment"},
    "resources": {"natural_resource", "environment"},
    "assets": {"economic"},
    "rights": {"human_rights", "rights_freedoms", "repression"},
    "discrimination": {"inequality", "religion_ethnicity", "gender", "rights_freedoms"},
    "religion": {"religion_ethnicity"},
}  # fmt: skip
SAME = {"military", "diplomatic", "legal", "economic", "terrorism", "election", "cbrn", "cyber"}

Question = tuple[str, bool]  # what was asked of a record, and whether it was answered


def wanted_contexts(row: Row) -> list[set[str]]:
    """Return, for each context of the gold, those of 2021 that answer it."""
    names = [name.strip() for name in (row["context"] or "").split(",")]
    return [CONTEXTS.get(name, {name}) for name in names if name in CONTEXTS or name in SAME]


def questions(row: Row, events: Sequence[Event]) -> Iterator[Question]:
    """Yield what the gold asks of a record; records in which nothing was coded are left to ``benchmarks.coding``."""
    if not events:
        return
    spoken = {context for event in events for context in event.contexts}
    wanted = wanted_contexts(row)
    for names in wanted:
        yield "contexts_found", bool(names & spoken)
    if wanted:
        for context in spoken:
            yield "contexts_share", context in set().union(*wanted)
    told = [(a.kind, a.low, a.high) for event in events for a in event.amounts]
    for kind in ("dead", "injured", "size"):
        figure = _figure(row[kind])
        if figure is not None:
            fits = [k for k, low, high in told if figure in {low, high} and (kind in {k, "size"})]
            yield ("sizes" if kind == "size" else "casualties"), bool(fits)
    if row["eventLoc"]:
        places = {event.place.name for event in events if event.place}
        yield "places", any(p in row["eventLoc"]["name"] or row["eventLoc"]["name"] in p for p in places)


def _figure(value: Any) -> float | None:
    digits = re.fullmatch(r"\d+", str(value or ""))
    return float(digits[0]) if digits else None


def measure(errors: int = 0) -> dict[str, float]:
    """Return all figures on the half held back, after printing them beside those on the half read."""
    every = rows("plover_gsr.jsonl")
    events = coded([row["sentence"] for row in every])
    figures = []
    for start in (0, 1):
        part = zip(every[start::2], events[start::2], strict=True)
        asked = [question for row, found in part for question in questions(row, found)]
        names = dict.fromkeys(name for name, _ in asked)
        figures.append({n: [right for name, right in asked if name == n] for n in sorted(names)})
    for name, held in figures[1].items():
        read = figures[0][name]
        click.echo(
            f"{name:20} read {sum(read) / len(read):.3f} of {len(read):3}   held back {sum(held) / len(held):.3f} of {len(held):3}"
        )
    wrong = [
        (row, found, name)
        for row, found in zip(every[::2], events[::2], strict=True)
        for name, right in dict(sorted(questions(row, found))).items()
        if not right and name != "contexts_share"
    ]
    for row, found, name in wrong[:errors]:
        click.echo(f"  {name}: {row['sentence'].strip()}")
        click.echo(
            f"    wanted {row['context']}, dead {row['dead']}, injured {row['injured']}, size {row['size']}, {row['eventLoc']}"
        )
        for event in found:
            click.echo(
                f"    got {event.evidence.rule}: {event.contexts} {[(a.kind, a.low) for a in event.amounts]} {event.place}"
            )
    return {name: sum(held) / len(held) for name, held in figures[1].items()}


@click.command()
@click.option("--errors", default=0, metavar="N", help="Print N errors.")
def main(errors: int) -> None:
    """Print how well the details of events are read."""
    if devdata.root() is None:
        click.echo(devdata.MISSING, err=True)
        return
    measure(errors)


if __name__ == "__main__":
    main()
