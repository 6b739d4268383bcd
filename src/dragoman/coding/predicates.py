"""Which words of a sentence name an event: entries of the lexicon found on the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Span, Token

from dragoman.coding import tree
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.localities import is_town
from dragoman.language import lemmas as inflected
from dragoman.ontology.attribution import attribution_words
from dragoman.ontology.lexicon import Entry, Lexicon

Construction = Literal["active", "passive", "nominal", "adjectival", "obligation"]
Condition = Literal["particles", "object", "without", "subject", "complement"]

# How the tree marks a particle or adverb that goes with a verb.
_BARE = {"compound:prt", "advmod", "mark", "case", "obl", "prep"}


@dataclass(frozen=True, slots=True)
class Predicate:
    """An entry of the lexicon and the words that matched it.

    Attributes:
        entry: the entry.
        head: the verb, noun or adjective.
        object: the noun the entry asks for as the verb's object, where it asks for one.
        complement: the verb of the clause that depends on the head, if there is one.
        construction: how the head stands in the sentence; ``obligation`` is a demand told by an auxiliary
            ("said Oslo *must* …"), coded as the entry of "demand" would be.
    """

    entry: Entry
    head: Token
    object: Token | None
    complement: Token | None
    construction: Construction

    @property
    def words(self) -> list[Token]:
        """The words of the trigger, in the order of the text; an object before its verb ("talks resumed") stays out."""
        head = self.head
        found = {head}
        for word in _particles(head, self.entry.particles):
            # A preposition far off ("sue the city *over* …") belongs to what follows it.
            if word.head.i == head.i or (word.i and word.nbor(-1) in found):
                found.add(word)
        if self.object is not None and self.object.i > head.i:
            found.add(self.object)
        if "-" in self.entry.lemma and head.i >= 2 and head.nbor(-1).text == "-":
            found.add(head.nbor(-2))
        return sorted(found, key=lambda token: token.i)


@dataclass(frozen=True, slots=True)
class Misfit:
    """An entry that has the word ``head``, and the first of its conditions that the sentence does not meet."""

    entry: Entry
    head: Token
    condition: Condition


def find(sentence: Span, lexicon: Lexicon) -> list[list[Predicate]]:
    """Return, for each word of a sentence that names an event, what it may mean: the most specific entry first."""
    tokens = list(sentence)
    here = frozenset(form for token in tokens for form in (token.lower_, lemma(token)))
    if any(token.pos_ == "PROPN" for token in tokens):
        here |= {"city"}  # the name of a town stands for one (`is_one_of`)
    read = [[m for m in _match(token, lexicon, here) if isinstance(m, Predicate)] for token in tokens]
    found = [matches for matches in read if matches]
    # "hold talks": the object is part of the trigger and names no second event.
    named = [match.object for matches in found for match in matches[:1] if match.object is not None]
    taken = {noun.i for one in named for noun in (one, *measured(one))}
    return [matches for matches in found if matches[0].head.i not in taken]


def misfits(sentence: Span, lexicon: Lexicon) -> list[Misfit]:
    """Return the entries that have a word of the sentence and yet do not fit, where no other entry of it fits."""
    found: list[Misfit] = []
    for token in sentence:
        matches = list(_match(token, lexicon))
        if not any(isinstance(match, Predicate) for match in matches):
            found += [match for match in matches if isinstance(match, Misfit)]
    return found


def lemma(token: Token) -> str:
    """Return the lemma in lower case; a noun that a headline writes like a name is read as a noun."""
    if token.pos_ == "PROPN":
        return inflected.lemma(token.lower_, "NOUN")
    return token.lemma_.lower()


def _match(
    token: Token, lexicon: Lexicon, here: frozenset[str] | None = None
) -> Iterator[Predicate | Misfit]:
    """Yield what a word may mean and, without the words that are `here`, which entries of it do not fit."""
    if token.dep_ in {"amod", "compound"}:
        return  # "the sanctioned tanker", "an arrest warrant": what kind of thing it is, not news
    if token.pos_ in {"VERB", "AUX"}:
        # Of entries with as many conditions the one that says more of the object comes first ("joint drill").
        matches = list(_verb(token, lexicon, here))
        yield from sorted(matches, key=lambda m: (m.entry.rank[0], _said_of_object(m)), reverse=True)
    elif token.pos_ in {"NOUN", "PROPN"}:
        yield from _noun(token, lexicon, here)
        yield from _being(token, lexicon)
        if (
            token.dep_ in {"ROOT", "conj"}
            and tree.children(token, "nsubj")
            and not tree.children(token, "cop")
        ):
            yield from _verb(token, lexicon, here)  # "Leader Urges Calm": a headline verb taken for a noun
    elif token.pos_ == "ADJ":
        yield from _adjective(token, lexicon, here)


def _entries(entries: tuple[Entry, ...], here: frozenset[str] | None) -> Iterable[Entry]:
    """Return the entries whose words all stand in the sentence: most do not, which is soon seen."""
    if here is None:
        return entries
    return [
        entry
        for entry in entries
        if here.issuperset(entry.particles) and (not entry.things or not here.isdisjoint(entry.things))
    ]


def _verb(token: Token, lexicon: Lexicon, here: frozenset[str] | None) -> Iterator[Predicate | Misfit]:
    entries = _entries(lexicon.by_verb.get(_verb_lemma(token), ()), here)
    passive = bool(entries) and tree.is_passive(token)
    for entry in entries:
        if not _has_particles(token, entry):
            yield Misfit(entry, token, "particles")
            continue
        objects = _objects(token, entry)
        named = next((o for o in objects if is_one_of(o, entry.object)), None) if entry.object else None
        if entry.object and named is None:
            yield Misfit(entry, token, "object")
            continue
        circumstances = tree.prepositional(token, "in") if passive else []  # "was killed in a crash"
        barring = (*objects, *tree.patients(token), *circumstances) if entry.without else ()
        if any(is_one_of(o, entry.without) for o in barring):
            yield Misfit(entry, token, "without")
            continue
        if entry.subject:
            actor = tree.subject(token)
            if actor is None or not any(is_one_of(a, entry.subject) for a in tree.conjoined(actor)):
                yield Misfit(entry, token, "subject")
                continue
        clause = complement(token)
        if clause is None and named is not None and entry.complement is not False:
            clause = complement(named)  # "renewed its demand *that Oslo withdraw*"
        asks = entry.type == "REQUEST" and bool(entry.complement)
        if not _complement_fits(clause, entry) or (asks and clause is not None and _is_told(clause, token)):
            yield Misfit(entry, token, "complement")
            continue
        if clause is not None and (lemma(clause),) in entry.without:
            yield Misfit(entry, token, "without")
            continue
        yield Predicate(entry, token, named, clause, "passive" if passive else "active")


def _said_of_object(match: Predicate | Misfit) -> int:
    """Return of how many words the longest item is that fits the object; a condition on the subject counts as two."""
    if isinstance(match, Misfit):
        return 0
    of_subject = 2 if match.entry.subject else 0  # "a *drone* hit an oil depot" tells of the drone
    if match.object is None:
        return of_subject
    return of_subject + max(len(item) for item in match.entry.object if is_one_of(match.object, (item,)))


def _verb_lemma(token: Token) -> str:
    if token.pos_ in {"VERB", "AUX"}:
        hyphen = token.nbor(-1) if token.i else None
        # Where the sentence begins is asked last: spaCy looks for it each time.
        if (
            hyphen is not None
            and hyphen.text == "-"
            and not hyphen.whitespace_
            and token.i - token.sent.start >= 2
        ):
            return f"{token.nbor(-2).lower_}-{token.lemma_.lower()}"  # "fast-tracks", "test-fired"
        return token.lemma_.lower()
    return inflected.lemma(token.lower_, "VERB")


def _noun(token: Token, lexicon: Lexicon, here: frozenset[str] | None) -> Iterator[Predicate | Misfit]:
    for entry in _entries(lexicon.by_noun.get(lemma(token), ()), here):
        if entry.particles and not _has_modifiers(token, entry.particles):
            yield Misfit(entry, token, "particles")
            continue
        if any(_has_modifiers(token, phrase) for phrase in entry.without):
            yield Misfit(entry, token, "without")
            continue
        clause = complement(token)
        if not _complement_fits(clause, entry):
            yield Misfit(entry, token, "complement")
            continue
        yield Predicate(entry, token, None, clause, "nominal")


def _being(token: Token, lexicon: Lexicon) -> Iterator[Predicate]:
    """Yield what "be" with its preposition and this noun means ("nurses are *on strike*")."""
    if tree.children(token, "cop") and (preposition := tree.preposition(token)):
        for entry in lexicon.by_verb.get("be", ()):
            if entry.particles == (preposition,) and is_one_of(token, entry.object):
                yield Predicate(entry, token, None, complement(token), "active")


def _adjective(token: Token, lexicon: Lexicon, here: frozenset[str] | None) -> Iterator[Predicate | Misfit]:
    for entry in _entries(lexicon.by_adjective.get(lemma(token), ()), here):
        if not _has_particles(token, entry):
            yield Misfit(entry, token, "particles")
            continue
        if not _complement_fits(complement(token), entry):
            yield Misfit(entry, token, "complement")
            continue
        yield Predicate(entry, token, None, complement(token), "adjectival")


@tree.remembered
def complement(token: Token) -> Token | None:
    """Return the verb of the clause that completes the word ("refuse *to meet*", "a threat *to attack*")."""
    for child in tree.children(token, "xcomp", "ccomp", "acl"):
        if child.dep_ == "acl" and token.pos_ not in {"NOUN", "PROPN"}:
            continue
        return child
    for child in tree.children(token, "advcl"):
        marks = tree.children(child, "mark")
        if child.i > token.i and marks and marks[0].lower_ == "to":
            return child  # trees often attach "agrees to V" and "threatens to V" as a purpose clause
    return None


# What one asks for, agrees to, refuses or threatens lies ahead: "agreed that Oslo *had paid*" is none of these.
_AHEAD = {"REQUEST", "AGREE", "REJECT", "THREATEN"}


def _complement_fits(clause: Token | None, entry: Entry) -> bool:
    if entry.complement is None:
        return True
    if clause is not None and entry.type in _AHEAD and entry.complement and _is_past(clause):
        return False
    if isinstance(entry.complement, bool):
        return entry.complement == (clause is not None)
    return clause is not None and lemma(clause) in entry.complement


def _is_past(clause: Token) -> bool:
    """Whether a clause tells of what was ("that Oslo *paid*", "*had* paid")."""
    words = [clause, *tree.children(clause, "aux", "aux:pass", "cop")]
    return any(
        "Past" in w.morph.get("Tense", []) and "Fin" in w.morph.get("VerbForm", []) for w in words
    ) and not any("Mod" in w.morph.get("VerbType", []) or is_grammatical(w.lower_, "modals") for w in words)


def _is_told(clause: Token, verb: Token) -> bool:
    """Whether a clause is a question or tells what is, not what shall be done ("told Oslo *that it pays*")."""
    if any(t.lower_ in {"whether", "if"} for t in tree.children(clause, "mark")):
        return True
    own = not tree.children(clause, "nsubj", "nsubj:pass") and not tree.children(verb, "obj", "iobj")
    if own and is_grammatical(lemma(verb), "wishes") and not tree.is_passive(verb):
        return True  # "expects *to work* with Oslo": that is no wish that Oslo do it
    if any("Int" in t.morph.get("PronType", []) for t in clause.children if t.i < clause.i):
        return True
    words = [clause, *tree.children(clause, "aux", "aux:pass", "cop")]
    finite = any("Fin" in w.morph.get("VerbForm", []) and w.morph.get("Tense", []) for w in words)
    modal = any(
        "Mod" in w.morph.get("VerbType", [])
        or is_grammatical(w.lower_, "modals")
        or is_grammatical(w.lower_, "obligation")
        for w in words
    )
    stated = clause.i < verb.i or lemma(verb) in attribution_words().say
    return stated and finite and not modal


def _particles(token: Token, words: tuple[str, ...]) -> list[Token]:
    """Return the words that stand with the verb as its particles and preposition."""
    found: list[Token] = []
    for word in words:
        for child in (*token.children, *_adjective_behind(token)):
            if child.lower_ == word and (child.dep_ in _BARE or child.pos_ == "ADJ") and not _opens(child):
                found.append(child)
                break
            marks = tree.children(child, "case", "mark", "fixed")
            marks += [t for mark in marks for t in tree.children(mark, "fixed")]  # "walked *out of* talks"
            cases = [t for t in marks if t.lower_ == word]
            if is_grammatical(lemma(child), "times"):
                continue  # "called Oslo *on Monday*" is no call on anybody
            if child.dep_ in {"obl", "nmod", "advcl", "xcomp", "ccomp", "advmod"} and cases:
                found.append(cases[0])
                break
    return found


def _opens(word: Token) -> bool:
    """Whether a supposed particle opens a date or a number ("called *on* Monday", "let *up to* 90 men in")."""
    after = word.nbor() if word.i + 1 < len(word.doc) else None
    if after is None or word.dep_ != "compound:prt":
        return False
    counts = after.lower_ == "to" and after.i + 1 < len(word.doc) and after.nbor().pos_ == "NUM"
    return counts or is_grammatical(lemma(after), "times")


def _adjective_behind(verb: Token) -> list[Token]:
    """Return the adjective that goes with the verb though the tree hangs it on the object ("set *free* two men")."""
    if verb.i + 1 == len(verb.doc):
        return []
    word = verb.nbor()
    return [word] if word.dep_ == "amod" and word.head.dep_ == "obj" and word.head.head.i == verb.i else []


def _has_particles(token: Token, entry: Entry) -> bool:
    found = _particles(token, entry.particles)
    particles = [t for t in tree.children(token, "compound:prt") if not _opens(t)]
    if any(t.lower_ not in entry.particles for t in particles):
        return False  # whoever backs *down* does not back
    if len(found) != len(entry.particles):
        return False
    # Whose recipient never stands behind it is a particle: "gives *in*", not "gives a loan *in* euros".
    particle = entry.preposition and not entry.object and entry.preposition not in entry.recipient
    return not particle or found[-1].head.i == token.i


def _has_modifiers(noun: Token, words: tuple[str, ...]) -> bool:
    return _modifying(noun).issuperset(words)


@tree.remembered
def _modifying(noun: Token) -> frozenset[str]:
    """Return the words before a noun that say of what kind it is."""
    lemmas = [lemma(t) for t in tree.children(noun, "compound", "amod", "nmod:desc", "nmod:unmarked")]
    return frozenset([*lemmas, *(t.lower_ for t in tree.children(noun, "compound", "amod"))])


def _objects(verb: Token, entry: Entry) -> list[Token]:
    """Return the objects of a verb with their coordinates: those of its preposition when the entry has one."""
    heads = tree.prepositional(verb, entry.preposition) if entry.preposition else tree.patients(verb)
    if not entry.preposition and tree.is_passive(verb):
        heads = [
            *heads,
            *(t for t in tree.children(verb, "obj") if t not in heads),
        ]  # "was given two *ships*"
    return [token for head in heads for token in tree.conjoined(head)]


def is_one_of(noun: Token, wanted: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the noun, or a word of its compound, is one of these nouns (each one or several words, head last)."""
    if ("city",) in wanted and noun.pos_ == "PROPN" and is_town(tree.noun_phrase(noun).text):
        return True  # "captured *Goma*"
    forms = _forms(noun)
    things = (noun, *measured(noun))
    return any(
        item[-1] in forms and (len(item) == 1 or any(_has_modifiers(thing, item[:-1]) for thing in things))
        for item in wanted
    )


@tree.remembered
def _forms(noun: Token) -> frozenset[str]:
    """Return the words by which the noun, what it measures or a word of its compound may be known."""
    # A title says what its bearer is: "summoned *Ambassador* Lind".
    things = [noun, *measured(noun), *tree.children(noun, "nmod:desc")]
    things += [part for thing in things for part in tree.children(thing, "compound")]
    return frozenset(form for word in things for form in (lemma(word), word.lower_))


def measured(noun: Token) -> list[Token]:
    """Return what a measure stands for: "a series of *strikes*", "two million euros in *aid*"."""
    found = tree.prepositional(noun, "of") if is_grammatical(lemma(noun), "measures") else []
    if tree.children(noun, "nummod") or noun.pos_ in {"SYM", "NUM"}:
        found = [*found, *tree.prepositional(noun, "in")]
    return found
