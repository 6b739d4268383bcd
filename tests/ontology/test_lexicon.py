from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import OntologyError
from dragoman.ontology.lexicon import Entry, load, parse
from dragoman.ontology.plover import plover
from dragoman.records import EVENT_TYPES, EventType


def one(raw: dict[str, Any], kind: EventType = "SANCTION") -> Entry:
    (entry,) = parse({"type": kind, "entries": [raw]}, "mine.yaml")
    return entry


def verbs(word: str) -> list[str]:
    return [entry.id for entry in load().by_verb.get(word, ())]


# ------------------------------------------------------------------------------- what the package ships


@pytest.mark.parametrize("kind", EVENT_TYPES)
def test_each_type_can_be_read_and_each_mode_has_a_word(kind: EventType) -> None:
    entries = [entry for entry in load().entries if entry.type == kind]
    assert len(entries) >= 30
    assert {entry.mode for entry in entries} >= set(plover().types[kind].modes)
    assert {"verb", "noun"} <= {entry.pos for entry in entries}


def test_the_verbal_types_are_broad() -> None:
    # CAMEO roots 01 to 05, 08 to 13 in PLOVER's terms: most of what is in the news is said.
    verbal = [entry for entry in load().entries if entry.quad in {1, 3}]
    assert len(verbal) >= 6000
    assert len({(entry.pos, entry.lemma, *entry.particles) for entry in verbal}) >= 1600


@pytest.mark.parametrize("noun", ["accusation", "allegation", "involvement", "responsibility", "wrongdoing"])
def test_to_deny_a_charge_is_a_statement(noun: str) -> None:
    for verb in ("reject", "refute", "dismiss"):
        bare = [e for e in load().by_verb[verb] if e.type == "REJECT" and not e.subject and not e.particles]
        assert all((noun,) not in entry.object for entry in bare)
        assert all((noun,) in entry.without for entry in bare if not entry.object)


def test_ids_are_unique_and_say_what_they_stand_for() -> None:
    ids = [entry.id for entry in load().entries]
    assert len(ids) == len(set(ids))
    assert {
        *("SANCTION/expel+diplomat", "COERCE/expel", "REJECT/refuse>meet", "ASSAULT/air strike.noun"),
        *("PROTEST/clash with+police<protester", "ACCUSE/critical of.adjective"),
    } <= set(ids)


def test_no_word_is_upper_case_or_a_number_and_no_entry_keeps_a_plural() -> None:
    for entry in load().entries:
        nouns = [word for phrase in (*entry.object, *entry.subject) for word in phrase]
        for word in (entry.lemma, *entry.particles, *nouns):
            assert word == word.lower()


@pytest.mark.parametrize(
    ("verb", "noun", "kind", "mode"),
    [
        ("sign", "deal", "SUPPORT", None),
        ("lift", "sanction", "CONCEDE", None),
        ("lift", "siege", "RETREAT", "withdraw"),
        ("impose", "sanction", "SANCTION", None),
        ("impose", "curfew", "COERCE", "curfew"),
        ("impose", "blockade", "ASSAULT", None),
        ("hold", "talk", "CONSULT", None),
        ("hold", "fire", "RETREAT", "ceasefire"),
        ("open", "fire", "ASSAULT", "firearms"),
        ("open", "embassy", "SUPPORT", None),
        ("open", "probe", "ACCUSE", "investigate"),
        ("launch", "probe", "ACCUSE", "investigate"),
        ("launch", "airstrike", "ASSAULT", "aerial"),
        ("launch", "missile", "ASSAULT", "heavy-weapons"),
        ("drop", "charge", "CONCEDE", None),
        ("drop", "bomb", "ASSAULT", "aerial"),
        ("declare", "war", "THREATEN", "violence"),
        ("declare", "ceasefire", "RETREAT", "ceasefire"),
        ("declare", "support", "SUPPORT", None),
        ("cut", "tie", "SANCTION", "discontinue"),
        ("cut", "aid", "SANCTION", "discontinue"),
        ("cut", "tariff", "CONCEDE", None),
        ("recall", "ambassador", "SANCTION", "withdraw"),
        ("expel", "ambassador", "SANCTION", "expel"),
        ("expel", "migrant", "COERCE", "deport"),
        ("summon", "ambassador", "ACCUSE", "disapprove"),
        ("fire", "missile", "ASSAULT", "heavy-weapons"),
        ("fire", "minister", "SANCTION", "expel"),
        ("fire", "salvo", "ASSAULT", "heavy-weapons"),
        ("reach", "deal", "AGREE", None),
        ("reject", "claim", "REJECT", None),
        ("file", "lawsuit", "ACCUSE", "allege"),
        ("reject", "request", "REJECT", "yield"),
        ("cancel", "visit", "REJECT", "meet"),
        ("deny", "visa", "REJECT", "yield"),
        ("commute", "sentence", "CONCEDE", None),
        ("waive", "tariff", "CONCEDE", None),
        ("threaten", "tariff", "THREATEN", "restrict"),
        ("threaten", "retaliation", "THREATEN", "violence"),
        ("lodge", "protest", "ACCUSE", "disapprove"),
        ("demand", "ceasefire", "REQUEST", "yield"),
        ("demand", "talk", "REQUEST", "meet"),
        ("seek", "loan", "REQUEST", "assist"),
        ("extend", "invitation", "AGREE", None),
        ("approve", "extradition", "AGREE", None),
        ("establish", "tie", "SUPPORT", None),
        ("pay", "visit", "CONSULT", "visit"),
    ],
)
def test_the_object_decides_what_a_verb_means(verb: str, noun: str, kind: str, mode: str | None) -> None:
    found = [
        entry
        for entry in load().by_verb[verb]
        if (noun,) in entry.object and not entry.particles and not entry.subject
    ]
    assert found, f"no entry for {verb} … {noun}"
    assert found[0].type == kind
    assert mode is None or found[0].mode == mode


