"""The mode of a meeting by its parties and its ground."""

from __future__ import annotations

import pytest

from dragoman.coding import code
from dragoman.records import Document


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Ministers from Ghana and Togo met in Lisbon.", "third-party"),
        ("Ministers from Ghana and Togo met in Accra.", None),
        ("Ghana, Togo and Benin held talks in Lisbon.", "multilateral"),
        ("Ghana and the European Union held talks in Geneva.", None),
        ("Ghana's president telephoned Togo's president.", "phone"),
    ],
)
def test_the_mode_of(text: str, mode: str | None) -> None:
    (event,) = code([Document(id="a", kind="article", text=text)])
    assert (event.type, event.mode) == ("CONSULT", mode)
