"""What nobody should give to the desk: read, refused or told, and never more than that (``hostile.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.store import Store
from tests.fetching.server import LEADS_TO
from tests.trials import hostile
from tests.trials.listing import PAGE, listed
from tests.trials.nursery import Nursery
from tests.trials.words import START, look_through, record
from tests.web.browser import CHROMIUM, NO_CHROMIUM, chromium, visit
from tests.web.running import served

SMALL = 120_000
"""Characters up to which files are added here; the benchmark adds all of them."""

GOOD = '{"id": "good", "title": "Ghana condemned Niger", "published": "2026-09-01"}\n'


@pytest.fixture(scope="module")
def store(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A record of reports that have hostile words everywhere."""
    folder = tmp_path_factory.mktemp("words")
    record(nursery, folder, f"sqlite:///{folder}/words.db")
    with Store.open(f"sqlite:///{folder}/words.db") as opened:
        assert opened.counts().documents == len(hostile.words())
        yield opened


def test_the_list_is_made_as_it_says() -> None:
    names = [recipe.name for recipe in hostile.recipes()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[\w.-]+", name) for name in names)
    assert all(recipe.what and recipe.content for recipe in hostile.recipes())
    assert all(isinstance(host, str) and host for host in (*hostile.hosts(), *hostile.words()))


def test_the_list_stands_in_the_docs() -> None:
    assert PAGE.read_text(encoding="utf-8").endswith(listed())


def test_files_are_added_or_told_and_a_good_one_among_them_is_filed(nursery: Nursery, tmp_path: Path) -> None:
    secret, folder = tmp_path / "secret.txt", tmp_path / "files"
    folder.mkdir()
    secret.write_text(f"Italy condemned the {hostile.SECRET}.")
    with hostile.Canary() as canary:
        at = canary.url("127.0.0.1", "/canary")
        small = [str(each.write(folder, secret, at)) for each in hostile.recipes() if each.size <= SMALL]
        good = tmp_path / "good.jsonl"
        good.write_text(GOOD)
        db = f"sqlite:///{tmp_path}/files.db"
        ended = nursery.run(["add", "--no-code", "--db", db, *small, str(good)], limit=hostile.LONGEST)
        assert canary.asked() == []
    assert len(small) > 60
    assert ended.code == 0
    assert "Traceback" not in ended.said
    assert ended.megabytes < hostile.LARGEST
    with Store.open(db) as store:
        assert store.document("good")
        assert not store.search(hostile.SECRET).items


def test_nobody_who_is_not_public_is_asked(tmp_path: Path) -> None:
    tried = list(hostile.ask_hosts(tmp_path))
    assert len(tried) == len(hostile.hosts()) + len(LEADS_TO)
    assert [each for each in tried if each.wrong] == []


def test_nobody_who_is_not_public_is_asked_by_add(nursery: Nursery, tmp_path: Path) -> None:
    with hostile.Canary() as canary:
        urls = [canary.url(host, "/") for host in hostile.hosts()[::4]]
        ended = nursery.run(["add", "--db", f"sqlite:///{tmp_path}/desk.db", *urls])
        assert canary.asked() == []
    assert ended.code == 1
    assert "Traceback" not in ended.said


def test_hostile_words_stay_words_on_every_page(store: Store) -> None:
    with served(store) as port:
        tried = list(look_through(port, 40))
    assert len(tried) == 40
    assert [each for each in tried if each.wrong] == []


@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
def test_no_hostile_word_does_anything_in_a_browser(store: Store) -> None:
    shown = [path for path in START if "." not in path]
    documents = [f"/event/{row.event.id}" for row in store.events(size=100).items[::30]]
    with served(store) as port, chromium() as browser, visit(browser, f"http://127.0.0.1:{port}") as reader:
        for path in (*shown, *documents):
            page = reader.go(path)
            page.mouse.move(300, 300)
            page.keyboard.press("Tab")
            assert page.evaluate("window.reached") is None, path
        assert reader.wrong == []
        assert reader.elsewhere() == []
