"""DOCX to paragraphs: the one part of the package that holds the words is read, and nothing else is opened.

`python-docx` loads the whole package, pictures included, before it gives a word; a part that unpacks to gigabytes
would be in memory before it could be refused.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

from dragoman.errors import InputError
from dragoman.sources.archives.paragraphs import Collector, Paragraph

MAX_PART = 200_000_000
"""Bytes that the words of a document may unpack to. A thousand articles have a tenth of that."""

_MAIN = "word/document.xml"
_ADDRESS = re.compile(r'HYPERLINK\s+"([^"\s]{1,2000})"', re.IGNORECASE)


def paragraphs(data: bytes, name: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a Word document, table cells included.

    Raises `InputError` when it is another kind of archive, damaged, locked or unpacks to too much.
    """
    from lxml import etree

    try:
        package = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise InputError(
            name, None, f"a damaged ZIP archive or Office document: {error}", "fetch or save it anew"
        ) from error
    with package:
        names = set(package.namelist())
        part = _MAIN if _MAIN in names else _main_part(package, names, name)
        links = _links(package, part, names, name)
        try:
            yield from _words(_Part(package.open(part), name), links)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError) as error:
            raise _damaged(name, error) from error
        except (RuntimeError, NotImplementedError) as error:
            raise _locked(name) from error
        except Exception as error:  # zlib.error, lzma.LZMAError and whatever else a packing may raise
            if isinstance(error, InputError):
                raise
            raise _damaged(name, error) from error


def _words(part: _Part, links: dict[str, str]) -> Iterator[Paragraph]:
    from lxml import etree

    collected = Collector()
    instruction: list[str] = []
    unread = 0
    walk = etree.iterparse(
        part,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for event, element in walk:
        tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if event == "start":
            unread += tag in {
                "Fallback",
                "del",
                "moveFrom",
            }  # the same again for old readers; what was taken out
            if tag == "hyperlink" and (address := links.get(_attribute(element, "id"))):
                collected.link(address)
            continue
        unread -= tag in {"Fallback", "del", "moveFrom"}
        if unread:
            pass
        elif tag == "t":
            collected.words(element.text or "")
        elif tag == "tab":
            collected.words(" ")
        elif tag == "noBreakHyphen":
            collected.words("-")
        elif tag in {"br", "cr", "p", "tc"}:
            yield from collected.close()
        elif tag == "instrText":
            instruction.append(element.text or "")
            if found := _ADDRESS.search("".join(instruction)):
                collected.link(found[1])
                instruction.clear()
        if tag in {"p", "tbl"}:
            element.clear(keep_tail=False)
            instruction.clear()
            while element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]
    yield from collected.close()


def _attribute(element: Any, local: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == local), "")


def _main_part(package: zipfile.ZipFile, names: set[str], name: str) -> str:
    """The part that holds the words, where it goes by another name than usual."""
    for kind, target in _relations(package, "_rels/.rels", names, name):
        part = target.lstrip("/")
        if kind.endswith("/officeDocument") and part in names and "word" in part.lower():
            return part
    raise InputError(
        name,
        None,
        "a ZIP archive or an Office document, not text",
        "unpack it, or save it as text, CSV or HTML",
    )


def _links(package: zipfile.ZipFile, part: str, names: set[str], name: str) -> dict[str, str]:
    folder, base = posixpath.split(part)
    return {
        number: target
        for number, target in _relations(package, f"{folder}/_rels/{base}.rels", names, name, by="Id")
        if target.startswith(("http://", "https://"))
    }


def _relations(
    package: zipfile.ZipFile, part: str, names: set[str], name: str, by: str = "Type"
) -> Iterator[tuple[str, str]]:
    from lxml import etree

    if part not in names:
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(_Part(package.open(part), name).read(), parser)
    except RuntimeError as error:
        raise _locked(name) from error
    except Exception as error:
        if isinstance(error, InputError):
            raise
        raise _damaged(name, error) from error
    for relation in root if root is not None else ():
        yield relation.get(by) or "", relation.get("Target") or ""


class _Part:
    """A part of the package that ends with an error where it unpacks to too much."""

    def __init__(self, part: IO[bytes], name: str) -> None:
        self._part, self._name, self._given = part, name, 0

    def read(self, size: int = -1) -> bytes:
        data = self._part.read(MAX_PART + 1 if size is None or size < 0 else size)
        self._given += len(data)
        if self._given > MAX_PART:
            raise InputError(
                self._name,
                None,
                f"unpacks to more than {MAX_PART // 1_000_000} MB of words",
                "split it, or save it as text",
            )
        return data


def _damaged(name: str, error: Exception) -> InputError:
    return InputError(name, None, f"a damaged Word document: {error}", "save it anew; what could be read was")


def _locked(name: str) -> InputError:
    return InputError(
        name, None, "locked with a password, or packed in an unknown way", "save it without a password"
    )
