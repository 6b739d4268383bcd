"""Documents coded again: what that changes is told, what was coded before is kept, and it goes on where it stopped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dragoman import coding
from dragoman.desk import Desk, Incoming, correct, recode, recoding
from dragoman.desk.recoding import Changed, Recoding, differences, wanted
from dragoman.records import Document
from dragoman.store import Store
from tests.desk.reports import reports

NOON = dt.datetime(2024, 7, 1, 12, tzinfo=dt.UTC)
MADE = "2024-07-01T12:00:00Z"

OWN = """
type: COERCE
entries:
  - verb: attack
  - verb: blackball
remove: [RETREAT/release+prisoner, RETREAT/release]
"""
SNUB = Document("snub", "headline", "Oslo blackballs Lima over fish", published="2024-06-20")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open() as store:
        yield store


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """Words of an analyst's own: who attacks coerces, so does who blackballs, and who releases does not retreat."""
    path = tmp_path / "mine.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def desk(store: Store, **settings: Any) -> Desk:
    return Desk(store, parser="fast", now=lambda: NOON, **settings)


def filed(store: Store, documents: list[Document]) -> None:
    desk(store).file(Incoming(document) for document in documents)


def told(done: Recoding) -> tuple[Any, ...]:
    return (
        done.documents,
        dict(done.same),
        dict(done.gained),
        dict(done.lost),
        dict(done.changed),
    )


WITH_OWN = (
    9,
    {"THREATEN": 4, "SUPPORT": 4},
    {"COERCE": 1, "ASSAULT": 1},  # who is killed beside an attack is an event of its own where that is none
    {"RETREAT": 2, "ASSAULT": 1},
    {"ASSAULT": 3},
)


def test_documents_are_coded_again_and_what_that_changes_is_told(store: Store, words: Path) -> None:
    filed(store, [*reports(), SNUB])
    before = {id: one.events for id, one in store.held([d.id for d in reports()]).items()}
    assert told(recode(desk(store))) == (0, {}, {}, {}, {})
    run = store.begin("recode", {}, at=MADE)
    seen: list[Changed] = []
    done = recode(desk(store, lexicon=words), run=run, on_difference=seen.append)
    assert told(done) == WITH_OWN
    assert done.failed == {}
    assert [(one.kind, one.event.type) for one in seen] == [
        ("lost", "RETREAT"), ("lost", "RETREAT"), ("changed", "COERCE"), ("changed", "COERCE"), ("gained", "ASSAULT"),
        ("changed", "COERCE"), ("lost", "ASSAULT"), ("gained", "COERCE"),
    ]  # fmt: skip
    assert {field for one in seen for field in one.fields} >= {"type", "cameo", "intensity"}
    assert "rule" not in done.fields
    assert done.fields["type"] == 3
    assert done.examples == seen
    assert seen[0].to_dict() == {
        "kind": "lost", "document": "r4-0", "fields": [], "before": before["r4-0"][0].to_dict(), "after": None
    }  # fmt: skip
    # What was coded before is kept under its coding, and the stories have the events of now.
    (old, _) = store.old_events("r4-0")
    assert (old.event, old.coding, old.replaced) == (before["r4-0"][0], 1, run)
    assert [(row.number, row.documents) for row in store.codings()] == [(1, 0), (2, 9)]
    types = {event.type for row in store.stories().items for event in store.story(row.id).events}  # type: ignore[union-attr]
    assert types == {"THREATEN", "SUPPORT", "COERCE", "ASSAULT"}
    assert told(recode(desk(store, lexicon=words))) == (0, {}, {}, {}, {})
    assert recode(desk(store, lexicon=words), everything=True).documents == 9


def test_a_dry_run_tells_the_same_and_writes_nothing(store: Store, words: Path) -> None:
    filed(store, [*reports(), SNUB])
    revision = store.revision()
    counted: list[int] = []
    done = recode(desk(store, lexicon=words), dry_run=True, progress=counted.append)
    assert told(done) == WITH_OWN
    assert counted == list(range(1, 10))
    assert store.revision() == revision
    assert len(store.codings()) == 1


