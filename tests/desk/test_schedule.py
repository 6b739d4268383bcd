"""Decisions of the standing desk: when to ask, when to give up, what takes the place of what."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.desk.schedule import (
    FIRST_WAIT,
    LEAST,
    MOST,
    NEVER,
    PAGE_WAITS,
    due_at,
    is_due,
    item_hash,
    later,
    next_due,
    page_again,
    seconds_between,
    seconds_of,
    takes_the_place,
    told_by,
)
from dragoman.records import Document

NOW = "2026-11-23T14:00:00Z"
QUARTER = 900


@dataclass(frozen=True)
class Source:
    asked: str | None = None
    due: str | None = None
    failures: int = 0


intervals = st.integers(LEAST, 7 * 86_400)
moves = st.integers(-400 * 86_400, 400 * 86_400)


# ---------------------------------------------------------------------------------------------- time


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("90s", 90), ("15m", 900), ("2h", 7_200), ("1d", 86_400), (" 60S ", 60), ("1m", 60)],
)
def test_an_interval_is_a_number_and_a_unit(words: str, seconds: int) -> None:
    assert seconds_of(words) == seconds


@pytest.mark.parametrize(
    "words", ["", "15", "m", "1.5h", "-5m", "59s", "0d", "1w", "367d", "9" * 30 + "s", "١٥m"]
)
def test_what_is_no_interval_is_refused_by_name(words: str) -> None:
    with pytest.raises(ValueError, match=r"interval|minute|year"):
        seconds_of(words)


@given(st.text(max_size=12))
def test_no_words_break_the_interval(words: str) -> None:
    try:
        seconds = seconds_of(words)
    except ValueError as error:
        said: str | int = str(error)
    else:
        said = seconds
    assert LEAST <= said <= 366 * 86_400 if isinstance(said, int) else repr(words) in said


# ------------------------------------------------------------------------------------------- sources


def test_a_source_never_asked_is_due() -> None:
    assert is_due(Source(), NOW, QUARTER)
    assert due_at(Source(), QUARTER) is None


def test_a_source_is_due_when_the_interval_has_passed_and_not_before() -> None:
    source = Source(asked=NOW, due=next_due(NOW, QUARTER))
    assert not is_due(source, later(NOW, QUARTER - 1), QUARTER)
    assert is_due(source, later(NOW, QUARTER), QUARTER)


def test_a_shorter_interval_counts_from_when_it_is_given() -> None:
    daily = Source(asked=NOW, due=next_due(NOW, 86_400))
    assert is_due(daily, later(NOW, QUARTER), QUARTER)
    assert not is_due(daily, later(NOW, QUARTER), 86_400)


def test_a_source_that_failed_is_left_alone_also_by_a_shorter_interval() -> None:
    failed = Source(asked=NOW, due=next_due(NOW, QUARTER, failures=4), failures=4)
    assert not is_due(failed, later(NOW, QUARTER), LEAST)


def test_the_wait_after_failures_doubles_up_to_a_day() -> None:
    waits = [seconds_between(NOW, next_due(NOW, QUARTER, failures=n)) for n in range(1, 12)]
    assert waits[:4] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT, 8 * FIRST_WAIT]
    assert waits[-1] == MOST
    assert waits == sorted(waits)


def test_with_a_daily_interval_a_first_failure_is_asked_about_soon() -> None:
    assert seconds_between(NOW, next_due(NOW, 86_400, failures=1)) == FIRST_WAIT


def test_a_server_that_asks_for_time_gets_it_but_not_for_ever() -> None:
    assert next_due(NOW, QUARTER, failures=1, wait=5_000) == later(NOW, 5_000)
    assert next_due(NOW, QUARTER, failures=1, wait=1e12) == later(NOW, MOST)
    assert next_due(NOW, QUARTER, wait=1) == later(NOW, QUARTER)


def test_a_source_that_is_gone_is_asked_no_more() -> None:
    gone = Source(asked=NOW, due=NEVER, failures=1)
    for now in (NOW, "2030-01-01T00:00:00Z", "2001-01-01T00:00:00Z"):
        assert not is_due(gone, now, LEAST)


@given(intervals, st.integers(0, 10**6), st.none() | st.floats(0, 1e18), moves)
def test_every_source_is_asked_within_a_day_or_the_interval(
    every: int, failures: int, wait: float | None, moved: int
) -> None:
    """Wherever the clock is put, nobody waits longer than that, nor is anybody asked twice in a minute."""
    source = Source(asked=NOW, due=next_due(NOW, every, failures=failures, wait=wait), failures=failures)
    assert not is_due(source, later(NOW, LEAST - 1), every)
    now = later(NOW, moved)
    assert is_due(source, now, every) or is_due(source, later(now, every + max(every, MOST)), every)


@given(intervals, st.integers(2, 400))
def test_a_clock_put_back_does_not_silence_a_source(every: int, days: int) -> None:
    source = Source(asked=NOW, due=next_due(NOW, every))
    back = later(NOW, -days * max(every, MOST) / 1)
    assert is_due(source, back, every)


# ----------------------------------------------------------------------------------- items and pages

ITEM = Document("a", "article", "Norway names envoy", "Oslo named an envoy.", "2026-11-23T09:00:00Z", "feed",
                "Harbour Post", "Harbour Post", "https://harbour.example/1")  # fmt: skip
PAGE = Document("a", "article", "Norway names new envoy to Kenya", "Oslo named an envoy. " * 9, "2026-11-22", "meta",
                "Harbour Post Online", "Harbour Post", "https://harbour.example/1", "en")  # fmt: skip


def test_an_item_is_the_same_until_its_words_change() -> None:
    assert item_hash(ITEM) == item_hash(replace(ITEM, published="2026-11-24", url="https://other.example/"))
    assert item_hash(ITEM) != item_hash(replace(ITEM, title="Norway names no envoy"))
    assert item_hash(ITEM) != item_hash(replace(ITEM, text=None))
    assert item_hash(replace(ITEM, title="x", text=None)) != item_hash(replace(ITEM, title=None, text="x"))


def test_a_page_that_cannot_be_had_is_tried_for_half_a_day() -> None:
    times = [page_again(NOW, n, status=503, wait=None, lasting=False) for n in range(1, 7)]
    assert times[:4] == [later(NOW, wait) for wait in PAGE_WAITS]
    assert times[4:] == [None, None]
    assert sum(PAGE_WAITS) > 43_200


@pytest.mark.parametrize("status", [401, 402, 403, 410, 451])
def test_a_page_that_says_no_is_given_up(status: int) -> None:
    assert page_again(NOW, 1, status=status, wait=None, lasting=False) is None


def test_a_page_that_may_yet_come_is_tried_again() -> None:
    assert page_again(NOW, 1, status=404, wait=None, lasting=False) == later(NOW, PAGE_WAITS[0])
    assert page_again(NOW, 1, status=429, wait=4_000, lasting=False) == later(NOW, 4_000)
    assert page_again(NOW, 1, status=None, wait=None, lasting=True) is None


def test_the_page_is_told_with_the_date_of_the_feed_where_it_has_none_of_its_own() -> None:
    told, origin = told_by(ITEM, PAGE)
    assert origin == "page"
    assert (told.title, told.text, told.language) == (PAGE.title, PAGE.text, "en")
    assert (told.published, told.published_from) == (ITEM.published, "feed")


def test_the_date_in_the_data_of_a_page_is_its_makers_own() -> None:
    told, _ = told_by(ITEM, replace(PAGE, published="2026-11-21", published_from="json-ld"))
    assert (told.published, told.published_from) == ("2026-11-21", "json-ld")


def test_the_feed_fills_what_the_page_does_not_say() -> None:
    bare = replace(
        PAGE, title=None, published=None, published_from=None, publisher=None, family=None, language=None
    )
    told, origin = told_by(ITEM, bare)
    assert origin == "page"
    assert (told.title, told.published, told.publisher) == (ITEM.title, ITEM.published, ITEM.publisher)
    assert told.text == PAGE.text


def test_a_notice_in_place_of_an_article_does_not_take_its_place() -> None:
    told, origin = told_by(ITEM, replace(PAGE, id="b", title="Subscribe", text="Subscribe."))
    assert origin == "feed"
    assert told == replace(ITEM, id="b")


def test_a_teaser_never_takes_the_place_of_an_article() -> None:
    for origin in ("page", "file", "archive"):
        assert not takes_the_place(PAGE, origin, ITEM, "feed")
        assert takes_the_place(ITEM, "feed", PAGE, origin)


def test_of_two_feeds_that_show_one_report_the_one_that_says_less_gives_way() -> None:
    less = replace(ITEM, text=None)
    assert not takes_the_place(ITEM, "feed", less, "feed")
    assert takes_the_place(less, "feed", ITEM, "feed")
    assert takes_the_place(ITEM, "feed", replace(ITEM, text="Oslo did not."), "feed")
    assert takes_the_place(ITEM, "feed", replace(ITEM, title="Corrected"), "feed")


texts = st.none() | st.text("ab ", max_size=6)


@given(texts, texts)
def test_two_feeds_come_to_rest(one: str | None, other: str | None) -> None:
    """Where each shows its words again and again, and one says less, the fuller one stays."""
    a, b = replace(ITEM, text=one), replace(ITEM, text=other)
    assert takes_the_place(a, "feed", b, "feed") or takes_the_place(b, "feed", a, "feed") or a == b
