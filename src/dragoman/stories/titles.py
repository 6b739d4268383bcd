"""What of a title tells the news: without its publisher, labels and the names of standing columns (``titles.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from dragoman.ontology.files import load_yaml
from dragoman.ontology.publishers import publishers
from dragoman.records import Document


def own_title(document: Document) -> str:
    """The title without what stands beside the news; empty where nothing else is left.

    That is the name of the publisher that feeds put behind it ("… - BBC News"), labels before and behind
    ("Opinion: …", "UPDATE 2-…", "… – live"), and a title that is only a standing column's ("Your Monday Briefing").
    """
    title = " ".join((document.title or "").split())
    told, _, house = title.rpartition(" - ") if " - " in title else title.rpartition(" | ")
    if told and (house == document.publisher or publishers().knows(house)):
        title = told.strip()
    forms = _forms()
    title = forms.behind.sub("", forms.before.sub("", title))
    return "" if forms.column.fullmatch(title) else title


class _Forms(NamedTuple):
    before: re.Pattern[str]
    behind: re.Pattern[str]
    column: re.Pattern[str]


@cache
def _forms() -> _Forms:
    """The lists of ``titles.yaml``, ready for matching."""
    data: dict[str, list[str]] = load_yaml("titles.yaml", __package__)
    before, behind, columns, day = (_any(data[key]) for key in ("before", "behind", "columns", "day"))
    # A label with nothing but a hyphen is an agency's, in capitals ("WRAPUP 3-…").
    agency = _any(map(str.upper, data["before"]))
    label = rf"(?i:{before})(?: \d+)?(?: ?[:|]| [-–—]) ?|{agency}(?: \d+)?-(?=\S)"
    return _Forms(
        before=re.compile(rf"^(?:{label})+(?=\S)"),
        behind=re.compile(rf"(?i:(?: ?[(\[]{behind}[)\]]| ?[:|] ?{behind}| [-–—] {behind})+)$"),
        column=re.compile(rf"(?i:(?:(?:{day}|\d+)[\W\d]+)*{columns}(?:[\W\d]+(?:{day}|\d+))*\W*)"),
    )


def _any(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(phrases, key=lambda p: (-len(p), p))))})"
