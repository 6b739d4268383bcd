"""Series: each event stands in its period, once; what does not count is told; and all forms say the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus import corpus
from dragoman.analysis.corpus import open_corpus
from dragoman.analysis.measures import measures, words
from dragoman.analysis.series import Line, Reason, Series, series
from dragoman.analysis.seriesforms import columns
from dragoman.errors import DragomanError, QueryError
from dragoman.exports.arrow import rows_table
from dragoman.ontology.plover import plover
from dragoman.records import (
    RECIPROCAL,
    STATUSES,
    Citation,
    Date,
    Document,
    Event,
    EventType,
    Party,
    Precision,
    Status,
    Story,
)
from dragoman.store import Store
from dragoman.store.dealings import DONE
from dragoman.store.periods import By
from dragoman.store.questions import DayFrom, EventQuery

NORWAY = Party("Norway", 0, 6, "NOR", (), "Norway", "country: Norway")
OSLO = Party("Oslo", 0, 4, "NOR", ("GOV",), "Norway", "capital: Norway")
CHILE = Party("Chile", 0, 5, "CHL", (), "Chile", "country: Chile")
GABON = Party("Gabon", 0, 5, "GAB", (), "Gabon", "country: Gabon")
REBELS = Party("rebels", 0, 6, "NOR", ("REB",))

LIKE = corpus(1).events[0]
CODES: dict[EventType, str] = {
    "AID": "070",
    "ACCUSE": "112",
    "CONSULT": "040",
    "ASSAULT": "190",
    "AGREE": "030",
}


def report(id: str, published: str | None, publisher: str = "The Fjord") -> Document:
    return Document(id, "article", f"Title {id}", "Text.", published, publisher=publisher)


def event(
    id: str,
    document: str,
    kind: EventType = "ACCUSE",
    actors: Sequence[Party] = (NORWAY,),
    recipients: Sequence[Party] = (CHILE,),
    *,
    day: str | None = None,
    precision: Precision = "day",
    status: Status = "happened",
) -> Event:
    info = plover().types[kind]
    return replace(
        LIKE,
        id=id, document=document, type=kind, mode=None, cameo=CODES[kind], quad=info.quad, intensity=info.intensity,
        status=status, actors=tuple(actors), recipients=tuple(recipients),
        date=Date(day, day, precision) if day else None,
    )  # fmt: skip


def told(source: Any, **asked: Any) -> Series:
    return series(source, **{"actor": "NOR", "recipient": "CHL", **asked})


def quads(line: Line) -> dict[str, tuple[int, ...]]:
    return {span.start: span.quads for span in line.spans}


YEAR: list[Document | Event] = [
    report("a", "2024-01-10"),
    report("b", "2024-02-20"),
    report("c", "2024-04-05T08:00:00Z"),
    report("d", None),
    event("a1", "a", "ACCUSE"),
    event("a2", "a", "AID", day="2024-01-09"),
    event("b1", "b", "ASSAULT", day="2024-02-01", precision="month"),
    event("b2", "b", "CONSULT", (CHILE, NORWAY), ()),
    event("b3", "b", "ACCUSE", status="planned"),
    event("c1", "c", "ACCUSE", (CHILE,), (NORWAY,)),
    event("c2", "c", "AID", (GABON,), (NORWAY, CHILE)),
    event("c3", "c", "ACCUSE", (OSLO, GABON), (CHILE,)),
    event("d1", "d", "ACCUSE"),
]


def test_each_event_stands_in_its_period_and_empty_ones_are_there() -> None:
    found = told(YEAR)
    (line,) = found.lines
    assert (found.first, found.last) == ("2024-01-10", "2024-04-05")
    assert quads(line) == {
        "2024-01-01": (0, 0, 1, 0),  # the aid was a day before the first report
        "2024-02-01": (1, 0, 0, 1),
        "2024-03-01": (0, 0, 0, 0),
        "2024-04-01": (0, 0, 1, 0),
    }
    assert line.left_out == {"status": 1, "undated": 1, "outside": 1}
    assert [(span.first, span.last, span.days) for span in line.spans] == [
        ("2024-01-10", "2024-01-31", 22),
        ("2024-02-01", "2024-02-29", 29),
        ("2024-03-01", "2024-03-31", 31),
        ("2024-04-01", "2024-04-05", 5),
    ]


def test_who_talks_acts_on_each_other_and_who_joins_in_does_not() -> None:
    both = told(YEAR, direction="both")
    assert [(line.actor, line.recipient) for line in both.lines] == [("NOR", "CHL"), ("CHL", "NOR")]
    forth, back = (quads(line) for line in both.lines)
    assert forth["2024-02-01"][0] == back["2024-02-01"][0] == 1
    assert back["2024-04-01"] == (0, 0, 1, 0)
    # Gabon's aid to both is no deed of one to the other.
    assert sum(sum(one) for one in back.values()) == 2
    undirected = told(YEAR, direction="undirected")
    assert quads(undirected.lines[0])["2024-02-01"] == (1, 0, 0, 1)
    assert undirected.lines[0].events == 5


def test_one_side_is_enough_and_none_too() -> None:
    assert told(YEAR, recipient=None).lines[0].events == 4
    assert told(YEAR, actor=None).lines[0].events == 5
    assert told(YEAR, actor=None, recipient=None).lines[0].events == 6
    assert told(YEAR, actor=None, recipient=None, about="GAB").lines[0].events == 2
    assert told(YEAR, actor="GAB", recipient=None, direction="both").lines[1].events == 0


def test_a_name_and_a_sector_are_meant_as_in_a_store() -> None:
    assert told(YEAR, actor="norway", recipient="Chile").lines[0].events == 4
    assert told(YEAR, actor="NOR:GOV").lines[0].events == 1
    inside = [report("a", "2024-01-10"), event("x", "a", "ASSAULT", (OSLO,), (REBELS,))]
    assert told(inside, actor="NOR:GOV", recipient="NOR:REB").lines[0].events == 1
    assert told(inside, actor="NOR:REB", recipient="NOR:GOV").lines[0].events == 0


def test_a_date_that_does_not_tell_the_period_is_left_out() -> None:
    (line,) = told(YEAR, by="day").lines
    assert line.left_out["vague"] == 1
    (line,) = told(YEAR, by="week").lines
    assert line.left_out["vague"] == 1
    assert [dt.date.fromisoformat(span.start).weekday() for span in line.spans] == [0] * len(line.spans)
    assert "vague" not in told(YEAR, by="year").lines[0].left_out


def test_the_day_of_publication_on_request() -> None:
    (line,) = told(YEAR, day="published").lines
    assert quads(line)["2024-01-01"] == (0, 1, 1, 0)
    assert line.left_out == {"status": 1, "undated": 1}
    (line,) = told(YEAR, day="published", since="2024-02-01", until="2024-02-29").lines
    assert quads(line) == {"2024-02-01": (1, 0, 0, 1)}


def test_the_days_that_are_asked_for_bound_the_series() -> None:
    found = told(YEAR, since="2024-02-10", until="2024-03-05")
    assert [(span.start, span.first, span.last) for span in found.lines[0].spans] == [
        ("2024-02-01", "2024-02-10", "2024-02-29"),
        ("2024-03-01", "2024-03-01", "2024-03-05"),
    ]
    assert told(YEAR, since="2030-01-01").lines[0].spans == ()


def test_one_a_day_is_of_one_code_between_two() -> None:
    source = [
        report("a", "2024-01-10"),
        report("b", "2024-01-11"),
        event("1", "a"),
        event("2", "a"),
        event("3", "a", "AID"),
        event("4", "a", "ACCUSE", (NORWAY,), (CHILE, GABON)),
        event("5", "b"),
    ]
    (line,) = told(source, one_a_day=True).lines
    assert (line.events, line.left_out) == (3, {"repeated": 2})
    (line,) = told(source, recipient=None, one_a_day=True).lines
    assert (line.events, line.left_out) == (4, {"repeated": 1})  # the fourth is the first on Gabon


def a_story() -> Story:
    documents = tuple(report(id, f"2024-01-1{n}", f"House {id}") for n, id in enumerate("abc"))
    said = [event(f"{id}-hit", id, "ASSAULT", day="2024-01-10") for id in "ab"]
    said.append(event("c-aid", "c", "AID"))
    title = documents[0].title or ""
    return Story(
        "s",
        title,
        Citation("a", "title", 0, len(title), title),
        documents,
        tuple(said),
        3,
        "2024-01-10",
        "2024-01-12",
    )


def test_corroborated_deeds_count_once() -> None:
    story = [a_story()]
    assert told(story).lines[0].events == 3
    (line,) = told(story, corroborated=2).lines
    assert (line.events, line.left_out) == (1, {"uncorroborated": 1, "repeated": 1})
    assert quads(line) == {"2024-01-01": (0, 0, 0, 1)}
    assert told(story, corroborated=1).lines[0].events == 2
    assert told(story, corroborated=3).lines[0].events == 0
    assert ">  deeds a month<" in told(story, corroborated=2).svg()


def test_what_was_not_grouped_is_told_once() -> None:
    with Store.open() as store:
        store.add(
            [one for one in YEAR if isinstance(one, Document)],
            [one for one in YEAR if isinstance(one, Event)],
        )
        assert told(store, corroborated=1).lines[0].events == 4
        assert told(store, corroborated=2).lines[0].left_out["uncorroborated"] == 6


def test_a_share_is_of_what_anybody_does_in_the_period() -> None:
    found = told(YEAR, share=True, measures=["conflict", "goldstein-sum"], type="ACCUSE")
    rows = list(found.rows())
    assert [row["all"] for row in rows] == [1, 2, 0, 3]
    assert [row["conflict_per_1000"] for row in rows] == [1000.0, 0.0, None, round(1000 / 3, 6)]
    assert [row["goldstein_sum"] for row in rows] == [-2.0, 0.0, 0.0, -2.0]
    assert words()["void"] in found.svg()


def test_the_scale_of_goldstein_is_summed_and_averaged() -> None:
    found = told(YEAR, measures=["goldstein", "goldstein-sum", "intensity", "intensity-sum", "count"])
    rows = list(found.rows())
    assert [row["goldstein"] for row in rows] == [-2.0, -4.5, None, -2.0]
    assert [row["goldstein_sum"] for row in rows] == [-2.0, -9.0, 0.0, -2.0]
    assert rows[1]["intensity_sum"] == -9 + 2.5
    assert list(rows[0])[-5:] == ["events", "goldstein", "goldstein_sum", "intensity", "intensity_sum"]


def test_a_code_without_a_value_is_in_no_mean() -> None:
    source = [report("a", "2024-01-10"), event("1", "a"), replace(event("2", "a"), cameo=None)]
    (row,) = told(source, measures=["goldstein", "count"]).rows()
    assert (row["events"], row["goldstein"]) == (2, -2.0)


def test_another_status_on_request() -> None:
    (line,) = told(YEAR, status="planned").lines
    assert (line.events, line.left_out["status"]) == (1, 5 + 1)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"by": "decade"}, "by: no 'decade'"),
        ({"measures": ["peace"]}, r"measure: no 'peace' \(write one of count"),
        ({"direction": "up"}, "direction: no 'up'"),
        ({"day": "today"}, "day: no 'today'"),
        ({"corroborated": 0}, "corroborated: 0"),
        ({"since": "soon"}, "since: 'soon' is no day"),
        ({"actor": None, "recipient": None, "direction": "both"}, "both ways between whom"),
        (
            {"by": "day", "source": [report("a", "1900-01-01"), report("b", "2024-01-01"), event("1", "b")]},
            "too many periods",
        ),
    ],
)
def test_what_cannot_be_asked_is_told(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        told(asked.pop("source", YEAR), **asked)


def test_a_filter_that_there_is_not_is_refused() -> None:
    with pytest.raises(TypeError, match="actr"):
        series(YEAR, actr="NOR")


def test_nothing_dated_and_nothing_at_all() -> None:
    assert told([report("d", None), event("d1", "d")]).lines[0].spans == ()
    undated = told([event("x", "unknown", day="2024-03-05")])
    assert quads(undated.lines[0]) == {"2024-03-01": (0, 0, 1, 0)}  # without reports, events tell the days


# ------------------------------------------------------------------------------------------- forms


def test_all_forms_say_the_same() -> None:
    found = told(YEAR, direction="both")
    rows = list(found.rows())
    read = list(csv.DictReader(io.StringIO(found.csv())))
    assert [{key: str("" if value is None else value) for key, value in row.items()} for row in rows] == read
    data = json.loads(found.json())
    assert [
        {"actor": line["actor"], "recipient": line["recipient"], **period}
        for line in data["lines"]
        for period in line["periods"]
    ] == rows
    assert (data["by"], data["query"], data["statuses"]) == (
        "month", {"actor": "NOR", "recipient": "CHL", "judged": "standing"}, list(DONE),
    )  # fmt: skip
    assert data["lines"][0]["left_out"] == {"status": 1, "undated": 1, "outside": 1}
    frame = found.frame()
    assert list(frame.columns) == list(rows[0])
    assert frame["events"].sum() == sum(line.events for line in found.lines)
    assert frame["start"].dt.year.unique().tolist() == [2024]
    assert found.png().startswith(b"\x89PNG")
    assert type(found._repr_html_()) is str  # no markup of its own, which would escape what it is joined to
    assert "<details>" in found._repr_html_().replace(' class="drawing-data"', "")


def test_a_frame_is_of_the_library_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert told(YEAR).frame()["start"].dt.year().to_list() == [2024] * 4
    assert told(YEAR, since="2030-01-01").frame().columns == list(told(YEAR).frame().columns)
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(DragomanError, match=r"needs pandas or polars \(pip install"):
        told(YEAR).frame()


def test_the_chart_tells_who_what_and_what_was_left_out() -> None:
    drawing = ElementTree.fromstring(told(YEAR).svg().encode())
    said = " ".join(
        " ".join("".join(mark.itertext()) for mark in drawing.iter() if mark.tag.endswith("}text")).split()
    )
    for part in (
        "Norway → Chile, by month",
        "events a month",
        "mean on the Goldstein scale, by month",
        "4 events that happened or are ongoing",
        "Left out: 1 of another status, 1 without a day, 1 outside these days.",
        "days covered: 2024-01-10 to 2024-04-05",
    ):
        assert part in said


@pytest.mark.parametrize("name", sorted(measures()))
def test_every_measure_has_a_chart_and_a_column(name: str) -> None:
    for share in (False, True):
        found = told(YEAR, measures=[name], share=share)
        assert found.svg().count("<svg") == 1
        assert len(found.csv().splitlines()) == 5


def test_a_chart_without_any_event_is_one() -> None:
    assert "Nothing to draw" in told([event("x", "unknown")]).svg()


def test_words_for_everything_that_is_told() -> None:
    assert set(words()["statuses"]) == set(STATUSES)
    assert set(words()["usual"]) <= set(measures())
    assert tuple(words()["left_out"]) == get_args(Reason)


def test_the_page_defines_every_measure_and_column() -> None:
    page = (Path(__file__).parents[2] / "docs" / "series.md").read_text(encoding="utf-8")
    for name in (*measures(), *columns(told(YEAR, share=True))):
        assert f"`{name}`" in page, name


# ------------------------------------------------------------------- as a reader would count by hand

DAYS = st.dates(dt.date(2023, 12, 1), dt.date(2024, 3, 31)).map(dt.date.isoformat)


@st.composite
def corpora(draw: st.DrawFn) -> list[Document | Event]:
    documents = [report(f"d{n}", draw(DAYS)) for n in range(draw(st.integers(1, 5)))]
    parties = st.lists(st.sampled_from([NORWAY, OSLO, CHILE, GABON]), max_size=2, unique=True)
    events = [
        event(
            f"e{n}",
            draw(st.sampled_from(documents)).id,
            draw(st.sampled_from(sorted(CODES))),
            draw(parties),
            draw(parties),
            day=draw(st.none() | DAYS),
            status=draw(st.sampled_from(STATUSES)),
        )
        for n in range(draw(st.integers(1, 8)))
    ]
    return [*documents, *events]


@given(corpora(), st.sampled_from(["day", "week", "month", "year"]), st.booleans())
def test_counting_by_hand_gives_the_same(source: list[Document | Event], by: By, one_a_day: bool) -> None:
    found = told(source, by=by, one_a_day=one_a_day)
    documents = {one.id: one for one in source if isinstance(one, Document)}
    first, last = (
        min(d.published or "" for d in documents.values()),
        max(d.published or "" for d in documents.values()),
    )
    right, seen, between = 0, set[tuple[str, str]](), 0
    for one in source:
        if not isinstance(one, Event):
            continue
        norway = any(party.country == "NOR" for party in one.actors)
        chile = any(party.country == "CHL" for party in one.recipients)
        if one.type in RECIPROCAL and not one.recipients:
            chile = any(party.country == "CHL" for party in one.actors)
        if not (norway and chile):
            continue
        between += 1
        day = one.date.start if one.date else documents[one.document].published or ""
        if one.status in DONE and first <= day <= last and not (one_a_day and (day, str(one.cameo)) in seen):
            right += 1
            seen.add((day, str(one.cameo)))
    (line,) = found.lines
    assert line.events == right
    assert line.events + sum(line.left_out.values()) == between
    assert [span.start for span in line.spans] == sorted({span.start for span in line.spans})
    assert (
        sum(span.days for span in line.spans)
        == (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days + 1
    )


def test_a_series_is_the_same_wherever_the_events_are(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    made = corpus(400)
    file = tmp_path / "events.parquet"
    with Store.open() as store:
        store.add(made.documents, made.events, made.stories, made.storylines)
        with open_corpus(store) as opened:
            pq.write_table(rows_table(list(opened.rows())), file)
        busiest = store.dyads().items[0]
        between: dict[str, Any] = {"actor": busiest.actor, "recipient": busiest.recipient}
        for asked in (
            {**between, "direction": "both", "share": True},
            {**between, "corroborated": 2, "share": True, "by": "year"},
            {**between, "one_a_day": True, "share": True, "min_confidence": 0.5},
            {"about": busiest.actor, "by": "week", "day": "published", "since": "2024-03-01"},
            {"by": "day", "type": "ACCUSE", "measures": ["goldstein-sum", "intensity"], "share": True},
            {"text": "talks", "by": "year", "status": "planned"},
        ):
            of_store, of_records = (series(source, **asked) for source in (store, made.stories))
            assert of_store == of_records
            if "corroborated" not in asked:  # deeds are in folders of bulk, not in a file of events
                assert series(file, **asked) == of_store
        row = store.dyad(busiest.actor, busiest.recipient)
        (line,) = series(store, **between).lines
        inside = {span.start: span.quads for span in line.spans if span.events}
        assert {p.start: p.quads for p in row.forth if p.events and p.start in inside} == inside


def test_what_is_counted_in_columns_is_what_is_counted_one_by_one() -> None:
    with open_corpus(YEAR) as held:
        for day in get_args(DayFrom):
            found = Counter[Any]()
            for alike in held.alike(EventQuery(), day):
                found[alike[:-1]] += alike.number
            with Store.open() as store:
                store.add(
                    [one for one in YEAR if isinstance(one, Document)],
                    [one for one in YEAR if isinstance(one, Event)],
                )
                assert {alike[:-1]: alike.number for alike in store.alike(EventQuery(), day)} == found
