"""``dragoman summarize``, run as its user would."""

from __future__ import annotations

import json
from pathlib import Path

from tests.test_cli import Done, dragoman, in_a_process, lines

SHIPS = {
    "id": "ships",
    "articles": [
        {
            "title": "Chile Sends Aid to Peru",
            "text": "Chile sent two ships with aid to Peru on Monday.\n\nThey carry tents. Is that enough?",
            "publisher": "Diario del Puerto",
            "published": "2025-03-04",
        },
        {
            "title": "Ships leave with aid for Peru 🚢",
            "text": "🚢 🚢\n\nVALPARAÍSO (Agency) - The navy of Chile said the two ships would reach Callao on Friday "
            "with 300 tonnes of food.",
            "publisher": "Callao Post",
            "published": None,
        },
    ],
}


def given(*rows: object) -> bytes:
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()


def summed_up(done: Done) -> list[tuple[object, list[str]]]:
    return [(row["id"], [s["text"] for s in row["sentences"]]) for row in lines(done)]  # type: ignore[attr-defined]


def test_sentences_come_with_article_and_offsets() -> None:
    (row,) = lines(dragoman("summarize", stdin=given(SHIPS)))
    assert list(row) == ["id", "sentences"]
    assert row["sentences"] == [
        {"text": "Chile sent two ships with aid to Peru on Monday.", "article": 0, "start": 0, "end": 48},
        {
            "text": "The navy of Chile said the two ships would reach Callao on Friday with 300 tonnes of food.",
            "article": 1, "start": 27, "end": 117,
        },
    ]  # fmt: skip
    for s in row["sentences"]:
        assert SHIPS["articles"][s["article"]]["text"][s["start"] : s["end"]] == s["text"]


def test_words_are_a_limit() -> None:
    ((_, texts),) = summed_up(dragoman("summarize", "--words", "20", stdin=given(SHIPS)))
    assert texts == ["Chile sent two ships with aid to Peru on Monday."]


def test_articles_in_another_order_give_the_same_sentences() -> None:
    turned = {"id": "ships", "articles": SHIPS["articles"][::-1]}
    one, other = (dragoman("summarize", stdin=given(row)) for row in (SHIPS, turned))
    assert summed_up(one) == summed_up(other)
    assert [s["article"] for s in lines(other)[0]["sentences"]] == [1, 0]  # type: ignore[attr-defined]


def test_bad_lines_and_articles_are_told_and_the_rest_goes_on() -> None:
    odd = {
        "id": 7,
        "articles": [
            "no article",
            {"title": "", "text": None},
            {"text": 3},
            *SHIPS["articles"],
            {"text": "\ud800."},
        ],
    }
    undated = {"id": None, "articles": [{**SHIPS["articles"][0], "published": "soon"}]}  # type: ignore[dict-item]
    rows = ["no json", "[]", '{"id": "b"}', '{"id": "c", "articles": []}', '{"articles": [{"text": " "}]}',
            odd, '{"id": "\\ud800", "articles": [{"text": "Peru waits."}]}', undated]  # fmt: skip
    done = dragoman("summarize", "-", stdin=given(*rows))
    assert done.returncode == 0
    assert [row["id"] for row in lines(done)] == [7, None]
    assert [s["article"] for s in lines(done)[0]["sentences"]] == [3, 4]  # type: ignore[attr-defined]
    told = [line.removeprefix("dragoman: ").rsplit(": ", 1)[0] for line in done.stderr.decode().splitlines()]
    places = [line.split(": ")[0].removeprefix("<stdin>, ") for line in told]
    assert places == [
        "line 1", "line 2", "line 3", "line 4", "line 5, articles[0]", "line 5",
        "line 6, articles[0]", "line 6, articles[1]", "line 6, articles[2]", "line 6, articles[2]",
        "line 6, articles[5]", "line 7", "line 8, articles[0]",
    ]  # fmt: skip
    assert dragoman("summarize", "--strict", "-", stdin=given(*rows)).returncode == 1


def test_exact_repeats_are_articles_of_their_own() -> None:
    twice = {"id": "twice", "articles": [SHIPS["articles"][0]] * 2}
    (row,) = lines(dragoman("summarize", stdin=given(twice)))
    assert [s["article"] for s in row["sentences"]] == [0]  # type: ignore[attr-defined]


def test_what_is_not_english_is_told() -> None:
    text = "La marine du Ghana a arrêté mardi un navire venu du Togo avec des centaines d'armes à bord."
    done = dragoman(
        "summarize", stdin=given({"id": 1, "articles": [{"title": "Un navire arrêté", "text": text}]})
    )
    assert lines(done) == [{"id": 1, "sentences": []}]
    assert b"declined: not English" in done.stderr


def test_nothing_to_read_and_wrong_use(tmp_path: Path) -> None:
    empty = tmp_path / "none.jsonl"
    empty.write_bytes(b"")
    assert dragoman("summarize", stdin=b"\n").returncode == 1
    assert dragoman("summarize", str(empty)).returncode == 1
    assert dragoman("summarize", str(tmp_path / "missing.jsonl")).returncode == 2
    assert dragoman("summarize", "--words", "0", stdin=given(SHIPS)).returncode == 2
    assert dragoman("summarize", "--words", "many", stdin=given(SHIPS)).returncode == 2


def test_a_process_says_the_same_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "stories.jsonl"
    path.write_bytes(given(SHIPS))
    assert in_a_process("summarize", str(path)).stdout == dragoman("summarize", str(path)).stdout
