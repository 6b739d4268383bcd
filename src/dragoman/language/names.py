"""The names of a text: persons, bodies, places and peoples, with their titles and what the gazetteer knows.

One pass over a Doc that the encoder has read. What may be a name (`signs.candidates`) is weighed by its signs,
among them what the encoder says; the split of the text into names and other words that weighs most is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from dragoman.language.gazetteer import names as gazetteer
from dragoman.language.gazetteer import peoples
from dragoman.language.letters import SMALL, UNTOLD
from dragoman.language.signs import KINDS, MEASURES, Candidate, Cover, Text, candidates, signs, word_lists
from dragoman.ontology.files import read_bytes

#: What a name of the gazetteer weighs at least that is printed as one (`_sure`).
_SURE = 0.5
#: What each further word of a name weighs: of two readings about as likely, the longer name is right.
_LONGER = 0.1
#: What a nationality, religion or party is called among the kinds.
PEOPLE = "NORP"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a Doc; places are token numbers, ends exclusive.

    Attributes:
        start, end: the name itself, without title ("Shigeru Ishiba").
        kind: ``PER``, ``ORG``, ``LOC``, or ``NORP`` for a people, faith or party and what is of it ("Shiite").
        title: title or office that stands before it, with what belongs to that ("Japanese Prime Minister").
        entry: the gazetteer's entry of this kind under this name (``leader: Shigeru Ishiba``), if it has one.
    """

    start: int
    end: int
    kind: str
    title: tuple[int, int] | None
    entry: str | None


def of(doc: Doc) -> tuple[Name, ...]:
    """Return the names of a Doc that the component ``names`` has read, in their order."""
    whole = {span.end: span for span in doc.spans["names"]} if "names" in doc.spans else {}
    found = []
    for entity in doc.ents:
        mention = whole[entity.end]
        title = (mention.start, entity.start) if mention.start < entity.start else None
        found.append(Name(entity.start, entity.end, entity.label_, title, mention.kb_id_ or None))
    return tuple(found)


class _Found(NamedTuple):
    """A name; places are word numbers of `Text`."""

    start: int
    end: int
    kind: str
    entry: str | None


class Names:
    """spaCy component: sets ``doc.ents`` (names proper) and ``doc.spans["names"]`` (with their titles).

    The entry of the gazetteer is the ``kb_id_`` of the span. What is found depends on the Doc alone.
    """

    def __init__(self, classes: Sequence[str]) -> None:
        """Take the encoder's classes of names, in the order of its scores."""
        self._classes = tuple(classes)

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc."""
        text = Text(doc, self._classes)
        del doc.user_data["name_scores"]
        names = list(_names(text))
        names = sorted([*names, *_peoples(text, names)])
        entities, mentions = [], []
        person = 0  # end of the person before
        for name in names:
            start = first = name.start
            if name.kind == "PER":
                start = _without_title(text, name)
                first = max(_title(text, start, name.end), person)
                person = name.end
            end = text.token[name.end - 1] + 1
            entities.append(Span(doc, text.token[start], end, label=name.kind))
            mentions.append(Span(doc, text.token[first], end, label=name.kind, kb_id=name.entry or 0))
        doc.set_ents(entities)
        doc.spans["names"] = mentions
        return doc


def _names(text: Text) -> Iterator[_Found]:
    """Yield persons, bodies and places, from the last to the first."""
    found = list(candidates(text))
    cover = Cover(found)
    by_end: dict[int, list[tuple[float, int, Candidate]]] = {}
    for candidate in found:
        weight, kind = _weigh(text, candidate, signs(text, candidate, cover))
        if weight <= 0 and (sure := _sure(text, candidate)):
            weight, kind = _SURE, KINDS.index(sure)
        if weight > 0:
            by_end.setdefault(candidate.end, []).append((weight, kind, candidate))
    best = [0.0] * (len(text.words) + 1)
    last: list[tuple[int, Candidate] | None] = [None] * len(best)
    for end in range(1, len(best)):
        best[end] = best[end - 1]
        for weight, kind, candidate in by_end.get(end, ()):
            if best[candidate.start] + weight > best[end]:
                best[end] = best[candidate.start] + weight
                last[end] = kind, candidate
    end = later = len(text.words)  # where the name behind begins
    while end > 0:
        chosen = last[end]
        if chosen is None:
            end -= 1
        else:
            kind, candidate = chosen
            whole = _whole(text, candidate.end) if KINDS[kind] == "PER" else candidate.end
            stop = whole if whole <= later else candidate.end
            yield _Found(candidate.start, stop, KINDS[kind], _entry(candidate, KINDS[kind]))
            end = later = candidate.start


def _sure(text: Text, candidate: Candidate) -> str | None:
    """Return the kind of words that are a name whatever the weights say: "the *Rapid Support Forces* left".

    Several words to which the gazetteer gives one kind, each with a capital.
    """
    known = {entry.kind for match in candidate.matches for entry in match.known}
    words = [i for i in range(candidate.start, candidate.end) if text.low[i] not in word_lists()["links"]]
    if len(known) != 1 or len(words) < 2 or not all(text.words[i][0].isupper() for i in words):
        return None
    return next((kind for kind in KINDS if kind in known), None)


def _whole(text: Text, end: int) -> int:
    """Return where a person's name ends whose second half after a hyphen has a small letter ("Lin Chia-lung")."""
    goes_on = (
        text.words[end : end + 1] == ["-"]
        and text.dep[end + 1 : end + 2] == ["flat"]
        and all(text.glued[end : end + 2])
    )
    return end + 2 if goes_on and text.words[end + 1].isalpha() else end


