"""Whatever is filed, added, fetched and tried, in any order, through any of two stores of one database: the answers are
those of a few dictionaries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import Corpus
from dragoman.records import Document, Event, Evidence, Span
from dragoman.store import Arrival, Coding, FetchRow, Item, Store
from tests.store.conftest import Fresh

CODINGS = (Coding("1", "a", "m", "fast"), Coding("2", "a", "m", "fast", "own", 0.5))
FEED = "https://ledger.example/feed.xml"
NOW = "2026-11-23T14:{:02}:00Z"

ids = st.sampled_from(["a", "b", "c"])
texts = st.sampled_from([None, "One.", "Two."])
#: Number and confidence of the events of a document; none where it is not coded.
codings = st.none() | st.dictionaries(st.integers(0, 2), st.sampled_from([0.1, 0.2]), max_size=3)
arrival = st.tuples(ids, texts, codings, st.none() | st.just("the reader stopped"), st.integers(-1, 3))
item = st.tuples(st.sampled_from(["x", "y", "z"]), st.sampled_from(["1", "2"]), st.booleans())
steps = st.one_of(
    st.tuples(st.just("file"), st.lists(arrival, max_size=3), st.sampled_from([0, 1])),
    st.tuples(st.just("add"), ids, texts, st.dictionaries(st.integers(0, 2), st.sampled_from([0.1, 0.2]))),
    st.tuples(st.just("fetched"), st.lists(item, max_size=3)),
    st.tuples(st.sampled_from(["wait", "drop"]), st.integers(0, 3)),
)


@dataclass
class Told:
    """What is known of a document."""

    document: Document
    events: dict[str, Event] = field(default_factory=dict)
    revisions: list[Document] = field(default_factory=list)
    old: list[Event] = field(default_factory=list)
    coding: int | None = None
    error: str | None = None


@dataclass
class Waits:
    """An item that waits."""

    key: str
    hash: str
    follow: bool
    tries: int = 0


class Model:
    """What the store should hold."""

    def __init__(self) -> None:
        self.told: dict[str, Told] = {}
        self.items: dict[str, str] = {}
        self.queue: list[Waits] = []
        self.refused: list[str] = []

    def revise(self, document: Document) -> Told:
        """Take a document in; where it says something else than before, its events go."""
        told = self.told.setdefault(document.id, Told(document))
        if told.document != document:
            told.revisions.append(told.document)
            told.document, told.coding, told.error = document, None, None
        return told

    def leave(self, told: Told, now: dict[str, Event]) -> None:
        told.old += [event for id, event in told.events.items() if now.get(id) != event]
        told.events = now


def events_of(small: Corpus, id: str, coded: dict[int, float]) -> tuple[Event, ...]:
    return tuple(
        replace(
            small.events[n],
            id=f"{id}-{n}",
            document=id,
            confidence=sure,
            actors=(),
            recipients=(),
            attribution=None,
            amounts=(),
            trigger=Span(0, 5, "Ferry"),
            evidence=Evidence("title", 0, 5, "Ferry", "a rule"),
        )
        for n, sure in coded.items()
    )


def run(step: Any, store: Store, model: Model, small: Corpus, now: str) -> None:
    """Do one step in the store and in the model."""
    kind, *rest = step
    if kind == "file":
        arrivals, coding = [], CODINGS[rest[1]]
        waits = store.waiting("9")
        taken = set[int]()
        for id, text, coded, error, place in rest[0]:
            document = Document(id, "article", "Ferry", text)
            events = None if coded is None else events_of(small, id, coded)
            entry = waits[place].number if 0 <= place < len(waits) else None
            taken |= {place} if entry else set()
            arrivals.append(Arrival(document, events, now, "feed", error, entry))
            revised = id in model.told and model.told[id].document != document
            told = model.revise(document)
            if events is not None:
                model.leave(told, {event.id: event for event in events})
                told.coding, told.error = rest[1], error
            elif revised:
                model.leave(told, {})
            if events is None and error:
                told.error = error
        model.queue = [one for n, one in enumerate(model.queue) if n not in taken]
        store.file(arrivals, coding=coding)
    elif kind == "add":
        id, text, coded = rest
        document, events = Document(id, "article", "Ferry", text), events_of(small, id, coded)
        revised = id in model.told and model.told[id].document != document
        told = model.revise(document)
        now_told = {} if revised else dict(told.events)
        now_told |= {event.id: event for event in events}
        if now_told != told.events:
            told.coding = None
        model.leave(told, now_told)
        store.add([document], events)
    elif kind == "fetched":
        listed = {key: Item(key, hash, {"key": key}, follow) for key, hash, follow in rest[0]}
        new = [one for one in listed.values() if model.items.get(one.key) != one.hash]
        for one in new:
            if one.follow:
                model.queue = [w for w in model.queue if not (w.key == one.key and w.follow and w.tries)]
        for one in new:
            model.items[one.key] = one.hash
            model.queue.append(Waits(one.key, one.hash, one.follow))
        [source] = store.sources()
        fetch = FetchRow(source.number, FEED, now, "new", items=tuple(listed.values()))
        assert store.fetched(fetch) == len(new)
    elif rest[0] < len(model.queue):
        entry = store.waiting("9")[rest[0]].number
        if kind == "wait":
            assert store.wait(entry, "no answer", now)
            model.queue[rest[0]].tries += 1
        else:
            assert store.dropped(entry, "no text", at=now)
            model.refused.append(model.queue.pop(rest[0]).key)


def check(store: Store, model: Model) -> None:
    """Compare all that the store answers with the model."""
    held = store.held(model.told)
    assert held.keys() == model.told.keys()
    codings = {row.number: CODINGS.index(row.coding) for row in store.codings()}
    for id, told in model.told.items():
        assert store.document(id) == held[id].document == told.document
        assert Counter(store.events_of(id)) == Counter(held[id].events) == Counter(told.events.values())
        assert [one.document for one in store.revisions(id)] == told.revisions
        assert Counter(one.event for one in store.old_events(id)) == Counter(told.old)
        assert held[id].revision == len(told.revisions) + 1
        coding = held[id].coding
        assert (None if coding is None else codings[coding], held[id].error) == (told.coding, told.error)
    counts = store.counts()
    assert counts.documents == len(model.told)
    assert counts.events == store.events().total == sum(len(told.events) for told in model.told.values())
    assert set(store.uncoded()) == {id for id, told in model.told.items() if told.coding is None}
    assert [(w.key, w.follow, w.tries) for w in store.waiting("9")] == [
        (w.key, w.follow, w.tries) for w in model.queue
    ]
    assert Counter(one.key for one in store.refused()) == Counter(model.refused)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.booleans(), steps), max_size=8))
def test_any_steps_through_any_of_two_stores(
    small: Corpus, fresh: Fresh, taken: list[tuple[bool, Any]]
) -> None:
    model = Model()
    with fresh() as store:
        other = Store(store._engine)
        store.follow([Feed()])
        for n, (by_other, step) in enumerate(taken):
            one, two = (other, store) if by_other else (store, other)
            run(step, one, model, small, NOW.format(n))
            check(two, model)
        # Nobody places these documents in stories.
        assert [one for one in store.check() if "story" not in one.problem] == []


@dataclass(frozen=True)
class Feed:
    url: str = FEED
    title: str | None = None
    site: str | None = None
    category: str | None = None
