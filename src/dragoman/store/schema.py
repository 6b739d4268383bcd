"""The tables and views, and what each column means (docs/store.md says the same; a test holds the two together)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

VERSION = 1
"""Version of the schema; a store of a later one is not opened."""

metadata = MetaData()


def _column(
    name: str,
    kind: type[Text | Integer | Double[float]],
    comment: str,
    *refers: ForeignKey,
    nullable: bool = False,
    primary_key: bool = False,
    unique: bool = False,
) -> Column[Any]:
    """Make a column that is never null unless it says so."""
    return Column(
        name,
        kind,
        *refers,
        comment=comment,
        nullable=nullable,
        primary_key=primary_key,
        unique=unique or None,
    )


meta = Table(
    "meta",
    metadata,
    _column(
        "name",
        Text,
        "`schema` (version of the tables) or `revision` (grows with every change)",
        primary_key=True,
    ),
    _column("value", Integer, "the number"),
    comment="About the store itself.",
)

documents = Table(
    "documents",
    metadata,
    _column("number", Integer, "number of the row, in order of arrival", primary_key=True),
    _column("id", Text, "as given in the input, else a stable hash", unique=True),
    _column("kind", Text, "`article` or `headline`"),
    _column("title", Text, "the headline, unaltered", nullable=True),
    _column("text", Text, "the body, unaltered", nullable=True),
    _column("published", Text, "ISO 8601 date or UTC date-time", nullable=True),
    _column("published_from", Text, "which source of the date won", nullable=True),
    _column("publisher", Text, "name of the house that published it", nullable=True),
    _column("family", Text, "the house behind the publisher", nullable=True),
    _column("url", Text, "address as given", nullable=True),
    _column("language", Text, "ISO 639-1 code where the input says it", nullable=True),
    _column("day", Text, "day of `published`", nullable=True),
    _column("names", Text, "names and codes of the parties of its events, for the search"),
    _column(
        "record",
        Text,
        "the whole record as JSON where columns cannot hold it (a lone surrogate)",
        nullable=True,
    ),
    Index("documents_by_day", "day", "id"),
    Index("documents_by_publisher", "publisher"),
    comment="The reports.",
)

events = Table(
    "events",
    metadata,
    _column("number", Integer, "number of the row, in order of arrival", primary_key=True),
    _column("id", Text, "stable id", unique=True),
    _column("document", Text, "`documents.id` of the report", ForeignKey("documents.id")),
    _column("type", Text, "PLOVER event type"),
    _column("mode", Text, "PLOVER mode", nullable=True),
    _column("cameo", Text, "CAMEO code, leading zero kept", nullable=True),
    _column(
        "quad",
        Integer,
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
    ),
    _column("intensity", Double, "-10 (conflict) to 10 (cooperation)"),
    _column("status", Text, "whether it happened"),
    _column("day", Text, "first day of its own date, else the day of publication", nullable=True),
    _column("day_from", Text, "which of the two: `event` or `published`", nullable=True),
    _column("date_start", Text, "first day of its own date", nullable=True),
    _column("date_end", Text, "last day of its own date", nullable=True),
    _column("date_precision", Text, "`day`, `week`, `month` or `year`", nullable=True),
    _column("place", Text, "name of the place", nullable=True),
    _column("place_country", Text, "code of the country of the place", nullable=True),
    _column("lat", Double, "latitude of the place, degrees", nullable=True),
    _column("lon", Double, "longitude of the place, degrees", nullable=True),
    _column("geonames", Integer, "GeoNames id of the place", nullable=True),
    _column("confidence", Double, "how likely the event is right, 0 to 1", nullable=True),
    _column("field", Text, "whether the sentence stands in the `title` or the `text`"),
    _column("start", Integer, "where the sentence starts there, in code points"),
    _column("end", Integer, "where it ends, exclusive"),
    _column("quote", Text, "the sentence, exactly as it stands"),
    _column("rule", Text, "the entry of the lexicon that fired"),
    _column("record", Text, "the whole event as JSON, as `dragoman code` writes it"),
    comment="The events, one row each.",
)
Index("events_by_day", events.c.day.desc(), events.c.id)
Index("events_by_confidence", events.c.confidence.desc(), events.c.day.desc(), events.c.id)
Index("events_by_intensity", events.c.intensity.desc(), events.c.day.desc(), events.c.id)
Index("events_by_type", events.c.type, events.c.day.desc(), events.c.id)
Index("events_by_status", events.c.status, events.c.day.desc(), events.c.id)
Index("events_by_place", events.c.place, events.c.day.desc(), events.c.id)
Index("events_by_place_country", events.c.place_country, events.c.day.desc(), events.c.id)
Index("events_by_document", events.c.document)
Index("events_by_class", events.c.type, events.c.status, events.c.quad)

parties = Table(
    "parties",
    metadata,
    _column(
        "event", Integer, "`events.number`", ForeignKey("events.number", ondelete="CASCADE"), primary_key=True
    ),
    _column("role", Text, "`actor`, `recipient` or `speaker`", primary_key=True),
    _column(
        "position",
        Integer,
        "place among those of the role, from 0; a speaker behind the speaker comes after",
        primary_key=True,
    ),
    _column("text", Text, "the words of the report, exactly"),
    _column(
        "country", Text, "ISO 3166 alpha-3, or PLOVER's IGO, UNO, EUR, NGO, ISM, IMG, MNC", nullable=True
    ),
    _column("sectors", Text, "PLOVER sectors, the most specific first, separated by blanks"),
    _column("name", Text, "canonical name, where the gazetteer has one", nullable=True),
    _column(
        "key",
        Text,
        "name of a person or body, else code and first sector (`FRA:GOV`), else code",
        nullable=True,
    ),
    _column("how", Text, "how it was resolved, as `table: entry`", nullable=True),
    Index("parties_by_country", "country", "role", "event", "sectors"),
    Index("parties_by_name", "name", "role", "event"),
    Index("parties_by_key", "role", "key", "event"),
    comment="Who acts, is acted on, or says so.",
)

amounts = Table(
    "amounts",
    metadata,
    _column(
        "event", Integer, "`events.number`", ForeignKey("events.number", ondelete="CASCADE"), primary_key=True
    ),
    _column("position", Integer, "place among the amounts of the event, from 0", primary_key=True),
    _column("kind", Text, "`money`, `dead`, `injured`, `arrested`, `people`, `units` or `percent`"),
    _column("low", Double, "the figure, or the lower end of a range"),
    _column("high", Double, "the figure, or the upper end of a range"),
    _column("unit", Text, "currency, or the noun that is counted", nullable=True),
    _column("text", Text, "the words of the report, exactly"),
    comment="How much.",
)

dyads = Table(
    "dyads",
    metadata,
    _column(
        "event", Integer, "`events.number`", ForeignKey("events.number", ondelete="CASCADE"), primary_key=True
    ),
    _column("actor", Text, "country code, or name where the country is not known", primary_key=True),
    _column("recipient", Text, "the same of the other side", primary_key=True),
    Index("dyads_by_pair", "actor", "recipient", "event"),
    Index("dyads_by_recipient", "recipient", "actor", "event"),
    comment="Who acts on whom: each pair of an event's actors and recipients; in a reciprocal event each on "
    "each other. Two of one country go by their keys.",
)

stories = Table(
    "stories",
    metadata,
    _column("id", Text, "stable id", primary_key=True),
    _column("title", Text, "a headline of a member, exactly as it stands"),
    _column("first", Text, "first day of publication", nullable=True),
    _column("last", Text, "last day of publication", nullable=True),
    _column("documents", Integer, "number of reports"),
    _column("origins", Integer, "number of independent origins"),
    _column("events", Integer, "number of events"),
    _column(
        "countries", Text, "codes of the parties of its events, the most frequent first, separated by blanks"
    ),
    _column("record", Text, "the story as JSON, its documents and events by their ids"),
    comment="Reports of one happening, together.",
)
Index("stories_by_last", stories.c.last.desc(), stories.c.documents.desc(), stories.c.id)

story_documents = Table(
    "story_documents",
    metadata,
    _column(
        "document",
        Text,
        "`documents.id`; a report is in one story at a time",
        ForeignKey("documents.id"),
        primary_key=True,
    ),
    _column("story", Text, "`stories.id`", ForeignKey("stories.id", ondelete="CASCADE")),
    _column("position", Integer, "place among the reports of the story, from 0"),
    Index("story_documents_by_story", "story", "position"),
    comment="Which report is in which story.",
)

storylines = Table(
    "storylines",
    metadata,
    _column("id", Text, "id of its first story", primary_key=True),
    _column("name", Text, "of the conflict or affair, else what its titles have in common"),
    _column("how", Text, "how it was named and joined"),
    _column("first", Text, "first day of publication", nullable=True),
    _column("last", Text, "last day of publication", nullable=True),
    _column("documents", Integer, "number of reports"),
    _column("record", Text, "the storyline as JSON, its stories by their ids"),
    comment="Stories that follow one another.",
)
Index("storylines_by_last", storylines.c.last.desc(), storylines.c.documents.desc(), storylines.c.id)

storyline_stories = Table(
    "storyline_stories",
    metadata,
    _column(
        "storyline",
        Text,
        "`storylines.id`",
        ForeignKey("storylines.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    _column("story", Text, "`stories.id`", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    _column("position", Integer, "place among the stories of the storyline, from 0"),
    Index("storyline_stories_by_story", "story"),
    comment="Which story is in which storyline.",
)

VIEWS = {
    "coded": """
        SELECT e.id, e.day, e.day_from, e.type, e.mode, e.cameo, e.quad, e.intensity, e.status,
               e.place, e.place_country, e.lat, e.lon, e.confidence, e.quote, e.document,
               d.title, d.publisher, d.published, d.url,
               m.story, s.title AS story_title
        FROM events e
        JOIN documents d ON d.id = e.document
        LEFT JOIN story_documents m ON m.document = e.document
        LEFT JOIN stories s ON s.id = m.story""",
    "dyad_days": """
        SELECT p.actor, p.recipient, e.day, e.quad, count(*) AS events, sum(e.intensity) AS intensity
        FROM dyads p
        JOIN events e ON e.number = p.event
        WHERE e.status IN ('happened', 'ongoing')
        GROUP BY p.actor, p.recipient, e.day, e.quad""",
}
"""Views by name, with the statement that makes each."""
