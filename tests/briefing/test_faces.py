"""The page as HTML and as Markdown: what a reader sees, and what no reader may be made to do."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

import dragoman
from dragoman.briefing.choose import compose
from dragoman.briefing.markdown import escaped
from dragoman.briefing.page import headline, layout, link
from dragoman.errors import RecordError
from dragoman.records import Document, Evidence, Story
from tests.briefing.sample import (
    ALL,
    CRITICISED,
    HOSTILE,
    LOCK,
    NOTE,
    POST,
    QUIET,
    SIGNED,
    SLAMMED,
    SNOW,
    WIRE,
    sentences,
    story,
)


def tree(*stories: Story) -> Any:
    return lxml_html.document_fromstring(compose(stories, sentences).html())


def of(element: Any, path: str) -> list[Any]:
    """Elements by XPath, with ``.name`` after a tag for its class."""
    classed = re.sub(r"(?<=[\w*])\.([\w-]+)", r"[contains(concat(' ', @class, ' '), ' \1 ')]", path)
    found: list[Any] = element.xpath(classed)
    return found


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


LEAD_LINES = "//section[@id='lead-record']//li"


@pytest.fixture(scope="module")
def page() -> Any:
    return tree(*ALL)


# ---------------------------------------------------------------------------------------------- read


def test_the_masthead_gives_the_days(page: Any) -> None:
    strip = [words(part) for part in of(page, "//div.strip/p")]
    assert strip == ["4–5 March 2025", "7 reports · 5 stories · 4 events", "Every line cites its sentence"]


def test_the_lead_is_told_with_its_reason(page: Any) -> None:
    assert words(of(page, "//article[@id='lead']//h2")[0]) == "Serbia and Romania Agree on New Danube Lock[1]"
    assert words(of(page, "//p.why")[0]).startswith("Leads: 3 reports from 2 independent origins;")
    assert not of(page, "//p.kicker/span.badge")


def test_a_story_of_one_origin_says_so() -> None:
    alone = story([POST])
    assert words(of(tree(alone), "//p.kicker/span.badge")[0]) == "One origin only: The Evening Post"
    told = "; first reported 4 March 2025; the only story.* **One origin only: The Evening Post.**\n"
    assert told in compose([alone], sentences).markdown()


def test_a_story_of_unknown_origin_names_none() -> None:
    assert words(of(tree(story([SNOW])), "//p.kicker/span.badge")[0]) == "One origin only"


def test_copies_have_the_origin_of_the_agency_that_is_credited() -> None:
    wired = [replace(d, id=f"{d.id}-ap", text=f"BELGRADE (AP) — {d.text}") for d in (POST, WIRE)]
    assert (
        "2 reports. **One origin only: Associated Press.**"
        in compose([LOCK, story(wired)], sentences).markdown()
    )
    assert (
        words(of(tree(LOCK, story(wired)), "//p.count/span.badge")[0]) == "One origin only: Associated Press"
    )


def test_lines_say_who_did_what_to_whom(page: Any) -> None:
    lines = [words(line) for line in of(page, LEAD_LINES)]
    assert lines[:2] == [
        "Hungary criticised Serbia, according to officials in Budapest[3] ACCUSE · disapprove The Evening Post",
        "Serbia and Romania pledged cooperation[2] AGREE 3 March 2025 Danube 300 million euros lock The Evening Post",
    ]


def test_what_several_reports_tell_is_one_line_that_cites_them_all() -> None:
    again = replace(NOTE, id="again", publisher="South Wire")
    told = replace(SLAMMED, id="other", document="again")
    (line,) = of(tree(story([NOTE, again], [SLAMMED, told])), LEAD_LINES)
    assert words(line) == "Hungary voiced criticism[1][2] ACCUSE · disapprove South Wire"


def test_an_event_that_cannot_be_told_is_counted() -> None:
    foreign = replace(CRITICISED, recipients=(replace(CRITICISED.recipients[0], text="Bulgaria"),))
    first, left = of(tree(story([POST], [SIGNED, foreign])), LEAD_LINES)
    assert words(first).startswith("Serbia and Romania pledged cooperation")
    assert words(left) == "and 1 event more in the record"


def test_headlines_stand_under_their_region(page: Any) -> None:
    listed = {words(of(part, "h3")[0]): len(of(part, ".//li")) for part in of(page, "//section.region")}
    assert listed == {"Americas": 1, "World": 2}
    (ferry,) = of(page, "//section.region[h3='Americas']//li")
    assert words(ferry).startswith("Coercion and law Chile Seizes Peruvian Fishing Boats[")


def test_a_long_sentence_as_title_is_cut_and_told_whole_below(page: Any) -> None:
    (more,) = of(page, "//section[@id='single']//article")
    assert words(of(more, "h3")[0]).startswith("Botswana opened a diamond museum in its capital on Friday…[")
    assert "hidden below the sand." in words(of(more, "p")[1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain fell.", "Rain fell."),
        ("In May, ten ships of the navy left port for the far south, and none of them came back.",
         "In May, ten ships of the navy left port for the far south…"),
        ("One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen.",
         "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen."),
    ],
)  # fmt: skip
def test_where_a_title_is_cut(text: str, expected: str) -> None:
    assert headline(story([Document(id="x", kind="article", text=text)])) == expected


def test_nothing_to_tell_is_said() -> None:
    assert words(of(tree(), "//main")[0]).startswith("No news on this page")
    assert "No news on this page" in compose([], sentences).markdown()


def test_the_page_as_markdown() -> None:
    text = compose([LOCK, story([SNOW])], sentences).markdown()
    assert text.startswith(
        """\
