"""How well events are coded, on the development data.

    python -m benchmarks.coding             # the figures, and the worst confusions
    python -m benchmarks.coding --errors 20 # and errors, from the half of the data that may be looked at
    python -m benchmarks.coding --check     # exit 1 when a figure fell below its floor

Each set is split by row number: the errors of odd rows may be read when rules are written, those of even rows are
only counted. The lexicon was filled with all gold records in view (``docs/accuracy.md``).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import click

from benchmarks import floors
from dragoman.coding import stream
from dragoman.records import Document, Event
from training import devdata

# data/README.md: CAMEO root to PLOVER, for scoring; 01 is left out.
ROOTS = {
    "02": "REQUEST", "10": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID",
    "08": "YIELD", "09": "ACCUSE", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE",
    "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip

#: Modes of the gold records, which are older than the manual of 2021, by their name there.
MODES = {
    "host": "visit", "riot-spon": "riot", "demo-org": "demo", "demo-spon": "demo", "strike-hun": "hunger",
    "strike-gen": "strike", "assassinate": "targeted", "confiscate": "seize", "detain": "arrest", "ban": "restrict",
    "THREATEN/curfew": "restrict", "THREATEN/martial-law": "restrict",
}  # fmt: skip

Row = dict[str, Any]


def root(event: Event) -> str:
    """Return the type as the sets have it: CONCEDE and RETREAT are one."""
    return "YIELD" if event.type in {"CONCEDE", "RETREAT"} else event.type


def rows(name: str) -> list[Row]:
    """Return the rows of a development set."""
    with open(devdata.path("events", name), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def coded(sentences: Sequence[str]) -> list[tuple[Event, ...]]:
    """Code each sentence as a document of its own."""
    return list(stream(Document(id=str(i), kind="article", text=text) for i, text in enumerate(sentences)))


def agreement(part: Sequence[Row], events: Sequence[tuple[Event, ...]]) -> dict[str, float]:
    """Score set A: multiset F1 with each coder in turn, their mean, and what is coded where all see nothing."""
    by_coder: dict[str, list[tuple[Counter[str], Counter[str]]]] = {}
    for row, found in zip(part, events, strict=True):
        ours = Counter(root(event) for event in found)
        for annotation in row["annotations"]:
            theirs = Counter(ROOTS[code.zfill(2)] for code in annotation["codes"] if code.zfill(2) in ROOTS)
            by_coder.setdefault(annotation["coder"], []).append((ours, theirs))
    empty = [found for row, found in zip(part, events, strict=True) if not row["relevant_votes"]]
    scores = [f1(pairs) for pairs in by_coder.values()]
    return {
        "set_a_f1": sum(scores) / len(scores),
        "set_a_coded_where_nothing_is": sum(1 for found in empty if found) / max(1, len(empty)),
    }


def f1(pairs: Sequence[tuple[Counter[str], Counter[str]]]) -> float:
    """Micro F1 of multisets."""
    hit = sum((ours & theirs).total() for ours, theirs in pairs)
    total = sum(ours.total() + theirs.total() for ours, theirs in pairs)
    return 2 * hit / total if total else 0.0


def gold_records(part: Sequence[Row], events: Sequence[tuple[Event, ...]]) -> dict[str, float]:
    """Score the PLOVER gold records: type found at all, precision of what is coded, countries of the actors."""
    typed = sum(any(e.type == row["event"] for e in found) for row, found in zip(part, events, strict=True))
    right = sum(e.type == row["event"] for row, found in zip(part, events, strict=True) for e in found)
    moded = [(row, found) for row, found in zip(part, events, strict=True) if row["mode"]]
    modes = sum(any(mode(row) == e.mode for e in found) for row, found in moded)
    wanted = got = 0
    for row, found in zip(part, events, strict=True):
        for party in row["source"] or []:
            wanted += 1
            codes = {p.country for e in found if e.type == row["event"] for p in e.actors}
            got += party.get("code") in codes
    return {
        "gold_type": typed / len(part),
        "gold_precision": right / max(1, sum(map(len, events))),
        "gold_actor_country": got / wanted,
        "gold_mode": modes / len(moded),
    }


def mode(row: Row) -> str:
    """Return the mode of a gold record by its name in the manual of 2021."""
    old = row["mode"]
    return str(MODES.get(f"{row['event']}/{old}", MODES.get(old, old)))


def nothing_or_something(part: Sequence[Row], events: Sequence[tuple[Event, ...]]) -> dict[str, float]:
    """Score the span sentences: something coded where there is an event, and where there is none."""
    yes = [bool(found) for row, found in zip(part, events, strict=True) if row["penta"]]
    no = [bool(found) for row, found in zip(part, events, strict=True) if not row["penta"]]
    quads = [
        row["penta"] in {e.quad for e in found}
        for row, found in zip(part, events, strict=True)
        if row["penta"] and found
    ]
    rows_with = [
        (row, found) for row, found in zip(part, events, strict=True) if row["penta"] and row["spans"]
    ]
    return {
        "spans_actor_f1": words_f1(rows_with, "S"),
        "spans_recipient_f1": words_f1(rows_with, "T"),
        "spans_found": sum(yes) / len(yes),
        "spans_coded_where_nothing_is": sum(no) / len(no),
        "spans_quad": sum(quads) / max(1, len(quads)),
    }


def words_f1(part: Sequence[tuple[Row, tuple[Event, ...]]], side: str) -> float:
    """Micro F1 of the words of actors (``S``) or recipients (``T``); a reciprocal span (``R``) counts on both sides.

    In a reciprocal event all are actors; they count as recipients, too.
    """
    pairs = []
    for row, found in part:
        wanted = words([*row["spans"].get(side, []), *row["spans"].get("R", [])])
        ours: list[str] = []
        for event in found:
            parties = event.actors if side == "S" or not event.recipients else event.recipients
            together = len(event.actors) > 1 and not event.recipients
            ours += [party.text for party in parties] if side == "S" or event.recipients or together else []
        pairs.append((words(ours), wanted))
    return f1(pairs)


def words(texts: Sequence[str]) -> Counter[str]:
    """Return the set of words of some phrases, in small letters."""
    return Counter({word.lower() for text in texts for word in re.findall(r"\w+", text)})


def calibration(part: Sequence[Row], events: Sequence[tuple[Event, ...]]) -> list[str]:
    """Return, for each step of confidence, how many events of set A have it and how many a coder sees, too."""
    steps: dict[int, list[bool]] = {}
    for row, found in zip(part, events, strict=True):
        seen = {ROOTS.get(code.zfill(2)) for annotation in row["annotations"] for code in annotation["codes"]}
        for event in found:
            steps.setdefault(int((event.confidence or 0) * 5), []).append(root(event) in seen)
    return [
        f"    confidence from {step / 5:.1f}: {len(rights):3} events, {sum(rights) / len(rights):.2f} right"
        for step, rights in sorted(steps.items())
    ]


def wrong(name: str, part: Sequence[Row], events: Sequence[tuple[Event, ...]]) -> Iterator[str]:
    """Yield rows that were not coded as wanted, with what was coded."""
    for row, found in zip(part, events, strict=True):
        wanted = row.get("event") or row.get("consensus") or row.get("penta")
        if name.startswith("coder"):
            wanted = [ROOTS.get(code.zfill(2), code) for code in row["consensus"]]
            fine = sorted(wanted) == sorted(root(e) for e in found)
        elif name.startswith("plover"):
            fine = [e.type for e in found] == [wanted]
        else:
            fine = (not found) if not wanted else wanted in {e.quad for e in found}
        if not fine:
            told = "; ".join(
                f"{e.evidence.rule}: {[p.text for p in e.actors]} > {[p.text for p in e.recipients]}"
                for e in found
            )
            yield f"{name} wanted {wanted}: {row['sentence'].strip()}\n    got {told or 'nothing'}"


SETS = {
    "coder_agreement_set_a.jsonl": agreement,
    "plover_gsr.jsonl": gold_records,
    "cameo_spans_dev.jsonl": nothing_or_something,
}


def measure(errors: int = 0) -> dict[str, float]:
    """Return all figures on the halves held back, after printing them beside those on the halves read."""
    figures: dict[str, float] = {}
    for name, score in SETS.items():
        every = rows(name)
        events = coded([row["sentence"] for row in every])
        read = score(every[::2], events[::2])
        held = score(every[1::2], events[1::2])
        for key, value in held.items():
            click.echo(f"{key:32} read {read[key]:.3f}   held back {value:.3f}")
        figures |= held
        if score is agreement:
            click.echo("\n".join(calibration(every, events)))
        for line in list(wrong(name, every[::2], events[::2]))[:errors]:
            click.echo(f"  {line}")
    return figures


@click.command()
@click.option("--check", is_flag=True, help="Compare with benchmarks/floors.json.")
@click.option("--errors", default=0, metavar="N", help="Print N errors of each set.")
def main(check: bool, errors: int) -> None:
    """Print how well events are coded."""
    if devdata.root() is None:
        click.echo(devdata.MISSING, err=True)
        return
    figures = measure(errors)
    if check and (told := floors.fallen("coding", figures)):
        raise click.ClickException("\n".join(told))


if __name__ == "__main__":
    main()
