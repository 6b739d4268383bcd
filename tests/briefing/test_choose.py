"""What leads, what is said of it, and where the rest stands."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from dragoman.briefing import FrontPage, wording
from dragoman.briefing.check import stands
from dragoman.briefing.choose import compose, short
from dragoman.briefing.copied import told_once
from dragoman.briefing.page import layout
from dragoman.briefing.regions import region, regions
from dragoman.briefing.weighing import opening
from dragoman.briefing.wording import nameless, own_words
from dragoman.ontology.countries import countries
from dragoman.records import Citation, Document, Judgement, Place, Sentence, Story
from tests.briefing.sample import (
    ALL,
    CRITICISED,
    FERRY,
    LOCK,
    NOTE,
    POST,
    QUIET,
    SEIZED,
    SIGNED,
    SNOW,
    WIRE,
    event,
    sentences,
    story,
)


def page(*stories: Story) -> FrontPage:
    return compose(stories, sentences)


def test_the_story_of_most_origins_leads_and_the_page_says_why() -> None:
    brief = page(*ALL)
    assert brief.lead == LOCK
    assert brief.why == (
        "3 reports from 2 independent origins; reported 4–5 March 2025; weightiest deed: pledge of cooperation; "
        "3 countries involved; ahead of the next story in independent origins"
    )
    assert (brief.first, brief.last) == ("2025-03-04", "2025-03-05")


ARTICLE = story([QUIET])
HEADLINES = story([SNOW, FERRY])
LONGER = story([replace(QUIET, id="longer", text=f"{QUIET.text} It is large. It is light.")])


FIERCE = story([FERRY], [replace(SEIZED, intensity=-7.0)])


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (ARTICLE, HEADLINES, "1 report from one origin; ahead of the next story in length"),
        (HEADLINES, story([replace(NOTE, published=None)]),
         "2 reports from one origin; ahead of the next story in reports"),
        (LONGER, ARTICLE, "1 report from one origin; ahead of the next story in length"),
        (FIERCE, ARTICLE, "1 report from one origin; weightiest deed: seizure; 2 countries involved; ahead of the next "
         "story in the weight of what happened"),
        (story([FERRY], [SEIZED]), story([replace(SNOW, id="no")]), "1 report from one origin; weightiest deed: "
         "seizure; 2 countries involved; ahead of the next story in the number of countries"),
    ],
)  # fmt: skip
def test_each_measure_may_decide(first: Story, second: Story, why: str) -> None:
    for order in ((first, second), (second, first)):
        brief = page(*order)
        assert brief.lead == first
        assert brief.why == why


def test_a_new_story_beats_one_that_goes_on() -> None:
    old, new = (story([replace(SNOW, id=day, published=day)]) for day in ("2025-01-01", "2025-01-02"))
    brief = page(old, new)
    assert brief.lead == new
    assert (
        brief.why
        == "1 report from one origin; first reported 2 January 2025; ahead of the next story in novelty"
    )


def test_level_stories_come_by_their_id_and_one_story_leads_alone() -> None:
    one, other = sorted((story([replace(SNOW, id=id)]) for id in ("a", "b")), key=lambda s: s.id)
    assert page(other, one).lead == one
    assert page(other, one).why == "1 report from one origin; level with the next story, and earlier"
    assert page(one).why == "1 report from one origin; the only story"


def test_the_points_are_the_sum_of_the_measures() -> None:
    for item in page(*ALL).items:
        assert item.points == pytest.approx(sum(measure.points for measure in item.measures), abs=0.001)
    lock = {measure.name: measure for measure in page(*ALL).items[0].measures}
    assert (lock["origins"].value, lock["origins"].points) == (2, 2.0)
    assert (lock["reports"].value, lock["length"].value, lock["reach"].value) == (3, 38, 3)


def test_the_order_of_the_stories_does_not_matter() -> None:
    pages = {page(*order).html() for order in permutations(ALL)}
    assert len(pages) == 1


def test_the_summary_is_whole_sentences_of_the_reports_and_cited() -> None:
    brief = page(*ALL)
    documents = {d.id: d for d in LOCK.documents}
    assert brief.summary
    assert brief.items[0].summary == brief.summary
    for line in brief.summary:
        (citation,) = line.citations
        assert citation.quote == line.text
        assert citation.holds(documents[citation.document])


def test_a_story_that_does_not_lead_is_told_by_its_opening_too() -> None:
    opening = "Kenya counted the votes of its northern counties on Monday."
    rest = "The river was low all summer. " * 20
    report = replace(
        AWAY, text=f"{opening} {rest}\n\nNobody reads this far in Kenya. Rebels bombed Syria in May."
    )
    bombed = event(report, "Rebels bombed Syria in May.", "ASSAULT")
    asked: list[str] = []

    def split(document: Document) -> tuple[Sentence, ...]:
        asked.append(document.text or "")
        return sentences(document)

    assert opening in [line.text for line in short(story([report], [bombed]), split)]
    assert all("Nobody reads" not in text for text in asked)


def test_a_sentence_is_not_told_twice() -> None:
    copies = [POST, replace(POST, id="copy", publisher="Another")]
    told = [line.text for line in page(story(copies)).summary]
    assert len(told) == len(set(told))


def test_what_copies_print_counts_once() -> None:
    copy = replace(POST, id="copy", publisher="Another")
    reprinted = [replace(event, document="copy", id=f"{event.id}-copy") for event in (SIGNED, CRITICISED)]
    other = replace(CRITICISED, id="other", recipients=SIGNED.actors)  # another event of the same sentence
    events = [SIGNED, CRITICISED, other, *reprinted]
    printed = replace(story([POST, copy], events), copies=(("post-1", "copy"),))
    assert told_once(printed) == (SIGNED, CRITICISED, other)
    assert len(told_once(replace(printed, copies=()))) == 5  # two reporters with the same words are two
    assert [len(line.citations) for line in page(printed).factors if line.topic == "amounts"] == [1]
    laid = layout(page(printed))
    assert laid.lead is not None
    assert (len(laid.lead.rows), laid.lead.rows_left, laid.events) == (2, 1, 3)


def test_the_key_factors_are_what_recurs_each_cited() -> None:
    factors = [(line.topic, line.text, len(line.citations)) for line in page(*ALL).factors]
    assert factors == [
        ("dealings", "Serbia – Romania: pledge of cooperation", 1),
        ("dealings", "Hungary – Serbia: criticism", 1),
        ("amounts", "300 million euros", 1),
        ("equipment", "lock", 1),
        ("places", "Danube", 1),
        ("contexts", "diplomatic", 2),
        ("speakers", "officials in Budapest", 1),
    ]


def test_a_factor_says_only_what_its_citations_say() -> None:
    for line in page(*ALL).factors:
        assert line.topic == "contexts" or stands(line, own_words())
    renamed = replace(SIGNED, place=Place("Istros"))
    assert "places" not in {line.topic for line in page(story([POST], [renamed])).factors}


def test_what_did_not_happen_is_no_factor() -> None:
    denied = [replace(CRITICISED, status="denied"), replace(SIGNED, status="negated")]
    assert page(story([POST], denied)).factors == ()


def test_the_brief_goes_to_json_and_back() -> None:
    brief = page(*ALL)
    again = FrontPage.from_json(brief.json())
    assert again == brief
    assert again.html() == brief.html()


def test_no_stories_make_an_empty_page() -> None:
    brief = page()
    assert brief.lead is None
    assert (brief.why, brief.summary, brief.factors, brief.stories, brief.first) == (None, (), (), (), None)


AWAY = Document(id="away", kind="article", title="Kenya counts its votes", text="Rebels bombed Syria in May.")
BOMBED = event(AWAY, "Rebels bombed Syria in May.", "ASSAULT", place=Place("Syria", "SYR"))
UNTITLED = Document(id="untitled", kind="article", title="The count goes on", text="Crowds marched in Suva.")
TOLD = event(UNTITLED, "Crowds marched in Suva.", "PROTEST", place=Place("Suva", "FJI"))


def test_a_headline_stands_under_what_its_report_begins_with() -> None:
    assert opening(story([AWAY], [BOMBED])) == BOMBED
    late = replace(AWAY, text="The count goes on. " * 40 + "Rebels bombed Syria in May.")
    assert opening(story([late], [event(late, "Rebels bombed Syria in May.", "ASSAULT")])) is None
    assert opening(story([FERRY], [SEIZED])) == SEIZED


@pytest.mark.parametrize(
    ("some", "expected"),
    [
        (story([FERRY], [SEIZED]), "Americas"),
        (LOCK, "Europe"),
        (story([SNOW]), "World"),
        (story([FERRY], [replace(SEIZED, place=Place("Suva", "FJI"))]), "Asia and the Pacific"),
        (story([Document(id="x", kind="headline", title="Kenya Opens a Railway")]), "Africa"),
        (story([Document(id="x", kind="headline", title="Kenya Meets Norway at Chess")]), "World"),
        # What a report says by the way of another part of the world does not move its story there.
        (story([POST], [SIGNED, CRITICISED, replace(SIGNED, id="2", place=Place("Suva", "FJI"))]), "Europe"),
        (story([AWAY], [BOMBED]), "Africa"),
        (story([UNTITLED], [TOLD, replace(TOLD, id="2")]), "Asia and the Pacific"),
        (story([UNTITLED], [TOLD, replace(TOLD, id="2", place=Place("Oslo", "NOR"))]), "World"),
    ],
)
def test_a_story_stands_under_its_region(some: Story, expected: str) -> None:
    assert region(some) == expected


def test_every_country_has_a_region() -> None:
    from dragoman.briefing.regions import _table

    # Antarctica (ATA) belongs to none.
    assert {c.code for c in countries()} - set(_table()[0]) == {"ATA"}
    assert regions()[-1] == "World"


def test_the_sample_holds() -> None:
    # What is made by hand must be as sound as what the coder makes.
    for some in ALL:
        documents = {d.id: d for d in some.documents}
        for each in some.events:
            assert each.citation.holds(documents[each.document])
        assert some.title_from.holds(documents[some.title_from.document])
    assert WIRE in LOCK.documents
    assert isinstance(LOCK.title_from, Citation)


def test_what_somebody_rejected_is_not_told() -> None:
    wrong = replace(SEIZED, judgement=Judgement(True, {}, "a film", None, "2025-02-18T06:30:00Z"))
    assert page(story([FERRY], [wrong])) == page(story([FERRY]))
    assert page(story([FERRY], [wrong])) != page(story([FERRY], [SEIZED]))


def test_a_party_without_words_in_the_sentence_is_not_named() -> None:
    nobody = replace(SEIZED.recipients[0], text="", end=SEIZED.recipients[0].start)
    assert nameless(nobody)
    assert wording.line(replace(SEIZED, recipients=(nobody,))) is None
