"""Reading the tree: who stands where, in constructions of which each is one tree written by hand."""

from __future__ import annotations

import pytest
from spacy.tokens import Token

from dragoman.coding import tree
from tests.coding.trees import doc, word


def texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def test_what_is_remembered_is_read_once_for_each_word() -> None:
    asked: list[str] = []

    @tree.remembered
    def text(token: Token) -> str:
        asked.append(token.text)
        return token.text

    said = doc("Norway/NNP/nsubj>yielded yielded/VBD")
    other = doc("Chile/NNP/nsubj>yielded yielded/VBD")
    assert [text(word(said, "Norway")), text(word(said, "Norway")), text(word(other, "Chile"))] == [
        "Norway",
        "Norway",
        "Chile",
    ]
    assert asked == ["Norway", "Chile"]


# --------------------------------------------------------------------------------------------- phrases


def test_preposition_is_the_case_marker_with_its_fixed_words() -> None:
    said = doc(
        "Norway/NNP/nsubj>yielded yielded/VBD according/VBG/case>officials to/IN/fixed>according "
        "officials/NNS/obl>yielded"
    )
    assert tree.preposition(word(said, "officials")) == "according to"
    assert tree.preposition(word(said, "Norway")) == ""


def test_a_possessive_s_is_no_preposition() -> None:
    plan = doc("Norway/NNP/nmod:poss>plan +'s/POS/case>Norway plan/NN")
    assert tree.preposition(word(plan, "Norway")) == ""


def test_conjoined_takes_all_coordinates() -> None:
    three = doc(
        "Norway/NNP/nsubj>met +,/,/punct>Poland Poland/NNP/conj>Norway and/CC/cc>Chile "
        "Chile/NNP/conj>Norway met/VBD"
    )
    assert texts(tree.conjoined(word(three, "Norway"))) == ["Norway", "Poland", "Chile"]
    assert texts(tree.conjoined(word(three, "Chile"))) == ["Chile"]


@pytest.mark.parametrize(
    ("head", "phrase", "words"),
    [
        pytest.param(
            "Shigeru",
            "Japanese Prime Minister Shigeru Ishiba",
            "Japanese/JJ/amod>Minister Prime/NNP/compound>Minister Minister/NNP/nmod:desc>Shigeru "
            "Shigeru/NNP/nsubj>left Ishiba/NNP/flat>Shigeru left/VBD",
            id="title",
        ),
        pytest.param(
            "group",
            "the armed group",
            "the/DT/det>group armed/JJ/amod>group group/NN/nsubj>left that/WDT/nsubj>rules "
            "rules/VBZ/acl:relcl>group Gaza/NNP/obj>rules left/VBD",
            id="no relative clause",
        ),
        pytest.param(
            "men",
            "Two men",
            "Two/CD/nummod>men men/NNS/nsubj>left accused/VBN/acl>men of/IN/case>treason "
            "treason/NN/obl>accused left/VBD",
            id="no reduced relative clause",
        ),
        pytest.param(
            "ministry",
            "the ministry of defense",
            "the/DT/det>ministry ministry/NN/nsubj>spoke of/IN/case>defense defense/NN/nmod>ministry "
            "spoke/VBD",
            id="naming prepositional phrase",
        ),
        pytest.param(
            "meeting",
            "a meeting",
            "a/DT/det>meeting meeting/NN about/IN/case>trade trade/NN/nmod>meeting",
            id="other prepositional phrase",
        ),
        pytest.param(
            "minister",
            "Norway's foreign minister",
            "Norway/NNP/nmod:poss>minister +'s/POS/case>Norway foreign/JJ/amod>minister "
            "minister/NN/nsubj>left left/VBD",
            id="possessor",
        ),
        pytest.param(
            "Norway",
            "Norway",
            "Norway/NNP/nmod:poss>minister +'s/POS/case>Norway foreign/JJ/amod>minister minister/NN",
            id="possessor without its 's",
        ),
        pytest.param(
            "Norway",
            "Norway",
            "talks/NNS with/IN/case>Norway Norway/NNP/nmod>talks",
            id="no preposition",
        ),
        pytest.param(
            "Lund",
            "Lund",
            "Lund/NNP/nsubj>left +,/,/punct>minister the/DT/det>minister minister/NN/appos>Lund "
            "+,/,/punct>minister left/VBD",
            id="apposition behind a comma",
        ),
        pytest.param(
            "Norway",
            "Norway",
            "Norway/NNP/nsubj>met and/CC/cc>Poland Poland/NNP/conj>Norway met/VBD",
            id="no coordinates",
        ),
        pytest.param(
            "people",
            "at least 30 people",
            "shelling/NN/nsubj>killed killed/VBD at/IN/case>least least/JJ/nmod>30 30/CD/nummod>people "
            "people/NNS/obj>killed",
            id="number with its bound",
        ),
        pytest.param(
            "people",
            "30 people",
            "shelling/NN/nsubj>left left/VBD for/IN/case>people 30/CD/nummod>people people/NNS/obl>left",
            id="number without a preposition",
        ),
    ],
)
def test_noun_phrase(head: str, phrase: str, words: str) -> None:
    assert tree.noun_phrase(word(doc(words), head)).text == phrase


