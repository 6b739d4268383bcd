"""The dateline of a report: where and when it was written, and by whose agency ("TAIPEI, Feb 18 (Reuters) —").

A dateline stands at the head of one of the first paragraphs, before a dash, at times a colon or a full stop. The
form alone does not make one: an agency, a date, or a place of the tables has to stand in it, and more than one of
them where the form is one that headlines have too ("China: …").
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from dragoman.language.layout import CAPITAL
from dragoman.language.tables import table
from dragoman.ontology.countries import countries
from dragoman.ontology.files import load_yaml
from dragoman.ontology.organizations import organizations
from dragoman.ontology.places import places, regions
from dragoman.records import Date, Span

#: A dateline stands within so many characters and is followed by so many words at least.
_LONGEST, _REST = 140, 3
#: Words of a paragraph that may be prose behind a doubtful dateline.
_PROSE = 12


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the first sentence of a report, its dash included.

    Attributes:
        start, end: offsets in the text, white space left out.
        place: the words that name the place ("BEIRUT/TEL AVIV"), and where they stand.
        date: the day; a day without its year is the one nearest to the day of publication.
        agency: as it signs.
    """

    start: int
    end: int
    place: Span | None
    date: Date | None
    agency: str | None


def find(text: str, start: int, end: int, published: dt.date | None, *, head: bool = True) -> Dateline | None:
    """Return the dateline that a paragraph begins with, if it has one.

    Args:
        text: the whole text.
        start: where the paragraph begins in it, white space left out.
        end: where the paragraph ends.
        published: day of publication, which gives a date its year; ``None`` where it is not known.
        head: whether the paragraph stands at the head of the text; elsewhere a city in small letters is none.
    """
    for form in _forms():
        match = form.match(text, start, min(end, start + _LONGEST))
        if match is None or not _is_dateline(match, text[match.end() : end], head):
            continue
        found = {name: value for name, value in match.groupdict().items() if value}
        place, date = found.get("place"), found.get("date") or found.get("later")
        at = match.start("place")
        if place and place[:-1].casefold() in _cities() and place[-1] == ".":  # "MOSCOW. Feb 20"
            place = place[:-1]
        return Dateline(
            start,
            match.start() + len(match[0].rstrip()),
            Span(at, at + len(place), place) if place else None,
            _day(date, published) if date else None,
            found.get("agency") or found.get("wire") or found.get("bare"),
        )
    return None


def is_place(words: str) -> bool:
    """Whether the words name a place, or several ("Beirut", "BEIRUT/TEL AVIV", "LINDEN, N.J.")."""
    return any(part in _places() for part in _parts(words))


def is_agency(words: str) -> bool:
    """Whether the words name an agency, a paper or a broadcaster."""
    return words in _agencies()


def _is_dateline(match: re.Match[str], rest: str, head: bool) -> bool:
    """Whether what has the form of a dateline is one, by its parts and by what follows."""
    parts = match.groupdict()
    place, sign = parts["place"], parts["sign"]
    dated = bool(parts["date"] or parts.get("later"))
    agency = parts.get("agency") or parts.get("wire")
    signed = agency is not None and (is_agency(agency) or is_agency(agency.split(" via ")[0]))
    if len(rest.split()) < _REST:
        return False
    if bare := parts.get("bare"):
        return is_agency(bare) and (is_place(place) or place.isupper())
    if not place:
        return signed and (dated or sign.strip() != ":")
    loud = _parts(place, fold=False)[0].isupper()
    known = is_place(place)
    if not sign.strip():
        return signed and (known or loud)
    if agency or dated:
        return known or (loud and (signed or dated)) or (signed and sign.strip() not in {".", ":"})
    if not known or rest[0].islower() or sign.strip() == ".":
        return False
    if loud and sign.strip() != ":":
        return True
    prose = len(rest.split()) >= _PROSE and re.search(r"[.!?…][\"'”’)\]]*$", rest) is not None
    return prose and (loud or head) and loud == (sign.strip() == ":") and _parts(place)[0] in _cities()


def _parts(place: str, fold: bool = True) -> list[str]:
    """The places named together ("WASHINGTON and MILWAUKEE"), without case."""
    return [
        part.casefold() if fold else part for part in re.split(r"\s*(?:[,/&]|\band\b)\s*", place) if part
    ] or [""]


