"""What becomes of what comes in: when sources are asked, and how what they say is filed, whole or not at all.

::

    with Store.open("sqlite:///desk.db") as store:
        Desk(store).file(Incoming(document) for document in dragoman.read("wire_page.txt"))

``filing`` codes documents and places them in stories, in transactions; ``merging`` decides what is told of a report
that comes again, ``following`` finds storylines again; ``schedule`` decides when a source is asked. ``correcting``
keeps what an analyst judges of an event, ``recoding`` codes documents again and tells what that changes.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.desk.correcting import correct
    from dragoman.desk.filing import Desk, Incoming
    from dragoman.desk.recoding import recode

_HOME = {"Desk": "filing", "Incoming": "filing", "correct": "correcting", "recode": "recoding"}

__all__ = ["Desk", "Incoming", "correct", "recode"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'dragoman.desk' has no attribute {name!r}")
    return getattr(import_module(f"dragoman.desk.{_HOME[name]}"), name)