def test_it_goes_on_where_it_was_stopped(store: Store, words: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recoding, "CHUNK", 2)
    filed(store, reports())

    def stop(done: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recode(desk(store, lexicon=words), progress=stop)
    assert len(wanted(desk(store, lexicon=words))) == 4
    assert recode(desk(store, lexicon=words)).documents == 4
    assert "RETREAT" not in {event.type for d in reports() for event in store.events_of(d.id)}


def test_only_documents_of_some_days_and_those_never_coded(store: Store, words: Path) -> None:
    filed(store, reports())
    desk(store, code=False).file([Incoming(SNUB)])
    assert wanted(desk(store)) == ("snub",)
    assert wanted(desk(store), since="2024-06-21") == ()
    done = recode(desk(store), since="2024-06-01")
    assert (done.documents, told(done)[1:]) == (
        1,
        ({}, {}, {}, {}),
    )  # the packaged words do not know that one
    late = recode(desk(store, lexicon=words), since="2024-05-06")
    assert (late.documents, late.lost["RETREAT"], late.gained["COERCE"]) == (5, 2, 1)
    assert store.story_of("snub")


def test_judgements_hold_and_those_without_an_event_are_told(store: Store, words: Path) -> None:
    filed(store, reports())
    attack, released, threat = (store.events_of(id)[0] for id in ("r5-0", "r4-0", "r0-0"))
    correct(store, attack.id, settings={"status": "denied"}, note="by the army", made=MADE)
    correct(store, released.id, reject=True, made=MADE)
    correct(store, threat.id, reject=True, made=MADE)
    done = recode(desk(store, lexicon=words))
    assert (done.changed["ASSAULT"], done.same["THREATEN"]) == (3, 4)  # what people judged is no difference
    now = store.events_of("r5-0")[0]
    assert (now.id != attack.id, now.type, now.status) == (True, "COERCE", "denied")
    assert [event.id for event in store.rejected(["r0-0"])] == [threat.id]
    assert [one.event for one in done.without_event] == [released.id]
    back = recode(desk(store))
    assert back.without_event == ()
    assert [event.id for event in store.rejected(["r4-0"])] == [released.id]


def test_a_document_that_cannot_be_coded_keeps_its_events(
    store: Store, words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(store, reports())
    before = store.events_of("r5-0")
    real = coding.stream

    def breaks(documents: Iterable[Document], **settings: Any) -> Iterator[Any]:
        for document in documents:
            if document.id == "r5-0":
                raise ZeroDivisionError("division by zero")
            yield from real([document], **settings)

    monkeypatch.setattr(coding, "stream", breaks)
    done = recode(desk(store, lexicon=words))
    assert done.failed == {"r5-0": "ZeroDivisionError: division by zero"}
    assert (done.documents, dict(done.changed)) == (7, {"ASSAULT": 1})
    assert store.events_of("r5-0") == before
    assert wanted(desk(store, lexicon=words)) == ("r5-0",)


def test_events_of_the_same_words_are_compared(store: Store) -> None:
    filed(store, reports())
    one, other = store.held(["r0-0"])["r0-0"].events
    renamed = replace(one, id="x", evidence=replace(one.evidence, rule="another"))
    assert list(differences([one], [renamed])) == []
    changed = replace(one, id="y", status="denied", confidence=0.0)
    assert [(d.kind, d.fields) for d in differences([one], [changed])] == [
        ("changed", ("status", "confidence"))
    ]
    # Of two of the same words the one of the same type is the one before.
    aid = replace(one, id="z", type="AID")
    assert [(d.kind, d.event.id) for d in differences([one], [aid, renamed])] == [("gained", "z")]
    assert [d.kind for d in differences([one], [other])] == ["lost", "gained"]
