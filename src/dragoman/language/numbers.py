"""Figures in a text: what number it is, and whether it is money, a percentage or a bare count.

``amounts`` asks what the bare ones count. Vague numbers ("dozens", "several thousand") are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from dragoman.ontology.files import load_yaml

_SPACE = r"[ \u00a0\u202f]"
_GAP = r"[ \u00a0\u202f-]"
_DASH = r"[-‐‑–—]"
_BEFORE = 20  # characters before a figure that may tell whether it begins a range


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a range of numbers as it stands in the text.

    Attributes:
        low, high: equal unless the text gives a range.
        start, end: offsets into the text, with currency or percent sign, without "up to" and the like.
        kind: ``money``, ``percent`` or ``count``.
        unit: currency (ISO 4217 code, or the noun where it names several), ``percent``, ``percentage point``.
        base: the low number before its scale: 3 in "$3 billion".
        scaled: whether a scale stands with the (last) number.
        signed: whether a currency sign or code stands before it.
    """

    low: float
    high: float
    start: int
    end: int
    kind: Literal["money", "percent", "count"]
    unit: str | None
    base: float
    scaled: bool
    signed: bool


def figures(text: str) -> list[Figure]:
    """Return the figures of a text in order, ranges joined ("between $3 billion and $4 billion" is one)."""
    joined: list[Figure] = []
    for figure in _singles(text):
        whole = _range(text, joined[-1], figure) if joined else None
        if whole is not None:
            joined[-1] = whole
        else:
            joined.append(figure)
    return joined


def alternatives(words: Any) -> str:
    """Return a pattern for any of the words, the longest first; a space also matches a hyphen."""
    escaped = sorted((re.escape(str(word)) for word in words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(escaped).replace(r"\ ", r"[ \u00a0-]") + ")"


@dataclass(frozen=True, slots=True)
class _Patterns:
    numeral: re.Pattern[str]
    scale: re.Pattern[str]
    letter: re.Pattern[str]
    currency: re.Pattern[str]
    percent: re.Pattern[str]
    weight: re.Pattern[str]
    change: re.Pattern[str]
    values: dict[str, float]
    scales: dict[str, float]
    letters: dict[str, float]
    units: dict[str, str]
    large: frozenset[str]


@cache
def _patterns() -> _Patterns:
    words, money = load_yaml("amounts.yaml"), load_yaml("currencies.yaml")
    values: dict[str, float] = {word: float(value) for word, value in words["numbers"].items()}
    scales: dict[str, float] = {word: float(value) for word, value in words["scales"].items()}
    units = {sign.lower(): unit for sign, unit in money["signs"].items()}
    units |= {code.lower(): "CNY" if code == "RMB" else code for code in money["codes"]}
    for spelling in money["words"].values():
        for adjective, unit in spelling.items():
            if adjective != "forms":
                prefix = "" if adjective == "any" else adjective + " "
                units |= {prefix + form: unit for form in spelling["forms"]}
    signs = alternatives([*money["signs"], *money["codes"]])
    number = alternatives(values)
    scale = alternatives(scales)
    spoken = rf"(?:{number}|an?(?={_SPACE}{scale})|half(?:{_SPACE}an?)?(?={_SPACE}{scale}))"
    return _Patterns(
        numeral=re.compile(
            rf"(?:(?<![\w$€£])(?P<sign>{signs}){_SPACE}?)?"
            r"(?:(?<![.,:/]\d)(?<![A-Za-z][-‐‑–.,:/])(?<!\d[.,:/])(?:(?<=\W)|(?<=^)|(?(sign)|(?!)))"
            r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,6})?)(?![\d:/]|[.,]\d)"
            rf"|\b(?P<words>(?i:{spoken}(?:(?:[ \u00a0-]|{_SPACE}and{_SPACE})(?:{number}|{scale}))*))\b)"
        ),
        scale=re.compile(rf"(?:{_SPACE}(?P<half>and a half){_SPACE}|{_GAP}?)(?P<scale>(?i:{scale}))\b"),
        letter=re.compile(rf"{_SPACE}?(?P<scale>(?i:{alternatives(words['money_scales'])}))\b"),
        currency=re.compile(rf"{_GAP}?(?P<unit>(?i:{alternatives(units)}))(?!\w)"),
        percent=re.compile(
            rf"{_GAP}?(?:%|(?i:per ?cent|pct)\b)(?P<points>(?i:[ -](?:percentage )?points?\b))?"
            r"|[ -](?i:percentage)(?P<points2>[ -](?i:points?))\b"
        ),
        weight=re.compile(rf"[ -](?:{alternatives(money['weight_after'])})\b"),
        change=re.compile(rf"\b(?i:{alternatives(words['change_before'])})\W*$"),
        values=values,
        scales=scales,
        letters={letter: float(value) for letter, value in words["money_scales"].items()},
        units=units,
        large=frozenset(money["large_only"]),
    )  # fmt: skip


