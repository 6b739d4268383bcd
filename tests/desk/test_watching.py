"""Rounds of the desk against a server on this machine: what is asked, what waits, what is filed; nothing is lost."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from dragoman.cli import watching
from dragoman.desk import Desk, settling
from dragoman.desk.hosts import by_host
from dragoman.desk.schedule import FIRST_WAIT, NEVER, PAGE_WAITS, later
from dragoman.desk.watching import Watcher
from dragoman.errors import StoreError
from dragoman.fetching import Fetcher
from dragoman.records import Document
from dragoman.sources.opml import Outline
from dragoman.store import Held, Store
from tests.fetching.server import Hostile, Item

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
QUARTER = 900

PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>
<p>The ministers of Norway and Kenya met in Oslo on Monday and spoke about fishing rights for four hours.</p>
<p>Officials of both sides said that a further meeting would be held in Nairobi before the end of the year.</p>
<p>{more}</p></article></body></html>"""


class Clock:
    """The time, which only the test moves."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> dt.datetime:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += dt.timedelta(seconds=seconds)


class Bench:
    """A store, a server, and a watcher between them."""

    def __init__(self, store: Store, server: Hostile) -> None:
        self.store, self.server, self.clock = store, server, Clock()
        self.fetcher = Fetcher(allow_private=True, delay=0, tries=1, timeout=5)

    def watcher(self, **settings: Any) -> Watcher:
        desk = Desk(self.store, code=False, now=self.clock)
        given = {"every": QUARTER, "follow": False, "now": self.clock, **settings}
        return Watcher(desk, self.fetcher, **given)

    def follow(self, *urls: str) -> None:
        self.store.follow([Outline(f"source {n}", url) for n, url in enumerate(urls)])

    def page(self, path: str, title: str, more: str = "More was not said.", head: str = "") -> str:
        return self.server.put(path, PAGE.format(title=title, more=more, head=head))

    def documents(self) -> list[Held]:
        return sorted(
            self.store.held(self.ids()).values(),
            key=lambda held: (held.document.title or "", held.document.id),
        )

    def ids(self) -> list[str]:
        return list(self.store.uncoded())

    def titles(self) -> list[str | None]:
        return [held.document.title for held in self.documents()]

    def asked(self, path: str) -> int:
        return self.server.count(path)


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Hostile() as server:
        yield server


@pytest.fixture
def bench(tmp_path: Path, server: Hostile) -> Iterator[Bench]:
    server.robots = None
    server.pages.clear()
    server.asked.clear()
    with Store.open(f"sqlite:///{tmp_path}/desk.db") as store:
        bench = Bench(store, server)
        with bench.fetcher:
            yield bench


ONE = Item("Norway and Kenya meet over fishing", "/n/1", "Ministers met.", NOON)
TWO = Item("Peru signs accord with Ghana", "/n/2", "An accord was signed.", NOON)
THREE = Item("Chad frees grain ships", "/n/3", "The ships left port.", NOON)


# ------------------------------------------------------------------------------------------- asking


def test_a_round_files_what_a_feed_has_and_the_next_one_only_what_is_new(bench: Bench) -> None:
    bench.follow(bench.server.items("a", [ONE, TWO]))
    watcher = bench.watcher()
    first = watcher.round()
    assert (first.asked, first.unchanged, first.failed, first.outcomes.new) == (1, 0, 0, 2)
    assert first.next == later(first.begun, QUARTER)
    bench.clock.move(QUARTER)
    again = watcher.round()
    assert (again.asked, again.unchanged, again.outcomes.new, again.outcomes.same) == (1, 1, 0, 0)
    assert bench.server.asked[-1].headers["if-none-match"]
    bench.server.items("a", [THREE, ONE, TWO])
    bench.clock.move(QUARTER)
    third = watcher.round()
    assert (third.unchanged, third.outcomes.new, third.outcomes.same) == (0, 1, 0)
    assert bench.titles() == sorted([ONE.title, TWO.title, THREE.title])
    assert not bench.store.waiting("9999-01-01T00:00:00Z")


def test_a_feed_that_another_host_leads_to_is_not_sent_again_either(bench: Bench) -> None:
    to = {"Location": bench.server.items("a", [ONE])}
    with Hostile(host="127.0.0.2") as elsewhere:
        bench.follow(elsewhere.put("/feed", b"", headers=to, status=302))
        assert bench.watcher().round().outcomes.new == 1
        bench.clock.move(QUARTER)
        assert bench.watcher().round().unchanged == 1
    assert bench.server.asked[-1].headers["if-none-match"]
    assert "if-none-match" not in elsewhere.asked[-1].headers


def test_nobody_is_asked_before_the_time_but_by_whoever_wants_it_at_once(bench: Bench) -> None:
    bench.follow(bench.server.items("a", [ONE]))
    watcher = bench.watcher()
    watcher.round()
    bench.clock.move(QUARTER - 1)
    assert watcher.round().asked == 0
    assert watcher.round(at_once=True).asked == 1
    assert watcher.round(at_once=True).asked == 0  # nobody twice in a minute
    bench.clock.move(60)
    assert watcher.round(at_once=True).asked == 1


def test_the_same_bytes_are_not_read_again_though_the_server_says_nothing_of_it(bench: Bench) -> None:
    body, *_ = bench.server.feed("unknown")
    bench.server.items("b", [ONE])
    body, *_ = bench.server.feed("b")
    bench.follow(bench.server.put("/plain.xml", body, "application/rss+xml"))
    bench.watcher().round()
    bench.server.pages["/plain.xml"].headers = {"ETag": '"another each time"'}
    bench.clock.move(QUARTER)
    done = bench.watcher().round()
    assert (done.unchanged, done.failed) == (1, 0)


def test_words_that_change_are_a_revision(bench: Bench) -> None:
    bench.follow(bench.server.items("a", [ONE]))
    bench.watcher().round()
    bench.server.items("a", [Item(ONE.title, ONE.link, "Ministers met and agreed.", NOON)])
    bench.clock.move(QUARTER)
    done = bench.watcher().round()
    assert (done.outcomes.new, done.outcomes.revised) == (0, 1)
    (held,) = bench.documents()
    assert held.document.text == "Ministers met and agreed."
    assert [old.document.text for old in bench.store.revisions(held.document.id)] == ["Ministers met."]


def test_a_feed_that_dates_everything_anew_brings_nothing_new(bench: Bench) -> None:
    bench.follow(bench.server.items("a", [ONE]))
    bench.watcher().round()
    bench.server.items("a", [Item(ONE.title, ONE.link, ONE.text, NOON + dt.timedelta(hours=1))])
    bench.clock.move(QUARTER)
    done = bench.watcher().round()
    assert (done.unchanged, done.outcomes.new, done.outcomes.revised, done.outcomes.same) == (0, 0, 0, 0)


def test_a_source_that_fails_is_left_alone_for_longer_each_time(bench: Bench) -> None:
    bench.follow(bench.server.url("/down"))
    watcher = bench.watcher()
    for failures in range(1, 4):
        at = watcher.now()
        assert watcher.round().failed == 1
        (source,) = bench.store.sources()
        assert source.failures == failures
        assert "503" in (source.error or "")
        assert source.due == later(at, FIRST_WAIT * 2 ** (failures - 1))
        bench.clock.move(FIRST_WAIT * 2 ** (failures - 1) - 1)
        assert watcher.round().asked == 0
        bench.clock.move(1)
    bench.server.put("/down", bench.server.feed("x")[0])  # it is back, though with nothing in it


def test_a_host_that_cannot_be_reached_is_not_asked_for_each_of_its_sources(bench: Bench) -> None:
    bench.follow(*(bench.server.url(f"/reset?feed={n}") for n in range(9)))
    assert bench.watcher().round().failed == 9
    assert bench.asked("/reset") == 3
    assert {source.failures for source in bench.store.sources()} == {1}


def test_who_asks_for_time_gets_it(bench: Bench) -> None:
    bench.follow(bench.server.url("/busy?after=5000"))
    done = bench.watcher().round()
    (source,) = bench.store.sources()
    assert source.due == later(done.begun, 5000)


def test_what_is_gone_for_good_is_asked_no_more(bench: Bench) -> None:
    bench.follow(bench.server.url("/status/410"))
    assert bench.watcher().round().failed == 1
    (source,) = bench.store.sources()
    assert source.due == NEVER
    assert "asked no more" in (source.error or "")
    bench.clock.move(400 * 86_400)
    assert bench.watcher().round(at_once=True).asked == 0


def test_a_feed_that_moved_for_good_is_followed_to_its_new_address(bench: Bench) -> None:
    new = bench.server.items("a", [ONE])
    bench.follow(bench.server.url(f"/redirects?to={new}&status=301"))
    bench.server.put("/old.xml", "", headers={"Location": new}, status=301)
    bench.store.unfollow(bench.store.sources()[0].url)
    bench.follow(bench.server.url("/old.xml"))
    told: list[str | None] = []
    bench.watcher(on_source=lambda asked: told.append(asked.row.moved)).round()
    assert told == [new]
    assert [source.url for source in bench.store.sources()] == [new]
    assert bench.titles() == [ONE.title]


def test_a_page_in_place_of_a_feed_is_no_news(bench: Bench) -> None:
    bench.server.items("b", [ONE])
    url = bench.server.put("/feed.xml", bench.server.feed("b")[0], "application/rss+xml")
    bench.follow(url)
    bench.watcher().round()
    bench.page("/feed.xml", "This site has been closed and sold")
    bench.clock.move(QUARTER)
    assert bench.watcher().round().failed == 1
    assert bench.titles() == [ONE.title]
    (source,) = bench.store.sources()
    assert "a page came where a feed was" in (source.error or "")
    bench.server.put("/feed.xml", bench.server.feed("b")[0], "application/rss+xml")
    bench.clock.move(FIRST_WAIT)
    assert bench.watcher().round().unchanged == 1
    assert bench.store.sources()[0].failures == 0


def test_broken_sources_hinder_no_others(bench: Bench) -> None:
    paths = [
        "/reset",
        "/empty",
        "/length/more",
        "/xml/laughs",
        "/lies/zip",
        "/status/404",
        "/circle",
        "/nothing",
    ]
    bench.follow(*map(bench.server.url, paths), bench.server.items("a", [ONE]))
    done = bench.watcher().round()
    assert done.asked == len(paths) + 1
    assert done.failed >= len(paths) - 1
    assert ONE.title in bench.titles()
    assert all(source.error for source in bench.store.sources() if source.failures)


def test_a_clock_put_back_silences_nobody(bench: Bench) -> None:
    bench.follow(bench.server.items("a", [ONE]), bench.server.url("/down"))
    bench.watcher().round()
    bench.clock.move(-400 * 86_400)
    assert bench.watcher().round().asked == 2
    assert all((source.due or "") < "2026" for source in bench.store.sources())


def test_a_sitemap_of_news_is_followed_like_a_feed(bench: Bench) -> None:
    bench.page("/n/1", "Norway and Kenya meet over fishing")
    bench.follow(
        bench.server.put(
            "/news.xml",
            f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
            xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
            <url><loc>{bench.server.url("/n/1")}</loc><news:news><news:title>Norway and Kenya meet</news:title>
            <news:publication_date>2026-11-23T10:00:00Z</news:publication_date></news:news></url></urlset>""",
            "application/xml",
        )
    )
    assert bench.watcher(follow=True).round().outcomes.new == 1
    assert bench.store.sources()[0].kind == "sitemap"
    (held,) = bench.documents()
    assert held.document.published == "2026-11-23T10:00:00Z"
    assert "fishing rights" in (held.document.text or "")


