"""What stands where on the front page, and under which numbers: the one layout that HTML and Markdown both
print.

Citations are numbered in the order of the page; the list of sources gives each quote with its offsets and
knows every place that cites it, so that a reader gets there and back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dragoman.briefing import wording
from dragoman.briefing.check import missing
from dragoman.briefing.copied import told_once
from dragoman.briefing.deeds import Deed, deeds
from dragoman.briefing.ledger import Ledger, link, printable
from dragoman.briefing.parts import (
    Dated,
    Differing,
    Headline,
    Known,
    Mark,
    Marked,
    Page,
    Points,
    Region,
    Report,
    Row,
    Told,
    Variant,
    Where,
)
from dragoman.briefing.regions import region, regions
from dragoman.briefing.sections import divide
from dragoman.briefing.weighing import opening, shown
from dragoman.ontology.countries import countries
from dragoman.records import (
    Brief,
    Citation,
    Difference,
    Document,
    Item,
    Line,
    Person,
    Spot,
    Step,
    Story,
    Telling,
)
from dragoman.stories.origins import origins

__all__ = ["Mark", "Page", "headline", "layout", "link", "printable"]

SHORT, PAUSE = 14, 24
"""A title that is a sentence of more than `SHORT` words is cut at its first pause among `PAUSE` words."""
# Of a brief that was made without items: nothing was weighed.
_NOTHING = Item("", 0.0, (), None, 0, (), ())


def layout(brief: Brief) -> Page:
    """Lay the page out. Raises `RecordError` when a citation does not hold."""
    held = [document for story in brief.stories for document in story.documents]
    ledger = Ledger([*held, *brief.background])
    items = {story.id: _NOTHING for story in brief.stories} | {item.story: item for item in brief.items}
    sections = divide(brief.stories)
    lead = _lead(brief.lead, brief, items, ledger) if brief.lead else None
    more = tuple(_other(story, items[story.id], ledger) for story in sections.more)
    single = tuple(_other(story, items[story.id], ledger) for story in sections.single)
    headlines = _headlines(sections.rest, items, ledger)
    rows, rows_left = _record(sections.rest, items, ledger)
    places = tuple(_where(spot, ledger) for spot in brief.places[: shown("places")])
    sources = ledger.sources()
    return Page(
        date=wording.days(brief.first, brief.last) if brief.first and brief.last else "Undated",
        about=brief.about,
        since=wording.day(brief.since) if brief.since else None,
        reports=len(held),
        stories=len(brief.stories),
        events=sum(len(told_once(story)) for story in brief.stories),
        lead=lead,
        why=brief.why,
        storyline=brief.storyline,
        more=more,
        single=single,
        headlines=headlines,
        rows=rows,
        rows_left=rows_left,
        places=places,
        places_left=len(brief.places) - len(places),
        lands=_lands(brief.places),
        sources=sources,
        unquoted=len(ledger) - len(sources),
        version=brief.version,
    )


def headline(story: Story) -> str:
    """Return the title of a story; a long sentence of the text ends at its first pause after six words."""
    title = " ".join(story.title.split())
    words = title.split(" ")
    if story.title_from.field == "text" and len(words) > SHORT:
        for n, word in enumerate(words[:PAUSE], start=1):
            if n >= 6 and word[-1] in ",;:":
                return " ".join(words[:n])[:-1] + "…"
    return title


def _lead(lead: Story, brief: Brief, items: Mapping[str, Item], ledger: Ledger) -> Told:
    told = _told(lead, items[lead.id], brief.summary, ledger, leads=True)
    dated = brief.timeline[-shown("steps") :]
    return replace(
        told,
        factors=_factors(brief.factors, ledger),
        people=tuple(_known(person, ledger) for person in brief.people[: shown("people")]),
        steps=tuple(_step(step, ledger) for step in dated),
        steps_left=len(brief.timeline) - len(dated),
    )


def _other(story: Story, item: Item, ledger: Ledger) -> Told:
    return _told(story, item, item.summary or _opening(story), ledger)


def _told(story: Story, item: Item, lines: Sequence[Line], ledger: Ledger, *, leads: bool = False) -> Told:
    several = story.documents if len(story.documents) > 1 else ()
    if not leads:
        # Below a headline there is room for the reports or for what they say.
        several = () if lines else tuple(d for d in several if d.title != story.title)
    title = _headed(story, ledger)
    text = tuple(ledger.line(line) for line in lines if line.citations)
    differs = _differs(story.differences, ledger)[: shown("differences") if leads else 1]
    rows, left = _rows(story, ledger, shown("lines" if leads else "few"))
    return Told(
        id=story.id,
        title=title,
        text=text,
        count=len(story.documents),
        origins=story.origins,
        reports=tuple(
            Report(d, ledger.quote(_title(d)) if d.title else None) for d in several[: shown("reports")]
        ),
        reports_left=max(0, len(several) - shown("reports")),
        one_origin=_one_origin(story),
        state=_state(item),
        rows=rows,
        rows_left=left,
        differs=differs,
        points=f"{item.points:.1f}",
        measures=tuple(
            Points(wording.wording()["measures"][m.name], f"{m.value:g}", f"{m.points:.1f}")
            for m in item.measures
        ),
    )


def _headed(story: Story, ledger: Ledger) -> Marked:
    title = ledger.quote(story.title_from)
    return Marked(headline(story), title.marks)


def _state(item: Item) -> str | None:
    return wording.wording()["states"][item.state] if item.state in {"new", "grown"} else None


def _one_origin(story: Story) -> str | None:
    if story.origins != 1:
        return None
    names = {origin.name for origin in origins(story.documents, story.copies)}
    known = ", ".join(sorted(filter(None, names)))
    return f"One origin only: {known}" if known else "One origin only"


def _title(document: Document) -> Citation:
    title = document.string("title")
    return Citation(document.id, "title", 0, len(title), title)


def _opening(story: Story) -> list[Line]:
    """The sentence that a headline is cut from."""
    if headline(story).endswith("…") and story.title_from.field == "text":
        return [Line(story.title_from.quote, (story.title_from,))]
    return []


def _factors(lines: Sequence[Line], ledger: Ledger) -> tuple[tuple[str, tuple[Marked, ...]], ...]:
    topics = wording.wording()["topics"]
    return tuple(
        (topics[topic], tuple(ledger.line(line) for line in lines if line.topic == topic and line.citations))
        for topic in topics
        if any(line.topic == topic for line in lines)
    )


def _rows(story: Story, ledger: Ledger, most: int) -> tuple[tuple[Row, ...], int]:
    """Return the first lines of a story, and how many of its events are in none of them."""
    some = deeds(story)[:most]
    left = len(told_once(story)) - sum(len(deed.events) for deed in some)
    return tuple(_row(deed, ledger) for deed in some), left


def _row(deed: Deed, ledger: Ledger) -> Row:
    event, statuses = deed.event, wording.wording()["statuses"]
    sizes = tuple(dict.fromkeys([*(a.text for a in event.amounts), *(e.text for e in event.equipment)]))
    after = [citation for words in sizes if (citation := ledger.told_after(event, words))]
    cited = dict.fromkeys([*deed.line.citations[: shown("marks")], *after])
    dated = next((e.date for e in deed.events if e.date), None)
    return Row(
        event=event,
        line=deed.line.text,
        marks=ledger.cite(cited),
        status=None if event.status == "happened" else statuses.get(event.status, event.status),
        when=wording.date(dated) if dated else None,
        where=next(
            (e.place.name for e in deed.events if e.place and any(e.place.name in c.quote for c in cited)),
            None,
        ),
        sizes=sizes,
        by=tuple(dict.fromkeys(name for each in deed.events if (name := ledger.publisher(each.document)))),
    )


def _record(
    stories: Sequence[Story], items: Mapping[str, Item], ledger: Ledger
) -> tuple[tuple[tuple[str, tuple[Row, ...]], ...], int]:
    """Return the lines of the stories of which the page has the headline only, up to some number of lines."""
    found: list[tuple[str, tuple[Row, ...]]] = []
    room, left = shown("record"), 0
    for story in stories:
        kept = deeds(story)[: min(room, shown("few"))] if room else []
        room -= len(kept)
        left += len(items[story.id].lines) - len(kept)
        if kept:
            found.append((headline(story), tuple(_row(deed, ledger) for deed in kept)))
    return tuple(found), max(0, left)


def _differs(differences: Sequence[Difference], ledger: Ledger) -> tuple[Differing, ...]:
    """Return what differs; of what is composed, only that whose every name and number stands in a sentence cited."""
    found = []
    printed: set[object] = set()
    for one in differences:
        held = [t for t in one.tellings if " ".join(t.text.split()) in " ".join(t.citation.quote.split())]
        # "14 killed" and "14 soldiers killed" in the same reports are one thing under two names.
        figures = frozenset((t.document, t.low, t.high) for t in held)
        if one.how != "denied" and figures in printed:
            continue
        if len(held) > 1 and not missing(one.about, [t.citation for t in held], wording.own_words()):
            printed.add(figures)
            some = held[: shown("tellings")]
            variants = tuple(_variant(telling, ledger) for telling in some)
            how = wording.wording()["differs"][one.how]
            about = one.about[:1].upper() + one.about[1:]
            found.append(Differing(about, how, variants, len(held) - len(some)))
    return tuple(found)


def _variant(telling: Telling, ledger: Ledger) -> Variant:
    who = telling.speaker.text if telling.speaker and telling.speaker.text in telling.citation.quote else None
    return Variant(
        Marked(" ".join(telling.text.split()), ledger.cite([telling.citation])),
        " ".join(who.split()) if who else None,
        telling.publisher,
        wording.day(telling.published) if telling.published else None,
    )


def _known(person: Person, ledger: Ledger) -> Known:
    land = next((c.name for c in countries() if c.kind == "state" and c.code == person.country), None)
    return Known(
        text=Marked(person.text, ledger.cite(person.citations[:1])),
        name=None if person.name in person.text else person.name,
        office=person.office,
        told=person.told,
        country=land,
    )


def _step(step: Step, ledger: Ledger) -> Dated:
    when = wording.day(step.date) if step.date else "Undated"
    return Dated(when, step.date, ledger.quote(step.citation), step.story)


def _where(spot: Spot, ledger: Ledger) -> Where:
    place = spot.place
    marks = ledger.cite(spot.citations[:1])
    return Where(place.name, place.country, place.lat or 0.0, place.lon or 0.0, spot.events, marks)


def _lands(spots: Iterable[Spot]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for spot in spots:
        if spot.place.country:
            counts[spot.place.country] += spot.events
    return counts


def _headlines(stories: Sequence[Story], items: Mapping[str, Item], ledger: Ledger) -> tuple[Region, ...]:
    listed: dict[str, list[Story]] = {name: [] for name in regions()}
    for story in stories:
        listed[region(story)].append(story)
    order = list(wording.wording()["headings"])
    found = []
    for name, some in listed.items():
        if some:
            lines = [_headline(story, items[story.id], ledger) for story in some[: shown("region")]]
            lines.sort(key=lambda line: order.index(line.topic) if line.topic else len(order))
            found.append(Region(name, tuple(lines), len(some) - len(lines)))
    return tuple(found)


def _headline(story: Story, item: Item, ledger: Ledger) -> Headline:
    deed = opening(story)
    headings: Mapping[str, list[str]] = wording.wording()["headings"]
    topic = next((name for name, types in headings.items() if deed and deed.type in types), None)
    publishers = {document.publisher for document in story.documents}
    return Headline(
        id=story.id,
        title=_headed(story, ledger),
        topic=topic,
        count=len(story.documents),
        publisher=publishers.pop() if len(publishers) == 1 else None,
        state=_state(item),
    )
