"""Makes ``src/dragoman/ontology/relating.yaml``: what speaks for an entry as what one party did to the other.

    python -m training.relating

A logistic regression over the links that `coding.relating` finds in the PLOVER gold records (CC BY-SA 4.0, marked
*ship*), whose actor and recipient are known: a link is right when its type is that of the record. Few weights, drawn
towards 0, so that they can be read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from dragoman.coding.relating import Link, links
from dragoman.language import analyse
from dragoman.ontology import lexicon
from dragoman.records import Document
from training import devdata

OUT = Path(__file__).parents[1] / "src" / "dragoman" / "ontology" / "relating.yaml"

HEAD = """\
# What speaks for an entry as what one marked party did to the other (log-odds). Made by `python -m training.relating`
# from the PLOVER gold records; `coding/relating.py` says what each name means.
"""

#: How strongly weights are drawn towards 0 (scikit-learn's C).
STRENGTH = 0.5


def readings() -> list[tuple[str, list[Link]]]:
    """Return, for each gold record whose parties stand in its sentence, its type and the links found."""
    with open(devdata.path("events", "plover_gsr.jsonl"), encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    found = []
    documents = (Document(row["id"], "article", text=row["sentence"]) for row in rows)
    for row, analysis in zip(rows, analyse(documents), strict=True):
        doc = analysis.text
        spans = [_place(row["sentence"], words) for words in _parties(row)]
        if doc is None or not any(spans):
            continue
        actor, recipient = (span and doc.char_span(*span, alignment_mode="expand") for span in spans)
        found.append((row["event"], links(actor, recipient, lexicon.load())))
    return found


def _parties(row: dict[str, Any]) -> list[str]:
    """Return actor and recipient; in a reciprocal record the second actor."""
    sources, targets = (
        [entry.get("actorText") or "" for entry in row[key] or [] if isinstance(entry, dict)]
        for key in ("source", "target")
    )
    return [*sources, *[""] * 2][:1] + [*targets, *sources[1:], ""][:1]


def _place(text: str, words: str) -> tuple[int, int] | None:
    start = text.find(words) if words else -1
    return (start, start + len(words)) if start >= 0 else None


@click.command()
def main() -> None:
    """Fit the weights and write the table."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    cases = [(link, link.turned.type == wanted) for wanted, found in readings() for link in found]
    vectors = DictVectorizer(sparse=False)
    x = vectors.fit_transform([dict(link.features) for link, _ in cases])
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=2000).fit(
        x, [right for _, right in cases]
    )
    weights = dict(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
    text = HEAD + "".join(f"{name}: {weights.get(name, 0.0):.2f}\n" for name in sorted(weights))
    OUT.write_text(text, encoding="utf-8")
    click.echo(text)


if __name__ == "__main__":
    main()
