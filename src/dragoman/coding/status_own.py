"""What hangs on a word itself and says whether it happened: auxiliaries, negation, adverbs, marks, times."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.coding import tree
from dragoman.coding.predicates import lemma
from dragoman.ontology.status import StatusWords, status_words
from dragoman.records import Status

NOUNS = {"NOUN", "PROPN"}
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl")
_AUXILIARIES = ("aux", "aux:pass", "cop")
_TIMES = ("obl", "obl:unmarked", "nmod", "nmod:unmarked", "compound", "nummod", "advmod")
_QUESTIONS = ("wh", "how")


@dataclass(frozen=True, slots=True)
class Own:
    """What hangs on a word.

    Attributes:
        status: what it says, ``None`` where nothing special.
        word: the word that says so.
        ahead: whether it lies ahead.
        negation: the word that negates it, beside its status ("will *not* go").
    """

    status: Status | None
    word: Token | None = None
    ahead: bool = False
    negation: Token | None = None


def own(word: Token) -> Own:
    """Return what hangs on a word: the first of the readings below that says something, and its negation."""
    words = status_words()
    negated = negation(word)
    found = _condition_of(word, negated, words) or _by_auxiliary(word, negated, words) or _beside(word, words)
    if found is None and word.pos_ == "VERB":
        found = _going_on(word, words)
    if found is None and word.pos_ in NOUNS:
        found = _of_noun(word, words)
    if found is None:
        return Own(None, negation=negated)
    # What says itself whether it was ("almost", "had they not …") has no negation beside.
    return (
        found
        if found.status in {"negated", "happened"}
        else Own(found.status, found.word, found.ahead, negated)
    )


def negation(word: Token) -> Token | None:
    """Return what negates a word: a particle, a preposition of what was left out, its subject or object."""
    words = status_words()
    if word.pos_ not in {"PROPN", "PRON"}:
        for text, mark in _marks(word):
            if text in words.left_out:
                return mark
    for child in word.children:
        if child.dep_ in {"advmod", "det", "cc", "cc:preconj", "aux", "discourse", "nmod:desc"}:
            if child.lower_ in words.negation and not _not_alone(child, words):
                return child
            if child.dep_ == "advmod" and child.lower_ in words.no_more:
                inner = [t for t in child.children if t.lower_ in words.negation and t.i < child.i]
                if inner:
                    return inner[0]  # "no longer"
        if child.dep_ in {"nsubj", "nsubj:pass", "obj", "obl:unmarked"}:
            for part in (child, *tree.children(child, "det")):
                if part.lower_ in words.negation:
                    return part
    return None


def form(verb: Token) -> list[str]:
    """Return the form of a verb: ``["Inf"]``, ``["Fin"]``, ``["Part"]``, ``["Ger"]``."""
    return verb.morph.get("VerbForm", [])


def is_past_participle(verb: Token) -> bool:
    """Whether a verb is a past participle that no auxiliary makes part of a clause ("sanctions *imposed* in May")."""
    past = "Part" in form(verb) and "Past" in verb.morph.get("Tense", [])
    return past and not tree.children(verb, "aux:pass", "aux")


def _condition_of(word: Token, negated: Token | None, words: StatusWords) -> Own | None:
    """Return what the mark of a condition or question says of its clause ("*if* Oslo pays", "*had* it come later")."""
    asked = _asked(word)
    if asked is not None:
        return Own("conditional", asked)
    past = "Past" in word.morph.get("Tense", []) and "Fin" in form(word)
    for text, mark in _marks(word):
        if text in words.if_ and not (past and text in words.if_or_when):
            return Own("conditional", mark)
        if text == "before" and any(t.lower_ == "could" for t in tree.children(word, "aux")):
            return Own("negated", mark)  # "fled *before* they could attack"
    inverted = _inverted(word, words)
    if inverted is None:
        return None
    if inverted.lower_ == "had":  # it did not; negated, it did
        return Own("negated", inverted) if negated is None else Own("happened", inverted)
    return Own("conditional", inverted)


def _by_auxiliary(verb: Token, negated: Token | None, words: StatusWords) -> Own | None:
    """Return what the auxiliaries say: what lies ahead, what may be, and what would have been."""
    auxiliaries = tree.children(verb, *_AUXILIARIES)
    future = next((t for t in auxiliaries if t.lower_ in words.future), None)
    may = next((t for t in auxiliaries if t.lower_ in words.conditional), None)
    if future is None and may is None:
        return None
    unreal = may is not None and may.lower_ in words.unreal
    perfect = any(t.lower_ in words.have for t in auxiliaries)
    condition = _condition(verb, words)
    if unreal and perfect and verb.pos_ == "VERB" and (negated is None or condition):
        return Own("negated", may)  # "would have bombed"
    would = unreal and may is not None and may.lower_ != "should"
    said = _said_before(verb, words) if would else None
    if condition is not None:  # "will storm it unless …", "said it would storm it unless …"
        return Own("conditional", condition, ahead=future is not None or said is not None)
    if future is not None:
        return Own("planned", future, ahead=True)
    if said is not None:
        return Own("planned", said, ahead=True)  # "said it would send …"
    return Own("conditional", may, ahead=would and negated is not None)  # "would not send it": refused to


def _beside(word: Token, words: StatusWords) -> Own | None:
    """Return what adverbs, marks and times beside a word say."""
    adverbs = tree.children(word, "advmod", "det", "amod", "nmod:desc", "obl:unmarked", "discourse")
    for adverb in adverbs:
        if adverb.lower_ in words.almost and word.pos_ == "VERB" and adverb.i < word.i:
            return Own("negated", adverb)
        if adverb.lower_ in words.conditional_by:
            return Own("conditional", adverb)
    to = next((mark for text, mark in _marks(word) if text == "to"), None)
    if to is not None and (word.dep_ == "ROOT" or tree.children(word, *_SUBJECTS)):
        return Own("planned", to, ahead=True)  # headline: "Leader to Visit Oslo"
    for adverb in adverbs:
        if adverb.lower_ in words.ongoing or (adverb.lower_ in words.ongoing_now and _is_present(word)):
            return Own("ongoing", adverb)
        if adverb.lower_ in words.historical or _is_once(adverb, word):
            return Own("historical", adverb)
    when = _long_ago(word, words)
    return Own("historical", when) if when is not None else None


def _going_on(verb: Token, words: StatusWords) -> Own | None:
    """Return what says that a verb is going on: "*is* shelling", "*is* being shelled", headline "Clashes *Raging*"."""
    if lemma(verb) in words.lasting - words.lasting_of:
        return Own("ongoing", verb)
    auxiliaries = tree.children(verb, *_AUXILIARIES)
    being = any(t.lower_ == "being" for t in auxiliaries)
    if "Part" not in form(verb) or not (being or "Pres" in verb.morph.get("Tense", [])):
        return None
    present = [t for t in auxiliaries if t.lower_ in words.be]
    if present and not any(t.lower_ == "had" for t in auxiliaries):
        return Own("ongoing", present[0])
    headline = not auxiliaries and verb.dep_ == "ROOT" and tree.children(verb, "nsubj")
    return Own("ongoing", verb) if headline else None


def _of_noun(noun: Token, words: StatusWords) -> Own | None:
    """Return what the words around an event noun say of it."""
    for copula in tree.children(noun, "cop"):
        if copula.lower_ in words.be:
            return Own("ongoing", copula)  # "is in talks with"
    for word in tree.children(noun, "amod", "acl", "det", "nmod:desc", "advmod", "compound", "appos"):
        if word.lower_ in words.planned_of:
            return Own("planned", word, ahead=True)  # "upcoming talks"
        if word.lower_ in words.ongoing:
            return Own("ongoing", word)
    for text, mark in _marks(noun):
        if text in words.planned_of:
            return Own("planned", mark, ahead=True)  # "ahead of talks"
    for phrase in tree.children(noun, "nmod", "appos", "acl", "obl", "amod"):
        for word in tree.children(phrase, "advmod"):
            if word.lower_ in words.ongoing | words.ongoing_now and "Past" not in phrase.morph.get(
                "Tense", []
            ):
                return Own("ongoing", word)  # "the siege, *now* in its third week"
    if noun.dep_ not in {"nsubj", "nsubj:pass"}:
        return None
    above, names = noun.head, {noun.head.lower_, lemma(noun.head)}
    if names & words.lasting or (names & words.lasting_of and tree.children(above, "cop")):
        return Own("ongoing", above)  # "the fighting continues"
    if "way" in names and any(text == "under" for text, _ in _marks(above)):
        return Own("ongoing", above)  # "talks are under way"
    if names & words.planned_of:
        return Own("planned", above, ahead=True)  # "talks are due"
    return Own("conditional", above) if names & words.doubted_by else None  # "an attack is likely"


def _marks(word: Token) -> list[tuple[str, Token]]:
    """Return the words that open its clause or phrase, each with what is fixed to it ("in case")."""
    marks = tree.children(word, "mark", "case", "cc")
    return [(" ".join(t.lower_ for t in (mark, *tree.children(mark, "fixed"))), mark) for mark in marks]


def _not_alone(particle: Token, words: StatusWords) -> bool:
    after = particle.i + 1
    return after < len(particle.doc) and particle.doc[after].lower_ in words.not_alone


def _inverted(verb: Token, words: StatusWords) -> Token | None:
    """Return the auxiliary that opens a condition: "*Had* the call come later …", "*Should* the truce fail …"."""
    if verb.dep_ not in {"advcl", "ccomp", "parataxis", "dep"} or tree.children(verb, "mark"):
        return None
    subjects = tree.children(verb, "nsubj", "nsubj:pass")
    for auxiliary in tree.children(verb, *_AUXILIARIES):
        if auxiliary.lower_ in words.inverted_if and subjects and auxiliary.i < subjects[0].i:
            before = None if auxiliary.is_sent_start else auxiliary.nbor(-1)
            if before is None or before.pos_ in {"PUNCT", "CCONJ"}:
                return auxiliary
    return None


def _condition(verb: Token, words: StatusWords) -> Token | None:
    """Return what opens the condition on which a verb hangs: "will storm it *unless* …"."""
    for clause in tree.children(verb, "advcl", "ccomp", "parataxis"):
        for text, mark in _marks(clause) if clause.dep_ == "advcl" else []:
            if text in words.condition:
                return mark
        inverted = _inverted(clause, words)
        if inverted is not None:
            return inverted
    return None


def _is_present(verb: Token) -> bool:
    first = next(iter(tree.children(verb, *_AUXILIARIES)), verb)
    return "Pres" in first.morph.get("Tense", []) and first.lemma_ != "have"


def _said_before(verb: Token, words: StatusWords) -> Token | None:
    """Return the verb of saying in the past whose clause a verb is: what "would" be is what lay ahead then."""
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        verb = verb.head
    above = verb.head
    said = verb.dep_ == "ccomp" and above.i < verb.i and above.pos_ == "VERB"
    past = "Past" in above.morph.get("Tense", [])
    return above if said and past and lemma(above) not in words.supposed_by else None


def _asked(verb: Token) -> Token | None:
    """Return the mark of a question that leaves open whether ("Did they attack?", but not "Why did they attack?")."""
    mark = next((t for t in reversed(list(verb.children)) if t.dep_ == "punct"), None)
    if verb.dep_ != "ROOT" or mark is None or mark.text[0] != "?":
        return None
    auxiliaries, subjects = tree.children(verb, *_AUXILIARIES), tree.children(verb, "nsubj", "nsubj:pass")
    if not auxiliaries or not subjects or auxiliaries[0].i > subjects[0].i:
        return None
    before = (t for t in verb.subtree if t.i < auxiliaries[0].i)
    return None if any(t.lower_.startswith(_QUESTIONS) for t in before) else mark


def _is_once(adverb: Token, verb: Token) -> bool:
    """Whether it is "once" before a participle: "the province, *once* held by Japan"."""
    once = adverb.lower_ == "once" and adverb.i < verb.i
    return once and "Past" in verb.morph.get("Tense", []) and not tree.children(verb, "nsubj")


def _long_ago(word: Token, words: StatusWords) -> Token | None:
    """Return the word for a time long gone that stands with a noun or with a verb told as past."""
    if word.pos_ == "VERB":
        perfect = any(t.lower_ in words.have for t in tree.children(word, "aux"))
        if perfect or "Past" not in word.morph.get("Tense", []):
            return None  # "has ruled for decades" goes on
    for phrase in tree.children(word, *_TIMES):
        now = any(t.lower_ in words.recent for t in phrase.subtree)  # "this century"
        if {phrase.lower_, lemma(phrase)} & words.long_ago and not now:
            return phrase
        around = " ".join(t.lower_ for t in phrase.doc[max(word.sent.start, phrase.i - 2) : phrase.i + 1])
        if any(age in around for age in words.ages):
            return phrase
        if phrase.lower_ == "ago" and any(t.lower_ in words.years | words.long_ago for t in phrase.children):
            return phrase
    return None
