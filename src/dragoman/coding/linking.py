"""How an entry of the lexicon links two marked parties, and how much that speaks for it.

What is weighed (``relating.yaml`` has the weights, made by ``training/relating.py``):

========================  ==========================================================================================
``bias``                  always there: a reading against none at all
``actor``                 the slots of the entry hold the marked actor
``recipient``             they hold the marked recipient
``actor by itself``       what stands in the slot is the actor, not something of it or with it
``recipient by itself``   the same of the recipient
``recipient acts``        the marked recipient stands where the actor of the entry should
``another acts``          somebody else stands there
``another is acted on``   somebody else stands where the recipient should
``joins``                 the word is the lowest that both parties hang on
``steps``                 words of the tree from the actor to the word, halved (3 at most)
``beside both``           neither party hangs on the word
``told beside``           the word is in a relative or adverbial clause
``over another``          another word with an entry stands between it and a party
``under another``         it hangs on another word with an entry
``nominal``               the word is a noun
``reciprocal``            so is the entry
``object named``          the entry asks for an object, and it is there
``another object``        the entry asks for another object: only its word is there
``another clause``        the same of a clause
``another subject``       the same of a subject
``empty verb``            and that is a verb of saying, or one that means little by itself ("take")
``rank``                  more specific entries of the word that fit, halved (1.5 at most)
``not so``                the word is negated, planned or conditional
``turned``                which makes it another type (``plover.yaml``)
========================  ==========================================================================================
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span, Token

from dragoman.coding import candidates, predicates, roles, status, tree, turns
from dragoman.coding.given import Given
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.parties import Mention
from dragoman.coding.predicates import Construction, Misfit, Predicate
from dragoman.coding.turns import Turned
from dragoman.ontology.attribution import attribution_words
from dragoman.ontology.files import load_yaml
from dragoman.ontology.lexicon import Lexicon
from dragoman.records import EventType

#: Conditions of an entry without which its word still says something, and what the table calls it.
LOOSE = {"object": "another object", "complement": "another clause", "subject": "another subject"}


@dataclass(frozen=True, slots=True)
class Link:
    """An entry that fits a word, fully or as far as the word goes, and how it links the parties.

    Attributes:
        predicate: entry and words.
        turned: type and status of it.
        features: what the table weighs, each 1 or a number; the module tells what the names mean.
    """

    predicate: Predicate
    turned: Turned
    features: Mapping[str, float]

    @property
    def score(self) -> float:
        """What speaks for it (log-odds against no link at all)."""
        table = weights()
        return sum(table[name] * value for name, value in self.features.items())


def types(links: Sequence[Link]) -> list[tuple[EventType, float, Link]]:
    """Return each type with how likely it is what one did to the other, and its best link; the likeliest first.

    The readings share what is certain between them and a reading that is not there, whose score is 0; a type has what
    all its readings have.
    """
    odds = [math.exp(link.score) for link in links]
    whole = 1 + sum(odds)
    shares: defaultdict[EventType, float] = defaultdict(float)
    best: dict[EventType, tuple[float, Link]] = {}
    for link, odd in zip(links, odds, strict=True):
        shares[link.turned.type] += odd / whole
        if link.turned.type not in best or odd > best[link.turned.type][0]:
            best[link.turned.type] = odd, link
    ranked = sorted(shares, key=lambda name: (-shares[name], name))
    return [(name, shares[name], best[name][1]) for name in ranked]


def find(actor: Span | None, recipient: Span | None, words: Lexicon) -> list[Link]:
    """Return every reading of what one did to the other, in the order of the text."""
    given = Given(actor, recipient)
    found: list[Link] = []
    for sentence in sentences(actor, recipient):
        matched = predicates.find(sentence, words)
        between = _Between(actor, recipient, frozenset(matches[0].head.i for matches in matched))
        for matches in matched:
            for rank, predicate in enumerate(matches):
                found.append(between.link(predicate, *_filled(predicate, given), rank=rank))
        for token in sentence:
            demand = candidates.demand(token, words, given)
            if demand is not None:
                found.append(between.link(demand.predicate, demand.actors, demand.recipients))
        for predicate, missing in _loose(sentence, words):
            found.append(between.link(predicate, *_filled(predicate, given), missing=missing))
    return found


def sentences(*parties: Span | None) -> list[Span]:
    """Return the sentences in which the parties stand, in the order of the text."""
    every = {party.root.sent.start: party.root.sent for party in parties if party is not None}
    return [every[start] for start in sorted(every)]


def _filled(predicate: Predicate, given: Given) -> tuple[Sequence[Mention], Sequence[Mention]]:
    if predicate.entry.reciprocal:
        together = roles.together(predicate, given)
        return together, together
    return roles.actors(predicate, given), roles.recipients(predicate, given)


def _loose(sentence: Span, words: Lexicon) -> Iterator[tuple[Predicate, str]]:
    """Yield entries whose word is there but not what they ask for beside it, and which of `LOOSE` is missing.

    A verb that only carries its object ("have", "make") says nothing without it.
    """
    for misfit in predicates.misfits(sentence, words):
        head = misfit.head
        if misfit.condition in LOOSE and not is_grammatical(predicates.lemma(head), "support_verbs"):
            bare = Predicate(misfit.entry, head, None, predicates.complement(head), _construction(misfit))
            yield bare, LOOSE[misfit.condition]


def _is_empty(verb: str) -> bool:
    return is_grammatical(verb, "light_verbs") or verb in attribution_words().say


def _construction(misfit: Misfit) -> Construction:
    match misfit.entry.pos:
        case "noun":
            return "nominal"
        case "adjective":
            return "adjectival"
        case "verb":
            return "passive" if tree.is_passive(misfit.head) else "active"


@dataclass(frozen=True, slots=True)
class _Between:
    """The marked parties of a sentence, and the words of it that have an entry."""

    actor: Span | None
    recipient: Span | None
    heads: frozenset[int]

    def link(
        self,
        predicate: Predicate,
        acting: Sequence[Mention],
        acted_on: Sequence[Mention],
        rank: int = 0,
        missing: str = "",
    ) -> Link:
        """Return how an entry links them.

        Args:
            predicate: the entry and its words.
            acting: who stands in its slots for the actor.
            acted_on: who stands in those for the recipient.
            rank: how many entries of the word are more specific.
            missing: which of `LOOSE` the entry asks for and does not have, or nothing.
        """
        entry, own = predicate.entry, _chain(predicate.head)
        turned = turns.of(entry, reality := status.of(predicate, None, None))
        parties = [party for party in (self.actor, self.recipient) if party is not None]
        up = [_chain(party.root) for party in parties]
        joined = up[0] if len(up) == 1 else [i for i in up[0] if i in up[1]]
        below = [i for chain in up if own[0] in chain for i in chain[: chain.index(own[0])]]
        in_actor = [t for slot in entry.actor for t in roles.fillers(predicate, slot)]
        in_recipient = [t for slot in entry.recipient for t in roles.fillers(predicate, slot)]
        if entry.reciprocal:
            in_actor = in_recipient = in_actor + in_recipient
        acts, receives = _holds(acting, self.actor), _holds(acted_on, self.recipient)
        others_act, others_receive = (
            any(token.pos_ in {"NOUN", "PROPN"} and not _inside(token, *parties) for token in tokens)
            for tokens in (in_actor, [t for t in in_recipient if t != predicate.object])
        )
        values = {
            "bias": True,
            "actor": acts,
            "recipient": receives,
            "actor by itself": acts and any(_inside(token, self.actor) for token in in_actor),
            "recipient by itself": receives and any(_inside(token, self.recipient) for token in in_recipient),
            "recipient acts": _holds(acting, self.recipient) and not receives,
            "another acts": others_act and not acts,
            "another is acted on": others_receive and not receives,
            "joins": own[0] in joined[:1],
            "beside both": not any(own[0] in chain for chain in up),
            "told beside": any(token.dep_.startswith(("acl", "advcl")) for token in _tokens(predicate.head)),
            "over another": any(i in self.heads for i in below),
            "under another": any(i in self.heads for i in own[1:]),
            "nominal": predicate.construction == "nominal",
            "reciprocal": entry.reciprocal,
            "empty verb": bool(missing) and _is_empty(predicates.lemma(predicate.head)),
            "object named": bool(entry.object) and missing != "another object",
            **{name: missing == name for name in LOOSE.values()},
            "not so": reality.status in {"negated", "planned", "conditional"},
            "turned": bool(turned.why),
        }
        features = {name: 1.0 for name, value in values.items() if value}
        features["rank"] = min(3, rank) / 2
        features["steps"] = 0.0 if self.actor is None else min(6, _steps(own, up[0])) / 2
        return Link(predicate, turned, features)


def _holds(mentions: Sequence[Mention], party: Span | None) -> bool:
    return party is not None and any(mention.head == party.root.i for mention in mentions)


def _inside(token: Token, *parties: Span | None) -> bool:
    return any(party is not None and party.start <= token.i < party.end for party in parties)


def _tokens(token: Token) -> Iterator[Token]:
    yield token
    yield from token.ancestors


def _chain(token: Token) -> list[int]:
    """Return the numbers of the token and of all above it."""
    return [above.i for above in _tokens(token)]


def _steps(own: Sequence[int], up: Sequence[int]) -> int:
    """Return the steps of the tree from the lower end of one chain to that of the other."""
    for steps, i in enumerate(up):
        if i in own:
            return steps + own.index(i)
    return len(own) + len(up)  # in two sentences


@cache
def weights() -> dict[str, float]:
    """Return the table: the weight of each feature."""
    return {name: float(weight) for name, weight in load_yaml("relating.yaml").items()}
