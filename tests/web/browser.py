"""A real browser before the application: what it asks for, what it complains of, what axe-core finds wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NO_CHROMIUM = "no Chromium on this machine (apt-get install chromium)"

AXE = Path(os.environ.get("DRAGOMAN_AXE") or "node_modules/axe-core/axe.min.js")
NO_AXE = "no axe-core (npm install --no-save axe-core@4.10.3; or name axe.min.js in DRAGOMAN_AXE)"

COLOURS = ("color-contrast", "link-in-text-block")
"""Rules of axe-core that colours can break."""

DESK, TABLET, PHONE = (
    ViewportSize(width=width, height=height) for width, height in ((1280, 900), (768, 1024), (360, 740))
)

# What is folded away is looked at too; the scripts of a page cannot forbid this, as its policy holds for them alone.
_CHECK = """async ([only]) => {
  const rules = only ? {runOnly: {type: "rule", values: only}} : {rules: {"target-size": {enabled: true}}};
  const found = await axe.run(document, {...rules, resultTypes: ["violations"], iframes: false});
  return found.violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) =>
    `${id} at ${target.join(" ")}: ${failureSummary.split("\\n").slice(1, 2).join(" ").trim()}`));
}"""


@dataclass
class Visit:
    """A page that is open.

    Attributes:
        page: the page.
        origin: where the application is.
        asked: addresses that were asked for.
        wrong: what stands in the console, and errors of scripts.
    """

    page: Page
    origin: str
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open an address of the application."""
        self.page.goto(self.origin + path)
        return self.page

    @property
    def path(self) -> str:
        """Path and query of the page that is shown."""
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def elsewhere(self) -> list[str]:
        """Return what was asked of another machine."""
        return [url for url in self.asked if not url.startswith(f"{self.origin}/")]

    def too_wide(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        wide: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wide

    def violations(self, only: Sequence[str] | None = None) -> list[str]:
        """Return what axe-core finds wrong, by all rules (those of WCAG AA and of good practice) or by some."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(_CHECK, [list(only) if only else None])
        return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of the machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--disable-quic"])
        yield browser
        browser.close()


@contextmanager
def visit(browser: Browser, origin: str, **options: Any) -> Iterator[Visit]:
    """Open a window, with nothing in its cache."""
    context = browser.new_context(**{"viewport": DESK, **options})
    context.set_default_timeout(15_000)
    page = context.new_page()
    made = Visit(page, origin)

    def _request(request: Request) -> None:
        if not request.url.startswith("data:"):
            made.asked.append(request.url)

    def _console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            made.wrong.append(message.text)

    page.on("request", _request)
    page.on("console", _console)
    page.on("pageerror", lambda error: made.wrong.append(str(error)))
    yield made
    context.close()
