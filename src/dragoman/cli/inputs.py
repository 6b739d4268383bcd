"""Reading what a command is given, and telling on standard error what could not be read."""

from __future__ import annotations

import datetime as dt
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

import click

import dragoman

if TYPE_CHECKING:
    from rich.status import Status

    from dragoman.errors import FetchError, InputError
    from dragoman.fetching import Fetched, Fetcher
    from dragoman.records import Document, Event, Parser

T = TypeVar("T")

# From here on a progress bar is worth its space.
LONG_WORK = 50


class Teller:
    """Says on standard error what could not be read, and counts it."""

    def __init__(self) -> None:
        self.told = 0

    def __call__(self, error: InputError) -> None:
        """Tell one."""
        self.told += 1
        click.echo(f"dragoman: {error}", err=True)


@contextmanager
def telling(strict: bool) -> Iterator[Teller]:
    """Say on standard error what could not be read; set the exit code at the end."""
    from dragoman.errors import DragomanError

    tell = Teller()
    try:
        yield tell
    except DragomanError as error:
        raise click.ClickException(str(error)) from error
    if tell.told and strict:
        sys.exit(1)


def need(words: Sequence[str], name: str, mend: str) -> None:
    """Raise `click.UsageError` where nothing is given and nobody pipes: to wait in silence would seem broken."""
    if not words and sys.stdin.isatty():
        raise click.UsageError(f"no {name} given and nothing piped in; {mend}, or - to type")


# ---------------------------------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True)
class Reader:
    """The inputs of a command, and how they are read."""

    inputs: tuple[str, ...]
    published: str | None
    parser: Parser
    strict: bool
    allow_private: bool

    @contextmanager
    def documents(self, missed: dict[str, FetchError] | None = None) -> Iterator[list[Document]]:
        """Read the inputs; say on standard error what could not be read; set the exit code at the end.

        Args:
            missed: is given the addresses that could not be had, and may be another time, with what is wrong.
        """
        need(self.inputs, "INPUT", "name a file, a folder or an address")
        with telling(self.strict) as tell:
            with _Asking(self.allow_private, missed) as asking:
                documents = dragoman.read(
                    self.inputs or ["-"], published=self.published, on_error=tell, fetcher=asking
                )
            if not documents:
                click.echo("dragoman: nothing could be read", err=True)
                sys.exit(1)
            declined = tell_declined(documents)
            _tell_ahead(documents)
            yield documents
            if tell.told or declined:
                click.echo(
                    f"dragoman: documents read: {len(documents) - declined}; declined: {declined}; "
                    f"problems told above: {tell.told}",
                    err=True,
                )
                if self.strict:
                    sys.exit(1)


class _Asking:
    """A fetcher made when the first address is asked; tells on a terminal what is being fetched."""

    def __init__(self, allow_private: bool, missed: dict[str, FetchError] | None) -> None:
        self._allow_private = allow_private
        self._missed = missed
        self._open = ExitStack()
        self._making = threading.Lock()
        self._fetcher: Fetcher | None = None
        self._status: Status | None = None
        self._asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._open.close()

    def get(self, url: str, *, named: bool = False) -> Fetched:
        """Return what stands at an address. Raises `FetchError`."""
        from dragoman.errors import FetchError

        with self._making:
            fetcher = self._fetcher or self._make()
            self._asked += 1
            if self._status is not None:
                from rich.text import Text

                from dragoman.sources.addresses import shown

                # What is asked first is told while it is waited for, of many the one asked last.
                self._status.update(Text(f"Fetching {self._asked}: {shown(url)}"))
        try:
            return fetcher.get(url, named=named)
        except FetchError as error:
            if self._missed is not None and not error.lasting:
                self._missed[url] = error
            raise

    def _make(self) -> Fetcher:
        from dragoman.fetching import Fetcher

        self._fetcher = self._open.enter_context(Fetcher(allow_private=self._allow_private))
        if sys.stderr.isatty():
            from dragoman.cli.outputs import console

            self._status = self._open.enter_context(console(stderr=True).status("Fetching"))
        return self._fetcher


