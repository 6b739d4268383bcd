"""What a command counts or writes events of: a store, the folder of a bulk run, Parquet, or inputs to be coded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.desk import VARIABLE, address, open_store
from dragoman.cli.inputs import Coder, telling
from dragoman.cli.options import (
    allow_private_option,
    inputs_argument,
    jobs_option,
    lexicon_option,
    parser_option,
    published_option,
    strict_option,
)

if TYPE_CHECKING:
    from dragoman.analysis.corpus import Corpus
    from dragoman.records import Document, Event, Parser, Story

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Corpora:
    """Where the events of a command are; without inputs they are in a store."""

    inputs: tuple[str, ...]
    db: str | None
    published: str | None
    parser: Parser
    lexicon: tuple[str, ...]
    jobs: int | None
    allow_private: bool
    strict: bool

    @property
    def store(self) -> str:
        """The address of the store, where there are no inputs."""
        return self.db or address(None)

    @contextmanager
    def opened(self) -> Iterator[Corpus]:
        """Open the corpus; say on standard error what could not be read; set the exit code at the end."""
        if self.inputs and self.db:
            raise click.UsageError("an INPUT and --db exclude each other; leave out one")
        from dragoman.analysis.corpus import is_corpus, open_corpus

        if not self.inputs:
            with open_store(self.store) as store, open_corpus(store) as corpus:
                yield corpus
            return
        with telling(self.strict) as tell:
            held = any(map(is_corpus, self.inputs))
            if held:
                if len(self.inputs) > 1:
                    raise click.UsageError(
                        "a store, a folder of bulk or Parquet with events is taken alone; name one INPUT"
                    )
                with open_corpus(self.inputs[0], on_error=tell) as corpus:
                    yield corpus
        if not held:
            with self._coded() as corpus:
                yield corpus

    @contextmanager
    def _coded(self) -> Iterator[Corpus]:
        """Read and code the inputs."""
        from dragoman.analysis.corpus import open_corpus

        coder = Coder(
            self.inputs, self.published, self.parser, self.strict, self.allow_private,
            lexicon=self.lexicon, min_confidence=0.0, jobs=self.jobs,
        )  # fmt: skip
        with coder.documents() as documents:
            told: list[Document | Event | Story] = [*documents, *coder.events(documents)]
            with open_corpus(told, parser=self.parser, lexicon=self.lexicon) as corpus:
                yield corpus


_OPTIONS = (
    inputs_argument,
    published_option,
    allow_private_option,
    parser_option,
    lexicon_option,
    jobs_option,
    strict_option,
    click.option(
        "--db",
        metavar="DATABASE",
        callback=lambda ctx, param, value: address(value) if value else None,
        help="The store to take instead of an INPUT: a file, or postgresql://USER@HOST/NAME. "
        f"Default: ${VARIABLE}, else your own.",
    ),
)


def reads_corpora(command: Command) -> Command:
    """Give a command what it is to count or write events of, as ``corpora``."""

    @wraps(command)
    def call(**given: Any) -> Any:
        asked = {field.name: given.pop(field.name) for field in fields(Corpora)}
        return command(corpora=Corpora(**asked), **given)

    gives: Command = call
    for option in reversed(_OPTIONS):
        gives = option(gives)
    return gives
