"""Stories as documents come in: batching and order change nothing, ids stay, all can be kept and gone on with."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import DragomanError, RecordError, UnknownIdError
from dragoman.records import Change, Document, Event, Evidence, Party, Span, Story, Version, stable_id
from dragoman.stories import Stories, group, reach
from dragoman.stories.grouping import Events, alike

WORDS = [
    "Antwerp", "dockers", "walk", "out", "over", "pensions", "port", "halted", "strike",
    "Grindavik", "volcano", "erupts", "Iceland", "evacuated", "tugs", "harbour",
]  # fmt: skip
DAYS = [f"2024-03-{day:02}" for day in range(1, 16)]

Content = tuple[list[str], str | None]
Pair = tuple[int, int, float]
contents = st.tuples(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=6), st.sampled_from([None, *DAYS, *DAYS, *DAYS])
)
ids = st.integers(0, 30).map("{:02}".format)
batches = st.lists(st.lists(st.tuples(ids, contents), max_size=8), max_size=6)


def headline(id: str, words: list[str], day: str | None) -> Document:
    return Document(id, "headline", " ".join(words), published=day, publisher="A")


def read(batch: list[tuple[str, Content]]) -> list[Document]:
    """The documents of a batch; in one batch no id comes twice."""
    return [headline(id, words, day) for id, (words, day) in dict(batch).items()]


def flood(size: int, seed: int) -> list[Document]:
    """Headlines so alike that stories merge and part all the time."""
    chance = random.Random(seed)
    return [
        headline(
            f"{n:03}",
            chance.sample(WORDS, chance.randint(3, 6)),
            chance.choice(DAYS) if n % 20 else chance.choice([None, *DAYS]),
        )
        for n in range(size)
    ]


def membership(stories: Stories) -> set[frozenset[str]]:
    return {frozenset(d.id for d in story.documents) for story in stories}


def without_ids(stories: Stories) -> list[Story]:
    return sorted((replace(story, id="") for story in stories), key=lambda story: story.documents[0].id)


def replayed(log: tuple[Change, ...]) -> dict[str, str]:
    """The story of each document, by nothing but the log."""
    home: dict[str, str] = {}
    for change in log:
        assert (
            all(home.get(document) == change.before for document in change.documents)
            or change.kind == "replaced"
        )
        home |= dict.fromkeys(change.documents, change.after)
    return home


@settings(deadline=None, max_examples=60)
@given(batches, st.randoms())
def test_batches_and_their_order_change_nothing(
    some: list[list[tuple[str, Content]]], chance: random.Random
) -> None:
    stories, shuffled = Stories(), Stories()
    held: dict[str, Document] = {}
    ever: set[str] = set()
    for batch in some:
        documents = read(batch)
        before = {story.id: story for story in stories}
        changes = stories.update(documents)
        held |= {document.id: document for document in documents}
        assert without_ids(stories) == without_ids(group(list(held.values()), []))
        chance.shuffle(documents)
        assert shuffled.update(documents) == changes
        assert shuffled == stories

        now = {story.id: story for story in stories}
        assert sorted(d.id for story in stories for d in story.documents) == sorted(held)
        assert all(now[id] == story for id, story in before.items() if story in now.values())
        touched = {id for change in changes for id in (change.before, change.after)}
        assert {id for id, story in now.items() if before.get(id) != story} <= touched
        ever |= now.keys()
        assert all(stories.find(id) in stories for id in ever)
        home = {document.id: story.id for story in stories for document in story.documents}
        assert replayed(stories.log) == home


@pytest.mark.parametrize("size", [1, 7, 40])
def test_stories_do_merge_and_part_and_are_the_same_in_the_end(size: int) -> None:
    documents = flood(120, seed=size)
    stories, kinds = Stories(), Counter[str]()
    for start in range(0, len(documents), size):
        kinds.update(change.kind for change in stories.update(documents[start : start + size]))
    assert {"born", "grown", "merged", "split", "moved"} <= set(kinds)
    assert without_ids(stories) == without_ids(group(documents, []))
    assert all(stories.find(change.after) in stories for change in stories.log)


def half_a_year(seed: int) -> list[Document]:
    """A headline every other day; a column that comes back each day under one title for two months, and an article
    that is printed again and again for two more, each time with a few words changed."""
    chance = random.Random(seed)
    day = [(dt.date(2024, 1, 1) + dt.timedelta(days=n)).isoformat() for n in range(180)]
    documents = [
        headline(f"h{n}", chance.sample(WORDS, chance.randint(3, 5)), chance.choice(day)) for n in range(90)
    ]
    documents += [
        headline(f"c{n}", ["Antwerp", "harbour", "today", "at", "a", "glance"], day[n])
        for n in range(60)
        if n % 9
    ]
    text = [
        chance.choice([*WORDS, *["the", "of", "and", "to", "in", "is", "was", "for"]]) for _ in range(120)
    ]
    for n in range(60):
        text[chance.randrange(len(text))] = chance.choice(WORDS)
        title = f"Report {n}"
        documents.append(Document(f"a{n}", "article", title, " ".join(text), day[100 + n], publisher="B"))
    return documents


@pytest.mark.parametrize("seed", range(2))
def test_batches_from_all_over_a_long_time(seed: int) -> None:
    documents, chance = half_a_year(seed), random.Random(seed)
    chance.shuffle(documents)
    stories, held, coded = Stories(), dict[str, Document](), dict[str, Event]()
    while documents:
        size = chance.choice([2, 5, 40])
        batch, documents = documents[:size], documents[size:]
        events = [event(f"e{document.id}", document.id) for document in batch[::2]]
        if held:
            again, later = held[chance.choice(list(held))], chance.choice(list(held))
            batch.append(replace(again, title=f"{again.title} again", published=chance.choice(DAYS)))
            coded.pop(again.id, None)
            events.append(event(f"later {later}", later))
        stories.update(batch, events)
        held |= {document.id: document for document in batch}
        coded |= {e.document: e for e in events}
        assert without_ids(stories) == without_ids(group(list(held.values()), list(coded.values())))


def test_only_what_a_batch_can_change_is_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def spied(
        bundles: list[list[Document]], events: Events, embeddings: None, begin: set[int]
    ) -> Iterator[Pair]:
        seen.append(len(bundles))
        return alike(bundles, events, embeddings, begin)

    documents = sorted(half_a_year(0), key=lambda d: d.published or "")
    stories = group(documents[:100], [])
    monkeypatch.setattr(reach, "alike", spied)
    for start in range(100, len(documents), 20):
        stories.update(documents[start : start + 20])
    assert seen
    assert max(seen) < len(documents) / 4
    assert without_ids(stories) == without_ids(group(documents, []))


@settings(deadline=None, max_examples=20)
@given(batches)
def test_what_is_kept_goes_on_as_if_it_had_stayed(some: list[list[tuple[str, Content]]]) -> None:
    stories, half = Stories("fast"), len(some) // 2
    for batch in some[:half]:
        stories.update(read(batch), [event(f"e{id}", id) for id, _ in batch[:2]])
    kept = Stories.from_json(stories.json())
    assert kept == stories
    assert (kept.log, kept.parser, kept.json()) == (stories.log, "fast", stories.json())
    for batch in some[half:]:
        assert kept.update(read(batch)) == stories.update(read(batch))
    assert kept == stories


STRIKE = headline("a", ["Antwerp", "dockers", "walk", "out", "over", "pensions"], "2024-03-04")
HALT = headline("b", ["Antwerp", "port", "halted", "as", "dockers", "walk", "out"], "2024-03-05")
VOLCANO = headline("c", ["Volcano", "erupts", "near", "Grindavik"], "2024-03-04")


def event(id: str, document: str) -> Event:
    quote = Evidence("title", 0, 4, "word", "rule")
    return Event(
        id, document, "PROTEST", None, None, 3, -6.5, "happened", None, None, (Party("word", 0, 4),), (),
        None, (), (), (), None, Span(0, 4, "word"), quote, Version("0", "0", "0"),
    )  # fmt: skip


def test_a_story_keeps_its_first_id_as_it_grows() -> None:
    stories = group([HALT], [])
    id = stories[0].id
    assert id == stable_id("story", "2024-03-05", "b")
    assert stories.update([STRIKE, VOLCANO]) == [
        Change(2, "grown", None, id, ("a",)),
        Change(2, "born", None, stable_id("story", "2024-03-04", "c"), ("c",)),
    ]
    assert [d.id for d in stories.find(id).documents] == ["a", "b"]
    assert group([STRIKE, HALT, VOLCANO], [])[0].id == stable_id("story", "2024-03-04", "a")


def test_what_comes_again_is_told_and_passed_over() -> None:
    stories = group([STRIKE, HALT], [event("1", "a")])
    before = list(stories), stories.log
    assert stories.update([HALT]) == [Change(1, "repeated", stories[0].id, stories[0].id, ("b",))]
    assert [c.kind for c in stories.update([STRIKE, STRIKE], [event("1", "a")])] == ["repeated"]
    assert (list(stories), stories.log) == before
    assert stories.update([]) == []


def test_another_content_takes_the_place_of_what_was_held() -> None:
    stories = group([STRIKE, HALT, VOLCANO], [event("1", "b")])
    strike, volcano = stories[0].id, stories[1].id
    again = replace(VOLCANO, id="b", title="Volcano near Grindavik erupts again")
    assert stories.update([again]) == [
        Change(2, "moved", strike, volcano, ("b",)),
        Change(2, "replaced", volcano, volcano, ("b",)),
    ]
    assert stories.find(volcano).documents == (again, VOLCANO)
    assert all(story.events == () for story in stories)  # those of the text before
    assert without_ids(stories) == without_ids(group([STRIKE, VOLCANO, again], []))


def test_events_may_come_later_and_anew() -> None:
    stories = group([STRIKE, HALT], [])
    id = stories[0].id
    assert stories.update([], [event("2", "b"), event("3", "nobody")]) == [
        Change(2, "replaced", id, id, ("b",))
    ]
    assert [e.id for e in stories[0].events] == ["2"]
    stories.update([HALT], [event("4", "b")])
    assert [e.id for e in stories[0].events] == ["4"]


def test_of_one_id_in_a_batch_the_last_published_counts() -> None:
    late = replace(STRIKE, published="2024-03-06")
    for both in ([STRIKE, late], [late, STRIKE]):
        stories = group(both, [])
        assert [story.documents for story in stories] == [(late,)]
        assert [change.kind for change in stories.log] == ["born", "replaced"]


def test_stories_are_used_as_a_list() -> None:
    stories = group([STRIKE, HALT, VOLCANO], [])
    assert (len(stories), stories[:1], stories[-1]) == (2, [stories[0]], stories[1])
    assert stories == list(stories) == stories
    assert list(group([], [])) == []
    assert stories != group([STRIKE], [])
    assert repr(stories) == "<2 stories of 3 documents>"


def test_an_id_never_given_is_told() -> None:
    with pytest.raises(UnknownIdError, match=r"^no story has or had the id 'x'$"):
        group([STRIKE], []).find("x")
    assert issubclass(UnknownIdError, KeyError)
    assert issubclass(UnknownIdError, DragomanError)


def test_a_record_whose_parts_disagree_is_refused() -> None:
    record = group([STRIKE, VOLCANO], []).record()
    with pytest.raises(RecordError, match="document 'c' is in the log or the documents, but not in both"):
        Stories.from_record(replace(record, documents=(STRIKE,)))
    with pytest.raises(RecordError, match="not a Stream"):
        Stories.from_dict({"log": []})
