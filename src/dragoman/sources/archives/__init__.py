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
    from dragoman.sources import textpage
    from dragoman.sources.archives import rtf

    paragraphs = list(rtf.paragraphs(data))
    yield from export(paragraphs, name) or textpage.parse_text(joined(paragraphs), name)


def parse_docx(data: bytes, name: str) -> Iterator[Found]:
    """Yield the articles of an export saved as DOCX, or what stands in any other DOCX, read as a text page.

    Raises `InputError` when it is no Word document, or one that cannot be opened.
    """
    from dragoman.sources import textpage
    from dragoman.sources.archives import docx

    paragraphs = list(docx.paragraphs(data, name))
    yield from export(paragraphs, name) or textpage.parse_text(joined(paragraphs), name)


def in_html(page: str, name: str) -> Iterator[Found] | None:
    """Return the articles of an export saved as HTML; ``None`` where the page is none."""
    from dragoman.sources.archives.paragraphs import of_html

    return export(list(of_html(page)), name) if _may_be(page) else None


def in_text(page: str, name: str) -> Iterator[Found] | None:
    """Return the articles of an export saved as plain text; ``None`` where the page is none."""
    from dragoman.sources.archives.paragraphs import of_text

    return export(list(of_text(page)), name) if _may_be(page) else None


def export(paragraphs: list[Paragraph], name: str) -> Iterator[Found] | None:
    """Return the articles of an export; ``None`` where the paragraphs are of no archive that is known."""
    from dragoman.sources.archives import factiva, nexis, proquest
    from dragoman.sources.archives.article import Drafts, numbered

    for archive in (proquest, factiva, nexis):
        if archive.is_export(paragraphs):
            return Drafts(name).of(numbered(archive.articles(paragraphs)))
    return None


def _may_be(page: str) -> bool:
    """Whether a page holds words of an archive at all: most do not, and need not be taken apart."""
    from dragoman.sources.archives.words import archive_signs

    return any(sign in page for sign in archive_signs())
