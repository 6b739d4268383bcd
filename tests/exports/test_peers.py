"""Rows as GDELT, ICEWS, POLECAT, Phoenix and PETRARCH have them, and PLOVER's JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import replace

import pytest

from dragoman.analysis.peers.codes import international_named
from dragoman.exports import FORMATS, codebook
from dragoman.exports.gdelt import fraction, moment, quad_class
from dragoman.exports.rows import Row
from dragoman.records import Happening, Place
from tests.exports.sample import (
    ARREST,
    DEED,
    DENIED,
    IN_COUNTRY,
    PROMISE,
    ROWS,
    SECOND,
    SHOT,
    TALKS,
    row,
)


def table(name: str, rows: Iterable[Row]) -> list[dict[str, str]]:
    """Return the lines of a table, without the cells that are empty."""
    out = io.StringIO()
    FORMATS[name].load().write(rows, out)
    book = codebook.codebook(name)
    names = [column.name for column in book.columns]
    lines = [line.split("\t") for line in out.getvalue().splitlines()][1 if book.header else 0 :]
    return [{key: cell for key, cell in zip(names, line, strict=True) if cell} for line in lines]


def test_polecat_keeps_parties_in_lists() -> None:
    shot, arrest = table("polecat", [row(SHOT), row(ARREST)])
    assert shot == {
        "Event ID": "0123456789abcdef", "Event Date": "2025-02-17", "Event Type": "ASSAULT", "Event Mode": "firearms",
        "Intensity": "-9", "Quad Code": "MATERIAL CONFLICT", "Contexts": "military;terrorism",
        "Actor Name": "Norwegian Army", "Actor Country": "NOR", "Actor COW": "385", "Primary Actor Sector": "MIL",
        "Actor Sectors": "MIL,REB,GOV", "Actor Name Raw": "Norway's army",
        "Recipient Name": ";United Nations", "Recipient Country": "PER;UNO", "Recipient COW": "135;",
        "Primary Recipient Sector": "REB;MED", "Recipient Sectors": "REB,PTY,CVL;MED",
        "Recipient Name Raw": "rebels;the UN", "Placename": "Bergen", "City": "Bergen", "Country": "NOR",
        "Latitude": "60.393", "Longitude": "5.324", "GeoNames ID": "3161732", "Source": "The Harbour Post",
        "Publication Date": "2025-02-18", "Language": "en", "Version": "dragoman 0.1.0 abc english-1",
    }  # fmt: skip
    assert arrest["Recipient Title"] == "foreign minister;"
    assert arrest["Event Date"] == "2025-02-18"


def test_a_list_of_polecat_lines_up_whatever_a_name_holds() -> None:
    odd = replace(SHOT.recipients[0], text="rebels; thieves")
    (shot,) = table("polecat", [row(replace(SHOT, recipients=(odd, SHOT.recipients[1])))])
    assert shot["Recipient Name Raw"] == "rebels, thieves;the UN"


def test_kosovo_goes_by_plovers_code_in_polecat() -> None:
    party = replace(SHOT.actors[0], country="XKX")
    (shot,) = table("polecat", [row(replace(SHOT, actors=(party,), place=Place("Pristina", "XKX")))])
    assert (shot["Actor Country"], shot["Country"]) == ("KOS", "KOS")


def test_icews_has_a_row_a_pair() -> None:
    one, other = table("icews", [row(SHOT)])
    assert one.pop("Event ID") != other["Event ID"]
    assert one == {
        "Event Date": "2025-02-17", "Source Name": "Norwegian Army", "Source Sectors": "Military,Rebel,Government",
        "Source Country": "Norway", "Event Text": "Fight with small arms and light weapons", "CAMEO Code": "193",
        "Intensity": "-10", "Target Name": "Rebel (Peru)",
        "Target Sectors": "Rebel,Parties,General Population / Civilian / Social", "Target Country": "Peru",
        "Story ID": "d1", "Publisher": "The Harbour Post", "City": "Bergen", "Country": "Norway",
        "Latitude": "60.393", "Longitude": "5.324",
    }  # fmt: skip
    assert (other["Target Name"], other["Target Sectors"]) == (
        "United Nations", "Medical / Health,International Government Organization",
    )  # fmt: skip
    assert "Target Country" not in other


def test_a_meeting_is_two_rows_of_icews() -> None:
    there, back = table("icews", [row(TALKS)])
    assert (there["Source Name"], there["Target Name"]) == ("Norwegian Army", "Rebel (Peru)")
    assert (back["Source Name"], back["Target Name"]) == ("Rebel (Peru)", "Norwegian Army")
    assert there["Province"] == "Texas"


def test_who_is_of_the_union_or_the_nations_is_named_so_in_icews() -> None:
    troops = replace(ARREST.actors[0], text="peacekeepers", name=None, country="UNO", sectors=("MIL",))
    chiefs = replace(ARREST.actors[0], text="leaders", name=None, country="EUR", sectors=())
    (found,) = table("icews", [row(replace(ARREST, actors=(troops,), recipients=(chiefs,)))])
    assert (found["Source Name"], found["Target Name"]) == ("Military (United Nations)", "European Union")
    assert not {"Source Country", "Target Country"} & set(found)
    assert [international_named(found[f"{side} Name"]) for side in ("Source", "Target")] == ["UNO", "EUR"]


def test_who_has_neither_name_nor_country_goes_by_the_words_in_icews() -> None:
    (found,) = table(
        "icews", [row(replace(ARREST, recipients=(replace(ARREST.actors[0], text="two men", country=None),)))]
    )
    assert found["Target Name"] == "two men"


def test_gdelt_has_a_row_a_deed() -> None:
    again = replace(SHOT, id="9123456789abcdef", document="d2", date=None)
    lines = table("gdelt", [row(SHOT, DEED), row(again, DEED), row(IN_COUNTRY)])
    shot, _, there, back = lines
    assert len({line.pop("GLOBALEVENTID") for line in lines}) == 4
    assert shot == {
        "SQLDATE": "20250217", "MonthYear": "202502", "Year": "2025", "FractionDate": "2025.1288",
        "Actor1Code": "NORMILREBGOV", "Actor1Name": "NORWEGIAN ARMY", "Actor1CountryCode": "NOR",
        "Actor1Type1Code": "MIL", "Actor1Type2Code": "REB", "Actor1Type3Code": "GOV",
        "Actor2Code": "PERREBPTYCVL", "Actor2Name": "REBELS", "Actor2CountryCode": "PER",
        "Actor2Type1Code": "REB", "Actor2Type2Code": "PTY", "Actor2Type3Code": "CVL", "IsRootEvent": "1",
        "EventCode": "193", "EventBaseCode": "193", "EventRootCode": "19", "QuadClass": "4", "GoldsteinScale": "-10",
        "NumMentions": "2", "NumSources": "2", "NumArticles": "2",
        "ActionGeo_Type": "4", "ActionGeo_FullName": "Bergen, Norway", "ActionGeo_CountryCode": "NO",
        "ActionGeo_Lat": "60.393", "ActionGeo_Long": "5.324",
        "DATEADDED": "20250218063000", "SOURCEURL": "https://harbour.example/a",
    }  # fmt: skip
    assert (there["Actor2Code"], back["Actor1Code"]) == ("IGOWSTNATMIL", "IGOWSTNATMIL")
    assert (back["Actor1CountryCode"], back["Actor1KnownGroupCode"]) == ("WST", "NAT")
    assert (back["Actor1Type1Code"], back["Actor1Type2Code"]) == ("IGO", "MIL")
    assert (back["ActionGeo_Type"], back["ActionGeo_FullName"], back["ActionGeo_FeatureID"]) == (
        "1",
        "Peru",
        "PE",
    )


def test_a_deed_is_told_though_its_first_event_was_filtered_out() -> None:
    again = replace(SHOT, id="9123456789abcdef", document="d2", date=None)
    assert len(table("gdelt", [row(again, DEED)])) == 2


def test_every_mention_has_its_event() -> None:
    again = replace(
        SHOT, id="9123456789abcdef", document="d2", date=None,
        actors=(replace(SHOT.actors[0], text="Soldiers", how="reference (same name): Norway's army"),),
        recipients=SHOT.recipients[::-1],
    )  # fmt: skip
    rows = [row(SHOT, DEED), row(again, DEED), row(ARREST), row(TALKS)]
    events, mentions = table("gdelt", rows), table("gdelt-mentions", rows)
    assert {line["GLOBALEVENTID"] for line in mentions} == {line["GLOBALEVENTID"] for line in events}
    assert (len(events), len(mentions)) == (6, 8)
    shot = mentions[0]
    del shot["GLOBALEVENTID"]
    assert shot == {
        "EventTimeDate": "20250218063000", "MentionTimeDate": "20250218063000", "MentionType": "1",
        "MentionSourceName": "The Harbour Post", "MentionIdentifier": "https://harbour.example/a",
        "Actor1CharOffset": "0", "Actor2CharOffset": "23", "ActionCharOffset": "14", "InRawText": "1",
        "Confidence": "62", "MentionDocLen": str(len(ROWS[0].document.text or "")),
    }  # fmt: skip
    second = mentions[2]
    assert "EventTimeDate" not in second
    assert (second["MentionTimeDate"], second["MentionType"], second["MentionIdentifier"]) == (
        "20250219",
        "2",
        "d2",
    )
    assert second["InRawText"] == "0"


def test_only_title_and_first_paragraph_are_root() -> None:
    roots = [line.get("IsRootEvent") for line in table("gdelt", [row(SHOT), row(ARREST), row(TALKS)])]
    assert roots == ["1", "1", "0", "0", "1", "1"]
    told = row(ARREST)
    (line, *_) = table("gdelt", [replace(told, document=replace(told.document, text=None))])
    assert "IsRootEvent" not in line


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("Lead.\n\n{}", "0"),
        ("Lead.\r\n \r\n{}", "0"),
        ("Lead.\n{}", "0"),
        ("Lead that is\nbroken. {}\n\nMore.", "1"),
        ("\n\n{}", "1"),
        ("Lead. {}", "1"),
    ],
)
def test_the_first_paragraph_is_found_however_texts_are_set(text: str, root: str) -> None:
    evidence = replace(ARREST.evidence, start=text.index("{}"), end=text.index("{}") + len(SECOND))
    told = row(replace(ARREST, evidence=evidence))
    document = replace(told.document, text=text.format(SECOND))
    assert table("gdelt", [replace(told, document=document)])[0]["IsRootEvent"] == root


@pytest.mark.parametrize(
    ("day", "text"),
    [("2025-02-18", "2025.1315"), ("2024-12-31", "2024.9890"), ("2025-01-01", "2025.0027"), (None, "")],
)
def test_fractions_of_a_year(day: str | None, text: str) -> None:
    assert fraction(day) == text


def test_moments_have_the_hour_only_where_it_is_known() -> None:
    assert moment("2025-02-18T06:30:00Z") == "20250218063000"
    assert moment("2025-02-18") == "20250218"
    assert moment(None) == ""


def test_classes_are_those_of_cameo() -> None:
    assert [quad_class(code) for code in ("010", "057", "060", "0874", "090", "139", "140", "2042")] == [
        "1", "1", "2", "2", "3", "3", "4", "4",
    ]  # fmt: skip


def test_an_undated_event_has_no_date_anywhere() -> None:
    undated = replace(row(ARREST), day=None, day_from=None)
    for name, column in (("gdelt", "SQLDATE"), ("icews", "Event Date"), ("polecat", "Event Date"),
                         ("phoenix", "Date"), ("petrarch", "date")):  # fmt: skip
        assert column not in table(name, [undated])[0]


def test_phoenix_parts_the_codes() -> None:
    shot, un = table("phoenix", [row(SHOT)])
    assert shot.pop("EventID").endswith("_v0.1.0")
    assert shot == {
        "Date": "20250217", "Year": "2025", "Month": "2", "Day": "17",
        "SourceActorFull": "NORMILREBGOV", "SourceActorEntity": "NOR", "SourceActorRole": "MIL",
        "SourceActorAttribute": "REBGOV", "TargetActorFull": "PERREBPTYCVL", "TargetActorEntity": "PER",
        "TargetActorRole": "REB", "TargetActorAttribute": "PTYCVL", "EventCode": "193", "EventRootCode": "19",
        "QuadClass": "4", "Goldstein": "-10", "Lat": "60.393", "Lon": "5.324", "LocationName": "Bergen",
        "CountryCode": "NOR", "SentenceID": f"d1#text:0-{SHOT.evidence.end}", "URLs": "https://harbour.example/a",
        "NewsSources": "The Harbour Post",
    }  # fmt: skip
    assert (un["TargetActorFull"], un["TargetActorEntity"], un["TargetActorRole"]) == (
        "IGOUNOHLH",
        "IGO",
        "UNO",
    )


def test_an_actor_without_country_has_a_role_alone() -> None:
    stateless = replace(SHOT.recipients[0], country=None)
    (line,) = table("phoenix", [row(replace(SHOT, recipients=(stateless,)))])
    assert (line["TargetActorRole"], line["TargetActorAttribute"]) == ("REB", "PTYCVL")
    assert "TargetActorEntity" not in line


def test_petrarch_leaves_out_who_has_no_code() -> None:
    nobody = replace(SHOT, recipients=(replace(SHOT.recipients[0], country=None, sectors=()),))
    out = io.StringIO()
    written = FORMATS["petrarch"].load().write([row(nobody), row(ARREST)], out)
    where = f"d1#text:{ARREST.evidence.start}-{ARREST.evidence.end}"
    assert out.getvalue() == (
        f"20250218\tNORMIL\tPERGOV\t173\t\t{where}\tThe Harbour Post\n"
        f"20250218\tNORMIL\tIGOWSTNATMIL\t173\t\t{where}\tThe Harbour Post\n"
    )
    assert (written.rows, written.left_out) == (2, {"no code for source or target": 1})


def test_plover_tells_every_status() -> None:
    out = io.StringIO()
    FORMATS["plover"].load().write([row(SHOT), row(DENIED), row(PROMISE)], out)
    shot, denied, promise = map(json.loads, out.getvalue().splitlines())
    assert shot["date"] == "2025-02-17"
    assert shot["enddate"] == "2025-02-18"
    assert shot["mode"] == ["firearms"]
    assert shot["size"] == {"dead": [10, 12], "injured": 3, "arrested": 2}
    assert shot["actor"][0]["code"] == "NOR"
    assert shot["actor"][0]["sector"] == "MIL;REB;GOV"
    assert shot["comment"] == "mode was none; small arms"
    assert denied["mode"] == ["arrest", "negation"]
    assert denied["text"] == SECOND
    assert denied["recipient"][0]["office"] == "foreign minister"
    assert promise["mode"] == []


def test_happenings_do_not_change_what_is_written_of_one() -> None:
    alone = Happening(ARREST.id, (ARREST.id,), 1, 1, 1, 1)
    assert table("gdelt", [row(ARREST, alone)]) == table("gdelt", [row(ARREST)])
