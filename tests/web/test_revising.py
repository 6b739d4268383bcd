"""What a report said before stands on its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dragoman.records import Document
from dragoman.store import Arrival, Store
from dragoman.web.application import create
from dragoman.web.revising import pieces

REPORT = Document(
    "ferry", "article", "Ferry aground off Vardo", "A ferry with 40 people aboard ran aground on Monday."
)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with Store.open() as store:
        for hour, text in enumerate(
            (REPORT.text, "A ferry with 52 <b>people</b> aboard ran aground on Monday.")
        ):
            seen = f"2026-02-03T0{hour}:30:00Z"
            store.file([Arrival(replace(REPORT, text=text), None, seen)])
        yield TestClient(create(store), base_url="http://localhost")


def test_the_page_tells_what_went_and_what_came(client: TestClient) -> None:
    page = client.get("/document/ferry").text
    assert "Revised once" in page
    assert "Changed by" in page
    assert "2026-02-03 01:30 UTC" in page
    assert "<del>40 people </del>" in page
    assert "<ins>52 &lt;b&gt;people&lt;/b&gt; </ins>" in page


def test_its_twin_has_the_earlier_wording_whole(client: TestClient) -> None:
    (revision,) = client.get("/document/ferry.json").json()["revisions"]
    assert revision["document"]["text"] == REPORT.text
    assert (revision["revision"], revision["replaced"]) == (1, "2026-02-03T01:30:00Z")


words = st.lists(st.sampled_from(["Oslo", "warned", "\n", " ", "Kyiv.", "é"]), max_size=60).map(" ".join)


@given(words, words)
def test_both_wordings_can_be_read_off(before: str, after: str) -> None:
    found = list(pieces(before, after))
    if before == after:
        assert not found
    elif not any(piece.kind == "cut" for piece in found):
        assert "".join(p.text for p in found if p.kind != "new") == before
        assert "".join(p.text for p in found if p.kind != "gone") == after


def test_long_texts_are_compared_by_lines() -> None:
    before = "\n".join(f"Line {n} of a long report from Vardo about the ferry." for n in range(2_000))
    found = list(pieces(before, before.replace("Line 700 ", "Line seven hundred ")))
    assert [piece.kind for piece in found] == ["cut", "same", "gone", "new", "same", "cut"]
