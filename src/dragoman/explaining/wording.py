"""Plain words for the labels of trees, entries and reasons (``wording.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from dragoman.explaining.explanation import Dated, Name, Reading
from dragoman.ontology.files import load_yaml
from dragoman.ontology.lexicon import Entry
from dragoman.records import Amount, Attribution, Date, Equipment, Event, Party, Place


@cache
def wording() -> Mapping[str, Any]:
    """Return the words of ``wording.yaml``."""
    words: Mapping[str, Any] = load_yaml("wording.yaml", __package__)
    return words


def part(code: str) -> str:
    """Name a universal part of speech. Raises `KeyError` for any other."""
    return str(wording()["parts"][code])


def relation(label: str) -> str:
    """Name a relation of Universal Dependencies. Raises `KeyError` for any other."""
    names = wording()["relations"]
    return str(names.get(label) or names[label.partition(":")[0]])


def slots(some: Sequence[str]) -> str:
    """Name the places where an entry looks for a party: ``subject, “on”``."""
    names = wording()["slots"]
    return ", ".join(names.get(slot, f"“{slot}”") for slot in some)


def listed(items: Sequence[str], most: int = 4) -> str:
    """Join as in "a, b and c"; of more than `most` items only the first are told."""
    comma, last = wording()["joins"]
    if len(items) > most:
        return str(comma.join(items[:most]) + wording()["more"])
    return str(last.join([comma.join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items))


def entry(one: Entry) -> str:
    """Tell an entry of the lexicon in the lexicon's own keys."""
    words = (
        " ".join([*one.particles, one.lemma]) if one.pos == "noun" else " ".join([one.lemma, *one.particles])
    )
    told = [f"{one.pos} {words}"]
    told += [
        f"{key} {listed([' '.join(phrase) for phrase in phrases])}"
        for key in ("object", "subject", "without")
        if (phrases := getattr(one, key))
    ]
    if one.complement is not None:
        clause = {True: "a clause", False: "no clause"}
        told.append(
            f"with {clause[one.complement]}"
            if isinstance(one.complement, bool)
            else f"with a clause: {listed(one.complement)}"
        )
    if one.reciprocal:
        told.append(f"all together: {slots(list(dict.fromkeys((*one.actor, *one.recipient))))}")
    else:
        told += [f"actor: {slots(one.actor)}", f"recipient: {slots(one.recipient)}"]
    return "; ".join(told)


def code_of(party: Party) -> str:
    """Tell country and sectors: ``RUS GOV``."""
    return " ".join([party.country or "", *party.sectors]).strip()


def name(one: Name) -> str:
    """Tell what a name is: its kind, and what the gazetteer knows."""
    kind = [wording()["kinds"].get(one.kind, one.kind)] if one.kind else []
    known = one.known
    told = [known.how or "", code_of(known)] if known else [one.entry or "not in the gazetteer"]
    return " · ".join(filter(None, [*kind, *told]))


def dated(one: Dated) -> str:
    """Tell a date and where it was counted from."""
    if one.date is None:
        return "not known without the day of publication (--published)"
    if one.anchor == "text":
        return f"{date(one.date)} · counted from a date told before"
    return date(one.date) + (f" · counted from {one.anchor}" if one.anchor else " · as written")


def date(when: Date) -> str:
    """Tell a date: ``2025-02-17 (day)``."""
    days = when.start if when.start == when.end else f"{when.start} to {when.end}"
    return f"{days} ({when.precision})"


def place(where: Place) -> str:
    """Tell a place with its country and coordinates."""
    told = [where.name, where.country or ""]
    if where.lat is not None and where.lon is not None:
        told.append(f"{where.lat:.2f}, {where.lon:.2f}")
    return " · ".join(filter(None, told))


def amount(much: Amount) -> str:
    """Tell how much: ``3,000,000 EUR (sum)``, ``20 × tank``."""
    low, high = (f"{value:,.0f}" if value == int(value) else f"{value:,}" for value in (much.low, much.high))
    number = low if low == high else f"{low}–{high}"
    if much.kind == "units":
        return f"{number} × {much.unit}"
    return f"{number}{f' {much.unit}' if much.unit else ''} ({wording()['amounts'][much.kind]})"


def weapon(one: Equipment) -> str:
    """Tell with what: name and class."""
    return f"{one.name} ({one.class_})"


def attribution(told: Attribution) -> str:
    """Tell who says so."""
    speakers = [party.text for party in ((told.speaker, *told.chain) if told.speaker else ())]
    return f"{', citing '.join(speakers) or 'nobody named'} · “{told.cue}” · {told.kind}"


def facts(event: Event) -> list[tuple[str, str]]:
    """Tell what is known of an event beside its parties: (what, words), what is not known left out."""
    rows = [("according to", attribution(event.attribution))] if event.attribution else []
    rows += [("when", date(event.date))] if event.date else []
    rows += [("where", place(event.place))] if event.place else []
    rows += [("how much", amount(one)) for one in event.amounts]
    rows += [("with what", weapon(one)) for one in event.equipment]
    rows += [("about", ", ".join(event.contexts))] if event.contexts else []
    return rows


def values(reading: Reading) -> list[tuple[str, list[tuple[str, str]]]]:
    """Tell what a sentence names: (heading, [(words of the text, what they mean)]), empty headings left out."""
    some = [
        ("Names", [(one.words.text, name(one)) for one in reading.names]),
        ("Stands for", [(one.words.text, f"“{one.named.text}” · {one.rule}") for one in reading.referred]),
        ("Dates", [(one.words.text, dated(one)) for one in reading.dates]),
        ("Places", [(one.words.text, place(one.place)) for one in reading.places]),
        ("Amounts", [(one.words.text, amount(one.amount)) for one in reading.amounts]),
        ("Equipment", [(one.words.text, weapon(one.equipment)) for one in reading.equipment]),
    ]
    return [(heading, rows) for heading, rows in some if rows]
