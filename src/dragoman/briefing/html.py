"""The front page as one HTML file that needs nothing else: no script, no font, no image, no request.

All text is escaped by Jinja; only http and https addresses become links; the page's own policy forbids
everything but its one style sheet, known by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dragoman import drawing
from dragoman.briefing.links import Anchors
from dragoman.briefing.page import Page, layout, printable
from dragoman.records import Brief

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup


def html(brief: Brief) -> str:
    """Return the page of a brief. Raises `RecordError` when a citation does not hold."""
    page = layout(brief)
    return template("frontpage.html", __package__).render(page=page, links=Anchors(), map=drawn(page))


def drawn(page: Page, href: Callable[[str], str | None] | None = None) -> Markup | None:
    """Return the map of where it was; ``None`` where less than two places are told, for which words will do.

    Args:
        page: the page.
        href: gives the address of a country by its alpha-3 code, where there is a page of it.
    """
    if len(page.places) < 2:
        return None
    points = [drawing.Point(place.lat, place.lon, place.events, place.name) for place in page.places]
    return drawing.world_map(page.lands, points, title="Where it was", href=href)


def template(name: str, package: str) -> Template:
    """Return a template of a package, made by its `environment`."""
    return environment(package).get_template(name)


@cache
def environment(package: str) -> Environment:
    """Return what makes the templates of a package, which may import those of the front page by their names.

    Its globals are ``style``, the front page's with what ``style.css`` of the package adds, and ``style_hash``.
    """
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def finish(value: Any) -> Any:
        return printable(value) if type(value) is str else value

    packages = dict.fromkeys((package, __package__))
    made = Environment(
        loader=ChoiceLoader([PackageLoader(one) for one in packages]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finish,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = "".join(
        files(one).joinpath("style.css").read_text(encoding="utf-8") for one in reversed(packages)
    )
    if package == __package__:
        style += drawing.style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    made.globals.update(style=Markup(style), style_hash=digest)
    return made
