"""Why an event is coded as it is: asked of the rooms that decided it, put into words here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from spacy.tokens import Span as Tokens

from dragoman.coding import candidates, confidence, status
from dragoman.coding.parties import Parties
from dragoman.explaining.explanation import Why
from dragoman.explaining.wording import entry, wording
from dragoman.ontology.lexicon import Lexicon
from dragoman.records import Event

#: So many of the things that speak for and against an event are told.
WEIGHTIEST = 5


def reasons(
    events: Sequence[Event], sentence: Tokens, day: dt.date | None, words: Lexicon, parties: Parties
) -> Iterator[Why]:
    """Yield, for each event of a sentence, why it is coded so."""
    standing = {
        (candidate.predicate.entry.id, candidate.predicate.words[0].idx): candidate
        for candidate in candidates.find(sentence, words, parties)
    }
    for event in events:
        candidate = standing[event.evidence.rule.partition(" (")[0], event.trigger.start]
        reality = status.of(candidate.predicate, event.date, day)
        weights = confidence.reasons(candidate, reality, len(standing))
        yield Why(
            entry=entry(candidate.predicate.entry),
            status=_status(reality),
            speaker=_speaker(event),
            confidence=", ".join(f"{name} {weight:+.1f}" for name, weight in weights[:WEIGHTIEST]),
        )


def _status(reality: status.Reality) -> str:
    form = wording()["status"]["said" if reality.why else "plain"]
    return str(form.format(why=reality.why, likely=f"{reality.probability:.2f}"))


def _speaker(event: Event) -> str:
    told = event.attribution
    if told is None:
        return str(wording()["speaker"]["paper"])
    return str(wording()["speaker"]["said" if told.speaker else "nobody"].format(cue=told.cue))
