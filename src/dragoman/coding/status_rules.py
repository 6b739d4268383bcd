"""What the words around a predicate say of whether it happened: rules over the tree, nearest word first.

The word's own auxiliaries, negation and adverbs come first, then the words above it in the tree, each with what it
says of the clause or noun it governs (``ontology/status.yaml``). A word that calls the report untrue counts before
all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.coding import tree
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.predicates import lemma
from dragoman.ontology.status import StatusWords, status_words
from dragoman.records import Status

_NOUNS = {"NOUN", "PROPN"}
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl")
_CLAUSE_OF = {"xcomp", "ccomp", "acl", "advcl", "obj", "nmod", "obl", "nsubj:pass", "csubj", "nsubj", "dep"}
_PRESENT = {"is", "are", "'s", "’s", "am", "been", "'re", "’re", "being"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the words say.

    Attributes:
        status: the status, ``None`` where no word says anything special: told as a fact.
        future: whether it lies ahead (a refusal to come is not a failure in the past).
        word: the word that says so.
    """

    status: Status | None
    future: bool = False
    word: Token | None = None


@dataclass(frozen=True, slots=True)
class _Own:
    """What hangs on a word itself: its status, whether it lies ahead, and the word that negates it."""

    status: Status | None
    ahead: bool
    negation: Token | None
    word: Token | None = None


def read(head: Token, other: Token | None = None, *, material: bool = True) -> Told:
    """Return what the words say of a predicate.

    Args:
        head: the verb, noun or adjective.
        other: the noun that is part of the predicate ("held *talks*").
        material: whether it is a deed: one that is only the purpose of another ("sent troops *to fight*") lies ahead;
            whoever comes to talk talks.
    """
    words = status_words()
    head = _bearer(head)
    ahead = False
    negating: Token | None = None
    own: _Own | None = None
    for verb in _chain(head):
        found = _own(verb, words)
        ahead = ahead or found.ahead
        # "will not wait but attack": the second verb shares the time of the first, not its negation.
        if found.negation is not None and not (verb is not head and _is_contrasted(head)):
            negating = negating or found.negation
        if found.status is not None and own is None:
            own = found
    if other is not None:
        negating = negating or _own(other, words).negation  # "held no talks"
    above = _governed(head, words, material=material)
    if above is not None and above.status == "denied":
        return above
    if negating is not None:
        return Told("negated", ahead, negating)
    if own is not None and not (own.status == "ongoing" and above and above.status in {"conditional", "negated"}):
        return Told(own.status, own.ahead, own.word)
    if above is not None:
        return Told(above.status, ahead or above.status in {"planned", "negated"}, above.word)
    return Told(None, ahead)


def _bearer(noun: Token) -> Token:
    """Return the noun that only measures the event, where there is one: "a *round* of talks"."""
    above = noun.head
    measured = noun.dep_ == "nmod" and tree.preposition(noun) == "of" and is_grammatical(lemma(above), "measures")
    return above if measured and above.pos_ in _NOUNS else noun


def _chain(head: Token) -> Iterator[Token]:
    """Yield the predicate and the verb whose auxiliaries it shares.

    That is the verb before it where it has no auxiliary of its own and the same form ("did not arm or
    *attack*", but not "did not wait and *attacked*"), or the verb that carries an event noun ("will launch
    an *attack*", "*talks* will take place").
    """
    yield head
    above = head.head
    if head.dep_ == "conj":
        alike = head.pos_ == above.pos_ and _form(head) == _form(above)
        if alike and not tree.children(head, "aux", "mark", "nsubj"):
            yield above
    elif above.pos_ == "VERB" and is_grammatical(lemma(above), "support_verbs"):
        if head.dep_ in {"obj", "nsubj:pass"} or (head.dep_ == "nsubj" and not tree.children(above, "obj")):
            yield above
    elif head.dep_ == "nsubj" and above.pos_ == "VERB" and _takes_place(above):
        yield above


def _takes_place(verb: Token) -> bool:
    name = lemma(verb)
    return name in {"happen", "occur", "proceed"} or (
        name == "take" and any(t.lower_ == "place" for t in tree.children(verb, "obj"))
    )


def _form(verb: Token) -> list[str]:
    return verb.morph.get("VerbForm", [])


def _is_contrasted(verb: Token) -> bool:
    return any(t.lower_ == "but" for t in tree.children(verb, "cc"))


