"""Exports of newspaper archives: golden pairs, what is damaged or hostile, any bytes."""

from __future__ import annotations

import io
import json
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.errors import InputError
from dragoman.sources.archives import docx as docx_reader
from dragoman.sources.archives import words
from dragoman.sources.archives.article import published_on, publisher_of, url_of
from dragoman.sources.archives.paragraphs import of_html, of_text
from dragoman.sources.archives.rtf import paragraphs
from tests.sources.making import docx
from tests.sources.reading import read_bytes, read_clean, told

GOLDEN = Path(__file__).parent / "golden" / "archives"
PAIRS = sorted(path for path in GOLDEN.iterdir() if path.suffix != ".jsonl")
UNI = [
    "User Name: A. Reader",
    "Documents (1)",
    "1. Talks resume in Port Sorrel",
    "[https://a.example/?id=urn:contentItem:6F4K-8T21-JBKX-10AA-00000-00 Talks resume in Port Sorrel]",
    "The Northern Wire",
    "February 18, 2025 Tuesday",
    "Length: | 12 words",
    "Body",
    "Ministers of Ghana and Niger met on Tuesday.",
    "“The talks last two days,” a minister said.",
    "Load-Date: February 19, 2025",
    "End of Document",
]


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name)
def test_golden_exports(path: Path) -> None:
    documents = [
        {key: value for key, value in document.to_dict().items() if value is not None}
        for document in read_clean(path.read_bytes(), path.name)
    ]
    wanted = path.with_name(path.name + ".jsonl").read_text(encoding="utf-8").splitlines()
    assert documents == [json.loads(line) for line in wanted]


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name)
def test_an_export_is_known_by_its_content(path: Path) -> None:
    assert read_clean(path.read_bytes(), "given") == read_clean(path.read_bytes(), path.name)


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name)
def test_an_export_reads_the_same_in_any_format(path: Path) -> None:
    """Its paragraphs as DOCX and as RTF; addresses of links are not written anew, and numbers in them are lost."""
    data = path.read_bytes()
    found = (
        paragraphs(data)
        if path.suffix == ".rtf"
        else {".html": of_html, ".txt": of_text}[path.suffix](data.decode())
    )
    lines = [paragraph.text for paragraph in found]
    as_rtf = "".join(c if c.isascii() else f"\\u{ord(c)} ?" for c in "\\par\n".join(lines))
    told_of = [(d.title, d.text, d.published, d.publisher, d.language) for d in read_clean(data)]
    for again in (docx(lines), f"{{\\rtf1\\ansi {as_rtf}}}".encode()):
        read = read_clean(again)
        assert [(d.title, d.text, d.published, d.publisher, d.language) for d in read] == told_of


def test_a_word_document_with_an_export() -> None:
    [document] = read_clean(docx(UNI), "x.docx")
    assert document.id == "6F4K-8T21-JBKX-10AA-00000-00"
    assert document.title == "Talks resume in Port Sorrel"
    assert document.text == (
        "Ministers of Ghana and Niger met on Tuesday.\n\n“The talks last two days,” a minister said."
    )
    assert (document.publisher, document.published) == ("The Northern Wire", "2025-02-18")


def read_lines(*lines: str) -> list[dict[str, object]]:
    """What is read of an export with these paragraphs."""
    return [document.to_dict() for document in read_clean(docx(lines))]


def test_a_heading_between_title_and_paper() -> None:
    blog = ["Talks resume in Port Sorrel", "Northern Blogs", "The Harbour Blog", *UNI[5:]]
    for lines in (blog, [*UNI[:3], *blog], [*UNI, *blog]):
        found = read_lines(*lines)[-1]
        assert (found["title"], found["publisher"]) == ("Talks resume in Port Sorrel", "The Harbour Blog")


def test_words_of_the_archive_within_a_text() -> None:
    text = [
        "Body and soul were one, he said.",
        "Notes",
        "Length: that of the bridge is a mile.",
    ]
    [found] = read_lines(*UNI[:9], *text, *UNI[9:])
    assert found["text"] == "\n\n".join([UNI[8], *text, UNI[9]])
    ending = ["Copyright law was changed on Tuesday, the ministry said.", "English", "Document", "The end."]
    [found] = read_lines(
        "Law changed", "12 words", "18 February 2025", "The Northern Wire", "NWIRE", "English", *ending,
        "Document NWIRE00020250218el2i0001s",
    )  # fmt: skip
    assert found["text"] == "\n\n".join(ending)
    lines = [
        "Law changed",
        "Full text: It was changed.",
        "_" * 40,
        "Source: a minister.",
        "That is all, he said.",
    ]
    [found] = read_lines(*lines, "Subject: Law", "Title: Law changed", "ProQuest document ID: 3160000001")
    assert found["text"] == "It was changed.\n\nSource: a minister.\n\nThat is all, he said."


