"""Where: the places a sentence names as the scene of something.

A name of the tables counts as a place when the words around it say so:

- a preposition of place governs it, also across what describes it ("in the northern Iraqi city of Mosul");
- it stands before a noun of happening ("Geneva summit", "Florida Talks"), unless it is a country: "Russia
  talks" names a party;
- it is the dateline of the report;
- it continues a list of places ("in Kyiv and Kharkiv").

Of several places of one name, the one whose country the sentence names is meant, else the document, else the
largest. A country stands for about its middle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.tokens import Span

from dragoman.coding.phrases import Match, Phrases
from dragoman.language.found import Found
from dragoman.language.numbers import alternatives
from dragoman.ontology.countries import Country, countries
from dragoman.ontology.files import load_yaml
from dragoman.ontology.places import City, Region, places, regions
from dragoman.records import Place

_WORD = re.compile(r"(?:[A-Z]\.)+|[\w.'’-]*\w[’']?")
_BEFORE = 100  # characters before a name in which its preposition is looked for
_WORDS = 9  # and words
# Weights by which a name alone is read, as inhabitants: country before capital before region.
_COUNTRY, _CAPITAL, _REGION, _DOUBTFUL = 1e9, 5e6, 3e6, 1e5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean; ``weight`` is about its inhabitants."""

    place: Place
    kind: str  # country, city, or the kind of the region
    weight: float


_Mention = Match[tuple[Candidate, ...]]


class PlaceIndex:
    """The names of cities, regions and countries, and what each may mean."""

    def __init__(
        self,
        cities: Iterable[City],
        areas: Iterable[Region],
        states: Iterable[Country],
        never: Iterable[str] = (),
    ) -> None:
        """Build the index; names of ``never`` are left out."""
        states = tuple(states)
        names: dict[str, list[Candidate]] = {}

        areas = tuple(areas)
        adjectives = {form for state in states for form in state.adjectives}
        adjectives |= {form for area in areas for form in area.adjectives}

        def add(forms: Iterable[str], candidate: Candidate) -> None:
            for form in forms:
                if form not in adjectives and any(letter.isalpha() for letter in form):
                    names.setdefault(form, []).append(candidate)

        capitals = {state.capital.geonames for state in states if state.capital}
        for state in states:
            place = Place(state.name, state.code, *state.center, state.geonames)
            clear = [form for form in (state.name, *state.aliases) if form not in state.ambiguous]
            doubtful = [form for form in (state.name, *state.aliases) if form in state.ambiguous]
            add(clear, Candidate(place, "country", _COUNTRY))
            add(doubtful, Candidate(place, "country", _CAPITAL))
            if state.capital:
                seat = state.capital
                capital = Place(seat.name, state.code, seat.lat, seat.lon, seat.geonames)
                add((*seat.forms, *state.seats), Candidate(capital, "city", _CAPITAL))
        for area in areas:
            place = Place(area.name, area.country, area.lat, area.lon, None)
            for form in (area.name, *area.aliases):
                add([form], Candidate(place, area.kind, _DOUBTFUL if form in area.ambiguous else _REGION))
        for city in cities:
            if city.geonames not in capitals:
                place = Place(city.name, city.country, city.lat, city.lon, city.geonames)
                add((city.name, *city.aliases), Candidate(place, "city", float(city.population)))
        for form in never:
            names.pop(form, None)
        self._names = Phrases((form, tuple(candidates), True) for form, candidates in names.items())

    def mentions(self, text: str) -> list[_Mention]:
        """Return the names that stand in a text, whether places of something or not."""
        return list(self._names.find(text))


@cache
def _index() -> PlaceIndex:
    return PlaceIndex(places(), regions(), countries(), load_yaml("locatives.yaml")["never"])


