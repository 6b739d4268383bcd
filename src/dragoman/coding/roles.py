"""Who acts and who is acted on: the slots of an entry filled from the tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from spacy.tokens import Doc, Token

from dragoman.coding import places, tree
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.parties import Mention
from dragoman.coding.predicates import Predicate, complement, lemma, measured
from dragoman.coding.resolution import OFFICIAL
from dragoman.language.found import Found
from dragoman.records import Party, Place


class Who(Protocol):
    """Says which party a word stands for: `parties.Parties` from the gazetteer, `given.Given` where two are marked."""

    def at(self, head: Token) -> list[Mention]:
        """Return the party whose phrase this token heads, as a list of one, or none."""

    def inside(self, head: Token) -> list[Mention]:
        """Return the parties that own or modify this noun."""

    def inferred(self, noun: Token, place: Party, role: str) -> Mention:
        """Return the party that an event noun and its place imply."""

    def located(self, target: Token, found: Found[Place]) -> Mention:
        """Return whose ground a thing hit stands on."""


def actors(predicate: Predicate, parties: Who) -> list[Mention]:
    """Return who does it: the parties of the first slot of the entry that holds one."""
    slots = predicate.entry.actor
    protest = predicate.entry.type == "PROTEST"
    if protest:
        slots = tuple(slot for slot in slots if slot != "in")
    subject = tree.subject(predicate.head)
    if subject is not None and subject.pos_ == "NOUN" and is_grammatical(lemma(subject), "things"):
        return []  # "the minister's *film* bombed"
    named = _first(predicate, slots, parties) or _supported(predicate, parties)
    if protest and not named:
        return _protesters(predicate, parties)
    doc = predicate.head.doc
    return [
        mention
        for mention in named
        if doc[mention.head].pos_ == "PROPN" or not is_grammatical(lemma(doc[mention.head]), "things")
    ]


def _protesters(predicate: Predicate, parties: Who) -> list[Mention]:
    """Return the party that a protest implies: those who protest, of the country where they do."""
    subject = tree.subject(predicate.head) if predicate.construction == "active" else None
    protest = predicate.object or subject or predicate.head
    where = _parties(fillers(predicate, "in"), parties) or _parties(
        tree.prepositional(protest, "in"), parties
    )
    return [parties.inferred(protest, where[0].party, "protester")] if where else []


def recipients(predicate: Predicate, parties: Who) -> list[Mention]:
    """Return to whom it is done: the parties of the first slot of the entry that holds one."""
    slots = predicate.entry.recipient
    if predicate.construction == "passive":
        slots = tuple(slot for slot in slots if slot != "by")  # there stands who does it
    if predicate.entry.type == "REQUEST" and predicate.entry.preposition:
        slots = ("obj", *slots)  # "asked *Oslo* for ferries"
    return _first(predicate, slots, parties) or _doers(predicate, parties) or _struck(predicate, parties)


def _struck(predicate: Predicate, parties: Who) -> list[Mention]:
    """Return whose ground was hit, where the target is a thing ("shelled a power plant in *Kherson*")."""
    struck = predicate.entry.type == "ASSAULT" or predicate.entry.mode == "curfew"
    if not struck or predicate.construction == "nominal":
        return []
    targets = [t for t in tree.patients(predicate.head) if t.pos_ != "PRON"]
    targets = [t for t in targets if not is_grammatical(lemma(t), "kin")]
    if predicate.entry.mode == "curfew" and predicate.object in targets:
        targets.remove(predicate.object)  # "imposed *a curfew*": that is no ground
    grounds = [t for word in ("in", "at", "near") for t in tree.prepositional(predicate.head, word)]
    for target in targets:
        if (
            target.pos_ == "PROPN"
            and (place := places.named(tree.noun_phrase(target)))
            and place.value.country
        ):
            return [parties.located(target, place)]  # "captured *Goma*"
    for phrase in (*targets, *(grounds if targets else ())):
        for found in places.find(phrase.doc[phrase.left_edge.i : phrase.right_edge.i + 1]):
            if found.value.country:
                return [parties.located(targets[0], found)]
    return []


def _doers(predicate: Predicate, parties: Who) -> list[Mention]:
    """Return who did what is judged: "Oslo closed the port, a *move* condemned by Kyiv" is against Oslo."""
    if predicate.construction not in {"active", "passive"}:
        return []
    for noun in tree.patients(predicate.head):
        if not is_grammatical(lemma(noun), "deeds"):
            continue
        # The deed hangs on what was done, or its own clause does, depending on how the tree takes the comma.
        clause = predicate.head
        while clause.dep_ == "conj":
            clause = clause.head
        if noun.head.i != clause.i:
            clause = noun
        if clause.dep_ == "ROOT":
            continue
        while clause.dep_ != "ROOT":
            clause = clause.head
            doer = tree.subject(clause) if clause.pos_ in {"VERB", "AUX"} else None
            if doer is not None and doer.i != noun.i and (found := _parties(tree.conjoined(doer), parties)):
                return found
    return []


def together(predicate: Predicate, parties: Who) -> list[Mention]:
    """Return all parties of a reciprocal event, in the order of the text."""
    entry = predicate.entry
    slots = (*entry.actor, *entry.recipient, "between")
    every = [m for slot in slots for m in _parties(fillers(predicate, slot), parties)]
    found = _distinct([*every, *_supported(predicate, parties)])
    return sorted(found, key=lambda mention: mention.head)


def _first(predicate: Predicate, slots: Iterable[str], parties: Who) -> list[Mention]:
    for slot in slots:
        if slot in {"mod", "of"} and predicate.object is not None and parties.at(predicate.object):
            # "expels three Dutch diplomats", "the envoys of Oslo and Accra": the object is a party itself.
            return _distinct(m for token in tree.conjoined(predicate.object) for m in parties.at(token))
        groups = _clause(predicate) if slot == "clause" else [fillers(predicate, slot)]
        for group in groups:
            found = _parties(group, parties)
            if slot in _GROUNDS and predicate.entry.type == "ASSAULT":
                found = [_ground(mention) for mention in found]
            if slot == "clause":
                found = [mention for mention in found if not _is_own_organ(mention, predicate.head.doc)]
            if found:
                return found
    return []


# Where force is used: what stands on one of these is the ground, not who governs from there.
_GROUNDS = {"in", "at", "near", "outside", "around"}


def _ground(mention: Mention) -> Mention:
    """Return a capital as the place it is: a bombing in Kabul does not strike its government."""
    if mention.party.how is None or not mention.party.how.startswith("capital"):
        return mention
    return replace(mention, party=replace(mention.party, sectors=()))


def _supported(predicate: Predicate, parties: Who) -> list[Mention]:
    """Return the subject of the verb that carries an event noun ("*Oslo* launched an attack on …")."""
    if predicate.construction != "nominal":
        return []
    noun = predicate.head
    if tree.children(noun, "nsubj"):  # "Oslo is in talks with …"
        return _parties(tree.conjoined(tree.children(noun, "nsubj")[0]), parties)
    while noun.dep_ in {"conj", "compound"}:
        noun = noun.head
    if noun.dep_ not in {"obj", "obl", "obl:unmarked"} or tree.is_passive(noun.head):
        return []
    carried = not tree.preposition(noun) and is_grammatical(lemma(noun.head), "support_verbs")
    attended = predicate.entry.reciprocal and tree.preposition(noun) in {"in", "at", "during"}
    subject = tree.subject(noun.head) if carried or attended else None
    return _parties(tree.conjoined(subject), parties) if subject is not None else []


def fillers(predicate: Predicate, slot: str) -> list[Token]:
    """Return the heads of what stands in a slot (see the lexicon's README), coordinates included."""
    head = predicate.head
    found: list[Token]
    if slot == "subj":
        subject = tree.subject(head)
        intransitive = predicate.object is None and "obj" not in predicate.entry.recipient
        if subject is None and intransitive and not tree.children(head, "aux:pass"):
            # What takes no object has no passive, whatever the tree says: "*Oslo* mediated between …".
            subject = next(iter(tree.children(head, "nsubj:pass")), None)
        found = [subject] if subject is not None else []
    elif slot == "obj":
        found = tree.patients(head) if predicate.construction in {"active", "passive"} else []
        found = found or tree.indirect(head)  # "warns *Oslo* against …": trees differ on what Oslo is
    elif slot == "iobj":
        found = tree.indirect(head)
    elif slot in {"poss", "mod"}:
        noun = predicate.object if predicate.object is not None else head
        owned = [
            t for t in tree.modifiers(noun) if lemma(t) not in predicate.entry.particles
        ]  # "*military* aid"
        if predicate.entry.reciprocal:  # "European *military* cooperation": of what kind, not whose
            owned = [t for t in owned if t.pos_ != "ADJ" or not t.is_lower]
        possessors = tree.children(noun, "nmod:poss")
        found = possessors if slot == "poss" else [token for token in owned if token not in possessors]
    else:
        bases = [head]
        if predicate.object is not None:
            bases += [predicate.object, *measured(predicate.object)]
            if predicate.object.pos_ in {"SYM", "NUM"}:  # "gives $2 million in *aid* to Oslo"
                bases += [t for t in tree.prepositional(head, "in") if t.pos_ == "NOUN"]
            # "announced a suspension of *links* with Oslo"
            bases += [
                t for t in tree.prepositional(predicate.object, "of") if t.pos_ == "NOUN" and t not in bases
            ]
        elif predicate.construction in {"active", "passive"}:
            bases.extend(tree.patients(head))
        elif slot == "by":
            bases.extend(tree.children(head, "nmod"))  # "a crackdown on smuggling *by* Oslo"
        found = [noun for base in bases for noun in tree.prepositional(base, slot)]
        if predicate.entry.type == "MOBILIZE":  # "massed troops on the border with *Chad*"
            found = [beyond for noun in found for beyond in _beyond(noun)]
    return [token for one in found for token in tree.conjoined(one)]


def _beyond(noun: Token) -> list[Token]:
    """Return the other side of a border, or the noun itself."""
    other = tree.prepositional(noun, "with") if is_grammatical(lemma(noun), "borders") else []
    return other or [noun]


def _clause(predicate: Predicate) -> list[list[Token]]:
    """Return whom the complement is about, best first: its objects, what its prepositions hold, its own subject.

    The subject of what is threatened is whoever threatens ("warned that *Oslo* would retaliate").
    """
    groups: list[list[Token]] = []
    verb = predicate.complement
    if verb is not None and verb.dep_ == "ccomp" and predicate.entry.type == "REQUEST":
        groups.append(tree.children(verb, "nsubj"))  # "demands that *Oslo* end the blockade of Lima"
    while verb is not None:
        groups.append(tree.patients(verb))
        groups.append([token for token in tree.children(verb, "obl", "nmod") if tree.preposition(token)])
        # "refuse to lift the ban on *Oslo*"
        groups.append(
            [t for one in tree.patients(verb) for t in tree.children(one, "nmod") if tree.preposition(t)]
        )
        if predicate.entry.type != "THREATEN":
            groups.append(tree.children(verb, "nsubj"))
        verb = complement(verb)
    return [[one for token in group for one in tree.conjoined(token)] for group in groups]


def _is_own_organ(mention: Mention, doc: Doc) -> bool:
    """Whether it is an organ of whoever acts: nobody deals with "*its* troops", but with "its neighbour"."""
    owners = tree.children(doc[mention.head], "nmod:poss")
    return any(owner.pos_ == "PRON" for owner in owners) and bool(
        OFFICIAL.intersection(mention.party.sectors)
    )


def _parties(tokens: Iterable[Token], parties: Who) -> list[Mention]:
    """Return the parties among these heads; a head that is none gives the party that owns or modifies it."""
    return _distinct(m for token in tokens for m in parties.at(token) or parties.inside(token))


def _distinct(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions, none twice, and no party by a word that only stands for it where it is named itself."""
    every = list(mentions)
    found: list[Mention] = []
    for mention in every:
        named = mention.referred and any(mention.is_again(other) for other in every if not other.referred)
        # "The two countries" are one phrase and two parties, and so are "Peruvian and Chilean officials".
        twice = any(
            mention.is_again(other)
            if mention.referred and other.referred
            else mention.party.country == other.party.country
            and (mention.head == other.head or _is_within(mention.party, other.party))
            for other in found
        )
        if not named and not twice:
            found.append(mention)
    return found


def _is_within(part: Party, whole: Party) -> bool:
    """Whether the words of a party are words of another ("*United* States")."""
    return whole.start <= part.start and part.end <= whole.end
