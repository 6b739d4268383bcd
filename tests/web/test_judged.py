"""What an analyst judged: rejected events are left out or struck through, corrected ones say what they were."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from dragoman.desk import correct
from dragoman.store import Arrival, Store
from dragoman.web.application import create
from tests.web.desk import EVENTS, FAULTED, STORIES, THANKED, VISIT, VISITED, Page, words

MADE = "2025-04-08T06:30:00Z"
NOTE = "no <b>criticism</b>, a joke"


@pytest.fixture(scope="module")
def desk() -> Iterator[TestClient]:
    with Store.open() as store:
        store.add(stories=STORIES)
        correct(store, FAULTED.id, reject=True, note=NOTE, by="A. <Desk>", made=MADE)
        correct(
            store,
            VISITED.id,
            settings={"type": "AGREE", "place": "Porto", "recipient": "BRA"},
            note="only invited",
            made=MADE,
        )
        with TestClient(create(store), base_url="http://localhost") as client:
            yield client


def ids(desk: TestClient, query: str) -> set[str]:
    return {item["event"]["id"] for item in desk.get(f"/api/events?size=200&{query}").json()["items"]}


def test_the_explorer_leaves_out_what_was_rejected_and_says_so(desk: TestClient) -> None:
    page = desk.get("/events").text
    told = words(page)
    assert f"{len(EVENTS) - 1} events" in told
    assert "1 more was rejected by an analyst. See it" in told
    assert "/events?judged=rejected" in Page(page).links
    assert "AC/DC" not in told
    only = desk.get("/events?judged=rejected").text
    assert "1 event" in words(only)
    assert "<s>" in only
    assert f"Rejected by A. &lt;Desk&gt; , 2025-04-08 : {NOTE}".replace("<b>", "&lt;b&gt;").replace(
        "</b>", "&lt;/b&gt;"
    ) in words(only)
    assert "<b>criticism" not in only
    assert (
        "Corrected , 2025-04-08 : only invited · coded: type CONSULT , mode visit , place Lisbon (PRT)"
        in words(desk.get("/events?judged=corrected").text)
    )
    nothing = words(desk.get("/events?actor=AC%2FDC+50%25+Trust").text)
    assert "No event is like that but those that were rejected." in nothing


def test_the_filter_of_judgements(desk: TestClient) -> None:
    every = {event.id for event in EVENTS}
    assert ids(desk, "") == every - {FAULTED.id}
    assert ids(desk, "judged=any") == every
    assert ids(desk, "judged=rejected") == {FAULTED.id}
    assert ids(desk, "judged=corrected") == {VISITED.id}
    assert ids(desk, "type=AGREE&place=Porto") == {VISITED.id}
    assert desk.get("/api/events?judged=mine").status_code == 422


def test_the_api_has_the_judgement(desk: TestClient) -> None:
    found = desk.get(f"/api/events/{VISITED.id}").json()
    assert (found["type"], found["judgement"]["was"]["type"]) == ("AGREE", "CONSULT")
    assert found["judgement"]["note"] == "only invited"
    assert "judgement" not in desk.get(f"/api/events/{THANKED.id}").json()
    home = desk.get(f"/document/{VISIT.id}.json").json()["story"]
    assert FAULTED.id not in {event["id"] for event in desk.get(f"/api/stories/{home}").json()["events"]}
    assert [event["id"] for event in desk.get(f"/story/{home}.json").json()["rejected"]] == [FAULTED.id]


def test_feeds_and_the_front_page_leave_out_what_was_rejected(desk: TestClient) -> None:
    assert "AC/DC" not in desk.get("/events.atom").text
    assert "Rejected: " in desk.get("/events.atom?judged=rejected").text
    front = desk.get("/index.json").json()
    told = {event["id"] for story in front["stories"] for event in story["events"]}
    assert told
    assert FAULTED.id not in told
    assert "criticised" not in words(desk.get("/").text).lower()


def test_downloads_have_the_judgement_in_a_column(desk: TestClient) -> None:
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(desk.get("/events.csv?judged=any").text))}
    assert rows[FAULTED.id]["judgement"] == f"rejected: {NOTE}"
    assert rows[VISITED.id]["judgement"].startswith("type was CONSULT; ")
    assert rows[THANKED.id]["judgement"] == ""


def test_pages_of_report_story_and_event_strike_it_through(desk: TestClient) -> None:
    home = desk.get(f"/document/{VISIT.id}.json").json()["story"]
    for path in (f"/document/{VISIT.id}", f"/event/{FAULTED.id}", f"/story/{home}"):
        page = desk.get(path).text
        assert "<s>" in page, path
        assert "Rejected" in words(page), path
        assert "a joke" in words(page), path
        assert len(Page(page).ids) == len(set(Page(page).ids))
    report = desk.get(f"/document/{VISIT.id}").text
    assert 'class="trigger rejected"' in report
    assert f'href="#of-{FAULTED.id}"' in report
    assert "2 events in this report, 1 rejected" in words(report)
    assert "1 event rejected by an analyst" in words(desk.get(f"/story/{home}").text)
    event = desk.get(f"/event/{VISITED.id}").text
    assert "<s>" not in event
    assert "Corrected" in words(event)
    assert '<del dir="auto">Lisbon (PRT)</del>' in event
    assert "BRA" in words(event)  # whom the sentence does not name


def test_the_id_of_an_earlier_coding_leads_to_what_is_coded_now() -> None:
    with Store.open() as store:
        store.add(stories=STORIES)
        store.file([Arrival(VISIT, (replace(VISITED, id="again"), THANKED), MADE)])
        with TestClient(create(store), base_url="http://localhost", follow_redirects=False) as client:
            answer = client.get(f"/event/{VISITED.id}")
            assert (answer.status_code, answer.headers["location"]) == (307, "/event/again")
            assert client.get(f"/event/{VISITED.id}.json").headers["location"] == "/event/again.json"
            assert client.get("/event/again").status_code == 200
            assert client.get(f"/event/{FAULTED.id}").status_code == 404
