"""How many independent origins a story has, and which."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.language import datelines
from dragoman.ontology.credits import NEAR, credits_
from dragoman.records import Document

_LINE = re.compile(r"\S[^\n]*")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where reports come from.

    Attributes:
        name: the house that wrote them; ``None`` for all reports together of which it is not known.
        documents: their ids.
    """

    name: str | None
    documents: tuple[str, ...]


def origins(documents: Sequence[Document], copies: Sequence[Sequence[str]]) -> list[Origin]:
    """Tell the independent origins of reports, by their first report.

    One family of publishers (the publisher, where the family is not known) is one origin. A text that credits an
    agency as its author comes from there, whoever prints it. Copies of one text have one origin: the agency that
    one of them credits, or that is itself among the publishers, else the house that had it first. All reports of which
    nothing of this is known are one origin together, since nothing shows that they are more.

    Args:
        documents: the reports, in order of publication.
        copies: ids of those that are copies of one text, as in `Story.copies`.
    """
    text = {id: ids[0] for ids in copies for id in ids}
    printed: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        printed[text.get(document.id, document.id)].append(document)
    names = {key: _origin(of) for key, of in printed.items()}
    found: dict[str, tuple[str | None, list[str]]] = {}
    for document in documents:
        name = names[text.get(document.id, document.id)]
        found.setdefault((name or "").casefold(), (name, []))[1].append(document.id)
    return [Origin(name, tuple(ids)) for name, ids in found.values()]


def author(document: Document) -> str | None:
    """Return the agency that a text credits as its author, in dateline, byline or note; ``None`` where it does not."""
    text = document.text or ""
    if not text or text.isspace():
        return None
    agencies = credits_()
    lines = list(_LINE.finditer(text))
    for line in lines[:NEAR]:
        dateline = datelines.find(text, line.start(), line.end(), document.day)
        if dateline and dateline.agency and (house := agencies.house(dateline.agency)):
            return house
    return agencies.author([line.group().rstrip() for line in lines])


def _origin(printed: Sequence[Document]) -> str | None:
    """Where one text comes from."""
    houses = [(d.family or d.publisher or "").strip() for d in printed]
    credited = [house for house in map(author, printed) if house]
    agencies = [house for house in houses if house in credits_().agencies]
    return next((house for house in (*credited, *agencies, *houses) if house), None)
