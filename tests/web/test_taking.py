"""Files that are written while they are sent."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from dragoman.errors import StoreError
from dragoman.exports.flat import CODED
from dragoman.records import Event
from dragoman.store import Store
from dragoman.web import taking
from dragoman.web.query import ask, filters
from tests.briefing.sample import ALL
from tests.web.desk import EVENTS, FAULTED, STORIES, VISIT

ASKED = ask([], (*filters(), "sort"))


def test_parts_together_are_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 2)
    with Store.open() as store:
        store.add(stories=STORIES)
        parts = list(taking.every(store, ASKED))
        assert [len(part) for part in parts] == [2] * (len(EVENTS) // 2) + [1] * (len(EVENTS) % 2)
        lines = b"".join(taking.json_parts(iter(parts))).decode().splitlines()
        assert {Event.from_json(line) for line in lines} == set(EVENTS)
        rows = list(csv.reader(io.StringIO(b"".join(taking.csv_parts(iter(parts))).decode())))
        assert rows[0] == list(CODED)
        assert {row[0] for row in rows[1:]} == {event.id for event in EVENTS}


def test_what_changes_meanwhile_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "AT_ONCE", 2)
    with Store.open() as store:
        store.add(stories=STORIES)
        parts = taking.every(store, ASKED)
        next(parts)
        store.add(documents=[replace(ALL[0].documents[0], id="another")])
        with pytest.raises(StoreError, match="changed"):
            next(parts)


def test_half_a_character_can_be_written() -> None:
    text = "The AC/DC Trust criticised Portugal\ud83d."
    event = replace(FAULTED, evidence=replace(FAULTED.evidence, quote=text))
    assert b"\\ud83d" in b"".join(taking.csv_parts(iter([[event]])))
    assert b"\\ud83d" in b"".join(taking.json_parts(iter([[event]])))
    assert VISIT.id == event.document
