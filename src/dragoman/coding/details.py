"""What a sentence tells beside its predicates: when, where, how much, with what, about what.

A value belongs to the nearest event above it in the tree; in a sentence with one event, to that event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from spacy.tokens import Span

from dragoman.coding import amounts, contexts, equipment, places
from dragoman.coding.predicates import Predicate
from dragoman.language.found import Found
from dragoman.records import Amount, Date, Equipment, Place

T = TypeVar("T")


class Details:
    """The values of one sentence, shared out among its events.

    Args:
        sentence: the sentence.
        standing: its predicates that are coded.
        parties: tokens of each predicate that say who its parties are; a country that acts is not the place of
            the act.
        dates: the dates the sentence names, read with the text before it.
    """

    def __init__(
        self,
        sentence: Span,
        standing: Sequence[Predicate],
        parties: Sequence[frozenset[int]],
        dates: Sequence[Found[Date]],
    ) -> None:
        self._sentence = sentence
        self._by_head = {predicate.head.i: predicate for predicate in standing}
        self._by_head |= {p.object.i: p for p in standing if p.object is not None}
        self._only = standing[0] if len(standing) == 1 else None
        self._parties = {p.head.i: words for p, words in zip(standing, parties, strict=True)}
        self._dates = self._share(found for found in dates if not self._tells_which(found))
        self._places = self._share(places.find(sentence))
        self._amounts = self._share(amounts.find(sentence), of_its_verb=True)
        self._equipment = self._share(equipment.find(sentence), of_its_verb=True)
        self.contexts = contexts.find(sentence)

    def date_of(self, predicate: Predicate) -> Date | None:
        """Return when the event was, as the sentence says."""
        found = self._dates.get(predicate.head.i)
        return found[0].value if found else None

    def place_of(self, predicate: Predicate) -> Place | None:
        """Return where the event was, as the sentence says."""
        own = self._parties[predicate.head.i]
        for found in self._places.get(predicate.head.i, ()):
            span = self._tokens(found)
            if not own.intersection(range(span.start, span.end)):
                return found.value
        return None

    def amounts_of(self, predicate: Predicate) -> tuple[Amount, ...]:
        """Return how much."""
        return tuple(found.value for found in self._amounts.get(predicate.head.i, ()))

    def equipment_of(self, predicate: Predicate) -> tuple[Equipment, ...]:
        """Return with what."""
        return tuple(found.value for found in self._equipment.get(predicate.head.i, ()))

    def _share(self, values: Iterable[Found[T]], *, of_its_verb: bool = False) -> dict[int, list[Found[T]]]:
        shared: dict[int, list[Found[T]]] = {}
        for found in values:
            owner = self._owner(found, of_its_verb)
            if owner is not None:
                shared.setdefault(owner.head.i, []).append(found)
        return shared

    def _owner(self, found: Found[T], of_its_verb: bool) -> Predicate | None:
        """Return the event a value belongs to.

        A sum or a weapon belongs to the verb it stands with, event or not ("the quake killed *five* as police
        detained …"). A date or a place is also that of an event below its verb ("said *on Monday* that …"), unless
        its clause is an aside ("sent troops, which worries governments in *Europe*").
        """
        token = self._tokens(found).root
        while token.i not in self._by_head:
            aside = token.dep_.startswith(("acl", "advcl"))
            if token.pos_ == "VERB" and (of_its_verb or aside):
                return None
            if token.head.i == token.i:
                return self._only
            token = token.head
        return self._by_head[token.i]

    def _tells_which(self, found: Found[Date]) -> bool:
        """Whether a date says which thing something is done to ("condemned *Monday's* attack"), not when it is done."""
        token = self._tokens(found).root
        noun = token.head
        return (
            token.dep_ in {"nmod:poss", "compound", "amod", "nummod"}
            and noun.dep_ == "obj"
            and noun.i not in self._by_head
        )

    def _tokens(self, found: Found[T]) -> Span:
        span = self._sentence.doc.char_span(found.start, found.end, alignment_mode="expand")
        assert span is not None  # the offsets were read off this document
        return span
