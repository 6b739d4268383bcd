"""How the desk stands, in a browser."""

from __future__ import annotations

import datetime as dt

from starlette.testclient import TestClient

from dragoman.desk.schedule import NEVER, later, stamp
from dragoman.records import Document
from dragoman.sources.opml import Outline
from dragoman.store import Store
from dragoman.store.rows import Arrival, FetchRow, Item
from dragoman.web.application import create

HOSTILE = "<script>alert('x')</script>"


def test_sources_what_waits_and_runs_are_told_as_they_are_now() -> None:
    now = stamp(dt.datetime.now(dt.UTC))
    with Store.open() as store:
        page = TestClient(create(store), base_url="http://localhost")
        assert "No sources are followed" in page.get("/status").text
        store.follow(
            [
                Outline(HOSTILE, "https://me:secret@harbour.example/feed?token=s3cret", None, "Africa"),
                Outline("Lost Post", "https://lost.example/feed"),
                Outline("New Post", "https://new.example/feed"),
            ]
        )
        run = store.begin("add", {"inputs": ["https://me:secret@harbour.example/feed"]}, at=now)
        one, two, _ = store.sources()
        item = Item("k", "h", {"url": "https://harbour.example/1"}, True)
        store.fetched(FetchRow(one.number, one.url, now, "new", run, due=later(now, 930), items=(item,)))
        store.fetched(FetchRow(two.number, two.url, now, "failed", run, error=HOSTILE, due=NEVER))
        shown = page.get("/status")
        assert shown.status_code == 200
        assert "etag" not in shown.headers
        for words in ("well", "gone", "new", "in 15 min", "never", "goes on, or was killed", "the next due"):
            assert words in shown.text
        assert "<script>alert" not in shown.text
        assert "secret" not in shown.text
        assert "s3cret" not in shown.text

        for words in ("<dt>Events</dt><dd>0", "<dt>Stories</dt><dd>0"):
            assert words in shown.text
        (waits,) = store.waiting(now)
        report = Document("d", "headline", "Oslo warns Lima", published=now)
        store.file([Arrival(report, None, now, "page", waiting=waits.number)], run=run)
        store.end(run, "done", at=now)
        answer = page.get("/status.json")
        assert "secret" not in answer.text
        told = answer.json()
        assert [(each["state"], each["documents"]) for each in told["sources"]] == [
            ("well", 1),
            ("gone", 0),
            ("new", 0),
        ]
        assert told["waiting"]["waiting"] == 0
        assert told["uncoded"] == 1
        assert [(each["outcome"], each["new"]) for each in told["runs"]] == [("done", 1)]
        assert (
            page.get("/status", headers={"If-None-Match": shown.headers.get("etag", "")}).status_code == 200
        )

        lost = [
            Item(name, "h", {"document": {"id": name, "url": f"https://a.example/{name}?token=s3cret"}}, True)
            for name in ("late", "lost")
        ]
        store.fetched(FetchRow(one.number, one.url, now, "new", run, items=tuple(lost)))
        late, never = store.waiting(now)
        assert "Not to be had" not in page.get("/status").text
        store.wait(late.number, HOSTILE, later(now, 330))
        store.dropped(never.number, "no item of a source", at=now)
        shown = page.get("/status")
        for words in (
            "Not to be had",
            "https://a.example/late?token=***",
            "in 5 min",
            "https://a.example/lost?token=***",
        ):
            assert words in shown.text
        assert "<script>alert" not in shown.text
