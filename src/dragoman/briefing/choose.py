"""What leads, and why; and the rest in order of weight."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from dragoman.briefing.copied import told_once
from dragoman.briefing.factors import factors
from dragoman.briefing.frontpage import FrontPage
from dragoman.briefing.summary import Splitter, summary
from dragoman.briefing.wording import wording
from dragoman.records import Parser, Story, Version


class Coverage(NamedTuple):
    """How well a story is covered, the weightiest measure first: of two stories the greater leads.

    Articles come before reports: a story told at length once tells more than one announced twice by the same
    house.
    """

    origins: int
    articles: int
    reports: int
    words: int
    events: int


def brief(stories: Sequence[Story], *, parser: Parser = "accurate") -> FrontPage:
    """Make the front page of the stories. The same stories in another order give the same page.

    Args:
        stories: what `dragoman.group` gives.
        parser: what their documents were read with.
    """
    from dragoman.language import sentences

    return compose(stories, partial(sentences, parser=parser), parser)


def compose(stories: Sequence[Story], sentences: Splitter, parser: Parser = "accurate") -> FrontPage:
    """Make the front page, the sentences of a document given by `sentences`."""
    ordered = sorted(stories, key=_weight)
    lead = ordered[0] if ordered else None
    return FrontPage(
        lead=lead,
        why=why(ordered) if lead else None,
        summary=summary(lead, sentences) if lead else (),
        factors=factors(lead, sentences) if lead else (),
        stories=tuple(ordered),
        first=min((s.first for s in ordered if s.first), default=None),
        last=max((s.last for s in ordered if s.last), default=None),
        version=_version(parser, ordered),
    )


def coverage(story: Story) -> Coverage:
    """Measure how well a story is covered."""
    lengths = [len(d.text.split()) if d.text else 0 for d in story.documents]
    return Coverage(
        origins=story.origins,
        articles=sum(d.kind == "article" for d in story.documents),
        reports=len(story.documents),
        words=max(lengths, default=0),
        events=len(told_once(story)),
    )


def why(ordered: Sequence[Story]) -> str:
    """Say why the first of the stories leads: how it is covered, and where it is ahead of the next one."""
    first = coverage(ordered[0])
    words = wording()["leads"]
    reason = words["only"] if len(ordered) == 1 else words[_decides(first, coverage(ordered[1]))]
    return f"{counted(first.reports, 'report')} from {_origins(first.origins)}; {reason}"


def counted(number: int, noun: str) -> str:
    """Write a number with its noun, a plural in -s or -ies."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


def _origins(number: int) -> str:
    return "one origin" if number == 1 else counted(number, "independent origin")


def _decides(first: Coverage, second: Coverage) -> str:
    return next((name for name, a, b in zip(Coverage._fields, first, second, strict=True) if a != b), "order")


def _weight(story: Story) -> tuple[object, ...]:
    return (*(-measure for measure in coverage(story)), story.first is None, story.first or "", story.id)


def _version(parser: Parser, stories: Sequence[Story]) -> Version:
    """Return what made the page; where all events were coded with one lexicon, that one."""
    from dragoman import __version__
    from dragoman.language import model_version
    from dragoman.ontology import files

    told = {event.version.lexicon for story in stories for event in story.events}
    lexicon = told.pop() if len(told) == 1 else files.digest(*files.every_file())
    return Version(__version__, lexicon, model_version(parser))
