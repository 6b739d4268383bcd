"""`code` and `quotes`: what documents tell, one record a line."""

from __future__ import annotations

import sys

import click

from dragoman.cli.inputs import Coder, Reader
from dragoman.cli.options import codes_inputs, format_option, reads_inputs
from dragoman.cli.outputs import console, default_form


@click.command()
@codes_inputs
@format_option("table", "jsonl", "csv")
def code(coder: Coder, form: str | None) -> None:
    """Write the events: who did what to whom, one a line."""
    with coder.documents() as documents:
        events = coder.events(documents)
        match form or default_form():
            case "table":
                from dragoman.tables import show_events

                show_events(list(events), console())
            case "csv":
                from dragoman.exports.flat import write_csv

                write_csv(events, sys.stdout)
            case _:
                for event in events:
                    click.echo(event.json())


@click.command()
@reads_inputs
def quotes(reader: Reader) -> None:
    """Write who says what: source, cue and content of each attribution, one line a document."""
    with reader.documents() as documents:
        from dragoman.coding.quoting import stream

        for said in stream(documents, reader.parser):
            click.echo(said.json())
