"""The second stage: what `group` finds, whatever the buckets, the shards, who works, and how often it broke off."""

from __future__ import annotations

import datetime as dt
import gzip
import pickle
import random
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.bulk import steps
from dragoman.bulk.assembling import Assembled, assemble
from dragoman.bulk.layout import Layout
from dragoman.errors import InputError
from dragoman.records import Document, Event, Evidence, Parser, Party, Span, Version
from dragoman.stories import group
from dragoman.stories.happenings import happenings
from tests.bulk.chunks import day, files, put, rows
from training import devdata

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
    """Works at once, in this process, on what came through a pipe; it can be made to fail.

    Attributes:
        steps: the folders it was asked for.
        fails: how often steps fail with a certain error, counted down.
    """

    def __init__(self, fails: int = 0, error: Exception | None = None, after: int = 0) -> None:
        self.steps: list[str] = []
        self.fails, self._error, self._after = fails, error or OSError("a disk went away"), after

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        done = Future[Any]()
        work, given = pickle.loads(pickle.dumps((work, given)))
        self.steps.append(given[0].folder)
        try:
            if self.fails and len(self.steps) > self._after:
                self.fails -= 1
                raise self._error
            done.set_result(work(*given, **named))
        except Exception as error:
            done.set_exception(error)
        return done

    def of(self, kind: str) -> list[str]:
        """The buckets of which it was asked for a step of some kind."""
        return sorted(Path(step).parent.name for step in self.steps if Path(step).name.startswith(f"{kind}-"))


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


def check(
    layout: Layout, documents: Sequence[Document], events: Sequence[Event], parser: Parser = "accurate"
) -> None:
    """See that the datasets are what grouping the documents gives."""
    stories = group(documents, events, parser=parser)
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
                    "mentions": happening.mentions,
                    "documents": happening.documents,
                    "publishers": happening.publishers,
                    "origins": happening.origins,
                }


@pytest.fixture(scope="module")
def stream() -> list[Document]:
    """Headlines of two weeks; a day with many, days with none, and a column that comes back day after day."""
    column = [
        Document(
            f"col{n:02}", "article", "What the harbour says", TEXT, f"2024-02-{n:02}", publisher="Daily A"
        )
        for n in range(22, 29)
    ]
    edited = [
        replace(one, id=f"ed{n}", text=TEXT.replace("crates", "boxes", n), publisher="Daily B")
        for n, one in enumerate(column[::2])
    ]
    quiet = [d for d in month(3, 8) if d not in {"2024-03-05", "2024-03-06"}]
    return [*flood(130, [*month(2)[21:], *["2024-02-25"] * 9, *quiet]), *column, *edited]


@pytest.mark.parametrize("size", [1, 30])
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


dates = st.sampled_from([None, *[d for number in (1, 2) for d in month(number)[24:]], *month(3)[:6]])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 10_000), st.integers(1, 60), st.lists(dates, min_size=1, max_size=9), st.integers(1, 30)
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


def test_all_without_a_date_is_grouped_as_group_does(tmp_path: Path) -> None:
    documents = flood(40, [None])
    layout = put(tmp_path, "a", documents, coded(documents))
    assert assembled(layout, 10).undated == 40
    check(layout, documents, coded(documents))
    assert {Path(file).parent.name for file in files(layout)} == {"month=__HIVE_DEFAULT_PARTITION__"}


def test_shards_and_their_order_change_no_byte(tmp_path: Path, stream: list[Document]) -> None:
    some = stream[::2]
    one = put(tmp_path / "one", "a", some, coded(some))
    shuffled = random.Random(1).sample(some, len(some))
    parts = [shuffled[:40], shuffled[40:41], shuffled[41:]]
    for n, part in enumerate(parts):
        events = [event for event in coded(some) if event.document in {d.id for d in part}]
        many = put(tmp_path / "many", f"b{n}", part, events)
    assert assembled(one) == assembled(many)
    assert files(one) == files(many)


