"""The same as a drawing shows, in rows: for readers who cannot see it, and for those who want the numbers."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from dragoman.drawing.svg import tag
from dragoman.drawing.wording import number, words


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; the first cell of a row names it. A cell is a text, a number, or ``None``."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]

    def html(self) -> Markup:
        """Return the table folded away (``<details>``)."""
        heads = tag("tr", *(tag("th", name, scope="col") for name in self.columns))
        body = (
            tag("tr", _cell(row[0], "th", scope="row"), *(_cell(cell, "td") for cell in row[1:]))
            for row in self.rows
        )
        table = tag("table", tag("caption", self.caption), tag("thead", heads), tag("tbody", "", *body))
        scroll = tag("div", table, class_="scroll", tabindex="0", role="region", aria_label=self.caption)
        return tag("details", tag("summary", words()["data"]), scroll, class_="drawing-data")


def _cell(value: str | float | None, name: str, **attributes: object) -> Markup:
    is_number = isinstance(value, (int, float))
    shown = "" if value is None else number(value) if isinstance(value, (int, float)) else value
    return tag(name, shown, class_="number" if is_number else None, **attributes)
