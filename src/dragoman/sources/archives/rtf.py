"""RTF to paragraphs. Only words are taken: no object is opened, no field is worked out, no picture is read.

The well-kept reader of RTF (`striprtf`) writes the address of a link into the words and sets cells of a table in
one line with bars; an article's words must stand as they were, and the address tells its number.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml
from dragoman.sources.archives.paragraphs import Collector, Paragraph

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_ADDRESS = re.compile(r'HYPERLINK\s+"([^"\s]{1,2000})"', re.IGNORECASE)

Mode: TypeAlias = Literal["words", "unread", "instruction", "fonts"]


class _State(NamedTuple):
    """What holds in a group."""

    mode: Mode = "words"
    skip: int = 1  # characters that stand for one of \u
    font: int | None = None
    hidden: bool = False


def paragraphs(data: bytes) -> Iterator[Paragraph]:
    """Yield the paragraphs of an RTF document, however it is damaged: what is no word is passed over."""
    return _Reader(data.decode("latin-1")).read()


class _Reader:
    def __init__(self, page: str) -> None:
        self._page = page
        self._words = _rtf_words()
        self._state = _State()
        self._stack: list[_State] = []
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._bytes = bytearray()  # letters of the code page that stand together
        self._to_skip = 0
        self._instruction: list[str] = []
        self._open = Collector()

    def read(self) -> Iterator[Paragraph]:
        at, page = 0, self._page
        while match := _TOKEN.match(page, at):
            at = match.end()
            word, number, code, sign, brace, letters = match.groups()
            if letters is not None:
                self._letters(letters)
            elif code is not None:
                self._byte(int(code, 16))
            elif brace:
                self._flush()
                self._group(brace)
            elif word:
                if word == "bin":
                    at += max(0, int(number or 0))
                elif word in self._words.breaks:
                    self._flush()
                    if self._reading:
                        yield from self._open.close()
                else:
                    self._word(word, int(number) if number else None)
            elif sign == "*":
                self._state = self._state._replace(mode="unread")
            elif sign and sign in "\r\n":  # as \par
                self._flush()
                if self._reading:
                    yield from self._open.close()
            elif sign:
                self._letters({"~": " ", "_": "-", "-": "", ":": "", "|": ""}.get(sign, sign))
        self._flush()
        yield from self._open.close()

    @property
    def _reading(self) -> bool:
        return self._state.mode == "words" and not self._state.hidden

    def _group(self, brace: str) -> None:
        self._to_skip = 0
        if brace == "{":
            self._stack.append(self._state)
            return
        if self._state.mode == "instruction" and (not self._stack or self._stack[-1].mode != "instruction"):
            if found := _ADDRESS.search("".join(self._instruction)):
                self._open.link(found[1])
            self._instruction.clear()
        self._state = self._stack.pop() if self._stack else _State()

    def _word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._letter_of_unicode(number)
            return
        self._flush()
        self._to_skip = 0
        state = self._state
        if word == "fldinst":
            self._state = state._replace(mode="instruction")
        elif word == "fonttbl":
            self._state = state._replace(mode="fonts")
        elif word in self._words.unread:
            self._state = state._replace(mode="unread")
        elif word == "uc":
            self._state = state._replace(skip=min(max(number or 0, 0), 10))
        elif word == "f":
            self._state = state._replace(font=number)
        elif word == "fcharset" and state.mode == "fonts":
            if state.font is not None and (codec := self._words.charsets.get(number or 0)):
                self._fonts[state.font] = codec
        elif word == "ansicpg":
            self._codec = _codec_of(number) or self._codec
        elif word == "mac":
            self._codec = "mac_roman"
        elif word == "v":
            self._state = state._replace(hidden=number != 0)
        elif word == "plain":
            self._state = state._replace(hidden=False, font=None)
        elif (letter := self._words.characters.get(word)) is not None:
            self._letters(letter)

    def _letter_of_unicode(self, number: int) -> None:
        self._flush()
        if self._reading:
            self._open.words(chr(number % 0x10000))
        self._to_skip = self._state.skip

    def _letters(self, letters: str) -> None:
        skipped = min(self._to_skip, len(letters))
        self._to_skip -= skipped
        letters = letters[skipped:]
        if self._state.mode == "instruction":
            self._instruction.append(letters)
        elif self._reading:
            if letters.isascii():
                self._flush()
                self._open.words(letters)
            else:
                for letter in letters:  # of the code page, if they are bytes of the document
                    if ord(letter) < 256:
                        self._bytes.append(ord(letter))
                    else:
                        self._flush()
                        self._open.words(letter)

    def _byte(self, byte: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif self._reading:
            self._bytes.append(byte)

    def _flush(self) -> None:
        """Decode the letters that stand together, as some are made of two bytes."""
        if self._bytes:
            codec = (
                self._fonts.get(self._state.font, self._codec)
                if self._state.font is not None
                else self._codec
            )
            self._open.words(self._bytes.decode(codec, "replace"))
            self._bytes.clear()


def _codec_of(code_page: int | None) -> str | None:
    names = {65001: "utf-8", 10000: "mac_roman", 0: "cp1252"}
    name = names.get(code_page or 0, f"cp{code_page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


@dataclass(frozen=True, slots=True)
class _RtfWords:
    unread: frozenset[str]
    breaks: frozenset[str]
    characters: dict[str, str]
    charsets: dict[int, str]


@cache
def _rtf_words() -> _RtfWords:
    """Return the control words of ``rtf.yaml``. Raises `OntologyError`."""
    data = load_yaml("sources/rtf.yaml")
    try:
        charsets = {int(number): codecs.lookup(name).name for number, name in data["charsets"].items()}
        characters = {str(word): str(letter) for word, letter in data["characters"].items()}
        return _RtfWords(frozenset(data["unread"]), frozenset(data["breaks"]), characters, charsets)
    except (KeyError, TypeError, ValueError, LookupError, AttributeError) as error:
        raise OntologyError(
            f"sources/rtf.yaml: {error} (needs unread, breaks, characters, charsets)"
        ) from error
