"""The timeline: a dated, cited sentence a step; which day, which sentence, what is told twice."""

from __future__ import annotations

from dragoman.storylines.timeline import timeline
from tests.storylines.feeds import event, headlines, party, report, story

FRANCE, ITALY, CHAD = party("FRA"), party("ITA"), party("TCD")
TEXT = "Good morning. French police arrested two Italian brokers on Monday. Rain is near."
ARREST = "French police arrested two Italian brokers on Monday."


def dates(*steps: object) -> list[object]:
    return list(steps)


def test_a_step_is_the_title_on_the_day_of_publication() -> None:
    (step,) = timeline(headlines(("2024-03-04", "Envoys Meet in Bern")))
    assert (step.date, step.citation.quote, step.citation.field) == (
        "2024-03-04",
        "Envoys Meet in Bern",
        "title",
    )


def test_the_day_told_takes_the_place_of_that_of_publication() -> None:
    document = report("French Police Arrest Italian Brokers", "2024-03-06", TEXT)
    events = [
        event(document, "COERCE", [FRANCE], [ITALY]),
        event(document, "COERCE", [FRANCE], [ITALY], sentence=ARREST, day="2024-03-04"),
    ]
    (step,) = timeline([story(document, events=events)], {"FRA"})
    assert (step.date, step.citation.quote) == ("2024-03-04", document.title)


def test_a_day_long_past_a_day_to_come_and_an_event_planned_are_not_the_day() -> None:
    document = report("French Police Arrest Italian Brokers", "2024-03-06", TEXT)
    for day, status in (("2019-01-01", "happened"), ("2024-03-09", "happened"), ("2024-03-05", "planned")):
        told = event(document, "COERCE", [FRANCE], [ITALY], sentence=ARREST, day=day, status=status)  # type: ignore[arg-type]
        (step,) = timeline(
            [story(document, events=[event(document, "COERCE", [FRANCE], [ITALY]), told])], {"FRA"}
        )
        assert step.date == "2024-03-06"


def test_a_standing_title_gives_way_to_the_surest_sentence() -> None:
    document = report("What to Know This Morning", "2024-03-06", TEXT)
    sure = event(document, "COERCE", [FRANCE], [ITALY], sentence=ARREST)
    (step,) = timeline([story(document, events=[sure])], {"FRA"})
    assert step.citation.quote == ARREST
    assert step.citation.holds(document)


def test_a_title_that_names_somebody_stays() -> None:
    document = report("The Holzer Affair Explained", "2024-03-06", TEXT)
    (step,) = timeline(
        [story(document, events=[event(document, "COERCE", [FRANCE], [ITALY], sentence=ARREST)])], {"FRA"}
    )
    assert step.citation.quote == document.title


def test_background_farther_down_does_not_take_its_place() -> None:
    document = report("What to Know This Morning", "2024-03-06", "It rains and rains. " * 20 + TEXT)
    (step,) = timeline(
        [story(document, events=[event(document, "COERCE", [FRANCE], [ITALY], sentence=ARREST)])], {"FRA"}
    )
    assert step.citation.quote == document.title


def test_a_sentence_on_others_or_one_not_sure_does_not_take_its_place() -> None:
    document = report("What to Know This Morning", "2024-03-06", TEXT)
    doubtful = event(document, "COERCE", [FRANCE], [ITALY], sentence=ARREST, confidence=0.2)
    (step,) = timeline([story(document, events=[doubtful])], {"FRA"})
    assert step.citation.quote == document.title
    sure = event(document, "COERCE", [FRANCE], [ITALY], sentence=ARREST)
    (step,) = timeline([story(document, events=[sure])], {"TCD"})
    assert step.citation.quote == document.title


def test_without_parties_given_those_that_most_stories_have_are_the_storylines() -> None:
    first = report("Chad and Italy Meet", "2024-03-01")
    second = report("What to Know This Morning", "2024-03-06", TEXT)
    stories = [
        story(first, events=[event(first, "CONSULT", [CHAD, ITALY])]),
        story(second, events=[event(second, "COERCE", [FRANCE], [ITALY], sentence=ARREST)]),
    ]
    assert [step.citation.quote for step in timeline(stories)] == ["Chad and Italy Meet", ARREST]


def test_steps_come_by_day_and_undated_ones_last_in_the_order_given() -> None:
    stories = headlines(
        ("2024-03-09", "Judges Withdraw"),
        ("2024-03-04", "Trial Opens in Graz"),
        (None, "Zither"),
        (None, "Appeal"),
    )
    assert [(s.date, s.citation.quote) for s in timeline(stories)] == [
        ("2024-03-04", "Trial Opens in Graz"),
        ("2024-03-09", "Judges Withdraw"),
        (None, "Zither"),
        (None, "Appeal"),
    ]


def test_what_two_stories_of_a_day_tell_alike_is_one_step_that_of_the_better_covered() -> None:
    few = story(report("Graz Court Jails Banker Holzer", "2024-03-04", by="A"))
    many = story(
        report("Banker Holzer Jailed by Graz Court", "2024-03-04", by="B"),
        report("Graz: Holzer Jailed", "2024-03-04", by="C"),
    )
    (step,) = timeline([few, many])
    assert step.story == many.id
    later = story(report("Graz Court Jails Banker Holzer", "2024-03-05"), id="later")
    assert [s.date for s in timeline([few, later])] == ["2024-03-04", "2024-03-05"]


def test_undated_steps_that_tell_the_same_are_one() -> None:
    stories = headlines((None, "Graz Court Jails Banker Holzer"))
    again = story(report("Court in Graz Jails Banker Holzer"))
    assert len(timeline([*stories, again])) == 1


def test_a_story_without_words_is_no_step() -> None:
    assert timeline(headlines(("2024-03-04", " "))) == ()
