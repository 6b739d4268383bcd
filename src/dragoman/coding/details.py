"""What a sentence tells beside its predicates: when, where, how much, with what, about what.

A value belongs to the nearest event above it in the tree; in a sentence with one event, to that event. Of several
places of an event the most precise one counts, "Kharkiv" before "Ukraine".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TypeVar

from spacy.tokens import Span, Token

from dragoman.coding import amounts, contexts, equipment, places, roles, tree
from dragoman.coding.candidates import Candidate
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.localities import rank
from dragoman.coding.predicates import Predicate, lemma
from dragoman.language.found import Found
from dragoman.ontology.attribution import attribution_words
from dragoman.ontology.files import load_yaml
from dragoman.ontology.lexicon import Entry
from dragoman.records import Amount, Date, Equipment, Place

T = TypeVar("T")

_OBJECTS = {"obj", "ccomp", "xcomp", "nsubj:pass"}


class Details:
    """The values of one sentence, shared out among its events.

    Args:
        sentence: the sentence.
        standing: its events.
        dates: the dates the sentence names, read with the text before it.
    """

    def __init__(self, sentence: Span, standing: Sequence[Candidate], dates: Sequence[Found[Date]]) -> None:
        self._sentence = sentence
        self.events = len(standing)
        predicates = [candidate.predicate for candidate in standing]
        self._by_head = {predicate.head.i: predicate for predicate in predicates}
        self._by_head |= {p.object.i: p for p in predicates if p.object is not None}
        self._only = predicates[0] if len(standing) == 1 else None
        self._origins = {c.predicate.head.i: _origin(c) for c in standing}
        self._dates = self._share(found for found in dates if not self._tells_which(found))
        self._places = self._share(places.find(sentence))
        armed = equipment.find(sentence)
        self._amounts = self._share(amounts.find(sentence, armed), of_its_verb=True)
        self._equipment = self._share(armed, of_its_verb=True)
        self._contexts = [(self._nearest(found), found) for found in contexts.spoken(sentence)]

    def date_of(self, predicate: Predicate) -> Date | None:
        """Return when the event was, as the sentence says."""
        found = self._dates.get(predicate.head.i)
        return found[0].value if found else None

    def place_of(self, predicate: Predicate) -> Place | None:
        """Return where the event was, as the sentence says: where it stands, else the ground it was done to."""
        own = self._origins[predicate.head.i]
        scenes = [
            found.value
            for found in self._places.get(predicate.head.i, ())
            if own.isdisjoint(token.i for token in self._tokens(found)) and not self._is_elsewhere(found)
        ]
        every = scenes + _grounds(predicate)
        within = [place for place in every if place.country == every[0].country]
        return max(within, key=rank) if within else None

    def amounts_of(self, predicate: Predicate) -> tuple[Amount, ...]:
        """Return how much."""
        return tuple(found.value for found in self._amounts.get(predicate.head.i, ()))

    def equipment_of(self, predicate: Predicate) -> tuple[Equipment, ...]:
        """Return with what."""
        return tuple(found.value for found in self._equipment.get(predicate.head.i, ()))

    def contexts_of(self, candidate: Candidate) -> tuple[str, ...]:
        """Return about what: the words of its clause and parties, those of no event, and what is implied."""
        head = candidate.predicate.head.i
        parties = [mention.party for mention in (*candidate.actors, *candidate.recipients)]
        own = {
            context
            for nearest, found in self._contexts
            if nearest in {None, head} or any(p.start <= found.start < p.end for p in parties)
            for context in found.value
        }
        if any(amount.kind == "money" for amount in self.amounts_of(candidate.predicate)):
            own.add(contexts.of_money())
        return contexts.ordered(own.union(contexts.implied(candidate)))

    def _nearest(self, found: Found[frozenset[str]]) -> int | None:
        """Return the head of the event in whose clause a word stands; ``None`` where it stands in none."""
        token = self._tokens(found).root
        while token.i not in self._by_head:
            if token.head.i == token.i:
                return None
            token = token.head
        return self._by_head[token.i].head.i

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
        detained …"); a casualty also to the act of force whose outcome its verb tells ("bombed the port, killing
        *five*"). A date or a place is also that of an event below its verb ("said *on Monday* that …"), unless
        its clause is an aside ("sent troops, which worries governments in *Europe*").
        """
        token = self._tokens(found).root
        outcome = False
        while token.i not in self._by_head:
            aside = token.dep_.startswith(("acl", "advcl"))
            if token.pos_ == "VERB" and (of_its_verb or aside):
                if _is_casualty(found.value) and (blow := self._blow(token)) is not None:
                    return blow
                if not (_is_casualty(found.value) and _tells_outcome(token)):
                    return None
                outcome = True
            if token.head.i == token.i:
                return None if outcome else self._only
            token = token.head
        owner = self._by_head[token.i]
        return None if outcome and owner.entry.quad != 4 else owner

    def _blow(self, verb: Token) -> Predicate | None:
        """Return the act of force whose outcome a verb tells: "a *raid* killed five", "died when rebels *attacked*"."""
        subject = tree.subject(verb)
        heads = [subject] if subject is not None else []
        heads += [
            clause
            for clause in tree.children(verb, "advcl")
            if any(is_grammatical(t.lower_, "outcome_of") for t in tree.children(clause, "mark", "advmod"))
        ]
        found = (self._by_head.get(head.i) for head in heads)
        return next((owner for owner in found if owner is not None and owner.entry.quad == 4), None)

    def _is_elsewhere(self, found: Found[Place]) -> bool:
        """Whether a place is not where the event above it happened.

        It is where something is said ("…, witnesses said *in Bangkok*"), or where that is which the event judges
        ("condemned the raid *in Mosul*").
        """
        token = self._tokens(found).root
        while token.i not in self._by_head and token.head.i != token.i:
            below, token = token, token.head
            owner = self._by_head.get(token.i)
            if owner is None and token.pos_ == "VERB" and lemma(token) in attribution_words().say:
                return True
            if owner is not None and _judges(owner.entry):
                return below.dep_ in _OBJECTS or token.i != owner.head.i
        return False

    def _tells_which(self, found: Found[Date]) -> bool:
        """Whether a date says which thing something is done to ("condemned *Monday's* attack"), not when it is done."""
        token = self._tokens(found).root
        noun = token.head
        return (
            token.dep_ in {"nmod:poss", "compound", "amod", "nummod"}
            and noun.dep_ == "obj"
            and (noun.i not in self._by_head or _judges(self._by_head[noun.i].entry))
        )

    def _tokens(self, found: Found[T]) -> Span:
        span = self._sentence.doc.char_span(found.start, found.end, alignment_mode="expand")
        assert span is not None  # the offsets were read off this document
        return span


