"""Where sentences begin and end, read off whole texts."""

import pytest

from dragoman.language import sentences
from dragoman.records import Document


def split(text: str) -> list[str]:
    return [s.text for s in sentences(Document(id="d", kind="article", text=text))]


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Marta Ruiz met the U.S. envoy on Feb. 7 in Geneva.",
        "George W. Harlan and J. R. Doe signed the treaty.",
        "Police in St. Petersburg detained Sgt. Ivan Belov, Dr. Ana Silva said.",
        "The bank paid $3.5 million to Acme Corp. and 2.4 percent to others.",
        '"We will not sign," the minister said.',
        "The convoy left at 5 p.m. on Tuesday.",
        "Maj. Gen. Sofia Lind leads the mission.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["Troops left the town.", "Shops opened again."],
        ['He said: "It is over."', "Officials agreed."],
        ["“It is over.”", "Officials agreed."],
        ["The talks failed.", '"We tried," the envoy said.'],
        ["The U.N. voted on Monday.", "The E.U. abstained."],
        ["Who fired first?", "Nobody knows."],
    ],
)
def test_sentences_in_a_paragraph(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts
    assert split("  ".join(parts)) == parts


def test_the_number_of_a_point_belongs_to_it() -> None:
    points = [
        "1. Schools were closed.",
        "2. Shops stayed open.",
        "12. The court met in Room 5.",
        "Nobody came.",
    ]
    assert split("\n".join(points)) == points
    assert split("The court met in Room 5. Nobody came.") == ["The court met in Room 5.", "Nobody came."]


def test_blank_line_always_ends_a_sentence() -> None:
    assert split("Report from the capital\n\nTroops left the town") == [
        "Report from the capital",
        "Troops left the town",
    ]
    assert split("the fleet sailed\n \nand came back") == ["the fleet sailed", "and came back"]


def test_line_break_ends_a_sentence_unless_the_line_is_wrapped() -> None:
    assert split("Floods hit the north\nPolice raid a bank in the south") == [
        "Floods hit the north",
        "Police raid a bank in the south",
    ]
    wrapped = (
        "The foreign minister of Norway said on Monday that\n"
        "Sweden and Denmark had agreed to send three ships\n"
        "to the strait."
    )
    assert split(wrapped) == [wrapped]
    assert split("Troops left the town after\nthe vote.") == ["Troops left the town after\nthe vote."]


def test_carriage_returns_end_lines_too() -> None:
    assert split("Floods hit the north.\r\n\r\nPolice raid a bank.\r\n") == [
        "Floods hit the north.",
        "Police raid a bank.",
    ]
