"""Where the records are kept and asked for: one database file, or memory, with plain documented tables.

::

    with Store.open("sqlite:///desk.db") as store:
        store.add(documents, events, stories, storylines)
        page = store.events(EventQuery(actor="FRA", type="CONSULT"))

What the tables and columns hold is in docs/store.md. The library of databases is loaded when a store is opened.
"""

from typing import TYPE_CHECKING, Any

from dragoman.store.judgements import Judged
from dragoman.store.keys import key_of
from dragoman.store.questions import (
    ActorProfile,
    ActorRow,
    Country,
    Counts,
    DyadRow,
    DyadSeries,
    EventQuery,
    EventRow,
    Facets,
    Hit,
    Link,
    Network,
    Node,
    Page,
    Period,
    Places,
    Point,
    StorylineRow,
    StoryRow,
    Told,
)
from dragoman.store.rows import (
    Arrival,
    Backlog,
    Coding,
    CodingRow,
    FetchRow,
    Held,
    Item,
    OldEvent,
    Outcomes,
    Problem,
    Refused,
    Revision,
    RunRow,
    SourceRow,
    Waiting,
)

if TYPE_CHECKING:
    from dragoman.store.store import Store

__all__ = [
    "ActorProfile",
    "ActorRow",
    "Arrival",
    "Backlog",
    "Coding",
    "CodingRow",
    "Country",
    "Counts",
    "DyadRow",
    "DyadSeries",
    "EventQuery",
    "EventRow",
    "Facets",
    "FetchRow",
    "Held",
    "Hit",
    "Item",
    "Judged",
    "Link",
    "Network",
    "Node",
    "OldEvent",
    "Outcomes",
    "Page",
    "Period",
    "Places",
    "Point",
    "Problem",
    "Refused",
    "Revision",
    "RunRow",
    "SourceRow",
    "Store",
    "StoryRow",
    "StorylineRow",
    "Told",
    "Waiting",
    "key_of",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name != "Store":
        raise AttributeError(f"module 'dragoman.store' has no attribute {name!r}")
    from dragoman.store.store import Store

    return Store
