"""What leads, and why; and the rest in order of weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from dragoman.briefing.deeds import deeds
from dragoman.briefing.factors import factors
from dragoman.briefing.frontpage import FrontPage
from dragoman.briefing.people import people
from dragoman.briefing.sections import divide
from dragoman.briefing.spots import spots
from dragoman.briefing.steps import background, steps, storyline_of
from dragoman.briefing.summary import Splitter, summary
from dragoman.briefing.weighing import Before, before, lands, measures, points, weightiest, weights
from dragoman.briefing.wording import day, days, label, wording
from dragoman.records import Document, Item, Line, Parser, Sentence, Story, Storyline, Version


def brief(
    stories: Sequence[Story],
    *,
    storylines: Sequence[Storyline] = (),
    since: str | None = None,
    seen: Collection[str] | None = None,
    about: str | None = None,
    parser: Parser = "accurate",
) -> FrontPage:
    """Make the front page of the stories. The same stories in another order give the same page.

    Args:
        stories: what `dragoman.group` gives.
        storylines: what `dragoman.follow` gives, of these and earlier stories: for the timeline, and for what is new.
        since: day (ISO) from which on reports are new, and are marked so.
        seen: ids of documents that are not new.
        about: what the page says that it is about (the stories are those given; `briefing.about` chooses them).
        parser: what their documents were read with.
    """
    from dragoman.language import sentences

    split = partial(sentences, parser=parser)
    return compose(stories, split, parser, storylines=storylines, since=since, seen=seen, about=about)


def compose(
    stories: Sequence[Story],
    sentences: Splitter,
    parser: Parser = "accurate",
    *,
    storylines: Sequence[Storyline] = (),
    since: str | None = None,
    seen: Collection[str] | None = None,
    about: str | None = None,
) -> FrontPage:
    """Make the front page, the sentences of a document given by `sentences`. Events that are rejected are not told."""
    stories = [_standing(story) for story in stories]
    past = before(stories, storylines, since, seen)
    items = {story.id: _weighed(story, past) for story in stories}
    ordered = sorted(stories, key=lambda s: (-items[s.id].points, s.first is None, s.first or "", s.id))
    sections = divide(ordered)
    lead = sections.lead
    told = {story.id for story in (*sections.more, *sections.single)}
    line = storyline_of(lead, storylines) if lead else None
    timeline = line.timeline if line and len(line.timeline) > 1 else steps(lead) if lead else ()
    return FrontPage(
        lead=lead,
        why=why(ordered, items, past) if lead else None,
        summary=(opening := summary(lead, sentences) if lead else ()),
        factors=factors(lead, sentences) if lead else (),
        stories=tuple(ordered),
        first=min((s.first for s in ordered if s.first), default=None),
        last=max((s.last for s in ordered if s.last), default=None),
        version=_version(parser, ordered),
        items=tuple(
            _filled(items[story.id], story, opening if story is lead else short(story, sentences))
            if story is lead or story.id in told
            else _filled(items[story.id], story, ())
            for story in ordered
        ),
        people=people(lead) if lead else (),
        timeline=timeline,
        storyline=line.name if line and timeline is line.timeline else None,
        background=background(timeline, line, ordered) if line and timeline is line.timeline else (),
        places=spots(ordered),
        about=about,
        since=since,
    )


def _standing(story: Story) -> Story:
    """Return a story without the events of which somebody judged that they are none."""
    events = tuple(event for event in story.events if not (event.judgement and event.judgement.rejected))
    return story if len(events) == len(story.events) else replace(story, events=events)


def short(story: Story, sentences: Splitter) -> tuple[Line, ...]:
    """Return the few sentences that carry a story which does not lead.

    They are chosen among those its first report opens with and those that tell of an event, which are known without
    reading the reports again.
    """
    known: dict[str, dict[int, Sentence]] = defaultdict(dict)
    first = next((document for document in story.documents if document.text), None)
    if first is not None:
        known[first.id] = {s.start: s for s in _opening(first, sentences)}
    for event in story.events:
        e = event.evidence
        if e.field == "text":
            told = Sentence(event.document, e.field, e.start, e.end, e.quote)
            known[event.document].setdefault(e.start, told)

    def split(document: Document) -> Sequence[Sentence]:
        found = known.get(document.id, {})
        return [found[start] for start in sorted(found)]

    return summary(story, split, weights()["short"])


def _opening(document: Document, sentences: Splitter) -> list[Sentence]:
    """Return the sentences of the first paragraphs of a report, without reading the rest."""
    text = document.string("text")
    end = text.find("\n", weights()["opening"])
    if end < 0:
        return [s for s in sentences(document) if s.field == "text"]
    return [s for s in sentences(replace(document, text=text[:end])) if s.field == "text"]


def why(ordered: Sequence[Story], items: Mapping[str, Item], past: Before) -> str:
    """Say why the first of the stories leads: what was measured, and where it is most ahead of the next one."""
    first = ordered[0]
    words = wording()["leads"]
    reason = words["only"] if len(ordered) == 1 else words[_decides(items[first.id], items[ordered[1].id])]
    return "; ".join([*reasons(first, items[first.id], past), reason])


def reasons(story: Story, item: Item, past: Before) -> list[str]:
    """Say in words what was measured of a story."""
    words = wording()["weighs"]
    found = [f"{counted(len(story.documents), 'report')} from {_origins(story.origins)}"]
    if item.state in {"new", "grown"}:
        form = words[item.state] if past.since else words[f"{item.state}_unseen"]
        found.append(form.format(fresh=item.fresh, since=day(past.since) if past.since else ""))
    elif story.first and past.last and story.first[:10] == past.last[:10]:
        found.append(words["today"].format(day=day(story.first)))
    elif story.first and story.last and past.last:
        found.append(words["days"].format(days=days(story.first, story.last)))
    if deed := weightiest(story):
        found.append(words["deed"].format(label=label(deed)))
    if (reach := len(lands(story))) > 1:
        found.append(words["reach"].format(number=reach))
    return found


def counted(number: int, noun: str) -> str:
    """Write a number with its noun, a plural in -s or -ies."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


def _weighed(story: Story, past: Before) -> Item:
    measured = measures(story, past)
    state, fresh = past.state(story)
    return Item(story.id, points(measured), measured, state, fresh, (), ())


def _filled(item: Item, story: Story, sentences: tuple[Line, ...]) -> Item:
    lines = tuple(deed.line for deed in deeds(story))
    return Item(item.story, item.points, item.measures, item.state, item.fresh, sentences, lines)


def _origins(number: int) -> str:
    return "one origin" if number == 1 else counted(number, "independent origin")


def _decides(first: Item, second: Item) -> str:
    """Return the measure in which the first is most ahead of the second."""
    ahead = {
        a.name: a.points - b.points
        for a, b in zip(first.measures, second.measures, strict=True)
        if a.points > b.points
    }
    return max(ahead, key=lambda name: ahead[name]) if first.points > second.points else "order"


def _version(parser: Parser, stories: Sequence[Story]) -> Version:
    """Return what made the page; where all events were coded with one lexicon, that one."""
    from dragoman import __version__
    from dragoman.language import model_version
    from dragoman.ontology import files

    told = {event.version.lexicon for story in stories for event in story.events}
    lexicon = told.pop() if len(told) == 1 else files.digest(*files.every_file())
    return Version(__version__, lexicon, model_version(parser))
