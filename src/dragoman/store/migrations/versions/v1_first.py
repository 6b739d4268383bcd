"""The tables of version 1: documents, events, stories, storylines."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, text

from dragoman.store.migrations.kinds import DOUBLE, INTEGER, TEXT

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "documents",
        Column("number", INTEGER, primary_key=True),
        Column("id", TEXT, nullable=False, unique=True),
        Column("kind", TEXT, nullable=False),
        Column("title", TEXT, nullable=True),
        Column("text", TEXT, nullable=True),
        Column("published", TEXT, nullable=True),
        Column("published_from", TEXT, nullable=True),
        Column("publisher", TEXT, nullable=True),
        Column("family", TEXT, nullable=True),
        Column("url", TEXT, nullable=True),
        Column("language", TEXT, nullable=True),
        Column("day", TEXT, nullable=True),
        Column("names", TEXT, nullable=False),
        Column("record", TEXT, nullable=True),
    )
    op.create_index("documents_by_day", "documents", ["day", "id"])
    op.create_index("documents_by_publisher", "documents", ["publisher"])
    op.create_table(
        "meta",
        Column("name", TEXT, primary_key=True),
        Column("value", INTEGER, nullable=False),
    )
    op.create_table(
        "stories",
        Column("id", TEXT, primary_key=True),
        Column("title", TEXT, nullable=False),
        Column("first", TEXT, nullable=True),
        Column("last", TEXT, nullable=True),
        Column("documents", INTEGER, nullable=False),
        Column("origins", INTEGER, nullable=False),
        Column("events", INTEGER, nullable=False),
        Column("countries", TEXT, nullable=False),
        Column("record", TEXT, nullable=False),
    )
    op.create_index("stories_by_last", "stories", [text("last DESC"), text("documents DESC"), "id"])
    op.create_table(
        "storylines",
        Column("id", TEXT, primary_key=True),
        Column("name", TEXT, nullable=False),
        Column("how", TEXT, nullable=False),
        Column("first", TEXT, nullable=True),
        Column("last", TEXT, nullable=True),
        Column("documents", INTEGER, nullable=False),
        Column("record", TEXT, nullable=False),
    )
    op.create_index("storylines_by_last", "storylines", [text("last DESC"), text("documents DESC"), "id"])
    op.create_table(
        "events",
        Column("number", INTEGER, primary_key=True),
        Column("id", TEXT, nullable=False, unique=True),
        Column("document", TEXT, ForeignKey("documents.id"), nullable=False),
        Column("type", TEXT, nullable=False),
        Column("mode", TEXT, nullable=True),
        Column("cameo", TEXT, nullable=True),
        Column("quad", INTEGER, nullable=False),
        Column("intensity", DOUBLE, nullable=False),
        Column("status", TEXT, nullable=False),
        Column("day", TEXT, nullable=True),
        Column("day_from", TEXT, nullable=True),
        Column("date_start", TEXT, nullable=True),
        Column("date_end", TEXT, nullable=True),
        Column("date_precision", TEXT, nullable=True),
        Column("place", TEXT, nullable=True),
        Column("place_country", TEXT, nullable=True),
        Column("lat", DOUBLE, nullable=True),
        Column("lon", DOUBLE, nullable=True),
        Column("geonames", INTEGER, nullable=True),
        Column("confidence", DOUBLE, nullable=True),
        Column("field", TEXT, nullable=False),
        Column("start", INTEGER, nullable=False),
        Column("end", INTEGER, nullable=False),
        Column("quote", TEXT, nullable=False),
        Column("rule", TEXT, nullable=False),
        Column("record", TEXT, nullable=False),
    )
    op.create_index("events_by_class", "events", ["type", "status", "quad"])
    op.create_index("events_by_confidence", "events", [text("confidence DESC"), text("day DESC"), "id"])
    op.create_index("events_by_day", "events", [text("day DESC"), "id"])
    op.create_index("events_by_document", "events", ["document"])
    op.create_index("events_by_intensity", "events", [text("intensity DESC"), text("day DESC"), "id"])
    op.create_index("events_by_place", "events", ["place", text("day DESC"), "id"])
    op.create_index("events_by_place_country", "events", ["place_country", text("day DESC"), "id"])
    op.create_index("events_by_status", "events", ["status", text("day DESC"), "id"])
    op.create_index("events_by_type", "events", ["type", text("day DESC"), "id"])
    op.create_table(
        "story_documents",
        Column("document", TEXT, ForeignKey("documents.id"), primary_key=True),
        Column("story", TEXT, ForeignKey("stories.id", ondelete="CASCADE"), nullable=False),
        Column("position", INTEGER, nullable=False),
    )
    op.create_index("story_documents_by_story", "story_documents", ["story", "position"])
    op.create_table(
        "storyline_stories",
        Column("storyline", TEXT, ForeignKey("storylines.id", ondelete="CASCADE"), primary_key=True),
        Column("story", TEXT, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
        Column("position", INTEGER, nullable=False),
    )
    op.create_index("storyline_stories_by_story", "storyline_stories", ["story"])
    op.create_table(
        "amounts",
        Column("event", INTEGER, ForeignKey("events.number", ondelete="CASCADE"), primary_key=True),
        Column("position", INTEGER, primary_key=True),
        Column("kind", TEXT, nullable=False),
        Column("low", DOUBLE, nullable=False),
        Column("high", DOUBLE, nullable=False),
        Column("unit", TEXT, nullable=True),
        Column("text", TEXT, nullable=False),
    )
    op.create_table(
        "dyads",
        Column("event", INTEGER, ForeignKey("events.number", ondelete="CASCADE"), primary_key=True),
        Column("actor", TEXT, primary_key=True),
        Column("recipient", TEXT, primary_key=True),
    )
    op.create_index("dyads_by_pair", "dyads", ["actor", "recipient", "event"])
    op.create_index("dyads_by_recipient", "dyads", ["recipient", "actor", "event"])
    op.create_table(
        "parties",
        Column("event", INTEGER, ForeignKey("events.number", ondelete="CASCADE"), primary_key=True),
        Column("role", TEXT, primary_key=True),
        Column("position", INTEGER, primary_key=True),
        Column("text", TEXT, nullable=False),
        Column("country", TEXT, nullable=True),
        Column("sectors", TEXT, nullable=False),
        Column("name", TEXT, nullable=True),
        Column("key", TEXT, nullable=True),
        Column("how", TEXT, nullable=True),
    )
    op.create_index("parties_by_country", "parties", ["country", "role", "event", "sectors"])
    op.create_index("parties_by_key", "parties", ["role", "key", "event"])
    op.create_index("parties_by_name", "parties", ["name", "role", "event"])