def test_of_a_sitemap_without_titles_only_pages_that_changed_lately_are_fetched(bench: Bench) -> None:
    bench.page("/n/1", "Norway and Kenya meet over fishing")
    bench.page("/n/2", "A page of long ago")
    urls = "".join(
        f"<url><loc>{bench.server.url(path)}</loc>{changed}</url>"
        for path, changed in (
            ("/n/1", "<lastmod>2026-11-22</lastmod>"),
            ("/n/2", "<lastmod>2019-01-01</lastmod>"),
            ("/n/3", ""),
        )
    )
    site = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    part = bench.server.put("/pages.xml", site, "application/xml")
    index = f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{part}</loc></sitemap></sitemapindex>'
    bench.follow(bench.server.put("/sitemap.xml", index, "application/xml"))
    bench.watcher().round()
    assert bench.titles() == ["Norway and Kenya meet over fishing"]
    assert [bench.asked(f"/n/{n}") for n in (1, 2, 3)] == [1, 0, 0]


# ------------------------------------------------------------------------------------------- pages


def test_an_item_is_followed_to_its_page(bench: Bench) -> None:
    bench.page("/n/1", "Norway and Kenya meet over fishing rights")
    bench.follow(bench.server.items("a", [ONE]))
    done = bench.watcher(follow=True).round()
    assert (done.pages, done.missed, done.outcomes.new) == (1, 0, 1)
    (held,) = bench.documents()
    assert held.origin == "page"
    assert "fishing rights for four hours" in (held.document.text or "")
    assert (held.document.published, held.document.published_from) == ("2026-11-23T12:00:00Z", "feed")


