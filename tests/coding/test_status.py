"""Did it happen: the status of "attack" in constructions of which each is one tree written by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.status import own_cases
from dragoman.coding import factuality, status
from dragoman.coding.status import HISTORICAL_DAYS, Reality
from dragoman.language import load
from dragoman.records import Date, Status
from tests.coding.trees import doc, predicate

DAY = dt.date(2025, 3, 3)
ATTACK = {"verb": "attack"}
ATTACK_NOUN = {"noun": "attack"}
HOLD_TALKS = {"verb": "hold", "object": ["talk"]}
TALKS = {"noun": "talk"}


def reality(words: str, entry: dict[str, Any], date: Date | None = None) -> Reality:
    return status.of(predicate(doc(words), "ASSAULT", entry), date, DAY)


VERBS: list[tuple[str, Status, str]] = [
    # happened
    ("past", "happened", "Norway/NNP/nsubj>attacked attacked/VBD Chile/NNP/obj>attacked"),
    ("perfect", "happened", "Norway/NNP/nsubj>attacked has/VBZ/aux>attacked attacked/VBN"),
    ("headline", "happened", "Norway/NNP/nsubj>Attacks Attacks/VBZ Chile/NNP/obj>Attacks"),
    ("passive", "happened", "Chile/NNP/nsubj:pass>attacked was/VBD/aux:pass>attacked attacked/VBN"),
    ("past progressive", "happened", "Norway/NNP/nsubj>attacking was/VBD/aux>attacking attacking/VBG"),
    (
        "clause of time",
        "happened",
        "Peru/NNP/nsubj>fled will/MD/aux>fled fled/VB after/IN/mark>attacked Norway/NNP/nsubj>attacked "
        "attacked/VBD/advcl>fled",
    ),
    (
        "told",
        "happened",
        "Peru/NNP/nsubj>said said/VBD that/IN/mark>attacked Norway/NNP/nsubj>attacked "
        "attacked/VBD/ccomp>said",
    ),
    (
        "not denied",
        "happened",
        "Norway/NNP/nsubj>deny did/VBD/aux>deny not/RB/advmod>deny deny/VB attacking/VBG/xcomp>deny",
    ),
    (
        "own verb beside a negated one",
        "happened",
        "Norway/NNP/nsubj>wait did/VBD/aux>wait not/RB/advmod>wait wait/VB and/CC/cc>attacked "
        "attacked/VBD/conj>wait",
    ),
    # planned
    ("will", "planned", "Norway/NNP/nsubj>attack will/MD/aux>attack attack/VB"),
    (
        "passive of what lies ahead",
        "planned",
        "Chile/NNP/nsubj:pass>attacked will/MD/aux>attacked be/VB/aux:pass>attacked attacked/VBN",
    ),
    ("headline: to attack", "planned", "Norway/NNP/nsubj>Attack to/TO/mark>Attack Attack/VB"),
    ("plans to", "planned", "Norway/NNP/nsubj>plans plans/VBZ to/TO/mark>attack attack/VB/xcomp>plans"),
    (
        "is set to",
        "planned",
        "Norway/NNP/nsubj:pass>set is/VBZ/aux:pass>set set/VBN to/TO/mark>attack attack/VB/xcomp>set",
    ),
    (
        "is ready to",
        "planned",
        "Norway/NNP/nsubj>ready is/VBZ/cop>ready ready/JJ to/TO/mark>attack attack/VB/xcomp>ready",
    ),
    (
        "is going to",
        "planned",
        "Norway/NNP/nsubj>going is/VBZ/aux>going going/VBG to/TO/mark>attack attack/VB/xcomp>going",
    ),
    ("a plan to", "planned", "a/DT/det>plan plan/NN to/TO/mark>attack attack/VB/acl>plan"),
    (
        "will X and attack",
        "planned",
        "Norway/NNP/nsubj>turn will/MD/aux>turn turn/VB and/CC/cc>attack attack/VB/conj>turn",
    ),
    (
        "plans to X and attack",
        "planned",
        "Norway/NNP/nsubj>plans plans/VBZ to/TO/mark>turn turn/VB/xcomp>plans and/CC/cc>attack "
        "attack/VB/conj>turn",
    ),
    (
        "will not X but attack",
        "planned",
        "Norway/NNP/nsubj>wait will/MD/aux>wait not/RB/advmod>wait wait/VB but/CC/cc>attack "
        "attack/VB/conj>wait",
    ),
    (
        "told of what lies ahead",
        "planned",
        "Peru/NNP/nsubj>said said/VBD Norway/NNP/nsubj>attack will/MD/aux>attack attack/VB/ccomp>said",
    ),
    # conditional
    ("would", "conditional", "Norway/NNP/nsubj>attack would/MD/aux>attack attack/VB"),
    ("may", "conditional", "Norway/NNP/nsubj>attack may/MD/aux>attack attack/VB"),
    (
        "if",
        "conditional",
        "Peru/NNP/nsubj>flee will/MD/aux>flee flee/VB if/IN/mark>attacks Norway/NNP/nsubj>attacks "
        "attacks/VBZ/advcl>flee",
    ),
    (
        "considers attacking",
        "conditional",
        "Norway/NNP/nsubj>considers considers/VBZ attacking/VBG/xcomp>considers",
    ),
    (
        "is likely to",
        "conditional",
        "Norway/NNP/nsubj>likely is/VBZ/cop>likely likely/JJ to/TO/mark>attack attack/VB/xcomp>likely",
    ),
    (
        "would move to",
        "conditional",
        "Norway/NNP/nsubj>move would/MD/aux>move move/VB to/TO/mark>attack attack/VB/xcomp>move",
    ),
    ("possibly", "conditional", "Norway/NNP/nsubj>attacked possibly/RB/advmod>attacked attacked/VBD"),
    # negated
    (
        "did not",
        "negated",
        "Norway/NNP/nsubj>attack did/VBD/aux>attack not/RB/advmod>attack attack/VB Chile/NNP/obj>attack",
    ),
    ("did n't", "negated", "Norway/NNP/nsubj>attack did/VBD/aux>attack +n't/RB/advmod>attack attack/VB"),
    ("never", "negated", "Norway/NNP/nsubj>attacked never/RB/advmod>attacked attacked/VBD"),
    (
        "never X or attacked",
        "negated",
        "Norway/NNP/nsubj>armed never/RB/advmod>armed armed/VBD or/CC/cc>attacked attacked/VBD/conj>armed",
    ),
    (
        "without attacking",
        "negated",
        "Norway/NNP/nsubj>won won/VBD without/IN/mark>attacking attacking/VBG/advcl>won",
    ),
    ("failed to", "negated", "Norway/NNP/nsubj>failed failed/VBD to/TO/mark>attack attack/VB/xcomp>failed"),
    (
        "refusal to",
        "negated",
        "a/DT/det>refusal refusal/NN to/TO/mark>attack attack/VB/acl>refusal",
    ),
    (
        "does not plan to",
        "negated",
        "Norway/NNP/nsubj>plan does/VBZ/aux>plan not/RB/advmod>plan plan/VB to/TO/mark>attack "
        "attack/VB/xcomp>plan",
    ),
    # denied
    ("denies attacking", "denied", "Norway/NNP/nsubj>denies denies/VBZ attacking/VBG/xcomp>denies"),
    (
        "denies that",
        "denied",
        "Norway/NNP/nsubj>denies denies/VBZ that/IN/mark>attacked it/PRP/nsubj>attacked "
        "attacked/VBD/ccomp>denies",
    ),
    (
        "denied that, with the clause hung on the verb behind it",
        "denied",
        "Norway/NNP/nsubj>denied denied/VBD that/IN/mark>attacked it/PRP/nsubj>attacked attacked/VBD/ccomp>saying "
        "saying/VBG/advcl>denied it/PRP/nsubj>lie was/VBD/cop>lie a/DT/det>lie lie/NN/ccomp>saying",
    ),
    # ongoing
    ("is attacking", "ongoing", "Norway/NNP/nsubj>attacking is/VBZ/aux>attacking attacking/VBG"),
    (
        "has been attacking",
        "ongoing",
        "Norway/NNP/nsubj>attacking has/VBZ/aux>attacking been/VBN/aux>attacking attacking/VBG",
    ),
    (
        "is being attacked",
        "ongoing",
        "Chile/NNP/nsubj:pass>attacked is/VBZ/aux>attacked being/VBG/aux:pass>attacked attacked/VBN",
    ),
    (
        "continues to",
        "ongoing",
        "Norway/NNP/nsubj>continues continues/VBZ to/TO/mark>attack attack/VB/xcomp>continues",
    ),
    ("still", "ongoing", "Norway/NNP/nsubj>attacks still/RB/advmod>attacks attacks/VBZ"),
    # counterfactuals
    (
        "would have",
        "negated",
        "Norway/NNP/nsubj>attacked would/MD/aux>attacked have/VB/aux>attacked attacked/VBN",
    ),
    (
        "may have",
        "conditional",
        "Norway/NNP/nsubj>attacked may/MD/aux>attacked have/VB/aux>attacked attacked/VBN",
    ),
    (
        "had it attacked",
        "negated",
        "Had/VBD/aux>attacked Norway/NNP/nsubj>attacked attacked/VBN/advcl>fled ,/,/punct>attacked Peru/NNP/nsubj>fled "
        "would/MD/aux>fled have/VB/aux>fled fled/VBN",
    ),
    (
        "had it not attacked",
        "happened",
        "Had/VBD/aux>attacked Norway/NNP/nsubj>attacked not/RB/advmod>attacked attacked/VBN/advcl>fled "
        ",/,/punct>attacked Peru/NNP/nsubj>fled would/MD/aux>fled have/VB/aux>fled fled/VBN",
    ),
    ("almost", "negated", "Norway/NNP/nsubj>attacked almost/RB/advmod>attacked attacked/VBD"),
    # more of what is not
    (
        "no longer",
        "negated",
        "Norway/NNP/nsubj>attacks no/DT/advmod>longer longer/RB/advmod>attacks attacks/VBZ",
    ),
    ("nobody", "negated", "Nobody/NN/nsubj>attacked attacked/VBD Chile/NNP/obj>attacked"),
    (
        "instead of attacking",
        "negated",
        "Norway/NNP/nsubj>fled fled/VBD instead/RB/mark>attacking of/IN/fixed>instead attacking/VBG/advcl>fled",
    ),
    (
        "not only",
        "happened",
        "Norway/NNP/nsubj>attacked not/RB/advmod>attacked only/RB/advmod>attacked attacked/VBD",
    ),
    (
        "stopped",
        "negated",
        "Norway/NNP/nsubj>stopped stopped/VBD attacking/VBG/xcomp>stopped",
    ),
    (
        "has not stopped",
        "ongoing",
        "Norway/NNP/nsubj>stopped has/VBZ/aux>stopped not/RB/advmod>stopped stopped/VBN attacking/VBG/xcomp>stopped",
    ),
    # more of what is denied
    (
        "dismissed claims that",
        "denied",
        "Norway/NNP/nsubj>dismissed dismissed/VBD claims/NNS/obj>dismissed that/IN/mark>attacked it/PRP/nsubj>attacked "
        "attacked/VBD/acl>claims",
    ),
    (
        "did not dismiss claims that",
        "happened",
        "Norway/NNP/nsubj>dismiss did/VBD/aux>dismiss not/RB/advmod>dismiss dismiss/VB claims/NNS/obj>dismiss "
        "that/IN/mark>attacked it/PRP/nsubj>attacked attacked/VBD/acl>claims",
    ),
    (
        "false claim that",
        "denied",
        "the/DT/det>claim false/JJ/amod>claim claim/NN that/IN/mark>attacked it/PRP/nsubj>attacked "
        "attacked/VBD/acl>claim",
    ),
    (
        "it is not true that",
        "denied",
        "It/PRP/expl>true is/VBZ/cop>true not/RB/advmod>true true/JJ that/IN/mark>attacked it/PRP/nsubj>attacked "
        "attacked/VBD/csubj>true",
    ),
    # more of what lies ahead
    (
        "said it would",
        "planned",
        "Norway/NNP/nsubj>said said/VBD it/PRP/nsubj>attack would/MD/aux>attack attack/VB/ccomp>said",
    ),
    (
        "thought it would",
        "conditional",
        "Norway/NNP/nsubj>thought thought/VBD it/PRP/nsubj>attack would/MD/aux>attack attack/VB/ccomp>thought",
    ),
    (
        "will unless",
        "conditional",
        "Norway/NNP/nsubj>attack will/MD/aux>attack attack/VB unless/IN/mark>flees Peru/NNP/nsubj>flees "
        "flees/VBZ/advcl>attack",
    ),
    (
        "a question",
        "conditional",
        "Did/VBD/aux>attack Norway/NNP/nsubj>attack attack/VB Chile/NNP/obj>attack ?/./punct>attack",
    ),
    (
        "a question why",
        "happened",
        "Why/RB/advmod>attack did/VBD/aux>attack Norway/NNP/nsubj>attack attack/VB Chile/NNP/obj>attack "
        "?/./punct>attack",
    ),
    (
        "what was done before",
        "happened",
        "Norway/NNP/nsubj>plans plans/VBZ to/TO/mark>help help/VB/xcomp>plans towns/NNS/obj>help "
        "attacked/VBN/acl>towns",
    ),
    (
        "have yet to",
        "negated",
        "Rebels/NNS/nsubj>have have/VBP yet/RB/advmod>have to/TO/mark>attack attack/VB/xcomp>have",
    ),
    (
        "before they could",
        "negated",
        "Peru/NNP/nsubj>fled fled/VBD before/IN/mark>attack they/PRP/nsubj>attack could/MD/aux>attack "
        "attack/VB/advcl>fled",
    ),
    (
        "did nothing to",
        "negated",
        "Peru/NNP/nsubj>did did/VBD nothing/NN/obj>did to/TO/mark>attack attack/VB/acl>nothing",
    ),
    # going on
    ("headline: raging", "ongoing", "Troops/NNS/nsubj>Attacking Attacking/VBG Chile/NNP/obj>Attacking"),
    # historical
    (
        "decades ago",
        "historical",
        "Norway/NNP/nsubj>attacked attacked/VBD decades/NNS/obl:unmarked>ago ago/RB/advmod>attacked",
    ),
    (
        "for decades, and still",
        "happened",
        "Norway/NNP/nsubj>attacked has/VBZ/aux>attacked attacked/VBN for/IN/case>decades decades/NNS/obl>attacked",
    ),
    (
        "in the Cold War",
        "historical",
        "Norway/NNP/nsubj>attacked attacked/VBD in/IN/case>War the/DT/det>War Cold/NNP/compound>War "
        "War/NNP/obl>attacked",
    ),
    ("formerly", "historical", "Norway/NNP/nsubj>attacked formerly/RB/advmod>attacked attacked/VBD"),
]

NOUNS: list[tuple[str, Status, dict[str, Any], str]] = [
    ("bare", "happened", ATTACK_NOUN, "an/DT/det>attack attack/NN"),
    (
        "circumstance of what lies ahead",
        "happened",
        ATTACK_NOUN,
        "Norway/NNP/nsubj>flee will/MD/aux>flee flee/VB after/IN/case>attack the/DT/det>attack "
        "attack/NN/obl>flee",
    ),
    (
        "not condemned",
        "happened",
        ATTACK_NOUN,
        "Norway/NNP/nsubj>condemn did/VBD/aux>condemn not/RB/advmod>condemn condemn/VB the/DT/det>attack "
        "attack/NN/obj>condemn",
    ),
    ("possible", "conditional", ATTACK_NOUN, "a/DT/det>attack possible/JJ/amod>attack attack/NN"),
    (
        "the risk of",
        "conditional",
        ATTACK_NOUN,
        "the/DT/det>risk risk/NN of/IN/case>attack attack/NN/nmod>risk",
    ),
    (
        "warns of",
        "conditional",
        ATTACK_NOUN,
        "Norway/NNP/nsubj>warns warns/VBZ of/IN/case>attack attack/NN/obl>warns",
    ),
    ("no", "negated", ATTACK_NOUN, "no/DT/det>attack attack/NN"),
    (
        "denies",
        "denied",
        ATTACK_NOUN,
        "Norway/NNP/nsubj>denies denies/VBZ an/DT/det>attack attack/NN/obj>denies",
    ),
    (
        "plans",
        "planned",
        ATTACK_NOUN,
        "Norway/NNP/nsubj>plans plans/VBZ an/DT/det>attack attack/NN/obj>plans",
    ),
    ("upcoming", "planned", TALKS, "upcoming/JJ/amod>talks talks/NNS"),
    (
        "will launch",
        "planned",
        ATTACK_NOUN,
        "Norway/NNP/nsubj>launch will/MD/aux>launch launch/VB an/DT/det>attack attack/NN/obj>launch",
    ),
    (
        "are planned",
        "planned",
        TALKS,
        "Talks/NNS/nsubj:pass>planned are/VBP/aux:pass>planned planned/VBN",
    ),
    ("will begin", "planned", TALKS, "Talks/NNS/nsubj>begin will/MD/aux>begin begin/VB"),
    (
        "were not held",
        "negated",
        TALKS,
        "Talks/NNS/nsubj:pass>held were/VBD/aux:pass>held not/RB/advmod>held held/VBN",
    ),
    (
        "scheduled",
        "planned",
        TALKS,
        "the/DT/det>talks talks/NNS ,/,/punct>talks scheduled/VBN/acl>talks for/IN/case>June June/NNP/obl>scheduled",
    ),
    (
        "will take place",
        "planned",
        TALKS,
        "Talks/NNS/nsubj>take will/MD/aux>take take/VB place/NN/obj>take",
    ),
    (
        "a round of talks will begin",
        "planned",
        TALKS,
        "A/DT/det>round round/NN/nsubj>begin of/IN/case>talks talks/NNS/nmod>round will/MD/aux>begin begin/VB",
    ),
    (
        "called for",
        "planned",
        TALKS,
        "Norway/NNP/nsubj>called called/VBD for/IN/case>talks talks/NNS/obl>called",
    ),
    (
        "weighs",
        "conditional",
        ATTACK_NOUN,
        "Norway/NNP/nsubj>weighs weighs/VBZ an/DT/det>attack attack/NN/obj>weighs",
    ),
    (
        "the threat of",
        "conditional",
        ATTACK_NOUN,
        "the/DT/det>threat threat/NN of/IN/case>attack attack/NN/nmod>threat",
    ),
    (
        "foiled",
        "negated",
        ATTACK_NOUN,
        "Norway/NNP/nsubj>foiled foiled/VBD an/DT/det>attack attack/NN/obj>foiled",
    ),
    (
        "plans to condemn",
        "happened",
        ATTACK_NOUN,
        "Norway/NNP/nsubj>plans plans/VBZ to/TO/mark>condemn condemn/VB/xcomp>plans the/DT/det>attack "
        "attack/NN/obj>condemn",
    ),
    (
        "are under way",
        "ongoing",
        TALKS,
        "Talks/NNS/nsubj>way are/VBP/cop>way under/IN/case>way way/NN",
    ),
    (
        "is in talks",
        "ongoing",
        TALKS,
        "Norway/NNP/nsubj>talks is/VBZ/cop>talks in/IN/case>talks talks/NNS",
    ),
    (
        "held no talks",
        "negated",
        HOLD_TALKS,
        "Norway/NNP/nsubj>held held/VBD no/DT/det>talks talks/NNS/obj>held",
    ),
    (
        "no talks were held",
        "negated",
        HOLD_TALKS,
        "No/DT/det>talks talks/NNS/nsubj:pass>held were/VBD/aux:pass>held held/VBN",
    ),
]


@pytest.mark.parametrize(("wanted", "words"), [case[1:] for case in VERBS], ids=[case[0] for case in VERBS])
def test_of_a_verb(wanted: Status, words: str) -> None:
    assert reality(words, ATTACK).status == wanted


@pytest.mark.parametrize(
    ("wanted", "entry", "words"), [case[1:] for case in NOUNS], ids=[case[0] for case in NOUNS]
)
def test_of_a_noun(wanted: Status, entry: dict[str, Any], words: str) -> None:
    assert reality(words, entry).status == wanted


@pytest.mark.parametrize(
    ("words", "ahead"),
    [
        ("Norway/NNP/nsubj>attack will/MD/aux>attack not/RB/advmod>attack attack/VB", True),
        ("Norway/NNP/nsubj>refused refused/VBD to/TO/mark>attack attack/VB/xcomp>refused", True),
        ("Norway/NNP/nsubj>attack did/VBD/aux>attack not/RB/advmod>attack attack/VB", False),
    ],
)
def test_a_refusal_is_no_failure_in_the_past(words: str, ahead: bool) -> None:
    found = reality(words, ATTACK)
    assert (found.status, found.future) == ("negated", ahead)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Norway/NNP/nsubj>plans plans/VBZ to/TO/mark>attack attack/VB/xcomp>plans", "plans"),
        ("Norway/NNP/nsubj>attack did/VBD/aux>attack not/RB/advmod>attack attack/VB", "not"),
        ("Norway/NNP/nsubj>attacked attacked/VBD", ""),
    ],
)
def test_the_word_that_decided_is_told(words: str, why: str) -> None:
    assert reality(words, ATTACK).why == why


# ---------------------------------------------------------------------------------- rules and the layer


def test_the_layer_decides_where_no_word_does(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = "Norway/NNP/nsubj>attacked attacked/VBD !/./punct>attacked"
    assert reality(plain, ATTACK).status == "happened"
    monkeypatch.setattr(factuality, "probability", lambda head, told: 0.3)
    assert reality(plain, ATTACK).status == "conditional"
    assert reality(plain, ATTACK).why == "likelihood 0.30"


def test_the_verb_of_a_headline_tells_a_fact_whatever_the_layer_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factuality, "probability", lambda head, told: 0.3)
    assert reality("Norway/NNP/nsubj>attacks attacks/VBZ", ATTACK).status == "happened"


def test_the_layer_cannot_overrule_a_word_of_the_predicate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factuality, "probability", lambda head, told: 0.99)
    assert reality("Norway/NNP/nsubj>attack will/MD/aux>attack attack/VB", ATTACK).status == "planned"
    above = "Norway/NNP/nsubj>sent sent/VBD troops/NNS/obj>sent to/TO/mark>attack attack/VB/advcl>sent"
    assert reality(above, ATTACK).status == "happened"


def test_facts_are_likelier_than_plans() -> None:
    happened = reality("Norway/NNP/nsubj>attacked attacked/VBD Chile/NNP/obj>attacked", ATTACK).probability
    planned = reality("Norway/NNP/nsubj>attack will/MD/aux>attack attack/VB", ATTACK).probability
    assert 0 <= planned < 0.5 < happened <= 1


@given(st.text(max_size=60))
def test_any_words_have_a_status(text: str) -> None:
    for token in load()(text):
        found = status.of_word(token, None, None, DAY)
        assert found.status in get_args(Status)
        assert 0 <= found.probability <= 1


def test_news_and_headlines_are_read() -> None:
    cases = own_cases()
    right = [case.reality.status == case.wanted for case in cases]
    assert len(cases) >= 130
    assert sum(right) >= 0.92 * len(cases)


# ------------------------------------------------------------------------------------------------ time

PLAIN = "Norway/NNP/nsubj>attacked attacked/VBD Chile/NNP/obj>attacked"


def on(day: dt.date) -> Date:
    return Date(day.isoformat(), day.isoformat(), "day")


def test_what_is_dated_ahead_is_planned() -> None:
    found = reality("Norway/NNP/nsubj>attacks attacks/VBZ", ATTACK, on(DAY + dt.timedelta(days=1)))
    assert (found.status, found.future, found.why) == ("planned", True, "2025-03-04")


def test_what_is_dated_today_happened() -> None:
    found = reality(PLAIN, ATTACK, on(DAY))
    assert (found.status, found.future, found.why) == ("happened", False, "")


def test_what_lies_long_ago_is_historical() -> None:
    edge = DAY - dt.timedelta(days=HISTORICAL_DAYS)
    assert reality(PLAIN, ATTACK, on(edge)).status == "happened"
    assert reality(PLAIN, ATTACK, on(edge - dt.timedelta(days=1))).status == "historical"


def test_a_period_is_historical_by_its_end() -> None:
    assert reality(PLAIN, ATTACK, Date("2022-02-24", "2025-03-01", "day")).status == "happened"


def test_the_year_of_a_noun_tells_when() -> None:
    rising = {"noun": "rising"}
    assert reality("the/DT/det>rising 1916/CD/nummod>rising rising/NN", rising).status == "historical"
    assert reality("the/DT/det>rising 2025/CD/nummod>rising rising/NN", rising).status == "happened"


def test_a_bare_year_tells_when() -> None:
    rebels = "In/IN/case>1979 1979/CD/obl>attacked rebels/NNS/nsubj>attacked attacked/VBD"
    assert reality(rebels, ATTACK).status == "historical"


def test_words_count_before_dates() -> None:
    denied = "Norway/NNP/nsubj>denies denies/VBZ attacking/VBG/xcomp>denies"
    assert reality(denied, ATTACK, on(dt.date(1999, 1, 1))).status == "denied"


def test_without_a_day_of_publication_no_date_decides() -> None:
    found = predicate(doc(PLAIN), "ASSAULT", ATTACK)
    assert status.of(found, on(dt.date(1999, 1, 1)), None).status == "happened"
