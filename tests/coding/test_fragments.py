"""Who a bare noun phrase means, told from its words alone."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import parties as benchmark
from dragoman import who
from dragoman.coding.fragments import Asked
from dragoman.coding.spelling import mended
from dragoman.errors import InputError


def code(text: str, date: str | None = None) -> str:
    (party,) = who(text, date=date)
    return " ".join([party.country or "-", *party.sectors]) + (f" ({party.name})" if party.name else "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # ministries, houses, courts, services of any country
        ("the Paraguayan president", "PRY GOV"),
        ("Namibia's fisheries ministry", "NAM GOV"),
        ("Laotian Foreign Ministry spokeswoman", "LAO GOV"),
        ("the parliament of Lesotho", "LSO LEG"),
        ("the Ugandan High Court", "UGA JUD"),
        ("police in Maputo", "MOZ COP"),
        ("the governor of Kano state", "NGA GOV"),
        ("Danish intelligence", "DNK SPY"),
        ("head of Jordan's intelligence agency", "JOR SPY"),
        # whose it is, not where
        ("the Swedish embassy in Cairo", "SWE GOV"),
        ("the ambassador to Peru", "- GOV"),
        ("a peacekeeper from Nepal", "NPL MIL"),
        ("foreign fighters in Syria", "- UAF"),
        ("protesters against Norway", "- OPP CVL"),
        ("pro-Russian activists", "- OPP SOC"),
        ("U.S.-backed Iraqi troops", "IRQ MIL"),
        ("an Oslo-based company", "NOR BUS"),
        # the side of those whose word tells none
        ("a Hezbollah official", "LBN REB PTY"),
        ("rebel spokesman", "- REB"),
        ("NATO spokesman", "IGO MIL"),
        ("a union leader in Chile", "CHL LAB"),
        ("Igbo leaders", "NGA ELI"),
        ("Ukrainian drones", "UKR MIL"),
        ("drones", "-"),
        ("an oil tanker", "- BUS"),
        ("a Greek oil tanker", "GRC BUS"),
        ("a U.S. Predator", "USA MIL"),
        ("Peruvian officers", "PER MIL COP"),
        ("prisoners in Chile", "CHL CRM CVL"),
        # peoples
        ("Chileans", "CHL CVL (Chile)"),
        ("a Kenyan", "KEN CVL (Kenya)"),
        ("the British", "GBR (United Kingdom)"),
        ("Syrian Kurds", "SYR CVL (Kurds)"),
        ("Kurds in northern Iraq", "IRQ CVL (Kurds)"),
        ("ethnic Hungarians in Romania", "ROU CVL (Hungary)"),
        ("Hungarians in Romania", "HUN CVL (Hungary)"),
        ("Tuareg rebels in Mali", "MLI REB"),
        # places
        ("Tokyo", "JPN GOV (Japan)"),
        ("Lyon", "FRA CVL (Lyon)"),
        ("Lyon residents", "FRA CVL"),
        ("residents of Port-au-Prince", "HTI CVL"),
        ("the mayor of Guayaquil, Ecuador", "ECU GOV"),
        ("Somaliland's president", "SOM PRE GOV"),
        # bodies
        ("members of the European Parliament", "EUR LEG (European Parliament)"),
        ("thousands of protesters in Riga", "LVA OPP CVL"),
        ("the Namibian Supreme Court", "NAM JUD"),
        ("al-Qaeda", "IMG REB (al-Qaeda)"),
        ("the Netherlands", "NLD (Netherlands)"),
        # unknown persons
        ("Ilmar Tamsoo, Estonia's deputy fisheries minister", "EST GOV"),
        ("Estonian Fisheries Minister Ilmar Tamsoo", "EST GOV"),
        ("judge Ilmar Tamsoo", "- JUD"),
        ("Ilmar Merkel", "-"),
        ("Ilmar Tamsoo", "-"),
        ("the blue table", "-"),
        ("", "-"),
        ("...", "-"),
        # slips
        ("Kazakstan", "KAZ (Kazakhstan)"),
        ("Portugese fishermen", "PRT AGR"),
        ("Swiss guerillas", "CHE REB"),
    ],
)
def test_who_is_meant(text: str, wanted: str) -> None:
    assert code(text) == wanted


@pytest.mark.parametrize(
    ("text", "date", "wanted"),
    [
        ("Gordon Brown", "2008-05-01", "GBR GOV (Gordon Brown)"),
        ("Gordon Brown", "2012-05-01", "GBR ELI (Gordon Brown)"),
        ("former prime minister Gordon Brown", None, "GBR ELI (Gordon Brown)"),
        ("Prime Minister Gordon Brown", None, "GBR GOV (Gordon Brown)"),
        ("Gordon Brown's government", "2008-05-01", "GBR GOV"),
        ("ex-Norwegian foreign minister", None, "NOR ELI"),
        ("President Bush", "2003-03-20", "USA GOV (George W. Bush)"),
        # where no day tells, the title in the phrase does
        ("General Michel Aoun", None, "LBN MIL (Michel Aoun)"),
        ("General Joseph Aoun", "2026-01-05", "LBN GOV (Joseph Aoun)"),
        ("Lt. Gen. Prosper Avril", None, "HTI GOV MIL (Prosper Avril)"),
        ("businessman Sebastian Pinera", None, "CHL BUS (Sebastián Piñera)"),
        ("National Assembly president Laurent Fabius", None, "FRA GOV LEG (Laurent Fabius)"),
        # who heads a state comes before a namesake
        ("Aoun", "2018-05-01", "LBN GOV (Michel Aoun)"),
        ("Aoun", "2025-05-01", "LBN GOV (Joseph Aoun)"),
    ],
)
def test_an_office_is_that_of_the_day(text: str, date: str | None, wanted: str) -> None:
    assert code(text, date) == wanted


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("the Kremlin", "seat: Russia"),
        ("Chilean troops", "role: troops; adjective: Chile"),
        ("Lyon residents", "role: resident; city: Lyon"),
        ("Kazakstan", "country: Kazakhstan; spelling: Kazakstan for Kazakhstan"),
        ("the blue table", "unknown: the gazetteer explains none of its words"),
    ],
)
def test_how_it_was_told(text: str, how: str) -> None:
    assert who(text)[0].how == how


def test_several_are_answered_in_their_order() -> None:
    found = who(["Peru", "Chile"], date=dt.date(2020, 1, 1))
    assert [(p.text, p.start, p.end, p.country) for p in found] == [
        ("Peru", 0, 4, "PER"),
        ("Chile", 0, 5, "CHL"),
    ]


def test_a_date_that_is_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="2020-13-01"):
        who("Peru", date="2020-13-01")


@given(st.text(max_size=60))
def test_any_text_has_an_answer_that_says_how(text: str) -> None:
    (party,) = who(text)
    assert party.text == text
    assert party.how
    assert who(text) == [party]


def test_the_table_of_a_hundred_keeps_its_floor() -> None:
    share, wrong = benchmark.own()
    assert share >= 0.97, wrong


# ---------------------------------------------------------------------------------------------- spelling


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("Kazakstan", "Kazakhstan"),
        ("Ukranian", "Ukrainian"),
        ("Ukrianian", "Ukrainian"),
        ("journalsts", "journalists"),
        ("Perru", None),  # too short to be sure
        ("Peru", None),
        ("Georgina", None),  # somebody's name
        ("Kazkstn", None),
    ],
)
def test_one_slip_is_mended(word: str, form: str | None) -> None:
    assert mended(word) == form


# -------------------------------------------------------------------------------------------------- rows


def test_a_row_is_read() -> None:
    assert (
        Asked.of({"id": 7, "text": "Peru", "date": "2020-01-02T03:04:05Z"}, "in", "line 1").date is not None
    )
    assert Asked.of({"text": "Peru"}, "in", "line 1") == Asked(None, "Peru", None)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ([], "not a JSON object"),
        ({"id": 1}, "`text` is missing"),
        ({"text": "  "}, "`text` is missing or empty"),
        ({"text": "Peru", "date": "soon"}, "`date` is 'soon'"),
        ({"text": "Peru", "date": 2020}, "`date` is 2020"),
    ],
)
def test_a_row_that_is_none_says_so(row: object, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        Asked.of(row, "in", "line 1")
    assert str(caught.value).startswith("in, line 1: ")
