"""Exports of newspaper archives (Nexis, Factiva, ProQuest), and the formats they are saved in.

A file becomes paragraphs, whatever it was saved as; an archive is known by the lines that it sets around its
articles, and one file here takes the articles of each apart. What is no export is read as any page.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.sources.archives.paragraphs import Paragraph, joined
from dragoman.sources.found import Found


def parse_rtf(data: bytes, name: str) -> Iterator[Found]:
    """Yield the articles of an export saved as RTF, or what stands in any other RTF, read as a text page."""
    from dragoman.sources.archives import rtf

    yield from _reports(list(rtf.paragraphs(data)), name)


def parse_docx(data: bytes, name: str) -> Iterator[Found]:
    """Yield the articles of an export saved as DOCX, or what stands in any other DOCX, read as a text page.

    Raises `InputError` when it is no Word document, or one that cannot be opened.
    """
    from dragoman.sources.archives import docx

    yield from _reports(list(docx.paragraphs(data, name)), name)


def _reports(paragraphs: list[Paragraph], name: str) -> Iterator[Found]:
    from dragoman.sources import textpage

    yield from textpage.parse_text(joined(paragraphs), name)
