"""Who later mentions stand for: little articles with the links that are wanted, and those that are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language import analyse
from dragoman.language.reference import Reference, references
from dragoman.language.tables import table
from dragoman.records import Document

LUND = "Norwegian Foreign Minister Ana Lund"

# Title, text, and each link as "later mention < antecedent (rule)", in the order of the text.
ARTICLES = {
    "a surname, an office, she, I": (
        "Lund warns Lima",
        "Norwegian Foreign Minister Ana Lund warned Peru on Monday that Oslo would close its embassy.\n"
        "Lund said she had spoken with the Peruvian ambassador twice.\n"
        "The minister did not say when the doors would close.\n"
        '"I will not wait," Lund said.\n',
        [
            f"Lund < {LUND} (longer name)",
            f"Lund < {LUND} (same name)",
            f"she < {LUND} (subject above)",
            f"The minister < {LUND} (office)",
            f"I < {LUND} (speaker)",
            f"Lund < {LUND} (same name)",
        ],
    ),
    "a premier, he and she by their names": (
        None,
        "Prime Minister Erik Dahl met President Rosa Quispe in Lima.\n"
        "He offered a loan, and she accepted it.\n"
        "The premier flew home on Thursday.\n",
        [
            "He < Prime Minister Erik Dahl (only one)",
            "she < President Rosa Quispe (only one)",
            "The premier < Prime Minister Erik Dahl (office)",
        ],
    ),
    "a ministry; whom they took to hospital is left open": (
        None,
        "The Ghanaian defence ministry confirmed the crash on Sunday.\n"
        "The ministry said that two pilots had survived.\n"
        "They were taken to a hospital in Accra.\n",
        ["The ministry < The Ghanaian defence ministry (same noun)"],
    ),
    "the two countries; rain is nobody": (
        None,
        "Norway and Chile signed a fishing treaty in Oslo on Friday.\n"
        "The two countries had argued over quotas for years.\n"
        "It was raining.\n",
        ["The two countries < Norway (the two)", "The two countries < Chile (the two)"],
    ),
    "a capital for its government": (
        None,
        "The Peruvian government recalled its envoy from Oslo on Monday.\n"
        "Lima rejected the Norwegian offer.\n"
        "The government also closed two ports.\n",
        [
            "Lima < The Peruvian government (capital)",
            "The government < The Peruvian government (same noun)",
        ],
    ),
    "those who speak": (
        None,
        "Rebels attacked a convoy near Goma on Monday.\n"
        "The rebels said they had captured ten soldiers.\n"
        "The man who led them is not known.\n",
        ["The rebels < Rebels (same noun)", "they < Rebels (subject above)"],
    ),
    "two presidents, and a formal subject: nothing": (
        None,
        "The French president spoke by telephone with the Ghanaian president.\n"
        "The president promised food aid.\n"
        "It is clear that more will be needed.\n",
        [],
    ),
    "two men, and he may be either: the surnames only": (
        None,
        "Jonas Berg met Henrik Moe in Bergen on Monday.\nMoe told Berg that he would resign.\n",
        ["Moe < Henrik Moe (surname)", "Berg < Jonas Berg (surname)"],
    ),
    "two of one surname: nobody": (
        None,
        "Jonas Berg and Henrik Berg left Bergen on Monday.\nOn Tuesday the police looked for Berg.\n",
        [],
    ),
    "he in a quotation is not who speaks": (
        None,
        'Jonas Berg arrived in Lima on Monday.\n"He lied," Berg said.\n',
        ["Berg < Jonas Berg (surname)"],
    ),
}


def read(title: str | None, text: str) -> tuple[Document, tuple[Reference, ...]]:
    document = Document(id="d", kind="article", title=title, text=text)
    (analysis,) = analyse([document])
    return document, references(analysis)


@pytest.mark.parametrize(("title", "text", "wanted"), ARTICLES.values(), ids=ARTICLES)
def test_links(title: str | None, text: str, wanted: list[str]) -> None:
    document, found = read(title, text)
    told = [
        f"{document.string(r.field)[r.start : r.end]} < "
        f"{document.string(r.antecedent_field)[r.antecedent_start : r.antecedent_end]} ({r.rule})"
        for r in found
    ]
    assert told == wanted


@pytest.mark.parametrize("text", ["The Hon. J. K. Ross spoke.", "Said Dr. K. P. Fabian: no."])
def test_nobody_stands_for_a_part_of_himself(text: str) -> None:
    (analysis,) = analyse([Document(id="d", kind="article", text=text)])
    assert references(analysis) == ()


def test_a_name_in_the_title_stands_for_the_full_one_in_the_text() -> None:
    _, (first, *_) = read("Lund warns Lima", "Norwegian Foreign Minister Ana Lund warned Peru.")
    assert (first.field, first.start, first.end) == ("title", 0, 4)
    assert (first.antecedent_field, first.antecedent_start) == ("text", 0)


@settings(max_examples=25)
@given(
    st.lists(
        st.sampled_from(
            ["Ana Lund", "Lund", "the minister", "he", "she", "it", "they", "said", "met", "Norway", "and", ",",
             "“", "”", ".", "\n", "who", "the two countries", "🙂", "NATO"]
        ),
        min_size=1,
        max_size=25,
    )
)  # fmt: skip
def test_offsets_stand_in_the_text_and_links_do_not_circle(words: list[str]) -> None:
    document, found = read(None, " ".join(words))
    later = {(r.start, r.end) for r in found}
    for r in found:
        assert 0 <= r.start < r.end <= len(document.string("text"))
        assert 0 <= r.antecedent_start < r.antecedent_end <= len(document.string("text"))
        assert r.antecedent_start < r.start
        assert (r.antecedent_start, r.antecedent_end) not in later or r.rule == "the two"
    assert read(None, " ".join(words))[1] == found


def test_word_lists() -> None:
    lists = table("reference")
    assert set(lists) == {
        "pronouns", "say", "titles", "nouns", "persons", "bodies", "generic", "same", "pairs", "given_names",
    }  # fmt: skip
    for group in ("titles", "nouns", "given_names"):
        assert set(lists[group]) == {"masculine", "feminine"}
        assert not set(lists[group]["masculine"]) & set(lists[group]["feminine"]), group
        for words in lists[group].values():
            assert len(words) == len(set(words)), group
    assert not set(lists["persons"]) & set(lists["bodies"])
    assert all(len(pair) == 2 for pair in lists["same"])
    assert all(set(told) <= {"gender", "thing", "plural"} for told in lists["pronouns"].values())
