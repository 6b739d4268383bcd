"""What a crawl of the world's news would cost, reckoned from measured rates: the tables of docs/scale.md.

    python docs/scale.py            # write the tables into the page

Rates are measured by benchmarks/bulk.py (benchmarks/rates.json), everything else is assumed (docs/scale.yaml).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dragoman.bulk.gathering import AT_ONCE
from dragoman.bulk.slices import SLICE

DOCS = Path(__file__).parent
PAGE = DOCS / "scale.md"
RATES = DOCS.parent / "benchmarks" / "rates.json"
SPANS = {"a day": 1.0, "a year": 365.0, "all of it": None}
SIZES = {"10⁶": 1e6, "10⁸": 1e8, "10⁹": 1e9}
"""Articles of which is told what breaks first."""


@dataclass(frozen=True)
class Model:
    """Rates that were measured, and what is assumed."""

    rates: Mapping[str, float]
    given: Mapping[str, Any]

    @classmethod
    def read(cls) -> Model:
        """Return the model of the files."""
        given = yaml.safe_load((DOCS / "scale.yaml").read_text(encoding="utf-8"))
        return cls(json.loads(RATES.read_text(encoding="utf-8")), given)

    def of(self, *path: str) -> float:
        """Return an assumption."""
        found: Any = self.given
        for part in path:
            found = found[part]
        return float(found["value"])

    # ------------------------------------------------------------------------------------- quantities

    def days(self, span: str) -> float:
        """Return how many days of the crawl a span is."""
        return SPANS[span] or 365.25 * self.of("archive", "years")

    def pages(self, span: str) -> float:
        """Return how many pages there are."""
        return self.days(span) * self.of("archive", "pages_a_day")

    def articles(self, span: str) -> float:
        """Return how many of them are coded."""
        return self.pages(span) * self.of("archive", "english")

    @property
    def scaling(self) -> float:
        """What each of many cores is worth beside one alone: taken to be what each of two was, as measured."""
        return self.rates["two_to_one"] / 2

    def page_seconds(self, parser: str) -> float:
        """Seconds of one measured core for the first stage, a page of the crawl."""
        english = self.of("archive", "english")
        reading = self.of("archive", "page_weight") / self.rates["pages_a_second"]
        return reading + english / self.rates[f"{parser}_articles_a_second"]

    def grouping_seconds(self, articles: float, workers: float) -> float:
        """Seconds of the second stage: what is shared, and what one process does alone."""
        thousands = articles / 1000
        return thousands * (self.rates["stage2_s_per_1000"] / workers + self.rates["link_s_per_1000"])

    def workers(self, machine: str) -> float:
        """Return how many measured cores a machine is worth."""
        cores = self.of("machines", machine, "cores")
        return cores * self.of("machines", machine, "speed") * (self.scaling if cores > 1 else 1.0)

    def seconds(self, machine: str, span: str, parser: str) -> float:
        """Return how long a machine takes; it fetches while it reads."""
        workers = self.workers(machine)
        shards = math.ceil(self.bytes_in(span) / SLICE)
        # The last shard is waited for: a day of news has fewer than a cluster has cores.
        rounds = max(shards / workers, 1 / (self.of("machines", machine, "speed")))
        reading = rounds * self.pages(span) / shards * self.page_seconds(parser)
        fetching = self.bytes_in(span) / 1e6 / self.of("machines", machine, "mb_a_second")
        return max(reading, fetching) + self.grouping_seconds(self.articles(span), min(workers, shards))

    def dollars(self, machine: str, span: str, parser: str) -> float:
        """Return what it costs to have the machine as long."""
        hours = self.seconds(machine, span, parser) / 3600
        return hours * self.of("machines", machine, "cores") * self.of("machines", machine, "usd_an_hour")

    def bytes_in(self, span: str) -> float:
        """Return how much there is to fetch."""
        return self.pages(span) * self.of("archive", "bytes_a_page")

    def bytes_out(self, articles: float) -> float:
        """Return how much the datasets take."""
        return articles * self.rates["bytes_an_article"]

    def own_dollars(self, parser: str) -> float:
        """Return what a million articles cost in the cloud, text in, stories out, without pages of other languages."""
        machine = "cloud cluster"
        seconds = 1e6 / self.rates[f"{parser}_articles_a_second"] / self.workers(machine)
        seconds += self.grouping_seconds(1e6, self.workers(machine))
        hours = seconds / 3600
        return hours * self.of("machines", machine, "cores") * self.of("machines", machine, "usd_an_hour")

    def asked_dollars(self, name: str) -> float:
        """Return what a million articles cost by a language model."""
        price = self.given["models"]["prices"][name]
        tokens_in = self.of("models", "tokens_of_codebook") + self.of("models", "tokens_an_article")
        return tokens_in * float(price["in"]) + self.of("models", "tokens_of_answer") * float(price["out"])


# ---------------------------------------------------------------------------------------------- tables


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def rates(model: Model) -> str:
    """Return what was measured."""
    told = {
        "accurate_articles_a_second": "articles a second and core, text in, events out: `accurate`",
        "fast_articles_a_second": "the same with `fast`",
        "pages_a_second": "small pages of an archive a second and core, read alone",
        "two_to_one": "two processes over one, by the clock",
        "memory_mb": "MB of a worker, at its most",
        "bytes_an_article": "bytes an article in the datasets",
        "events_an_article": "events an article",
        "stage2_s_per_1000": "seconds of one core for copies, stories and files, 1,000 articles",
        "link_s_per_1000": "seconds of the one process that joins pairs to stories, 1,000 articles",
    }
    return _table(["measured", ""], [[text, f"{model.rates[name]:,g}"] for name, text in told.items()])


def amounts(model: Model) -> str:
    """Return how much there is to do."""
    rows = [
        [
            span,
            number(model.pages(span)),
            number(model.articles(span)),
            size(model.bytes_in(span)),
            size(model.bytes_out(model.articles(span))),
            number(model.articles(span) * model.rates["events_an_article"]),
        ]
        for span in SPANS
    ]
    return _table(["", "pages", "articles coded", "to fetch", "datasets", "events"], rows)


def costs(model: Model) -> str:
    """Return time and money, machine by machine."""
    rows = []
    for machine in model.given["machines"]:
        for parser in ("accurate", "fast"):
            cells = [
                f"{duration(model.seconds(machine, span, parser))}{money(model.dollars(machine, span, parser))}"
                for span in SPANS
            ]
            cores = number(model.of("machines", machine, "cores"))
            rows.append([f"{machine}, {cores} cores", f"`{parser}`", *cells])
    return _table(["", "", *SPANS], rows)


def storage(model: Model) -> str:
    """Return what it costs to keep the datasets."""
    price = model.of("storage", "usd_a_gb_month")
    rows = [[span, f"${model.bytes_out(model.articles(span)) / 1e9 * price:,.2f}"] for span in SPANS]
    return _table(["", "a month"], rows)


def beside(model: Model) -> str:
    """Return dollars a million articles, beside language models."""
    least = model.own_dollars("accurate")
    rows = [
        [f"dragoman, `{parser}`, cloud", _dollars(model.own_dollars(parser)), ""]
        for parser in ("accurate", "fast")
    ]
    for name in model.given["models"]["prices"]:
        asked = model.asked_dollars(name)
        rows.append(
            [f"a language model, {name}", _dollars(asked), f"{_rounded(asked / least)} times `accurate`"]
        )
    return _table(["", "a million articles", ""], rows)


def growth(model: Model) -> str:
    """Return what grows with the number of articles."""
    rows = []
    for name, articles in SIZES.items():
        workers = model.workers("Slurm array")
        pages = articles / model.of("archive", "english")
        rows.append(
            [
                name,
                number(pages * model.of("archive", "bytes_a_page") / SLICE),
                size(model.bytes_out(articles)),
                duration(pages * model.page_seconds("accurate") / workers),
                duration(articles / 1000 * model.rates["stage2_s_per_1000"] / workers),
                duration(articles / 1000 * model.rates["link_s_per_1000"]),
                number(math.ceil(articles / AT_ONCE)),
            ]
        )
    columns = [
        "articles",
        "shards",
        "datasets",
        "coding",
        "grouping, shared",
        "grouping, one process",
        "passes over ids",
    ]
    return _table(columns, rows)


def assumptions(model: Model) -> str:
    """Return what is assumed, and why."""
    rows = list[list[str]]()

    def walk(entry: Any, names: tuple[str, ...]) -> None:
        if not isinstance(entry, Mapping):
            return
        if "why" in entry:
            values = ", ".join(
                f"{'' if key == 'value' else key + ' '}{value:,g}"
                for key, value in entry.items()
                if key != "why"
            )
            rows.append([", ".join(names).replace("_", " "), values, entry["why"]])
            return
        for name, part in entry.items():
            walk(part, (*names, name))

    walk(model.given, ())
    return _table([f"assumed ({model.given['dated']})", "", "why"], rows)


def number(value: float) -> str:
    """Return a number with two digits that count, in words where it is large."""
    for unit, name in ((1e9, " billion"), (1e6, " million")):
        if value >= unit:
            return f"{_rounded(value / unit)}{name}"
    return f"{float(_rounded(value).replace(',', '')):,.0f}"


def size(value: float) -> str:
    """Return bytes."""
    for unit, name in ((1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB")):
        if value >= unit:
            return f"{_rounded(value / unit)} {name}"
    return f"{_rounded(value / 1e3)} KB"


def duration(seconds: float) -> str:
    """Return a time."""
    for unit, name in ((365.25 * 86400, "years"), (86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 1.5 * unit:
            return f"{_rounded(seconds / unit)} {name}"
    return f"{_rounded(seconds)} seconds"


def money(value: float) -> str:
    """Return what is added to a time: nothing where it costs nothing."""
    return f", {_dollars(value)}" if value else ""


def _dollars(value: float) -> str:
    return f"${_rounded(value)}"


def _rounded(value: float) -> str:
    if value <= 0:
        return "0"
    digits = 1 - math.floor(math.log10(value))
    return f"{round(value, digits):,.{max(digits, 0)}f}"


TABLES: Mapping[str, Callable[[Model], str]] = {
    "rates": rates, "amounts": amounts, "costs": costs, "storage": storage, "beside": beside, "growth": growth,
    "assumptions": assumptions,
}  # fmt: skip


def written(page: str, model: Model) -> str:
    """Return the page with the tables of the model. Raises `ValueError` where it has no place for one."""
    for name, table in TABLES.items():
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.S)
        if not place.search(page):
            raise ValueError(
                f"{PAGE.name}: no place for {name} (write <!-- {name} --> and <!-- end --> on lines of their own)"
            )
        made = table(model)
        page = place.sub(lambda found, made=made: f"{found[1]}{made}\n{found[2]}", page)  # type: ignore[misc]
    return page


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), Model.read()), encoding="utf-8")
