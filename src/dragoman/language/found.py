"""A value read off a sentence, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and the words it was read from.

    Attributes:
        value: a record (`Amount`, `Date`, `Equipment`, `Place`, …).
        start, end: offsets into the text of the spaCy ``Doc``, the caller's own string; end exclusive.
    """

    value: T
    start: int
    end: int