# ---------------------------------------------------------------------------------------------- verbs

ACTIVE = "Norway/NNP/nsubj>shelled shelled/VBD Chile/NNP/obj>shelled"
PERFECT = "Norway/NNP/nsubj>shelled has/VBZ/aux>shelled shelled/VBN Chile/NNP/obj>shelled"
PASSIVE = (
    "Chile/NNP/nsubj:pass>shelled was/VBD/aux:pass>shelled shelled/VBN "
    "by/IN/case>Norway Norway/NNP/obl:agent>shelled"
)
PASSIVE_WITHOUT_AGENT = "Chile/NNP/nsubj:pass>shelled was/VBD/aux:pass>shelled shelled/VBN"
HEADLINE_PASSIVE = "Chile/NNP/nsubj:pass>shelled shelled/VBN by/IN/case>Norway Norway/NNP/obl:agent>shelled"
REDUCED_RELATIVE = "a/DT/det>town town/NN shelled/VBN/acl>town by/IN/case>Norway Norway/NNP/obl:agent>shelled"
RELATIVE_SUBJECT = (
    "Norway/NNP/nsubj>fled +,/,/punct>shelled which/WDT/nsubj>shelled shelled/VBD/acl:relcl>Norway "
    "Chile/NNP/obj>shelled +,/,/punct>shelled fled/VBD"
)
RELATIVE_SUBJECT_OF_TWO = (
    "Norway/NNP/nsubj>fled which/WDT/nsubj>armed armed/VBD/acl:relcl>Norway rebels/NNS/obj>armed "
    "and/CC/cc>shelled "
    "shelled/VBD/conj>armed Chile/NNP/obj>shelled fled/VBD"
)
RELATIVE_OBJECT = (
    "Chile/NNP/nsubj>fled which/WDT/obj>shelled Norway/NNP/nsubj>shelled shelled/VBD/acl:relcl>Chile fled/VBD"
)
RELATIVE_WITHOUT_PRONOUN = (
    "the/DT/det>town town/NN/nsubj>fell Norway/NNP/nsubj>shelled shelled/VBD/acl:relcl>town fell/VBD"
)
RELATIVE_PASSIVE = (
    "Chile/NNP/nsubj>fled which/WDT/nsubj:pass>shelled was/VBD/aux:pass>shelled shelled/VBN/acl:relcl>Chile "
    "by/IN/case>Norway Norway/NNP/obl:agent>shelled fled/VBD"
)
SUBJECT_CONTROL = "Norway/NNP/nsubj>plans plans/VBZ to/TO/mark>shell shell/VB/xcomp>plans Chile/NNP/obj>shell"
SUBJECT_CONTROL_OF_TWO = (
    "Norway/NNP/nsubj>plans plans/VBZ to/TO/mark>arm arm/VB/xcomp>plans rebels/NNS/obj>arm "
    "and/CC/cc>shell shell/VB/conj>arm Chile/NNP/obj>shell"
)
OBJECT_CONTROL = (
    "Poland/NNP/nsubj>urged urged/VBD Norway/NNP/obj>urged to/TO/mark>shell shell/VB/xcomp>urged "
    "Chile/NNP/obj>shell"
)
PASSIVE_CONTROL = (
    "Norway/NNP/nsubj:pass>urged was/VBD/aux:pass>urged urged/VBN to/TO/mark>shell shell/VB/xcomp>urged "
    "Chile/NNP/obj>shell"
)
ACCUSED = (
    "Poland/NNP/nsubj>accused accused/VBD Norway/NNP/obj>accused of/IN/mark>shelling "
    "shelling/VBG/advcl>accused Chile/NNP/obj>shelling"
)
IS_ACCUSED = (
    "Norway/NNP/nsubj:pass>accused is/VBZ/aux:pass>accused accused/VBN of/IN/mark>shelling "
    "shelling/VBG/advcl>accused Chile/NNP/obj>shelling"
)
THANKED = (
    "Poland/NNP/nsubj>thanked thanked/VBD Norway/NNP/obj>thanked for/IN/mark>sending "
    "sending/VBG/advcl>thanked aid/NN/obj>sending"
)
AFTERWARDS = (
    "Norway/NNP/nsubj>left left/VBD Poland/NNP/obj>left after/IN/mark>shelling "
    "shelling/VBG/advcl>left Chile/NNP/obj>shelling"
)
TWO_VERBS = (
    "Norway/NNP/nsubj>armed armed/VBD rebels/NNS/obj>armed and/CC/cc>shelled shelled/VBD/conj>armed "
    "Chile/NNP/obj>shelled"
)
TWO_VERBS_ONE_OBJECT = (
    "Norway/NNP/nsubj>condemned condemned/VBD and/CC/cc>shelled shelled/VBD/conj>condemned "
    "Chile/NNP/obj>condemned"
)
TWO_PASSIVES = (
    "Chile/NNP/nsubj:pass>invaded was/VBD/aux:pass>invaded invaded/VBN and/CC/cc>shelled "
    "shelled/VBN/conj>invaded by/IN/case>Norway Norway/NNP/obl:agent>invaded"
)
TWO_PASSIVES_WITHOUT_AGENT = (
    "Chile/NNP/nsubj:pass>invaded was/VBD/aux:pass>invaded invaded/VBN and/CC/cc>shelled "
    "shelled/VBN/conj>invaded"
)
PARTICIPLE = "troops/NNS shelling/VBG/acl>troops Chile/NNP/obj>shelling"
FREE_PARTICIPLE = (
    "Shelled/VBN/advcl>fled for/IN/case>days days/NNS/obl>Shelled +,/,/punct>Shelled Chile/NNP/nsubj>fled "
    "fled/VBD"
)
OWNED_PLAN = (
    "Norway/NNP/nmod:poss>plan +'s/POS/case>Norway plan/NN to/TO/mark>shell shell/VB/acl>plan "
    "Chile/NNP/obj>shell"
)
ANNOUNCED_PLAN = (
    "Norway/NNP/nsubj>announced announced/VBD a/DT/det>plan plan/NN/obj>announced to/TO/mark>shell "
    "shell/VB/acl>plan Chile/NNP/obj>shell"
)
SAID = "Poland/NNP/nsubj>said said/VBD Norway/NNP/nsubj>shelled shelled/VBD/ccomp>said Chile/NNP/obj>shelled"
PASSIVE_COMPLEMENT = (
    "Chile/NNP/nsubj>risks risks/VBZ being/VBG/aux:pass>shelled shelled/VBN/xcomp>risks "
    "by/IN/case>Norway Norway/NNP/obl:agent>shelled"
)
SEEN = "Norway/NNP/nsubj>wants wants/VBZ Chile/NNP/obj>wants shelled/VBN/xcomp>wants"
MODIFIER = "shelled/VBN/amod>towns towns/NNS"


