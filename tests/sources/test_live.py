"""Addresses as inputs: pages, feeds, sitemaps and lists of feeds, by a real fetcher from a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import dragoman
from dragoman.errors import InputError
from dragoman.fetching import Fetcher
from dragoman.records import Document
from tests.fetching.server import Hostile
from tests.sources.reading import told

BODY = "".join(
    f"<p>{words}</p>"
    for words in (
        "Ghana condemned the coup in Niger on Tuesday and called back its ambassador, its foreign ministry said.",
        "The ministry's spokeswoman said the neighbours would meet in Abuja to speak about sanctions.",
    )
)
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ghana condemns coup</title>{}</head>
<body><article>{}</article></body></html>"""


@pytest.fixture
def server() -> Iterator[Hostile]:
    with Hostile() as server:
        yield server


def read(*inputs: str | Path) -> tuple[list[Document], list[InputError]]:
    errors: list[InputError] = []
    with Fetcher(allow_private=True, delay=0, tries=1) as fetcher:
        return dragoman.read(inputs, on_error=errors.append, fetcher=fetcher), errors


def rss(*items: str, title: str = "Northern Wire") -> str:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss version='2.0'><channel><title>{title}</title>{listed}</channel></rss>"


def test_a_page(server: Hostile) -> None:
    url = server.put("/coup", PAGE.format("<link rel='canonical' href='/coup?page=1'>", BODY))
    (document,), errors = read(url)
    assert not errors
    assert document.title == "Ghana condemns coup"
    assert document.url == f"{url}?page=1"


def test_a_feed_with_links_of_its_own_site(server: Hostile) -> None:
    url = server.put(
        "/feeds/world.xml", rss("<title>One</title><link>/one</link>", "<title>Two</title><link>two</link>")
    )
    documents, errors = read(url)
    assert not errors
    assert [document.url for document in documents] == [server.url("/one"), server.url("/feeds/two")]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/a.jsonl", '{"title": "Ghana condemns coup"}\n'),
        ("/a.csv", "title,url\nGhana condemns coup,https://w.example/a\n"),
        ("/a", "Ghana condemns coup in Niger\n"),
    ],
)
def test_any_file_of_before(server: Hostile, path: str, content: str) -> None:
    documents, errors = read(server.put(path, content, "application/octet-stream"))
    assert not errors
    assert len(documents) == 1


def test_what_a_server_calls_a_page_is_one() -> None:
    with Hostile() as server:
        documents, errors = read(server.put("/a", "title,text\nOne,two\n", "text/html"))
        assert not documents
        assert errors[0].problem == "no article text in this web page"


def test_an_address_that_cannot_be_had_is_told_and_the_rest_is_read(server: Hostile) -> None:
    there = server.put("/there", rss("<title>One</title>"))
    secret = server.url("/gone").replace("//", "//ana:swordfish@")
    documents, errors = read(secret, there)
    assert [document.title for document in documents] == ["One"]
    (error,) = errors
    assert "404" in error.problem
    assert error.mend
    assert error.input.endswith("/gone")
    assert "swordfish" not in str(error)


def test_nothing_that_is_not_public_is_asked_unless_allowed(server: Hostile) -> None:
    url = server.put("/there", rss("<title>One</title>"))
    with pytest.raises(InputError):
        dragoman.read(url)
    assert not server.asked


# ------------------------------------------------------------------------------------------ lists of feeds


def opml(*urls: str) -> str:
    feeds = "".join(f"<outline text='feed' xmlUrl='{url}'/>" for url in urls)
    return f"<opml version='2.0'><body>{feeds}</body></opml>"


def test_the_feeds_of_a_list_in_its_order_and_a_report_of_several_once(
    server: Hostile, tmp_path: Path
) -> None:
    feeds = [
        server.put(
            f"/{n}",
            rss(
                f"<title>Report {n}</title><link>/{n}.html</link>",
                "<title>Shared</title><link>/shared</link>",
            ),
        )
        for n in range(20)
    ]
    (tmp_path / "feeds.opml").write_text(
        opml(*feeds[:10], server.url("/gone"), *feeds[10:]), encoding="utf-8"
    )
    documents, errors = read(tmp_path / "feeds.opml")
    assert [d.title for d in documents] == ["Report 0", "Shared", *(f"Report {n}" for n in range(1, 20))]
    assert [error.input for error in errors] == [server.url("/gone")]


def test_a_list_at_an_address_that_names_itself_is_asked_once(server: Hostile) -> None:
    url = server.url("/list")
    server.put("/list", opml(url, server.put("/feed", rss("<title>One</title>"))))
    documents, _ = read(url)
    assert [document.title for document in documents] == ["One"]
    assert server.count("/list") == 1


def test_a_list_in_a_folder_or_given_open_asks_nobody(server: Hostile, tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(opml(server.url("/feed")), encoding="utf-8")
    _, errors = read(tmp_path)
    assert told(errors) == [("feed 1", f"{server.url('/feed')} is an address, not followed from here")]
    with pytest.raises(InputError), (tmp_path / "feeds.opml").open("rb") as file:
        dragoman.read(file)
    assert not server.asked


# ------------------------------------------------------------------------------------------------ sitemaps

NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>/coup</loc><news:news>
  <news:publication><news:name>Accra Gazette</news:name><news:language>en</news:language></news:publication>
  <news:publication_date>2025-02-18T10:00:00+01:00</news:publication_date>
  <news:title>Ghana &amp; Niger part</news:title></news:news></url>
<url><loc>https://accra.example/about</loc><lastmod>2024-01-01</lastmod></url>
<url><lastmod>2024-01-01</lastmod></url></urlset>"""


def test_a_sitemap_of_news(server: Hostile) -> None:
    url = server.put("/news.xml", NEWS)
    (document,), errors = read(url)
    assert (document.kind, document.title, document.url) == (
        "headline",
        "Ghana & Niger part",
        server.url("/coup"),
    )
    assert (document.published, document.published_from) == ("2025-02-18T09:00:00Z", "sitemap")
    assert (document.publisher, document.language) == ("Accra Gazette", "en")
    assert told(errors) == [("url 3", "no address"), (None, "pages listed without their titles: 1")]


def index(*entries: str) -> str:
    return f"<sitemapindex>{''.join(f'<sitemap>{entry}</sitemap>' for entry in entries)}</sitemapindex>"


def test_an_index_is_followed_not_without_end(server: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.sources.following.MAX_SITEMAPS", 2)
    for n in range(3):
        server.put(f"/{n}", NEWS.replace("/coup", f"/coup{n}").replace("Niger", f"Niger {n}"))
    url = server.put(
        "/index",
        index(*(f"<loc>/{n}</loc><lastmod>2025-02-1{n}</lastmod>" for n in range(3))),
    )
    documents, errors = read(url)
    assert [document.title for document in documents] == ["Ghana & Niger 2 part", "Ghana & Niger 1 part"]
    assert told(errors)[0] == (None, "sitemaps listed and not followed: 1")


def test_indexes_that_lead_on_and_on(server: Hostile) -> None:
    for n in range(6):
        server.put(f"/{n}", index(f"<loc>/{n + 1}</loc>", "<loc>/0</loc>"))
    documents, errors = read(server.url("/0"))
    assert not documents
    assert told(errors) == [(None, "sitemaps listed and not followed: 1")]
    assert [server.count(f"/{n}") for n in range(5)] == [1, 1, 1, 0, 0]
