"""Makes ``src/dragoman/ontology/confidence.yaml``: what speaks for and against an event.

    python -m training.confidence

A logistic regression over the features of the events coded in the PLOVER gold records (CC BY-SA 4.0, marked *ship*)
and in the golden sentences of the tests, of which a third tell of nothing. An event is right when it is of the type
of the record, or one of those of the sentence. Few weights, drawn towards 0, so that they can be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import yaml

from dragoman.coding import candidates, status, turns
from dragoman.coding.confidence import features
from dragoman.coding.parties import of_document
from dragoman.language import analyse
from dragoman.ontology import lexicon
from dragoman.records import Document
from training import devdata

ROOT = Path(__file__).parents[1]
OUT = ROOT / "src" / "dragoman" / "ontology" / "confidence.yaml"
GOLDEN = ROOT / "tests" / "coding" / "golden"

HEAD = """\
# What speaks for and against an event (log-odds). Made by `python -m training.confidence` from the PLOVER gold records
# and the golden sentences; `coding/confidence.py` says what each name means.
"""

#: How strongly weights are drawn towards 0 (scikit-learn's C).
STRENGTH = 0.3


def gold() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield sentences, and the types of the events in them."""
    with open(devdata.path("events", "plover_gsr.jsonl"), encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row["sentence"], frozenset({row["event"]})
    for path in sorted(GOLDEN.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            types = frozenset(event.replace("/", " ").split()[0] for event in row["events"])
            yield row.get("sentence") or row["headline"], types


def cases() -> Iterator[tuple[Mapping[str, float], bool]]:
    """Yield the features of each event coded, and whether it is right."""
    sentences = list(gold())
    documents = (Document(str(n), "article", text=text) for n, (text, _) in enumerate(sentences))
    for (_, types), analysis in zip(sentences, analyse(documents), strict=True):
        for field, parties in of_document(analysis).items():
            for sentence in analysis.sentences(field):
                standing = candidates.find(sentence, lexicon.load(), parties)
                for candidate in standing:
                    reality = status.of(candidate.predicate, None, None)
                    right = turns.of(candidate.predicate.entry, reality).type in types
                    yield features(candidate, reality, len(standing)), right


@click.command()
def main() -> None:
    """Fit the weights and write the table."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    every = list(cases())
    vectors = DictVectorizer(sparse=False)
    x = vectors.fit_transform([dict(features) for features, _ in every])
    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=2000).fit(
        x, [right for _, right in every]
    )
    rows = zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    OUT.write_text(HEAD + "".join(f"{name}: {weight:.2f}\n" for name, weight in rows), encoding="utf-8")
    click.echo(OUT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
