"""What of a text is no sentence of its report: bylines, captions, promotion, and the furniture of the page.

Told from the form of whole lines (of paragraphs, where lines are wrapped), by the lists of ``layout.yaml``; of a
paragraph's own words only the credits in brackets at its end are set aside. Where the form leaves a doubt, the
line stays: what is set aside is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal, TypeAlias

from dragoman.language.tables import table

AsideKind: TypeAlias = Literal["byline", "caption", "promotion", "furniture"]

#: Longest aside of each kind: words; and of any kind: characters.
_WORDS = {"byline": 45, "caption": 100, "promotion": 45, "furniture": 45}
LONGEST = 1_000
#: Names without "By" stand among so many first paragraphs of a text.
_HEAD = 4
#: No text is wrapped to lines shorter than this (characters).
_LONG = 40
#: A capital letter of a language written in Latin letters.
CAPITAL = "[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĬĮİĶŁĻŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ]"

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of a text that is no sentence of the report: its kind and its offsets, white space left out."""

    kind: AsideKind
    start: int
    end: int


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return where the paragraphs stand, outer white space left out: lines, those that are wrapped put together."""
    wrapped = wrapped_breaks(text)
    found: list[tuple[int, int]] = []
    start = at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if end not in wrapped:
            if (bare := text[start:end].strip()) != "":
                first = text.index(bare[0], start)
                found.append((first, first + len(bare)))
            start = end + 1
        at = end + 1
    return found


def wrapped_breaks(text: str) -> set[int]:
    """Return the offsets of the line breaks that only wrap a line.

    A block of lines is hard-wrapped when each line but the last is long and the next word would not have
    fitted on it, the widest line of the block being the measure.
    """
    wrapped: set[int] = set()
    block: list[tuple[int, str]] = []
    at = 0
    for line in [*text.split("\n"), ""]:
        if line.strip():
            block.append((at + len(line), line.strip()))
        else:
            widest = max((len(words) for _, words in block), default=0)
            pairs = list(pairwise(block))
            if all(len(a) >= _LONG and len(a) + 1 + len(b.split()[0]) > widest for (_, a), (_, b) in pairs):
                wrapped.update(end for (end, _), _ in pairs)
            block = []
        at += len(line) + 1
    return wrapped


def asides(text: str, parts: list[tuple[int, int]]) -> list[Aside]:
    """Return what is set aside of a text, in its order.

    Args:
        text: the text.
        parts: its `paragraphs`.
    """
    found = []
    for number, (start, end) in enumerate(parts):
        part = text[start:end]
        if end - start <= LONGEST and (kind := _kind(part)):
            found.append(Aside(kind, start, end))
        elif number < _HEAD and number < len(parts) - 1 and _signs(part):
            found.append(Aside("byline", start, end))
        elif part.endswith((")", ").")) and (credit := _forms().credits_at_end.search(part)):
            found.append(Aside("byline", start + credit.start(), end))
    return found


def _kind(part: str) -> AsideKind | None:
    """What a paragraph is that is set aside whole."""
    forms = _forms()
    if not any(map(str.isalnum, part)):  # "___", "* * *"
        return "furniture"
    if len(part) <= forms.longest_alone:
        plain = part.lower().rstrip(" :.!>»→|")
        kind = forms.alone.get(plain) or forms.alone.get(part.lower())
        if kind is not None:
            return kind
        if _ADDRESS.fullmatch(part):
            return "furniture"
    opening = forms.opening.match(part)
    if opening is not None:
        kind = forms.kinds[opening.lastgroup or ""]
        if len(part.split()) <= _WORDS[kind]:
            return kind
    if any(form.fullmatch(part) for form in (forms.byline, forms.credits, forms.contributed)) or _is_agency(
        part
    ):
        return "byline"
    if len(part.split()) <= _WORDS["byline"] and forms.helped.fullmatch(part):
        return "byline"
    if len(part.split()) <= _WORDS["promotion"] and forms.linked.fullmatch(part):
        return "promotion"
    if len(part) < 80 and part[-1] != "." and forms.stamp.match(part):
        return "furniture"
    if len(part.split()) <= _WORDS["caption"] and forms.caption_closing.search(part, max(0, len(part) - 120)):
        return "caption"
    return None


def _is_agency(part: str) -> bool:
    """Whether a line is the name of an agency, paper or broadcaster, or "By" and such a name."""
    from dragoman.language.datelines import is_agency

    return is_agency(part.removeprefix("By "))


def _signs(part: str) -> bool:
    """Whether a line at the head of a text signs it: "Jane Roe in Beirut", "Jane Roe, Diplomatic Correspondent"."""
    from dragoman.language.datelines import is_agency, is_place

    if len(part) > 100 or (match := _forms().signed.fullmatch(part)) is None:
        return False
    if match["place"]:
        return is_place(match["place"])
    return match["post"].split()[-1].lower() in table("layout")["posts"] or is_agency(match["post"])


@dataclass(frozen=True, slots=True)
class _Forms:
    alone: dict[str, AsideKind]
    longest_alone: int
    opening: re.Pattern[str]
    kinds: dict[str, AsideKind]
    caption_closing: re.Pattern[str]
    byline: re.Pattern[str]
    credits: re.Pattern[str]
    credits_at_end: re.Pattern[str]
    contributed: re.Pattern[str]
    helped: re.Pattern[str]
    linked: re.Pattern[str]
    signed: re.Pattern[str]
    stamp: re.Pattern[str]


@cache
def _forms() -> _Forms:
    words = table("layout")
    kinds: dict[str, AsideKind] = {
        "furniture": "furniture",
        "furniture_sections": "furniture",
        "promotion": "promotion",
        "caption": "caption",
    }
    alone = {
        phrase.rstrip(" :.!>»→|") or phrase: kinds[group]
        for group, phrases in words["alone"].items()
        for phrase in phrases
    }
    openings = "|".join(f"(?P<{group}>{_phrases(phrases)})" for group, phrases in words["opening"].items())
    particles = "|".join(map(re.escape, words["particles"]))
    # Possessive throughout: a form that does not fit is given up at once.
    word = rf"{CAPITAL}[\w.’'-]*+"
    name = rf"(?>{word}(?: (?:(?:{particles}) ){{0,2}}(?:al-|el-)?{word}){{1,3}}+)"
    link = r"(?:, and |, | and | & )"
    names = rf"(?>{name}(?:{link}{name})*+)"
    # A body signs as a reporter does, with one word or more ("AFP"), each perhaps from its place.
    body = rf"(?>{word}(?: (?:(?:{particles}) ){{0,2}}(?:al-|el-)?{word}){{0,4}}+)"
    placed = rf"{body}(?: (?:in|at|from) {body})?+"
    bodies = rf"(?>{placed}(?:{link}{placed})*+)"
    credit = rf"(?i:{_phrases(words['credit_before'])}):? {bodies}"
    credits = rf"{credit}(?:[;,]? (?:and )?{credit})*+"
    told = rf"(?:The )?{bodies} {_phrases(words['credit_after'])}(?: (?:in|at|from) {body})?+(?:{link}{placed})*+"
    posts = "|".join(map(re.escape, words["posts"]))
    not_names = "|".join(words["not_names"])
    stamps = _phrases(words["stamps"])
    return _Forms(
        alone=alone,
        longest_alone=max(map(len, alone)) + 4,
        opening=re.compile(openings, re.IGNORECASE),
        kinds=kinds,
        caption_closing=re.compile("|".join(f"(?:{form})" for form in words["caption_closing"])),
        byline=re.compile(
            rf"(?:By|BY):? (?!(?i:{not_names})\b){names}"
            rf"(?: (?:in|for|of|at) {bodies}|(?: ?[,|•·/–—-]){{1,2}} [^.!?]{{2,50}})?"
        ),
        credits=re.compile(rf"\(?{credits}\.?\)?\.?"),
        credits_at_end=re.compile(rf"\({credits}\.?\)\.?$"),
        contributed=re.compile(rf"[-–—]* ?{told}(?:[;,.]? (?:and )?{told})*+\.?"),
        helped=re.compile(
            rf"(?=[^,]*\b(?:{posts})s?\b)(?:(?![a-z]{{3}}[.] )[^!?])+ {_phrases(words['helped'])}\.?"
        ),
        linked=re.compile(rf"(?i:{_phrases(words['linked'])})(?! than)[^.!?]* {_ADDRESS.pattern}"),
        signed=re.compile(rf"{name}(?:(?: and | & ){name})*+(?: in (?P<place>{bodies})|, (?P<post>[\w .-]{{2,40}}))"),
        stamp=re.compile(
            rf"(?i:{stamps})(?: on| at|:)?,? (?=\d|[A-Z][a-z]{{2,8}}\.?,? (?:[A-Z][a-z]+\.? )?\d)", re.IGNORECASE
        ),
    )  # fmt: skip


def _phrases(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases, longest first; one that ends in a letter ends a word."""
    patterns = [
        r"\s+".join(map(re.escape, phrase.split())) + (r"(?!\w)" if phrase.strip()[-1].isalnum() else "")
        for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    ]
    return f"(?:{'|'.join(patterns)})"
