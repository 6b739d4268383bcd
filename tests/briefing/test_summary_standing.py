"""Which sentences can be understood where they stand."""

from __future__ import annotations

import pytest

from dragoman.briefing.standing import follows, stands_alone, words
from dragoman.ontology.files import load_yaml


@pytest.mark.parametrize(
    "text",
    [
        "Kenya signed a treaty with Uganda on Monday.",
        "“Kenya will sign,” President Amina Otieno said on Monday.",
        "The US asked Kenya for help.",
        "Kenya will not sign, the president said.",
        "The minister called it “a day of mourning.”",
        "Kenya said “it would sign\" on Monday.",
        "At least 13 people were killed in Nairobi.",
        "This week Kenya signs a treaty with Uganda.",
        "One soldier was killed near Garissa.",
        "Kenya wins!",
        "Asked by Amina Otieno, he signed the treaty.",
    ],
)  # fmt: skip
def test_a_whole_sentence_stands_alone_and_follows_nothing(text: str) -> None:
    assert stands_alone(text)
    assert not follows(text)


@pytest.mark.parametrize(
    "text",
    [
        "Who will sign the treaty?",
        "“Will they sign?”",
        "Kenya signed a treaty …",
        "Kenya signed a treaty...",
        "Kenya signs a treaty",
        "Here's what you need to know.",
        "We asked the ministry in Nairobi.",
        "“The treaty is good for Kenya.",
        "The treaty is good for Kenya.”",
        "“The treaty is good for Kenya.”",
        "(The treaty was signed on Monday.)",
        "Image caption The president signed the treaty.",
        "Amina Otieno, President of Kenya (not shown), signed the treaty.",
        "President Amina OtienoKenya to sign treaty Uganda waits for treaty MORE signed it.",
        "Also read: the five things that count:",
        "Nairobi Police Chief Amina Otieno said.",
        "",
        "“”",
    ],
)
def test_questions_comments_captions_and_torn_quotations_do_not(text: str) -> None:
    assert not stands_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        "But Kenya did not sign.",
        "As a minister, she signed a treaty with Uganda.",
        "He signed it on Monday.",
        "This surprised Uganda.",
        "In addition, Kenya promised money.",
        "Meanwhile, Uganda waited.",
        "“It is a good treaty,” he said.",
        "“It is a good treaty,” the official said on Monday.",
        "The treaty is to be signed on Monday, he said.",
    ],
)
def test_what_needs_the_sentence_before_is_known(text: str) -> None:
    assert follows(text)
    assert stands_alone(text)


def test_a_speaker_who_was_named_may_be_he() -> None:
    assert not follows("Speaking in Nairobi, Otieno praised the treaty: “It is good,” he said.")


def test_the_lists_are_in_small_letters_and_no_word_is_twice() -> None:
    assert set(words()) == {
        "back",
        "back_pairs",
        "times",
        "speakers",
        "says",
        "captions",
        "writer",
        "bare",
        "denies",
    }
    for some in load_yaml("standing.yaml", "dragoman.briefing").values():
        assert len(set(some)) == len(some)
        assert all(isinstance(word, str) and word == word.casefold().strip() and word for word in some)
    assert all(
        " " not in word for key in ("back", "times", "says", "writer", "bare") for word in words()[key]
    )
    assert all(1 <= pair.count(" ") <= 2 for pair in words()["back_pairs"])
