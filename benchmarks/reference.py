"""How well later mentions are traced to earlier ones: ``python -m benchmarks.reference [--check] [--errors N]``.

Measured on the GUM treebank's coreference, on the treebank's own tokens and sentences read by the pipeline: a link
is right when the heads of both mentions belong to one cluster. ``resolved`` is the share of the personal pronouns
(he, she, it, they) with something before them in their cluster that got a right link. Errors are printed from the
development part; the figures are of the test part.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from benchmarks import floors
from dragoman.language import Analysis, load
from dragoman.language.reference import Reference, references
from dragoman.records import Document
from training import devdata

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PRONOUNS = frozenset({"he", "him", "his", "she", "her", "it", "they", "them"})
_MARK = re.compile(r"\((\d+)-[a-z]+-[^()|]*?-cf\d+\*?-([\d,]+)-[^()|]*(\))?|(\d+)\)")


@dataclass
class Annotated:
    """A document of the treebank: words, blanks after them, sentence starts, clusters and split antecedents."""

    name: str
    words: list[str] = field(default_factory=list)
    blanks: list[bool] = field(default_factory=list)
    starts: list[bool | int | None] = field(default_factory=list)
    clusters: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    split: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def read(part: str) -> list[Annotated]:
    """Return the documents of a part of GUM's open genres (``dev``, ``test``)."""
    found: list[Annotated] = []
    with gzip.open(devdata.path("treebank", f"gum_open_{part}.conllu.gz"), "rt", encoding="utf-8") as lines:
        starts, glued = True, (0, True)
        for line in lines:
            if line.startswith("# newdoc id"):
                found.append(Annotated(line.partition("=")[2].strip()))
            if line.startswith("# sent_id"):
                starts, glued = True, (0, True)
            row = line.rstrip("\n").split("\t")
            if len(row) != 10 or "." in row[0]:
                continue
            after = "SpaceAfter=No" not in row[9]
            if "-" in row[0]:
                glued = int(row[0].partition("-")[2]), after
                continue
            now = found[-1]
            if int(row[0]) <= glued[0]:
                after = int(row[0]) == glued[0] and glued[1]
            _annotate(now, row[9])
            now.words.append(row[1])
            now.blanks.append(after)
            now.starts.append(starts)
            starts = False
    return found


def _annotate(document: Annotated, misc: str) -> None:
    """Note the clusters that the mentions which open at the next word put on their heads."""
    at = len(document.words)
    entity = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
    for number, head, _, _ in _MARK.findall(entity[1] if entity else ""):
        for place in head.split(",") if head else ():
            document.clusters[at + int(place) - 1].add(int(number))
    split = re.search(r"(?:^|\|)SplitAnte=([^|]*)", misc)
    for pair in split[1].split(",") if split else ():
        one, _, whole = pair.partition("<")
        document.split[int(whole)].add(int(one))


def parsed(documents: list[Annotated]) -> Iterator[Doc]:
    """Read the words with the pipeline; sentences are those of the treebank."""
    from spacy.tokens import Doc

    nlp = load()
    docs = [Doc(nlp.vocab, d.words, d.blanks, sent_starts=d.starts) for d in documents]
    return nlp.pipe(docs)


def analysis(name: str, doc: Doc) -> Analysis:
    """Return a parse as that of a document with a text only."""
    return Analysis(Document(id=name, kind="article", text=doc.text), None, doc)


def is_right(document: Annotated, doc: Doc, link: Reference) -> bool:
    """Whether both heads belong to one cluster, or the earlier to a part of the later."""
    later = _clusters(document, doc, link.start, link.end)
    earlier = _clusters(document, doc, link.antecedent_start, link.antecedent_end)
    return bool(later & earlier) or any(document.split[c] & earlier for c in later)


def _clusters(document: Annotated, doc: Doc, start: int, end: int) -> set[int]:
    return document.clusters[_head(doc, start, end).i]


def _head(doc: Doc, start: int, end: int) -> Token:
    span = doc.char_span(start, end)
    assert span is not None, "references stand on tokens"
    return span.root


def measure(part: str, errors: int = 0) -> dict[str, float]:
    """Return precision by rule and by kind, and the share of pronouns resolved, printing errors."""
    documents = read(part)
    right: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for document, doc in zip(documents, parsed(documents), strict=True):
        links = references(analysis(document.name, doc))
        news = "news" in document.name
        resolved = set()
        for link in links:
            head = _head(doc, link.start, link.end)
            fine = is_right(document, doc, link)
            pronoun = head.lower_ in PRONOUNS
            kind = "pronouns" if pronoun else "names and nouns"
            if fine:
                resolved.add(head.i)
            for key in (kind, f"  {kind[:8].strip()}: {link.rule}", *([f"news {kind}"] if news else [])):
                made[key] += 1
                right[key] += fine
            if not fine and errors > 0:
                errors -= 1
                text = doc.text
                click.echo(
                    f"[{document.name}] {link.rule}: {text[link.start : link.end]!r} <- "
                    f"{text[link.antecedent_start : link.antecedent_end]!r}\n    "
                    f"{text[max(0, link.start - 200) : link.start]}[[{text[link.start : link.end]}]]"
                    f"{text[link.end : link.end + 80]}"
                )
        seen: set[int] = set()
        for i, word in enumerate(document.words):
            if word.lower() in PRONOUNS and document.clusters[i] & seen:
                made["pronouns resolved"] += 1
                right["pronouns resolved"] += i in resolved
            seen |= document.clusters[i]
    for key in sorted(made):
        click.echo(f"{part:5} {key:36} {right[key]:5} of {made[key]:5}  {right[key] / made[key]:.3f}")
    return {
        "names_and_nouns": right["names and nouns"] / max(1, made["names and nouns"]),
        "pronouns": right["pronouns"] / max(1, made["pronouns"]),
        "pronouns_resolved": right["pronouns resolved"] / max(1, made["pronouns resolved"]),
    }


@click.command()
@click.option("--check", is_flag=True, help="Compare with benchmarks/floors.json.")
@click.option("--errors", default=0, metavar="N", help="Print N errors of the development part.")
def main(check: bool, errors: int) -> None:
    """Print how well later mentions are traced."""
    if devdata.root() is None:
        click.echo(f"benchmarks.reference: skipped, {devdata.MISSING}", err=True)
        return
    if errors:
        measure("dev", errors)
        return
    figures = measure("test")
    if check and (told := floors.fallen("reference", figures)):
        raise click.ClickException("\n".join(told))


if __name__ == "__main__":
    main()
