"""How well the details of events are read, on the PLOVER gold records: contexts, casualties, crowds and places.

    python -m benchmarks.details             # the figures
    python -m benchmarks.details --errors 20 # and errors, from the half of the data that may be looked at
    python -m benchmarks.details --check     # exit 1 when a figure fell below its floor

The gold has one or two contexts a record, by PLOVER's names of 2016, and leaves most places out: what it does not
name is not wrong, so `contexts_share` (of the contexts coded, those the gold has) is no precision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import click

from benchmarks import floors
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


def wrong(part: Sequence[Row], events: Sequence[tuple[Event, ...]]) -> Iterator[str]:
    """Yield what was asked and not answered, with what the gold has and what was read."""
    for row, found in zip(part, events, strict=True):
        failed = {name for name, right in questions(row, found) if not right} - {"contexts_share"}
        for name in sorted(failed):
            gold = {key: row[key] for key in ("context", "dead", "injured", "size", "eventLoc") if row[key]}
            told = [
                (e.type, e.contexts, [a.text for a in e.amounts], e.place and e.place.name) for e in found
            ]
            yield f"{name}: {row['sentence'].strip()}\n    wanted {gold}\n    got {told}"


def shares(part: Sequence[Row], events: Sequence[tuple[Event, ...]]) -> dict[str, tuple[float, int]]:
    """Return, for each question, the share answered and how often it was asked."""
    asked = [question for row, found in zip(part, events, strict=True) for question in questions(row, found)]
    answers = {name: [right for other, right in asked if other == name] for name, _ in asked}
    return {name: (sum(found) / len(found), len(found)) for name, found in sorted(answers.items())}


def measure(errors: int = 0) -> dict[str, float]:
    """Return all figures on the half held back, after printing them beside those on the half read."""
    every = rows("plover_gsr.jsonl")
    events = coded([row["sentence"] for row in every])
    read, held = shares(every[::2], events[::2]), shares(every[1::2], events[1::2])
    for name, (share, asked) in held.items():
        own, of = read.get(name, (0.0, 0))
        click.echo(f"{name:20} read {own:.3f} of {of:3}   held back {share:.3f} of {asked:3}")
    for line in list(wrong(every[::2], events[::2]))[:errors]:
        click.echo(f"  {line}")
    return {name: share for name, (share, _) in held.items()}


@click.command()
@click.option("--check", is_flag=True, help="Compare with benchmarks/floors.json.")
@click.option("--errors", default=0, metavar="N", help="Print N errors.")
def main(check: bool, errors: int) -> None:
    """Print how well the details of events are read."""
    if devdata.root() is None:
        click.echo(devdata.MISSING, err=True)
        return
    figures = measure(errors)
    if check and (told := floors.fallen("details", figures)):
        raise click.ClickException("\n".join(told))


if __name__ == "__main__":
    main()
