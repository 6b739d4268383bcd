"""The figures a report tells of its happening: tolls, crowds, sums, things counted; each with what it counts.

News gives its figures first, so only the title and the beginning of the text are read. A figure is left out when
its sentence tells of another time or happening, of a part, or of what may come: what is compared later should
count one thing. Shares (per cent) are left out: two reports seldom say of what in the same words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from dragoman.language.numbers import alternatives, figures
from dragoman.ontology.files import load_yaml
from dragoman.records import Amount, Citation, DifferenceKind, Document, Event, Field
from dragoman.stories.scenes import Scene, scene
from dragoman.stories.sentences import sentence_at
from dragoman.stories.terms import background, term, words

OPENING = 2000
"""Characters of a text that are read for figures."""

HEAD = 300
"""Characters of a text that, with the title, tell where and what the happening is."""

NEAR = 60
"""Characters around a figure in which a word tells what becomes of those counted."""

OBJECT = 50
"""Characters around a sum in which words tell what it is for."""

TELLING = 3.0
"""Weight, in nats, of a word that tells what a sum is for."""

CROWD = 100
"""Fewer protesters than this, of whom nothing else is said, are some of them and not the crowd."""

STEM = 5
"""Letters by which such words are compared: ``invest`` and ``investment`` are one."""

_CASUALTIES = ("dead", "injured", "arrested")
_WORD = re.compile(r"[^\W\d_]+")


class Count(NamedTuple):
    """What a figure counts: its kind, the group of nouns or the currency, and what becomes of them ("missing";
    empty where the kind says it). Only figures that count the same are compared."""

    kind: DifferenceKind
    group: str
    fate: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a report.

    Attributes:
        document, field, start, end: where it stands.
        amount: what it says.
        counts: what is counted.
        low, high: what it may mean: rounded and hedged figures are wider than what they say.
        sentence: the sentence, or the title.
        events: the events of that sentence it belongs to.
        scene: where and what the sentence, or else the head of the report, says it happened.
        objects: words that tell what a sum is for.
        updates: whether the words say that it is the count as it stands now.
    """

    document: Document
    field: Field
    start: int
    end: int
    amount: Amount
    counts: Count
    low: float
    high: float
    sentence: Citation
    events: tuple[Event, ...]
    scene: Scene
    objects: frozenset[str]
    updates: bool

    def agrees(self, other: Figure) -> bool:
        """Whether both may mean the same number."""
        return self.low <= other.high and other.low <= self.high


def told(document: Document, events: Sequence[Event]) -> list[Figure]:
    """Return the figures that a document tells of its happening, title first.

    Args:
        document: the report.
        events: its events; figures of those that did not happen, or happened before, are left out.
    """
    from dragoman.coding.amounts import in_text

    found = []
    head = cache(lambda: scene(f"{document.title or ''} {(document.text or '')[:HEAD]}"))
    for field in ("title", "text"):
        string = document.string(field)
        opening = string if field == "title" else string[:OPENING]
        if not _may_tell(opening):
            continue
        values = [(f.value, f.start, f.end) for f in in_text(opening)]
        values += _tolls(opening, {(start, end) for _, start, end in values})
        for amount, start, end in sorted(values, key=lambda v: (v[1], v[2])):
            sentence = sentence_at(document, field, start, events)
            figure = _figure(document, amount, start, end, sentence, events, head)
            if figure is not None:
                found.append(figure)
    return found


def group_label(group: str) -> str:
    """How those counted are called, in the plural."""
    from dragoman.coding.phrases import plural

    w = _words()
    return group if group in w.groups.values() else w.irregular.get(group, plural(group))


