"""How well parties are told from their words alone: `dragoman.who` on the gold records and on a table of our own.

    python -m benchmarks.parties             # the figures
    python -m benchmarks.parties --errors 20 # and errors, from the half of the records that may be looked at
    python -m benchmarks.parties --check     # exit 1 when a figure fell below its floor

The gold records are split by row number: errors of even rows may be read, those of odd rows are only counted. The table
(``tests/coding/parties100.tsv``) was written before anything was run on it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from benchmarks import floors
from dragoman import Party, who
from training import devdata

TABLE = Path(__file__).parent.parent / "tests/coding/parties100.tsv"
# Bodies between states: the gold records have one code for all of them.
BETWEEN_STATES = {"IGO", "UNO", "EUR"}

Row = dict[str, Any]


def country(code: str | None) -> str | None:
    """Return a country as it is compared."""
    return "IGO" if code in BETWEEN_STATES else code


def gold(part: Sequence[Row]) -> tuple[dict[str, float], list[str]]:
    """Score the parties of gold records: country, first sector, any sector; sectors where the record has one."""
    parties = [
        p
        for row in part
        for side in (row["source"], row["target"])
        for p in (side or ())
        if isinstance(p, dict)
    ]
    found = who(p["actorText"] for p in parties)
    wrong = []
    lands = firsts = among = sectored = 0
    for wanted, ours in zip(parties, found, strict=True):
        sector = (wanted.get("sector") or "")[:3]  # an ethnic or religious code may follow the sector
        land = country(ours.country) == country(wanted["code"])
        lands += land
        fits = True
        if sector and sector != "***":
            sectored += 1
            fits = ours.sectors[:1] == (sector,)
            firsts += fits
            among += sector in ours.sectors
        if not land or not fits:
            wrong.append(f"{wanted['actorText']!r} wanted {wanted['code']} {sector}: {told(ours)}")
    return {
        "gold_country": lands / len(parties),
        "gold_sector": firsts / sectored,
        "gold_sector_among_ours": among / sectored,
    }, wrong


def own() -> tuple[float, list[str]]:
    """Score the table of our own: country and first sector both right."""
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    wrong = []
    for phrase, date, land, sector in rows:
        (ours,) = who(phrase, date=date or None)
        if ((ours.country or "-"), *(ours.sectors[:1] or ("-",))) != (land, sector):
            wrong.append(f"{phrase!r} ({date}) wanted {land} {sector}: {told(ours)}")
    return 1 - len(wrong) / len(rows), wrong


def told(party: Party) -> str:
    """Write what was found."""
    return f"{party.country} {' '.join(party.sectors)} ({party.how})"


def measure(errors: int = 0) -> dict[str, float]:
    """Return all figures, those of the gold records on the half held back, after printing both halves."""
    with open(devdata.path("events", "plover_gsr.jsonl"), encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    (read, wrong), (held, _) = gold(records[::2]), gold(records[1::2])
    for key, value in held.items():
        click.echo(f"{key:32} read {read[key]:.3f}   held back {value:.3f}")
    share, misses = own()
    click.echo(f"{'own_both':32} {share:.3f}")
    for line in [*wrong[:errors], *misses[:errors]]:
        click.echo(f"  {line}")
    return held | {"own_both": share}


@click.command()
@click.option("--check", is_flag=True, help="Compare with benchmarks/floors.json.")
@click.option("--errors", default=0, metavar="N", help="Print N errors of each set.")
def main(check: bool, errors: int) -> None:
    """Print how well parties are told from their words."""
    if devdata.root() is None:
        click.echo(devdata.MISSING, err=True)
        return
    figures = measure(errors)
    if check and (told := floors.fallen("parties", figures)):
        raise click.ClickException("\n".join(told))


if __name__ == "__main__":
    main()
