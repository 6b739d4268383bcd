"""What is explained is what the rooms read, word for word, in each of its forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

import dragoman
from dragoman import language
from dragoman.errors import InputError
from dragoman.explaining import picture
from dragoman.explaining.explanation import (
    Armed,
    Counted,
    Dated,
    Explanation,
    Name,
    Placed,
    Reading,
    Referred,
    Refusal,
    Word,
)
from dragoman.explaining.page import pieces
from dragoman.explaining.wording import part, relation, wording
from dragoman.ontology import lexicon
from dragoman.records import AmountKind, Sentence, Span

ODD = [
    *[
        "Oslo warned Kyiv on Monday.",
        "France gave Kenya €3 million",
        "\n\n",
        " ",
        "\t\r\n",
        "\u2028",
        "(",
        "”",
        "—",
    ],
    *[
        "\0",
        "\x1b[31m",
        "\ud800",
        "\u202e",
        "😀",
        "e\u0301",
        "日本語",
        "مرحبا",
        "<script>",
        "&amp;",
        "x" * 300,
        "İ",
    ],
]
HEADLINE = "Kremlin Rejects Norwegian Claims"
STORY = "Poland  sent 20 tanks to Ukraine on Monday.\n\nThe minister yawned. Sweden reached a deal with the baker."

DRAWN = """\
Kremlin Rejects Norwegian Claims

┌───▶ Kremlin    Kremlin    name       subject    nsubj
├───● Rejects    reject     verb       root       root
│ ┌─▶ Norwegian  norwegian  adjective  adjective  amod
└─┴─▶ Claims     claim      noun       object     obj
"""


@pytest.fixture(scope="module")
def headline() -> Explanation:
    return dragoman.explain(HEADLINE)


@pytest.fixture(scope="module")
def story() -> Explanation:
    return dragoman.explain(STORY, published="2025-02-18")


def spans(value: object) -> Iterator[Span]:
    """Yield every quote with its offsets, at any depth."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys() and isinstance(value["start"], int):
            yield Span(value["start"], value["end"], value["text"])
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def test_a_headline_on_a_terminal(headline: Explanation) -> None:
    text = headline.text(80)
    assert text.startswith(DRAWN)
    assert re.search(r"^Names +Kremlin .*seat: Russia · RUS GOV$", text, re.MULTILINE)
    assert re.search(r"^ +rule +REJECT/reject\+claim \(active\)$", text, re.MULTILINE)
    assert re.search(r"^ +recipient +“Norwegian Claims” · NOR", text, re.MULTILINE)


def test_a_name_is_listed_beside_its_office_and_has_its_own_kind() -> None:
    told = dragoman.explain("Defense Minister Iván Velásquez met Ukrainian President Volodymyr Zelenskyy.")
    (reading,) = told.readings
    assert [(name.words.text, name.kind) for name in reading.names] == [
        ("Defense Minister", None),
        ("Iván Velásquez", "PER"),
        ("Ukrainian", "NORP"),
        ("President", None),
        ("Volodymyr Zelenskyy", "PER"),
    ]


def test_several_sentences_with_dates_and_reasons(story: Explanation) -> None:
    text = story.text(80)
    assert [r.sentence.text for r in story.readings] == [
        "Poland  sent 20 tanks to Ukraine on Monday.",
        "The minister yawned.",
        "Sweden reached a deal with the baker.",
    ]
    assert "1 of 3\n" in text
    assert re.search(r"^Dates +Monday +2025-02-17 \(day\) · counted from 2025-02-18$", text, re.MULTILINE)
    assert re.search(r"^Amounts +20 tanks +20 × tank$", text, re.MULTILINE)
    assert re.search(r"^Event +type +AID", text, re.MULTILINE)
    assert "no entry of the lexicon has the verb “yawn”" in text
    assert "AGREE/reach+deal: it takes two known parties" in text


@pytest.mark.parametrize("width", [40, 80, 160])
def test_nothing_is_wider_than_the_terminal(story: Explanation, width: int) -> None:
    assert max(map(len, story.text(width).splitlines())) <= width


