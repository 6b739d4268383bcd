"""What only looks like a deed: attacks in words, ground taken in a contest, visits at home, ballots, purposes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from spacy.tokens import Token

from dragoman.coding import tree
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.parties import Mention
from dragoman.coding.predicates import Predicate, lemma
from dragoman.coding.status_own import negation
from dragoman.ontology.attribution import attribution_words
from dragoman.ontology.plover import plover
from dragoman.ontology.status import status_words
from dragoman.records import Party

Why = Literal["figure", "private", "recipient", "content"]

# Those whose weapon is the word, and those who bear arms.
_SPEAKERS = {"GOV", "LEG", "PTY", "ELI", "JUD", "JRN", "BUS", "EDU", "SOC"}
_ARMED = {"MIL", "COP", "REB", "UAF", "PRM", "SPY", "CRM", "PRE"}
# Types whose deed needs somebody else: whoever protects or implicates himself does it to nobody.
_TO_ANOTHER = {"AID", "ASSAULT", "ACCUSE", "COERCE", "SANCTION", "SUPPORT"}


def told(predicate: Predicate, actors: Sequence[Mention], recipients: Sequence[Mention]) -> Predicate | None:
    """Return an attack of speakers on speakers as the words that it is (ACCUSE); any other predicate as it is.

    ``None``: a figure of speech that is no event at all ("the party *hit* a roadblock").
    """
    if not _may_be_words(predicate):
        return predicate
    wordy = all(_speaks(m.party) for m in recipients) and bool(recipients)
    if not actors:
        return None if wordy and predicate.construction == "nominal" else predicate
    if not all(_speaks(m.party) for m in actors):
        return predicate
    if wordy:
        info, entry = plover().types["ACCUSE"], predicate.entry
        return replace(
            predicate,
            entry=replace(
                entry,
                id=entry.id.replace("ASSAULT/", "ACCUSE/", 1),
                type="ACCUSE",
                mode="disapprove",
                cameo=info.modes["disapprove"].cameo,
                intensity=info.intensity_of("disapprove"),
                quad=info.quad,
            ),
        )
    known = any(m.party.country or m.party.sectors for m in recipients)
    return predicate if known else None


def _may_be_words(predicate: Predicate) -> bool:
    """Whether it is a word of battle that may be meant as a figure, and nothing in the sentence tells of violence."""
    entry = predicate.entry
    if entry.type != "ASSAULT" or entry.mode is not None or not is_grammatical(entry.lemma, "battles"):
        return False
    return not any(
        is_grammatical(lemma(t), "violence") for t in predicate.head.sent if t.i != predicate.head.i
    )


def _speaks(party: Party) -> bool:
    """Whether a party fights with words: a politician, party, court or paper, not a state, crowd or force."""
    own = set(party.sectors)
    person = bool(party.how and party.how.startswith("leader"))
    return person if not own else bool(own & _SPEAKERS) and not own & _ARMED


def why_none(predicate: Predicate, actors: Sequence[Mention], recipients: Sequence[Mention]) -> Why | None:
    """Return why the predicate is no event though its parties are there, or ``None`` where it is one."""
    entry = predicate.entry
    if _is_reflexive(predicate):
        return "recipient"
    doc = predicate.head.doc
    if entry.mode == "release" and any(is_grammatical(lemma(doc[m.head]), "papers") for m in recipients):
        return "figure"  # "released the *emails* of the ministry"
    if _is_at_home(predicate, actors, recipients):
        return "recipient"
    if entry.lemma == "vote" and actors and all(m.party.sectors == ("CVL",) for m in actors):
        return "private"  # how people vote in an election
    if _is_cleared(predicate) or _is_purpose(predicate):
        return "content"
    return None


def _is_reflexive(predicate: Predicate) -> bool:
    """Whether the doer is the one it is done to ("an army to protect *itself* from Oslo")."""
    if predicate.entry.type not in _TO_ANOTHER or "obj" not in predicate.entry.recipient:
        return False
    return predicate.construction == "active" and any(
        t.lower_.endswith(("self", "selves")) for t in tree.children(predicate.head, "obj")
    )


def _is_at_home(predicate: Predicate, actors: Sequence[Mention], recipients: Sequence[Mention]) -> bool:
    """Whether somebody travels in a country that is his own: no visit to anybody."""
    if predicate.entry.type != "CONSULT" or predicate.entry.mode != "visit" or not actors or not recipients:
        return False
    countries = {m.party.country for m in (*actors, *recipients)}
    return len(countries) == 1 and None not in countries and not any(m.party.sectors for m in recipients)


def _is_cleared(predicate: Predicate) -> bool:
    """Whether somebody says that another did *not* do it ("said Lind was *not* lying"): that accuses nobody."""
    clause = predicate.complement
    return (
        predicate.entry.type == "ACCUSE"
        and isinstance(predicate.entry.complement, tuple)
        and clause is not None
        and lemma(predicate.head) in attribution_words().say
        and negation(clause) is not None
    )


def _is_purpose(predicate: Predicate) -> bool:
    """Whether a deed is only what another is for ("ran deficits *to finance* tax cuts"), and not planned in words."""
    head = predicate.head
    above = head.head
    if predicate.entry.quad not in {2, 4} or head.dep_ != "advcl" or above.pos_ not in {"VERB", "AUX"}:
        return False
    if not any(t.lower_ == "to" for t in tree.children(head, "mark")) or tree.children(head, "nsubj"):
        return False
    words = status_words()
    governing = words.planned_by | words.conditional_by | words.negated_by | words.denied_by | words.ended_by
    return not _names(above) & governing and lemma(above) not in words.by_which


def _names(verb: Token) -> set[str]:
    particles = {f"{lemma(verb)} {t.lower_}" for t in tree.children(verb, "compound:prt")}
    return particles or {lemma(verb), verb.lower_}
