"""`Stories.why`: for any two documents what decided about them, in agreement with how they were grouped."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.pages import PAGES, page
from dragoman.coding import code
from dragoman.errors import UnknownIdError
from dragoman.records import Document, Event
from dragoman.stories import Comparison, Stories, candidates, group, grouping
from dragoman.stories.embeddings import Embedder
from dragoman.stories.pairs import features, model
from dragoman.stories.profiles import profile
from dragoman.stories.why import OTHERS, Grouped, called, wording
from tests.stories.test_embeddings import HEADLINES, embedder
from tests.stories.test_grouping import documents

TOGETHER = ("copies", "copies through others", "alike", "through others")

REPORT = (
    "The ferry Saint Ursula ran aground off Korfos before dawn on Tuesday with 212 people aboard, the coast guard of "
    "Ruritania said. Divers found a gash of eleven metres in the hull. Captain Anton Leska was questioned for six "
    "hours in Zenda, and the owner, Elphberg Lines, grounded two sister ships. Passengers were brought ashore in "
    "fishing boats while a gale blew from the north. An inquiry led by Judge Mira Tarlen begins in Strelsau in May."
)


def headline(id: str, title: str, day: str | None = "2024-03-04") -> Document:
    return Document(id, "headline", title, published=day)


def article(id: str, title: str, text: str) -> Document:
    return Document(id, "article", title, text, published="2024-03-04")


STRIKE = headline("a", "Antwerp Dockers Walk Out Over Pensions")
HALTED = headline("b", "Dockers in Antwerp Walk Off Job Over Pensions")


@pytest.mark.parametrize(
    ("first", "second", "how", "told"),
    [
        (STRIKE, HALTED, "alike", "alike enough"),
        (STRIKE, headline("b", "Volcano Erupts in Iceland"), "share too little", "weight of 0.0, and 4.0 is wanted"),
        (STRIKE, headline("b", "Antwerp Zoo Welcomes Panda Twins"), "not alike", "not alike enough: 0."),
        (STRIKE, headline("b", "Antwerp Dockers Walk Out", "2024-03-09"), "too far apart", "5 days apart"),
        (STRIKE, headline("b", "ANTWERP dockers walk out over pensions", None), "copies", "the same title"),
        (article("a", "Ferry aground", REPORT), article("b", "All at sea", REPORT), "copies", "word for word"),
        (
            article("a", "Ferry aground", REPORT),
            article("b", "All at sea", f"{REPORT} More follows shortly."),
            "copies",
            "edited",
        ),
        (
            article("a", "The week at sea in pictures", "Waves."),
            article("b", "The week at sea in pictures", "Gulls."),
            "copies",
            "the same title, of 6 words",
        ),
    ],
)  # fmt: skip
def test_what_decides_about_two(first: Document, second: Document, how: str, told: str) -> None:
    comparison = group([first, second], []).why("a", "b")
    assert comparison.how == how
    assert told in comparison.why
    assert comparison.together == (how in ("alike", "copies"))
    assert comparison.together == (len(group([first, second], [])) == 1)
    assert Comparison.from_json(comparison.json()) == comparison


def test_copies_through_another() -> None:
    first, last = article("a", "Ferry runs aground at night", ""), article("c", "All at sea", REPORT)
    both = article("b", "Ferry runs aground at night", REPORT)
    told = group([first, last, both], []).why("a", "c")
    assert (told.how, told.together, told.with_a) == ("copies through others", True, ("b",))


def test_of_several_copies_the_longest_is_compared() -> None:
    longer = article("c", "Ferry aground", f"{REPORT} More follows shortly.")
    told = group([article("a", "All at sea", REPORT), longer], []).why("a", "c")
    assert told.how == "copies"
    assert told.compared == ("a", "c")
    other = headline("b", "Volcano Erupts in Iceland")
    told = group([article("a", "All at sea", REPORT), longer, other], []).why("a", "b")
    assert told.compared == ("c", "b")


def test_two_that_others_bring_together_and_two_whose_stories_are_not_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The likenesses are given: a b c hang together by b, and d is alike to c alone."""
    given = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, 0.1), (2, 3, 0.5)]
    monkeypatch.setattr("dragoman.stories.why.alike", lambda *_: iter(given))
    documents = [
        headline(id, title) for id, title in zip("abcd", ("One", "Two", "Three", "Four"), strict=True)
    ]
    grouped = Grouped(documents)
    told = grouped.why("a", "c")
    assert (told.how, told.together, told.with_a, told.with_b) == ("through others", True, ("b",), ("b",))
    assert (
        "not alike enough (0.1), but with the others in the story the one is alike by 0.9 and the other by 0.9"
        in (told.why)
    )
    told = grouped.why("c", "d")
    assert (told.how, told.together, told.with_a, told.with_b) == ("stories not alike", False, ("b", "a"), ())
    assert "0.166 on the average of all pairs" in told.why
    assert grouped.why("a", "b").how == "alike"


