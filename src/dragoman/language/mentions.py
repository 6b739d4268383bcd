"""What a text speaks of: its names, noun phrases and personal pronouns, each with what its words tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from dragoman.language.tables import table
from dragoman.ontology.agents import agents
from dragoman.ontology.countries import countries
from dragoman.records import Field

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

#: ``thing`` is whatever is no person and no body of persons; ``land`` is also a city.
Kind = Literal["person", "body", "land", "thing"]
Gender = Literal["masculine", "feminine"]
#: How a mention tells who is meant.
Form = Literal["name", "noun", "pronoun"]

_KINDS: dict[str, Kind] = {"PER": "person", "ORG": "body", "LOC": "land"}
_DETERMINERS = {"the", "this", "that", "these", "those"}
# Parts of a noun phrase that tell who is meant, and those by which it is more than its plain noun says.
_WORDS = {"amod", "compound", "nmod:desc", "flat", "nmod:unmarked"}
_PHRASE = _WORDS | {"det", "det:predet", "nummod", "nmod:poss", "fixed", "case", "punct"}
_TELLING = _WORDS | {"nmod:poss", "nummod"}
_CONTENT = {"NOUN", "PROPN", "ADJ", "VERB", "NUM"}
_RESTRICTING = {"acl", "acl:relcl", "nmod:poss", "advcl:relcl"}


class Phrase(NamedTuple):
    """A noun as its lemma, and all content words of its phrase, the noun among them."""

    noun: str
    words: frozenset[str]


@dataclass(eq=False, slots=True)
class Mention:
    """A name, noun phrase or pronoun in a sentence.

    Attributes:
        field: title or text.
        start, end: tokens of the phrase, end exclusive; of a name its own words and what stands before it.
        head: the token that heads the phrase in the tree.
        sentence: number of the sentence; titles come before texts.
        name: the words of a name, else none.
        described: what a noun phrase says, in small letters, by its noun; of a name, what its title and its
            appositions say, and its own words.
        attributive: whether it only modifies another noun ("*U.S.* claims").
        definite: whether it begins with "the" or "this" and nothing after it tells which one is meant.
    """

    field: Field
    start: int
    end: int
    head: Token
    sentence: int
    form: Form
    kind: Kind
    plural: bool = False
    gender: Gender | None = None
    name: tuple[str, ...] = ()
    described: tuple[Phrase, ...] = ()
    noun: str = ""
    definite: bool = False
    attributive: bool = False


def mentions(doc: Doc, field: Field, first: int) -> Iterator[list[Mention]]:
    """Yield the mentions of each sentence in the order of the text; sentences count from ``first``."""
    names = [span for span in doc.ents if span.label_ != "NORP" and not _is_title(span)]
    named = {i: span for span in names for i in range(span.start, span.end)}
    for number, sentence in enumerate(doc.sents, first):
        tokens = list(sentence)
        tree = _Tree(tokens)
        found: list[Mention] = []
        for token in tokens:
            pos = token.pos_
            if pos == "PRON":
                if (mention := _pronoun(token, field, number)) is not None:
                    found.append(mention)
            elif pos in {"NOUN", "PROPN"}:
                span = named.get(token.i)
                if span is not None:
                    if token.head.i == token.i or not span.start <= token.head.i < span.end:
                        found.append(_named(span, token, tree, field, number))
                elif token.dep_ not in _WORDS and not (token.dep_ == "appos" and token.head.i == token.i + 1):
                    found.append(_noun(token, tree, field, number))
        yield found


class _Tree:
    """The tree of a sentence from above: spaCy looks through it anew for each word's children."""

    def __init__(self, tokens: list[Token]) -> None:
        self._children: dict[int, list[tuple[Token, str]]] = {}
        for token in tokens:
            if (dep := token.dep_) != "ROOT":
                self._children.setdefault(token.head.i, []).append((token, dep))

    def children(self, token: Token) -> list[tuple[Token, str]]:
        """Return the children of a word with their labels."""
        return self._children.get(token.i, [])

    def left(self, head: Token) -> int:
        """Return the first token of a phrase: what stands unbroken before its head and belongs to it."""
        inside = {
            i
            for child, dep in self.children(head)
            if dep in _PHRASE and dep not in {"case", "punct"} and child.i < head.i
            for i in self._within(child)
        }
        start = head.i
        while start - 1 in inside:
            start -= 1
        return start

    def _within(self, token: Token) -> Iterator[int]:
        yield token.i
        for child, dep in self.children(token):
            if dep in _PHRASE:
                yield from self._within(child)

    def phrase(self, noun: Token) -> Phrase:
        """Return what a noun phrase says: "the Japanese prime minister" is minister: japanese, prime, minister."""
        word = _same(noun.lemma_.lower())
        found = {word}
        for child, dep in self.children(noun):
            if dep in _TELLING or (dep == "nmod" and self.is_of(child)):
                found.update(self._content(child))
        return Phrase(word, frozenset(found))

    def _content(self, token: Token) -> Iterator[str]:
        if token.pos_ in _CONTENT:
            yield _same(token.lemma_.lower())
        for child, _ in self.children(token):
            yield from self._content(child)

    def is_of(self, token: Token) -> bool:
        """Whether "of" marks the phrase."""
        return any(dep == "case" and case.lower_ == "of" for case, dep in self.children(token))


def _is_title(span: Span) -> bool:
    """Whether what was read as a person's name is an office ("the Emperor")."""
    return span.label_ == "PER" and all(t.lower_ in _all_titles() for t in span)


