"""The newest stories as feeds, read back by a feed reader and by dragoman's own."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.exports import atom, feeds, jsonfeed
from dragoman.exports.rows import Row
from tests.exports.told import ARREST, QUOTE, REPORT, row, rows
from tests.store import strategies as some

FORMATS = pytest.mark.parametrize("module", [atom, jsonfeed])


def text(module: ModuleType, told: Iterable[Row]) -> str:
    out = io.StringIO()
    module.write(told, out)
    return out.getvalue()


def items(*told: Row) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text(jsonfeed, told))["items"]
    return found


def at(published: str | None, story: str, id: str = "d", url: str | None = None) -> Row:
    document = replace(REPORT, published=published, url=url)
    return row(replace(ARREST, id=f"e {id}", document=id), document, story)


def test_a_feed_reader_reads_the_atom() -> None:
    told = rows(1000)
    feed = feedparser.parse(text(atom, told))
    assert not feed.bozo
    assert feed.version == "atom10"
    assert len(feed.entries) == feeds.LENGTH
    assert {entry.title for entry in feed.entries} <= {
        " ".join((one.story_title or "").split()) for one in told
    }
    assert {entry.link for entry in feed.entries} <= {one.document.url for one in told}
    days = [entry.updated for entry in feed.entries]
    assert days == sorted(days, reverse=True)
    assert days[0][:10] == max(one.document.published or "" for one in told)[:10]


def test_json_feed_tells_the_same() -> None:
    told = json.loads(text(jsonfeed, rows(1000)))
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["title"]
    entries = feedparser.parse(text(atom, rows(1000))).entries
    assert [one["id"] for one in told["items"]] == [entry.id for entry in entries]
    assert len({one["id"] for one in told["items"]}) == feeds.LENGTH
    for one in told["items"]:
        assert one.keys() == {"id", "url", "title", "content_text", "date_modified"}


@FORMATS
def test_dragoman_reads_its_own(module: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "stories"
    file.write_text(text(module, rows(1000)), encoding="utf-8")
    documents = dragoman.read([file])
    assert len(documents) == feeds.LENGTH
    assert sorted(str(one.title) for one in documents) == sorted(one["title"] for one in items(*rows(1000)))
    assert all(one.published for one in documents)


def test_an_entry_tells_what_happened_and_cites_it() -> None:
    (one,) = items(row(story="Arrest in Bergen"))
    assert one == {
        "id": "urn:dragoman:story:Arrest%20in%20Bergen",
        "url": REPORT.url,
        "title": "Arrest in Bergen",
        "content_text": "Norway’s police (NOR COP) → Ola Quist: COERCE arrest, happened\n"
        f"“{QUOTE}” (The Harbour Post, 2025-02-18, {REPORT.url})",
        "date_modified": "2025-02-18T06:30:00Z",
    }


def test_a_story_is_one_entry_that_leads_to_its_first_report_with_an_address() -> None:
    first = at("2025-02-17", "s", "d1")
    second, third = (at(f"2025-02-{day}", "s", f"d{day}", f"https://a.example/{day}") for day in (18, 19))
    undated = at(None, "s", "d4", "https://a.example/4")
    (one,) = items(undated, third, first, second)
    assert one["url"] == "https://a.example/18"
    assert one["date_modified"] == "2025-02-19T00:00:00Z"
    assert one["content_text"].count(QUOTE) == 1  # what reports copy from one another is told once


def test_reports_that_are_in_no_story_stand_alone() -> None:
    lone = [
        replace(one, story=None, story_title=None)
        for one in (at("2025-02-17", "s", "d1"), at("2025-02-18", "s", "d2"))
    ]
    assert [one["id"] for one in items(*lone)] == ["urn:dragoman:document:d2", "urn:dragoman:document:d1"]


def test_what_has_no_address_has_its_content_in_the_feed() -> None:
    root = ET.fromstring(text(atom, [at(None, "s")]))
    name = "{http://www.w3.org/2005/Atom}"
    (entry,) = root.iter(f"{name}entry")
    assert entry.find(f"{name}link") is None
    assert QUOTE in str(entry.findtext(f"{name}content"))
    assert entry.findtext(f"{name}updated") == "1970-01-01T00:00:00Z"
    assert "date_modified" not in items(at(None, "s"))[0]


def test_of_an_archive_only_the_latest_stories_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [at(f"{year}-01-01", f"story {year}", f"d{year}") for year in range(1000, 3000)]
    wanted = items(*told)
    assert [one["id"][-4:] for one in wanted] == [str(year) for year in range(2999, 2949, -1)]
    monkeypatch.setattr(feeds, "WATCHED", feeds.LENGTH)
    assert items(*told) == items(*reversed(told)) == wanted


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whatever_it_holds_both_are_well_formed(data: st.DataObject) -> None:
    told = [
        Row(
            data.draw(some.events(f"e{n}", "d")), data.draw(some.documents(f"d{n}")), None, None, story, story
        )
        for n, story in enumerate(data.draw(st.lists(some.maybe, max_size=3)))
    ]
    root = ET.fromstring(text(atom, told).encode())
    assert len(root.findall("{http://www.w3.org/2005/Atom}entry")) == len(items(*told))
