"""A drawing as a file of its own, for a paper or a slide: SVG that needs no style sheet, and the same as PNG."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from dragoman.drawing.svg import style, tag
from dragoman.errors import PrintError

FONT = "Source Sans 3"

_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_LIGHT = re.compile(r":root\s*{(.*?)}", re.S)
_DARK = re.compile(r"dark\)\s*{\s*:root\s*{(.*?)}", re.S)
_SETTING = re.compile(r"(--[\w-]+):\s*([^;]+);")


def standalone(title: str, about: str, *content: Markup, width: int, height: int) -> str:
    """Return an SVG file: on paper of its own, light or dark as the reader has it, with title and description."""
    light, dark = _sheets()
    sheet = f"{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"
    drawing = tag(
        "svg",
        tag("title", title, id="title"),
        tag("desc", about, id="about"),
        tag("style", Markup(sheet)),
        tag("rect", width="100%", height="100%", class_="paper"),
        *content,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_labelledby="title",
        aria_describedby="about",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawing}\n'


def png(svg: str, *, zoom: float = 2) -> bytes:
    """Return a drawing of `standalone` as PNG, light; ``zoom``: pixels of the picture for one of the drawing.

    Letters are of Source Sans, which comes with the extra, so that the picture is the same on every machine; those
    that it lacks are of the machine's fonts.

    Raises:
        PrintError: the extra ``charts`` is not installed.
    """
    try:
        import resvg_py

        font = files("fontpkg_source_sans_3") / "files" / "SourceSans3[wght].ttf"
    except ImportError as error:
        raise PrintError(
            f"PNG needs {error.name}, which is not installed "
            "(pip install 'dragoman[charts]'; SVG is written without it)"
        ) from error
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, zoom=zoom, font_files=[str(font)], font_family=FONT, sans_serif_family=FONT
        )
    )


@cache
def _sheets() -> tuple[str, str]:
    """Return the rules with the colours of light paper filled in, and of those with a colour, the ones of dark."""
    own = files(__package__).joinpath("standalone.css").read_text(encoding="utf-8")
    light, dark = dict[str, str](), dict[str, str]()
    for sheet in (style(), own):
        for colours, setting in ((light, _LIGHT), (dark, _DARK)):
            found = setting.search(sheet)
            colours |= _SETTING.findall(found[1]) if found else ()
    rules = own.rpartition("}\n}\n")[2]
    coloured = "".join(f"{line}\n" for line in rules.splitlines() if "var(" in line)
    return _filled(rules, light), _filled(coloured, dark)


def _filled(rules: str, colours: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda name: colours[name[1]], rules)
