"""How much: money, percentages, the dead, the injured, the arrested, crowds and things counted.

Rules of reading:

- `Amount.low` and `Amount.high` are the figure unless the text gives a range; "up to", "at least" and "more
  than" stay in `Amount.text` and change nothing.
- A vague number ("dozens", "thousands of protesters") is no amount.
- One without a figure ("killed a woman") is no amount: what is counted is what the text counts.
- Of "63 of 88 drones" the 63 count, which is what happened.
- Casualties told of an attack by a clause of its noun ("a blast that killed five") are amounts of the sentence
  like any other; to which event they belong, ``details`` says.
- A part of a figure already given ("killed 12, including three children") is left out, so that sums stay
  right; what is not established ("40 people feared dead") is no casualty.
- Distances, durations, ages, ranks and scores are no amounts.
- `Amount.unit` is an ISO 4217 code for money, ``percent`` or ``percentage point``, else the noun counted, in
  the singular; ``None`` when the text names none ("30 dead").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from spacy.tokens import Span

from dragoman.coding import equipment
from dragoman.coding.phrases import plural
from dragoman.language.found import Found
from dragoman.language.numbers import Figure, alternatives, figures
from dragoman.ontology.countries import countries
from dragoman.ontology.files import load_yaml
from dragoman.records import Amount, AmountKind, Equipment

_Systems = dict[int, tuple[str, int]]  # start of each system named in the sentence: its name and end
_WORD = re.compile(r"[^\W_](?:[\w.'’&-]*\w)?")
_CASUALTIES: tuple[AmountKind, ...] = ("dead", "injured", "arrested")
# Words of a noun phrase between a figure and what became of those counted ("12 people in a bus were killed").
_REACH = 9
# What may stand between: "12 people, including three children, were killed".
_ASIDE = re.compile(r"\s?\([^()]{1,60}\)|,\s(?:including|among them|mostly|most of them|all)\b[^,]{1,80},")
# Characters before a figure that may govern it.
_BEFORE = 60


def find(span: Span, armed: Sequence[Found[Equipment]] | None = None) -> list[Found[Amount]]:
    """Return the amounts of a sentence in the order of the text; offsets index the text of the ``Doc``.

    Args:
        span: the sentence or headline.
        armed: its equipment (`equipment.find`), where it has been read already.
    """
    text, at = span.text, span.start_char
    found = figures(text)
    if not found:
        return []
    armed = equipment.find(span) if armed is None else armed
    systems = {f.start - at: (f.value.name, f.end - at) for f in armed}
    # The 2 of "Leopard 2" counts nothing.
    found = [f for f in found if not any(start < f.start < end for start, (_, end) in systems.items())]
    return [Found(f.value, at + f.start, at + f.end) for f in _read(text, found, systems)]


def in_text(text: str) -> list[Found[Amount]]:
    """Return the amounts of a text that is not parsed; what is counted by a weapon's name alone is not found."""
    return _read(text, figures(text), {})


def _read(text: str, found: list[Figure], systems: _Systems) -> list[Found[Amount]]:
    values: list[Found[Amount]] = []
    for count in _counts(text, found, systems):
        start = _with_approximation(text, count.figure.start)
        amount = Amount(count.kind, count.figure.low, count.figure.high, count.unit, text[start : count.end])
        values.append(Found(amount, start, count.end))
    return values


@dataclass(slots=True)
class _Count:
    """A figure with what it counts; ``end`` is the end of the words quoted."""

    figure: Figure
    kind: AmountKind
    unit: str | None
    end: int
    noun_end: int = 0
    doubtful: bool = False  # counts only beside a casualty ("arrested ten students and *two reporters*")


@dataclass(frozen=True, slots=True)
class _Words:
    """The word lists of ``amounts.yaml``, ready for matching."""

    approximate: re.Pattern[str]
    determiner: re.Pattern[str]
    label: re.Pattern[str]
    before_year: re.Pattern[str]
    date_left: re.Pattern[str]
    date_right: re.Pattern[str]
    part_of: re.Pattern[str]
    speakers: re.Pattern[str]
    crowd: re.Pattern[str]
    toll: re.Pattern[str]
    lives_before: re.Pattern[str]
    lives_after: re.Pattern[str]
    part_before: re.Pattern[str]
    another: re.Pattern[str]
    handled: re.Pattern[str]
    before: dict[AmountKind, re.Pattern[str]]
    after: dict[AmountKind, re.Pattern[str]]
    no_fate: re.Pattern[str]
    transitive: re.Pattern[str]
    people: dict[str, str]
    only_casualties: dict[str, str]
    units: dict[str, str]
    no_amount: dict[str, str]
    plurals: frozenset[str]
    invariant: frozenset[str]  # one form for both: "police", "aircraft"
    no_noun: frozenset[str]
    auxiliaries: frozenset[str]
    unsure: frozenset[str]
    clause: frozenset[str]
    describing: frozenset[str]
    not_in_phrase: frozenset[str]
    no_object: frozenset[str]


