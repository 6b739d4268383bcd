"""Makes ``src/dragoman/ontology/relating.yaml``: what speaks for an entry as what one party did to the other.

    python -m training.relating            # fit, write the table, and say how it does on the sentences kept back
    python -m training.relating --errors   # and print what it gets wrong among the sentences it was fitted on

Fitted on the PLOVER gold records (CC BY-SA 4.0, marked *ship*), whose actor and recipient are known, and on sentences
written for it (``sentences/``), of which every fifth is kept back. All readings of a sentence compete, together with
one that is not there (`dragoman.coding.linking.types`), and the weights are those under which the readings of the
right type have most, drawn towards 0 so that they can be read. Where no reading is of the right type, the one that is
not there is right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import click
import numpy as np

from dragoman.coding import linking
from dragoman.coding.linking import Link
from dragoman.language import analyse
from dragoman.ontology import lexicon
from dragoman.ontology.plover import plover
from dragoman.records import Document, EventType
from training import devdata

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "dragoman" / "ontology" / "relating.yaml"

HEAD = """\
# What speaks for an entry as what one marked party did to the other (log-odds). Made by `python -m training.relating`
# from the PLOVER gold records and `training/sentences`; `coding/linking.py` says what each name means.
"""

#: How strongly weights are drawn towards 0: half of it times their squares is taken off the log-likelihood.
STRENGTH = 4.0
#: Of so many sentences written for this, the last is kept back.
KEPT = 5

#: First and last (exclusive) character.
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and what its marked parties have to do with each other; a party may not be in the text."""

    type: EventType
    mode: str | None
    text: str
    actor: Stretch | None
    recipient: Stretch | None
    kept: bool = False


def written(line: str, kept: bool = False) -> Case:
    """Read a line ``type<TAB>mode or -<TAB>sentence with {actor} and [recipient]``.

    Raises `ValueError` naming what is wrong with the line.
    """
    parts = line.split("\t")
    if len(parts) != 3:
        raise ValueError(f"{line!r}: not type, mode and sentence with tabs between them")
    kind, mode, marked = parts
    types: dict[str, EventType] = {name: name for name in get_args(EventType)}
    if kind not in types:
        raise ValueError(f"{line!r}: {kind} is no type of PLOVER")
    if mode != "-" and mode not in plover().types[types[kind]].modes:
        raise ValueError(f"{line!r}: {mode} is no mode of {kind}")
    if any(marked.count(sign) != 1 for sign in "{}[]"):
        raise ValueError(f"{line!r}: mark one {{actor}} and one [recipient]")
    if not re.search(r"\{[^][{}]+\}", marked) or not re.search(r"\[[^][{}]+\]", marked):
        raise ValueError(f"{line!r}: the marks are crossed or hold nothing")
    text = re.sub(r"[][{}]", "", marked)
    actor, recipient = (
        (_bare(marked[: marked.index(opening)]), _bare(marked[: marked.index(closing)]))
        for opening, closing in ("{}", "[]")
    )
    return Case(types[kind], None if mode == "-" else mode, text, actor, recipient, kept)


def _bare(marked: str) -> int:
    """Return how many characters it has without its marks."""
    return len(re.sub(r"[][{}]", "", marked))


