"""Where the development data lies: the one place that reads ``$DRAGOMAN_DATA``."""

from __future__ import annotations

import os
from pathlib import Path

#: What to say where a measurement or a recipe is skipped.
MISSING = "no development data: set DRAGOMAN_DATA to the folder that holds data/treebank, data/names, …"


def root() -> Path | None:
    """Return the folder of the development data (default: ``shared`` beside the checkout), or ``None``."""
    given = os.environ.get("DRAGOMAN_DATA")
    folder = Path(given) if given else Path(__file__).resolve().parents[2] / "shared"
    return folder if (folder / "data").is_dir() else None


def path(*parts: str) -> Path:
    """Return a file of the development data, ``path("treebank", "pud.conllu.gz")``.

    Raises `FileNotFoundError` with `MISSING` where there is no data.
    """
    folder = root()
    if folder is None:
        raise FileNotFoundError(MISSING)
    return folder.joinpath("data", *parts)