def _nouns(entries: Iterable[str]) -> dict[str, str]:
    """Map both forms of each noun to its singular; ``"man: men"`` spells an irregular plural out."""
    forms: dict[str, str] = {}
    for entry in entries:
        singular, many = _forms(entry)
        forms[singular.lower()] = forms[many] = singular
    return forms


def _forms(entry: str) -> tuple[str, str]:
    singular, _, irregular = str(entry).partition(": ")
    return singular, (irregular or plural(singular)).lower()


def _peoples() -> Iterator[str]:
    """Yield the peoples of states as the lists write nouns: "Albanian: Albanians", "Dutchman: Dutchmen"."""
    for state in countries():
        for form in state.people:
            if form.endswith("men"):
                yield f"{form[:-3]}man: {form}"
            elif form.endswith("s") and not form.endswith("ss"):
                yield f"{form[:-1]}: {form}"


@cache
def _words() -> _Words:
    data, calendar = load_yaml("amounts.yaml"), load_yaml("dates.yaml")
    months = alternatives([form for forms in calendar["months"].values() for form in forms])

    people = [*data["people"], *_peoples()]
    lists = ("only_casualties", "units", "not_counted", "not_people")
    forms = [_forms(entry) for entry in (*people, *(entry for name in lists for entry in data[name]))]

    def left(words: Iterable[str]) -> re.Pattern[str]:
        return re.compile(rf"\b(?i:{alternatives(words)})[\s(]*$")

    def right(words: Iterable[str]) -> re.Pattern[str]:
        return re.compile(rf"(?i:{alternatives(words)})\b")

    return _Words(
        approximate=re.compile(
            rf"\b(?i:{alternatives([*data['approximate'], *data['determiners']])})\s+$|~\s?$"
        ),
        determiner=re.compile(rf"(?i:{alternatives(data['determiners'])})\s+"),
        before_year=re.compile(rf"\b(?i:{alternatives(data['before_year'])})[\s-]$"),
        label=re.compile(rf"\b(?i:{alternatives(data['labels'])})\.?\s$|[#№]\s?$"),
        date_left=re.compile(rf"\b{months}\.?\s$"),
        date_right=re.compile(rf"\s{months}\b"),
        part_of=re.compile(rf"\b(?i:{alternatives(data['part_of'])})\s+$"),
        speakers=re.compile(rf"\s+(?i:{alternatives(data['speakers_after'])})\b"),
        crowd=re.compile(
            rf"[\s-](?:[\w’'-]+\s){{0,3}}?(?:(?i:{alternatives(data['crowd_verbs'])})"
            rf"|(?:were|are|been|being|be)\s(?i:{alternatives(data['crowd_participles'])}))\b"
        ),
        toll=re.compile(rf"\b(?i:death toll)\b[^.;:\d]*?\b(?i:{alternatives(data['toll_verbs'])})\s+$"),
        lives_before=left(data["lives_before"]),
        lives_after=re.compile(rf"\s(?i:{alternatives(data['lives_after'])})\b"),
        part_before=re.compile(
            rf"\sof\s(?:(?i:{alternatives([*data['determiners'], *data['approximate']])})\s)*"
        ),
        another=re.compile(r"\b(?:an?|one)\s(?:\w+\s){1,3}?and\s$"),
        handled=left(data["handled"]),
        before={kind: left(data["casualties"][kind]["before"]) for kind in _CASUALTIES},
        after={kind: right(data["casualties"][kind]["after"]) for kind in _CASUALTIES},
        no_fate=right(data["no_fate"]),
        transitive=re.compile(rf"(?i:{alternatives(data['transitive'])})$"),
        people=_nouns(people),
        only_casualties=_nouns(data["only_casualties"]),
        units=_nouns(data["units"]),
        no_amount=_nouns([*data["not_counted"], *data["not_people"]]),
        plurals=frozenset(many for _, many in forms),
        invariant=frozenset(many for one, many in forms if one.lower() == many),
        no_noun=frozenset(data["no_noun"]),
        auxiliaries=frozenset(data["auxiliaries"]),
        unsure=frozenset(data["unsure"]),
        clause=frozenset(data["clause"]),
        describing=frozenset(data["describing"]),
        not_in_phrase=frozenset([*data["not_in_phrase"], *data["auxiliaries"], *data["clause"]]),
        no_object=frozenset(data["no_object"]),
    )


