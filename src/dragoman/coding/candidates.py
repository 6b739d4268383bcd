"""Which predicates of a sentence are events: somebody must do or undergo them, and each happening counts once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Span, Token

from dragoman.coding import aims, figures, means, predicates, roles, tree
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.parties import Mention, Parties, is_official
from dragoman.coding.predicates import Predicate
from dragoman.coding.resolution import OFFICIAL
from dragoman.ontology.attribution import attribution_words
from dragoman.ontology.lexicon import Lexicon
from dragoman.records import Party

# What one agrees to, asks for, refuses or threatens is the content of that act, not a second event
# (PLOVER manual: a threat of force is THREATEN, an agreement to aid is AGREE).
_SPEECH = {"AGREE", "REQUEST", "REJECT", "THREATEN"}
# A government that condemns a raid, rejects a plan, demands a vote or threatens a boycott takes a stand, whoever it is
# against.
_STANDS = {"ACCUSE", "REJECT", "THREATEN", "REQUEST"}
# An act on a party is an event though nobody says who did it ("opposition leader jailed", "priest freed", "minister
# charged"); of some types only acts of these modes.
_BY_UNKNOWN_HANDS = {"ASSAULT", "COERCE", "SANCTION"}
_MODES_BY_UNKNOWN_HANDS = {"release", "allege", "investigate"}
# A force or a state may do these to what is no known party: "rebels ambushed *a convoy*".
_ON_THINGS = {"ASSAULT", "COERCE"}
# Sectors of public life beside those that speak for a state: an attack on them is political.
_PUBLIC = {"OPP", "PTY", "REB", "PRM", "PRE", "JRN", "REL", "ELI", "NGO", "UAF", "LAB"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A predicate with its parties; in a reciprocal event all are actors."""

    predicate: Predicate
    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]

    @property
    def heads(self) -> frozenset[int]:
        """The tokens that head its parties."""
        return frozenset(mention.head for mention in (*self.actors, *self.recipients))

    @property
    def names(self) -> frozenset[int]:
        """The tokens that say who its parties are, not where it was.

        "Troops *in Syria* attacked" tells of the troops, "attacked rebels *in Syria*" of the attack.
        """
        doc = self.predicate.head.doc
        own = (token.i for mention in self.actors for token in tree.noun_phrase(doc[mention.head]))
        return self.heads.union(own)


