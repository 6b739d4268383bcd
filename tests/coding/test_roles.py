"""Who acts and who is acted on: each slot of the lexicon's README, filled on trees written by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dragoman.coding import roles
from dragoman.coding.parties import Mention, Parties
from dragoman.coding.predicates import Predicate
from dragoman.records import Party
from tests.coding.trees import doc, predicate

ATTACK = {"verb": "attack"}
ATTACK_NOUN = {"noun": "attack"}
IMPOSE = {"verb": "impose", "object": ["tariff"]}
EXPEL = {"verb": "expel", "object": ["diplomat"]}
REJECT = {"verb": "reject"}
REFUSE = {"verb": "refuse", "complement": True}
DEMAND = {"verb": "demand", "complement": True}
CONDEMN = {"verb": "condemn"}
MEET = {"verb": "meet", "reciprocal": True}
HOLD_TALKS = {"verb": "hold", "object": ["talk"], "reciprocal": True}
TALKS = {"noun": "talk", "reciprocal": True}


def one(words: str, event_type: str, entry: dict[str, Any]) -> tuple[Predicate, Parties]:
    sentence = doc(words)
    return predicate(sentence, event_type, entry), Parties(sentence, dt.date(2025, 3, 3))


def texts(mentions: list[Mention]) -> str:
    return " + ".join(mention.party.text for mention in mentions)


SENTENCES: list[tuple[str, dict[str, Any], str, str, str]] = [
    # subject and object
    (
        "active",
        ATTACK,
        "Norway/NNP/nsubj>attacked attacked/VBD Chile/NNP/obj>attacked",
        "Norway",
        "Chile",
    ),
    (
        "passive",
        ATTACK,
        "Chile/NNP/nsubj:pass>attacked was/VBD/aux:pass>attacked attacked/VBN by/IN/case>Norway "
        "Norway/NNP/obl:agent>attacked",
        "Norway",
        "Chile",
    ),
    (
        "coordinates",
        ATTACK,
        "Norway/NNP/nsubj>attacked and/CC/cc>Poland Poland/NNP/conj>Norway attacked/VBD "
        "Chile/NNP/obj>attacked and/CC/cc>Peru Peru/NNP/conj>Chile",
        "Norway + Poland",
        "Chile + Peru",
    ),
    (
        "what X is accused of",
        {"verb": "arm"},
        "Poland/NNP/nsubj>accused accused/VBD Norway/NNP/obj>accused of/IN/mark>arming "
        "arming/VBG/advcl>accused rebels/NNS/obj>arming",
        "Norway",
        "rebels",
    ),
    (
        "owner of what is no party",
        REJECT,
        "Norway/NNP/nsubj>rejects rejects/VBZ Chilean/JJ/amod>claims claims/NNS/obj>rejects",
        "Norway",
        "Chilean claims",
    ),
    (
        "whoever sends a letter says what it says",
        CONDEMN,
        "Norway/NNP/nsubj>sent sent/VBD letter/NN/obj>sent condemning/VBG/acl>letter "
        "Chile/NNP/obj>condemning",
        "Norway",
        "Chile",
    ),
    (
        "whom the object of the refused clause concerns",
        REFUSE,
        "Norway/NNP/nsubj>refused refused/VBD to/TO/mark>lift lift/VB/xcomp>refused ban/NN/obj>lift "
        "on/IN/case>Chile Chile/NNP/nmod>ban",
        "Norway",
        "Chile",
    ),
    (
        "possessor of what is no party",
        REJECT,
        "Norway/NNP/nsubj>rejects rejects/VBZ Chile/NNP/nmod:poss>claims +'s/POS/case>Chile "
        "claims/NNS/obj>rejects",
        "Norway",
        "Chile",
    ),
    (
        "indirect object",
        {"verb": "give", "object": ["aid"], "recipient": ["iobj", "to"]},
        "Norway/NNP/nsubj>gave gave/VBD Chile/NNP/iobj>gave aid/NN/obj>gave",
        "Norway",
        "Chile",
    ),
    # prepositions
    (
        "preposition on the object",
        IMPOSE,
        "Norway/NNP/nsubj>imposed imposed/VBD tariffs/NNS/obj>imposed on/IN/case>Chile "
        "Chile/NNP/nmod>tariffs",
        "Norway",
        "Chile",
    ),
    (
        "preposition on the verb",
        IMPOSE,
        "Tariffs/NNS/nsubj:pass>imposed were/VBD/aux:pass>imposed imposed/VBN on/IN/case>Chile "
        "Chile/NNP/obl>imposed by/IN/case>Norway Norway/NNP/obl:agent>imposed",
        "Norway",
        "Chile",
    ),
    (
        "preposition of a relative clause",
        IMPOSE,
        "Chile/NNP/nsubj>fell on/IN/case>which which/WDT/obl>imposed Norway/NNP/nsubj>imposed "
        "imposed/VBD/acl:relcl>Chile tariffs/NNS/obj>imposed fell/VBD",
        "Norway",
        "Chile",
    ),
    (
        "preposition of the entry",
        {"verb": "crack down on"},
        "Norway/NNP/nsubj>cracked cracked/VBD down/RP/compound:prt>cracked on/IN/case>protesters "
        "protesters/NNS/obl>cracked",
        "Norway",
        "protesters",
    ),
    (
        "object that is a party",
        EXPEL,
        "Norway/NNP/nsubj>expels expels/VBZ three/CD/nummod>diplomats Chilean/JJ/amod>diplomats "
        "diplomats/NNS/obj>expels",
        "Norway",
        "three Chilean diplomats",
    ),
    # clauses
    (
        "object of the clause",
        REFUSE,
        "Norway/NNP/nsubj>refused refused/VBD to/TO/mark>meet meet/VB/xcomp>refused Chile/NNP/obj>meet",
        "Norway",
        "Chile",
    ),
    (
        "preposition in the clause",
        REFUSE,
        "Norway/NNP/nsubj>refused refused/VBD to/TO/mark>talk talk/VB/xcomp>refused to/IN/case>Chile "
        "Chile/NNP/obl>talk",
        "Norway",
        "Chile",
    ),
    (
        "subject of the clause",
        DEMAND,
        "Norway/NNP/nsubj>demanded demanded/VBD that/IN/mark>yield Chile/NNP/nsubj>yield "
        "yield/VB/ccomp>demanded",
        "Norway",
        "Chile",
    ),
    # nouns
    (
        "possessor of a noun",
        ATTACK_NOUN,
        "Norway/NNP/nmod:poss>attack +'s/POS/case>Norway attack/NN on/IN/case>Chile Chile/NNP/nmod>attack",
        "Norway",
        "Chile",
    ),
    (
        "adjective of a noun",
        ATTACK_NOUN,
        "Norwegian/JJ/amod>attack attack/NN on/IN/case>Chile Chile/NNP/nmod>attack",
        "Norwegian",
        "Chile",
    ),
    (
        "by and on",
        ATTACK_NOUN,
        "an/DT/det>attack attack/NN by/IN/case>rebels Norwegian/JJ/amod>rebels rebels/NNS/nmod>attack "
        "on/IN/case>Chile Chile/NNP/nmod>attack",
        "Norwegian rebels",
        "Chile",
    ),
    (
        "nobody acts",
        ATTACK_NOUN,
        "an/DT/det>attack attack/NN on/IN/case>Chile Chile/NNP/nmod>attack",
        "",
        "Chile",
    ),
    (
        "support verb",
        ATTACK_NOUN,
        "Norway/NNP/nsubj>launched launched/VBD an/DT/det>attack attack/NN/obj>launched on/IN/case>Chile "
        "Chile/NNP/nmod>attack",
        "Norway",
        "Chile",
    ),
    (
        "support verb with two nouns",
        ATTACK_NOUN,
        "Norway/NNP/nsubj>launched launched/VBD raids/NNS/obj>launched and/CC/cc>attacks "
        "attacks/NNS/conj>raids on/IN/case>Chile Chile/NNP/nmod>attacks",
        "Norway",
        "Chile",
    ),
    (
        "who condemns an attack does not attack",
        ATTACK_NOUN,
        "Norway/NNP/nsubj>condemned condemned/VBD an/DT/det>attack attack/NN/obj>condemned "
        "on/IN/case>Chile Chile/NNP/nmod>attack",
        "",
        "Chile",
    ),
    # adjectives
    (
        "adjective",
        {"adjective": "critical of"},
        "Norway/NNP/nsubj>critical is/VBZ/cop>critical critical/JJ of/IN/case>Chile Chile/NNP/obl>critical",
        "Norway",
        "Chile",
    ),
    (
        "adjective of a relative clause",
        {"adjective": "critical of"},
        "Norway/NNP/nsubj>fell which/WDT/nsubj>critical is/VBZ/cop>critical critical/JJ/acl:relcl>Norway "
        "of/IN/case>Chile Chile/NNP/obl>critical fell/VBD",
        "Norway",
        "Chile",
    ),
    (
        "adjective as complement",
        {"adjective": "critical of"},
        "Norway/NNP/nsubj>remains remains/VBZ critical/JJ/xcomp>remains of/IN/case>Chile "
        "Chile/NNP/obl>critical",
        "Norway",
        "Chile",
    ),
    (
        "adjective behind its noun",
        {"adjective": "critical of"},
        "diplomats/NNS critical/JJ/acl>diplomats of/IN/case>Chile Chile/NNP/obl>critical",
        "diplomats",
        "Chile",
    ),
    # deeds
    (
        "doer of a deed beside the clause",
        CONDEMN,
        "Norway/NNP/nsubj>shut shut/VBD the/DT/det>port port/NN/obj>shut +,/,/punct>move a/DT/det>move "
        "move/NN/parataxis>shut condemned/VBN/acl>move by/IN/case>Chile Chile/NNP/obl:agent>condemned",
        "Chile",
        "Norway",
    ),
    (
        "doers of a deed",
        CONDEMN,
        "Norway/NNP/nsubj>left and/CC/cc>Peru Peru/NNP/conj>Norway left/VBD the/DT/det>pact pact/NN/obj>left "
        "+,/,/punct>decision a/DT/det>decision decision/NN/appos>pact that/WDT/obj>condemned "
        "Chile/NNP/nsubj>condemned condemned/VBD/acl:relcl>decision",
        "Chile",
        "Norway + Peru",
    ),
    (
        "deed of nobody in the sentence",
        CONDEMN,
        "Chile/NNP/nsubj>condemned condemned/VBD the/DT/det>move move/NN/obj>condemned",
        "Chile",
        "",
    ),
    (
        "what is no deed",
        CONDEMN,
        "Norway/NNP/nsubj>shut shut/VBD the/DT/det>port port/NN/obj>shut condemned/VBN/acl>port "
        "by/IN/case>Chile Chile/NNP/obl:agent>condemned",
        "Chile",
        "",
    ),
]


@pytest.mark.parametrize(
    ("entry", "words", "actors", "recipients"),
    [case[1:] for case in SENTENCES],
    ids=[case[0] for case in SENTENCES],
)
def test_who_to_whom(entry: dict[str, Any], words: str, actors: str, recipients: str) -> None:
    found, parties = one(words, "ASSAULT", entry)
    assert texts(roles.actors(found, parties)) == actors
    assert texts(roles.recipients(found, parties)) == recipients


def test_the_slots_of_an_entry_come_before_the_default_ones() -> None:
    entry = {"verb": "suffer", "object": ["attack"], "actor": ["from"], "recipient": ["subj"]}
    found, parties = one(
        "Norway/NNP/nsubj>suffered suffered/VBD attacks/NNS/obj>suffered from/IN/case>Chile "
        "Chile/NNP/nmod>attacks",
        "ASSAULT",
        entry,
    )
    assert texts(roles.actors(found, parties)) == "Chile"
    assert texts(roles.recipients(found, parties)) == "Norway"


@pytest.mark.parametrize(
    ("entry", "words", "together"),
    [
        pytest.param(MEET, "Norway/NNP/nsubj>met met/VBD Chile/NNP/obj>met", "Norway + Chile", id="object"),
        pytest.param(
            MEET,
            "Norway/NNP/nsubj>met and/CC/cc>Chile Chile/NNP/conj>Norway met/VBD",
            "Norway + Chile",
            id="subjects",
        ),
        pytest.param(
            MEET,
            "Norway/NNP/nsubj>met met/VBD with/IN/case>Chile Chile/NNP/obl>met",
            "Norway + Chile",
            id="with",
        ),
        pytest.param(
            HOLD_TALKS,
            "Norway/NNP/nsubj>held held/VBD talks/NNS/obj>held with/IN/case>Chile Chile/NNP/nmod>talks",
            "Norway + Chile",
            id="object of the entry",
        ),
        pytest.param(
            TALKS,
            "talks/NNS between/IN/case>Norway Norway/NNP/nmod>talks and/CC/cc>Chile Chile/NNP/conj>Norway",
            "Norway + Chile",
            id="between",
        ),
        pytest.param(
            TALKS,
            "Chilean/JJ/amod>talks talks/NNS with/IN/case>Norway Norway/NNP/nmod>talks",
            "Chilean + Norway",
            id="adjective",
        ),
        pytest.param(
            TALKS,
            "Norway/NNP/nsubj>talks is/VBZ/cop>talks in/IN/case>talks talks/NNS with/IN/case>Chile "
            "Chile/NNP/nmod>talks",
            "Norway + Chile",
            id="is in talks",
        ),
        pytest.param(
            TALKS,
            "Norway/NNP/nsubj>sat sat/VBD in/IN/case>talks talks/NNS/obl>sat with/IN/case>Chile "
            "Chile/NNP/nmod>talks",
            "Norway + Chile",
            id="attends",
        ),
    ],
)
def test_together(entry: dict[str, Any], words: str, together: str) -> None:
    found, parties = one(words, "CONSULT", entry)
    assert texts(roles.together(found, parties)) == together


class TestProtest:
    """Those who protest are named, or implied by the protest and where it is."""

    def test_named(self) -> None:
        found, parties = one(
            "Farmers/NNS/nsubj>protested protested/VBD in/IN/case>Norway Norway/NNP/obl>protested",
            "PROTEST",
            {"verb": "protest"},
        )
        assert texts(roles.actors(found, parties)) == "Farmers"

    def test_in_a_place_alone(self) -> None:
        found, parties = one(
            "protests/NNS/nsubj>erupted erupted/VBD in/IN/case>Norway Norway/NNP/obl>erupted",
            "PROTEST",
            {"verb": "erupt", "subject": ["protest"]},
        )
        assert [mention.party for mention in roles.actors(found, parties)] == [
            Party(
                "protests", 0, 8, "NOR", ("OPP", "CVL"), None,
                "inferred: protesters in Norway (country: Norway)",
            )
        ]  # fmt: skip

    def test_noun_and_its_place(self) -> None:
        found, parties = one(
            "protests/NNS in/IN/case>Norway Norway/NNP/nmod>protests", "PROTEST", {"noun": "protest"}
        )
        assert texts(roles.actors(found, parties)) == "protests"

    def test_nowhere(self) -> None:
        found, parties = one(
            "protests/NNS/nsubj>erupted erupted/VBD", "PROTEST", {"verb": "erupt", "subject": ["protest"]}
        )
        assert roles.actors(found, parties) == []