def _weigh(text: Text, candidate: Candidate, told: Sequence[str]) -> tuple[float, int]:
    """Return the weight of the candidate as a name of the likeliest kind, against being none, and that kind."""
    weights = _weights()
    totals = [0.0] * len(KINDS)
    for sign in told:
        row = weights.get(sign)
        if row is not None:
            for kind, weight in enumerate(row):
                totals[kind] += weight
    for kind, values in enumerate(text.measures(candidate.start, candidate.end)):
        for measure, value in zip(MEASURES, values, strict=True):
            totals[kind] += weights[measure][kind] * value
    best = max(range(len(KINDS)), key=totals.__getitem__)
    weight = totals[best]
    return weight + _LONGER * (candidate.end - candidate.start - 1) if weight > 0 else weight, best


def _entry(candidate: Candidate, kind: str) -> str | None:
    return next((e.entry for match in candidate.matches for e in match.known if e.kind == kind), None)


@cache
def _weights() -> dict[str, tuple[float, ...]]:
    """Return what each sign counts for each kind, from ``names.tsv`` (made by ``training/names.py``)."""
    lines = read_bytes("names.tsv", __package__).decode().splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    return {row[0]: tuple(map(float, row[1:])) for row in rows}


def _peoples(text: Text, names: Sequence[_Found]) -> Iterator[_Found]:
    """Yield nationalities, religions and parties outside the names."""
    inside = {i for name in names for i in range(name.start, name.end)}
    lists = word_lists()
    known, anything = peoples(), gazetteer()
    done = 0
    for i, word in enumerate(text.low):
        if i < done or i in inside:
            continue
        matches = [m for m in known.at(i, text.words, text.low, text.sentence_end[i]) if _is_people(text, i)]
        match = next((m for m in reversed(matches) if not inside & set(range(m.start, m.end))), None)
        if match is not None:
            yield _Found(i, match.end, PEOPLE, match.known[0].entry)
            done = match.end
        elif "-" in word:
            prefix, _, rest = word.partition("-")
            if prefix in lists["leanings"] and anything.at(0, [text.words[i].partition("-")[2]], [rest], 1):
                yield _Found(i, i + 1, PEOPLE, None)


def _is_people(text: Text, i: int) -> bool:
    """Whether a word may open the name of a people: by its letters, where they tell, else by its part of speech."""
    if text.prints[i] == UNTOLD:
        return text.low[i] not in word_lists()["cased"] or text.pos[i] in {"ADJ", "PROPN"}
    return text.prints[i] > SMALL


def _without_title(text: Text, name: _Found) -> int:
    """Return where a person's name begins when a title opens it ("Pope | Francis")."""
    ends = [end for end in range(name.start + 1, name.end) if text.title_before(end) == name.start]
    return ends[-1] if ends else name.start


def _title(text: Text, start: int, end: int) -> int:
    """Return where the mention of a person's name begins: at the title before it, or what belongs to that title."""
    first = text.title_before(start)
    if first is None:
        return start
    while (earlier := text.title_before(first)) is not None:  # "Army Chief Gen. …"
        first = earlier
    begin = first
    while begin > 0 and not text.starts[begin]:
        before = begin - 1
        joined = text.dep[before] in {"compound", "amod", "flat"} and before < text.head[before] < end
        if not joined and text.low[before] != "-":
            break
        begin = before
    return begin if text.low[begin] != "-" else begin + 1


@Language.factory("names", requires=["token.pos", "token.dep"], assigns=["doc.ents", "doc.spans"])
def make_names(nlp: Language, name: str) -> Names:
    """Make the component for a pipeline that has an encoder."""
    encoder = nlp.get_pipe("encoder")
    return Names(encoder.labels["names"])  # type: ignore[attr-defined]
