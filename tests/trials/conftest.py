"""Warm processes to be killed, and databases to be stopped."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.cluster import Server, server
from tests.trials.nursery import Nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    # Not under pytest's folders: some commands run as a user who may not look into them.
    folder = Path(tempfile.mkdtemp(prefix="dragoman-trials-"))
    folder.chmod(0o755)
    try:
        with Nursery(folder, batch=8) as made:
            yield made
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    with server() as made:
        yield made