def find(span: Span, index: PlaceIndex | None = None) -> list[Found[Place]]:
    """Return the places of a sentence in the order of the text; offsets index the text of the ``Doc``.

    Args:
        span: the sentence or headline.
        index: names to look for; the packaged tables by default.
    """
    text = span.text
    mentions = [_with_stop(text, match) for match in (index or _index()).mentions(text)]
    values: list[Found[Place]] = []
    listed = -1  # end of the last place, with the larger place named behind it
    inside = -1  # end of what only says where the last place lies ("Kyiv, *Ukraine*")
    for at, match in enumerate(mentions):
        if match.start < inside:
            continue
        following = mentions[at + 1] if at + 1 < len(mentions) else None
        larger = following if following and _lies_in(text, match, following) else None
        chosen = _choose(span, match, larger)
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
    """Return the place that a noun phrase is, with no word that marks it as one ("captured *Goma*")."""
    text = span.text
    for match in _index().mentions(text):
        if match.start == 0 and match.end == len(text):
            return Found(_choose(span, match, None).place, span.start_char, span.end_char)
    return None


# What stands between a place and the larger one around it: ", ", " Airport in western ".
_AROUND = re.compile(r",\s|(?:\s\w+){0,3},?\s(?:in|of)\s(?:[\w-]+\s){0,3}")
_LIST = re.compile(r"(?:,\s?(?:and\s)?|\s(?:and|or|&)\s)(?:(?:in|near|the)\s){0,2}")
_COMMA = re.compile(r",\s")
_DATELINE = re.compile(r"(?:,\s[\w .]{2,30})?\s?(?:\([A-Z][\w ]{1,20}\)\s?)?(?:[—–]|--|-\s)")


# ------------------------------------------------------------------------------------------- meaning


def _with_stop(text: str, match: _Mention) -> _Mention:
    """Take the full stop of an abbreviation ("U.S.") into the name."""
    abbreviated = text[match.end : match.end + 1] == "." and "." in text[match.start : match.end]
    return match._replace(end=match.end + 1) if abbreviated else match


def _lies_in(text: str, match: _Mention, following: _Mention) -> bool:
    """Whether the next name says where this one lies ("Springfield, Illinois")."""
    if _COMMA.fullmatch(text, match.end, following.start) is None:
        return False
    outer = {c.place.country for c in following.value if c.kind in {"country", "state"}}
    return any(c.kind == "city" and c.place.country in outer for c in match.value)


def _choose(span: Span, match: _Mention, larger: _Mention | None) -> Candidate:
    """Choose what a name means."""
    candidates = match.value
    if larger is not None:
        outer = max(larger.value, key=lambda c: c.weight if c.kind in {"country", "state"} else 0.0)
        inner = [c for c in candidates if c.kind == "city" and c.place.country == outer.place.country]
        if outer.kind == "state" and inner:
            return min(inner, key=lambda c: _distance(c.place, outer.place))
        candidates = tuple(inner) or candidates
    if len(candidates) > 1:
        own = (span.start_char + match.start, span.start_char + match.end)
        for text, start in ((span.text, span.start_char), (span.doc.text, 0)):
            named = _countries_named(text, own[0] - start, own[1] - start)
            here = [c for c in candidates if c.place.country in named and c.kind != "country"]
            if here:
                return max(here, key=lambda c: c.weight)
    return max(candidates, key=lambda c: c.weight)


def _distance(one: Place, other: Place) -> float:
    """Return a rough distance, good enough to tell one Springfield from another."""
    return ((one.lat or 0) - (other.lat or 0)) ** 2 + ((one.lon or 0) - (other.lon or 0)) ** 2


def _countries_named(text: str, start: int, end: int) -> frozenset[str]:
    """Return the codes of the countries that a text names, by name or adjective, outside the given words."""
    return frozenset(code for code, at, to in _country_words(text) if to <= start or at >= end)


@lru_cache(maxsize=16)
def _country_words(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((match.value, match.start, match.end) for match in _country_phrases().find(text))


@cache
def _country_phrases() -> Phrases[str]:
    return Phrases(
        (form, state.code, True)
        for state in countries()
        for form in (state.name, *state.aliases, *state.adjectives, *state.people)
        if form not in state.ambiguous
    )


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


def _is_scene(
    text: str,
    match: _Mention,
    following: _Mention | None,
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


def _is_part_of_name(text: str, match: _Mention, following: _Mention | None) -> bool:
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
            if not (name and (unknown or described) and not _is_titled(text)):
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