def _singles(text: str) -> Iterator[Figure]:
    p = _patterns()
    at = 0
    while (match := p.numeral.search(text, at)) is not None:
        at = match.end()
        value = float(match["digits"].replace(",", "")) if match["digits"] else _spoken(match["words"])
        base, end, scaled = value, match.end(), False
        while (scale := p.scale.match(text, end)) is not None:
            # Rounded: 8.2 × 10⁹ is a little less in binary.
            value = round((value + 0.5 if scale["half"] else value) * p.scales[scale["scale"].lower()], 3)
            end, scaled = scale.end(), True
        signed = match["sign"] is not None
        letter = None if scaled or not match["digits"] else p.letter.match(text, end)
        if letter is not None and (signed or p.currency.match(text, letter.end())):
            value, end, scaled = round(value * p.letters[letter["scale"].lower()], 3), letter.end(), True
        figure = Figure(value, value, match.start(), end, "count", None, base, scaled, signed)
        figure = _measured(text, figure, match["sign"])
        if match["words"]:
            # "a million" says its scale in the word itself.
            figure = replace(figure, scaled=figure.scaled or figure.base >= 1000)
        at = max(at, figure.end)
        # "12th", "30s", "5G": the figure is part of a word.
        if not text[figure.end : figure.end + 1].isalnum():
            yield figure


def _measured(text: str, figure: Figure, sign: str | None) -> Figure:
    """Add currency or percent sign to a bare figure."""
    p = _patterns()
    if sign is not None:
        # "$5 million Canadian dollars", "US$ 3m USD": the sign has said it, the word belongs to it.
        word = p.currency.match(text, figure.end)
        unit = p.units[_plain(word["unit"])] if word and sign == "$" else p.units[sign.lower()]
        return replace(figure, kind="money", unit=unit, end=word.end() if word else figure.end)
    if (percent := p.percent.match(text, figure.end)) is not None:
        unit = "percentage point" if percent["points"] or percent["points2"] else "percent"
        return replace(figure, kind="percent", unit=unit, end=percent.end())
    if (word := p.currency.match(text, figure.end)) is not None:
        name = _plain(word["unit"])
        weighed = name.startswith("pound") and p.weight.match(text, word.end())
        if not weighed and (name not in p.large or figure.scaled or figure.low >= 1000):
            # Codes are capitals: "10 all", "5 try" are no money.
            if len(name) == 3 and p.units[name].lower() == name and not word["unit"].isupper():
                return figure
            return replace(figure, kind="money", unit=p.units[name], end=word.end())
    return figure


def _plain(word: str) -> str:
    return re.sub(r"[ \u00a0-]", " ", word.lower())


def _spoken(words: str) -> float:
    """Return the value of number words: "one hundred and twenty-five thousand" is 125000."""
    p = _patterns()
    total = group = 0.0
    for word in re.split(r"[\s\u00a0-]+", words.lower()):
        if word in {"a", "an", "and"}:
            group = group or (1.0 if word != "and" else 0.0)
        elif word == "half":
            group = 0.5
        elif word in p.values:
            group += p.values[word]
        elif p.scales[word] > 100:
            total, group = total + (group or 1.0) * p.scales[word], 0.0
        else:
            group = (group or 1.0) * p.scales[word]
    return total + group


def _range(text: str, low: Figure, high: Figure) -> Figure | None:
    """Join two neighbours into a range, or return ``None`` when they are two figures."""
    gap = text[low.end : high.start]
    before = text[max(0, low.start - _BEFORE) : low.start]
    between = re.search(r"\b[Bb]etween\s+$", before)
    if between and re.fullmatch(r"\s+and\s+", gap):
        start = low.start - len(before) + between.start()
    elif re.fullmatch(rf"{_SPACE}?{_DASH}{_SPACE}?", gap) or (
        re.fullmatch(r"\s+to\s+", gap) and not _patterns().change.search(before)
    ):
        start = low.start
    else:
        return None
    if low.low != low.high or (low.kind not in {"count", high.kind} and high.kind != "count"):
        return None
    first = low.low
    unit, kind = (high.unit, high.kind) if high.kind != "count" else (low.unit, low.kind)
    if low.kind == kind == "money" and low.unit != unit and not (low.signed and high.signed is False):
        return None
    if low.kind == kind == "percent" and low.unit != unit:
        return None  # "by two percentage points to 5%"
    if high.scaled and not low.scaled and low.base <= high.base:
        first = round(first * high.high / high.base, 3)
    if first > high.high:
        return None
    return Figure(first, high.high, start, high.end, kind, unit, low.base, high.scaled, low.signed)
