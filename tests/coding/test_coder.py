"""What makes an event: who must be there, what is only said, what is told twice, and what it rests on."""

from __future__ import annotations

import pytest

from dragoman import __version__, code
from dragoman.coding import stream
from dragoman.ontology import files, lexicon
from dragoman.ontology.plover import plover
from dragoman.records import Document, Event


def coded(text: str) -> list[Event]:
    return code([Document("d", "article", text=text, published="2025-03-12")])


def types(text: str) -> list[str]:
    return [event.type for event in coded(text)]


def one(text: str) -> Event:
    (event,) = coded(text)
    return event


def names(event: Event) -> tuple[list[str], list[str]]:
    return [party.text for party in event.actors], [party.text for party in event.recipients]


# ------------------------------------------------------------------------------ who must be there


@pytest.mark.parametrize(
    "text",
    [
        "Mary condemned John.",  # two unknown names
        "A storm damaged the house.",
        "Norway condemned.",  # nobody and nothing is condemned
        "Norway held talks.",  # with whom?
        "Iran was condemned.",  # by whom?
        "A farmer rejected the plan.",  # private people take no stand for a state
        "The bridge was attacked.",  # by unknown hands, and on nobody
        "Norway is a cold country.",
    ],
)
def test_nothing_is_coded_where_a_party_is_missing(text: str) -> None:
    assert coded(text) == []


def test_one_known_party_is_enough() -> None:
    assert names(one("Norway condemned the rebels.")) == (["Norway"], ["the rebels"])


def test_some_acts_need_no_other_party() -> None:
    assert names(one("Protesters marched in Geneva.")) == (["Protesters"], [])
    assert names(one("The prime minister of Norway resigned.")) == (["The prime minister of Norway"], [])


def test_a_state_takes_a_stand_on_what_nobody_in_particular_did() -> None:
    event = one("Norway rejected the plan.")
    assert (event.type, names(event)) == ("REJECT", (["Norway"], []))


def test_an_act_by_unknown_hands_has_no_actor() -> None:
    event = one("The opposition leader was arrested.")
    assert (event.type, names(event)) == ("COERCE", ([], ["The opposition leader"]))


@pytest.mark.parametrize("text", ["Norway held talks with Sweden.", "Norway met Sweden."])
def test_all_parties_of_a_reciprocal_event_are_actors(text: str) -> None:
    event = one(text)
    assert (event.type, names(event)) == ("CONSULT", (["Norway", "Sweden"], []))


# ------------------------------------------------------------------- what is said, what is told twice


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Poland agreed to send tanks to Ukraine.", "AGREE"),
        ("Poland refused to condemn Russia.", "REJECT"),
        ("Russia threatened to attack Poland.", "THREATEN"),
        ("France urged Israel to release prisoners.", "REQUEST"),
        ("Norway accused Russia of arming the rebels and killing villagers.", "ACCUSE"),
    ],
)
def test_the_content_of_a_speech_act_is_no_second_event(text: str, expected: str) -> None:
    assert types(text) == [expected]


def test_an_act_beside_a_speech_act_is_an_event() -> None:
    assert types("Russia threatened to attack Poland, and France condemned Russia.") == ["THREATEN", "ACCUSE"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rebels were attacked and killed.", "ASSAULT"),
        ("The opposition leader was arrested and jailed.", "COERCE"),
        ("Protesters marched and rallied.", "PROTEST"),
        ("France condemned and criticized Iran.", "ACCUSE"),
    ],
)
def test_the_same_happening_in_two_words_is_one_event(text: str, expected: str) -> None:
    assert types(text) == [expected]


def test_the_other_way_round_is_another_event() -> None:
    first, second = coded("Turkey condemned Iran, and Iran condemned Turkey.")
    assert names(first) == (["Turkey"], ["Iran"])
    assert names(second) == (["Iran"], ["Turkey"])


# ----------------------------------------------------------------------------- the next sentence

ATTACK = "Turkish troops launched an attack on Syria."