@pytest.mark.parametrize(
    ("verb", "noun"),
    [
        ("strike", "deal"),
        ("hit", "record"),
        ("attack", "problem"),
        ("kill", "bill"),
        ("meet", "deadline"),
        ("release", "statement"),
    ],
)
def test_figures_of_speech_are_kept_out(verb: str, noun: str) -> None:
    bare = [
        entry
        for entry in load().by_verb[verb]
        if not entry.object and not entry.subject and not entry.particles
    ]
    assert bare
    assert all((noun,) in entry.without for entry in bare)


@pytest.mark.parametrize(
    "verb",
    [
        "slam",
        "blast",
        "rap",
        "hail",
        "nix",
        "urge",
        "back",
        "oust",
        "jail",
        "probe",
        "snub",
        "rebuff",
        "decry",
        "sue",
        "indict",
        "ink",
    ],
)
def test_headline_verbs_are_known(verb: str) -> None:
    assert verbs(verb)


@pytest.mark.parametrize("verb", ["win", "beat", "rise", "fall", "play", "say", "make", "take", "get"])
def test_verbs_of_sport_and_markets_alone_are_no_events(verb: str) -> None:
    assert not [
        e for e in load().by_verb.get(verb, ()) if not (e.object or e.subject or e.particles or e.complement)
    ]


def test_the_most_specific_entry_comes_first() -> None:
    refuse = load().by_verb["refuse"]
    assert refuse[0].object or isinstance(refuse[0].complement, tuple)
    assert not refuse[-1].object
    assert [e.rank for e in refuse] == sorted((e.rank for e in refuse), reverse=True)


# ------------------------------------------------------------------------------------ how it is read


def test_an_entry_inherits_from_its_mode_and_its_type() -> None:
    plain = one({"verb": "sanction"})
    assert (plain.id, plain.cameo, plain.intensity, plain.quad, plain.alone) == (
        "SANCTION/sanction",
        "160",
        -6,
        4,
        False,
    )
    expel = one({"verb": "expel", "object": ["diplomat"], "mode": "expel"})
    assert (expel.id, expel.cameo, expel.intensity) == ("SANCTION/expel+diplomat", "166", -5.5)
    assert one({"verb": "expel", "mode": "expel", "cameo": "161"}).cameo == "161"
    assert one({"verb": "march"}, "PROTEST").alone


