"""What the tests of reading share: reading bytes that stand in memory."""

from __future__ import annotations

import io
from typing import Any

import dragoman
from dragoman.errors import InputError
from dragoman.records import Document


class Named(io.BytesIO):
    """Bytes as an open file with a name."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def read_bytes(
    data: bytes | str, name: str = "given", **options: Any
) -> tuple[list[Document], list[InputError]]:
    """Return the documents, and what was told of the rest."""
    errors: list[InputError] = []
    raw = data.encode() if isinstance(data, str) else data
    return dragoman.read(Named(raw, name), on_error=errors.append, **options), errors


def read_clean(data: bytes | str, name: str = "given", **options: Any) -> list[Document]:
    """Return the documents of an input of which nothing is to be told."""
    documents, errors = read_bytes(data, name, **options)
    assert not errors
    return documents


def told(errors: list[InputError]) -> list[tuple[str | None, str]]:
    """Place and problem of each error."""
    return [(error.place, error.problem) for error in errors]
