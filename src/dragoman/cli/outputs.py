"""Writing what a command has made: to a terminal, to standard output, or to a file."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console


def default_form(other: str = "jsonl") -> str:
    """Return the format where none is named: a table for a person, else what a program reads."""
    return "table" if sys.stdout.isatty() else other


def form_by_ending(output: Path | None, forms: Mapping[str, str], other: str) -> str:
    """Return the format that the ending of a file names, or the other."""
    return forms.get(output.suffix.lower(), other) if output else other


def console(*, stderr: bool = False) -> Console:
    """Return the terminal to draw on."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def tell_array(rows: Iterable[str]) -> None:
    """Write records as one JSON array, each on a line of its own."""
    before = "["
    for row in rows:
        click.echo(f"{before}\n{row}", nl=False)
        before = ","
    click.echo("\n]" if before == "," else "[]")


def deliver(made: str | bytes, output: Path | None, name: str) -> None:
    """Write to standard output, or to a file, and then say where what is called so is."""
    if output is None:
        click.echo(made, nl=False)
    else:
        _write(output, made)
        click.echo(f"The {name} is at {output.resolve()}", err=True)


def _write(path: Path, made: str | bytes) -> None:
    """Write the file whole or not at all; a pipe or device is written to and stays what it is."""
    content = made.encode() if isinstance(made, str) else made
    path = path.resolve()  # what a link points to is replaced, not the link
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".dragoman-") as aside:
            whole = Path(aside) / path.name
            whole.write_bytes(content)
            os.replace(whole, path)
    except OSError as error:
        raise click.ClickException(
            f"{path}: cannot be written: {error.strerror} (name another file with -o)"
        ) from error