@pytest.mark.parametrize(
    ("words", "verb", "passive", "actor", "to_whom"),
    [
        pytest.param(ACTIVE, "shelled", False, "Norway", ["Chile"], id="active"),
        pytest.param(PERFECT, "shelled", False, "Norway", ["Chile"], id="perfect"),
        pytest.param(PASSIVE, "shelled", True, "Norway", ["Chile"], id="passive"),
        pytest.param(PASSIVE_WITHOUT_AGENT, "shelled", True, None, ["Chile"], id="passive without agent"),
        pytest.param(HEADLINE_PASSIVE, "shelled", True, "Norway", ["Chile"], id="passive of a headline"),
        pytest.param(REDUCED_RELATIVE, "shelled", True, "Norway", ["town"], id="reduced relative"),
        pytest.param(RELATIVE_SUBJECT, "shelled", False, "Norway", ["Chile"], id="relative subject"),
        pytest.param(
            RELATIVE_SUBJECT_OF_TWO, "shelled", False, "Norway", ["Chile"], id="relative subject of two"
        ),
        pytest.param(RELATIVE_OBJECT, "shelled", False, "Norway", ["Chile"], id="relative object"),
        pytest.param(
            RELATIVE_WITHOUT_PRONOUN, "shelled", False, "Norway", ["town"], id="relative without pronoun"
        ),
        pytest.param(RELATIVE_PASSIVE, "shelled", True, "Norway", ["Chile"], id="relative passive"),
        pytest.param(SUBJECT_CONTROL, "shell", False, "Norway", ["Chile"], id="subject control"),
        pytest.param(SUBJECT_CONTROL_OF_TWO, "shell", False, "Norway", ["Chile"], id="control of two"),
        pytest.param(OBJECT_CONTROL, "shell", False, "Norway", ["Chile"], id="object control"),
        pytest.param(PASSIVE_CONTROL, "shell", False, "Norway", ["Chile"], id="control under a passive"),
        pytest.param(ACCUSED, "shelling", False, "Norway", ["Chile"], id="accuses X of V-ing"),
        pytest.param(IS_ACCUSED, "shelling", False, "Norway", ["Chile"], id="is accused of V-ing"),
        pytest.param(THANKED, "sending", False, "Norway", ["aid"], id="thanks X for V-ing"),
        pytest.param(AFTERWARDS, "shelling", False, "Norway", ["Chile"], id="left X after V-ing"),
        pytest.param(TWO_VERBS, "shelled", False, "Norway", ["Chile"], id="second verb"),
        pytest.param(TWO_VERBS_ONE_OBJECT, "condemned", False, "Norway", ["Chile"], id="shared object"),
        pytest.param(TWO_VERBS_ONE_OBJECT, "shelled", False, "Norway", ["Chile"], id="shared object, second"),
        pytest.param(TWO_PASSIVES, "shelled", True, "Norway", ["Chile"], id="second passive, shared agent"),
        pytest.param(TWO_PASSIVES_WITHOUT_AGENT, "shelled", True, None, ["Chile"], id="second passive"),
        pytest.param(PARTICIPLE, "shelling", False, "troops", ["Chile"], id="participle"),
        pytest.param(FREE_PARTICIPLE, "Shelled", True, None, ["Chile"], id="participle before the clause"),
        pytest.param(OWNED_PLAN, "shell", False, "Norway", ["Chile"], id="clause of an owned noun"),
        pytest.param(ANNOUNCED_PLAN, "shell", False, "Norway", ["Chile"], id="clause of an object"),
        pytest.param(SAID, "shelled", False, "Norway", ["Chile"], id="clause with its own subject"),
        pytest.param(PASSIVE_COMPLEMENT, "shelled", True, "Norway", ["Chile"], id="passive complement"),
        pytest.param(SEEN, "shelled", True, None, ["Chile"], id="participle as complement"),
        pytest.param(MODIFIER, "shelled", True, None, ["towns"], id="participle as modifier"),
    ],
)
def test_who_does_it_to_whom(
    words: str, verb: str, passive: bool, actor: str | None, to_whom: list[str]
) -> None:
    token = word(doc(words), verb)
    found = tree.subject(token)
    assert tree.is_passive(token) == passive
    assert (found.text if found is not None else None) == actor
    assert texts(tree.patients(token)) == to_whom


