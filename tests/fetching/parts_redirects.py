"""Parts that lead elsewhere."""

from __future__ import annotations

from tests.fetching.playing import Visit, part


def _redirect(visit: Visit, to: str | bytes, status: int = 302) -> None:
    place = to if isinstance(to, bytes) else to.encode()
    visit.send(f"HTTP/1.1 {status} Moved\r\nContent-Length: 0\r\nLocation: ".encode() + place + b"\r\n\r\n")


@part("/redirect/300", "/redirect/301", "/redirect/302", "/redirect/303", "/redirect/307", "/redirect/308")
def _redirects(visit: Visit) -> None:
    """A redirect with that status to ?to=ADDRESS."""
    _redirect(visit, visit.query.get("to", "/article/a"), int(visit.last))


@part("/chain")
def _chain(visit: Visit) -> None:
    """/chain/N: N redirects (?status=301), then a page."""
    number = int(visit.last)
    if number == 0:
        visit.answer(b"the end")
    else:
        status = int(visit.number("status", 302))
        _redirect(visit, f"/chain/{number - 1}?status={status}", status)


@part("/circle")
def _circle(visit: Visit) -> None:
    """Redirects in a circle of two."""
    _redirect(visit, "/circle/b" if visit.path == "/circle" else "/circle", 301)


@part("/circle/itself")
def _circle_itself(visit: Visit) -> None:
    """A redirect to itself."""
    _redirect(visit, visit.target)


@part("/corridor")
def _corridor(visit: Visit) -> None:
    """Redirects without end, each to an address not seen before."""
    _redirect(visit, f"/corridor/{int(visit.query.get('n', 0)) + 1}?n={int(visit.query.get('n', 0)) + 1}")


@part("/cookies")
def _cookies(visit: Visit) -> None:
    """Redirects to itself until a cookie comes back."""
    if "cookie" in visit.headers:
        visit.answer(b"thank you")
    else:
        head = {"Location": visit.target, "Set-Cookie": "a=b; Path=/", "Content-Length": "0"}
        visit.head(302, head)


LEADS_TO: dict[str, bytes] = {
    "private": b"http://10.0.0.1/",
    "private-172": b"http://172.16.0.1/",
    "private-192": b"http://192.168.1.1/",
    "metadata": b"http://169.254.169.254/latest/meta-data/",
    "metadata-alibaba": b"http://100.100.100.200/",
    "metadata-azure": b"http://168.63.129.16/",
    "metadata-6": b"http://[fd00:ec2::254]/",
    "unspecified": b"http://0.0.0.0/",
    "unspecified-6": b"http://[::]/",
    "loopback-6": b"http://[::1]/",
    "mapped": b"http://[::ffff:127.0.0.1]/",
    "mapped-hex": b"http://[::ffff:7f00:1]/",
    "compatible": b"http://[::127.0.0.1]/",
    "nat64": b"http://[64:ff9b::7f00:1]/",
    "nat64-local": b"http://[64:ff9b:1::7f00:1]/",
    "6to4": b"http://[2002:7f00:1::]/",
    "teredo": b"http://[2001:0:7f00:1::]/",
    "isatap": b"http://[2a00:1450::5efe:7f00:1]/",
    "link-local-6": b"http://[fe80::1]/",
    "site-local-6": b"http://[fec0::1]/",
    "multicast": b"http://224.0.0.1/",
    "multicast-6": b"http://[ff02::1]/",
    "broadcast": b"http://255.255.255.255/",
    "reserved": b"http://240.0.0.1/",
    "cgnat": b"http://100.64.0.1/",
    "documentation": b"http://192.0.2.1/",
    "benchmark": b"http://198.18.0.1/",
    "decimal": b"http://2130706433/",
    "hex": b"http://0x7f000001/",
    "hex-short": b"http://0x7f.1/",
    "octal": b"http://0177.0.0.1/",
    "octal-one": b"http://017700000001/",
    "short": b"http://127.1/",
    "zero": b"http://0/",
    "dot": b"http://127.0.0.1./",
    "localhost": b"http://localhost/",
    "localhost-dot": b"http://localhost./",
    "localhost-upper": b"http://LOCALHOST/",
    "wide": "http://１２７.０.０.１/".encode(),
    "circled": "http://①②⑦.⓪.⓪.①/".encode(),
    "ideographic": "http://127。0。0。1/".encode(),
    "percent": b"http://%31%32%37.0.0.1/",
    "userinfo": b"http://example.org@127.0.0.1/",
    "userinfo-2": b"http://example.org:80@127.0.0.1/",
    "backslash": b"http://example.org\\@127.0.0.1/",
    "hash": b"http://127.0.0.1#@example.org/",
    "scope": b"http://[fe80::1%25lo]/",
    "file": b"file:///etc/passwd",
    "file-host": b"file://localhost/etc/passwd",
    "data": b"data:text/html,<p>x",
    "javascript": b"javascript:alert(1)",
    "ftp": b"ftp://127.0.0.1/",
    "gopher": b"gopher://127.0.0.1:70/_x",
    "dict": b"dict://127.0.0.1:2628/x",
    "ldap": b"ldap://127.0.0.1/",
    "unix": b"unix:///var/run/docker.sock",
    "websocket": b"ws://127.0.0.1/",
    "jar": b"jar:http://127.0.0.1!/x",
    "view-source": b"view-source:http://127.0.0.1/",
    "scheme-less": b"//127.0.0.1:1/",
    "bracket": b"http://[::1",
    "no-host": b"http:///x",
    "no-host-2": b"http://:80/",
    "port-large": b"http://example.org:99999/",
    "port-zero": b"http://example.org:0/",
    "port-words": b"http://example.org:http/",
    "long-label": b"http://" + b"x" * 70 + b".example/",
    "empty-label": b"http://a..example/",
    "long": b"http://example.org/" + b"x" * 70_000,
    "surrogate": b"http://\xed\xa0\x80.example/",
    "latin": b"http://ex\xe4mple.invalid/",
    "tab": b"http://127.0.0.1\t.example/",
}
"""Where /to/NAME leads: to addresses that are not public, in every spelling, and to what is no address."""


@part("/to")
def _to(visit: Visit) -> None:
    """/to/NAME: a redirect to what LEADS_TO has under that name."""
    _redirect(visit, LEADS_TO[visit.last])