def _own(word: Token, words: StatusWords) -> _Own:
    """Return what hangs on the word itself."""
    auxiliaries = tree.children(word, "aux", "aux:pass", "cop")
    adverbs = tree.children(word, "advmod", "det", "amod", "nmod:desc", "obl:unmarked", "discourse")
    marks = _marks(word)
    negation = _negation(word, words)

    def told(status: Status, by: Token, ahead: bool = False) -> _Own:
        return _Own(status, ahead, negation, by)

    for text, mark in marks:
        if text in words.if_ and not (text in {"once", "until", "assuming"} and _is_past(word)):
            return told("conditional", mark)
    if (inverted := _inverted(word)) is not None:
        if inverted.lower_ == "had" and negation is None:
            return _Own("negated", False, inverted, inverted)  # "Had they attacked, …": they did not
        if inverted.lower_ == "had":
            return _Own(None, False, None)
        return told("conditional", inverted)
    names = {t.lower_: t for t in auxiliaries}
    if condition := _condition(word, words):
        if names.keys() & words.unreal and _has_have(auxiliaries):
            return _Own("negated", False, names[min(names.keys() & words.unreal)])
        if names.keys() & (words.future | words.conditional):
            return _Own("conditional", bool(names.keys() & words.future), negation, condition)
    if future := names.keys() & words.future:
        return told("planned", names[min(future)], ahead=True)
    if may := names.keys() & words.conditional:
        by = names[min(may)]
        if _has_have(auxiliaries) and may & words.unreal and word.pos_ == "VERB" and negation is None:
            return _Own("negated", False, by)
        if by.lower_ in {"would", "'d", "’d"} and (said := _said_before(word)) is not None:
            return told("planned", said, ahead=True)  # "said it would send …"
        return told("conditional", by)
    for adverb in adverbs:
        if adverb.lower_ in words.almost and word.pos_ == "VERB" and adverb.i < word.i:
            return _Own("negated", False, adverb)
        if adverb.lower_ in words.conditional_by:
            return told("conditional", adverb)
    if any(text == "to" for text, _ in marks) and (word.dep_ == "ROOT" or tree.children(word, *_SUBJECTS)):
        return told("planned", marks[0][1], ahead=True)  # headline: "Leader to Visit Oslo"
    if (asked := _asked(word)) is not None:
        return told("conditional", asked)
    for adverb in adverbs:
        if adverb.lower_ in words.ongoing or (adverb.lower_ in words.ongoing_now and _is_present(word)):
            return told("ongoing", adverb)
        if adverb.lower_ in words.historical or _is_once(adverb, word):
            return told("historical", adverb)
    if (when := _long_ago(word, words)) is not None:
        return told("historical", when)
    if word.pos_ == "VERB":
        if lemma(word) in words.ongoing and word.lower_ not in {"kept"}:
            return told("ongoing", word)
        if (going := _progressive(word, auxiliaries)) is not None:
            return told("ongoing", going)
    if word.pos_ in _NOUNS:
        return _of_noun(word, auxiliaries, negation, words)
    return _Own(None, False, negation)


def _of_noun(noun: Token, auxiliaries: list[Token], negation: Token | None, words: StatusWords) -> _Own:
    """Return what hangs on an event noun."""
    for copula in auxiliaries:
        if copula.lower_ in _PRESENT:
            return _Own("ongoing", False, negation, copula)  # "is in talks with"
    beside = tree.children(noun, "amod", "acl", "det", "nmod:desc", "advmod", "compound", "appos")
    for word in beside:
        if word.lower_ in words.planned_of:
            return _Own("planned", True, negation, word)  # "upcoming talks"
        if word.lower_ in words.ongoing:
            return _Own("ongoing", False, negation, word)
    for case in tree.children(noun, "case"):
        if f"{case.lower_} {' '.join(t.lower_ for t in tree.children(case, 'fixed'))}".strip() in words.planned_of:
            return _Own("planned", True, negation, case)  # "ahead of talks"
    for phrase in tree.children(noun, "nmod", "appos", "acl", "obl", "amod"):
        for word in tree.children(phrase, "advmod"):
            if word.lower_ in words.ongoing | words.ongoing_now and not _is_past(phrase):
                return _Own("ongoing", False, negation, word)  # "the siege, *now* in its third week"
    above = noun.head
    if noun.dep_ in {"nsubj", "nsubj:pass"}:
        ends = {above.lemma_.lower(), above.lower_} & words.lasting
        if ends - {"on"} or ("on" in ends and tree.children(above, "cop")):
            return _Own("ongoing", False, negation, above)  # "the fighting continues"
        if lemma(above) == "way" and any(t.lower_ == "under" for t in tree.children(above, "case")):
            return _Own("ongoing", False, negation, above)  # "talks are under way"
        if {above.lower_, lemma(above)} & words.planned_of:
            return _Own("planned", True, negation, above)  # "talks are due"
        if {above.lower_, lemma(above)} & words.doubted_by:
            return _Own("conditional", False, negation, above)  # "an attack is likely"
    return _Own(None, False, negation)


