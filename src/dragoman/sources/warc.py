"""WARC archives of crawls (Common Crawl's news crawl, Heritrix, wget): their pages and feeds, read like those
fetched from an address.

What a crawl brings home is mostly no report: lists, pictures, pages that were gone. They are counted and told in
one line, as is what is damaged. The date of a record is that of the crawl, not of publication, and is not used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import BinaryIO

from dragoman.errors import InputError
from dragoman.sources.archives.words import crawled_media
from dragoman.sources.found import Draft, Found
from dragoman.sources.lines import ends_sentence, words_in
from dragoman.sources.warcbytes import GZIP, MAX_HEADER, MAX_RECORD, START, Damage, RawRecord, records

_DAMAGE: dict[Damage, str] = {
    "gzip": "its gzip is damaged or cut short",
    "cut": "it is cut short",
    "length": "its length is wrong",
    "header": "its header is none",
    "large": f"it has more than {MAX_RECORD >> 20} MB",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered: the bytes without what packed them for the way, what it said of them, and whether the
    crawl kept only their beginning."""

    url: str
    content: bytes
    media: str | None
    charset: str | None
    short: bool = False


def parse_warc(stream: BinaryIO, name: str) -> Iterator[Found]:
    """Yield the reports of an archive in its order, then what was passed over: one error for all that is damaged,
    one for all pages that are no reports.

    Raises `InputError` when the library that reads records is not installed.
    """
    _need_library(name)
    told = _Told()
    for number, raw in enumerate(records(stream), start=1):
        told.records += 1
        page = _page(raw, number, told)
        if page is None:
            continue
        told.pages += 1
        reports = 0
        for draft in _reports(page):
            reports += 1
            told.short += page.short
            yield replace(draft, input=name, place=f"record {number}")
        told.empty += not reports
    yield from told.errors(name)


def _reports(page: Page) -> Iterator[Draft]:
    """The items of a feed, or the one article of a page. The headlines and links of a list are left: what the crawl
    has of them stands in records of their own."""
    from dragoman.sources import found_at
    from dragoman.sources.opening import HEAD
    from dragoman.sources.recognise import recognise

    drafts = [
        found
        for found in found_at(page.content, page.url, page.media, page.charset)
        if isinstance(found, Draft)
    ]
    if drafts and recognise(page.content[:HEAD], page.url) in {"feed", "json feed"}:
        yield from drafts
    elif len(drafts) == 1 and _is_prose(drafts[0].text or ""):
        yield replace(drafts[0], url=drafts[0].url or page.url)


def _is_prose(text: str) -> bool:
    """Whether at least half of the words stand in lines that end as sentences do: in lists they do not."""
    lines = [(words_in(line), ends_sentence(line)) for line in text.splitlines() if line.strip()]
    return 2 * sum(words for words, ends in lines if ends) >= sum(words for words, _ in lines) > 0


class _Told:
    """Counts of what was read and what was not."""

    def __init__(self) -> None:
        self.records = self.pages = self.empty = self.short = 0
        self.damaged: Counter[str] = Counter()
        self.first: dict[str, int] = {}

    def damage(self, what: str, number: int) -> None:
        self.damaged[what] += 1
        self.first.setdefault(what, number)

    def errors(self, name: str) -> Iterator[InputError]:
        if self.damaged:
            each = "; ".join(
                f"{what} ({_times(n)} record {self.first[what]})" for what, n in self.damaged.most_common()
            )
            total = sum(self.damaged.values())
            problem = f"{total:,} of {self.records:,} records are damaged: {each}"
            yield InputError(name, None, problem, "fetch the archive anew; the others were read")
        if self.short:
            problem = (
                f"pages that the crawl cut off: {self.short:,}; the ends of their reports may be missing"
            )
            yield InputError(name, None, problem, "fetch those that matter from their addresses")
        if not self.pages and self.records > sum(self.damaged.values()):
            yield InputError(
                name,
                None,
                f"no page of news in it (records: {self.records:,})",
                "give an archive of web pages",
            )
        elif self.empty:
            problem = f"{self.empty:,} of {self.pages:,} pages hold no report"
            yield InputError(name, None, problem, "nothing to mend where they are lists or menus")


def _page(raw: RawRecord, number: int, told: _Told) -> Page | None:
    """The page or feed that a record holds, or ``None``; what is damaged is told."""
    from fastwarc.warc import HeaderMap

    if raw.damage:
        told.damage(_DAMAGE[raw.damage], number)
    if not raw.header or not raw.block:
        return None
    header = HeaderMap()
    try:
        header.parse(BytesIO(raw.header + b"\r\n\r\n"), True)
    except (OSError, ValueError):
        told.damage(_DAMAGE["header"], number)
        return None
    kind = (header.get("WARC-Type") or "").strip().lower()
    url = (header.get("WARC-Target-URI") or "").strip().strip("<>")
    if not url.lower().startswith(("http://", "https://")) or not url.isprintable():
        return None
    if kind == "resource":
        media, charset = _media(header.get("Content-Type"))
        return _of_news(Page(url, raw.block, media, charset))
    if kind != "response":
        return None
    page = _answer(url, raw.block)
    if page is None:
        told.damage("its answer cannot be unpacked", number)
        return None
    return _of_news(replace(page, short="WARC-Truncated" in header))


def _of_news(page: Page) -> Page | None:
    """The page unless it is of another medium, or an archive in disguise: those may hold each other without end."""
    archive = page.content.startswith((START, GZIP))
    return page if page.media in crawled_media() and not archive else None


def _answer(url: str, block: bytes) -> Page | None:
    """What a server answered, ``None`` where it cannot be unpacked; without a medium where it is no page.

    Some crawlers leave the names of packings in the header after they have unpacked: then the bytes are taken
    as they stand.
    """
    from fastwarc.warc import WarcRecord, WarcRecordType

    for unpack in ("all", "content", "none"):
        record = WarcRecord()
        record.init_headers(WarcRecordType.response)
        record.is_http = True
        record.set_bytes_content(block)
        try:
            record.parse_http(auto_decode=unpack, max_header_len=MAX_HEADER)
            http = record.http_headers
            media, charset = _media(http.get("Content-Type"))
            if http.status_code != 200 or media not in crawled_media():
                return Page(url, b"", None, None)
            content = record.reader.read(MAX_RECORD + 1)
        except (OSError, ValueError):
            continue
        if content and len(content) <= MAX_RECORD and not (unpack == "none" and b"\0" in content[:64]):
            return Page(url, content, media, charset)
    return None


def _media(content_type: str | None) -> tuple[str | None, str | None]:
    """Medium and charset of a header such as ``text/html; charset="utf-8"``."""
    from email.message import Message

    if not content_type or not content_type.isprintable():
        return None, None
    message = Message()
    message["Content-Type"] = content_type
    return message.get_content_type(), message.get_content_charset()


def _times(n: int) -> str:
    return "in" if n == 1 else f"{n:,} times, first in"


def _need_library(name: str) -> None:
    try:
        import fastwarc  # noqa: F401
    except ImportError as error:
        raise InputError(
            name, None, "a WARC archive, read with fastwarc", 'run: pip install "dragoman[warc]"'
        ) from error
