"""Terms, lands, features, candidates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.records import Document
from dragoman.stories.candidates import candidates
from dragoman.stories.lands import lands
from dragoman.stories.pairs import features, likeness, model, sort_of
from dragoman.stories.profiles import Profile, profile
from dragoman.stories.terms import background, term, words


def headline(title: str, published: str | None = None) -> Profile:
    return profile(Document(title, "headline", title, published=published))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Albania", "Albanians"),
        ("Venezuela’s", "Venezuelan"),
        ("protest", "protesters"),
        ("U.S.", "US"),
        ("tanker", "Tankers"),
    ],
)
def test_words_of_one_term(one: str, other: str) -> None:
    assert term(one) == term(other)


@pytest.mark.parametrize(("one", "other"), [("US", "us"), ("WHO", "who"), ("intern", "international")])
def test_words_of_two_terms(one: str, other: str) -> None:
    assert term(one) != term(other)


def test_rare_terms_weigh_more_and_names_are_known() -> None:
    table = background()
    assert table.weight("the") < table.weight("police") < table.weight("tanker") < table.weight("qwertzu")
    assert table.is_name(term("Ukraine"), "UKRAINE")
    assert not table.is_name(term("Talks"), "Talks")


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Kyiv Says Russian Drones Crossed the Dnipro", {"UKR", "RUS"}),
        ("EU weighs tariffs on Chinese cars", {"EUR", "CHN"}),
        ("turkey is on the table", set()),
        ("BANK OF ENGLAND CUTS RATES", {"GBR"}),
        ("South Sudan’s capital floods", {"SSD"}),
        ("U.S. and Japan sign", {"USA", "JPN"}),
        ("They told us", set()),
        ("Rebels of the Democratic Republic of the Congo Advance", {"COD"}),
    ],
)
def test_lands_of_a_headline(title: str, codes: set[str]) -> None:
    assert lands(list(words(title)), shouting=title.isupper()) == codes


def test_a_day_given_to_all_parts_days_but_joins_nothing() -> None:
    def given(title: str, day: str) -> Profile:
        return profile(Document(title, "headline", title, published=day, published_from="option"))

    same, other = given("Storm hits Manila", "2024-07-01"), given("Typhoon reaches Manila", "2024-07-02")
    assert features(same, given("Typhoon reaches Manila", "2024-07-01"))["undated"] == 1.0
    assert features(same, headline("Typhoon reaches Manila", "2024-07-01"))["same_day"] == 1.0
    assert features(same, other)["next_day"] == 1.0


def test_what_is_found_of_two_headlines() -> None:
    a = headline("Storm kills 14 in Manila", "2024-07-01")
    b = headline("At least 14 dead as storm hits Manila", "2024-07-03")
    found = features(a, b)
    assert found["numbers"] == 1.0
    assert found["two_days"] == 1.0
    assert found["land"] > 0.3
    assert found["undated"] == found["same_day"] == found["elsewhere"] == found["body"] == 0.0
    assert found["words"] > 0.3
    assert features(a, headline("Storm kills 20 in Lima"))["clash"] == 1.0
    assert features(a, headline("Storm kills 20 in Lima"))["elsewhere"] == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trump Hails Harvest", "Trump Fires Envoy"),
        ("Putin Visits Ukraine Front", "Ukraine Adopts Budget Despite Putin"),
        ("China and Russia Hold Drills", "Russia Rebukes China"),
    ],
)
def test_well_known_names_alone_make_no_story(one: str, other: str) -> None:
    assert likeness(headline(one), headline(other)) < model().threshold


def test_the_nearer_in_time_the_more_alike() -> None:
    title = "Miners in Katowice Strike Over Pay"
    first = headline(title, "2024-07-01")
    near, far = (likeness(first, headline("Katowice Miners Strike", f"2024-07-0{day}")) for day in (1, 5))
    assert far < near


documents = st.builds(
    Document,
    id=st.just("x"),
    kind=st.just("article"),
    title=st.none() | st.text(max_size=40),
    text=st.none() | st.text(max_size=80),
    published=st.sampled_from([None, "2024-01-01", "2024-01-04"]),
)


@given(documents, documents)
def test_likeness_is_symmetric_and_every_feature_has_its_weight(a: Document, b: Document) -> None:
    p, q = profile(a), profile(b)
    assert features(p, q) == pytest.approx(features(q, p))
    assert likeness(p, q) == pytest.approx(likeness(q, p))
    weighed = model().weights[sort_of(p, q)]
    assert {k for k, value in features(p, q).items() if value} <= set(weighed)


def test_candidates_share_terms_and_lie_within_the_window() -> None:
    rows = [
        ("Katowice miners strike", None),
        ("Katowice miners strike over pay", "2024-07-01"),
        ("Volcano erupts in Iceland", "2024-07-02"),
        ("Katowice miners end strike", "2024-07-03"),
        ("Katowice miners strike again", "2024-07-20"),
    ]
    assert sorted(candidates([headline(*row) for row in rows])) == [(0, [1, 3, 4]), (1, [3])]
