"""Stories made by hand: one told by three houses, one headline of each kind, and a hostile one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dragoman.records import (
    Amount,
    Attribution,
    Citation,
    Date,
    Document,
    Equipment,
    Event,
    EventType,
    Evidence,
    Field,
    Party,
    Place,
    Sentence,
    Span,
    SpeakerKind,
    Story,
    Version,
    stable_id,
)

VERSION = Version("0", "lexicon", "model")


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Cut after full stops: enough for what is written here."""
    headline = Sentence(
        document.id, "title", 0, len(document.title or ""), document.title or "", headline=True
    )
    cuts = re.finditer(r"[^\s.][^.]*\.", document.text or "")
    body = [Sentence(document.id, "text", m.start(), m.end(), m.group()) for m in cuts]
    return (headline, *body) if document.title else tuple(body)


def party(quote: str, text: str, country: str | None = None, *sectors: str) -> Party:
    start = quote.index(text)
    return Party(text, start, start + len(text), country, sectors)


def event(document: Document, sentence: str, type_: EventType, **known: Any) -> Event:
    """Make an event of a sentence of the document; parties are given as [text, country, *sectors]."""
    field: Field = "title" if document.title and sentence in document.title else "text"
    whole = document.string(field)
    start = whole.index(sentence)
    trigger = known.pop("trigger", sentence.split()[1])
    at = whole.index(trigger, start)
    defaults: dict[str, Any] = {
        "mode": None, "cameo": None, "quad": 3, "intensity": 0.0, "status": "happened", "date": None,
        "place": None, "attribution": None, "amounts": (), "equipment": (), "contexts": (),
        "confidence": None,
    }  # fmt: skip
    sides = {side: tuple(party(whole, *p) for p in known.pop(side, ())) for side in ("actors", "recipients")}
    return Event(
        id=stable_id(document.id, type_, sentence, repr(sides)),
        document=document.id,
        type=type_,
        trigger=Span(at, at + len(trigger), trigger),
        evidence=Evidence(field, start, start + len(sentence), sentence, "by hand"),
        version=VERSION,
        **(defaults | sides | known),
    )  # fmt: skip


def said(document: Document, speaker: str | None, cue: str, kind: SpeakerKind) -> Attribution:
    return Attribution(party(document.text or document.title or "", speaker) if speaker else None, cue, kind)


def story(documents: Sequence[Document], events: Sequence[Event] = (), origins: int = 1) -> Story:
    first = documents[0]
    quote = first.title or sentences(first)[0].text
    source = Citation(first.id, "title" if first.title else "text", 0, len(quote), quote)
    dated = sorted(d.published[:10] for d in documents if d.published)
    days = (dated[0], dated[-1]) if dated else (None, None)
    return Story(stable_id("story", first.id), quote, source, tuple(documents), tuple(events), origins, *days)


# ------------------------------------------------------------------------------- a lock on the Danube

POST = Document(
    id="post-1",
    kind="article",
    title="Serbia and Romania Agree on New Danube Lock",
    text=(
        "Serbia and Romania signed a treaty on Monday to build a lock on the Danube for 300 million euros. "
        "Hungary criticised Serbia because ships would wait longer, according to officials in Budapest. "
        "The river was low all summer."
    ),
    published="2025-03-04",
    publisher="The Evening Post",
    url="https://post.example/lock?a=1&b=2",
)
WIRE = Document(
    id="wire-7",
    kind="article",
    title="Danube lock treaty signed",
    text="The treaty on the lock ends a long dispute between the neighbours. Work begins in May this year.",
    published="2025-03-05",
    publisher="North Wire",
)
NOTE = Document(id="note-3", kind="headline", title="Hungary Slams Danube Lock", published="2025-03-05")

SIGNED = event(
    POST,
    "Serbia and Romania signed a treaty on Monday to build a lock on the Danube for 300 million euros.",
    "AGREE",
    trigger="signed",
    actors=[["Serbia", "SRB"], ["Romania", "ROU"]],
    amounts=(Amount("money", 3e8, 3e8, "EUR", "300 million euros"),),
    equipment=(Equipment("Danube lock", "works", "lock"),),
    place=Place("Danube"),
    date=Date("2025-03-03", "2025-03-03", "day"),
    contexts=("diplomatic",),
)
CRITICISED = event(
    POST,
    "Hungary criticised Serbia because ships would wait longer, according to officials in Budapest.",
    "ACCUSE",
    mode="disapprove",
    trigger="criticised",
    actors=[["Hungary", "HUN"]],
    recipients=[["Serbia", "SRB"]],
    attribution=said(POST, "officials in Budapest", "according to", "official"),
    contexts=("diplomatic",),
)
SLAMMED = event(NOTE, "Hungary Slams Danube Lock", "ACCUSE", mode="disapprove", actors=[["Hungary", "HUN"]])
LOCK = story([POST, WIRE, NOTE], [SIGNED, CRITICISED, SLAMMED], origins=2)

# ---------------------------------------------------------------------------------------- headlines

FERRY = Document(id="ferry", kind="headline", title="Chile Seizes Peruvian Fishing Boats")
SEIZED = event(
    FERRY,
    "Chile Seizes Peruvian Fishing Boats",
    "COERCE",
    mode="seize",
    actors=[["Chile", "CHL"]],
    recipients=[["Peruvian Fishing Boats", "PER"]],
)
SNOW = Document(id="snow", kind="headline", title="Early Snow Delights Skiers")
HOSTILE = Document(
    id='"><i>',
    kind="headline",
    title='<script>alert("1")</script> & [x](javascript:alert(1)) | \u202eback\x00 `a` *b* {{ 7*7 }}',
    url="javascript:alert(1)",
    publisher="</title><b onmouseover='x'>",
)
QUIET = Document(
    id="quiet",
    kind="article",
    text=(
        "Botswana opened a diamond museum in its capital on Friday, and visitors from many countries of the "
        "south came to see what was once hidden below the sand. It is free."
    ),
)
ALL = (story([SNOW]), story([FERRY], [SEIZED]), LOCK, story([HOSTILE]), story([QUIET]))