def test_what_two_feeds_show_is_fetched_and_filed_once(bench: Bench) -> None:
    bench.page("/n/1", "Norway and Kenya meet over fishing rights")
    bench.follow(bench.server.items("a", [ONE]), bench.server.items("b", [ONE, TWO]))
    bench.page("/n/2", "Peru signs accord with Ghana on fishing")
    done = bench.watcher(follow=True).round()
    assert (done.pages, done.outcomes.new) == (2, 2)
    assert bench.asked("/n/1") == 1
    assert not bench.store.waiting("9999-01-01T00:00:00Z")


def test_a_page_that_robots_may_not_read_is_told_by_the_feed(bench: Bench) -> None:
    bench.page("/n/1", "Norway and Kenya meet over fishing rights")
    bench.server.robots = "User-agent: *\nDisallow: /n/"
    bench.follow(bench.server.items("a", [ONE]))
    done = bench.watcher(follow=True).round()
    assert (done.pages, done.missed, done.outcomes.new) == (0, 1, 1)
    assert bench.asked("/n/1") == 0
    (held,) = bench.documents()
    assert (held.origin, held.document.text) == ("feed", "Ministers met.")


def test_a_page_that_cannot_be_had_is_tried_again_and_given_up_at_last(bench: Bench) -> None:
    bench.follow(bench.server.items("a", [Item("Talks fail", "/down", "No word.", NOON)]))
    watcher = bench.watcher(follow=True)
    for tries, wait in enumerate(PAGE_WAITS, 1):
        watcher.round()
        (entry,) = bench.store.waiting("9999-01-01T00:00:00Z")
        assert entry.tries == tries
        assert "503" in (entry.error or "")
        assert not bench.documents()
        bench.clock.move(wait)
    last = watcher.round()
    assert last.outcomes.new == 1
    assert not bench.store.waiting("9999-01-01T00:00:00Z")
    (held,) = bench.documents()
    assert (held.origin, held.document.text) == ("feed", "No word.")