def test_articles_that_nothing_divides() -> None:
    def article(n: int) -> list[str]:
        fields = [f"Title: Law {n} changed", "Publication title:", "The Northern Wire"]
        number = [
            f"ProQuest document ID: 316000000{n}",
            "Copyright: Copyright 2025",
            "Database: ProQuest Central",
        ]
        return [f"Law {n} changed", "Full text: It was changed.", "That is all, he said.", *fields, *number]

    found = read_lines(*article(1), *article(2), *article(3), "Contact ProQuest")
    assert [(d["id"], d["title"]) for d in found] == [
        (f"316000000{n}", f"Law {n} changed") for n in (1, 2, 3)
    ]
    assert {d["text"] for d in found} == {"It was changed.\n\nThat is all, he said."}
    assert {d["publisher"] for d in found} == {"The Northern Wire"}


def test_lines_that_are_centred_stand_alone() -> None:
    page = (GOLDEN / "lexis_academic.txt").read_text(encoding="utf-8")
    notice = " " * 20 + "Copyright 2012 Northern Wire\n" + " " * 31 + "The Northern Wire"
    read = read_clean(page.replace(" " * 31 + "The Northern Wire", notice))
    assert read[1].publisher == "The Northern Wire"


def test_a_list_of_contents_above_the_first_article() -> None:
    article = [
        "Law changed",
        "12 words",
        "18 February 2025",
        "The Wire",
        "NWIRE",
        "English",
        "It was changed.",
    ]
    [found] = read_lines("Contents", "Law changed 3", *article, "Document NWIRE00020250218el2i0001s")
    assert found["title"] == "Law changed"


def test_the_german_face() -> None:
    lines = [
        "Dokument 1 von 1",
        "Die Nordpost",
        "18 February 2025 Tuesday",
        "Talks resume",
        "AUTOR: Ana Torres",
    ]
    [found] = read_lines(*lines, "LÄNGE: 7 Wörter", "They met on Tuesday, he said.", "SPRACHE: ENGLISCH")
    assert (found["title"], found["text"]) == ("Talks resume", "They met on Tuesday, he said.")
    assert (found["language"], found["publisher"]) == ("en", "Die Nordpost")


def test_word_and_rtf_of_any_other_making_are_text_pages() -> None:
    lines = [
        "Ghana condemns coup in Niger",
        "Ghana condemned the coup in Niger on Tuesday, its ministry said.",
    ]
    [document] = read_clean(docx(lines), "x.docx")
    assert (document.title, document.text) == (lines[0], lines[1])
    rtf = "{\\rtf1\\ansi " + "".join(f"\\pard {line}\\par\n" for line in lines) + "}"
    assert read_clean(rtf, "x.rtf")[0].text == lines[1]


def test_the_words_may_stand_in_another_part() -> None:
    assert read_clean(docx(UNI, part="word/document2.xml"))[0].title == "Talks resume in Port Sorrel"


def test_what_was_deleted_or_is_given_twice_for_old_readers_is_not_read() -> None:
    body = (
        '<w:p xmlns:mc="urn:x"><w:r><w:t>Ghana condemned </w:t></w:r>'
        "<w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        "<mc:AlternateContent><mc:Choice><w:r><w:t>the coup</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>the coup</w:t></w:r></mc:Fallback></mc:AlternateContent>"
        "<w:r><w:tab/><w:t>in Niger on Tuesday, it said.</w:t></w:r></w:p>"
    )
    assert read_clean(docx([], body=body))[0].text == "Ghana condemned the coup in Niger on Tuesday, it said."


def test_what_stands_twice_is_kept_once_and_told() -> None:
    documents, errors = read_bytes(docx([*UNI, *UNI[3:], *UNI[3:]]))
    assert [d.title for d in documents] == ["Talks resume in Port Sorrel"]
    assert told(errors) == [(None, "articles that stand in it more than once: 2")]
    unnumbered = ["Talks resume in Port Sorrel", *UNI[4:]]
    documents, errors = read_bytes(docx([*unnumbered, *unnumbered]))
    assert len(documents) == len(errors) == 1