def test_offsets_index_the_text_given(headline: Explanation, story: Explanation) -> None:
    for told, text in ((headline, HEADLINE), (story, STORY)):
        found = list(spans(told.to_dict()))
        assert len(found) > 10
        assert all(text[span.start : span.end] == span.text for span in found)
        for reading in told.readings:
            assert "".join(w.text for w in reading.words) == "".join(reading.sentence.text.split())


def test_events_are_those_of_code(story: Explanation) -> None:
    told = [event for reading in story.readings for event in reading.events]
    assert told == dragoman.code([story.document])
    assert told


def test_json_and_back(story: Explanation) -> None:
    assert Explanation.from_json(story.json()) == story


def test_every_key_is_documented(story: Explanation) -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    told = page.partition("explain --format json`")[2]
    keys = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]*)`", told))))
    for noun in (
        Explanation,
        Reading,
        Word,
        Name,
        Referred,
        Dated,
        Placed,
        Counted,
        Armed,
        Refusal,
        Sentence,
    ):
        assert {field.name for field in fields(noun)} <= keys, noun


def test_every_rule_told_stands_in_the_lexicon(headline: Explanation, story: Explanation) -> None:
    known = {entry.id for entry in lexicon.load().entries}
    readings = [*headline.readings, *story.readings]
    rules = {event.evidence.rule.partition(" (")[0] for r in readings for event in r.events}
    rules |= {refusal.rule for r in readings for refusal in r.refusals if refusal.rule}
    assert len(rules) >= 3
    assert rules <= known


def test_a_word_is_coded_or_refused_and_never_both(story: Explanation) -> None:
    for reading in story.readings:
        triggers = [event.trigger for event in reading.events]
        for refusal in reading.refusals:
            assert not any(t.start == refusal.word.start for t in triggers)


def test_a_date_without_a_day_to_count_from_is_not_invented() -> None:
    (reading,) = dragoman.explain("Oslo warned Kyiv on Monday and on 3 May 2024.").readings
    assert [(d.words.text, d.date and d.date.start) for d in reading.dates] == [
        ("Monday", None),
        ("3 May 2024", "2024-05-03"),
    ]
    assert "not known without the day" in Explanation.text(
        dragoman.explain("Oslo warned Kyiv on Monday."), 200
    )


def test_a_date_says_what_it_was_counted_from() -> None:
    told = dragoman.explain(
        "Oslo warned Kyiv on 3 May 2024. Two days later Kyiv yielded. It yielded again on Monday.",
        published="2024-06-05",
    )
    assert [(d.words.text, d.date and d.date.start, d.anchor) for r in told.readings for d in r.dates] == [
        ("3 May 2024", "2024-05-03", None),
        ("Two days later", "2024-05-05", "text"),
        ("Monday", "2024-06-03", "2024-06-05"),
    ]


def test_the_page_is_well_formed_and_asks_for_nothing(story: Explanation) -> None:
    page = story.html()
    for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        drawing = ElementTree.fromstring(svg)
        assert [child.tag for child in drawing][:2] == ["title", "desc"]
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")
    assert "<script" not in page
    assert not re.search(r'\sstyle="', page)
    assert len(re.findall(r'\bid="([^"]+)"', page)) == len(set(re.findall(r'\bid="([^"]+)"', page)))
    for tag in ("section", "article", "dl", "div", "span", "table", "figure"):
        assert page.count(f"<{tag}") - page.count(f"<{tag}>") >= 0
        assert len(re.findall(rf"<{tag}\b", page)) == page.count(f"</{tag}>")


def test_the_style_knows_every_screen(story: Explanation) -> None:
    for rem in picture.SCREENS:
        assert f"@media (min-width: {rem}rem) {{ .row.from{rem} {{ display: block; }}" in story.html()


def test_the_page_escapes_what_it_quotes() -> None:
    page = dragoman.explain('Oslo warns <script>alert("x")</script> & Kyiv\0').html()
    assert "<script>" not in page
    assert "\0" not in page


def test_the_picture_has_every_word_once_and_none_on_another(story: Explanation) -> None:
    for reading in story.readings:
        row, column = picture.in_a_row(reading), picture.in_a_column(reading)
        for drawing in (row, column):
            assert [letters.text for letters in drawing.words] == [word.text for word in reading.words]
            assert len(drawing.curves) >= len(reading.words) - 1
            assert all(0 <= letters.left < letters.right <= drawing.width for letters in drawing.words)
        assert all(a.right < b.left for a, b in zip(row.words, row.words[1:], strict=False))


@settings(max_examples=30)
@given(st.lists(st.sampled_from(ODD), min_size=1, max_size=6).map("".join))
def test_any_text_is_explained_or_refused(text: str) -> None:
    try:
        told = dragoman.explain(text, published="2025-02-18")
    except InputError:
        return
    assert "\x1b" not in told.text(80)
    assert max(map(cell_len, told.text(80).splitlines())) <= 80
    assert "<script" not in told.html()
    assert all(text[span.start : span.end] == span.text for span in spans(told.to_dict()))
    for reading in told.readings:
        assert "".join(piece.text for piece in pieces(reading, [])) == reading.sentence.text


@pytest.mark.parametrize("text", ["", "  \n", "12 – 14 …"])
def test_a_text_without_words_is_an_error(text: str) -> None:
    with pytest.raises(InputError, match="give a headline or a sentence"):
        dragoman.explain(text)


def test_another_language_is_declined() -> None:
    with pytest.raises(InputError, match="not English: de"):
        dragoman.explain("Der Minister hat gestern in Oslo mit den Vertretern der Opposition gesprochen.")


def test_what_is_no_sentence_of_the_report_is_marked() -> None:
    told = dragoman.explain("OSLO, Feb. 17 (Reuters) - Norway warned Russia over the cable, ministers said.")
    assert [reading.apart for reading in told.readings] == ["dateline", None]
    assert not told.readings[0].refusals
    assert told.readings[1].events
    assert "no sentence of the report: dateline" in told.text()
    assert "no sentence of the report: dateline" in told.html()


def test_a_date_that_is_none_is_an_error() -> None:
    with pytest.raises(InputError, match="'soon' is no date"):
        dragoman.explain("Oslo warns Kyiv", published="soon")


def test_of_a_long_text_the_beginning_is_explained() -> None:
    told = dragoman.explain("Oslo warned Kyiv. " * 60_000)
    assert len(told.readings) == 20
    assert told.left_out > 1_000_000
    assert "is left out" in told.text()
    assert "is left out" in told.html()


def test_a_long_sentence_still_fits() -> None:
    told = dragoman.explain("Oslo warned " + "the envoy of " * 120 + "Kyiv.")
    assert max(map(len, told.text(80).splitlines())) <= 80
    assert picture.screen(picture.in_a_row(told.readings[0])) is None


def test_form_tells_a_headline_unless_asked_otherwise() -> None:
    assert dragoman.explain(HEADLINE).document.kind == "headline"
    assert dragoman.explain(HEADLINE + ".").document.kind == "article"
    assert dragoman.explain("Oslo warned Kyiv. Sweden protested").document.kind == "article"
    assert dragoman.explain("U.S. Warns Iran on Oil").document.kind == "headline"
    assert dragoman.explain(HEADLINE, headline=False).document.text == HEADLINE


def test_every_label_has_plain_words() -> None:
    import json
    from typing import get_args

    models = [
        json.loads(p.read_text(encoding="utf-8")) for p in Path(language.__file__).parent.rglob("labels.json")
    ]
    assert models
    for labels in models:
        assert all(part(label) for label in labels["pos"])
        assert all(relation(label) for label in labels["deps"])
        assert {name[2:] for name in labels["names"] if name != "O"} <= wording()["kinds"].keys()
    assert set(get_args(AmountKind)) - {"units"} == wording()["amounts"].keys()


def test_a_place_that_is_no_party_is_known_to_the_gazetteer() -> None:
    (reading,) = dragoman.explain("Rebels bombed Goma and Ana Lind Orvik fled.").readings
    assert [(name.words.text, name.kind, name.entry) for name in reading.names] == [
        ("Rebels", None, None),
        ("Goma", "LOC", "city: Goma"),
        ("Ana Lind Orvik", "PER", None),
    ]