def sums(event: Event) -> list[tuple[str, float]]:
    return [(amount.kind, amount.low) for amount in event.amounts]


@pytest.mark.parametrize("noun", ["The attack", "This attack"])
def test_the_next_sentence_adds_its_sums_when_it_goes_on(noun: str) -> None:
    event = one(f"{ATTACK} {noun} killed 12 people.")
    assert sums(event) == [("dead", 12)]
    assert event.evidence.quote == ATTACK


def test_it_adds_its_equipment_too() -> None:
    event = one(f"{ATTACK} The attack destroyed 30 tanks.")
    assert sums(event) == [("units", 30)]
    assert [arm.name for arm in event.equipment] == ["tank"]


def test_money_of_a_loan() -> None:
    event = one("Germany gave a loan to Kenya. The loan is worth 3 billion dollars.")
    assert [(a.kind, a.low, a.unit) for a in event.amounts] == [("money", 3e9, "USD")]


@pytest.mark.parametrize(
    "following",
    [
        "Attacks killed 12 people.",  # any attacks
        "An attack killed 12 people.",  # another attack
        "The storm killed 12 people.",  # no event at all
        "The loan is worth 3 billion dollars.",  # a friendly deed is not this attack
    ],
)
def test_a_sentence_about_something_else_adds_nothing(following: str) -> None:
    assert sums(one(f"{ATTACK} {following}")) == []


def test_a_sentence_with_an_event_of_its_own_keeps_its_sums() -> None:
    attack, sent = coded(f"{ATTACK} Poland sent 20 tanks to Ukraine.")
    assert (sums(attack), sums(sent)) == ([], [("units", 20)])


# ------------------------------------------------------------------------------- what lies ahead


@pytest.mark.parametrize(
    ("text", "type_", "mode"),
    [
        ("Poland will send tanks to Ukraine.", "AGREE", None),
        ("Poland plans to send tanks to Ukraine.", "AGREE", None),
        ("Poland will visit Norway.", "AGREE", None),
        ("Poland will praise Norway.", "AGREE", None),
        ("Poland will lift sanctions on Iran.", "AGREE", None),
        ("Turkish troops will attack Syria.", "THREATEN", "violence"),
        ("Poland will impose sanctions on Iran.", "THREATEN", "restrict"),
        ("Poland will condemn Iran.", "ACCUSE", "disapprove"),  # no turn: words are said when they are said
    ],
)
def test_what_is_planned_is_a_promise_or_a_threat(text: str, type_: str, mode: str | None) -> None:
    event = one(text)
    assert (event.type, event.mode, event.status) == (type_, mode, "planned")


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Poland will not send tanks to Ukraine.", "assist"),
        ("Poland will not meet Russia.", "meet"),
        ("Poland will not visit Norway.", "meet"),
        ("Poland will not lift sanctions on Iran.", "yield"),
        ("Turkish troops will not withdraw from Syria.", "yield"),
    ],
)
def test_what_is_refused_is_a_rejection(text: str, mode: str) -> None:
    event = one(text)
    assert (event.type, event.mode) == ("REJECT", mode)


def test_a_turned_event_has_the_codes_of_its_new_type() -> None:
    event = one("Poland will send tanks to Ukraine.")
    agree = plover().types["AGREE"]
    assert (event.quad, event.intensity) == (agree.quad, agree.intensity)
    assert event.cameo == "033"
    assert event.evidence.rule.startswith("AID/")
    assert event.evidence.rule.endswith("planned: AGREE")


def test_what_was_not_done_keeps_its_type() -> None:
    event = one("Turkey did not send tanks to Syria.")
    assert (event.type, event.status) == ("AID", "negated")


def test_hostile_acts_that_will_not_be_are_no_rejections() -> None:
    event = one("Iran will not attack Israel.")
    assert (event.type, event.status) == ("ASSAULT", "negated")


def test_what_may_be_is_not_turned() -> None:
    event = one("Iran may attack Israel.")
    assert (event.type, event.status) == ("ASSAULT", "conditional")


