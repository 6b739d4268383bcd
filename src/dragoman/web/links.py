"""Where things lead on the pages of the application (`dragoman.briefing.links.Links`)."""

from __future__ import annotations

from urllib.parse import quote

from dragoman.briefing.page import Mark
from dragoman.records import Citation, Event, Party
from dragoman.store import key_of
from dragoman.web.answering import address
from dragoman.web.keys import actor_address


class Addresses:
    """Addresses of pages: a quote leads to its place in the document."""

    def quote(self, mark: Mark) -> str:
        """Return the place of the quote that a citation mark names."""
        return cited(mark.citation)

    def story(self, id: str) -> str:
        """Return the page of a story."""
        return address("story", id)

    def document(self, id: str) -> str:
        """Return the page of a document."""
        return address("document", id)

    def party(self, party: Party) -> str | None:
        """Return the page of a party that has a name or a country."""
        key = key_of(party)
        return actor_address(key) if key else None


def mark(event: Event) -> str:
    """Return the address of an event's mark in its document."""
    return f"{address('document', event.document)}#{quote(event.id, safe='')}"


def cited(citation: Citation) -> str:
    """Return the address of a place in a document, at which its page marks it."""
    place = f"{citation.field}:{citation.start}-{citation.end}"
    return f"{address('document', citation.document)}?at={place}#cited"
