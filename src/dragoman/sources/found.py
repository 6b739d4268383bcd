"""What a parser finds in an input, before it is a Document: a draft, a link, or an error that leaves the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from dragoman.errors import InputError
from dragoman.records import Kind


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as found, without what is worked out for all kinds alike (id, family, date by option).

    Attributes:
        input: the input it stands in, as the user would name it.
        place: where in the input (``line 7``), or ``None`` when it is the whole input.
        id: as given in the input, else ``None``.
        published: as `Document.published`; ``published_from`` says where it was found.
        once: true where an address names one report (items of feeds, pages); in a table many rows may have one address.
        The others are those of `Document`.
    """

    input: str
    place: str | None
    kind: Kind
    id: str | None = None
    title: str | None = None
    text: str | None = None
    published: str | None = None
    published_from: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An address at which more stands: a list names it, and tells nothing of it that could be a report.

    Attributes:
        input, place: as in `Draft`.
        url: absolute.
        leads_to: a ``page`` (of a sitemap without titles), another ``sitemap`` (of an index), or a ``feed`` (of OPML).
        changed: when it last changed, as `Document.published`; ``None`` where that is not told.
    """

    input: str
    place: str | None
    url: str
    leads_to: Literal["page", "sitemap", "feed"]
    changed: str | None = None


Found: TypeAlias = Draft | Link | InputError
