"""The nouns of an explanation: what was seen in a sentence, what was made of it, and what was not."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.records import Amount, Date, Document, Equipment, Event, Party, Place, Record, Sentence, Span


@dataclass(frozen=True, slots=True)
class Word(Record):
    """A word of the tree.

    Attributes:
        part: universal part of speech (``VERB``).
        features: Universal Dependencies' features (``{"Tense": "Past"}``).
        head: number of the word it hangs on among the words of the sentence, from 0; ``None``: the root.
        label: Universal Dependencies' relation to its head (``nsubj:pass``; ``root``).
    """

    start: int
    end: int
    text: str
    lemma: str
    part: str
    features: dict[str, str]
    head: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Name(Record):
    """A name or role noun.

    Attributes:
        kind: what the model takes it for (``PER``).
        known: the party the gazetteer knows by it.
        entry: the entry of the gazetteer that agrees with the kind (``city: Goma``).
    """

    words: Span
    kind: str | None
    known: Party | None
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Dated(Record):
    """Words that date.

    Attributes:
        date: ``None`` where only the day of publication, which is not known, would tell.
        anchor: what the date was counted from: the day of publication, ISO; ``text``: a date told before it;
            ``None``: nothing, it stands as written.
    """

    words: Span
    date: Date | None
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Placed(Record):
    """Words that say where."""

    words: Span
    place: Place


@dataclass(frozen=True, slots=True)
class Counted(Record):
    """Words that say how much."""

    words: Span
    amount: Amount


@dataclass(frozen=True, slots=True)
class Armed(Record):
    """Words that say with what."""

    words: Span
    equipment: Equipment


@dataclass(frozen=True, slots=True)
class Referred(Record):
    """Words that stand for somebody named elsewhere in the text, the words that name them, and the rule."""

    words: Span
    named: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Refusal(Record):
    """A word that might have named an event and does not.

    Attributes:
        rule: the entry of the lexicon that came nearest; ``None`` where none has the word.
        reason: why not, in words.
    """

    word: Span
    rule: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Why(Record):
    """Why an event is coded as it is, in words.

    Attributes:
        entry: what its entry of the lexicon asks for, in the lexicon's own keys.
        status: what decided whether it happened.
        speaker: in whose words it is told.
        confidence: what speaks for and against it, in log-odds, the weightiest first.
    """

    entry: str
    status: str
    speaker: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Reading(Record):
    """One sentence, or headline, and all that was read from it; values in the order of the text.

    Attributes:
        apart: what it is where it is no sentence of the report: ``dateline``, ``byline``, ``caption``,
            ``promotion``, ``furniture``.
        reasons: of each of the events why it is coded so.
    """

    sentence: Sentence
    apart: str | None
    words: tuple[Word, ...]
    names: tuple[Name, ...]
    referred: tuple[Referred, ...]
    dates: tuple[Dated, ...]
    places: tuple[Placed, ...]
    amounts: tuple[Counted, ...]
    equipment: tuple[Armed, ...]
    events: tuple[Event, ...]
    reasons: tuple[Why, ...]
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Explanation(Record):
    """A text explained, sentence by sentence.

    Attributes:
        document: what was read, as the other verbs would take it.
        left_out: characters at the end of the text that were too many to be explained.
    """

    document: Document
    readings: tuple[Reading, ...]
    left_out: int

    def html(self) -> str:
        """Return one HTML page that needs nothing else: a picture of each tree, and what was made of it."""
        from dragoman.explaining.page import html

        return html(self)

    def text(self, width: int = 100) -> str:
        """Return the drawing for a terminal of so many columns, without colours."""
        from dragoman.explaining.terminal import drawn

        return drawn(self, width)

    def __str__(self) -> str:
        return self.text()
