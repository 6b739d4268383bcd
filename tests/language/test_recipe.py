"""The recipe's own readers and rewriting, on sentences written here."""

import gzip
import json
import random
from pathlib import Path

import pytest

from benchmarks import floors, language
from dragoman.language.letters import SMALL, UNTOLD
from dragoman.language.wordpiece import WordPieces
from training import devdata
from training.language.agency import dated
from training.language.corpus import doc, telegraphic
from training.language.entities import mark_names
from training.language.headlines import copy, recase, rewrite
from training.language.joined import Parts
from training.language.puzzles import puzzle
from training.language.trees import Tree, Word, read_names, read_trees
from training.language.windows import NOTHING, Reader, batches, labels, padded

CONLLU = """\
# newdoc id = n1
# sent_id = n1-1
# text = The Chilean mayor's aides have rejected an offer.
1	The	the	DET	DT	Definite=Def|PronType=Art	3	det	_	_
2	Chilean	Chilean	ADJ	JJ	Degree=Pos	3	amod	_	_
3-4	mayor's	_	_	_	_	_	_	_	_
3	mayor	mayor	NOUN	NN	Number=Sing	5	nmod:poss	_	_
4	's	's	PART	POS	_	3	case	_	_
5	aides	aide	NOUN	NNS	Number=Plur	7	nsubj	_	_
6	have	have	AUX	VBP	Mood=Ind|Tense=Pres|VerbForm=Fin	7	aux	_	_
7	rejected	reject	VERB	VBN	Tense=Past|VerbForm=Part	0	root	_	_
8	an	a	DET	DT	Definite=Ind|PronType=Art	9	det	_	_
9	offer	offer	NOUN	NN	Number=Sing	7	obj	_	SpaceAfter=No
10	.	.	PUNCT	.	_	7	punct	_	_

# sent_id = n1-2
# text = President Ana Rios left Quito
1	President	President	PROPN	NNP	Number=Sing	4	nsubj	_	Entity=(1-person-new-nnnnn-cf1-1,2,3-sgl
2	Ana	Ana	PROPN	NNP	Number=Sing	1	flat	_	_
3	Rios	Rios	PROPN	NNP	Number=Sing	1	flat	_	Entity=1)
4	left	leave	VERB	VBD	Mood=Ind|Tense=Past|VerbForm=Fin	0	root	_	_
5	Quito	Quito	PROPN	NNP	Number=Sing	4	obj	_	Entity=(2-place-new-nnnnn-cf2-1-sgl)
"""


@pytest.fixture
def trees(tmp_path: Path) -> list[Tree]:
    file = tmp_path / "a.conllu.gz"
    file.write_bytes(gzip.compress(CONLLU.encode()))
    return read_trees(file)


def test_trees_are_read_with_spaces_and_heads(trees: list[Tree]) -> None:
    tree = trees[0]
    assert [(w.form, w.space) for w in tree.words[2:5]] == [("mayor", False), ("'s", True), ("aides", True)]
    assert tree.root.form == "rejected"
    assert [w.form for w in tree.children(tree.root)] == ["aides", "have", "offer", "."]
    assert (tree.opens, trees[1].opens) == (True, False)


def test_a_sentence_becomes_a_headline_with_its_tree(trees: list[Tree]) -> None:
    headlines = {
        "".join(w.form + " " * w.space for w in h.words).strip(): h
        for h in (rewrite(trees[0], random.Random(seed), ["sanctioned"], ["Peru"]) for seed in range(40))
    }
    headline = headlines["Chilean Mayor's Aides Reject Offer"]
    assert [(w.form, w.dep) for w in headline.children(headline.root)] == [
        ("Aides", "nsubj"),
        ("Offer", "obj"),
    ]
    assert headline.root.feats == "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin"
    assert [w.form for w in trees[0].words][5:7] == ["have", "rejected"]


