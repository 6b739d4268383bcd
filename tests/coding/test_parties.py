"""Who is meant: noun phrases on trees written by hand, and what the gazetteer makes of them."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from dragoman.coding.parties import Parties, at_home, is_official, of_document
from dragoman.language import Analysis
from dragoman.records import Document, Party, Place
from tests.coding.trees import doc, word

DAY = dt.date(2025, 3, 3)

TITLED = (
    "Japanese/JJ/amod>Minister Prime/NNP/amod>Minister Minister/NNP/nmod:desc>Shigeru "
    "Shigeru/NNP/nsubj>left Ishiba/NNP/flat>Shigeru left/VBD"
)


def who(words: str, head: str, day: dt.date | None = DAY, **names: str) -> Party | None:
    """The party that this word heads."""
    sentence = doc(words, **names)
    found = Parties(sentence, day).at(word(sentence, head))
    if not found:
        return None
    (mention,) = found
    party = mention.party
    assert sentence.text[party.start : party.end] == party.text
    return party


def code(party: Party | None) -> str:
    """Country, sectors and name as an analyst notes them."""
    if party is None:
        return "nobody"
    codes = " ".join([party.country or "-", *party.sectors])
    return f"{codes} ({party.name})" if party.name else codes


@pytest.mark.parametrize(
    ("words", "head", "wanted"),
    [
        # countries
        pytest.param("Norway/NNP", "Norway", "NOR (Norway)", id="state, no sector"),
        pytest.param("Norwegians/NNPS", "Norwegians", "NOR CVL (Norway)", id="people are civilians"),
        pytest.param("Oslo/NNP", "Oslo", "NOR GOV (Norway)", id="capital for the government"),
        pytest.param("the/DT/det>Kremlin Kremlin/NNP", "Kremlin", "RUS GOV (Russia)", id="seat"),
        pytest.param("turkey/NN", "turkey", "nobody", id="no name in small letters"),
        pytest.param("CAR/NNP", "CAR", "CAF (Central African Republic)", id="acronym"),
        pytest.param("Car/NN", "Car", "nobody", id="word spelt like an acronym"),
        # bodies
        pytest.param("NATO/NNP", "NATO", "IGO MIL (NATO)", id="alliance"),
        pytest.param("ICE/NNP", "ICE", "USA COP GOV (Immigration and Customs Enforcement)", id="agency"),
        pytest.param("Ice/NN", "Ice", "nobody", id="word spelt like an agency"),
        # role nouns
        pytest.param("rebels/NNS", "rebels", "- REB", id="role alone"),
        pytest.param("Chilean/JJ/amod>troops troops/NNS", "troops", "CHL MIL", id="role and adjective"),
        pytest.param("NATO/NNP/compound>troops troops/NNS", "troops", "IGO MIL", id="role and body"),
        pytest.param(
            "Norway/NNP/nmod:poss>minister +'s/POS/case>Norway foreign/JJ/amod>minister minister/NN",
            "minister",
            "NOR GOV",
            id="role and possessor",
        ),
        pytest.param(
            "the/DT/det>minister foreign/JJ/amod>minister minister/NN of/IN/case>Norway "
            "Norway/NNP/nmod>minister",
            "minister",
            "NOR GOV",
            id="role of a state",
        ),
        pytest.param(
            "Ishiba/NNP/nmod:poss>spokesman +'s/POS/case>Ishiba spokesman/NN",
            "spokesman",
            "JPN GOV",
            id="role and person",
        ),
        pytest.param(
            "Iran/NNP/compound>backed +-/HYPH/punct>Iran +backed/VBN/amod>militias militias/NNS",
            "militias",
            "- REB",
            id="the backer is not the country",
        ),
        pytest.param(
            "Iran/NNP/compound>backed +-/HYPH/punct>Iran +backed/VBN/amod>militias Iraqi/JJ/amod>militias "
            "militias/NNS",
            "militias",
            "IRQ REB",
            id="country beside the backer",
        ),
        pytest.param(
            "Oslo/NNP/compound>based +-/HYPH/punct>Oslo +based/VBN/amod>rebels rebels/NNS",
            "rebels",
            "NOR REB",
            id="home is the country",
        ),
        pytest.param(
            "the/DT/det>president president/NN +,/,/punct>Emmanuel Emmanuel/NNP/appos>president "
            "Macron/NNP/flat>Emmanuel",
            "president",
            "FRA GOV (Emmanuel Macron)",
            id="role and apposition",
        ),
        pytest.param(
            "former/JJ/amod>minister Norwegian/JJ/amod>minister foreign/JJ/amod>minister minister/NN",
            "minister",
            "NOR ELI",
            id="former office",
        ),
        pytest.param(
            "former/JJ/amod>president president/NN of/IN/case>Norway Norway/NNP/nmod>president",
            "president",
            "NOR ELI",
            id="former office beside its title",
        ),
        pytest.param(
            "former/JJ/amod>rebels Chilean/JJ/amod>rebels rebels/NNS",
            "rebels",
            "CHL REB",
            id="former, no office",
        ),
        # persons
        pytest.param(TITLED, "Shigeru", "JPN GOV (Shigeru Ishiba)", id="person with title"),
        pytest.param("Ishiba/NNP", "Ishiba", "JPN GOV (Shigeru Ishiba)", id="surname"),
        pytest.param(
            "Prime/NNP/amod>Minister Minister/NNP Ishiba/NNP/compound>Minister",
            "Minister",
            "JPN GOV (Shigeru Ishiba)",
            id="title as head",
        ),
        # nobody
        pytest.param("the/DT/det>table table/NN", "table", "nobody", id="thing"),
    ],
)
def test_who_is_meant(words: str, head: str, wanted: str) -> None:
    assert code(who(words, head)) == wanted


# -------------------------------------------------------------------------------------- how it is told


@pytest.mark.parametrize(
    ("words", "head", "text", "how"),
    [
        ("Norway/NNP", "Norway", "Norway", "country: Norway"),
        ("the/DT/det>Kremlin Kremlin/NNP", "Kremlin", "the Kremlin", "seat: Russia"),
        (TITLED, "Shigeru", "Japanese Prime Minister Shigeru Ishiba",
         "leader: Shigeru Ishiba, prime minister"),
        ("Chilean/JJ/amod>troops troops/NNS that/WDT/nsubj>fled fled/VBD/acl:relcl>troops", "troops",
         "Chilean troops", "role: troops; adjective: Chile"),
    ],
)  # fmt: skip
def test_text_and_how(words: str, head: str, text: str, how: str) -> None:
    party = who(words, head)
    assert party is not None
    assert (party.text, party.how) == (text, how)


# ----------------------------------------------------------------------------------------------- time


@pytest.mark.parametrize(
    ("name", "day", "wanted", "office"),
    [
        ("Barack Obama", "2016-05-01", "USA GOV", "president"),
        ("Barack Obama", "2025-03-03", "USA ELI", "formerly president"),
        ("Barack Obama", None, "USA GOV", "president"),
        ("Boris Johnson", "2018-12-01", "GBR ELI", "formerly prime minister"),
        ("Emmanuel Macron", "2009-01-01", "FRA", "later president"),
        ("Jens Stoltenberg", "2020-01-01", "IGO GOV MIL", "secretary general of NATO"),
        ("Jens Stoltenberg", "2025-03-03", "NOR GOV", "finance minister"),
    ],
)
def test_an_office_holds_for_its_days(name: str, day: str | None, wanted: str, office: str) -> None:
    first, last = name.split()
    held = who(f"{first}/NNP {last}/NNP/flat>{first}", first, dt.date.fromisoformat(day) if day else None)
    assert code(held) == f"{wanted} ({name})"
    assert held is not None
    assert held.how == f"leader: {name}, {office}"


def test_a_body_changes_its_part() -> None:
    taliban = "the/DT/det>Taliban Taliban/NNP"
    assert code(who(taliban, "Taliban", dt.date(2020, 1, 1))) == "AFG REB (Taliban)"
    assert code(who(taliban, "Taliban", dt.date(2022, 1, 1))) == "AFG GOV (Taliban)"


# ---------------------------------------------------------------------------------- ambiguous, unknown


def test_a_country_inside_the_name_of_a_person_is_not_meant() -> None:
    words = "Michael/NNP/nsubj>left Jordan/NNP/flat>Michael left/VBD"
    player = who(words, "Michael", PER="Michael Jordan")
    assert code(player) == "-"
    assert player is not None
    assert player.how == "name: not in the gazetteer"
    assert code(who("Jordan/NNP/nsubj>left left/VBD", "Jordan", LOC="Jordan")) == "JOR (Jordan)"


def test_a_text_full_of_names_is_read_in_time_with_their_number() -> None:
    count = 6_000
    text = Doc(
        Vocab(), words=["Jordan", "left"] * count, ents=["B-LOC", "O"] * count, pos=["PROPN", "VERB"] * count
    )
    begun = time.perf_counter()
    parties = Parties(text, DAY)
    assert time.perf_counter() - begun < 5  # looking through all names for each took three times that
    assert [m.party.country for m in parties.at(text[2 * count - 2])] == ["JOR"]


def test_an_unknown_name_is_told_by_its_title() -> None:
    words = (
        "Norwegian/JJ/amod>Minister Foreign/NNP/amod>Minister Minister/NNP/nmod:desc>Ana "
        "Ana/NNP Lund/NNP/flat>Ana"
    )
    lund = who(words, "Ana", PER="Ana Lund")
    assert lund is not None
    assert (lund.text, code(lund)) == ("Norwegian Foreign Minister Ana Lund", "NOR GOV")


def test_an_unknown_name_is_told_by_its_apposition() -> None:
    words = (
        "Ana/NNP/nsubj>left Lund/NNP/flat>Ana +,/,/punct>minister Norway/NNP/nmod:poss>minister "
        "+'s/POS/case>Norway foreign/JJ/amod>minister minister/NN/appos>Ana +,/,/punct>minister left/VBD"
    )
    lund = who(words, "Ana", PER="Ana Lund")
    assert lund is not None
    assert (lund.text, code(lund)) == ("Ana Lund", "NOR GOV")


def test_an_unknown_place_is_nobody() -> None:
    assert who("Fernwick/NNP", "Fernwick", LOC="Fernwick") is None


# --------------------------------------------------------------------------------- pronouns, modifiers


def told(words: str, head: str, **names: str) -> list[Party]:
    """The parties of a word in a text of its own, later mentions resolved."""
    sentence = doc(words, **names)
    document = Document(id="d", kind="article", text=sentence.text, published=DAY.isoformat())
    parties = of_document(Analysis(document, None, sentence))["text"]
    return [mention.party for mention in parties.at(word(sentence, head))]


def test_a_pronoun_takes_the_resolution_of_its_antecedent_and_keeps_its_words() -> None:
    words = (
        "Norway/NNP/nsubj>fell fell/VBD as/IN/mark>attacked it/PRP/nsubj>attacked "
        "attacked/VBD/advcl>fell Chile/NNP/obj>attacked"
    )
    (party,) = told(words, "it", LOC="Norway")
    assert code(party) == "NOR (Norway)"
    assert (party.text, party.start) == ("it", 15)
    assert party.how == "reference (subject above): Norway; country: Norway"


def test_the_two_countries_are_both() -> None:
    words = (
        "Norway/NNP/nsubj>met met/VBD Chile/NNP/obj>met ;/,/punct>met the/DT/det>countries "
        "two/CD/nummod>countries countries/NNS/nsubj>signed signed/VBD/parataxis>met"
    )
    sentence = doc(words)
    chile, norway = (i for i, t in enumerate(sentence) if t.text in {"Norway", "Chile"})
    sentence.set_ents([Span(sentence, i, i + 1, "LOC") for i in (chile, norway)])
    document = Document(id="d", kind="article", text=sentence.text)
    parties = of_document(Analysis(document, None, sentence))["text"]
    found = [mention.party for mention in parties.at(word(sentence, "countries"))]
    assert [(p.text, p.country) for p in found] == [
        ("the two countries", "NOR"),
        ("the two countries", "CHL"),
    ]


def test_a_pronoun_without_antecedent_stands_for_nobody() -> None:
    assert told("It/PRP/nsubj>fell fell/VBD", "It") == []


def test_whose_something_is_makes_no_party_of_them() -> None:
    words = "Abe/NNP/nsubj>sold sold/VBD his/PRP$/nmod:poss>house house/NN/obj>sold"
    assert told(words, "his", PER="Abe") == []


@pytest.mark.parametrize(
    ("words", "owners"),
    [
        ("Chilean/JJ/amod>claims claims/NNS", ["Chilean claims"]),
        ("Chile/NNP/nmod:poss>claims and/CC/cc>Peru Peru/NNP/conj>Chile +'s/POS/case>Chile claims/NNS",
         ["Chile", "Peru"]),
        ("claims/NNS of/IN/case>Chile Chile/NNP/nmod>claims", ["claims of Chile"]),
        ("claims/NNS about/IN/case>Chile Chile/NNP/nmod>claims", []),
        ("official/JJ/amod>claims claims/NNS", []),
        ("Chile/NNP/compound>backed +-/HYPH/punct>Chile +backed/VBN/amod>claims claims/NNS", []),
    ],
)  # fmt: skip
def test_inside_finds_who_owns_a_thing(words: str, owners: list[str]) -> None:
    sentence = doc(words)
    found = Parties(sentence, DAY).inside(word(sentence, "claims"))
    assert [mention.party.text for mention in found] == owners


@pytest.mark.parametrize(
    ("country", "sectors", "official"),
    [
        ("NOR", (), True),
        ("NOR", ("GOV",), True),
        ("NOR", ("OPP", "CVL"), False),
        ("IGO", ("MIL",), True),
        (None, ("GOV",), False),
        (None, (), False),
    ],
)
def test_is_official(country: str | None, sectors: tuple[str, ...], official: bool) -> None:
    assert is_official(Party("x", 0, 1, country, sectors)) == official


# ------------------------------------------------------------------------- what tells the country of a role


def test_an_army_is_of_whoever_owns_it() -> None:
    words = "Norway/NNP/nsubj>sent sent/VBD its/PRP$/nmod:poss>army army/NN/obj>sent"
    (army,) = told(words, "army", LOC="Norway")
    assert code(army) == "NOR MIL"
    assert army.text == "its army"
    assert army.how is not None
    assert army.how == "role: army; reference (subject): Norway; country: Norway"


def test_a_paper_is_of_where_it_is_based() -> None:
    words = "a/DT/det>newspaper newspaper/NN based/VBN/acl>newspaper in/IN/case>Lima Lima/NNP/obl>based"
    assert code(who(words, "newspaper")) == "PER JRN"


def test_the_same_role_in_two_countries_is_two_parties() -> None:
    words = "Peruvian/JJ/amod>officials and/CC/cc>Chilean Chilean/JJ/conj>Peruvian officials/NNS/nsubj>met met/VBD"
    sentence = doc(words)
    found = Parties(sentence, DAY).at(word(sentence, "officials"))
    assert [(m.party.country, m.party.text) for m in found] == [
        ("PER", "Peruvian and Chilean officials"),
        ("CHL", "Peruvian and Chilean officials"),
    ]


def test_the_same_role_of_two_countries_is_two_parties() -> None:
    words = "ministers/NNS of/IN/case>Peru Peru/NNP/nmod>ministers and/CC/cc>Chile Chile/NNP/conj>Peru"
    sentence = doc(words)
    found = Parties(sentence, DAY).at(word(sentence, "ministers"))
    assert [code(mention.party) for mention in found] == ["PER GOV", "CHL GOV"]


def test_a_noun_that_adjectives_share_though_the_tree_makes_it_one_of_them() -> None:
    words = (
        "the/DT/det>British British/NNP/nsubj>met and/CC/cc>French the/DT/det>French French/JJ/conj>British "
        "armies/NNS/conj>British met/VBD"
    )
    sentence = doc(words)
    parties = Parties(sentence, DAY)
    found = [parties.at(word(sentence, one)) for one in ("British", "French", "armies")]
    assert [[(code(m.party), m.party.text) for m in one] for one in found] == [
        [("GBR MIL", "the British and the French armies")],
        [("FRA MIL", "the British and the French armies")],
        [],
    ]


def test_what_measures_a_party_belongs_to_its_words() -> None:
    words = "dozens/NNS of/IN/case>rebels Chilean/JJ/amod>rebels rebels/NNS/nmod>dozens"
    found = who(words, "rebels")
    assert found is not None
    assert found.text == "dozens of Chilean rebels"


def test_another_person_of_a_known_surname_is_not_the_known_one() -> None:
    words = "Ana/NNP/nsubj>left Macron/NNP/flat>Ana left/VBD"
    assert code(who(words, "Ana", PER="Ana Macron")) == "-"
    assert code(who("Macron/NNP/nsubj>left left/VBD", "Macron", PER="Macron")) == "FRA GOV (Emmanuel Macron)"


@pytest.mark.parametrize(
    ("sectors", "how", "country"),
    [
        (("COP",), "role: police", "PER"),
        (("MIL",), "role: army", None),  # armies are often abroad
        (("GOV",), "role: official", None),
        (("COP",), "name: not in the gazetteer", None),
    ],
)
def test_local_people_are_of_the_place(sectors: tuple[str, ...], how: str, country: str | None) -> None:
    party = Party("they", 0, 4, None, sectors, None, how)
    found = at_home(party, Place("Lima", "PER"))
    assert found.country == country
    assert at_home(party, None) == party
    assert found == party or found.how == f"{how}; place of the event: Lima"
