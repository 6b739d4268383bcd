"""What a parser finds in an input, before it is a Document: a draft, or an error that leaves the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

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


Found: TypeAlias = Draft | InputError
