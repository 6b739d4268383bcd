"""The pages that are read: what they say, and where they lead."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dragoman.records import Change, Document, Event, Story, Storyline
from dragoman.store import EventQuery, Store
from dragoman.web.answering import address
from dragoman.web.application import create
from dragoman.web.links import cited
from tests.web.conftest import DOCUMENTS, HOSTILE

BY_ID = {document.id: document for document in DOCUMENTS}


class Words(HTMLParser):
    """The words of an element with a class."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.depth, self.found = name, 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth or self.name in (dict(attrs).get("class") or "").split():
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.found += data


def words(page: str, name: str) -> str:
    parser = Words(name)
    parser.feed(page)
    return parser.found


def the_blast(store: Store) -> Story:
    found = store.story(store.story_of("blast-1") or "")
    assert found
    return found


def every_link(page: str) -> set[str]:
    return {html.unescape(link) for link in re.findall(r'href="(/[^"#]*)', page)}


@pytest.mark.parametrize("path", ["/", "/stories", "/?day=2025-03-05"])
def test_no_link_of_a_page_leads_nowhere(client: TestClient, path: str) -> None:
    for link in sorted(every_link(client.get(path).text)):
        assert client.get(link).status_code in {200, 307, 308}, link


def test_no_link_of_a_story_leads_nowhere(client: TestClient, store: Store) -> None:
    for row in store.stories().items:
        for link in sorted(every_link(client.get(address("story", row.id)).text)):
            assert client.get(link).status_code in {200, 307, 308}, link


def test_the_front_page_is_of_the_last_day(client: TestClient) -> None:
    page = client.get("/").text
    assert "6 March 2025" in page
    assert json.loads(client.get("/index.json").text)["last"] == "2025-03-06"


def test_the_front_page_of_a_day(client: TestClient) -> None:
    page = client.get("/?day=2025-03-05").text
    assert 'value="2025-03-05"' in page
    assert "Mogadishu" in page


def test_the_front_page_of_a_day_tells_what_went_before_and_nothing_later(client: TestClient) -> None:
    told = client.get("/index.json?day=2025-03-01").json()
    assert told["storyline"]
    assert [step["date"] for step in told["timeline"]] == ["2025-02-26", "2025-02-28", "2025-03-01"]


def test_the_map_of_the_front_page_leads_to_the_countries(client: TestClient) -> None:
    page = client.get("/?day=2025-03-05").text
    assert '<div class="drawing map"' in page
    assert 'href="/actor/SOM"' in page


def test_a_day_without_reports_shows_the_one_before_and_says_so(client: TestClient) -> None:
    assert "No report here is of 9 March 2025" in client.get("/?day=2025-03-09").text