def test_of_very_many_those_passed_over_are_told() -> None:
    offers = [headline(f"b{i}", f"Antwerp Dockers Weigh Offer From Harbour Number {i}{i}") for i in range(40)]
    reports = [STRIKE, *offers, headline("c", "Antwerp Zoo Welcomes Panda Twins")]
    told = Grouped(reports).why("a", "c")
    assert (told.how, told.together) == ("passed over", False)
    assert "alone they would be alike by 0." in told.why
    assert Grouped([STRIKE, reports[-1]]).why("a", "c").how == "not alike"


@pytest.mark.parametrize("file", PAGES, ids=[file.stem for file in PAGES])
def test_of_every_pair_of_a_page_it_says_what_group_says(file: Path) -> None:
    agrees(list({document.id: document for document in page(file)[0]}.values()))


def test_events_count_as_they_do_in_grouping() -> None:
    documents = page(next(file for file in PAGES if file.stem == "baltic_cable"))[0]
    events: dict[str, list[Event]] = {}
    for event in code(documents):
        events.setdefault(event.document, []).append(event)
    signs = agrees(documents, events)
    assert signs["deed"]
    assert signs["other_deed"]


def test_a_model_of_the_user_counts_as_it_does_in_grouping() -> None:
    signs = agrees([headline(f"h{i}", title) for i, title in enumerate(HEADLINES)], {}, embedder())
    assert signs["embedded"]


