"""Who says what in a text: what the trees attribute, put together with its quotation marks.

Quotation marks widen a content to whole quotations, give a quotation that hangs on no clause to the cue beside it, and
go on with a speaker over the sentences that follow in his own words. A headline or a transcript may name the speaker
before a colon.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from spacy.tokens import Doc

from dragoman.coding import cues, labels
from dragoman.coding.quotation import Quotation, quotations
from dragoman.coding.saying import Saying, Stretch, pieces, trimmed
from dragoman.language.layout import paragraphs

#: Words of a quotation from which it may stand for itself: fewer are a name or a word the paper keeps away from.
_SENTENCE = 4
#: Characters between a quotation and the verb of saying beside it.
_NEAR = 200
#: Characters between two quotations of one sentence that are one speech.
_GAP = 60
#: Words of a speaker whom the tree does not name.
_NAME = 15


#: Words of somebody who speaks for himself: a statement printed without quotation marks goes on.
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|me|us)\b")


class Sayings:
    """The attributions of a text, in the order of their cues, and which of them a character stands in.

    Args:
        found: the attributions.
        quoted: the quotations of the text.
    """

    def __init__(self, found: Iterable[Saying], quoted: Sequence[Quotation]) -> None:
        self._found = tuple(found)
        stretches = [(start, end, saying) for saying in self._found for start, end in saying.content]
        self._stretches = sorted(stretches, key=lambda stretch: stretch[:2])
        self._starts = [start for start, *_ in self._stretches]
        # The furthest end of all stretches so far: before it, none can reach a character behind it.
        self._reach = list(accumulate((end for _, end, _ in self._stretches), max))
        self._quoted = quoted
        self._opened = [quotation.start for quotation in quoted]

    def __iter__(self) -> Iterator[Saying]:
        return iter(self._found)

    def at(self, offset: int) -> list[Saying]:
        """Return the attributions in whose content a character stands."""
        found: dict[int, Saying] = {}
        n = bisect_right(self._starts, offset) - 1
        while n >= 0 and self._reach[n] > offset:
            _, end, saying = self._stretches[n]
            if end > offset:
                found[id(saying)] = saying
            n -= 1
        return list(found.values())

    def is_quoted(self, offset: int) -> bool:
        """Whether a character stands between quotation marks."""
        n = bisect_right(self._opened, offset) - 1
        return n >= 0 and offset < self._quoted[n].end


@lru_cache(maxsize=2)
def sayings(doc: Doc) -> Sayings:
    """Return the attributions of a parsed text."""
    text = doc.text
    parts = paragraphs(text)
    quoted = quotations(text, parts)
    found = sorted([*cues.find(doc), *labels.find(doc, text, parts)], key=lambda saying: saying.start)
    _Speeches(doc, text, parts, quoted, found).give()
    told = (s for s in found if (s.content or not s.answers) and (s.source or not s.needs_speaker))
    return Sayings(told, quoted)


class _Speeches:
    """The quotations of a text on their way to those who say them."""

    def __init__(
        self, doc: Doc, text: str, parts: list[Stretch], quoted: list[Quotation], found: list[Saying]
    ) -> None:
        self.doc = doc
        self.text = text
        self.parts = parts
        self.quoted = quoted
        self.starts = [quotation.start for quotation in self.quoted]
        self.cues = [saying for saying in found if saying.speaks]
        self.cue_starts = [saying.start for saying in self.cues]
        self.found = found
        self.words = doc.to_array("IDX").tolist() if len(doc) else []

    def give(self) -> None:
        """Widen contents to whole quotations; give the quotations that no content reaches to a cue beside them."""
        reached: dict[int, list[Saying]] = {}
        for saying in self.found:
            for n in self._reached(saying):
                reached.setdefault(n, []).append(saying)
        before: Saying | None = None  # who spoke in the quotation before
        for n, quotation in enumerate(self.quoted):
            last = self.quoted[n - 1] if n else None
            if last is None or last.paragraph < quotation.paragraph - 1:
                before = None
            tellers = reached.get(n, [])
            for saying in tellers:
                _add(saying, quotation.start, quotation.end)
            teller = next((saying for saying in reversed(tellers) if saying.speaks), None)
            if not tellers:
                teller = self._teller(n, quotation, last, before)
                if teller is not None:
                    self._give(teller, quotation, last if teller is before else None)
            if teller is not None and before is None and last is not None and quotation.continues:
                _add(teller, last.start, last.end)  # named only in the second paragraph of his words
            if teller is not None or (not tellers and self._is_speech(quotation)):
                before = teller
        for saying in self.found:
            if saying.content:
                self._over_colon(saying)
            elif saying.speaks:
                self._after_colon(saying)

    def _give(self, teller: Saying, quotation: Quotation, last: Quotation | None) -> None:
        """Add a quotation to a saying, with what stands between it and the last one in the same sentence."""
        joined = last is not None and self._one_sentence(last.end, quotation.start)
        _add(teller, last.end - 1 if last is not None and joined else quotation.start, quotation.end)
        if not teller.source:
            self._name(teller, quotation)

    def _teller(
        self, n: int, quotation: Quotation, last: Quotation | None, before: Saying | None
    ) -> Saying | None:
        """Return who says a quotation that hangs on no clause."""
        same = last is not None and last.paragraph == quotation.paragraph
        if last is not None and same and self._goes_on(last, quotation):
            return before
        if not self._is_speech(quotation):
            return None
        teller = self._beside(n, quotation)
        if teller is None and (same or quotation.continues) and self._begins(quotation):
            return before
        if teller is None and self._is_paragraph(quotation):
            return before
        return teller

    def _goes_on(self, last: Quotation, quotation: Quotation) -> bool:
        """Whether a quotation stands in the sentence of the one before it, with no other cue between them."""
        near = quotation.start - last.end <= _GAP and self._one_sentence(last.end, quotation.start)
        return near and not self._cues_within(last.end, quotation.start)

    def _reached(self, saying: Saying) -> list[int]:
        """Return the quotations that a content reaches into from a cue outside them."""
        found: dict[int, None] = {}
        for start, end in saying.content:
            n = max(0, bisect_right(self.starts, start) - 1)
            while n < len(self.quoted) and self.quoted[n].start < end:
                quotation = self.quoted[n]
                if quotation.end > start and not quotation.start <= saying.start < quotation.end:
                    found[n] = None
                n += 1
        return list(found)

    def _is_speech(self, quotation: Quotation) -> bool:
        words = self.text[quotation.start : quotation.end].split()
        return len(words) >= _SENTENCE or (len(words) >= 2 and self.text[quotation.end - 2] in ",?!.")

    def _begins(self, quotation: Quotation) -> bool:
        """Whether a quotation stands where a sentence begins."""
        before = self.text[self.parts[quotation.paragraph][0] : quotation.start].rstrip()
        return not before or before[-1] in ".!?:”\"'’"

    def _is_paragraph(self, quotation: Quotation) -> bool:
        start, end = self.parts[quotation.paragraph]
        return quotation.start == start and quotation.end >= end - 1

    def _beside(self, n: int, quotation: Quotation) -> Saying | None:
        """Return the cue behind or before a quotation, in its sentence."""
        start, end = self.parts[quotation.paragraph]
        if n + 1 < len(self.quoted):
            end = min(end, self.quoted[n + 1].start)
        if n:
            start = max(start, self.quoted[n - 1].end)
        after = self._cues_within(quotation.end, min(end, quotation.end + _NEAR))
        if after and self._one_sentence(quotation.end, after[0].start):
            return after[0]
        before = self._cues_within(max(start, quotation.start - _NEAR), quotation.start)
        if before and self._one_sentence(before[-1].start, quotation.start):
            return before[-1]
        return None

    def _one_sentence(self, start: int, end: int) -> bool:
        """Whether no sentence ends between two places; one may begin at either."""
        if self.text[start:end].rstrip()[-1:] in {":", ","}:
            return True
        first, last = bisect_right(self.words, start - 1), bisect_right(self.words, end - 1)
        inner = [token for token in self.doc[first:last] if not token.is_punct and not token.is_space]
        return self.text[start:end].rstrip()[-1:] not in {".", "?", "!"} and not any(
            token.is_sent_start for token in inner[1:]
        )

    def _cues_within(self, start: int, end: int) -> list[Saying]:
        return self.cues[bisect_right(self.cue_starts, start - 1) : bisect_right(self.cue_starts, end - 1)]

    def _name(self, saying: Saying, quotation: Quotation) -> None:
        """Name a speaker whom the tree does not: what stands between the quotation and the cue, or behind both."""
        verb = saying.words[-1]
        end = self.parts[quotation.paragraph][1]
        if quotation.end <= saying.start:
            source = trimmed(self.doc, quotation.end, saying.start)
            if not source:
                stop = re.compile(r"[,.;:—]").search(self.text, verb.idx, end)
                source = trimmed(self.doc, verb.idx + len(verb), stop.start() if stop else end)
        else:
            source = []
        span = self.doc.char_span(*source[0]) if source else None
        if span is not None and len(span) <= _NAME:
            saying.source, saying.speaker = tuple(source), span.root

    def _after_colon(self, saying: Saying) -> None:
        """Give a cue that a colon follows the rest of its paragraph, or the next paragraph."""
        n = bisect_right(self.parts, (saying.start, len(self.text))) - 1
        end = self.parts[n][1]
        colon = self.text.find(":", saying.start, min(end, saying.start + _GAP))
        if colon < 0 or not self._one_sentence(saying.start, colon + 1):
            return
        if colon + 1 == end and n + 1 < len(self.parts):
            saying.content = trimmed(self.doc, *self.parts[n + 1])
            for start, end in self.parts[n + 2 :]:
                if not _FIRST_PERSON.search(self.text, start, end) or self._cues_within(start, end):
                    break
                saying.content += trimmed(self.doc, start, end)
        elif colon + 1 < end:
            saying.content = trimmed(self.doc, colon + 1, end)

    def _over_colon(self, saying: Saying) -> None:
        """Go on with a content behind the colon it ends at ("offered a way out: *Sell the mines*")."""
        start, end = saying.content[-1]
        if start < saying.start or self.text[end : end + 2] != ": ":
            return
        first = bisect_right(self.words, end)
        last = first
        while last < len(self.doc) and not (last > first + 1 and self.doc[last].is_sent_start):
            last += 1
        more = pieces(self.doc, first, last)
        if more and more[-1][1] <= self.parts[bisect_right(self.parts, (end, len(self.text))) - 1][1]:
            _add(saying, start, more[-1][1])


def _add(saying: Saying, start: int, end: int) -> None:
    """Add a stretch to a content; stretches that touch become one."""
    merged: list[Stretch] = []
    for one in sorted([*saying.content, (start, end)]):
        if merged and one[0] <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(one[1], merged[-1][1]))
        else:
            merged.append(one)
    saying.content = merged