def test_a_page_that_comes_at_the_second_try_is_filed(bench: Bench) -> None:
    bench.follow(bench.server.items("a", [ONE]))
    watcher = bench.watcher(follow=True)
    first = watcher.round()
    assert (first.missed, first.next) == (1, later(first.begun, PAGE_WAITS[0]))
    bench.page("/n/1", "Norway and Kenya meet over fishing rights")
    bench.clock.move(PAGE_WAITS[0])
    assert watcher.round().outcomes.new == 1
    assert bench.documents()[0].origin == "page"


def test_a_page_without_an_article_is_told_by_the_feed(bench: Bench) -> None:
    bench.server.put("/n/1", "<!DOCTYPE html><html><body><p>Subscribe.</p></body></html>")
    bench.follow(bench.server.items("a", [ONE]))
    assert bench.watcher(follow=True).round().outcomes.new == 1
    assert bench.documents()[0].document.text == "Ministers met."


def test_a_teaser_never_takes_the_place_of_an_article(bench: Bench) -> None:
    bench.page("/n/1", "Norway and Kenya meet over fishing rights")
    bench.follow(bench.server.items("a", [ONE]))
    bench.watcher(follow=True).round()
    (article,) = bench.documents()
    bench.server.items("a", [Item(ONE.title, ONE.link, "Ministers met again.", NOON)])
    bench.clock.move(QUARTER)
    done = bench.watcher(follow=False).round()
    assert (done.outcomes.new, done.outcomes.revised) == (0, 0)
    assert bench.documents() == [article]


