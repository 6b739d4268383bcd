"""The command line, run as its user would."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman import EXAMPLE
from dragoman.cli import main

HEADLINES = """Kremlin Rejects British Claims on Arctic Cable Damage
Brussels Imposes New Sanctions on Belarus
Storm Leaves Thousands Without Power in Ireland
"""


@dataclass
class Done:
    """What a run of the command left."""

    returncode: int
    stdout: bytes
    stderr: bytes


def dragoman(*arguments: str, stdin: bytes = b"") -> Done:
    """Run a command in this process, where the models are loaded once."""
    result = CliRunner().invoke(main, arguments, input=stdin, prog_name="dragoman")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout_bytes, result.stderr_bytes)


def in_a_process(*arguments: str) -> Done:
    """Run a command as a user does, with its own seed for hashes."""
    done = subprocess.run(
        [sys.executable, "-m", "dragoman", *arguments], capture_output=True, check=False,
        env={**os.environ, "PYTHONHASHSEED": "random"},
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


def lines(done: Done) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(HEADLINES, encoding="utf-8")
    return path


def test_help_names_every_verb_what_makes_pages_first() -> None:
    done = in_a_process("--help")  # that it answers at once is in test_rooms: it loads nothing heavy
    assert done.returncode == 0
    listed = done.stdout.decode().partition("Commands:")[2].splitlines()
    verbs = " ".join(line.split()[0] for line in listed if line)
    assert verbs == (
        "brief serve add watch status unfollow export-opml recode correct backup check bulk code group storylines "
        "summarize quotes export series compare explain who relate sample evaluate"
    )


def test_code_gives_one_event_a_line_in_a_pipe(page: Path) -> None:
    events = lines(dragoman("code", str(page)))
    assert [event["type"] for event in events] == ["REJECT", "SANCTION"]


def test_code_as_a_table_and_as_csv(page: Path) -> None:
    table = dragoman("code", str(page), "--format", "table").stdout.decode()
    assert "Kremlin" in table
    assert "SANCTION" in table
    csv = dragoman("code", str(page), "--format", "csv").stdout.decode().splitlines()
    assert csv[0].startswith("id,document,type,mode,cameo")
    assert len(csv) == 3


def test_group_gives_one_line_for_each_document(page: Path) -> None:
    rows = lines(dragoman("group", str(page)))
    assert [sorted(row) for row in rows] == [["id", "story"]] * 3
    assert "Kremlin" in dragoman("group", str(page), "--format", "table").stdout.decode()


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_standard_input_is_read_like_any_other(arguments: tuple[str, ...]) -> None:
    jsonl = b'{"id": "a", "title": "Kremlin Rejects British Claims on Arctic Cable Damage"}\n'
    (event,) = lines(dragoman("code", *arguments, stdin=jsonl))
    assert event["document"] == "a"
    assert len(lines(dragoman("group", *arguments, stdin=HEADLINES.encode()))) == 3


@pytest.mark.parametrize(("form", "start"), [("html", "<!doctype html>"), ("markdown", "# "), ("json", "{")])
def test_brief_in_each_format(form: str, start: str) -> None:
    done = dragoman("brief", str(EXAMPLE), "--format", form)
    assert done.returncode == 0
    assert done.stdout.decode().lower().startswith(start)


def test_brief_writes_a_file_whose_ending_names_the_format(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = dragoman("brief", str(page), "-o", "out.md")
    assert done.stdout == b""
    assert str(tmp_path / "out.md") in done.stderr.decode()
    assert (tmp_path / "out.md").read_text(encoding="utf-8").startswith("# ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.md", "page.txt"]


def test_brief_about_something(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    rows = [
        {"id": "1", "title": "Oslo Condemns Belarus", "published": "2025-03-01"},
        {"id": "2", "title": "Lima Imposes Sanctions on Belarus", "published": "2025-03-02"},
        {"id": "3", "title": "Storm Leaves Thousands Without Power in Ireland", "published": "2025-03-02"},
        {"id": "4", "title": "Ferry Sinks off Fiji"},
    ]
    feed.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    def told(*asked: str) -> tuple[set[str], Done]:
        done = dragoman("brief", str(feed), "--format", "json", *asked)
        brief = json.loads(done.stdout)
        return {document["id"] for story in brief["stories"] for document in story["documents"]}, done

    assert told()[0] == {"1", "2", "3", "4"}
    assert told("--about", "Belarus")[0] == {"1", "2"}
    assert told("--about", "SANCTION")[0] == {"2"}
    assert told("--since", "2 March 2025")[0] == {"2", "3"}
    assert told("--until", "2025-03-01")[0] == {"1"}
    ids, done = told("--about", "BLR", "--since", "2025-03-02")
    assert ids == {"2"}
    assert json.loads(done.stdout)["about"] == "Belarus"
    assert json.loads(done.stdout)["items"][0]["state"] == "new"


def test_brief_about_what_nobody_tells(page: Path) -> None:
    done = dragoman("brief", str(page), "--about", "Mongolia")
    assert done.returncode == 0
    assert "No story here is about" in done.stdout.decode()
    assert b"nothing was found that is asked for" in done.stderr


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--since", "whenever"), b"'whenever' is no date; write it as 2025-02-18"),
        (("--until", "2025-02-31"), b"'2025-02-31' is no date"),
        (("--since", "2025-03-02", "--until", "2025-03-01"), b"2025-03-01 is before 2025-03-02"),
        (("--about", "  "), b"nothing is named"),
    ],
)
def test_brief_asked_wrongly(asked: tuple[str, ...], said: bytes, page: Path) -> None:
    done = dragoman("brief", str(page), *asked)
    assert done.returncode == 2
    assert said in b" ".join(done.stderr.split())


def test_brief_without_a_browser_cannot_print(
    page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = dragoman("brief", str(page), "-o", str(tmp_path / "out.pdf"))
    assert done.returncode == 1
    assert b"no browser to print with was found (install Chromium" in done.stderr
    assert not (tmp_path / "out.pdf").exists()


def test_brief_into_a_link_writes_where_it_points(page: Path, tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(tmp_path / "page.md")
    dragoman("brief", str(page), "-o", str(tmp_path / "link.md"))
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "page.md").read_text(encoding="utf-8").startswith("# ")


def test_brief_into_a_folder_that_is_not_there(page: Path, tmp_path: Path) -> None:
    done = dragoman("brief", str(page), "-o", str(tmp_path / "no" / "out.html"))
    assert done.returncode == 1
    assert "out.html" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_published_fills_in_only_where_there_is_no_date() -> None:
    rows = b'{"id": "a", "title": "Macron Visited Rabat on Monday"}\n'
    rows += b'{"id": "b", "title": "Macron Visited Rabat on Monday", "published": "2024-11-01"}\n'
    dated = {
        e["document"]: e["date"] for e in lines(dragoman("code", "--published", "2025-03-05", stdin=rows))
    }
    assert dated["a"] == {"start": "2025-03-03", "end": "2025-03-03", "precision": "day"}
    assert dated["b"] == {"start": "2024-10-28", "end": "2024-10-28", "precision": "day"}


def test_a_date_that_is_none_is_wrong_use(page: Path) -> None:
    done = dragoman("code", str(page), "--published", "yesterday")
    assert done.returncode == 2
    assert "'yesterday' is no date" in done.stderr.decode()


def test_one_bad_line_is_told_and_the_rest_goes_on() -> None:
    rows = b'{"id": "a", "title": "Brussels Imposes New Sanctions on Belarus"}\n{"id": \n{"id": "a", "title": "x"}\n'
    done = dragoman("group", stdin=rows)
    assert done.returncode == 0
    assert len(lines(done)) == 1
    told = done.stderr.decode()
    assert "line 2" in told
    assert "line 3" in told
    assert "line 1" in told
    assert dragoman("group", "--strict", stdin=rows).returncode == 1


def test_what_is_not_english_is_declined_and_told() -> None:
    rows = b'{"title": "Iran rejects the offer"}\n{"title": "Le gouvernement rejette les propositions", "id": "f"}\n'
    done = dragoman("code", "-", stdin=rows)
    assert done.returncode == 0
    assert [event["type"] for event in lines(done)] == ["REJECT"]
    assert "Le gouvernement rejette les propositions: declined: not English: fr" in done.stderr.decode()
    assert "documents read: 1; declined: 1; problems told above: 0" in done.stderr.decode()
    assert dragoman("code", "--strict", "-", stdin=rows).returncode == 1


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0\0", b"\n\n  \n"])
def test_where_nothing_can_be_read_the_exit_code_tells(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_bytes(content)
    for verb in ("code", "group", "brief"):
        done = dragoman(verb, str(path))
        assert done.returncode == 1
        assert str(path) in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()


def test_a_missing_file_beside_one_that_is_there(page: Path) -> None:
    done = dragoman("code", "nowhere.txt", str(page))
    assert done.returncode == 0
    assert "nowhere.txt" in done.stderr.decode()
    assert len(lines(done)) == 2
    assert dragoman("code", "nowhere.txt").returncode == 1


def test_twice_the_same_input_gives_the_same_bytes() -> None:
    for verb in ("code", "group", "brief"):
        first = dragoman(verb, str(EXAMPLE)).stdout
        assert first
        assert in_a_process(verb, str(EXAMPLE)).stdout == first


def test_a_reader_that_leaves_early_is_no_error(page: Path) -> None:
    command = f"{sys.executable} -m dragoman code {page} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert b"Traceback" not in done.stderr


def test_explain_draws_the_tree_in_a_pipe_too() -> None:
    drawn = dragoman("explain", "Kremlin", "Rejects", "British", "Claims").stdout.decode()
    assert "├───● Rejects" in drawn
    assert "REJECT/reject+claim (active)" in drawn
    assert "\x1b" not in drawn
    assert dragoman("explain", "-", stdin=b"Kremlin Rejects British Claims\n").stdout.decode() == drawn


def test_explain_as_json_and_as_a_page(tmp_path: Path) -> None:
    told = json.loads(dragoman("explain", "Oslo warns Kyiv", "--format", "json").stdout)
    assert [word["text"] for word in told["readings"][0]["words"]] == ["Oslo", "warns", "Kyiv"]
    page = tmp_path / "page.html"
    assert str(page) in dragoman("explain", "Oslo warns Kyiv", "-o", str(page)).stderr.decode()
    written = page.read_text(encoding="utf-8")
    assert written.startswith("<!DOCTYPE html>")
    dragoman("explain", "Oslo warns Kyiv", "--html", str(page))
    assert page.read_text(encoding="utf-8") == written


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("",), 1, "it is empty"),
        (("12",), 1, "no words in it"),
        (("Oslo warns Kyiv", "--published", "soon"), 2, "'soon' is no date"),
        (("Oslo warns Kyiv", "--html", "a.html", "-o", "b.html"), 2, "leave out"),
    ],
)
def test_explain_says_what_is_wrong(arguments: tuple[str, ...], code: int, told: str) -> None:
    done = dragoman("explain", *arguments)
    assert done.returncode == code
    assert told in done.stderr.decode()


@pytest.mark.parametrize("parser", ["accurate", "fast"])
def test_the_record_says_which_parser_was_chosen(parser: str, page: Path) -> None:
    events = lines(dragoman("code", "--parser", parser, str(page)))
    assert [event["type"] for event in events] == ["REJECT", "SANCTION"]
    assert {event["version"]["model"].partition("-")[0] for event in events} == {f"english_{parser}"}  # type: ignore[index]
    brief = json.loads(dragoman("brief", "--parser", parser, "--format", "json", str(page)).stdout)
    assert brief["version"]["model"].startswith(f"english_{parser}-")
    told = json.loads(dragoman("explain", "--parser", parser, "--format", "json", "Oslo warned Kyiv.").stdout)
    assert told["readings"][0]["events"][0]["version"]["model"].startswith(f"english_{parser}-")


def test_there_is_no_other_parser(page: Path) -> None:
    done = dragoman("code", "--parser", "slow", str(page))
    assert done.returncode == 2
    assert b"'slow' is not one of 'accurate', 'fast'" in done.stderr


@pytest.fixture
def own_words(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text("type: SANCTION\nentries:\n  - verb: blackball\n", encoding="utf-8")
    return path


def test_an_analyst_adds_a_word_and_sees_it_coded(own_words: Path) -> None:
    told = b"Oslo Blackballs Lima over Fishing Row\n"
    assert lines(dragoman("code", stdin=told)) == []
    (event,) = lines(dragoman("code", "--lexicon", str(own_words), stdin=told))
    assert event["type"] == "SANCTION"
    assert "SANCTION/blackball@mine.yaml (active)" in str(event["evidence"])
    shown = dragoman("explain", "--lexicon", str(own_words), told.decode()).stdout.decode()
    assert "SANCTION/blackball@mine.yaml" in shown
    assert "verb blackball; actor: subject" in shown
    assert "blackball@mine.yaml" in dragoman("explain", "--lexicon", str(own_words), "--format", "html",
                                             told.decode()).stdout.decode()  # fmt: skip


def test_own_words_change_the_version_of_events_and_of_the_front_page(page: Path, own_words: Path) -> None:
    def lexicon(*arguments: str) -> set[str]:
        records = lines(dragoman("code", str(page), *arguments))
        brief = json.loads(dragoman("brief", str(page), "--format", "json", *arguments).stdout)
        return {record["version"]["lexicon"] for record in [*records, brief]}

    packaged, own = lexicon(), lexicon("--lexicon", str(own_words))
    assert len(packaged) == len(own) == 1
    assert packaged != own


@pytest.mark.parametrize("command", [("code",), ("brief",), ("group",), ("explain", "Oslo warns Lima")])
def test_a_mistake_in_own_words_is_wrong_use(command: tuple[str, ...], own_words: Path) -> None:
    own_words.write_text("type: SANCTION\nentries:\n  - verb: zap\n    mode: visit\n", encoding="utf-8")
    done = dragoman(*command, "--lexicon", str(own_words), stdin=b"Oslo warns Lima")
    assert done.returncode == 2
    assert "mine.yaml, line 1, entry 1 on line 3 (zap): 'visit' is no mode" in done.stderr.decode()


def test_events_of_less_confidence_are_left_out(page: Path) -> None:
    every = lines(dragoman("code", str(page)))
    least = max(float(str(event["confidence"])) for event in every)
    kept = lines(dragoman("code", str(page), "--min-confidence", str(least)))
    assert kept == [event for event in every if event["confidence"] == least]
    assert lines(dragoman("code", str(page), "--min-confidence", "1")) == []
    for verb in ("brief", "group"):
        assert dragoman(verb, str(page), "--min-confidence", "1").returncode == 0


@pytest.mark.parametrize("share", ["-0.1", "1.01", "nan", "half"])
def test_a_confidence_is_from_0_to_1(page: Path, share: str) -> None:
    done = dragoman("code", str(page), "--min-confidence", share)
    assert done.returncode == 2
    assert share in done.stderr.decode()


def filled_in(sheet: str, answers: list[str]) -> str:
    """Fill in the first judgement of the rows, by turns."""
    rows = list(csv.DictReader(io.StringIO(sheet)))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows({**row, "type_ok": answers[i % len(answers)]} for i, row in enumerate(rows))
    return out.getvalue()


def test_a_sample_is_judged_and_evaluated(page: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    done = dragoman("sample", "5", str(page), "-o", str(sheet))
    assert done.stdout == b""
    assert str(sheet) in done.stderr.decode()
    text = sheet.read_bytes().decode("utf-8-sig")
    assert text == dragoman("sample", "5", str(page)).stdout.decode()
    assert len(text.splitlines()) == 3
    sheet.write_text(filled_in(text, ["y"]), encoding="utf-8")
    scores = json.loads(dragoman("evaluate", str(sheet)).stdout)["scores"]
    assert {score["precision"] for score in scores if score["question"] == "type_ok"} == {1.0}
    table = dragoman("evaluate", str(sheet), "--format", "table").stdout.decode()
    assert "SANCTION" in table
    assert "all, weighted" in table
    csv_rows = dragoman("evaluate", str(sheet), "--format", "csv").stdout.decode().splitlines()
    assert csv_rows[0].startswith("question,type,population")
    assert (
        dragoman("evaluate", "-", stdin=sheet.read_bytes()).stdout == dragoman("evaluate", str(sheet)).stdout
    )


def test_a_sample_of_events_coded_before(page: Path, tmp_path: Path) -> None:
    coded = tmp_path / "events.jsonl"
    coded.write_bytes(dragoman("code", str(page)).stdout + b"no event\n")
    done = dragoman("sample", "5", "--events", str(coded))
    assert done.stdout == dragoman("sample", "5", str(page)).stdout
    assert "events.jsonl, line 3: not a" in done.stderr.decode()
    assert done.returncode == 0
    assert dragoman("sample", "5", "--events", str(coded), "--strict").returncode == 1
    assert dragoman("sample", "5", "--events", str(coded), str(page)).returncode == 2
    assert len(dragoman("sample", "1", "--events", str(coded)).stdout.splitlines()) == 2
    assert (
        len(dragoman("sample", "5", "--events", str(coded), "--min-confidence", "1").stdout.splitlines()) == 1
    )
    piped = dragoman("sample", "5", "--events", "-", stdin=coded.read_bytes())
    assert piped.stdout == done.stdout
    assert "<stdin>, line 3" in piped.stderr.decode()
    assert dragoman("sample", "0", str(page)).returncode == 2


def test_a_bad_judgement_is_told_and_the_rest_counts(page: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    text = dragoman("sample", "5", str(page)).stdout.decode()
    sheet.write_text(filled_in(text, ["perhaps"]), encoding="utf-8")
    done = dragoman("evaluate", str(sheet))
    assert "sheet.csv, line 2, column type_ok: 'perhaps' is no judgement" in done.stderr.decode()
    assert "nothing is judged" in done.stderr.decode()
    assert done.returncode == 1
    sheet.write_text(filled_in(text, ["n", "perhaps"]), encoding="utf-8")
    assert dragoman("evaluate", str(sheet)).returncode == 0
    assert dragoman("evaluate", str(sheet), "--strict").returncode == 1
    assert dragoman("evaluate", str(tmp_path / "none.csv")).returncode == 1


def test_quotes_gives_one_line_for_each_document_and_says_which_lines_were_bad() -> None:
    rows = b'{"id": "a", "text": "Police said two men fled."}\nnot json\n{"id": "b"}\n'
    rows += b'{"id": "c", "text": "Prices rose."}\n'
    done = dragoman("quotes", "-", stdin=rows)
    assert done.returncode == 0
    first, second = lines(done)
    (said,) = json.loads(json.dumps(first["attributions"]))
    assert (said["source"], said["cue"], said["content"]) == ([[0, 6]], [[7, 11]], [[12, 24]])
    assert second == {"id": "c", "attributions": []}
    told = done.stderr.decode()
    assert "line 2: no JSON" in told
    assert "line 3: neither title nor text" in told
    assert dragoman("quotes", "-", "--strict", stdin=rows).returncode == 1
    assert dragoman("quotes", "-", stdin=b"\n").returncode == 1
    assert dragoman("quotes", "-", "--parser", "none").returncode == 2
