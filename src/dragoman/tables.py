"""Events, parties and stories as tables on a terminal, for `cli`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.briefing.page import printable
from dragoman.ontology.countries import countries
from dragoman.records import Document, Event, Party, Story, Storyline
from dragoman.stories.lands import name_of_land
from dragoman.stories.origins import origins
from dragoman.stories.why import Comparison, Sign, wording

PARTY_TOLD = ("country", "sectors", "name", "how")
"""What is told of a party that was asked for, in this order."""

MOST = 10
"""Reports of a story that are listed; the others are counted."""
LONG = 200
"""Characters of a title or text that are shown."""
MOST_DYADS = 6
"""Dyads of a storyline that are listed."""
MOST_SHARED = 10
"""Words of a sign that are listed."""
BAR = 8
"""Width of the bar of the weightiest sign."""
LANDS = ("land", "elsewhere", "partly")
"""Signs that tell lands by their codes."""
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
"""PLOVER's quad classes, 1 to 4."""


def show_events(events: Sequence[Event], console: Console) -> None:
    """Print one row an event; what none of them tells has no column."""
    columns: dict[str, list[str]] = {
        "Type": [f"{e.type}\n{e.mode}" if e.mode else e.type for e in events],
        "Actor": [_names(e.actors) for e in events],
        "Recipient": [_names(e.recipients) for e in events],
        "Status": [e.status for e in events],
        "When": [e.date.start if e.date else "" for e in events],
        "According to": [
            e.attribution.speaker.text if e.attribution and e.attribution.speaker else "" for e in events
        ],
        "Sentence": [e.evidence.quote for e in events],
    }
    told = {name: cells for name, cells in columns.items() if any(cells)}  # no room for what nobody tells
    table = Table(show_lines=True)
    for name in told:
        table.add_column(name, ratio=2 if name == "Sentence" else None)
    for row in zip(*told.values(), strict=True):
        table.add_row(*map(_text, row))
    console.print(table if events else "No events.")


def show_parties(answers: Iterable[tuple[object, Party]], console: Console) -> None:
    """Print one row a party."""
    table = Table("Phrase", "Country", "Sectors", "Name", "How")
    for _, party in answers:
        cells = (party.text, party.country, " ".join(party.sectors), party.name, party.how)
        table.add_row(*(_text(cell or "-") for cell in cells))
    console.print(table)


def show_stories(stories: Sequence[Story], console: Console) -> None:
    """Print one row a story: its id, its days, how many reports and independent origins, and who reports it how."""
    table = Table(show_lines=True)
    table.add_column("Story", overflow="fold")
    table.add_column("Reports", no_wrap=True)
    table.add_column("Title and reports", ratio=1)
    for story in stories:
        days = " –\n".join(day for day in dict.fromkeys((story.first, story.last)) if day)
        number = len(story.documents)
        table.add_row(
            f"{story.id}\n{days}",
            f"{number:,} report{'' if number == 1 else 's'}\n"
            + ("one origin" if story.origins == 1 else f"{story.origins:,} origins"),
            _text("\n".join([*_reports(story), *_differences(story)])),
        )
    console.print(table)


def show_storylines(storylines: Sequence[Storyline], console: Console) -> None:
    """Print each storyline: its name, how much it holds, a line for each step, and who acts on whom."""
    if not storylines:
        console.print("No storylines: nothing here follows from anything else.")
    for number, storyline in enumerate(storylines):
        if number:
            console.print()
        documents = [document for story in storyline.stories for document in story.documents]
        copies = [ids for story in storyline.stories for ids in story.copies]
        days = " – ".join(day for day in dict.fromkeys((storyline.first, storyline.last)) if day)
        told = (
            _counted(len(storyline.stories), "story", "stories"),
            _counted(len(documents), "report", "reports"),
            _counted(len(origins(documents, copies)), "origin", "origins"),
            days or "undated",
        )
        console.print(_text(storyline.name), style="bold", soft_wrap=True)
        console.print(_text(", ".join(told)), style="dim", soft_wrap=True)
        for rows in (_steps(storyline), _acts(storyline)):
            if rows:
                console.print()
                console.print(_columns(rows))


def show_comparison(told: Comparison, documents: Sequence[Document], console: Console) -> None:
    """Print why two documents are, or are not, one story: the verdict, the two, and what speaks for and against."""
    by_id = {document.id: document for document in documents}
    verdict = "One story" if told.together else "Not one story"
    console.print(_text(f"{verdict}: {told.why}."), style="bold")
    console.print()
    told_of = [("A", told.a), ("B", told.b)]
    told_of += [
        (f"compared for {name}", id)
        for (name, own), id in zip(told_of, told.compared, strict=True)
        if id != own
    ]
    if told.together:
        told_of += [("with both", id) for id in told.with_a]
    else:
        told_of += [
            (f"with {name}", id) for name, ids in (("A", told.with_a), ("B", told.with_b)) for id in ids
        ]
    console.print(_columns([(name, _titled(by_id[id])) for name, id in told_of]))
    console.print()
    console.print("What speaks for one happening (+) and against it (-), in log-odds:")
    outset = [sign for sign in told.signs if sign.name == "intercept"]
    signs = [*outset, *(sign for sign in told.signs if sign not in outset)]
    most = max(abs(sign.says) for sign in signs)
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(justify="right", no_wrap=True, min_width=8)
    table.add_column(no_wrap=True, min_width=BAR)
    table.add_column(ratio=1)
    for sign in signs:
        bar = Text("█" * round(abs(sign.says) / most * BAR), style="green" if sign.says > 0 else "red")
        table.add_row(
            f"{sign.says:+.2f}", bar, _text(": ".join(filter(None, (wording()[sign.name], _in_both(sign)))))
        )
    odds = sum(sign.says for sign in signs)
    table.add_row(
        f"{odds:+.2f}", "", f"likeness {told.likeness}, and {told.threshold} is wanted", style="bold"
    )
    console.print(table)