def test_an_article_that_changed_is_a_revision_when_its_item_says_so(bench: Bench) -> None:
    bench.page("/n/1", "Norway and Kenya meet over fishing rights")
    bench.follow(bench.server.items("a", [ONE]))
    bench.watcher(follow=True).round()
    bench.page("/n/1", "Norway and Kenya meet over fishing rights", "Correction: they met for three hours.")
    bench.server.items("a", [Item(ONE.title, ONE.link, "Corrected: ministers met.", NOON)])
    bench.clock.move(QUARTER)
    assert bench.watcher(follow=True).round().outcomes.revised == 1
    assert "Correction" in (bench.documents()[0].document.text or "")


def test_an_article_known_by_the_address_of_the_feed_stays_one_document(bench: Bench) -> None:
    bench.follow(bench.server.items("a", [ONE]))
    bench.watcher(follow=False).round()
    (known,) = bench.ids()
    own = bench.server.url("/own/address")
    bench.page("/n/1", "Norway and Kenya meet over fishing", head=f'<link rel="canonical" href="{own}">')
    bench.server.items("a", [Item(ONE.title, ONE.link, "Ministers met at last.", NOON)])
    bench.clock.move(QUARTER)
    assert bench.watcher(follow=True).round().outcomes.revised == 1
    assert bench.ids() == [known]


def test_a_slow_host_keeps_the_desk_from_nobody(bench: Bench) -> None:
    """What it could not give while the interval lasted waits for the next round; the others are done with."""
    paths = [f"/late?after=0.2&n={n}" for n in range(20)]
    items = [Item(f"Slow {n}", path, "Words.", NOON) for n, path in enumerate(paths)]
    quick = bench.server.url("/n/1", "localhost")
    bench.page("/n/1", ONE.title)
    bench.follow(bench.server.items("a", [*items, Item(ONE.title, quick, ONE.text, NOON)]))
    watcher = bench.watcher(follow=True)
    watcher.every = 1  # seconds, where the command line has a minute at least
    done = watcher.round()
    assert ONE.title in bench.titles()
    assert 0 < done.waiting < 20
    assert done.waiting + len(bench.titles()) == 21
    assert done.next == later(done.begun, 60)


