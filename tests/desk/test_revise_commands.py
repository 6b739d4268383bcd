"""`correct` and `recode` as their user has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli import main
from dragoman.desk import Desk, Incoming
from dragoman.store import Store
from tests.desk.reports import reports


@pytest.fixture
def db(tmp_path: Path) -> Path:
    db = tmp_path / "desk.db"
    with Store.open(f"sqlite:///{db}") as store:
        Desk(store, parser="fast").file(Incoming(document) for document in reports())
    return db


def run(db: Path, *words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [*words, "--db", str(db)], input=stdin, catch_exceptions=False)


def event_of(db: Path, document: str) -> str:
    with Store.open(f"sqlite:///{db}") as store:
        return store.events_of(document)[0].id


def test_an_event_before_and_after(db: Path) -> None:
    id = event_of(db, "r4-0")
    done = run(db, "correct", id[:8], "--set", "type=aid", "--set", "recipient=NOR:BUS", "--note", "no prisoners",
               "--by", "A. Desk")  # fmt: skip
    assert done.exit_code == 0
    told = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert told[0] == f"{id} “Chad releases Norwegian grain ships”"
    assert told[1:-1] == [
        "type RETREAT → AID",
        "mode release → none",
        "cameo 0841 → 070",
        "intensity 6.5 → 10.0",
        "recipients Norwegian grain ships (NOR) → Norwegian (NOR:BUS)",
    ]
    assert told[-1].startswith("judgement type was RETREAT; mode was release; ")
    assert "; no prisoners (by A. Desk, 20" in told[-1]
    again = run(db, "correct", id, "--set", "type=AID")
    assert (again.exit_code, again.stderr) == (0, "dragoman: that is so already; nothing was changed\n")
    assert json.loads(run(db, "correct", id, "--json").stdout)["judgement"]["note"] == "no prisoners"
    shown = run(db, "correct", id).stdout
    assert "AID" in shown
    assert "no prisoners" in shown
    assert "type: AID" in run(db, "correct", "--list").stdout
    (kept,) = run(db, "correct", "--list", "--json").stdout.splitlines()
    assert json.loads(kept)["event"] == id
    assert "judgement  taken back" in run(db, "correct", id, "--undo").stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--reject", "--note", "x"), 2, "--reject, --set, --undo and --note are of one EVENT; name it"),
        ((), 2, "give an EVENT, or --from FILE, or --list"),
        (("EVENT", "--list"), 2, "give an EVENT, or --from FILE, or --list"),
        (("EVENT", "--set", "type"), 2, "'type' is not FIELD=VALUE; write it as type=AID"),
        (("EVENT", "--set", "type=AID", "--set", "type=AGREE"), 2, "type is given twice"),
        (("EVENT", "--set", "type=WAR"), 2, "type: 'WAR' is no type (write one of AGREE,"),
        (("EVENT", "--note", "x"), 2, "nothing is said of it (reject it, set fields of it, or undo"),
        (("000000", "--reject"), 1, "no event has the id '000000', or one that begins so"),
        (("--from", "none.csv"), 1, "none.csv: cannot be read: No such file or directory"),
    ],
)
def test_what_is_wrong_is_told_with_the_mend(db: Path, words: tuple[str, ...], code: int, told: str) -> None:
    id = event_of(db, "r4-0")
    done = run(db, "correct", *(id if word == "EVENT" else word for word in words))
    assert (done.exit_code, told in done.stderr) == (code, True), done.stderr
    with Store.open(f"sqlite:///{db}") as store:
        assert store.judgements() == ()


def test_a_sheet_from_standard_input(db: Path) -> None:
    sheet = f"event,action,note\n{event_of(db, 'r4-0')},reject,a song\nffffff,reject,\n"
    done = run(db, "correct", "--from", "-", "--by", "A. Desk", stdin=sheet)
    assert (done.exit_code, done.stdout) == (0, "1 kept, 0 as before\n")
    assert "<stdin>, line 3: no event has the id 'ffffff'" in done.stderr
    again = run(db, "correct", "--from", "-", "--strict", stdin=sheet)
    assert (again.exit_code, again.stdout) == (1, "0 kept, 1 as before\n")


def test_copies_are_judged_where_that_is_asked(db: Path) -> None:
    with Store.open(f"sqlite:///{db}") as store:
        Desk(store, parser="fast").file(Incoming(document) for document in reports(3))
    id = event_of(db, "r4-0")
    alone = run(db, "correct", id, "--reject")
    assert alone.stderr == (
        "dragoman: other reports of the story with the same sentence: 2 (--copies judges them too)\n"
    )
    done = run(db, "correct", id, "--reject", "--copies", "--json")
    assert [json.loads(line)["judgement"]["rejected"] for line in done.stdout.splitlines()] == [True] * 3
    sheet = f"event,action\n{id},undo\n"
    assert run(db, "correct", "--from", "-", "--copies", stdin=sheet).stdout == "3 kept, 0 as before\n"


def test_documents_are_coded_again(db: Path, tmp_path: Path) -> None:
    assert "every document is coded so already" in run(db, "recode", "--parser", "fast").stderr
    words = tmp_path / "mine.yaml"
    words.write_text("type: COERCE\nentries:\n  - verb: attack\n", encoding="utf-8")
    options = ("recode", "--parser", "fast", "--lexicon", str(words))
    dry = run(db, *options, "--dry-run")
    done = run(db, *options)
    assert done.stdout == dry.stdout
    assert {json.loads(line)["kind"] for line in done.stdout.splitlines()} == {"changed", "gained", "lost"}
    told = "; events gained: 1; lost: 1; changed: 3; as before: 10\n"
    assert dry.stderr == f"dragoman: documents would be coded again: 8{told}"
    assert done.stderr == f"dragoman: documents coded again: 8{told}"
    with Store.open(f"sqlite:///{db}") as store:
        (run_,) = store.runs()
        assert (run_.command, run_.outcome, run_.settings["lexicon"]) == ("recode", "done", [str(words)])
    id = event_of(db, "r5-0")
    assert run(db, "correct", id, "--reject").exit_code == 0
    table = run(db, "recode", "--parser", "fast", "--format", "table")
    rows = [line.split() for line in table.stdout.splitlines()]
    assert ["COERCE", "–", "–", "–", "3"] in rows
    assert ["all", "10", "1", "1", "3"] in rows
    assert "changed type COERCE → ASSAULT; cameo 170 → 190; " in table.stdout
    assert "judgements that mean no event any more: 1; they are kept" in table.stderr
    assert "(no such" in run(db, "correct", "--list").stdout
    assert "Judgements: 1; of no event any more: 1" in run(db, "status").stdout


def test_a_day_that_is_none_is_wrong_use(db: Path) -> None:
    done = run(db, "recode", "--parser", "fast", "--since", "May")
    assert done.exit_code == 2
    assert "since: 'May' is no day (write one as 2025-02-18)" in done.stderr
