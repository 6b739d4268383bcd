"""What of a title tells the news: without its publisher, labels and the names of standing columns (``titles.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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


def tells(document: Document) -> bool:
    """Whether the title tells the news: it is no question, no column and not labelled as comment, check or picture."""
    title, forms = own_title(document), _forms()
    asks = title.endswith("?") or forms.asking.match(title)
    return bool(title) and not asks and not forms.piece.match((document.title or "").strip())


class _Forms(NamedTuple):
    before: re.Pattern[str]
    behind: re.Pattern[str]
    column: re.Pattern[str]
    piece: re.Pattern[str]
    asking: re.Pattern[str]


@cache
def _forms() -> _Forms:
    """The lists of ``titles.yaml``, ready for matching."""
    data = load_yaml("titles.yaml", __package__)
    pieces: list[str] = data["before"]["pieces"]
    labels = [*pieces, *data["before"]["news"]]
    behind, columns, day, asking = (_any(data[key]) for key in ("behind", "columns", "day", "asking"))
    return _Forms(
        before=re.compile(rf"^(?:{_label(labels)})+(?=\S)"),
        behind=re.compile(rf"(?i:(?: ?[(\[]{behind}[)\]]| ?[:|] ?{behind}| [-–—] {behind})+)$"),
        column=re.compile(rf"(?i:(?:(?:{day}|\d+)[\W\d]+)*{columns}(?:[\W\d]+(?:{day}|\d+))*\W*)"),
        piece=re.compile(_label(pieces)),
        asking=re.compile(rf"(?i:{asking})\b"),
    )


def _label(phrases: Sequence[str]) -> str:
    """A pattern for a label before a title; with nothing but a hyphen it is an agency's, in capitals ("WRAPUP 3-…")."""
    agency = _any(map(str.upper, phrases))
    return rf"(?:(?i:{_any(phrases)})(?: \d+)?(?: ?[:|]| [-–—]) ?|{agency}(?: \d+)?-(?=\S))"


def _any(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(phrases, key=lambda p: (-len(p), p))))})"
