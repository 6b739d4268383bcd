"""Pages grouped by hand (``tests/stories/pages/*.txt``): a letter says what belongs together,
"-" what stands alone."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from dragoman.records import Document

PAGES = sorted((Path(__file__).resolve().parents[1] / "tests" / "stories" / "pages").glob("*.txt"))

Pairs = set[frozenset[str]]


def page(file: Path) -> tuple[list[Document], Pairs]:
    """Read a page: its documents, without dates, and the pairs of ids that belong together.

    A line is a headline; after ``| `` it is the text of an article. The id of a document is what it says.
    """
    documents, marks = [], []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        mark, said = line.split("  ", 1)
        if said.startswith("| "):
            text = said.removeprefix("| ")
            documents.append(Document(id=text, kind="article", text=text))
        else:
            documents.append(Document(id=said, kind="headline", title=said))
        marks.append(mark)
    pairs = combinations(zip(marks, documents, strict=True), 2)
    return documents, {frozenset((a.id, b.id)) for (m, a), (n, b) in pairs if m == n != "-"}
