"""`serve`: the record in a browser."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import click

import dragoman
from dragoman.cli.desk import name_of, open_store, own_store, shows_option
from dragoman.cli.inputs import Coder, tell_undated
from dragoman.cli.options import codes_inputs

if TYPE_CHECKING:
    from dragoman.store import Store


@click.command()
@codes_inputs
@shows_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; others need a --token."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 for any that is free.",
)
@click.option("--token", metavar="WORDS", help="What visitors must bring once, in the address: ?token=WORDS.")
@click.option("--open", "opened", is_flag=True, help="Open the front page in the browser.")
def serve(coder: Coder, db: str | None, host: str, port: int, token: str | None, opened: bool) -> None:
    """Show the record in a browser: front page, stories, events, actors, map, search. Ctrl-C ends it.

    Without INPUT it shows your own store (what add and watch keep), or the packaged example where there is none.
    """
    from dragoman.web import serving

    if db and coder.inputs:
        raise click.UsageError("an INPUT and --db exclude each other; leave out one")
    if not coder.inputs:
        db = db or own_store()
    try:
        bound = serving.listen(host, port, token)
    except serving.ServeError as error:
        raise click.UsageError(str(error)) from error
    with bound, open_store(db) if db else _read(coder) as store, suppress(KeyboardInterrupt):
        if db:
            click.echo(f"dragoman: showing the store {name_of(db)}", err=True)
        server = serving.server(store, host=host, token=token, example=not (coder.inputs or db))
        address = serving.address_of(bound, host, token)
        click.echo(f"The front page is at {address} (Ctrl-C ends)", err=True)
        if opened:
            click.launch(address)
        server.run(sockets=[bound])


def _read(coder: Coder) -> Store:
    """Return a store of what the inputs hold, or of the packaged example."""
    from dragoman.web import serving

    shown = coder if coder.inputs else replace(coder, inputs=(str(dragoman.EXAMPLE),))
    with shown.documents() as documents:
        if coder.inputs:
            tell_undated(documents)
        return serving.gather(documents, shown.events(documents), shown.parser)
