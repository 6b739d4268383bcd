"""spaCy without torch, in processes of our own: nothing here runs on it, and it takes 180 MB and a second to load."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

#: The module by which spaCy's own library of networks loads torch where it is installed, and does without where not.
_ASKS = "thinc.compat"


class _Without(MetaPathFinder):
    """Tells one module that there is no torch; who asks later or elsewhere finds it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "torch" and getattr(_spec(_ASKS), "_initializing", False):
            raise ModuleNotFoundError(f"{_ASKS} is kept from torch", name=fullname)
        return None


def leave_out_torch() -> None:
    """Keep spaCy from loading torch in this process, for one that runs no spaCy pipeline but the packaged ones.

    To be called before spaCy is imported; torch itself can still be imported, as the embeddings of `stories` do.
    """
    if _ASKS not in sys.modules and not any(isinstance(finder, _Without) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Without())


def _spec(name: str) -> ModuleSpec | None:
    return getattr(sys.modules.get(name), "__spec__", None)
