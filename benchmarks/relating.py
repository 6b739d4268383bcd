"""How well `dragoman relate` says what one marked party did to the other, on the development data.

    python -m benchmarks.relating             # the figures, and the worst confusions
    python -m benchmarks.relating --errors 50 # and errors, from the half of the rows that may be looked at
    python -m benchmarks.relating --check     # exit 1 when a figure fell below its floor

Peers on data of this kind (macro-F1 of the 15 roots, parties given): a dictionary coder .46, GPT-4 .615, a
355-million-parameter entailment model .743 on these rows.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import click

from benchmarks import floors
from dragoman.coding.relating import Marked, stream
from dragoman.records import Relation
from training import devdata
from training import relating as recipe

#: Quad class of a root; YIELD, which joins CONCEDE and RETREAT, counts as material cooperation there.
QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip

Row = dict[str, Any]


def marked(row: Row) -> Marked:
    """Return the text without its tags and where the parties stand; some rows have only one."""
    places = {}
    text = ""
    for part in re.split(r"(</?[st]>)", row["marked"]):
        if re.fullmatch(r"</?[st]>", part):
            places[part] = len(text)
        else:
            text += part
    actor, recipient = (
        (places[f"<{tag}>"], places[f"</{tag}>"]) if f"<{tag}>" in places else None for tag in "st"
    )
    return Marked(row["id"], text, actor, recipient)


def root(relation: Relation) -> str | None:
    """Return the type as the set has it."""
    return "YIELD" if relation.type in {"CONCEDE", "RETREAT"} else relation.type


def macro(wanted: Sequence[str], found: Sequence[str | None]) -> float:
    """Return the mean of the F1 of the classes wanted."""
    scores = []
    for label in sorted(set(wanted)):
        hit = sum(w == f == label for w, f in zip(wanted, found, strict=True))
        scores.append(2 * hit / (wanted.count(label) + list(found).count(label)) if hit else 0.0)
    return sum(scores) / len(scores)


def score(part: Sequence[tuple[Row, Relation]]) -> dict[str, float]:
    """Return macro-F1 of roots and of quad classes."""
    wanted = [row["type"] for row, _ in part]
    found = [root(relation) for _, relation in part]
    quads = [None if f is None else str(QUADS[f]) for f in found]
    return {
        "roots": macro(wanted, found),
        "quads": macro([str(row["quad"]) for row, _ in part], quads),
        "something": sum(f is not None for f in found) / len(found),
    }


def calibration(part: Sequence[tuple[Row, Relation]]) -> list[str]:
    """Return, for each tenth of confidence, how many relations have it and how many of these are right."""
    lines = []
    for low in range(10):
        rows = [
            (row, rel)
            for row, rel in part
            if rel.confidence is not None and low == min(9, int(rel.confidence * 10))
        ]
        if rows:
            right = sum(row["type"] == root(rel) for row, rel in rows) / len(rows)
            lines.append(
                f"    confidence {low / 10:.1f}-{(low + 1) / 10:.1f}: {len(rows):4} rows, {right:.2f} right"
            )
    return lines


def measure(errors: int = 0) -> dict[str, float]:
    """Return the figures on the rows held back, after printing them beside those on the rows read."""
    with open(devdata.path("events", "plv_dev.jsonl"), encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    pairs = list(zip(rows, stream(map(marked, rows), "accurate"), strict=True))
    read, held = score(pairs[::2]), score(pairs[1::2])
    for key, value in held.items():
        click.echo(f"relate {key:25} read {read[key]:.3f}   held back {value:.3f}")
    click.echo("\n".join(calibration(pairs[1::2])))
    wrong = Counter((row["type"], root(relation)) for row, relation in pairs if row["type"] != root(relation))
    for (wanted, found), count in wrong.most_common(12):
        click.echo(f"    {count:3} of {wanted} read as {found}")
    shown = [(row, relation) for row, relation in pairs[::2] if row["type"] != root(relation)][:errors]
    for row, relation in shown:
        click.echo(
            f"  {row['type']} <- {root(relation)}: {row['marked'].strip()}\n      {relation.rule} {relation.confidence}"
        )
    kept = [case for case in recipe.sentences() if case.kept]
    asked = (Marked(n, case.text, case.actor, case.recipient) for n, case in enumerate(kept))
    right = [
        case.type == relation.type for case, relation in zip(kept, stream(asked, "accurate"), strict=True)
    ]
    figures = {f"relate_{key}": value for key, value in held.items()}
    figures["relate_kept"] = sum(right) / len(right)
    click.echo(
        f"    {figures['relate_kept']:.3f} right of the {len(kept)} sentences of our own never fitted on"
    )
    return figures


@click.command()
@click.option("--check", is_flag=True, help="Compare with benchmarks/floors.json.")
@click.option("--errors", default=0, metavar="N", help="Print N errors.")
def main(check: bool, errors: int) -> None:
    """Print how well relations are read."""
    if devdata.root() is None:
        click.echo(devdata.MISSING, err=True)
        return
    figures = measure(errors)
    if check and (told := floors.fallen("relating", figures)):
        raise click.ClickException("\n".join(told))


if __name__ == "__main__":
    main()
