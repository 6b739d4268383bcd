"""Ids through batches: what grows, merges and parts, and where each id given leads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import RecordError
from dragoman.records import Change
from dragoman.stories.identity import Register


def filed(register: Register, groups: list[str], replaced: str = "") -> list[str]:
    changes = register.file(
        [list(group) for group in groups], [group[0].upper() for group in groups], replaced
    )
    return [f"{c.kind} {c.before or '-'} {c.after} {''.join(c.documents)}" for c in changes]


def stories(register: Register) -> dict[str, str]:
    return {id: "".join(sorted(register.members(id))) for id in register.ids()}


def test_a_history_by_hand() -> None:
    register = Register()
    assert filed(register, ["ab", "c"]) == ["born - A ab", "born - C c"]
    assert filed(register, ["abd", "c", "e"]) == ["grown - A d", "born - E e"]
    assert filed(register, ["abd", "c", "e"]) == []
    # A merger keeps the id given first; the other goes on leading there.
    assert filed(register, ["abcd", "e"]) == ["merged C A c"]
    assert stories(register) == {"A": "abcd", "E": "e"}
    assert (register.find("C"), register.batch) == ("A", 3)
    # A merger undone gives the id back.
    assert filed(register, ["abd", "c"]) == ["split A C c"]
    assert register.find("C") == "C"
    # One document that moves takes no id along, though it is the first and the id was made of it.
    assert filed(register, ["ac", "bd"]) == ["moved A C a"]
    assert stories(register) == {"A": "bd", "C": "ac", "E": "e"}


def test_of_equal_parts_the_one_with_the_first_document_keeps_the_id() -> None:
    register = Register()
    filed(register, ["cd"])
    filed(register, ["abcd"])  # a and b came later, though they were published earlier
    assert filed(register, ["ab", "cd"]) == ["split C A ab"]


def test_of_ids_that_lead_to_one_story_the_one_given_first_stays() -> None:
    register = Register()
    filed(register, ["c"])
    filed(register, ["a", "b"])
    assert filed(register, ["abc"]) == ["merged A C a", "merged B C b"]
    assert [register.find(id) for id in "ABC"] == ["C", "C", "C"]


def test_an_id_retired_leads_to_the_bulk_of_what_it_held() -> None:
    register = Register()
    filed(register, ["ab", "cde"])
    filed(register, ["abcde"])
    filed(register, ["abc", "d", "e"])  # "C" has the choice of three equal parts
    assert register.find("C") == "A"


def test_a_name_given_before_is_not_given_again() -> None:
    register = Register()
    filed(register, ["abc"])
    (change,) = register.file([["a"], ["b", "c"]], ["A", "B"])
    assert (change.kind, change.before, change.documents) == ("split", "A", ("a",))
    assert change.after not in ("A", "B")
    assert stories(register) == {"A": "bc", change.after: "a"}


def test_a_document_with_other_content_is_written_down() -> None:
    register = Register()
    filed(register, ["ab"])
    assert filed(register, ["ab"], replaced="b") == ["replaced A A b"]
    assert filed(register, ["a", "b"], replaced="b") == ["split A B b", "replaced B B b"]


def test_an_id_never_given_is_not_found() -> None:
    with pytest.raises(KeyError):
        Register().find("A")


def test_a_log_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(RecordError, match="batch 1 document 'a' leaves story 'A', but was in None"):
        Register([Change(1, "merged", "A", "B", ("a",))])


def test_half_a_story_cannot_be_filed() -> None:
    register = Register()
    filed(register, ["ab"])
    with pytest.raises(ValueError, match="of story 'A' only some documents are in the groups"):
        filed(register, ["ac"])


# Partitions of the first 1, 2, … 12 documents, drawn as the group number of each.
histories = st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=12), max_size=12).map(
    lambda batches: sorted(batches, key=len)
)


def partition(numbers: list[int]) -> list[str]:
    groups: dict[int, str] = {}
    for letter, number in zip("abcdefghijkl", numbers, strict=False):
        groups[number] = groups.get(number, "") + letter
    return sorted(groups.values())


@given(histories)
def test_ids_survive_whatever_comes(history: list[list[int]]) -> None:
    register = Register()
    ever: set[str] = set()
    before: dict[str, str] = {}
    for numbers in history:
        groups = partition(numbers)
        changes = register.file([list(group) for group in groups], [group[0].upper() for group in groups])
        after = stories(register)
        assert sorted(after.values()) == groups  # each document in one story, each story with one id
        ever |= after.keys()
        for id in ever:
            assert register.find(id) in after
        for id, documents in before.items():
            if documents in after.values():
                assert after[id] == documents  # a story that stays the same keeps its id
        # Every document that came or went elsewhere is written down, once; nothing else is.
        home = {document: id for id, documents in before.items() for document in documents}
        moves = {d: (c.before, c.after) for c in changes for d in c.documents}
        assert sum(len(c.documents) for c in changes) == len(moves)
        assert moves == {d: (home.get(d), id) for id, ds in after.items() for d in ds if home.get(d) != id}
        before = after


@given(histories)
def test_the_log_gives_the_register_again(history: list[list[int]]) -> None:
    register = Register()
    for n, numbers in enumerate(history):
        if n == len(history) // 2:
            register = Register(register.log)
        filed(register, partition(numbers))
    again = Register(register.log)
    assert (again.log, again.batch, again.ids()) == (register.log, register.batch, register.ids())
    given = {change.after for change in register.log}
    assert {id: again.find(id) for id in given} == {id: register.find(id) for id in given}
    # and goes on as the first would
    groups = ["abcdef", "ghijkl"]
    assert filed(again, groups) == filed(register, groups)


@given(histories)
def test_stories_not_touched_need_not_be_named(history: list[list[int]]) -> None:
    plain, sparing = Register(), Register()
    before: list[str] = []
    for numbers in history:
        groups = partition(numbers)
        changes = filed(plain, groups)
        assert filed(sparing, [group for group in groups if group not in before]) == changes
        before = groups
    assert stories(plain) == stories(sparing)
