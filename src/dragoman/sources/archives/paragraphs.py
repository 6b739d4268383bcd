"""The common form of an export, whatever it was saved as: its paragraphs, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dragoman.sources.archives.words import is_label
from dragoman.sources.decode import CONTROLS

WRAPPED = 100
"""Characters of a line; exports in plain text break paragraphs into lines that are no longer."""

CENTRED = " " * 8
"""What a line that is centred begins with, at least."""

_RULER = re.compile(r"[_\u2014=-]{20,}")
RULER = "_" * 40


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a heading, a cell of a table.

    Attributes:
        text: its words with single spaces; never empty.
        link: the address behind its words, where there is one.
    """

    text: str
    link: str | None = None

    @property
    def is_ruler(self) -> bool:
        """Whether it is a line drawn from side to side."""
        return _RULER.fullmatch(self.text) is not None


class Collector:
    """Puts paragraphs together from runs of words."""

    def __init__(self) -> None:
        self._runs: list[str] = []
        self._link: str | None = None

    def words(self, text: str) -> None:
        """Add words to the paragraph that is open."""
        self._runs.append(text)

    def link(self, address: str) -> None:
        """Say where the words lead that come next; the first address of a paragraph counts."""
        self._link = self._link or address

    def close(self) -> Iterator[Paragraph]:
        """End the paragraph; what holds no words is none."""
        text = _plain("".join(self._runs))
        link, self._link = self._link, None
        self._runs.clear()
        try:
            text.encode()
        except UnicodeEncodeError:  # letters beyond the first plane that were written as two halves
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if text:
            yield Paragraph(text, link)


def of_text(page: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of plain text: its lines, or blocks of lines where paragraphs are broken into lines.

    A line that begins with a label of an archive and a colon begins a paragraph in any case; one that is centred is
    one of its own.
    """
    written = page.splitlines()
    lines = [_plain(line) for line in written]
    if not _wrapped(lines):
        yield from (Paragraph(line) for line in lines if line)
        return
    block: list[str] = []
    for line, as_written in zip(lines, written, strict=True):
        alone = _RULER.fullmatch(line) is not None or as_written.startswith(CENTRED)
        if block and (not line or alone or is_label(line)):
            yield Paragraph(" ".join(block))
            block.clear()
        if line and alone:
            yield Paragraph(line)
        elif line:
            block.append(line)
    if block:
        yield Paragraph(" ".join(block))


def _plain(text: str) -> str:
    """The words with single spaces, without characters that control something."""
    return CONTROLS.sub("", " ".join(text.split()))


def _wrapped(lines: list[str]) -> bool:
    """Whether no line is long, and many go on in the next."""
    if max(map(len, lines), default=0) > WRAPPED:
        return False
    goes_on = sum(1 for a, b in pairwise(lines) if len(a) > 55 and b and b[0].islower())
    return goes_on > 0


def of_html(page: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of an HTML page: what its elements for blocks, lines and cells divide."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(page.encode("utf-8", "replace"), parser)
    if root is None:
        return
    collected = Collector()
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            unseen += tag in _UNSEEN
            if tag in _DIVIDES:
                yield from collected.close()
            if tag == "hr":
                yield Paragraph(RULER)
            if tag == "a" and (address := element.get("href")):
                collected.link(address)
            if not unseen:
                collected.words(element.text or "")
        else:
            unseen -= tag in _UNSEEN
            if tag in _DIVIDES:
                yield from collected.close()
            if not unseen:
                collected.words(element.tail or "")
    yield from collected.close()


def joined(paragraphs: Iterable[Paragraph]) -> str:
    """The text of a report: its paragraphs with an empty line between two."""
    return "\n\n".join(each.text for each in paragraphs)


_UNSEEN = frozenset({"script", "style", "head", "title", "noscript", "template"})
_DIVIDES = frozenset(
    {
        "p", "div", "br", "hr", "li", "ul", "ol", "table", "tr", "td", "th", "tbody", "h1", "h2", "h3", "h4", "h5",
        "h6", "blockquote", "section", "article", "header", "footer", "pre", "dl", "dt", "dd", "center", "body", "form",
    }
)  # fmt: skip