def test_of_two_subjects_the_nearer_one_counts_on_either_side() -> None:
    said = doc(
        "Norway/NNP/nsubj>broke broke/VBD/ccomp>wrote truce/NN/obj>broke +,/,/punct>wrote "
        "aide/NN/nsubj>broke Ruiz/NNP/nsubj>wrote wrote/VBD"
    )
    assert tree.subject(word(said, "broke")) == word(said, "Norway")


def test_nobody_acts_where_no_subject_stands_anywhere() -> None:
    assert tree.subject(word(doc("Halt/VB the/DT/det>talks talks/NNS/obj>Halt"), "Halt")) is None


def test_a_passive_clause_tells_nobody_of_the_clause_above() -> None:
    told = doc(
        "Poland/NNP/nsubj>said said/VBD Chile/NNP/nsubj:pass>shelled was/VBD/aux:pass>shelled "
        "shelled/VBN/ccomp>said"
    )
    assert tree.subject(word(told, "shelled")) is None


# -------------------------------------------------------------------------------------- prepositions


def test_prepositional_finds_each_word_of_a_double_preposition() -> None:
    left = doc(
        "Norway/NNP/nsubj>pulled pulled/VBD out/IN/case>pact of/IN/case>pact the/DT/det>pact "
        "pact/NN/obl>pulled"
    )
    assert texts(tree.prepositional(word(left, "pulled"), "out")) == ["pact"]
    assert texts(tree.prepositional(word(left, "pulled"), "of")) == ["pact"]
    assert tree.prepositional(word(left, "pulled"), "from") == []


