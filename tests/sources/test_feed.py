"""Feeds: their forms, where items lead, who they come from."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

import dragoman
from dragoman.errors import InputError
from dragoman.sources import found_at
from dragoman.sources.found import Draft
from tests.sources.reading import told


def test_an_item_of_rss_may_come_from_elsewhere() -> None:
    page = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>All the News</title>
    <item><title>Oslo Rejects the Plan</title><source url="https://fjord.example">Fjord Post</source></item>
    <item><title>Bergen Opens a Bridge</title></item></channel></rss>"""
    documents = dragoman.read(io.BytesIO(page))
    assert [document.publisher for document in documents] == ["Fjord Post", "All the News"]


AT = "https://wire.example/feeds/world.xml"


def at(content: str, url: str = AT) -> tuple[list[Draft], list[InputError]]:
    found = list(found_at(content.encode(), url))
    return [d for d in found if isinstance(d, Draft)], [e for e in found if isinstance(e, InputError)]


def rss(*items: str, title: str = "Northern Wire", names: str = "") -> str:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss version='2.0' {names}><channel><title>{title}</title>{listed}</channel></rss>"


# ------------------------------------------------------------------------------------------ forms of feeds

FORMS = {
    file.stem: file.read_text(encoding="utf-8")
    for file in sorted((Path(__file__).parent / "golden/feeds").iterdir())
}
"""One report in each form that feeds have."""


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_feeds(form: str) -> None:
    (draft,), errors = at(FORMS[form])
    assert not [error for error in errors if "broken XML" not in error.problem]
    assert (draft.title, draft.text, draft.url) == ("A & B", "It came.", "https://w.example/a")
    assert draft.publisher == "Wire"
    assert draft.published in {None, "2025-02-18T10:00:00Z"}
    assert (draft.published is None) == ("2025" not in FORMS[form])
    assert draft.language == ("en" if ">en<" in FORMS[form] or "'en'" in FORMS[form] else None)


def test_small_slips_that_lose_nothing_are_not_told() -> None:
    assert not at(FORMS["small_slips"])[1]


# -------------------------------------------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("feed", "url"),
    [
        (rss("<title>One</title><link>/one</link>"), "https://wire.example/one"),
        (rss("<title>One</title><link>one</link>"), "https://wire.example/feeds/one"),
        (rss("<title>One</title><link> https://v.example/one\n</link>"), "https://v.example/one"),
        (rss("<title>One</title><guid>https://v.example/one</guid>"), "https://v.example/one"),
        (rss("<title>One</title><guid isPermaLink='false'>https://v.example/one</guid>"), None),
        (rss("<title>One</title><guid>17</guid>"), None),
        (rss("<title>One</title><link>mailto:ana@w.example</link>"), None),
        (
            rss(
                "<title>One</title><link>https://proxy.example/~r/17</link><f:origLink>https://v.example/one</f:origLink>",
                names="xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'",
            ),
            "https://v.example/one",
        ),
        (
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://v.example/x/'><entry xml:base='news/'>"
            "<title>One</title><link rel='enclosure' href='a.mp3'/><link rel='alternate' href='one'/></entry></feed>",
            "https://v.example/x/news/one",
        ),
    ],
)
def test_links_are_absolute(feed: str, url: str | None) -> None:
    ((draft,), errors) = at(feed)
    assert not errors
    assert draft.url == url


def test_links_of_a_saved_feed_are_relative_to_its_site() -> None:
    feed = rss("<title>One</title><link>/one</link>").replace(
        "<channel>", "<channel><link>https://v.example/</link>"
    )
    (document,) = dragoman.read(io.BytesIO(feed.encode()))
    assert document.url == "https://v.example/one"


# ----------------------------------------------------------------------------------------- whose, and how often


@pytest.mark.parametrize(
    ("title", "url", "publisher"),
    [
        ("BBC News - World", "https://www.bbc.co.uk/a", "BBC News"),
        ("World news | The Guardian", "https://www.theguardian.com/a", "The Guardian"),
        ("World", "https://www.washingtonpost.com/a", "The Washington Post"),
        ("World news | The Guardian", "https://www.bbc.co.uk/a", "BBC"),
        ("World news | The Guardian", "https://unknown.example/a", "The Guardian"),
        ("World news", "https://unknown.example/a", "World news"),
        ("", "https://www.unknown.example/a", "unknown.example"),
    ],
)
def test_the_publisher_is_that_of_the_address_first(title: str, url: str, publisher: str) -> None:
    (document,) = dragoman.read(
        io.BytesIO(rss(f"<title>One</title><link>{url}</link>", title=title).encode())
    )
    assert document.publisher == publisher


def test_an_item_that_stands_twice_is_one() -> None:
    one, two = "<title>One</title><link>/one</link>", "<title>Two</title><link>/two</link>"
    drafts, errors = at(
        rss(one, two, one.replace("/one", "/one?utm_source=rss"), two.replace("Two", "Two, again"))
    )
    assert [draft.title for draft in drafts] == ["One", "Two"]
    assert told(errors) == [("item 4", "the address of item 2 with other words")]


def test_items_without_address_are_known_by_their_key() -> None:
    drafts, _ = at(
        rss("<title>One</title><guid>1</guid>", "<title>One</title><guid>2</guid>", "<title>One</title>")
    )
    assert [draft.place for draft in drafts] == ["item 1", "item 2", "item 3"]
    drafts, _ = at(rss("<title>One</title><guid>1</guid>", "<title>One</title><guid>1</guid>"))
    assert len(drafts) == 1


def test_a_json_feed_at_an_address() -> None:
    items = [{"id": "https://v.example/one", "title": "One"}, {"id": "2", "title": "Two", "url": "/two"}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": items}
    drafts, errors = at(json.dumps(feed))
    assert not errors
    assert [draft.url for draft in drafts] == ["https://v.example/one", "https://wire.example/two"]
