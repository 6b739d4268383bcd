"""Words of other formats stand for what we have."""

from __future__ import annotations

from dragoman.exports.saying import DONE
from dragoman.exports.wording import country_code, wording
from dragoman.ontology.countries import codes
from dragoman.records import STATUSES


def test_every_class_status_and_code_is_ours() -> None:
    words = wording()
    assert list(words.quads) == [1, 2, 3, 4]
    assert set(words.auxiliary) == set(STATUSES) - set(DONE)
    assert set(words.countries) <= codes()
    assert not set(words.countries.values()) & codes()


def test_codes_are_ours_where_nothing_else_is_said() -> None:
    assert (country_code("XKX"), country_code("NOR"), country_code("")) == ("KOS", "NOR", "")
