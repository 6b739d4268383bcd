"""The frame: twins, headers, caches, errors, and who is let in."""

from __future__ import annotations

import re

import pytest
from fastapi import APIRouter
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dragoman.errors import StoreError
from dragoman.store import Store
from dragoman.web import application
from dragoman.web.answering import SECTIONS, address
from dragoman.web.guarding import LONGEST

PAGES = ["/", "/stories", "/storylines", "/about"]


def browser(store: Store, *, host: str = "localhost", **how: object) -> TestClient:
    app = application.create(store, **how)  # type: ignore[arg-type]
    return TestClient(app, base_url=f"http://{host}", follow_redirects=False)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_announces_its_twin(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    found = re.search(r'<link rel="alternate" type="application/json"[^>]* href="([^"]+)"', page.text)
    assert found
    twin = client.get(found[1])
    assert twin.status_code == 200
    assert twin.headers["content-type"] == "application/json"
    by_accept = client.get(path, headers={"accept": "application/json"})
    assert by_accept.json() == twin.json()


def test_a_browser_gets_the_page(client: TestClient) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert client.get("/about", headers={"accept": accept}).text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/static/app.js", "/robots.txt", "/about.json"])
def test_every_answer_forbids_what_it_does_not_need(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_nothing_that_the_policy_forbids(client: TestClient, path: str) -> None:
    text = client.get(path).text
    assert not re.search(r"<[^>]+\sstyle=", text)
    assert not re.search(r"<[^>]+\son\w+=", text)
    assert "<style" not in text
    assert all(' src="/static/' in tag for tag in re.findall(r"<script[^>]*>", text))
    assert text.count("<h1") == 1


def test_the_sections_lead_somewhere_and_the_current_one_says_so(client: TestClient) -> None:
    text = client.get("/about").text
    for href, name, _ in SECTIONS:
        current = ' aria-current="page"' if href == "/about" else ""
        assert f'<li><a href="{href}"{current}>{name}</a></li>' in text


def test_a_page_that_is_known_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/about").headers["etag"]
    again = client.get("/about", headers={"if-none-match": f'"other", {tag}'})
    assert again.status_code == 304
    assert not again.content
    assert client.get("/about.json", headers={"if-none-match": tag}).status_code == 200


def test_a_change_of_the_store_changes_the_tag() -> None:
    with Store.open() as store:
        here = browser(store)
        tag = here.get("/about").headers["etag"]
        from dragoman.records import Document

        store.add([Document("new", "headline", "Peru thanks Chile")], [], [])
        assert here.get("/about", headers={"if-none-match": tag}).status_code == 200


def test_style_script_and_sign_stay_as_long_as_they_are_the_same(client: TestClient) -> None:
    text = client.get("/about").text
    for link in re.findall(r'"(/static/[^"]+)"', text):
        answer = client.get(link)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert client.get("/static/..%2fapplication.py").status_code == 404
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"
    assert "Disallow: /" in client.get("/robots.txt").text


def test_head_has_no_body(client: TestClient) -> None:
    answer = client.head("/about")
    assert answer.status_code == 200
    assert not answer.content


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("GET", "/story/nothing", 404),
        ("GET", "/storyline/nothing", 404),
        ("GET", "/event/nothing", 404),
        ("GET", "/document/no/such", 404),
        ("POST", "/about", 405),
        ("DELETE", "/", 405),
        ("GET", "/?day=yesterday", 422),
        ("GET", "/?day=2025-02-30", 422),
        ("GET", "/stories?page=0", 422),
        ("GET", "/stories?page=2", 404),
        ("GET", "/stories?size=1000000000", 422),
        ("GET", "/stories?since=2025-03-09&until=2025-03-01", 422),
        ("GET", f"/about?x={'a' * LONGEST}", 414),
    ],
)
def test_what_is_wrong_has_a_page_and_a_problem(
    client: TestClient, method: str, path: str, status: int
) -> None:
    page = client.request(method, path)
    assert page.status_code == status
    assert "<h1>" in page.text
    assert 'action="/search"' in page.text
    problem = client.request(method, path, headers={"accept": "application/json"})
    assert problem.status_code == status
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == status


def test_a_wrong_parameter_is_named(client: TestClient) -> None:
    told = client.get("/index.json?day=soon").json()
    assert told["parameter"] == "day"
    assert "2025-02-18" in str(told)


def test_what_was_asked_is_escaped(client: TestClient) -> None:
    text = client.get("/story/%3Cscript%3Ealert(1)%3C%2Fscript%3E").text
    assert "<script>alert" not in text


def test_a_page_that_fails_says_so_without_a_traceback(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = APIRouter()

    @broken.get("/broken")
    def fail() -> None:
        raise RuntimeError("a secret path")

    monkeypatch.setattr(application, "ROUTERS", (*application.ROUTERS, broken))
    answer = browser(store).get("/broken")
    assert answer.status_code == 500
    assert "a secret path" not in answer.text
    assert "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers
    assert "etag" not in answer.headers
    assert "a secret path" in caplog.text


def test_a_store_that_cannot_be_read_is_told_in_one_line(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("desk.db: was replaced by another while it was open (open it)")

    page = browser(store)
    monkeypatch.setattr(Store, "revision", fail)
    answer = page.get("/")
    assert (answer.status_code, "desk.db" in answer.text) == (503, False)
    assert "The store could not be read." in answer.text
    assert caplog.messages == [
        "/ could not be answered: desk.db: was replaced by another while it was open (open it)"
    ]
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "localhost:8000", "LOCALHOST.", "[::1]:80"]
)
def test_this_machine_is_served(client: TestClient, host: str) -> None:
    assert client.get("/about", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "["]
)
def test_another_name_is_not_served(client: TestClient, host: str) -> None:
    assert client.get("/about", headers={"host": host}).status_code == 400


TOKEN = "a-token-of-our-own"


def test_without_the_token_nothing_is_shown(store: Store) -> None:
    here = browser(store, token=TOKEN)
    for path in ("/about", "/about.json", "/robots.txt", "/about?token=wrong", "/nothing"):
        answer = here.get(path)
        assert answer.status_code == 401
        assert "How this record is made" not in answer.text


def test_the_token_is_brought_once(store: Store) -> None:
    here = browser(store, token=TOKEN, host="desk.example", hosts=None)
    answer = here.get(f"/stories?page=1&token={TOKEN}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/stories?page=1"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert TOKEN not in cookie
    assert here.get("/stories?page=1").status_code == 200


def test_a_program_brings_the_token_in_a_header(store: Store) -> None:
    here = browser(store, token=TOKEN)
    assert here.get("/about.json", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert here.get("/about.json", headers={b"authorization": "Bearer é".encode()}).status_code == 401


@pytest.mark.parametrize("path", ["/feeds/stories.atom", "/feeds/stories.json", "/stories.json?page=1"])
def test_a_feed_is_had_with_the_token_in_its_address(store: Store, path: str) -> None:
    here = browser(store, token=TOKEN)
    answer = here.get(f"{path}{'&' if '?' in path else '?'}token={TOKEN}")
    assert answer.status_code == 200
    assert TOKEN not in answer.text


def test_the_token_leads_to_no_other_machine(store: Store) -> None:
    here = browser(store, token=TOKEN)
    assert here.get(f"http://localhost//evil.example/?token={TOKEN}").headers["location"].startswith("/evil")


@given(st.text(max_size=60).filter(lambda path: "\x00" not in path))
def test_no_address_breaks_the_application(client: TestClient, path: str) -> None:
    for kind in ("story", "document", "storyline", "event"):
        assert client.get(address(kind, path)).status_code in {200, 404}
