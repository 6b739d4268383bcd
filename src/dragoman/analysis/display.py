"""How events and stories show in a notebook: small tables of HTML that fetch nothing, on light and dark pages.

`dragoman.events` sees to it by itself; without it, ``%load_ext dragoman`` does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from dragoman.exports.rows import Row
from dragoman.records import Document, Event, Party, Story
from dragoman.store.codec import day_of

if TYPE_CHECKING:
    from dragoman.stories import Stories

SHOWN = 20
"""Rows of a table."""

# Colours are tints of what lies below, so that they hold on a dark page too.
_STYLE = Markup("""<style>
.dragoman { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.dragoman th, .dragoman td { text-align: left; vertical-align: top; padding: .3em .7em; white-space: normal; }
.dragoman td.quote { max-width: 44em; }
.dragoman td.day { white-space: nowrap; }
.dragoman mark { color: inherit; background: rgba(128, 128, 128, .22); border-radius: 2px; }
.dragoman mark.actor { background: rgba(40, 110, 220, .28); }
.dragoman mark.recipient { background: rgba(225, 130, 20, .3); }
.dragoman mark.trigger { background: none; font-weight: bold; text-decoration: underline; }
.dragoman small { opacity: .75; }
</style>""")

_FORMS = {
    ("dragoman.records", "Event"): lambda event: table([_row(event)]),
    ("dragoman.records", "Story"): lambda story: story_html(story),
    ("dragoman.stories.stream", "Stories"): lambda stories: stories_html(stories),
    ("dragoman.briefing.frontpage", "FrontPage"): lambda page: framed(page.html()),
    ("dragoman.explaining.explanation", "Explanation"): lambda told: framed(told.html()),
}
"""Module and name of a class, and how it is shown; by name, so that nothing is loaded for it."""


def register(shell: Any) -> None:
    """Have a shell of IPython show what dragoman gives."""
    html = shell.display_formatter.formatters["text/html"]
    for (module, name), show in _FORMS.items():
        html.for_type_by_name(module, name, show)


def register_if_in_notebook() -> None:
    """Do so where this is a session of IPython."""
    if (ipython := sys.modules.get("IPython")) and (shell := ipython.get_ipython()):
        register(shell)


def table(rows: Sequence[Row]) -> str:
    """Return events as a table: the first ones, each with its sentence, in which its words are marked."""
    lines = [_line(row) for row in rows[:SHOWN]]
    head = _cells("th", ["Day", "Who", "What", "To whom", "Status", "Sentence"])
    return _html(head, lines, _more(len(rows), "events"))


def story_html(story: Story) -> str:
    """Return a story: its title, and its events as a table."""
    documents = {document.id: document for document in story.documents}
    head = Markup("<p><strong>{}</strong><br><small>{}</small></p>").format(story.title, _extent(story))
    return str(head) + table([_row(event, documents.get(event.document)) for event in story.events])


def stories_html(stories: Stories) -> str:
    """Return stories as a table, the weightiest first."""
    lines = [
        _cells(
            "td", [story.first or "–", story.title, len(story.documents), story.origins, len(story.events)]
        )
        for story in stories[:SHOWN]
    ]
    head = _cells("th", ["First day", "Story", "Reports", "Origins", "Events"])
    return _html(head, lines, _more(len(stories), "stories"))


def framed(page: str) -> str:
    """Return a whole page of HTML in a frame, so that its style stays its own."""
    frame = '<iframe srcdoc="{}" sandbox="allow-popups" style="width:100%;height:32em;border:0"></iframe>'
    return str(Markup(frame).format(page))


def _html(head: Markup, lines: Iterable[Markup], more: str) -> str:
    body = Markup("\n").join(Markup("<tr>{}</tr>").format(line) for line in lines)
    form = Markup('{}<table class="dragoman"><thead><tr>{}</tr></thead><tbody>\n{}</tbody></table>{}')
    return str(
        form.format(_STYLE, head, body, Markup("<p><small>{}</small></p>").format(more) if more else "")
    )


def _line(row: Row) -> Markup:
    event, document = row.event, row.document
    what = " ".join(filter(None, [event.type, event.mode and f"({event.mode})"]))
    source = " ".join(filter(None, [document.publisher, document.published and document.published[:10]]))
    quote = Markup("{}<br><small>{}</small>").format(_marked(event), source) if source else _marked(event)
    words = [_names(event.actors), what, _names(event.recipients), event.status]
    day = Markup('<td class="day">{}</td>').format(row.day or "–")
    return day + _cells("td", words) + Markup('<td class="quote">{}</td>').format(quote)


def _marked(event: Event) -> Markup:
    """Return the sentence with the words that name the parties and the deed."""
    evidence, done, parts = event.evidence, 0, list[Markup | str]()
    for start, end, kind in _spans(event):
        if start >= done:
            parts += [
                evidence.quote[done:start],
                Markup('<mark class="{}">{}</mark>').format(kind, evidence.quote[start:end]),
            ]
            done = end
    return Markup("").join([*map(escape, parts), evidence.quote[done:]])


def _spans(event: Event) -> Iterator[tuple[int, int, str]]:
    """Yield what is to be marked within the sentence, in order; who "he" is may stand before it."""
    evidence = event.evidence
    told = [
        *((party.start, party.end, "actor") for party in event.actors),
        *((party.start, party.end, "recipient") for party in event.recipients),
        (event.trigger.start, event.trigger.end, "trigger"),
    ]
    for start, end, kind in sorted(told):
        if evidence.start <= start < end <= evidence.end:
            yield start - evidence.start, end - evidence.start, kind


def _names(parties: Iterable[Party]) -> str:
    return "; ".join(
        f"{party.name or party.text} ({party.country})" if party.country else party.name or party.text
        for party in parties
    )


def _row(event: Event, document: Document | None = None) -> Row:
    told_in = document or Document(event.document, "article")
    day, day_from = day_of(event, told_in.published and told_in.published[:10])
    return Row(event, told_in, day, day_from)


def _cells(kind: str, values: Iterable[object]) -> Markup:
    cell = Markup(f"<{kind}>{{}}</{kind}>")
    return Markup("").join(cell.format(value) for value in values)


def _extent(story: Story) -> str:
    days = " to ".join(dict.fromkeys(filter(None, [story.first, story.last])))
    return f"{days or 'undated'}; reports: {len(story.documents)}; independent origins: {story.origins}"


def _more(count: int, what: str) -> str:
    return f"{count:,} {what}; the first {SHOWN} are shown" if count > SHOWN else ""
