"""Rows of articles that tell one story: ``{"id", "articles": [{"title", "text", "publisher", "published"}]}``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dragoman.errors import InputError
from dragoman.records import Document
from dragoman.sources.columns import draft_of_row
from dragoman.sources.documents import Shelf

_SHAPE = 'write {"id": "1", "articles": [{"title": "…", "text": "…", "publisher": "…", "published": "2025-02-18"}]}'


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of a row, with the row's id, which comes back unchanged.

    Attributes:
        documents: one for each article, in the order given; ``None`` where an article is none.
    """

    id: Any
    documents: tuple[Document | None, ...]

    @classmethod
    def of(cls, row: object, source: str, place: str, tell: Callable[[InputError], None]) -> Articles:
        """Check a row; what is wrong with single articles is told, and the rest goes on.

        Raises `InputError` naming the input, the place and what is wrong with the row.
        """
        if not isinstance(row, dict):
            raise InputError(source, place, "not a JSON object", _SHAPE)
        articles = row.get("articles")
        if not isinstance(articles, list) or not articles:
            raise InputError(source, place, "`articles` is no list with articles in it", _SHAPE)
        try:
            json.dumps(row.get("id"), ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise InputError(source, place, "the id holds half a character", "write it as UTF-8") from error
        shelf = Shelf(None)
        found = tuple(
            _document(article, shelf, source, f"{place}, articles[{n}]", tell)
            for n, article in enumerate(articles)
        )
        if not any(found):
            raise InputError(source, place, "none of its articles can be read", _SHAPE)
        return cls(row.get("id"), found)


def _document(
    article: object, shelf: Shelf, source: str, place: str, tell: Callable[[InputError], None]
) -> Document | None:
    if not isinstance(article, dict):
        tell(InputError(source, place, "not a JSON object", _SHAPE))
        return None
    # By its content an article has the same id wherever it stands in the row.
    for draft in draft_of_row({key: value for key, value in article.items() if key != "id"}, source, place):
        document = shelf.add(draft)
        if isinstance(document, Document):
            return document
        tell(document)
    return None