def test_an_export_that_is_cut_short_gives_what_is_there() -> None:
    cut = [line.replace("10AA", "20BB") for line in UNI[3:-2]]
    documents, errors = read_bytes(docx([*UNI, *cut]))
    assert len(documents) == 2
    assert told(errors) == [("article 2", "its end is missing; the export may be cut short")]
    whole = (GOLDEN / "factiva.rtf").read_bytes()
    documents, errors = read_bytes(whole[: whole.rindex(b"Document HGAZ")])
    assert [d.title for d in documents] == ["Talks resume in Port Sorrel", "Ghana condemns coup in Niger"]
    assert told(errors) == [("article 2", "its end is missing; the export may be cut short")]


def test_a_date_that_is_none_is_told() -> None:
    page = (GOLDEN / "proquest.html").read_bytes().replace(b">Feb 18, 2025<", b">Feb 30, 2025<")
    documents, errors = read_bytes(page)
    assert documents[0].published is None
    assert told(errors) == [("article 1", "'Feb 30, 2025' is no date that can be read")]


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("February 18, 2025 Tuesday", "2025-02-18"),
        ("February 18, 2025, Tuesday, Late Edition - Final", "2025-02-18"),
        ("Tuesday, February 18, 2025", "2025-02-18"),
        ("18 February 2025 Tuesday", "2025-02-18"),
        ("February 18, 2025 Tuesday 6:30 AM GMT", "2025-02-18T06:30:00Z"),
        ("February 18, 2025 Tuesday 12:05 PM GMT", "2025-02-18T12:05:00Z"),
        ("February 18, 2025 Tuesday 6:30 AM EST", "2025-02-18"),
        ("The Northern Wire ; Oslo [Oslo]18 Feb 2025: A.4.", "2025-02-18"),
        ("Feb 18, 2025", "2025-02-18"),
        ("February 2025", None),
        ("Feb 30, 2025", None),
        ("", None),
    ],
)
def test_dates_as_archives_write_them(line: str, published: str | None) -> None:
    assert published_on(line) == published


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("The Northern Wire, Late Edition (East Coast); Oslo", "The Northern Wire"),
        ("The Northern Wire ; Oslo [Oslo]. 18 Feb 2025: A.4.", "The Northern Wire"),
        ("The Harbour Gazette (Online)", "The Harbour Gazette"),
        ("Gazette, Harbour and Coast", "Gazette, Harbour and Coast"),
        (None, None),
    ],
)
def test_papers_as_archives_name_them(line: str | None, name: str | None) -> None:
    assert publisher_of(line) == name


def test_the_first_page_of_a_paper_is_no_address_of_an_article() -> None:
    assert url_of("http://www.wire.example/") is None
    assert url_of("https://wire.example/2025/a") == "https://wire.example/2025/a"
    assert url_of("https://[broken") is None


def test_the_words_of_archives_fit_their_schema() -> None:
    for archive in words.ARCHIVES:
        held = words.archive_words(archive)
        assert {"title", "published", "language"} <= set(held.roles.values())
        assert all(label == label.lower() for label in held.roles)
    assert words.language_named("ENGLISH; FRENCH") == "en"
    assert words.language_named("Klingon") is None
    assert words.crawled_media()
    assert words.edition_words()
    assert words.archive_signs()


# ------------------------------------------------------------------------------------------ hostile


def test_what_is_no_word_document() -> None:
    made = docx(UNI)
    assert told(read_bytes(b"PK\x03\x04\x14\0\x06\0")[1])[0][1].startswith(
        "a damaged ZIP archive or Office document"
    )
    assert told(read_bytes(made[:-200])[1])[0][1].startswith("a damaged ZIP archive or Office document")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert told(read_bytes(out.getvalue())[1]) == [(None, "a ZIP archive or an Office document, not text")]
    at = made.index(b"word/document.xml") + 60
    documents, errors = read_bytes(made[:at] + bytes(30) + made[at + 30 :])
    assert not documents
    assert told(errors)[0][1].startswith("a damaged Word document: ")


def test_a_document_with_a_password() -> None:
    assert told(read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))[1]) == [
        (None, "an old Office document, or one locked with a password, not text")
    ]
    made = bytearray(docx(UNI))
    name = b"word/document.xml"
    for mark, flags, length in (
        (b"PK\x03\x04", 6, 30),
        (b"PK\x01\x02", 8, 46),
    ):  # set "encrypted" in both headers
        at = made.find(mark)
        while at >= 0:
            if made[at + length :].startswith(name):
                made[at + flags] |= 1
            at = made.find(mark, at + 1)
    assert told(read_bytes(bytes(made))[1]) == [(None, "locked with a password, or packed in an unknown way")]


