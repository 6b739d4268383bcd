"""What the files of affairs must hold by themselves: one entry a thing, forms that tell it, years that can be."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology import affairs as module
from dragoman.ontology import files
from dragoman.ontology.affairs import Affair, affairs, apart, kinds
from dragoman.stories.terms import background, term


def named(name: str) -> Affair:
    (found,) = [affair for affair in affairs() if affair.name == name]
    return found


def test_no_affair_stands_in_the_files_twice() -> None:
    assert [name for name, n in Counter(a.name for a in affairs()).items() if n > 1] == []
    assert len(affairs()) >= 700


def test_each_kind_is_in_use() -> None:
    assert {affair.kind for affair in affairs()} == set(kinds())


def test_years_are_of_our_time() -> None:
    assert [a.name for a in affairs() if not 1940 <= a.first <= 2026] == []
    assert [a.name for a in affairs() if a.last is not None and not 2004 <= a.last <= 2030] == []


def test_forms_can_be_told_from_common_words() -> None:
    """What names an affair by itself is a name, more than one word, or a rare one."""
    for affair in affairs():
        for form in affair.names:
            name = any(c.isupper() or c.isdigit() or c in " -" for c in form)
            assert name or background().weight(term(form)) > 3.9, (affair.name, form)


def test_no_form_stands_twice_in_an_affair() -> None:
    for affair in affairs():
        for forms in (affair.names, affair.places, affair.words):
            assert len(forms) == len(set(forms)), (affair.name, Counter(forms).most_common(1))
        assert not set(affair.names) & set(affair.places), affair.name


def test_a_great_power_by_itself_makes_no_affair_of_every_attack() -> None:
    """One side alone counts with the words of its kind; that is for lands where the affair is everywhere."""
    busy = {"USA", "CHN", "RUS", "IND", "GBR", "FRA", "DEU", "JPN", "ISR", "TUR", "EUR", "UNO", "BRA", "CAN"}
    for affair in affairs():
        if len(affair.sides) == 1 and not affair.own and affair.kind != "trial":
            assert not busy & set(affair.sides[0]), affair.name


def test_own_words_take_the_place_of_those_of_the_kind_and_more_stand_beside_them() -> None:
    trade, war = named("China–United States trade war"), named("Syrian civil war")
    assert trade.own
    assert "tariff*" in trade.words
    assert not war.own
    assert war.words == kinds()["war"]
    invasion = named("Russo-Ukrainian War")
    assert invasion.words == (*kinds()["war"], *invasion.more)
    assert not invasion.own


def test_words_of_another_matter_are_none_of_a_war() -> None:
    assert not set(apart()) & set(kinds()["war"])


@pytest.mark.parametrize(
    ("first", "last", "runs"),
    [
        (None, None, True),
        (dt.date(2011, 1, 1), dt.date(2011, 1, 1), False),
        (dt.date(2012, 1, 1), dt.date(2012, 3, 1), True),
        (dt.date(2011, 12, 30), dt.date(2012, 1, 2), True),
        (dt.date(2017, 1, 1), dt.date(2017, 1, 1), True),
        (dt.date(2018, 1, 1), dt.date(2018, 1, 1), False),
    ],
)
def test_an_affair_runs_in_its_years(first: dt.date | None, last: dt.date | None, runs: bool) -> None:
    affair = Affair("Dispute of the Orchards", "dispute", 2012, 2017, names=("Orchard Dispute",))
    assert affair.runs(first, last) is runs


def test_an_affair_without_an_end_goes_on() -> None:
    assert Affair("Dispute of the Orchards", "dispute", 2012).runs(dt.date(2090, 1, 1), None)


ENTRY = {"name": "Dispute of the Orchards", "kind": "dispute", "first": 2012, "sides": ["FRA", "ITA"]}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "quarrel"}, "'quarrel' is no kind"),
        ({"sides": ["FRA", "XYZ"]}, "'XYZ' is no party"),
        ({"sides": ["FRA", ["Nobody at All"]]}, "'Nobody at All' is no party"),
        ({"last": 2011}, "ends before it begins"),
        ({"sides": []}, "nothing tells it"),
        ({"sides": [], "names": ["Orchards"], "words": ["apple*"]}, "beside sides or places only"),
        ({"words": ["apple*"], "more": ["pear*"]}, "give one"),
        ({"first": "2012"}, "first is '2012'"),
        ({"place": ["Menton"]}, "unknown key 'place'"),
    ],
)
def test_a_wrong_entry_is_told(change: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "every_file", lambda: ["affairs/some.yaml"])
    whole = files.load_yaml
    monkeypatch.setattr(
        module, "load_yaml", lambda name: [ENTRY | change] if name == "affairs/some.yaml" else whole(name)
    )
    with pytest.raises(OntologyError, match=told):
        module.affairs.__wrapped__()


def test_a_right_entry_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "every_file", lambda: ["affairs/some.yaml"])
    whole = files.load_yaml
    monkeypatch.setattr(
        module, "load_yaml", lambda name: [ENTRY] if name == "affairs/some.yaml" else whole(name)
    )
    (found,) = module.affairs.__wrapped__()
    assert found.sides == (("FRA",), ("ITA",))
    assert found.words == kinds()["dispute"]