def sentences() -> Iterator[Case]:
    """Yield the sentences written for this, every fifth of a file marked as kept back."""
    for path in sorted((HERE / "sentences").glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(line for line in lines if not line.startswith("#")):
            yield written(line, kept=number % KEPT == KEPT - 1)


def records() -> Iterator[Case]:
    """Yield the gold records in whose sentence a party stands."""
    with open(devdata.path("events", "plover_gsr.jsonl"), encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            actor, recipient = (_place(row["sentence"], words) for words in _parties(row))
            if actor or recipient:
                yield Case(row["event"], None, row["sentence"], actor, recipient)


def _parties(row: dict[str, Any]) -> list[str]:
    """Return actor and recipient; in a reciprocal record the second actor."""
    sources, targets = (
        [entry.get("actorText") or "" for entry in row[key] or [] if isinstance(entry, dict)]
        for key in ("source", "target")
    )
    return [*sources, *[""] * 2][:1] + [*targets, *sources[1:], ""][:1]


def _place(text: str, words: str) -> Stretch | None:
    start = text.find(words) if words else -1
    return (start, start + len(words)) if start >= 0 else None


def readings(cases: Sequence[Case]) -> Iterator[tuple[Case, list[Link]]]:
    """Yield each case with the links found in it."""
    documents = (Document(str(number), "article", text=case.text) for number, case in enumerate(cases))
    words = lexicon.load()
    for case, analysis in zip(cases, analyse(documents), strict=True):
        doc = analysis.text
        if doc is not None:
            actor, recipient = (
                span and doc.char_span(*span, alignment_mode="expand")
                for span in (case.actor, case.recipient)
            )
            yield case, linking.find(actor, recipient, words)


def fit(cases: Sequence[tuple[Case, list[Link]]]) -> dict[str, float]:
    """Return the weights under which the readings of the right type have most."""
    from scipy.optimize import minimize

    found = [(case, links) for case, links in cases if links]
    names = sorted({name for _, links in found for link in links for name in link.features})
    x = np.array([[link.features.get(name, 0.0) for name in names] for _, links in found for link in links])
    right = np.array([link.turned.type == case.type for case, links in found for link in links])
    group = np.repeat(np.arange(len(found)), [len(links) for _, links in found])
    answered = np.bincount(group, right, len(found)) > 0

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = np.exp(x @ weights)
        whole = 1 + np.bincount(group, odds, len(found))
        true = np.where(answered, np.bincount(group, odds * right, len(found)), 1.0)
        slope = x.T @ (odds * right / true[group] - odds / whole[group])
        lost = -np.log(true / whole).sum() + STRENGTH / 2 * weights @ weights
        return float(lost), STRENGTH * weights - slope

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x
    return {name: float(weight) for name, weight in zip(names, best, strict=True)}


def report(cases: Sequence[tuple[Case, list[Link]]], errors: bool = False) -> str:
    """Return how many types are right, how many could be, and how far confidence is from what is right."""
    answers = [(case, links, linking.types(links)[:1]) for case, links in cases]
    right = [bool(best) and best[0][0] == case.type for case, _, best in answers]
    could = sum(any(link.turned.type == case.type for link in links) for case, links in cases)
    sure = sum(best[0][1] for _, _, best in answers if best)
    told = [
        f"{sum(right) / len(right):.3f} right of {len(right)}; a reading of the right type in {could / len(right):.3f};"
        f" mean confidence {sure / len(right):.3f}"
    ]
    for (case, _, best), correct in zip(answers, right, strict=True):
        if errors and not correct:
            read = f"{best[0][0]} {best[0][1]:.2f} {best[0][2].predicate.entry.id}" if best else "nothing"
            told.append(f"  {case.type} <- {read}: {case.text}")
    return "\n".join(told)


@click.command()
@click.option("--errors", is_flag=True, help="Print the errors among the sentences fitted on.")
def main(errors: bool) -> None:
    """Fit the weights, write the table, and say how it does."""
    own = list(readings(list(sentences())))
    gold = list(readings(list(records())))
    weights = fit([*gold, *(one for one in own if not one[0].kept)])
    OUT.write_text(
        HEAD + "".join(f"{name}: {weights[name]:.2f}\n" for name in sorted(weights)), encoding="utf-8"
    )
    linking.weights.cache_clear()
    click.echo(OUT.read_text(encoding="utf-8"))
    click.echo(f"gold records    {report(gold)}")
    click.echo(f"sentences       {report([one for one in own if not one[0].kept], errors)}")
    click.echo(f"sentences kept  {report([one for one in own if one[0].kept])}")


if __name__ == "__main__":
    main()
