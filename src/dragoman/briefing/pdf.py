"""The front page on paper: its HTML, printed by a browser of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from dragoman.errors import PrintError

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "msedge",
    "microsoft-edge",
)
"""Names under which a browser that prints to PDF may be found."""

PATIENCE = 120
"""Seconds a browser may take to print."""

_QUIET = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--no-pdf-header-footer",
)  # fmt: skip


def browser() -> str | None:
    """Return the path of a browser that prints; ``None`` where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pdf(html: str) -> bytes:
    """Print a page that needs nothing else. Raises `PrintError` where no browser does it."""
    program = browser()
    if program is None:
        raise PrintError(
            "no browser to print with was found "
            f"(install Chromium, so that one of {', '.join(BROWSERS)} is on the path, or print the HTML yourself)"
        )
    with tempfile.TemporaryDirectory(prefix="dragoman-", ignore_cleanup_errors=True) as folder:
        page, printed = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(html, encoding="utf-8")
        # Chromium refuses to run as root in its sandbox; the page has no script, and may fetch nothing.
        rooted = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [
            program,
            *_QUIET,
            *rooted,
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={printed}",
        ]
        try:
            told = subprocess.run(
                [*command, page.as_uri()], capture_output=True, text=True, timeout=PATIENCE, check=False
            ).stderr
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PrintError(
                f"{program} did not print the page: {error} (write HTML and print that)"
            ) from error
        if not printed.is_file():
            last = " ".join(told.split())[-300:]
            raise PrintError(f"{program} did not print the page: {last} (write HTML and print that)")
        return printed.read_bytes()
