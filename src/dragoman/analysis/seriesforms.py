"""A series as rows, CSV, JSON, a data frame, and a chart."""

from __future__ import annotations

import csv as csv_format
import datetime as dt
import io
import json as json_format
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dragoman.analysis.measures import Measure, measures, words
from dragoman.drawing.panels import Panel, Point, panels, panels_table
from dragoman.drawing.wording import counted
from dragoman.errors import DragomanError
from dragoman.ontology.countries import countries
from dragoman.store.keys import code_of

if TYPE_CHECKING:
    from dragoman.analysis.series import Line, Series, Span

Cell = str | float | None

DAYS = ("start", "first", "last")
"""Columns that are days."""

UP, DOWN = (2, 1), (4, 3)
"""Quad classes that stand on the line of a chart and that hang from it: deeds next to it, words outside."""


def columns(series: Series) -> tuple[str, ...]:
    """Return the names of the columns of `rows`."""
    shared = ("all",) if series.share else ()
    return (
        *("actor", "recipient", "start", "first", "last", "days", "events"), *shared,
        *(column(measure, series) for measure in series.measures if measure.name != "count" or series.share),
    )  # fmt: skip


def column(measure: Measure, series: Series) -> str:
    """Return the name of the column of a measure."""
    return f"{measure.column}_per_1000" if series.share and not measure.scale else measure.column


def rows(series: Series) -> Iterator[dict[str, Cell]]:
    """Yield a row for each period of each line."""
    names = columns(series)
    for line in series.lines:
        for span in line.spans:
            values: dict[str, Cell] = {
                column(measure, series): _rounded(span.value(measure, share=series.share))
                for measure in series.measures
            }
            told = {
                "actor": line.actor, "recipient": line.recipient, "start": span.start, "first": span.first,
                "last": span.last, "days": span.days, "events": span.events, "all": span.all, **values,
            }  # fmt: skip
            yield {name: told[name] for name in names}


def _rounded(value: float | None) -> float | None:
    return value if value is None or isinstance(value, int) else round(value, 6)


def csv(series: Series) -> str:
    """Return the rows as CSV."""
    out = io.StringIO()
    table = csv_format.DictWriter(out, columns(series), lineterminator="\n")
    table.writeheader()
    table.writerows(rows(series))
    return out.getvalue()


def json(series: Series) -> str:
    """Return what was asked and found, as JSON."""
    names = columns(series)
    every = list(rows(series))
    told = list[dict[str, Any]]()
    for line in series.lines:
        own, every = every[: len(line.spans)], every[len(line.spans) :]
        periods = [{name: row[name] for name in names[2:]} for row in own]
        told.append(
            {
                "actor": line.actor,
                "recipient": line.recipient,
                "events": line.events,
                "left_out": line.left_out,
                "periods": periods,
            }
        )
    query = {name: value for name, value in asdict(series.query).items() if value is not None}
    found = {
        "by": series.by,
        "direction": series.direction,
        "measures": [measure.name for measure in series.measures],
        "query": query,
        "statuses": series.statuses,
        "day": series.day,
        "one_a_day": series.one_a_day,
        "corroborated": series.corroborated,
        "share": series.share,
        "first": series.first,
        "last": series.last,
        "lines": told,
    }
    return json_format.dumps(found, ensure_ascii=False, indent=1) + "\n"


def frame(series: Series) -> Any:
    """Return the rows as a DataFrame of the library that is there."""
    data = {name: [row[name] for row in rows(series)] for name in columns(series)}
    try:
        import pandas
    except ImportError:
        try:
            import polars
        except ImportError as error:
            raise DragomanError(
                "a data frame needs pandas or polars (pip install 'dragoman[analysis]')"
            ) from error
        days = polars.col(*DAYS).str.to_date()
        return polars.DataFrame(data, schema_overrides=dict.fromkeys(DAYS, polars.String)).with_columns(days)
    made = pandas.DataFrame(data)
    for name in DAYS:
        made[name] = pandas.to_datetime(made[name])
    return made


# ------------------------------------------------------------------------------------------- charts


def svg(series: Series) -> str:
    """Return the chart as an SVG file."""
    return panels(drawn(series), by=series.by, title=title(series), notes=notes(series))


def png(series: Series) -> bytes:
    """Return the chart as PNG."""
    from dragoman.drawing.standalone import png as picture

    return picture(svg(series))


