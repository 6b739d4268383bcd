"""An analyst's own lexicon files: how they are laid over the packaged one, and what is said of a mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dragoman.errors import OntologyError
from dragoman.ontology.lexicon import Entry, Lexicon, load


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "mine.yaml"


def read(path: Path, text: str) -> Lexicon:
    path.write_text(text, encoding="utf-8")
    return load(path)


def of(lexicon: Lexicon, verb: str) -> list[Entry]:
    return list(lexicon.by_verb.get(verb, ()))


def test_without_own_files_it_is_the_packaged_one() -> None:
    assert load() is load(())
    assert load().own == ""


def test_a_word_is_added(mine: Path) -> None:
    lexicon = read(mine, "type: SANCTION\nentries:\n  - verb: blackball\n")
    assert [(entry.id, entry.type) for entry in of(lexicon, "blackball")] == [
        ("SANCTION/blackball@mine.yaml", "SANCTION")
    ]
    assert len(lexicon.entries) == len(load().entries) + 1
    assert not of(load(), "blackball")


def test_the_same_words_are_taken_from_the_packaged_entry(mine: Path) -> None:
    assert "ACCUSE/condemn" in [entry.id for entry in of(load(), "condemn")]
    lexicon = read(mine, "type: REJECT\nentries:\n  - verb: condemn\n")
    ids = [entry.id for entry in of(lexicon, "condemn")]
    assert "REJECT/condemn@mine.yaml" in ids
    assert "ACCUSE/condemn" not in ids
    assert len(lexicon.entries) == len(load().entries)


def test_of_a_list_of_objects_only_the_ones_claimed_are_taken(mine: Path) -> None:
    packaged = next(entry for entry in of(load(), "impose") if ("tariff",) in entry.object)
    assert len(packaged.object) > 1
    lexicon = read(mine, "type: THREATEN\nentries:\n  - verb: impose\n    object: [tariff]\n")
    with_tariff = [entry for entry in of(lexicon, "impose") if ("tariff",) in entry.object]
    assert [entry.id for entry in with_tariff] == ["THREATEN/impose+tariff@mine.yaml"]
    left = next(entry for entry in of(lexicon, "impose") if entry.id == packaged.id)
    assert set(left.object) == set(packaged.object) - {("tariff",)}


def test_several_blocks_in_a_list_or_in_documents(mine: Path) -> None:
    blocks = ["type: AID\nentries:\n  - verb: mollycoddle\n", "type: ACCUSE\nentries:\n  - verb: badmouth\n"]
    documents = read(mine, "---\n".join(blocks))
    listed = read(mine, "".join("- " + block.strip().replace("\n", "\n  ") + "\n" for block in blocks))
    for lexicon in (documents, listed):
        assert [of(lexicon, verb)[0].type for verb in ("mollycoddle", "badmouth")] == ["AID", "ACCUSE"]


def test_an_entry_is_removed_by_the_rule_that_explain_shows(mine: Path) -> None:
    first = of(load(), "condemn")[0]
    for rule in (first.id, f"{first.id} (active)"):
        lexicon = read(mine, f"remove: ['{rule}']")
        assert first not in lexicon.entries
        assert len(lexicon.entries) == len(load().entries) - 1


def test_several_files_are_laid_over_together(mine: Path, tmp_path: Path) -> None:
    other = tmp_path / "other words (2).yaml"
    mine.write_text("type: AID\nentries:\n  - verb: mollycoddle\n", encoding="utf-8")
    other.write_text("type: ACCUSE\nentries:\n  - verb: badmouth\n", encoding="utf-8")
    lexicon = load([str(mine), other])
    assert [of(lexicon, verb)[0].id for verb in ("mollycoddle", "badmouth")] == [
        "AID/mollycoddle@mine.yaml",
        "ACCUSE/badmouth@otherwords(2).yaml",
    ]
    assert len({load(mine).own, load(other).own, lexicon.own, load([other, mine]).own, ""}) == 5


def test_two_own_files_may_not_claim_the_same(mine: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    mine.write_text("type: AID\nentries:\n  - verb: mollycoddle\n", encoding="utf-8")
    other.write_text("type: SUPPORT\nentries:\n  - verb: mollycoddle\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"other\.yaml.*SUPPORT/mollycoddle.*AID/mollycoddle@mine\.yaml"):
        load([mine, other])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("type: AID\nentries:\n  - verb: give\n    mode: visit\n", "line 1, entry 1 on line 3 (give): 'visit' is no"),
        ("type: AID\nentries:\n  - verb: a\n  - noun: b\n    objekt: [x]", "entry 2 on line 4: unknown key 'objekt'"),
        ("type: AID\nentries:\n  - verb: a\n    verb: b", "line 4: 'verb' stands twice (begin each entry with"),
        ("type: AID\nentries:\n  - verb: a\n  - verb: a", "entry 2 on line 4: AID/a says the same as AID/a in"),
        ("type: AID\nentries:\n  - verb: helps", "AID/helps: 'helps' is no lemma, so that nothing matches it"),
        ("type: AID\nentries:\n  - noun: air lifts", "(write 'lift')"),
        ("type: AID\nentries:\n  - verb: Give", "'Give' is no lemma, so that nothing matches it (write 'give')"),
        ("type: AID\nentries:\n  - verb: Blackball", "(write 'blackball')"),
        ("type: AID\nentries:\n  - {verb: give, object: [food parcels]}", "(write 'parcel')"),
        ("type: AID\nentries:\n  - {verb: vow, complement: [helping]}", "(write 'help')"),
        ("type: AID\ntype: AID", "line 2: 'type' stands twice"),
        ("type: HELP\nentries:\n  - verb: a", "'HELP' is no event type (one of AGREE"),
        ("- verb: give\n", "line 1: unknown key 'verb' (one of type, entries, remove; `type:` and"),
        ("type: AID", "write `type:` and, under `entries:`, a list"),
        ("type: AID\nentries: []", "there is nothing under `entries:`"),
        ("type: AID\nentries: {verb: a}", "a list of entries"),
        ("entries:\n  - verb: a", "write `type:`"),
        ("remove: [REJECT/rejct]", "remove: there is no entry 'REJECT/rejct' (write the rule that explain shows, as"),
        ("remove: REJECT/reject", "remove must be a list"),
        ("", "there is nothing in it"),
        ("just words", "line 1: no block of entries"),
        ("type: [", "line 2: not YAML"),
        ("when: 2025-02-31", "not YAML: day is out of range"),
        ("entries: &a [*a]", "write `type:`"),
    ],
)  # fmt: skip
def test_a_mistake_names_file_place_and_mend(mine: Path, text: str, message: str) -> None:
    with pytest.raises(OntologyError, match=re.escape(message)) as caught:
        read(mine, text)
    assert str(caught.value).startswith(str(mine))


def test_bytes_that_are_no_text_and_files_that_are_not_there(mine: Path, tmp_path: Path) -> None:
    mine.write_bytes(b"type: AID \xff\xfe")
    with pytest.raises(OntologyError, match="save the file as UTF-8"):
        load(mine)
    for path in (tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(OntologyError, match="cannot be read"):
            load(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(alphabet="type:AIDnrsvb-[]{}&*!|>'\"#, \n\t0123.@%", max_size=60))
@example("&a [*a]")
@example("? [a]\n: b")
@example("!!set {a}")
@example("type: !!python/object:os.system AID")
def test_any_file_is_read_or_refused(mine: Path, text: str) -> None:
    try:
        read(mine, text)
    except OntologyError as error:
        told = str(error)
    else:
        return
    assert told.startswith(str(mine))
    assert "(" in told
