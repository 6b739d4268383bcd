"""Words that attribute, on the tree: verbs, nouns and prepositions, whose words follow, and what these are about.

Which word takes what is data (``ontology/attribution.yaml``). Contents and sources follow PolNeAR's guidelines (Newell
et al. 2018): the whole noun phrase of the speaker, the whole clause with its "that", not only verbs of saying but
also beliefs, wishes, demands and what somebody speaks about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.strings import get_string_id
from spacy.tokens import Doc, Token

from dragoman.coding import tree
from dragoman.coding.grammar import is_grammatical
from dragoman.ontology.agents import agents
from dragoman.ontology.attribution import SLOTS, attribution_words
from dragoman.ontology.status import status_words

Offsets = tuple[int, int]

_OUTSIDE = frozenset(",.;:-–—…!?*_/)]} \n\t")
_CLAUSES = ("ccomp", "csubj")
_NO_PREPOSITIONS = frozenset(SLOTS)
_RELATIVE = frozenset(["who", "which", "that"])
# Prepositions of what is said of an object ("blamed Oslo *for* the raid").
_COMPLEMENTS = ("as", "for", "of", "over")


@dataclass(eq=False)
class Saying:
    """An attribution.

    Attributes:
        words: the cue, in the order of the text.
        speaker: head of the speaker's phrase; ``None`` where nobody is named.
        source: offsets of the speaker's words.
        content: offsets of what is attributed, in the order of the text.
        asserts: whether the content is told as so (said, not wanted, asked for or spoken about).
        speaks: whether the cue may stand beside a quotation.
        answers: false where it is a refusal to answer ("declined to comment").
        needs_speaker: whether it is none without a speaker; a passive may name nobody ("was said to be").
    """

    words: tuple[Token, ...]
    speaker: Token | None
    source: tuple[Offsets, ...] = ()
    content: list[Offsets] = field(default_factory=list)
    asserts: bool = False
    speaks: bool = False
    answers: bool = True
    needs_speaker: bool = False

    @property
    def start(self) -> int:
        """Where the cue begins."""
        return self.words[0].idx

    @property
    def size(self) -> int:
        """Characters of the content."""
        return sum(end - start for start, end in self.content)


def find(doc: Doc) -> Iterator[Saying]:
    """Yield what the tree attributes, and cues beside which a quotation may stand; their content is empty."""
    verbs, nouns, adjectives, prepositions = _ids()
    for token, word in zip(doc, doc.to_array("LEMMA").tolist(), strict=True):
        if word in verbs and token.pos_ in {"VERB", "AUX"}:
            saying = _verb(token, verbs[word])
            if saying is not None:
                yield saying
        elif word in nouns and token.pos_ == "NOUN":
            yield from _noun(token)
        elif word in adjectives and token.pos_ in {"ADJ", "VERB"}:
            yield from _adjective(token)
        if token.dep_ == "case" and token.lower_ in prepositions:
            yield from _according(token)
        elif token.dep_ == "advcl" and token.lower_ in prepositions:
            yield from _citing(token)


@cache
def _ids() -> tuple[dict[int, frozenset[str]], frozenset[int], frozenset[int], frozenset[str]]:
    words = attribution_words()
    verbs = {get_string_id(verb): slots for verb, slots in words.takes.items()}
    answers = {get_string_id(verb): frozenset[str]() for verb in words.answer | words.refuse | {"have"}}
    nouns = frozenset(get_string_id(noun) for noun in words.nouns)
    adjectives = frozenset(get_string_id(adjective) for adjective in words.adjectives)
    return answers | verbs, nouns, adjectives, frozenset(phrase.split()[0] for phrase in words.according_to)


# ---------------------------------------------------------------------------------------------- verbs


def _verb(verb: Token, slots: frozenset[str]) -> Saying | None:
    words, said = attribution_words(), verb.lemma_.lower() in attribution_words().say
    # A subject of the passive without its auxiliary is a slip of the tree ("Oslo *added*: …").
    slip = tree.children(verb, "nsubj:pass") and not tree.children(verb, "aux:pass")
    passive = tree.is_passive(verb) and not slip
    speaker = _subject(verb, passive)
    refuses = _refuses(verb, passive)
    if refuses and passive:  # "could not be *reached*"
        speaker = next(iter(tree.children(verb, "nsubj:pass")), None)
    heads, above = _contents(verb, slots, passive, said)
    if speaker is None and not (said and "clause" in slots) and not (passive and heads):
        return None
    if speaker is not None and (speaker.i == verb.i or (verb.is_ancestor(speaker) and speaker in heads)):
        return None
    cue = _cue(verb)
    saying = Saying(cue, speaker, speaks="clause" in slots, answers=not refuses, needs_speaker=not passive)
    relative = [t for t in tree.children(verb, "nsubj") if t.lower_ in _RELATIVE]
    if speaker is not None:
        saying.source = _source(relative[0] if relative and not passive else speaker, verb)
    own = [(verb.i, verb.i + 1)]
    if speaker is not None:
        own.append(_phrase(speaker, verb))
    if above is not None:
        hole = (verb.left_edge.i, verb.right_edge.i + 1)
        saying.content = pieces(above.doc, above.left_edge.i, above.right_edge.i + 1, [hole])
    elif heads:
        saying.content = _joined([*heads, *_trailing(verb, heads)], verb, own, _fronted(verb, heads, own))
    saying.asserts = (
        said
        and saying.answers
        and (
            above is not None
            or any(h.dep_ in _CLAUSES or h.dep_ == "parataxis" for h in heads)
            or (
                bool(heads)
                and "infinitive" in slots
                and verb.lemma_.lower() in words.say
                and words.say_class[verb.lemma_.lower()] in {"doubtful", "neutral"}
                and not tree.children(verb, "obj", "iobj")
            )
        )
    )
    return saying


def _subject(verb: Token, passive: bool) -> Token | None:
    """Return who says it; of two subjects in the tree, the one before the verb: the other belongs to the content."""
    if passive:
        return tree.subject(verb)
    own = tree.children(verb, "nsubj", "nsubj:pass")
    before = [t for t in own if t.i < verb.i]
    if len(own) > 1 and before:
        return before[-1]
    return own[0] if own and own[0].dep_ == "nsubj:pass" else tree.subject(verb)


def _contents(
    verb: Token, slots: frozenset[str], passive: bool, said: bool
) -> tuple[list[Token], Token | None]:
    """Return the heads of what a verb attributes, or the clause above that it stands in ("…, he said, …")."""
    by: dict[str, list[Token]] = {}
    for child in verb.children:
        by.setdefault(child.dep_, []).append(child)
    heads: list[Token] = []
    told_in = attribution_words().documents | attribution_words().nouns
    objects = by.get("nsubj:pass" if passive else "obj", [])
    if passive and not objects and verb.dep_ == "acl":
        objects = []
    if "clause" in slots:
        heads += by.get("ccomp", [])
        if said:
            heads += [t for t in by.get("parataxis", []) if t.i > verb.i and _after_colon(verb, t)]
    infinitive = by.get("xcomp", []) if "infinitive" in slots else []
    if infinitive:
        heads += infinitive
        heads += [t for t in (*objects, *by.get("iobj", [])) if not said or passive]
    if "name" in slots and (not passive or _agents(by)):
        names = [*by.get("xcomp", []), *_marked(by, "as")]
        if objects and not names:
            names = [t for t in by.get("parataxis", []) if _after_colon(verb, t)]
        if names:
            heads += [*objects, *names]
    if ("object" in slots and not passive) or (passive and _agents(by)):
        heads += [t for t in objects if t.pos_ != "PRON"]
        heads += by.get("xcomp", [])
        if objects:
            heads += [t for mark in _COMPLEMENTS for t in _marked(by, mark)]
    if "text" in slots and not passive:
        heads += [
            t
            for t in objects
            if {t.lemma_.lower(), *(m.lemma_.lower() for m in tree.children(t, "compound"))} & told_in
        ]
    for slot in slots - _NO_PREPOSITIONS:
        marked = _marked(by, slot)
        heads += marked
        if marked:
            heads += by.get("xcomp", [])
    heads = list(dict.fromkeys(heads))
    if heads or "clause" not in slots:
        return heads, None
    if said and verb.dep_ == "parataxis" and verb.head.i != verb.i:
        return [], verb.head
    if verb.dep_ == "advcl" and any(t.lower_ == "as" for t in tree.children(verb, "mark")):
        return [], verb.head
    return [], None


def _trailing(verb: Token, heads: list[Token]) -> Iterator[Token]:
    """Yield what follows a content and belongs to it, though the tree hangs it on the verb ("…, *because of rain*").

    When and where it was said does not.
    """
    words = attribution_words()
    last = max(heads, key=lambda head: head.right_edge.i)
    end = last.right_edge.i
    if end < verb.i:
        return
    for child in verb.children:
        if child.left_edge.i <= end or child.dep_ not in {"obl", "advcl", "advmod"}:
            continue
        mark = next((t.lower_ for t in tree.children(child, "case", "mark")), "")
        if child.dep_ == "obl":
            circumstance = (
                mark in words.circumstances or child.lemma_.lower() in words.documents | words.media
            )
            if mark and not circumstance and child.ent_type_ not in {"ORG"}:
                yield child
        elif mark in words.circumstances or child.lower_ in words.according_to:
            continue
        elif child.dep_ == "advmod" or mark or child.lemma_.lower() not in words.takes:
            yield child


def _fronted(verb: Token, heads: list[Token], own: list[Offsets]) -> list[Offsets]:
    """Return what stands before a content before its verb: "*In the north*, rebels fled, police said"."""
    first = min(head.left_edge.i for head in heads)
    behind = first < min(start for start, _ in own)
    return [(verb.left_edge.i, first)] if behind and verb.left_edge.i < first else []


def _agents(by: dict[str, list[Token]]) -> bool:
    return "obl:agent" in by or any(tree.preposition(t) == "by" for t in by.get("obl", []))


def _marked(by: dict[str, list[Token]], mark: str) -> list[Token]:
    """Return the phrases and clauses that this preposition marks."""
    return [
        t
        for dep in ("obl", "advcl", "nmod")
        for t in by.get(dep, [])
        if any(m.lower_ == mark and m.i == m.head.left_edge.i for m in tree.children(t, "case", "mark"))
    ]


def _after_colon(verb: Token, clause: Token) -> bool:
    before = clause.left_edge.i - 1
    return before >= verb.i and any(
        verb.doc[i].text in {":", ",", '"', "“", "''"} for i in (before, before + 1)
    )


def _refuses(verb: Token, passive: bool) -> bool:
    """Whether a verb tells that somebody did not answer."""
    words, lemma = attribution_words(), verb.lemma_.lower()
    if lemma in words.refuse:
        return any(t.lemma_.lower() in words.answer for t in tree.children(verb, "xcomp", "advcl"))
    if lemma == "have":
        return any(
            t.lemma_.lower() == "comment" and any(d.lower_ == "no" for d in tree.children(t, "det"))
            for t in tree.children(verb, "obj")
        )
    if lemma not in words.answer:
        return False
    negated = any(t.lower_ in status_words().negation for t in tree.children(verb, "advmod", "neg"))
    if passive:
        return negated and lemma == "reach"
    return negated


def _cue(verb: Token) -> tuple[Token, ...]:
    """Return a verb with the auxiliaries and particles beside it ("*has said*", "*called for*" without "for")."""
    start, end = verb.i, verb.i + 1
    near = {
        t.i
        for t in verb.children
        if t.dep_ in {"aux", "aux:pass", "advmod", "compound:prt"} and t.pos_ != "SCONJ"
    }
    while start - 1 in near:
        start -= 1
    while end in near and verb.doc[end].dep_ == "compound:prt":
        end += 1
    return tuple(verb.doc[start:end])


# ---------------------------------------------------------------------------------------- other cues


def _noun(noun: Token) -> Iterator[Saying]:
    clauses = [
        t for t in tree.children(noun, "acl", "ccomp")
        if t.dep_ == "ccomp" or any(m.lower_ in {"to", "that"} for m in tree.children(t, "mark"))
    ]  # fmt: skip
    owner = _owner(noun)
    if not clauses and owner is not None:
        clauses = [
            t
            for t in tree.children(noun, "nmod", "acl")
            if tree.preposition(t) in {"of", "about", "on", "for"}
            or any(m.lower_ in {"about", "of"} for m in tree.children(t, "mark"))
        ]
    if not clauses:
        return
    source = _source(owner, noun) if owner is not None else ()
    content = _joined(clauses, noun, [(noun.i, noun.i + 1)])
    yield Saying((noun,), owner, source, content)


def _adjective(adjective: Token) -> Iterator[Saying]:
    """What somebody is willing to do, or sure of."""
    speaker = tree.subject(adjective)
    heads = tree.children(adjective, "ccomp", "xcomp") + [
        t for t in tree.children(adjective, "advcl", "obl")
        if any(m.lower_ in {"to", "about", "of", "over"} for m in tree.children(t, "mark", "case"))
    ]  # fmt: skip
    if (speaker is not None and heads and not adjective.is_ancestor(speaker) | (speaker.pos_ == "VERB")) or (
        speaker is not None and heads and speaker in list(adjective.children)
    ):
        content = _joined(heads, adjective, [_phrase(speaker, adjective)])
        yield Saying((adjective,), speaker, _source(speaker, adjective), content)


def _owner(noun: Token) -> Token | None:
    for child in tree.children(noun, "nmod:poss"):
        return child
    for child in tree.children(noun, "nmod"):
        if tree.preposition(child) in {"by", "from"}:
            return child
    verb = noun.head
    if (
        noun.dep_ in {"obj", "obl"}
        and verb.pos_ == "VERB"
        and is_grammatical(verb.lemma_.lower(), "support_verbs")
    ):
        return tree.subject(verb)
    for child in tree.children(noun, "compound", "amod"):
        if child.pos_ == "PROPN":
            return child
    return None


def _according(case: Token) -> Iterator[Saying]:
    """What stands with "according to somebody": its clause, or the sentence where it is set off at an end of it."""
    words = attribution_words()
    cue = [case, *tree.children(case, "fixed")]
    form = " ".join(t.lower_ for t in cue)
    phrase = case.head
    if form == "per" and phrase.pos_ != "PROPN":
        return  # "per year"
    if form not in words.according_to or phrase.pos_ not in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}:
        return
    doc, sentence = case.doc, case.sent
    start, end = phrase.left_edge.i, phrase.right_edge.i + 1
    content: list[Offsets] = []
    if phrase.dep_ == "ROOT":
        pass
    elif _set_off(case, phrase, sentence.start, sentence.end):
        content = pieces(doc, sentence.start, sentence.end, [(start, end)])
    else:
        above = phrase.head
        while above.dep_ in {
            "obl",
            "nmod",
            "amod",
            "compound",
            "obj",
            "nsubj",
            "xcomp",
            "nummod",
            "appos",
            "conj",
        } and (above.pos_ not in {"VERB", "AUX"} or above.dep_ == "xcomp"):
            above = above.head
        content = pieces(doc, above.left_edge.i, above.right_edge.i + 1, [(start, end)])
    source = pieces(doc, cue[-1].i + 1, end, [])
    yield Saying(tuple(cue), phrase, tuple(source[:1]), content, asserts=True, speaks=True)


def _set_off(case: Token, phrase: Token, start: int, end: int) -> bool:
    """Whether a phrase stands at an end of its sentence, behind or before a comma."""
    if all(t.is_punct or t.is_space or t.pos_ == "CCONJ" for t in case.doc[start : case.i]):
        return True
    closed = phrase.right_edge.i + 3 >= end
    return case.i > start and case.nbor(-1).text in {",", "”", '"', "''"} and closed


def _citing(participle: Token) -> Iterator[Saying]:
    """Whom a speaker cites: "Reuters reported a raid, *citing police*" has the raid from the police."""
    above = participle.head
    if above.lemma_.lower() not in attribution_words().say:
        return
    for cited in tree.children(participle, "obj"):
        if speaks(cited):
            hole = (participle.left_edge.i, participle.right_edge.i + 1)
            content = _joined(tree.children(above, "ccomp"), participle, [hole])
            yield Saying((participle,), cited, _source(cited, participle), content, asserts=True)


def speaks(noun: Token) -> bool:
    """Whether a noun stands for somebody who speaks, or for what speaks for its writer."""
    words, lemma = attribution_words(), noun.lemma_.lower()
    if noun.ent_type_ in {"PER", "ORG"} or lemma in _agents_known():
        return True
    return lemma in words.anonymous or lemma in words.media or lemma in words.documents


@cache
def _agents_known() -> frozenset[str]:
    return frozenset(agent.lemma for agent in agents())


# ------------------------------------------------------------------------------------------- offsets


def _source(speaker: Token, cue: Token) -> tuple[Offsets, ...]:
    """Return where the words of a speaker stand: a tuple of one, or empty."""
    return tuple(pieces(speaker.doc, *_phrase(speaker, cue), [])[:1])


def _phrase(speaker: Token, cue: Token) -> Offsets:
    """Return first and last token (exclusive) of a speaker's phrase, up to the clause that the cue stands in."""
    start, end = speaker.left_edge.i, speaker.right_edge.i + 1
    for other in speaker.head.children:
        if other.dep_ == speaker.dep_ == "nsubj" and other.right_edge.i + 1 == start:
            start = other.left_edge.i  # a title that the tree takes for a subject of its own
    if start <= cue.i < end:
        clause = cue
        while clause.head.i != speaker.i and clause.head.i != clause.i:
            clause = clause.head
        if clause.head.i != speaker.i or clause.i == speaker.i:  # crossing branches
            clause = cue
            start, end = (start, cue.i) if cue.i > speaker.i else (cue.i + 1, end)
        elif clause.i > speaker.i:
            end = clause.left_edge.i
        else:
            start = clause.right_edge.i + 1
    for clause in tree.children(speaker, "acl:relcl"):
        if clause.left_edge.i > speaker.i and tree.children(clause, "ccomp"):
            end = min(end, clause.left_edge.i)  # another saying of the speaker
    while (
        start < speaker.i
        and speaker.doc[start].dep_ in {"case", "cc", "mark", "punct"}
        and speaker.doc[start].text not in {'"', "“", "("}
    ):
        start += 1
    if end - 1 > speaker.i and speaker.doc[end - 1].dep_ == "case":  # the 's of an owner
        end -= 1
    return start, end