def test_what_the_reports_say_is_escaped(client: TestClient) -> None:
    for path in ("/", "/stories", address("document", "hostile"), "/feeds/stories.atom"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<b>Bold</b>" not in text
        assert "javascript:" not in text


def test_a_story_has_its_reports_with_origin_and_copy(client: TestClient, store: Store) -> None:
    story = the_blast(store)
    assert {document.id for document in story.documents} == {"blast-1", "blast-2", "blast-3"}
    page = client.get(address("story", story.id)).text
    for document in story.documents:
        assert f'href="{address("document", document.id)}"' in page
        assert document.publisher
        assert document.publisher in page
    assert "4 March 2025, 08:00 UTC" in page
    assert "a copy of this" in page
    assert "3 reports of 2 origins" in page
    for event in story.events:
        assert f'href="{address("event", event.id)}"' in page


def test_the_twin_of_a_story_is_the_record(client: TestClient, store: Store) -> None:
    story = the_blast(store)
    told = client.get(f"{address('story', story.id)}.json").json()
    assert Story.from_dict(told["story"]) == story
    assert told["summary"]


def test_the_id_of_a_story_that_went_up_in_another_leads_there(store: Store) -> None:
    whole = the_blast(store)
    part, rest = replace(whole, id="part", documents=whole.documents[2:], events=()), whole.documents[:2]
    changes = [
        Change(1, "born", None, whole.id, tuple(one.id for one in rest)),
        Change(1, "born", None, "part", tuple(one.id for one in part.documents)),
        Change(2, "merged", "part", whole.id, tuple(one.id for one in part.documents)),
    ]
    with Store.open() as other:
        other.add(stories=[whole])
        other.file([], changes=changes)
        client = TestClient(create(other), base_url="http://localhost", follow_redirects=False)
        for ending in ("", ".json", "/why", "/why.json"):
            page = client.get(f"/story/part{ending}")
            assert (page.status_code, page.headers["location"]) == (307, f"/story/{whole.id}{ending}")
            assert client.get(page.headers["location"]).status_code == 200
        assert client.get("/api/stories/part").json()["id"] == whole.id
        assert client.get("/story/nobody").status_code == 404


def test_each_report_is_told_why_it_is_of_the_story(client: TestClient, store: Store) -> None:
    story = the_blast(store)
    page = client.get(f"{address('story', story.id)}/why")
    assert page.status_code == 200
    assert page.text.count("<table") == 2
    told = client.get(f"{address('story', story.id)}/why.json").json()
    assert all(abs(pair["likeness"]) <= 1 and pair["signs"] for pair in told)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_a_document_is_shown_whole(client: TestClient, document: Document) -> None:
    path = address("document", document.id)
    page = client.get(path).text
    shown = (document.text or "").replace("\x0b", "\ufffd").replace("\ud83d", "\ufffd")
    assert words(page, "body") == shown
    assert Document.from_dict(client.get(f"{path}.json").json()["document"]) == document


def test_the_events_of_a_document_are_marked_where_they_stand(client: TestClient, store: Store) -> None:
    events = [event for event in the_blast(store).events if event.document == "blast-3"]
    page = client.get(address("document", "blast-3")).text
    assert events
    for event in events:
        assert page.count(f'id="{event.id}"') == 1
        assert page.count(f'id="of-{event.id}"') == 1
        assert f'href="#of-{event.id}"' in page or f'data-events="{event.id}' in page
        assert html.escape(event.evidence.rule, quote=False) in html.unescape(page)


def test_a_place_in_a_document_is_marked(client: TestClient) -> None:
    page = client.get(address("document", "blast-3") + "?at=text:9-15").text
    assert 'id="cited"' in page
    assert words(page, "cited") == "attack"


def test_a_citation_leads_to_its_words(client: TestClient, store: Store) -> None:
    story = the_blast(store)
    for event in story.events:
        page = client.get(cited(event.citation).partition("#")[0])
        assert page.status_code == 200
        assert words(page.text, "cited") == event.evidence.quote


@pytest.mark.parametrize("at", ["text:5-2", "text:0-100000", "body:1-2", "text:a-b", "", "title:0-0"])
def test_a_place_that_is_none_is_a_problem(client: TestClient, at: str) -> None:
    answer = client.get(f"{address('document', 'blast-3')}.json?at={at}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "at"


def test_an_event_page_tells_all_that_is_known(client: TestClient, store: Store) -> None:
    for row in store.events(EventQuery()).items:
        path = address("event", row.event.id)
        page = html.unescape(client.get(path).text)
        assert words(page, "marked") == row.event.evidence.quote
        assert row.event.evidence.rule in page
        assert row.event.status in page
        assert Event.from_dict(client.get(f"{path}.json").json()["event"]) == row.event


def test_storylines_lead_to_their_steps(client: TestClient, store: Store) -> None:
    rows = store.storylines().items
    for row in rows:
        line = store.storyline(row.id)
        assert isinstance(line, Storyline)
        page = client.get(address("storyline", row.id)).text
        for step in line.timeline:
            assert html.escape(cited(step.citation)) in page
            assert f'href="{address("story", step.story)}"' in page
        assert client.get(f"{address('storyline', row.id)}.json").json()["name"] == line.name
    assert client.get("/storylines").status_code == 200


def test_the_steps_of_a_longer_storyline_are_drawn(client: TestClient, store: Store) -> None:
    (row,) = store.storylines().items
    page = client.get(address("storyline", row.id)).text
    assert row.stories == 4
    assert 'class="drawing timeline"' in page
    assert "February 2025" in page


@given(
    st.lists(st.tuples(st.sampled_from(["day", "at", "page", "size", "since", "x"]), st.text(max_size=20)))
)
def test_no_parameter_breaks_a_page(client: TestClient, given_: list[tuple[str, str]]) -> None:
    for path in ("/", "/stories", "/storylines", "/about", address("document", "blast-3")):
        answer = client.get(path, params=[(name, value.replace("\ud800", "")) for name, value in given_])
        assert answer.status_code in {200, 307, 308, 400, 404, 422}


def test_a_list_of_stories_can_be_of_some_days(client: TestClient) -> None:
    page = client.get("/stories?since=2025-03-06").text
    assert "Berlin" in page or "Norway" in page
    assert "Mogadishu" not in page


def test_the_page_about_the_record_has_the_figures(client: TestClient, store: Store) -> None:
    page = client.get("/about").text
    assert "python -m benchmarks.coding" in page
    assert f"<dd>{store.counts().documents}</dd>" in page


def test_the_hostile_title_is_shown_as_it_is(client: TestClient) -> None:
    page = client.get(address("document", "hostile")).text
    assert HOSTILE in html.unescape(re.sub(r"<[^>]+>", "", page))
    assert str(BY_ID["hostile"].url) not in page
