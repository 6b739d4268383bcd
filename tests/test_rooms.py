"""The house stands as docs/design.md says: no room imports one above it, and importing costs nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "dragoman"

MAY_IMPORT = {
    "errors": set(),
    "records": {"errors"},
    "fetching": {"errors"},
    "ontology": {"errors", "records"},
    "sources": {"errors", "records", "ontology", "fetching"},
    "language": {"errors", "records", "ontology"},
    "coding": {"errors", "records", "ontology", "language"},
    "stories": {"errors", "records", "ontology", "language", "coding"},
    "storylines": {"errors", "records", "ontology", "language", "stories"},
    "briefing": {"errors", "records", "ontology", "language", "stories", "drawing"},
    "explaining": {"errors", "records", "ontology", "sources", "language", "coding", "briefing"},
    "exports": {"errors", "records", "ontology"},
    "bulk": {
        "errors",
        "records",
        "ontology",
        "sources",
        "language",
        "coding",
        "stories",
        "exports",
        "fetching",
    },
    "analysis": {
        "errors",
        "records",
        "ontology",
        "sources",
        "language",
        "coding",
        "stories",
        "exports",
        "fetching",
        "drawing",
        "store",
        "bulk",
    },
    "web": {
        "errors",
        "records",
        "ontology",
        "sources",
        "language",
        "coding",
        "stories",
        "storylines",
        "briefing",
        "explaining",
        "exports",
        "store",
        "drawing",
        "desk",
    },
    "judging": {"errors", "records", "ontology"},
    "drawing": {"errors", "records", "ontology"},
    "store": {"errors", "records"},
    "desk": {
        "errors",
        "records",
        "ontology",
        "sources",
        "language",
        "coding",
        "stories",
        "storylines",
        "exports",
        "fetching",
        "store",
    },
}

HEAVY = {
    "spacy",
    "numpy",
    "trafilatura",
    "lxml",
    "feedparser",
    "yaml",
    "cattrs",
    "jinja2",
    "rich",
    "lemminflect",
    "onnxruntime",
    "py3langid",
    "rensa",
    "charset_normalizer",
    "fastapi",
    "httpx2",
    "httpcore2",
    "hishel",
    "protego",
    "pyarrow",
    "starlette",
    "uvicorn",
}


def room_of(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dragoman"):
            module = str(node.module)
            names |= {f"dragoman.{a.name}" for a in node.names} if module == "dragoman" else {module}
        elif isinstance(node, ast.Import):
            names |= {a.name for a in node.names if a.name.startswith("dragoman")}
    return names


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_no_room_imports_one_above_it(room: str) -> None:
    files = [SRC / f"{room}.py"] if (SRC / f"{room}.py").exists() else sorted((SRC / room).rglob("*.py"))
    assert files
    allowed = MAY_IMPORT[room] | {room, "", "__version__", "EXAMPLE"}
    wrong = {
        f"{file.relative_to(SRC)} imports {name}"
        for file in files
        for name in imported(ast.parse(file.read_text(encoding="utf-8")))
        if room_of(name) not in allowed
    }
    assert not wrong


def test_the_faces_load_nothing_heavy_before_they_need_it() -> None:
    rooms = ", ".join(f"dragoman.{room}" for room in [*MAY_IMPORT, "cli"])
    script = f"import sys, {rooms}; print(sorted(set(sys.modules) & {HEAVY!r}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_of_the_package_can_be_had() -> None:
    import dragoman

    assert dir(dragoman) == sorted(dragoman.__all__)
    for name in dragoman.__all__:
        assert getattr(dragoman, name) is not None
    with pytest.raises(AttributeError):
        _ = dragoman.nonsense
