"""Why a word names no event: said by the room that decided it, put into words here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from dragoman.coding import candidates, predicates, roles, tree
from dragoman.coding.candidates import Dropped
from dragoman.coding.parties import Parties
from dragoman.coding.predicates import Misfit, Predicate
from dragoman.explaining.explanation import Refusal
from dragoman.explaining.wording import listed, slots, wording
from dragoman.ontology.attribution import attribution_words
from dragoman.ontology.lexicon import Lexicon
from dragoman.records import Span

#: Of the entries that have a word and do not fit, so many are told: the most specific last, as they are tried.
NEAREST = 3


def refusals(sentence: Tokens, words: Lexicon, parties: Parties, text: str) -> tuple[Refusal, ...]:
    """Return the words of a sentence that might have named an event and do not, in the order of the text."""
    standing, dropped = candidates.decide(sentence, words, parties)
    told = {token.i for c in standing for token in c.predicate.words}
    told |= {
        token.i for c in standing for token in (c.predicate.head, c.predicate.object) if token is not None
    }
    found: list[tuple[Token, str | None, str]] = [
        (drop.predicate.head, drop.predicate.entry.id, _dropped(drop)) for drop in dropped
    ]
    # That a noun is not "pride march" or "peace march" tells nothing of "march".
    near = (
        m for m in predicates.misfits(sentence, words) if m.entry.pos != "noun" or m.condition != "particles"
    )
    for head, misfits in groupby(near, key=lambda misfit: misfit.head):
        if head.i not in told and head.pos_ != "AUX" and not _only_says(head):
            found += [(head, misfit.entry.id, _misfit(misfit)) for misfit in list(misfits)[-NEAREST:]]
    told |= {head.i for head, _, _ in found}
    for token in sentence:
        if token.pos_ == "VERB" and token.i not in told:
            found.append((token, None, _unheard(token, words)))
    found.sort(key=lambda one: one[0].i)
    return tuple(
        Refusal(Span(t.idx, t.idx + len(t), text[t.idx : t.idx + len(t)]), rule, reason)
        for t, rule, reason in found
    )


def _dropped(drop: Dropped) -> str:
    """Say why a predicate that an entry matched is no event."""
    entry, form = drop.predicate.entry, wording()["dropped"][drop.reason]
    if drop.other is not None:
        return str(form.format(other=_trigger(drop.other)))
    wanted = {"actor": entry.actor, "recipient": entry.recipient}.get(
        drop.reason, (*entry.actor, *entry.recipient)
    )
    standing = list(dict.fromkeys(_standing(drop.predicate, wanted)))
    found = wording()["strangers" if len(standing) > 1 else "stranger" if standing else "nobody"]
    return str(form.format(found=found.format(words=listed(standing), slots=slots(wanted))))


def _standing(predicate: Predicate, wanted: tuple[str, ...]) -> Iterator[str]:
    """Yield the phrases that stand in these slots."""
    for slot in wanted:
        for head in roles.fillers(predicate, slot):
            yield f"“{tree.noun_phrase(head).text}”"


def _trigger(predicate: Predicate) -> str:
    words = predicate.words
    return predicate.head.doc[words[0].i : words[-1].i + 1].text


def _misfit(misfit: Misfit) -> str:
    """Say which condition of an entry is not met."""
    entry, condition = misfit.entry, misfit.condition
    if condition == "complement" and isinstance(entry.complement, bool):
        return str(wording()["misfit"]["clause" if entry.complement else "no_clause"])
    if condition == "complement":
        wanted = list(entry.complement) if isinstance(entry.complement, tuple) else []
    elif condition == "particles":
        wanted = [" ".join(entry.particles)]
    else:
        wanted = [" ".join(phrase) for phrase in getattr(entry, condition)]
    return str(wording()["misfit"][condition].format(words=listed(wanted, most=5)))


def _only_says(verb: Token) -> bool:
    """Whether a verb does no more than say: "said", "told", and not "warned"."""
    return attribution_words().say_class.get(predicates.lemma(verb)) == "neutral"


def _unheard(verb: Token, words: Lexicon) -> str:
    """Say why a verb that met no entry is passed over."""
    name = predicates.lemma(verb)
    kind = "saying" if _only_says(verb) else "modifier" if name in words.by_verb else "unheard"
    return str(wording()["unheard"][kind].format(lemma=name))