def _joined(
    heads: Iterable[Token], cue: Token, holes: list[Offsets], more: Iterable[Offsets] = ()
) -> list[Offsets]:
    """Return what stands under several heads, and between more tokens; neighbours are one piece."""
    spans = [*more]
    for head in heads:
        start, end = head.left_edge.i, head.right_edge.i + 1
        first = head.doc[start]
        if (first.dep_ == "case" and first.head.i == head.i and head.dep_ in {"obl", "nmod"}) or (
            first.dep_ == "mark"
            and first.lower_ not in {"that", "to", "whether", "if"}
            and head.dep_ in {"advcl", "acl"}
        ):
            start += 1
        spans.append((start, end))
    found: list[Offsets] = []
    merged: list[Offsets] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    for start, end in merged:
        found += pieces(cue.doc, start, end, holes)
    return found


def pieces(doc: Doc, start: int, end: int, holes: Iterable[Offsets]) -> list[Offsets]:
    """Return offsets of the tokens from ``start`` up to ``end`` without the holes and the punctuation at the ends."""
    found: list[Offsets] = []
    at = start
    for hole_start, hole_end in [*sorted(holes), (end, end)]:
        if at < min(hole_start, end):
            found += _trimmed(doc, at, min(hole_start, end))
        at = max(at, hole_end)
    return found


def _trimmed(doc: Doc, start: int, end: int) -> Iterator[Offsets]:
    while start < end and (doc[start].is_space or doc[start].text[0] in _OUTSIDE):
        start += 1
    while start < end and (doc[end - 1].is_space or doc[end - 1].text in _OUTSIDE):
        end -= 1
    if start < end and any(
        t.is_alpha or t.is_digit or t.pos_ not in {"PUNCT", "CCONJ"} for t in doc[start:end]
    ):
        yield doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


def trimmed(doc: Doc, start: int, end: int) -> list[Offsets]:
    """Return a stretch of characters as a list of one, punctuation at its ends left out, or an empty list."""
    span = doc.char_span(start, end, alignment_mode="contract")
    return [] if span is None else pieces(doc, span.start, span.end, [])
