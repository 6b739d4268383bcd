"""The tables and views, and what each column means (docs/store.md says the same; a test holds the two together)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.engine import Connection

VERSION = 2
"""Version of the schema; a store of an earlier one is brought up (`dragoman.store.migrations`), a later one refused."""

metadata = MetaData()

JUDGED = text("judged = 1")
"""Condition that an event was judged."""

_KINDS: dict[Any, Any] = {
    # In the order of code points, and as large as in SQLite.
    Text: Text().with_variant(Text(collation="C"), "postgresql"),
    Integer: Integer().with_variant(BigInteger(), "postgresql"),
    Double: Double(),
}


def _column(
    name: str,
    kind: type[Text | Integer | Double[float]],
    comment: str,
    *refers: ForeignKey,
    nullable: bool = False,
    primary_key: bool = False,
    unique: bool = False,
    default: str | None = None,
) -> Column[Any]:
    """Make a column that is never null unless it says so; ``default`` is SQL."""
    return Column(
        name,
        _KINDS[kind],
        *refers,
        comment=comment,
        nullable=nullable,
        primary_key=primary_key,
        unique=unique or None,
        server_default=None if default is None else text(default),
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

codings = Table(
    "codings",
    metadata,
    _column("number", Integer, "number of the coding", primary_key=True),
    _column("code", Text, "version of dragoman"),
    _column("lexicon", Text, "hash of its data files"),
    _column("model", Text, "name and version of the language model"),
    _column("parser", Text, "`accurate` or `fast`"),
    _column("own", Text, "hash of the analyst's own words, where there were any", nullable=True),
    _column("min_confidence", Double, "events less sure than this were left out"),
    _column("first", Text, "when it was used first", nullable=True),
    comment="What documents were coded with: everything that a coding depends on.",
)

runs = Table(
    "runs",
    metadata,
    _column("number", Integer, "number of the run, in order", primary_key=True),
    _column("command", Text, "what was asked for: `add`, `watch`, `recode`, …"),
    _column("settings", Text, "how, as JSON"),
    _column("begun", Text, "when it began"),
    _column("ended", Text, "when it ended; null while it goes on, or where it was killed", nullable=True),
    _column("outcome", Text, "`done`, `stopped` or `failed`", nullable=True),
    _column("note", Text, "what is to be said of it", nullable=True),
    _column("new", Integer, "documents that were not there before", default="0"),
    _column("revised", Integer, "documents that came again with another title or text", default="0"),
    _column("same", Integer, "documents that came again as they were", default="0"),
    _column("failed", Integer, "documents that could not be coded", default="0"),
    _column("events", Integer, "events that are new, or other than before", default="0"),
    comment="What was done to the store, command by command.",
)

sources = Table(
    "sources",
    metadata,
    _column("number", Integer, "number of the source", primary_key=True),
    _column("url", Text, "its address, where it is asked", unique=True),
    _column("title", Text, "what it calls itself, or what the list of feeds calls it", nullable=True),
    _column("site", Text, "address of the pages that it is of", nullable=True),
    _column("category", Text, "under which heading it is followed", nullable=True),
    _column("kind", Text, "what is there: `feed`, `page` or `sitemap`", nullable=True),
    _column("followed", Integer, "1 while it is asked, 0 when no longer", default="1"),
    _column("etag", Text, "what the server calls the state that was fetched last", nullable=True),
    _column("modified", Text, "when that state is of, as the server wrote it", nullable=True),
    _column("final", Text, "the address that answered then, after redirects", nullable=True),
    _column("hash", Text, "hash of what was fetched last", nullable=True),
    _column("asked", Text, "when it was asked last", nullable=True),
    _column("succeeded", Text, "when it last answered as it should", nullable=True),
    _column("failures", Integer, "how often in a row it did not", default="0"),
    _column("error", Text, "why not, the last time; null after a success", nullable=True),
    _column("due", Text, "when it is to be asked next; null: at once", nullable=True),
    comment="Feeds and pages that are asked again and again.",
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
    _column("hash", Text, "hash of title and text", default="''"),
    _column("revision", Integer, "1, and one more each time title or text became another", default="1"),
    _column(
        "coding",
        Integer,
        "`codings.number`; null: not coded, or nobody knows with what",
        ForeignKey("codings.number"),
        nullable=True,
    ),
    _column("error", Text, "why it could not be coded", nullable=True),
    _column(
        "origin", Text, "how what it says now came: `file`, `feed`, `page` or `archive`", default="'file'"
    ),
    _column(
        "source",
        Integer,
        "`sources.number` of the feed it came by first",
        ForeignKey("sources.number"),
        nullable=True,
    ),
    _column("canonical", Text, "its address without what does not matter", nullable=True),
    _column("seen_first", Text, "when it first came in", nullable=True),
    _column("seen_last", Text, "when it last came in, be it as it was", nullable=True),
    _column(
        "news_day",
        Text,
        "day of publication, else the day it first came in: with this day it is grouped",
        nullable=True,
    ),
    Index("documents_by_day", "day", "id"),
    Index("documents_by_news_day", "news_day", "id"),
    Index("documents_by_coding", "coding"),
    Index("documents_by_source", "source"),
    Index("documents_by_canonical", "canonical"),
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
    _column("rejected", Integer, "1 where somebody judged that it is wrong: it is not counted", default="0"),
    _column(
        "judged",
        Integer,
        "1 where somebody judged it, be it that it is wrong or that it is another",
        default="0",
    ),
    comment="The events, one row each, as they were coded, or as somebody judged them to be.",
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
Index("events_judged", events.c.rejected, events.c.number, sqlite_where=JUDGED, postgresql_where=JUDGED)

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

revisions = Table(
    "revisions",
    metadata,
    _column("document", Text, "`documents.id`", ForeignKey("documents.id"), primary_key=True),
    _column("revision", Integer, "number of the revision, from 1", primary_key=True),
    _column("kind", Text, "`article` or `headline`"),
    _column("title", Text, "the headline as it was, unaltered", nullable=True),
    _column("text", Text, "the body as it was, unaltered", nullable=True),
    _column("published", Text, "ISO 8601 date or UTC date-time", nullable=True),
    _column("published_from", Text, "which source of the date won", nullable=True),
    _column("publisher", Text, "name of the house that published it", nullable=True),
    _column("family", Text, "the house behind the publisher", nullable=True),
    _column("url", Text, "address as given", nullable=True),
    _column("language", Text, "ISO 639-1 code where the input says it", nullable=True),
    _column("record", Text, "the whole record as JSON where columns cannot hold it", nullable=True),
    _column("hash", Text, "hash of title and text"),
    _column("seen", Text, "when this revision came in", nullable=True),
    _column("replaced", Text, "when the next one came in", nullable=True),
    comment="What documents said before they were changed; what they say now stands in `documents`.",
)

old_events = Table(
    "old_events",
    metadata,
    _column("number", Integer, "number of the row, in order of leaving", primary_key=True),
    _column("id", Text, "the id it had"),
    _column("document", Text, "`documents.id`", ForeignKey("documents.id")),
    _column("revision", Integer, "of the document, when it was coded"),
    _column(
        "coding",
        Integer,
        "`codings.number` with which it was coded",
        ForeignKey("codings.number"),
        nullable=True,
    ),
    _column("type", Text, "PLOVER event type"),
    _column("quote", Text, "the sentence, exactly as it stood"),
    _column("record", Text, "the whole event as JSON, as it was coded"),
    _column(
        "replaced",
        Integer,
        "`runs.number` of the run that replaced it",
        ForeignKey("runs.number"),
        nullable=True,
    ),
    Index("old_events_by_document", "document", "number"),
    Index("old_events_by_id", "id"),
    comment="Events that no longer hold, since their document was changed or coded again.",
)

sentences = Table(
    "sentences",
    metadata,
    _column("document", Text, "`documents.id`", ForeignKey("documents.id"), primary_key=True),
    _column("field", Text, "whether it stands in the `title` or the `text`", primary_key=True),
    _column("start", Integer, "where it starts there, in code points", primary_key=True),
    _column("end", Integer, "where it ends, exclusive"),
    _column("headline", Integer, "1 where it has the form of a headline"),
    comment="Where the sentences of documents stand, if they were asked for.",
)

story_changes = Table(
    "story_changes",
    metadata,
    _column("batch", Integer, "number of the batch, from 1", primary_key=True),
    _column("position", Integer, "place of the change in its batch, from 0", primary_key=True),
    _column("place", Integer, "place of the document in the change, from 0", primary_key=True),
    _column("kind", Text, "`born`, `grown`, `merged`, `split`, `moved` or `replaced`"),
    _column("before", Text, "id of the story in which the document was; null for a new one", nullable=True),
    _column("after", Text, "id of the story in which it is since"),
    _column("document", Text, "`documents.id`", ForeignKey("documents.id")),
    Index("story_changes_by_before", "before", "batch"),
    Index("story_changes_by_after", "after", "document"),
    Index("story_changes_by_document", "document"),
    comment="What became of documents and their stories, batch by batch: all ids of stories can be told from it.",
)

judgements = Table(
    "judgements",
    metadata,
    _column("number", Integer, "number of the judgement, in order", primary_key=True),
    _column("event", Text, "`events.id` of the event, as it was then"),
    _column("document", Text, "`documents.id`", ForeignKey("documents.id")),
    _column("field", Text, "whether its trigger stands in the `title` or the `text`"),
    _column("start", Integer, "where the trigger starts there, in code points"),
    _column("end", Integer, "where it ends, exclusive"),
    _column("sentence", Integer, "where its sentence starts"),
    _column("quote", Text, "the sentence, exactly as it stood"),
    _column("type", Text, "PLOVER type that was coded"),
    _column("rule", Text, "the entry of the lexicon that had fired"),
    _column("action", Text, "`reject`, `set` or `undo`"),
    _column("changes", Text, "what was set, as JSON: name of the field and its value"),
    _column("note", Text, "why", nullable=True),
    _column("by", Text, "who judged", nullable=True),
    _column("made", Text, "when"),
    Index("judgements_by_document", "document", "number"),
    Index("judgements_by_event", "event", "number"),
    comment="What people judged of events; the tables of events show the outcome.",
)

items = Table(
    "items",
    metadata,
    _column("source", Integer, "`sources.number`", ForeignKey("sources.number"), primary_key=True),
    _column("key", Text, "by what the source tells its items apart", primary_key=True),
    _column("hash", Text, "hash of the item as it was last"),
    _column("first", Text, "when it was first there"),
    _column("last", Text, "when it was last there"),
    comment="What sources have listed, so that only what is new or changed is taken in.",
)

fetches = Table(
    "fetches",
    metadata,
    _column("number", Integer, "number of the row, in order", primary_key=True),
    _column(
        "source",
        Integer,
        "`sources.number`; null for another page",
        ForeignKey("sources.number"),
        nullable=True,
    ),
    _column("url", Text, "address that was asked"),
    _column("run", Integer, "`runs.number`", ForeignKey("runs.number"), nullable=True),
    _column("at", Text, "when"),
    _column("seconds", Double, "how long it took", nullable=True),
    _column("status", Integer, "HTTP status; null where nobody answered", nullable=True),
    _column("outcome", Text, "`new`, `unchanged` or `failed`"),
    _column("bytes", Integer, "how much came", nullable=True),
    _column("error", Text, "what was wrong", nullable=True),
    _column("items", Integer, "how many items were new or changed", default="0"),
    Index("fetches_by_source", "source", "number"),
    Index("fetches_by_run", "run"),
    comment="Every address that was asked, and what came of it.",
)

waiting = Table(
    "waiting",
    metadata,
    _column("number", Integer, "number of the entry, never given twice", primary_key=True),
    _column("source", Integer, "`sources.number`", ForeignKey("sources.number"), nullable=True),
    _column("key", Text, "by what the source tells it apart"),
    _column("payload", Text, "what the source said of it, as JSON"),
    _column("follow", Integer, "1 where its page is to be fetched too", default="0"),
    _column("since", Text, "when it was put here"),
    _column("tries", Integer, "how often it was tried in vain", default="0"),
    _column("error", Text, "why, the last time", nullable=True),
    _column("due", Text, "when it is to be tried next; null: at once", nullable=True),
    Index("waiting_by_due", "due", "number"),
    Index("waiting_by_key", "source", "key"),
    comment="Items that have come and are not documents yet. What is done with one takes it out.",
    sqlite_autoincrement=True,
)

refused = Table(
    "refused",
    metadata,
    _column("number", Integer, "number that it had in `waiting`", primary_key=True),
    _column("source", Integer, "`sources.number`", ForeignKey("sources.number"), nullable=True),
    _column("key", Text, "by what the source tells it apart"),
    _column("payload", Text, "what the source said of it, as JSON"),
    _column("tries", Integer, "how often it was tried"),
    _column("reason", Text, "why it cannot be a document"),
    _column("at", Text, "when that was found"),
    Index("refused_by_source", "source"),
    comment="Items that will never be documents.",
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
        LEFT JOIN stories s ON s.id = m.story
        WHERE e.rejected = 0""",
    "dyad_days": """
        SELECT p.actor, p.recipient, e.day, e.quad, count(*) AS events, sum(e.intensity) AS intensity
        FROM dyads p
        JOIN events e ON e.number = p.event
        WHERE e.status IN ('happened', 'ongoing') AND e.rejected = 0
        GROUP BY p.actor, p.recipient, e.day, e.quad""",
    "reports": """
        SELECT d.id, d.title, d.publisher, d.published, d.news_day, d.url, d.origin, d.revision,
               d.seen_first, d.seen_last, q.url AS source, d.coding, d.error,
               (SELECT count(*) FROM events e WHERE e.document = d.id AND e.rejected = 0) AS events,
               m.story, s.title AS story_title, s.documents AS story_documents
        FROM documents d
        LEFT JOIN sources q ON q.number = d.source
        LEFT JOIN story_documents m ON m.document = d.id
        LEFT JOIN stories s ON s.id = m.story""",
    "source_health": """
        SELECT q.number, q.url, q.title, q.category, q.followed, q.asked, q.succeeded, q.failures, q.error, q.due,
               (SELECT count(*) FROM documents d WHERE d.source = q.number) AS documents,
               (SELECT max(d.published) FROM documents d WHERE d.source = q.number) AS newest,
               (SELECT count(*) FROM waiting w WHERE w.source = q.number) AS waiting,
               (SELECT count(*) FROM refused r WHERE r.source = q.number) AS refused
        FROM sources q""",
}
"""Views by name, with the statement that makes each."""


def make_views(connection: Connection) -> None:
    """Make the views."""
    for view, statement in VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {view} AS {statement}")
