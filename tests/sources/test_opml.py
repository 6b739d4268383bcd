"""Lists of feeds: read as readers export them, written and read back, and the one that comes with dragoman."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError, OntologyError
from dragoman.ontology.publishers import publishers
from dragoman.sources.opml import Outline, packaged, read_opml, write_opml
from tests.sources.reading import read_bytes, told

LIST = """<?xml version='1.0' encoding='UTF-8' ?>
<opml version="1.0"><head><title>Feeds</title></head><body>
  <outline text="Africa"><outline title="Accra &amp; Beyond" text="x" xmlUrl="https://accra.example/feed"
    htmlUrl="https://accra.example/" type="rss" />
    <outline text="Lagos"><outline text="Lagoon News & Views" XMLURL="http://lagoon.example/rss?a=1&b=2"/></outline>
  </outline>
  <outline text="Accra again" xmlUrl="https://accra.example/feed"/>
  <outline text="A file" xmlUrl="file:///etc/hostname"/>
  <outline text="By category" category="Asia/Japan,news" xmlUrl="https://kobe.example/feed"/>
  <outline text="Only a folder"/>
</body></opml>"""


def test_feeds_with_their_folders() -> None:
    assert read_opml(LIST.encode(), "list") == [
        Outline("Accra & Beyond", "https://accra.example/feed", "https://accra.example/", "Africa"),
        Outline("Lagoon News & Views", "http://lagoon.example/rss?a=1&b=2", None, "Africa/Lagos"),
        Outline("By category", "https://kobe.example/feed", None, "Asia/Japan"),
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<opml><body><outline text='x'/></body></opml>", "no feeds in this list"),
        (b"<rss/>", "no OPML"),
        (b"nonsense", "no OPML"),
        (
            b"<!DOCTYPE opml [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><opml>&a;</opml>",
            "no feeds in this list",
        ),
    ],
)
def test_what_is_no_list(content: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as raised:
        read_opml(content, "feeds.opml")
    assert raised.value.input == "feeds.opml"


def test_a_list_given_open_is_not_followed() -> None:
    documents, errors = read_bytes(LIST, "list.opml")
    assert not documents
    assert told(errors) == [
        ("feed 1", "https://accra.example/feed is an address, not followed from here"),
        ("feed 2", "http://lagoon.example/rss?a=1&b=2 is an address, not followed from here"),
        ("feed 4", "'file:///etc/hostname' is no address of the web"),
        ("feed 5", "https://kobe.example/feed is an address, not followed from here"),
    ]


WORDS = st.text(min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
FOLDERS = (
    st.lists(WORDS.map(lambda text: text.replace("/", "-")), max_size=3)
    .map("/".join)
    .map(lambda c: c or None)
)


@given(
    st.lists(
        st.builds(
            Outline,
            WORDS,
            WORDS.map(lambda text: f"https://a.example/{text}"),
            st.none() | WORDS,
            FOLDERS,
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda outline: outline.url,
    ),
    WORDS,
)
def test_what_is_written_is_read_back(outlines: list[Outline], title: str) -> None:
    back = read_opml(write_opml(outlines, title).encode(), "list")
    writable = [
        Outline(in_xml(o.title), in_xml(o.url), o.site and in_xml(o.site), o.category and in_xml(o.category))
        for o in outlines
    ]
    assert Counter(back) == Counter(writable)
    assert read_opml(write_opml(back, title).encode(), "list") == back


def in_xml(text: str) -> str:
    """The text as XML can write it."""
    return re.sub("[\x00-\x1f\ufffe\uffff]", "\ufffd", text)


# -------------------------------------------------------------------------------------- the packaged list


def test_the_packaged_list() -> None:
    feeds = packaged()
    regions = Counter((feed.category or "").partition("/")[0] for feed in feeds)
    assert set(regions) == {
        "World", "Africa", "Middle East", "South Asia", "East Asia", "South-East Asia", "Europe", "North America",
        "Latin America", "Oceania",
    }  # fmt: skip
    assert min(regions.values()) >= 4
    assert sum(feed.url.startswith("https://") for feed in feeds) > 0.9 * len(feeds)
    assert len({feed.url for feed in feeds}) == len(feeds)
    assert all(feed.site and feed.site.startswith("https://") for feed in feeds)


def test_houses_of_the_packaged_list_are_those_of_the_table() -> None:
    houses = []
    for feed in packaged():
        house = publishers().house_at(feed.site)
        assert house is None or publishers().family(feed.title, None) == house, feed
        houses.append((house or feed.title, feed.category))
    assert len(set(houses)) == len(houses)
    assert sum(publishers().house_at(feed.site) is not None for feed in packaged()) > len(houses) / 2


def test_a_region_or_country_of_the_packaged_list() -> None:
    assert {feed.category for feed in packaged("europe")} > {"Europe/Ukraine", "Europe/Ireland"}
    assert {feed.category for feed in packaged("Japan")} == {"East Asia/Japan"}
    with pytest.raises(OntologyError, match="it has World, Africa"):
        packaged("Atlantis")
