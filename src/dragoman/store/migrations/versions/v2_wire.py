"""The tables of version 2: revisions, runs, sources, what waits, judgements, and what became of stories."""

from __future__ import annotations

import json
from typing import Any

from alembic import op
from sqlalchemy import Column, ForeignKey, Row, bindparam, column, select, table, text, update

from dragoman.store.codec import content_hash
from dragoman.store.migrations.kinds import DOUBLE, INTEGER, TEXT

SOME = 500
"""Documents that are read at once."""

_documents = table("documents", *map(column, ("number", "title", "text", "record", "hash")))

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Add to version 1 what a standing desk needs; nothing goes."""
    op.create_table(
        "codings",
        Column("number", INTEGER, primary_key=True),
        Column("code", TEXT, nullable=False),
        Column("lexicon", TEXT, nullable=False),
        Column("model", TEXT, nullable=False),
        Column("parser", TEXT, nullable=False),
        Column("own", TEXT, nullable=True),
        Column("min_confidence", DOUBLE, nullable=False),
        Column("first", TEXT, nullable=True),
    )
    op.create_table(
        "runs",
        Column("number", INTEGER, primary_key=True),
        Column("command", TEXT, nullable=False),
        Column("settings", TEXT, nullable=False),
        Column("begun", TEXT, nullable=False),
        Column("ended", TEXT, nullable=True),
        Column("outcome", TEXT, nullable=True),
        Column("note", TEXT, nullable=True),
        Column("new", INTEGER, nullable=False, server_default=text("0")),
        Column("revised", INTEGER, nullable=False, server_default=text("0")),
        Column("same", INTEGER, nullable=False, server_default=text("0")),
        Column("failed", INTEGER, nullable=False, server_default=text("0")),
        Column("events", INTEGER, nullable=False, server_default=text("0")),
    )
    op.create_table(
        "sources",
        Column("number", INTEGER, primary_key=True),
        Column("url", TEXT, nullable=False, unique=True),
        Column("title", TEXT, nullable=True),
        Column("site", TEXT, nullable=True),
        Column("category", TEXT, nullable=True),
        Column("kind", TEXT, nullable=True),
        Column("followed", INTEGER, nullable=False, server_default=text("1")),
        Column("etag", TEXT, nullable=True),
        Column("modified", TEXT, nullable=True),
        Column("final", TEXT, nullable=True),
        Column("hash", TEXT, nullable=True),
        Column("asked", TEXT, nullable=True),
        Column("succeeded", TEXT, nullable=True),
        Column("failures", INTEGER, nullable=False, server_default=text("0")),
        Column("error", TEXT, nullable=True),
        Column("due", TEXT, nullable=True),
    )
    op.add_column("documents", Column("hash", TEXT, nullable=False, server_default=text("''")))
    op.add_column("documents", Column("revision", INTEGER, nullable=False, server_default=text("1")))
    op.add_column(
        "documents",
        Column("coding", INTEGER, ForeignKey("codings.number"), nullable=True),
        inline_references=True,
    )
    op.add_column("documents", Column("error", TEXT, nullable=True))
    op.add_column("documents", Column("origin", TEXT, nullable=False, server_default=text("'file'")))
    op.add_column(
        "documents",
        Column("source", INTEGER, ForeignKey("sources.number"), nullable=True),
        inline_references=True,
    )
    op.add_column("documents", Column("canonical", TEXT, nullable=True))
    op.add_column("documents", Column("seen_first", TEXT, nullable=True))
    op.add_column("documents", Column("seen_last", TEXT, nullable=True))
    op.add_column("documents", Column("news_day", TEXT, nullable=True))
    op.create_index("documents_by_canonical", "documents", ["canonical"])
    op.create_index("documents_by_coding", "documents", ["coding"])
    op.create_index("documents_by_news_day", "documents", ["news_day", "id"])
    op.create_index("documents_by_source", "documents", ["source"])
    op.add_column("events", Column("rejected", INTEGER, nullable=False, server_default=text("0")))
    op.add_column("events", Column("judged", INTEGER, nullable=False, server_default=text("0")))
    op.create_index(
        "events_judged",
        "events",
        ["rejected", "number"],
        sqlite_where=text("judged = 1"),
        postgresql_where=text("judged = 1"),
    )
    op.create_table(
        "fetches",
        Column("number", INTEGER, primary_key=True),
        Column("source", INTEGER, ForeignKey("sources.number"), nullable=True),
        Column("url", TEXT, nullable=False),
        Column("run", INTEGER, ForeignKey("runs.number"), nullable=True),
        Column("at", TEXT, nullable=False),
        Column("seconds", DOUBLE, nullable=True),
        Column("status", INTEGER, nullable=True),
        Column("outcome", TEXT, nullable=False),
        Column("bytes", INTEGER, nullable=True),
        Column("error", TEXT, nullable=True),
        Column("items", INTEGER, nullable=False, server_default=text("0")),
    )
    op.create_index("fetches_by_run", "fetches", ["run"])
    op.create_index("fetches_by_source", "fetches", ["source", "number"])
    op.create_table(
        "items",
        Column("source", INTEGER, ForeignKey("sources.number"), primary_key=True),
        Column("key", TEXT, primary_key=True),
        Column("hash", TEXT, nullable=False),
        Column("first", TEXT, nullable=False),
        Column("last", TEXT, nullable=False),
    )
    op.create_table(
        "refused",
        Column("number", INTEGER, primary_key=True),
        Column("source", INTEGER, ForeignKey("sources.number"), nullable=True),
        Column("key", TEXT, nullable=False),
        Column("payload", TEXT, nullable=False),
        Column("tries", INTEGER, nullable=False),
        Column("reason", TEXT, nullable=False),
        Column("at", TEXT, nullable=False),
    )
    op.create_index("refused_by_source", "refused", ["source"])
    op.create_table(
        "waiting",
        Column("number", INTEGER, primary_key=True),
        Column("source", INTEGER, ForeignKey("sources.number"), nullable=True),
        Column("key", TEXT, nullable=False),
        Column("payload", TEXT, nullable=False),
        Column("follow", INTEGER, nullable=False, server_default=text("0")),
        Column("since", TEXT, nullable=False),
        Column("tries", INTEGER, nullable=False, server_default=text("0")),
        Column("error", TEXT, nullable=True),
        Column("due", TEXT, nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("waiting_by_due", "waiting", ["due", "number"])
    op.create_index("waiting_by_key", "waiting", ["source", "key"])
    op.create_table(
        "judgements",
        Column("number", INTEGER, primary_key=True),
        Column("event", TEXT, nullable=False),
        Column("document", TEXT, ForeignKey("documents.id"), nullable=False),
        Column("field", TEXT, nullable=False),
        Column("start", INTEGER, nullable=False),
        Column("end", INTEGER, nullable=False),
        Column("sentence", INTEGER, nullable=False),
        Column("quote", TEXT, nullable=False),
        Column("type", TEXT, nullable=False),
        Column("rule", TEXT, nullable=False),
        Column("action", TEXT, nullable=False),
        Column("changes", TEXT, nullable=False),
        Column("note", TEXT, nullable=True),
        Column("by", TEXT, nullable=True),
        Column("made", TEXT, nullable=False),
    )
    op.create_index("judgements_by_document", "judgements", ["document", "number"])
    op.create_index("judgements_by_event", "judgements", ["event", "number"])
    op.create_table(
        "old_events",
        Column("number", INTEGER, primary_key=True),
        Column("id", TEXT, nullable=False),
        Column("document", TEXT, ForeignKey("documents.id"), nullable=False),
        Column("revision", INTEGER, nullable=False),
        Column("coding", INTEGER, ForeignKey("codings.number"), nullable=True),
        Column("type", TEXT, nullable=False),
        Column("quote", TEXT, nullable=False),
        Column("record", TEXT, nullable=False),
        Column("replaced", INTEGER, ForeignKey("runs.number"), nullable=True),
    )
    op.create_index("old_events_by_document", "old_events", ["document", "number"])
    op.create_index("old_events_by_id", "old_events", ["id"])
    op.create_table(
        "revisions",
        Column("document", TEXT, ForeignKey("documents.id"), primary_key=True),
        Column("revision", INTEGER, primary_key=True),
        Column("kind", TEXT, nullable=False),
        Column("title", TEXT, nullable=True),
        Column("text", TEXT, nullable=True),
        Column("published", TEXT, nullable=True),
        Column("published_from", TEXT, nullable=True),
        Column("publisher", TEXT, nullable=True),
        Column("family", TEXT, nullable=True),
        Column("url", TEXT, nullable=True),
        Column("language", TEXT, nullable=True),
        Column("record", TEXT, nullable=True),
        Column("hash", TEXT, nullable=False),
        Column("seen", TEXT, nullable=True),
        Column("replaced", TEXT, nullable=True),
    )
    op.create_table(
        "sentences",
        Column("document", TEXT, ForeignKey("documents.id"), primary_key=True),
        Column("field", TEXT, primary_key=True),
        Column("start", INTEGER, primary_key=True),
        Column("end", INTEGER, nullable=False),
        Column("headline", INTEGER, nullable=False),
    )
    op.create_table(
        "story_changes",
        Column("batch", INTEGER, primary_key=True),
        Column("position", INTEGER, primary_key=True),
        Column("place", INTEGER, primary_key=True),
        Column("kind", TEXT, nullable=False),
        Column("before", TEXT, nullable=True),
        Column("after", TEXT, nullable=False),
        Column("document", TEXT, ForeignKey("documents.id"), nullable=False),
    )
    op.create_index("story_changes_by_after", "story_changes", ["after", "document"])
    op.create_index("story_changes_by_before", "story_changes", ["before", "batch"])
    op.create_index("story_changes_by_document", "story_changes", ["document"])
    _fill()


def _fill() -> None:
    """Say of the documents that are there what can be known: their content, and the day by which they are grouped."""
    connection = op.get_bind()
    connection.execute(text("UPDATE documents SET news_day = day"))
    after = -1
    while rows := connection.execute(
        select(_documents).where(_documents.c.number > after).order_by(_documents.c.number).limit(SOME)
    ).all():
        connection.execute(
            update(_documents)
            .where(_documents.c.number == bindparam("of"))
            .values(hash=bindparam("content")),
            [{"of": row.number, "content": _hash(row)} for row in rows],
        )
        after = rows[-1].number


def _hash(row: Row[Any]) -> str:
    whole = {"title": row.title, "text": row.text} if row.record is None else json.loads(row.record)
    return content_hash(whole["title"], whole["text"])
