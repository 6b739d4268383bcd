"""Bytes to text: byte order marks, UTF-8, UTF-16, what the page declares, else a guess that is told."""

from __future__ import annotations

import codecs
import re

from dragoman.errors import InputError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ESCAPED = re.compile("[\udc80-\udcff]")  # what the handler "surrogateescape" makes of bytes that are no UTF-8
CONTROLS = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
SAMPLE = 200_000  # bytes on which an encoding is guessed


def encoding_of(head: bytes) -> str:
    """Return the Unicode encoding the first bytes show: by their mark, by the zeros of UTF-16, else UTF-8."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    sample = head[: len(head) // 2 * 2]
    if len(sample) >= 8:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if odd > 0.4 * len(sample) / 2 and even < odd / 20:
            return "utf-16-le"
        if even > 0.4 * len(sample) / 2 and odd < even / 20:
            return "utf-16-be"
    return "utf-8"


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, InputError | None]:
    """Return the text without its byte order mark, and a notice when the encoding had to be guessed.

    What is valid UTF-8 is UTF-8, whatever it declares. Raises `InputError` when the bytes are no text.
    """
    encoding = encoding_of(data[:SAMPLE])
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError:
        pass
    if encoding == "utf-8" and declared and _known(declared):
        try:
            return data.decode(declared), None
        except (UnicodeDecodeError, LookupError):
            pass
    if encoding != "utf-8":
        text, guess = (
            data.decode(encoding, "replace"),
            f"{encoding.upper().removesuffix('-SIG')} with damaged places",
        )
    else:
        text, guess = guessed(data, name)
    return text, guess_notice(name, None, guess)


def guess_notice(name: str, place: str | None, guess: str) -> InputError:
    """What is said of text whose encoding was guessed."""
    return InputError(
        name, place, f"not valid UTF-8; read as {guess}", "save it as UTF-8 to be sure of every character"
    )


def guessed(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of bytes that are no valid UTF-8, and the encoding they were taken to be in.

    Raises `InputError` when they are text in no encoding known.
    """
    escaped = data.decode("utf-8", "surrogateescape")
    damaged = len(ESCAPED.findall(escaped))
    if damaged < sum(not c.isascii() for c in escaped) - damaged:
        return data.decode("utf-8", "replace"), "UTF-8 with damaged places"
    # An English page with a few odd bytes is one saved by Windows: curly quotes, dashes, an accent or two.
    if damaged < len(data) / 4:
        try:
            return data.decode("windows-1252"), "windows-1252"
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    if best is None:
        raise InputError(name, None, "not text in any encoding known", "give a text file, best in UTF-8")
    return data.decode(best.encoding, "replace"), best.encoding


def mend(escaped: str, name: str) -> tuple[str, str]:
    """Return a line decoded with "surrogateescape" in the encoding it is likely in, and that encoding."""
    return guessed(escaped.encode("utf-8", "surrogateescape"), name)


def is_binary(sample: str) -> bool:
    """Whether decoded bytes hold more control characters than a text would: one in twenty."""
    return len(CONTROLS.findall(sample)) * 20 > len(sample)


def _known(encoding: str) -> bool:
    """Whether Python knows an encoding of text by this name."""
    try:
        return codecs.lookup(encoding).name not in {
            "utf-7",
            "idna",
            "punycode",
            "unicode_escape",
            "raw_unicode_escape",
        }
    except (LookupError, ValueError):
        return False


def declared_encoding(head: bytes) -> str | None:
    """Return the encoding that a page of HTML or XML declares in its first bytes."""
    match = re.search(
        rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]+?charset\s*=\s*["']?([\w.:-]+)""",
        head[:8192],
        re.I,
    )
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def text_of_head(head: bytes) -> str:
    """Return the first bytes as text, whatever they are: to look at, not to keep."""
    encoding = encoding_of(head)
    return head.decode(encoding, "surrogateescape" if encoding.startswith("utf-8") else "replace")
