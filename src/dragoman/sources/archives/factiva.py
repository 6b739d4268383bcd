"""Exports of Factiva (HTML, RTF, DOCX): with a table of codes for the parts, or with the parts in a fixed order.

Under each article stands "Document" with its accession number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from dragoman.sources.archives.article import Article, is_date_line
from dragoman.sources.archives.paragraphs import Paragraph
from dragoman.sources.archives.words import archive_words, language_named

_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?(?:\s[A-Z]{2,4})?")
_BYLINE = re.compile(r"(?:By|BY) .{2,120}")
_CODE = re.compile(r"[A-Z]{2,4}")
LONG = 300
"""Characters of a line that is prose."""
HEADER = 12
"""Lines between the number of words and the text, at most: date, time, paper, its code, page, language, copyright."""


def is_export(paragraphs: list[Paragraph]) -> bool:
    """Whether the paragraphs are an export of Factiva: a line with an accession number, and a number of words."""
    words = archive_words("factiva")
    return any(words.is_line("ends", p.text) for p in paragraphs) and any(
        words.is_line("lengths", p.text) or p.text in {"HD", "LP"} for p in paragraphs
    )


def articles(paragraphs: list[Paragraph]) -> Iterator[Article]:
    """Yield the articles in their order."""
    words = archive_words("factiva")
    chunk: list[Paragraph] = []
    for line in paragraphs:
        if number := words.lines["ends"].fullmatch(line.text):
            yield _one(chunk, number[1])
            chunk = []
        else:
            chunk.append(line)
    if any(words.is_line("lengths", line.text) for line in chunk):
        yield _one(chunk, None)


def _one(lines: list[Paragraph], number: str | None) -> Article:
    if sum(_role(line.text) in {"title", "published", "text"} for line in lines) >= 2:
        return _coded(lines, number)
    return _plain(lines, number)


def _is_copyright(line: str) -> bool:
    """Whether a line tells whose the article is: a report on copyright begins with the word, but gives no year."""
    told = archive_words("factiva").is_line("copyright", line) and len(line) < LONG
    return told and (not line[0].isalpha() or re.search(r"\b(?:19|20)\d\d\b", line) is not None)


def _is_entry(line: str, title: str) -> bool:
    """Whether a line is the title in the list of contents, with its page."""
    return line.startswith(title) and re.fullmatch(r"[\s.]*\d+", line[len(title) :]) is not None


def _is_language(line: str) -> bool:
    return len(line) < 30 and language_named(line) is not None


def _role(line: str) -> str | None:
    """The part that a code alone in its cell stands for."""
    return archive_words("factiva").roles.get(line.lower()) if _CODE.fullmatch(line) else None


def _coded(lines: list[Paragraph], number: str | None) -> Article:
    """An article of a table: a code in one cell, the part in the next."""
    parts: dict[str, list[Paragraph]] = defaultdict(list)
    role, source = "", False
    for line in lines:
        # The code of a paper (SC) may look like a code of the table; it is the value of one.
        if (named := _role(line.text)) is not None and not source:
            role, source = named, line.text == "SC"
            continue
        source = False
        if role:
            parts[role].append(line)

    def first(role: str) -> str | None:
        return " ".join(p.text for p in parts[role]) or None

    return Article(
        number=0,
        title=first("title"),
        body=tuple(parts["text"]),
        date=first("published"),
        publisher=first("publisher"),
        byline=first("byline"),
        language=first("language"),
        id=number,
        whole=number is not None,
    )


def _plain(lines: list[Paragraph], number: str | None) -> Article:
    """An article whose parts are known by their order around the number of words."""
    words = archive_words("factiva")
    at = next((n for n, line in enumerate(lines) if words.is_line("lengths", line.text)), None)
    if at is None:
        return Article(
            number=0,
            title=lines[0].text if lines else None,
            body=tuple(lines[1:]),
            id=number,
            whole=number is not None,
        )
    near = [line.text for line in lines[max(0, at - 4) : at]]
    above = [line for line in near if not any(_is_entry(line, other) for other in near)]
    byline = above.pop() if len(above) > 1 and _BYLINE.fullmatch(above[-1]) else None
    title = max(above, key=len, default=None)  # beside it the section or a name may stand
    header = [line.text for line in lines[at + 1 : at + 1 + HEADER]]
    day = next((n for n, line in enumerate(header) if is_date_line(line)), None)
    begin = 0 if day is None else day + 1
    begin += _CLOCK.fullmatch("".join(header[begin : begin + 1])) is not None
    paper = header[begin] if day is not None and begin < len(header) else None
    begin += paper is not None
    spoken = next((n for n in range(begin, len(header)) if _is_language(header[n])), None)
    begin = begin if spoken is None else spoken + 1
    while begin < len(header) and _is_copyright(header[begin]):
        begin += 1
    return Article(
        number=0,
        title=title,
        body=tuple(lines[at + 1 + begin :]),
        date=header[day] if day is not None else None,
        publisher=paper,
        byline=byline,
        language=header[spoken] if spoken is not None else None,
        id=number,
        whole=number is not None,
    )
