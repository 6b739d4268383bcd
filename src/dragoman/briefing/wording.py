"""An event as one line of plain English: who, did what, to whom, according to whom.

The words are those of ``wording.yaml`` (dragoman's, chosen by type, mode and status) and those of the text
(the parties and the speaker, exactly as they stand). A line is made of the event's fields alone, and only
when each of its parties stands in the sentence cited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from dragoman.briefing.check import stands
from dragoman.ontology.files import load_yaml
from dragoman.records import Date, Event, Line, Party

LONG = 8
"""Words for a party that a line has room for."""


@cache
def wording() -> Mapping[str, Any]:
    """Return the words of ``wording.yaml``."""
    words: Mapping[str, Any] = load_yaml("wording.yaml", __package__)
    return words


@cache
def own_words() -> frozenset[str]:
    """Every word that a composed line may have of its own, in lower case."""
    phrases = _strings(
        [
            wording()[part]
            for part in ("status", "where", "attribution", "join", "types", "amounts", "statuses")
        ]
    )
    return frozenset(word for phrase in phrases for word in re.findall(r"[a-z]+", phrase))


def line(event: Event) -> Line | None:
    """Tell an event in one line with its citation; ``None`` where its names do not all stand in that.

    A line by itself cannot say "he" or "it": there is none either where a party is told by a pronoun.
    """
    did = _who_did_what(event)
    if did == label(event) and not event.amounts:
        return None  # "Criticism" tells nothing
    told = did + _according_to(event)
    made = Line(told[:1].upper() + told[1:], (event.citation,))
    parties = [*event.actors, *event.recipients, *_speakers(event)]
    if any(map(nameless, parties)):
        return None
    if all(party.text in event.evidence.quote for party in parties) and stands(made, own_words()):
        return made
    return None


def nameless(party: Party) -> bool:
    """Whether the words for a party are a pronoun, or the sentence has none (an analyst said who it was)."""
    return not party.text or party.text.casefold() in _pronouns()


@cache
def _pronouns() -> frozenset[str]:
    return frozenset([*load_yaml("grammar.yaml")["pronouns"], *wording()["nameless"]])


def label(event: Event) -> str:
    """Name what was done, without the parties: ``talks under way``, ``criticism``."""
    form: str = wording()["status"][event.status]["label"]
    return form.format(label=_phrase(event)["label"])


def listed(items: Sequence[str]) -> str:
    """Join as in "A, B and C"."""
    comma, last = wording()["join"]
    return last.join([comma.join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def parties(some: Sequence[Party]) -> str:
    """Join the words for the parties, each once, articles in lower case."""
    return listed(list(dict.fromkeys(_short(inside(p.text)) for p in some)))


def _short(text: str) -> str:
    """Leave out what a long phrase goes on with: "the men, who were seen in Oslo and …" are the men."""
    if len(text.split()) <= LONG:
        return text
    return re.split(wording()["goes_on"], text, maxsplit=1)[0]


def day(iso: str) -> str:
    """Write an ISO day as ``7 February 2025``."""
    year, month, number = iso[:10].split("-")
    return f"{int(number)} {wording()['months'][int(month) - 1]} {year}"


def days(first: str, last: str) -> str:
    """Write the days from first to last (ISO), as short as can be: ``3–5 February 2025``."""
    if first[:10] == last[:10]:
        return day(first)
    start, end = day(first).split(" "), day(last).split(" ")
    while len(start) > 1 and start[-1] == end[len(start) - 1]:
        start.pop()
    return f"{' '.join(start)}{' – ' if len(start) > 1 else '–'}{' '.join(end)}"


def date(when: Date) -> str:
    """Write the date of an event as precisely as it is known."""
    if when.precision == "year" and when.start[:4] == when.end[:4]:
        return when.start[:4]
    if when.precision == "month" and when.start[:7] == when.end[:7]:
        return day(when.start).partition(" ")[2]
    return days(when.start, when.end)


def _who_did_what(event: Event) -> str:
    phrase = _phrase(event)
    to_whom = parties(event.recipients)
    # An actor that the deed itself implies ("protests erupt") is told by the deed.
    actors = [
        p
        for p in event.actors
        if (p.end <= event.trigger.start or p.start >= event.trigger.end)
        and not (p.how or "").startswith("inferred")
    ]
    if not actors:
        named = f"{label(event)} {phrase['to']} {to_whom}" if to_whom else label(event)
        if event.place and event.place.name in event.evidence.quote and event.place.name not in to_whom:
            named += wording()["where"].format(place=event.place.name)
        return named
    base, past, ing = phrase["do" if to_whom else "alone"]
    speaker = event.attribution.speaker if event.attribution else None
    own = event.status == "denied" and (speaker is None or speaker.text in {p.text for p in actors})
    form = wording()["status"]["denied"]["own"] if own else wording()["status"][event.status]["verb"]
    did: str = form.format(a=parties(actors), base=base, past=past, ing=ing)
    return f"{did} {to_whom}" if to_whom else did


def _phrase(event: Event) -> Mapping[str, Any]:
    of_type: Mapping[str, Any] = wording()["types"][event.type]
    of_code: Mapping[str, Any] = of_type.get("codes", {}).get(event.cameo, of_type)
    of_mode: Mapping[str, Any] = of_type.get("modes", {}).get(event.mode, of_code)
    return of_mode


def _according_to(event: Event) -> str:
    if event.attribution is None:
        return ""
    forms: Mapping[str, str] = wording()["attribution"]
    if event.attribution.speaker is None:
        return forms["nobody"]
    first, *behind = [inside(p.text) for p in _speakers(event)]
    return forms["speaker"].format(speaker=first) + "".join(forms["chain"].format(speaker=p) for p in behind)


def _speakers(event: Event) -> tuple[Party, ...]:
    told = event.attribution
    if told is None or told.speaker is None:
        return ()
    behind = {party.text: party for party in told.chain if party.text != told.speaker.text}
    return (told.speaker, *behind.values())


def inside(text: str) -> str:
    """Words of the text as they stand within a line: on one line, an opening article in lower case."""
    words = text.split()
    if words and words[0].lower() in wording()["articles"]:
        words[0] = words[0].lower()
    return " ".join(words)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, Mapping) else value
    return [text for part in parts for text in _strings(part)]
