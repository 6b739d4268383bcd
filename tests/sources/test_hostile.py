"""What strangers may send: every input is read or told within seconds, and nothing else happens."""

from __future__ import annotations

import codecs
import gzip
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.sources import found_at
from dragoman.sources.documents import Shelf
from dragoman.sources.found import Draft, Found, Link
from dragoman.sources.opml import read_opml
from dragoman.sources.plaintext import plain_text
from dragoman.sources.xmltext import root_of
from tests.fetching.server import Hostile

AT = "https://wire.example/feed"
DEEP = 100_000
SECONDS = 8
"""Of a processor, for any of the inputs here; most take a tenth of one."""


def rss(item: str, before: str = "") -> str:
    return f"{before}<rss version='2.0'><channel><title>Wire</title>{item}</channel></rss>"


def titled(item: str) -> str:
    return rss(f"<item><title>One</title>{item}</item>")


HOSTILE: dict[str, Callable[[], str]] = {
    # depth
    "feed, nested": lambda: rss(f"<item><title>{'<b>' * DEEP}"),
    "feed, nested and closed": lambda: titled(f"<description>{'<b>' * DEEP}{'</b>' * DEEP}</description>"),
    "feed, nested in its HTML": lambda: titled(f"<description>{'&lt;div>' * DEEP}</description>"),
    "Atom, nested": lambda: f"<feed xmlns='http://www.w3.org/2005/Atom'>{'<entry>' * 20_000}",
    "OPML, nested": lambda: "<opml><body>" + "<outline text='a' xmlUrl='https://w.example/'>" * DEEP,
    "sitemap, nested": lambda: f"<urlset>{'<url>' * DEEP}",
    "sitemap index, nested": lambda: f"<sitemapindex>{'<sitemap><loc>' * DEEP}",
    "page, nested": lambda: f"<html><body>{'<div>' * DEEP}",
    "page, nested lists": lambda: f"<html><body>{'<ul><li>' * DEEP}",
    "page, nested tables": lambda: f"<html><body>{'<table><tr><td>' * DEEP}",
    "page, nested as deep as is read": lambda: f"<html><body>{'<div><p>' * 9_000}{'word ' * 50}",
    "page, JSON-LD nested": lambda: f"<html><script type='application/ld+json'>{'[' * DEEP}</script><p>a",
    "JSON feed, nested": lambda: '{"version": "https://jsonfeed.org/version/1", "items": [' + "[" * DEEP,
    # number
    "feed, 100,000 items": lambda: rss(
        "".join(f"<item><title>Report {n}</title></item>" for n in range(DEEP))
    ),
    "feed, one item 20,000 times": lambda: rss("<item><title>a</title><link>/a</link></item>" * 20_000),
    "feed, 20,000 items without end": lambda: rss("<item><title>a" * 20_000),
    "page, 400,000 links": lambda: f"<html><body>{'<a href=x>some headline of six words</a>' * 400_000}",
    "page, 20,000 attributes": lambda: f"<html><p {' '.join(f'a{n}=1' for n in range(20_000))}>a",
    "page, 20,000 attributes by slash": lambda: f"<html><p {'/'.join(f'a{n}' for n in range(20_000))}>a",
    "feed, 20,000 attributes in its HTML": lambda: titled(
        f"<description><![CDATA[<p {' '.join(f'a{n}=1' for n in range(20_000))}>a]]></description>"
    ),
    "page, 10,000 blocks of JSON-LD": lambda: (
        "<html>" + '<script type="application/ld+json">{"@type": "NewsArticle"}</script>' * 10_000
    ),
    "OPML, 50,000 feeds": lambda: (
        "<opml><body>" + "".join(f"<outline xmlUrl='https://w.example/{n}'/>" for n in range(50_000))
    ),
    # size
    "feed, item of 10 MB": lambda: titled(f"<description>{'word ' * 2_000_000}</description>"),
    "feed, CDATA of 11 MB": lambda: titled(f"<description><![CDATA[{'word ' * 2_200_000}]]></description>"),
    "feed, attribute of 10 MB": lambda: rss(f"<item a='{'x' * 10_000_000}'><title>One</title></item>"),
    "page, attribute of 10 MB": lambda: f"<html><p a='{'x' * 10_000_000}'>One",
    "page of 50 MB": lambda: f"<html><body>{'<p>word word</p>' * 3_200_000}",
    # entities
    "feed, billion laughs": lambda: rss(
        "<item><title>&a9;</title></item>",
        "<!DOCTYPE rss [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
        + "]>",
    ),
    "feed, quadratic": lambda: rss(
        f"<item><title>{'&a;' * 50_000}</title></item>", f"<!DOCTYPE rss [<!ENTITY a '{'x' * 50_000}'>]>"
    ),
    "feed, entities in an attribute": lambda: rss(
        "<item><title>One</title><link href='&a;&a;'/></item>",
        f"<!DOCTYPE rss [<!ENTITY a '{'x' * 50_000}'>]>",
    ),
    "feed, declarations without end": lambda: "<!DOCTYPE rss [" + "<!ENTITY a '" * DEEP,
    # what a parser might look through again and again
    "feed, CDATA never closed": lambda: rss("<item><title>" + "<![CDATA[" * DEEP),
    "feed, comments never closed": lambda: rss("<item><title>" + "<!--" * DEEP),
    "feed, only &": lambda: rss(f"<item><title>{'&' * 1_000_000}</title></item><b>"),
    "feed, only <": lambda: rss(f"<item><title>{'<' * 1_000_000}</title></item>"),
    "feed, HTML comments never closed": lambda: titled(f"<description>{'&lt;!--' * DEEP}</description>"),
    "feed, HTML tags never closed": lambda: titled(f"<description>{'&lt;a ' * DEEP}</description>"),
    "feed, HTML marked sections": lambda: titled(f"<description>{'&lt;![' * DEEP}</description>"),
    "page, only <": lambda: f"<html>{'<' * 5_000_000}",
    "page, only quotes": lambda: "<html><p " + "=" * 1_000_000 + ">" + '"' * 1_000_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_input_is_read_or_told_in_time(what: str) -> None:
    content = HOSTILE[what]().encode()
    began = time.process_time()
    found = list(found_at(content, AT))
    seconds = time.process_time() - began
    assert found
    assert all(isinstance(each, Draft | Link | InputError) for each in found)
    assert sum(len(each.title or "") for each in found if isinstance(each, Draft)) <= len(content)
    assert seconds < SECONDS


def test_items_beyond_what_any_feed_has_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.sources.feed.MAX_ITEMS", 3)
    found = list(found_at(rss("<item><title>One</title></item>" * 5).encode(), AT))
    assert [type(each) for each in found] == [Draft, Draft, Draft, InputError]


# ------------------------------------------------------------------------------------- what lies elsewhere


@pytest.mark.parametrize(
    "content",
    [
        rss("<item><title>One &a;</title></item>", "<!DOCTYPE rss [<!ENTITY a SYSTEM '{url}'>]>"),
        rss("<item><title>One &a;</title></item>", "<!DOCTYPE rss [<!ENTITY % p SYSTEM '{url}'> %p;]>"),
        rss("<item><title>One</title></item>", "<!DOCTYPE rss SYSTEM '{url}'>"),
        rss("<item><title>One</title></item>", "<!DOCTYPE rss PUBLIC 'x' '{url}'>"),
        rss("<item><title>One</title></item>", "<?xml-stylesheet href='{url}'?>"),
        rss("<item><title>One<x:include xmlns:x='http://www.w3.org/2001/XInclude' href='{url}'/></title></item>"),
        "<!DOCTYPE opml [<!ENTITY a SYSTEM '{url}'>]><opml><body><outline text='&a;' xmlUrl='https://w.example/'/>",
        "<!DOCTYPE urlset [<!ENTITY a SYSTEM '{url}'>]><urlset><url><loc>https://w.example/&a;</loc></url></urlset>",
        "<!DOCTYPE html [<!ENTITY a SYSTEM '{url}'>]><html><p>One &a;",
        "<html><head><base href='{url}'><link rel='canonical' href='{url}'><meta http-equiv=refresh content='0;{url}'>"
        "<frameset><frame src='{url}'></frameset><iframe src='{url}'></iframe><img src='{url}'>",
    ],
)  # fmt: skip
def test_nothing_that_lies_elsewhere_is_read(content: str, tmp_path: Path) -> None:
    with Hostile() as server:
        asked = server.put("/secret", "SWORDFISH", "text/plain")
        read = repr(list(found_at(content.replace("{url}", asked).encode(), AT)))
        assert "SWORDFISH" not in read
        assert not server.asked
    file = tmp_path / "secret"
    file.write_text("SWORDFISH", encoding="utf-8")
    assert "SWORDFISH" not in repr(list(found_at(content.replace("{url}", file.as_uri()).encode(), AT)))


# ------------------------------------------------------------------------------------------------ encodings

GOOD = rss("<item><title>Ghana’s “coup” in Açores</title><link>https://w.example/a</link></item>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    "declared", ["utf-8", "iso-8859-1", "utf-7", "utf-16", "ebcdic-cp-be", "no such one", ""]
)
def test_unicode_is_read_whatever_is_declared(encoding: str, declared: str) -> None:
    content = f"<?xml version='1.0' encoding='{declared}'?>{GOOD}".encode(encoding)
    (draft,) = [found for found in found_at(content, AT, "text/xml", declared) if isinstance(found, Draft)]
    assert draft.title == "Ghana’s “coup” in Açores"


def test_utf_7_is_never_read() -> None:
    content = "<html><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4- " + "word " * 20
    (draft,) = found_at(content.encode(), AT, "text/html", "utf-7")
    assert isinstance(draft, Draft)
    assert "+ADw-script" in (draft.text or "")


def test_the_encoding_of_the_server_counts_before_that_of_the_page() -> None:
    content = f"<?xml version='1.0' encoding='cp1251'?>{GOOD}".encode("cp1252")
    (draft,) = found_at(content, AT, "text/xml", "cp1252")
    assert isinstance(draft, Draft)
    assert draft.title == "Ghana’s “coup” in Açores"


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode() + "Açores".encode("cp1252") * 50,
        GOOD.encode("utf-16")[:-1],
        codecs.BOM_UTF32_LE + b"\xff" * 400,
        b"<rss>" + bytes(range(256)) * 40,
        GOOD.replace("coup", "co\0up\ufffe\x1b").encode(),
        GOOD.encode().replace(b"coup", b"\xed\xa0\x80"),
        b"\0" * 1_000_000,
        gzip.compress(GOOD.encode()),
        gzip.compress(gzip.compress(GOOD.encode())),
        b"\x1f\x8b" + GOOD.encode(),
    ],
)
def test_bytes_that_are_no_clean_text(content: bytes) -> None:
    found = list(found_at(content, AT, "application/rss+xml", "utf-8"))
    assert found
    for each in found:
        if isinstance(each, Draft):
            assert (each.title or each.text or "").encode("utf-8", "surrogatepass")


