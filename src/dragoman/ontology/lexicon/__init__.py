"""The lexicon: which words name an event of which type, and where its parties stand (see ``README.md``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml
from dragoman.ontology.plover import TypeInfo, cameo, plover
from dragoman.records import EVENT_TYPES, EventType

Pos = Literal["verb", "noun", "adjective"]

KEYS = {
    *("verb", "noun", "adjective", "object", "subject", "without", "complement", "actor", "recipient"),
    *("reciprocal", "alone", "mode", "cameo", "example"),
}
# The tree positions a slot can name besides prepositions; the README says what each holds.
SLOTS = {"subj", "obj", "iobj", "poss", "mod", "clause"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One word, or phrase, that names an event. Defaults are filled in.

    Attributes:
        id: readable and unique, ``SANCTION/impose+sanction``.
        lemma: the word that carries the entry: the verb, the adjective, or the head of the compound.
        particles: of a verb or adjective the words after it ("pull" has ``("out", "of")``), of a noun the
            words before its head ("air strike" has ``("air",)``).
        preposition: the last particle where it holds an object of its own ("pull out *of*").
        object, subject, without: nouns, each a tuple of words with the head last.
        complement: ``None``: with or without a clause; ``True``: only with; ``False``: only without; lemmas:
            only with a clause whose verb is one of them.
        actor, recipient: slots, in the order in which they are tried.
        alone: whether the event stands without a recipient.
    """

    id: str
    type: EventType
    pos: Pos
    lemma: str
    particles: tuple[str, ...]
    preposition: str | None
    object: tuple[tuple[str, ...], ...]
    subject: tuple[tuple[str, ...], ...]
    without: tuple[tuple[str, ...], ...]
    complement: bool | tuple[str, ...] | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    reciprocal: bool
    alone: bool
    mode: str | None
    cameo: str
    intensity: float
    quad: int
    example: str | None

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """How specific the entry is: the more conditions it sets, the higher."""
        of_clause = 0 if self.complement is None else 2 if isinstance(self.complement, tuple) else 1
        return (
            bool(self.object) + bool(self.subject) + (of_clause == 2),
            len(self.particles),
            of_clause,
            bool(self.without),
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries, and the entries of each head lemma, the most specific first."""

    entries: tuple[Entry, ...]
    by_verb: Mapping[str, tuple[Entry, ...]]
    by_noun: Mapping[str, tuple[Entry, ...]]
    by_adjective: Mapping[str, tuple[Entry, ...]]


@cache
def load() -> Lexicon:
    """Return the packaged lexicon. Raises `OntologyError` naming file, entry and mend."""
    files = {name: f"lexicon/{name.lower()}.yaml" for name in EVENT_TYPES}
    entries: list[Entry] = []
    for name, file in files.items():
        of_file = parse(load_yaml(file), file)
        if of_file[0].type != name:
            raise OntologyError(f"{file}: type is {of_file[0].type} (write {name}, or move the entries)")
        entries += of_file
    _no_rivals(entries, "lexicon")
    return Lexicon(
        entries=tuple(entries),
        by_verb=_index(entries, "verb"),
        by_noun=_index(entries, "noun"),
        by_adjective=_index(entries, "adjective"),
    )


def parse(data: Any, source: str) -> list[Entry]:
    """Build the entries of one file from what YAML gave; a list of words gives an entry for each.

    Raises `OntologyError` naming the source, the number of the entry and the mend.
    """
    if not isinstance(data, dict) or set(data) != {"type", "entries"} or not data["entries"]:
        raise OntologyError(f"{source}: a file holds `type` and `entries`, and nothing else")
    if data["type"] not in EVENT_TYPES:
        raise OntologyError(f"{source}: {data['type']!r} is no event type (one of {', '.join(EVENT_TYPES)})")
    info = plover().types[data["type"]]
    entries: list[Entry] = []
    for number, raw in enumerate(data["entries"], 1):
        where = f"{source}, entry {number}"
        if not isinstance(raw, dict):
            raise OntologyError(f"{where}: {raw!r} is no entry (write `- verb: …`)")
        entries += _entries(raw, info, where)
    _no_rivals(entries, source)
    return entries


def _entries(raw: dict[str, Any], info: TypeInfo, where: str) -> list[Entry]:
    if unknown := [key for key in raw if key not in KEYS]:
        raise OntologyError(f"{where}: unknown key {unknown[0]!r} (one of {', '.join(sorted(KEYS))})")
    kinds: list[Pos] = [pos for pos in get_args(Pos) if pos in raw]
    if len(kinds) != 1:
        raise OntologyError(f"{where}: an entry has exactly one of verb, noun, adjective")
    pos = kinds[0]
    words = _strings(raw[pos] if isinstance(raw[pos], list) else [raw[pos]], pos, where)
    return [_entry(phrase, pos, raw, info, f"{where} ({phrase})") for phrase in words]


def _entry(phrase: str, pos: Pos, raw: dict[str, Any], info: TypeInfo, where: str) -> Entry:
    *before, last = phrase.split()
    lemma, particles = (
        (last, tuple(before)) if pos == "noun" else (phrase.split()[0], tuple(phrase.split()[1:]))
    )
    preposition = (
        particles[-1] if pos != "noun" and particles and particles[-1] not in _words_of("particles") else None
    )
    objects = _phrases(raw, "object", where)
    complement = _complement(raw.get("complement"), where)
    reciprocal = _flag(raw, "reciprocal", False, where)
    mode = raw.get("mode")
    if mode is not None and (not isinstance(mode, str) or mode not in info.modes):
        raise OntologyError(
            f"{where}: {mode!r} is no mode of {info.name} (one of {', '.join(info.modes) or 'none'})"
        )
    code = raw.get("cameo", info.modes[mode].cameo if mode else info.cameo)
    if not isinstance(code, str) or code not in cameo():
        raise OntologyError(f"{where}: {code!r} is no CAMEO code (write a quoted code of cameo.yaml)")
    actor, recipient = _default_slots(pos, preposition, bool(objects), complement, reciprocal)
    return Entry(
        id=f"{info.name}/{phrase}" + _suffix(pos, objects, _phrases(raw, "subject", where), complement),
        type=info.name,
        pos=pos,
        lemma=lemma,
        particles=particles,
        preposition=preposition,
        object=objects,
        subject=_phrases(raw, "subject", where),
        without=_phrases(raw, "without", where),
        complement=complement,
        actor=_slots(raw.get("actor"), actor, where),
        recipient=_slots(raw.get("recipient"), recipient, where),
        reciprocal=reciprocal,
        alone=_flag(raw, "alone", info.alone, where),
        mode=mode,
        cameo=code,
        intensity=info.intensity_of(mode),
        quad=info.quad,
        example=raw.get("example"),
    )


def _default_slots(
    pos: Pos,
    preposition: str | None,
    has_object: bool,
    complement: bool | tuple[str, ...] | None,
    reciprocal: bool,
) -> tuple[Sequence[str], Sequence[str]]:
    """Return the slots of actor and recipient that hold where an entry names none: the README's table."""
    clause = ["clause"] if complement else []
    if pos == "noun":
        if reciprocal:
            return ["between", "among", "of", "poss", "by", "mod"], ["with"]
        return ["poss", "by", "of", "mod", "from"], [
            *("on", "against", "with", "to", "toward", "at", "over", "for", "in"),
            *clause,
        ]
    if has_object:
        return ["subj"], ["with"] if reciprocal else [
            "on",
            "against",
            "to",
            "with",
            "for",
            "from",
            "of",
            "mod",
        ]
    if preposition:
        return ["subj"], [preposition, *clause]
    if reciprocal:
        return ["subj"], ["obj", "with", *clause]
    return ["subj"], ["obj", "to", *clause] if clause else ["obj"]


def _suffix(
    pos: Pos,
    objects: tuple[tuple[str, ...], ...],
    subjects: tuple[tuple[str, ...], ...],
    complement: bool | tuple[str, ...] | None,
) -> str:
    """Return what tells an entry from others of its words: first object, subject, clause, and its kind."""
    parts = [f"+{' '.join(objects[0])}"] if objects else []
    parts += [f"<{' '.join(subjects[0])}"] if subjects else []
    if complement is not None:
        parts.append(
            f">{complement[0]}"
            if isinstance(complement, tuple)
            else ">clause"
            if complement
            else ">no clause"
        )
    return "".join(parts) + ("" if pos == "verb" else f".{pos}")


def _no_rivals(entries: Iterable[Entry], source: str) -> None:
    """Raise `OntologyError` where two entries claim the same words under the same conditions."""
    seen: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        clauses = entry.complement if isinstance(entry.complement, tuple) else (entry.complement,)
        for noun in entry.object or (None,):
            for subject in entry.subject or (None,):
                for clause in clauses:
                    key = (entry.pos, entry.lemma, entry.particles, noun, subject, clause)
                    if other := seen.get(key):
                        raise OntologyError(
                            f"{source}: {entry.id} says the same as {other.id} (keep one of them)"
                        )
                    seen[key] = entry


def _index(entries: Iterable[Entry], pos: Pos) -> dict[str, tuple[Entry, ...]]:
    index: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.pos == pos:
            index.setdefault(entry.lemma, []).append(entry)
    return {
        lemma: tuple(sorted(index[lemma], key=lambda entry: entry.rank, reverse=True))
        for lemma in sorted(index)
    }


@cache
def _words_of(key: Literal["particles", "prepositions"]) -> frozenset[str]:
    return frozenset(load_yaml("lexicon/particles.yaml")[key])


def _strings(raw: Any, key: str, where: str) -> tuple[str, ...]:
    if (
        not isinstance(raw, list)
        or not raw
        or not all(isinstance(item, str) and item.strip() for item in raw)
    ):
        raise OntologyError(f"{where}: {key} must be a list of words, not {raw!r} (quote on, off, yes, no)")
    if odd := [item for item in raw if item != " ".join(item.split())]:
        raise OntologyError(f"{where}: {odd[0]!r} has stray blanks (write words with one blank between)")
    return tuple(raw)


def _phrases(raw: dict[str, Any], key: str, where: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(item.split()) for item in _strings(raw[key], key, where)) if key in raw else ()


def _slots(raw: Any, default: Sequence[str], where: str) -> tuple[str, ...]:
    if raw is None:
        return tuple(default)
    slots = _strings(raw, "slots", where)
    if bad := [slot for slot in slots if slot not in SLOTS | _words_of("prepositions")]:
        raise OntologyError(
            f"{where}: {bad[0]!r} is no slot (one in the README, or a preposition of particles.yaml)"
        )
    return slots


def _complement(raw: Any, where: str) -> bool | tuple[str, ...] | None:
    return raw if raw is None or isinstance(raw, bool) else _strings(raw, "complement", where)


def _flag(raw: dict[str, Any], key: str, default: bool, where: str) -> bool:
    value = raw.get(key, default)
    if not isinstance(value, bool):
        raise OntologyError(f"{where}: {key} must be true or false, not {value!r}")
    return value
