"""Commands that are killed again and again until they are done, and what the store holds then."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.trials.nursery import Ended, Nursery
from tests.trials.state import State, differing, state

MOST = 60
"""Times that a command is begun again at most; after a few it is let go on, so that it is done some time."""


@dataclass(frozen=True, slots=True)
class Survived:
    """What came of commands that were killed.

    Attributes:
        kills: how often they were.
        wrong: what differs from undisturbed runs, and what `dragoman check` says.
    """

    kills: int
    wrong: tuple[str, ...]


def undisturbed(nursery: Nursery, commands: Sequence[Sequence[str]], url: str) -> list[Ended]:
    """Run commands on a store, and return how each went. Raises `AssertionError` when one fails."""
    went = []
    for each in commands:
        ended = nursery.run([*each, "--db", url])
        assert ended.code == 0, ended.said
        went.append(ended)
    return went


def killed(
    nursery: Nursery,
    commands: Sequence[Sequence[str]],
    url: str,
    usual: Sequence[Ended],
    chance: random.Random,
    most: int,
) -> int:
    """Run commands on a store, kill each at moments by chance and begin it again until it is done.

    Args:
        nursery: runs them.
        commands: one after the other, without the store.
        url: the store.
        usual: how the commands go undisturbed: moments are chosen within.
        chance: chooses the moments: half of them by the time, half by the statement to the database.
        most: times that they are killed in all; then they are let go on.

    Returns:
        How often they were killed.
    """
    kills = 0
    for command, went in zip(commands, usual, strict=True):
        for _ in range(MOST):
            after, statement = None, None
            if kills < most and chance.random() < 0.5:
                after = chance.uniform(0.0, went.seconds)
            elif kills < most:
                statement = chance.randint(1, went.statements or 1)
            ended = nursery.run([*command, "--db", url], after=after, statement=statement)
            if ended.code == 0:
                break
            assert ended.code < 0, ended.said
            kills += 1
        else:
            raise AssertionError(f"not done after {MOST} times: {' '.join(command)}")
    return kills


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is done to a store, one command after the other, and what it holds when nobody was killed."""

    commands: tuple[tuple[str, ...], ...]
    usual: tuple[Ended, ...]
    held: State
    prepare: Callable[[str], object]


def scenario(
    nursery: Nursery,
    commands: Sequence[Sequence[str]],
    url: str,
    prepare: Callable[[str], object] = lambda url: None,
) -> Scenario:
    """Run commands undisturbed on an empty store, or one that is prepared.

    Raises:
        AssertionError: one fails, or the store is at fault.
    """
    given = tuple(tuple(each) for each in commands)
    prepare(url)
    usual = tuple(undisturbed(nursery, given, url))
    wrong = at_fault(nursery, url)
    assert not wrong, wrong
    return Scenario(given, usual, state(url), prepare)


def survived(nursery: Nursery, given: Scenario, url: str, chance: random.Random, most: int) -> Survived:
    """Kill the commands of a scenario on another store, and return what came of it."""
    given.prepare(url)
    kills = killed(nursery, given.commands, url, given.usual, chance, most)
    return Survived(kills, (*differing(given.held, state(url)), *at_fault(nursery, url)))


def at_fault(nursery: Nursery, url: str) -> tuple[str, ...]:
    """Return what ``dragoman check`` finds wrong with a store."""
    ended = nursery.run(["check", "--db", url])
    return () if ended.code == 0 else tuple(ended.said.splitlines())
