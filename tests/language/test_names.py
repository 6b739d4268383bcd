"""Names in sentences and headlines an analyst would try, and what must hold of any text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from dragoman.language import load
from dragoman.language.gazetteer import Gazetteer, plain
from dragoman.language.names import Name, of
from dragoman.language.signs import KINDS, MEASURES
from dragoman.language.tables import table
from dragoman.ontology.files import read_bytes
from dragoman.ontology.names import SECTIONS, Known, known

GOLDEN: list[dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("names.yaml").read_text(encoding="utf-8")
)


def read(text: str) -> Doc:
    return load()(text)


def names(text: str) -> tuple[Doc, tuple[Name, ...]]:
    doc = read(text)
    return doc, of(doc)


def written(doc: Doc, name: Name) -> str:
    title = f"[{doc[slice(*name.title)].text}] " if name.title else ""
    return f"{title}{doc[name.start : name.end].text}/{name.kind}"


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["text"][:40])
def test_the_names_of_a_sentence(row: dict[str, str]) -> None:
    doc, found = names(row["text"])
    assert "; ".join(written(doc, name) for name in found) == row["names"]


def test_the_entry_that_agrees_is_told() -> None:
    _, found = names("French President Emmanuel Macron flew to Nairobi with officials of Zorbland Holdings.")
    entries = {name.kind: name.entry for name in found}
    assert entries["PER"] == "leader: Emmanuel Macron"
    assert entries["LOC"] == "country: Kenya"  # a capital is its country's
    assert entries["NORP"] == "country: France"
    assert entries.get("ORG") is None


def test_a_mention_holds_the_title_and_the_entity_does_not() -> None:
    doc = read("Japanese Prime Minister Shigeru Ishiba arrived.")
    assert [span.text for span in doc.spans["names"] if span.label_ == "PER"] == [
        "Japanese Prime Minister Shigeru Ishiba"
    ]
    assert [e.text for e in doc.ents if e.label_ == "PER"] == ["Shigeru Ishiba"]


def test_names_outlive_the_putting_together_of_pieces() -> None:
    docs = [read("Gen. Mark Milley spoke in Seoul. "), read("Prime Minister Keir Starmer left London.")]
    whole = Doc.from_docs(docs, ensure_whitespace=False)
    assert whole is not None
    assert [written(whole, n) for n in of(whole)] == [written(d, n) for d in docs for n in of(d)]
    assert [n.entry for n in of(whole)] == [n.entry for d in docs for n in of(d)]


def test_the_encoders_scores_are_taken_away() -> None:
    assert "name_scores" not in read("Talks resume in Geneva.").user_data


def test_what_is_read_beside_a_text_does_not_change_its_names() -> None:
    texts = [row["text"] for row in GOLDEN]
    alone = [of(read(text)) for text in texts]
    assert [of(doc) for doc in load().pipe(texts[::-1], batch_size=5)] == alone[::-1]


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            ["Gen.", "President", "the", "of", "UN", "u.s.", "Korea", "north", "\n\n", "-", "'s", "’", "Bank", "de",
             "Iran", "Ali", "pro-Iran", "IRANIAN", "0", ",", "“", "é", "\0", "Shiite"]
        ),
        max_size=25,
    ).map(" ".join)
)  # fmt: skip
def test_names_lie_apart_and_in_order_in_any_text(text: str) -> None:
    doc, found = names(text)
    at = 0
    for name in found:
        assert at <= name.start < name.end <= len(doc)
        assert doc[name.start : name.end].text.strip()
        if name.title:
            assert name.title[0] < name.title[1] == name.start
            assert name.kind == "PER"
        at = name.end


def test_a_text_without_words_has_no_names() -> None:
    for text in ("", " ", "\n\n"):
        assert of(read(text)) == ()


# ------------------------------------------------------------------------------------------ gazetteer


def gazetteer(*forms: str) -> Gazetteer:
    return Gazetteer({form: (Known(form, "ORG", "body", f"body: {form}"),) for form in forms})


@pytest.mark.parametrize(
    ("form", "words", "end"),
    [
        ("Al-Hilal", ["al", "-", "Hilal"], 3),
        ("Al-Hilal", ["Al-Hilal"], 1),
        ("Lloyd's Register", ["LLOYD", "’s", "REGISTER", "says"], 3),
        ("WHO", ["WHO", "says"], 1),
        ("WHO", ["Who", "says"], None),
        ("NATO", ["Nato"], 1),
        ("Red Star", ["Red", "Starling"], None),
    ],
)
def test_a_form_is_found_however_it_is_cut_into_words(form: str, words: list[str], end: int | None) -> None:
    found = gazetteer(form).at(0, words, [plain(w) for w in words], len(words))
    assert [match.end for match in found] == ([] if end is None else [end])


def test_shorter_names_are_found_with_longer_ones() -> None:
    words = ["Bank", "of", "Oz", "Group"]
    found = gazetteer("Bank of Oz", "Bank of Oz Group").at(0, words, [plain(w) for w in words], 4)
    assert [match.end for match in found] == [3, 4]


# ------------------------------------------------------------------------------------------ data files


def lists() -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for key, value in table("names").items():
        parts |= {f"{key} {k}": v for k, v in value.items()} if isinstance(value, dict) else {key: value}
    return parts


@pytest.mark.parametrize("name", sorted(lists()))
def test_a_list_holds_lower_case_words_once(name: str) -> None:
    words = lists()[name]
    assert all(isinstance(word, str) and word == word.lower().strip() != "" for word in words)
    assert len(words) == len(set(words))


def test_each_sign_has_a_weight_for_each_kind() -> None:
    header, *rows = [
        line.split("\t") for line in read_bytes("names.tsv", "dragoman.language").decode().splitlines()
    ]
    assert header == ["sign", *KINDS]
    assert [row[0] for row in rows[: len(MEASURES)]] == list(MEASURES)
    assert len({row[0] for row in rows}) == len(rows)
    assert all(len([float(weight) for weight in row[1:]]) == len(KINDS) for row in rows)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_of_names_holds_each_once(section: str) -> None:
    from dragoman.ontology.names import _section

    forms = _section(section)
    assert len(forms) == len(set(forms)) > 100


def test_every_known_form_can_be_looked_up() -> None:
    assert all(any(map(str.isalnum, entry.form)) for entry in known())
    assert {entry.kind for entry in known()} == {"PER", "ORG", "LOC", "NORP"}