@given(documents=documents, most=st.integers(1, 4), meetings=st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_of_any_documents_it_says_what_group_says(
    documents: list[Document], most: int, meetings: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "MOST", most)
        patch.setattr(candidates, "MEETINGS", meetings)
        patch.setattr(candidates, "NEAR", math.inf)
        agrees(documents)


def agrees(
    documents: list[Document],
    events: dict[str, list[Event]] | None = None,
    embeddings: Embedder | None = None,
) -> Counter[str]:
    """Hold what is told of every pair against `group` and `candidates`; return how often each sign was told."""
    coded = [event for some in (events or {}).values() for event in some]
    stories = group(documents, coded, embeddings=embeddings)
    home = {document.id: story.id for story in stories for document in story.documents}
    ordered = grouping.in_order(documents)
    bundles = [[ordered[i] for i in bundle] for bundle in grouping.bundled(ordered)]
    place = {document.id: n for n, bundle in enumerate(bundles) for document in bundle}
    profiles = [grouping.profile_of(bundle, events or {}, embeddings) for bundle in bundles]
    met = {(i, j) for i, some in candidates.candidates(profiles) for j in some}
    grouped, signs = Grouped(documents, events or {}, embeddings), Counter[str]()
    for a, b in combinations(home, 2):
        told, (x, y) = grouped.why(a, b), sorted((place[a], place[b]))
        assert told.together == (home[a] == home[b])
        assert told.together == (told.how in TOGETHER)
        assert (x == y) == told.how.startswith("copies")
        assert (told.how == "alike") <= ((x, y) in met and told.likeness >= told.threshold)
        assert (told.how == "stories not alike") <= ((x, y) in met and told.likeness >= told.threshold)
        assert (told.how == "not alike") <= (told.likeness < told.threshold)
        if told.how in ("too far apart", "share too little", "passed over"):
            assert (x, y) not in met
        days = [profiles[n].day for n in (x, y)]
        far = days[0] and days[1] and (days[1] - days[0]).days > candidates.WINDOW
        assert (told.how == "too far apart") <= bool(far)
        assert (told.how in ("share too little", "passed over")) <= (not far)
        back = grouped.why(b, a)
        assert (back.how, back.likeness, back.with_a) == (told.how, told.likeness, told.with_b)
        odds = math.fsum(sign.says for sign in told.signs)
        assert told.likeness == pytest.approx(1 / (1 + math.exp(-odds)), abs=0.005)
        signs.update(sign.name for sign in told.signs)
    return signs


def test_who_is_not_there_cannot_be_asked_about() -> None:
    stories = group([STRIKE, HALTED], [])
    with pytest.raises(UnknownIdError, match="no document has the id 'x'"):
        stories.why("a", "x")
    with pytest.raises(UnknownIdError, match="'a' is one document"):
        stories.why("a", "a")
    assert Stories.from_record(stories.record()).why("a", "b") == stories.why("a", "b")


def test_signs_say_what_is_shared_and_what_parts() -> None:
    one = headline("a", "Ruritania Shells Kenyan Port of Mombasa, 14 Dead")
    other = headline("b", "Peru: Storm Hits Port of Callao, 22 Dead", "2024-03-05")
    signs = {sign.name: sign for sign in group([one, other], []).why("a", "b").signs}
    assert (signs["elsewhere"].only_a, signs["elsewhere"].only_b) == (("KEN",), ("PER",))
    assert (signs["clash"].only_a, signs["clash"].only_b) == (("14",), ("22",))
    assert (signs["next_day"].only_a, signs["next_day"].only_b) == (("2024-03-04",), ("2024-03-05",))
    assert set(signs["echo"].shared) >= {"Port", "Dead"}
    assert signs["elsewhere"].says < 0 < signs["echo"].says
    weights = [abs(sign.says) for sign in signs.values()]
    assert weights == sorted(weights, reverse=True)


def test_words_that_are_near_each_other_are_told() -> None:
    one, other = (
        headline("a", "Ruritania slashes interest rate"),
        headline("b", "Ruritania cuts borrowing costs"),
    )
    echo = next(sign for sign in group([one, other], []).why("a", "b").signs if sign.name == "echo")
    assert "Ruritania" in echo.shared
    assert [some for some in echo.shared if some.endswith(("~ cuts", "~ borrowing", "~ costs"))]


def test_every_feature_has_words_of_its_own() -> None:
    named = features(profile(STRIKE), profile(HALTED)).keys() | {"intercept"}
    assert wording().keys() == named
    assert len(set(wording().values())) == len(named)
    assert all(words.strip() == words and len(words) <= 60 for words in wording().values())
    for weights in (*model().weights.values(), *model().embedded.values()):
        assert weights.keys() <= named


ASKED = [
    headline("1", "Dockers Strike"),
    headline("2", "Dockers Strike in Antwerp"),
    headline("3", "Storm  Nears Peru"),
    article("4", "Weather", "Dykes near Zenda held."),
    headline("5", "4"),
]


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("4", "4"),  # an id goes before a title
        ("dockers strike", "1"),  # a whole title before a part of one
        ("IN ANTWERP", "2"),
        (" storm nears\tperu ", "3"),
        ("Zenda", "4"),
    ],
)
def test_a_document_is_called_by_its_id_or_by_words_of_its_own(words: str, id: str) -> None:
    assert called(ASKED, words).id == id


def test_whom_words_do_not_single_out_is_told() -> None:
    with pytest.raises(UnknownIdError, match="'dockers' is in 2 documents") as found:
        called(ASKED, "dockers")
    assert "\n  1  Dockers Strike, 2024-03-04\n  2  Dockers Strike in Antwerp" in str(found.value)
    with pytest.raises(UnknownIdError, match="… and 3 more"):
        called([headline(str(i), "Dockers") for i in range(OTHERS + 3)], "dockers")
    for words in ("Lisbon", "", "  "):
        with pytest.raises(UnknownIdError, match="nor these words"):
            called(ASKED, words)
