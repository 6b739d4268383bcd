"""Two codings side by side: every number as counted by hand, and the evidence with it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching
from scipy.stats import pearsonr, spearmanr

from benchmarks.corpus import corpus
from dragoman.analysis import cells
from dragoman.analysis.agreement import COLUMNS, Agreement, Overlap
from dragoman.analysis.agreementchart import svg
from dragoman.analysis.comparing import compare
from dragoman.analysis.corpus import open_corpus
from dragoman.errors import InputError, QueryError
from dragoman.exports import FORMATS
from dragoman.records import Date, Document, Event, Party
from tests.analysis.peerfiles import ICEWS, POLECAT, gdelt_row, icews_row, polecat_row, written

FRANCE = Party("France", 0, 6, "FRA", ("GOV",), "France", "country: France")
GERMANY = Party("Germany", 0, 7, "DEU", ("GOV",), "Germany", "country: Germany")
EVENT = corpus(1).events[0]
EARLY = Document("early", "article", published="2025-02-01")
REPORT = Document(EVENT.document, "article", published="2025-02-18", publisher="The Nowhere Herald")


def event(id: str, day: str = "2025-02-18", **more: Any) -> Event:
    """An accusation of France against Germany, told by the report."""
    told: dict[str, Any] = {
        "id": id, "type": "ACCUSE", "mode": None, "cameo": "111", "quad": 3, "status": "happened", "actors": (FRANCE,),
        "recipients": (GERMANY,), "date": Date(day, day, "day"), "judgement": None, **more,
    }  # fmt: skip
    return replace(EVENT, **told)


def row(
    id: str, day: str, actor: str = "FRA", recipient: str = "DEU", code: str = "111", quad: str = "3"
) -> str:
    return gdelt_row(id, day, actor, recipient, code, quad)


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    """Four days; both have the 17th, one of both accuses where the other denies on the 18th."""
    a = [
        row("1", "20250216"),
        row("2", "20250217"),
        row("3", "20250217"),
        row("4", "20250218"),
        row("5", "20250219", "USA", "CHN", "040", "1"),
        row("6", "20250219", "USA", "USA"),
        row("7", "20250219", "QQQ"),
        row("8", "20250219", code="010", quad="1"),
    ]
    b = [
        row("11", "20250216", "DEU", "FRA", "120"),
        row("12", "20250217"),
        row("13", "20250218", code="120"),
        row("14", "20250219", "USA", "CHN", "040", "1"),
        row("15", "20250220"),
    ]
    return written(tmp_path / "a.csv", *a), written(tmp_path / "b.csv", *b)


def test_every_number_is_as_counted_by_hand(two: tuple[str, str]) -> None:
    told = compare(*two)
    assert (told.first, told.last) == ("2025-02-16", "2025-02-19")
    assert (told.a.rows, told.a.events, told.a.dyads) == (8, 5, 2)
    assert told.a.left_out == {"nobody": 1, "inside": 1, "kind": 1}
    assert told.b.left_out == {"outside": 1}
    assert (told.b.first, told.b.last) == ("2025-02-16", "2025-02-20")
    assert told.cells == Overlap(2, 2, 2)
    assert told.dyad_days == Overlap(3, 1, 1)
    assert (told.cells.share_a, told.cells.share_b, told.cells.jaccard) == (0.5, 0.5, 1 / 3)
    assert [(one.kind, one.events_a, one.events_b, one.cells) for one in told.kinds] == [
        ("CONSULT", 1, 1, Overlap(1, 0, 0)),
        ("ACCUSE", 4, 1, Overlap(1, 2, 0)),
        ("REJECT", 0, 2, Overlap(0, 0, 2)),
    ]
    assert told.confusion == (("ACCUSE", "ACCUSE", 1), ("ACCUSE", "REJECT", 1), ("CONSULT", "CONSULT", 1))
    assert told.kappa == 1  # verbal conflict is what both an accusation and a refusal are
    assert [(one.start, one.events_a, one.events_b, one.both) for one in told.through] == [
        ("2025-02-16", 1, 1, 0),
        ("2025-02-17", 2, 1, 1),
        ("2025-02-18", 1, 1, 0),
        ("2025-02-19", 1, 1, 1),
    ]


def test_what_only_one_has_comes_with_what_the_other_has_instead(two: tuple[str, str]) -> None:
    told = compare(*two).disagreements
    assert [(one.only, one.start, one.actor, one.kind, one.apart) for one in told] == [
        ("a", "2025-02-16", "FRA", "ACCUSE", 0),
        ("a", "2025-02-18", "FRA", "ACCUSE", 0),
        ("b", "2025-02-16", "DEU", "REJECT", 0),
        ("b", "2025-02-18", "FRA", "REJECT", 0),
    ]
    (first, second, third, _) = told
    assert first.nearest is not None
    assert (first.nearest.actor, first.nearest.type) == ("DEU", "REJECT")  # the other way round
    assert second.nearest is not None
    assert (second.nearest.event, second.nearest.type) == ("13", "REJECT")
    assert second.nearest.url == "https://news.example/13"
    assert third.nearest is not None
    assert third.nearest.actor == "FRA"
    assert [one.event for one in second.reports] == ["4"]


def test_the_other_way_round_it_is_the_same(two: tuple[str, str]) -> None:
    told, back = compare(*two), compare(*reversed(two))
    assert back.cells == Overlap(told.cells.both, told.cells.only_b, told.cells.only_a)
    assert back.kappa == told.kappa
    assert back.correlation.spearman == pytest.approx(told.correlation.spearman)
    turned = {"a": "b", "b": "a"}
    there = {(turned[one.only], one.start, one.actor, one.kind) for one in told.disagreements}
    assert {(one.only, one.start, one.actor, one.kind) for one in back.disagreements} == there


def test_a_coding_agrees_with_itself(two: tuple[str, str]) -> None:
    told = compare(two[0], two[0])
    assert told.cells.jaccard == told.dyad_days.jaccard == told.kappa == 1
    assert (told.correlation.pearson, told.correlation.spearman) == pytest.approx((1, 1))
    assert told.disagreements == ()


def test_days_may_differ(tmp_path: Path) -> None:
    a = written(
        tmp_path / "a.csv", *(row(str(n), day) for n, day in enumerate(("20250217", "20250218", "20250225")))
    )
    b = written(
        tmp_path / "b.csv", *(row(str(n), day) for n, day in enumerate(("20250218", "20250219", "20250222")))
    )
    assert compare(a, b, since="2025-02-17", until="2025-02-22").cells.both == 1
    assert compare(a, b, within=1).cells.both == 1  # the 17th is before what b covers
    both = [written(tmp_path / "c.csv", row("21", "20250201"), row("22", "20250228"))]
    for name, file in (("d.csv", a), ("e.csv", b)):
        rows = Path(file).read_text().splitlines() + Path(both[0]).read_text().splitlines()
        both.append(written(tmp_path / name, *rows))
    for within, number in ((0, 3), (1, 4), (2, 4), (3, 5)):
        assert compare(both[1], both[2], within=within).cells.both == number


@pytest.mark.parametrize(("by", "both"), [("day", 0), ("week", 1), ("month", 2)])
def test_periods(tmp_path: Path, by: str, both: int) -> None:
    # A Monday and the Sunday after it; the first and the last of a month.
    a = written(tmp_path / "a.csv", row("1", "20250217"), row("2", "20250331", "USA", "CHN"))
    b = written(tmp_path / "b.csv", row("1", "20250223"), row("2", "20250301", "USA", "CHN"))
    ends = [row("21", "20250101", "NOR", "SWE"), row("22", "20250430", "NOR", "SWE")]
    for file in (a, b):
        Path(file).write_text(Path(file).read_text() + "\n".join(ends) + "\n")
    told = compare(a, b, by=by)  # type: ignore[arg-type]
    assert told.cells.both - 2 == both
    assert len(told.through) == {"day": 120, "week": 18, "month": 4}[by]


@pytest.mark.parametrize(
    ("what", "kinds"),
    [
        ("type", ["CONSULT", "ACCUSE"]),
        ("quad", ["verbal cooperation", "verbal conflict"]),
        ("cameo-root", ["01", "04", "11"]),
    ],
)
def test_kinds(two: tuple[str, str], what: str, kinds: list[str]) -> None:
    told = compare(two[0], two[0], what=what)  # type: ignore[arg-type]
    assert [one.kind for one in told.kinds] == kinds


def test_what_one_country_does_within(two: tuple[str, str]) -> None:
    told = compare(two[0], two[0], domestic=True, actor="USA", recipient="USA")
    assert (told.a.rows, told.a.events, told.cells.both) == (1, 1, 1)


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        ({"actor": "USA"}, 2),
        ({"recipient": "DEU"}, 6),
        ({"about": "CHN"}, 1),
        ({"about": "China"}, 1),
        ({"about": "CHN:GOV"}, 1),
        ({"about": "CHN:MIL"}, 0),
        ({"type": "CONSULT"}, 1),
        ({"quad": 1}, 2),
        ({"since": "2025-02-19"}, 4),
        ({"until": "2025-02-16"}, 1),
        ({"min_confidence": 0.9, "judged": "any"}, 8),
    ],
)
def test_filters_of_a_peers_file(two: tuple[str, str], filters: dict[str, Any], rows: int) -> None:
    assert compare(*two, **filters).a.rows == rows


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"place": "FRA"}, "place: .* cannot be asked for it"),
        ({"text": "cable"}, "text: .* cannot be asked for it"),
        ({"actor": "Harbour Board"}, "actor: 'Harbour Board' is no country"),
        ({"since": "2025-02-30"}, "since: '2025-02-30' is no day"),
        ({"what": "root"}, "what: no 'root'"),
        ({"by": "year"}, "by: no 'year'"),
        ({"day": "today"}, "day: no 'today'"),
        ({"within": -1}, "within: -1 days"),
        ({"within": 1, "by": "week"}, "within: 1 days"),
    ],
)
def test_what_cannot_be_asked_is_told(two: tuple[str, str], asked: dict[str, Any], problem: str) -> None:
    with pytest.raises(QueryError, match=problem):
        compare(*two, **asked)


def test_days_that_not_both_cover_are_not_compared(tmp_path: Path) -> None:
    a = written(tmp_path / "a.csv", row("1", "20250217"))
    b = written(tmp_path / "b.csv", row("1", "20250318"))
    told = compare(a, b)
    assert (told.first, told.last, told.through) == (None, None, ())
    assert told.a.left_out == told.b.left_out == {"outside": 1}
    assert (told.kappa, told.correlation.number, told.cells.jaccard) == (None, 0, None)
    assert svg(told)


def test_an_old_event_in_a_new_file_does_not_say_that_its_day_is_covered(tmp_path: Path) -> None:
    fresh = [row(str(number), "20250218") for number in range(3)]
    path = written(tmp_path / "a.csv", *fresh, gdelt_row("9", "20240218", added="20250218"))
    assert compare(path, path).first == "2025-02-18"
    old = (gdelt_row(str(n), f"2024021{n}", added="20250218") for n in range(5))
    path = written(tmp_path / "a.csv", fresh[0], *old)
    assert compare(path, path).first == "2024-02-10"  # many years in one file, added in one go


def test_a_folder_of_a_peers_files_is_one_coding(tmp_path: Path, two: tuple[str, str]) -> None:
    (tmp_path / "days").mkdir()
    lines = Path(two[0]).read_text().splitlines()
    for number, line in enumerate(lines):
        written(tmp_path / "days" / f"{number}.csv", line)
    (tmp_path / "days" / ".hidden").write_text("nothing")
    told = compare(tmp_path / "days", two[0])
    assert told.a.rows == told.b.rows == len(lines)
    assert told.cells.jaccard == 1


def test_peers_with_each_other(tmp_path: Path) -> None:
    paths = [
        written(tmp_path / "gdelt.csv", gdelt_row()),
        written(tmp_path / "icews.tab", icews_row(), header=ICEWS),
        written(tmp_path / "polecat.txt", polecat_row(), header=POLECAT),
    ]
    for path in paths[1:]:
        told = compare(paths[0], path)
        assert told.cells == Overlap(1, 0, 0)
        assert told.kappa is None  # there is but one class
    assert compare(paths[0], paths[2], what="cameo-root").b.left_out == {"kind": 1}


def test_what_is_wrong_with_a_file_is_told_once(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", row("1", "20250218"), row("2", "20250218", "QQQ"))
    told: list[InputError] = []
    compare(
        path, written(tmp_path / "b.csv", row("1", "20250218", code="120")), reading={"on_error": told.append}
    )
    assert len(told) == 1


# --------------------------------------------------------------------------------------------- ours


def test_ours_comes_with_the_quote_and_the_rule(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", row("7", "20250218", code="120"))
    told = compare([REPORT, event("e1")], path)
    ours, theirs = told.disagreements
    assert (told.a.name, told.a.kind, told.b.kind) == ("A", "dragoman", "gdelt")
    assert (told.a.first, told.a.last) == ("2025-02-18", "2025-02-18")
    assert ours.nearest is not None
    assert ours.nearest.event == "7"
    assert theirs.nearest is not None
    assert theirs.nearest.text == EVENT.evidence.quote
    assert theirs.nearest.rule == EVENT.evidence.rule
    assert (theirs.nearest.document, theirs.nearest.publisher) == (REPORT.id, "The Nowhere Herald")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"status": "denied"}, "status"),
        ({"status": "planned"}, "status"),
        ({"date": Date("2025-02-01", "2025-02-28", "month")}, "vague"),
    ],
)
def test_what_no_peer_would_have_a_row_of_is_evidence_alone(
    tmp_path: Path, more: dict[str, Any], why: str
) -> None:
    path = written(tmp_path / "a.csv", row("7", "20250201"), row("8", "20250218"))
    told = compare([REPORT, EARLY, event("e1", **more), event("e2", "2025-02-02")], path)
    assert told.a.left_out[why] == 1
    assert {one.nearest.left for one in told.disagreements if one.nearest} >= {why}


def test_a_promise_counts_and_a_status_that_is_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", row("7", "20250218"))
    held = [REPORT, event("e1", type="AGREE", status="planned"), event("e2", status="denied")]
    assert compare(held, path).a.events == 1
    assert compare(held, path, status="denied").a.events == 1
    assert compare(held, path, status="denied").cells.both == 1


def test_a_month_is_close_enough_for_months() -> None:
    whole = [EARLY, REPORT, event("e1", "2025-02-01"), event("e2", type="REJECT")]
    month = event("e3", date=Date("2025-02-01", "2025-02-28", "month"))
    assert compare(whole, [*whole, month]).b.left_out == {"vague": 1}
    told = compare(whole, [*whole, month], by="month")
    assert told.b.left_out == {}
    assert [one.events_b for one in told.kinds] == [2, 1]


def test_the_day_of_the_report_where_that_is_asked(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", gdelt_row("7", "20250216", added="20250218"))
    held = [EARLY, REPORT, event("e1", "2025-02-17")]
    assert compare(held, path).cells.both == 0
    assert compare(held, path, day="published").cells == Overlap(1, 0, 0)


def test_who_talks_to_each_other_is_compared_both_ways(tmp_path: Path) -> None:
    talks = event("e1", type="CONSULT", cameo="040", quad=1, actors=(FRANCE, GERMANY), recipients=())
    rows = [row("1", "20250218", code="040", quad="1"), row("2", "20250218", "DEU", "FRA", "040", "1")]
    path = written(tmp_path / "a.csv", *rows)
    assert compare([REPORT, talks], path).cells == Overlap(2, 0, 0)
    assert compare([REPORT, talks], path, actor="DEU", recipient="FRA").cells == Overlap(1, 0, 0)
    assert compare([REPORT, talks], path, about="DEU:GOV").a.rows == 2


@pytest.mark.parametrize("name", ["gdelt", "icews", "polecat"])
def test_what_we_export_is_what_we_coded(tmp_path: Path, name: str) -> None:
    made = corpus(600)
    held = [*made.documents, *made.events]
    path = tmp_path / f"{name}.txt"
    with open_corpus(held) as opened, path.open("w", encoding="utf-8", newline="") as out:
        FORMATS[name].load().write(opened.rows(), out)
    told: list[InputError] = []
    found = compare(held, path, reading={"on_error": told.append})
    assert told == []
    assert found.b.kind == name
    assert found.a.events > 100
    assert found.cells == Overlap(found.cells.both, 0, 0)
    assert found.confusion
    assert all(one == other for one, other, _ in found.confusion)
    assert found.correlation.pearson == pytest.approx(1)


def test_a_password_is_not_told() -> None:
    from dragoman.analysis.sides import Ours
    from dragoman.store.questions import EventQuery

    with open_corpus([REPORT, event("e1")]) as opened:
        side = Ours("postgresql://me:secret@host/desk", opened, EventQuery(), "event", "day")
    assert side.name == "postgresql://***@host/desk"


def test_the_same_report_comes_before_what_is_nearer_in_time(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", row("7", "20250220", code="120"), row("8", "20250218", "NOR", "SWE"))
    linked = replace(REPORT, id="linked", published="2025-02-20", url="https://news.example/7")
    held = [REPORT, linked, event("near", "2025-02-20"), event("same", "2025-02-19", document="linked")]
    (told,) = [one for one in compare(held, path).disagreements if one.only == "b" and one.actor == "FRA"]
    assert told.nearest is not None
    assert (told.nearest.event, told.nearest.url, told.apart) == ("same", "https://news.example/7", 1)


# ------------------------------------------------------------------------------------------- forms


def test_it_goes_to_json_and_back(two: tuple[str, str]) -> None:
    told = compare(*two)
    assert Agreement.from_json(told.json()) == told


def test_disagreements_as_rows(two: tuple[str, str]) -> None:
    told = compare(*two, most=None)
    rows = list(csv.DictReader(io.StringIO(told.csv())))
    assert tuple(rows[0]) == COLUMNS
    assert [row["has_event"] for row in rows] == ["1", "4", "11", "13"]
    assert rows[1]["other_type"] == "REJECT"
    assert len(compare(*two, most=1).disagreements) == 2
    assert compare(*two, most=0).disagreements == ()


def test_the_busiest_come_first(tmp_path: Path) -> None:
    rows = [row(str(number), "20250218", "USA", "CHN") for number in range(5)]
    a = written(tmp_path / "a.csv", row("11", "20250218"), *rows)
    told = compare(a, written(tmp_path / "b.csv", row("12", "20250218", "NOR", "SWE"))).disagreements
    assert [(one.actor, one.events, len(one.reports)) for one in told] == [
        ("USA", 5, 3),
        ("FRA", 1, 1),
        ("NOR", 1, 1),
    ]
    assert told[2].nearest is None


def test_a_picture(two: tuple[str, str]) -> None:
    picture = ElementTree.fromstring(svg(compare(*two)))
    assert "events a day in A" in "".join(picture.itertext())


# ------------------------------------------------------------------------------------------ numbers

keys = st.lists(st.tuples(st.integers(0, 2), st.integers(700_000, 700_012)), max_size=14, unique=True)


def as_cells(pairs: list[tuple[int, int]]) -> cells.Ints:
    return np.array(sorted(dyad << (cells.DAY + cells.KIND) | day for dyad, day in pairs), np.int64)


@given(keys, keys, st.integers(0, 4))
def test_as_many_are_matched_as_can_be(
    one: list[tuple[int, int]], other: list[tuple[int, int]], within: int
) -> None:
    a, b = as_cells(one), as_cells(other)
    of_a, of_b = cells.matched(a, b, within)
    assert len(set(of_a.tolist())) == len(set(of_b.tolist())) == len(of_a)
    assert np.all(np.abs(a[of_a] - b[of_b]) <= within)
    near = np.abs(a[:, None] - b[None, :]) <= within
    most = (
        int((maximum_bipartite_matching(csr_matrix(near), perm_type="column") >= 0).sum()) if near.size else 0
    )
    assert len(of_a) == most


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=30))
def test_correlations_are_those_of_scipy(pairs: list[tuple[int, int]]) -> None:
    a, b = (np.array(values, np.int64) for values in zip(*pairs, strict=True))
    found = cells.pearson(a, b), cells.pearson(cells.ranks(a), cells.ranks(b))
    if len(set(a.tolist())) == 1 or len(set(b.tolist())) == 1:
        assert found == (None, None)
    else:
        assert found == pytest.approx((pearsonr(a, b).statistic, spearmanr(a, b).statistic), abs=1e-9)


def test_kappa_of_a_textbook() -> None:
    # Cohen (1960): of fifty, both say yes 20 times and no 15 times; 5 and 10 are split.
    assert cells.kappa(Counter({(1, 1): 20, (1, 2): 5, (2, 1): 10, (2, 2): 15})) == pytest.approx(0.4)
    assert cells.kappa(Counter({(1, 1): 5})) is None
    assert cells.kappa(Counter()) is None


def test_where_several_are_most_frequent_one_that_both_have_counts() -> None:
    groups, values = np.array([0, 0, 0, 1, 1, 2]), np.array([4, 4, 7, 9, 3, 5])
    assert cells.most(groups, values) == [[4], [3, 9], [5]]
    assert cells.confusion([([3, 9], [9]), ([3, 9], [1, 2])]) == Counter({(9, 9): 1, (3, 1): 1})


@given(st.dates(), st.sampled_from(["day", "week", "month"]))
def test_the_period_of_a_day(day: object, by: str) -> None:
    from dragoman.store.periods import start_of

    number = cells.ordinal(str(day))
    assert cells.iso(cells.start_of(number, by)) == start_of(str(day), by)  # type: ignore[arg-type]