def _marks(word: Token) -> list[tuple[str, Token]]:
    """Return the words that open its clause or phrase, each with what is fixed to it ("in case")."""
    return [
        (" ".join(t.lower_ for t in (mark, *tree.children(mark, "fixed"))), mark)
        for mark in tree.children(word, "mark", "case", "cc")
    ]


def negation(word: Token) -> Token | None:
    """Return what negates a word itself: a particle, a preposition of what was left out, its subject or object."""
    return _negation(word, status_words())


def _negation(word: Token, words: StatusWords) -> Token | None:
    """Return what negates a word: a particle, a preposition of what was left out, or its subject or object."""
    for text, mark in _marks(word):
        if text in words.left_out and not (word.pos_ in {"PROPN", "PRON"}):
            return mark
    for child in word.children:
        if child.dep_ in {"advmod", "det", "cc", "cc:preconj", "aux", "discourse", "nmod:desc"}:
            if child.lower_ in words.negation and not _not_alone(child, words):
                return child
            if child.dep_ == "advmod":
                inner = [t for t in child.children if t.lower_ in words.negation and t.i < child.i]
                if inner and child.lower_ in {"longer", "yet", "more", "once", "way", "means"}:
                    return inner[0]  # "no longer"
        if child.dep_ in {"nsubj", "nsubj:pass", "obj", "obl:unmarked"} and word.pos_ in {"VERB", "ADJ", "NOUN"}:
            if child.lower_ in words.negation:
                return child
            for inner_word in tree.children(child, "det"):
                if inner_word.lower_ in words.negation:
                    return inner_word
    return None


def _not_alone(negation: Token, words: StatusWords) -> bool:
    after = negation.i + 1
    return after < len(negation.doc) and negation.doc[after].lower_ in words.not_alone


def _inverted(verb: Token) -> Token | None:
    """Return the auxiliary that opens a condition: "*Had* the call come later …", "*Should* the truce fail …"."""
    if verb.dep_ not in {"advcl", "ccomp", "parataxis", "dep"}:
        return None
    subject = tree.children(verb, "nsubj", "nsubj:pass")
    for auxiliary in tree.children(verb, "aux", "aux:pass", "cop"):
        if auxiliary.lower_ in {"had", "should", "were"} and subject and auxiliary.i < subject[0].i:
            before = auxiliary.i - 1
            opens = auxiliary.is_sent_start or auxiliary.doc[before].is_punct or auxiliary.doc[before].pos_ == "CCONJ"
            if opens and not tree.children(verb, "mark"):
                return auxiliary
    return None


def _condition(verb: Token, words: StatusWords) -> Token | None:
    """Return what opens the condition on which a verb hangs: "will storm it *unless* …", "*had* it come, would …"."""
    for clause in tree.children(verb, "advcl", "ccomp", "parataxis"):
        if clause.dep_ == "advcl":
            for text, mark in _marks(clause):
                if text in {"if", "unless", "provided", "in case", "even if"}:
                    return mark
        if (inverted := _inverted(clause)) is not None:
            return inverted
    return None


def _has_have(auxiliaries: list[Token]) -> bool:
    return any(t.lower_ in {"have", "'ve", "’ve"} for t in auxiliaries)


def _is_past(verb: Token) -> bool:
    return "Past" in verb.morph.get("Tense", []) and "Fin" in _form(verb)


def _is_present(verb: Token) -> bool:
    heads = [*tree.children(verb, "aux", "aux:pass", "cop"), verb]
    return "Pres" in heads[0].morph.get("Tense", []) and heads[0].lemma_ != "have"


def _said_before(verb: Token) -> Token | None:
    """Return the verb of saying in the past whose clause a verb is: what "would" be is what lay ahead then."""
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        verb = verb.head
    above = verb.head
    said = verb.dep_ == "ccomp" and above.i < verb.i and above.pos_ == "VERB"
    return above if said and "Past" in above.morph.get("Tense", []) and lemma(above) not in _OPINION else None


_OPINION = {"think", "believe", "suggest", "hope", "fear", "wish", "imagine", "argue"}


