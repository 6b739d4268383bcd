"""What is a dateline, what it tells, and what only looks like one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language import analyse, sentences
from dragoman.language.datelines import find
from dragoman.language.tables import table
from dragoman.records import Document

REPORT = "The foreign minister met her colleague from Japan on Tuesday and signed a deal on fishing."
PUBLISHED = dt.date(2025, 2, 20)


@pytest.mark.parametrize(
    ("head", "place", "date", "agency"),
    [
        ("TAIPEI, Feb 18 (Reuters) — ", "TAIPEI", "2025-02-18", "Reuters"),
        ("BEIJING, Feb. 18 (Xinhua) -- ", "BEIJING", "2025-02-18", "Xinhua"),
        ("WASHINGTON (AP) -- ", "WASHINGTON", None, "AP"),
        ("Washington (CNN) ", "Washington", None, "CNN"),
        ("LONDON – ", "LONDON", None, None),
        ("Paris — ", "Paris", None, None),
        ("Kyiv, 3 March 2024 (Agency) - ", "Kyiv", "2024-03-03", "Agency"),
        ("BEIRUT/TEL AVIV, Oct. 2 - ", "BEIRUT/TEL AVIV", "2024-10-02", None),
        ("NEW DELHI: ", "NEW DELHI", None, None),
        ("New Delhi, Feb 18 (PTI) ", "New Delhi", "2025-02-18", "PTI"),
        ("GENEVA, Switzerland (AFP) – ", "GENEVA, Switzerland", None, "AFP"),
        ("FORT HILL, N.C. (Reuters) - ", "FORT HILL, N.C.", None, "Reuters"),
        ("SPRINGFIELD, Ill.—", "SPRINGFIELD, Ill.", None, None),
        ("ST. LOUIS — ", "ST. LOUIS", None, None),
        ("UNITED NATIONS (AP) — ", "UNITED NATIONS", None, "AP"),
        ("MOSCOW. Feb 20 (Interfax) - ", "MOSCOW", "2025-02-20", "Interfax"),
        ("MOSCOW. March 3. KAZINFORM ", "MOSCOW", "2025-03-03", "KAZINFORM"),
        ("MOSCOW, March 3. /TASS/. ", "MOSCOW", "2025-03-03", "TASS"),
        ("RIO DE JANEIRO, Feb 3 (EFE).- ", "RIO DE JANEIRO", "2025-02-03", "EFE"),
        ("(Reuters) - ", None, None, "Reuters"),
        ("Feb 18 (Reuters) - ", None, "2025-02-18", "Reuters"),
        ("SANTIAGO, Dec 31 (AFP) - ", "SANTIAGO", "2024-12-31", "AFP"),
        ("OSLO, Feb 30 (AFP) - ", "OSLO", None, "AFP"),
    ],
)
def test_datelines(head: str, place: str | None, date: str | None, agency: str | None) -> None:
    text = head + REPORT
    line = find(text, 0, len(text), PUBLISHED)
    assert line is not None
    assert text[line.start : line.end] == head.strip()
    assert (line.place.text if line.place else None) == place
    assert line.place is None or text[line.place.start : line.place.end] == place
    assert (line.date.start if line.date else None, line.agency) == (date, agency)


@pytest.mark.parametrize(
    "text",
    [
        "China: Xi visits Moscow",
        "CHINA: Xi visits Moscow",
        "WAR — what is it good for",
        "London – the city where it began – has seen worse days than these, the mayor of the place said.",
        "Ukraine – Russia talks resume in Istanbul on Monday after a break of three weeks.",
        "Moscow - Kyiv talks resume",
        "NATO — The alliance said that it would send more troops to its eastern border next month.",
        "BREAKING: Police arrest six men over a plot to bomb a court, the mayor said on Friday.",
        "Doe (R) said on Monday that he would go.",
        "Georgia (the country) said it would leave the body.",
        "The deal — signed in Rome — failed",
        "LONDON (Reuters) -",
    ],
)
def test_no_datelines(text: str) -> None:
    assert find(text, 0, len(text), PUBLISHED) is None


def read(text: str, published: str | None = None) -> Document:
    return Document(id="d", kind="article", title="Deal signed", text=text, published=published)


def test_the_sentence_begins_behind_the_dateline() -> None:
    document = read(f"By Jane Roe\n\nTOKYO, Feb. 18 (Reuters) — {REPORT}\n\nShe left at noon.", "2025-02-20")
    assert [s.text for s in sentences(document)] == ["Deal signed", REPORT, "She left at noon."]
    (analysis,) = analyse([document])
    assert analysis.dateline is not None
    assert analysis.dateline.date is not None
    assert analysis.day == dt.date(2025, 2, 20)


def test_the_date_of_a_dateline_stands_in_for_the_day_of_publication() -> None:
    dated, undated = analyse(
        [read(f"TOKYO, Feb. 18, 2025 (Reuters) — {REPORT}"), read(f"TOKYO, Feb. 18 (Reuters) — {REPORT}")]
    )
    assert dated.day == dt.date(2025, 2, 18)
    assert undated.day is None


def test_further_reports_in_a_text_have_their_own() -> None:
    text = f"TOKYO (AP) — {REPORT}\n\nOSLO (AP) — {REPORT}\n\nParis — {REPORT}"
    (analysis,) = analyse([read(text)])
    assert [text[d.start : d.end] for d in analysis.datelines] == ["TOKYO (AP) —", "OSLO (AP) —"]
    assert [s.text for s in analysis.sentences("text")][1].strip() == REPORT


@given(st.text("LONDO.,:-—/() \nAPeb18", max_size=60))
def test_any_string(text: str) -> None:
    text = f"A{text}"
    line = find(text, 0, len(text), PUBLISHED)
    assert line is None or 0 == line.start < line.end < len(text)


def test_lists() -> None:
    lists = table("datelines")
    assert set(lists) == {"places", "within", "agencies"}
    assert all(isinstance(value, str) and value.strip() == value != "" for v in lists.values() for value in v)
