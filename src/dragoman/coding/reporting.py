"""Verbs that attribute: who says it, which words are theirs, whether it is an answer.

Which slots of a verb hold words of its subject is data (``takes`` in ``ontology/attribution.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.coding import saying, tree
from dragoman.coding.saying import Saying, Stretch
from dragoman.ontology.attribution import SLOTS, attribution_words
from dragoman.ontology.status import status_words

_NO_PREPOSITIONS = frozenset(SLOTS)
_RELATIVE = frozenset(["who", "which", "that"])
# Prepositions of what is said of an object ("blamed Oslo *for* the raid").
_COMPLEMENTS = ("as", "for", "of", "over")
_BEFORE_SPEECH = frozenset([":", ",", '"', "“", "''"])

#: The children of a verb by their label.
_Children = dict[str, list[Token]]


def read(verb: Token, slots: frozenset[str]) -> Saying | None:
    """Return what a verb attributes; without content where it may only stand beside a quotation.

    Args:
        verb: the verb.
        slots: what it takes; empty where it can only refuse an answer.
    """
    said = verb.lemma_.lower() in attribution_words().say
    # A subject of the passive without its auxiliary is a slip of the tree ("Oslo *added*: …").
    slip = tree.children(verb, "nsubj:pass") and not tree.children(verb, "aux:pass")
    passive = tree.is_passive(verb) and not slip
    if verb in _unanswered(verb.head):
        return None  # "declined *to say* whether …" is one refusal
    refuses = _refuses(verb, passive)
    speaker = _speaker(verb, passive, refuses)
    heads = _heads(verb, slots, passive, said)
    if speaker is None and not (heads if passive else said):
        return None
    if speaker is not None and any(head.i == speaker.i or head.is_ancestor(speaker) for head in heads):
        return None
    found = Saying(
        cue(verb), speaker, speaks="clause" in slots, answers=not refuses, needs_speaker=not passive
    )
    holes = [(verb.i, verb.i + 1)]
    if speaker is not None:
        relative = [t for t in tree.children(verb, "nsubj") if t.lower_ in _RELATIVE]
        found.source = saying.source(relative[0] if relative and not passive else speaker, verb)
        holes.append(saying.phrase(speaker, verb))
    above = _above(verb, slots, said) if not heads else None
    if above is not None:
        hole = (verb.left_edge.i, verb.right_edge.i + 1)
        end = above.right_edge.i + 1 if _goes_on(above, verb) else hole[0]
        found.content = saying.pieces(above.doc, above.left_edge.i, end, [hole])
    elif heads:
        holes += [(verb.i, head.right_edge.i + 1) for head in heads if not _goes_on(head, verb)]
        found.content = saying.joined([*heads, *_trailing(verb, heads)], holes, _fronted(verb, heads, holes))
    found.asserts = said and not refuses and (above is not None or _tells(verb, slots, heads, passive))
    return found


def _tells(verb: Token, slots: frozenset[str], heads: list[Token], passive: bool) -> bool:
    """Whether a verb of saying tells its content as so: a clause, or "claims *to have* …", not what it asks for."""
    wanted = verb.dep_ == "xcomp" and "infinitive" in attribution_words().takes.get(
        verb.head.lemma_.lower(), ()
    )
    if wanted:
        return False  # "urged them *to say* that …"
    if passive or any(head.dep_ in {"ccomp", "csubj", "csubj:pass", "parataxis"} for head in heads):
        return bool(heads)
    doubted = attribution_words().say_class[verb.lemma_.lower()] in {"doubtful", "neutral"}
    asked = tree.children(verb, "obj", "iobj")
    return bool(heads) and "infinitive" in slots and doubted and not asked


def _speaker(verb: Token, passive: bool, refuses: bool) -> Token | None:
    """Return who says it; of two subjects in the tree, the one before the verb: the other belongs to the content."""
    if passive and refuses:  # "*the mayor* could not be reached"
        return next(iter(tree.children(verb, "nsubj:pass")), None)
    if passive:
        return tree.subject(verb)
    own = tree.children(verb, "nsubj", "nsubj:pass")
    before = [t for t in own if t.i < verb.i]
    if len(own) > 1 and before:
        return before[-1]
    return own[0] if own and own[0].dep_ == "nsubj:pass" else tree.subject(verb)


def _heads(verb: Token, slots: frozenset[str], passive: bool, said: bool) -> list[Token]:
    """Return the heads of what a verb attributes, each once."""
    words = attribution_words()
    by: _Children = {}
    for child in verb.children:
        by.setdefault(child.dep_, []).append(child)
    objects = by.get("nsubj:pass" if passive else "obj", [])
    infinitives = by.get("xcomp", [])
    told = not passive or _has_agent(by)
    heads = _unanswered(verb)
    if "clause" in slots:
        heads += [t for dep in ("ccomp", "csubj", "csubj:pass") for t in by.get(dep, [])]
        heads += [t for t in by.get("parataxis", []) if said and t.i > verb.i and _opens_speech(t)]
    if infinitives and ("infinitive" in slots or (said and passive)):
        heads += infinitives
        heads += [t for t in (*objects, *by.get("iobj", [])) if not said or passive]
    if "name" in slots and told:
        names = [*infinitives, *_marked(by, "as")]
        if objects and not names:
            names = [t for t in by.get("parataxis", []) if _opens_speech(t)]
        heads += [*objects, *names] if names else []
    if told and (passive or "object" in slots):
        heads += [t for t in objects if t.pos_ != "PRON"] + infinitives
        heads += [t for mark in _COMPLEMENTS if objects for t in _marked(by, mark)]
    if "text" in slots and not passive:
        for one in objects:
            named = {one.lemma_.lower(), *(t.lemma_.lower() for t in tree.children(one, "compound"))}
            heads += [one] if named & (words.documents | words.nouns) else []
    for slot in sorted(slots - _NO_PREPOSITIONS):
        marked = _marked(by, slot)
        heads += [*marked, *infinitives] if marked else []
    return list(dict.fromkeys(heads))


def _above(verb: Token, slots: frozenset[str], said: bool) -> Token | None:
    """Return the head of the clause that a verb of saying stands in: "…, *he said*, …", "*as he said*, …"."""
    inserted = said and verb.dep_ == "parataxis" and verb.head.i != verb.i
    as_said = verb.dep_ == "advcl" and any(t.lower_ == "as" for t in tree.children(verb, "mark"))
    if "clause" not in slots or not (inserted or as_said):
        return None
    above = verb.head
    while above.dep_.startswith("nsubj"):  # "*rebels*, he said, fled"
        above = above.head
    return above


def _goes_on(above: Token, verb: Token) -> bool:
    """Whether a clause goes on behind the saying inserted in it; when and how it was said is no part of it."""
    later = [t for t in above.children if t.i > verb.i and t.dep_ != "punct"]
    return not above.i < verb.i < above.right_edge.i or any(
        not t.dep_.startswith("obl") and (t.dep_ != "advcl" or tree.children(t, "mark")) for t in later
    )


def _has_agent(by: _Children) -> bool:
    return "obl:agent" in by or any(tree.preposition(t) == "by" for t in by.get("obl", []))


def _marked(by: _Children, mark: str) -> list[Token]:
    """Return the phrases and clauses that this preposition opens."""
    return [
        t
        for dep in ("obl", "advcl", "nmod")
        for t in by.get(dep, [])
        if any(m.lower_ == mark and m.i == t.left_edge.i for m in tree.children(t, "case", "mark"))
    ]


def _opens_speech(clause: Token) -> bool:
    """Whether a clause stands behind a colon, a comma or an opening mark."""
    doc, start = clause.doc, clause.left_edge.i
    return doc[start].text in _BEFORE_SPEECH or (start > 0 and doc[start - 1].text in _BEFORE_SPEECH)


def _trailing(verb: Token, heads: list[Token]) -> Iterator[Token]:
    """Yield what follows a content and belongs to it, though the tree hangs it on the verb ("…, *because of rain*").

    When and where it was said does not.
    """
    words = attribution_words()
    end = max(head.right_edge.i for head in heads)
    for child in verb.children if end > verb.i else ():
        if child.left_edge.i <= end:
            continue
        mark = next((t.lower_ for t in tree.children(child, "case", "mark")), "")
        name = child.lemma_.lower()
        if mark in words.circumstances:
            continue
        if child.dep_ == "obl":
            medium = name in words.documents or name in words.media or child.ent_type_ == "ORG"
            if mark and not medium:
                yield child
        elif child.dep_ == "advmod" or (
            child.dep_ == "advcl"
            and child.lower_ not in words.according_to
            and (mark or name not in words.takes)
        ):
            yield child


def _fronted(verb: Token, heads: list[Token], holes: list[Stretch]) -> list[Stretch]:
    """Return what stands before a content before its verb: "*In the north*, rebels fled, police said"."""
    first = min(head.left_edge.i for head in heads)
    behind = first < min(start for start, _ in holes)
    return [(verb.left_edge.i, first)] if behind and verb.left_edge.i < first else []


def _refuses(verb: Token, passive: bool) -> bool:
    """Whether a verb tells that somebody did not answer."""
    words, name = attribution_words(), verb.lemma_.lower()
    if _unanswered(verb):
        return True
    if name == "have":  # "had *no comment*"
        return any(
            t.lemma_.lower() in words.answer and any(d.lower_ in status_words().negation for d in t.children)
            for t in tree.children(verb, "obj")
        )
    negated = any(t.lower_ in status_words().negation for t in tree.children(verb, "advmod"))
    return name in words.answer and negated and (name == "reach") == passive


def _unanswered(verb: Token) -> list[Token]:
    """Return what a verb says somebody refused to do: "declined *to comment*"."""
    words = attribution_words()
    if verb.lemma_.lower() not in words.refuse:
        return []
    return [t for t in tree.children(verb, "xcomp", "advcl") if t.lemma_.lower() in words.answer]


def cue(word: Token) -> tuple[Token, ...]:
    """Return a verb or adjective with what belongs to it beside it ("*has not said*", "*pointed out*", "*is sure*")."""
    start, end = word.i, word.i + 1
    near = {t.i: t.dep_ for t in word.children if t.pos_ != "SCONJ"}
    while near.get(start - 1) in {"aux", "aux:pass", "advmod", "cop"}:
        start -= 1
    while near.get(end) == "compound:prt":
        end += 1
    return tuple(word.doc[start:end])
