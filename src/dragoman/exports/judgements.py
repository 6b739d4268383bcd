"""What was judged of an event, in words: for a cell of a spreadsheet, a page, or the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dragoman.records import Event

FOLLOWS = {"quad": ("type",), "intensity": ("type", "mode"), "cameo": ("type", "mode")}
"""Fields that are what they are because another is, so that they need not be told beside it."""

MANY = ("actors", "recipients", "contexts")

NOTHING = "none"


def told(event: Event) -> str:
    """Return ``rejected: why``, or ``type was AID; place was none; why``; empty where nobody judged the event."""
    judgement = event.judgement
    if judgement is None:
        return ""
    if judgement.rejected:
        return f"rejected: {judgement.note}" if judgement.note else "rejected"
    parts = [f"{name} {'were' if name in MANY else 'was'} {value}" for name, value in corrected(event)] or [
        "as coded"
    ]
    return "; ".join([*parts, *([judgement.note] if judgement.note else [])])


def corrected(event: Event) -> list[tuple[str, str]]:
    """Return the fields that somebody set to something else, each with what was coded, in words."""
    was = event.judgement.was if event.judgement else {}
    return [
        (name, in_words(name, value))
        for name, value in was.items()
        if not any(other in was for other in FOLLOWS.get(name, ()))
    ]


def in_words(name: str, value: Any) -> str:
    """Return the value of a field of an event (as JSON has it) as a person would write it."""
    if value is None or value == [] or value == "":
        return NOTHING
    if name == "date":
        return _date(value)
    if name == "place":
        return " ".join(filter(None, [value["name"], value["country"] and f"({value['country']})"]))
    if name in MANY[:2]:
        return "; ".join(map(_party, value))
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _date(value: Mapping[str, str]) -> str:
    length = {"year": 4, "month": 7}.get(value["precision"], 10)
    ends = dict.fromkeys(value[end][:length] for end in ("start", "end"))
    return "/".join(ends)


def _party(value: Mapping[str, Any]) -> str:
    code = ":".join([value["country"] or "", *value["sectors"]]).strip(":")
    words = " ".join((value["text"] or value["name"] or "").split())
    return " ".join(filter(None, [words, code and (f"({code})" if words else code)])) or NOTHING