def _asked(verb: Token) -> Token | None:
    """Return the mark of a question that leaves open whether ("Did they attack?", but not "Why did they attack?")."""
    if verb.dep_ != "ROOT":
        return None
    last = next((t for t in reversed(list(verb.children)) if t.dep_ == "punct"), None)
    if last is None or last.text[0] != "?":
        return None
    first = tree.children(verb, "aux", "aux:pass", "cop")
    subject = tree.children(verb, "nsubj", "nsubj:pass")
    inverted = first and subject and first[0].i < subject[0].i
    wh = any(t.lower_.startswith(("wh", "how")) for t in verb.subtree if t.i < (first or [verb])[0].i)
    return last if inverted and not wh else None


def _is_once(adverb: Token, verb: Token) -> bool:
    if adverb.lower_ != "once" or adverb.i > verb.i:
        return False
    return "Past" in verb.morph.get("Tense", []) and not tree.children(verb, "nsubj")


def _long_ago(word: Token, words: StatusWords) -> Token | None:
    """Return the word for a time long gone that stands with a predicate told as past."""
    if word.pos_ == "VERB" and "Past" not in word.morph.get("Tense", []):
        return None
    if word.pos_ == "VERB" and any(t.lower_ in {"has", "have", "'ve", "’ve"} for t in tree.children(word, "aux")):
        return None  # "has ruled for decades" goes on
    for phrase in tree.children(word, "obl", "obl:unmarked", "nmod", "nmod:unmarked", "compound", "nummod", "advmod"):
        if {phrase.lower_, lemma(phrase)} & words.long_ago and not _is_this(phrase):
            return phrase
        around = " ".join(t.lower_ for t in phrase.doc[max(word.sent.start, phrase.i - 2) : phrase.i + 1])
        if any(age in around for age in words.ages):
            return phrase
        if phrase.lower_ == "ago" and any(
            lemma(t) in {"year", "generation", *words.long_ago} and t.lower_ != "year" for t in phrase.children
        ):
            return phrase
    return None


def _is_this(phrase: Token) -> bool:
    """Whether a time is the present one: "this century", "the 21st century", "in recent decades"."""
    own = {"this", "21st", "twenty-first", "recent", "last", "past", "new", "next", "coming"}
    return any(t.lower_ in own for t in phrase.subtree)


def _progressive(verb: Token, auxiliaries: list[Token]) -> Token | None:
    """Return what says that it is going on: "*is* shelling", "is *being* shelled", headline "Clashes *Raging*"."""
    being = next((t for t in auxiliaries if t.lower_ == "being"), None)
    if "Part" not in _form(verb) or ("Pres" not in verb.morph.get("Tense", []) and being is None):
        return None
    present = [t for t in auxiliaries if t.lower_ in _PRESENT and t is not being]
    past = any(t.lower_ == "had" for t in auxiliaries)
    if present and not past:
        return present[0]
    if not auxiliaries and verb.dep_ == "ROOT" and tree.children(verb, "nsubj"):
        return verb
    return None


def _governed(token: Token, words: StatusWords, material: bool) -> Told | None:
    """Return what the nearest word above says of the clause or noun it governs."""
    while token.dep_ in _CLAUSE_OF or token.dep_ in {"conj", "acl:relcl"}:
        above = token.head
        if token.dep_ == "conj":
            token = above
            continue
        found = _said_of(token, above, words, material)
        if found is not None:
            return found
        if token.dep_ in {"obl", "nmod"} and above.pos_ not in _NOUNS:
            return None  # what is told as a circumstance keeps its own status
        if token.dep_ in {"acl:relcl", "nsubj"} or (token.dep_ == "advcl" and not _is_clause(token, above, words)):
            return None
        token = above
    return None


def _is_clause(token: Token, above: Token, words: StatusWords) -> bool:
    """Whether the token heads a clause that completes the word above, whatever the tree calls it."""
    if token.dep_ in {"xcomp", "ccomp", "acl", "csubj"}:
        return True
    governs = {lemma(above), above.lower_} & (words.denied_by | words.negated_by | words.dismissed_by | words.ended_by)
    # "prevented them from leaving", "denied *sending* tanks", which trees often call a circumstance
    bare = bool(governs) and "Ger" in _form(token) and not tree.children(token, "mark", "nsubj")
    return token.dep_ == "advcl" and (_is_to(token) or bare or _has_mark(token, "of", "from"))


