"""What ``FIELD=VALUE`` makes of an event: values checked against the ontology, and what follows from them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputError
from dragoman.ontology.countries import codes
from dragoman.ontology.crosswalk import from_cameo, to_cameo
from dragoman.ontology.plover import cameo, plover
from dragoman.records import EVENT_TYPES, STATUSES, Date, Event, Party, Place

if TYPE_CHECKING:
    from dragoman.coding.resolution import Meant

NOTHING = ("", "none")
"""What empties a field."""

_CODE = re.compile(r"(?P<country>[A-Za-z]{3})?(?P<sectors>(?::[A-Za-z]{3})*)")
_WITH_WORDS = re.compile(r"(?P<words>.+?)\s*\((?P<code>[A-Za-z:]{3,})\)", re.DOTALL)
_WEEK = re.compile(r"(\d{4})-?W(\d{2})")


def changes(event: Event, settings: Mapping[str, str], published: str | None = None) -> dict[str, Any]:
    """Return what the fields of an event become, with those that follow: values as JSON has them.

    Args:
        event: as it is now.
        settings: value by field (`FIELDS`); an empty value, or ``none``, empties the field. Several parties or contexts
            are set apart by ``;``.
        published: when its report was published; offices are read as of that day.

    Raises:
        InputError: there is no such field, a value that it cannot have, or two that contradict each other.
    """
    if unknown := next((name for name in settings if name not in FIELDS), None):
        raise wrong(event, unknown, "cannot be set", f"set one of {', '.join(FIELDS)}")
    given = {name: " ".join(value.split()) for name, value in settings.items()}
    given = {name: "" if value.casefold() in NOTHING else value for name, value in given.items()}
    found: dict[str, Any] = {}
    for name in given:
        found |= FIELDS[name](event, given, published)
    if not (found.get("actors", event.actors) or found.get("recipients", event.recipients)):
        raise wrong(event, "actor", "nobody would be left in the event", "reject it")
    return found


def wrong(event: Event, field: str, problem: str, mend: str) -> InputError:
    """Return the error of a field of an event."""
    return InputError(f"event {event.id}", field, problem, mend)


# --------------------------------------------------------------------------------------------- what


def _kind(event: Event, given: Mapping[str, str], published: str | None) -> dict[str, Any]:
    """Return type, mode and CAMEO code, which hang together, with quad class and intensity."""
    type = given.get("type", event.type).upper()
    if type not in EVENT_TYPES:
        raise wrong(event, "type", f"{given['type']!r} is no type", f"write one of {', '.join(EVENT_TYPES)}")
    info = plover().types[type]
    mode = given["mode"].lower() or None if "mode" in given else event.mode
    if mode not in (None, *info.modes):
        if "mode" in given:
            known = f"write one of {', '.join(info.modes)}" if info.modes else "it has none: leave it empty"
            raise wrong(event, "mode", f"{given['mode']!r} is no mode of {info.name}", known)
        mode = None
    code = to_cameo(info.name, mode, event.contexts)
    if "cameo" in given:
        code = given["cameo"]
        if code not in cameo() or not from_cameo(code).admits(info.name, mode):
            kind = f"{info.name} {mode}" if mode else info.name
            fitting = [one for one in cameo() if from_cameo(one).admits(info.name, mode)]
            raise wrong(
                event, "cameo", f"{code!r} is no code of {kind}", f"write one of {', '.join(fitting)}"
            )
    return {
        "type": info.name,
        "mode": mode,
        "cameo": code,
        "quad": info.quad,
        "intensity": info.intensity_of(mode),
    }


def _status(event: Event, given: Mapping[str, str], published: str | None) -> dict[str, Any]:
    status = given["status"].lower()
    if status not in STATUSES:
        raise wrong(
            event, "status", f"{given['status']!r} is no status", f"write one of {', '.join(STATUSES)}"
        )
    return {"status": status}


def _contexts(event: Event, given: Mapping[str, str], published: str | None) -> dict[str, Any]:
    named = [one.lower() for one in _listed(given["contexts"])]
    known = plover().contexts
    if unknown := next((one for one in named if one not in known), None):
        raise wrong(event, "contexts", f"{unknown!r} is no context", f"write some of {', '.join(known)}")
    return {"contexts": named}


# ---------------------------------------------------------------------------------------------- when


def _date(event: Event, given: Mapping[str, str], published: str | None) -> dict[str, Any]:
    try:
        date = _days(given["date"])
    except ValueError:
        raise wrong(
            event,
            "date",
            f"{given['date']!r} is no date",
            "write a day (2025-02-18), a month (2025-02), a year (2025), a week (2025-W08), "
            "or the first and the last day (2025-02-18/2025-02-20)",
        ) from None
    return {"date": date.to_dict() if date else None}


def _days(text: str) -> Date | None:
    """Return the days that are meant. Raises `ValueError`."""
    if not text:
        return None
    if week := _WEEK.fullmatch(text):
        first = dt.date.fromisocalendar(int(week[1]), int(week[2]), 1)
        last = dt.date.fromisocalendar(int(week[1]), int(week[2]), 7)
        return Date(first.isoformat(), last.isoformat(), "week")
    if re.fullmatch(r"\d{4}", text):
        return Date(_day(f"{text}-01-01"), f"{text}-12-31", "year")
    if re.fullmatch(r"\d{4}-\d{2}", text):
        first = dt.date.fromisoformat(_day(f"{text}-01"))
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return Date(first.isoformat(), last.isoformat(), "month")
    start, _, end = text.partition("/")
    days = Date(_day(start), _day(end or start), "day")
    if days.end < days.start:
        raise ValueError
    return days


def _day(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError
    return dt.date.fromisoformat(text).isoformat()


# --------------------------------------------------------------------------------------------- where


def _place(event: Event, given: Mapping[str, str], published: str | None) -> dict[str, Any]:
    """Return the place: of namesakes the one in the country that is given, else the largest."""
    name = given.get("place", event.place.name if event.place else "")
    code = given.get("place_country", "").upper() or None
    if code and (code not in codes() or code in plover().international):
        raise wrong(
            event, "place_country", f"{code!r} is no country", "write a code of ISO 3166 alpha-3, as FRA"
        )
    if not name:
        if code:
            raise wrong(event, "place_country", "there is no place to be in it", "set place too")
        return {"place": None}
    found = _namesakes(name)
    if code:
        found = [place for place in found if place.country == code] or [Place(name, code)]
    if not found:
        raise wrong(
            event, "place", f"{name!r} is not in the tables", "set place_country too, or write it as they do"
        )
    return {"place": found[0].to_dict()}


def _namesakes(name: str) -> list[Place]:
    """Return the places of a name, the largest first."""
    from dragoman.coding.localities import index

    for form in (name, name.title()):
        for match in index().mentions(form):
            if (match.start, match.end) == (0, len(form)):
                return [one.place for one in sorted(match.value, key=lambda one: -one.weight)]
    return []


# ----------------------------------------------------------------------------------------------- who


def _actors(event: Event, given: Mapping[str, str], published: str | None) -> dict[str, Any]:
    return {"actors": _side(event, "actor", event.actors, given["actor"], published)}


def _recipients(event: Event, given: Mapping[str, str], published: str | None) -> dict[str, Any]:
    return {"recipients": _side(event, "recipient", event.recipients, given["recipient"], published)}


def _side(
    event: Event, side: str, now: tuple[Party, ...], text: str, published: str | None
) -> list[dict[str, Any]]:
    day = dt.date.fromisoformat(published[:10]) if published else None
    named = list(dict.fromkeys(_listed(text)))
    told = [
        _party(event, side, one, now[at] if len(now) == len(named) else None, day)
        for at, one in enumerate(named)
    ]
    return [party.to_dict() for party in told]


def _party(event: Event, side: str, text: str, now: Party | None, day: dt.date | None) -> Party:
    """Return the party that is meant by a code (``FRA:GOV``), by a name, or by words of the sentence with their code.

    Args:
        event: of whose sentence its words are.
        side: ``actor`` or ``recipient``.
        text: what was written.
        now: the party in whose place it stands, if there is one.
        day: as of which offices are read.
    """
    from dragoman.coding.fragments import read

    if (whole := _WITH_WORDS.fullmatch(text)) and (code := _code(event, side, whole["code"])):
        at = _found(event, whole["words"])
        if at is None:
            raise wrong(
                event,
                side,
                f"{whole['words']!r} does not stand in the sentence",
                "copy the words as they stand, or write the code alone",
            )
        meant = _by_code(*code)
    elif code := _code(event, side, text):
        meant = _by_code(*code)
        at = _named(event, day, lambda one: one.country == meant.country) if meant.country else None
    else:
        meant = read(text, day)
        if not (meant.country or meant.sectors):
            raise wrong(
                event,
                side,
                f"the gazetteer knows nobody called {text!r}",
                "write a code (FRA, FRA:GOV), a name that it knows, or words of the sentence with their code: "
                f"{text} (FRA:GOV)",
            )
        at = _found(event, text)
        if at is None and meant.name:
            at = _named(event, day, lambda one: one.name == meant.name)
    if at is None and now and now.country in (None, meant.country):
        words = now.text, now.start, now.end  # they said who it was, and not whom they mean
    else:
        words = _words(event, at)
    return Party(*words, meant.country, meant.sectors, meant.name, meant.how)


def _by_code(country: str | None, sectors: tuple[str, ...]) -> Meant:
    from dragoman.coding.resolution import Meant

    return Meant(country, sectors, None, "judgement: " + ":".join([country or "", *sectors]))


def _code(event: Event, side: str, text: str) -> tuple[str | None, tuple[str, ...]] | None:
    """Return country and sectors of a code; ``None`` where it is none. Raises `InputError` for one with a mistake."""
    form = _CODE.fullmatch(text)
    if form is None:
        return None
    country, sectors = (form["country"] or "").upper() or None, tuple(form["sectors"].upper().split(":")[1:])
    if country and country not in codes():
        if not sectors:
            return None  # a name of three letters
        raise wrong(event, side, f"{country!r} is no country", "write a code of ISO 3166 alpha-3, as FRA:GOV")
    if unknown := next((one for one in sectors if one not in plover().sectors), None):
        known = ", ".join(plover().sectors)
        raise wrong(event, side, f"{unknown!r} is no sector", f"write one of {known}")
    return country, sectors


def _named(event: Event, day: dt.date | None, is_meant: Callable[[Meant], bool]) -> tuple[int, int] | None:
    """Return where the sentence names somebody who is meant, by whatever word."""
    from dragoman.coding.fragments import read
    from dragoman.coding.lookup import hits

    quote = event.evidence.quote
    words = list(re.finditer(r"\w+", quote))
    starts = {word.start(): at for at, word in enumerate(words)}
    ends = {word.end(): at + 1 for at, word in enumerate(words)}
    for hit in hits(quote, starts, ends):
        start, end = words[hit.start].start(), words[hit.end - 1].end()
        if is_meant(read(quote[start:end], day)):
            return start, end
    return None


def _found(event: Event, words: str) -> tuple[int, int] | None:
    """Return where words stand in the sentence, in these letters or in others; line ends are blanks."""
    pattern = r"\b" * words[0].isalnum() + r"\s+".join(map(re.escape, words.split()))
    pattern += r"\b" * words[-1].isalnum()
    quote = event.evidence.quote
    found = re.search(pattern, quote) or re.search(pattern, quote, re.IGNORECASE)
    return found.span() if found else None


def _words(event: Event, at: tuple[int, int] | None) -> tuple[str, int, int]:
    """Return words of the sentence with their offsets in the field; none, where it does not tell of the party."""
    start = event.evidence.start
    if at is None:
        return "", start, start
    return event.evidence.quote[slice(*at)], start + at[0], start + at[1]


def _listed(text: str) -> list[str]:
    return [one for part in text.split(";") if (one := part.strip())]


FIELDS: Mapping[str, Callable[[Event, Mapping[str, str], str | None], dict[str, Any]]] = {
    "type": _kind,
    "mode": _kind,
    "cameo": _kind,
    "status": _status,
    "date": _date,
    "place": _place,
    "place_country": _place,
    "actor": _actors,
    "recipient": _recipients,
    "contexts": _contexts,
}
"""What can be set, and what makes it."""
