"""Judgements: kept beside the coding, laid over it everywhere, and held through another coding."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.desk.correcting import copies, correct, correct_all
from dragoman.desk.sheets import read
from dragoman.errors import InputError, UnknownIdError
from dragoman.exports.flat import write, write_csv
from dragoman.exports.rows import Row
from dragoman.records import Document, Event, Evidence, Party, Place, Span, Story, Version
from dragoman.store import Arrival, EventQuery, Store
from dragoman.store.judgements import without_event

NOON, LATER = "2025-02-18T12:00:00Z", "2025-02-19T12:00:00Z"
TEXT = "Oslo condemned Lima on Monday. The envoys of both met in Lagos. Oslo condemned Lima."
REPORT = Document(
    "report-1", "article", "Oslo condemns Lima", TEXT, "2025-02-18", publisher="The Evening Post"
)


def coded(id: str, type: str, trigger: str, *, rule: str = "a rule", at: int = 0, text: str = TEXT) -> Event:
    """Return an event as coding it would give, of the sentence with the trigger."""
    start = text.index(trigger, at)
    first = text.rfind(". ", 0, start)
    begin, end = first + 2 if first >= 0 else 0, text.index(".", start) + 1

    def party(words: str, code: str) -> tuple[Party, ...]:
        there = text.find(words, begin, end)
        return (
            (Party(words, there, there + len(words), code, ("GOV",), None, "capital: x"),)
            if there >= 0
            else ()
        )

    return Event(
        id=id, document=REPORT.id, type=type, mode=None, cameo="110", quad=3, intensity=-3.0,  # type: ignore[arg-type]
        status="happened", date=None, place=Place("Lagos", "NGA", 6.5, 3.4, 1) if "met" in trigger else None,
        actors=party("Oslo", "NOR") or party("The envoys", "PER"), recipients=party("Lima", "PER"), attribution=None,
        amounts=(), equipment=(), contexts=(), confidence=0.5, trigger=Span(start, start + len(trigger), trigger),
        evidence=Evidence("text", begin, end, text[begin:end], rule), version=Version("0", "l", "m"),
    )  # fmt: skip


BLAMED = coded("aaaaaa1111111111", "ACCUSE", "condemned")
MET = coded("bbbbbb2222222222", "CONSULT", "met")
AGAIN = coded("aaaaaa3333333333", "ACCUSE", "condemned", at=40)
CODED = (BLAMED, MET, AGAIN)


def file(store: Store, events: tuple[Event, ...], document: Document = REPORT) -> None:
    story = Story("s1", "Oslo condemns Lima", BLAMED.citation, (document,), events, 1, None, None)
    store.file([Arrival(document, events, NOON)], stories=[story])


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open() as store:
        file(store, CODED)
        yield store


def raw(store: Store) -> tuple[Event, ...]:
    return store.held([REPORT.id])[REPORT.id].events


def test_a_correction_is_laid_over_and_what_was_coded_stays_beside_it(store: Store) -> None:
    done = correct(
        store,
        MET.id,
        settings={"type": "AGREE", "place": "Lima"},
        note=" a promise\n",
        by="A. Desk",
        made=NOON,
    )
    assert done.before == MET
    assert done.after == store.event(MET.id)
    assert (done.after.type, done.after.quad, done.after.cameo) == ("AGREE", 1, "030")
    assert done.after.place
    assert done.after.place.country == "PER"
    told = done.after.judgement
    assert told
    assert (told.rejected, told.note, told.by, told.made) == (False, "a promise", "A. Desk", NOON)
    assert (told.was["type"], told.was["place"]["name"]) == ("CONSULT", "Lagos")
    assert raw(store) == CODED
    assert [row.event.id for row in store.events(EventQuery(type="AGREE")).items] == [MET.id]
    assert store.events(EventQuery(type="CONSULT")).total == 0
    assert [row.event.id for row in store.events(EventQuery(judged="corrected")).items] == [MET.id]
    (kept,) = store.judgements()
    assert (kept.event, kept.action, kept.type, kept.changes["type"]) == (MET.id, "set", "CONSULT", "AGREE")


def test_a_rejected_event_is_told_nowhere_but_where_it_is_asked_for(store: Store) -> None:
    before = store.counts().events
    correct(store, BLAMED.id, reject=True, note="a play", made=NOON)
    assert store.counts().events == before - 1
    assert BLAMED.id not in [row.event.id for row in store.events().items]
    assert [row.event.id for row in store.events(EventQuery(judged="rejected")).items] == [BLAMED.id]
    assert store.events(EventQuery(judged="any")).total == before
    story = store.story("s1")
    assert story
    assert [event.id for event in story.events] == [MET.id, AGAIN.id]
    assert [event.id for event in store.rejected([REPORT.id])] == [BLAMED.id]
    assert store.stories().items[0].events == 2
    assert sum(sum(row.quads) for row in store.dyads().items) == 1
    assert [event.id for event in store.events_of(REPORT.id)] == [BLAMED.id, MET.id, AGAIN.id]


def test_the_later_judgement_wins_field_by_field(store: Store) -> None:
    correct(store, MET.id, settings={"type": "AGREE", "status": "planned"}, note="first", made=NOON)
    done = correct(store, MET.id, settings={"type": "COOPERATE"}, made=LATER)
    assert (done.after.type, done.after.status) == ("COOPERATE", "planned")
    assert done.after.judgement
    assert (done.after.judgement.was["type"], done.after.judgement.note) == ("CONSULT", "first")
    assert done.after.judgement.made == LATER
    back = correct(store, MET.id, settings={"type": "CONSULT"}, made=LATER).after
    assert back.judgement
    assert back.judgement.was == {"status": "happened"} | (
        {} if back.cameo == MET.cameo else {"cameo": MET.cameo, "quad": 3, "intensity": -3.0}
    )


def test_what_was_judged_can_be_taken_back(store: Store) -> None:
    correct(store, BLAMED.id, settings={"status": "denied"}, made=NOON)
    correct(store, BLAMED.id, reject=True, made=NOON)
    with pytest.raises(
        InputError, match=r"event aaaaaa1111111111, type: the event is rejected \(undo that first\)"
    ):
        correct(store, BLAMED.id, settings={"type": "AID"}, made=NOON)
    assert correct(store, BLAMED.id, undo=True, made=LATER).after == BLAMED
    assert store.event(BLAMED.id) == BLAMED
    assert [one.action for one in store.judgements(BLAMED.id)] == ["set", "reject", "undo"]


def test_what_says_nothing_new_is_not_kept(store: Store) -> None:
    assert correct(store, MET.id, undo=True, made=NOON).judged is None
    assert correct(store, MET.id, settings={"status": "happened", "place": "Lagos"}, made=NOON).judged
    revision = store.revision()
    assert correct(store, MET.id, settings={"status": "happened"}, made=LATER).judged is None
    correct(store, MET.id, reject=True, note="no", made=NOON)
    assert correct(store, MET.id, reject=True, note="no", by="another", made=LATER).judged is None
    assert store.revision() == revision + 1


def test_an_event_is_known_by_the_beginning_of_its_id(store: Store) -> None:
    assert correct(store, "bbbbbb", reject=True, made=NOON).before == MET
    with pytest.raises(InputError, match="that is how aaaaaa1111111111, aaaaaa3333333333 begin"):
        correct(store, "aaaaaa", reject=True, made=NOON)
    with pytest.raises(
        UnknownIdError, match=r"no event has the id 'bbbbb', or one that begins so \(write 6 char"
    ):
        correct(store, "bbbbb", reject=True, made=NOON)
    with pytest.raises(UnknownIdError, match="no event has the id 'cccccc'"):
        correct(store, "cccccc", reject=True, made=NOON)
    with pytest.raises(InputError, match="nothing is said of it"):
        correct(store, "bbbbbb", note="hm", made=NOON)
    with pytest.raises(InputError, match="reject and undo at once"):
        correct(store, "bbbbbb", reject=True, undo=True, made=NOON)


def test_copies_of_a_sentence_can_be_judged_with_it(store: Store, tmp_path: Path) -> None:
    copy = replace(REPORT, id="report-2", text="By our staff. " + TEXT)
    there = tuple(
        replace(
            event,
            id=f"copy-{event.id}",
            document=copy.id,
            trigger=replace(event.trigger, start=event.trigger.start + 14, end=event.trigger.end + 14),
            evidence=replace(event.evidence, start=event.evidence.start + 14, end=event.evidence.end + 14),
        )
        for event in CODED
    )
    story = Story(
        "s1", "Oslo condemns Lima", BLAMED.citation, (REPORT, copy), (*CODED, *there), 1, None, None
    )
    store.file([Arrival(copy, there, NOON)], stories=[story])
    assert [one.id for one in copies(store, MET)] == [f"copy-{MET.id}"]
    path = sheet(tmp_path, f"event,action\n{MET.id},reject\n")
    rows = list(read(path, print))
    done = list(correct_all(store, rows, "FILE", made=NOON, and_copies=True, on_error=print))
    assert [one.after.id for one in done if one.judged] == [MET.id, f"copy-{MET.id}"]
    assert {event.id for event in store.rejected([REPORT.id, copy.id])} == {MET.id, f"copy-{MET.id}"}
    assert [one.id for one in copies(store, MET)] == [f"copy-{MET.id}"]  # to take it back there too


# ------------------------------------------------------------------------------------ another coding


def test_an_id_of_an_earlier_coding_will_do(store: Store) -> None:
    file(store, tuple(replace(event, id=f"new-{event.id}") for event in CODED))
    done = correct(store, MET.id, reject=True, made=NOON)
    assert (done.after.id, done.after.judgement is not None) == (f"new-{MET.id}", True)


def test_a_judgement_holds_for_the_same_words_under_another_id(store: Store) -> None:
    correct(store, BLAMED.id, reject=True, made=NOON)
    correct(store, MET.id, settings={"status": "planned"}, made=NOON)
    again = tuple(replace(event, id=f"new-{event.id}") for event in CODED)
    file(store, again)
    assert [event.id for event in store.rejected([REPORT.id])] == [again[0].id]
    assert store.counts().events == 2
    met = store.event(again[1].id)
    assert met
    assert met.status == "planned"
    assert raw(store) == again


def test_words_of_which_one_type_was_rejected_may_tell_another(store: Store) -> None:
    correct(store, BLAMED.id, reject=True, made=NOON)
    correct(store, MET.id, settings={"status": "planned"}, made=NOON)
    other = (
        replace(BLAMED, id="other-1", type="SANCTION"),
        replace(MET, id="other-2", type="COOPERATE"),
    )
    file(store, (*other, AGAIN))
    assert store.rejected([REPORT.id]) == ()
    met = store.event("other-2")
    assert met
    assert (met.type, met.status) == ("COOPERATE", "planned")  # what was set is so, whatever is coded there


def test_a_judgement_without_its_event_waits_for_it(store: Store) -> None:
    correct(store, MET.id, reject=True, made=NOON)
    file(store, (BLAMED, AGAIN))
    assert store.event(MET.id) is None
    file(store, CODED)
    assert [event.id for event in store.rejected([REPORT.id])] == [MET.id]


def test_a_judgement_holds_where_more_words_of_the_trigger_are_coded(store: Store) -> None:
    correct(store, BLAMED.id, reject=True, made=NOON)
    longer = replace(BLAMED, id="longer", trigger=replace(BLAMED.trigger, end=20, text=TEXT[5:20]))
    file(store, (longer, replace(longer, id="another", type="SANCTION")))
    assert [event.id for event in store.rejected([REPORT.id])] == ["longer"]


def test_what_was_taken_back_is_not_missed(store: Store) -> None:
    for judge in (BLAMED, MET):
        correct(store, judge.id, reject=True, made=NOON)
    correct(store, MET.id, undo=True, made=NOON)
    file(store, (AGAIN,))
    assert [one.event for one in without_event(raw(store), store.judgements())] == [BLAMED.id]


def test_a_judgement_goes_with_its_sentence_in_a_revision(store: Store) -> None:
    correct(store, MET.id, settings={"actor": "NGA:MIL", "recipient": "the envoys (PER)"}, made=NOON)
    text = "It rained.\n" + TEXT.replace("envoys of both", "envoys  of\nboth")
    moved = replace(coded("moved-1", "CONSULT", "met", text=text))
    revised = replace(REPORT, text=text)
    file(store, (moved,), revised)
    met = store.event("moved-1")
    assert met
    (nobody,), (envoys,) = met.actors, met.recipients
    assert (nobody.country, nobody.text) == ("NGA", "")
    assert (envoys.country, text[envoys.start : envoys.end]) == ("PER", "The envoys")


# -------------------------------------------------------------------------------------- many at once


def sheet(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "judged.csv"
    path.write_text(text, encoding="utf-8")
    return path


def given(store: Store, path: Path) -> tuple[list[str], list[str]]:
    """Give a file of judgements to the store; return what was kept, and what was wrong."""
    wrong: list[str] = []

    def tell(error: InputError) -> None:
        wrong.append(str(error).replace(str(path), "FILE"))

    rows = read(path, tell)
    done = correct_all(store, rows, "FILE", made=NOON, by="A. Desk", on_error=tell)
    return [one.judged.action for one in done if one.judged], wrong


def test_a_sheet_of_judgements(store: Store, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        "\ufeffevent;action;type;place;note;by\n"
        "aaaaaa1111111111;reject;;;a play;\n"
        "bbbbbb;;agree;Lima;;B. Night\n"
        "\n"
        "cccccc;reject;;;;\n"
        "aaaaaa3333333333;drop;;;;\n"
        "aaaaaa3333333333;;WAR;;;\n"
        ";reject;;;;\n"
        "aaaaaa3333333333;;;;only a note;\n"
        "aaaaaa3333333333;reject;AID;;;\n"
        "too;short\n",
    )
    kept, wrong = given(store, path)
    assert kept == ["reject", "set"]
    assert wrong == [
        "FILE, line 5: no event has the id 'cccccc', or one that begins so (copy the id from the list of events)",
        "FILE, line 6, action: 'drop' is none (write one of reject, set, undo)",
        "FILE, line 7, type: event aaaaaa3333333333: 'WAR' is no type (write one of AGREE, CONSULT, SUPPORT, CONCEDE, "
        "COOPERATE, AID, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT)",
        "FILE, line 8: names no event (give its id in the column event)",
        "FILE, line 9: event aaaaaa3333333333: nothing is said of it (reject it, set fields of it, or undo what was "
        "judged)",
        "FILE, line 10: event aaaaaa3333333333: reject and set at once (reject it, set fields of it, or undo what was "
        "judged)",
        "FILE, line 11: 2 cells, and the header has 6 (mend the line in a spreadsheet)",
    ]
    assert [(one.event, one.by, one.note) for one in store.judgements()] == [
        (BLAMED.id, "A. Desk", "a play"),
        (MET.id, "B. Night", None),
    ]
    assert given(store, path)[0] == []  # again changes nothing


def test_the_csv_of_events_can_be_given_back_with_cells_changed(store: Store, tmp_path: Path) -> None:
    out = io.StringIO()
    write_csv(CODED, out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    rows[1] |= {
        "type": "AGREE",
        "cameo": rows[1]["cameo"].lstrip("0"),
        "lat": "6,5",
        "date_start": "18/02/2025",
    }
    rows[2] |= {"actors": "Lima"}
    changed = io.StringIO()
    writer = csv.DictWriter(changed, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    kept, wrong = given(store, sheet(tmp_path, changed.getvalue()))
    assert kept == ["set"]
    assert wrong == [
        "FILE, line 4, actors: event aaaaaa3333333333: was changed, and this column is not read (add a column actor "
        "and write it there)"
    ]
    met = store.event(MET.id)
    assert met
    assert (met.type, met.cameo, met.place) == ("AGREE", "030", MET.place)


def test_judgements_as_json_lines(store: Store, tmp_path: Path) -> None:
    lines = [
        {"event": BLAMED.id, "action": "reject", "note": None},
        {"event": MET.id, "set": {"status": "planned"}, "note": "tomorrow"},
        {"event": MET.id, "set": {"colour": "red"}},
        {"event": 3},
        [],
    ]
    text = "\n".join([*map(json.dumps, lines), "{", ""])
    kept, wrong = given(store, sheet(tmp_path, text))
    assert kept == ["reject", "set"]
    shape = '(write {"event": "0123456789abcdef", "set": {"type": "AID"}, "note": "…"})'
    assert wrong[0].startswith(
        "FILE, line 3: there is no field 'colour' (name it as one of event, id, action, "
    )
    assert wrong[1:] == [
        f"FILE, line 4: not an object of strings {shape}",
        f"FILE, line 5: not an object of strings {shape}",
        f"FILE, line 6: no JSON {shape}",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "FILE, line 1: there is no column event"),
        ("type,note\nAID,x\n", "FILE, line 1: there is no column event"),
        ("event,colour\n", "FILE, line 1: there is no field 'colour'"),
        ('event,note\nbbbbbb,"open\n', "FILE, line 2: not CSV: "),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(store: Store, tmp_path: Path, text: str, problem: str) -> None:
    kept, wrong = given(store, sheet(tmp_path, text))
    assert kept == []
    assert [one[: len(problem)] for one in wrong] == [problem]


def test_the_csv_of_an_export_can_be_given_back_too(store: Store, tmp_path: Path) -> None:
    out = io.StringIO()
    write([Row(event, REPORT, "2025-02-18", "published", "s1", "Oslo condemns Lima") for event in CODED], out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    rows[1] |= {"type": "AGREE"}
    changed = io.StringIO()
    writer = csv.DictWriter(changed, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    assert given(store, sheet(tmp_path, changed.getvalue())) == (["set"], [])


def test_a_sheet_with_notes_can_be_given_again(store: Store, tmp_path: Path) -> None:
    out = io.StringIO()
    write_csv(CODED, out)
    rows = [row | {"note": ""} for row in csv.DictReader(io.StringIO(out.getvalue()))]
    rows[1] |= {"status": "planned", "note": "next week"}
    changed = io.StringIO()
    writer = csv.DictWriter(changed, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    path = sheet(tmp_path, changed.getvalue())
    assert given(store, path) == (["set"], [])
    assert given(store, path) == ([], [])


def test_a_file_that_cannot_be_read_is_told(store: Store, tmp_path: Path) -> None:
    assert given(store, tmp_path / "none.csv")[1] == [
        "FILE: cannot be read: No such file or directory (give a file of judgements)"
    ]
    path = tmp_path / "latin.csv"
    path.write_bytes("event,note\nbbbbbb,né\n".encode("latin-1"))
    assert given(store, path)[1] == ["FILE, line 2: not UTF-8 (save it from the spreadsheet as CSV UTF-8)"]