def _with_approximation(text: str, start: int) -> int:
    """Return where the words begin, "up to" or "at least" included."""
    if text.startswith(("between", "Between"), start):
        return start  # "estimated between" is a verb with its preposition
    match = _words().approximate.search(text, max(0, start - _BEFORE), start)
    if match is None:
        return start
    return start if _words().determiner.fullmatch(text, match.start(), start) else match.start()


def _counts(text: str, found: list[Figure], systems: _Systems) -> Iterator[_Count]:
    """Yield money and percentages as they are, and the counts whose noun or fate is told."""
    counts: list[_Count | None] = []
    starts = [figure.start for figure in found]
    for at, figure in enumerate(found):
        if figure.kind != "count":
            counts.append(
                _Count(figure, "money" if figure.kind == "money" else "percent", figure.unit, figure.end)
            )
        elif (
            _is_name(text, figure) or _is_part(text, _bare_start(text, figure)) or _is_whole(text, found, at)
        ):
            counts.append(None)
        else:
            whole = found[at + 1] if at + 1 < len(found) and _is_whole(text, found, at + 1) else None
            counts.append(_count(text, figure, whole, starts[at + 1 + bool(whole) :], systems))
    _coordinate(text, counts)
    for count in counts:
        if count is not None and not (count.doubtful and count.kind == "people"):
            yield count


def _is_whole(text: str, found: list[Figure], at: int) -> bool:
    """Whether the figure is the whole of which the one before it is the part told ("63 of *88* drones")."""
    part, whole = found[at - 1], found[at]
    if at == 0 or part.kind != "count" or whole.kind != "count" or _is_name(text, part):
        return False
    return _words().part_before.fullmatch(text, part.end, whole.start) is not None


def _bare_start(text: str, figure: Figure) -> int:
    """Return where the figure begins with every word that approximates it."""
    match = _words().approximate.search(text, max(0, figure.start - _BEFORE), figure.start)
    return match.start() if match else figure.start


def _is_part(text: str, start: int) -> bool:
    """Whether the figure is a part of one already given ("12 people, including three children")."""
    return _words().part_of.search(text, max(0, start - _BEFORE), start) is not None


def _is_name(text: str, figure: Figure) -> bool:
    """Whether the figure is a date, a year, a rank or part of a word ("Article 5", "two-day", "7 May")."""
    w = _words()
    before, after = (
        text[max(0, figure.start - _BEFORE) : figure.start],
        text[figure.end : figure.end + _BEFORE],
    )
    if w.label.search(before) or w.date_left.search(before) or w.date_right.match(after):
        return True
    if re.match(r"[-‐‑](?!(?:strong|member|person)\b)\w|[-–]?year|['’]s\b", after) or re.search(
        r"\w[-‐‑/]$", before
    ):
        return True
    bare = re.fullmatch(r"(?:1[89]|20)\d\d", text[figure.start : figure.end])
    # "in 2016", "most 2016 primary voters"; news writes large counts with a comma or round.
    return bare is not None and (bool(figure.low % 50) or w.before_year.search(before) is not None)


def _count(
    text: str, figure: Figure, whole: Figure | None, starts: list[int], systems: _Systems
) -> _Count | None:
    w = _words()
    noun, noun_end, known = _noun(text, whole or figure, starts[0] if starts else len(text), systems)
    if known == "none" or (known != "units" and not figure.low.is_integer()):
        return None
    start = _bare_start(text, figure)
    # "killed *a woman and* two children"
    other = w.another.search(text, max(0, start - _BEFORE), start)
    begins = [start] if other is None else [start, other.start()]
    for kind in _CASUALTIES:
        if known != "units" and any(w.before[kind].search(text, max(0, at - _BEFORE), at) for at in begins):
            return _Count(figure, kind, noun, noun_end, noun_end)
    if w.toll.search(text, max(0, start - 3 * _BEFORE), start):
        return _Count(figure, "dead", noun, noun_end, noun_end)
    if w.lives_before.search(text, max(0, start - _BEFORE), start) and (
        lives := w.lives_after.match(text, figure.end)
    ):
        return _Count(figure, "dead", None, lives.end(), lives.end())
    if known != "units" and (fate := _fate(text, whole or figure, starts)) is not None:
        kind, end = fate
        return _Count(figure, kind, noun, end if noun is None else noun_end, noun_end)
    several = figure.low > 1 or figure.scaled
    if known == "people" and not w.speakers.match(text, noun_end) and several:
        return _Count(figure, "people", noun, noun_end, noun_end)
    if (
        known is None
        and figure.low > 9
        and (crowd := w.crowd.match(text, figure.end, starts[0] if starts else len(text)))
    ):
        return _Count(figure, "people", None, crowd.end(), crowd.end())
    if known == "units":
        return _Count(figure, "units", noun, noun_end, noun_end)
    if known == "only_casualties" and noun and several:
        handled = w.handled.search(text, max(0, start - _BEFORE), start) is not None
        return _Count(figure, "people", noun, noun_end, noun_end, doubtful=figure.low < 100 and not handled)
    return None


