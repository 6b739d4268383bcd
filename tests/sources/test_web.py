"""Web pages and feeds."""

from __future__ import annotations

import json

import pytest

from tests.sources.reading import read_bytes, read_clean, told

PARAGRAPHS = (
    "Ghana condemned the coup in Niger on Tuesday and called back its ambassador, its foreign ministry said.",
    "The ministry’s spokeswoman said the neighbours would meet in Abuja to speak about sanctions.",
    "Niger’s new rulers rejected the criticism. They promised elections, but named no day for them.",
)
PAGE = """<!DOCTYPE html><html lang="en-GB"><head>
<title>Ghana condemns coup - Northern Wire</title>{head}</head><body>
<nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav>
<article><h1>Ghana condemns coup</h1>{body}</article>
<aside><a href="/a">Ten beaches you must see this summer</a></aside>
<footer>Copyright Northern Wire. All rights reserved. Terms of use.</footer>
<script>var a = "x";</script></body></html>"""
META = '<meta name="date" content="2025-02-18">'
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(head: str = "", body: str = BODY) -> str:
    return PAGE.format(head=head, body=body)


def json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_the_article_without_what_stands_around_it() -> None:
    (document,) = read_clean(page())
    assert document.text is not None
    assert [line for line in document.text.split("\n") if line and line != document.title] == list(PARAGRAPHS)
    assert (document.kind, document.title, document.language) == ("article", "Ghana condemns coup", "en")
    assert (document.published, document.published_from, document.publisher) == (None, None, None)


def test_json_ld_comes_first() -> None:
    article = {
        "@type": ["NewsArticle"], "headline": "Ghana &amp; Niger",
        "datePublished": "2025-02-18T10:00:00+01:00", "publisher": {"@id": "#wire"},
    }  # fmt: skip
    graph = {
        "@graph": [{"@type": "WebSite", "name": "x"}, article, {"@id": "#wire", "name": "Northern Wire"}]
    }
    metas = '<meta name="date" content="2024-01-01"><meta property="og:site_name" content="NW">'
    (document,) = read_clean(
        page(metas + '<link rel="canonical" href="https://wire.example/a">' + json_ld([graph]))
    )
    assert (document.title, document.publisher) == ("Ghana & Niger", "Northern Wire")
    assert (document.published, document.published_from) == ("2025-02-18T09:00:00Z", "json-ld")
    assert document.url == "https://wire.example/a"


@pytest.mark.parametrize(
    ("head", "body", "found"),
    [
        ('<meta property="article:published_time" content="2025-02-18">', "", "meta"),
        ('<meta name="DC.date" content="18 February 2025">', "", "meta"),
        ("", '<time datetime="2025-02-18">yesterday</time>', "time"),
        (json_ld({"@type": "Article", "datePublished": "no"}) + META, "", "meta"),
        ("<script type='application/ld+json'>{broken</script>" + META, "", "meta"),
    ],
)  # fmt: skip
def test_else_the_date_is_that_of_meta_or_time(head: str, body: str, found: str) -> None:
    (document,) = read_clean(page(head, body + BODY))
    assert (document.published, document.published_from) == ("2025-02-18", found)


def test_a_date_that_cannot_be_read_is_told() -> None:
    (document,), errors = read_bytes(page('<meta name="date" content="03/02/2025">'))
    assert document.published is None
    assert told(errors) == [(None, "'03/02/2025' is no date that can be read")]


