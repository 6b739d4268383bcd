"""Events for a notebook: as Arrow, pandas and polars, and as they show."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import polars as pl
import pytest
from IPython.core.formatters import DisplayFormatter
from markupsafe import escape
from playwright.sync_api import sync_playwright

import dragoman
from benchmarks.corpus import corpus
from dragoman.analysis import display
from dragoman.analysis.dyadic import dyadic
from dragoman.analysis.events import Events
from dragoman.errors import DragomanError, QueryError
from dragoman.exports import arrow
from dragoman.exports.flat import COLUMNS
from dragoman.records import Document, Event, Evidence, Party, Span
from dragoman.store import Store
from tests.web.browser import CHROMIUM, NO_CHROMIUM

SMALL = corpus(80, seed=4)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("desk") / "desk.db"
    with Store.open(f"sqlite:///{file}") as store:
        store.add(stories=SMALL.stories)
    return file


def test_events_are_asked_for_by_name(desk: Path) -> None:
    everything = dragoman.events(desk)
    assert len(everything) == len(list(everything)) == len(SMALL.events)
    assert everything[0] == everything.rows[0].event
    assert isinstance(everything[:3], Events)
    assert repr(everything[:0]) == "Events(0)"
    assert (
        repr(everything)
        == f"Events({len(SMALL.events)}, {everything.rows[0].day} to {everything.rows[-1].day})"
    )
    party = next(party for event in SMALL.events for party in event.actors if party.country)
    few = dragoman.events(str(desk), actor=party.country, since=dt.date(2023, 1, 1), status="happened")
    assert 0 < len(few) < len(everything)
    assert {event.status for event in few} == {"happened"}
    assert all(any(one.country == party.country for one in event.actors) for event in few)
    assert dragoman.events(desk, texts=True).rows[0].document.text
    assert dragoman.events(desk, happenings=True).rows[0].happening
    with pytest.raises(QueryError, match="since"):
        dragoman.events(desk, since="May")


def test_a_code_may_be_written_in_small_letters(desk: Path) -> None:
    party = next(party for event in SMALL.events for party in event.actors if party.country)
    assert party.country
    found = dragoman.events(desk, actor=party.country.lower())
    assert list(found) == list(dragoman.events(desk, actor=party.country))
    assert found


@pytest.mark.parametrize(
    "asked", [{"type": "consult"}, {"mode": "tea"}, {"quad": 5}, {"status": "maybe"}, {"min_confidence": 3}]
)
def test_what_no_event_can_be_is_told_and_not_answered_with_nothing(
    asked: dict[str, Any], desk: Path
) -> None:
    for verb in (dragoman.events, dragoman.series, partial(dragoman.compare, str(desk))):
        with pytest.raises(QueryError, match=next(iter(asked))):
            verb(str(desk), **asked)


def test_a_table_of_arrow_is_nested_as_the_json(desk: Path) -> None:
    found = dragoman.events(desk)
    assert list(arrow.rows_of(found.arrow())) == list(found.rows)


@pytest.mark.parametrize("pairs", [False, True])
def test_pandas_and_polars_have_the_same_flat_columns(desk: Path, pairs: bool) -> None:
    found = dragoman.events(desk, happenings=True)
    frame, other = found.pandas(pairs=pairs), found.polars(pairs=pairs)
    names = [*(next(dyadic(found.rows)).__slots__ if pairs else COLUMNS)]
    assert list(frame.columns) == other.columns == names
    assert len(frame) == len(other) == (len(list(dyadic(found.rows))) if pairs else len(SMALL.events))
    assert frame["day"].dt.date.tolist() == other["day"].to_list()
    assert {str(frame["day"].dtype), str(frame["quad"].dtype)} == {"datetime64[s]", "Int64"}
    for name in names:
        plain = [None if pd.isna(value) else value for value in frame[name].tolist()]
        assert [str(value) for value in plain if name not in ("day", "date_start", "date_end")] == [
            str(value) for value in other[name].to_list() if name not in ("day", "date_start", "date_end")
        ]
    # The kind of a column does not hang on what is in it.
    none = Events([])
    assert [str(kind) for kind in none.pandas(pairs=pairs).dtypes] == [str(kind) for kind in frame.dtypes]
    assert none.polars(pairs=pairs).schema == other.schema


def test_countries_by_month_take_one_line(desk: Path) -> None:
    frame = dragoman.events(desk).pandas(pairs=True)
    counts = frame.groupby([frame["day"].dt.to_period("M"), "actor"]).size()
    assert counts.sum() == frame["actor"].notna().sum()


@pytest.mark.parametrize(
    ("missing", "asked", "said"),
    [
        ({"pyarrow"}, Events.arrow, "pyarrow is not installed (pip install 'dragoman[parquet]')"),
        ({"pandas"}, Events.pandas, "pandas is not installed (pip install 'dragoman[analysis]')"),
        ({"polars"}, Events.polars, "polars is not installed (pip install 'polars')"),
        ({"pandas", "polars"}, Events.frame, "needs pandas or polars"),
    ],
)
def test_what_is_not_installed_is_named(
    missing: set[str], asked: Callable[[Events], Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in missing:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(DragomanError) as error:
        asked(Events([]))
    assert said in str(error.value)


def test_a_frame_is_of_the_library_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(Events([]).frame(), pd.DataFrame)
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert isinstance(Events([]).frame(), pl.DataFrame)


# ------------------------------------------------------------------------------------------ display

QUOTE = "<b>Norway</b> & Co. warned Chile of <script>alert(1)</script>."


def told() -> Event:
    start = QUOTE.index("Chile")
    return replace(
        SMALL.events[0],
        actors=(Party("Norway", 103, 109, "NOR", (), "Norway", "country: Norway"), Party("it", 2, 4)),
        recipients=(Party("Chile", 100 + start, 105 + start, "CHL"),),
        trigger=Span(100 + QUOTE.index("warned"), 106 + QUOTE.index("warned"), "warned"),
        evidence=Evidence("text", 100, 100 + len(QUOTE), QUOTE, "THREATEN/warn"),
    )


def test_events_show_their_sentences_marked_and_escaped() -> None:
    report = Document(
        SMALL.events[0].document, "article", publisher="The <i>Post</i>", published="2025-02-18"
    )
    shown = dragoman.events([report, told()])._repr_html_()
    assert (
        '&lt;b&gt;<mark class="actor">Norway</mark>&lt;/b&gt; &amp; Co. <mark class="trigger">warned</mark> '
        '<mark class="recipient">Chile</mark> of &lt;script&gt;alert(1)&lt;/script&gt;.'
    ) in shown
    assert "The &lt;i&gt;Post&lt;/i&gt; 2025-02-18" in shown
    assert "<script" not in shown
    assert "http" not in shown


def test_of_many_the_first_are_shown(desk: Path) -> None:
    shown = dragoman.events(desk)._repr_html_()
    assert shown.count("<tr>") == display.SHOWN + 1
    assert f"{len(SMALL.events)} events; the first 20 are shown" in shown
    assert "are shown" not in dragoman.events(desk)[:5]._repr_html_()


def test_ipython_shows_them_after_load_ext() -> None:
    shell = SimpleNamespace(display_formatter=DisplayFormatter())
    dragoman.load_ipython_extension(shell)
    stories = dragoman.group(SMALL.documents[:3], SMALL.events)
    page, explained = dragoman.brief(stories), dragoman.explain("Oslo warned Chile.", parser="fast")
    shown = {
        type(one).__name__: shell.display_formatter.format(one)[0]["text/html"]
        for one in (told(), stories, stories[0], page, explained)
    }
    assert '<mark class="trigger">warned</mark>' in shown["Event"]
    assert str(escape(stories[0].title)) in shown["Story"]
    assert all(str(escape(story.title)) in shown["Stories"] for story in stories)
    for framed in (shown["FrontPage"], shown["Explanation"]):
        assert framed.startswith('<iframe srcdoc="&lt;!')
        assert framed.count("<") == 2  # the page within is escaped as a whole


def test_asking_for_events_in_ipython_is_enough(tmp_path: Path) -> None:
    code = (
        "import dragoman; from dragoman.records import Event; dragoman.events([]); "
        f"event = Event.from_json({told().json()!r}); "
        "forms = get_ipython().display_formatter; forms.active_types = ['text/html']; "  # as notebooks have it
        "print('<mark' in forms.format(event)[0]['text/html'])"
    )
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "--no-banner", "--colors=nocolor", "-c", code],
        env={**os.environ, "IPYTHONDIR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "True\n", done.stderr


@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_browser_shows_the_table_without_asking_for_anything(
    desk: Path, tmp_path: Path, colours: Any
) -> None:
    body = "".join(dragoman.events(some)._repr_html_() for some in (desk, [told()]))
    base = "background: #111; color: #eee" if colours == "dark" else ""
    file = tmp_path / "cell.html"
    file.write_text(f"<!doctype html><title>A cell</title><body style='{base}'>{body}", encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page(color_scheme=colours)
        asked, wrong = list[str](), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(file.as_uri())
        assert page.locator("table.dragoman tbody tr").count() == display.SHOWN + 1
        assert page.locator("mark.trigger").last.inner_text() == "warned"
        page.screenshot(path=tmp_path / f"{colours}.png")
        browser.close()
    assert asked == [file.as_uri()]
    assert not wrong