# Dragoman – 4–5 March 2025

## Serbia and Romania Agree on New Danube Lock[^1]

*Leads: 3 reports from 2 independent origins; """
    )
    assert re.search(
        r"\n- Hungary criticised Serbia, according to officials in Budapest\[\^\d\] "
        r"\(ACCUSE disapprove, The Evening Post\)\n",
        text,
    )
    assert "### World\n\n- Early Snow Delights Skiers[^" in text
    assert (
        "[^1]: “Serbia and Romania Agree on New Danube Lock” – The Evening Post, 4 March 2025, article "
        "post-1, title 0–43, <https://post.example/lock?a=1&b=2>\n" in text
    )


def test_the_packaged_example_makes_a_page() -> None:
    documents = dragoman.read(dragoman.EXAMPLE)
    stories = dragoman.group(documents, dragoman.code(documents))
    brief = dragoman.brief(stories)
    assert [d.kind for d in documents].count("headline") == 16
    assert brief.lead is not None
    assert brief.lead.documents[0].kind == "article"
    assert brief.summary
    assert brief.factors
    assert len(brief.html().encode()) < 100_000
    assert brief.html() == dragoman.brief(stories[::-1]).html()


# ------------------------------------------------------------------------------------- there and back


def test_every_mark_leads_to_its_quote_and_back(page: Any) -> None:
    ids = [element.get("id") for element in of(page, "//*[@id]")]
    assert len(ids) == len(set(ids))
    anchors = {a.get("href") for a in of(page, "//a[starts-with(@href, '#')]")}
    assert {anchor[1:] for anchor in anchors} <= set(ids)
    marks = of(page, "//sup.cite/a")
    assert marks
    for mark in marks:
        (quote,) = of(page, f"//p[@id='{mark.get('href')[1:]}']")
        (back,) = of(quote, "a")
        (first,) = of(page, f"//*[@id='{back.get('href')[1:]}']")
        assert first.get("href") == mark.get("href")


def test_nothing_is_quoted_that_the_page_does_not_cite() -> None:
    wired = [
        replace(d, id=f"{d.id}-w", title=f"{d.title} Again", publisher=f"{d.id} Wire") for d in (POST, WIRE)
    ]
    shown = tree(LOCK, replace(story(wired), origins=2), story([QUIET]))
    assert of(shown, "//section[@id='more']//article")
    uses = {element.get("id") for element in of(shown, "//sup.cite/a[@id]")}
    backs = {a.get("href")[1:] for a in of(shown, "//ul.sources//a[starts-with(@href, '#')]")}
    assert uses == backs


def test_every_line_is_cited_and_every_citation_holds(page: Any) -> None:
    cited = (
        "//dl.topics/dd | //dl.whos/dt | //section.region//li | //ul.reports/li | //ul.deeds/li[not(@class)] "
        "| //ol.days/li | //ul.places/li | //div.differs//li | //article.item//h3"
    )
    for line in of(page, cited):
        assert of(line, "sup.cite/a"), words(line)
    (summary,) = of(page, "//p.summary")
    assert [child.tag for child in summary] == ["span", "sup"] * (len(summary) // 2)
    sources = layout(compose(ALL, sentences)).sources
    for source in sources:
        for quote in source.quotes:
            assert quote.citation.holds(source.document)


def test_every_footnote_is_there_once() -> None:
    text = compose(ALL, sentences).markdown()
    notes = re.findall(r"^\[\^(\d+)\]: ", text, flags=re.MULTILINE)
    assert len(notes) == len(set(notes))
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(notes)


def test_a_quote_that_does_not_stand_there_is_an_error() -> None:
    wrong = replace(CRITICISED, evidence=Evidence("text", 1, 5, "Serbia", "by hand"))
    with pytest.raises(RecordError, match=r"document post-1, text 1–5: the quote does not stand there"):
        compose([story([POST], [wrong])], sentences).html()


# ---------------------------------------------------------------------------------- hostile and plain


def test_what_a_report_says_stays_text(page: Any) -> None:
    raw = compose(ALL, sentences).html()
    assert not of(
        page, "//script | //iframe | //img | //object | //base | //form | //*[@onmouseover] | //i | //b"
    )
    assert "{{ 7*7 }}" in words(page)
    assert '<script>alert("1")</script>' in words(page)
    assert "\x00" not in raw
    assert "</title><b onmouseover='x'>" in words(page)


def test_only_web_addresses_become_links(page: Any) -> None:
    outside = [a.get("href") for a in of(page, "//a") if not a.get("href").startswith("#")]
    assert outside == ["https://post.example/lock?a=1&b=2"]


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x?y=1#z", True),
        ("http://a.example", True),
        ("HTTPS://a.example/", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//a.example/x", False),
        ("https:///x", False),
        ("https://a.example/ x", False),
        ('https://a.example/"x', False),
        ("https://[", False),
        ("", False),
        (None, False),
    ],
)
def test_which_addresses_are_safe(url: str | None, safe: bool) -> None:
    assert (link(url) is not None) is safe


def test_the_page_needs_nothing_else(page: Any) -> None:
    raw = compose(ALL, sentences).html()
    assert not of(page, "//link | //*[@src] | //*[@srcset] | //*[@style]")
    assert "url(" not in raw
    assert "@import" not in raw
    (policy,) = of(page, "//meta[@http-equiv]")
    assert policy.get("content").startswith("default-src 'none'; style-src 'sha256-")


def test_the_style_is_the_one_the_policy_names() -> None:
    raw = compose(ALL, sentences).html()
    style = raw[raw.index("<style>") + 7 : raw.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in raw


def test_the_page_is_made_for_every_reader(page: Any) -> None:
    assert page.get("lang") == "en"
    for landmark in (
        "//header",
        "//main",
        "//footer",
        "//title",
        "//a.skip[@href='#main']",
        "//meta[@name='viewport']",
    ):
        assert len(of(page, landmark)) == 1
    for table in of(page, "//table"):
        assert of(table, "caption")
        assert all(th.get("scope") for th in of(table, ".//th"))
    assert [h.tag for h in of(page, "//h1 | //h2")][:2] == ["h1", "h2"]
    for named in of(page, "//*[@aria-labelledby]"):
        assert of(page, f"//*[@id='{named.get('aria-labelledby')}']")


def test_every_colour_can_be_read_on_its_paper() -> None:
    # WCAG 2.2, 1.4.3: 4.5 to 1 for text.
    style = files("dragoman.briefing").joinpath("style.css").read_text(encoding="utf-8")
    schemes = re.findall(r"--paper: .*?}", style, flags=re.DOTALL)
    assert len(schemes) == 3
    for scheme in schemes:
        colours = dict(re.findall(r"--(\w+): #([0-9a-f]{3,6});", scheme))
        for text, paper in (
            ("ink", "paper"),
            ("quiet", "paper"),
            ("accent", "paper"),
            ("accent", "target"),
            ("ink", "target"),
        ):
            assert contrast(colours[text], colours[paper]) >= 4.5, (text, paper, scheme)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, as WCAG defines it."""

    def light(colour: str) -> float:
        wide = colour if len(colour) == 6 else "".join(c * 2 for c in colour)
        parts = [int(wide[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_page_is_light() -> None:
    assert len(compose(ALL, sentences).html().encode()) < 40_000


def test_markdown_shows_what_a_report_says_and_does_nothing() -> None:
    text = compose([story([HOSTILE])], sentences).markdown()
    assert r"\<script\>alert" in text
    assert r"\[x\](javascript:alert(1)) \|" in text
    assert not re.search(r"(?<!\\)<(?!https?:)", text)


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("# no title", r"\# no title"),
        ("1. no list", r"1\. no list"),
        ("- no list", r"\- no list"),
        ("two\n\nlines", "two lines"),
        ("AT&T pays $5 & more", "AT&T pays $5 & more"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("[^1] *x* _y_ `z` ~a~", r"\[^1\] \*x\* \_y\_ \`z\` \~a\~"),
    ],
)
def test_what_markdown_would_take_for_its_own_is_escaped(plain: str, expected: str) -> None:
    assert escaped(plain) == expected


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=80), st.text(st.characters(), max_size=80))
def test_any_text_makes_a_page(title: str, publisher: str) -> None:
    odd = Document(id="odd", kind="headline", title=title or "x", publisher=publisher, url=publisher)
    brief = compose([story([odd]), story([QUIET])], sentences)
    parsed = lxml_html.document_fromstring(brief.html().encode())
    assert len(of(parsed, "//main")) == 1
    assert brief.markdown().encode()
