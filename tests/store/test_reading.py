"""What is kept of a state of the store is that state's alone."""

from __future__ import annotations

from dragoman.store import reading
from dragoman.store.reading import Kept


def test_an_answer_is_made_once_for_each_state() -> None:
    kept, made = Kept(), list[int]()

    def make(n: int) -> int:
        made.append(n)
        return n

    assert [kept.get(1, "a", lambda: make(1)) for _ in range(3)] == [1, 1, 1]
    assert kept.get(2, "a", lambda: make(2)) == 2
    # Who still reads the state before gets its answer, and leaves none behind.
    assert kept.get(1, "a", lambda: make(3)) == 3
    assert kept.get(2, "a", lambda: make(4)) == 2
    assert made == [1, 2, 3]


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    kept = Kept()
    for n in range(reading.MOST + 1):
        kept.get(1, n, lambda n=n: n)  # type: ignore[misc]
        kept.get(1, 0, lambda: -1)
    assert kept.get(1, 0, lambda: -1) == 0
    assert kept.get(1, 1, lambda: -1) == -1
    assert kept.get(1, reading.MOST, lambda: -1) == reading.MOST
