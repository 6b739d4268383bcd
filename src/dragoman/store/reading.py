"""One reading of the store: a connection that sees one state of it, and what was worked out of that state before."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy.engine import Connection

T = TypeVar("T")

MOST = 500
"""Answers that are kept."""


class Kept:
    """Answers of one state of the store; those of an earlier state are forgotten. Several threads may ask at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, revision: int, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer for a key, made where there is none yet."""
        with self._lock:
            if revision > self._revision:
                self._revision = revision
                self._answers.clear()
            if revision == self._revision and key in self._answers:
                self._answers.move_to_end(key)
                return cast(T, self._answers[key])
        answer = make()
        with self._lock:
            if revision == self._revision:
                self._answers[key] = answer
                while len(self._answers) > MOST:
                    self._answers.popitem(last=False)
        return answer


@dataclass(frozen=True, slots=True)
class Reading:
    """A connection in a transaction, and the revision that it sees."""

    connection: Connection
    revision: int
    answers: Kept

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for the key in this state of the store, or make it."""
        return self.answers.get(self.revision, key, make)
