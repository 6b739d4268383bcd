"""HTML to plain text, for the pieces of HTML that feeds carry: words and paragraphs stay, tags go."""

from __future__ import annotations

import re
import threading

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
CELLS = {"td", "th"}
UNSEEN = {"script", "style", "figure", "iframe", "noscript", "template", "svg"}

_kept = threading.local()
_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")


def plain_text(markup: str) -> str:
    """Return the words of a piece of HTML; paragraphs are divided by an empty line.

    Takes time in proportion to the length, whatever stands there, and no more depth than it has.
    """
    # No tree is built. What the parser of the standard library takes quadratic time for, or breaks on, this one reads.
    # One for each thread: making one costs as much as reading a short text.
    if (parser := getattr(_kept, "parser", None)) is None:
        from lxml import etree

        parser = _kept.parser = etree.HTMLParser(target=_Reader(), encoding="utf-8", huge_tree=True)
    parser.feed(_NO_CHARACTER.sub("\ufffd", markup).encode())
    lines = (" ".join(line.split()) for line in parser.close().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader:
    """Takes what lxml finds, one after the other."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._unseen = 0

    def start(self, tag: str, attributes: object) -> None:
        """An element begins."""
        if tag in UNSEEN:
            self._unseen += 1
        elif not self._unseen:
            self.pieces.append(
                "\n\n" if tag in BLOCKS else "\n" if tag in LINES else " " if tag in CELLS else ""
            )

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in UNSEEN:
            self._unseen -= 1
        elif tag in BLOCKS and not self._unseen:
            self.pieces.append("\n\n")

    def data(self, text: str) -> None:
        """Words."""
        if not self._unseen:
            self.pieces.append(text.replace("\n", " "))

    def close(self) -> str:
        """The text ends; return what it says, and begin anew."""
        text = "".join(self.pieces)
        self.pieces, self._unseen = [], 0
        return text
