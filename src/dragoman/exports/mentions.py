"""Mentions of GDELT 2.0: 16 columns, tab-separated, without a header; one row for each telling of a deed and pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TextIO

from dragoman.exports import tabular
from dragoman.exports.gdelt import deed, moment
from dragoman.exports.rows import Row, Written
from dragoman.exports.saying import Line, event_number, lines, told
from dragoman.records import Party

NAME = "gdelt-mentions"


def _nothing(line: Line) -> None:
    return None


COLUMNS: Mapping[str, Callable[[Line], object]] = {
    "GLOBALEVENTID": lambda n: event_number(deed(n.row), n.row.event, n.source, n.target),
    "EventTimeDate": lambda n: moment(n.row.document.published) if deed(n.row) == n.row.event.id else None,
    "MentionTimeDate": lambda n: moment(n.row.document.published),
    "MentionType": lambda n: "1" if n.row.document.url else "2",
    "MentionSourceName": lambda n: n.row.document.publisher,
    "MentionIdentifier": lambda n: n.row.document.url or n.row.document.id,
    "SentenceID": _nothing,
    "Actor1CharOffset": lambda n: _offset(n, n.source),
    "Actor2CharOffset": lambda n: _offset(n, n.target),
    "ActionCharOffset": lambda n: n.row.event.trigger.start if _in_text(n) else None,
    "InRawText": lambda n: "0" if _referred(n.source) or _referred(n.target) else "1",
    "Confidence": lambda n: _percent(n.row.event.confidence),
    "MentionDocLen": lambda n: None if n.row.document.text is None else len(n.row.document.text),
    "MentionDocTone": _nothing,
    "MentionDocTranslationInfo": _nothing,
    "Extras": _nothing,
}


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write one row for each event and pair of parties; what the format cannot say is left out and counted."""
    left_out = Counter[str]()
    return Written(tabular.write(COLUMNS, lines(told(rows, left_out)), out, header=False), left_out)


def _in_text(line: Line) -> bool:
    return line.row.event.evidence.field == "text"


def _offset(line: Line, party: Party | None) -> int | None:
    return party.start if party and _in_text(line) else None


def _referred(party: Party | None) -> bool:
    return bool(party and party.how and party.how.startswith("reference "))


def _percent(confidence: float | None) -> int | None:
    return None if confidence is None else round(confidence * 100)