def test_a_host_that_wants_to_be_left_alone_is_and_no_page_is_given_up_for_it(bench: Bench) -> None:
    items = [Item(f"Talks {n}", f"/busy?after=4000&n={n}", "No word.", NOON) for n in range(9)]
    bench.follow(bench.server.items("a", items))
    done = bench.watcher(follow=True).round()
    assert (bench.asked("/busy"), done.waiting) == (1, 9)
    waiting = bench.store.waiting("9999-01-01T00:00:00Z")
    assert [entry.tries for entry in waiting] == [1, *[0] * 8]
    assert all(entry.due is not None and entry.due >= later(done.begun, 4_000) for entry in waiting)


def test_a_host_that_cannot_be_reached_is_not_asked_for_each_page(bench: Bench) -> None:
    items = [Item(f"Talks {n}", f"/reset?n={n}", "No word.", NOON) for n in range(9)]
    bench.follow(bench.server.items("a", items))
    watcher = bench.watcher(follow=True)
    assert watcher.round().missed == 9
    assert bench.asked("/reset") == 3
    assert {entry.tries for entry in bench.store.waiting("9999-01-01T00:00:00Z")} == {1}
    for wait in PAGE_WAITS:
        bench.clock.move(wait)
        watcher.round()
    assert bench.titles() == [item.title for item in items]


def test_an_address_that_somebody_named_is_read_whatever_stands_there(bench: Bench) -> None:
    """It waits there because it could not be had when it was named."""
    from dragoman.store.rows import FetchRow
    from dragoman.store.rows import Item as Listed

    bench.server.robots = "User-agent: *\nDisallow: /"
    urls = [bench.server.items("a", [ONE, TWO]), bench.page("/n/3", "Chad frees grain ships")]
    waiting = tuple(Listed(url, "", {"url": url}, True) for url in urls)
    bench.store.fetched(FetchRow(None, urls[0], "2026-11-23T11:00:00Z", "failed", items=waiting))
    assert bench.watcher(follow=True).round().outcomes.new == 3
    assert bench.titles() == [THREE.title, ONE.title, TWO.title]
    assert not bench.store.waiting("9999-01-01T00:00:00Z")


def test_a_date_that_cannot_be_read_costs_no_article(bench: Bench) -> None:
    bench.page(
        "/n/1", ONE.title, head='<meta property="article:published_time" content="the day before yesterday">'
    )
    bench.follow(bench.server.items("a", [ONE]))
    assert bench.watcher(follow=True).round().pages == 1


# --------------------------------------------------------------------------------- nothing is lost


def ending(real: Callable[..., Any], times: int) -> Callable[..., Any]:
    """Let a method end the process, so to speak, when it is called for the nth time."""
    calls = iter(range(1, 1_000))

    def end(*args: Any, **given: Any) -> Any:
        if next(calls) == times:
            raise KeyboardInterrupt
        return real(*args, **given)

    return end


@pytest.mark.parametrize(
    ("name", "times"),
    [("begin", 1), ("fetched", 1), ("fetched", 2), ("waiting", 1), ("held", 1), ("file", 1), ("file", 2)],
)
def test_whoever_is_ended_anywhere_loses_and_doubles_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, name: str, times: int
) -> None:
    monkeypatch.setattr(settling, "MOST", 2)
    for n in range(5):
        bench.page(f"/n/{n}", f"Norway and Kenya meet for the {n}th time")
    items = [
        Item(f"Norway and Kenya meet for the {n}th time", f"/n/{n}", "They met.", NOON) for n in range(5)
    ]
    bench.follow(bench.server.items("a", items[:3]), bench.server.items("b", items[2:]))
    with monkeypatch.context() as patch:
        patch.setattr(Store, name, ending(getattr(Store, name), times))
        with pytest.raises(KeyboardInterrupt):
            bench.watcher(follow=True).round()
    bench.clock.move(60)
    bench.watcher(follow=True).round(at_once=True)
    assert bench.titles() == [item.title for item in items]
    assert all(held.origin == "page" and held.revision == 1 for held in bench.documents())
    assert not bench.store.waiting("9999-01-01T00:00:00Z")


