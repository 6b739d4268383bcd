"""According to whom: the speaker of the clause that tells an event, the cue, and the kind of speaker."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.coding import tree
from dragoman.coding.parties import OFFICIAL, Parties
from dragoman.coding.predicates import Predicate, lemma
from dragoman.ontology.attribution import attribution_words
from dragoman.records import Attribution, Party, SpeakerKind


def of(predicate: Predicate, parties: Parties) -> Attribution | None:
    """Return who says that the event is so; ``None`` when the paper itself tells it.

    Speakers behind the nearest speaker are in ``chain``, outermost last.
    """
    found = list(_speakers(predicate.head)) or list(_of_the_sentence(predicate.head))
    if not found:
        return _adverb(predicate.head)
    told: list[tuple[Party, str, SpeakerKind]] = []
    for speaker, cue in found:
        party, kind = _party(speaker, parties)
        told.append((party, cue, kind))
    (nearest, cue, kind), *behind = told
    return Attribution(nearest, cue, kind, tuple(party for party, _, _ in behind))


def _speakers(head: Token) -> Iterator[tuple[Token, str]]:
    """Yield speakers and cues from the event outwards."""
    words = attribution_words()
    token = head
    while True:
        for phrase in tree.children(token, "obl", "nmod", "advcl", "parataxis"):
            if tree.preposition(phrase) in words.according_to:
                case = tree.children(phrase, "case")[0]
                yield phrase, " ".join(t.text for t in [case, *tree.children(case, "fixed")])
        # "…, officials said": the saying hangs on what is said.
        for verb in tree.children(token, "parataxis"):
            if lemma(verb) in words.say and not tree.children(verb, "ccomp"):
                yield from _sayers(verb)
        if token.head.i == token.i:
            return
        above = token.head
        said = token.dep_ == "ccomp" or (token.dep_ == "xcomp" and lemma(above) in {"claim", "say"})
        if said and lemma(above) in words.say:
            yield from _sayers(above)
        token = above


def _sayers(verb: Token) -> Iterator[tuple[Token, str]]:
    """Yield whom the speaker cites ("Reuters said, *citing police*"), then the speaker."""
    for citing in tree.children(verb, "advcl"):
        if citing.lower_ in attribution_words().according_to:
            for cited in tree.children(citing, "obj"):
                yield cited, citing.text
    speaker = tree.subject(verb)
    if speaker is not None:
        yield speaker, verb.text


def _of_the_sentence(head: Token) -> Iterator[tuple[Token, str]]:
    """Yield the speaker set off by a comma at an end of the sentence: it vouches for all of it."""
    for phrase in head.sent:
        if tree.preposition(phrase) not in attribution_words().according_to:
            continue
        case = tree.children(phrase, "case")[0]
        at_start = case.i == head.sent.start
        at_end = not at_start and case.nbor(-1).text == "," and phrase.right_edge.i + 2 >= head.sent.end
        if at_start or at_end:
            yield phrase, " ".join(t.text for t in [case, *tree.children(case, "fixed")])
            return


def _adverb(head: Token) -> Attribution | None:
    """Return an attribution without a speaker ("*reportedly* seized")."""
    for child in tree.children(head, "advmod", "amod"):
        if child.lower_ in attribution_words().adverbs:
            return Attribution(None, child.text, "anonymous")
    return None


def _party(speaker: Token, parties: Parties) -> tuple[Party, SpeakerKind]:
    words = attribution_words()
    mentions = parties.at(speaker)
    party = mentions[0].party if mentions else parties.unresolved(speaker)
    name = lemma(speaker)
    below = {t.lemma_.lower() for t in speaker.subtree}
    if (
        name in words.anonymous
        and (party.name is None)
        and (below & words.anonymous_signs or not party.sectors)
    ):
        return party, "anonymous"
    if "JRN" in party.sectors or name in words.media:
        return party, "media"
    return party, "official" if OFFICIAL.intersection(party.sectors) else "named"
