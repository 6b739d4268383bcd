"""The front page: the brief as data, and its faces."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.records import Brief


@dataclass(frozen=True, slots=True)
class FrontPage(Brief):
    """A brief that can be read: ``.html()``, ``.markdown()``, ``.pdf()``, and ``.json()`` as every record."""

    def html(self) -> str:
        """Return the page as one self-contained HTML file, nothing fetched. Raises `RecordError`."""
        from dragoman.briefing.html import html

        return html(self)

    def markdown(self) -> str:
        """Return the page as Markdown, citations as footnotes. Raises `RecordError`."""
        from dragoman.briefing.markdown import markdown

        return markdown(self)

    def pdf(self) -> bytes:
        """Return the page as PDF, printed by a browser of this machine. Raises `PrintError` and `RecordError`."""
        from dragoman.briefing.pdf import pdf

        return pdf(self.html())
