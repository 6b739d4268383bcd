"""Sources, what came of asking them, and the queue: no state of a source without the items that came with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from dragoman.errors import StoreError
from dragoman.records import Document
from dragoman.store import Arrival, FetchRow, Item, Store
from tests.store.conftest import Fresh

NOW, LATER, LAST = "2026-11-23T14:00:00Z", "2026-11-23T14:15:00Z", "2026-11-23T15:00:00Z"
FEED = "https://ledger.example/feed.xml"


@dataclass(frozen=True)
class Line:
    url: str
    title: str | None = None
    site: str | None = None
    category: str | None = None


def item(key: str, hash: str = "1", follow: bool = False) -> Item:
    return Item(key, hash, {"title": f"Report {key}", "odd": "\ud800\x00"}, follow)


def followed(store: Store) -> int:
    assert store.follow([Line(FEED, "The Ledger", "https://ledger.example", "Europe")]) == 1
    return store.sources()[0].number


def test_a_source_is_followed_once_and_let_go(fresh: Fresh) -> None:
    with fresh() as store:
        number = followed(store)
        other = Line("https://other.example/rss")
        assert store.follow([Line(FEED, category="World"), other, other]) == 1
        one, two = store.sources()
        assert (one.number, one.url, one.title, one.category) == (number, FEED, "The Ledger", "World")
        assert (one.etag, one.asked, one.failures, one.due, one.documents) == (None, None, 0, None, 0)
        assert two.url == other.url
        assert store.unfollow(FEED)
        assert not store.unfollow(FEED)
        assert not store.unfollow("https://nowhere.example")
        assert store.sources() == (two,)
        assert store.follow([Line(FEED)]) == 1
        assert store.sources()[0] == one


def test_what_is_new_is_queued_once(fresh: Fresh) -> None:
    with fresh() as store:
        number = followed(store)
        fetch = FetchRow(
            number, FEED, NOW, "new", seconds=0.2, status=200, bytes=900, kind="feed", etag='"1"', hash="h1", due=LATER,
            items=(item("a"), item("b"), item("b")),
        )  # fmt: skip
        assert store.fetched(fetch) == 2
        [source] = store.sources()
        assert (source.kind, source.etag, source.modified, source.hash) == ("feed", '"1"', None, "h1")
        assert (source.asked, source.succeeded, source.due, source.error) == (NOW, NOW, LATER, None)
        one, two = store.waiting(NOW)
        assert (one.key, one.payload, one.source) == ("a", {"title": "Report a", "odd": "\ud800\x00"}, number)
        assert (one.since, one.tries, one.due, one.follow) == (NOW, 0, None, False)
        assert store.waiting(NOW, limit=1) == (one,)
        assert store.waiting(NOW, after=one.number) == (two,)
        # The same again, and one that has changed.
        assert store.fetched(replace(fetch, at=LATER, etag=None, items=(item("a", "2"), item("b")))) == 1
        assert [(w.key, w.since) for w in store.waiting(LATER)] == [("a", NOW), ("b", NOW), ("a", LATER)]
        assert store.sources()[0].etag is None
        assert store.backlog().waiting == 3


def test_a_source_that_has_nothing_new_or_fails(fresh: Fresh) -> None:
    with fresh() as store:
        number = followed(store)
        store.fetched(FetchRow(number, FEED, NOW, "new", etag='"1"', modified="Mon", hash="h"))
        for n in (1, 2):
            assert store.fetched(FetchRow(number, FEED, LATER, "failed", error="no answer", due=LAST)) == 0
            [source] = store.sources()
            assert (source.failures, source.error, source.asked, source.succeeded) == (
                n,
                "no answer",
                LATER,
                NOW,
            )
        assert (source.etag, source.modified, source.hash, source.due) == ('"1"', "Mon", "h", LAST)
        store.fetched(FetchRow(number, FEED, LAST, "unchanged", status=304))
        [source] = store.sources()
        assert (source.failures, source.error, source.succeeded, source.etag) == (0, None, LAST, '"1"')
        with pytest.raises(StoreError, match="no source 99"):
            store.fetched(FetchRow(99, FEED, NOW, "unchanged"))


def test_a_source_that_has_moved(fresh: Fresh) -> None:
    with fresh() as store:
        number = followed(store)
        store.follow([Line("https://new.example/feed")])
        store.fetched(FetchRow(number, FEED, NOW, "new", moved="https://ledger.example/rss"))
        assert store.sources()[0].url == "https://ledger.example/rss"
        # Where the other address is followed too, one of the two is enough.
        store.fetched(FetchRow(number, FEED, NOW, "new", moved="https://new.example/feed"))
        assert [source.url for source in store.sources()] == ["https://new.example/feed"]


def test_what_waits_is_tried_again_or_refused(fresh: Fresh) -> None:
    with fresh() as store:
        number = followed(store)
        store.fetched(FetchRow(number, FEED, NOW, "new", items=(item("a", follow=True), item("b"))))
        one, two = store.waiting(NOW)
        assert store.wait(one.number, "no answer", LATER)
        assert store.waiting(NOW) == (two,)
        [again, _] = store.waiting(LATER)
        assert (again.number, again.tries, again.error, again.due) == (one.number, 1, "no answer", LATER)
        backlog = store.backlog()
        assert (backlog.waiting, backlog.tried, backlog.due, backlog.refused) == (2, 1, NOW, 0)
        # Listed anew, its page is to be fetched once.
        store.fetched(FetchRow(number, FEED, NOW, "new", items=(item("a", "2", follow=True),)))
        assert [(w.key, w.tries) for w in store.waiting(LAST)] == [("b", 0), ("a", 0)]
        assert not store.wait(one.number, "no answer", LAST)
        assert store.dropped(two.number, "no text", at=LAST)
        assert not store.dropped(two.number, "no text", at=LAST)
        [refused] = store.refused()
        assert (refused.number, refused.key, refused.reason, refused.at) == (two.number, "b", "no text", LAST)
        assert refused.payload == two.payload
        assert store.backlog().refused == 1


def test_filing_takes_out_of_the_queue_and_numbers_are_never_given_twice(fresh: Fresh) -> None:
    with fresh() as store:
        number = followed(store)
        store.fetched(FetchRow(number, FEED, NOW, "new", items=(item("a"), item("b"))))
        one, two = store.waiting(NOW)
        document = Document("x", "headline", "Ferry sails")
        store.file([Arrival(document, (), NOW, "feed", waiting=two.number)])
        assert store.waiting(NOW) == (one,)
        assert store.sources()[0].documents == 1
        store.fetched(FetchRow(number, FEED, NOW, "new", items=(item("c"),)))
        assert store.waiting(NOW)[-1].number > two.number
        # What was done with before is done with; the document is filed all the same.
        store.file([Arrival(replace(document, id="y"), (), NOW, "feed", waiting=two.number)])
        assert store.document("y") is not None
        assert len(store.waiting(NOW)) == 2


def test_what_is_refused_writes_nothing(fresh: Fresh) -> None:
    with fresh() as store:
        number = followed(store)
        before = store.sources()
        with pytest.raises(StoreError):
            store.fetched(FetchRow(number, FEED, NOW, "new", run=99, etag='"1"', items=(item("a"),)))
        assert store.sources() == before
        assert store.waiting(NOW) == ()
