"""What Datasette is told of a store: what its tables, views and columns mean, facets, units, and questions to ask.

dragoman export datasette -o metadata.json
datasette desk.db --metadata metadata.json
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.ontology.files import load_yaml

NAME = "datasette"

Tables = Mapping[str, tuple[str, Mapping[str, str]]]
"""What a table holds and what each of its columns means, by the name of the table."""


def metadata(database: str, tables: Tables) -> dict[str, Any]:
    """Return the metadata for Datasette, ready for JSON.

    Args:
        database: the name that Datasette gives it: that of the file, without its ending.
        tables: the tables of the store and what they mean.
    """
    told = dict(load_yaml("datasette.yaml", __package__))
    given, views, queries = (told.pop(part) for part in ("tables", "views", "queries"))
    described = {
        name: {"description": comment, "columns": dict(columns)} | given.get(name, {})
        for name, (comment, columns) in tables.items()
    }
    described |= {name: _view(view, tables) for name, view in views.items()}
    return told | {"databases": {database: {"tables": described, "queries": queries}}}


def _view(view: Mapping[str, Any], tables: Tables) -> dict[str, Any]:
    rest = {key: value for key, value in view.items() if key not in ("columns", "words")}
    return rest | {"columns": dict(_columns(view, tables)) | view["words"]}


def _columns(view: Mapping[str, Any], tables: Tables) -> Iterator[tuple[str, str]]:
    for table, names in view["columns"].items():
        for name in names:
            yield name, tables[table][1][name]
