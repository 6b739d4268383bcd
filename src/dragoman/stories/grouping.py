"""Documents to stories: copies first, then pairs, then clusters; then each story is given its title and its
weight. (`stream` does so batch by batch.)"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragoman.records import Citation, Document, Event, Parser, Story, stable_id
from dragoman.stories.candidates import WINDOW, candidates
from dragoman.stories.clusters import average_link
from dragoman.stories.copies import copies, same_text
from dragoman.stories.differences import differences
from dragoman.stories.origins import origins
from dragoman.stories.pairs import likenesses, model
from dragoman.stories.profiles import GIVEN, Profile, head, profile, unit
from dragoman.stories.titles import tells

if TYPE_CHECKING:
    from dragoman.stories.embeddings import Embedder

Events = Mapping[str, Sequence[Event]]
"""What was coded in documents, by their ids."""

LEAST = 0.01
"""Likeness below which a pair counts as 0, as one never compared: half of all pairs of a busy stream, which would
fill the memory and change no story (4,000 headlines of 15 days)."""

NO_EVENTS: Events = MappingProxyType({})


def in_order(documents: Sequence[Document]) -> list[Document]:
    """Return documents by (published, id), those without a date first; whatever order they came in."""
    return sorted(documents, key=lambda d: (d.published or "", d.id, d.title or "", d.text or ""))


def together(
    documents: Sequence[Document], events: Events = NO_EVENTS, embeddings: Embedder | None = None
) -> list[list[int]]:
    """Return which documents, given in order of date, belong together: indices, each in exactly one list.

    Events and embeddings are signs among others; without them it goes by the words.
    """
    return clustered(*compared(documents, events, embeddings))


def compared(
    documents: Sequence[Document], events: Events = NO_EVENTS, embeddings: Embedder | None = None
) -> tuple[list[list[int]], Iterator[tuple[int, int, float]]]:
    """Return what is compared of documents in order of date, and how alike it is.

    Returns:
        Bundles of copies, each by the indices of its documents; and (i, j, likeness) of pairs of bundles.
    """
    bundles = bundled(documents)
    return bundles, alike([[documents[i] for i in bundle] for bundle in bundles], events, embeddings)


def bundled(documents: Sequence[Document]) -> list[list[int]]:
    """Return what is compared of documents in order of date: copies, by the first day known, then by their first."""

    def begin(bundle: Sequence[int]) -> tuple[dt.date, int]:
        return next((day for i in bundle if (day := documents[i].day)), dt.date.min), bundle[0]

    return sorted(same_text(documents, WINDOW), key=begin)


def alike(
    bundles: Sequence[Sequence[Document]],
    events: Events = NO_EVENTS,
    embeddings: Embedder | None = None,
    begin: Container[int] | None = None,
) -> Iterator[tuple[int, int, float]]:
    """Yield (i, j, likeness) of bundles worth comparing, given in order, and a little alike.

    Where it is said which pairs are wanted, those that begin with certain bundles, the others are not compared.
    """
    profiles = [profile_of(copies, events, embeddings) for copies in bundles]
    for i, met in candidates(profiles):
        if begin is not None and i not in begin:
            continue
        for j, value in zip(met, likenesses(profiles[i], [profiles[j] for j in met]), strict=True):
            if value >= LEAST:
                yield i, j, value


def clustered(bundles: Sequence[Sequence[int]], pairs: Iterable[tuple[int, int, float]]) -> list[list[int]]:
    """Return the documents that are together, from what `compared` gave."""
    clusters = average_link(len(bundles), pairs, model().threshold)
    return [sorted(i for n in cluster for i in bundles[n]) for cluster in clusters]


def compared_of(copies: Sequence[Document]) -> Document:
    """Return which of the copies of one text is compared with others: the longest, of equals the first."""
    return max(copies, key=lambda d: len(d.text or ""))


def profile_of(copies: Sequence[Document], events: Events, embeddings: Embedder | None) -> Profile:
    """Return the profile of a text that several documents share, on the first day known."""
    longest = compared_of(copies)
    dated = next((d for d in copies if d.day), longest)
    return replace(
        profile(longest, events.get(longest.id, ())),
        day=dated.day,
        given=dated.published_from in GIVEN,
        embedded=embeddings.embedded(longest) if embeddings else None,
    )


def story_id(first: Document) -> str:
    """The id of a story that begins with a document."""
    return stable_id("story", first.published, first.id)


def story(
    id: str, documents: Sequence[Document], events: Mapping[str, Sequence[Event]], parser: Parser
) -> Story:
    """Make the record of a story from its documents, in order of date, and the events of each, by place."""
    bare = undiffered(id, documents, events, parser)
    return replace(bare, differences=differences(documents, bare.events, parser))


def undiffered(
    id: str, documents: Sequence[Document], events: Mapping[str, Sequence[Event]], parser: Parser
) -> Story:
    """Make the record of a story without its differences, which are read from the sentences of its reports."""
    title = _title(documents, parser)
    one_text = tuple(tuple(documents[i].id for i in group) for group in copies(documents) if len(group) > 1)
    days = sorted(d.day.isoformat() for d in documents if d.day)
    told = tuple(e for d in documents for e in events.get(d.id, ()))
    return Story(
        id=id,
        title=title.quote,
        title_from=title,
        documents=tuple(documents),
        events=told,
        origins=len(origins(documents, one_text)),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        copies=one_text,
    )


def weight(story: Story) -> tuple[int, int, bool, str, str]:
    """What stories are sorted by: more independent origins first, then more documents, then the earlier first day
    (undated last), then the id."""
    return -story.origins, -len(story.documents), story.first is None, story.first or "", story.id


def by_place(event: Event) -> tuple[bool, int, int, str]:
    """What the events of a document are sorted by: title before text, then where they stand."""
    return event.evidence.field == "text", event.evidence.start, event.trigger.start, event.id


def _title(documents: Sequence[Document], parser: Parser) -> Citation:
    """The title that has most in common with the other titles, of those that tell the news if some do; of equals
    the one that says more, then the earlier.

    Where no document has a title, the first sentence of the earliest text; where none has a text, nothing.
    """
    titled = [d for d in documents if d.title and d.title.strip()]
    if titled:
        heads = [head(d) for d in titled] if len(titled) > 1 else [{}]
        bags = [unit(head) for head in heads]
        common: dict[str, float] = defaultdict(float)
        for bag in bags:
            for t, weight in bag.items():
                common[t] += weight
        central = [round(sum(weight * common[t] for t, weight in bag.items()), 6) for bag in bags]
        best = max(
            range(len(titled)), key=lambda i: (tells(titled[i]), central[i], sum(heads[i].values()), -i)
        )
        title = titled[best].title or ""
        return Citation(titled[best].id, "title", 0, len(title), title)
    from dragoman.language import sentences

    for document in documents:
        for first in sentences(document, parser)[:1] if document.text else ():
            return Citation(document.id, first.field, first.start, first.end, first.text)
    return Citation(documents[0].id, "title", 0, 0, "")
