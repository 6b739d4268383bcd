"""What a store holds, as far as it does not depend on the clock, or on how often somebody was stopped.

Ids of stories depend on the order in which reports came; what is together does not.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import create_engine, text

State = dict[str, Any]

COUNTED = {
    "documents": "SELECT id, kind, title, text, published, publisher, url, hash, revision, origin, news_day, "
    "error, coding IS NULL FROM documents",
    "events": "SELECT id, document, record FROM events",
    "parties": "SELECT e.id, p.role, p.position, p.text FROM parties p JOIN events e ON e.number = p.event",
    "revisions": "SELECT document, revision, title, text, hash FROM revisions",
    "old events": "SELECT id, document, revision, record FROM old_events",
    "items": "SELECT s.url, i.key, i.hash FROM items i JOIN sources s ON s.number = i.source",
    "waiting": "SELECT key, follow FROM waiting",
    "refused": "SELECT key, reason FROM refused",
    "judgements": "SELECT event, action, changes, note FROM judgements",
}


def state(url: str) -> State:
    """Return what the store at an address holds: rows with how often they are there, and what is together."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.connect() as connection:
            held: State = {
                name: Counter(tuple(row) for row in connection.execute(text(asked)))
                for name, asked in COUNTED.items()
            }
            stories = _together(connection.execute(text("SELECT story, document FROM story_documents")))
            lines = _together(connection.execute(text("SELECT storyline, story FROM storyline_stories")))
            held["stories"] = Counter(stories.values())
            held["storylines"] = Counter(
                frozenset(stories.get(story, frozenset({story})) for story in members)
                for members in lines.values()
            )
            told = Counter(
                (frozenset(json.loads(record)["documents"]), count)
                for record, count in connection.execute(text("SELECT record, documents FROM stories"))
            )
            held["stories as told"] = told
    finally:
        engine.dispose()
    return held


def differing(one: State, other: State) -> list[str]:
    """Return a line for each kind of thing that is lost, doubled or another in ``other``."""
    told = []
    for name, rows in one.items():
        lost, more = rows - other[name], other[name] - rows
        if lost or more:
            shown = [str(next(iter(some)))[:300] for some in (lost, more) if some]
            told.append(f"{name}: {lost.total()} lost, {more.total()} more, as {' and '.join(shown)}")
    return told


def _together(rows: Any) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for of, member in rows:
        found[of].add(member)
    return {of: frozenset(members) for of, members in found.items()}
