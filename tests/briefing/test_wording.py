"""An event in a line of English, and that a line says nothing its sentence does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.briefing.check import missing, stands
from dragoman.briefing.factors import factors
from dragoman.briefing.wording import date, days, line, own_words, wording
from dragoman.ontology.plover import cameo, plover
from dragoman.records import (
    EVENT_TYPES,
    STATUSES,
    Attribution,
    Citation,
    Date,
    Document,
    Event,
    Line,
    Party,
    Place,
)
from tests.briefing.sample import CRITICISED, FERRY, POST, SEIZED, SIGNED, event, party, sentences, story


def told(some: Event) -> str | None:
    made = line(some)
    return made.text if made else None


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("happened", "Hungary criticised Serbia, according to officials in Budapest"),
        ("ongoing", "Hungary criticising Serbia, according to officials in Budapest"),
        ("planned", "Hungary to criticise Serbia, according to officials in Budapest"),
        ("conditional", "Hungary might criticise Serbia, according to officials in Budapest"),
        ("denied", "It is denied that Hungary criticised Serbia, according to officials in Budapest"),
        ("negated", "Hungary did not criticise Serbia, according to officials in Budapest"),
        ("historical", "Hungary earlier criticised Serbia, according to officials in Budapest"),
    ],
)
def test_the_status_makes_the_form(status: str, expected: str) -> None:
    assert told(replace(CRITICISED, status=status)) == expected  # type: ignore[arg-type]


def test_who_acts_together_is_told_together() -> None:
    assert told(SIGNED) == "Serbia and Romania pledged cooperation"
    assert told(replace(SIGNED, type="CONSULT")) == "Serbia and Romania held talks"


def test_the_mode_is_told_before_the_type() -> None:
    assert told(SEIZED) == "Chile seized property of Peruvian Fishing Boats"
    assert told(replace(SEIZED, mode=None)) == "Chile put pressure on Peruvian Fishing Boats"


def test_without_actor_the_deed_is_named() -> None:
    nobody = replace(SEIZED, actors=())
    assert told(nobody) == "Seizure from Peruvian Fishing Boats"
    assert told(replace(nobody, status="negated")) == "No seizure from Peruvian Fishing Boats"


def test_an_actor_that_the_deed_implies_is_told_by_the_deed() -> None:
    news = Document(id="x", kind="headline", title="Protests Erupt in Tirana")
    some = event(
        news, "Protests Erupt in Tirana", "PROTEST", trigger="Protests", actors=[["Protests", "ALB"]],
        place=Place("Tirana"),
    )  # fmt: skip
    assert told(some) == "Protest in Tirana"
    assert told(replace(some, place=Place("Albania"))) is None


def test_nobody_named_and_speakers_behind_speakers_are_told() -> None:
    quote = POST.text or ""
    hearsay = Attribution(None, "reportedly", "media")
    assert (
        told(replace(CRITICISED, attribution=hearsay))
        == "Hungary criticised Serbia, according to unnamed sources"
    )
    chain = Attribution(party(quote, "officials in Budapest"), "said", "official", (party(quote, "Hungary"),))
    expected = "Hungary criticised Serbia, according to officials in Budapest, citing Hungary"
    assert told(replace(CRITICISED, attribution=chain)) == expected


def test_a_deed_alone_is_no_line() -> None:
    assert told(replace(CRITICISED, actors=(), recipients=())) is None


def test_a_long_phrase_ends_where_it_goes_on_to_say_more() -> None:
    phrase = "the two masked men, who were seen in Arica and later in Iquique"
    report = Document(id="men", kind="article", text=f"Chile arrested {phrase}.")
    arrest = event(report, report.text or "", "COERCE", mode="arrest", trigger="arrested",
                   actors=[["Chile", "CHL"]], recipients=[[phrase]])  # fmt: skip
    assert told(arrest) == "Chile arrested the two masked men"


def test_an_article_is_in_lower_case_within_a_line() -> None:
    headline = replace(FERRY, title="The Court Rejects The Ministry")
    spoken = event(
        headline,
        "The Court Rejects The Ministry",
        "REJECT",
        trigger="Rejects",
        actors=[["The Court"]],
        recipients=[["The Ministry"]],
    )
    assert told(spoken) == "The Court said no to the Ministry"


def test_a_line_whose_names_are_not_in_its_sentence_is_not_told() -> None:
    elsewhere = Party("Bulgaria", 0, 8, "BGR")
    assert line(replace(CRITICISED, recipients=(elsewhere,))) is None
    assert line(replace(CRITICISED, attribution=Attribution(elsewhere, "said", "official"))) is None


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("type_", EVENT_TYPES)
def test_every_type_mode_and_status_can_be_told(type_: str, status: str) -> None:
    for mode in [None, *plover().types[type_].modes]:  # type: ignore[index]
        for changed in ({}, {"recipients": ()}, {"actors": ()}):
            some = replace(CRITICISED, type=type_, mode=mode, status=status, **changed)  # type: ignore[arg-type]
            made = line(some)
            assert made is not None
            assert stands(made, own_words())
            assert "{" not in made.text
            assert "  " not in made.text


def test_every_mode_of_the_wording_is_a_mode_of_plover() -> None:
    for name, phrase in wording()["types"].items():
        assert set(phrase.get("modes", {})) <= set(plover().types[name].modes)
        assert set(phrase.get("codes", {})) <= set(cameo())
        for told_as in (phrase, *phrase.get("modes", {}).values(), *phrase.get("codes", {}).values()):
            assert set(told_as) - {"modes", "codes"} == {"label", "to", "do", "alone"}
            assert len(told_as["do"]) == len(told_as["alone"]) == 3


def test_the_wording_names_nobody_and_counts_nothing() -> None:
    assert not [word for word in own_words() if any(letter.isupper() or letter.isdigit() for letter in word)]


CITED = (Citation("d", "text", 0, 0, "The U.S. sent 12 F-16 jets, worth $7.5 billion, to Iraq."),)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The U.S. gave aid to Iraq", []),
        ("Gave 12 F-16 jets", []),
        ("Iran gave aid to Iraq", ["Iran"]),
        ("The U.S. gave 13 jets", ["13"]),
        ("The U.S. gave $7 billion", ["7"]),
        ("12 gave aid to IRAQ", []),
        ("Talks with Iraq", []),
        ("US talks", ["US"]),
    ],
)
def test_names_and_numbers_must_stand_in_the_citation(text: str, left: list[str]) -> None:
    assert missing(text, CITED, own_words()) == left
    assert stands(Line(text, CITED), own_words()) is (not left)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-02-07", "2025-02-07", "7 February 2025"),
        ("2025-02-03", "2025-02-05T06:00:00Z", "3–5 February 2025"),
        ("2025-01-28", "2025-02-03", "28 January – 3 February 2025"),
        ("2024-12-30", "2025-01-02", "30 December 2024 – 2 January 2025"),
        ("2024-02-03", "2025-02-03", "3 February 2024 – 3 February 2025"),
    ],
)
def test_days_are_written_as_short_as_can_be(first: str, last: str, expected: str) -> None:
    assert days(first, last) == expected


def test_a_date_is_as_precise_as_it_is_known() -> None:
    assert date(Date("2025-01-01", "2025-12-31", "year")) == "2025"
    assert date(Date("2025-03-01", "2025-03-31", "month")) == "March 2025"
    assert date(Date("2025-03-03", "2025-03-09", "week")) == "3–9 March 2025"


def test_a_pronoun_is_nobody_in_a_line_of_its_own() -> None:
    (actor,) = CRITICISED.actors
    assert line(replace(CRITICISED, actors=(replace(actor, text="It"),))) is None
    assert not any(
        "It" in factor.text
        for factor in factors(
            story([POST], [replace(CRITICISED, actors=(replace(actor, text="It"),))]), sentences
        )
        if factor.topic == "dealings"
    )
