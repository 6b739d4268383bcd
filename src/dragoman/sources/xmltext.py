"""XML of strangers, read without its dangers: no entity grows, no file or address is opened, no depth is unbounded.

A document type is cut off before parsing, so that there are no entities but the five of XML; those of HTML, which feeds
use without declaring, become the characters they mean.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import Any

from dragoman.errors import InputError

_CDATA = r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
_TO_MEND = re.compile(
    rf"({_CDATA})|&(?:(#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z]\w{{1,31}});)?|<(?![A-Za-z_/!?])", re.DOTALL
)
IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_ROOT = re.compile(r"<[A-Za-z_:]")
_INSIDE = re.compile(r"""<!--.*?(?:-->|\Z)|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[\[\]>]""", re.DOTALL)


def without_doctype(text: str) -> str:
    """Return XML without its document type: what it would declare is not believed."""
    start, end = _doctype(text)
    return text[:start] + text[end:] if end else text


def declares_entities(text: str, name: str) -> InputError | None:
    """Say that XML declares entities of its own, which are not expanded."""
    start, end = _doctype(text)
    if "<!ENTITY" not in text[start:end]:
        return None
    mend = "write what they stand for in their place"
    return InputError(name, None, "entities of its own, which are not expanded", mend)


def _doctype(text: str) -> tuple[int, int]:
    """Where the document type stands; ``(0, 0)`` where there is none."""
    start = _DOCTYPE.search(text)
    root = _ROOT.search(text)
    if start is None or (root is not None and root.start() < start.start()):
        return 0, 0
    within = False
    for match in _INSIDE.finditer(text, start.end()):
        match match[0]:
            case "[":
                within = True
            case "]":
                within = False
            case ">" if not within:
                return start.start(), match.end()
    return start.start(), len(text)


def mended(text: str) -> str:
    """Return XML with slips mended that lose nothing: ``&`` and ``<`` alone, entities of HTML, what no XML has."""

    def written(match: re.Match[str]) -> str:
        if match[1] or match[2] in _OF_XML:
            return match[0]
        if match[2] is None:
            return "&lt;" if match[0] == "<" else "&amp;"
        meant = html.unescape(match[0]) if match[2][0] == "#" else html5.get(f"{match[2]};")
        return "&amp;" + match[0][1:] if meant is None else html.escape(IMPOSSIBLE.sub("", meant))

    return IMPOSSIBLE.sub("", _TO_MEND.sub(written, text))


def root_of(text: str, *, broken: bool = False) -> Any:
    """Return the root element, or ``None`` when it is no well-formed XML, even with small slips mended.

    Args:
        text: XML without a byte order mark; what encoding it declares does not matter.
        broken: take what can be read of broken XML too.
    """
    root, bare = well_formed(text)
    return parsed(bare, recover=True) if root is None and broken else root


def well_formed(text: str) -> tuple[Any, str]:
    """Return the root element, or ``None`` as `root_of` does, and the text without document type and small slips."""
    bare = without_doctype(text.lstrip("\ufeff \t\r\n"))
    root = parsed(bare)
    if root is None:
        bare = mended(bare)
        root = parsed(bare)
    return root, bare


def first_slip(text: str) -> tuple[str | None, str]:
    """Return the line at which broken XML breaks, and what is wrong there; ``text`` is what `well_formed` gave."""
    from lxml import etree

    try:
        etree.fromstring(text.encode("utf-8", "replace"), _parser())
    except etree.XMLSyntaxError as error:
        what = re.sub(r", line \d+, column \d+.*", "", error.msg or "not well-formed", flags=re.DOTALL)
        return (f"line {error.lineno}" if error.lineno else None), what[:200]
    return None, "not well-formed"


def parsed(text: str, *, recover: bool = False) -> Any:
    """Return the root element of XML without a document type, ``None`` where it is broken.

    Args:
        text: what `well_formed` gave, or a piece of it.
        recover: take what can be read of broken XML too; ``None`` then means that nothing can.
    """
    from lxml import etree

    try:
        return etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=recover))
    except etree.XMLSyntaxError:
        return None


def _parser(*, recover: bool = False) -> Any:
    from lxml import etree

    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )


def local_name(element: Any) -> str:
    """Return the name of an element in lower case without its namespace; nothing for what is no element."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
