"""Records of any content, for what a store must give back as it was put in."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from dragoman.records import (
    EVENT_TYPES,
    STATUSES,
    Amount,
    Attribution,
    Citation,
    Date,
    Document,
    Equipment,
    Event,
    Evidence,
    Field,
    Party,
    Place,
    Span,
    Story,
    Version,
)

# Lone surrogates and NUL too: whatever JSON can bring.
anything = st.text(st.characters(), max_size=12) | st.sampled_from(["\ud800", "a\x00b", "\ufdd0", "’", "🏛"])
maybe = st.none() | anything
days = st.dates().map(lambda day: day.isoformat())
codes = st.sampled_from(["FRA", "NOR", "CHL", "IGO"])
numbers = st.floats(-1e6, 1e6)

parties = st.builds(
    Party,
    anything,
    st.integers(0, 50),
    st.integers(50, 99),
    st.none() | codes,
    st.lists(st.sampled_from(["GOV", "MIL", "OPP"]), max_size=2, unique=True).map(tuple),
    st.none() | st.sampled_from(["Greta Quist", "Chile", "Norway", "Harbour Board"]) | anything,
    st.none() | st.sampled_from(["country: Chile", "capital: Norway", "leader: Greta Quist, prime minister"]),
)
several = st.lists(parties, max_size=3).map(tuple)


@st.composite
def events(draw: st.DrawFn, id: str, document: str) -> Event:
    field: Field = draw(st.sampled_from(get_args(Field)))
    return Event(
        id=id,
        document=document,
        type=draw(st.sampled_from(EVENT_TYPES)),
        mode=draw(st.sampled_from([None, "meet"])),
        cameo=draw(maybe),
        quad=draw(st.integers(1, 4)),
        intensity=draw(st.floats(-10, 10)),
        status=draw(st.sampled_from(STATUSES)),
        date=draw(st.none() | days.map(lambda day: Date(day, day, "day"))),
        place=draw(
            st.none()
            | st.builds(Place, anything, st.none() | codes, st.none() | numbers, st.none() | numbers)
        ),
        actors=draw(several),
        recipients=draw(several),
        attribution=draw(
            st.none() | st.builds(Attribution, st.none() | parties, anything, st.just("named"), several)
        ),
        amounts=draw(
            st.lists(st.builds(Amount, st.just("dead"), numbers, numbers, maybe, anything), max_size=2).map(
                tuple
            )
        ),
        equipment=draw(st.lists(st.builds(Equipment, anything, anything, anything), max_size=1).map(tuple)),
        contexts=draw(st.lists(anything, max_size=2).map(tuple)),
        confidence=draw(st.none() | st.floats(0, 1)),
        trigger=Span(0, 1, draw(anything)),
        evidence=Evidence(field, 0, 1, draw(anything), draw(anything)),
        version=Version("1", "2", "3"),
    )


@st.composite
def documents(draw: st.DrawFn, id: str) -> Document:
    return Document(
        id=id,
        kind=draw(st.sampled_from(["article", "headline"])),
        title=draw(maybe),
        text=draw(maybe),
        published=draw(st.none() | days),
        published_from=draw(maybe),
        publisher=draw(maybe),
        family=draw(maybe),
        url=draw(maybe),
        language=draw(maybe),
    )


@st.composite
def stories(draw: st.DrawFn) -> list[Story]:
    """Some stories without a document in common."""
    ids = draw(st.lists(anything.filter(lambda id: id.isprintable()), min_size=1, max_size=5, unique=True))
    groups = draw(st.lists(st.integers(0, 2), min_size=len(ids), max_size=len(ids)))
    found = []
    for group in sorted(set(groups)):
        reports = tuple(draw(documents(id)) for id, of in zip(ids, groups, strict=True) if of == group)
        told = tuple(
            draw(events(f"{report.id}-{n}", report.id))
            for report in reports
            for n in range(draw(st.integers(0, 2)))
        )
        dated = sorted(report.published for report in reports if report.published)
        title = draw(anything)
        found.append(
            Story(
                id=f"story {group}",
                title=title,
                title_from=Citation(reports[0].id, "title", 0, len(title), title),
                documents=reports,
                events=told,
                origins=draw(st.integers(1, 9)),
                first=dated[0] if dated else None,
                last=dated[-1] if dated else None,
                copies=(tuple(report.id for report in reports),),
            )
        )
    return found
