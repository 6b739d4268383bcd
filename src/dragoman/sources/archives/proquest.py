"""Exports of ProQuest (text, HTML, RTF, DOCX): labelled fields, the full text among them; rulers between articles."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.sources.archives.article import Article
from dragoman.sources.archives.paragraphs import Paragraph
from dragoman.sources.archives.words import archive_words

LONG = 300
"""Characters of a paragraph that is no value of a field but prose."""


def is_export(paragraphs: list[Paragraph]) -> bool:
    """Whether the paragraphs are an export of ProQuest: they give its number of an article."""
    return any(_is_number(p.text) for p in paragraphs)


def articles(paragraphs: list[Paragraph]) -> Iterator[Article]:
    """Yield the articles in their order."""
    for lines in _sections(paragraphs):
        yield _one(lines)


def _is_number(line: str) -> bool:
    label = line.partition(":")[0]
    return ":" in line and _role(line) == "id" and label.lower().startswith("proquest")


def _role(line: str) -> str | None:
    """The part that a line begins: a label with its value, or a label alone over it."""
    words = archive_words("proquest")
    field = words.field(line)
    return field[0] if field else words.roles.get(line.lower())


def _sections(paragraphs: list[Paragraph]) -> Iterator[list[Paragraph]]:
    """What stands between two rulers and has a number; a ruler within a text does not end its article."""
    words = archive_words("proquest")
    section: list[Paragraph] = []
    for line in paragraphs:
        if not line.is_ruler and not words.is_line("counts", line.text):
            section.append(line)
            continue
        if any(_is_number(p.text) for p in section):
            yield from _parted(section)
            section = []
        elif not any(_role(p.text) == "text" for p in section):
            section = []  # the list of contents
    if any(_is_number(p.text) or _role(p.text) == "text" for p in section):
        yield from _parted(section)


def _parted(section: list[Paragraph]) -> Iterator[list[Paragraph]]:
    """The articles of a section. Where nothing divides them, one ends with the fields around its number."""
    left = sum(_is_number(line.text) for line in section)
    begin, numbered = 0, False
    for n, line in enumerate(section):
        if numbered and left and _role(line.text) is None and not _stands_alone(section[n - 1].text):
            yield section[begin:n]
            begin, numbered = n, False
        if _is_number(line.text):
            left, numbered = left - 1, True
    yield section[begin:]


def _one(lines: list[Paragraph]) -> Article:
    number = next((n for n, line in enumerate(lines) if _is_number(line.text)), None)
    begin = next((n for n, line in enumerate(lines) if _role(line.text) == "text"), None)
    end = len(lines)
    if begin is not None and number is not None and number > begin:
        end = _fields_above(lines, begin, number)
    fields: dict[str, str] = {}
    for n in range(len(lines)):
        if begin is None or not begin <= n < end:
            _take(fields, lines, n)
    body: list[Paragraph] = []
    if begin is not None:
        opening = archive_words("proquest").field(lines[begin].text)
        body = [Paragraph(opening[1])] if opening and opening[1] else []
        body += lines[begin + 1 : end]
        if all(archive_words("proquest").is_line("missing", p.text) for p in body):
            body = []
    above = next((line.text for line in lines[:begin] if _role(line.text) is None), None)
    return Article(
        number=0,
        title=fields.get("title") or above,
        body=tuple(body),
        date=fields.get("published") or fields.get("info"),
        publisher=fields.get("publisher") or fields.get("info"),
        byline=fields.get("byline"),
        language=fields.get("language"),
        id=fields.get("id"),
        whole=number is not None,
    )


def _fields_above(lines: list[Paragraph], begin: int, number: int) -> int:
    """Where the fields begin that lead down to the number: a sentence with a label's word does not end the text."""
    end = number
    for n in range(number - 1, begin, -1):
        if _role(lines[n].text):
            end = n
        elif len(lines[n].text) > LONG or not _stands_alone(lines[n - 1].text):
            break
    return end


def _stands_alone(line: str) -> bool:
    """Whether a line is a label without a value: that is the next line."""
    return _role(line) is not None and not line.partition(":")[2].strip()


def _take(fields: dict[str, str], lines: list[Paragraph], n: int) -> None:
    """Keep the field that a line is; a label alone has its value in the next."""
    role = _role(lines[n].text)
    if role is None:
        return
    field = archive_words("proquest").field(lines[n].text)
    value = field[1] if field else ""
    if not value and n + 1 < len(lines) and _role(lines[n + 1].text) is None:
        value = lines[n + 1].text
    if value:
        fields.setdefault(role, value)
