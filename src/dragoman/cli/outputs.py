"""Writing what a command has made: to a terminal, to standard output, or to a file."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

import click

if TYPE_CHECKING:
    from rich.console import Console


PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf")
"""Endings of pictures and pages: a file of text that is called so opens nowhere."""


def default_form(other: str = "jsonl") -> str:
    """Return the format where none is named: a table for a person, else what a program reads."""
    return "table" if sys.stdout.isatty() else other


def form_by_ending(output: Path | None, forms: Mapping[str, str], other: str) -> str:
    """Return the format that the ending of a file names, or the other; an ending of pictures names no text."""
    if output is None:
        return other
    form = forms.get(ending := output.suffix.lower(), other)
    if ending in PICTURES and ending not in forms:
        raise click.UsageError(
            f"{output.name}: nothing is written as {ending[1:]} (name a file that ends in {', '.join(forms)})"
        )
    return form


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
        with _put(output) as file:
            file.write(made.encode() if isinstance(made, str) else made)
        click.echo(f"The {name} is at {output.resolve()}", err=True)


@contextmanager
def opened_text(output: Path | None) -> Iterator[TextIO]:
    """Open what text is written to bit by bit: standard output, or a file that is there whole or not at all.

    What no UTF-8 can hold (half of a surrogate pair) is written as JSON escapes it. A file whose name ends in .gz is
    packed, the same content always to the same bytes.
    """
    if output is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace", newline="")
        yield sys.stdout
        sys.stdout.flush()
        return
    with opened_bytes(output) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="")
        yield text
        text.flush()
        text.detach()


@contextmanager
def opened_bytes(output: Path | None) -> Iterator[BinaryIO]:
    """Open what bytes are written to bit by bit, as `opened_text`."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with _put(output) as file:
        if output.suffix.lower() != ".gz":
            yield file
            return
        import gzip

        with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as packed:
            yield cast(BinaryIO, packed)


@contextmanager
def _put(path: Path) -> Iterator[BinaryIO]:
    """Open a file that is there whole afterwards, or as it was; a pipe or device is written to and stays what it is."""
    path = path.resolve()  # what a link points to is replaced, not the link
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
            return
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".dragoman-") as aside:
            whole = Path(aside) / path.name
            with whole.open("wb") as file:
                yield file
            os.replace(whole, path)
    except OSError as error:
        raise click.ClickException(
            f"{path}: cannot be written: {error.strerror} (name another file with -o)"
        ) from error
