"""What header values say."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.fetching import headers
from tests.fetching.helpers import BEGIN


@pytest.mark.parametrize(
    ("value", "media", "charset"),
    [
        ("text/html", "text/html", None),
        ("Text/HTML; Charset=UTF-8", "text/html", "utf-8"),
        ('application/rss+xml;charset="windows-1251"', "application/rss+xml", "windows-1251"),
        ("text/html;charset='latin-1'", "text/html", "latin-1"),
        ("text/html; boundary=x; charset=koi8-r; charset=utf-8", "text/html", "koi8-r"),
        ("text/html; charset=", "text/html", None),
        ("text/html; xcharset=utf-8", "text/html", None),
        ("text/html; charset=\x1b[31m", "text/html", None),
        ("charset=utf-8", None, None),
        ("html", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_media_type_and_charset(value: str | None, media: str | None, charset: str | None) -> None:
    assert headers.media_and_charset(value) == (media, charset)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("999999999", headers.LONGEST_WAIT),
        ("9" * 40, None),
        ("-5", None),
        ("1e3", None),
        ("nan", None),
        ("١٢", None),
        ("soon", None),
        ("", None),
        (None, None),
        (format_datetime(BEGIN + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(BEGIN - timedelta(days=9), usegmt=True), 0.0),
        ("Mon, 23 Nov 2026 16:00:10 +0200", 10.0),
        ("Monday, 23-Nov-26 14:00:10 GMT", 10.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", headers.LONGEST_WAIT),
        ("Fri, 99 Dec 2026 23:59:59 GMT", None),
        ("Fri, 31 Dec 0000 23:59:59 -9999", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert headers.retry_after(value, BEGIN) == seconds


@given(st.text(max_size=60))
def test_retry_after_is_never_negative_nor_endless(value: str) -> None:
    seconds = headers.retry_after(value, BEGIN)
    assert seconds is None or 0 <= seconds <= headers.LONGEST_WAIT


@pytest.mark.parametrize(
    ("value", "packings"),
    [
        (None, ()),
        ("identity", ()),
        ("gzip", ("gzip",)),
        ("X-GZIP", ("gzip",)),
        (" deflate , , br", ("deflate", "br")),
    ],
)
def test_packings(value: str | None, packings: tuple[str, ...]) -> None:
    assert headers.packings(value) == packings


@pytest.mark.parametrize("value", ['"abc"', 'W/"a b"', "xyz", '"é\xff"', "Tue, 01 Nov 2016 12:00:00 GMT"])
def test_a_validator_is_given_back_as_it_came(value: str) -> None:
    assert headers.validator(value) == value


@pytest.mark.parametrize("value", [None, "", "  ", "a\nb", "a\r\nX: y", "a\0", "\x7f", "Ā", "x" * 2000])
def test_what_cannot_be_sent_back_is_no_validator(value: str | None) -> None:
    assert headers.validator(value) is None


@given(st.one_of(st.text(max_size=80), st.binary(max_size=80).map(lambda data: data.decode("latin-1"))))
def test_any_value_is_read(value: str) -> None:
    media, charset = headers.media_and_charset(value)
    assert (media or "").isprintable()
    assert (charset or "").isprintable()
    headers.packings(value)
    sent = headers.validator(value)
    assert sent is None or not {"\r", "\n", "\0"} & set(sent.encode("latin-1").decode("latin-1"))
