"""The REST API: what it offers, that its answers are as described, and its reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dragoman.records import Document, Event, Story
from dragoman.web.api import ENDPOINTS, ROOT
from dragoman.web.openapi import document
from dragoman.web.query import parameters
from dragoman.web.schema import WHERE
from tests.web.desk import EVENTS, STORIES, VISIT, VISITED, Page, opened

DOCS = Path(__file__).parents[2] / "docs" / "api.md"
COUNTS = {
    "documents": sum(len(one.documents) for one in STORIES),
    "events": len(EVENTS),
    "stories": len(STORIES),
}


@pytest.fixture(scope="module")
def desk() -> Iterator[TestClient]:
    with opened() as made:
        yield made


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value is as a schema of the document says (the keywords that it uses)."""
    if "$ref" in schema:
        return fits(value, document()["components"]["schemas"][schema["$ref"].removeprefix(WHERE)])
    if "anyOf" in schema:
        return any(fits(value, one) for one in schema["anyOf"])
    if "enum" in schema:
        return value in schema["enum"]
    if "const" in schema:
        return bool(value == schema["const"])
    if "prefixItems" in schema:
        parts = schema["prefixItems"]
        return len(value) == len(parts) and all(map(fits, value, parts))
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if value is None:
        return "null" in kinds
    if "object" in kinds:
        known = schema["properties"]
        return (
            isinstance(value, dict)
            and set(schema["required"]) <= set(value) <= set(known)
            and all(fits(item, known[key]) for key, item in value.items())
        )
    if "array" in kinds:
        return isinstance(value, list) and all(fits(item, schema["items"]) for item in value)
    types: dict[str, tuple[type, ...]] = {
        "string": (str,),
        "integer": (int,),
        "number": (int, float),
        "boolean": (bool,),
    }
    return any(isinstance(value, types[kind]) for kind in kinds if kind in types)


def examples(client: TestClient) -> dict[str, str]:
    """Return the example of each path that the reference shows."""
    found: dict[str, str] = {}
    for section in client.get("/api").text.split('<section class="endpoint"')[1:]:
        path, example = (
            re.search(form, section)
            for form in (r"<code>(/api[^<]*)</code>", r'class="example"><a href="([^"]*)"')
        )
        if path and example:
            found[path[1]] = example[1].replace("&amp;", "&")
    return found


def test_every_example_is_answered_as_described(desk: TestClient) -> None:
    told = document()["paths"]
    shown = examples(desk)
    assert set(told) - set(shown) == {f"{ROOT}/storylines/{{id}}"}  # there is none in the sample
    for path, address in shown.items():
        answer = desk.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["content-type"] == "application/json"
        schema = told[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert fits(answer.json(), schema), path


def test_a_schema_that_does_not_fit_is_seen() -> None:
    event = VISITED.to_dict()
    schema = {"$ref": f"{WHERE}Event"}
    assert fits(event, schema)
    for wrong in ({"type": "WAR"}, {"quad": "1"}, {"actors": [1]}, {"trigger": None}, {"more": 1}):
        assert not fits(event | wrong, schema)


def test_records_come_as_they_are(desk: TestClient) -> None:
    counts = desk.get("/api/counts").json()
    assert {key: counts[key] for key in COUNTS} == COUNTS
    assert Document.from_dict(desk.get(f"/api/documents/{VISIT.id}").json()) == VISIT
    assert Event.from_dict(desk.get(f"/api/events/{VISITED.id}").json()) == VISITED
    assert Story.from_dict(desk.get(f"/api/stories/{STORIES[-1].id}").json()) == STORIES[-1]


def test_lists_go_on_to_their_end(desk: TestClient) -> None:
    address, seen = "/api/events?size=2&sort=type", []
    while address:
        answer = desk.get(address).json()
        assert len(answer["items"]) <= 2
        seen += [item["event"]["type"] for item in answer["items"]]
        address = answer["next"]
    assert seen == sorted(event.type for event in EVENTS)


@pytest.mark.parametrize(
    ("address", "status", "parameter"),
    [
        ("/api/events?since=yesterday", 422, "since"),
        ("/api/events?size=1000000000", 422, "size"),
        ("/api/events?page=7", 404, "page"),
        ("/api/events/none", 404, None),
        ("/api/actors/Nobody", 404, None),
        ("/api/actors?q=x", 422, "q"),
        ("/api/counts?x=1", 422, "x"),
        ("/api/nothing", 404, None),
    ],
)
def test_what_is_wrong_is_a_problem(
    desk: TestClient, address: str, status: int, parameter: str | None
) -> None:
    answer = desk.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert fits(told, {"$ref": f"{WHERE}Problem"})
    assert told["status"] == status
    assert told.get("parameter") == parameter


def test_nothing_can_be_written(desk: TestClient) -> None:
    for path in ("/api/events", "/api/counts", f"/api/events/{VISITED.id}"):
        assert desk.post(path).status_code == 405
        assert desk.delete(path).status_code == 405


def test_the_document_is_whole() -> None:
    told = document()
    assert told["openapi"] == "3.1.0"
    names = re.findall(rf"'{WHERE}(\w+)'", repr(told))
    assert set(names) <= set(told["components"]["schemas"])
    operations = [item["get"]["operationId"] for item in told["paths"].values()]
    assert len(set(operations)) == len(operations) == len(ENDPOINTS)
    for item in told["paths"].values():
        for one in item["get"]["parameters"]:
            assert one["description"]
            if one["in"] == "query" and "enum" in one["schema"]:
                assert one["example"] in one["schema"]["enum"]


def test_the_reference_needs_nothing_from_elsewhere(desk: TestClient) -> None:
    answer = desk.get("/api")
    page = Page(answer.text)
    assert not [link for link in page.links if not link.startswith(("/", "#"))]
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert desk.get("/api/openapi.json").json() == document()


def test_what_is_offered_is_in_the_docs() -> None:
    told = DOCS.read_text(encoding="utf-8")
    for endpoint in ENDPOINTS:
        assert f"`{ROOT}{endpoint.path}`" in told
    for name in {name for endpoint in ENDPOINTS for name in endpoint.names}:
        assert f"`{name}`" in told


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([one for one in ENDPOINTS if "{" not in one.path]),
    st.lists(st.tuples(st.sampled_from([*parameters()]), st.text(max_size=15)), max_size=3),
)
def test_no_query_breaks_the_api(desk: TestClient, endpoint: Any, pairs: list[tuple[str, str]]) -> None:
    given_ = {name: value.encode("utf-8", "replace").decode() for name, value in pairs}
    answer = desk.get(f"{ROOT}{endpoint.path}", params=given_)
    assert answer.status_code in (200, 404, 422)
    assert answer.json() is not None


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["events", "documents", "stories", "storylines", "actors"]),
    st.text(min_size=1, max_size=20),
)
def test_no_id_breaks_the_api(desk: TestClient, what: str, id: str) -> None:
    from urllib.parse import quote

    answer = desk.get(f"{ROOT}/{what}/{quote(id, safe='', errors='replace')}")
    assert answer.status_code in (200, 404)