Reason = Literal[
    "content", "twice", "unknown", "together", "actor", "recipient", "accident", "private", "figure"
]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A predicate that is no event.

    Attributes:
        reason: ``content`` of another event, ``twice`` told, parties ``unknown`` by country and role, fewer
            parties than must act ``together``, no ``actor``, no ``recipient``, an ``accident``, a quarrel of
            ``private`` persons, a ``figure`` (of trade) that rose or fell.
        other: the predicate whose content it is, or that tells the same.
    """

    predicate: Predicate
    reason: Reason
    other: Predicate | None = None


def find(sentence: Span, lexicon: Lexicon, parties: Parties) -> list[Candidate]:
    """Return the events of a sentence in the order of the text."""
    return decide(sentence, lexicon, parties)[0]


def decide(sentence: Span, lexicon: Lexicon, parties: Parties) -> tuple[list[Candidate], list[Dropped]]:
    """Return the events of a sentence in the order of the text, and what an entry matched that is none."""
    demands = {token.i: made for token in sentence if (made := demand(token, lexicon, parties)) is not None}
    found = [m for m in predicates.find(sentence, lexicon) if m[0].head.i not in demands]
    found += [[each.predicate] for each in demands.values()]
    content = {token.i: matches[0] for matches in found for token in _content(matches[0])}
    meanings = {matches[0].head.i: matches[0] for matches in found}
    standing: list[Candidate] = []
    dropped: list[Dropped] = []
    seen: dict[tuple[str, frozenset[int]], Predicate] = {}
    for matches in found:
        if matches[0].head.i in content:
            dropped.append(Dropped(matches[0], "content", content[matches[0].head.i]))
            continue
        # Of the entries a word may mean, the most specific one whose parties are there.
        candidate = demands.get(matches[0].head.i)
        failed: list[Dropped] = []
        for predicate in matches if candidate is None else ():
            filled = _candidate(aims.told(means.told(predicate)), parties)
            if isinstance(filled, Candidate):
                candidate = filled
                break
            failed.append(Dropped(predicate, filled))
        if candidate is None:
            dropped += failed
            continue
        candidate = _threat_of_help(candidate, meanings)
        key = (candidate.predicate.entry.type, candidate.heads)
        told = _same_happening(candidate, standing)
        before = seen.get(key) or (told.predicate if told else None)
        if before is not None:  # "bombed the port in a strike": one happening told twice
            dropped.append(Dropped(candidate.predicate, "twice", before))
            if told and not told.recipients:
                standing[standing.index(told)] = replace(told, recipients=candidate.recipients)
        else:
            seen[key] = candidate.predicate
            standing.append(candidate)
    return sorted(standing, key=lambda candidate: candidate.predicate.head.i), dropped


def _same_happening(candidate: Candidate, standing: Sequence[Candidate]) -> Candidate | None:
    """Return the event of which this tells no more than the outcome or the purpose.

    "Shelled the port, *killing* five guards"; "opened a crossing to *let in* trucks".
    """
    head = candidate.predicate.head
    if head.dep_ not in {"advcl", "acl"} or tree.children(head, "nsubj"):
        return None
    marks = {t.lower_ for t in tree.children(head, "mark")}
    for other in standing:
        above, entry = other.predicate.head, other.predicate.entry
        if entry.reciprocal:
            continue
        bases = {above, above.head, *([other.predicate.object] if other.predicate.object is not None else [])}
        same = entry.type == candidate.predicate.entry.type and head.head in bases
        if same and (entry.type == "ASSAULT" if not marks else marks == {"to"} and not other.recipients):
            return other
    return None


def demand(verb: Token, lexicon: Lexicon, parties: roles.Who) -> Candidate | None:
    """Return a demand told by an auxiliary under a verb of saying: "Oslo said Kyiv *must* withdraw" (CAMEO 10)."""
    clauses = tree.children(verb, "ccomp")
    if not clauses or predicates.lemma(verb) not in attribution_words().say:
        return None
    for clause in clauses:
        auxiliary = next(
            (t for t in tree.children(clause, "aux") if is_grammatical(t.lower_, "obligation")), None
        )
        wanted = clause
        if is_grammatical(predicates.lemma(clause), "needs"):  # "said Kyiv *needs* to withdraw"
            inner = predicates.complement(clause)
            auxiliary, wanted = (None, clause) if inner is None else (clause, inner)
        subject, asked = tree.subject(verb), tree.children(clause, "nsubj")
        if auxiliary is None or subject is None or not asked or asked[0].pos_ == "PRON":
            continue
        if any(t.lower_ == "have" for t in tree.children(clause, "aux")):
            continue  # "should *have* paid": that is too late to ask for
        actors = parties.at(subject) or parties.inside(subject)
        recipients = [m for m in parties.at(asked[0]) or parties.inside(asked[0]) if not _is_among(m, actors)]
        # The demand is of the kind that the lexicon gives to "demand" with such a clause.
        kinds = [e for e in lexicon.by_verb.get("demand", ()) if e.type == "REQUEST" and not e.object]
        if actors and recipients and kinds:
            deed = predicates.lemma(wanted)
            entry = next(
                (e for e in kinds if isinstance(e.complement, tuple) and deed in e.complement), kinds[-1]
            )
            predicate = Predicate(entry, verb, auxiliary, wanted, "obligation")
            return Candidate(predicate, tuple(actors), tuple(recipients))
    return None


def _content(predicate: Predicate) -> Iterator[Token]:
    """Yield the words that are the content of an act: what is asked for, what somebody is accused of, what for it is.

    The topic of a protest is no separate request (PLOVER manual), and a deed that is the purpose of another no threat.
    """
    head = predicate.head
    for clause in tree.children(head, "advcl"):
        marks = {t.lower_ for t in tree.children(clause, "mark")}
        topic = predicate.entry.type == "PROTEST" and not any(is_grammatical(t, "occasions") for t in marks)
        aim = not marks and is_grammatical(predicates.lemma(clause), "purposes")
        if topic or aim or ("to" in marks and predicate.entry.quad == 4):
            yield from clause.subtree
    if predicate.entry.type == "CONSULT":
        # "talks *on ending the war*": what is talked about is not done.
        for clause in tree.children(predicate.object or head, "acl", "advcl"):
            if any(is_grammatical(t.lower_, "topics") for t in tree.children(clause, "mark", "case")):
                yield from clause.subtree
    if predicate.entry.type == "ACCUSE":
        bases = [head, *(tree.patients(head) if predicate.construction in {"active", "passive"} else [])]
        for clause in (t for base in bases for t in tree.children(base, "advcl", "acl", "xcomp")):
            if any(t.lower_ == "of" for t in tree.children(clause, "mark", "case")):
                yield from clause.subtree
    if predicate.entry.type in _SPEECH:
        if predicate.complement is not None:
            yield from predicate.complement.subtree
        if predicate.construction in {"active", "passive"}:
            for inner in tree.children(head, "obj", "ccomp", "xcomp"):
                if inner is not predicate.object:
                    yield from inner.subtree
    elif (
        predicate.complement is not None
        and isinstance(predicate.entry.complement, tuple)
        and predicates.lemma(head) not in attribution_words().say
    ):
        # "decided to *lift* the ban": the entry asks for this very clause. What one only says that others did stands
        # beside the saying: "said police *tortured* suspects" accuses, and tells of torture.
        yield predicate.complement


def _candidate(predicate: Predicate, parties: Parties) -> Candidate | Reason:
    """Fill the roles, or say why not: somebody the event needs is not there, or it is no deed of theirs."""
    entry = predicate.entry
    if _is_figure(predicate):
        return "figure"
    if _is_accident(predicate):
        return "accident"
    if entry.reciprocal:
        together = roles.together(predicate, parties)
        if len(together) < (1 if entry.alone else 2):
            return "together"
        return Candidate(predicate, tuple(together), ()) if _anchored(together) else "unknown"
    actors = roles.actors(predicate, parties)
    recipients = [m for m in roles.recipients(predicate, parties) if not _is_among(m, actors)]
    if not recipients and actors and entry.type in _ON_THINGS and _is_public(actors[0].party):
        recipients = _things(predicate, parties)
    if not actors and not _by_unknown_hands(predicate, recipients):
        return "actor"
    if not recipients and not (entry.alone or _takes_a_stand(predicate, actors)):
        return "recipient"
    if not _anchored([*actors, *recipients]):
        return "unknown"
    if _is_private(predicate, actors, recipients):
        return "private"
    if entry.type == "ACCUSE" and predicate.complement is not None and _speaks_of_itself(predicate):
        return "recipient"
    why_none = figures.why_none(predicate, actors, recipients)
    if why_none is not None:
        return why_none
    meant = figures.told(predicate, actors, recipients)
    return "figure" if meant is None else Candidate(meant, tuple(actors), tuple(recipients))


def _is_figure(predicate: Predicate) -> bool:
    """Whether an amount of it rose or fell ("*exports* to Chad grew"): that is no deed."""
    noun = predicate.head
    return (
        predicate.construction == "nominal"
        and predicate.entry.quad == 2
        and noun.dep_ == "nsubj"
        and is_grammatical(predicates.lemma(noun.head), "changes")
    )


def _is_accident(predicate: Predicate) -> bool:
    """Whether what kills or destroys is a mishap: "a bus overturned, *killing* six", "a gas blast *hit* a block"."""
    head = predicate.head
    if predicate.entry.type != "ASSAULT" or predicate.construction == "nominal":
        return False
    above = head.head
    if head.dep_ == "advcl" and is_grammatical(predicates.lemma(above), "mishaps"):
        return not tree.children(above, "obj")
    blow = tree.subject(head)
    return blow is not None and any(
        is_grammatical(t.lower_, "accidental") for t in tree.children(blow, "compound", "amod")
    )


def _is_private(predicate: Predicate, actors: Sequence[Mention], recipients: Sequence[Mention]) -> bool:
    """Whether one private person harms others of no other country ("a *man* stabbed a woman")."""
    doc = predicate.head.doc
    every = [*actors, *recipients]
    return (
        predicate.entry.type == "ASSAULT"
        and len(actors) == 1
        and is_grammatical(predicates.lemma(doc[actors[0].head]), "individuals")
        and all(m.party.sectors == ("CVL",) for m in every)
        and len({m.party.country for m in every if m.party.country}) < 2
    )


def _things(predicate: Predicate, parties: Parties) -> list[Mention]:
    """Return what a force or state acts on where it is no known party ("seized *a convoy*")."""
    if predicate.construction not in {"active", "passive"} or "obj" not in predicate.entry.recipient:
        return []
    if any(is_grammatical(mark.lower_, "open_questions") for mark in tree.children(predicate.head, "mark")):
        return []  # "declined to say *whether* troops were fighting": nothing is known of anything hit
    patients = tree.patients(predicate.head)
    return [
        Mention(noun.i, parties.unresolved(noun))
        for noun in patients
        if noun.pos_ in {"NOUN", "PROPN"} and (predicate.object is None or noun.i != predicate.object.i)
    ][:1]


def _is_public(party: Party) -> bool:
    """Whether a party is a state or its organ, a force of public life, or holds an office in some country."""
    return is_official(party) or bool((_PUBLIC | OFFICIAL) & set(party.sectors))


def _speaks_of_itself(predicate: Predicate) -> bool:
    """Whether the clause tells of the speaker ("claimed *they* had hit …"): that accuses nobody."""
    clause = predicate.complement
    subjects = tree.children(clause, "nsubj", "nsubj:pass") if clause is not None else []
    return any(is_grammatical(t.lower_, "pronouns") for t in subjects)


def _threat_of_help(candidate: Candidate, meanings: Mapping[int, Predicate]) -> Candidate:
    """Leave out whom a threatened act would help: "threatened to arm *Ukraine*" threatens somebody else."""
    clause = candidate.predicate.complement
    if candidate.predicate.entry.type != "THREATEN" or clause is None:
        return candidate
    meant = meanings.get(clause.i)
    if meant is None or meant.entry.quad > 2:
        return candidate
    inside = {token.i for token in clause.subtree}
    left = tuple(mention for mention in candidate.recipients if mention.head not in inside)
    return Candidate(candidate.predicate, candidate.actors, left)


def _is_among(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether the same party, or the same name again, is among the others: nobody acts on itself."""
    return any(
        mention.head == other.head
        or mention.party.text.lower() == other.party.text.lower()
        or mention.is_again(other)
        for other in others
    )


