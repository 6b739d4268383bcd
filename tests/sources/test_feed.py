"""Feeds: who an item comes from."""

from __future__ import annotations

import io

import dragoman


def test_an_item_of_rss_may_come_from_elsewhere() -> None:
    page = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>All the News</title>
    <item><title>Oslo Rejects the Plan</title><source url="https://fjord.example">Fjord Post</source></item>
    <item><title>Bergen Opens a Bridge</title></item></channel></rss>"""
    documents = dragoman.read(io.BytesIO(page))
    assert [document.publisher for document in documents] == ["Fjord Post", "All the News"]