def said_of(kind: str) -> str:
    """What became of casualties of a kind ("killed")."""
    return _words().said[kind]


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of ``figures.yaml``, ready for matching."""

    groups: dict[str, str]
    loose: dict[str, list[str]]
    fates: dict[str, str]
    crowds: frozenset[str]
    fate: re.Pattern[str]
    update: re.Pattern[str]
    tolls: list[tuple[Any, re.Pattern[str]]]
    elsewhere: re.Pattern[str]
    some: re.Pattern[str]
    on_top: re.Pattern[str]
    of_others: re.Pattern[str]
    seriously: re.Pattern[str]
    about: re.Pattern[str]
    over: re.Pattern[str]
    under: re.Pattern[str]
    month: re.Pattern[str]
    months: dict[str, int]
    said: dict[str, str]
    irregular: dict[str, str]
    signs: re.Pattern[str]
    occasions: frozenset[str]


_FIGURE = r"(?P<figure>(?:(?:{approximate}) )?(?:{number}))"
_NUMBER = r"\d{1,3}(?:,\d{3})+|\d{1,7}"


@cache
def _words() -> _Words:
    data = load_yaml("figures.yaml", __package__)
    amounts, money = load_yaml("amounts.yaml"), load_yaml("currencies.yaml")
    occasions = [word for some in data["fates"].values() for word in some]
    occasions += [word for some in amounts["casualties"].values() for side in some.values() for word in side]
    occasions += [word for some in money["words"].values() for word in some["forms"]]
    occasions += [*amounts["lives_after"], *data["crowds"], "toll"]
    months = {form: int(n) for n, some in load_yaml("dates.yaml")["months"].items() for form in some}
    named = alternatives(months)
    figure = _FIGURE.format(
        approximate=alternatives(amounts["approximate"]), number=f"{_NUMBER}|{alternatives(amounts['numbers'])}"
    ) + r"\b(?![.,:/]?\d|%| percent)"  # fmt: skip

    def whole(entries: Iterable[str]) -> str:
        return rf"\b(?i:{alternatives(entries)})\b"

    return _Words(
        groups={noun: group for group, nouns in data["groups"].items() for noun in nouns},
        loose=data["loose"],
        fates={word: fate for fate, some in data["fates"].items() for word in some},
        crowds=frozenset(data["crowds"]),
        fate=re.compile(whole(word for some in data["fates"].values() for word in some)),
        update=re.compile(rf"\b(?i:{alternatives(data['update'])})\s+$"),
        tolls=[
            (kind, re.compile(r"\b(?i:" + pattern.replace("{figure}", figure) + ")"))
            for kind, some in data["tolls"].items()
            for pattern in some
        ],
        elsewhere=re.compile(rf"\b(?i:{'|'.join(data['elsewhere'])})\b"),
        some=re.compile(rf"{whole(data['some'])}\s+$"),
        on_top=re.compile(rf"\b(?i:{'|'.join(data['on_top'])})\b"),
        of_others=re.compile(rf"\s*{whole(data['of_others'])}"),
        seriously=re.compile(whole(data["seriously"])),
        about=re.compile(whole(data["about"])),
        over=re.compile(whole(data["over"])),
        under=re.compile(whole(data["under"])),
        month=re.compile(
            rf"\b(?i:in|last|since|of|on)\s+({named})\b|\b({named})\s+\d{{1,2}}\b|\b\d{{1,2}}\s+({named})\b"
        ),
        months=months,
        said=data["said"],
        irregular=dict(
            str(noun).split(": ")
            for some in ("people", "only_casualties", "units")
            for noun in amounts[some]
            if ": " in str(noun)
        ),
        signs=re.compile(alternatives([*money["signs"], *money["codes"]])),
        occasions=frozenset(max(str(entry).lower().split(), key=len) for entry in occasions),
    )


def _figure(
    document: Document,
    amount: Amount,
    start: int,
    end: int,
    sentence: Citation,
    events: Sequence[Event],
    head: Callable[[], Scene],
) -> Figure | None:
    """Return the figure with what it counts, or ``None`` where that is not one of the report's happening."""
    string = document.string(sentence.field)
    if _is_elsewhere(document, sentence) or _is_part(string, start, end, amount):
        return None
    own = tuple(e for e in events if _holds(e, sentence, amount))
    # A sum is told before it is paid.
    real = {"happened", "ongoing", "planned"} if amount.kind == "money" else {"happened", "ongoing"}
    if own and all(e.status not in real for e in own):
        return None
    counts = _counts(string, amount, start, end, sentence)
    if counts is None:
        return None
    low, high = _meant(amount)
    return Figure(
        document,
        sentence.field,
        start,
        end,
        amount,
        counts,
        low,
        high,
        sentence,
        own,
        scene(sentence.quote).or_else(head()),
        _objects(string, start, end, sentence) if amount.kind == "money" else frozenset(),
        _words().update.search(string, max(sentence.start, start - NEAR), start) is not None,
    )


def _may_tell(text: str) -> bool:
    """Whether a text has a word, or a sign, without which no figure is told; most have none."""
    w = _words()
    return not w.occasions.isdisjoint(_WORD.findall(text.lower())) or w.signs.search(text) is not None


def _holds(event: Event, sentence: Citation, amount: Amount) -> bool:
    e = event.evidence
    return e.field == sentence.field and e.start <= sentence.start < e.end and amount in event.amounts


