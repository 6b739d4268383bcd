"""The analyst's pages: explorer, actors, dyads, map, network, search."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, urlencode

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dragoman.exports.flat import CODED
from dragoman.records import Attribution, Date, Event, Place
from dragoman.store import EventQuery, Store
from dragoman.web.application import create
from dragoman.web.keys import actor_address
from dragoman.web.query import filters, parameters
from dragoman.web.shown import cut
from tests.briefing.sample import story
from tests.web.desk import EVENTS, FAULTED, PATHS, THANKED, TRUST, VISIT, VISITED, Page, opened, words


@pytest.fixture(scope="module")
def desk() -> Iterator[TestClient]:
    with opened() as made:
        yield made


@pytest.mark.parametrize("path", ["/", *PATHS])
def test_a_page_is_sound_and_has_its_twin(desk: TestClient, path: str) -> None:
    answer = desk.get(path, follow_redirects=False)
    assert answer.status_code == 200
    page = Page(answer.text)
    assert page.tags.count("h1") == 1
    assert len(page.ids) == len(set(page.ids))
    assert not page.inline
    assert "script>alert" not in answer.text
    twin = desk.get(page.alternates["application/json"], follow_redirects=False)
    assert twin.status_code == 200
    assert twin.headers["content-type"] == "application/json"
    assert isinstance(twin.json(), dict)


@pytest.mark.parametrize("path", PATHS)
def test_every_link_of_a_page_leads_somewhere(desk: TestClient, path: str) -> None:
    for link in dict.fromkeys(Page(desk.get(path).text).links):
        if link.startswith("/"):
            assert desk.get(link).status_code == 200, link


def test_the_explorer_lists_every_event_in_plain_english(desk: TestClient) -> None:
    told = words(desk.get("/events").text)
    assert f"{len(EVENTS)} events" in told
    assert "Hungary criticised Serbia, according to officials in Budapest" in told
    assert "2025-04-06" in told
    assert "Abara NGA GOV" in told


def test_filters_narrow_down_and_can_be_taken_away(desk: TestClient) -> None:
    page = desk.get("/events?actor=HUN&type=ACCUSE")
    told = words(page.text)
    assert "2 events" in told
    assert "Actor Hungary (HUN) × – remove" in told
    links = Page(page.text).links
    assert "/events?type=ACCUSE" in links
    assert "/events?actor=HUN" in links
    assert "/map?actor=HUN&type=ACCUSE" in links


def test_nothing_found_is_said(desk: TestClient) -> None:
    assert "No event is like that" in words(desk.get("/events?actor=Nobody").text)


def test_a_form_is_sent_on_to_the_one_address(desk: TestClient) -> None:
    answer = desk.get("/events?actor=hun&recipient=&type=accuse&text=&sort=-date", follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == "/events?actor=HUN&type=ACCUSE"
    twin = desk.get("/events.json?type=accuse&actor=", follow_redirects=False)
    assert twin.headers["location"] == "/events.json?type=ACCUSE"


def test_columns_sort_and_say_so(desk: TestClient) -> None:
    page = desk.get("/events")
    assert 'aria-sort="descending"' in page.text
    assert "/events?sort=date" in Page(page.text).links
    days = [item["day"] for item in desk.get("/events.json?sort=date").json()["items"]]
    assert days == [*sorted(day for day in days if day), *(day for day in days if not day)]


def test_pages_go_on_and_end(desk: TestClient) -> None:
    first = desk.get("/events?size=2")
    assert 'rel="next"' in first.text
    assert 'rel="prev"' not in first.text
    assert "/events?page=2&size=2" in Page(first.text).links
    twin = desk.get("/events.json?size=2").json()
    seen = list(twin["items"])
    while twin["next"]:
        twin = desk.get(twin["next"]).json()
        seen += twin["items"]
    assert {item["event"]["id"] for item in seen} == {event.id for event in EVENTS}
    assert len(seen) == len(EVENTS)
    behind = desk.get("/events?page=99")
    assert behind.status_code == 404
    assert "There is one page" in behind.text


def test_facets_count_and_lead_on(desk: TestClient) -> None:
    page = desk.get("/events?type=ACCUSE")
    assert 'aria-current="true"' in page.text
    counts = desk.get("/events.json").json()["facets"]
    assert dict(counts["type"])["ACCUSE"] == sum(event.type == "ACCUSE" for event in EVENTS)
    for side in ("actor", "recipient"):
        for value, number in counts[side]:
            found = desk.get(f"/events.json?{urlencode({side: value})}").json()
            assert found["total"] == number


def test_what_is_seen_can_be_taken_along(desk: TestClient) -> None:
    answer = desk.get("/events.csv?about=PRT&sort=date")
    assert answer.headers["content-type"].startswith("text/csv")
    assert 'filename="events.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert list(rows[0]) == list(CODED)
    seen = [item["event"]["id"] for item in desk.get("/events.json?about=PRT&sort=date").json()["items"]]
    assert [row["id"] for row in rows] == seen
    lines = desk.get("/events.jsonl?about=PRT&sort=date")
    assert [Event.from_json(line).id for line in lines.text.splitlines()] == seen


def test_nothing_taken_along_is_a_header_alone(desk: TestClient) -> None:
    assert desk.get("/events.csv?actor=Nobody").text == ",".join(CODED) + "\n"
    assert desk.get("/events.jsonl?actor=Nobody").text == ""


def test_any_view_is_an_alert(desk: TestClient) -> None:
    page = Page(desk.get("/events?about=PRT").text)
    atom = desk.get(page.alternates["application/atom+xml"])
    found = feedparser.parse(atom.content)
    assert not found.bozo
    assert found.feed.title == "Dragoman: Actor or recipient Portugal (PRT)"
    entry = next(one for one in found.entries if one.link.endswith(f"/event/{VISITED.id}"))
    assert entry.title == "Abara visited Portugal"
    assert "“Abara visited Portugal on 6 April 2025.”" in entry.summary
    feed = desk.get(page.alternates["application/feed+json"])
    assert feed.headers["content-type"] == "application/feed+json"
    assert [item["url"] for item in feed.json()["items"]] == [one.link for one in found.entries]


def test_an_actor_is_told_with_office_and_country(desk: TestClient) -> None:
    page = desk.get(actor_address("Ngozi Abara"))
    told = words(page.text)
    assert "president of Nigeria" in told
    assert "Nigeria (NGA)" in told
    assert "Abara visited Portugal" in told
    assert page.text.count('class="drawing ') == 3


def test_a_key_with_a_slash_and_a_percent_sign_has_a_page(desk: TestClient) -> None:
    assert "<h1>AC/DC 50% Trust</h1>" in desk.get(actor_address("AC/DC 50% Trust")).text
    dyad = next(link for link in Page(desk.get("/dyads").text).links if "AC~1DC" in link)
    assert "criticised Portugal" in desk.get(dyad).text


def test_actors_are_found_by_a_part_of_their_names(desk: TestClient) -> None:
    assert [one["key"] for one in desk.get("/actors.json?find=abara").json()["items"]] == ["Ngozi Abara"]
    assert "Search the reports for it" in desk.get("/actors?find=nobody+of+that+name").text


def test_a_dyad_shows_both_directions_and_the_numbers(desk: TestClient) -> None:
    told = words(desk.get("/dyad/NGA/PRT").text)
    assert "Nigeria (NGA) and Portugal (PRT)" in told
    assert "Abara visited Portugal" in told
    assert "Portugal backed Abara" in told
    for by in parameters()["by"].choices:
        rows = list(csv.DictReader(io.StringIO(desk.get(f"/dyad/NGA/PRT.csv?by={by}").text)))
        assert {(row["actor"], row["recipient"]) for row in rows} == {("NGA", "PRT"), ("PRT", "NGA")}
        assert sum(int(row["events"]) for row in rows) == 2


def test_the_map_and_the_network_take_the_filters(desk: TestClient) -> None:
    page = desk.get("/map?about=PRT")
    assert "Lisbon" in words(page.text)
    assert "/events?about=PRT&place=PRT" in Page(page.text).links
    network = desk.get("/network.json?about=NGA").json()
    assert {(link["a"], link["b"]) for link in network["links"]} == {("NGA", "PRT")}


def test_search_marks_what_was_hit(desk: TestClient) -> None:
    page = desk.get("/search?q=treaty")
    assert "<mark>treaty</mark>" in page.text
    assert "2 reports" in words(page.text)
    assert desk.get("/search.json?q=treaty").json()["total"] == 2


def test_search_finds_actors_beside_reports(desk: TestClient) -> None:
    assert actor_address("Ngozi Abara") in Page(desk.get("/search?q=abara").text).links


def test_search_says_how_to_ask(desk: TestClient) -> None:
    assert "How to ask" in desk.get("/search").text
    told = words(desk.get("/search?q=zebra").text)
    assert "No report has this" in told
    assert "Fewer words find more" in told


@pytest.mark.parametrize(
    "q", ['"; DROP TABLE documents; --', "NEAR(", "a AND", '"', "*", "-", "title:", "^x", "{a}"]
)
def test_no_search_is_anything_but_words(desk: TestClient, q: str) -> None:
    assert desk.get(f"/search?{urlencode({'q': q})}").status_code == 200
    assert desk.get("/search.json?q=treaty").json()["total"] == 2


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/events?since=2025-02-30", 422, "since"),
        ("/events?type=WAR", 422, "AGREE, CONSULT"),
        ("/events?page=-1", 422, "page"),
        ("/events?size=1000000000", 422, "1 to 200"),
        ("/events?sort=;DROP", 422, "-date"),
        ("/events?min_confidence=x", 422, "0 to 1"),
        ("/events?text=a%00b", 422, "text"),
        ("/events?actr=FRA", 422, "Perhaps actor is meant"),
        ("/events?page=1000000", 404, "There is one page"),
        ("/events.csv?page=2", 422, "page"),
        ("/events.atom?sort=date", 422, "sort"),
        ("/actor/Nobody", 404, "Nobody"),
        ("/actor/PRT?x=1", 422, "x"),
        ("/dyad/FRA/XYZ", 404, "XYZ"),
        ("/dyad/NGA/PRT?by=hour", 422, "day, week, month, year"),
        ("/dyad/NGA", 404, "page"),
        ("/search?q=" + "a" * 5000, 422, "200"),
        ("/network?about=" + "a" * 20_000, 414, "address"),
    ],
)
def test_what_is_wrong_gets_a_page_that_names_it(
    desk: TestClient, address: str, status: int, said: str
) -> None:
    answer = desk.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert said in words(answer.text)
    path, _, query = address.partition("?")
    if not path.endswith((".csv", ".atom")):
        twin = desk.get(f"{path}.json?{query}")
        assert twin.status_code == status
        assert twin.headers["content-type"] == "application/problem+json"


_names = st.one_of(st.sampled_from([*parameters(), "actr"]), st.text(max_size=5))
_values = st.one_of(
    st.text(max_size=20),
    st.sampled_from([one.example for one in parameters().values()]),
    st.sampled_from(
        ["0", "-1", "9" * 30, "1e9", "NaN", "2025-13-01", "0000-00-00", '"', "'; DROP", "a\0", "NGA:", "%"]
    ),
)
_paths = st.sampled_from(
    [*PATHS, "/events.csv", "/events.jsonl", "/events.atom", "/events.feed.json", "/events.json"]
)


@settings(max_examples=150, deadline=None)
@given(_paths, st.lists(st.tuples(_names, _values), max_size=4))
def test_no_query_breaks_a_page(desk: TestClient, path: str, pairs: list[tuple[str, str]]) -> None:
    answer = desk.get(f"{path}?{urlencode(pairs, errors='replace')}")
    assert answer.status_code in (200, 404, 422)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.text(max_size=10))
def test_no_key_breaks_a_page(desk: TestClient, key: str, other: str) -> None:
    for path in (
        f"/actor/{quote(key, safe='', errors='replace')}",
        f"/dyad/{quote(key, safe='', errors='replace')}/{quote(other, errors='replace')}",
    ):
        assert desk.get(path).status_code in (200, 308, 404)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=40))
def test_no_bytes_break_a_page(desk: TestClient, query: bytes) -> None:
    given_ = "".join(chr(byte) if 32 < byte < 127 else f"%{byte:02X}" for byte in query)
    assert desk.get(f"/search?q={given_}").status_code in (200, 422)


def test_every_filter_of_the_store_is_offered() -> None:
    assert set(filters()) == set(EventQuery.__dataclass_fields__)


def test_who_only_speaks_and_what_is_only_planned_lead_somewhere() -> None:
    planned = replace(THANKED, status="planned", attribution=Attribution(TRUST, "said", "named"))
    with Store.open() as store:
        store.add(stories=[story([VISIT], [planned])])
        with TestClient(create(store), base_url="http://localhost") as client:
            for page in ("/events", "/network"):
                for link in Page(client.get(page).text).links:
                    assert not link.startswith("/") or client.get(link).status_code == 200, link
            told = words(client.get("/dyad/PRT/NGA").text)
            assert "Nothing between the two happened or goes on" in told
            assert "/events?speaker=" in client.get("/events").text


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Ministers meet", "Ministers meet"),
        (
            "Ministers meet in the harbour, " + "again " * 12,
            "Ministers meet in the harbour, again again again again again again…",
        ),
        ("W" * 200, "W" * 69 + "…"),
    ],
)
def test_a_title_is_cut_between_words(title: str, told: str) -> None:
    assert cut(title) == told


def test_one_event_of_long_ago_is_told_but_not_drawn() -> None:
    days = [f"2025-{month:02}-01" for month in range(1, 13)] * 5
    told = [
        replace(THANKED, id=f"e{n}", date=Date(day, day, "day"))
        for n, day in enumerate(["1911-05-01", *days])
    ]
    with Store.open() as store:
        store.add(stories=[story([VISIT], told)])
        with TestClient(create(store), base_url="http://localhost") as client:
            for path in ("/actor/PRT", "/dyad/PRT/NGA"):
                text = client.get(path).text
                assert "Not drawn: 1 event before 1 January 2025" in text
                drawing = text[text.index('class="drawing dyad"') : text.index("Not drawn")]
                assert "1911" not in drawing
                assert "1911" in text


def test_a_region_is_no_body_of_states() -> None:
    somewhere = replace(VISITED, place=Place("Europe", "EUR", 48.7, 9.1, 6255148))
    with Store.open() as store:
        store.add(stories=[story([VISIT], [somewhere])])
        with TestClient(create(store), base_url="http://localhost") as client:
            assert "European Union" not in words(client.get("/map").text)


def test_a_name_of_three_capitals_is_no_country() -> None:
    told = replace(FAULTED, actors=(replace(TRUST, name="FBI"),))
    with Store.open() as store:
        store.add(stories=[story([VISIT], [told])])
        with TestClient(create(store), base_url="http://localhost") as client:
            assert client.get("/events.json?actor=FBI").json()["total"] == 1
            assert client.get("/events.json?actor=PRT").json()["total"] == 0
            assert client.get("/actor/FBI").status_code == 200
            assert "criticised Portugal" in client.get("/dyad/FBI/PRT").text
            assert client.get("/actor/CIA").status_code == 404
