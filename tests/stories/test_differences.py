"""What differs: golden stories a person can read, and what holds for any reports."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from dragoman.coding import code
from dragoman.records import Difference, Document
from dragoman.stories import group
from dragoman.stories.differences import differences
from dragoman.tables import show_stories

GOLDEN = Path(__file__).with_name("differences.txt")


def cases() -> list[tuple[str, list[str], list[str]]]:
    """The cases of the golden file: name, reports, differences expected."""
    found = []
    for block in re.split(r"^## ", GOLDEN.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, *lines = block.strip().splitlines()
        expected = [line[3:] for line in lines if line.startswith("=> ")]
        found.append((name, [line for line in lines if line and not line.startswith("=> ")], expected))
    return found


def read(reports: list[str]) -> list[Document]:
    found = []
    for n, report in enumerate(reports):
        published, publisher, words = report.split(" | ", 2)
        title, _, text = words.partition(" || ")
        kind = "article" if text else "headline"
        found.append(
            Document(f"d{n}", kind, title, text or None, published=published, publisher=publisher)  # type: ignore[arg-type]
        )
    return found


def written(difference: Difference) -> str:
    tellings = (t.text + (f" – {t.speaker.text}" if t.speaker else "") for t in difference.tellings)
    return " | ".join([difference.kind, difference.about, difference.how, "; ".join(tellings)])


def test_half_of_the_cases_have_no_difference() -> None:
    assert len(cases()) >= 30
    assert sum(expected == ["nothing"] for _, _, expected in cases()) * 2 >= len(cases())


@pytest.mark.parametrize(("name", "reports", "expected"), cases(), ids=[name for name, _, _ in cases()])
def test_golden(name: str, reports: list[str], expected: list[str]) -> None:
    documents = read(reports)
    found = differences(documents, code(documents))
    assert [written(d) for d in found] == ([] if expected == ["nothing"] else expected)


WORDS = [
    "12", "41", "At least 12", "5,000", "$3 million", "killed", "dead", "people", "injured", "in Peru", "quake",
    "toll rises to", "march", "police said", "Russia denies", "Ukraine accuses Russia of", "shelling", "hospital", ".",
    "\n", "two", "soldiers", "\ud800", "of the", "last year", "2019",
]  # fmt: skip
texts = st.one_of(
    st.none(), st.text(max_size=20), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
)
stories = st.lists(
    st.builds(
        Document,
        id=st.integers(0, 10**6).map(str),
        kind=st.sampled_from(["article", "headline"]),
        title=texts,
        text=texts,
        published=st.sampled_from([None, "2024-03-04", "2024-03-05", "2024-03-05T10:00:00Z"]),
        publisher=st.sampled_from([None, "A", "B"]),
    ),
    max_size=5,
    unique_by=lambda d: d.id,
)


@settings(deadline=None, max_examples=60)
@given(stories, st.randoms())
def test_every_citation_holds_and_the_order_does_not_matter(
    documents: list[Document], chance: random.Random
) -> None:
    events = code(documents)
    found = differences(documents, events)
    by_id = {d.id: d for d in documents}
    for difference in found:
        assert len(difference.tellings) >= 2
        for telling in difference.tellings:
            report = by_id[telling.document]
            assert telling.citation.holds(report)
            assert telling.text in telling.citation.quote
            assert (telling.publisher, telling.published) == (report.publisher, report.published)
            if telling.speaker:
                said = report.string(telling.citation.field)[telling.speaker.start : telling.speaker.end]
                assert said == telling.speaker.text
    chance.shuffle(documents)
    chance.shuffle(events)
    assert differences(documents, events) == found


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [
        ("2024-03-04T08:00:00Z", "2024-03-04T17:00:00Z", "changed"),
        ("2024-03-04T08:00:00Z", "2024-03-05", "changed"),
        ("2024-03-04T17:00:00Z", "2024-03-04T08:00:00Z", "disagrees"),
        ("2024-03-04T08:00:00Z", "2024-03-04", "disagrees"),
        (None, "2024-03-04", "disagrees"),
    ],
)
def test_a_toll_has_changed_where_the_later_report_tells_more(
    first: str | None, second: str, how: str
) -> None:
    documents = [
        Document("d0", "headline", "Quake Kills 12 in Peru", published=first),
        Document("d1", "headline", "Quake Kills 41 in Peru", published=second),
    ]
    (found,) = differences(documents, code(documents))
    assert found.how == how


def test_each_version_by_each_speaker_stands_once() -> None:
    documents = read(
        [
            "2024-03-04 | Harbour Post | Quake Kills 12 in Peru",
            "2024-03-04 | Valley Mail | Twelve killed in Peru quake",
            "2024-03-05 | Daily Lantern | Quake toll in Peru rises to 41",
        ]
    )
    (found,) = differences(documents, code(documents))
    assert [(t.publisher, t.low) for t in found.tellings] == [("Harbour Post", 12), ("Daily Lantern", 41)]


def test_stories_have_them_and_the_table_shows_them() -> None:
    documents = read(
        [
            "2024-03-04 | Harbour Post | Quake Kills 12 in Peru",
            "2024-03-05 | Daily Lantern | Death Toll From Peru Quake Rises to 41",
            "2024-03-05 | Valley Mail | Volcano Erupts Near Grindavik in Iceland",
        ]
    )
    events = code(documents)
    stories = group(documents, events)
    assert [s.differences for s in stories] == [differences(documents[:2], events), ()]
    console = Console(file=io.StringIO(), width=200)
    show_stories(stories, console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    line = "people killed (changed): 12 (Harbour Post, 2024-03-04); 41 (Daily Lantern, 2024-03-05)"
    assert shown.count("(changed)") == shown.count(line) == 1
