"""The feeds of the stories."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import feedparser
from starlette.testclient import TestClient

from dragoman.store import Store
from dragoman.web.answering import address
from tests.web.conftest import HOSTILE

NAME = "{http://www.w3.org/2005/Atom}"


def test_atom_is_what_a_reader_reads(client: TestClient, store: Store) -> None:
    answer = client.get("/feeds/stories.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    rows = store.stories().items
    assert [entry.link for entry in feed.entries] == [
        f"http://localhost{address('story', r.id)}" for r in rows
    ]
    assert HOSTILE in [entry.title for entry in feed.entries]
    assert "3 reports, 2 origins" in " ".join(entry.summary for entry in feed.entries)


def test_atom_has_what_every_feed_must_have(client: TestClient) -> None:
    root = ET.fromstring(client.get("/feeds/stories.atom").content)
    for one in (root, *root.iter(f"{NAME}entry")):
        for name in ("id", "title", "updated"):
            assert one.find(NAME + name) is not None
    assert [link.get("rel") for link in root.findall(f"{NAME}link")] == ["self", "alternate"]
    assert root.findtext(f"{NAME}updated") == "2025-03-06T00:00:00Z"


def test_json_feed_has_the_same(client: TestClient) -> None:
    answer = client.get("/feeds/stories.json")
    assert answer.headers["content-type"] == "application/feed+json"
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://localhost/feeds/stories.json"
    assert {"id", "url", "title", "content_text"} <= feed["items"][0].keys()
    undated = [item for item in feed["items"] if "date_modified" not in item]
    assert len(undated) == 1


def test_the_pages_announce_them(client: TestClient) -> None:
    for path in ("/", "/stories"):
        text = client.get(path).text
        assert '<link rel="alternate" type="application/atom+xml"' in text
        assert '<link rel="alternate" type="application/feed+json"' in text