@dataclass(frozen=True, slots=True)
class Coder(Reader):
    """The inputs of a command, how they are read, and how they are coded."""

    lexicon: tuple[str, ...]
    min_confidence: float
    jobs: int | None

    def events(self, documents: Sequence[Document]) -> Iterator[Event]:
        """Code the documents and yield the events in order, with a progress bar when it is long work on a terminal."""
        from concurrent.futures import BrokenExecutor

        from dragoman.coding import stream
        from dragoman.coding.shards import processes

        with processes(documents, self.jobs) as executor:
            coding: Iterable[tuple[Event, ...]] = stream(
                documents,
                parser=self.parser,
                lexicon=self.lexicon,
                min_confidence=self.min_confidence,
                executor=executor,
            )
            if len(documents) >= LONG_WORK and sys.stderr.isatty():
                from rich.progress import track

                from dragoman.cli.outputs import console

                coding = track(coding, "Coding", len(documents), console=console(stderr=True), transient=True)
            try:
                for events in coding:
                    yield from events
            except BrokenExecutor as error:
                raise click.ClickException(
                    "a process that coded was ended from outside, as where memory is short (give a smaller --jobs)"
                ) from error


def tell_undated(documents: Sequence[Document]) -> None:
    """Say on standard error how many documents have no date, where days decide."""
    if undated := sum(document.published is None for document in documents):
        click.echo(
            f"dragoman: documents without a date: {undated:,} of {len(documents):,}; they may go with those of any day "
            "(give the day with --published)",
            err=True,
        )


def tell_declined(documents: Sequence[Document]) -> int:
    """Say on standard error which documents are not read for events, and why; return how many."""
    from dragoman.language import declined

    told = [(document, why) for document in documents if (why := declined(document))]
    for document, why in told:
        click.echo(f"dragoman: {_called(document)}: declined: {why}", err=True)
    return len(told)


def _tell_ahead(documents: Sequence[Document]) -> None:
    """Say on standard error which dates of publication are still to come; they count as they are written.

    Midnight is past somewhere a day before it is here, so that only what is later than tomorrow is told.
    """
    tomorrow = (_today() + dt.timedelta(days=1)).isoformat()
    ahead = [document for document in documents if (document.published or "")[:10] > tomorrow]
    if ahead:
        click.echo(
            f"dragoman: documents with a date to come: {len(ahead):,}, the first {_called(ahead[0])} "
            f"({(ahead[0].published or '')[:10]}); dates count as they are written (mend them in the input)",
            err=True,
        )


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _called(document: Document) -> str:
    """Return what a user knows a document by, with nothing in it that would steer a terminal."""
    from dragoman.briefing.page import printable

    return printable(document.url or document.title or document.id)[:200]


# --------------------------------------------------------------------------------- words and rows


def sentence_of(words: Sequence[str]) -> str:
    """Return the words as one sentence, or what is piped in where there are none, or only a dash."""
    if words and words != ("-",):
        return " ".join(words).encode("utf-8", "replace").decode("utf-8")  # bytes that are no text
    need(words, "SENTENCE", "write it in quotes")
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def rows_of(
    files: Iterable[str], check: Callable[[object, str, str], T], tell: Callable[[InputError], None]
) -> Iterator[T]:
    """Yield the lines of JSON Lines that pass the check, and tell of the others. Exits where there is none.

    Args:
        files: Their names; - is standard input.
        check: Takes a row, the name of its file and its place there, and returns what it means. Raises `InputError`.
        tell: Is given what could not be read.
    """
    from dragoman.errors import InputError
    from dragoman.sources.opening import rows_in

    some = False
    for file in files:
        name, empty = "<stdin>" if file == "-" else file, True
        for found in rows_in(file):
            empty = False
            try:
                if isinstance(found, InputError):
                    raise found
                row = check(found[1], name, found[0])
            except InputError as error:
                tell(error)
            else:
                some = True
                yield row
        if empty:
            tell(InputError(name, None, "nothing in it", "give a file with JSON Lines"))
    if not some:
        click.echo("dragoman: nothing could be read", err=True)
        sys.exit(1)
