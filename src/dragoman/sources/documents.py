"""From drafts to documents: ids, publishers, the date by option, and what no document may be."""

from __future__ import annotations

import re
from collections import Counter

from dragoman.errors import InputError
from dragoman.ontology.publishers import publishers
from dragoman.records import Document, stable_id
from dragoman.sources.addresses import canonical_url, is_front, shown
from dragoman.sources.found import Draft, Found, Link

__all__ = ["MAX_TEXT", "MAX_TITLE", "Shelf", "canonical_url", "made_id"]

MAX_TEXT = 1_000_000
"""Characters (code points) of a text. A newspaper of forty pages has half of that."""
MAX_TITLE = 10_000
"""Characters (code points) of a title."""
MAX_ID = 800
"""Bytes of an id in UTF-8: it is looked up by databases, whose indexes hold no more."""
_CONTROLS = re.compile("[\0-\x1f\x7f-\x9f]")


class Shelf:
    """The documents of one reading: gives each its own id and turns down what cannot be a document."""

    def __init__(self, published: str | None) -> None:
        self._published = published
        self._place_of: dict[str, str] = {}
        self._repeats: Counter[str] = Counter()
        self._words: set[str] = set()

    def add(self, found: Found) -> Document | InputError:
        """Return the document made of a draft, or the reason why there is none."""
        if isinstance(found, InputError):
            return found
        if isinstance(found, Link):
            problem = f"{shown(found.url)} is an address to be followed, no report"
            return InputError(found.input, found.place, problem, "give what is to be found there")
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
        self._words.add(_words_at(found))
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

    def holds(self, draft: Draft) -> bool:
        """Whether this report was given already.

        That is so where an address names one report (`Draft.once`) and was given, and where the same words were given
        at the same address: a line that stands twice in a table is one report.
        """
        if draft.url is None or draft.id is not None:
            return False
        return (draft.once and made_id(draft) in self._place_of) or _words_at(draft) in self._words

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
    """Return the id of a report that has none: a hash of its canonical address, else of what it says.

    A house that goes from ``http`` to ``https`` does not write all its reports anew, so the two count as one. A table
    whose rows have the address of a site's front page names the house by it, and no report.
    """
    if draft.url and (draft.once or not is_front(draft.url)):
        address = canonical_url(draft.url)
        return stable_id("url", f"https{address[4:]}" if address.startswith("http:") else address)
    return stable_id("content", draft.kind, draft.title, draft.text, draft.published, draft.publisher)


def _words_at(draft: Draft) -> str:
    """What tells the words of a report at its address from all others."""
    return stable_id(made_id(draft), draft.title, draft.text)


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
    if draft.id is not None and (_CONTROLS.search(draft.id) or len(draft.id.encode()) > MAX_ID):
        return InputError(
            draft.input,
            draft.place,
            f"an id with line breaks or other control characters, or of more than {MAX_ID:,} bytes",
            "give a shorter one, or none: then one is made",
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
