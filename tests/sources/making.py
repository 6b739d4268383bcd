"""Makes what the tests of archives read: records of WARC, and Word documents from lines of text."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
PAGE = """<html><head><title>Talks {n} resume</title>
<meta property="article:published_time" content="2025-02-18T06:30:00Z"></head><body><article>
<h1>Talks {n} resume in Port Sorrel</h1>
<p>Ministers of Ghana and Niger met on Tuesday in Port Sorrel for round {n} of their talks.</p>
<p>“We will meet again in March,” Ghana’s foreign minister told reporters on Tuesday evening.</p>
</article></body></html>"""


def page(n: int) -> bytes:
    """The page of one report."""
    return PAGE.format(n=n).encode()


def record(
    n: int,
    body: bytes | None = None,
    *,
    http: bytes = OK,
    kind: str = "response",
    length: object = None,
    media: str = "application/http; msgtype=response",
    extra: str = "",
) -> bytes:
    """One record of a WARC archive, by default a page; ``length`` is what its header says where that is wrong."""
    block = http + (page(n) if body is None else body)
    header = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{n:08d}-0000-4000-8000-000000000000>\r\n"
        f"WARC-Date: 2026-01-02T03:04:05Z\r\nWARC-Target-URI: https://wire.example/{n}\r\n{extra}"
        f"Content-Type: {media}\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return header.encode() + block + b"\r\n\r\n"


def packed(records: Iterable[bytes]) -> bytes:
    """Records as crawls pack them: each a member of gzip."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGED = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(lines: Iterable[str], *, body: str | None = None, part: str = "word/document.xml") -> bytes:
    """A Word document with a paragraph for each line; ``[address words]`` is a link, ``a | b`` cells of a table."""
    links: list[str] = []
    written = body if body is not None else "".join(_paragraph(line, links) for line in lines)
    document = f'<w:document xmlns:w="{WORD}" xmlns:r="{RELATED}"><w:body>{written}</w:body></w:document>'
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATED}/hyperlink" Target="{escape(link)}" TargetMode="External"/>'
        for n, link in enumerate(links)
    )
    folder, _, name = part.rpartition("/")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGED}"><Relationship Id="a" Type="{RELATED}/officeDocument" '
            f'Target="{part}"/></Relationships>',
        )
        package.writestr(part, document)
        package.writestr(
            f"{folder}/_rels/{name}.rels", f'<Relationships xmlns="{PACKAGED}">{relations}</Relationships>'
        )
    return out.getvalue()


def _paragraph(line: str, links: list[str]) -> str:
    if " | " in line:
        cells = "".join(f"<w:tc>{_paragraph(cell, links)}</w:tc>" for cell in line.split(" | "))
        return f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    if line.startswith("["):
        address, _, words = line.strip("[]").partition(" ")
        links.append(address)
        run = f'<w:hyperlink r:id="rId{len(links) - 1}">{_run(words)}</w:hyperlink>'
    else:
        run = _run(line)
    return f"<w:p>{run}</w:p>"


def _run(words: str) -> str:
    half = len(words) // 2  # Word breaks runs anywhere
    return "".join(
        f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        for piece in (words[:half], words[half:])
    )
