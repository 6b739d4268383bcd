"""The front page in a real browser: it fits a phone, prints, and asks nobody for anything."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import dragoman
from dragoman.briefing.pdf import pdf
from dragoman.errors import PrintError

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)"
)

# The page in a frame of the width asked; what the browser measured ends up in the title.
FRAME = """<!DOCTYPE html>
<iframe src="{page}" style="border:0;width:{width}px;height:900px"></iframe>
<script>onload = () => {{
  const inner = frames[0].document, root = inner.documentElement;
  document.title = JSON.stringify({{
    wide: root.scrollWidth, high: root.scrollHeight,
    asked: frames[0].performance.getEntriesByType("resource").length,
    broken: [...inner.querySelectorAll("a[href^='#']")].filter(a => !inner.getElementById(a.hash.slice(1))).length
  }});
}}</script>
"""

Browser = Callable[..., str]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    documents = dragoman.read(dragoman.EXAMPLE)
    path = tmp_path_factory.mktemp("browser") / "page.html"
    stories = dragoman.group(documents, dragoman.code(documents))
    path.write_text(dragoman.brief(stories).html(), encoding="utf-8")
    return path


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    def run(*arguments: str) -> str:
        command = [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--allow-file-access-from-files", f"--user-data-dir={tmp_path / 'profile'}", *arguments,
        ]  # fmt: skip
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout

    return run


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_and_every_link_inside_it_leads_somewhere(
    width: int, page: Path, browser: Browser, tmp_path: Path
) -> None:
    frame = tmp_path / "frame.html"
    frame.write_text(FRAME.format(page=page.as_uri(), width=width), encoding="utf-8")
    shown = browser("--virtual-time-budget=2000", "--dump-dom", frame.as_uri())
    title = re.search(r"<title>(.*?)</title>", shown)
    assert title is not None
    measured = json.loads(title.group(1))
    assert measured["wide"] <= width
    assert measured["high"] > 900
    assert measured["asked"] == 0
    assert measured["broken"] == 0


def test_the_page_prints(page: Path) -> None:
    printed = pdf(page.read_text(encoding="utf-8"))
    assert printed.startswith(b"%PDF-")
    assert len(printed) > 10_000


def test_a_browser_that_does_not_print_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    idle = tmp_path / "chromium"
    idle.write_text("#!/bin/sh\necho no display >&2\n", encoding="utf-8")
    idle.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(PrintError, match="did not print the page: no display"):
        pdf("<p>x</p>")