def _is_elsewhere(document: Document, sentence: Citation) -> bool:
    """Whether the sentence tells of another time or happening, or of what may come."""
    w, day = _words(), document.day
    if w.elsewhere.search(sentence.quote):
        return True
    if day is None:
        return False
    years = re.findall(r"\b(?:19|20)\d\d\b(?![,.]\d)", sentence.quote)
    if any(year != str(day.year) for year in years):
        return True
    # The month of the report, or the one before it while the month is young.
    near = {day.month, (day.month - 2) % 12 + 1} if day.day <= 10 else {day.month}
    named = {w.months[next(filter(None, m.groups()))] for m in w.month.finditer(sentence.quote)}
    return not named <= near


def _is_part(string: str, start: int, end: int, amount: Amount) -> bool:
    """Whether the figure counts but some of them, or others on top ("killed a guard and *two others*")."""
    w = _words()
    if w.on_top.search(amount.text):
        return True
    if w.some.search(string, max(0, start - NEAR), start) or w.of_others.match(string, end):
        return True
    if amount.kind == "dead" and re.search(r"\b(?i:others|more)$", amount.text):
        return True
    return w.seriously.search(string[start : end + NEAR // 2]) is not None


def _counts(string: str, amount: Amount, start: int, end: int, sentence: Citation) -> Count | None:
    """Return what is counted; ``None`` for a share, and where no word tells what becomes of people or things."""
    w, kind = _words(), amount.kind
    if kind == "percent":
        return None
    if kind == "money":
        return Count(kind, amount.unit or "", "")
    noun = amount.unit or "person"
    group = w.groups.get(noun.lower(), noun)
    if kind in _CASUALTIES:
        return Count(kind, "people" if group in w.loose.get(kind, ()) else group, "")
    behind = w.fate.search(string, end - len(amount.text.split()[-1]) - 1, min(sentence.end, end + NEAR))
    before = list(w.fate.finditer(string, max(sentence.start, start - NEAR), start))
    match = behind or (before[-1] if before else None)
    if match:
        fate = w.fates[re.sub(r"[\s-]", " ", match.group().lower())]
    elif noun.lower() in w.crowds and amount.low >= CROWD:
        fate = "in a crowd"
    else:
        return None
    return Count(kind, "people" if group in w.loose.get(fate, ()) else group, fate)


def _meant(amount: Amount) -> tuple[float, float]:
    """Return what a figure may mean. "At least" is the count so far; rounded figures mean what rounds to them.

    Casualties are counted one by one: of them only a whole hundred or more is taken for rounded.
    """
    w, low, high = _words(), amount.low, amount.high
    step, casualties = _step(high), amount.kind in _CASUALTIES
    if w.about.search(amount.text):
        return min(low - step / 2, low * 0.9), max(high + step / 2, high * 1.1)
    if w.over.search(amount.text):
        return low, high + max(min(step, high * 0.2), high * 0.1)
    if w.under.search(amount.text):
        return (low * 0.9 if casualties else 0.0), high
    if (high < 100 and amount.kind != "money") or (casualties and step * 10 <= high):
        return low, high
    rounded = min(step / 2, high * (0.1 if casualties else 0.15))
    return low - rounded, high + rounded


def _step(value: float) -> float:
    """The place of the last digit that is not 0: 100 of 5,200."""
    step = 1.0
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def _objects(string: str, start: int, end: int, sentence: Citation) -> frozenset[str]:
    """Words beside a sum that tell what it is for: no names, and none that stand everywhere."""
    weight, is_name = background().weight, background().is_name
    around = (
        string[max(sentence.start, start - OBJECT) : start]
        + " "
        + string[end : min(sentence.end, end + OBJECT)]
    )
    found = {word: term(word) for word in words(around) if _WORD.fullmatch(word) and len(word) > 3}
    return frozenset(t[:STEM] for word, t in found.items() if weight(t) >= TELLING and not is_name(t, word))


def _tolls(text: str, known: set[tuple[int, int]]) -> Iterator[tuple[Amount, int, int]]:
    """Yield the figures that a toll or the size of a crowd is put at, where they are not known yet."""
    taken = {start for start, _ in known}
    for kind, pattern in _words().tolls:
        for match in pattern.finditer(text):
            start, end = match.span("figure")
            number = figures(text[start:end])
            if (
                len(number) != 1
                or any(a <= start < b or start <= a < end for a, b in known)
                or start in taken
            ):
                continue
            taken.add(start)
            unit = "person" if kind == "people" else None
            yield Amount(kind, number[0].low, number[0].high, unit, text[start:end]), start, end


def by_counts(found: Iterable[Figure]) -> dict[Count, list[Figure]]:
    """Put together the figures that count the same."""
    groups: dict[Count, list[Figure]] = defaultdict(list)
    for figure in found:
        groups[figure.counts].append(figure)
    return groups
