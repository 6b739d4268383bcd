"""An analyst's judgement of an event: kept beside the coding, and laid over it wherever the event is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.desk.setting import changes, wrong
from dragoman.errors import InputError, UnknownIdError
from dragoman.records import Event
from dragoman.store.judgements import Action, Judged, as_coded, as_judged, judged_of

if TYPE_CHECKING:
    from dragoman.desk.sheets import Row
    from dragoman.store import Store

SHORTEST = 6
"""Characters of an id that may stand for it."""

_NOTHING_SET: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Correction:
    """An event before and after a judgement; ``judged`` is ``None`` where that said nothing new, and was not kept."""

    before: Event
    after: Event
    judged: Judged | None


def correct(
    store: Store,
    event: str,
    *,
    made: str,
    reject: bool = False,
    undo: bool = False,
    settings: Mapping[str, str] = _NOTHING_SET,
    note: str | None = None,
    by: str | None = None,
) -> Correction:
    """Keep a judgement of an event; what was judged before holds on, but for the fields that are set anew.

    Args:
        store: where the event is.
        event: its id, or the beginning of it, six characters at least.
        made: when it is judged, UTC (``2025-02-18T06:30:00Z``).
        reject: the report tells no such event.
        undo: nothing that was judged of it holds any longer.
        settings: value by field (`dragoman.desk.setting.changes`).
        note: why.
        by: who says so.

    Raises:
        UnknownIdError: there is no such event.
        InputError: the beginning is that of several events, a field cannot have its value, or nothing, or more than one
            of the three, is asked for.
        StoreError: the store cannot be read or written.
    """
    asked: dict[Action, bool] = {"reject": reject, "undo": undo, "set": bool(settings)}
    return _judge(
        store, found(store, event), [a for a, is_asked in asked.items() if is_asked], settings, note, by, made
    )


def correct_all(
    store: Store,
    rows: Iterable[Row],
    name: str,
    *,
    made: str,
    by: str | None = None,
    and_copies: bool = False,
    on_error: Callable[[InputError], object],
) -> Iterator[Correction]:
    """Keep the judgements of a file (`dragoman.desk.sheets`), line by line, and yield what each came to.

    A line that says nothing new changes nothing, so that a file can be given again.

    Args:
        store: where the events are.
        rows: the lines.
        name: what the file is called.
        made: when it is judged, UTC.
        by: who says so, where a line does not name anybody.
        and_copies: whether the `copies` of each event are judged too.
        on_error: is told what is wrong with a line; the rest goes on.
    """
    for row in rows:
        try:
            event = found(store, row.event)
            settings = row.settings(event)
            actions: list[Action] = [row.action] if row.action else []
            if settings and "set" not in actions:
                actions.append("set")
            told = event.judgement and event.judgement.note
            if (actions == ["set"] and not settings) or (not actions and row.note in (None, told)):
                yield Correction(event, event, None)
                continue
            for one in (event, *(copies(store, event) if and_copies else ())):
                yield _judge(store, one, actions, settings, row.note, row.by or by, made)
        except InputError as error:
            place = f"{row.place}, {error.place}" if error.place else row.place
            on_error(InputError(name, place, f"{error.input}: {error.problem}", error.mend))
        except UnknownIdError as error:
            on_error(InputError(name, row.place, str(error), "copy the id from the list of events"))


def copies(store: Store, event: Event) -> tuple[Event, ...]:
    """Return the events that are coded from the same words in other reports of the story, as copies of a text have."""
    home = store.story_of(event.document)
    story = store.story(home) if home else None
    if story is None:
        return ()
    coded = as_coded(event)
    told = (*story.events, *store.rejected([document.id for document in story.documents]))
    alike = (
        one for one in told if one.document != event.document and one.evidence.field == event.evidence.field
    )
    return tuple(one for one in alike if _tells(as_coded(one)) == _tells(coded))


def _tells(event: Event) -> tuple[object, ...]:
    """Return the sentence of an event, where its trigger stands in it, and its type."""
    evidence, trigger = event.evidence, event.trigger
    return evidence.quote, trigger.start - evidence.start, trigger.text, event.type


def _judge(
    store: Store,
    before: Event,
    actions: Sequence[Action],
    settings: Mapping[str, str],
    note: str | None,
    by: str | None,
    made: str,
) -> Correction:
    if len(actions) != 1:
        raise InputError(
            f"event {before.id}",
            None,
            f"{' and '.join(actions)} at once" if actions else "nothing is said of it",
            "reject it, set fields of it, or undo what was judged",
        )
    if settings and before.judgement and before.judgement.rejected:
        raise wrong(before, next(iter(settings)), "the event is rejected", "undo that first")
    held = store.held([before.document])[before.document]
    judged = judged_of(
        before,
        actions[0],
        made,
        changes=changes(before, settings, held.document.published) if settings else {},
        note=_words(note),
        by=_words(by),
    )
    now = as_judged(held.events, [*store.judgements(document=before.document), judged])
    after = next(event for event in now if event.id == before.id)
    if _says_the_same(before, after):
        return Correction(before, before, None)
    store.judge(judged)
    return Correction(before, store.event(before.id) or after, judged)


def found(store: Store, beginning: str) -> Event:
    """Return the event of an id, or of the beginning of one; of an id that was, what is coded there now.

    Raises as `correct` does.
    """
    if (event := store.event(beginning) or store.event_now(beginning)) is not None:
        return event
    ids = store.events_beginning(beginning) if len(beginning) >= SHORTEST else ()
    if len(ids) > 1:
        raise InputError(
            f"event {beginning}", None, f"that is how {', '.join(ids)} begin", "write more of the id"
        )
    event = store.event(ids[0]) if ids else None
    if event is None:
        least = f" (write {SHORTEST} characters at least)" if len(beginning) < SHORTEST else ""
        raise UnknownIdError(f"no event has the id {beginning[:80]!r}, or one that begins so{least}")
    return event


def _says_the_same(before: Event, after: Event) -> bool:
    """Whether nothing but the time of the judgement, or who made it, is other than before."""
    old, new = before.judgement, after.judgement
    if old is None or new is None:
        return old is new
    return replace(after, judgement=replace(new, made=old.made, by=old.by)) == before


def _words(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None
