"""Where: the places a sentence names as the scene of something.

A name of the tables counts as a place when the words around it say so:

- a preposition of place governs it, also across what describes it ("in the northern Iraqi city of Mosul");
- it stands before a noun of happening ("Geneva summit", "Florida Talks"), unless it is a country: "Russia
  talks" names a party;
- it is the dateline of the report;
- it continues a list of places ("in Kyiv and Kharkiv").

What the name means is told by ``localities``; to which event a place belongs, by ``details``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span

from dragoman.coding.localities import Candidate, Mention, PlaceIndex, choose, index
from dragoman.language.found import Found
from dragoman.language.numbers import alternatives
from dragoman.ontology.countries import countries
from dragoman.ontology.files import load_yaml
from dragoman.records import Place

_WORD = re.compile(r"(?:[A-Z]\.)+|[\w.'’-]*\w[’']?")
_BEFORE = 100  # characters before a name in which its preposition is looked for
_WORDS = 9  # and words


def find(span: Span, names: PlaceIndex | None = None) -> list[Found[Place]]:
    """Return the places of a sentence in the order of the text; offsets index the text of the ``Doc``.

    Args:
        span: the sentence or headline.
        names: names to look for; the packaged tables by default.
    """
    text, names = span.text, names or index()
    mentions = [_with_stop(text, match) for match in names.mentions(text)]
    values: list[Found[Place]] = []
    listed = -1  # end of the last place, with the larger place named behind it
    inside = -1  # end of what only says where the last place lies ("Kyiv, *Ukraine*")
    for at, match in enumerate(mentions):
        if match.start < inside:
            continue
        following = mentions[at + 1] if at + 1 < len(mentions) else None
        larger = following if following and _lies_in(text, match, following) else None
        if larger is None and following and _lies_elsewhere(text, match, following):
            continue
        chosen = choose(span, match, larger, names)
        continued = listed >= 0 and _LIST.fullmatch(text, listed, match.start) is not None
        if not _is_scene(text, match, following, chosen, continued):
            continue
        gap = text[listed : match.start]
        around = larger is not None or chosen.kind == "country"
        if values and around and values[-1].value.country == chosen.place.country and _AROUND.fullmatch(gap):
            inside = larger.end if larger else match.end  # only says where the last place lies
            continue
        values.append(Found(chosen.place, span.start_char + match.start, span.start_char + match.end))
        listed = inside = larger.end if larger else match.end
    return values


def named(span: Span) -> Found[Place] | None:
    """Return the place that a noun phrase is ("captured *Goma*", "left *the port city of Aden*"), else ``None``."""
    text, w = span.text, _words()
    for match in index().mentions(text):
        if match.end < len(text):
            continue
        before = _WORD.findall(text[: match.start])
        # "the battered suburbs of Kharkiv"
        of_town = len(before) > 1 and before[-1] == "of" and before[-2] in w.nouns
        if of_town or all(_belongs(word) for word in before):
            start = span.start_char + match.start
            return Found(choose(span, match, None, index()).place, start, span.end_char)
    return None


def _belongs(word: str) -> bool:
    """Whether a word may stand before the name of a place in one noun phrase with it."""
    w, lower = _words(), word.lower()
    return (
        lower in w.nouns or lower in w.directions or lower in w.fillers or lower == "of" or _describes(word)
    )


# What stands between a place and the larger one around it: ", ", " Airport in western ".
_AROUND = re.compile(r",\s|(?:\s\w+){0,3},?\s(?:in|of)\s(?:[\w-]+\s){0,3}")
_LIST = re.compile(r"(?:,\s?(?:and\s)?|\s(?:and|or|&)\s)(?:(?:in|near|the)\s){0,2}")
_COMMA = re.compile(r",\s")
_DATELINE = re.compile(r"(?:,\s[\w .]{2,30})?\s?(?:\([A-Z][\w ]{1,20}\)\s?)?(?:[—–]|--|-\s)")


def _with_stop(text: str, match: Mention) -> Mention:
    """Take the full stop of an abbreviation ("U.S.") into the name."""
    abbreviated = text[match.end : match.end + 1] == "." and "." in text[match.start : match.end]
    return match._replace(end=match.end + 1) if abbreviated else match


def _lies_in(text: str, match: Mention, following: Mention) -> bool:
    """Whether the next name says where this one lies ("Springfield, Illinois")."""
    if _COMMA.fullmatch(text, match.end, following.start) is None:
        return False
    outer = {c.place.country for c in following.value if c.kind in {"country", "state"}}
    return any(c.kind == "city" and c.place.country in outer for c in match.value)


# --------------------------------------------------------------------------------------------- scene


@dataclass(frozen=True, slots=True)
class _Words:
    prepositions: frozenset[str]
    narrow: frozenset[str]
    not_before: frozenset[str]
    nouns: frozenset[str]
    directions: frozenset[str]
    fillers: frozenset[str]
    parts: frozenset[str]
    names_after: frozenset[str]
    events: re.Pattern[str]
    attributive: re.Pattern[str]


@cache
def _words() -> _Words:
    data = load_yaml("locatives.yaml")
    return _Words(
        prepositions=frozenset(data["prepositions"]),
        narrow=frozenset(data["narrow"]),
        not_before=frozenset(data["not_before"]),
        nouns=frozenset(data["nouns"]),
        directions=frozenset(data["directions"]),
        fillers=frozenset(word.lower() for word in data["fillers"]),
        parts=frozenset(data["parts"]),
        names_after=frozenset(data["names_after"]),
        events=re.compile(rf"\s(?i:{alternatives(data['events'])})\b"),
        attributive=re.compile(rf"\s{alternatives(data['nouns'])}\sof\b"),
    )


def _lies_elsewhere(text: str, match: Mention, following: Mention) -> bool:
    """Whether the state named behind a city holds none of this name ("Melbourne, Florida"): then the state is meant."""
    states = {c.place.country for c in following.value if c.kind == "state"}
    behind = _COMMA.fullmatch(text, match.end, following.start) is not None
    # Behind a country the comma is one of a list or of a clause ("In Geneva, Iran rejected …").
    return behind and bool(states) and not any(c.place.country in states for c in match.value)


def _is_scene(
    text: str,
    match: Mention,
    following: Mention | None,
    chosen: Candidate,
    continued: bool,
) -> bool:
    if _is_part_of_name(text, match, following):
        return False
    if continued or _is_located(text, match.start, chosen):
        return True
    if not text[: match.start].strip() and text[match.start : match.end].isupper():
        return _DATELINE.match(text, match.end) is not None
    return chosen.kind != "country" and _words().events.match(text, match.end) is not None


def _is_part_of_name(text: str, match: Mention, following: Mention | None) -> bool:
    """Whether the name belongs to another ("Paris Agreement", "Iran's missiles", "Kyiv-based")."""
    w = _words()
    rest = text[match.end : match.end + 40]
    if re.match(r"[-‐‑]\w", rest) or (match.start and text[match.start - 1] in "-‐‑"):
        return True
    if owned := re.match(r"['’]s?\s+((?:[A-Z][\w-]*\s){0,3})(\w[\w-]*)", rest):
        # "in Syria's Idlib province" is Idlib; "in Peru's Loreto province" is Peru if Loreto is not known.
        inner = following is not None and following.start < match.end + owned.end()
        return inner or owned[2].lower() not in w.parts
    if re.match(r"['’]s?", rest):
        return True
    behind = re.match(r"\s(\w[\w-]*)", rest)
    if not behind:
        return False
    if not behind[1][0].isupper():
        return w.attributive.match(rest) is not None and following is not None
    if _is_titled(text):
        return behind[1].lower() in w.names_after
    return behind[1].lower() not in w.parts and not w.events.match(rest)


def _is_titled(text: str) -> bool:
    """Whether a text is written like a headline: no full stop, and most longer words begin with a capital."""
    longer = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return not text.rstrip().endswith(".") and sum(w[0].isupper() for w in longer) > 0.85 * len(longer)


def _is_located(text: str, start: int, chosen: Candidate) -> bool:
    """Whether a preposition of place governs the name that begins here."""
    w = _words()
    described = False  # a noun of place has been passed
    unknown = False  # "in Beledweyne, Somalia": a smaller place the tables do not know
    words = list(_backward(text, start))
    for at, (word, gap) in enumerate(words[:_WORDS]):
        lower = word.lower()
        before = words[at + 1][0].lower() if at + 1 < len(words) else ""
        if gap == "," and lower not in w.nouns:
            unknown = at == 0 and word[0].isupper() and not _is_titled(text)
            if not unknown:
                return False
        if lower == "of":
            if before in w.directions and before not in w.fillers:
                return True  # "north of Kyiv"
            if before not in w.nouns:
                return False
        elif lower in w.prepositions:
            fits = described or lower not in w.narrow or chosen.kind in {"city", "island"}
            return fits and before not in w.not_before
        elif lower in w.nouns:
            described = True
        elif not (lower in w.directions or lower in w.fillers or _describes(word)):
            name = word[0].isupper() or word[0].isdigit()  # "Karrada District", "9th arrondissement"
            known = name and (unknown or described) and not _is_titled(text)
            # "on the battered suburbs of Kharkiv"
            if not (known or (described and before in w.fillers | w.prepositions)):
                return False
    return False


def _backward(text: str, start: int) -> Iterator[tuple[str, str]]:
    """Yield the words before a place, nearest first, with ``","`` where a comma parts it from the next."""
    end = start
    for match in reversed(list(_WORD.finditer(text, max(0, start - _BEFORE), start))):
        gap = text[match.end() : end].strip()
        if gap not in {"", ","}:
            return
        yield match.group(), gap
        end = match.start()


def _describes(word: str) -> bool:
    """Whether a word may say whose the place is: "Iraqi", "Syria's"."""
    return word[0].isupper() and (word.endswith(("'s", "’s", "s'", "s’")) or word in _country_adjectives())


@cache
def _country_adjectives() -> frozenset[str]:
    forms = (form for state in countries() for form in (*state.adjectives, *state.aliases))
    return frozenset(word for form in forms for word in form.split())
