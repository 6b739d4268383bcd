"""The command line: the verbs of the library, one command each.

Data goes to standard output, talk to standard error. Exit codes: 0 done; 1 nothing could be read, or something
could not and ``--strict`` was given; 2 wrong use of the command.

A group of commands is a file: ``coding`` writes events, ``grouping`` stories and storylines, ``briefing`` the front
page and summaries; ``serving`` shows all in a browser, ``asking`` answers of one phrase or sentence, ``judging`` tells
how much is right; ``adding``, ``watching``, ``revising`` and ``keeping`` are the standing desk; ``bulk`` reads
archives; ``exporting``, ``series`` and ``comparing`` work on what ``corpora`` opens. ``options`` has what several
commands take, ``inputs`` how they read, ``outputs`` how they write.
"""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from typing import Any

import click

import dragoman
from dragoman.cli.adding import add
from dragoman.cli.asking import explain, relate, who
from dragoman.cli.briefing import brief, summarize
from dragoman.cli.bulk import bulk
from dragoman.cli.coding import code, quotes
from dragoman.cli.comparing import compare
from dragoman.cli.exporting import export
from dragoman.cli.grouping import group, storylines
from dragoman.cli.judging import evaluate, sample
from dragoman.cli.keeping import backup, check
from dragoman.cli.revising import correct, recode
from dragoman.cli.series import series
from dragoman.cli.serving import serve
from dragoman.cli.watching import export_opml, status, unfollow, watch
from dragoman.coding.lean import leave_out_torch

__all__ = ["main"]


class _InOrder(click.Group):
    """Lists the commands as they were added: what makes pages, what makes records, single questions, the judge's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; where there is no room for what it writes, say so."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise
            # What is still held back would fail once more when the interpreter ends.
            if sys.__stdout__ is not None and sys.stdout is sys.__stdout__:
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())
            raise click.ClickException(f"not all could be written: {error.strerror} (make room)") from error


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(dragoman.__version__, prog_name="dragoman")
def main() -> None:
    """Read world news and keep the record: who did what to whom, when, where, according to whom.

    INPUT is a text page, HTML page, RSS, Atom or JSON feed, sitemap of news, list of feeds (OPML), JSONL, CSV, Parquet,
    WARC, an archive's export (Nexis, Factiva, ProQuest), a folder of these, the address of one (https://…), or - for
    standard input; the kind is recognised from the content.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    # What was loaded goes with the process: to search it for cycles first would take as long as to load it.
    atexit.register(gc.freeze)
    leave_out_torch()


for _command in (
    brief,
    serve,
    add,
    watch,
    status,
    unfollow,
    export_opml,
    recode,
    correct,
    backup,
    check,
    bulk,
    code,
    group,
    storylines,
    summarize,
    quotes,
    export,
    series,
    compare,
    explain,
    who,
    relate,
    sample,
    evaluate,
):
    main.add_command(_command)
