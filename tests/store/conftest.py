"""A small corpus that nobody wrote, and a store of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.corpus import Corpus, corpus
from dragoman.store import Store


@pytest.fixture(scope="session")
def small() -> Corpus:
    return corpus(600, seed=3)


@pytest.fixture(scope="session")
def store(small: Corpus) -> Iterator[Store]:
    with Store.open() as store:
        store.add(small.documents, small.events, small.stories, small.storylines)
        yield store
