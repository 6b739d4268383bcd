"""Exports of Nexis Uni (RTF, DOCX) and of LexisNexis Academic before it (HTML, text, RTF, DOCX).

Nexis Uni sets title, paper and date over an article, then fields, then the word "Body", and "End of Document" under
it. LexisNexis Academic sets "3 of 50 DOCUMENTS", the paper, the date and the title over it, then fields in capitals,
and after the text fields again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dragoman.sources.archives.article import Article, is_date_line, is_edition
from dragoman.sources.archives.paragraphs import Paragraph
from dragoman.sources.archives.words import archive_words

_COUNT = re.compile(r"\d+\.\s*")
_ITEM = re.compile(
    r"urn:contentItem:([A-Z0-9]{4}-[A-Z0-9-]{10,40})|[?&]id=urn%3AcontentItem%3A([A-Z0-9-]{15,45})"
)


def is_export(paragraphs: list[Paragraph]) -> bool:
    """Whether the paragraphs are an export of Nexis: its lines between articles, and its fields."""
    words = archive_words("nexis")
    divided = any(words.is_line("ends", p.text) or words.is_line("counts", p.text) for p in paragraphs)
    return divided and any((f := words.field(p.text)) and f[0] in {"before", "loaded"} for p in paragraphs)


def articles(paragraphs: list[Paragraph]) -> Iterator[Article]:
    """Yield the articles in their order."""
    words = archive_words("nexis")
    lines = [p for p in paragraphs if not words.is_line("pages", p.text)]
    if any(words.is_line("ends", p.text) for p in lines):
        yield from _of_nexis_uni(lines)
    else:
        yield from _of_academic(lines)


def _of_nexis_uni(lines: list[Paragraph]) -> Iterator[Article]:
    words = archive_words("nexis")
    chunk: list[Paragraph] = []
    first = True
    for line in lines:
        if words.is_line("ends", line.text):
            yield _uni(chunk, first, whole=True)
            chunk, first = [], False
        else:
            chunk.append(line)
    if any(words.is_line("bodies", line.text) for line in chunk):
        yield _uni(chunk, first, whole=False)


def _uni(lines: list[Paragraph], first: bool, whole: bool) -> Article:
    """One article; above the first, the list of contents may stand, where titles may look like dates too."""
    words = archive_words("nexis")
    body = next((n for n, line in enumerate(lines) if words.is_line("bodies", line.text)), None)
    head = lines[: len(lines) if body is None else body]
    dates = [n for n, line in enumerate(head) if n >= 2 and is_date_line(line.text)]
    at = dates[-1 if first else 0] if dates else None
    title = paper = None
    if at is not None:
        title, paper = _title_above(head[:at], first), head[at - 1]
    elif head:
        title = head[0]
        paper = head[1] if len(head) > 1 and words.field(head[1].text) is None else None
    rest = lines[body + 1 :] if body is not None else []
    end = _end_of_uni(rest)
    fields = _fields([*head[at or 0 :], *rest[end:]])
    link = (title.link if title else None) or next((p.link for p in head if p.link), None)
    item = _ITEM.search(link or "")
    return Article(
        number=0,
        title=title.text if title else None,
        body=tuple(rest[:end]),
        date=head[at].text if at is not None else None,
        publisher=paper.text if paper else None,
        byline=fields.get("byline"),
        url=fields.get("url"),
        language=fields.get("language"),
        id=(item[1] or item[2]) if item else None,
        whole=whole,
    )


def _title_above(lines: list[Paragraph], first: bool) -> Paragraph:
    """The title of an article among the lines above its date, of which the last is the paper.

    It is the first of them, but above the first article stands the list of contents, which has the title too.
    """
    if not first or len(lines) <= 3:
        return lines[0]
    for n in range(len(lines) - 2, max(len(lines) - 5, 0), -1):
        if any(_COUNT.sub("", above.text) == lines[n].text for above in lines[:n]):
            return lines[n]
    return lines[-2]


def _end_of_uni(lines: list[Paragraph]) -> int:
    """Where the text ends: before the day on which it was loaded, and the headings that stand above that."""
    words = archive_words("nexis")
    loaded = [n for n, line in enumerate(lines) if (f := words.field(line.text)) and f[0] == "loaded"]
    end = loaded[-1] if loaded else len(lines)
    headings = [n for n in range(end) if words.is_line("closings", lines[n].text)]
    return min([end, *headings[-2:]])


def _of_academic(lines: list[Paragraph]) -> Iterator[Article]:
    words = archive_words("nexis")
    starts = [n for n, line in enumerate(lines) if words.is_line("counts", line.text)]
    found = [
        _academic(lines[start + 1 : end])
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
        if end > start + 1
    ]
    for n, (article, ended) in enumerate(found):
        whole = ended or n < len(found) - 1 or not any(other for _, other in found)
        yield replace(article, whole=whole)


def _academic(lines: list[Paragraph]) -> tuple[Article, bool]:
    """The article, and whether there are fields after its text."""
    words = archive_words("nexis")
    at = next((n for n, line in enumerate(lines) if is_date_line(line.text)), None)
    paper = lines[at - 1].text if at else lines[0].text
    title = None
    body = -1 if at is None else at
    for n in range(body + 1, len(lines)):
        field = words.field(lines[n].text)
        if words.is_line("bodies", lines[n].text.rstrip(": ")):
            body = n
            break
        if field and field[0] == "title":
            title = field[1] or (lines[n + 1].text if n + 1 < len(lines) else None)
        elif field is None and title is None and n - body == 1 and not is_edition(lines[n].text):
            title = lines[n].text
        elif field is None and not (n - body == 1 and is_edition(lines[n].text)):
            break
        body = n
    rest = lines[body + 1 :]
    end = next((n for n, line in enumerate(rest) if _closes(line.text)), len(rest))
    fields = _fields([*lines[: body + 1], *rest[end:]])
    article = Article(
        number=0,
        title=title,
        body=tuple(rest[:end]),
        date=lines[at].text if at is not None else None,
        publisher=paper,
        byline=fields.get("byline"),
        url=fields.get("url"),
        language=fields.get("language"),
    )
    return article, end < len(rest)


def _closes(line: str) -> bool:
    """Whether a line is a field after the text. There they stand in capitals, so that no sentence is one."""
    field = archive_words("nexis").field(line)
    return field is not None and field[0] != "before" and line.partition(":")[0].isupper()


def _fields(lines: list[Paragraph]) -> dict[str, str]:
    words = archive_words("nexis")
    found: dict[str, str] = {}
    for line in lines:
        if (field := words.field(line.text)) and field[1]:
            found.setdefault(*field)
    return found
