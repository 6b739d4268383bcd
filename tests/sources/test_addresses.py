"""Addresses: the canonical one, absolute ones, one site or two, and what is not told of them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.sources.addresses import absolute, canonical_url, same_site, shown
from dragoman.sources.documents import made_id
from dragoman.sources.found import Draft


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        # scheme and host
        ("HTTPS://W.Example/A", "https://w.example/A"),
        ("http://w.example/a", "http://w.example/a"),
        ("https://www.w.example/a", "https://www.w.example/a"),
        ("https://m.w.example/a", "https://m.w.example/a"),
        ("https://w.example./a", "https://w.example/a"),
        ("https://w.example:443/a", "https://w.example/a"),
        ("http://w.example:80/a", "http://w.example/a"),
        ("https://w.example:80/a", "https://w.example:80/a"),
        ("https://w.example:/a", "https://w.example/a"),
        ("https://ana:secret@w.example/a", "https://w.example/a"),
        ("https://Zürich.example/a", "https://xn--zrich-kva.example/a"),
        ("https://straße.example/a", "https://xn--strae-oqa.example/a"),
        ("https://xn--zrich-kva.example/a", "https://xn--zrich-kva.example/a"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
        # path
        ("https://w.example", "https://w.example/"),
        ("https://w.example?a=1", "https://w.example/?a=1"),
        ("https://w.example/a/./b/../c", "https://w.example/a/c"),
        ("https://w.example/../../a/..", "https://w.example/"),
        ("https://w.example/a/", "https://w.example/a/"),
        ("https://w.example/a//b", "https://w.example/a//b"),
        ("https://w.example/a/%2e%2E/b", "https://w.example/b"),
        ("https://w.example/%7eana/%c3%a9", "https://w.example/~ana/%C3%A9"),
        ("https://w.example/é b", "https://w.example/%C3%A9%20b"),
        ("https://w.example/100%", "https://w.example/100%25"),
        ("https://w.example/a%2Fb", "https://w.example/a%2Fb"),
        ("https://w.example/a;jsessionid=1F?b=1", "https://w.example/a?b=1"),
        # query
        ("https://w.example/a?", "https://w.example/a"),
        ("https://w.example/a?utm_source=x&utm_medium=y", "https://w.example/a"),
        ("https://w.example/a?id=7&UTM_Source=x&fbclid=1", "https://w.example/a?id=7"),
        ("https://w.example/a?%75tm_source=x&b", "https://w.example/a?b"),
        ("https://w.example/a?b=2&a=1&b=1", "https://w.example/a?b=2&a=1&b=1"),
        ("https://w.example/?/news/17", "https://w.example/?/news/17"),
        ("https://w.example/a?q=a+b&&r=%2b", "https://w.example/a?q=a+b&r=%2B"),
        ("https://w.example/a?source=x&page=2&from=y", "https://w.example/a?source=x&page=2&from=y"),
        ("https://w.example/a?PHPSESSID=7", "https://w.example/a"),
        ("https://w.example/live/amp/7?amp", "https://w.example/live/amp/7?amp"),
        # fragment
        ("https://w.example/a#comments", "https://w.example/a"),
        ("https://w.example/#!/news/17", "https://w.example/#!/news/17"),
        # white space around, and lines in it
        (" https://w.example/a\n", "https://w.example/a"),
        ("https://w.example/a\n b", "https://w.example/a%20b"),
        # what is no address of the web
        ("urn:uuid:17", "urn:uuid:17"),
        ("/a?utm_source=x", "/a?utm_source=x"),
        ("https://[broken", "https://[broken"),
        ("https://w.example:port/", "https://w.example:port/"),
        ("https:///a", "https:///a"),
        ("", ""),
    ],
)  # fmt: skip
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


PARTS = st.lists(
    st.sampled_from(
        ["https://", "http://", "w.example", "É.example", "@", ":", "80", "443", "/", "//", ".", "..", "%", "%2", "%2e",
         "%41", "%25", ";jsessionid=", "?", "&", "=", "utm_", "utm_x=1", "#", "#!", "[", "]", "::1", "\ud800", " ",
         "\n", "\u3000", "\x00", "ß", "℀", "\\", "+", ";"]
    )
    | st.text(max_size=4),
    max_size=12,
).map("".join)  # fmt: skip


@given(PARTS.map(lambda rest: f"https://{rest}") | PARTS)
@example("https://w.example/%%34%31")
@example("https://w.example/;jses;jsessionid=1sionid=2")
def test_any_text_has_a_canonical_address_that_stays(url: str) -> None:
    canonical = canonical_url(url)
    assert canonical_url(canonical) == canonical
    if canonical.startswith(("https://w.example/", "http://w.example/")):
        assert canonical.isascii()
        assert canonical.isprintable()
        assert " " not in canonical


@given(PARTS, PARTS.map(lambda rest: f"https://{rest}"), PARTS)
def test_any_text_is_a_link_or_none(link: str, base: str, other: str) -> None:
    assert absolute(link, base) is None or absolute(link, base)
    assert same_site(base, other) in {True, False}
    shown(link)


def test_http_and_https_are_one_report() -> None:
    def id_at(url: str) -> str:
        return made_id(Draft("x", None, "headline", title="A", url=url))

    assert id_at("http://w.example/a") == id_at("https://w.example/a") == id_at("http://w.example:80/a")
    assert id_at("http://w.example/a") != id_at("https://www.w.example/a")


@pytest.mark.parametrize(
    ("link", "base", "url"),
    [
        ("/b", "https://w.example/a/c", "https://w.example/b"),
        ("b", "https://w.example/a/c", "https://w.example/a/b"),
        ("//v.example/b", "https://w.example/a", "https://v.example/b"),
        ("?page=2", "https://w.example/a", "https://w.example/a?page=2"),
        (" https://w.example/\nb ", None, "https://w.example/b"),
        ("/b", None, "/b"),
        ("mailto:ana@w.example", "https://w.example/a", None),
        ("javascript:void(0)", "https://w.example/a", None),
        ("file:///etc/hostname", "https://w.example/a", None),
        ("#top", "https://w.example/a", None),
        ("", "https://w.example/a", None),
        (None, "https://w.example/a", None),
    ],
)
def test_absolute(link: str | None, base: str | None, url: str | None) -> None:
    assert absolute(link, base) == url


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://w.example/a", "http://www.w.example/b", True),
        ("https://edition.cnn.com/a", "https://www.cnn.com/b", True),
        ("https://www.bbc.com/a", "https://www.bbc.co.uk/b", True),
        ("https://accra.co.uk/a", "https://lagos.co.uk/b", False),
        ("https://w.example/a", "https://v.example/b", False),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/b", True),
        ("https://w.example/a", "https://[broken", False),
    ],
)
def test_same_site(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same


def test_what_lets_in_is_not_told_and_the_line_stays_a_line() -> None:
    line = "https://ana:sword@w.example/feed?token=a:b: the server answers 404"
    assert shown(line) == "https://***@w.example/feed?token=***: the server answers 404"


def test_name_and_password_are_not_told() -> None:
    assert shown("https://ana:swordfish@w.example/a@b") == "https://***@w.example/a@b"
    assert shown("https://ana:sword@fish@w.example/") == "https://***@w.example/"
    assert shown("https://w.example/?mail=ana@w.example") == "https://w.example/?mail=ana@w.example"
