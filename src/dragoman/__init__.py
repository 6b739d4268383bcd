"""dragoman reads world news and keeps the record: who did what to whom, and according to whom.

The verbs::

    docs = dragoman.read("wire_page.txt")     # list[Document]
    events = dragoman.code(docs)              # list[Event]
    stories = dragoman.group(docs, events)    # Stories: a list of Story; .update(more) .find(id) .log
    lines = dragoman.follow(stories)          # list[Storyline]: what follows from what
    page = dragoman.brief(stories)            # FrontPage: .html() .markdown() .json()
    few = dragoman.summarize(stories[0])       # the sentences that carry a story
    told = dragoman.explain("Oslo warns Kyiv") # Explanation: .text() .html() .json()
    party = dragoman.who("the Kremlin")[0]     # Party: RUS, GOV
    sheet = dragoman.sample(events, 200).csv() # for somebody to judge
    score = dragoman.evaluate("judged.csv")    # Evaluation: precision with intervals
    some = dragoman.events("desk.db", actor="NOR")  # Events: .pandas() .polars() .arrow()
    course = dragoman.series("desk.db", actor="TWN", recipient="USA")  # Series: .csv() .svg() .frame()
    told = dragoman.compare("desk.db", "20250218.export.CSV")  # Agreement: .cells .kappa .disagreements

Verbs and nouns are loaded when first used, so that importing the package costs nothing.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

EXAMPLE = Path(__file__).parent / "example" / "wire_page.txt"
"""The packaged example: a page of a news wire, one story written up and a list of headlines."""

if TYPE_CHECKING:
    from dragoman.analysis.comparing import compare
    from dragoman.analysis.events import events
    from dragoman.analysis.series import series
    from dragoman.briefing import brief, summarize
    from dragoman.coding import code, quotes, relate, who
    from dragoman.errors import (
        DragomanError,
        InputError,
        ModelError,
        OntologyError,
        RecordError,
        UnknownIdError,
    )
    from dragoman.explaining import explain
    from dragoman.judging import evaluate, sample
    from dragoman.records import Brief, Change, Document, Event, Party, Sentence, Story, Storyline
    from dragoman.sources import read
    from dragoman.stories import Stories, group
    from dragoman.storylines import follow

_HOME = {
    "read": "sources", "code": "coding", "group": "stories", "brief": "briefing",
    "follow": "storylines", "explain": "explaining", "who": "coding", "quotes": "coding", "relate": "coding",
    "compare": "analysis.comparing", "events": "analysis.events", "series": "analysis.series",
    "evaluate": "judging", "sample": "judging", "summarize": "briefing",
    "Document": "records", "Sentence": "records", "Party": "records", "Event": "records",
    "Story": "records", "Storyline": "records", "Brief": "records",
    "DragomanError": "errors", "InputError": "errors", "OntologyError": "errors", "RecordError": "errors",
    "ModelError": "errors", "UnknownIdError": "errors", "Stories": "stories", "Change": "records",
}  # fmt: skip

__all__ = [
    "EXAMPLE", "Brief", "Change", "Document", "DragomanError", "Event", "InputError", "ModelError", "OntologyError",
    "Party", "RecordError", "Sentence", "Stories", "Story", "Storyline", "UnknownIdError", "__version__", "brief",
    "code", "compare", "evaluate", "events", "explain", "follow", "group", "quotes", "read", "relate", "sample",
    "series", "summarize", "who",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    return getattr(import_module(f"dragoman.{_HOME[name]}"), name)


def load_ipython_extension(shell: Any) -> None:
    """Have a notebook show events, stories and pages: ``%load_ext dragoman``."""
    from dragoman.analysis.display import register

    register(shell)


def __dir__() -> list[str]:
    return sorted(__all__)
