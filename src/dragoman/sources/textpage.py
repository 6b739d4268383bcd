"""A plain text page: stories written up, each perhaps under its title, and lists of headlines, one a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from dragoman.errors import InputError
from dragoman.sources.documents import MAX_TEXT
from dragoman.sources.found import Draft, Found
from dragoman.sources.lines import Line, classified, ends_sentence, words_in

CROSSHEAD = 4  # words; a line so short between two paragraphs is a heading within the story


def parse_text(page: str, name: str) -> Iterator[Found]:
    """Yield one draft for each story (its text the exact slice of the page) and one for each headline.

    In the order of the page. Raises `InputError` when there is neither.
    """
    parts = _Parts()
    if max(map(len, page.splitlines()), default=0) > MAX_TEXT:
        raise InputError(
            name,
            None,
            f"a line of more than {MAX_TEXT:,} characters",
            "write one paragraph or headline a line",
        )
    lines = classified(page)
    usual = _usual_gap(lines)
    for n, line in enumerate(lines):
        following = lines[n + 1] if n + 1 < len(lines) else None
        match line.kind:
            case "prose":
                parts.prose(line, usual)
            case "headline":
                parts.headline(line, following, usual)
            case "date":
                parts.date(line)
            case "label" | "rule":
                parts.close()
    parts.close()
    if not parts.stories:
        raise InputError(
            name, None, "no story and no headline in it", "give sentences, or headlines one a line"
        )
    for story in sorted(parts.stories, key=lambda story: story.number):
        yield story.draft(page, name, parts.day)


@dataclass(slots=True)
class _Story:
    """A story or a headline being put together."""

    title: Line | None
    prose: list[Line] = field(default_factory=list)
    day: str | None = None

    @property
    def number(self) -> int:
        return (self.title or self.prose[0]).number

    def draft(self, page: str, name: str, day: str | None) -> Draft:
        day = self.day or day
        return Draft(
            input=name,
            place=f"line {self.number}",
            kind="article" if self.prose else "headline",
            title=self.title.title if self.title else None,
            text=page[self.prose[0].start : self.prose[-1].end] if self.prose else None,
            published=day,
            published_from="page" if day else None,
        )


class _Parts:
    """Takes the lines one after the other and keeps what they make up."""

    def __init__(self) -> None:
        self.stories: list[_Story] = []
        self.day: str | None = None  # of the whole page: a date above everything else
        self._open: _Story | None = None
        self._waiting: list[
            _Story
        ] = []  # headlines since the last prose: one may be the title of what follows
        self._begun = False

    def prose(self, line: Line, usual: int) -> None:
        story = self._open
        if story and self._waiting and self._within(story, line, usual):
            story.prose += [waiting.title for waiting in self._waiting if waiting.title]
            self._waiting.clear()
        elif story is None or self._waiting or line.begins_report or line.gap > max(usual, 1):
            title, deck = self._title_for(line)
            self._waiting = [waiting for waiting in self._waiting if waiting not in (title, deck)]
            self.close()
            story = self._open = title or _Story(None)
            if deck and deck.title:
                story.prose.append(deck.title)
                story.day = story.day or deck.day
            self.stories.append(story)
        story.prose.append(line)
        self._begun = True

    def headline(self, line: Line, following: Line | None, usual: int) -> None:
        alone = following is None or following.kind != "headline" or following.gap > line.gap
        if self._open and not self._waiting and line.gap <= usual and alone and self._ends_paragraph(line):
            self._open.prose.append(line)  # a paragraph that ends in a question or a quotation
        else:
            self._waiting.append(_Story(line))
        self._begun = True

    def date(self, line: Line) -> None:
        """A date belongs to what stands above it; above everything, to the whole page."""
        if self._waiting:
            self._waiting[-1].day = self._waiting[-1].day or line.date
        elif self._open:
            self._open.day = self._open.day or line.date
        elif not self._begun:
            self.day = self.day or line.date

    def close(self) -> None:
        """End the story that is open, and let the lines that wait be headlines."""
        self.stories += [
            waiting for waiting in self._waiting if waiting.title and _is_headline(waiting.title)
        ]
        self._waiting.clear()
        self._open = None

    def _within(self, story: _Story, line: Line, usual: int) -> bool:
        """Whether the lines that wait stand within the story: a crosshead, or a list after a colon."""
        titles = [waiting.title for waiting in self._waiting if waiting.title]
        if titles[0].gap > max(usual, 1) or line.begins_report:
            return False
        if story.prose[-1].text.endswith(":") and all(title.bulleted for title in titles):
            return True
        return len(titles) == 1 and (words_in(titles[0].text) <= CROSSHEAD or self._ends_paragraph(titles[0]))

    def _title_for(self, line: Line) -> tuple[_Story | None, _Story | None]:
        """The title among the lines that wait, and the standfirst under it that opens the story."""
        if not self._waiting:
            return None, None
        last = self._waiting[-1]
        assert last.title is not None
        if len(self._waiting) == 1:
            return last, None
        if len(self._waiting) == 2 and not self.stories and not self._open and last.title.gap <= line.gap:
            return self._waiting[0], last
        # The last line of a list that ends before the prose does is a headline, not the title of the prose.
        return (None if last.title.gap == 0 and line.gap else last), None

    @staticmethod
    def _ends_paragraph(line: Line) -> bool:
        return not line.bulleted and (ends_sentence(line.text) or line.text[-1] in "\"'”’:;,–—")


def _usual_gap(lines: list[Line]) -> int:
    """Blank lines that stand between paragraphs on this page: the fewest between two lines of prose."""
    return min((b.gap for a, b in pairwise(lines) if a.kind == b.kind == "prose"), default=0)


def _is_headline(line: Line) -> bool:
    """Whether a line is a headline and not a lead-in ("On other pages:") or a word that stands alone."""
    return not line.text.endswith(":") and (words_in(line.title) >= 2 or len(line.title) >= 12)
