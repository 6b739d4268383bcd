"""Parts that are feeds and pages: as they should be, and such as hurt who reads them."""

from __future__ import annotations

import gzip
import json
from xml.sax.saxutils import escape

from tests.fetching.playing import Item, Visit, part


def _html(title: str, text: str) -> bytes:
    head = f"<head><title>{title}</title></head>"
    return f"<html>{head}<body><article><h1>{title}</h1>{text}</article></body></html>".encode()


def _rss(title: str, doctype: str) -> bytes:
    item = f"<item><title>{title}</title></item>"
    channel = f"<channel><title>{title}</title>{item}</channel>"
    return f'<!DOCTYPE rss {doctype}><rss version="2.0">{channel}</rss>'.encode()


@part("/feed")
def _feed(visit: Visit) -> None:
    """A feed (/feed/NAME) with ETag and Last-Modified, and 304 while nothing has changed."""
    body, tag, changed = visit.server.feed(visit.last)
    known = visit.headers.get("if-none-match"), visit.headers.get("if-modified-since")
    if tag == known[0] or (known[0] is None and changed == known[1]):
        visit.head(304, {"ETag": tag})
        return
    head = {"ETag": tag, "Last-Modified": changed}
    if "gzip" in visit.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 1)
        head["Content-Encoding"] = "gzip"
    visit.answer(body, "application/rss+xml; charset=utf-8", head)


@part("/fickle")
def _fickle(visit: Visit) -> None:
    """A feed that has other items, and another ETag, each time it is asked."""
    number = visit.server.count(visit.path)
    items = [
        Item(f"Council of Harrow meets for the {number}th time, item {n}", f"/article/{number}-{n}")
        for n in range(5)
    ]
    visit.server.items("fickle", items)
    body, tag, changed = visit.server.feed("fickle")
    visit.answer(body, "application/rss+xml", {"ETag": tag, "Last-Modified": changed})


@part("/article")
def _article(visit: Visit) -> None:
    """An article (/article/ANYTHING) of three paragraphs."""
    name = escape(visit.last)
    text = "".join(
        f"<p>The ministers of Norland and Sudmark met in Harrow on Monday, part {n} of {name}.</p>"
        for n in range(3)
    )
    visit.answer(_html(f"Ministers meet ({name})", text), "text/html; charset=utf-8")


@part("/echo")
def _echo(visit: Visit) -> None:
    """The request itself, as JSON."""
    visit.answer(
        json.dumps({"path": visit.target, "headers": dict(visit.headers)}).encode(), "application/json"
    )


@part("/fresh")
def _fresh(visit: Visit) -> None:
    """A page that may be kept for an hour (or ?age=SECONDS)."""
    visit.answer(
        b"fresh", headers={"Cache-Control": f"max-age={visit.number('age', 3600):g}", "ETag": '"fresh"'}
    )


@part("/vague")
def _vague(visit: Visit) -> None:
    """A page of ten years ago that does not say how long it may be kept."""
    visit.answer(b"vague", headers={"Last-Modified": "Tue, 01 Nov 2016 12:00:00 GMT"})


@part("/login")
def _login(visit: Visit) -> None:
    """401 without the right Authorization (name "user", password "pass word")."""
    if visit.headers.get("authorization") == "Basic dXNlcjpwYXNzIHdvcmQ=":
        visit.answer(b"welcome")
    else:
        visit.answer(b"who?", headers={"WWW-Authenticate": 'Basic realm="x"'}, status=401)


# ------------------------------------------------------------------------------ bodies that hurt who reads


@part("/xml/laughs")
def _laughs(visit: Visit) -> None:
    """A feed with entities that grow a billionfold."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    visit.answer(_rss("&l9;", f'[<!ENTITY l0 "lol">{entities}]'), "application/rss+xml")


@part("/xml/quadratic")
def _quadratic(visit: Visit) -> None:
    """A feed with one long entity, used ten thousand times."""
    visit.answer(_rss("&a;" * 10_000, f'[<!ENTITY a "{"a" * 50_000}">]'), "application/rss+xml")


@part("/xml/external")
def _external(visit: Visit) -> None:
    """A feed whose title is a file of this machine, by an external entity."""
    visit.answer(_rss("&f;", '[<!ENTITY f SYSTEM "file:///etc/passwd">]'), "application/rss+xml")


@part("/xml/dtd")
def _dtd(visit: Visit) -> None:
    """A feed whose DTD lies on this server; nobody should ask for it (/echo)."""
    visit.answer(_rss("t", f'SYSTEM "{visit.server.url("/echo")}"'), "application/rss+xml")


@part("/xml/deep")
def _xml_deep(visit: Visit) -> None:
    """A feed nested 100,000 deep (?size=N)."""
    depth = int(visit.number("size", 100_000))
    visit.answer(
        b"<rss><channel>" + b"<item>" * depth + b"</item>" * depth + b"</channel></rss>",
        "application/rss+xml",
    )


@part("/xml/cut")
def _xml_cut(visit: Visit) -> None:
    """A feed that breaks off in the middle of an item."""
    visit.server.items("cut", [Item(f"Item {n}", f"/article/{n}") for n in range(10)])
    body = visit.server.feed("cut")[0]
    visit.answer(body[: len(body) * 3 // 4], "application/rss+xml")


@part("/html/deep")
def _html_deep(visit: Visit) -> None:
    """A page nested 100,000 deep (?size=N)."""
    depth = int(visit.number("size", 100_000))
    visit.answer(b"<html><body>" + b"<div>" * depth + b"<p>deep</p>" + b"</div>" * depth, "text/html")


@part("/html/large")
def _html_large(visit: Visit) -> None:
    """A page of 50 MB (?size=MEGABYTES)."""
    paragraph = b"<p>" + b"The council of Harrow met again on Monday. " * 24 + b"</p>\n"
    visit.answer(paragraph * int(visit.number("size", 50) * 1e6 / len(paragraph)), "text/html")


@part("/html/attributes")
def _html_attributes(visit: Visit) -> None:
    """A page with one tag of 100,000 attributes."""
    visit.answer(
        b"<html><body><p " + b" ".join(b"a%d=b" % n for n in range(100_000)) + b">x</p>", "text/html"
    )


@part("/html/links")
def _html_links(visit: Visit) -> None:
    """A page with 100,000 links (?size=N)."""
    links = b"".join(
        b'<a href="/article/%d">Story %d</a>' % (n, n) for n in range(int(visit.number("size", 100_000)))
    )
    visit.answer(b"<html><body>" + links, "text/html")


@part("/html/script")
def _html_script(visit: Visit) -> None:
    """An article full of text that would like to be HTML, script and links."""
    bad = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> javascript:alert(1) {{7*7}} ${7*7} %s"
    visit.answer(_html(escape(bad), f"<p>{escape(bad * 5)}</p>"), "text/html; charset=utf-8")