def test_a_store_that_cannot_be_written_ends_the_round_and_loses_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.follow(bench.server.items("a", [ONE]))

    def full(*args: Any, **given: Any) -> Any:
        raise StoreError("desk.db: database or disk is full (make room on the disk)")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "file", full)
        with pytest.raises(StoreError, match="disk is full"):
            bench.watcher().round()
    assert [(run.outcome, run.note is not None) for run in bench.store.runs()] == [("failed", True)]
    assert bench.watcher().round().outcomes.new == 1


def test_a_watch_that_is_stopped_files_what_it_has_and_the_next_goes_on(bench: Bench) -> None:
    items = [
        Item(f"Norway and Kenya meet for the {n}th time", f"/n/{n}", "They met.", NOON) for n in range(6)
    ]
    for n in range(6):
        bench.page(f"/n/{n}", items[n].title)
    bench.follow(bench.server.items("a", items))
    stop = threading.Event()
    watcher = bench.watcher(follow=True, stop=stop, on_page=lambda came: stop.set())
    done = watcher.round()
    assert done.stopped
    assert 1 <= done.outcomes.new < 6
    assert len(bench.documents()) == done.outcomes.new
    assert bench.store.runs()[0].outcome == "stopped"
    assert bench.watcher(follow=True).round().outcomes.new == 6 - done.outcomes.new


def test_who_was_not_let_answer_has_not_failed(bench: Bench) -> None:
    stop = threading.Event()
    bench.follow(bench.server.url("/silent"))
    with Fetcher(allow_private=True, delay=0, tries=1, timeout=0.3) as bench.fetcher:
        timer = threading.Timer(0.1, stop.set)
        timer.start()
        assert bench.watcher(stop=stop).round().asked == 0
        timer.join()
        assert bench.store.sources()[0].failures == 0
        assert bench.watcher().round().failed == 1


def test_what_cannot_be_a_document_is_put_aside_with_the_reason(bench: Bench) -> None:
    from dragoman.store.rows import FetchRow
    from dragoman.store.rows import Item as Listed

    bench.follow(bench.server.items("a", [ONE]))
    (source,) = bench.store.sources()
    bad = Listed("k", "h", {"document": {"title": 3}})
    bench.store.fetched(FetchRow(source.number, source.url, "2026-11-23T11:00:00Z", "new", items=(bad,)))
    assert bench.watcher().round().outcomes.new == 1
    (refused,) = bench.store.refused()
    assert refused.key == "k"
    assert "Document" in refused.reason


# ------------------------------------------------------------------------------------- over and over


