"""Entries of a lexicon found on trees: what each key of an entry asks for, and what stays out."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.coding import predicates
from dragoman.coding.grammar import is_grammatical
from tests.coding.trees import doc, lexicon, predicate, word

IMPOSE = {"verb": "impose", "object": ["sanction", "trade ban"]}
STRIKE = {"verb": "stage", "object": ["hunger strike"]}
PULL_OUT = {"verb": "pull out of", "object": ["treaty", "pact"]}
CALL_OFF = {"verb": "call off", "object": ["talk"]}
CLASH = {"verb": "clash with", "subject": ["protester"]}
REFUSE = {"verb": "refuse", "complement": ["meet", "talk"]}

SENTENCES: list[tuple[str, dict[str, Any], str, list[str]]] = [
    # verbs and their objects
    (
        "verb",
        {"verb": "sanction"},
        "Norway/NNP/nsubj>sanctioned sanctioned/VBD Chile/NNP/obj>sanctioned",
        ["sanctioned"],
    ),
    (
        "passive",
        {"verb": "sanction"},
        "Chile/NNP/nsubj:pass>sanctioned was/VBD/aux:pass>sanctioned sanctioned/VBN",
        ["sanctioned"],
    ),
    (
        "object",
        IMPOSE,
        "Norway/NNP/nsubj>imposed imposed/VBD sanctions/NNS/obj>imposed",
        ["imposed", "sanctions"],
    ),
    (
        "object as passive subject",
        IMPOSE,
        "Sanctions/NNS/nsubj:pass>imposed were/VBD/aux:pass>imposed imposed/VBN on/IN/case>Chile "
        "Chile/NNP/obl>imposed",
        ["imposed"],
    ),
    (
        "object modified by the verb",
        IMPOSE,
        "sanctions/NNS imposed/VBN/acl>sanctions by/IN/case>Norway Norway/NNP/obl:agent>imposed",
        ["imposed"],
    ),
    (
        "object in a compound",
        IMPOSE,
        "Norway/NNP/nsubj>imposed imposed/VBD a/DT/det>package sanctions/NNS/compound>package "
        "package/NN/obj>imposed",
        ["imposed", "package"],
    ),
    (
        "object behind a measure",
        IMPOSE,
        "Norway/NNP/nsubj>imposed imposed/VBD a/DT/det>round round/NN/obj>imposed of/IN/case>sanctions "
        "sanctions/NNS/nmod>round",
        ["imposed", "round"],
    ),
    (
        "object behind what is no measure",
        IMPOSE,
        "Norway/NNP/nsubj>imposed imposed/VBD the/DT/det>end end/NN/obj>imposed of/IN/case>sanctions "
        "sanctions/NNS/nmod>end",
        [],
    ),
    (
        "second of two objects",
        IMPOSE,
        "Norway/NNP/nsubj>imposed imposed/VBD fees/NNS/obj>imposed and/CC/cc>sanctions "
        "sanctions/NNS/conj>fees",
        ["imposed", "sanctions"],
    ),
    (
        "object of two words",
        STRIKE,
        "Norway/NNP/nsubj>staged staged/VBD a/DT/det>strike hunger/NN/compound>strike strike/NN/obj>staged",
        ["staged", "strike"],
    ),
    (
        "half an object of two words",
        STRIKE,
        "Norway/NNP/nsubj>staged staged/VBD a/DT/det>strike strike/NN/obj>staged",
        [],
    ),
    (
        "another object",
        IMPOSE,
        "Norway/NNP/nsubj>imposed imposed/VBD order/NN/obj>imposed",
        [],
    ),
    (
        "without",
        {"verb": "fire", "without": ["coach"]},
        "Norway/NNP/nsubj>fired fired/VBD its/PRP$/nmod:poss>coach coach/NN/obj>fired",
        [],
    ),
    # particles and prepositions
    (
        "particle",
        CALL_OFF,
        "Norway/NNP/nsubj>called called/VBD off/RP/compound:prt>called talks/NNS/obj>called",
        ["called", "off", "talks"],
    ),
    (
        "particle behind the object",
        CALL_OFF,
        "Norway/NNP/nsubj>called called/VBD the/DT/det>talks talks/NNS/obj>called off/RP/compound:prt>called",
        ["called", "talks", "off"],
    ),
    (
        "the object behind a particle, labelled as what completes the verb",
        CALL_OFF,
        "Norway/NNP/nsubj>called called/VBD off/RP/compound:prt>called talks/NNS/xcomp>called",
        ["called", "off", "talks"],
    ),
    (
        "no particle: it opens a number",
        {"verb": "allow"},
        "Chad/NNP/nsubj>allows allows/VBZ up/RP/compound:prt>allows to/IN/case>90 90/CD/nummod>men men/NNS/obj>allows",
        ["allows"],
    ),
    (
        "no particle: it opens a date",
        {"verb": "call on"},
        "Norway/NNP/nsubj>called called/VBD on/RP/compound:prt>called Monday/NNP/obl>called",
        [],
    ),
    (
        "the kind of what is measured",
        {"verb": "hold", "object": ["war game"]},
        "Norway/NNP/nsubj>held held/VBD days/NNS/obj>held of/IN/case>games war/NN/compound>games games/NNS/nmod>days",
        ["held", "days"],
    ),
    (
        "no particle",
        CALL_OFF,
        "Norway/NNP/nsubj>called called/VBD the/DT/det>talks talks/NNS/obj>called",
        [],
    ),
    (
        "particle as adverb, then preposition",
        PULL_OUT,
        "Norway/NNP/nsubj>pulled pulled/VBD out/RB/advmod>pulled of/IN/case>pact the/DT/det>pact "
        "pact/NN/obl>pulled",
        ["pulled", "out", "of", "pact"],
    ),
    (
        "two prepositions on one noun",
        PULL_OUT,
        "Norway/NNP/nsubj>pulled pulled/VBD out/IN/case>pact of/IN/case>pact the/DT/det>pact "
        "pact/NN/obl>pulled",
        ["pulled", "out", "of", "pact"],
    ),
    (
        "preposition with another object",
        PULL_OUT,
        "Norway/NNP/nsubj>pulled pulled/VBD out/RB/advmod>pulled of/IN/case>game the/DT/det>game "
        "game/NN/obl>pulled",
        [],
    ),
    (
        "preposition before a clause",
        {"verb": "think about"},
        "Norway/NNP/nsubj>thought thought/VBD about/IN/mark>leaving leaving/VBG/advcl>thought",
        ["thought", "about"],
    ),
    # subjects
    (
        "subject",
        CLASH,
        "Protesters/NNS/nsubj>clashed clashed/VBD with/IN/case>police police/NNS/obl>clashed",
        ["clashed", "with"],
    ),
    (
        "second of two subjects",
        CLASH,
        "Students/NNS/nsubj>clashed and/CC/cc>protesters protesters/NNS/conj>Students clashed/VBD "
        "with/IN/case>police police/NNS/obl>clashed",
        ["clashed", "with"],
    ),
    (
        "another subject",
        CLASH,
        "Troops/NNS/nsubj>clashed clashed/VBD with/IN/case>police police/NNS/obl>clashed",
        [],
    ),
    # clauses
    (
        "clause of one of these verbs",
        REFUSE,
        "Norway/NNP/nsubj>refused refused/VBD to/TO/mark>meet meet/VB/xcomp>refused Chile/NNP/obj>meet",
        ["refused"],
    ),
    (
        "clause of another verb",
        REFUSE,
        "Norway/NNP/nsubj>refused refused/VBD to/TO/mark>pay pay/VB/xcomp>refused",
        [],
    ),
    (
        "no clause",
        {"verb": "refuse", "complement": True},
        "Norway/NNP/nsubj>refused refused/VBD aid/NN/obj>refused",
        [],
    ),
    (
        "clause that must not be",
        {"verb": "help", "complement": False},
        "Norway/NNP/nsubj>helped helped/VBD Chile/NNP/obj>helped to/TO/mark>win win/VB/xcomp>helped",
        [],
    ),
    (
        "clause of a noun",
        {"noun": "threat", "complement": True},
        "a/DT/det>threat threat/NN to/TO/mark>invade invade/VB/acl>threat Chile/NNP/obj>invade",
        ["threat"],
    ),
    # nouns
    ("noun", {"noun": "sanction"}, "sanctions/NNS on/IN/case>Chile Chile/NNP/nmod>sanctions", ["sanctions"]),
    (
        "noun of two words",
        {"noun": "air strike"},
        "an/DT/det>strike air/NN/compound>strike strike/NN",
        ["strike"],
    ),
    ("half a noun of two words", {"noun": "air strike"}, "a/DT/det>strike strike/NN", []),
    (
        "noun without",
        {"noun": "strike", "without": ["hunger"]},
        "a/DT/det>strike hunger/NN/compound>strike strike/NN",
        [],
    ),
    ("noun in capitals", {"noun": "sanction"}, "Chile/NNP/compound>Sanctions Sanctions/NNPS", ["Sanctions"]),
    # adjectives
    (
        "adjective",
        {"adjective": "critical of"},
        "Norway/NNP/nsubj>critical was/VBD/cop>critical critical/JJ of/IN/case>Chile Chile/NNP/obl>critical",
        ["critical", "of"],
    ),
    (
        "adjective without its preposition",
        {"adjective": "critical of"},
        "Norway/NNP/nsubj>critical was/VBD/cop>critical critical/JJ",
        [],
    ),
    # spellings
    (
        "hyphenated verb",
        {"verb": "test-fire"},
        "Norway/NNP/nsubj>fired test/NN/compound>fired +-/HYPH/punct>test +fired/VBD rockets/NNS/obj>fired",
        ["test", "fired"],
    ),
    (
        "preposition that opens the sentence",
        {"verb": "withdraw from"},
        "From/IN/case>pact the/DT/det>pact pact/NN/obl>withdrew Norway/NNP/nsubj>withdrew withdrew/VBD",
        ["withdrew"],
    ),
    (
        "half a hyphenated verb",
        {"verb": "fire"},
        "Norway/NNP/nsubj>fired test/NN/compound>fired +-/HYPH/punct>test +fired/VBD rockets/NNS/obj>fired",
        [],
    ),
    (
        "headline verb taken for a name",
        {"verb": "urge"},
        "Leader/NNP/nsubj>Urges Urges/NNP Calm/NNP/obj>Urges",
        ["Urges"],
    ),
    # no news
    (
        "participle before its noun",
        {"verb": "sanction"},
        "the/DT/det>tanker sanctioned/VBN/amod>tanker tanker/NN/nsubj>sank sank/VBD",
        [],
    ),
    (
        "half of a hyphenated adjective",
        {"verb": "back"},
        "Iran/NNP/compound>backed +-/HYPH/punct>Iran +backed/VBN/amod>militias militias/NNS/nsubj>left "
        "left/VBD",
        [],
    ),
]


@pytest.mark.parametrize(
    ("entry", "words", "trigger"), [case[1:] for case in SENTENCES], ids=[case[0] for case in SENTENCES]
)
def test_the_words_of_an_entry(entry: dict[str, Any], words: str, trigger: list[str]) -> None:
    found = predicates.find(doc(words)[:], lexicon("SANCTION", entry))
    assert [token.text for matches in found for token in matches[0].words] == trigger


def test_the_most_specific_entry_comes_first() -> None:
    imposed = doc("Norway/NNP/nsubj>imposed imposed/VBD sanctions/NNS/obj>imposed")
    ((first, second),) = predicates.find(imposed[:], lexicon("SANCTION", {"verb": "impose"}, IMPOSE))
    assert (first.entry.object, second.entry.object) == ((("sanction",), ("trade", "ban")), ())


def test_an_object_that_belongs_to_its_verb_names_no_second_event() -> None:
    held = doc("Norway/NNP/nsubj>held held/VBD talks/NNS/obj>held")
    entries = lexicon("CONSULT", {"verb": "hold", "object": ["talk"]}, {"noun": "talk"})
    assert [matches[0].head.text for matches in predicates.find(held[:], entries)] == ["held"]


def test_two_events_of_a_sentence_come_in_its_order() -> None:
    both = doc(
        "Norway/NNP/nsubj>sanctioned sanctioned/VBD Chile/NNP/obj>sanctioned after/IN/case>talks "
        "talks/NNS/obl>sanctioned"
    )
    entries = lexicon("CONSULT", {"noun": "talk"}, {"verb": "sanction"})
    assert [matches[0].head.text for matches in predicates.find(both[:], entries)] == ["sanctioned", "talks"]


@pytest.mark.parametrize(
    ("words", "construction"),
    [
        ("Norway/NNP/nsubj>met met/VBD Chile/NNP/obj>met", "active"),
        ("Chile/NNP/nsubj:pass>met was/VBD/aux:pass>met met/VBN", "passive"),
        ("a/DT/det>meeting meeting/NN", "nominal"),
        ("Norway/NNP/nsubj>friendly is/VBZ/cop>friendly friendly/JJ", "adjectival"),
    ],
)
def test_construction(words: str, construction: str) -> None:
    entries = ({"verb": "meet"}, {"noun": "meeting"}, {"adjective": "friendly"})
    assert predicate(doc(words), "CONSULT", *entries).construction == construction


def test_the_complement_and_the_object_are_told() -> None:
    refused = doc(
        "Norway/NNP/nsubj>refused refused/VBD to/TO/mark>meet meet/VB/xcomp>refused Chile/NNP/obj>meet"
    )
    found = predicate(refused, "REJECT", REFUSE)
    assert found.complement == word(refused, "meet")
    assert found.object is None

    imposed = doc("Norway/NNP/nsubj>imposed imposed/VBD sanctions/NNS/obj>imposed")
    assert predicate(imposed, "SANCTION", IMPOSE).object == word(imposed, "sanctions")


@pytest.mark.parametrize(
    ("words", "of", "complement"),
    [
        ("Norway/NNP/nsubj>vows vows/VBZ to/TO/mark>act act/VB/xcomp>vows", "vows", "act"),
        ("Norway/NNP/nsubj>says says/VBZ that/IN/mark>acts it/PRP/nsubj>acts acts/VBZ/ccomp>says",
         "says", "acts"),
        ("a/DT/det>plan plan/NN to/TO/mark>act act/VB/acl>plan", "plan", "act"),
        ("Norway/NNP/nsubj>agreed agreed/VBD to/TO/mark>act act/VB/advcl>agreed", "agreed", "act"),
        ("Norway/NNP/nsubj>agreed agreed/VBD after/IN/mark>acting acting/VBG/advcl>agreed", "agreed", None),
        ("To/TO/mark>act act/VB/advcl>left +,/,/punct>act Norway/NNP/nsubj>left left/VBD", "left", None),
        ("the/DT/det>plan plan/NN that/WDT/nsubj>failed failed/VBD/acl:relcl>plan", "plan", None),
    ],
)  # fmt: skip
def test_complement(words: str, of: str, complement: str | None) -> None:
    found = predicates.complement(word(doc(words), of))
    assert (found.text if found is not None else None) == complement


def test_lemma_reads_a_noun_in_capitals() -> None:
    talks = doc("Trade/NNP/compound>Talks Talks/NNPS")
    assert predicates.lemma(word(talks, "Talks")) == "talk"


def test_closed_classes() -> None:
    assert is_grammatical("it", "pronouns")
    assert not is_grammatical("treaty", "pronouns")
