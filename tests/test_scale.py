"""docs/scale.md says what its model reckons, from what was measured and what is assumed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docs import scale
from dragoman.bulk.gathering import AT_ONCE
from dragoman.bulk.slices import SLICE


@pytest.fixture(scope="module")
def model() -> scale.Model:
    return scale.Model.read()


def test_the_page_is_that_of_the_model(model: scale.Model) -> None:
    page = scale.PAGE.read_text(encoding="utf-8")
    assert scale.written(page, model) == page, "run python docs/scale.py"


def test_a_page_without_room_for_a_table_is_told(model: scale.Model) -> None:
    with pytest.raises(ValueError, match="no place for rates"):
        scale.written("# Scale", model)


def test_every_assumption_says_why(model: scale.Model) -> None:
    def walk(entry: object) -> None:
        if isinstance(entry, dict):
            if not {"value", "in"}.isdisjoint(entry):
                assert entry["why"]
            else:
                for part in entry.values():
                    walk(part)
        else:
            assert isinstance(entry, str)  # the date alone

    walk(model.given)


def test_the_slower_of_reading_and_fetching_counts(model: scale.Model) -> None:
    year = model.seconds("laptop", "a year", "accurate")
    quick = replace(model, rates={**model.rates, "accurate_articles_a_second": 1e9, "pages_a_second": 1e9})
    fetching = model.bytes_in("a year") / 1e6 / model.of("machines", "laptop", "mb_a_second")
    grouping = model.grouping_seconds(model.articles("a year"), model.workers("laptop"))
    assert quick.seconds("laptop", "a year", "accurate") == pytest.approx(fetching + grouping)
    assert year > fetching + grouping


def test_a_day_on_many_cores_takes_as_long_as_its_last_shard(model: scale.Model) -> None:
    more = {
        **model.given["machines"]["Slurm array"],
        "cores": {"value": 10**6},
        "mb_a_second": {"value": 10**9},
    }
    vast = replace(model, given={**model.given, "machines": {"Slurm array": more}})
    pages = vast.pages("a day") / -(-vast.bytes_in("a day") // SLICE)
    assert vast.seconds("Slurm array", "a day", "accurate") >= pages * vast.page_seconds("accurate")


def test_twice_the_pages_cost_twice_as_much(model: scale.Model) -> None:
    pages = {**model.given["archive"], "pages_a_day": {"value": 2 * model.of("archive", "pages_a_day")}}
    double = replace(model, given={**model.given, "archive": pages})
    for machine in ("Slurm array", "cloud cluster"):
        once, twice = (one.dollars(machine, "all of it", "fast") for one in (model, double))
        assert twice == pytest.approx(2 * once, rel=0.01)


def test_what_the_page_says_of_what_breaks_first_is_so(model: scale.Model) -> None:
    night = 1e6 / model.rates["accurate_articles_a_second"] / model.workers("laptop") / 3600
    assert night < 12
    workers = model.workers("Slurm array")
    assert (
        model.rates["link_s_per_1000"] > model.rates["stage2_s_per_1000"] / workers
    )  # one process is most of it
    shards = 1e8 / model.of("archive", "english") * model.of("archive", "bytes_a_page") / SLICE
    assert 1e5 < shards < 1e6  # hundreds of thousands of folders
    assert 1e9 / AT_ONCE >= 200  # hundreds of passes


@pytest.mark.parametrize(
    ("told", "value"),
    [
        (scale.number(1_234_567), "1.2 million"),
        (scale.number(54_321), "54,000"),
        (scale.number(3), "3"),
        (scale.size(27_000), "27 KB"),
        (scale.size(39.4e12), "39 TB"),
        (scale.duration(40), "40 seconds"),
        (scale.duration(5_400), "1.5 hours"),
        (scale.duration(400 * 86_400), "400 days"),
        (scale.money(0), ""),
        (scale.money(1_234), ", $1,200"),
        (scale.money(0.0913), ", $0.091"),
    ],
)
def test_two_digits_count(told: str, value: str) -> None:
    assert told == value
