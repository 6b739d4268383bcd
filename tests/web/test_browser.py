"""The application in a real Chromium: the ways a reader and an analyst go, and what must hold on every page."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator

import feedparser
import pytest
from playwright.sync_api import Browser, expect

import dragoman
from benchmarks.corpus import corpus
from dragoman.store import EventQuery, Store
from dragoman.web import serving
from dragoman.web.answering import address
from tests.web.browser import (
    AXE,
    CHROMIUM,
    COLOURS,
    DESK,
    NO_AXE,
    NO_CHROMIUM,
    PHONE,
    TABLET,
    Visit,
    chromium,
    visit,
)
from tests.web.conftest import DOCUMENTS
from tests.web.running import served

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)

EXAMPLE_DAY, BLAST_DAY = "2024-12-24", "2025-03-05"
HEAVIEST = 300_000
"""Bytes of the front page with all that it loads."""

EVERY = (
    f"/?day={EXAMPLE_DAY}", f"/?day={BLAST_DAY}", "/stories?size=10", "story", "why", "/storylines", "storyline",
    "document", "headline", "event", "/events?size=10", "/events?actor=FRA&status=happened&sort=confidence&size=5",
    "/events?text=nosuchword", "/actors?size=10", "/actor/FRA", "person", "/dyads?size=10", "dyad", "/map?type=ASSAULT",
    "/network?type=ASSAULT", "/search", "/search?q=sanctions", "/search?q=nosuchword", "/about", "/api", "/nothing",
    "/events?since=soon",
)  # fmt: skip
"""Every page; a word is one of those that `named` knows."""


@pytest.fixture(scope="module")
def desk() -> Iterator[Store]:
    """The packaged example as the news of a day, a small record with copies and a figure that differs, and a corpus."""
    documents = [*dragoman.read(dragoman.EXAMPLE, published=EXAMPLE_DAY), *DOCUMENTS]
    with serving.gather(documents, dragoman.code(documents), "accurate") as store:
        made = corpus(600)
        store.add(made.documents, made.events, made.stories, made.storylines)
        yield store


@pytest.fixture(scope="module")
def origin(desk: Store) -> Iterator[str]:
    with served(desk) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def reader(browser: Browser, origin: str) -> Iterator[Visit]:
    """Somebody at a desk; what the console says, or another machine is asked for, fails the test."""
    with visit(browser, origin, accept_downloads=True) as made:
        yield made
        assert made.wrong == []
        assert made.elsewhere() == []


@pytest.fixture(scope="module")
def named(desk: Store) -> dict[str, str]:
    """Addresses of pages whose ids are not known beforehand."""
    story = desk.story_of("blast-1")
    assert story is not None
    told = desk.story(story)
    assert told is not None
    person = next(row.key for row in desk.actors(size=200).items if row.key != row.country)
    dyad = desk.dyads().items[0]
    return {
        "story": address("story", story),
        "why": f"{address('story', story)}/why",
        "storyline": address("storyline", desk.storylines().items[0].id),
        "document": f"{address('document', 'blast-1')}?at=text:0-24",
        "headline": address("document", "hostile"),
        "event": address("event", told.events[0].id),
        "person": address("actor", person),
        "dyad": f"/dyad/{dyad.actor}/{dyad.recipient}",
    }


@pytest.mark.parametrize("path", EVERY)
def test_what_holds_on_every_page(
    path: str, browser: Browser, origin: str, named: dict[str, str], subtests: pytest.Subtests
) -> None:
    """Nothing is wrong, light and dark, at a desk and on a phone (there folded out); nobody else is asked."""
    with visit(browser, origin) as made:
        page = made.go(named.get(path, path))
        found: dict[str, list[str]] | None = {} if AXE.exists() else None
        for where, window in (("desk", DESK), ("tablet", TABLET), ("phone", PHONE)):
            page.set_viewport_size(window)
            if where == "phone":
                page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            with subtests.test("fits", where=where):
                assert made.too_wide() <= 0
            if found is not None and where != "tablet":
                found[where] = made.violations()
                page.emulate_media(color_scheme="dark")
                found[f"{where}, dark"] = made.violations(COLOURS)
                page.emulate_media(color_scheme="light")
        with subtests.test("asks nobody else"):
            assert made.elsewhere() == []
        with subtests.test("console"):
            refused = "the server responded with a status of 4"  # the page of an error is one
            assert [line for line in made.wrong if refused not in line] == []
        with subtests.test("axe"):
            if found is None:
                pytest.skip(NO_AXE)
            assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_from_the_front_page_to_the_words_and_back(reader: Visit, named: dict[str, str]) -> None:
    page = reader.go(f"/?day={BLAST_DAY}")
    page.locator(f'a[href^="{named["story"]}"]').first.click()
    expect(page.locator("h1")).to_contain_text("Mogadishu")
    story = reader.path
    page.get_by_role("link", name="Bomb attack in Mogadishu kills police officers").first.click()
    expect(page.locator("h1")).to_contain_text("Bomb attack in Mogadishu kills police officers")
    page.go_back()
    assert reader.path == story
    page.locator("p.summary a").first.click()
    expect(page).to_have_url(re.compile(r"\?at=(text|title):\d+-\d+#cited$"))
    expect(page.locator("mark.cited").first).to_be_in_viewport()
    page.get_by_role("link", name="the story").click()
    assert reader.path == story


def test_an_event_is_shown_beside_its_words(reader: Visit, named: dict[str, str]) -> None:
    page = reader.go(named["document"].partition("?")[0])
    trigger = page.locator(".body a.trigger").first
    events = (trigger.get_attribute("data-events") or "").split()
    leads = (trigger.get_attribute("href") or "").removeprefix("#of-")
    card = page.locator(f'[data-event="{leads}"]')
    lit = re.compile(r"\blit\b")
    assert leads in events
    trigger.hover()
    expect(card).to_have_class(lit)
    page.mouse.move(0, 0)
    expect(card).not_to_have_class(lit)
    trigger.focus()
    expect(card).to_have_class(lit)
    page.keyboard.press("Escape")
    expect(card).not_to_have_class(lit)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#of-{leads}$"))
    expect(card).to_be_in_viewport()
    card.hover()
    expect(trigger).to_have_class(lit)
    card.get_by_role("link", name="Where it stands").click()
    expect(page).to_have_url(re.compile(f"#{leads}$"))
    card.locator("h3 a").click()
    expect(page).to_have_url(re.compile(f"/event/{leads}$"))
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile(f"#of-{leads}$"))


def test_events_are_filtered_sorted_turned_and_taken_along(reader: Visit, desk: Store) -> None:
    page = reader.go("/events?size=10")
    page.get_by_label("Type", exact=True).select_option("CONSULT")
    page.get_by_label("Since").fill("2024-01-01")
    page.get_by_role("button", name="Show").click()
    assert "type=CONSULT" in reader.path
    chips = page.locator(".chips a")
    expect(chips).to_have_count(2)
    chips.filter(has_text="2024-01-01").click()
    expect(chips).to_have_count(1)
    total = desk.events(EventQuery(type="CONSULT")).total
    expect(page.locator("#found")).to_have_text(f"{total} events")
    page.get_by_role("columnheader", name="Status").get_by_role("link").click()
    sort = page.get_by_role("columnheader", name="Status")
    expect(sort).to_have_attribute("aria-sort", re.compile("ascending|descending"))
    with page.expect_download() as begun:
        page.get_by_role("link", name="CSV", exact=True).click()
    with begun.value.path().open(encoding="utf-8", newline="") as file:
        taken = list(csv.DictReader(file))
    seen: list[str] = []
    while True:
        links = page.locator("table.events tbody th a")
        seen += [str(link.get_attribute("href")).rpartition("/")[2] for link in links.all()]
        if not page.get_by_role("link", name="Next").count():
            break
        page.get_by_role("link", name="Next").click()
    assert [row["id"] for row in taken] == seen
    assert len(seen) == total
    assert begun.value.suggested_filename == "events.csv"
    confidence = [float(row["confidence"]) for row in taken]
    assert confidence in (sorted(confidence), sorted(confidence, reverse=True))


def test_words_are_found_and_marked(reader: Visit) -> None:
    page = reader.go("/about")
    page.get_by_label("Search", exact=True).fill("mogadishu governor")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("2 reports")
    marked = {text.casefold() for text in page.locator("ol.hits mark").all_inner_texts()}
    assert marked == {"mogadishu", "governor"}
    page.locator("ol.hits h3 a").first.click()
    expect(page.locator("h1")).to_contain_text("Mogadishu")


def test_from_an_actor_to_a_dyad_a_map_and_a_network(reader: Visit) -> None:
    page = reader.go("/actors")
    name = page.locator("main table th a").first.inner_text()
    page.locator("main table th a").first.click()
    expect(page.locator("h1")).to_have_text(name)
    page.locator("svg a[href*='/dyad/']").first.click()
    expect(page.locator("h1")).to_contain_text(name)
    page.get_by_role("link", name="by year").click()
    expect(page.get_by_role("link", name="by year")).to_have_attribute("aria-current", "true")
    page.locator("svg a[href*='/events?']").first.click()
    expect(page.locator("table.events tbody tr").first).to_be_visible()
    page.get_by_role("link", name="on the map").click()
    assert reader.path.startswith("/map?")
    page.get_by_role("link", name="These events as a list").click()
    page.get_by_role("link", name="as a network").click()
    assert reader.path.startswith("/network?")
    page.locator("svg a[href*='/actor/']").first.click()
    assert reader.path.startswith("/actor/")


@pytest.mark.parametrize("path", [f"/?day={BLAST_DAY}", "/stories", "/events?type=CONSULT", "/actor/FRA"])
def test_what_is_announced_is_there(path: str, reader: Visit) -> None:
    page = reader.go(path)
    links = page.locator('link[rel="alternate"]').all()
    kinds = {str(link.get_attribute("type")): str(link.get_attribute("href")) for link in links}
    assert {"application/json", "application/atom+xml", "application/feed+json"} <= kinds.keys()
    for kind, href in kinds.items():
        answer = page.request.get(reader.origin + href)
        assert answer.status == 200
        if kind == "application/atom+xml":
            told = feedparser.parse(answer.body())
            assert not told.bozo
            assert told.entries
            assert all(entry.link.startswith(reader.origin) for entry in told.entries)
        else:
            assert json.loads(answer.body())


def test_everything_is_there_without_scripts(
    browser: Browser, origin: str, named: dict[str, str], subtests: pytest.Subtests
) -> None:
    with visit(browser, origin, java_script_enabled=False) as made:
        for path in EVERY:
            with subtests.test(path):
                page = made.go(named.get(path, path))
                assert page.locator("h1").count() == 1
                assert page.locator("main").inner_text().strip()
        page = made.go(named["document"])
        page.locator(".body a.trigger").first.click()
        expect(page).to_have_url(re.compile("#of-"))
        page = made.go("/events")
        page.get_by_label("Type", exact=True).select_option("CONSULT")
        page.get_by_role("button", name="Show").click()
        expect(page.locator(".chips a")).to_have_count(1)


# All that a keyboard should reach, in the order of the page.
REACHED = """() => {
  const found = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")];
  return found.filter((one) => one.checkVisibility() && one.tabIndex >= 0).map((one) => (one.dataset.nth ??=
    String(document.querySelectorAll("[data-nth]").length)));
}"""
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  return [one.dataset.nth ?? null, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0];
}"""


