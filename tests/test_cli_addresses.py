"""Commands that are given addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fetching.server import Hostile
from tests.test_cli import dragoman

FEED = """<rss version="2.0"><channel><title>Northern Wire</title>
<item><title>Ghana condemns coup in Niger</title><link>/coup</link></item></channel></rss>"""


@pytest.fixture
def server() -> Iterator[Hostile]:
    with Hostile() as server:
        yield server


def test_an_address_is_an_input(server: Hostile) -> None:
    url = server.put("/feed", FEED)
    done = dragoman("group", "--no-code", "--format", "json", "--allow-private", url)
    ((story,), code) = json.loads(done.stdout), done.returncode
    assert code == 0
    assert [document["url"] for document in story["documents"]] == [server.url("/coup")]


def test_of_a_list_one_feed_that_fails_is_told(server: Hostile, tmp_path: Path) -> None:
    urls = (server.put("/feed", FEED), server.url("/gone"))
    listed = "".join(f"<outline xmlUrl='{url}'/>" for url in urls)
    (tmp_path / "feeds.opml").write_text(f"<opml><body>{listed}</body></opml>", encoding="utf-8")
    asked = ("group", "--no-code", "--allow-private", str(tmp_path / "feeds.opml"))
    done = dragoman(*asked)
    assert (done.returncode, done.stderr.count(b"/gone: the server answers 404")) == (0, 1)
    assert dragoman(*asked, "--strict").returncode == 1


def test_without_leave_nothing_private_is_asked(server: Hostile) -> None:
    done = dragoman("code", server.put("/feed", FEED).replace("//", "//ana:swordfish@"))
    assert done.returncode == 1
    assert b"--allow-private" in done.stderr
    assert b"swordfish" not in done.stderr
    assert not server.asked
