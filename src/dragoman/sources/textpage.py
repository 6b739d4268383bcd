"""A plain text page: stories written up, each perhaps under its title, and lists of headlines, one a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from dragoman.errors import InputError
from dragoman.sources.documents import MAX_TEXT
from dragoman.sources.found import Draft, Found
from dragoman.sources.lines import CLOSERS, Line, classified, ends_sentence, words_in

CROSSHEAD = 4  # words; a line so short between two paragraphs is a heading within the story
BYLINE = 3  # words; a line so short between a title and its story is a name
FAR = 2  # blank lines more than between paragraphs: another story begins


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
                parts.prose(line, lines[n : n + 3], usual)
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

    def prose(self, line: Line, ahead: list[Line], usual: int) -> None:
        story = self._open
        if story and self._waiting and self._within(story, ahead, usual):
            story.prose += [waiting.title for waiting in self._waiting if waiting.title]
            self._waiting.clear()
        elif story is None or self._waiting or line.begins_report or line.gap >= usual + FAR:
            title, deck = self._title_for(ahead)
            self._waiting = [each for each in self._waiting if each is not title and each is not deck]
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

    def _within(self, story: _Story, ahead: list[Line], usual: int) -> bool:
        """Whether the lines that wait stand within the story: a list after a colon, a crosshead."""
        titles = [waiting.title for waiting in self._waiting if waiting.title]
        if titles[0].gap >= usual + FAR or ahead[0].begins_report:
            return False
        if story.prose[-1].text.endswith(":") and all(title.bulleted for title in titles):
            return True
        first = titles[0]
        short = (
            words_in(first.text) <= CROSSHEAD or self._ends_paragraph(first) or not _tells_of(first, ahead)
        )
        return len(titles) == 1 and short

    def _title_for(self, ahead: list[Line]) -> tuple[_Story | None, _Story | None]:
        """The title among the lines that wait, and the standfirst under it that opens the story."""
        if not self._waiting:
            return None, None
        titles = [waiting.title for waiting in self._waiting if waiting.title]
        while words_in(titles[-1].text) <= BYLINE and any(_tells_of(title, ahead) for title in titles[:-1]):
            titles.pop()
            self._waiting.pop()
        first, last = titles[0], titles[-1]
        if len(titles) == 1:
            return self._waiting[0], None
        if len(titles) == 2 and last.gap <= ahead[0].gap and _tells_of(first, ahead):
            return self._waiting[0], self._waiting[1]
        # The last line of a list that ends before the prose does is a headline, not the title of the prose.
        return (None if last.gap == 0 and ahead[0].gap else self._waiting[-1]), None

    @staticmethod
    def _ends_paragraph(line: Line) -> bool:
        return not line.bulleted and (ends_sentence(line.text) or line.text[-1] in "\"'”’:;,–—")


def _usual_gap(lines: list[Line]) -> int:
    """Blank lines that stand most often between two lines of prose on this page."""
    gaps = Counter(b.gap for a, b in pairwise(lines) if a.kind == b.kind == "prose")
    return max(gaps, key=lambda gap: (gaps[gap], gap), default=0)


def _is_headline(line: Line) -> bool:
    """Whether a line is a headline and not a lead-in ("On other pages:") or a word that stands alone."""
    return not line.text.endswith(":") and (words_in(line.title) >= 2 or len(line.title) >= 12)


def _tells_of(title: Line, prose: list[Line]) -> bool:
    """Whether a line shares two words of four letters or more with the prose under it, as titles do.

    (Of 700 titles of news sites 95 % do with the first three paragraphs; of the captions, links and
    crossheads within their articles 56 %.)
    """
    told = _content_words(title.title)
    return len(told & _content_words(" ".join(line.text for line in prose))) >= min(2, len(told))


def _content_words(text: str) -> set[str]:
    words = (word.strip(CLOSERS + "‘“([,.:;?!").lower() for word in text.split())
    return {word.removesuffix("’s").removesuffix("'s") for word in words if len(word) >= 4}
