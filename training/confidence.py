"""Makes ``src/dragoman/ontology/confidence.yaml``: how often events of each construction have the right type.

    python -m training.confidence

Measured on the PLOVER gold records (CC BY-SA 4.0, marked *ship*): each record is one sentence with one type, so an
event is right when it has that type. A construction with few cases is drawn towards the share of all.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import get_args

import click

from dragoman.coding import stream
from dragoman.coding.predicates import Construction
from dragoman.records import Document
from training import devdata

OUT = Path(__file__).parents[1] / "src" / "dragoman" / "ontology" / "confidence.yaml"

HEAD = """\
# Confidence of an event: the share of events of its construction whose type was that of the gold record.
# Made by `python -m training.confidence` from the PLOVER gold records; `cases` is how many there were.
"""

# Cases of the overall share that each construction starts with.
PRIOR = 10


@click.command()
def main() -> None:
    """Measure each construction and write the table."""
    with open(devdata.path("events", "plover_gsr.jsonl"), encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    documents = (Document(id=row["id"], kind="article", text=row["sentence"]) for row in rows)
    cases: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row, events in zip(rows, stream(documents), strict=True):
        for event in events:
            construction = event.evidence.rule.split("(")[1].split(")")[0]
            cases[construction] += 1
            right[construction] += event.type == row["event"]
    overall = right.total() / cases.total()
    lines = [HEAD]
    for construction in sorted(get_args(Construction)):
        share = (right[construction] + PRIOR * overall) / (cases[construction] + PRIOR)
        lines.append(f"{construction}: {{share: {share:.2f}, cases: {cases[construction]}}}\n")
    OUT.write_text("".join(lines), encoding="utf-8")
    click.echo(OUT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
