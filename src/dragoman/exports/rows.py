"""What the formats are written from: an event, and where it was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dragoman.records import Document, Event, Happening


@dataclass(frozen=True, slots=True)
class Row:
    """An event and where it was told.

    Attributes:
        event: the event.
        document: its report; without the text where that was not asked for.
        day: the first day of the event's own date, else the day of publication; ``None`` without both.
        day_from: which of the two it is: ``event`` or ``published``.
        story, story_title: the story that the report is in; ``None`` where reports were not grouped.
        happening: what other reports tell of it; ``None`` where that was not asked for.
    """

    event: Event
    document: Document
    day: str | None
    day_from: Literal["event", "published"] | None
    story: str | None = None
    story_title: str | None = None
    happening: Happening | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a format has written: its lines or records, and the events that it left out.

    Attributes:
        rows: lines, or records, without a header.
        left_out: how many events the format cannot say, by why not (``planned``, ``no country``).
    """

    rows: int
    left_out: Mapping[str, int] = field(default_factory=dict)