def test_prepositional_of_a_noun_and_of_its_verb() -> None:
    tariffs = doc(
        "Norway/NNP/nsubj>put put/VBD tariffs/NNS/obj>put on/IN/case>cars cars/NNS/nmod>tariffs "
        "in/IN/case>May May/NNP/obl>put"
    )
    assert texts(tree.prepositional(word(tariffs, "tariffs"), "on")) == ["cars"]
    assert texts(tree.prepositional(word(tariffs, "put"), "in")) == ["May"]


def test_prepositional_follows_a_relative_pronoun() -> None:
    tariffs = doc(
        "Chile/NNP/nsubj>fell on/IN/case>which which/WDT/obl>imposed Norway/NNP/nsubj>imposed "
        "imposed/VBD/acl:relcl>Chile tariffs/NNS/obj>imposed +,/,/punct>imposed fell/VBD"
    )
    assert texts(tree.prepositional(word(tariffs, "imposed"), "on")) == ["Chile"]


# ----------------------------------------------------------------------------------------- modifiers


def test_modifiers_come_possessor_first() -> None:
    troops = doc(
        "elite/JJ/amod>troops Norway/NNP/nmod:poss>troops +'s/POS/case>Norway army/NN/compound>troops "
        "troops/NNS"
    )
    assert texts(list(tree.modifiers(word(troops, "troops")))) == ["Norway", "elite", "army"]


def test_modifiers_reach_into_a_compound() -> None:
    talks = doc("Norwegian/JJ/amod>trade trade/NN/compound>talks talks/NNS")
    assert texts(list(tree.modifiers(word(talks, "talks")))) == ["trade", "Norwegian"]


def test_the_home_of_a_party_modifies_it() -> None:
    firm = doc("Oslo/NNP/compound>based +-/HYPH/punct>Oslo +based/VBN/amod>firm firm/NN")
    assert not tree.is_linked(word(firm, "based"))
    assert "Oslo" in texts(list(tree.modifiers(word(firm, "firm"))))


def test_the_backer_of_a_party_does_not_modify_it() -> None:
    militias = doc(
        "Iran/NNP/compound>backed +-/HYPH/punct>Iran +backed/VBN/amod>militias local/JJ/amod>militias "
        "militias/NNS"
    )
    assert tree.is_linked(word(militias, "backed"))
    assert not tree.is_linked(word(militias, "local"))
    assert "Iran" not in texts(list(tree.modifiers(word(militias, "militias"))))
