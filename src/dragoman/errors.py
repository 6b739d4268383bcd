"""What can go wrong, and what is said about it.

::

    DragomanError
    ├── FetchError        an address that could not be fetched, and when to ask again
    ├── InputError        one input could not be read (the rest of the batch goes on)
    ├── ModelError        a model asked for is not on this machine, or cannot be read
    ├── OntologyError     a data file of the ontology or lexicon breaks its schema
    ├── PrintError        a page could not be printed to PDF
    ├── RecordError       JSON that is not the record it is said to be
    ├── StoreError        a store that cannot be opened, read or written
    │   ├── QueryError    a question that a store cannot be asked
│   └── StaleError    somebody else has filed since what is to be filed was worked out
    └── UnknownIdError    an id that was never given (also a KeyError)

Every message names the input, the place in it, and the mend.
"""

from __future__ import annotations

from dataclasses import dataclass


class DragomanError(Exception):
    """Base of every error dragoman raises on purpose."""


class OntologyError(DragomanError):
    """A data file (ontology, lexicon, gazetteer) breaks its schema; the message names file, entry and mend."""


class ModelError(DragomanError):
    """A model asked for is not on this machine or cannot be read; the message names it and how to get it."""


class PrintError(DragomanError):
    """A page could not be printed; the message says what is missing and how to get it."""


class RecordError(DragomanError):
    """JSON given for a record does not fit it; the message names the field."""


class StoreError(DragomanError):
    """A store cannot be opened, read or written; the message names it and the mend."""


class QueryError(StoreError):
    """A question that a store cannot be asked (a search too long, an order it has not); the message says which."""


class StaleError(StoreError):
    """Stories were changed by another process since changes to be filed were worked out (read them, begin anew)."""


class ReplacedError(StoreError):
    """Another file stands where that of a store was when it was opened: only who opens it again can use it."""


class UnknownIdError(DragomanError, KeyError):
    """An id was asked for that was never given; the message names it."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(eq=False)
class InputError(DragomanError):
    """Something in an input could not be read.

    Attributes:
        input: the file, folder or ``"<stdin>"`` as the user would name it.
        place: where in the input (``"line 7"``), or ``None`` when the whole input is meant.
        problem: what is wrong, in plain words.
        mend: what the user can do about it.
    """

    input: str
    place: str | None
    problem: str
    mend: str

    def __str__(self) -> str:
        where = f"{self.input}, {self.place}" if self.place else self.input
        return f"{where}: {self.problem} ({self.mend})"

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str | None, str, str]]:
        """Go from one process to another whole, with keywords given too."""
        return type(self), (self.input, self.place, self.problem, self.mend)


@dataclass(eq=False)
class FetchError(DragomanError):
    """What stands at an address could not be had.

    Attributes:
        url: the address asked for, without a name and password in it.
        problem: what is wrong, in plain words.
        mend: what the user can do about it.
        status: the HTTP status answered last, ``None`` where there was no answer.
        wait: seconds the server wants to be left alone (``Retry-After``), ``None`` where it did not say.
        lasting: whether asking again soon is of no use: gone for good (410), forbidden by robots.txt, no address that
            is ever asked.
    """

    url: str
    problem: str
    mend: str
    status: int | None = None
    wait: float | None = None
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.url}: {self.problem} ({self.mend})"

    def __reduce__(self) -> tuple[type[FetchError], tuple[str, str, str, int | None, float | None, bool]]:
        """Go from one process to another whole, with keywords given too."""
        return type(self), (self.url, self.problem, self.mend, self.status, self.wait, self.lasting)