# ------------------------------------------------------------------------------ what it rests on

STORY = Document(
    "story",
    "article",
    title="Poland Condemns Iran",
    text="\n\n  Norway met Sweden.  \t\nFrance condemned Iran,\nand Spain praised Israel.\n\nIt rained.\n",
    published="2025-03-12",
)


def test_evidence_is_the_sentence_as_it_stands() -> None:
    assert [(event.evidence.field, event.evidence.quote) for event in code([STORY])] == [
        ("title", "Poland Condemns Iran"),
        ("text", "Norway met Sweden."),
        ("text", "France condemned Iran,\nand Spain praised Israel."),
        ("text", "France condemned Iran,\nand Spain praised Israel."),
    ]


def test_evidence_trigger_and_rule_agree() -> None:
    rules = {entry.id for entry in lexicon.load().entries}
    for event in code([STORY]):
        evidence, trigger = event.evidence, event.trigger
        string = STORY.string(evidence.field)
        assert event.citation.holds(STORY)
        assert evidence.start <= trigger.start < trigger.end <= evidence.end
        assert string[trigger.start : trigger.end] == trigger.text
        assert evidence.rule.rpartition(" (")[0] in rules


def test_ids_depend_on_the_document_and_the_place_in_it_alone() -> None:
    ids = [event.id for event in code([STORY])]
    assert len(set(ids)) == len(ids) == 4
    assert [event.id for event in code([STORY])] == ids
    longer = Document(
        "story",
        "article",
        title=STORY.title,
        text=f"{STORY.text}Norway praised Spain.",
        url="https://a.example",
    )
    assert [event.id for event in code([longer])][:4] == ids
    elsewhere = Document("other", "article", title=STORY.title, text=STORY.text)
    assert not {event.id for event in code([elsewhere])} & set(ids)


def test_every_event_says_what_made_it() -> None:
    (version,) = {event.version for event in code([STORY])}
    assert version.code == __version__
    assert version.lexicon == files.digest(*files.every_file())
    assert version.model


def test_documents_come_out_one_by_one() -> None:
    silent = Document("silent", "article", text="The sky was blue.")
    empty = Document("empty", "headline", title=None)
    assert [len(events) for events in stream([silent, STORY, empty])] == [0, 4, 0]


@pytest.mark.parametrize("share", [-0.1, 1.5, float("nan")])
def test_a_least_confidence_is_from_0_to_1(share: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        code([], min_confidence=share)


def test_every_event_carries_a_cameo_code_of_its_type() -> None:
    from dragoman import EXAMPLE, read
    from dragoman.ontology.crosswalk import from_cameo

    events = code(read(EXAMPLE))
    assert len(events) > 20
    for event in events:
        assert event.cameo is not None
        assert from_cameo(event.cameo).admits(event.type, event.mode), event


@pytest.mark.parametrize(
    "text",
    [
        "Kestrel Front, its army, attacked Peruvian police.",
        "Kestrel Group, its soldiers said, attacked rebels on Monday.",
    ],
)
def test_a_name_told_by_what_is_its_own_leads_nowhere(text: str) -> None:
    """Whose army? That of the Kestrel Front. Who is that? Its army."""
    assert names(one(text))[0] == [text.split(",")[0]]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Lobbyist Sam Patten met rebels. Patten criticised Russia.", None),
        ("On Monday Patten criticised Russia.", "Chris Patten"),
        ("Lara Trump visited Kenya. President Trump criticised Russia.", "Donald Trump"),
        ("Lara Trump met President Trump. Trump criticised Russia.", "Donald Trump"),
        ("Donald Trump met rebels. Lara Trump met rebels. Trump criticised Russia.", "Donald Trump"),
    ],
)
def test_a_surname_is_that_of_the_person_brought_in(text: str, known: str | None) -> None:
    document = Document("d", "article", text=text, published="2019-03-12")
    assert [event.actors[0].name for event in code([document]) if event.type == "ACCUSE"] == [known]
