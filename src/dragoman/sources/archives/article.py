"""An article of an export as its archive gives it, and what all archives have in common: dates, repeats, drafts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from dragoman.errors import InputError
from dragoman.sources.archives.paragraphs import Paragraph, joined
from dragoman.sources.archives.words import edition_words, language_named
from dragoman.sources.dates import parse_date
from dragoman.sources.found import Draft, Found

_DAY = (
    r"(?:[^\W\d_]{2,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th|\.)?\s+[^\W\d_]{3,9}\.?),?\s+\d{4}"
)
_DATE_LINE = re.compile(rf"(?:[^\W\d_]{{3,10}}\.?,?\s+)?({_DAY})(?!\d)(.{{0,80}})")
_DATE = re.compile(_DAY)
_TIME = re.compile(r"(\d{1,2}:\d{2})(?::\d{2})?\s*([AP]M)?\s*(?:GMT|UTC)\b", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|BY) \S+(?: \S+){0,11}")


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it stands in an export; what the archive does not tell is ``None``.

    Attributes:
        number: its place among the others, from 1.
        date: as the archive writes it.
        byline: as the archive writes it; it is no part of the text.
        whole: false where the export ends before the article does.
    """

    number: int
    title: str | None = None
    body: tuple[Paragraph, ...] = ()
    date: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    id: str | None = None
    whole: bool = True

    @property
    def text(self) -> str | None:
        """Its paragraphs, without the byline that some print again above them."""
        body = self.body
        if body and (_BYLINE.fullmatch(body[0].text) or body[0].text == self.byline):
            body = body[1:]
        return joined(body) or None


@dataclass(slots=True)
class Drafts:
    """Makes drafts of the articles of one export."""

    name: str
    _seen: set[tuple[str | None, ...]] = field(default_factory=set)
    _repeated: int = 0

    def of(self, articles: Iterable[Article]) -> Iterator[Found]:
        """Yield a draft for each article, a headline where it has no text; what stands twice is told once, at the end.

        Archives find one report under several names and list it again; the first is kept.
        """
        any_article = False
        for article in articles:
            any_article = True
            place = f"article {article.number}"
            key = (
                (article.id,)
                if article.id
                else (article.title, article.text, article.date, article.publisher)
            )
            if key in self._seen:
                self._repeated += 1
                continue
            self._seen.add(key)
            published = published_on(article.date)
            if article.date and not published:
                problem = f"{article.date[:60]!r} is no date that can be read"
                yield InputError(self.name, place, problem, "give the day with --published")
            if not article.whole:
                yield InputError(
                    self.name, place, "its end is missing; the export may be cut short", "export it anew"
                )
            yield self._draft(article, place, published)
        if not any_article:
            raise InputError(
                self.name, None, "an export of an archive without an article", "export the full texts"
            )
        if self._repeated:
            problem = f"articles that stand in it more than once: {self._repeated:,}"
            yield InputError(self.name, None, problem, "nothing to mend: the first of each was kept")

    def _draft(self, article: Article, place: str, published: str | None) -> Draft:
        text = article.text
        return Draft(
            input=self.name,
            place=place,
            kind="article" if text else "headline",
            id=article.id,
            title=article.title,
            text=text,
            published=published,
            published_from="input" if published else None,
            publisher=publisher_of(article.publisher),
            url=url_of(article.url),
            language=language_named(article.language) if article.language else None,
        )


def is_date_line(line: str) -> bool:
    """Whether a line gives a day, with a weekday, a time or an edition at most."""
    match = _DATE_LINE.fullmatch(line)
    return match is not None and parse_date(_plain(match[1])) is not None


def published_on(line: str | None) -> str | None:
    """Return the day, or the time where it is told in UTC, that a line begins with or holds, as records write it."""
    if not line:
        return None
    if whole := parse_date(line):
        return whole
    match = _DATE.search(line)
    if match is None or (day := parse_date(_plain(match[0]))) is None:
        return None
    if time := _TIME.search(line, match.end()):
        return parse_date(f"{day} {time[1]} UTC") if not time[2] else _with_half(day, time)
    return day


def publisher_of(line: str | None) -> str | None:
    """The name of the paper without its edition, town and volume."""
    name = re.split(r"\s*(?:;|\[)", line or "", maxsplit=1)[0].strip(" .,")
    head, comma, tail = name.rpartition(",")
    if comma and edition_words() & set(re.findall(r"\w+", tail.lower())):
        name = head.strip()
    return re.sub(r"\s+\((?:Online|Print)\)$", "", name, flags=re.IGNORECASE) or None


def url_of(line: str | None) -> str | None:
    """An address of the article; that of the paper's first page is none."""
    address = (line or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and len(parts.path.strip("/")) > 1 else None


def is_edition(line: str) -> bool:
    """Whether a line under the date tells the edition."""
    return len(line) < 60 and bool(edition_words() & set(re.findall(r"\w+", line.lower())))


def numbered(articles: Iterable[Article]) -> Iterator[Article]:
    """Number the articles from 1."""
    for number, article in enumerate(articles, start=1):
        yield replace(article, number=number)


def _with_half(day: str, time: re.Match[str]) -> str | None:
    hour, minute = time[1].split(":")
    afternoon = time[2].lower() == "pm"
    return parse_date(f"{day} {int(hour) % 12 + 12 * afternoon:02}:{minute} UTC")


def _plain(day: str) -> str:
    return re.sub(r"(\d)\.", r"\1", day)
