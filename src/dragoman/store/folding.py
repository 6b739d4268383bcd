"""Words as the search knows them: without accents and capitals, cut where FTS5 cuts.

Every database is to find the same. SQLite's own reader of words knows each sign of Unicode; here it is asked once for
each sign that turns up, and what it says is applied to whole strings.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

TOKENS = "unicode61 remove_diacritics 2"
"""How FTS5 is told to read words."""

DROPPED = "\x00"
"""Stands for an accent that is a sign of its own, in strings that keep their length."""


class _Signs(dict[int, str]):
    """Code point -> what takes its place: a letter, a blank between words, or `DROPPED` for what stands on letters."""

    def __missing__(self, sign: int) -> str:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as reader:
            reader.execute(f"CREATE VIRTUAL TABLE said USING fts5(words, tokenize='{TOKENS}')")
            reader.execute("CREATE VIRTUAL TABLE heard USING fts5vocab(said, 'instance')")
            reader.execute("INSERT INTO said VALUES (?)", (f"a{chr(sign)}b",))
            heard = [word for (word,) in reader.execute("SELECT term FROM heard ORDER BY offset")]
        self[sign] = found = " " if len(heard) > 1 else heard[0][1:-1] or DROPPED
        return found


_SIGNS = _Signs()


def folded(text: str) -> str:
    """Return a string of the same length in which each sign is a small letter or digit, a blank or `DROPPED`.

    The text must have a form in UTF-8 (`dragoman.store.codec.plain`).
    """
    return text.translate(_SIGNS)


def tokens(text: str) -> list[str]:
    """Return the words of a text in order."""
    return folded(text).replace(DROPPED, "").split()
