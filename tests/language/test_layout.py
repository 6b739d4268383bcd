"""Pages as a person sees them, each line with what it is: the report, or what is set aside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language import analyse, english, sentences
from dragoman.language.layout import asides, paragraphs
from dragoman.language.tables import table
from dragoman.records import Document

BODY = "The two ministers met in Geneva on Tuesday and agreed to send three ships to the strait."

# A line and what it is: "report", "headline", or the kind of the aside.
PAGES = {
    "wire report": [
        ("By Jane Roe and John Doe, Reuters", "byline"),
        ("FILE PHOTO: Soldiers stand near the bridge in Goma, March 3, 2024. REUTERS/Ana Lind/File Photo", "caption"),
        (BODY, "report"),
        ("Read more: Army takes the airport", "promotion"),
        ("“We are done,” one of them said.", "report"),
        ("Advertisement", "promotion"),
        ("Rebels still hold airport in Goma", "headline"),
        ("Both sides claim the town, and neither has shown proof.", "report"),
        ("Reporting by Jane Roe in Geneva and John Doe; Editing by Ana Lind", "byline"),
        ("Our Standards: The Trust Principles.", "furniture"),
    ],
    "broadcaster": [
        ("Jane Roe in Beirut", "byline"),
        ("Updated 5:10 p.m. ET", "furniture"),
        (BODY, "report"),
        ("Enlarge this image toggle caption Ana Lind/Getty Images", "caption"),
        ("Share this article", "furniture"),
        ("MINISTERS TO MEET AGAIN", "headline"),
        ("The talks go on in May.", "report"),
        ("Sign up for our newsletter", "promotion"),
        ("Follow us on X and Telegram.", "promotion"),
        ("Jane Roe contributed to this report.", "byline"),
        ("By AFP", "byline"),
        ("Reuters", "byline"),
        ("Editor's note: the spelling of a name was mended.", "furniture"),
        ("Copy link", "furniture"),
        ("© 2025 The Daily Wire of Geneva. All rights reserved.", "furniture"),
    ],
    "portal": [
        ("World", "furniture"),
        ("Jane Roe, Diplomatic Correspondent", "byline"),
        ("Photo: Handout", "caption"),
        (BODY, "report"),
        ("A crowd in front of the palace on Friday. (AP Photo/Ana Lind)", "caption"),
        ("Also read: Who are the rebels?", "promotion"),
        ("Related articles", "furniture"),
        ("https://news.example/a-report", "furniture"),
        ("Click here to subscribe", "promotion"),
        ("___", "furniture"),
        ("Daily Wire writer Ana Lind in Dakar, Senegal, contributed to this report.", "byline"),
        ("Wire writers Jane Q. Roe in Paris and Ana Lind in Gary, Ind., contributed to this report.", "byline"),
        ("Poor training of journalists had contributed.", "report"),
        ("Follow our coverage of the war in Sudan: https://news.example/sudan", "promotion"),
        ("More than 40 mayors signed the letter at https://letter.example/now.", "report"),
        ("* * *", "furniture"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n\r\n  "])
def test_pages(name: str, gap: str) -> None:
    text = gap.join(line for line, _ in PAGES[name])
    document = Document(id="d", kind="article", text=text)
    (analysis,) = analyse([document])
    told: dict[str, str] = {text[a.start : a.end]: a.kind for a in analysis.asides}
    told |= {s.text: "headline" if s.headline else "report" for s in sentences(document)}
    assert told == dict(PAGES[name])


@pytest.mark.parametrize(
    "line",
    [
        "By Monday night the rebels held the town.",
        "By Friday Evening, Rebels Held Most of the Town",
        "By land and sea the army moved north.",
        "Read the letter, the judge told him.",
        "Read more books, the minister told pupils.",
        "Photo shows soldiers near the bridge.",
        "Photos of the dead were shown in court.",
        "Reporting by Amnesty found that 30 people had died.",
        "Share prices fell by a tenth after the vote.",
        "Subscribers to the paper lost their money.",
        "Updated rules were sent to all banks on Monday.",
        "Published reports said the army had left.",
        "Copyright law was changed by the parliament.",
        "Editing by hand takes years, the museum said.",
        "Jane Roe reported from the front that the town had fallen.",
        "Related charges were dropped on Monday.",
        "Sources said the minister would quit.",
        "Getty Images sued the company.",
        "The World",
        "Video of the attack was shown on television.",
        "World leaders met in Geneva.",
        "Follow the money, the prosecutor said.",
        "Watch groups counted six violations.",
        "Sign the treaty, the bishop told them.",
        "Advertisements were banned by the court.",
        "Advertisement revenue fell last year, the minister said.",
        "Get our sons home, the families of the hostages demanded.",
        "Join our side, the rebels told the villagers.",
        "Find us on the map, the islanders asked.",
    ],
)
def test_what_only_begins_like_an_aside_stays(line: str) -> None:
    for text in (line, f"{BODY}\n\n{line}\n\n{BODY}", f"{line}\n\n{BODY}"):
        assert asides(text, paragraphs(text)) == []


def test_credits_at_the_end_of_a_paragraph() -> None:
    text = (
        f"{BODY} (Reporting by Jane Roe and John Doe; Writing by Ana Lind)\n\n{BODY} (Reporting was banned.)"
    )
    (aside,) = asides(text, paragraphs(text))
    assert text[aside.start : aside.end] == "(Reporting by Jane Roe and John Doe; Writing by Ana Lind)"


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "Photo: Soldiers of the third brigade stand near\n"
        "the bridge in the north of the town of Goma, where\n"
        "the talks began."
    )
    (aside,) = asides(text, paragraphs(text))
    assert (aside.kind, aside.start, aside.end) == ("caption", 0, len(text))


lines = st.sampled_from(
    ["Read more: a", "By Jane Roe", "WASHINGTON (AP) — Two men were held.", "Two men were held.", " ",
     "POLICE HOLD TWO MEN", "Advertisement", "Photo: x", "© 2025", "(Reporting by A B)",
     "a\u2028b", "\ud83d", "“", "World"]
)  # fmt: skip


@given(st.lists(lines | st.text(max_size=12), max_size=8), st.sampled_from(["\n", "\n\n", "\r\n", " "]))
def test_asides_and_sentences_cover_the_text_and_never_overlap(parts: list[str], gap: str) -> None:
    text = gap.join(parts)
    document = Document(id="d", kind="article", text=text)
    if english.declined(document):
        return
    (analysis,) = analyse([document])
    spans = [(a.start, a.end) for a in analysis.asides] + [(d.start, d.end) for d in analysis.datelines]
    spans += [(s.start, s.end) for s in sentences(document)]
    at = 0
    for start, end in sorted(spans):
        assert text[at:start].strip() == ""
        assert at <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        at = end
    assert text[at:].strip() == ""


def test_lists() -> None:
    lists = table("layout")
    assert set(lists["alone"]) == {"furniture", "furniture_sections", "promotion"}
    assert set(lists["opening"]) == {"promotion", "furniture", "caption"}
    flat = [(k, v) for k in ("alone", "opening") for values in lists[k].values() for v in values]
    assert len(flat) == len(set(flat))
    assert all(isinstance(value, str) and value == value.lower() != "" for _, value in flat)
    rest = [value for key, values in lists.items() if key not in {"alone", "opening"} for value in values]
    assert all(isinstance(value, str) for value in rest)
