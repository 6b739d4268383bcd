"""Parties that the caller marked: whoever they are, they count."""

from __future__ import annotations

from spacy.tokens import Span, Token

from dragoman.coding import tree
from dragoman.coding.parties import Mention
from dragoman.language.found import Found
from dragoman.records import Party, Place

#: What hangs on a noun and may hold a marked party ("the capital *of Chad*", "troops *based in Chad*").
_BELOW = ("nmod", "acl", "appos")


class Given:
    """The marked parties of a sentence, asked for in the way of `parties.Parties`; there are no others."""

    def __init__(self, *spans: Span | None) -> None:
        """Take their words, ``None`` for one that is not in the text."""
        self._marked: dict[int, Mention] = {}
        for span in (span for span in spans if span is not None):
            party = Party(span.text, span.start_char, span.end_char, how="marked")
            self._marked |= dict.fromkeys(range(span.start, span.end), Mention(span.root.i, party))

    def at(self, head: Token) -> list[Mention]:
        """Return the marked party in which this word stands, as a list of one, or none."""
        return [self._marked[head.i]] if head.i in self._marked else []

    def inside(self, head: Token) -> list[Mention]:
        """Return the marked parties that own, modify or hang on this noun."""
        for token in tree.modifiers(head):
            if found := [mention for one in tree.conjoined(token) for mention in self.at(one)]:
                return found
        for child in tree.children(head, *_BELOW):
            for one in tree.conjoined(child):
                if found := self.at(one) or self.inside(one):
                    return found
        return []

    def inferred(self, noun: Token, place: Party, role: str) -> Mention:
        """Return nobody in particular: no party is inferred where both are given."""
        return Mention(noun.i, Party(noun.text, noun.idx, noun.idx + len(noun.text)))

    def located(self, target: Token, found: Found[Place]) -> Mention:
        """Return the marked party hit, or nobody in particular."""
        marked = self.at(target)
        return marked[0] if marked else self.inferred(target, Party("", 0, 0), "")
