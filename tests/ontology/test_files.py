"""How packaged files are read: as YAML says, once, and without a search for cycles meanwhile."""

from __future__ import annotations

import datetime as dt
import gc
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import OntologyError
from dragoman.ontology import files
from dragoman.ontology.collector import at_rest
from dragoman.ontology.files import every_file, load_yaml, loaded_once, read_bytes

SCALARS = st.one_of(
    st.text(), st.integers(), st.booleans(), st.none(), st.dates(), st.floats(allow_nan=False)
)
VALUES = st.recursive(
    SCALARS, lambda part: st.one_of(st.lists(part), st.dictionaries(st.text(), part)), max_leaves=20
)


@pytest.mark.parametrize("name", [name for name in every_file() if name.endswith(".yaml")])
def test_a_file_holds_what_yaml_says(name: str) -> None:
    assert load_yaml(name) == yaml.safe_load(read_bytes(name))


@given(value=VALUES)
def test_any_value_is_read_as_yaml_says(value: Any) -> None:
    data = yaml.safe_dump(value, allow_unicode=True).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "read_bytes", lambda name, package: data)
        assert load_yaml("some.yaml") == yaml.safe_load(data)


@pytest.mark.parametrize("text", ["a: [b", "[a]: b", "a: 2025-02-31", "a: !odd b", "a: &x [*y]"])
def test_what_is_no_yaml_is_named(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "read_bytes", lambda name, package: text.encode())
    with pytest.raises(OntologyError, match=r"(?s)some\.yaml: not YAML: .* \(mend the file\)"):
        load_yaml("some.yaml")


def test_an_alias_stands_for_the_list_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "read_bytes", lambda name, package: b"a: &x [1, b]\nc: *x\nd: 2025-02-18")
    assert load_yaml("some.yaml") == {"a": [1, "b"], "c": [1, "b"], "d": dt.date(2025, 2, 18)}


def test_a_table_is_loaded_once_and_at_rest() -> None:
    seen: list[bool] = []

    @loaded_once
    def table() -> str:
        seen.append(gc.isenabled())
        return "table"

    assert (table(), table()) == ("table", "table")
    assert seen == [False]
    assert gc.isenabled()


def test_a_rest_ends_with_an_error_and_not_within_another() -> None:
    with pytest.raises(ValueError, match="broken"), at_rest():
        raise ValueError("broken")
    assert gc.isenabled()
    with at_rest():
        with at_rest():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
