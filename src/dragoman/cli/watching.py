"""`watch`, `status`, `export-opml`, `unfollow`: sources that are asked again and again."""

from __future__ import annotations

import datetime as dt
import json
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from dragoman.cli.adding import no_code_option, sentences_option
from dragoman.cli.desk import db_option, open_store
from dragoman.cli.options import (
    allow_private_option,
    jobs_option,
    lexicon_option,
    min_confidence_option,
    output_option,
    parser_option,
    strict_option,
)

if TYPE_CHECKING:
    from rich.status import Status

    from dragoman.desk.asking import Asked
    from dragoman.desk.watching import Round, Watcher
    from dragoman.fetching import Fetcher
    from dragoman.records import Parser
    from dragoman.sources.opml import Outline
    from dragoman.store import Store

STAND_BY = 30.0
"""Seconds after which a watch that stands by looks whether the other one has ended."""

SHORT = "a process that coded was ended from outside, as where memory is short (give a smaller --jobs)"


def _interval(ctx: click.Context, param: click.Parameter, value: str) -> int:
    from dragoman.desk.schedule import seconds_of

    try:
        return seconds_of(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@dataclass(frozen=True, slots=True)
class _Named:
    """A source named by its address alone; what is known of it otherwise stays."""

    url: str
    title: str | None = None
    site: str | None = None
    category: str | None = None


@click.command()
@click.argument("sources", metavar="[FEEDS.opml|URL]...", nargs=-1)
@click.option("--packaged", is_flag=True, help="Follow the packaged feeds of world news too.")
@click.option(
    "--region", metavar="NAME", help="Of the packaged feeds, those of a region or country (Africa)."
)
@click.option(
    "--every",
    metavar="TIME",
    default="15m",
    show_default=True,
    callback=_interval,
    help="How often each source is asked: 90s, 15m, 2h, 1d.",
)
@click.option("--once", is_flag=True, help="One round, now; for cron and the like.")
@click.option(
    "--follow/--no-follow",
    default=True,
    show_default=True,
    help="Fetch the article that an item of a feed leads to, or take what the feed has of it.",
)
@click.option("--contact", metavar="MAIL|URL", help="Told to servers, so that somebody can write to you.")
@allow_private_option
@db_option
@no_code_option
@sentences_option
@parser_option
@lexicon_option
@min_confidence_option
@jobs_option
@strict_option
def watch(
    sources: tuple[str, ...],
    packaged: bool,
    region: str | None,
    every: int,
    once: bool,
    follow: bool,
    contact: str | None,
    allow_private: bool,
    db: str,
    no_code: bool,
    sentences: bool,
    parser: Parser,
    lexicon: tuple[str, ...],
    min_confidence: float,
    jobs: int | None,
    strict: bool,
) -> None:
    """Ask feeds, pages and sitemaps again and again, and file what is new. Ctrl-C ends it.

    Sources that are named are followed from then on; without any, those that the store follows already. It may be
    broken off at any moment: what is not filed waits in the store, and the next watch goes on with it.
    """
    from concurrent.futures import BrokenExecutor

    from dragoman.desk import Desk
    from dragoman.desk.watching import Watcher

    named = [*_named(sources), *(_packaged(region) if packaged or region else ())]
    stop = threading.Event()
    with (
        _fetcher(contact, allow_private) as fetcher,
        open_store(db, make=bool(named)) as store,
        _Teller() as tell,
        _ending(stop, fetcher, tell),
    ):
        if named:
            new = store.follow(named)
            tell.line(f"sources followed: {len(store.sources()):,}, of which new: {new:,}")
        elif not store.sources() and not store.backlog().waiting:
            mend = "name FEEDS.opml or addresses, or give --packaged"
            raise click.UsageError(f"no sources are followed yet; {mend}")
        desk = Desk(
            store,
            parser=parser,
            lexicon=lexicon,
            min_confidence=min_confidence,
            code=not no_code,
            sentences=sentences,
        )
        watcher = Watcher(
            desk,
            fetcher,
            every=every,
            follow=follow,
            jobs=jobs,
            stop=stop,
            on_source=tell.source,
            on_page=tell.page,
            on_document=tell.document,
        )
        with _turn(store, stop, once, tell) as ours:
            if ours and once:
                try:
                    done = watcher.round(at_once=True)
                except BrokenExecutor as error:
                    raise click.ClickException(SHORT) from error
                if not done.asked and not done.missed and not done.pages:
                    tell.line("none of the sources is due (dragoman status tells when each is)")
                tell.round(done)
                if done.failed and (strict or done.failed == done.asked):
                    sys.exit(1)
            elif ours:
                _go_on(watcher, tell)


def _go_on(watcher: Watcher, tell: _Teller) -> None:
    """Go round after round; what fails for a while ends nothing, since what waits is in the store."""
    from concurrent.futures import BrokenExecutor

    from dragoman.desk import schedule
    from dragoman.errors import ReplacedError, StoreError

    while not watcher.stop.is_set():
        try:
            done = watcher.round()
        except ReplacedError:
            raise  # it would be so each time: who starts services starts a new one
        except (StoreError, BrokenExecutor) as error:
            again = schedule.later(watcher.now(), schedule.LEAST)
            said = error if isinstance(error, StoreError) else SHORT
            tell.line(f"{said}; the round is begun again at {again}")
        else:
            again = done.next
            tell.round(done, watcher.every)
        if not watcher.stop.is_set():
            with tell.sleeping():
                watcher.sleep(again)


@click.command()
@db_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option(
    "--strict", is_flag=True, help="Exit with 1 when a source failed three times in a row, or is gone."
)
def status(db: str, as_json: bool, strict: bool) -> None:
    """Tell how the desk stands: sources, what waits, the last runs, and how much there is."""
    from dragoman.cli.outputs import console
    from dragoman.desk.schedule import stamp
    from dragoman.desk.status import status as status_of

    with open_store(db) as store:
        found, name = status_of(store, stamp(_clock())), store.name
    if as_json:
        click.echo(json.dumps({"store": name, **found.to_dict()}, ensure_ascii=False, indent=2))
    else:
        from dragoman.cli.standing import show_status

        show_status(found, name, console())
    if strict and found.troubled:
        sys.exit(1)


@click.command("export-opml")
@db_option
@output_option
def export_opml(db: str, output: Path | None) -> None:
    """Write the sources that are followed as OPML, by heading, for feed readers and for another desk."""
    from dragoman.cli.outputs import deliver
    from dragoman.sources.opml import Outline, write_opml

    with open_store(db) as store:
        followed = store.sources()
    outlines = [Outline(one.title or one.url, one.url, one.site, one.category) for one in followed]
    deliver(write_opml(outlines, "Sources of dragoman"), output, "list of sources")


@click.command()
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@db_option
def unfollow(urls: tuple[str, ...], db: str) -> None:
    """Ask sources no more. What came of them stays."""
    from dragoman.sources.addresses import shown

    with open_store(db) as store:
        unknown = [url for url in urls if not store.unfollow(url.strip())]
    for url in unknown:
        click.echo(f"dragoman: {shown(url)}: not followed (dragoman export-opml tells which are)", err=True)
    if len(unknown) == len(urls):
        sys.exit(1)


# ------------------------------------------------------------------------------------------- inside


def _clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _named(sources: Sequence[str]) -> Iterator[Outline | _Named]:
    """What is named: lists of feeds, and addresses."""
    from dragoman.errors import InputError
    from dragoman.sources.addresses import is_address
    from dragoman.sources.opml import read_opml

    for source in sources:
        if is_address(source.strip()):
            yield _Named(source.strip())
            continue
        try:
            yield from read_opml(Path(source).read_bytes(), source)
        except OSError as error:
            mend = "name a list of feeds (OPML), or an address with http:// or https://"
            raise click.UsageError(f"{source}: {error.strerror} ({mend})") from error
        except InputError as error:
            raise click.ClickException(str(error)) from error


def _packaged(region: str | None) -> tuple[Outline, ...]:
    from dragoman.errors import OntologyError
    from dragoman.sources.opml import packaged

    try:
        return packaged(region)
    except OntologyError as error:
        raise click.UsageError(str(error)) from error


def _fetcher(contact: str | None, allow_private: bool) -> Fetcher:
    from dragoman.fetching import Fetcher

    try:
        return Fetcher(contact=contact, allow_private=allow_private)
    except ValueError as error:
        raise click.UsageError(f"--contact: {error}") from error


@contextmanager
def _ending(stop: threading.Event, fetcher: Fetcher, tell: _Teller) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the work in order; the second one ends it at once, and loses nothing either."""

    def end(number: int, frame: Any) -> None:
        for each in before:
            signal.signal(each, signal.SIG_DFL)
        stop.set()
        fetcher.stop()
        tell.line("stopping when the work at hand is filed; once more to stop at once")

    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@contextmanager
def _turn(store: Store, stop: threading.Event, once: bool, tell: _Teller) -> Iterator[bool]:
    """Wait until no other watch works on the store, and give whether it is this one's turn then."""
    told = False
    while not stop.is_set():
        with store.turn("watch") as ours:
            if ours:
                yield True
                return
        if once:
            tell.line("another watch is at work on this store; nothing to do")
            break
        if not told:
            tell.line("another watch is at work on this store; this one stands by")
            told = True
        with tell.sleeping():
            stop.wait(STAND_BY)
    yield False


class _Teller:
    """Tells what goes on: a line a round on standard output, troubles on standard error, progress on a terminal."""

    def __init__(self) -> None:
        self._asked = self._pages = self._coded = 0
        self._out, self._err = (
            sys.stdout,
            sys.stderr,
        )  # while something is shown, rich puts others in their place
        self._shown: Status | None = None
        if sys.stderr.isatty():
            from dragoman.cli.outputs import console

            self._shown = console(stderr=True).status("asking")

    def __enter__(self) -> _Teller:
        if self._shown:
            self._shown.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._shown:
            self._shown.stop()

    def source(self, asked: Asked) -> None:
        """Tell what came of a source, where there is something to tell."""
        self._asked += 1
        self._show(f"asking: {self._asked:,} sources")
        row = asked.row
        if row.moved:
            self.line(f"{row.url}: moved for good to {row.moved}; followed there")
        if row.error and row.outcome == "failed":
            times = asked.source.failures + 1
            again = "" if row.due is None or row.due.startswith("9999") else f"; asked again at {row.due}"
            often = f", {times:,} times in a row" if times > 1 else ""
            self.line(f"{row.url}: {row.error}{often}{again}")
        elif row.error:
            self.line(f"{row.url}: {row.error}")

    def page(self, came: bool) -> None:
        """Tell that a page was asked for."""
        self._pages += 1
        self._show(f"fetching articles: {self._pages:,}")

    def document(self, done: int) -> None:
        """Tell that a document is coded."""
        self._coded += 1
        self._show(f"filing: {self._coded:,} documents")

    def round(self, done: Round, every: int | None = None) -> None:
        """Tell what came of a round in one line."""
        self._asked = self._pages = self._coded = 0
        o = done.outcomes
        parts = [f"sources {done.asked:,}, unchanged {done.unchanged:,}, failed {done.failed:,}"]
        if done.pages or done.missed:
            parts.append(f"articles {done.pages:,}, not to be had {done.missed:,}")
        parts.append(f"documents new {o.new:,}, revised {o.revised:,}, as before {o.same:,}")
        if o.failed:
            parts.append(f"not to be coded {o.failed:,}")
        if done.waiting:
            parts.append(f"waiting {done.waiting:,}")
        parts += [f"events {o.events:,}", f"{done.seconds:.1f} s"]
        if every is not None and not done.stopped:
            late = done.seconds > every
            parts.append(
                "longer than the interval: the next begins at once" if late else f"next at {done.next}"
            )
        self._say(f"{done.begun}  {'; '.join(parts)}", self._out)

    @contextmanager
    def sleeping(self) -> Iterator[None]:
        """Show nothing while nothing happens."""
        self.__exit__()
        yield
        self.__enter__()

    def line(self, words: str) -> None:
        """Tell something on standard error: nothing in it steers a terminal, no address in it lets anybody in."""
        from dragoman.briefing.page import printable
        from dragoman.sources.addresses import shown

        self._say(f"dragoman: {printable(shown(words))}", self._err)

    def _say(self, line: str, stream: TextIO) -> None:
        """Write a line: above what is shown, where it goes to the same terminal."""
        if self._shown and stream.isatty():
            self._shown.console.print(line, markup=False, soft_wrap=True)
        else:
            click.echo(line, file=stream)
            stream.flush()

    def _show(self, words: str) -> None:
        if self._shown:
            self._shown.update(words)
