"""The gazetteer: the facts an analyst would check first, the schema, and errors that name the mend."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology import agents as agents_module
from dragoman.ontology import countries as countries_module
from dragoman.ontology import leaders as leaders_module
from dragoman.ontology import organizations as organizations_module
from dragoman.ontology import places as places_module
from dragoman.ontology.agents import agents
from dragoman.ontology.countries import countries, country
from dragoman.ontology.leaders import Leader, leaders
from dragoman.ontology.organizations import organizations
from dragoman.ontology.places import places, regions
from dragoman.ontology.plover import plover
from dragoman.ontology.schema import build


def person(name: str) -> Leader:
    (found,) = [leader for leader in leaders() if leader.name == name]
    return found


def title(name: str, day: str) -> str | None:
    office = person(name).office_on(dt.date.fromisoformat(day))
    return office.title if office else None


# ------------------------------------------------------------------------------------------ countries


def test_every_member_of_the_united_nations_has_a_line() -> None:
    states = [c for c in countries() if c.kind == "state"]
    beyond = {"VAT", "PSE", "TWN", "XKX", "HKG", "MAC", "ESH", "ATA"}
    assert len({c.code for c in states} - beyond) == 193
    assert len(states) == len({c.code for c in states})


def test_words_of_the_news_name_the_right_state() -> None:
    assert {"U.S.", "US", "White House", "Americans", "Washington"} <= set(country("USA").forms)
    assert {"Britain", "Downing Street", "Britons", "U.K."} <= set(country("GBR").forms)
    assert {"Taiwanese", "Taipei"} <= set(country("TWN").forms)
    assert {"Kremlin", "Moscow", "Russian"} <= set(country("RUS").forms)
    assert {"Dutch", "Holland"} <= set(country("NLD").forms)
    assert "US" in country("USA").exact


def test_a_dependency_belongs_to_its_state_and_a_breakaway_is_marked() -> None:
    named = {c.name: c for c in countries()}
    assert (named["Greenland"].code, named["Greenland"].kind) == ("DNK", "dependency")
    assert (named["Transnistria"].code, named["Transnistria"].sectors) == ("MDA", ("PRE",))
    assert country("DNK").name == "Denmark"


def test_no_word_names_two_states() -> None:
    meanings = defaultdict(set)
    for entry in countries():
        for form in entry.forms:
            meanings[form].add(entry.code)
    assert {form: codes for form, codes in meanings.items() if len(codes) > 1} == {}


def test_ids_are_given_once() -> None:
    ids = [c.geonames for c in countries() if c.geonames]
    assert len(ids) == len(set(ids))
    numbers = [c.iso_numeric for c in countries() if c.iso_numeric]
    assert len(numbers) == len(set(numbers)) >= 193


# -------------------------------------------------------------------------------------------- leaders


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("Donald Trump", "2020-06-01", "president"),
        ("Donald Trump", "2022-06-01", None),
        ("Donald Trump", "2025-02-10", "president"),
        ("Shigeru Ishiba", "2025-02-07", "prime minister"),
        ("Shigeru Ishiba", "2025-11-01", None),
        ("Sanae Takaichi", "2025-11-01", "prime minister"),
        ("Marco Rubio", "2024-05-01", "senator"),
        ("Marco Rubio", "2025-03-01", "secretary of state"),
        ("Najib Razak", "2015-07-01", "prime minister"),
        ("Mark Rutte", "2025-01-01", "secretary general of NATO"),
    ],
)
def test_the_office_held_on_a_day(name: str, day: str, expected: str | None) -> None:
    assert title(name, day) == expected


def test_an_office_of_an_international_body_changes_whom_a_person_acts_for() -> None:
    rutte = person("Mark Rutte")
    assert rutte.country_on(dt.date(2020, 1, 1)) == "NLD"
    assert rutte.country_on(dt.date(2025, 1, 1)) == "IGO"


def test_an_office_holds_on_its_first_and_last_day() -> None:
    biden = person("Joe Biden")
    assert biden.office_on(dt.date(2021, 1, 20)) == biden.offices[-1]
    assert biden.office_on(dt.date(2025, 1, 20)) == biden.offices[-1]
    assert biden.office_on(dt.date(2025, 1, 21)) is None


def test_without_a_day_the_latest_office_is_taken() -> None:
    found = person("Dmitry Medvedev").office_on(None)
    assert found is not None
    assert found.title == "deputy chairman of the Security Council"


def test_of_two_persons_of_one_name_the_one_in_office_has_the_better_claim() -> None:
    clintons = [leader for leader in leaders() if "Clinton" in leader.aliases]
    assert max(clintons, key=lambda x: x.claim_on(dt.date(1998, 5, 1))).name == "Bill Clinton"
    assert max(clintons, key=lambda x: x.claim_on(dt.date(2011, 5, 1))).name == "Hillary Clinton"


def test_the_world_is_covered() -> None:
    assert len(leaders()) >= 500
    assert len({leader.country for leader in leaders()}) >= 150


def test_nobody_stands_in_the_files_twice() -> None:
    names = [leader.name for leader in leaders()]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


# -------------------------------------------------------------------------- organizations and agents


def test_what_an_organization_is_can_change_with_the_day() -> None:
    (taliban,) = [o for o in organizations() if o.name == "Taliban"]
    assert taliban.code == "AFG"
    assert taliban.sectors_on(dt.date(2021, 8, 14)) == ("REB",)
    assert taliban.sectors_on(dt.date(2021, 8, 15)) == taliban.sectors_on(None) == ("GOV",)


@pytest.mark.parametrize(
    ("form", "code", "sectors"),
    [
        ("IAEA", "UNO", ()),
        ("European Commission", "EUR", ("GOV",)),
        ("NATO", "IGO", ("MIL",)),
        ("State Department", "USA", ("GOV",)),
        ("DOJ", "USA", ("JUD", "GOV")),
        ("IRGC", "IRN", ("MIL",)),
        ("Hezbollah", "LBN", ("REB", "PTY")),
        ("TSMC", "TWN", ("BUS",)),
        ("Reuters", "GBR", ("JRN",)),
        ("Islamic State", "IMG", ("REB",)),
    ],
)
def test_organizations_an_analyst_would_look_up(form: str, code: str, sectors: tuple[str, ...]) -> None:
    (found,) = [o for o in organizations() if form in (o.name, *o.aliases)]
    assert (found.code, found.sectors) == (code, sectors)


def test_two_organizations_share_a_form_only_where_it_is_marked() -> None:
    holders = defaultdict(list)
    for body in organizations():
        for form in {body.name, *body.aliases}:
            holders[form].append(body)
    shared = {f: found for f, found in holders.items() if len(found) > 1}
    assert {f for f, found in shared.items() if not all(f in body.ambiguous for body in found)} == set()


def test_no_form_is_a_country_and_an_organization_or_a_person() -> None:
    states = {form for c in countries() for form in c.forms}
    bodies = {form for o in organizations() for form in (o.name, *o.aliases)}
    persons = {form for p in leaders() for form in (p.name, *p.aliases)}
    lands = {form for r in regions() for form in (r.name, *r.aliases, *r.adjectives)}
    assert states & bodies == {"Brussels"}  # the Union's seat before Belgium's
    assert states & persons == states & lands == set()
    assert bodies & persons == bodies & lands == persons & lands == set()


def test_role_nouns() -> None:
    roles = {agent.lemma: agent for agent in agents()}
    assert roles["soldier"].forms == ("soldier", "soldiers")
    assert roles["attorney general"].forms == ("attorney general", "attorneys general")
    assert roles["police"].forms == ("police",)
    assert roles["protester"].sectors == ("OPP", "CVL")
    assert roles["foreign ministry"].kind == "body"
    assert roles["prime minister"].office
    assert not roles["soldier"].office
    assert len(roles) == len(agents()) >= 250


def test_no_form_belongs_to_two_role_nouns() -> None:
    forms = [form for agent in agents() for form in agent.forms]
    assert sorted(form for form in set(forms) if forms.count(form) > 1) == []


def test_sectors_are_plovers() -> None:
    used = {sector for agent in agents() for sector in agent.sectors}
    used |= {sector for body in organizations() for sector in (*body.sectors, *body.before)}
    used |= {sector for leader in leaders() for office in leader.offices for sector in office.sectors}
    assert used <= set(plover().sectors)


# --------------------------------------------------------------------------------------------- places


def test_places_an_analyst_would_look_up() -> None:
    cities = {form: city for city in places() for form in (city.name, *city.aliases)}
    assert cities["Kiev"].name == "Kyiv"
    assert cities["Bombay"].name == "Mumbai"
    assert cities["Rafah"].country == "PSE"
    assert abs(cities["Niigata"].lat - 37.9) < 0.1
    assert cities["Nuuk"].country == "DNK"


def test_every_capital_is_among_the_cities() -> None:
    ids = {city.geonames for city in places()}
    missing = {c.name for c in countries() if c.capital and c.capital.geonames not in ids}
    assert missing == set()


def test_cities_are_sorted_and_listed_once() -> None:
    order = [(city.name, city.country, city.geonames) for city in places()]
    assert order == sorted(order)
    assert len({city.geonames for city in places()}) == len(order)


def test_regions() -> None:
    lands = {form: region for region in regions() for form in (region.name, *region.aliases)}
    assert lands["Crimea"].country == "UKR"
    assert lands["Gaza"].country == "PSE"
    assert lands["Taiwan Strait"].country is None
    assert lands["Florida"].country == "USA"
    names = [region.name for region in regions()]
    assert len(names) == len(set(names)) >= 200


# --------------------------------------------------------------------------------------------- errors


@pytest.fixture
def fresh() -> Iterator[None]:
    """Loaders that forget what they read, before and after."""
    cached = (countries, leaders, organizations, agents, places, regions)
    for loader in cached:
        loader.cache_clear()
    yield
    for loader in cached:
        loader.cache_clear()


def test_an_unknown_key_is_named_with_the_keys_there_are() -> None:
    with pytest.raises(OntologyError, match=r"agents\.yaml: 'spy'.*unknown key 'sector'.*sectors"):
        build(agents_module.Agent, {"lemma": "spy", "sector": ["SPY"]}, "agents.yaml", plural="spies")


def test_a_missing_key_is_named() -> None:
    with pytest.raises(OntologyError, match=r"'Elbonia': 'code' is missing"):
        build(countries_module.Country, {"name": "Elbonia"}, "countries.yaml")


@pytest.mark.parametrize(
    ("offices", "message"),
    [
        ("[[king, GOV, 2001-13]]", "no date"),
        ("[[king, GOV, 2001-01-01, 2000-01-01]]", "start that is not after the end"),
        ("[[king, KING, 2001-01-01]]", "no sector"),
        ("[[king, GOV, 2001-01-01, null, ELB]]", "no country"),
        ("[[king, GOV]]", "no office"),
        ("[]", "wants offices"),
        ("[[king, GOV, 2005-01], [prince, GOV, 2001-01]]", "ordered by their start"),
    ],
)
def test_a_wrong_office_is_named(offices: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    text = f"as_of: 2025-12\npersons: {{NOR: [{{name: Ola Nordmann, offices: {offices}}}]}}"
    monkeypatch.setattr(leaders_module, "load_yaml", lambda name: yaml.safe_load(text))
    with pytest.raises(OntologyError, match=f"leaders/europe.yaml: 'Ola Nordmann'.*{message}"):
        leaders_module._file("leaders/europe.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("NOR: [{name: Storting, sectors: PARL}]", "no sector"),
        ("ELB: [{name: Storting, sectors: LEG}]", "no country"),
        ("NOR: [{name: Storting, sectors: LEG, since: 2001-01-01}]", "belong together"),
        ("NOR: [{name: Storting, sectors: LEG, ambiguous: [Parliament]}]", "none of its forms"),
        ("NOR:", "lists of bodies"),
    ],
)
def test_a_wrong_organization_is_named(text: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    monkeypatch.setattr(organizations_module, "load_yaml", lambda name: yaml.safe_load(text))
    with pytest.raises(OntologyError, match=f"organizations/x.yaml.*{message}"):
        organizations_module._file("organizations/x.yaml")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Oslo\tNOR\t59.9\t10.7\t3143244", "line 2"),
        ("Oslo\tNOR\t159.9\t10.7\t3143244\t1\t", "no latitude"),
        ("Oslo\tELB\t59.9\t10.7\t3143244\t1\t", "no country"),
    ],
)
def test_a_wrong_city_is_named(line: str, message: str, fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\t".join(places_module.HEADER) + "\n" + line + "\n"
    monkeypatch.setattr(places_module, "read_bytes", lambda name: text.encode())
    with pytest.raises(OntologyError, match=message):
        places()