def _titled(document: Document) -> str:
    return f"{_shortened(document.title or document.text or '')}{_by(document)}"


def _in_both(sign: Sign) -> str:
    """What the two share there, or what each of them has."""

    def told(some: Sequence[str]) -> str:
        names = [name_of_land(code) for code in some] if sign.name in LANDS else some
        return ", ".join(names[:MOST_SHARED]) + (" …" if len(some) > MOST_SHARED else "")

    if sign.only_a or sign.only_b:
        return f"{told(sign.only_a) or 'none'} (A), {told(sign.only_b) or 'none'} (B)"
    return told(sign.shared)


def _counted(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


def _columns(rows: Sequence[tuple[str, str]]) -> Table:
    """Two columns without lines, indented."""
    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for first, second in rows:
        table.add_row(_text(f"  {first}"), _text(second))
    return table


def _steps(storyline: Storyline) -> list[tuple[str, str]]:
    """A row for each step: its day, its sentence and who printed it."""
    documents = {document.id: document for story in storyline.stories for document in story.documents}
    rows = []
    for step in storyline.timeline:
        publisher = documents[step.citation.document].publisher
        by = f" ({publisher})" if publisher else ""
        rows.append((step.date or "undated", f"{_shortened(step.citation.quote)}{by}"))
    return rows


def _acts(storyline: Storyline) -> list[tuple[str, str]]:
    """A row for each of the busiest dyads; one for both directions where they count the same."""
    quads = {(dyad.actor, dyad.recipient): dyad.quads for dyad in storyline.dyads}
    rows: list[tuple[str, str]] = []
    shown: set[tuple[str, str]] = set()
    for (actor, recipient), counts in quads.items():
        both = actor != recipient and quads.get((recipient, actor)) == counts
        if not (both and (recipient, actor) in shown):
            kinds = ", ".join(f"{n:,} {kind}" for n, kind in zip(counts, QUADS, strict=True) if n)
            rows.append((f"{_party(actor)} {'↔' if both else '→'} {_party(recipient)}", kinds))
        shown.add((actor, recipient))
    return rows[:MOST_DYADS]


def _party(code: str) -> str:
    """The name of a country told by its code; others by what they go by."""
    names = {country.code: country.name for country in countries() if country.kind == "state"}
    return names.get(code, code)


def _reports(story: Story) -> Iterator[str]:
    """Yield the title of a story with who printed it and when, and a line for each other report; of several copies of
    one text all but the earliest are told to be copies."""
    first = next((d for d in story.documents if d.id == story.title_from.document), story.documents[0])
    copies = {id for ids in story.copies for id in ids[1:]}
    yield f"{_shortened(story.title) or '-'}{_by(first, copy=first.id in copies)}"
    others = [document for document in story.documents if document is not first]
    for document in others[:MOST]:
        title = _shortened(document.title or document.text or "")
        same = title == _shortened(story.title)
        copy = document.id in copies and bool(document.text)  # of a title alone "the same" tells it
        yield f"  – {'the same title' if same else title}{_by(document, copy=copy)}"
    if len(others) > MOST:
        yield f"  … and {len(others) - MOST:,} more"


def _differences(story: Story) -> Iterator[str]:
    """Yield a line for each thing that the reports tell differently: every telling, and who tells it."""
    titles = {document.id: document for document in story.documents}
    for difference in story.differences:
        tellings = (
            f"{_shortened(t.text)}{f', {t.speaker.text}' if t.speaker else ''}{_by(titles[t.document])}"
            for t in difference.tellings[:MOST]
        )
        yield f"  {difference.about} ({difference.how}): {'; '.join(tellings)}"


def _by(document: Document, *, copy: bool = False) -> str:
    parts = document.publisher, document.published and document.published[:10], "copy" if copy else None
    told = [part for part in parts if part]
    return f" ({', '.join(told)})" if told else ""


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONG else f"{text[:LONG]}…"


def _text(cell: str) -> Text:
    """Show the words of others as they are: no markup, and nothing that would steer the terminal."""
    return Text(printable(cell))


def _names(parties: Sequence[Party]) -> str:
    return "\n".join(f"{p.text} ({p.country})" if p.country else p.text for p in parties)