def test_the_latest_of_what_has_one_id_counts_wherever_it_was_read(tmp_path: Path) -> None:
    documents = flood(40, month(2, 6))
    events = coded(documents)
    elsewhere = [replace(d, title=f"Early {d.title}", published="2024-01-30") for d in documents[:6]]
    earlier = [replace(d, title=f"Before {d.title}", published=f"{d.published}") for d in documents[4:9]]
    late = [replace(d, published=f"{d.published}T08:00:00Z") for d in documents[9:12]]
    undated = [replace(d, published=None, title="Undated") for d in documents[12:15]]
    put(tmp_path, "a", [*elsewhere, *documents[20:30]], [*coded(elsewhere), *coded(documents[20:30])])
    put(tmp_path, "b", documents, events)
    put(tmp_path, "c", [*earlier, *late, *undated], coded(earlier))
    layout = put(tmp_path, "d", [*documents[:12], *documents[:3]], coded(documents[:12]))
    kept = [
        *documents[:4],
        *(max(pair, key=lambda d: d.title or "") for pair in zip(documents[4:9], earlier, strict=True)),
        *late,
        *documents[12:],
    ]
    of = {d.id: d for d in kept}
    said = [*events, *coded(earlier)]
    told = {e.id: e for e in said if e.citation.holds(of[e.document]) and of[e.document] not in late}
    found = assembled(layout)
    assert (found.documents, found.repeated) == (40, 6 + 10 + 5 + 3 + 3 + 15)
    assert {row["id"]: row["title"] for row in rows(layout, "documents")} == {d.id: d.title for d in kept}
    check(layout, kept, list(told.values()))


def _after(looks: int) -> Callable[[], bool]:
    """Says to stop, after it was asked so often."""
    left = iter(range(looks))
    return lambda: next(left, None) is None


def test_what_was_broken_off_is_gone_on_with_and_nothing_differs(
    tmp_path: Path, stream: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "AHEAD", 2)
    some = stream[:90]
    whole = put(tmp_path / "whole", "a", some, coded(some))
    assembled(whole)
    broken = put(tmp_path / "broken", "a", some, coded(some))
    asked = Here()
    tries = 0
    while assemble(broken, asked, size=40, stopped=_after(2)) is None:
        assert not (broken.out / "assembled.json").exists()
        tries += 1
    assert tries > 3
    assert len(asked.steps) == len(set(asked.steps))
    assert files(broken) == files(whole)
    again = Here()
    assembled(broken, executor=again)
    assert again.steps == []


def test_a_step_that_fails_is_tried_again_and_the_others_are_done(tmp_path: Path) -> None:
    documents = flood(30, month(2, 9))
    layout = put(tmp_path, "a", documents)
    assembled(layout, 10, executor=Here(fails=2, after=3))
    check(layout, documents, [])
    with pytest.raises(OSError, match="a disk went away"):
        assembled(put(tmp_path, "b", flood(30, month(3, 9), 1)), 10, executor=Here(fails=1000))
    with pytest.raises(BrokenExecutor):
        assembled(layout, 10, executor=Here(fails=1, error=BrokenExecutor("a worker is gone")))
    assert (tmp_path / "assembled.json").exists()
    assembled(layout, 10)


def test_what_is_not_as_it_was_written_is_told_and_never_read(tmp_path: Path) -> None:
    layout = put(tmp_path, "a", flood(10, month(2)))
    assembled(layout)
    before = files(layout)
    put(tmp_path, "b", flood(20, month(3)))
    damaged = layout.chunk("b", 0) / "events.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    with pytest.raises(
        InputError, match=r"events\.parquet: it is not as it was written \(delete the folder .*b\.000"
    ):
        assembled(layout)
    assert files(layout) == before
    damaged.unlink()
    with pytest.raises(InputError, match=r"events\.parquet"):
        assembled(layout)


