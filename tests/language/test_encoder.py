"""The reader: the same reading whatever is read beside it, and boundaries kept."""

import random
from pathlib import Path

import pytest
from spacy.tokens import Doc

from dragoman.language import load
from dragoman.language.boundaries import no_starts
from dragoman.language.encoder import PIECES, WORDS, Encoder, _ends

SENTENCES = [
    "Norway, Poland Sign Deal to Build Drones",
    "Protests erupt in Tirana as mayor faces trial over land sales.",
    "The central bank said on Monday that it would keep interest rates where they are until the autumn.",
    "KENYA SENDS 400 POLICE TO HAITI AMID GANG VIOLENCE",
    "Talks collapse",
    "“We will not sign,” the foreign minister of Chile told reporters in Lima! Nobody asked why.",
]


def reading(doc: Doc) -> list[tuple[str, str, str, int, str, bool]]:
    return [
        (t.pos_, str(t.morph), t.dep_, t.head.i, f"{t.ent_iob_}-{t.ent_type_}", bool(t.is_sent_start))
        for t in doc
    ]


def test_what_is_read_beside_a_sentence_does_not_change_it() -> None:
    nlp = load()
    alone = {s: reading(nlp(s)) for s in SENTENCES}
    mixed = SENTENCES * 5
    random.Random(3).shuffle(mixed)
    for size in (1, 7, 30):
        docs = list(nlp.pipe(mixed, batch_size=size))
        assert [doc.text for doc in docs] == mixed
        assert all(reading(doc) == alone[doc.text] for doc in docs)


def test_preset_boundaries_are_kept() -> None:
    nlp = load()
    doc = no_starts(nlp.make_doc("Go home. Stay there! Never come back? Please."))
    assert [s.text for s in nlp(doc).sents] == [doc.text]
    doc = nlp.make_doc("Ministers met in Oslo they left early")
    doc[4].is_sent_start = True
    assert [s.text for s in nlp(doc).sents] == ["Ministers met in Oslo", "they left early"]


def test_undecided_boundaries_are_found() -> None:
    doc = load()("The strike is over! The trains run again.")
    assert [s.root.text for s in doc.sents] == ["over", "run"]


def test_white_space_hangs_on_the_word_before() -> None:
    doc = load()("  Police in New  York arrested\n\ta man.\n")
    spaces = [t for t in doc if t.is_space]
    assert [(t.pos_, t.dep_) for t in spaces] == [("SPACE", "dep")] * len(spaces)
    assert [t.head.text for t in spaces] == ["Police", "New", "arrested", "."]
    assert [e.text for e in doc.ents] == ["New  York"]


@pytest.mark.parametrize("text", ["", "\n", " \n\n ", "."])
def test_texts_without_words(text: str) -> None:
    doc = load()(text)
    assert doc.text == text
    assert sum(t.dep_ == "ROOT" for t in doc) == (1 if text else 0)


def test_windows_end_before_sentences_or_where_they_are_full() -> None:
    assert list(_ends([1, -1, 0, 1, -1], [1] * 5, ["a"] * 5)) == [3, 5]
    assert list(_ends([1] + [-1] * WORDS, [1] * (WORDS + 1), ["a"] * (WORDS + 1))) == [WORDS, WORDS + 1]
    words = ["a"] * (WORDS + 10)
    words[99] = "!"
    assert list(_ends([1] + [0] * (WORDS + 9), [1] * (WORDS + 10), words)) == [100, WORDS + 10]
    sizes = [12] * 100
    ends = list(_ends([1] + [-1] * 99, sizes, ["a"] * 100))
    assert ends[-1] == 100
    assert all(sum(sizes[a:b]) <= PIECES for a, b in zip([0, *ends], ends, strict=False))


def test_written_and_read_again(tmp_path: Path) -> None:
    encoder = load().get_pipe("encoder")
    assert isinstance(encoder, Encoder)
    encoder.to_disk(tmp_path)
    again = Encoder(load().vocab).from_disk(tmp_path)
    assert (again.vocabulary, again.labels) == (encoder.vocabulary, encoder.labels)
    again.to_disk(tmp_path / "again")
    files = [path.name for path in tmp_path.iterdir() if path.is_file()]
    assert sorted(files) == ["labels.json", "network.onnx", "pieces.txt"]
    assert all((tmp_path / "again" / n).read_bytes() == (tmp_path / n).read_bytes() for n in files)
