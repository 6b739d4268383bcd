"""Who says what in a text: what the trees attribute, put together with its quotation marks.

Quotation marks widen a content to whole quotations, give a quotation that hangs on no clause to the cue beside it, and
go on with a speaker over the sentences that follow in his own words. A headline or a transcript may name the speaker
before a colon.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from spacy.tokens import Doc

from dragoman.coding import cues
from dragoman.coding.cues import Saying
from dragoman.coding.quotation import Quotation, quotations
from dragoman.language.layout import paragraphs

#: Words of a quotation from which it may stand for itself: fewer are a name or a word the paper keeps away from.
_SENTENCE = 4
#: Characters between a quotation and the verb of saying beside it.
_NEAR = 200


@lru_cache(maxsize=2)
def sayings(doc: Doc) -> tuple[Saying, ...]:
    """Return the attributions of a parsed text, in the order of their cues."""
    text = doc.text
    parts = paragraphs(text)
    found = sorted(cues.find(doc), key=lambda saying: saying.at)
    quoted = quotations(text, parts)
    _Quotes(text, parts, quoted, found).give()
    return tuple(saying for saying in found if saying.content or not saying.answers)


class _Quotes:
    """Quotations of a text on their way to the sayings they belong to."""

    def __init__(self, text: str, parts: list[tuple[int, int]], quoted: list[Quotation], found: list[Saying]) -> None:
        self.text = text
        self.parts = parts
        self.quoted = quoted
        self.starts = [quotation.start for quotation in quoted]
        self.found = found
        self.cue_starts = [saying.at for saying in found]

    def give(self) -> None:
        """Give every quotation to those who say it."""
        widened: dict[int, list[Saying]] = {}
        for saying in self.found:
            for n in self._touched(saying):
                widened.setdefault(n, []).append(saying)
        before: Saying | None = None  # who spoke in the quotation before
        for n, quotation in enumerate(self.quoted):
            same = n > 0 and self.quoted[n - 1].paragraph == quotation.paragraph
            if n in widened:
                for saying in widened[n]:
                    _add(saying, quotation.start, self._end(quotation))
                before = next((s for s in reversed(widened[n]) if s.speaks), before if same else None)
                continue
            if not self._is_speech(quotation):
                continue
            teller = self._beside(n, quotation)
            if teller is None and (same or quotation.continues) and self._begins(quotation):
                teller = before
            if teller is None and self._alone(quotation) and self.quoted[n - 1].paragraph == quotation.paragraph - 1:
                teller = before
            if teller is not None:
                _add(teller, quotation.start, self._end(quotation))
            before = teller

    def _touched(self, saying: Saying) -> list[int]:
        """Return the quotations that a content reaches into from a cue outside them."""
        found = []
        for start, end in saying.content:
            n = max(0, bisect_right(self.starts, start) - 1)
            while n < len(self.quoted) and self.quoted[n].start < end:
                quotation = self.quoted[n]
                if quotation.end > start and not quotation.start <= saying.at < quotation.end:
                    found.append(n)
                n += 1
        return list(dict.fromkeys(found))

    def _end(self, quotation: Quotation) -> int:
        return quotation.end

    def _is_speech(self, quotation: Quotation) -> bool:
        """Whether a quotation is long enough, and begins as a sentence does, to be somebody's speech."""
        words = self.text[quotation.start : quotation.end].split()
        return len(words) >= _SENTENCE or (len(words) >= 2 and self.text[quotation.end - 2] in ",?!.")

    def _begins(self, quotation: Quotation) -> bool:
        """Whether a quotation begins a sentence."""
        start = self.parts[quotation.paragraph][0]
        before = self.text[start : quotation.start].rstrip()
        return not before or before[-1] in ".!?:”\"'’"

    def _alone(self, quotation: Quotation) -> bool:
        start, end = self.parts[quotation.paragraph]
        return quotation.start == start and quotation.end >= end - 1

    def _beside(self, n: int, quotation: Quotation) -> Saying | None:
        """Return the saying without a content of its own that stands behind or before a quotation."""
        start, end = self.parts[quotation.paragraph]
        if n + 1 < len(self.quoted):
            end = min(end, self.quoted[n + 1].start)
        if n:
            start = max(start, self.quoted[n - 1].end)
        for saying in self._cues(quotation.end, min(end, quotation.end + _NEAR)):
            between = self.text[quotation.end : saying.at]
            if not any(mark in between for mark in (". ", "? ", "! ", ".\n")):
                return saying
            break
        for saying in reversed(self._cues(max(start, quotation.start - _NEAR), quotation.start)):
            between = self.text[saying.at : quotation.start].rstrip()
            if between.endswith((":", ",")) or not any(mark in between for mark in (". ", "? ", "! ", ";")) and not between.endswith((".", "?", "!")):
                return saying
            break
        return None

    def _cues(self, start: int, end: int) -> list[Saying]:
        first, last = bisect_right(self.cue_starts, start - 1), bisect_right(self.cue_starts, end - 1)
        return [s for s in self.found[first:last] if s.speaks]


def _add(saying: Saying, start: int, end: int) -> None:
    """Add a stretch to a content; stretches that touch become one."""
    merged: list[tuple[int, int]] = []
    for one in sorted([*saying.content, (start, end)]):
        if merged and one[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(one[1], merged[-1][1]))
        else:
            merged.append(one)
    saying.content = merged