def _anchored(mentions: Sequence[Mention]) -> bool:
    """Whether at least one party is known by country or by role: two unknown names make no event."""
    return any(mention.party.country or mention.party.sectors for mention in mentions)


def _by_unknown_hands(predicate: Predicate, recipients: Sequence[Mention]) -> bool:
    """Whether the sentence tells that somebody in public life was acted on, and not by whom.

    What only says which person is meant ("an alumnus *killed* in action") and what befalls private people is left out.
    """
    head = predicate.head
    match predicate.construction:
        case "active":  # "a *blast* killed two soldiers"
            subject = tree.subject(head)
            told = "subj" in predicate.entry.recipient  # "a mayor *survives an attempt* on her life"
            told = told or (subject is not None and is_grammatical(predicates.lemma(subject), "blows"))
        case "passive":
            doer = tree.subject(head)  # whoever it was done by, and is no known party, is a private person
            told = head.dep_ != "acl" or bool(tree.children(head, "obl"))
            told = told and (doer is None or is_grammatical(predicates.lemma(doer), "blows"))
        case _:
            told = predicate.construction == "nominal"
    return (
        told
        and (predicate.entry.type in _BY_UNKNOWN_HANDS or predicate.entry.mode in _MODES_BY_UNKNOWN_HANDS)
        and any(m.party.country or _PUBLIC & set(m.party.sectors) for m in recipients)
    )


def _takes_a_stand(predicate: Predicate, actors: Sequence[Mention]) -> bool:
    """Whether a state, its organs or a force of public life take a stand on something, though nobody is addressed."""
    entry = predicate.entry
    about = tree.patients(predicate.head) if predicate.construction in {"active", "passive"} else []
    if "obj" not in entry.recipient and not entry.object:  # "*spoke* the truth" is not "spoke *against* Oslo"
        slots = [slot for slot in entry.recipient if slot not in {"subj", "poss", "mod", "of", "by"}]
        about = [noun for slot in slots for noun in tree.prepositional(predicate.head, slot)]
    about = [noun for noun in about if all(noun.i != mention.head for mention in actors)]
    if predicate.entry.preposition:
        about = about or tree.prepositional(
            predicate.head, predicate.entry.preposition
        )  # "lashed out *at* a rival"
    # What is threatened is mostly told as a clause ("threatened to boycott the vote").
    told = bool(about) or (
        predicate.entry.type in {"THREATEN", "REJECT"} and predicate.complement is not None
    )
    if entry.type == "REQUEST" and predicate.object is None:
        told = False  # "ordered the staff to …", "pressed the argument": whoever is asked is not known
    return told and predicate.entry.type in _STANDS and _is_public(actors[0].party)
