"""Where a citation, a story, a document or a party of the page leads: to places in the page itself, or wherever
another face has its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from dragoman.records import Party

if TYPE_CHECKING:
    from dragoman.briefing.page import Mark


class Links(Protocol):
    """What the templates ask for an address; ``None`` where there is nothing to lead to."""

    def quote(self, mark: Mark) -> str | None:
        """Return where the quote stands that a citation mark names."""

    def story(self, id: str) -> str | None:
        """Return where a story is told."""

    def document(self, id: str) -> str | None:
        """Return where a document is shown."""

    def party(self, party: Party) -> str | None:
        """Return where more is told of a party."""


class Anchors:
    """Places in the page itself: its list of sources is all that there is to lead to."""

    def quote(self, mark: Mark) -> str:
        """Return the anchor of the quote in the list of sources."""
        return f"#q{mark.number}"

    def story(self, id: str) -> None:
        """Return nothing: the page tells a story where it names it."""

    def document(self, id: str) -> None:
        """Return nothing: the list of sources has all documents."""

    def party(self, party: Party) -> None:
        """Return nothing: the page has no page of a party."""