def test_headlines_are_printed_in_four_ways(trees: list[Tree]) -> None:
    printed = {}
    for case in ("title", "sentence", "upper", "lower"):
        twin = copy(trees[1])
        recase(twin, case)
        printed[case] = " ".join(w.form for w in twin.words[2:])
    assert printed == {
        "title": "Rios Left Quito",
        "sentence": "Rios left Quito",
        "upper": "RIOS LEFT QUITO",
        "lower": "rios left quito",
    }


def test_names_of_mentions_leave_out_the_title(trees: list[Tree]) -> None:
    mark_names(trees, {"President"})
    assert [(w.form, w.name) for w in trees[1].words] == [
        ("President", "O"), ("Ana", "B-PER"), ("Rios", "I-PER"), ("left", "O"), ("Quito", "B-LOC"),
    ]  # fmt: skip


def test_a_sentence_becomes_a_doc(trees: list[Tree]) -> None:
    import spacy

    made = doc(spacy.blank("en").vocab, trees[0])
    assert made.text == "The Chilean mayor's aides have rejected an offer."
    assert [(t.text, t.dep_, t.head.text) for t in made if t.head.i == 6][:2] == [
        ("aides", "nsubj", "rejected"),
        ("have", "aux", "rejected"),
    ]
    assert str(made[4].morph) == "Number=Plur"


def test_windows_hold_what_is_to_be_learnt(trees: list[Tree]) -> None:
    mark_names(trees, {"President"})
    pieces = WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "o", "##ff", "##er", "."])
    classes = labels(trees)
    window = Reader(pieces, classes).window(trees)
    assert len(window.first) == 1 + 10 + 5
    assert window.pieces[:2] == [pieces.begin, pieces.unknown]
    assert window.pieces[-1] == pieces.end
    offer = 9
    assert window.pieces[window.first[offer] : window.first[offer + 1]] == [4, 5, 6]
    assert window.heads[7] == 0
    assert window.heads[offer] == 7
    assert window.heads[11] == 14  # "President", the first word of the second sentence, hangs on "left"
    assert [classes.deps[d] for d in window.deps[7:10]] == ["root", "det", "obj"]
    assert [n for n, start in enumerate(window.starts) if start == 1] == [1, 11]
    assert [classes.names[n] for n in window.names[11:]] == ["O", "B-PER", "I-PER", "O", "B-LOC"]


def test_batches_hold_every_window_once(trees: list[Tree]) -> None:
    reader = Reader(WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]"]), labels(trees))
    windows = [reader.window([tree]) for tree in trees * 20]
    made = batches(windows, 40, random.Random(0))
    assert sorted(id(w) for batch in made for w in batch) == sorted(map(id, windows))
    assert all(padded(batch, "pieces", 0).size <= 40 for batch in made)


def test_headlines_are_put_together_from_parts(trees: list[Tree]) -> None:
    rng = random.Random(1)
    headlines = [rewrite(tree, rng, ["sanctioned"]) for tree in trees * 20]
    made = [Parts(headlines).join(rng) for _ in range(60)]
    printed = {"".join(w.form + " " * w.space for w in h.words).strip().lower() for h in made}
    assert any(" as " in p for p in printed)
    assert any(" amid " in p or " over " in p for p in printed)
    assert any("quito, " in p for p in printed)
    for headline in made:
        inside = {id(w) for w in headline.words}
        assert sum(w.head is None for w in headline.words) == 1
        assert all(w.head is None or id(w.head) in inside for w in headline.words)


def test_name_files(tmp_path: Path) -> None:
    file = tmp_path / "n.gz"
    file.write_bytes(gzip.compress(b"Ana I-PER\nRios I-PER\nleft O\nQuito I-LOC\nPeru I-MISC\n"))
    (sentence,) = read_names(file)
    assert [w.name for w in sentence.words] == ["B-PER", "I-PER", "O", "B-LOC", "O"]


