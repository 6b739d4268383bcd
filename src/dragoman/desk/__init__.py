"""What becomes of what comes in: when sources are asked, and how what they say is filed, whole or not at all.

::

    with Store.open("sqlite:///desk.db") as store:
        Desk(store).file(Incoming(document) for document in dragoman.read("wire_page.txt"))

``filing`` codes documents and places them in stories, in transactions; ``merging`` decides what is told of a report that
comes again, ``following`` finds storylines again; ``schedule`` decides when a source is asked.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.desk.filing import Desk, Incoming

__all__ = ["Desk", "Incoming"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'dragoman.desk' has no attribute {name!r}")
    from dragoman.desk import filing

    return getattr(filing, name)
