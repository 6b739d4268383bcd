"""Show an HTML page as a reader would see it.

    python docs/screenshot.py brief.html front.png --width 390 --dark

Needs Chromium on the machine. The whole page is shown, as high as it is; `--pdf` prints it instead.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

# The page in a frame: a window has a least width, a frame has none. The title tells how high the page is.
FRAME = """<!DOCTYPE html>
<style>
body {{ margin: 0 }}
iframe {{ border: 0; display: block; width: {width}px; height: {height}px }}
</style>
<iframe src="{page}"></iframe>
<script>onload = () => document.title = frames[0].document.documentElement.scrollHeight</script>
"""


def main() -> int:
    """Run the command; return its exit code."""
    asked = argparse.ArgumentParser(description="Show an HTML page as a reader would see it.")
    asked.add_argument("page", type=Path)
    asked.add_argument("image", type=Path)
    asked.add_argument("--width", type=int, default=1280, help="of the page, in pixels (390 is a phone)")
    asked.add_argument("--height", type=int, help="of the picture; default: the whole page")
    asked.add_argument("--dark", action="store_true", help="as seen by who prefers dark pages")
    asked.add_argument("--pdf", action="store_true", help="print to PDF")
    options = asked.parse_args()
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        print("screenshot: no Chromium found (install it: apt-get install chromium)", file=sys.stderr)
        return 1
    page = options.page.resolve().as_uri()
    with tempfile.TemporaryDirectory() as folder:
        # 0 is dark, 1 is light (Blink's PreferredColorScheme).
        scheme = f"--blink-settings=preferredColorScheme={0 if options.dark else 1}"
        common = [browser, *QUIET, scheme, f"--user-data-dir={folder}/profile"]
        if options.pdf:
            return run([*common, "--no-pdf-header-footer", f"--print-to-pdf={options.image.resolve()}", page])
        frame = Path(folder) / "frame.html"
        common += ["--allow-file-access-from-files", "--virtual-time-budget=2000"]
        frame.write_text(FRAME.format(page=page, width=options.width, height=900), encoding="utf-8")
        told = subprocess.run(
            [*common, "--dump-dom", frame.as_uri()], capture_output=True, text=True, check=True
        )
        whole = re.search(r"<title>(\d+)</title>", told.stdout)
        height = options.height or (int(whole.group(1)) if whole else 900)
        frame.write_text(FRAME.format(page=page, width=options.width, height=height), encoding="utf-8")
        size = f"--window-size={options.width},{height}"
        return run([*common, size, f"--screenshot={options.image.resolve()}", frame.as_uri()])


def run(command: list[str]) -> int:
    """Run the browser; show what it says only when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
