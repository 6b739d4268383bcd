"""HTML to plain text, for the pieces of HTML that feeds carry: words and paragraphs stay, tags go."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = {
    "p",
    "div",
    "blockquote",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "pre",
    "hr",
}
LINES = {"br", "li", "tr", "dt", "dd"}
UNSEEN = {"script", "style", "figure", "iframe", "noscript", "template", "svg"}


def plain_text(markup: str) -> str:
    """Return the words of a piece of HTML; paragraphs are divided by an empty line."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen.append(tag)
        self.pieces.append("\n\n" if tag in BLOCKS else "\n" if tag in LINES else "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append("\n\n" if tag in BLOCKS else "\n" if tag in LINES else "")

    def handle_endtag(self, tag: str) -> None:
        if self.unseen and tag == self.unseen[-1]:
            self.unseen.pop()
        self.pieces.append("\n\n" if tag in BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(" ".join(data.splitlines()) if "\n" in data or "\r" in data else data)
