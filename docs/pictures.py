"""Take the pictures of the web application that the documentation shows.

    python docs/pictures.py            # docs/story.png, document.png, events.png, dyad.png, map.png
    python docs/pictures.py --all DIR  # every page, phone and desk, light and dark, to look at

Story and document are of the packaged example. The others need many events: those are drawn by lot
(benchmarks/corpus.py), nothing in them happened. Needs Chromium on the machine; `docs/screenshot.py` takes the pictures
of files.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import dragoman  # noqa: E402
from benchmarks.corpus import corpus  # noqa: E402
from dragoman.store import Store  # noqa: E402
from dragoman.web import serving  # noqa: E402
from dragoman.web.answering import address  # noqa: E402
from dragoman.web.keys import dyad_address  # noqa: E402
from tests.web.browser import CHROMIUM, DESK, NO_CHROMIUM, PHONE, chromium, visit  # noqa: E402
from tests.web.running import served  # noqa: E402

DAY = "2024-12-24"
"""Day on which the packaged example is taken to be published."""

EVENTS = 3_000

HEIGHTS = {"story": 1000, "document": 900, "events": 900, "dyad": 1080, "map": 1060}
"""Pictures of the documentation, and how much of each page is shown, in pixels of a desk."""


def main() -> int:
    """Run the command; return its exit code."""
    asked = argparse.ArgumentParser(description="Take the pictures of the web application.")
    asked.add_argument("--all", type=Path, metavar="DIR", help="every page, phone and desk, light and dark")
    options = asked.parse_args()
    if CHROMIUM is None:
        print(f"pictures: {NO_CHROMIUM}", file=sys.stderr)
        return 1
    documents = dragoman.read(dragoman.EXAMPLE, published=DAY)
    with serving.gather(documents, dragoman.code(documents), "accurate") as store:
        made = corpus(EVENTS)
        store.add(made.documents, made.events, made.stories, made.storylines)
        with served(store) as port, chromium() as browser:
            origin = f"http://127.0.0.1:{port}"
            if options.all:
                options.all.mkdir(parents=True, exist_ok=True)
                for device, window in (("desk", DESK), ("phone", PHONE)):
                    for scheme in ("light", "dark"):
                        with visit(browser, origin, viewport=window, color_scheme=scheme) as seen:
                            for name, path in pages(store, documents[0].id).items():
                                file = options.all / f"{name}-{device}-{scheme}.png"
                                seen.go(path).screenshot(path=file, full_page=True)
            else:
                with visit(browser, origin, viewport=DESK, color_scheme="light") as seen:
                    for name, path in pages(store, documents[0].id).items():
                        if name in HEIGHTS:
                            page = seen.go(path)
                            page.set_viewport_size({**DESK, "height": HEIGHTS[name]})
                            page.screenshot(path=ROOT / "docs" / f"{name}.png")
    return 0


def pages(store: Store, lead: str) -> Mapping[str, str]:
    """Return the address of one page of each kind."""
    story = store.story_of(lead)
    assert story is not None
    dyad = store.dyads().items[0]
    person = next(row.key for row in store.actors(size=200).items if row.key != row.country)
    return {
        "front": f"/?day={DAY}",
        "stories": "/stories?size=12",
        "story": address("story", story),
        "why": f"{address('story', story)}/why",
        "storylines": "/storylines?size=12",
        "storyline": address("storyline", store.storylines().items[0].id),
        "document": address("document", lead),
        "event": address("event", store.events_of(lead)[0].id),
        "events": "/events?type=CONSULT&size=12",
        "actors": "/actors?size=12",
        "actor": address("actor", dyad.actor),
        "person": address("actor", person),
        "dyads": "/dyads?size=12",
        "dyad": dyad_address(dyad.actor, dyad.recipient),
        "map": "/map",
        "network": "/network",
        "search": "/search?q=sanctions",
        "about": "/about",
        "api": "/api",
        "unknown": "/nothing",
        "wrong": "/events?since=soon",
    }


if __name__ == "__main__":
    sys.exit(main())
