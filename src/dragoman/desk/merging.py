"""What is told of a report from now on, when it comes again: a decision alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.desk.schedule import takes_the_place

if TYPE_CHECKING:
    from dragoman.records import Document
    from dragoman.store.rows import Held, Origin

FILLED = ("title", "text", "published", "publisher", "family", "url", "language")


def merged(held: Held, came: Document, origin: Origin) -> Document:
    """Return the document as it is to be held: what is held already, or that with what came.

    - A file is the analyst's own word: it takes the place of what is held.
    - What comes over the wire with other words is a revision where `dragoman.desk.schedule.takes_the_place` says so.
      Day and publisher stay those of the first time, since feeds date anew what they show again.
    - What comes with the same words only fills in what was not known.
    """
    known = held.document
    if origin in ("file", "archive"):
        return came
    if (came.title, came.text) != (known.title, known.text) and takes_the_place(
        known, held.origin, came, origin
    ):
        stays = {"published", "publisher"} | {n for n in FILLED if getattr(came, n) is None}
    else:
        stays = {*FILLED, "kind"}
    kept = {name: value for name in stays if (value := getattr(known, name)) is not None}
    if "published" in kept:
        kept["published_from"] = known.published_from
    if "publisher" in kept:
        kept["family"] = known.family
    return replace(came, **kept)
