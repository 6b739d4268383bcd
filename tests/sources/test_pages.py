"""Web pages fetched at an address: whose they are, where they stand, and what is no article."""

from __future__ import annotations

import json

import pytest

from dragoman.errors import InputError
from dragoman.sources import found_at
from dragoman.sources.found import Draft, Found

AT = "https://wire.example/2025/coup"
BODY = (
    "<p>Ghana condemned the coup in Niger on Tuesday and called back its ambassador, its foreign ministry said.</p>"
    "<p>The ministry's spokeswoman said the neighbours would meet in Abuja to speak about sanctions.</p>"
)


def page(head: str = "", body: str = f"<article><h1>Ghana condemns coup</h1>{BODY}</article>") -> bytes:
    return f"<!DOCTYPE html><html lang='en'><head><title>Wire</title>{head}</head><body>{body}</body></html>".encode()


def drafts(content: bytes, url: str = AT) -> list[Draft]:
    found: list[Found] = list(found_at(content, url, "text/html"))
    assert all(isinstance(each, Draft) for each in found), found
    return [each for each in found if isinstance(each, Draft)]


def refused(content: bytes) -> InputError:
    (error,) = found_at(content, AT, "text/html")
    assert isinstance(error, InputError)
    return error


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("", AT),
        ("<link rel='canonical' href='/2025/coup?id=1'>", "https://wire.example/2025/coup?id=1"),
        ("<link rel='canonical' href='https://www.wire.example/coup'>", "https://www.wire.example/coup"),
        ("<link rel='canonical' href='https://other.example/coup'>", AT),
        ("<link rel='canonical' href='https://wire.example/'>", AT),
        ("<link rel='canonical' href='javascript:alert(1)'>", AT),
        ("<link rel='canonical' href='https://[broken'>", AT),
        (
            "<meta property='og:url' content='https://wire.example/coup.html'>",
            "https://wire.example/coup.html",
        ),
        (
            "<link rel='canonical' href='https://other.example/x'><meta property='og:url' content='/coup.html'>",
            "https://wire.example/coup.html",
        ),
    ],
)
def test_the_address_a_page_gives_itself_counts_within_its_site(head: str, url: str) -> None:
    (draft,) = drafts(page(head))
    assert draft.url == url
    assert draft.once


def test_of_several_articles_told_that_of_the_page_counts() -> None:
    def told(n: int, **more: object) -> dict[str, object]:
        return {"@type": "NewsArticle", "headline": f"Report {n}", "datePublished": f"2025-02-1{n}", **more}

    beside = [told(1, url="https://wire.example/one"), told(2, mainEntityOfPage={"@id": AT}), told(3)]
    (draft,) = drafts(page(f"<script type='application/ld+json'>{json.dumps(beside)}</script>"))
    assert (draft.title, draft.published, draft.published_from) == ("Report 2", "2025-02-12", "json-ld")


# ---------------------------------------------------------------------------------------- no article


@pytest.mark.parametrize(
    ("body", "does"),
    [
        (
            "<div><h2>Your privacy</h2><p>We and our partners use cookies to keep personal data on your device.</p>"
            "<p>Select Accept all to agree, or manage preferences to choose. See our privacy policy.</p></div>",
            "asks for consent",
        ),
        (
            "<article><h1>Ghana condemns coup</h1><p>Subscribe to continue reading this and all of our reports.</p>"
            "<p>Already a subscriber? Sign in to continue to the article you have chosen.</p></article>",
            "is for subscribers",
        ),
        ("<h1>Just a moment...</h1><p>Please enable JavaScript and cookies.</p>", "keeps programs out"),
        ("<h1>Access Denied</h1><p>Reference 18.2f</p>", "keeps programs out"),
    ],
)
def test_what_stands_in_place_of_an_article_is_told(body: str, does: str) -> None:
    assert refused(page(body=body)).problem == f"no article: the page {does}"


@pytest.mark.parametrize(
    "last",
    [
        "Subscribe to continue reading.",
        "The spokeswoman said the ministry would use cookies no more, after its privacy policy was attacked.",
        "The court denied him access and said that his subscription was void.",
    ],
)
def test_an_article_that_speaks_of_such_things_is_one(last: str) -> None:
    (draft,) = drafts(page(body=f"<article><h1>Ghana condemns coup</h1>{BODY}<p>{last}</p></article>"))
    assert "called back its ambassador" in (draft.text or "")


HEADLINES = [f"Ministers of port {n} meet rebels" for n in range(6)]


def test_a_page_that_lists_headlines() -> None:
    listed = "".join(
        f"<div><h3><a href='/{n}'>{title}</a></h3><p>What the ministers said there.</p></div>"
        for n, title in enumerate(HEADLINES)
    )
    elsewhere = (
        "<h3><a href='https://shop.example/x'>Ten lamps for your living room</a></h3><h2>More news</h2>"
    )
    found = drafts(page("<meta property='og:site_name' content='Wire'>", listed + elsewhere + listed))
    assert [draft.title for draft in found] == HEADLINES
    assert found[1].url == "https://wire.example/1"
    assert {(draft.kind, draft.publisher, draft.published) for draft in found} == {("headline", "Wire", None)}


def test_an_article_with_headlines_below_is_one_article() -> None:
    listed = "".join(f"<h3><a href='/{n}'>{title}</a></h3>" for n, title in enumerate(HEADLINES))
    long = "<p>" + "The ministers met the rebels in the port and spoke of a truce for hours. " * 3 + "</p>"
    assert len(drafts(page(body=f"<article><h1>Ghana condemns coup</h1>{long * 3}</article>{listed}"))) == 1
    told = "<meta property='og:type' content='article'>"
    assert len(drafts(page(told, f"<article><h1>Ghana condemns coup</h1>{BODY}</article>{listed}"))) == 1