@cache
def _cities() -> frozenset[str]:
    own = table("datelines")
    names = [form for city in places() for form in (city.name, *city.aliases)]
    names += [form for state in countries() if state.capital for form in (*state.capital.forms, *state.seats)]
    return frozenset(name.casefold() for name in (*names, *own["places"]))


@cache
def _places() -> frozenset[str]:
    names = [form for state in countries() for form in (state.name, *state.aliases)]
    names += [form for region in regions() for form in (region.name, *region.aliases)]
    return _cities() | {name.casefold() for name in (*names, *table("datelines")["within"])}


@cache
def _agencies() -> frozenset[str]:
    names = {form for body in organizations() if "JRN" in body.sectors for form in (body.name, *body.aliases)}
    names |= {form for row in load_yaml("publishers.yaml") for form in (row["name"], *row.get("also", []))}
    return frozenset(names | {name.upper() for name in names} | set(table("datelines")["agencies"]))


@cache
def _months() -> dict[str, int]:
    return {
        form.lower(): number for number, forms in load_yaml("dates.yaml")["months"].items() for form in forms
    }


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    months = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    weekdays = "|".join(f"{day}|{day[:3]}" for day in load_yaml("dates.yaml")["weekdays"])
    day, year = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:19|20)\d\d"
    date = (
        rf"(?i:(?:(?:{weekdays})\.?,?\s)?(?:(?:{months})\.?\s{day}|{day}\s(?:{months})\b\.?)"
        rf"(?:,?\s{year})?|{year}-\d\d-\d\d)"
    )
    word = rf"{CAPITAL}[\w’'-]*\.?(?:{CAPITAL}\.)*"
    joint = r"(?:,\s|\s?/\s?|\s&\s|\s(?:and|de|al|el|la|of|the)\s|\s|\s(?:al|el)-)"
    place = rf"(?P<place>{word}(?:{joint}{word}){{0,6}}?)"
    agency = r"\((?P<agency>[A-Z][^()\n]{1,40})\)"
    wire = r"/(?P<wire>[A-Z][\w\s-]{1,30})/"
    signed = rf"(?:{agency}|{wire})"
    dash = r"\s?[—–―−‒]\s?|\s?--+\s?|\s-\s|(?<=\))-\s"
    return (
        # MOSCOW. March 3. KAZINFORM - · ASTANA. KAZINFORM –
        re.compile(
            rf"{place}[.,]\s(?:(?P<date>{date})[.,]?\s)?(?P<bare>{CAPITAL}[\w-]+(?:\s{CAPITAL}[\w-]+)??)"
            rf"(?P<sign>{dash}|[.:]\s|\s)"
        ),
        # TAIPEI, Feb 18 (Reuters) - · (Reuters) - · NEW DELHI: · MOSCOW, March 3. /TASS/. · WASHINGTON (CNN)
        re.compile(
            rf"(?:{place})?(?:(?:^|[.,]?\s?)(?P<date>{date}))?(?:[.,]?\s?{signed})?(?:,?\s?(?P<later>{date}))?"
            rf"(?P<sign>{dash}|:\s|(?<=\d)\.\s|(?<=[)/])[.:]?-*\s?)"
        ),
    )


def _day(words: str, published: dt.date | None) -> Date | None:
    """Return the day; without a year of its own the one nearest to the day of publication."""
    try:
        if iso := re.search(r"\d{4}-\d\d-\d\d", words):
            return _date(dt.date.fromisoformat(iso[0]))
        month = next(_months()[word] for word in re.findall(r"[^\W\d_]+", words.lower()) if word in _months())
        day = int(next(n for n in re.findall(r"\d+", words) if len(n) <= 2))
        if year := re.search(r"\d{4}", words):
            return _date(dt.date(int(year[0]), month, day))
    except ValueError:  # no day of the calendar
        return None
    near = []
    for of in range(published.year - 1, published.year + 2) if published else ():
        try:
            near.append(dt.date(of, month, day))
        except ValueError:  # 29 February, or none at all
            continue
    return _date(min(near, key=lambda each: abs((each - published).days))) if near and published else None


def _date(day: dt.date) -> Date:
    return Date(day.isoformat(), day.isoformat(), "day")
