"""Stories of which most are kept elsewhere: placing documents gives what grouping all at once gives."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.records import Change, Document, Story
from dragoman.stories import Stories, window
from dragoman.stories.window import Filed, Placed, Window

WORDS = [
    "Antwerp", "dockers", "walk", "out", "over", "pensions", "port", "halted", "strike",
    "Grindavik", "volcano", "erupts", "Iceland", "evacuated", "tugs", "harbour",
]  # fmt: skip
DAYS = [f"2024-{month:02}-{day:02}" for month in (1, 3, 4) for day in range(1, 13)]


class Kept:
    """Documents and stories as a store keeps them, and what it was asked for."""

    def __init__(self) -> None:
        self.filed: dict[str, Filed] = {}
        self.log: list[Change] = []
        self.stories: dict[str, Story] = {}
        self.read = 0

    def of_days(self, days: Sequence[str]) -> Iterable[Filed]:
        return self._counted([filed for filed in self.filed.values() if filed.day in days])

    def of_ids(self, ids: Sequence[str]) -> Iterable[Filed]:
        return self._counted([self.filed[id] for id in ids if id in self.filed])

    def _counted(self, found: list[Filed]) -> list[Filed]:
        self.read += len(found)
        return found

    def take(self, came: Iterable[Filed], placed: Placed) -> None:
        self.filed |= {filed.document.id: filed for filed in came}
        self.log += placed.changes
        for story in placed.stories:
            self.stories[story.id] = story
        for id in placed.gone:
            del self.stories[id]


def headline(id: str, words: Sequence[str], day: str | None) -> Document:
    return Document(id, "headline", " ".join(words), published=day, publisher="A")


def filed(document: Document, day: str = "2024-03-05") -> Filed:
    return Filed(document, (), document.published or day)


def in_time(document: Document, day: str = "2024-03-05") -> Document:
    return document if document.published else replace(document, published=day, published_from="option")


def membership(stories: Iterable[Story]) -> set[tuple[str, ...]]:
    return {tuple(sorted(d.id for d in story.documents)) for story in stories}


contents = st.tuples(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=6), st.sampled_from([None, *DAYS, *DAYS])
)
batches = st.lists(st.dictionaries(st.integers(0, 30).map("{:02}".format), contents, max_size=8), max_size=6)


@settings(deadline=None, max_examples=60)
@given(batches, st.booleans())
def test_what_is_placed_is_what_grouping_everything_finds(
    some: list[dict[str, tuple[list[str], str | None]]], anew: bool
) -> None:
    kept, whole = Kept(), Stories()
    at_hand = Window(kept)
    for batch in some:
        documents = [headline(id, words, day) for id, (words, day) in batch.items()]
        came = [filed(document) for document in documents]
        if anew:
            at_hand = Window(kept, kept.log)
        kept.take(came, at_hand.place(came))
        whole.update([in_time(document) for document in documents])
    assert membership(kept.stories.values()) == membership(whole)
    assert kept.stories.keys() == {story.id for story in whole}
    assert [replace(c, batch=0) for c in kept.log] == [
        replace(c, batch=0) for c in whole.log if c.kind != "repeated"
    ]
    assert all(
        document == kept.filed[document.id].document
        for s in kept.stories.values()
        for document in s.documents
    )


def flood(size: int, days: Sequence[str]) -> list[Document]:
    chance = random.Random(7)
    return [
        headline(f"{n:04}", chance.sample(WORDS, chance.randint(3, 6)), days[n * len(days) // size])
        for n in range(size)
    ]


def test_only_the_days_around_are_read() -> None:
    kept = Kept()
    documents = flood(300, [f"20{year:02}-03-01" for year in range(24)])
    kept.take(map(filed, documents), Window(kept).place(map(filed, documents)))
    kept.read = 0
    late = headline("late", ["Antwerp", "dockers", "strike"], "2023-03-02")
    kept.take([filed(late)], Window(kept, kept.log).place([filed(late)]))
    assert 0 < kept.read < 50
    assert membership(kept.stories.values()) == membership(_all(kept))


def test_what_is_not_needed_is_let_go_and_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "ROOM", 20)
    kept = Kept()
    at_hand = Window(kept)
    documents = flood(240, DAYS)
    for start in [*range(0, 240, 20)]:
        came = [filed(document) for document in documents[start : start + 20]]
        kept.take(came, at_hand.place(came))
    again = [filed(headline("0003", ["tugs", "harbour", "strike"], DAYS[0]))]
    kept.take(again, at_hand.place(again))
    assert kept.read > 0
    assert membership(kept.stories.values()) == membership(_all(kept))


def test_the_same_again_changes_nothing() -> None:
    kept = Kept()
    came = [filed(document) for document in flood(30, DAYS[:3])]
    kept.take(came, Window(kept).place(came))
    assert Window(kept, kept.log).place(came) == Placed((), (), ())


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_like_others(day: str) -> None:
    kept = Kept()
    came = [filed(headline(id, ["dockers", "strike"], day)) for id in ("a", "b")]
    kept.take(came, Window(kept).place(came))
    assert membership(kept.stories.values()) == {("a", "b")}


def _all(kept: Kept) -> Stories:
    whole = Stories()
    whole.update([in_time(each.document) for each in kept.filed.values()])
    return whole