def test_after_new_shards_only_what_they_change_is_made_again(tmp_path: Path) -> None:
    first = flood(90, [*month(1), *month(2), *month(6)])
    layout = put(tmp_path, "a", first, coded(first))
    assembled(layout, 1000)
    new = [replace(d, id=f"new{d.id}") for d in flood(9, month(6)[19:], 5)]
    put(tmp_path, "b", new, coded(new))
    asked = Here()
    assembled(layout, 1000, executor=asked)
    assert len(asked.of("gathered")) == len(asked.of("compared")) == len(asked.of("told")) == 1
    assert all("2024-06" in bucket for bucket in asked.of("told"))
    both = [*first, *new]
    check(layout, both, [*coded(first), *coded(new)])
    kept = {file.parent for file in layout.buckets.rglob("done.json")}
    assembled(layout, 20)
    check(layout, both, [*coded(first), *coded(new)])
    assert kept - {file.parent for file in layout.buckets.rglob("done.json")}
    assert len({Path(file).name for file in files(layout)}) > 4


def test_without_groups_there_are_documents_and_events_alone(tmp_path: Path) -> None:
    documents = flood(30, [*month(2, 6), None])
    layout = put(tmp_path, "a", [*documents, documents[0]], coded(documents))
    assembled(layout, 10)
    found = assembled(layout, 10, group=False)
    assert (found.documents, found.repeated, found.events) == (30, 1, 30)
    assert (found.stories, found.mentions) == (0, 0)
    assert {Path(file).parts[0] for file in files(layout)} == {"documents", "events"}
    assert {row["story"] for row in rows(layout, "events")} == {None}


def test_no_documents_make_empty_datasets(tmp_path: Path) -> None:
    assert assembled(put(tmp_path, "a", [])) == Assembled(0, 0, 0, 0, 0, 0)
    assert files(Layout(tmp_path)) == {}
    assert assembled(Layout(tmp_path / "nothing")) == Assembled(0, 0, 0, 0, 0, 0)


def test_the_datasets_are_read_by_month(tmp_path: Path, stream: list[Document]) -> None:
    layout = put(tmp_path, "a", stream[:80], coded(stream[:80]))
    assembled(layout)
    for name, field in ("documents", "day"), ("mentions", "day"), ("stories", "first"):
        table = ds.dataset(layout.dataset(name), partitioning="hive").to_table()
        assert len(table) == len(rows(layout, name))
        assert {d.isoformat()[:7] for d in table[field].to_pylist()} == {"2024-02", "2024-03"}
        assert all(
            d.isoformat()[:7] == m
            for d, m in zip(table[field].to_pylist(), table["month"].to_pylist(), strict=True)
        )


LONE = "half a surrogate \ud800 pair"


def test_strings_that_are_no_unicode_go_through(tmp_path: Path) -> None:
    documents = [
        replace(d, id=f"{d.id}\udfff", title=f"{d.title} {LONE}", publisher=LONE)
        for d in flood(12, month(2, 3))
    ]
    layout = put(tmp_path, "a", documents, coded(documents))
    assert assembled(layout, 1).mentions == 12
    wanted = [
        [d.id.replace("\udfff", "\ufffd") for d in s.documents] for s in group(documents, coded(documents))
    ]
    assert sorted(row["documents"] for row in rows(layout, "stories")) == sorted(wanted)


@pytest.mark.skipif(devdata.root() is None, reason=devdata.MISSING)
def test_real_articles_are_grouped_as_at_once(tmp_path: Path) -> None:
    file = tmp_path / "stream.jsonl"
    with gzip.open(devdata.path("stories", "stream_dev.jsonl.gz")) as lines:
        file.write_bytes(b"".join(line for line in lines if b'"2018-06-' in line))
    documents = [one for one in dragoman.read(file) if isinstance(one, Document)]
    assert len(documents) > 100
    layout = put(tmp_path / "out", "a", documents)
    assembled(layout, 30, parser="fast")
    check(layout, documents, [], "fast")
    assert len(rows(layout, "stories")) < len(documents)