def test_an_archive_in_disguise_is_told() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("feed.xml", GOOD)
    (error,) = found_at(packed.getvalue(), AT, "application/rss+xml")
    assert isinstance(error, InputError)
    assert "ZIP" in error.problem


def test_an_entity_left_over_in_broken_xml() -> None:
    found = list(
        found_at(rss("<item><title><![CDATA[ One</item><item>&period;<title>Two</title></item>").encode(), AT)
    )
    assert [each.title for each in found if isinstance(each, Draft)] == ["One", "Two"]


# ------------------------------------------------------------------------------------------------ any bytes

PIECES = st.lists(
    st.sampled_from(
        ["<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "<link href='a' rel='alternate'/>",
         "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='x/'>", "<entry>", "<content type='xhtml'>",
         "<![CDATA[", "]]>",
         "<rdf:RDF>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "&a;", "&amp;", "&", "&#0;", "&#xD800;", "<", ">", "<!--",
         "-->",
         "<opml>", "<outline text='a' xmlUrl='https://w.example/'>", "<urlset>", "<sitemapindex>", "<url>", "<loc>",
         "<news:news>", "<news:title>", "https://w.example/a", "[", "]", "{", "}", "<html>", "<h2><a href='/x'>", "<p>",
         "<script type='application/ld+json'>", '{"@type": "NewsArticle", "url": 7, "publisher": ["x"]}', "</script>",
         "<link rel='canonical' href='//['>", "<meta property='og:url' content='/a'>", "<guid isPermaLink='x'>",
         "<source>",
         '{"version": "https://jsonfeed.org/version/1", "items": [', '{"title": 7, "url": "\\ud800"}', "<media:group>",
         "\0", "\ud800", "\ufffe", "word word word word word word word word word word word word "]
    )
    | st.text(max_size=8),
    max_size=25,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    PIECES,
    st.sampled_from([AT, "https://wire.example/sitemap.xml", "https://[broken/a.opml", "x.html", ""]),
    st.sampled_from([None, "text/html", "application/rss+xml", "image/png", "; ;"]),
    st.sampled_from([None, "utf-8", "utf-16", "utf-7", "rot13", "\0", "x" * 99]),
)
def test_any_bytes_fetched_are_found_or_told(
    text: str, url: str, media: str | None, charset: str | None
) -> None:
    found: list[Found] = list(found_at(text.encode("utf-8", "surrogatepass"), url, media, charset))
    assert found
    for each in found:
        if isinstance(each, InputError):
            assert each.problem
            assert each.mend
        elif isinstance(each, Draft):
            outcome = Shelf(None).add(each)
            assert isinstance(outcome, InputError) or outcome.json().encode()
        else:
            assert each.url


@given(PIECES)
def test_any_text_is_plain_in_the_end(text: str) -> None:
    plain = plain_text(text)
    assert plain == plain.strip()
    plain.encode()


@given(PIECES)
def test_any_text_is_xml_or_is_not(text: str) -> None:
    root_of(text)
    root_of(text, broken=True)
    with suppress(InputError):
        assert read_opml(text.encode("utf-8", "surrogatepass"), "list")
