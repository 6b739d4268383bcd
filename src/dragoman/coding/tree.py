"""Reading a Universal Dependencies tree: who stands in which slot of a predicate.

Slots are those of the lexicon (``ontology/lexicon/README.md``): ``subj``, ``obj``, ``iobj``, ``poss``,
``mod`` and prepositions. Labels follow Universal Dependencies as the English EWT and GUM treebanks use them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, TypeVar

from spacy.tokens import Doc, Span, Token

from dragoman.coding.grammar import is_grammatical

# Children that belong to the noun phrase itself. Clauses, coordination and the case marker do not.
_PHRASE = {"det", "det:predet", "amod", "compound", "nummod", "nmod:poss", "nmod:desc", "flat", "fixed",
           "advmod"}  # fmt: skip
# Prepositional phrases that name the party further ("ministry of defense"), not a circumstance of the event.
_NAMING = {"of", "in", "for", "to", "from", "at"}


R = TypeVar("R")

# Parses read last: a coder asks a few hundred questions of each sentence, many of them twice, and spaCy would look
# through the words each time.
_KEPT = 4
_parses: dict[int, _Parse] = {}


class _Parse:
    """The children of each word of a Doc with their labels, and what `remembered` functions have told of its words."""

    __slots__ = ("below", "doc", "told")

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.told: dict[tuple[object, int], Any] = {}
        self.below: list[list[tuple[Token, str]]] = [[] for _ in range(len(doc))]
        # Heads are offsets, negative ones as unsigned numbers.
        heads = doc.to_array("HEAD").astype("int64").tolist()
        for token, head in zip(doc, heads, strict=True):
            if head:
                self.below[token.i + head].append((token, token.dep_))


def _parse(doc: Doc) -> _Parse:
    kept = _parses.get(id(doc))
    if kept is None or kept.doc is not doc:
        kept = _Parse(doc)
        while len(_parses) >= _KEPT:
            _parses.pop(next(iter(_parses)), None)
        _parses[id(doc)] = kept
    return kept


def remembered(read: Callable[[Token], R]) -> Callable[[Token], R]:
    """Let a function that reads the tree at a word read each word once."""

    @wraps(read)
    def once(token: Token) -> R:
        told, key = _parse(token.doc).told, (read, token.i)
        if key not in told:
            told[key] = read(token)
        found: R = told[key]
        return found

    return once


def children(token: Token, *deps: str) -> list[Token]:
    """Return the children with one of these labels, in the order of the text."""
    below = _parse(token.doc).below[token.i]
    return [child for child, dep in below if dep in deps] if below else []


@remembered
def preposition(token: Token) -> str:
    """Return the preposition that marks a phrase (``"according to"`` as two words), or ``""``.

    A possessive ``'s`` is no preposition.
    """
    for case in children(token, "case"):
        words = [case, *children(case, "fixed")]
        if case.lower_ in {"'s", "’s", "'", "’"}:
            continue
        return " ".join(word.lower_ for word in words)
    return ""


def conjoined(token: Token) -> list[Token]:
    """Return the token and all that is coordinated with it ("the U.S., Europe and Ukraine")."""
    found = [token]
    for child in (*children(token, "conj"), *_loose_coordinates(token)):
        found.extend(conjoined(child))
    return found


def _loose_coordinates(token: Token) -> list[Token]:
    """Return what an "and" joins though the tree calls it an apposition, to the name or to its title."""
    bases = [token, *children(token, "nmod:desc", "compound")]
    return [t for base in bases for t in children(base, "appos") if children(t, "cc")]


@remembered
def noun_phrase(head: Token) -> Span:
    """Return a noun phrase: determiner, title, modifiers, naming ``of``-phrases, but no relative clause."""
    inside = {head.i}
    for child in head.children:
        naming = child.dep_ == "nmod" and preposition(child) in _NAMING
        # "stoned two guards *to death*", "convicted a mayor *of treason*": what came of it or why is not who they are.
        fate = naming and head.dep_ == "obj" and is_grammatical(child.lower_, "fates")
        belongs = child.dep_ in _PHRASE or (naming and not fate)
        # An apposition set off by a comma says who the party is; it is not part of its name.
        glued = child.dep_ == "appos" and child.i == head.i + 1
        if belongs or glued:
            others = {t.i for one in _loose_coordinates(child) for t in one.subtree}
            inside.update(t.i for t in child.subtree if t.i not in others)
    start, end = head.i, head.i + 1
    while start - 1 in inside:
        start -= 1
    while end in inside:
        end += 1
    while end - 1 > head.i and head.doc[end - 1].is_punct and not head.doc[end - 1].text.endswith("."):
        end -= 1
    while start < head.i and head.doc[start].pos_ in {"PUNCT", "SPACE", "ADP", "CCONJ", "SCONJ"}:
        if _is_of_number(head.doc[start], head):  # "*at* least 30 people"
            break
        start += 1
    return head.doc[start:end]


def _is_of_number(token: Token, head: Token) -> bool:
    """Whether a word belongs to the number that counts the head."""
    return any(above.dep_ == "nummod" and above.head == head for above in token.ancestors)


@remembered
def is_passive(verb: Token) -> bool:
    """Whether the verb is passive, or a participle that says so by itself ("a vote hailed by Accra").

    Such a participle modifies its object, stands beside its clause ("*shelled* for days, the town fell"),
    completes a verb ("wants him *jailed*"), or follows another passive ("was seized and *sunk*").
    """
    if children(verb, "aux:pass"):
        return True
    if children(verb, "nsubj:pass", "csubj:pass"):
        return not _objects(verb)  # "it shot down two drones": with an object it is none
    participle = "Part" in verb.morph.get("VerbForm", []) and "Past" in verb.morph.get("Tense", [])
    if not participle or children(verb, "nsubj", "aux"):
        return False
    if verb.dep_ in {"acl", "amod"} or children(verb, "obl:agent"):
        return True
    if verb.dep_ == "conj":
        return is_passive(verb.head) and not children(verb, "obj")
    return verb.dep_ in {"advcl", "xcomp"} and not children(verb, "obj")


def subject(verb: Token) -> Token | None:
    """Return who does it: the subject, the ``by`` agent of a passive, or who acts in the clause above."""
    if is_passive(verb):
        agents = _own_or_shared(verb, "obl:agent")
        agents = agents or [t for t in _own_or_shared(verb, "obl") if preposition(t) == "by"]
        return agents[0] if agents else None
    own = children(verb, "nsubj", "nsubj:pass") or _of_first_half(verb)
    # Where the tree has two subjects, the nearer one is the better guess.
    nearest = min(own, key=lambda token: abs(token.i - verb.i), default=None)
    if nearest is not None and not _is_cut_off(nearest, verb):
        return _antecedent(nearest, verb)
    if verb.dep_ == "ROOT":
        # A subject that the tree hangs on the object across the verb ("*Rebels* Fire Rockets at …").
        return next(
            (
                t
                for o in children(verb, "obj")
                for t in children(o, "compound", "nmod")
                if t.i < verb.i and not children(t, "case")
            ),
            None,
        )
    return _controller(verb)


def _of_first_half(verb: Token) -> list[Token]:
    """Return the subject that the tree hangs on the first half of a hyphenated verb ("*Oslo* test-fired a missile")."""
    if verb.i < 2 or verb.nbor(-1).text != "-" or verb.nbor(-2).head.i != verb.i:
        return []
    return children(verb.nbor(-2), "nsubj")


def _is_cut_off(subject: Token, verb: Token) -> bool:
    """Whether a comma stands between what the tree takes for the subject and a participle ("…, *sparking* …")."""
    participle = verb.dep_ == "advcl" and "Pres" in verb.morph.get("Tense", []) and not children(verb, "aux")
    return participle and verb.i > subject.i and verb.nbor(-1).text == ","


def patients(verb: Token) -> list[Token]:
    """Return to whom it is done: objects, or the subject of a passive."""
    if is_passive(verb):
        own = children(verb, "nsubj:pass")
        if own:
            return [t for one in own for t in (_antecedent(one, verb),) if t is not None]
        if verb.dep_ in {"acl", "amod"}:
            return [verb.head]
        if verb.dep_ == "conj" and is_passive(verb.head):
            return patients(verb.head)
        if verb.dep_ in {"xcomp", "advcl"} and not children(verb, "obj"):
            above = _controller(verb)
            return [above] if above is not None else []
        return children(verb, "obj")
    own = [_antecedent(t, verb) or t for t in _own_or_shared(verb, "obj") or _objects(verb)]
    if not own and not children(verb, "ccomp"):
        # "accused *Oslo* of arming rebels": trees at times give the object to the clause behind it.
        own = [t for clause in children(verb, "xcomp") for t in children(clause, "nsubj") if t.i > verb.i]
    subjects = children(verb, "nsubj")
    if not own and subjects and verb.dep_.startswith("acl:relcl") and not children(verb, "ccomp"):
        # "the sanctions Washington imposed": the antecedent is the object, unless it is the subject.
        return [] if any(_is_relative(s) for s in subjects) else [verb.head]
    return own


def _objects(verb: Token) -> list[Token]:
    """Return the objects, also one behind an adjective that goes with the verb ("shot dead two *guards*")."""
    found = children(verb, "obj")
    completing = [] if found else children(verb, "xcomp")
    # … or behind a particle ("called off a four-day *strike*").
    beside = [t for t in completing if t.pos_ == "ADJ" and t.i == verb.i + 1] or children(
        verb, "compound:prt"
    )
    return found or [
        t for t in completing if beside and t.pos_ in {"NOUN", "PROPN"} and not children(t, "case")
    ]


def indirect(verb: Token) -> list[Token]:
    """Return who is given something: indirect objects, also where the tree takes one for a part of the thing given.

    "Gave the *Gambia* 5 million dollars": a name before the number of the object. Of two objects it is the first.
    """
    found = _own_or_shared(verb, "iobj")
    if not found and children(verb, "obj") and is_passive(verb):
        return patients(verb)  # "*Lima* was given two ships"
    objects = [] if found else children(verb, "obj")
    if len(objects) == 2 and objects[0].pos_ == "PROPN" and not children(objects[1], "cc"):
        return objects[:1]
    for thing in objects:
        numbers = children(thing, "nummod")
        parts = children(thing, "compound", "nmod:poss", "nmod:desc", "nmod:unmarked")
        found += [t for t in parts if numbers and t.i < numbers[0].left_edge.i and t.pos_ == "PROPN"]
    return found


def _own_or_shared(verb: Token, *deps: str) -> list[Token]:
    """Return children of a verb; the second of two shares those behind it ("arms and trains *rebels*")."""
    own = children(verb, *deps)
    if own or verb.dep_ != "conj" or verb.head.pos_ != verb.pos_:
        return own
    return [t for t in children(verb.head, *deps) if t.i > verb.i]


def _is_relative(token: Token) -> bool:
    return token.lower_ in {"who", "which", "that", "whom"}


def _antecedent(token: Token, verb: Token) -> Token | None:
    """Return what a relative pronoun stands for; any other token stands for itself."""
    if _is_relative(token):
        clause = verb
        while clause.dep_ in {"conj", "xcomp", "ccomp"}:
            clause = clause.head
        if clause.dep_.startswith(("acl", "advcl:relcl")):
            return clause.head
        return None
    return token


def _controller(verb: Token) -> Token | None:
    """Return the subject that a clause without one takes from the clause above."""
    above = verb.head
    if verb.dep_ == "conj" and above.pos_ in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"}:
        if above.pos_ in {"NOUN", "PROPN"} and not children(above, "nsubj", "nsubj:pass"):
            return None
        return _surface_subject(above)
    if verb.dep_ in {"xcomp", "ccomp"}:
        # "urges Iran to halt enrichment": the object of the clause above acts; else its subject.
        objects = children(above, "obj", "iobj")
        return objects[0] if objects and verb.dep_ == "xcomp" else _surface_subject(above)
    if verb.dep_ == "advcl" and above.pos_ in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"}:
        # "accuses Oslo of arming rebels", "thanked Oslo for helping": the object of the clause above acts.
        if {t.lower_ for t in children(verb, "mark", "case")} & {"of", "for", "from"} and children(
            above, "obj"
        ):
            return children(above, "obj")[0]
        if is_passive(above) and "Pres" in verb.morph.get("Tense", []) and children(above, "obl:agent"):
            return children(above, "obl:agent")[0]  # "was hit *by rebels*, killing five"
        return _surface_subject(above)
    if verb.dep_ == "acl" and above.pos_ in {"NOUN", "PROPN"}:
        told = is_grammatical(above.lemma_.lower(), "messages")
        if not told and (verb.pos_ == "ADJ" or {"Part", "Ger"} & set(verb.morph.get("VerbForm", []))):
            return above  # "troops guarding the border", "a state critical of Oslo"
        owner = children(above, "nmod:poss")  # "Netanyahu's plan to raise …"
        return owner[0] if owner else _surface_subject(above.head)
    return None


def _surface_subject(verb: Token) -> Token | None:
    """Return the subject as it stands (also that of a passive), going up where the clause has none."""
    own = children(verb, "nsubj", "nsubj:pass")
    if own:
        return _antecedent(own[0], verb)
    if verb.dep_ == "ROOT":
        return None
    return _controller(verb)


def prepositional(token: Token, word: str) -> list[Token]:
    """Return the nouns that hang on the token by this preposition ("pulled *out of* the pact" has both)."""
    phrases = children(token, "obl", "nmod", "obl:agent", "advcl", "acl")
    return [
        _antecedent(t, token) or t  # "Iran, on *which* Washington imposed sanctions"
        for t in phrases
        if preposition(t) == word or word in _prepositions(t)
    ]


def _prepositions(noun: Token) -> set[str]:
    """Return each word that marks a phrase: "out" and "of" of "out of talks", whether the tree joins them or not."""
    cases = children(noun, "case")
    return {
        t.lower_
        for case in cases
        for t in (case, *children(case, "fixed"))
        if preposition(noun) == "out of" or t is case
    }


def modifiers(noun: Token) -> Iterator[Token]:
    """Yield the words of a noun phrase that may name a party: possessor, then compound and adjective."""
    yield from children(noun, "nmod:poss")
    direct = children(noun, "compound", "amod", "nmod:desc", "nmod:unmarked")
    yield from direct
    for child in direct:
        if not is_linked(child):
            yield from children(child, "nmod:poss", "compound", "amod")


def is_linked(participle: Token) -> bool:
    """Whether the word is the second half of "Iran-*backed*": the backer of a party is not its country.

    Where it is based or who owns it ("Oslo-*based*") does tell its country.
    """
    before = participle.doc[participle.i - 1] if participle.i > 0 else None
    return (
        participle.pos_ in {"VERB", "ADJ"}
        and before is not None
        and before.text in {"-", "‐", "‑", "–"}
        and not before.whitespace_
        and not is_grammatical(participle.lower_, "belonging")
    )
