"""Headlines annotated by hand (``tests/language/headlines*.tsv``): who does what to whom, and how it is read."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "language"
#: Headlines looked at while the reader was made, and headlines written before it read any of them.
SEEN, UNSEEN = FOLDER / "headlines.tsv", FOLDER / "headlines60.tsv"
#: The headlines of the sample page in the development data, by numbers.
SAMPLE = Path(__file__).with_name("sample_headlines.tsv")

COLUMNS = ("root", "subject", "object")
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass"})

#: Where a word lies (start, end), ``None`` for no word.
Place = tuple[int, int] | None


@dataclass(frozen=True)
class Headline:
    """A headline and its analyses, any of which will do: where root, subject and object lie."""

    text: str
    analyses: tuple[tuple[Place, ...], ...]


def table(file: Path) -> list[Headline]:
    """Read a table of headlines.

    ``a|b`` are alternatives, the columns read in step; ``word#2`` is the second word of that form. Raises
    `ValueError` where the columns are not in step, or a word is not in the headline.
    """
    found = []
    for line in _lines(file):
        text = line["headline"]
        analyses = zip(*(line[name].split("|") for name in COLUMNS), strict=True)
        found.append(Headline(text, tuple(tuple(_place(text, w) for w in words) for words in analyses)))
    return found


def sample(page: Path) -> list[Headline]:
    """Read the headlines of the sample page; its words are known by their numbers (`SAMPLE`)."""
    lines = page.read_text(encoding="utf-8").splitlines()
    found = []
    for line in _lines(SAMPLE):
        text = lines[int(line["line"]) - 1]
        words = [match.span() for match in re.finditer(r"\S+", text)]
        places = (None if line[name] == "-" else words[int(line[name]) - 1] for name in COLUMNS)
        found.append(Headline(text, (tuple(places),)))
    return found


def wrong(nlp: Language, headlines: Sequence[Headline]) -> list[str]:
    """Return a line for each headline that is not fully read right: what was found for root, subject, object.

    The object is the ``obj``, or where there is none the ``iobj`` ("Court warns ministers: …").
    """
    from dragoman.language.boundaries import no_starts, one_sentence

    told = []
    docs = nlp.pipe([no_starts(nlp.make_doc(headline.text)) for headline in headlines])
    for headline, doc in zip(headlines, map(one_sentence, docs), strict=True):
        found = _read(doc)
        if not any(all(map(_lies, found, places)) for places in headline.analyses):
            told.append(f"{headline.text.strip()}: " + ", ".join(t.text if t else "-" for t in found))
    return told


def _read(doc: Doc) -> tuple[Token | None, ...]:
    (root,) = [token for token in doc if token.dep_ == "ROOT"]
    below: dict[str, Token] = {}
    for token in root.children:
        below.setdefault("subject" if token.dep_ in _SUBJECTS else token.dep_, token)
    return root, below.get("subject"), below.get("obj", below.get("iobj"))


def _lies(token: Token | None, place: Place) -> bool:
    if token is None or place is None:
        return token is None and place is None
    return place[0] <= token.idx < place[1]


def _place(text: str, word: str) -> Place:
    if word == "-":
        return None
    form, _, number = word.partition("#")
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text)]
    if len(found) < int(number or 1):
        raise ValueError(f"no {word!r} in {text!r}")
    return found[int(number or 1) - 1]


def _lines(file: Path) -> list[dict[str, str]]:
    lines = [x for x in file.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
