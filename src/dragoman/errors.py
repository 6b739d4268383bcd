"""What can go wrong, and what is said about it.

::

    DragomanError
    ├── InputError        one input could not be read (the rest of the batch goes on)
    ├── ModelError        a model asked for is not on this machine, or cannot be read
    ├── OntologyError     a data file of the ontology or lexicon breaks its schema
    ├── PrintError        a page could not be printed to PDF
    ├── RecordError       JSON that is not the record it is said to be
    ├── StoreError        a store that cannot be opened, read or written
    │   └── QueryError    a question that a store cannot be asked
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
