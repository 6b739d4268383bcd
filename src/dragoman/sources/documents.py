"""From drafts to documents: ids, publishers, the date by option, and what no document may be."""

from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from dragoman.errors import InputError
from dragoman.ontology.publishers import publishers
from dragoman.records import Document, stable_id
from dragoman.sources.found import Draft, Found
from dragoman.sources.words import web_words

MAX_TEXT = 1_000_000
"""Characters (code points) of a text. A newspaper of forty pages has half of that."""
MAX_TITLE = 10_000
"""Characters (code points) of a title."""


class Shelf:
    """The documents of one reading: gives each its own id and turns down what cannot be a document."""

    def __init__(self, published: str | None) -> None:
        self._published = published
        self._place_of: dict[str, str] = {}
        self._repeats: Counter[str] = Counter()

    def add(self, found: Found) -> Document | InputError:
        """Return the document made of a draft, or the reason why there is none."""
        if isinstance(found, InputError):
            return found
        if refusal := _refusal(found):
            return refusal
        place = f"{found.input}, {found.place}" if found.place else found.input
        key = self._free_id(found) if found.id is None else found.id
        if key in self._place_of:
            return InputError(
                found.input,
                found.place,
                f"the id {key!r} was already given in {self._place_of[key]}",
                "give each document an id of its own; the first was kept",
            )
        self._place_of[key] = place
        by_option = found.published is None and self._published is not None
        publisher = found.publisher or publishers().name_at(found.url)
        return Document(
            id=key,
            kind=found.kind,
            title=found.title,
            text=found.text,
            published=self._published if by_option else found.published,
            published_from="option" if by_option else found.published_from,
            publisher=publisher,
            family=publishers().family(publisher, found.url),
            url=found.url,
            language=found.language,
        )

    def _free_id(self, draft: Draft) -> str:
        """The id made for a draft; exact repeats in one reading get ``-2``, ``-3``, … after it."""
        made = made_id(draft)
        while True:
            self._repeats[made] += 1
            n = self._repeats[made]
            key = made if n == 1 else f"{made}-{n}"
            if key not in self._place_of:
                return key


def made_id(draft: Draft) -> str:
    """Return the id of a report that has none: a hash of its canonical address, else of what it says."""
    if draft.url:
        return stable_id("url", canonical_url(draft.url))
    return stable_id("content", draft.kind, draft.title, draft.text, draft.published, draft.publisher)


def canonical_url(url: str) -> str:
    """Return the address without what does not change the page: case, fragment, tracking parameters."""
    words = web_words()
    try:
        parts = urlsplit(url.strip())
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:  # no address as RFC 3986 has it; it still is what it is
        return url.strip()
    kept = [
        (name, value)
        for name, value in query
        if name.lower() not in words.tracking_parameters
        and not name.lower().startswith(words.tracking_prefixes)
    ]
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", urlencode(kept), ""))


def _refusal(draft: Draft) -> InputError | None:
    if not (draft.title or "").strip() and not (draft.text or "").strip():
        return InputError(draft.input, draft.place, "neither title nor text", "give at least one of them")
    for name, value in (("id", draft.id), ("title", draft.title), ("text", draft.text)):
        try:
            (value or "").encode()
        except UnicodeEncodeError as error:
            return InputError(
                draft.input,
                draft.place,
                f"the {name} holds half a character (a lone surrogate at {error.start})",
                "write the text anew as UTF-8",
            )
    for name, value, limit in (("title", draft.title, MAX_TITLE), ("text", draft.text, MAX_TEXT)):
        if value and len(value) > limit:
            return InputError(
                draft.input,
                draft.place,
                f"the {name} has {len(value):,} characters, a report at most {limit:,}",
                "split it into reports",
            )
    return None