@pytest.mark.parametrize(
    ("raw", "actor", "recipient"),
    [
        ({"verb": "sanction"}, ("subj",), ("obj",)),
        ({"verb": "crack down on"}, ("subj",), ("on",)),
        ({"verb": "call off"}, ("subj",), ("obj",)),
        (
            {"verb": "impose", "object": ["tariff"]},
            ("subj",),
            ("on", "against", "to", "with", "for", "from", "of", "mod"),
        ),
        (
            {"verb": "pull out of", "object": ["treaty"]},
            ("subj",),
            ("on", "against", "to", "with", "for", "from", "of", "mod"),
        ),
        ({"verb": "refuse", "complement": True}, ("subj",), ("obj", "to", "clause")),
        ({"verb": "call on", "complement": ["stop"]}, ("subj",), ("on", "clause")),
        ({"verb": "meet", "reciprocal": True}, ("subj",), ("obj", "with")),
        ({"verb": "hold", "object": ["talk"], "reciprocal": True}, ("subj",), ("with",)),
        (
            {"noun": "attack"},
            ("poss", "by", "of", "mod", "from"),
            ("on", "against", "with", "to", "toward", "at", "over", "for", "in"),
        ),
        ({"noun": "talk", "reciprocal": True}, ("between", "among", "of", "poss", "by", "mod"), ("with",)),
        ({"adjective": "critical of"}, ("subj",), ("of",)),
        ({"verb": "blame", "object": ["attack"], "recipient": ["on"]}, ("subj",), ("on",)),
    ],
)
def test_default_slots(raw: dict[str, Any], actor: tuple[str, ...], recipient: tuple[str, ...]) -> None:
    entry = one(raw)
    assert (entry.actor, entry.recipient) == (actor, recipient)


def test_words_of_an_entry() -> None:
    pull = one({"verb": "pull out of"})
    assert (pull.lemma, pull.particles, pull.preposition) == ("pull", ("out", "of"), "of")
    off = one({"verb": "call off"})
    assert (off.lemma, off.particles, off.preposition) == ("call", ("off",), None)
    strike = one({"noun": "air strike"})
    assert (strike.lemma, strike.particles, strike.id) == ("strike", ("air",), "SANCTION/air strike.noun")


def test_a_list_of_words_is_an_entry_for_each() -> None:
    entries = parse(
        {"type": "AID", "entries": [{"verb": ["feed", "clothe"], "without": ["fire"]}]}, "mine.yaml"
    )
    assert [entry.id for entry in entries] == ["AID/feed", "AID/clothe"]
    assert entries[0].without == (("fire",),)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([{"verb": "ban", "objekt": ["x"]}], "entry 1: unknown key 'objekt'"),
        ([{"verb": "ban"}, {"verb": "bar", "noun": "bar"}], "entry 2: an entry has exactly one"),
        ([{"object": ["x"]}], "exactly one of verb, noun, adjective"),
        ([{"verb": "ban", "mode": "visit"}], r"\(ban\): 'visit' is no mode of SANCTION \(one of convict"),
        ([{"verb": "ban", "recipient": ["onto", "upwards"]}], "'upwards' is no slot"),
        ([{"verb": "ban", "recipient": [True]}], "quote on, off"),
        ([{"verb": "ban", "object": "visa"}], "object must be a list of words"),
        ([{"verb": "ban", "object": []}], "object must be a list of words"),
        ([{"verb": "ban", "object": ["air  strike"]}], "stray blanks"),
        ([{"verb": "ban", "cameo": "1600"}], "'1600' is no CAMEO code"),
        ([{"verb": "ban", "cameo": 160}], "160 is no CAMEO code"),
        ([{"verb": "ban", "alone": "yes"}], "alone must be true or false"),
        ([{"verb": "ban"}, {"verb": "ban"}], "SANCTION/ban says the same as SANCTION/ban"),
        (
            [{"verb": "ban", "object": ["x", "y"]}, {"verb": "ban", "object": ["y"]}],
            r"SANCTION/ban\+y says the same",
        ),
        (["ban"], "'ban' is no entry"),
    ],
)
def test_a_breach_names_the_entry_and_the_mend(entries: list[Any], message: str) -> None:
    with pytest.raises(OntologyError, match=message) as caught:
        parse({"type": "SANCTION", "entries": entries}, "mine.yaml")
    assert str(caught.value).startswith("mine.yaml")


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"type": "AID"},
        {"type": "AID", "entries": []},
        {"type": "HELP", "entries": [{"verb": "x"}]},
    ],
)
def test_a_file_that_is_none_is_refused(data: Any) -> None:
    with pytest.raises(OntologyError, match=r"mine\.yaml"):
        parse(data, "mine.yaml")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["verb", "noun", "object", "mode", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(anything)
def test_whatever_stands_in_a_file_is_read_or_refused(entry: Any) -> None:
    try:
        entries = parse({"type": "COERCE", "entries": [entry]}, "mine.yaml")
    except OntologyError:
        return
    assert all(one.lemma and one.type == "COERCE" for one in entries)
