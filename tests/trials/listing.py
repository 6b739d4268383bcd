"""The list of hostile inputs as docs/trials.md has it: ``python -m tests.trials.listing`` writes it there."""

from __future__ import annotations

from pathlib import Path

from tests.fetching.server import LEADS_TO, PARTS, WRONG_HEADS
from tests.trials import hostile

PAGE = Path(__file__).parents[2] / "docs" / "trials.md"
BEGIN = "## The hostile inputs\n"


def listed() -> str:
    """Return the list in Markdown."""
    parts = {path: what.rstrip(".") for path, what in PARTS.items() if path not in hostile.ALONE}
    many = [
        ("Files, given to `dragoman add`", [f"`{one.name}` {one.what}" for one in hostile.recipes()]),
        ("Hosts: named, as pages of a feed, behind redirects", [_code(one) for one in hostile.hosts()]),
        (
            "Where redirects lead",
            [f"`{name}` {_code(to.decode('latin-1'))}" for name, to in LEADS_TO.items()],
        ),
        (
            "Parts that a server plays, as a feed and as a page",
            [f"`{path}` {what}" for path, what in parts.items()],
        ),
        ("Headers that break the rules of HTTP", [f"`{name}`" for name in WRONG_HEADS]),
        ("Words, in every place where a report has words", [_code(one) for one in hostile.words()]),
    ]
    total = sum(len(some) for _, some in many)
    lines = [BEGIN, f"{total} in all; `python -m tests.trials.listing` writes this list.\n"]
    for title, some in many:
        lines += [f"**{title}** ({len(some)})\n", *(f"- {one}" for one in some), ""]
    return "\n".join(lines).rstrip() + "\n"


def _code(text: str) -> str:
    """Return words as code on one line, with what is not seen told by its number; long ones cut."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:120]) + "…" * (
        len(text) > 120
    )
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


if __name__ == "__main__":
    head = PAGE.read_text(encoding="utf-8").partition(BEGIN)[0]
    PAGE.write_text(head + listed(), encoding="utf-8")