def _said_of(token: Token, above: Token, words: StatusWords, material: bool) -> Told | None:
    names = {lemma(above), above.lower_}
    particles = [f"{lemma(above)} {t.lower_}" for t in tree.children(above, "compound:prt")]
    own = _own(above, words)
    negated = own.negation is not None
    clause = _is_clause(token, above, words)
    finite = clause and not _is_to(token) and "Fin" in _form_of_clause(token)
    noun = token.pos_ in _NOUNS and token.dep_ in {"obj", "nmod", "nsubj:pass", "obl"}
    if (untrue := _untrue(token, above, words)) is not None:
        return Told("denied", False, untrue)
    if (clause or noun) and names & words.denied_by and not negated:
        return Told("denied", False, above)
    if clause and names & words.ended_by:
        return Told("ongoing", False, own.negation) if negated else Told("negated", False, above)
    if clause and names & words.negated_by:
        return None if negated else Told("negated", True, above)
    if token.dep_ in {"obj", "nsubj:pass"} and noun and names.union(particles) & words.averted_by and not negated:
        if own.status in {"planned", "conditional"}:
            return Told("conditional", False, above)
        return Told("negated", True, above)
    if (
        (finite and names & words.doubted_by)
        or (clause and not finite and names & words.conditional_by)
        or (noun and token.dep_ in {"nmod", "obl"} and names & words.conditional_by and _has_mark(token, "of", "over", "about", "for", "on"))
        or (noun and token.dep_ in {"obj", "nsubj:pass"} and names & words.weighed_by)
    ):
        return Told("conditional", False, above)
    if names & words.planned_by and (_is_to(token) or noun):  # "is *going* to attack"
        if token.dep_ != "obl" or _has_mark(token, "for", "on"):
            if negated:
                return Told("negated", True, own.negation) if clause else None
            return Told("planned", True, above)
    if names & words.ongoing and clause:
        return Told("ongoing", False, above)
    if clause and _is_to(token):
        if negated:
            return Told("negated", True, own.negation)
        if own.status in {"planned", "conditional"}:
            return Told(own.status, own.ahead, own.word)
        if token.dep_ == "advcl" and material:
            return Told("planned", True, token)
        if lemma(above) == "be":
            return Told("planned", True, above)  # "is to visit"
    elif token.dep_ in {"nmod", "obl"}:
        if own.status == "planned" and tree.preposition(token) in {"in", "at", "during"}:
            return Told(own.status, own.ahead, own.word)  # "to raise it *in talks* with Oslo"
    return None


def _untrue(token: Token, above: Token, words: StatusWords) -> Token | None:
    """Return what calls the report untrue whose content a clause is: "*dismissed* reports that …"."""
    if lemma(above) == "true" and token.dep_ in {"csubj", "ccomp", "advcl", "xcomp"}:
        return _negation(above, words)  # "it is not true that"
    if lemma(above) not in words.reports or above.pos_ not in _NOUNS:
        return None
    if token.dep_ not in {"acl", "ccomp", "acl:relcl", "nmod", "advcl", "dep", "parataxis"}:
        return None
    for child in tree.children(above, "amod", "compound", "det"):
        if child.lower_ in words.untrue | words.denied_by or (child.lower_ == "no" and lemma(above) in {"truth", "evidence"}):
            return child
    verb = above.head
    name = lemma(verb)
    negation = _own(verb, words).negation
    if above.dep_ in {"obj", "obl", "nsubj:pass"} and name in words.dismissed_by and negation is None:
        return verb
    # "called reports that … a lie", "reports that … were false"
    if above.dep_ in {"obj", "xcomp", "nsubj:pass", "nsubj"}:
        said = [verb, *tree.children(verb, "xcomp", "obl", "obj", "amod")]
        if name in words.calls:
            said = [t for t in verb.subtree if t.i > above.i]
        for word in said:
            if {word.lower_, lemma(word)} & words.untrue and negation is None:
                return word
            if lemma(word) == "true" and negation is not None:
                return negation
    if above.dep_ == "nmod" and verb.pos_ in _NOUNS:  # "no truth to the story that"
        return _untrue_noun(verb, words)
    return None


def _untrue_noun(noun: Token, words: StatusWords) -> Token | None:
    if lemma(noun) in {"denial", "rejection", "dismissal"}:
        return noun
    no = next((t for t in tree.children(noun, "det") if t.lower_ == "no"), None)
    return no if lemma(noun) in words.reports else None


def _form_of_clause(verb: Token) -> list[str]:
    """Return the form of the word that carries the tense of a clause."""
    heads = [*tree.children(verb, "aux", "aux:pass", "cop"), verb]
    return heads[0].morph.get("VerbForm", [])


def _has_mark(token: Token, *texts: str) -> bool:
    return any(t.lower_ in texts for t in tree.children(token, "mark", "case"))


def _is_to(token: Token) -> bool:
    return _has_mark(token, "to") and "Fin" not in _form(token)
