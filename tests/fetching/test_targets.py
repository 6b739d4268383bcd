"""Addresses as they are asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.errors import FetchError
from dragoman.fetching.targets import Target, onward, shown, target


@pytest.mark.parametrize(
    ("given_", "asked", "host"),
    [
        ("http://example.org", "http://example.org", "example.org:80"),
        (" HTTPS://Example.ORG:443/a#part ", "https://example.org/a", "example.org:443"),
        ("http://example.org.:8080/", "http://example.org:8080/", "example.org:8080"),
        ("http://user:secret@example.org/a?b=c@d", "http://example.org/a?b=c@d", "example.org:80"),
        ("http://[2606:4700::1111]:81/", "http://[2606:4700::1111]:81/", "[2606:4700::1111]:81"),
        (
            "https://zürich.example/ä?ö=ü",
            "https://xn--zrich-kva.example/%C3%A4?%C3%B6=%C3%BC",
            "xn--zrich-kva.example:443",
        ),
        ("http://example.org/a b", "http://example.org/a%20b", "example.org:80"),
    ],
)
def test_one_spelling(given_: str, asked: str, host: str) -> None:
    at = target(given_)
    assert (str(at), at.host) == (asked, host)


NOT_ASKED = """
example.org //example.org/ /etc/passwd file:///etc/passwd ftp://example.org/ data:text/html,x javascript:x
ws://example.org/ http: http:// http://:80/ http://./ http://[::1 http://example.org:0/
http://example.org:99999/ http://example.org:port/ http://999.1.1.1/ mailto:desk@example.org
"""


@pytest.mark.parametrize(
    "wrong",
    [*NOT_ASKED.split(), "", "http://exa\nmple.org/", "http://example.org/\0", "http://" + "x" * 70_000],
)
def test_what_is_not_asked(wrong: str) -> None:
    with pytest.raises(FetchError) as caught:
        target(wrong)
    assert caught.value.lasting
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1000


def test_a_name_and_a_password_are_sent_apart_and_shown_nowhere() -> None:
    at = target("https://desk:pass%20word@example.org/feed")
    assert at.credentials == "Basic ZGVzazpwYXNzIHdvcmQ="
    assert "pass" not in str(at) + shown("https://desk:pass%20word@example.org/feed")


def test_credentials_go_along_to_the_same_origin_alone() -> None:
    base = target("https://desk:secret@example.org/a")
    assert onward(base, "/b").credentials == base.credentials
    assert onward(base, "https://example.org:443/b").credentials == base.credentials
    for other in (
        "http://example.org/b",
        "https://example.org:444/b",
        "https://www.example.org/b",
        "//evil.example/",
    ):
        assert onward(base, other).credentials is None


def test_credentials_that_a_server_writes_into_a_redirect_are_dropped() -> None:
    for place in (
        "https://root:toor@example.org/b",
        "https://root:toor@other.example/b",
        "//root:toor@x.example/",
    ):
        assert onward(target("https://example.org/"), place).credentials is None


@pytest.mark.parametrize(
    ("location", "to"),
    [
        ("b", "http://example.org/a/b"),
        ("../b", "http://example.org/b"),
        ("?x=1", "http://example.org/a/?x=1"),
        ("//news.example/x#y", "http://news.example/x"),
        (" https://news.example/ ", "https://news.example/"),
    ],
)
def test_where_a_redirect_leads(location: str, to: str) -> None:
    assert str(onward(target("http://example.org/a/"), location)) == to


WORDS = st.sampled_from(
    [
        "http",
        "https",
        "file",
        ":",
        "/",
        "//",
        "@",
        "#",
        "?",
        "[",
        "]",
        "%",
        "%25",
        "\\",
        "127.0.0.1",
        "::1",
        "a",
        ".",
        "é",
        "\t",
        "80",
    ]
)


def tried(read: Callable[[], Target]) -> tuple[Target | None, FetchError | None]:
    try:
        return read(), None
    except FetchError as error:
        return None, error


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map("".join)))
@example("http://a:b@c:d@e/")
@example("http://%00/")
def test_any_text_is_an_address_to_ask_or_an_error(text: str) -> None:
    base = target("http://example.org/")
    for read in (lambda: target(text), lambda: onward(base, text)):
        at, refused = tried(read)
        if refused is not None:
            assert refused.lasting
            assert str(refused).isprintable()
        if at is not None:
            assert at.url.scheme in {"http", "https"}
            assert at.url.host
            assert not at.url.userinfo
            assert target(str(at)).url == at.url  # what was read once is read the same again


@given(
    st.text(max_size=30), st.text(alphabet=st.characters(exclude_characters="/?#@"), min_size=1, max_size=20)
)
def test_no_password_is_shown(before: str, password: str) -> None:
    assert f":{password}@" not in shown(f"{before}//user:{password}@example.org/")
