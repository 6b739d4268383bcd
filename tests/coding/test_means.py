import pytest

from dragoman.coding import code
from dragoman.records import Document


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Three Danish soldiers were killed in a suicide car bombing in Kabul.", "suicide-attack"),
        ("Rebels armed with machetes attacked a camp for Congolese refugees.", "primitive"),
        ("The Danish army attacked rebels with tanks and artillery in Mali.", "heavy-weapons"),
        ("Police in Lima killed three protesters with live ammunition.", "firearms"),
        ("The Chadian army attacked rebels in Sudan using drones.", "drone"),
        ("The Chadian army attacked rebels in Sudan.", None),
    ],
)
def test_the_mode_of_an_attack_is_told_by_its_means(text: str, mode: str | None) -> None:
    found = [
        event for event in code([Document(id="d", kind="article", text=text)]) if event.type == "ASSAULT"
    ]
    assert [event.mode for event in found] == [mode]


def test_who_dies_in_an_accident_is_not_attacked() -> None:
    text = "Three Danish soldiers were killed in a helicopter crash in Mali."
    assert code([Document(id="d", kind="article", text=text)]) == []
