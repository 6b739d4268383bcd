"""Who is who, what differs, timeline, places, sections, and what is new."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dragoman.briefing.choose import compose
from dragoman.briefing.page import Page, layout
from dragoman.briefing.parts import Told
from dragoman.briefing.people import _whole
from dragoman.briefing.weighing import support, weightiest, weights
from dragoman.ontology.plover import plover
from dragoman.records import (
    Citation,
    Date,
    Difference,
    Document,
    Event,
    Party,
    Place,
    Step,
    Story,
    Storyline,
    Telling,
)
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

VISIT = Document(
    id="visit",
    kind="article",
    title="Estonian Leader in Lima",
    text=(
        "Estonian President Alar Karis visited Lima on Tuesday. Talks of President Alar Karis went on in Lima on "
        "Wednesday. Karis met the mayor."
    ),
    published="2025-05-07",
    publisher="Lima Diary",
)
HOW = "leader: Alar Karis, president"


def leader(text: str) -> Party:
    start = (VISIT.text or "").index(text)
    return Party(text, start, start + len(text), "EST", ("GOV",), "Alar Karis", HOW)


def visit(sentence: str, who: str, **known: Any) -> Event:
    made = event(VISIT, sentence, "CONSULT", trigger=sentence.split()[-1].strip("."), **known)
    return replace(made, actors=(leader(who),))


LIMA = Place("Lima", "PER", -12.04, -77.03, 3936456)
CAME = visit(
    "Estonian President Alar Karis visited Lima on Tuesday.",
    "Estonian President Alar Karis",
    place=LIMA,
    date=Date("2025-05-06", "2025-05-06", "day"),
)
STAYED = visit(
    "Talks of President Alar Karis went on in Lima on Wednesday.",
    "Talks of President Alar Karis",
    place=replace(LIMA, name="Ciudad de los Reyes", geonames=None),
    date=Date("2025-05-07", "2025-05-07", "day"),
)
MET = visit("Karis met the mayor.", "Karis")
TRIP = story([VISIT], [CAME, STAYED, MET])


def laid(*stories: Story, **known: Any) -> Page:
    return layout(compose(stories, sentences, **known))


def test_who_is_who_has_the_name_with_its_title_as_a_report_writes_it() -> None:
    (person,) = compose([TRIP], sentences).people
    assert (person.name, person.text, person.office, person.country, person.told) == (
        "Alar Karis", "Estonian President Alar Karis", "president", "EST", True,
    )  # fmt: skip
    assert person.citations[0].quote == CAME.evidence.quote
    assert len(person.citations) == 3


def test_a_phrase_about_somebody_is_not_a_title() -> None:
    (person,) = compose([story([VISIT], [STAYED])], sentences).people
    assert person.text == "President Alar Karis"


def test_an_office_right_before_a_name_is_told_with_it() -> None:
    quote = "U.S. Attorney General  Ana Lund spoke."
    assert _whole("General  Ana Lund", "attorney general", quote) == "Attorney General  Ana Lund"
    assert _whole("Lund", "attorney general", quote) == "Lund"
    assert _whole("General", "attorney general", quote) == "General"


def test_an_office_that_no_report_tells_is_marked() -> None:
    page = compose([story([VISIT], [MET])], sentences)
    assert not page.people[0].told
    assert "† The office is from dragoman’s own list" in page.html()
    assert ": Alar Karis, president, Estonia †\n" in page.markdown()
    assert "†" not in compose([story([VISIT], [CAME])], sentences).html()


def test_who_held_an_office_is_not_known_without_a_day() -> None:
    undated = replace(VISIT, published=None)
    assert compose([story([undated], [MET])], sentences).people == ()
    assert compose([story([undated], [CAME])], sentences).people[0].told


def test_the_steps_of_a_story_are_its_days() -> None:
    brief = compose([TRIP], sentences)
    assert [(step.date, step.citation) for step in brief.timeline] == [
        ("2025-05-06", CAME.citation),
        ("2025-05-07", STAYED.citation),
    ]
    assert compose([story([VISIT], [CAME])], sentences).timeline == ()


def test_the_timeline_is_that_of_the_storyline_where_there_is_one() -> None:
    earlier = story([replace(QUIET, id="earlier", title="Karis to Visit Lima", published="2025-04-01")])
    steps = (Step("2025-04-01", earlier.id, earlier.title_from), Step("2025-05-07", TRIP.id, TRIP.title_from))
    line = Storyline(
        "l", "Lima trip", "titles: 2 of 2", (earlier, TRIP), steps, (), "2025-04-01", "2025-05-07"
    )
    brief = compose([TRIP], sentences, storylines=[line])
    assert (brief.timeline, brief.storyline) == (steps, "Lima trip")
    assert [document.id for document in brief.background] == ["earlier"]
    assert 'Timeline: <span dir="auto">Lima trip</span>' in brief.html()
    # A story that goes on is less new than one that does not.
    assert [m.value for m in brief.items[0].measures if m.name == "novelty"] == [weights()["goes_on"]]
    assert type(brief).from_json(brief.json()).html() == brief.html()


def test_places_are_those_that_the_sentence_names() -> None:
    (spot,) = compose([TRIP], sentences).places
    assert (spot.place.name, spot.events, spot.citations) == ("Lima", 1, (CAME.citation,))


def test_a_line_tells_no_place_that_its_sentence_does_not() -> None:
    lead = laid(TRIP).lead
    assert lead is not None
    assert {row.line: row.where for row in lead.rows} == {
        "Estonian President Alar Karis held talks": "Lima",
        "Talks of President Alar Karis held talks": None,
    }


def test_two_places_are_drawn() -> None:
    there = replace(STAYED, place=Place("Wednesday", "ECU", -2.0, -79.0, 1))
    assert 'class="drawing map"' in compose([story([VISIT], [CAME, there])], sentences).html()
    assert 'class="drawing map"' not in compose([TRIP], sentences).html()


def test_what_differs_stands_side_by_side() -> None:
    texts = ("Six sailors died in the lock.", "Nine sailors died in the lock.")
    reports = [
        Document(id=str(n), kind="article", title="Lock", text=t, publisher=f"House {n}")
        for n, t in enumerate(texts)
    ]
    cited = [Citation(d.id, "text", 0, len(d.text or ""), d.text or "") for d in reports]
    tellings = tuple(
        Telling(n, n, word, None, c.document, f"House {c.document}", None, c)
        for n, word, c in zip((6, 9), ("Six", "Nine"), cited, strict=True)
    )
    told = Difference("dead", "people killed", "disagrees", tellings)
    lead = laid(replace(story(reports), differences=(told,))).lead
    assert lead is not None
    (differing,) = lead.differs
    assert (differing.about, differing.how) == ("People killed", "told differently")
    assert [(v.text.text, v.publisher) for v in differing.versions] == [
        ("Six", "House 0"),
        ("Nine", "House 1"),
    ]
    # The same figures of the same reports are not told under another name.
    lead = laid(replace(story(reports), differences=(told, replace(told, about="sailors killed")))).lead
    assert lead is not None
    assert [one.about for one in lead.differs] == ["People killed"]
    # What the citations do not hold is not printed: neither a version nor a name in what it is about.
    for wrong in (
        replace(told, tellings=(replace(tellings[0], text="Ten"), tellings[1])),
        replace(told, about="Oslo: shelling the port"),
    ):
        lead = laid(replace(story(reports), differences=(wrong,))).lead
        assert lead is not None
        assert lead.differs == ()


def test_stories_stand_in_their_section() -> None:
    page = laid(*ALL, story([replace(NOTE, id="n1"), replace(NOTE, id="n2", title="Hungary Slams Lock")]))
    assert page.lead is not None
    assert page.lead.id == LOCK.id
    assert [told.title.text for told in page.more] == ["Hungary Slams Danube Lock"]
    assert [told.title.text for told in page.single] == [
        "Botswana opened a diamond museum in its capital on Friday…"
    ]
    assert sum(len(region.headlines) for region in page.headlines) == 3


def test_what_is_cut_is_counted() -> None:
    many = [
        story([replace(FERRY, id=f"f{n}")], [replace(SEIZED, id=f"e{n}", document=f"f{n}")])
        for n in range(60)
    ]
    page = laid(LOCK, *many)
    (region,) = page.headlines
    shown = weights()["shown"]
    assert (len(region.headlines), region.left) == (shown["region"], 60 - shown["region"])
    assert (sum(len(rows) for _, rows in page.rows), page.rows_left) == (
        shown["record"],
        60 - shown["record"],
    )
    html = compose([LOCK, *many], sentences).html()
    assert f"and {60 - shown['region']} headlines more" in html
    assert f"and {page.unquoted} reports more that this page does not quote" in html


def test_what_is_new_since_a_day_is_marked() -> None:
    new = story([replace(FERRY, published="2025-03-05")], [SEIZED])
    brief = compose([LOCK, new, story([SNOW])], sentences, since="2025-03-05")
    states = {item.story: (item.state, item.fresh) for item in brief.items}
    assert states == {LOCK.id: ("grown", 2), new.id: ("new", 1), story([SNOW]).id: ("known", 0)}
    assert brief.why is not None
    assert "2 new since 5 March 2025" in brief.why
    assert "Since 5 March 2025." in brief.html()
    assert '<span class="state">New</span>' in brief.html()


def test_what_was_seen_is_not_new() -> None:
    brief = compose([LOCK, story([SNOW])], sentences, seen={"snow", POST.id, WIRE.id})
    assert {item.story: item.state for item in brief.items} == {LOCK.id: "grown", story([SNOW]).id: "known"}
    assert "1 new since the last page" in str(brief.why)


def test_every_type_has_a_heading_and_every_measure_its_words() -> None:
    from dragoman.briefing.wording import wording

    headed = [type_ for types in wording()["headings"].values() for type_ in types]
    assert sorted(headed) == sorted(plover().types)
    assert set(wording()["measures"]) == set(weights()["measures"])
    assert set(wording()["leads"]) == {"only", "order", *weights()["measures"]}


def test_what_one_of_many_reports_tells_weighs_less() -> None:
    reports = [replace(POST, id=f"r{n}", publisher=f"House {n}") for n in range(6)]
    fierce = replace(CRITICISED, id="fierce", document="r0", type="ASSAULT", intensity=-9.0)
    common = [replace(SIGNED, id=f"s{n}", document=f"r{n}", intensity=6.0) for n in range(6)]
    told = story(reports, [fierce, *common])
    assert support(told) == {"ASSAULT": pytest.approx(1 / 3), "AGREE": 1.0}
    deed = weightiest(told)
    assert deed is not None
    assert deed.type == "AGREE"
    assert [row.event.type for row in _lead(laid(told)).rows] == ["AGREE", "ASSAULT"]


def _lead(page: Page) -> Told:
    assert page.lead is not None
    return page.lead


def test_the_weights_can_be_used() -> None:
    table = weights()
    assert all(isinstance(weight, float) and weight > 0 for weight in table["measures"].values())
    assert all(isinstance(number, int) and number > 0 for number in table["shown"].values())
    assert all(0 < table[share] <= 1 for share in ("goes_on", "sure", "concerns"))
    assert all(isinstance(table[words], int) for words in ("long", "short"))


def test_the_sample_of_this_file_holds() -> None:
    for one in (CAME, STAYED, MET, SIGNED):
        document = VISIT if one.document == "visit" else POST
        assert one.citation.holds(document)
        assert all(document.string("text")[p.start : p.end] == p.text for p in one.actors)
