"""Writes the tables of columns into docs/exports.md: from the codebooks, between the marks of each format.

python docs/exports.py
"""

from __future__ import annotations

import re
from pathlib import Path

from dragoman.exports.codebook import codebook, table

PAGE = Path(__file__).with_suffix(".md")


def written(text: str) -> str:
    """Return the page with the tables that the codebooks make."""

    def part(mark: re.Match[str]) -> str:
        book = codebook(mark["format"])
        return f"{mark['begin']}\n{book.about}\n\n{table(book.columns)}{mark['end']}"

    marks = r"(?P<begin><!-- columns of (?P<format>\S+) -->)\n.*?(?P<end><!-- end -->)"
    return re.sub(marks, part, text, flags=re.S)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
