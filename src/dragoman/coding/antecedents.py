"""What the later mentions of a document stand for, as words of its parses."""

from __future__ import annotations

from functools import cached_property

from spacy.tokens import Span, Token

from dragoman.coding import tree
from dragoman.language import Analysis
from dragoman.language.reference import references
from dragoman.records import Field


class Antecedents:
    """The references of one document by the word that heads the later mention.

    They are looked for when first asked for: most documents tell of no party that needs one.
    """

    def __init__(self, analysis: Analysis) -> None:
        """Keep the document until somebody asks."""
        self._analysis = analysis

    def of(self, head: Token) -> list[tuple[Field, Token, str]]:
        """Return field and head of each mention that a later one stands for, and the rule that says so."""
        field: Field = "title" if head.doc is self._analysis.title else "text"
        return self._found.get((field, head.i), [])

    @cached_property
    def _found(self) -> dict[tuple[Field, int], list[tuple[Field, Token, str]]]:
        found: dict[tuple[Field, int], list[tuple[Field, Token, str]]] = {}
        for link in references(self._analysis):
            head = self._span(link.field, link.start, link.end).root
            antecedent = self._span(link.antecedent_field, link.antecedent_start, link.antecedent_end)
            # "Oslo and Lima … they": the mention runs over all that is coordinated.
            for one in tree.conjoined(antecedent.root):
                if one.i < antecedent.end:
                    found.setdefault((link.field, head.i), []).append((link.antecedent_field, one, link.rule))
        return found

    def _span(self, field: Field, start: int, end: int) -> Span:
        doc = self._analysis.doc(field)
        span = doc.char_span(start, end) if doc is not None else None
        assert span is not None  # references stand on the words of this parse
        return span
