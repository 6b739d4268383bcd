"""Addresses: absolute, canonical (what an id is made of), of one site or not, and fit to be shown."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from dragoman.ontology.publishers import publishers
from dragoman.sources.words import web_words

_WEB = re.compile(r"https?://", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_LONE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_NOT_IN_ADDRESS = re.compile(r"""[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]""")
_SECRET = re.compile(r"(?<=//)[^/?#@\s]*(?:@[^/?#@\s]*)*@")


def is_address(text: str) -> bool:
    """Whether a text is an address of the web (``http://…`` or ``https://…``)."""
    return _WEB.match(text) is not None


def shown(url: str) -> str:
    """Return the address as it may be told: without name, password, and values of parameters that let somebody in.

    So are addresses in a line of words; a colon behind one belongs to the line.
    """
    return _let_in().sub(r"\1***", _SECRET.sub("***@", url))


def absolute(link: str | None, base: str | None) -> str | None:
    """Return what a link means on a page at ``base``; as it stands where the page has no address.

    ``None`` where it leads nowhere on the web (``mailto:``, ``javascript:``, a mere fragment, no address at all).
    """
    link = "".join((link or "").split("\n")).strip()
    if not link or link.startswith("#"):
        return None
    if not base or is_address(link):
        return link
    try:
        joined = urljoin(base, link)
    except ValueError:  # no address as RFC 3986 has it
        return None
    return joined if is_address(joined) else None


def is_front(url: str) -> bool:
    """Whether an address is that of a site as a whole, its front page: a host and nothing behind it."""
    try:
        parts = urlsplit(canonical_url(url))
    except ValueError:
        return False
    return bool(parts.netloc) and parts.path in {"", "/"} and not parts.query and not parts.fragment


def canonical_url(url: str) -> str:
    """Return the address without what does not change the page; what is no address of the web only stripped.

    Changed are: scheme and host to lower case, host to its ASCII form, port of the scheme, name and password, dot
    segments, percent-encoding (RFC 3986, section 6.2.2), fragment (but not ``#!…``, which names a page), tracking and
    session parameters (``ontology/sources/web.yaml``). The order of the other parameters stays: a server may read it,
    and a house writes its addresses one way. So do ``www.``, ``m.`` and paths of AMP and print: what they leave out
    may name another page, and such pages tell their canonical address themselves. Never raises; what it returns, it
    leaves unchanged.
    """
    bare = url.strip()
    if not is_address(bare):
        return bare
    try:
        parts = urlsplit(bare)
        host = _host(parts)
    except ValueError:  # no address as RFC 3986 has it; it still is what it is
        return bare
    if not host:
        return bare
    words = web_words()
    path = _without_dots(_in_path(words.session_parameters).sub("", _escaped(parts.path)))
    query = "&".join(_escaped(each) for each in parts.query.split("&") if _tells(each))
    fragment = _escaped(parts.fragment) if parts.fragment.startswith("!") else ""
    return f"{parts.scheme}://{host}{path or '/'}{'?' if query else ''}{query}{'#' if fragment else ''}{fragment}"


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: one host, or one below the other; one registered domain; or one house."""
    from courlan import extract_domain

    try:
        hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other)]
    except ValueError:  # no address as RFC 3986 has it
        return False
    short, long = sorted(hosts, key=len)
    if not short or short == long or long.endswith(f".{short}"):
        return bool(short)
    house = publishers().house_at(one)
    if house is not None and house == publishers().house_at(other):
        return True
    domain = extract_domain(one)
    return domain is not None and domain == extract_domain(other)


def _host(parts: SplitResult) -> str:
    """Host and port as they count; raises `ValueError` for a port that is none."""
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        host = _ascii(host)
    port = parts.port
    return host if port is None or port == _PORTS[parts.scheme] else f"{host}:{port}"


def _ascii(host: str) -> str:
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return _escaped(host).lower()


def _tells(parameter: str) -> bool:
    """Whether a parameter says what is there, and not how a reader came to it."""
    words = web_words()
    name = unquote(parameter.partition("=")[0]).lower()
    return (
        bool(parameter)
        and name not in words.tracking_parameters
        and name not in words.session_parameters
        and not name.startswith(words.tracking_prefixes)
    )


@cache
def _in_path(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf";(?:{'|'.join(map(re.escape, sorted(names)))})=[^/;]*", re.IGNORECASE)


@cache
def _let_in() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(web_words().secret_parameters)))
    return re.compile(rf"([?&;](?:{names})=)[^&;#\s]*[^&;#\s:]", re.IGNORECASE)


def _escaped(part: str) -> str:
    """Percent-encoding in its one form: unreserved characters bare, all that may not stand in an address encoded."""

    def plain(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    def encoded(match: re.Match[str]) -> str:
        return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))

    whole = _LONE_PERCENT.sub("%25", _NOT_IN_ADDRESS.sub(encoded, part))
    return _ESCAPE.sub(plain, whole)


def _without_dots(path: str) -> str:
    """The path without ``.`` and ``..`` (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)
