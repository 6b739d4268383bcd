"""What the API offers, as an OpenAPI document, and as a page made from it that needs nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from dragoman import __version__
from dragoman.store import EventQuery
from dragoman.web.answering import Stored, answer_json, respond
from dragoman.web.api import ENDPOINTS, ROOT, Endpoint
from dragoman.web.keys import key_in_path
from dragoman.web.query import LONGEST, Asked, Parameter, canonical, parameters
from dragoman.web.schema import WHERE, reference, schemas

router = APIRouter(include_in_schema=False)

STEPS = {
    "id": "The id of the record, as lists give it.",
    "key": "The key of an actor, as lists give it: a country code, a name, or code and sector.",
    "a": "The key of one party.",
    "b": "The key of the other party.",
}


@router.get(f"{ROOT}/openapi.json")
def openapi() -> Response:
    """The OpenAPI document."""
    return answer_json(document())


@router.get(ROOT)
def page(request: Request, store: Stored) -> Response:
    """The reference of the API."""
    told = document()
    found = _ids(store)
    return respond(
        request,
        "api.html",
        told,
        root=str(request.base_url).rstrip("/"),
        endpoints=[
            {
                "path": path,
                "anchor": re.sub(r"\W+", "-", path).strip("-"),
                "summary": get["summary"],
                "parameters": [{**one, "allowed": _allowed(one)} for one in get["parameters"]],
                "answer": _answer_words(endpoint),
                "schema": endpoint.answer.__name__,
                "example": _example(endpoint, found),
            }
            for endpoint, (path, get) in zip(
                ENDPOINTS, ((path, item["get"]) for path, item in told["paths"].items()), strict=True
            )
        ],
        schemas={
            name: [(key, _kind(one), one.get("description", "")) for key, one in made["properties"].items()]
            for name, made in told["components"]["schemas"].items()
        },
        abouts={name: made["description"] for name, made in told["components"]["schemas"].items()},
    )


@cache
def document() -> Mapping[str, Any]:
    """Return the OpenAPI document."""
    described = schemas([endpoint.answer for endpoint in ENDPOINTS])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "dragoman",
            "version": __version__,
            "description": "Who did what to whom, when, where, how much, according to whom: the record, read only.",
        },
        "servers": [{"url": "/"}],
        "paths": {f"{ROOT}{endpoint.path}": {"get": _get(endpoint)} for endpoint in ENDPOINTS},
        "components": {"schemas": dict(sorted((described | {"Problem": _PROBLEM}).items()))},
    }


_PROBLEM = {
    "type": "object",
    "description": "Why a request is not answered (RFC 9457).",
    "properties": {
        "type": {"type": "string", "description": "Always about:blank."},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What is wrong."},
        "mend": {"type": "string", "description": "What to do about it."},
        "parameter": {"type": "string", "description": "The parameter that is wrong, where one is."},
    },
    "required": ["type", "title", "status", "detail"],
}


def _get(endpoint: Endpoint) -> dict[str, Any]:
    steps = re.findall(r"{(\w+)}", endpoint.path)
    problem = {"application/problem+json": {"schema": {"$ref": f"{WHERE}Problem"}}}
    problems = {422: "A parameter is wrong: which, and what is allowed."}
    if steps or endpoint.listed:
        problems[404] = "There is no such record, or no such page of the list."
    answered = {
        "description": endpoint.summary,
        "content": {"application/json": {"schema": _answer(endpoint)}},
    }
    wrong = {str(code): {"description": told, "content": problem} for code, told in sorted(problems.items())}
    return {
        "operationId": re.sub(r"\W+", "_", endpoint.path).strip("_"),
        "summary": endpoint.summary,
        "parameters": [
            *(
                {
                    "name": step,
                    "in": "path",
                    "required": True,
                    "description": STEPS[step],
                    "schema": {"type": "string"},
                }
                for step in steps
            ),
            *(_parameter(parameters()[name]) for name in endpoint.names),
        ],
        "responses": {"200": answered, **wrong},
    }


def _answer(endpoint: Endpoint) -> dict[str, Any]:
    if not endpoint.listed:
        return dict(reference(endpoint.answer))
    number = {"type": "integer", "minimum": 0}
    properties = {
        "total": number | {"description": "How many there are in all."},
        "page": number | {"description": "The number of this page, from 1."},
        "pages": number | {"description": "How many pages there are."},
        "size": number | {"description": "Most items of a page."},
        "next": {"type": ["string", "null"], "description": "The address of the next page."},
        "items": {"type": "array", "items": reference(endpoint.answer)},
    }
    return {"type": "object", "properties": properties, "required": list(properties)}


def _parameter(one: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
    if one.kind == "choice":
        schema = {"type": "string", "enum": list(one.choices)}
    elif one.kind == "day":
        schema = {"type": "string", "format": "date"}
    elif one.kind == "number":
        schema = {"type": "number", "minimum": one.least, "maximum": one.most}
    elif one.kind == "count":
        schema = {"type": "integer", "minimum": int(one.least), "maximum": int(one.most)}
    if one.default is not None:
        schema["default"] = int(one.default) if one.kind == "count" else one.default
    return {
        "name": one.name, "in": "query", "required": False, "description": one.hint, "schema": schema,
        "example": one.example,
    }  # fmt: skip


def _allowed(one: Mapping[str, Any]) -> str:
    """Return what a parameter may be, in words."""
    schema = one["schema"]
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if "minimum" in schema:
        return f"{schema['minimum']:g} to {schema['maximum']:,.0f}"
    return str(schema.get("format", "text"))


def _answer_words(endpoint: Endpoint) -> str:
    return "a page of" if endpoint.listed else ""


def _kind(schema: Mapping[str, Any]) -> str:
    """Return a schema in words: ``Party, list``, ``string or null``."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(WHERE)
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "prefixItems" in schema:
        return f"({', '.join(_kind(one) for one in schema['prefixItems'])})"
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    if "enum" in schema or "const" in schema:
        return "one of " + ", ".join(map(str, schema.get("enum") or [schema["const"]]))
    return str(schema.get("type", "any"))


def _example(endpoint: Endpoint, found: Mapping[str, str]) -> str | None:
    """Return the address of an example that the store can answer; ``None`` where it has nothing of the kind."""
    path = endpoint.path
    for step in re.findall(r"{\w+}", path):
        first = path.removeprefix("/").partition("/")[0]
        key = found.get(f"{first} {step[1:-1]}")
        if key is None:
            return None
        path = path.replace(step, key)
    given = {name: found.get(name) or parameters()[name].example for name in endpoint.example}
    return Asked(canonical(given), endpoint.names).address(f"{ROOT}{path}")


def _ids(store: Any) -> dict[str, str]:
    """Return ids and keys that the store has: for the examples of the reference."""
    found: dict[str, str] = {"size": "5"}
    for row in store.events(EventQuery(), size=1).items:
        found |= {"events id": _step(row.event.id), "documents id": _step(row.event.document)}
    for name, rows in (("stories", store.stories(size=1)), ("storylines", store.storylines(size=1))):
        found |= {f"{name} id": _step(row.id) for row in rows.items}
    for row in store.actors(size=1).items:
        found |= {"about": row.key, "actors key": key_in_path(row.key)}
    for row in store.dyads(size=1).items:
        found |= {"dyads a": key_in_path(row.actor), "dyads b": key_in_path(row.recipient)}
    return found


def _step(id: str) -> str:
    return quote(id, safe="", errors="surrogatepass").replace(".", "%2E")
