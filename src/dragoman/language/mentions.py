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
    for number, sentence in enumerate(doc.sents, first):
        named = {i: span for span in sentence.ents for i in range(span.start, span.end)}
        found: list[Mention] = []
        for token in sentence:
            pos = token.pos_
            if pos == "PRON":
                if (word := _pronoun(token)) is not None:
                    told = table("reference")["pronouns"][word]
                    found.append(
                        Mention(field, token.i, token.i + 1, token, number, "pronoun",
                                "thing" if told.get("thing") else "person", told.get("plural", False),
                                told.get("gender"), noun=word)
                    )  # fmt: skip
            elif pos in {"NOUN", "PROPN"}:
                span = named.get(token.i)
                if span is not None:
                    if span.root.i == token.i:
                        found.append(_named(span, token, field, number))
                elif token.dep_ not in _WORDS and not (token.dep_ == "appos" and token.head.i == token.i + 1):
                    found.append(_noun(token, field, number))
        yield found


def _pronoun(token: Token) -> str | None:
    word = token.lower_
    word = _POSSESSIVE.get(word, word)
    return word if word in table("reference")["pronouns"] and token.dep_ != "expl" else None


_POSSESSIVE = {"them": "they"}


def _named(span: Span, head: Token, field: Field, number: int) -> Mention:
    """Return the mention of a name with the titles before it and the appositions about it."""
    kind = _KINDS.get(span.label_, "thing")
    name = tuple(t.text for t in span if t.pos_ not in {"SPACE", "PART", "PUNCT", "DET"})
    for child in head.children:  # "University of *Oslo*"
        if child.dep_ == "nmod" and child.i >= span.end and child.pos_ == "PROPN" and _is_of(child):
            name += ("of", child.text)
    described: list[Token] = []
    inside = range(span.start, span.end)
    # "Classical *Greece*" is not the Greece told of before.
    another = kind == "land" and any(c.dep_ in {"amod", "compound"} and c.i not in inside for c in head.children)
    top = head
    # The tree may hang the name on its title ("President" over "Abe"), or on what it is an apposition of.
    if head.dep_ in {"flat", "appos", "compound"} and head.head.pos_ in {"NOUN", "PROPN"}:
        above = head.head
        if above.i not in inside and (head.dep_ == "appos" or above.i == span.start - 1):
            described.append(above)
            if head.dep_ != "appos" or above.i == span.start - 1:
                top = above
    for child in head.children:
        if child.i not in inside and child.dep_ in {"nmod:desc", "appos", "compound"} and not child.ent_type_:
            described.append(child)
    if head.dep_ in {"nsubj"} and head.head.pos_ == "NOUN" and any(c.dep_ == "cop" for c in head.head.children):
        described.append(head.head)
    told = [_phrase(token) for token in described]
    if kind == "body":
        told.append(Phrase(_same(head.lower_), frozenset(_same(w.lower()) for w in name)))
    start = min(span.start, _left(top))
    gender = _gender_of_name(name, span, described) if kind == "person" else None
    return Mention(field, start, span.end, top, number, "name", kind, False, gender,
                   () if another else name, tuple(told),
                   attributive=head.dep_ in {"compound", "nmod:desc", "amod"})  # fmt: skip


def _noun(token: Token, field: Field, number: int) -> Mention:
    children = list(token.children)
    noun = token.lemma_.lower()
    plural = token.morph.get("Number") == ["Plur"]
    definite = any(c.dep_ == "det" and c.lower_ in _DETERMINERS for c in children) and not any(
        c.dep_ in _RESTRICTING or (c.dep_ == "nmod" and not _is_of(c)) for c in children
    )
    gendered = next((g for g in _GENDERS if noun in table("reference")["nouns"][g]), None)
    return Mention(field, _left(token), token.i + 1, token, number, "noun", _kind_of(noun), plural, gendered,
                   (), (_phrase(token),), _same(noun), definite)  # fmt: skip


_GENDERS: tuple[Gender, ...] = ("masculine", "feminine")


def _is_of(token: Token) -> bool:
    return any(c.dep_ == "case" and c.lower_ == "of" for c in token.children)


def _left(head: Token) -> int:
    """Return the first token of a phrase: what stands unbroken before its head and belongs to it."""
    start = head.i
    while start > head.sent.start:
        before = head.doc[start - 1]
        above = before
        while above.i != head.i and above.dep_ in _PHRASE and above.head.i != above.i and above.i < head.i:
            above = above.head
        if above.i != head.i or (before.dep_ in {"case", "punct"} and before.head.i == head.i):
            break
        start -= 1
    return start


def _phrase(noun: Token) -> Phrase:
    """Return what a noun phrase says: "the Japanese prime minister" is minister: japanese, prime, minister."""
    found = {_same(noun.lemma_.lower())}
    for child in noun.children:
        if child.dep_ in _WORDS or child.dep_ in {"nmod:poss", "nummod"} or (child.dep_ == "nmod" and _is_of(child)):
            found.update(_same(t.lemma_.lower()) for t in child.subtree if t.pos_ in _CONTENT)
    return Phrase(_same(noun.lemma_.lower()), frozenset(found))


_CONTENT = {"NOUN", "PROPN", "ADJ", "VERB", "NUM"}


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


def _kind_of(noun: str) -> Kind:
    return _kinds().get(noun, "thing")


@cache
def _kinds() -> dict[str, Kind]:
    lists = table("reference")
    kinds: dict[str, Kind] = {word: "body" for word in lists["bodies"]}
    kinds |= {a.lemma.lower(): "person" if a.kind == "person" else "body" for a in agents()}
    kinds |= {word: "person" for g in _GENDERS for word in lists["nouns"][g]}
    return kinds | {word: "person" for word in lists["persons"]}


@cache
def land_of() -> dict[str, str]:
    """Return the code of the country that a name stands for, by the name in small letters."""
    return {
        form.lower(): country.code for country in countries() for form in (country.name, *country.aliases)
    }


@cache
def capital_of() -> dict[str, tuple[str, ...]]:
    """Return the adjectives and names of the country that a capital is of, in small letters."""
    return {
        form.lower(): tuple(w.lower() for w in (*country.adjectives, country.name, *country.aliases))
        for country in countries()
        if country.capital is not None
        for form in (country.capital.name, *country.capital.aliases)
    }
