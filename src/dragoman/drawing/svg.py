"""What all drawings share: how marks, links, titles and frames are written.

A page with a strict content policy takes them as they are: no script, no inline style; classes are styled by
``style.css``, in light, dark and print. Everything written is escaped; what XML cannot hold is replaced.

Most drawings have no ``viewBox``: their x is in percent of the width they are given and their y in pixels, so that text
has the size of the text around it on a phone as on a desk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.resources import files

from markupsafe import Markup, escape

from dragoman.drawing.wording import words

# Beside the control characters, half pairs and non-characters that no XML may hold.
_FOREIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Addresses of the web, or of the site: no other scheme, no other host ("//host"), nothing a browser would drop or turn.
_SAFE = re.compile(r"(?:https?://|[/?#](?!/)|[\w.~%-]+(?![^/?#]))[^\x00-\x20\\]*", re.IGNORECASE)
QUADS = (1, 2, 3, 4)


def style() -> str:
    """Return the style sheet of the drawings; it uses the colours of the front page (``briefing/style.css``)."""
    return files(__package__).joinpath("style.css").read_text(encoding="utf-8")


def text(value: object) -> Markup:
    """Return a text escaped for XML and HTML."""
    return escape(_FOREIGN.sub("\ufffd", str(value)))


def cut(label: str, most: int) -> str:
    """Return a label of ``most`` characters at most; what was cut shows as an ellipsis."""
    label = " ".join(label.split())
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def num(value: float) -> str:
    """Return a coordinate with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def tag(name: str, *content: str, **attributes: object) -> Markup:
    """Return an element. ``class_`` is ``class``; other underscores are hyphens; ``None`` leaves an attribute out.

    Content that is no `Markup` is escaped; numbers are written short.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{num(value) if isinstance(value, float) else text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(part if isinstance(part, Markup) else text(part) for part in content)
    return Markup(f"<{name}{given}>{inner}</{name}>" if content else f"<{name}{given}/>")


def link(href: str | None, title: str, *marks: Markup) -> Markup:
    """Return marks as a link named by its title, or as a group where there is no address to go to.

    An address is of the web or of the site; anything else (``javascript:``) is left out.
    """
    inside = (tag("title", title), *marks)
    if href is None or not _SAFE.fullmatch(href):
        return tag("g", *inside)
    return tag("a", *inside, href=href)


def frame(
    kind: str,
    ident: str,
    title: str,
    about: str,
    *content: Markup,
    after: Markup | None = None,
    **attributes: object,
) -> Markup:
    """Return a drawing in its frame: named by its title, told by ``about``; ``after`` follows the picture.

    Where there are links in it, it is a group: a picture would hide them from a screen reader.
    """
    named = (tag("title", title, id=f"{ident}-title"), tag("desc", about, id=f"{ident}-desc"))
    role = "group" if any("<a " in part for part in content) else "img"
    picture = tag(
        "svg",
        *named,
        *content,
        xmlns="http://www.w3.org/2000/svg",
        role=role,
        aria_labelledby=f"{ident}-title",
        aria_describedby=f"{ident}-desc",
        **attributes,
    )
    return tag("div", picture, after or Markup(), class_=f"drawing {kind}", id=ident)


def nothing(kind: str, ident: str, title: str) -> Markup:
    """Return what stands where there is nothing to draw."""
    line = tag("text", words()["empty"], x=0, y=16, class_="quiet")
    return frame(kind, ident, title, words()["empty"], line, height=24, width="100%")


def key(entries: Iterable[tuple[Sequence[Markup], str]]) -> Markup:
    """Return a key: what each mark (drawn in 14 by 14) stands for."""
    items = [
        tag(
            "li",
            tag("svg", *marks, width=14, height=14, aria_hidden="true", class_="swatch"),
            tag("span", label),
        )
        for marks, label in entries
    ]
    return tag("ul", *items, class_="drawing-key", aria_label=words()["key"])


def hatch(ident: str) -> Markup:
    """Return the definition of the lines that tell conflict from cooperation without colour."""
    line = tag("path", d="M0 0V6", class_="hatch")
    size: dict[str, object] = {"width": 6, "height": 6, "patternUnits": "userSpaceOnUse"}
    return tag("defs", tag("pattern", line, id=f"{ident}-hatch", patternTransform="rotate(45)", **size))


def quad_box(quad: int, hatched: str | None = None, **box: object) -> list[Markup]:
    """Return a box in the colour of a quad class; of conflict, with the lines that drawing ``hatched`` defines."""
    plain = tag("rect", class_=f"q{quad}", **box)
    return [plain, tag("rect", fill=f"url(#{hatched}-hatch)", **box)] if hatched and quad > 2 else [plain]


def quad_key(quads: Iterable[int], hatched: str | None = None) -> Markup:
    """Return the key of quad classes."""
    whole = {"width": 14, "height": 14}
    return key((quad_box(quad, hatched, **whole), words()["quads"][quad]) for quad in quads)
