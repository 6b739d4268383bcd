"""Packaged data files: how to read one, and the digest that tells versions of the ontology's apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from dragoman.errors import OntologyError

HERE = "dragoman.ontology"


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
        return yaml.load(read_bytes(name, package), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise OntologyError(f"{name}: not YAML: {error} (mend the file)") from error


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
