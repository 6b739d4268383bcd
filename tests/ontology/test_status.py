from dataclasses import asdict
from itertools import combinations

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml
from dragoman.ontology.status import FILE, parse, status_words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("negation", {"not", "n't", "n’t", "never", "no"}),
        ("negated_by", {"fail", "refuse", "avoid"}),
        ("ended_by", {"stop", "cease"}),
        ("denied_by", {"deny", "false", "denial"}),
        ("future", {"will", "'ll", "shall"}),
        ("planned_by", {"plan", "intend", "vow", "set", "schedule"}),
        ("conditional", {"would", "could", "may", "might"}),
        ("conditional_by", {"consider", "mull", "possible", "likely"}),
        ("if_", {"if", "unless"}),
        ("ongoing", {"continue", "keep", "still"}),
        ("historical", {"formerly", "colonial"}),
        ("long_ago", {"century", "decade"}),
    ],
)
def test_the_common_words_are_there(name: str, expected: set[str]) -> None:
    assert expected <= getattr(status_words(), name)


def test_a_word_above_an_event_says_one_thing_only() -> None:
    above = {
        name: words
        for name, words in asdict(status_words()).items()
        if name in {"negated_by", "ended_by", "denied_by", "planned_by", "conditional_by", "ongoing"}
    }
    for one, other in combinations(above, 2):
        assert not above[one] & above[other], (one, other)


def test_a_missing_list_is_refused() -> None:
    data = load_yaml(FILE)
    del data["future"]
    with pytest.raises(OntologyError, match=r"mine\.yaml: the lists are negation"):
        parse(data, "mine.yaml")
    data["future"] = ["will", "will"]
    with pytest.raises(OntologyError, match=r"mine\.yaml: future: 'will' stands twice"):
        parse(data, "mine.yaml")
