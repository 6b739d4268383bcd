"""Events in which every column of every format has something to say, in invented reports."""

from __future__ import annotations

from dataclasses import replace

from dragoman.exports.rows import Row
from dragoman.records import (
    Amount,
    Attribution,
    Date,
    Document,
    Equipment,
    Event,
    Evidence,
    Happening,
    Judgement,
    Party,
    Place,
    Span,
    Version,
)

LEAD = "Norway's army fired on rebels in Peru on Monday, killing 10 to 12, the UN said."
SECOND = "It arrested Ana Ruiz and NATO envoys."
TEXT = f"{LEAD}\n\n{SECOND}"

REPORT = Document(
    id="d1", kind="article", title="Norway fires on rebels", text=TEXT, published="2025-02-18T06:30:00Z",
    publisher="The Harbour Post", family="Harbour", url="https://harbour.example/a", language="en",
)  # fmt: skip
WIRE = replace(REPORT, id="d2", published="2025-02-19", publisher="Coast Wire", family=None, url=None)

VERSION = Version("0.1.0", "abc", "english-1")
BERGEN = Place("Bergen", "NOR", 60.393, 5.324, 3161732)
ARMY = Party(
    "Norway's army", 0, 13, "NOR", ("MIL", "REB", "GOV"), "Norwegian Army", "organization: Norwegian Army"
)
REBELS = Party("rebels", 23, 29, "PER", ("REB", "PTY", "CVL"), None, "role: rebel")
UN = Party("the UN", 67, 73, "UNO", ("MED",), "United Nations", "organization: United Nations")
NATO = Party("NATO envoys", 106, 117, "IGO", ("MIL",), "NATO", "organization: NATO")
RUIZ = Party("Ana Ruiz", 93, 101, "PER", ("GOV",), "Ana Ruiz", "leader: Ana Ruiz, foreign minister")
IT = Party("It", 81, 83, "NOR", ("MIL",), None, "reference (subject above): Norway's army; role: army")

SHOT = Event(
    id="0123456789abcdef", document="d1", type="ASSAULT", mode="firearms", cameo="193", quad=4, intensity=-9.0,
    status="happened", date=Date("2025-02-17", "2025-02-18", "day"), place=BERGEN,
    actors=(ARMY,), recipients=(REBELS, UN),
    attribution=Attribution(UN, "said", "official"),
    amounts=(Amount("dead", 10, 12, None, "10 to 12"), Amount("injured", 3, 3, None, "3"),
             Amount("arrested", 2, 2, None, "2")),
    equipment=(Equipment("rifle", "small arms", "rifles"),), contexts=("military", "terrorism"), confidence=0.62,
    trigger=Span(14, 22, "fired on"), evidence=Evidence("text", 0, len(LEAD), LEAD, "ASSAULT/fire on (active)"),
    version=VERSION,
    judgement=Judgement(False, {"mode": None}, "small arms", "A. Desk", "2025-02-20T00:00:00Z"),
)  # fmt: skip
ARREST = replace(
    SHOT, id="1123456789abcdef", type="COERCE", mode="arrest", cameo="173", intensity=-7.0, date=None,
    place=Place("Lima Region", "PER", -11.0, -76.0), actors=(IT,), recipients=(RUIZ, NATO), amounts=(), judgement=None,
    trigger=Span(84, 92, "arrested"),
    evidence=Evidence("text", len(LEAD) + 2, len(TEXT), SECOND, "COERCE/arrest (active)"),
)  # fmt: skip
TALKS = replace(
    ARREST, id="2123456789abcdef", document="d2", type="CONSULT", mode=None, cameo="040", quad=1, intensity=2.5,
    place=Place("Texas", "USA", 31.0, -100.0), actors=(ARMY, REBELS), recipients=(), contexts=(), confidence=None,
    evidence=Evidence("title", 0, 22, "Norway fires on rebels", "CONSULT/talks"),
)  # fmt: skip
IN_COUNTRY = replace(
    TALKS,
    id="3123456789abcdef",
    document="d1",
    actors=(RUIZ, NATO),
    place=Place("Peru", "PER", -9.2, -74.4, 3932488),
)
PROMISE = replace(
    ARREST, id="4123456789abcdef", type="AGREE", mode=None, cameo="033", quad=1, intensity=2.5, status="planned",
    evidence=replace(ARREST.evidence, rule="AID/send+aid (active), planned: AGREE"),
)  # fmt: skip
DENIED = replace(ARREST, id="5123456789abcdef", status="denied")

DEED = Happening(SHOT.id, (SHOT.id, "9123456789abcdef"), 2, 2, 2, 1)


def row(event: Event, happening: Happening | None = None) -> Row:
    """Return an event in its report."""
    document = {"d1": REPORT, "d2": WIRE}[event.document]
    if event.date:
        return Row(event, document, event.date.start, "event", "s1", "Shots in Bergen", happening)
    assert document.published
    return Row(event, document, document.published[:10], "published", "s1", "Shots in Bergen", happening)


ROWS = (
    row(SHOT, DEED), row(ARREST), row(TALKS), row(IN_COUNTRY), row(PROMISE), row(DENIED),
)  # fmt: skip
