"""The lexicon: which words name an event of which type, and where its parties stand (see ``README.md``)."""

from __future__ import annotations

import difflib
import hashlib
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, get_args

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml, loaded_once
from dragoman.ontology.lexicon import own
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
        id: readable and unique, ``SANCTION/impose+sanction``; of an analyst's own entry with the name of the
            file, ``SANCTION/zap@mine.yaml``.
        lemma: the word that carries the entry: the verb, the adjective, or the head of the compound.
        particles: of a verb or adjective the words after it ("pull" has ``("out", "of")``), of a noun the
            words before its head ("air strike" has ``("air",)``).
        preposition: the last particle where it holds an object of its own ("pull out *of*").
        object, subject, without: nouns, each a tuple of words with the head last.
        things: the heads of ``object``.
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
    things: frozenset[str]
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
    def rank(self) -> tuple[int, int, int, int, int]:
        """How specific the entry is: the more conditions it sets, the higher."""
        of_clause = 0 if self.complement is None else 2 if isinstance(self.complement, tuple) else 1
        return (
            bool(self.object) + bool(self.subject) + (of_clause == 2),
            len(self.particles),
            of_clause,
            bool(self.without),
            self.reciprocal,
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries, and the entries of each head lemma, the most specific first.

    Attributes:
        own: digest of the analyst's own files that went in, in their order; empty for the packaged lexicon.
    """

    entries: tuple[Entry, ...]
    by_verb: Mapping[str, tuple[Entry, ...]]
    by_noun: Mapping[str, tuple[Entry, ...]]
    by_adjective: Mapping[str, tuple[Entry, ...]]
    own: str = ""


_Nouns = tuple[tuple[str, ...], ...]

#: An analyst's own files: one path, or several.
Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def load(paths: Paths = ()) -> Lexicon:
    """Return the packaged lexicon, or that lexicon with an analyst's own files laid over it.

    An own entry takes the words it claims away from the packaged entries (same words, same object, subject and
    clause); what an own file lists under ``remove`` is left out.

    Args:
        paths: own files, in the format of the README; read anew at each call.

    Raises:
        OntologyError: a file cannot be read or breaks the format; names file, line, entry and mend.
    """
    files = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not files:
        return _packaged()
    placed: list[tuple[Entry, str]] = []
    removed: set[str] = set()
    digest = hashlib.sha256()
    for file in files:
        data = own.read_bytes(file)
        digest.update(hashlib.sha256(data).digest())
        for block in own.blocks(data, os.fspath(file)):
            removed |= _removed(block)
            if "entries" in block.data or "type" in block.data:
                rest = {key: value for key, value in block.data.items() if key != "remove"}
                name = "".join(os.path.basename(block.file).split())
                found = parse(rest, block.source, block.lines)
                for entry in found:
                    for word, pos in _lemmas(entry):
                        own.check_lemma(word, pos, f"{block.source}: {entry.id}")
                placed += [(replace(entry, id=f"{entry.id}@{name}"), block.source) for entry in found]
    _no_rivals(placed)
    entries = [entry for entry, _ in placed]
    taken = {key for entry in entries for key in _keys(entry)}
    words = {_words(entry) for entry in entries}
    kept = (
        _left(entry, taken) if _words(entry) in words else entry
        for entry in _packaged().entries
        if entry.id not in removed
    )
    return _lexicon([*entries, *(entry for entry in kept if entry is not None)], digest.hexdigest())


@loaded_once
def _packaged() -> Lexicon:
    files = {name: f"lexicon/{name.lower()}.yaml" for name in EVENT_TYPES}
    placed: list[tuple[Entry, str]] = []
    for name, file in files.items():
        of_file = _placed(load_yaml(file), file)
        if (found := of_file[0][0].type) != name:
            raise OntologyError(f"{file}: type is {found} (write {name}, or move the entries)")
        placed += of_file
    _no_rivals(placed)
    return _lexicon([entry for entry, _ in placed], "")


def _lexicon(entries: Sequence[Entry], own: str) -> Lexicon:
    return Lexicon(
        entries=tuple(entries),
        by_verb=_index(entries, "verb"),
        by_noun=_index(entries, "noun"),
        by_adjective=_index(entries, "adjective"),
        own=own,
    )


def _lemmas(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the words of an entry that are compared with lemmas, and their universal part of speech."""
    yield entry.lemma, {"verb": "VERB", "noun": "NOUN", "adjective": "ADJ"}[entry.pos]
    for phrase in (*entry.object, *entry.subject):
        yield phrase[-1], "NOUN"
    for verb in entry.complement if isinstance(entry.complement, tuple) else ():
        yield verb, "VERB"


def _removed(block: own.Block) -> set[str]:
    """Return the ids of packaged entries that a block takes out; a rule as `explain` prints it will do."""
    if "remove" not in block.data:
        return set()
    known = {entry.id for entry in _packaged().entries}
    asked = _strings(block.data["remove"], "remove", block.source)
    ids = {one.partition(" (")[0] for one in asked}
    for one in sorted(ids - known):
        near = difflib.get_close_matches(one, sorted(known), 1, 0)
        raise OntologyError(
            f"{block.source}: remove: there is no entry {one!r} (write the rule that explain shows, as {near[0]!r})"
        )
    return ids


def _left(entry: Entry, taken: set[_Key]) -> Entry | None:
    """Return what of a packaged entry is left when an analyst's entries have taken their words; or nothing."""
    for part in ("object", "subject", "complement"):
        options = getattr(entry, part)
        if isinstance(options, tuple) and options:
            alone: list[dict[str, Any]] = [{part: (option,)} for option in options]
            kept = [one[part][0] for one in alone if not taken.issuperset(_keys(replace(entry, **one)))]
            if not kept:
                return None
            left: dict[str, Any] = {part: tuple(kept)}
            entry = replace(entry, **left)
    return None if taken.issuperset(_keys(entry)) else entry


def parse(data: Any, source: str, lines: Sequence[int] = ()) -> list[Entry]:
    """Build the entries of one file from what YAML gave; a list of words gives an entry for each.

    Args:
        data: ``type`` and ``entries``.
        source: the file, as errors name it.
        lines: the line on which each entry begins, where it is known.

    Raises `OntologyError` naming the source, the number of the entry and the mend.
    """
    placed = _placed(data, source, lines)
    _no_rivals(placed)
    return [entry for entry, _ in placed]


def _placed(data: Any, source: str, lines: Sequence[int] = ()) -> list[tuple[Entry, str]]:
    """Build the entries of one file, each with the place that errors name."""
    if (
        not isinstance(data, dict)
        or set(data) != {"type", "entries"}
        or not isinstance(data["entries"], list)
    ):
        raise OntologyError(
            f"{source}: write `type:` and, under `entries:`, a list of entries, and nothing else"
        )
    if not data["entries"]:
        raise OntologyError(f"{source}: there is nothing under `entries:` (write `- verb: …`)")
    if data["type"] not in EVENT_TYPES:
        raise OntologyError(f"{source}: {data['type']!r} is no event type (one of {', '.join(EVENT_TYPES)})")
    info = plover().types[data["type"]]
    placed: list[tuple[Entry, str]] = []
    for number, raw in enumerate(data["entries"], 1):
        where = f"{source}, entry {number}" + (f" on line {lines[number - 1]}" if lines else "")
        if not isinstance(raw, dict):
            raise OntologyError(f"{where}: {raw!r} is no entry (write `- verb: …`)")
        placed += [(entry, where) for entry in _entries(raw, info, where)]
    return placed


def _entries(raw: dict[str, Any], info: TypeInfo, where: str) -> list[Entry]:
    if unknown := [key for key in raw if key not in KEYS]:
        raise OntologyError(f"{where}: unknown key {unknown[0]!r} (one of {', '.join(sorted(KEYS))})")
    kinds: list[Pos] = [pos for pos in get_args(Pos) if pos in raw]
    if len(kinds) != 1:
        raise OntologyError(f"{where}: an entry has exactly one of verb, noun, adjective")
    pos = kinds[0]
    words = _strings(raw[pos] if isinstance(raw[pos], list) else [raw[pos]], pos, where)
    where += f" ({words[0]})"
    objects, subjects, without = (_phrases(raw, key, where) for key in ("object", "subject", "without"))
    mode = raw.get("mode")
    if mode is not None and (not isinstance(mode, str) or mode not in info.modes):
        raise OntologyError(
            f"{where}: {mode!r} is no mode of {info.name} (one of {', '.join(info.modes) or 'none'})"
        )
    code = raw.get("cameo", info.modes[mode].cameo if mode else info.cameo)
    if not isinstance(code, str) or code not in cameo():
        raise OntologyError(f"{where}: {code!r} is no CAMEO code (write a quoted code of cameo.yaml)")
    shared: dict[str, Any] = {
        "type": info.name,
        "pos": pos,
        "object": objects,
        "things": frozenset(phrase[-1] for phrase in objects),
        "subject": subjects,
        "without": without,
        "complement": _complement(raw.get("complement"), where),
        "reciprocal": _flag(raw, "reciprocal", False, where),
        "alone": _flag(raw, "alone", info.alone, where),
        "mode": mode,
        "cameo": code,
        "intensity": info.intensity_of(mode),
        "quad": info.quad,
        "example": raw.get("example"),
    }
    suffix = _suffix(pos, objects, subjects, shared["complement"])
    actor, recipient = _slots(raw, "actor", where), _slots(raw, "recipient", where)
    return [_entry(phrase, suffix, actor, recipient, shared) for phrase in words]


def _entry(
    phrase: str,
    suffix: str,
    actor: tuple[str, ...] | None,
    recipient: tuple[str, ...] | None,
    shared: dict[str, Any],
) -> Entry:
    """Return the entry of one of the words that share everything else."""
    words, pos = phrase.split(), shared["pos"]
    lemma, particles = (words[-1], words[:-1]) if pos == "noun" else (words[0], words[1:])
    held = pos != "noun" and particles and particles[-1] not in _words_of("particles")
    preposition = particles[-1] if held else None
    if actor is None or recipient is None:
        default = _default_slots(
            pos, preposition, bool(shared["object"]), shared["complement"], shared["reciprocal"]
        )
        actor = tuple(default[0]) if actor is None else actor
        recipient = tuple(default[1]) if recipient is None else recipient
    return Entry(
        id=f"{shared['type']}/{phrase}{suffix}",
        lemma=lemma,
        particles=tuple(particles),
        preposition=preposition,
        actor=actor,
        recipient=recipient,
        **shared,
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


#: What an entry claims: words under one set of conditions.
_Key = tuple[object, ...]


def _keys(entry: Entry) -> Iterator[_Key]:
    for noun, subject, clause in itertools.product(*_conditions(entry)):
        yield (*_words(entry), noun, subject, clause)


def _words(entry: Entry) -> _Key:
    return entry.pos, entry.lemma, entry.particles


def _conditions(entry: Entry) -> tuple[Sequence[object], Sequence[object], Sequence[object]]:
    """Return the objects, subjects and clauses of which one each must be there."""
    clauses = entry.complement if isinstance(entry.complement, tuple) else (entry.complement,)
    return entry.object or (None,), entry.subject or (None,), clauses


def _no_rivals(placed: Iterable[tuple[Entry, str]]) -> None:
    """Raise `OntologyError` where two entries claim the same words under the same conditions."""
    # Done together is another thing than done alone: such entries are no rivals (README).
    of_words: dict[_Key, list[tuple[Entry, str]]] = {}
    for entry, where in placed:
        of_words.setdefault((_words(entry), entry.reciprocal), []).append((entry, where))
    for rivals in of_words.values():
        seen: list[tuple[Entry, str, list[frozenset[object]]]] = []
        for entry, where in rivals if len(rivals) > 1 else ():
            conditions = [frozenset(one) for one in _conditions(entry)]
            for other, before, others in seen:
                if all(map(frozenset.intersection, conditions, others)):
                    raise OntologyError(
                        f"{where}: {entry.id} says the same as {other.id} in {before} (keep one of them)"
                    )
            seen.append((entry, where, conditions))


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


def _phrases(raw: dict[str, Any], key: str, where: str) -> _Nouns:
    return tuple(tuple(item.split()) for item in _strings(raw[key], key, where)) if key in raw else ()


def _slots(raw: dict[str, Any], key: str, where: str) -> tuple[str, ...] | None:
    if raw.get(key) is None:
        return None
    slots = _strings(raw[key], "slots", where)
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