def _noun(text: str, figure: Figure, stop: int, systems: _Systems) -> tuple[str | None, int, str | None]:
    """Return the noun that a figure counts, where it ends, and the list that knows it.

    The list is ``people``, ``only_casualties``, ``units``, ``none`` (no amount) or ``None`` when no noun of a
    list follows. The head of a compound is its plural: "12 F-16 fighter jets", "28,500 American soldiers".
    """
    w = _words()
    lists = (
        ("none", w.no_amount),
        ("units", w.units),
        ("people", w.people),
        ("only_casualties", w.only_casualties),
    )
    best: tuple[str | None, int, str | None] = (None, figure.end, None)
    system: tuple[str, int] | None = None
    previous = ""
    for index, (word, start, end) in enumerate(_phrase(text, figure.end, stop, w.not_in_phrase)):
        if start in systems:
            system = systems[start]
        if index > 4 and (system is None or start >= system[1]):
            break
        pair, single = f"{previous} {word}".lower(), word.lower()
        previous = word
        for form, (known, nouns) in product((pair, single), lists):
            if (
                form in nouns
                and not (known == "none" and index > 1)
                and (figure.high == 1 or form in w.plurals)
            ):
                best = (nouns[form], end, known)
                break
        else:
            if best[2] is not None:
                break
            continue
        if single not in w.invariant and figure.high > 1:
            break
    if best[2] is None and system is not None:
        return system[0], system[1], "units"
    return (None, *best[1:]) if best[0] in w.no_noun else best


def _phrase(text: str, at: int, stop: int, ends: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the words up to the end of the noun phrase: punctuation, another figure or one of ``ends``."""
    first = True
    for match in _WORD.finditer(text, at, stop):
        gap = text[at : match.start()]
        word = match.group().lower()
        # "15 *suspected* militants": a participle right behind the figure describes those counted.
        if gap.strip() not in {"", "-"} or (word in ends and not (first and word in _words().describing)):
            return
        if first and word == "of":
            at = match.end()
            continue
        if word == "of":
            return
        first, at = False, match.end()
        yield match.group(), match.start(), match.end()


def _fate(text: str, figure: Figure, starts: list[int]) -> tuple[AmountKind, int] | None:
    """Return what became of those counted, as told after the figure, and where the words for it end."""
    w = _words()
    passive, at = False, figure.end
    for index in range(_REACH):
        if (aside := _ASIDE.match(text, at)) is not None:
            at = aside.end()
        match = _WORD.search(text, at, min((start for start in starts if start >= at), default=len(text)))
        if match is None or text[at : match.start()].strip(" -‘“'\u00a0"):
            return None
        if (other := w.no_fate.match(text, match.start())) is not None:
            at = other.end()
            continue
        word = match.group().lower()
        for kind in _CASUALTIES:
            fate = w.after[kind].match(text, match.start())
            if fate is not None:
                return (kind, fate.end()) if _suffered(text, fate, passive, index == 0) else None
        if (word in w.unsure or word in w.clause) and not (index == 0 and word in w.describing):
            return None
        passive = passive or word in w.auxiliaries
        at = match.end()
    return None


def _suffered(text: str, fate: re.Match[str], passive: bool, adjacent: bool) -> bool:
    """Whether those counted suffered it; they may also have done it ("two gunmen killed five")."""
    w = _words()
    if passive or not w.transitive.search(fate.group()):
        return True
    following = _WORD.match(text, fate.end() + 1) if text[fate.end() : fate.end() + 1] == " " else None
    if following is None or following.group().lower() in w.no_object:
        return True
    # "three wounded soldiers": the participle describes the noun behind it.
    noun = following.group().lower()
    return adjacent and (noun in w.people or noun in w.only_casualties)


def _coordinate(text: str, counts: list[_Count | None]) -> None:
    """Give a bare crowd the fate of its neighbour: "killed two soldiers and *three civilians*"."""
    pairs = list(pairwise(counts))
    for left, right in pairs:
        if (
            left
            and right
            and left.kind in _CASUALTIES
            and right.kind == "people"
            and right.unit  # "20,000 displaced" says itself what became of them
            and _joined(text, left, right)
        ):
            right.kind = left.kind
    for left, right in reversed(pairs):
        if (
            left
            and right
            and right.kind in _CASUALTIES
            and left.kind == "people"
            and _joined(text, left, right)
        ):
            left.kind = right.kind


def _joined(text: str, left: _Count, right: _Count) -> bool:
    gap = text[left.noun_end : _bare_start(text, right.figure)]
    return bool(left.noun_end and re.fullmatch(r"\s?,?\s(?:and|as well as|along with)\s(?:the\s)?|,\s", gap))
