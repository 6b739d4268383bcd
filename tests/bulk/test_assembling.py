"""The second stage: what `group` finds, whatever the buckets, the shards, who works, and how often it broke off."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.bulk.assembling import Assembled, assemble
from dragoman.bulk.layout import Layout
from dragoman.records import Document, Event, Evidence, Party, Span, Version
from dragoman.stories import group
from dragoman.stories.happenings import happenings
from tests.bulk.chunks import day, put, rows

WORDS = [
    "Antwerp", "dockers", "walk", "out", "over", "pensions", "port", "halted", "strike",
    "Grindavik", "volcano", "erupts", "Iceland", "evacuated", "tugs", "harbour",
]  # fmt: skip
FREEDONIA, SYLVANIA = (
    Party(name, 0, len(name), name[:3].upper(), name=name) for name in ("Freedonia", "Sylvania")
)
TEXT = " ".join(
    f"On the {n}th the harbour master of Port {n} counted {n * 7} crates of lamp oil." for n in range(9)
)


class Here(Executor):
    """Works at once, in this process; in its own order, and as often as it likes."""

    def __init__(self, twice: bool = False) -> None:
        self._twice = twice
        self.steps: list[str] = []

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        done = Future[Any]()
        self.steps.append(given[0].folder)
        try:
            if self._twice:
                work(*given, **named)
            done.set_result(work(*given, **named))
        except Exception as error:
            done.set_exception(error)
        return done


def headline(id: str, words: Sequence[str], published: str | None) -> Document:
    return Document(id, "headline", " ".join(words), published=published, publisher=f"House {len(words) % 3}")


def flood(size: int, days: Sequence[str | None], seed: int = 0) -> list[Document]:
    """Headlines so alike that stories hang together for weeks."""
    chance = random.Random(seed)
    return [
        headline(f"{n:04}", chance.sample(WORDS, chance.randint(3, 6)), chance.choice(days))
        for n in range(size)
    ]


def month(number: int, days: int = 28) -> list[str]:
    return [f"2024-{number:02}-{n:02}" for n in range(1, days + 1)]


def event(document: Document, n: int = 0) -> Event:
    title = document.title or ""
    return Event(
        f"{document.id}/{n}", document.id, "PROTEST", None, "141", 3, -6.5, "happened", None, None, (FREEDONIA,),
        (SYLVANIA,) if n else (), None, (), (), (), 0.5, Span(0, 3, title[:3]),
        Evidence("title", 0, len(title), title, "made up"), Version("0", "0", "0"),
    )  # fmt: skip


def coded(documents: Sequence[Document]) -> list[Event]:
    """Two events of every second document."""
    return [event(document, n) for document in documents[::2] for n in range(2)]


def assembled(layout: Layout, size: int = 40, **options: Any) -> Assembled:
    found = assemble(layout, options.pop("executor", None) or Here(), size=size, **options)
    assert found is not None
    return found


def check(layout: Layout, documents: Sequence[Document], events: Sequence[Event]) -> None:
    """See that the datasets are what grouping the documents gives."""
    stories = group(documents, events)
    told = {row["id"]: row for row in rows(layout, "stories")}
    assert len(told) == len(rows(layout, "stories")) == len(stories)
    assert sorted(row["id"] for row in rows(layout, "documents")) == sorted(d.id for d in documents)
    mentions = {row["event"]: row for row in rows(layout, "mentions")}
    flat = {row["id"]: row for row in rows(layout, "events")}
    assert (
        len(mentions)
        == len(flat)
        == len(rows(layout, "mentions"))
        == len(rows(layout, "events"))
        == len(events)
    )
    for story in stories:
        row = told[story.id]
        assert row["documents"] == [d.id for d in story.documents]
        assert (row["title"], row["origins"], row["events"]) == (
            story.title,
            story.origins,
            len(story.events),
        )
        assert (row["first"], row["last"]) == (day(story.first), day(story.last))
        assert row["copies"] == [list(ids) for ids in story.copies]
        for happening in happenings(story):
            for id in happening.events:
                assert mentions[id]["happening"] == happening.id
                assert mentions[id]["first"] == (id == happening.id)
                assert (flat[id]["story"], flat[id]["story_title"]) == (story.id, story.title)
                assert flat[id]["happening"] == {
                    "id": happening.id,
                    "documents": happening.documents,
                    "publishers": happening.publishers,
                    "origins": happening.origins,
                }


@pytest.fixture(scope="module")
def stream() -> list[Document]:
    """Three hundred headlines of two months; a day with many, days with none, and copies day after day."""
    column = [
        Document(
            f"col{n:02}", "article", "What the harbour says", TEXT, f"2024-02-{n:02}", publisher="Daily A"
        )
        for n in range(20, 29)
    ]
    edited = [
        replace(one, id=f"ed{n}", text=TEXT.replace("crates", "boxes", n), publisher="Daily B")
        for n, one in enumerate(column[::2])
    ]
    quiet = [d for d in month(3) if d not in {"2024-03-05", "2024-03-06"}]
    return [*flood(300, [*month(2)[18:], *["2024-02-25"] * 9, *quiet]), *column, *edited]


@pytest.mark.parametrize("size", [1, 25, 1000])
def test_the_datasets_are_what_group_finds_whatever_the_buckets(
    tmp_path: Path, stream: list[Document], size: int
) -> None:
    events = coded(stream)
    layout = put(tmp_path, "a", stream, events)
    found = assembled(layout, size)
    check(layout, stream, events)
    assert found == Assembled(len(stream), 0, 0, len(events), found.stories, len(events))
    spans = [
        dt.date.fromisoformat(s.last) - dt.date.fromisoformat(s.first)
        for s in group(stream, events)
        if s.last and s.first
    ]
    assert max(spans).days > 2  # some do go over the edges


dates = st.sampled_from([None, *[d for number in (1, 2) for d in month(number)[22:]], *month(3)[:8]])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 10_000), st.integers(1, 60), st.lists(dates, min_size=1, max_size=12), st.integers(1, 30)
)
def test_any_stream_is_grouped_as_at_once(
    tmp_path_factory: pytest.TempPathFactory, seed: int, size: int, days: list[str | None], bucket: int
) -> None:
    documents = flood(size, days, seed)
    layout = put(tmp_path_factory.mktemp("any"), "a", documents, coded(documents))
    assembled(layout, bucket)
    parts = [[d for d in documents if d.published], [d for d in documents if not d.published]]
    wanted = {s.id: [d.id for d in s.documents] for part in parts for s in group(part, coded(documents))}
    assert {row["id"]: row["documents"] for row in rows(layout, "stories")} == wanted
