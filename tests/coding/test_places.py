"""Places: a sentence, and where it says something happens. The table is a small one of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from dragoman import code
from dragoman.coding import places
from dragoman.coding.localities import PlaceIndex, rank
from dragoman.ontology.countries import countries
from dragoman.ontology.files import load_yaml
from dragoman.ontology.places import City, Region, regions
from dragoman.ontology.plover import plover
from dragoman.records import Document

NLP = spacy.blank("en")
INDEX = PlaceIndex(
    [
        City("Mosul", "IRQ", 36.34, 43.12, 1, 1_500_000),
        City("Kharkiv", "UKR", 49.99, 36.23, 2, 1_400_000, ("Kharkov",)),
        City("Geneva", "CHE", 46.2, 6.15, 3, 200_000),
        City("Tripoli", "LBN", 34.43, 35.84, 4, 230_000),
        City("Springfield", "USA", 39.8, -89.64, 5, 114_000),
        City("Springfield", "USA", 37.2, -93.29, 6, 167_000),
        City("London", "CAN", 42.98, -81.25, 7, 380_000),
        City("Nice", "FRA", 43.7, 7.27, 8, 340_000),
        City("New York City", "USA", 40.71, -74.0, 9, 8_800_000, ("New York",)),
        City("Aleppo", "SYR", 36.2, 37.16, 10, 1_600_000),
    ],
    [
        Region("Florida", "USA", 28.0, -81.5, "state"),
        Region("Illinois", "USA", 40.0, -89.0, "state"),
        Region("New York State", "USA", 43.0, -75.0, "state", ("New York",)),
        Region("Taiwan Strait", None, 24.5, 119.5, "water"),
        Region("Crete", "GRC", 35.2, 24.9, "island"),
        Region("Idlib Province", "SYR", 35.9, 36.6, "state", ("Idlib",)),
    ],
    countries(),
)

CASES = [
    ("Protests erupted in Albania.", ["Albania"]),
    ("Navy Boards Smugglers' Freighter Near Venezuela as Patrols Widen", ["Venezuela"]),
    ("Chile and Peru Open Florida Talks on Fishing Rights", ["Florida"]),
    ("The bomb went off in the northern Iraqi city of Mosul.", ["Mosul"]),
    ("Shells fell north of Kharkiv.", ["Kharkiv"]),
    ("They met on the outskirts of Aleppo.", ["Aleppo"]),
    ("Fires spread on Crete.", ["Crete"]),
    ("Ships passed through; drills were held in the Taiwan Strait.", ["Taiwan Strait"]),
    ("Troops clashed in Syria's Idlib province.", ["Idlib Province"]),
    ("Blasts were heard in Kharkov and Mosul.", ["Kharkiv", "Mosul"]),
    ("A man was shot in Springfield, Illinois.", ["Springfield 5"]),
    ("A man was shot in Springfield.", ["Springfield 6"]),
    ("The army fired in Tripoli, Lebanon.", ["Tripoli 4"]),
    ("Lebanese soldiers died in Tripoli.", ["Tripoli 4"]),
    ("Canadian police arrested three men in London.", ["London 7"]),
    ("Police arrested three men in London.", ["London"]),
    ("Delegates argued in New York on Monday.", ["New York City"]),
    ("GENEVA (Wire) - Envoys argued all day.", ["Geneva"]),
    ("Envoys spoke in Geneva Monday.", ["Geneva"]),
    ("Twelve people died in Beledweyne, Somalia.", ["Somalia"]),
    ("A bomb went off in the Karrada District of Mosul.", ["Mosul"]),
    ("Rain fell in the U.S. states of Florida and Illinois.", ["Florida", "Illinois"]),
    ("It crashed near Kharkiv, in eastern Ukraine.", ["Kharkiv"]),
    ("Floods hit towns in Peru's Loreto province.", ["Peru"]),
    ("A bus crashed in Springfield, Illinois, United States.", ["Springfield 5"]),
    ("A shell hit Kharkiv; one fell near Mosul airport in northern Iraq.", ["Mosul"]),
    ("They spoke at the White House.", ["Washington"]),
    ("They spoke in Geneva, Florida.", ["Florida"]),
    ("Bombs fell on the battered suburbs of Kharkiv.", ["Kharkiv"]),
]

NOTHING = [
    "Albania condemned Syria over Mosul.",
    "Washington has an interest in Florida.",
    "It breached the Geneva Conventions.",
    "Nothing in Iran's missiles is new.",
    "Paris-based and London-listed firms agreed.",
    "It was a nice day for reading.",
    "Russia Talks Fail",
    "It was reported in New York Times pages.",
]


def shown(sentence: str) -> list[str]:
    """Names, with the id where the name alone does not tell."""
    values = [found.value for found in places.find(NLP(sentence)[:], INDEX)]
    several = {"Springfield", "Tripoli", "London"}
    return [
        f"{v.name} {v.geonames}" if v.name in several and (v.geonames or 99) < 99 else v.name for v in values
    ]


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[s for s, _ in CASES])
def test_places(sentence: str, expected: list[str]) -> None:
    assert [name.removesuffix(", D.C.") for name in shown(sentence)] == expected


@pytest.mark.parametrize("sentence", NOTHING)
def test_no_place(sentence: str) -> None:
    assert shown(sentence) == []


def test_the_document_tells_which_city_is_meant() -> None:
    doc = NLP("Lebanon mourned. Five soldiers died in Tripoli.")
    (found,) = places.find(doc[3:], INDEX)
    assert (found.value.country, doc.text[found.start : found.end]) == ("LBN", "Tripoli")


def test_a_country_is_about_its_middle() -> None:
    (found,) = places.find(NLP("Rain fell in Peru.")[:], INDEX)
    peru = next(country for country in countries() if country.code == "PER")
    assert (found.value.lat, found.value.lon, found.value.geonames) == (*peru.center, peru.geonames)


TABLE = [
    line.split("\t")
    for line in Path(__file__).with_name("places60.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[text for text, _ in TABLE])
def test_where_an_event_is(text: str, expected: str) -> None:
    *before, sentence = text.split(" || ")
    events = code([Document("d", "article", text="\n\n".join([*before, sentence]))])
    (event, *_) = [e for e in events if e.evidence.quote == sentence]
    place = event.place
    assert (f"{place.name} {place.country or ''}".strip() if place else "-") == expected


def test_grounds_and_shared_names_are_known() -> None:
    data = load_yaml("locatives.yaml")
    assert set(data["grounds"]) <= set(plover().types)
    assert set(data["shared"].values()) <= {region.name for region in regions()}
    assert set(data["shared"]) <= {form for state in countries() for form in (state.name, *state.aliases)}


def test_how_precise_a_place_is() -> None:
    ranks = [
        rank(found.value) for s in ("in Peru", "in Sinaloa", "in Kherson") for found in places.find(NLP(s)[:])
    ]
    assert ranks == [0, 1, 2]


WORDS = [
    "in",
    "Mosul",
    "Geneva",
    "Talks",
    ",",
    "Illinois",
    "Springfield",
    "the",
    "city",
    "of",
    "Iraqi",
    "'s",
    "and",
    "-",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)))
def test_any_text_is_read(text: str) -> None:
    doc = NLP(text)
    before = 0
    for found in places.find(doc[:], INDEX):
        assert before <= found.start < found.end <= len(doc.text)
        before = found.end