def _pronoun(token: Token, field: Field, number: int) -> Mention | None:
    word = token.lower_
    told = table("reference")["pronouns"].get(word)
    if told is None or token.dep_ == "expl":
        return None
    kind: Kind = "thing" if told.get("thing") else "person"
    return Mention(field, token.i, token.i + 1, token, number, "pronoun", kind, told.get("plural", False),
                   told.get("gender"), noun=word)  # fmt: skip


def _named(span: Span, head: Token, tree: _Tree, field: Field, number: int) -> Mention:
    """Return the mention of a name with the titles before it and the appositions about it."""
    kind = _KINDS.get(span.label_, "thing")
    inside = range(span.start, span.end)
    outside = [(child, dep) for child, dep in tree.children(head) if child.i not in inside]
    name = tuple(t.text for t in span if t.pos_ not in {"SPACE", "PART", "PUNCT", "DET"})
    for child, dep in outside:  # "University of *Oslo*"
        if dep == "nmod" and child.i >= span.end and child.pos_ == "PROPN" and tree.is_of(child):
            name += ("of", child.text)
    if kind == "land" and any(dep in {"amod", "compound"} for _, dep in outside):
        name = ()  # "Classical *Greece*" is not the Greece told of before
    described: list[Token] = []
    top, above = head, head.head
    # The tree may hang the name on its title ("President" over "Abe"), or on what it is an apposition of.
    if head.dep_ in {"flat", "appos", "compound"} and above.pos_ in {"NOUN", "PROPN"}:
        if above.i == span.start - 1:
            top = above
        if top is above or head.dep_ == "appos":
            described.append(above)
    for child, dep in outside:
        if dep in {"nmod:desc", "appos", "compound"} and not child.ent_type_:
            described.append(child)
    if head.dep_ == "nsubj" and above.pos_ == "NOUN" and any(dep == "cop" for _, dep in tree.children(above)):
        described.append(above)
    told = [tree.phrase(token) for token in described]
    if kind == "body":
        told.append(Phrase(_same(head.lower_), frozenset(_same(w.lower()) for w in name)))
    gender = _gender_of_name(name, span, described) if kind == "person" else None
    return Mention(field, min(span.start, tree.left(top)), span.end, top, number, "name", kind, False, gender,
                   name, tuple(told), attributive=head.dep_ in {"compound", "nmod:desc", "amod"})  # fmt: skip


def _noun(token: Token, tree: _Tree, field: Field, number: int) -> Mention:
    children = tree.children(token)
    phrase = tree.phrase(token)
    plural = "Plur" in token.morph.get("Number", [])
    definite = any(dep == "det" and c.lower_ in _DETERMINERS for c, dep in children) and not any(
        dep in _RESTRICTING or (dep == "nmod" and not tree.is_of(c)) for c, dep in children
    )
    gender = next((g for g in _GENDERS if phrase.noun in table("reference")["nouns"][g]), None)
    return Mention(field, tree.left(token), token.i + 1, token, number, "noun", _kind_of(token, phrase.noun),
                   plural, gender, (), (phrase,), phrase.noun, definite)  # fmt: skip


_GENDERS: tuple[Gender, ...] = ("masculine", "feminine")


def _same(word: str) -> str:
    return _spellings().get(word, word)


@cache
def _spellings() -> dict[str, str]:
    pairs = table("reference")["same"]
    return {pair[0]: pair[1] for pair in pairs if " " not in pair[0]}


def _gender_of_name(name: tuple[str, ...], span: Span, described: list[Token]) -> Gender | None:
    lists = table("reference")
    around = [t.lower_ for t in described]
    around += [t.lemma_.lower() for t in described]
    around += [t.lower_ for t in span]
    if span.start > span.sent.start:
        around.append(span.doc[span.start - 1].lower_)
    for gender in _GENDERS:
        if any(word in _titles(gender) for word in around):
            return gender
    first = next((word for word in name if word.lower() not in _all_titles()), "")
    return next((g for g in _GENDERS if first in lists["given_names"][g]), None)


@cache
def _titles(gender: Gender) -> frozenset[str]:
    lists = table("reference")
    return frozenset((*lists["titles"][gender], *lists["nouns"][gender]))


@cache
def _all_titles() -> frozenset[str]:
    """Return the words of the titles that may be taken for a part of a name."""
    return frozenset(w for g in _GENDERS for w in table("reference")["titles"][g]) | frozenset(
        agent.lemma.lower() for agent in agents() if agent.office
    )


def _kind_of(token: Token, noun: str) -> Kind:
    if token.pos_ == "PROPN" and (noun in land_of() or noun in capital_of()):
        return "land"
    if token.pos_ == "PROPN" and len(noun) > 1 and token.text.isupper():
        return "body"  # an acronym that was not read as a name
    return _kinds().get(noun, "thing")


@cache
def _kinds() -> dict[str, Kind]:
    lists = table("reference")
    kinds: dict[str, Kind] = dict.fromkeys(lists["bodies"], "body")
    kinds |= {
        a.lemma.lower(): "person" if a.kind == "person" else "body" for a in agents() if not a.needs_country
    }
    kinds |= {word: "person" for g in _GENDERS for word in lists["nouns"][g]}
    return kinds | dict.fromkeys(lists["persons"], "person")


@cache
def land_of() -> dict[str, str]:
    """Return the code of the country that a name stands for, by the name in small letters."""
    return {
        form.lower(): country.code for country in countries() for form in (country.name, *country.aliases)
    }


@cache
def capital_of() -> dict[str, frozenset[str]]:
    """Return the adjectives and names of the country that a capital is of, in small letters."""
    return {
        form.lower(): frozenset(w.lower() for w in (*country.adjectives, country.name, *country.aliases))
        for country in countries()
        if country.capital is not None
        for form in country.capital.forms
    }
