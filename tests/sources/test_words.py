"""The word lists of reading: each is checked when it is loaded, and the message names what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml
from dragoman.sources import words

LISTS: list[tuple[Callable[[], Any], str]] = [
    (words.feed_words, "sources/feeds.yaml"),
    (words.web_words, "sources/web.yaml"),
    (words.page_words, "sources/page_words.yaml"),
]


@pytest.mark.parametrize(("load", "name"), LISTS)
@pytest.mark.parametrize("slip", [None, [], {}, "a word", ["Capital"], [7], [True]])
def test_a_list_that_is_none_is_told(
    load: Callable[[], Any], name: str, slip: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = load_yaml(name)
    for key in whole:
        monkeypatch.setattr(words, "load_yaml", lambda _, key=key: {**whole, key: slip})
        with pytest.raises(OntologyError, match=key):
            load.__wrapped__()  # type: ignore[attr-defined]


def test_no_namespace_stands_for_two_prefixes() -> None:
    namespaces = load_yaml("sources/feeds.yaml")["namespaces"]
    assert len(words.feed_words().prefixes) == sum(map(len, namespaces.values()))


def test_no_parameter_is_listed_twice_or_covered_by_a_prefix() -> None:
    listed = load_yaml("sources/web.yaml")
    parameters = listed["tracking_parameters"] + listed["session_parameters"]
    assert len(set(parameters)) == len(parameters)
    assert not [p for p in parameters if p.startswith(tuple(listed["tracking_prefixes"]))]
