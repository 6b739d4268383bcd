"""One small record, coded once: a week, four houses, a copy, a figure that changes, a hostile title."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

import dragoman
from dragoman.records import Document
from dragoman.store import Store
from dragoman.web import serving
from dragoman.web.application import create

HOSTILE = "<script>alert('x')</script> & \"Norway\" warns Denmark of sanctions"
BLAST = (
    "A bomb attack on a police station in Mogadishu killed 12 officers on Tuesday, the interior ministry said. "
    "Somalia condemned the attack. President Hassan Sheikh Mohamud met the governor of Banadir and vowed revenge.\n\n"
    "The African Union denounced the bombing and pledged aid to Somalia."
)

DOCUMENTS = (
    Document("blast-1", "article", "Bomb attack kills 12 police officers in Mogadishu", BLAST, "2025-03-04T08:00:00Z",
             "input", "Harbour Post", url="https://harbour.example/blast"),
    Document("blast-2", "article", "Bomb attack in Mogadishu kills police officers", BLAST, "2025-03-04T10:30:00Z",
             "input", "Coast Daily"),
    Document("blast-3", "article", "Mogadishu bomb attack on police station: 19 dead",
             "The bomb attack on a police station in Mogadishu killed 19 officers, officials in Somalia said on "
             "Wednesday. The interior ministry blamed Al-Shabaab for the attack.",
             "2025-03-05T09:00:00Z", "input", "Northern Wire"),
    Document("a/b ? c#d.json", "headline", "France and Germany sign defence accord in Berlin", None, "2025-03-05",
             "input", "Northern Wire"),
    Document("talks", "headline", "French and German leaders hold talks in Berlin on defence accord", None,
             "2025-03-06", "input", "Harbour Post"),
    Document("hostile", "headline", HOSTILE, None, "2025-03-06", "input", "<b>Bold</b> & Sons",
             url="javascript:alert(1)"),
    Document("war-1", "headline", "Russian shells hit Ukrainian town of Kupiansk", None, "2025-03-01", "input",
             "Coast Daily"),
    Document("war-3", "headline", "Russia launches drone attack on Ukrainian port Izmail", None, "2025-02-26", "input",
             "Coast Daily"),
    Document("war-4", "headline", "Ukraine demands withdrawal of Russian troops from Melitopol", None, "2025-02-28",
             "input", "Northern Wire"),
    Document("war-2", "headline", "Ukraine attacks Russian ammunition depot in Belgorod", None, "2025-03-03", "input",
             "Harbour Post"),
    Document("quiet", "article", None, "It rained.\nAnd\x0bthen it stopped \ud83d.", None),
)  # fmt: skip


@pytest.fixture(scope="session")
def store() -> Iterator[Store]:
    """A store in memory with the record, to be read only."""
    with serving.gather(DOCUMENTS, dragoman.code(list(DOCUMENTS)), "accurate") as made:
        yield made


@pytest.fixture(scope="session")
def client(store: Store) -> TestClient:
    """A browser without a network."""
    return TestClient(create(store), base_url="http://localhost", follow_redirects=False)
