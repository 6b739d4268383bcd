"""An analyst's own lexicon files, as YAML with the lines on which things stand (the format is in ``README.md``)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import OntologyError

if TYPE_CHECKING:
    from yaml.nodes import Node

#: What a block of an own file may hold.
KEYS = ("type", "entries", "remove")


@dataclass(frozen=True, slots=True)
class Block:
    """One ``type`` with its ``entries``, or a list to ``remove``, or both.

    Attributes:
        file: the path as given.
        source: file and line, as errors name them.
        lines: the line on which each of its entries begins, from 1.
    """

    file: str
    source: str
    data: dict[str, Any]
    lines: tuple[int, ...]


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Return the bytes of a file. Raises `OntologyError` naming it."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise OntologyError(
            f"{os.fspath(path)}: cannot be read: {error.strerror} (give the path of a YAML file with entries)"
        ) from error


def blocks(data: bytes, file: str) -> list[Block]:
    """Return the blocks of a file: one, a list of them, or one in each YAML document.

    Raises `OntologyError` naming file and line for what is no YAML, no block, or says one key twice.
    """
    found = [block for node, value in _documents(data, file) for block in _blocks(node, value, file)]
    if not found:
        raise OntologyError(f"{file}: there is nothing in it (write `type:` and `entries:`)")
    return found


def check_lemma(word: str, pos: str, where: str) -> None:
    """Raise `OntologyError` for a word that no sentence can match, because texts are read in lemmas.

    Words that no table knows pass: they may be new.
    """
    from lemminflect import getAllLemmas

    small = word.lower()
    found: tuple[str, ...] = getAllLemmas(small, upos=pos).get(pos, ())
    lemma = found[0] if found and small not in found else small
    if word != lemma:
        raise OntologyError(f"{where}: {word!r} is no lemma, so that nothing matches it (write {lemma!r})")


def _documents(data: bytes, file: str) -> Iterator[tuple[Node, Any]]:
    import yaml

    try:
        loader = yaml.CSafeLoader(data)
        while loader.check_node():
            node = loader.get_node()
            assert node is not None  # there was one to come
            _no_key_twice(node, file)
            yield node, loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise OntologyError(
            f"{file}{line}: not YAML: {error.problem or error.context} (mend the line)"
        ) from error
    except (yaml.YAMLError, ValueError) as error:  # bytes that are no text; "2025-02-31", which is no date
        told = " ".join(str(error).split())
        raise OntologyError(f"{file}: not YAML: {told} (save the file as UTF-8 and quote numbers)") from error


def _blocks(node: Node, value: Any, file: str) -> Iterator[Block]:
    if isinstance(value, list):
        for part, one in zip(_parts(node), value, strict=True):
            yield _block(part, one, file)
    else:
        yield _block(node, value, file)


def _block(node: Node, value: Any, file: str) -> Block:
    source = f"{file}, line {_line(node)}"
    if not isinstance(value, dict) or not value:
        raise OntologyError(
            f"{source}: no block of entries (write `type:` and, under `entries:`, `- verb: …`)"
        )
    for key in value:
        if key not in KEYS:
            mend = "`type:` and `entries:` stand above the entries"
            raise OntologyError(f"{source}: unknown key {key!r} (one of {', '.join(KEYS)}; {mend})")
    (entries,) = [part for key, part in node.value if key.value == "entries"] or [None]
    return Block(file, source, value, tuple(_line(part) for part in _parts(entries)))


def _no_key_twice(root: Node, file: str) -> None:
    """Raise `OntologyError` where a mapping has a key twice, of which YAML would keep the last in silence."""
    from yaml.nodes import MappingNode, ScalarNode

    stack, met = [root], set[int]()
    while stack:
        node = stack.pop()
        if id(node) in met:  # an alias may lead back to where it stands
            continue
        met.add(id(node))
        stack += _parts(node)
        seen: set[str] = set()
        for key, part in node.value if isinstance(node, MappingNode) else ():
            if isinstance(key, ScalarNode) and key.value in seen:
                raise OntologyError(
                    f"{file}, line {_line(key)}: {key.value!r} stands twice (begin each entry with `- `)"
                )
            seen.add(str(key.value))
            stack.append(part)


def _parts(node: Node | None) -> Sequence[Node]:
    from yaml.nodes import SequenceNode

    return node.value if isinstance(node, SequenceNode) else ()


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
