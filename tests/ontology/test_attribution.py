from typing import Any

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology.attribution import FILE, attribution_words, parse
from dragoman.ontology.files import load_yaml


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        ("say", "neutral"),
        ("claim", "doubtful"),
        ("confirm", "firm"),
        ("deny", "deny"),
        ("believe", "opinion"),
        ("warn", "opinion"),
    ],
)
def test_reporting_verbs_have_a_class(verb: str, kind: str) -> None:
    assert verb in attribution_words().say
    assert attribution_words().say_class[verb] == kind


def test_verbs_that_report_nothing_are_left_out() -> None:
    assert not attribution_words().say & {"attack", "meet", "sign", "condemn", "be", "have"}


def test_speakers_without_a_name_and_the_signs_of_them() -> None:
    words = attribution_words()
    assert {"source", "official", "diplomat", "person"} <= words.anonymous
    assert {"anonymity", "familiar", "unnamed"} <= words.anonymous_signs
    assert {"newspaper", "broadcaster", "agency"} <= words.media
    assert not words.media & words.anonymous
    assert "according to" in words.according_to
    assert {"reportedly", "allegedly"} <= words.adverbs


def test_every_reporting_verb_takes_a_clause_and_others_what_their_slots_say() -> None:
    words = attribution_words()
    assert all("clause" in words.takes[verb] for verb in words.say)
    assert {"infinitive"} <= words.takes["want"]
    assert {"name"} <= words.takes["call"]
    assert {"for", "on"} <= words.takes["call"]
    assert "object" in words.takes["criticize"]
    assert "attack" not in words.say


def test_nouns_documents_and_refusals() -> None:
    words = attribution_words()
    assert {"claim", "pledge", "allegation"} <= words.nouns
    assert {"report", "poll", "letter"} <= words.documents
    assert "decline" in words.refuse
    assert {"comment", "respond"} <= words.answer


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda d: d.pop("media"), "the lists are"),
        (lambda d: d.update(more=["x"]), "the lists are"),
        (lambda d: d["say"].pop("firm"), "say has the classes"),
        (lambda d: d["say"]["firm"].append("say"), "'say' is neutral and firm"),
        (lambda d: d["takes"].pop("name"), "takes has the slots clause, infinitive"),
        (lambda d: d["takes"]["clause"].append("say"), "'say' is in say and takes clause"),
        (lambda d: d["non_answer"].pop("refuse"), "non_answer has the lists refuse, answer"),
        (lambda d: d.update(media="press"), "media must be a list"),
        (lambda d: d["media"].append("Reuters"), "'Reuters' must be a word in lower case"),
        (lambda d: d["adverbs"].append(True), "True must be a word"),
        (lambda d: d["adverbs"].append("reportedly"), "'reportedly' stands twice"),
    ],
)
def test_a_breach_names_the_list_and_the_mend(spoil: Any, message: str) -> None:
    data = load_yaml(FILE)
    spoil(data)
    with pytest.raises(OntologyError, match=message) as caught:
        parse(data, "mine.yaml")
    assert str(caught.value).startswith("mine.yaml: ")
