"""Which kind of input is this: told by its first bytes; the ending of its name decides where they do not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Literal, TypeAlias, get_args

from dragoman.errors import InputError, OntologyError
from dragoman.ontology.files import load_yaml
from dragoman.sources.addresses import is_address
from dragoman.sources.columns import delimiter_of
from dragoman.sources.decode import is_binary, text_of_head

FileKind: TypeAlias = Literal[
    "text",
    "html",
    "feed",
    "json feed",
    "jsonl",
    "json",
    "csv",
    "opml",
    "sitemap",
    "warc",
    "parquet",
    "rtf",
    "docx",
]

_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')
_JSON_ARRAY = re.compile(r"\[\s*(?:\{|\]\s*$)")
_JSON_OBJECT = re.compile(r'\{\s*(?:"|\}|$)')
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|meta|title|div|p|h1|section)\b", re.IGNORECASE
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_PROLOGUE = re.compile(
    r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE
)
_ENDINGS: dict[str, FileKind] = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv", ".tab": "csv",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".rss": "feed", ".atom": "feed", ".xml": "feed", ".opml": "opml",
}  # fmt: skip


def recognise(head: bytes, name: str) -> FileKind:
    """Return the kind of an input from its first bytes and, where these leave it open, its name.

    Raises `InputError` when it is empty, binary, or of a kind that is not read.
    """
    if not head.strip(b"\0 \t\r\n\f\v\xef\xbb\xbf\xff\xfe"):
        raise InputError(name, None, "nothing in it", "give a file with text")
    if (told := _kind_of_start(head)) is not None:
        return told
    for sign in _signatures():
        if head[sign.at :].startswith(sign.starts):
            raise InputError(name, None, f"{sign.what}, not text", sign.mend)
    text = text_of_head(head).lstrip("\ufeff \t\r\n\f\v")  # some put a line before the mark
    if (kind := _json_kind(text)) is not None:
        return kind
    if not text.startswith("<") and delimiter_of(text, least=2):
        return "csv"
    if is_binary(text):
        raise InputError(name, None, "binary, not text", "give text, HTML, a feed, JSON or CSV")
    path = re.split("[?#]", name, maxsplit=1)[0] if is_address(name) else name
    ending = PurePath(path.removesuffix(".gz")).suffix.lower()
    if text.startswith("<") and (kind := _markup_kind(text, name)) is not None:
        return kind
    if _MARKUP.search(text[:2000]) and re.search(r"</\w|<(?:p|br|meta)\b", text, re.IGNORECASE):
        return "html"
    return _ENDINGS.get(ending, "text")


def _kind_of_start(head: bytes) -> FileKind | None:
    """The kind of an input that says it in its first bytes."""
    return next((kind for starts, kind in _starts() if head.startswith(starts)), None)


def not_news(name: str) -> InputError | None:
    """Say why a file found in a folder is left out: style sheets and scripts beside saved pages."""
    ending = PurePath(name.removesuffix(".gz")).suffix.lower()
    if what := _not_news().get(ending):
        return InputError(name, None, f"{what}, not news", "leave it out, or name it alone if it is news")
    return None


def _json_kind(text: str) -> FileKind | None:
    if _JSON_ARRAY.match(text):
        return "json"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    objects = sum(1 for line in lines if _JSON_OBJECT.match(line) and line != "{")
    if text.startswith("{"):
        if not _JSON_OBJECT.match(text):
            return None
        if _JSON_FEED.search(text):
            return "json feed"
        # Lines of which most begin an object, or one line: JSON Lines. Else one object over many lines.
        return "jsonl" if objects * 2 >= len(lines) else "json"
    return "jsonl" if objects and objects * 2 >= len(lines) else None


def _markup_kind(text: str, name: str) -> FileKind | None:
    rest = text
    while match := _PROLOGUE.match(rest):
        if re.match(r"\s*<!DOCTYPE\s+html", match[0], re.IGNORECASE):
            return "html"
        rest = rest[match.end() :]
    root = _ROOT.match(rest.lstrip())
    if root is None:
        return "feed" if text.startswith("<?xml") else "html" if text.startswith("<!") else None
    tag = root[1].lower()
    if tag in {"rss", "feed", "rdf", "channel"}:
        return "feed"
    if tag == "opml":
        return "opml"
    if tag in {"urlset", "sitemapindex"}:
        return "sitemap"
    if text.startswith("<?xml") and tag != "html":
        raise InputError(
            name, None, f"XML of an unknown kind (<{root[1]}>)", "give RSS, Atom, HTML, JSON or text"
        )
    return "html"


@dataclass(frozen=True, slots=True)
class _Signature:
    at: int
    starts: bytes
    what: str
    mend: str


@cache
def _not_news() -> dict[str, str]:
    """Endings of files that hold no news, and what such a file is. Raises `OntologyError`."""
    endings: dict[str, str] = load_yaml("sources/file_kinds.yaml")["not_news"]
    for ending, what in endings.items():
        if not (isinstance(ending, str) and ending.startswith(".") and isinstance(what, str)):
            raise OntologyError(
                f"sources/file_kinds.yaml, not_news: {ending!r} (write `.ending: what it is`)"
            )
    return endings


@cache
def _starts() -> tuple[tuple[bytes, FileKind], ...]:
    """First bytes of the kinds of input that have their own. Raises `OntologyError`."""
    kinds: dict[FileKind, str] = load_yaml("sources/file_kinds.yaml")["starts"]
    if not set(kinds) <= set(get_args(FileKind)) or not all(
        isinstance(start, str) for start in kinds.values()
    ):
        raise OntologyError(f"sources/file_kinds.yaml, starts: one of {', '.join(kinds)} is no kind of input")
    return tuple((start.encode("latin-1"), kind) for kind, start in kinds.items())


@cache
def _signatures() -> tuple[_Signature, ...]:
    signatures = []
    for n, row in enumerate(load_yaml("sources/file_kinds.yaml")["not_text"], start=1):
        try:
            signatures.append(
                _Signature(row.get("at", 0), row["starts"].encode("latin-1"), row["what"], row["mend"])
            )
        except (KeyError, AttributeError, UnicodeEncodeError) as error:
            raise OntologyError(
                f"sources/file_kinds.yaml, not_text {n}: {error} (needs starts, what, mend)"
            ) from error
    return tuple(signatures)
