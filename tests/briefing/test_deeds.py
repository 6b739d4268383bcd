"""Lines of who did what to whom."""

from __future__ import annotations

from dragoman.briefing.deeds import deeds
from dragoman.records import Document
from tests.briefing.sample import event, story

PORT = Document(
    id="port",
    kind="article",
    title="CHILE SEIZES PERUVIAN BOATS",
    text="HUNGARY SLAMS SERBIA OVER LOCK\nChile seized two Peruvian boats on Monday.",
    published="2025-05-06",
)


def test_a_heading_within_a_report_is_no_line() -> None:
    """It is often the link to another report; a title in capitals is the report's own."""
    other = event(PORT, "HUNGARY SLAMS SERBIA OVER LOCK", "ACCUSE", actors=[["HUNGARY", "HUN"]],
                  recipients=[["SERBIA", "SRB"]])  # fmt: skip
    own = event(PORT, "CHILE SEIZES PERUVIAN BOATS", "COERCE", actors=[["CHILE", "CHL"]],
                recipients=[["PERUVIAN BOATS", "PER"]])  # fmt: skip
    assert [deed.event for deed in deeds(story([PORT], [other, own]))] == [own]
