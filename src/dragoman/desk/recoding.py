"""Reports coded again, after new words or another reader, and what that makes of their events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dragoman.records import Event
from dragoman.store.judgements import Judged, without_event

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from dragoman.desk.filing import Desk
    from dragoman.store import Held, Store

CHUNK = 1_000
"""Documents that are looked at before and after they are filed again."""

EXAMPLES = 3
"""Differences of a type that are shown."""

_LEFT_OUT = ("id", "document", "version", "judgement")
"""Keys of an event that do not say what happened."""

Kind = Literal["gained", "lost", "changed"]


@dataclass(frozen=True, slots=True)
class Changed:
    """An event that the new coding gained, lost or changed.

    Attributes:
        kind: which of the three.
        before, after: the event by the old and by the new coding; ``None`` where it has none.
        fields: names of the fields that are other than before, those of a changed event.
    """

    kind: Kind
    before: Event | None
    after: Event | None
    fields: tuple[str, ...] = ()

    @property
    def event(self) -> Event:
        """The event as it is now, or was."""
        found = self.after or self.before
        assert found is not None
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "kind": self.kind,
            "document": self.event.document,
            "fields": list(self.fields),
            "before": self.before and self.before.to_dict(),
            "after": self.after and self.after.to_dict(),
        }


@dataclass(slots=True)
class Recoding:
    """What became of the events of documents that were coded again.

    Attributes:
        documents: how many were coded again; of each that failed the earlier events stay.
        failed: documents that could not be coded, by id, each with the error.
        same, gained, lost, changed: number of events by type; of changed ones by the type that they had.
        fields: in how many changed events a field is other than before.
        examples: some of the differences, of each type and kind a few.
        without_event: judgements that mean no event any more; they are kept.
    """

    documents: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    same: Counter[str] = field(default_factory=Counter)
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    examples: list[Changed] = field(default_factory=list)
    without_event: tuple[Judged, ...] = ()

    def add(self, one: Changed) -> None:
        """Count a difference."""
        type = (one.before or one.event).type
        counter: Counter[str] = getattr(self, one.kind)
        counter[type] += 1
        self.fields.update(one.fields)
        if counter[type] <= EXAMPLES:
            self.examples.append(one)


def recode(
    desk: Desk,
    *,
    since: str | None = None,
    everything: bool = False,
    dry_run: bool = False,
    run: int | None = None,
    executor: Executor | None = None,
    on_difference: Callable[[Changed], object] = lambda one: None,
    progress: Callable[[int], object] = lambda done: None,
) -> Recoding:
    """Code documents of the store again as the desk codes now, and file them with their places in stories.

    Those are coded again that were coded otherwise, that were not coded, or that could not be (`wanted`). Each batch is
    one transaction: to go on where it was stopped, do it again. Earlier events are kept in `old_events`, and judgements
    are laid over the new ones.

    Args:
        desk: where, and how documents are coded.
        since: only documents of days from this one on (ISO).
        everything: those too that are coded as the desk codes now.
        dry_run: only say what would be; nothing is written.
        run: the number of the run in the store.
        executor: codes on several cores (`dragoman.code`).
        on_difference: is told each event that is other than before.
        progress: is told how many documents are done.

    Raises:
        StoreError: the store cannot be read or written; what was filed before stays.
        QueryError: ``since`` is no day.
    """
    done = Recoding()
    ids = wanted(desk, since=since, everything=everything)
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]

        def count(more: int, start: int = start) -> None:
            progress(start + more)

        before = desk.store.held(some)
        after = (
            _tried(desk, before.values(), executor, count)
            if dry_run
            else _filed(desk, some, run, executor, count)
        )
        for id, events, error in after:
            if error is not None:
                done.failed[id] = error
                continue
            done.documents += 1
            for one in differences(before[id].events, events, done.same):
                done.add(one)
                on_difference(one)
    if ids and not dry_run:
        desk.follow()
        done.without_event = left_over(desk.store)
    return done


def wanted(desk: Desk, *, since: str | None = None, everything: bool = False) -> tuple[str, ...]:
    """Return the ids of the documents that `recode` codes again."""
    otherwise = desk.store.coded_otherwise(None if everything else desk.coding(), since)
    never = desk.store.uncoded()
    if since is not None:
        held = (one for some in _chunks(never) for one in desk.store.held(some).values())
        never = tuple(one.document.id for one in held if (one.day or "") >= since)
    return (*otherwise, *never)


def left_over(store: Store) -> tuple[Judged, ...]:
    """Return the judgements of a store that mean no event any more."""
    judged = store.judgements()
    documents = list(dict.fromkeys(one.document for one in judged))
    held = (one for some in _chunks(documents) for one in store.held(some).values())
    return without_event([event for one in held for event in one.events], judged)


def differences(
    before: Iterable[Event], after: Iterable[Event], same: Counter[str] | None = None
) -> Iterator[Changed]:
    """Yield what one coding of a document has other than another; both as coded, without what people judged.

    An event is the one before if it has the same id, or if both are coded from the same words; of one type, also if the
    one has more of them than the other.

    Args:
        before, after: the events.
        same: counts the events that are as before, by type.
    """
    counted: Counter[str] = Counter() if same is None else same
    old, new = ({event.id: event for event in events} for events in (before, after))
    pairs = [(old.pop(id), new.pop(id)) for id in list(old) if id in new]
    for event in list(old.values()):
        there = [one for one in new.values() if _are_of_one_place(event, one)]
        if there:
            nearest = min(there, key=lambda one: (one.type != event.type, len(_other(event, one)), one.id))
            pairs.append((old.pop(event.id), new.pop(nearest.id)))
    for was, now in pairs:
        if fields := _other(was, now):
            yield Changed("changed", was, now, fields)
        else:
            counted[was.type] += 1
    for event in old.values():
        yield Changed("lost", event, None)
    for event in new.values():
        yield Changed("gained", None, event)


def _are_of_one_place(one: Event, other: Event) -> bool:
    a, b = one.trigger, other.trigger
    if one.evidence.field != other.evidence.field or a.start >= b.end or b.start >= a.end:
        return False
    return one.type == other.type or (a.start, a.end) == (b.start, b.end)


def _other(was: Event, now: Event) -> tuple[str, ...]:
    """Return the fields in which two events differ, the rule that fired aside."""
    one, other = was.to_dict(), now.to_dict()
    for plain in (one, other):
        plain["evidence"].pop("rule")
    return tuple(name for name in one if name not in _LEFT_OUT and one[name] != other.get(name))


def _filed(
    desk: Desk,
    ids: Sequence[str],
    run: int | None,
    executor: Executor | None,
    progress: Callable[[int], object],
) -> Iterator[tuple[str, tuple[Event, ...], str | None]]:
    """Code documents again, file them, and yield id, events, and why it could not be coded."""
    desk.refile(ids, run=run, executor=executor, progress=progress, follow=False)
    for id, held in desk.store.held(ids).items():
        yield id, held.events, held.error


def _tried(
    desk: Desk, held: Iterable[Held], executor: Executor | None, progress: Callable[[int], object]
) -> Iterator[tuple[str, tuple[Event, ...], str | None]]:
    """The same without filing anything."""
    for number, one in enumerate(desk.reread(held, executor), 1):
        progress(number)
        yield one.document.id, one.events or (), one.error


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
