"""Lines of who did what to whom."""

from __future__ import annotations

from dragoman.briefing.deeds import deeds
from dragoman.records import Document, Event
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


def test_what_a_line_has_told_makes_room_for_what_none_has() -> None:
    text = "Chile shelled Lima. Chile shelled Cusco. Chile shelled Tacna. Norway criticised Chile."
    port = Document(id="war", kind="article", text=text, published="2025-05-06")

    def shelled(town: str) -> Event:
        return event(port, f"Chile shelled {town}.", "ASSAULT", trigger="shelled", actors=[["Chile", "CHL"]],
                     recipients=[[town]], intensity=-10.0)  # fmt: skip

    criticised = event(port, "Norway criticised Chile.", "ACCUSE", trigger="criticised",
                       actors=[["Norway", "NOR"]], recipients=[["Chile", "CHL"]], intensity=-2.0)  # fmt: skip
    towns = [shelled(town) for town in ("Lima", "Cusco", "Tacna")]
    lines = deeds(story([port], [*towns, criticised]))
    assert [deed.event for deed in lines] == [towns[0], towns[1], criticised, towns[2]]