@pytest.mark.parametrize(
    "path",
    [f"/?day={BLAST_DAY}", "story", "document", "/events?size=3", "dyad", "/map?type=AID", "/search?q=aid"],
)
def test_a_keyboard_reaches_all(path: str, reader: Visit, named: dict[str, str]) -> None:
    page = reader.go(named.get(path, path))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.reload()
    every = page.evaluate(REACHED)
    reached, unseen = list[str](), list[str]()
    for _ in range(2 * len(every)):  # a day has several stops
        page.keyboard.press("Tab")
        nth, shown = page.evaluate(FOCUSED)
        if nth is not None and nth not in reached:
            reached.append(nth)
            unseen += [] if shown else [nth]
        if len(reached) == len(every):
            break
    assert reached == every
    assert unseen == []


def test_a_dark_page_is_dark_and_a_printed_one_is_not(reader: Visit) -> None:
    def paper() -> int:
        colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        body = page.evaluate("getComputedStyle(document.body).backgroundColor")
        told = body if "rgba" not in body else colour
        return sum(map(int, re.findall(r"\d+", told)[:3]))

    page = reader.go(f"/?day={BLAST_DAY}")
    light = paper()
    page.emulate_media(color_scheme="dark")
    assert paper() < 200 < 600 < light
    page.emulate_media(media="print", color_scheme="dark")
    assert paper() > 600 or paper() == 0  # white, or none at all
    expect(page.locator("nav[aria-label=Sections]")).to_be_hidden()
    expect(page.locator("form.find")).to_be_hidden()
    assert page.pdf().startswith(b"%PDF-")


@pytest.mark.parametrize("day", [EXAMPLE_DAY, BLAST_DAY])
def test_the_front_page_is_light_to_load(day: str, reader: Visit) -> None:
    session = reader.page.context.new_cdp_session(reader.page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    reader.go(f"/?day={day}").wait_for_load_state("networkidle")
    print(f"front page of {day}: {sum(sizes) / 1000:.0f} KB in {len(sizes)} answers")
    assert 5_000 < sum(sizes) <= HEAVIEST