def test_a_page_without_article() -> None:
    documents, errors = read_bytes("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    assert not documents
    assert told(errors) == [(None, "no article text in this web page")]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-15"])
def test_the_encoding_a_page_declares(encoding: str) -> None:
    body = BODY.replace("’", "'").replace("Abuja", "Açores")
    (document,) = read_clean(page(f'<meta charset="{encoding}">', body).encode(encoding))
    assert "Açores" in (document.text or "")


RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0"><channel><title>BBC News - World</title>
<language>en-gb</language>
<item><title>Ghana condemns coup</title><link>https://www.bbc.co.uk/a?at_medium=RSS#x</link>
<pubDate>Tue, 18 Feb 2025 11:00:00 +0100</pubDate>
<description>&lt;p&gt;Ghana condemned the &lt;b&gt;coup&lt;/b&gt;.&lt;/p&gt;
&lt;p&gt;It’s “a crime”, it said.&lt;/p&gt;</description></item>
<item><title>Niger &amp;amp; Mali sign pact</title><description>Niger &amp;amp; Mali sign pact.</description>
<pubDate>some day</pubDate></item>
<item><description>Only text.</description></item>
<item><link>https://www.bbc.co.uk/b</link></item>
</channel></rss>"""


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
def test_rss(encoding: str) -> None:
    documents, errors = read_bytes(RSS.format(encoding=encoding).encode(encoding))
    first, second, third = documents
    assert (first.title, first.text) == (
        "Ghana condemns coup",
        "Ghana condemned the coup.\n\nIt’s “a crime”, it said.",
    )
    assert (first.kind, first.published, first.published_from) == ("article", "2025-02-18T10:00:00Z", "feed")
    assert (first.publisher, first.family, first.language) == ("BBC News", "BBC", "en")
    assert (second.kind, second.title, second.text) == ("headline", "Niger & Mali sign pact", None)
    assert (third.title, third.text) == (None, "Only text.")
    assert told(errors) == [
        ("item 2", "'some day' is no date that can be read"),
        ("item 4", "neither title nor text"),
    ]


def test_atom() -> None:
    (document,) = read_clean(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title>'
        '<entry><title type="html">A &amp;lt;b&gt;coup</title>'
        '<source><title>Northern Wire</title></source><updated>2025-02-18T10:00:00Z</updated><link href="https://w.example/a"/>'
        '<content type="html">&lt;script&gt;bad()&lt;/script&gt;It came.&lt;br&gt;It went.</content>'
        "</entry></feed>"
    )
    assert (document.publisher, document.url, document.published) == (
        "Northern Wire", "https://w.example/a", "2025-02-18T10:00:00Z",
    )  # fmt: skip
    assert document.text == "It came.\nIt went."


def test_broken_xml_is_read_as_far_as_it_goes_and_told() -> None:
    broken = RSS.format(encoding="utf-8").replace(
        "</description></item>\n<item><title>Niger", "</item><item><title>Niger"
    )
    documents, errors = read_bytes(broken)
    assert documents[0].title == "Ghana condemns coup"
    assert errors[0].problem.startswith("broken XML: ")
    assert errors[0].place is not None


def test_a_feed_without_items_and_other_xml() -> None:
    assert told(read_bytes('<rss version="2.0"><channel><title>x</title></channel></rss>')[1]) == [
        (None, "no items in this feed")
    ]
    assert told(read_bytes('<?xml version="1.0"?><opml><body/></opml>')[1]) == [
        (None, "no feeds in this list")
    ]
    assert told(read_bytes('<?xml version="1.0"?><invoice/>')[1]) == [
        (None, "XML of an unknown kind (<invoice>)")
    ]


def test_json_feed() -> None:
    items = [
        {
            "id": "1",
            "title": "Ghana condemns coup",
            "content_html": "<p>It came.</p>",
            "url": "https://w.example/a",
        },
        {"id": "2", "content_text": "Only text.", "date_published": "2025-02-18T10:00:00Z"},
        "nonsense",
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Northern Wire",
        "language": "en",
        "items": items,
    }
    documents, errors = read_bytes(json.dumps(feed))
    assert [(d.title, d.text, d.publisher) for d in documents] == [
        ("Ghana condemns coup", "It came.", "Northern Wire"),
        (None, "Only text.", "Northern Wire"),
    ]
    assert documents[1].published == "2025-02-18T10:00:00Z"
    assert told(errors) == [("item 3", "not a JSON object")]


def test_entities_that_grow_without_end_are_not_expanded() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    items = '<rss version="2.0"><channel><item><title>&a11;</title></item></channel></rss>'
    bomb = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{entities}]>{items}'
    documents, errors = read_bytes(bomb)
    assert errors
    assert sum(len(d.title or "") for d in documents) < 10_000


def test_a_headline_inside_the_article_is_no_line_of_its_text() -> None:
    (document,) = read_clean(PAGE.format(head=META, body=BODY))
    assert document.title == "Ghana condemns coup"
    assert (document.text or "").startswith("Ghana condemned the coup in Niger")
