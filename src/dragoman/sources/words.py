"""The word lists of this room, loaded once (the files are in ``ontology/sources``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml


@dataclass(frozen=True, slots=True)
class PageWords:
    """Words that take a text page apart; see ``page_words.yaml``."""

    labels: frozenset[str]
    furniture: tuple[str, ...]
    date_labels: frozenset[str]
    update_labels: frozenset[str]
    small_words: frozenset[str]
    abbreviations: frozenset[str]


@dataclass(frozen=True, slots=True)
class WebWords:
    """Names used by web pages and addresses; see ``web.yaml``."""

    date_metas: tuple[str, ...]
    publisher_metas: tuple[str, ...]
    title_metas: tuple[str, ...]
    tracking_parameters: frozenset[str]
    tracking_prefixes: tuple[str, ...]
    session_parameters: frozenset[str]
    instead_of_an_article: dict[str, tuple[str, ...]]
    secret_parameters: frozenset[str]


@dataclass(frozen=True, slots=True)
class FeedWords:
    """How feeds name what they tell; see ``feeds.yaml``. ``prefixes`` is by namespace."""

    prefixes: dict[str, str]
    title: tuple[str, ...]
    text: tuple[str, ...]
    published: tuple[str, ...]
    link: tuple[str, ...]
    key: tuple[str, ...]
    language: tuple[str, ...]
    within: frozenset[str]


@cache
def page_words() -> PageWords:
    """Return the words of ``page_words.yaml``. Raises `OntologyError`."""
    data = load_yaml("sources/page_words.yaml")

    def words(key: str) -> list[str]:
        return _words(data, key, "sources/page_words.yaml")

    return PageWords(
        labels=frozenset(words("labels")),
        furniture=tuple(words("furniture")),
        date_labels=frozenset(words("date_labels")),
        update_labels=frozenset(words("update_labels")),
        small_words=frozenset(words("small_words")),
        abbreviations=frozenset(words("abbreviations")),
    )


@cache
def web_words() -> WebWords:
    """Return the names of ``web.yaml``. Raises `OntologyError`."""
    data = load_yaml("sources/web.yaml")

    def words(key: str) -> list[str]:
        return _words(data, key, "sources/web.yaml")

    instead = data.get("instead_of_an_article") if isinstance(data, dict) else None
    if not isinstance(instead, dict) or not instead:
        raise OntologyError(
            "sources/web.yaml, instead_of_an_article: not what pages do, with phrases (write them)"
        )
    return WebWords(
        date_metas=tuple(words("date_metas")),
        publisher_metas=tuple(words("publisher_metas")),
        title_metas=tuple(words("title_metas")),
        tracking_parameters=frozenset(words("tracking_parameters")),
        tracking_prefixes=tuple(words("tracking_prefixes")),
        session_parameters=frozenset(words("session_parameters")),
        instead_of_an_article={
            what: tuple(_words(instead, what, "sources/web.yaml, instead_of_an_article")) for what in instead
        },
        secret_parameters=frozenset(words("secret_parameters")),
    )


@cache
def feed_words() -> FeedWords:
    """Return the names of ``feeds.yaml``. Raises `OntologyError`."""
    name = "sources/feeds.yaml"
    data = load_yaml(name)

    def words(key: str) -> tuple[str, ...]:
        return tuple(_words(data, key, name))

    namespaces = data.get("namespaces") if isinstance(data, dict) else None
    if not isinstance(namespaces, dict) or not namespaces:
        raise OntologyError(f"{name}, namespaces: not prefixes with lists of namespaces (write them)")
    return FeedWords(
        prefixes={
            space: f"{prefix}:" if prefix else ""
            for prefix in namespaces
            for space in _words(namespaces, prefix, f"{name}, namespaces")
        },
        title=words("title"),
        text=words("text"),
        published=words("published"),
        link=words("link"),
        key=words("key"),
        language=words("language"),
        within=frozenset(words("within")),
    )


def _words(data: Any, key: str, name: str) -> list[str]:
    """The list of lower-case strings under a key."""
    value = data.get(key) if isinstance(data, dict) else None
    if not isinstance(value, list) or not value:
        raise OntologyError(f"{name}, {key}: not a list of words (write one)")
    for word in value:
        if not isinstance(word, str) or word != word.lower():
            raise OntologyError(
                f"{name}, {key}: {word!r} is no lower-case word (quote words like on, off, no)"
            )
    return value