def _judges(entry: Entry) -> bool:
    """Whether what the entry's object names was there before: "praised *Monday's* statement", not "signed … deal"."""
    return entry.type in {"SUPPORT", "ACCUSE", "REJECT"} and not entry.reciprocal


def _is_casualty(value: object) -> bool:
    return isinstance(value, Amount) and value.kind in {"dead", "injured", "arrested"}


def _tells_outcome(verb: Token) -> bool:
    """Whether a clause may tell what came of the act above it ("a blast that killed …", "and wounding …")."""
    outcomes = {"acl", "acl:relcl", "advcl", "conj", "parataxis", "xcomp"}
    # "opened fire *to* disperse them, killing five", but not "… *as* police detained five".
    return verb.dep_ in outcomes and all(mark.lower_ == "to" for mark in tree.children(verb, "mark"))


def _origin(candidate: Candidate) -> frozenset[int]:
    """Return the tokens that say who acts: "troops *in Syria* attacked" tells of the troops.

    What stands behind the act tells of the act, also where the tree hangs it on a party ("met the emir *in Cairo*"),
    and so does what a party is inferred from ("protests *in Albania*").
    """
    head = candidate.predicate.head
    return frozenset(
        token.i
        for mention in candidate.actors
        if mention.head < head.i and not (mention.party.how or "").startswith("inferred")
        for token in tree.noun_phrase(head.doc[mention.head])
    )


def _grounds(predicate: Predicate) -> list[Place]:
    """Return the places that the event was done to, went to or left ("captured *Goma*")."""
    slots = _ground_slots().get(predicate.entry.type, ())
    heads = [t for slot in slots for t in roles.fillers(predicate, slot) if t.pos_ in {"PROPN", "NOUN"}]
    found = (_ground(head) for head in heads)
    return [place.value for place in found if place is not None]


@cache
def _ground_slots() -> dict[str, list[str]]:
    slots: dict[str, list[str]] = load_yaml("locatives.yaml")["grounds"]
    return slots


def _ground(head: Token) -> Found[Place] | None:
    phrase = tree.noun_phrase(head)
    # "took control of *Bukavu* in eastern Congo"
    return places.named(phrase) or places.named(head.doc[phrase.start : head.i + 1])