def test_a_document_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_reader, "MAX_PART", 1_000_000)
    documents, errors = read_bytes(docx([], body="<w:p><w:r><w:t>word</w:t></w:r></w:p>" * 200_000))
    assert not documents
    assert told(errors) == [(None, "unpacks to more than 1 MB of words")]


def test_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the key of the safe", encoding="utf-8")
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    for entity in (
        f'<!ENTITY x SYSTEM "{secret.as_uri()}">',
        f'<!ENTITY e0 "word ">{levels}<!ENTITY x "&e11;">',
    ):
        made = docx(
            [], body="<w:p><w:r><w:t>Ghana condemned the coup on Tuesday, it said. &x;</w:t></w:r></w:p>"
        )
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(made)) as package, zipfile.ZipFile(out, "w") as written:
            for info in package.infolist():
                content = package.read(info)
                if info.filename == "word/document.xml":
                    content = f"<!DOCTYPE d [{entity}]>".encode() + content
                written.writestr(info.filename, content)
        documents, errors = read_bytes(out.getvalue())
        assert documents or errors
        assert not any("safe" in (d.text or "") or "word word" in (d.text or "") for d in documents)


def test_rtf_nested_deep_and_badly_escaped() -> None:
    began = time.perf_counter()
    deep = (
        b"{\\rtf1 "
        + b"{\\b " * 100_000
        + b"Ghana condemned the coup in Niger on Tuesday, it said."
        + b"}" * 100_000
    )
    assert read_clean(deep)[0].text == "Ghana condemned the coup in Niger on Tuesday, it said."
    bad = (
        b"{\\rtf1\\ansicpg99999\\uc-7 Ghana\\'zz condemned\\u99999999 ? the coup\\bin99999999999 in Niger}}}}"
        b"\\'e\\'\\u\\ Ghana condemned the coup.\\"
    )
    documents, errors = read_bytes(bad)
    assert documents or errors
    assert read_clean(
        b"{\\rtf1{\\*\\secret hidden}{\\v hidden}Ghana condemned the coup on Tuesday, it said.}"
    )[0].text == ("Ghana condemned the coup on Tuesday, it said.")
    assert [p.text for p in paragraphs(b"{\\rtf1 a\\u0?\\'00\\'07b}")] == ["ab"]
    assert [p.text for p in paragraphs(b"{\\rtf1 a\\u-10179?\\u-8704?b\\uc2\\u233\\'c3\\'a9\\~c}")] == [
        "a😀bé c"
    ]
    assert time.perf_counter() - began < 5


def test_markup_nested_deep() -> None:
    began = time.perf_counter()
    page = (GOLDEN / "proquest.html").read_text(encoding="utf-8")
    documents, errors = read_bytes(page.replace("<p>The talks", "<div>" * 100_000 + "<p>The talks"))
    assert documents or errors
    documents, _ = read_bytes(page.replace("<hr>", "<table><tr><td>" * 2_000 + "<hr>", 1))
    assert time.perf_counter() - began < 10


SEEDS = [*(path.read_bytes() for path in PAIRS), docx(UNI)]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """An export that was cut, doubled, or had bytes changed."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        to = min(len(data), at + draw(st.integers(0, 400)))
        match draw(st.sampled_from(["cut", "drop", "double", "flip", "put"])):
            case "cut":
                del data[max(at, 10) :]
            case "drop":
                del data[at:to]
            case "double":
                data[at:at] = data[at:to]
            case "flip" if data:
                data[at] ^= draw(st.integers(1, 255))
            case _:
                data[at:at] = draw(
                    st.binary(max_size=8)
                    | st.sampled_from(
                        [b"End of Document\\par\n", b"\nBody\n", b"{\\*", b"}", b"<td>", b"____" * 10 + b"\n"]
                    )
                )
    return bytes(data)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_any_export_is_documents_or_errors(data: bytes) -> None:
    errors: list[InputError] = []
    documents = dragoman.read(io.BytesIO(data), on_error=errors.append)
    assert documents or errors
    for document in documents:
        assert (document.title or "").strip() or (document.text or "").strip()
        document.json().encode()
    assert all(str(error).isprintable() for error in errors)
