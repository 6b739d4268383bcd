"""Every word of an event stands where it says, whatever the text; nothing but the text decides on it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dragoman import code
from dragoman.language import analysis
from dragoman.records import Document, Event, Party

SENTENCES = [
    "France condemned Iran on Monday.",
    "Poland will send 20 tanks to Ukraine, ministers said.",
    "“Norway met Sweden in Geneva,” the Norwegian prime minister’s office said.",
    "Turkish troops launched an attack on Syria.",
    "The attack killed 12 people.",
    "According to U.S. officials, Israel's army shelled the rebels in Mosul.",
    "Protests erupted in Albania.",
    "Germany gave a loan worth €3 million to Kenya.",
    "The opposition leader was arrested.",
    "The sky was blue.",
    "BERLIN - U.K. and E.U. envoys met in São Tomé…",
]
SPACES = [
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "\t",
    "\u00a0",
    "\u2009",
    "\u2028",
    "\u3000",
    "\v\f",
    " \n \r ",
]
ODD = [
    *["\0", "\x1f", "\ufeff", "\u200b", "\u00ad"],  # controls and marks without width
    *["😀", "👩🏽\u200d🚒", "🇫🇷", "e\u0301", "Å\u0323", "\u0301"],  # characters of several code points
    *["مرحبا", "שלום", "\u202eabc\u202c", "\u2067"],  # right to left
    *["नमस्ते", "日本語", "ﬁ", "İ", "ß"],
    *["<b>", "&amp;", "#", "|", "—", "''", "((", "https://a.example/?q=1#f"],
    *["x" * 700, "ha-" * 200],
]


def joined(parts: list[tuple[str, str]]) -> str:
    return "".join(part for pair in parts for part in pair)


@st.composite
def broken(draw: st.DrawFn) -> str:
    """Draw one of the sentences with something odd in the middle of it."""
    sentence = draw(st.sampled_from(SENTENCES))
    at = draw(st.integers(0, len(sentence)))
    return sentence[:at] + draw(st.sampled_from(ODD)) + sentence[at:]


PARTS = st.sampled_from(SENTENCES) | broken() | st.sampled_from(ODD)
TEXTS = st.lists(st.tuples(PARTS, st.sampled_from([*SPACES, ""])), max_size=4).map(joined)
DOCUMENTS = st.builds(
    Document,
    id=st.sampled_from(["d", "", "日本 id\n", "\0"]),
    kind=st.just("article"),
    title=st.none() | TEXTS,
    text=TEXTS,
    published=st.sampled_from([None, "2025-03-12", "2025-03-12T23:59:59Z"]),
)


def parties(event: Event) -> Iterator[Party]:
    yield from event.actors
    yield from event.recipients
    if event.attribution is not None:
        if event.attribution.speaker is not None:
            yield event.attribution.speaker
        yield from event.attribution.chain


def check(document: Document, events: list[Event]) -> None:
    for event in events:
        evidence, trigger = event.evidence, event.trigger
        string = document.string(evidence.field)
        assert event.document == document.id
        assert string[evidence.start : evidence.end] == evidence.quote == evidence.quote.strip() != ""
        assert event.citation.holds(document)
        assert evidence.start <= trigger.start < trigger.end <= evidence.end
        assert string[trigger.start : trigger.end] == trigger.text
        for party in parties(event):
            assert string[party.start : party.end] == party.text != ""
        for party in (*event.actors, *event.recipients):
            assert evidence.start <= party.start < party.end <= evidence.end
        assert all(amount.text in string for amount in event.amounts)
        assert all(arm.text in string for arm in event.equipment)
        if event.attribution is not None:
            # Whoever speaks in a transcript is named in the line above.
            assert event.attribution.cue.lower() in " ".join(string.lower().split())
        assert Event.from_json(event.json()) == event
    ids = [event.id for event in events]
    assert len(set(ids)) == len(ids)
    for one, next_ in pairwise(events):
        assert (one.evidence.field == "title") >= (next_.evidence.field == "title")  # the title comes first
        if one.evidence.field == next_.evidence.field:
            assert one.evidence.start <= next_.evidence.start


@settings(max_examples=25, deadline=None)
@given(DOCUMENTS)
@example(Document("d", "headline", title="France Condemns Iran\r\n"))
@example(Document("d", "article", text="\0France\0 condemned\0 Iran\0."))
def test_every_word_stands_where_it_says(document: Document) -> None:
    check(document, code([document]))


@pytest.mark.parametrize(
    "text",
    ["\ud83d France condemned Iran. \ud83d", "Norway met the prime \udc00 minister of France."],
    ids=ascii,
)
def test_half_characters_keep_their_place(text: str) -> None:
    document = Document("d", "article", title=text, text=text)
    events = code([document])
    check(document, events)
    assert events


@pytest.mark.parametrize("space", SPACES, ids=ascii)
def test_odd_white_space_between_sentences_hides_nothing(space: str) -> None:
    document = Document("d", "article", text=space + space.join(SENTENCES[:2]) + space)
    events = code([document])
    check(document, events)
    assert [event.type for event in events] == ["ACCUSE", "AGREE"]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd[:9]))
def test_odd_lines_around_a_sentence_hide_nothing(odd: str) -> None:
    document = Document("d", "article", text=f"{odd}\n\nFrance condemned Iran.\n\n{odd}")
    events = code([document])
    check(document, events)
    assert [event.trigger.text for event in events] == ["condemned"]


def forget() -> None:
    """Forget the parses of before, so that the next ones are made anew."""
    analysis._kept = analysis._Kept()


def test_order_and_batch_change_no_event() -> None:
    chosen = random.Random(7)
    documents = [
        Document(
            f"d{number}",
            "article",
            title=chosen.choice(SENTENCES).rstrip("."),
            text=" ".join(chosen.choices([*SENTENCES, *ODD], k=chosen.randint(1, 6))),
            published="2025-03-12",
        )
        for number in range(14)
    ]

    def events(groups: list[list[Document]]) -> dict[str, list[str]]:
        forget()
        found: dict[str, list[str]] = {document.id: [] for document in documents}
        for group in groups:
            for event in code(group):
                found[event.document].append(event.json())
        return found

    together = events([documents])
    assert sum(map(len, together.values())) > 10
    assert events([[document] for document in documents]) == together
    assert events([documents[::-2], documents[-2::-2]]) == together


def test_coding_again_gives_the_same_bytes() -> None:
    document = Document("d", "article", text="\r\n".join(SENTENCES), published="2025-03-12")
    first = json.dumps([event.to_dict() for event in code([document])])
    forget()
    assert json.dumps([event.to_dict() for event in code([document])]) == first
