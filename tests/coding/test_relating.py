"""What one marked party did to another."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dragoman
from dragoman.coding import linking
from dragoman.coding.relating import Marked
from dragoman.errors import InputError
from dragoman.records import EVENT_TYPES, Relation
from training import relating as recipe


def relation(marked: str) -> Relation:
    """Relate the party in ``{}`` to that in ``[]``."""
    text = marked
    spans: dict[str, tuple[int, int] | None] = {"{": None, "[": None}
    for opening, closing in ("{}", "[]"):
        if opening in text:
            bare = text.translate(str.maketrans("", "", "[]" if opening == "{" else "{}"))
            start, end = bare.index(opening), bare.index(closing) - 1
            spans[opening] = (start, end)
    return dragoman.relate(text.translate(str.maketrans("", "", "{}[]")), spans["{"], spans["["])


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("{Norway} condemned [Iran] for the arrests.", "ACCUSE happened"),
        ("[Chad] was praised by {Germany} for its reforms.", "SUPPORT happened"),
        ("{The rebels} ambushed [an army convoy] near the border, officials said.", "ASSAULT happened"),
        ("{Peru} and [Chile] held talks on fishing rights.", "CONSULT happened"),
        ("{Oslo}'s sanctions on [Minsk] took effect on Monday.", "SANCTION happened"),
        ("{The union} said it would sue [the ministry].", "ACCUSE planned"),
        ("{Finland} will send 20 generators to [Moldova].", "AGREE planned"),
        ("{The minister} said [Belarus] must free the prisoners.", "REQUEST happened"),
        ("{Quonians} denounced [Zorbia] while Peru praised Chile.", "ACCUSE happened"),  # names nobody knows
        ("While Peru praised Chile, {Quonia} shelled [Zorbia].", "ASSAULT happened"),
        ("{Tunisia} did not attack [Libya].", "ASSAULT negated"),
        ("{Norway} resembles [Iran].", "None None"),
        # The right word of several is the one that links the two.
        (
            "{The cardinals}, who thanked [the mayor] for his help, accused the army of murder.",
            "SUPPORT happened",
        ),
        ("[The mayor], who had condemned the generals, was arrested by {police}.", "COERCE happened"),
        (
            "{Rebels} who had signed a truce shelled [Goma], and the UN condemned the army.",
            "ASSAULT happened",
        ),
    ],
)
def test_the_type_and_status_between_two_parties(marked: str, wanted: str) -> None:
    found = relation(marked)
    assert f"{found.type} {found.status}" == wanted


def test_the_reason_is_told_where_nothing_is_read() -> None:
    assert relation("{Norway} resembles [Iran].").rule == "no word of the lexicon stands in the sentence"


def test_the_id_comes_back_unchanged_and_the_record_as_json() -> None:
    row = Marked.of(
        {"id": 7, "text": "Norway warned Iran.", "actor": [0, 6], "recipient": [14, 18]}, "x", "line 1"
    )
    assert row.id == 7
    found = relation("{Norway} warned [Iran].")
    assert Relation.from_json(found.json()) == found


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ([], "not a JSON object"),
        ({"text": " ", "actor": [0, 1], "recipient": None}, "`text` is missing or empty"),
        ({"text": "Norway", "actor": [0, 6]}, "`recipient` is missing"),
        ({"text": "Norway", "actor": [0, 7], "recipient": None}, "not inside the text of 6 characters"),
        ({"text": "Norway", "actor": [3, 3], "recipient": None}, "not inside the text"),
        ({"text": "Norway", "actor": [-1, 3], "recipient": None}, "not inside the text"),
        ({"text": "Norway", "actor": "0-6", "recipient": None}, "write [start, end]"),
        ({"text": "Norway", "actor": [0, True], "recipient": None}, "write [start, end]"),
        ({"text": "In  Norway", "actor": [2, 4], "recipient": None}, "only white space"),
        ({"text": "Norway", "actor": [0, 6], "recipient": [0, 6]}, "the same"),
    ],
)
def test_a_wrong_row_is_named_with_its_place_and_the_mend(row: Any, told: str) -> None:
    with pytest.raises(InputError) as caught:
        Marked.of(row, "rows.jsonl", "line 3")
    assert str(caught.value).startswith("rows.jsonl, line 3: ")
    assert told in str(caught.value)


@given(st.text(min_size=1, max_size=60), st.data())
def test_any_text_and_spans_give_an_answer_or_an_error(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(0, len(text)))
    try:
        found = dragoman.relate(text, (start, end), None)
    except InputError:
        return
    assert (found.type is None) == (found.confidence is None)
    assert found.rule


def test_a_word_counts_without_the_object_its_entry_asks_for_but_less() -> None:
    named, other = (
        relation("{Lima} lifted its ban on [Quito]."),
        relation("{Lima} lifted its chin at [Quito]."),
    )
    assert named.type == other.type == "CONCEDE"
    assert named.confidence is not None
    assert other.confidence is not None
    assert named.confidence > other.confidence
    assert "another object" in other.rule


def test_the_sentences_to_learn_from_are_well_formed_distinct_and_of_all_types_alike() -> None:
    cases = list(recipe.sentences())
    assert len({case.text for case in cases}) == len(cases)
    for type_ in EVENT_TYPES:
        of_type = [case for case in cases if case.type == type_]
        assert 35 <= len(of_type) <= 60
        assert sum(case.kept for case in of_type) == len(of_type) // recipe.KEPT


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ACCUSE\t{Oslo} blamed [Lima].", "tabs"),
        ("BLAME\t-\t{Oslo} blamed [Lima].", "BLAME is no type"),
        ("ACCUSE\taerial\t{Oslo} blamed [Lima].", "aerial is no mode of ACCUSE"),
        ("ACCUSE\t-\t{Oslo} blamed Lima.", "mark one"),
        ("ACCUSE\t-\t{Oslo [blamed} Lima].", "crossed"),
        ("ACCUSE\t-\t{} blamed [Lima].", "hold nothing"),
    ],
)
def test_a_sentence_marked_wrongly_is_named(line: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        recipe.written(line)


def test_a_marked_sentence_is_read_with_its_spans() -> None:
    case = recipe.written("ACCUSE\tallege\tIn [Lima], {Oslo} is blamed.")
    assert case.text == "In Lima, Oslo is blamed."
    assert case.actor == (9, 13)
    assert case.recipient == (3, 7)


def test_every_feature_has_a_weight_and_is_explained() -> None:
    assert linking.__doc__ is not None
    assert all(f"``{name}``" in linking.__doc__ for name in linking.weights())