def test_rounds_go_on_until_stopped(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.follow(bench.server.items("a", [ONE]))
    stop = threading.Event()
    watcher = bench.watcher(stop=stop)
    slept: list[str] = []

    def sleep(until: str) -> None:
        slept.append(until)
        bench.clock.move(QUARTER)
        if len(slept) == 3:
            stop.set()

    monkeypatch.setattr(watcher, "sleep", sleep)
    begun = [done.begun for done in watcher.rounds()]
    assert slept == [later(at, QUARTER) for at in begun]
    assert len(bench.store.runs()) == 3


@pytest.mark.parametrize(
    "error", [StoreError("desk.db: database is locked (wait)"), BrokenProcessPool("terminated abruptly")]
)
def test_a_watch_outlives_what_fails_for_a_while(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    bench.follow(bench.server.items("a", [ONE]))
    stop = threading.Event()
    watcher = bench.watcher(stop=stop)
    real, errors = Desk.file, [error]

    def file(*args: Any, **given: Any) -> Any:
        if errors:
            raise errors.pop()
        done = real(*args, **given)
        stop.set()
        return done

    monkeypatch.setattr(Desk, "file", file)
    monkeypatch.setattr(watcher, "sleep", lambda until: bench.clock.move(60))
    with watching._Teller() as tell:
        watching._go_on(watcher, tell)
    told = capsys.readouterr()
    assert "begun again at 2026-11-23T12:01:00Z" in told.err
    assert "documents new 1" in told.out
    assert [run.outcome for run in bench.store.runs()] == ["stopped", "failed"]


def test_who_sleeps_wakes_when_stopped_and_when_the_clock_is_past(bench: Bench) -> None:
    stop = threading.Event()
    watcher = bench.watcher(stop=stop)
    watcher.sleep(later(watcher.now(), -5))
    threading.Timer(0.1, stop.set).start()
    watcher.sleep(later(watcher.now(), 3_600))
    assert stop.is_set()


def test_what_comes_is_coded_and_placed_in_stories(bench: Bench) -> None:
    bench.follow(
        bench.server.items(
            "a",
            [
                Item(
                    "Norway warns Chad over blocked grain ships",
                    "/n/1",
                    "Norway warned Chad over grain ships.",
                    NOON,
                ),
                Item(
                    "Norway warns Chad about blocked grain ships",
                    "/n/2",
                    "Norway warned Chad over grain ships.",
                    NOON,
                ),
            ],
        )
    )
    desk = Desk(bench.store, parser="fast", now=bench.clock)
    coded: list[int] = []
    watcher = Watcher(
        desk, bench.fetcher, every=QUARTER, follow=False, jobs=1, now=bench.clock, on_document=coded.append
    )
    done = watcher.round()
    assert done.outcomes.new == len(coded) == 2
    assert done.outcomes.events > 0
    assert bench.store.counts().stories == 1
    assert bench.store.runs()[0].events == done.outcomes.events


# ------------------------------------------------------------------------------------------- hosts


def test_of_each_host_one_job_is_done_at_a_time_and_all_are_done() -> None:
    busy: dict[str, int] = {}
    guard = threading.Lock()

    def do(job: tuple[str, int]) -> int:
        with guard:
            busy[job[0]] = busy.get(job[0], 0) + 1
            assert busy[job[0]] == 1
        threading.Event().wait(0.001)
        with guard:
            busy[job[0]] -= 1
        if job[1] == 3:
            raise ValueError("three")
        return job[1]

    jobs = [(f"h{n % 7}", n) for n in range(100)]
    done = list(by_host(jobs, lambda job: f"http://{job[0]}/{job[1]}", do, threading.Event()))
    assert sorted(job for job, _ in done) == sorted(jobs)
    assert [result for job, result in done if job[1] != 3] == [job[1] for job, _ in done if job[1] != 3]
    (error,) = [result for job, result in done if job[1] == 3]
    assert isinstance(error, ValueError)


def test_hosts_are_asked_side_by_side() -> None:
    together = threading.Barrier(4, timeout=5)
    done = list(
        by_host("abcd", lambda job: f"http://{job}/", lambda job: together.wait() and job, threading.Event())
    )
    assert len(done) == 4
    assert not any(isinstance(result, Exception) for _, result in done)


def test_who_leaves_early_leaves_no_work_behind() -> None:
    begun: list[int] = []
    jobs = by_host(range(1_000), lambda job: "http://one/", begun.append, threading.Event())
    next(jobs)
    jobs.close()  # type: ignore[attr-defined]
    threading.Event().wait(0.3)
    there = len(begun)
    threading.Event().wait(0.1)
    assert len(begun) == there < 1_000


def test_a_document_is_a_document(bench: Bench) -> None:
    """Ids, titles and texts in the store are those that reading the feed as a file gives."""
    import dragoman

    bench.follow(bench.server.items("a", [ONE, TWO]))
    bench.watcher().round()
    read: list[Document] = dragoman.read(bench.server.url("/feed/a"), fetcher=bench.fetcher)
    assert sorted(held.document.id for held in bench.documents()) == sorted(document.id for document in read)
    assert {held.document for held in bench.documents()} == set(read)
