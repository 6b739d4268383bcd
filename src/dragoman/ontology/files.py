"""Packaged data files: how to read one, and the digest that tells versions of the ontology's apart."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache, wraps
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from dragoman.errors import OntologyError
from dragoman.ontology.collector import at_rest

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

HERE = "dragoman.ontology"

_STRING, _LIST, _MAPPING = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))

T = TypeVar("T")


def loaded_once(load: Callable[[], T]) -> _lru_cache_wrapper[T]:
    """Keep what a loader returns, as `functools.cache` does, and let the collector of cycles rest meanwhile.

    A table has no cycles and stays: to search it for them time and again while it grows takes as long as to read it.
    """

    @wraps(load)
    def resting() -> T:
        with at_rest():
            return load()

    return cache(resting)


def read_bytes(name: str, package: str = HERE) -> bytes:
    """Return the bytes of a packaged file (``lexicon/aid.yaml``). Raises `OntologyError`."""
    try:
        return files(package).joinpath(name).read_bytes()
    except OSError as error:
        raise OntologyError(f"{name}: not in the package (reinstall dragoman)") from error


def load_yaml(name: str, package: str = HERE) -> Any:
    """Return what a YAML file of the ontology, or of another package, holds.

    Raises `OntologyError` naming the file and the line.
    """
    import yaml

    try:
        loader = yaml.CSafeLoader(read_bytes(name, package))
        node = loader.get_single_node()
        return None if node is None else _value(node, loader.construct_object)
    except (yaml.YAMLError, TypeError, ValueError) as error:  # also a list as a key, and 31 February
        raise OntologyError(f"{name}: not YAML: {error} (mend the file)") from error


def _value(node: Any, other: Callable[[Any], Any]) -> Any:
    """Return what a node holds. Most are lists of strings, for which PyYAML's own way takes three times as long."""
    if node.tag == _STRING:
        return node.value
    if node.tag == _LIST:
        return [part.value if part.tag == _STRING else _value(part, other) for part in node.value]
    if node.tag == _MAPPING:
        return {_value(key, other): _value(part, other) for key, part in node.value}
    return other(node)


def every_file() -> list[str]:
    """Return the names of all packaged data files, in order."""
    from importlib.resources.abc import Traversable

    def below(folder: Traversable, prefix: str) -> Iterator[str]:
        for entry in folder.iterdir():
            if entry.is_dir():
                yield from below(entry, f"{prefix}{entry.name}/")
            elif entry.name.endswith((".yaml", ".tsv")):
                yield prefix + entry.name

    return sorted(below(files(HERE), ""))


def digest(*names: str) -> str:
    """Return 12 hexadecimal digits that depend on the names and contents of the files, not on their order."""
    total = hashlib.sha256()
    for name in sorted(names):
        total.update(name.encode() + b"\0" + read_bytes(name) + b"\0")
    return total.hexdigest()[:12]
