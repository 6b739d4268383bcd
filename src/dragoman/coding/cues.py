"""Words that attribute, on the tree: verbs, nouns, adjectives and prepositions, and whose words follow.

Which word takes what is data (``ontology/attribution.yaml``). Parts are cut as PolNeAR's guidelines have them (Newell
et al. 2018): the whole noun phrase of the speaker, the whole clause with its "that"; not only verbs of saying count
but also beliefs, wishes, demands and what somebody speaks about.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.strings import get_string_id
from spacy.tokens import Doc, Token

from dragoman.coding import reporting, saying, tree
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.saying import Saying
from dragoman.ontology.agents import agents
from dragoman.ontology.attribution import attribution_words
from dragoman.ontology.status import status_words

# Labels by which a phrase is a part of the clause above it.
_WITHIN = frozenset(
    ["obl", "nmod", "amod", "compound", "obj", "nsubj", "xcomp", "nummod", "appos", "conj"]
)  # fmt: skip


def find(doc: Doc) -> Iterator[Saying]:
    """Yield what the tree attributes, and cues beside which a quotation may stand; their content is empty."""
    verbs, nouns, adjectives, viewpoints, prepositions = _ids()
    for token, word in zip(doc, doc.to_array("LEMMA").tolist(), strict=True):
        cited = list(_citing(token)) if token.dep_ == "advcl" and token.lower_ in prepositions else []
        if cited:
            yield from cited
        elif word in verbs and token.pos_ in {"VERB", "AUX"}:
            found = reporting.read(token, verbs[word])
            if found is not None:
                yield found
        elif word in nouns and token.pos_ == "NOUN":
            yield from _noun(token)
        elif word in adjectives and token.pos_ in {"ADJ", "VERB"}:
            yield from _adjective(token)
        elif token.dep_ == "case" and token.lower_ in prepositions:
            yield from _according(token)
        if word in viewpoints and token.dep_ in {"obl", "nmod"}:
            yield from _viewpoint(token)


@cache
def _ids() -> tuple[
    dict[int, frozenset[str]], frozenset[int], frozenset[int], frozenset[int], frozenset[str]
]:
    """Return verbs with their slots, nouns, adjectives, viewpoints by their ids, and first words of prepositions."""
    words = attribution_words()
    verbs = {get_string_id(verb): frozenset[str]() for verb in words.answer | words.refuse | {"have"}}
    verbs |= {get_string_id(verb): slots for verb, slots in words.takes.items()}
    nouns = frozenset(map(get_string_id, words.nouns))
    adjectives = frozenset(map(get_string_id, words.adjectives | words.answer | words.refuse))
    viewpoints = frozenset(map(get_string_id, words.viewpoints))
    return verbs, nouns, adjectives, viewpoints, frozenset(phrase.split()[0] for phrase in words.according_to)


def _noun(noun: Token) -> Iterator[Saying]:
    """A noun with a clause ("the *claim* that …"), or with an owner and what it is about ("his *view* of …")."""
    owner = _owner(noun)
    clauses = [
        t
        for t in tree.children(noun, "acl", "ccomp")
        if t.dep_ == "ccomp" or any(m.lower_ in {"to", "that"} for m in tree.children(t, "mark"))
    ]
    if not clauses and owner is not None:
        clauses = [
            t
            for t in tree.children(noun, "nmod", "acl")
            if any(m.lower_ in {"of", "about", "on", "for"} for m in tree.children(t, "case", "mark"))
        ]
    if clauses:
        source = saying.source(owner, noun) if owner is not None else ()
        yield Saying((noun,), owner, source, saying.joined(clauses, [(noun.i, noun.i + 1)]))


def _owner(noun: Token) -> Token | None:
    """Return whose word a noun is: possessor, "by" phrase, subject of a light verb, or a name before it."""
    named = tree.children(noun, "nmod:poss")
    named += [t for t in tree.children(noun, "nmod") if tree.preposition(t) in {"by", "from"}]
    if named:
        return named[0]
    verb = noun.head
    if noun.dep_ in {"obj", "obl"} and is_grammatical(verb.lemma_.lower(), "support_verbs"):
        return tree.subject(verb)
    return next((t for t in tree.children(noun, "compound", "amod") if t.pos_ == "PROPN"), None)


def _adjective(adjective: Token) -> Iterator[Saying]:
    """What somebody is willing to do, or sure of; "*unavailable* for comment"."""
    words, name = attribution_words(), adjective.lemma_.lower()
    heads = tree.children(adjective, "ccomp", "xcomp")
    heads += [
        t
        for t in tree.children(adjective, "advcl", "obl")
        if any(m.lower_ in {"to", "about", "of", "over", "for"} for m in tree.children(t, "mark", "case"))
    ]
    negated = any(t.lower_ in status_words().negation for t in tree.children(adjective, "advmod"))
    refuses = any(t.lemma_.lower() in words.answer for t in heads) and (
        name in words.refuse or (name in words.answer and negated)
    )
    speaker = tree.subject(adjective)
    if speaker is None or not heads or not (refuses or name in words.adjectives):
        return
    if not any(head.i == speaker.i or head.is_ancestor(speaker) for head in heads):
        content = saying.joined(heads, [saying.phrase(speaker, adjective)])
        source = saying.source(speaker, adjective)
        yield Saying(reporting.cue(adjective), speaker, source, content, answers=not refuses)


def _according(case: Token) -> Iterator[Saying]:
    """What stands with "according to somebody": its clause, or the sentence where it is set off at an end of it."""
    cue = [case, *tree.children(case, "fixed")]
    form = " ".join(t.lower_ for t in cue)
    phrase = case.head
    if form not in attribution_words().according_to or phrase.pos_ in {"VERB", "AUX"}:
        return
    if form == "per" and phrase.pos_ != "PROPN":
        return  # "per year"
    doc, sentence = case.doc, case.sent
    hole = (phrase.left_edge.i, phrase.right_edge.i + 1)
    if _is_set_off(case, phrase):
        content = saying.pieces(doc, sentence.start, sentence.end, [hole])
    else:
        above = phrase.head
        while above.dep_ in _WITHIN and (above.pos_ not in {"VERB", "AUX"} or above.dep_ == "xcomp"):
            above = above.head
        content = saying.pieces(doc, above.left_edge.i, above.right_edge.i + 1, [hole])
    source = saying.pieces(doc, cue[-1].i + 1, hole[1])
    yield Saying(tuple(cue), phrase, tuple(source[:1]), content, asserts=True, speaks=True)


def _viewpoint(noun: Token) -> Iterator[Saying]:
    """The sentence that stands "*in the words of* somebody", "*in his view*"."""
    cases = [t for t in tree.children(noun, "case") if t.lower_ in {"in", "by"} and t.i < noun.i]
    owners = tree.children(noun, "nmod:poss") + [
        t for t in tree.children(noun, "nmod") if tree.preposition(t) == "of"
    ]
    if cases and owners and _is_set_off(cases[0], noun):
        sentence, hole = noun.sent, (noun.left_edge.i, noun.right_edge.i + 1)
        content = saying.pieces(noun.doc, sentence.start, sentence.end, [hole])
        cue = tuple(noun.doc[cases[0].i : noun.i + 1])
        yield Saying(cue, owners[0], saying.source(owners[0], noun), content, asserts=True)


def _is_set_off(case: Token, phrase: Token) -> bool:
    """Whether a phrase opens its sentence, or ends it behind a comma or a quotation."""
    doc, sentence = case.doc, case.sent
    if all(t.is_punct or t.is_space or t.pos_ == "CCONJ" for t in doc[sentence.start : case.i]):
        return True
    return doc[case.i - 1].text in {",", "”", '"', "''"} and phrase.right_edge.i + 3 >= sentence.end


def _citing(participle: Token) -> Iterator[Saying]:
    """Whom a speaker cites: "Reuters reported a raid, *citing police*" has the raid from the police."""
    above, said = participle.head, attribution_words().say
    contents = tree.children(above, "ccomp") if above.lemma_.lower() in said else []
    holes = [(participle.left_edge.i, participle.right_edge.i + 1)]
    inserted = [*tree.children(above, "parataxis"), *([above.head] if above.dep_ == "ccomp" else [])]
    for verb in inserted:  # "…, Reuters reported, *citing police*"
        if verb.lemma_.lower() in said and above.i < verb.i < participle.i and not contents:
            contents = [above]
            speaker = tree.subject(verb)
            start = verb.i if speaker is None else min(verb.i, speaker.left_edge.i)
            holes.append((start, above.right_edge.i + 1))
    if not contents:
        return
    for cited in tree.children(participle, "obj"):
        if speaks(cited):
            source = saying.source(cited, participle)
            yield Saying((participle,), cited, source, saying.joined(contents, holes), asserts=True)


def speaks(noun: Token) -> bool:
    """Whether a noun stands for somebody who speaks, or for what speaks for its writer."""
    words, name = attribution_words(), noun.lemma_.lower()
    if noun.ent_type_ in {"PER", "ORG"} or name in _roles():
        return True
    return name in words.anonymous or name in words.media or name in words.documents


@cache
def _roles() -> frozenset[str]:
    return frozenset(agent.lemma for agent in agents())
