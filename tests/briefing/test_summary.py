"""Which sentences carry a story: golden stories, offsets, order."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.briefing.summary import _chosen, summary
from dragoman.briefing.worth import Candidate
from dragoman.language import sentences
from dragoman.records import Document, Sentence
from tests.briefing.sample import LOCK


def article(id: str, title: str, text: str, publisher: str, published: str = "2025-03-04") -> Document:
    return Document(id, "article", title=title, text=text, publisher=publisher, published=published)


FERRY = (
    article(
        "bulletin",
        "Ghana Holds Ferry With Weapons off Tema",
        "TEMA, Ghana (Harbour Agency) - The navy of Ghana stopped a ferry from Togo on Tuesday and found 400 "
        "rifles under its deck. He did not say who owned it. Read more on our website.\n\n"
        "“The rifles from the ferry will be melted,” Admiral Kwame Mensah of Ghana said.",
        "Bulletin of Accra",
    ),
    article(
        "courier",
        "Rifles found on ferry from Togo, Ghana says",
        "Ghana's navy stopped a ferry from Togo and found 400 rifles beneath its deck on Tuesday.\n\n"
        "Togo denied that the weapons on the ferry came from its army and recalled its ambassador. "
        "But it sent Ghana a judge to hear the crew of the ferry.\n\nWhat will happen to the crew?",
        "Lomé Courier",
    ),
    article(
        "columnist",
        "Opinion: The ferry and us",
        "I have often taken that ferry. Let me tell you what I saw. The sea was calm, as it is in spring.",
        "Columns",
    ),
)
COPY = replace(FERRY[0], id="copy", publisher="Another Paper", published="2025-03-05")


def told(documents: tuple[Document, ...] | list[Document], words: int = 60) -> list[str]:
    return [s.text for s in dragoman.summarize(documents, words)]


def test_what_the_reports_share_comes_first_then_what_only_one_tells() -> None:
    assert told(FERRY, 40) == [
        "The navy of Ghana stopped a ferry from Togo on Tuesday and found 400 rifles under its deck.",
        "Togo denied that the weapons on the ferry came from its army and recalled its ambassador.",
    ]


def test_what_goes_on_stands_behind_what_it_follows() -> None:
    some = told(FERRY, 200)
    before = some.index(
        "Togo denied that the weapons on the ferry came from its army and recalled its ambassador."
    )
    assert some[before + 1] == "But it sent Ghana a judge to hear the crew of the ferry."
    alone = replace(
        FERRY[1],
        text="The owner is a man from Lomé.\n\nBut it sent Ghana a judge to hear the crew of the ferry.",
    )
    assert told([FERRY[0], alone], 200)[-1] != "But it sent Ghana a judge to hear the crew of the ferry."


def test_datelines_notes_questions_comments_and_repetitions_are_left_out() -> None:
    some = " ".join(told(FERRY, 500))
    for words in (
        "Harbour Agency",
        "Read more",
        "What will happen",
        "tell you",
        "He did not say",
        "beneath its deck",
    ):
        assert words not in some


def test_a_quotation_with_its_speaker_may_be_told() -> None:
    assert "“The rifles from the ferry will be melted,” Admiral Kwame Mensah of Ghana said." in told(
        FERRY, 500
    )


@pytest.mark.parametrize("words", [1, 8, 20, 33, 60, 110, 1000])
def test_the_words_are_a_limit_but_one_sentence_always_stands(words: int) -> None:
    some = told(FERRY, words)
    assert sum(len(text.split()) for text in some) <= words or len(some) == 1
    assert some


def test_where_nothing_is_short_enough_the_shortest_that_needs_no_other_stands() -> None:
    assert told(FERRY[:2], 3) == [
        "“The rifles from the ferry will be melted,” Admiral Kwame Mensah of Ghana said."
    ]


def test_of_sentences_that_are_too_long_one_that_needs_no_other_stands() -> None:
    report = article(
        "a", "Togo", "Togo recalled its ambassador from Ghana on Tuesday. He had served for years.", "A"
    )
    assert told([report], 1) == ["Togo recalled its ambassador from Ghana on Tuesday."]


def test_a_title_that_stands_once_more_in_a_text_is_not_quoted() -> None:
    title = "Ghana Stops Ferry With Rifles in Tema, T.M."
    text = f"{title}\n\nThe crew will be heard by a judge from Lomé next week."
    assert title not in told([article("a", title, text, "A")], 60)


def test_a_denial_follows_what_it_denies() -> None:
    reports = [
        article("a", "Ghana denies that 23 sailors drowned", "Ghana's navy on Wednesday denied that 23 sailors had "
                "drowned when a patrol boat sank off Tema. Nine sailors drowned, the navy said.", "A"),
        article("b", "At least 23 sailors drown off Tema", "At least 23 sailors drowned when a patrol boat of Ghana's "
                "navy sank off Tema on Tuesday, doctors said.", "B"),
    ]  # fmt: skip
    some = told(reports, 60)
    assert some[0].startswith("At least 23 sailors drowned")
    assert some[1].startswith("Ghana's navy on Wednesday denied")


def test_the_order_of_the_reports_does_not_matter() -> None:
    documents = (*FERRY, COPY)
    assert len({tuple(dragoman.summarize(some, 80)) for some in permutations(documents)}) == 1


def test_a_copy_is_neither_heard_twice_nor_quoted() -> None:
    assert dragoman.summarize((*FERRY, COPY), 80) == dragoman.summarize(FERRY, 80)


def test_of_a_cut_copy_the_longer_text_is_read() -> None:
    cut = replace(FERRY[1], id="cut", published="2025-03-03", text=(FERRY[1].text or "")[:88])
    assert {s.document for s in dragoman.summarize([cut, FERRY[1]], 60)} == {"courier"}


def test_of_two_nearly_as_good_the_one_of_an_origin_not_yet_heard_is_taken() -> None:
    def candidate(document: str, start: int, worth: float, term: str) -> Candidate:
        sentence = Sentence(document, "text", start, start + 30, "Peru met Chile in Lima in May.")
        return Candidate(sentence, int(document == "b"), start, 7, {term: 1.0}, worth)

    texts = {"a": "-" * 99, "b": "-" * 99}
    found = [
        candidate("a", 0, 1.0, "qaaqa"),
        candidate("a", 40, 0.6, "qeeqe"),
        candidate("b", 0, 0.55, "quuqu"),
    ]
    for origin_of, expected in (({"a": 0, "b": 1}, ["a", "b"]), ({"a": 0, "b": 0}, ["a", "a"])):
        assert [c.sentence.document for c in _chosen(found, texts, origin_of, 14)] == expected


def test_a_column_in_the_first_person_is_summed_up_all_the_same() -> None:
    assert told([FERRY[2]]) == ["The sea was calm, as it is in spring."]
    short = replace(FERRY[2], text="The ferry sank.")
    assert told([short]) == ["The ferry sank."]
    only = replace(FERRY[2], text="I have often taken that ferry to Accra.")
    assert told([only]) == ["I have often taken that ferry to Accra."]


def test_where_there_is_no_text_there_is_no_summary() -> None:
    assert dragoman.summarize([Document("x", "headline", title="Snow Falls in Athens")]) == ()
    assert dragoman.summarize([]) == ()


def test_what_is_not_english_is_not_quoted() -> None:
    french = article(
        "fr", "Un navire", "La marine du Ghana a arrêté mardi un navire venu du Togo avec des armes.", "F"
    )
    assert dragoman.summarize([french]) == ()
    assert "fr" not in {s.document for s in dragoman.summarize([*FERRY, french], 500)}


def test_a_story_is_summed_up_by_its_verb_as_on_the_page() -> None:
    documents = {d.id: d for d in LOCK.documents}
    lines = summary(LOCK, sentences, 40)
    assert [line.text for line in lines] == [s.text for s in dragoman.summarize(LOCK, 40)]
    for line in lines:
        (citation,) = line.citations
        assert citation.quote == line.text
        assert citation.holds(documents[citation.document])


PIECES = st.sampled_from(
    [
        "The navy of Ghana stopped a ferry from Togo on Tuesday.", "Togo recalled its envoy from Accra.",
        "“We will go,” he said.", "Why?", "But it failed again on Monday.", "EMOJI 😀 e\u0301 İ ß.", "\u202eabc\u202c.",
        "ACCRA (Agency) -", "\r\n\r\n", "\n", "\u00a0", "  ", "x" * 300, "“", "Read more: all about it.",
        "12.5", "<b>&amp;",
    ]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=6).map(" ".join), min_size=1, max_size=3), st.integers(1, 80))
def test_every_sentence_stands_where_it_says(texts: list[str], words: int) -> None:
    documents = [article(str(n), "Ghana stops ferry", text, f"P{n}") for n, text in enumerate(texts)]
    found = dragoman.summarize(documents, words, parser="fast")
    for s in found:
        assert s.field == "text"
        assert texts[int(s.document)][s.start : s.end] == s.text
    assert len(set(found)) == len(found)
    assert sum(len(s.text.split()) for s in found) <= words or len(found) == 1
    assert set(dragoman.summarize(documents[::-1], words, parser="fast")) == set(found)
