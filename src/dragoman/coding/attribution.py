"""According to whom: the speakers in whose words an event is told, and what kind of speaker each is."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.coding import speech, tree
from dragoman.coding.parties import Parties
from dragoman.coding.predicates import Predicate, lemma
from dragoman.coding.resolution import OFFICIAL
from dragoman.coding.saying import Saying
from dragoman.ontology.attribution import attribution_words
from dragoman.ontology.status import status_words
from dragoman.records import Attribution, Party, SpeakerKind

_OWN_VOICE = frozenset(["i", "me", "we", "us"])


def of(predicate: Predicate, parties: Parties) -> Attribution | None:
    """Return who says that the event is so; ``None`` when the paper itself tells it.

    Speakers behind the nearest speaker are in ``chain``, outermost last.
    """
    told: list[tuple[Party, str, SpeakerKind]] = []
    nobody: Saying | None = None
    for saying in _around(predicate.head):
        if saying.speaker is None:
            nobody = nobody or saying
            continue
        party, kind = speaker(saying.speaker, parties)
        if party not in (known for known, _, _ in told):
            told.append((party, saying.cue, kind))
    if not told and nobody is not None:  # "was said to have attacked"
        return Attribution(None, nobody.cue, "anonymous")
    if not told:
        return _adverb(predicate.head)
    (nearest, cue, kind), *behind = told
    return Attribution(nearest, cue, kind, tuple(party for party, _, _ in behind))


def _around(head: Token) -> Iterator[Saying]:
    """Yield the sayings of others that a word stands in, the shortest first: that is the nearest speaker's."""
    denied = status_words().denied_by  # who denies it is no source of it
    around = [
        saying
        for saying in speech.sayings(head.doc).at(head.idx)
        if saying.asserts and lemma(saying.words[0]) not in denied
    ]
    for saying in sorted(around, key=lambda saying: (saying.size, -saying.start)):
        # "I" is whoever the words around it are said by.
        if saying.speaker is None or saying.speaker.lower_ not in _OWN_VOICE:
            yield saying


def _adverb(head: Token) -> Attribution | None:
    """Return an attribution without a speaker ("*reportedly* seized")."""
    for child in tree.children(head, "advmod", "amod"):
        if child.lower_ in attribution_words().adverbs:
            return Attribution(None, child.text, "anonymous")
    return None


def speaker(head: Token, parties: Parties) -> tuple[Party, SpeakerKind]:
    """Return the party that a speaker's phrase names, and what kind of speaker it is."""
    words = attribution_words()
    mentions = parties.at(head)
    party = mentions[0].party if mentions else parties.unresolved(head)
    name = lemma(head)
    below = {t.lemma_.lower() for t in head.subtree}
    if (
        name in words.anonymous
        and (party.name is None)
        and (below & words.anonymous_signs or not party.sectors)
    ):
        return party, "anonymous"
    if "JRN" in party.sectors or name in words.media:
        return party, "media"
    if name in words.documents and not party.sectors:
        return party, "document"
    return party, "official" if OFFICIAL.intersection(party.sectors) else "named"