def html(series: Series) -> str:
    """Return the chart, and under it the same as a table."""
    picture = svg(series).partition("\n")[2]
    return picture + str(panels_table(drawn(series), by=series.by, title=title(series)).html())


def drawn(series: Series) -> list[Panel]:
    """Return the panels of the chart; cooperation and conflict are one, up and down, where both are asked for."""
    found = list[Panel]()
    names = {measure.name for measure in series.measures}
    both = "count" in names or {"cooperation", "conflict"} <= names
    for measure in series.measures:
        up, down, label = (
            tuple(q for q in (*UP, *DOWN) if q in measure.quads),
            tuple[int, ...](),
            measure.label,
        )
        if both and measure.name in ("cooperation", "conflict", "count"):
            if any(panel.down == ("q4", "q3") for panel in found):
                continue
            up, down, label = UP, DOWN, measures()["count"].label
        found += [_panel(series, line, measure, label, up, down) for line in series.lines if line.spans]
    return found


def _panel(
    series: Series, line: Line, measure: Measure, label: str, up: tuple[int, ...], down: tuple[int, ...]
) -> Panel:
    shared = series.share and not measure.scale
    key = "share" if shared else "over" if measure.scale else "each"
    pattern = words()[key][series.by] if key == "each" else words()[key]
    unit = words()["deed" if series.corroborated else "event"][1]
    what = pattern.format(what=label.format(unit=unit), by=series.by)

    def values(span: Span) -> tuple[float, ...] | None:
        if not measure.scale:
            parts = [span.shared(span.quads[quad - 1], share=shared) for quad in (*up, *down)]
            return None if None in parts else tuple(part for part in parts if part is not None)
        value = span.value(measure)
        if value is None or measure.mean:
            return None if value is None else (value,)
        return (max(value, 0.0), max(-value, 0.0))

    day = dt.date.fromisoformat
    points = [Point(day(s.start), day(s.first), day(s.last), values(s)) for s in line.spans]
    if measure.scale and not measure.mean:
        return Panel(named(line, series), what, points, ("plus",), ("minus",))
    return Panel(named(line, series), what, points, tuple(f"q{q}" for q in up), tuple(f"q{q}" for q in down))


def title(series: Series) -> str:
    """Return what the chart is of."""
    line = series.lines[0]
    lines = named(line, series)
    if series.direction == "both":
        lines = words()["lines"]["both"].format(actor=_name(line.actor), recipient=_name(line.recipient))
    return str(words()["title"].format(lines=lines, by=series.by))


def named(line: Line, series: Series) -> str:
    """Return what a line is called: Taiwan → United States."""
    if not (line.actor or line.recipient):
        return str(words()["everybody"]) if series.query.about is None else _name(series.query.about)
    pattern = words()["lines"]["undirected" if series.direction == "undirected" else "forth"]
    return str(pattern.format(actor=_name(line.actor), recipient=_name(line.recipient)))


def _name(key: str | None) -> str:
    """Return the name of a state, with its sector; what is none as it was asked for."""
    if key is None:
        return str(words()["anyone"])
    code = code_of(key)
    name = next(
        (one.name for one in countries() if code and one.kind == "state" and one.code == code[0]), None
    )
    return f"{name} {code[1]}" if name and code and code[1] else name or key


def notes(series: Series) -> list[str]:
    """Return what must be known to read the numbers: how many events, which day, and what was left out."""
    told = words()
    states = " or ".join(told["statuses"][status] for status in series.statuses)
    found = list[str]()
    for line in series.lines:
        what = told["deeds" if series.corroborated else "counted"]
        number = counted(line.events, tuple(told["deed" if series.corroborated else "event"]))
        origins = counted(series.corroborated or 0, tuple(told["origin"]))
        said = what.format(label=named(line, series), counted=number, statuses=states, corroborated=origins)
        parts = ", ".join(told["left_out"][why].format(n=f"{n:,}") for why, n in line.left_out.items())
        found.append(f"{said} {told['left'].format(parts=parts)}" if parts else said)
    if series.first and series.last:
        found.append(
            told["coverage"].format(day=told["day"][series.day], first=series.first, last=series.last)
        )
    if series.one_a_day:
        found[-1] += f" {told['one_a_day']}"
    if series.share and any(span.all == 0 for line in series.lines for span in line.spans):
        found.append(told["void"])
    return found