def test_no_development_data_is_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DRAGOMAN_DATA", str(tmp_path))
    assert devdata.root() is None
    with pytest.raises(FileNotFoundError, match="DRAGOMAN_DATA"):
        devdata.path("treebank")


def test_a_figure_below_its_floor_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("DRAGOMAN_DATA", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["language", "--check"])
    pinned = json.loads(floors.FILE.read_text(encoding="utf-8"))["language"]
    best = {name: 0.0 if isinstance(floor, dict) else floor for name, floor in pinned.items()}
    figures = {
        "accurate": {name: value for name, value in best.items() if not name.startswith("fast_")},
        "fast": {name[5:]: value for name, value in best.items() if name.startswith("fast_")},
    }
    monkeypatch.setattr("dragoman.language.load", lambda parser: parser)
    monkeypatch.setattr(language, "measure", lambda parser: figures[parser])
    monkeypatch.setattr(language, "footprint", lambda parser: {})
    with pytest.raises(SystemExit) as done:
        language.main()
    assert done.value.code == 0
    figures["fast"]["ewt_las"] = 12.0
    with pytest.raises(SystemExit) as done:
        language.main()
    assert done.value.code == 1
    assert "fast_ewt_las is 12.000" in capsys.readouterr().err


def whole(tree: Tree) -> bool:
    """Whether the words make one tree."""
    inside = {id(w) for w in tree.words}
    heads = [w.head for w in tree.words if w.head is not None]
    return len(heads) == len(tree.words) - 1 and all(id(head) in inside for head in heads)


def test_headlines_that_are_hard_to_read(trees: list[Tree]) -> None:
    rng = random.Random(2)
    parts = Parts([rewrite(tree, rng, ["sanctioned"]) for tree in trees * 20])
    made = [puzzle(parts, rng) for _ in range(120)]
    assert all(map(whole, made))
    roots = {(tree.root.lemma, tree.root.pos) for tree in made}
    assert len(roots) > 20
    told = [t for t in made if any(w.dep == "ccomp" for w in t.words)]
    assert any(t.words[0].has("Mood=Imp") for t in told)


def test_a_day_stands_between_who_does_it_and_what_is_done(trees: list[Tree]) -> None:
    rng = random.Random(4)
    made = [d for tree in trees * 30 if (d := dated(tree, rng))]
    assert all(map(whole, made))
    printed = {"".join(w.form + " " * w.space for w in d.words).strip() for d in made}
    assert "The Chilean mayor's aides Tuesday have rejected an offer." in printed
    assert "On Monday, the Chilean mayor's aides have rejected an offer." in printed
    (day,) = {w.dep for d in made for w in d.words if w.form == "Tuesday" and not d.children(w)}
    assert day == "obl:unmarked"


def test_news_without_trees_is_read_in_many_letters() -> None:
    words = ["The", "army", "has", "left", "the", "town", "of", "Kut", "."]
    tree = Tree([Word(form) for form in words])
    rng = random.Random(0)
    printed = {" ".join(w.form for w in telegraphic(tree, rng).words) for _ in range(40)}
    assert printed == {" ".join(words), "Army Left Town of Kut", "ARMY LEFT TOWN OF KUT"}


def test_what_is_not_annotated_is_nothing_to_learn(trees: list[Tree]) -> None:
    reader = Reader(WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]"]), labels(trees))
    window = reader.window([Tree([Word("Rain"), Word("fell")])])
    learnt = [window.heads, window.deps, window.pos, window.feats, window.starts, window.names]
    assert all(value == NOTHING for part in learnt for value in part)


def test_letters_go_with_every_piece_of_a_word(trees: list[Tree]) -> None:
    pieces = WordPieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "o", "##ff", "##er"])
    reader = Reader(pieces, labels(trees))
    window = reader.window(trees)
    assert len(window.letters) == len(window.pieces)
    offer = window.first[9]
    assert window.letters[offer : offer + 3] == [SMALL] * 3
    assert set(reader.window(trees, blind=True).letters) == {UNTOLD}
