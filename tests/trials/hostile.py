"""What nobody should give to the desk, given to it, and what came of that."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml

from dragoman.desk import Desk
from dragoman.desk.watching import Watcher
from dragoman.fetching import Fetcher
from dragoman.sources.opml import Outline
from dragoman.store import Store
from tests.fetching.server import LEADS_TO, PARTS, WRONG_HEADS, Hostile, Item
from tests.trials.nursery import Nursery
from tests.trials.playing import playing

LONGEST = 60.0
"""Seconds after which a command with one hostile input hangs."""

LARGEST = 2_500.0
"""Megabytes that it may take; some 700 of them are the language model and what is loaded with it."""

SECRET = "cormorant 7731"
"""What stands in a file that nobody gave to be read."""

ARTICLE = (
    "<p>Italy condemned Hungary over the harbour of Eidsund on Monday, a spokesman said, and asked for talks.</p>"
    "<p>The ferries had been held in port for a week, and the fishermen of the town had not been paid since.</p>"
    "<p>Hungary rejected what it called a lesson, and said that it would answer in its own time and manner.</p>"
)


ASKED = {"/status": "/status/418", "/chain": "/chain/12"}
"""How parts are asked for that must be told what to play."""

ALONE = ("/to", "/wrong")
"""Parts that play many things, which are asked for one by one."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A hostile input and what came of it.

    Attributes:
        name, what: of the input.
        wrong: what should not have happened; nothing where it was read or refused as it should.
        seconds, megabytes: what it took; 0 where it was not measured alone.
    """

    name: str
    what: str
    wrong: tuple[str, ...] = ()
    seconds: float = 0.0
    megabytes: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a file is made (``hostile.yaml``)."""

    name: str
    what: str
    content: tuple[str | list[Any], ...]
    latin: bool = False
    packed: str = ""
    coded: bool = False

    @property
    def size(self) -> int:
        """Characters of the file, before it is packed."""
        return sum(len(part) if isinstance(part, str) else len(part[0]) * part[1] for part in self.content)

    def write(self, folder: Path, secret: Path, canary: str) -> Path:
        """Write the file; what it asks for is the secret, and an address that nobody should ask."""
        file = folder / self.name
        with open(file, "wb") as out:
            for part in _filled(self._parts(secret, canary), self.packed):
                out.write(part)
        return file

    def _parts(self, secret: Path, canary: str) -> Iterator[bytes]:
        for part in self.content:
            words, times = (part, 1) if isinstance(part, str) else part
            for mark, meant in (("SECRET", str(secret)), ("CANARY", canary), ("ARTICLE", ARTICLE)):
                words = words.replace(mark, meant)
            data = words.encode("latin-1" if self.latin else "utf-8", "surrogatepass")
            while times > 0:  # in pieces, since some come to gigabytes
                some = min(times, max(1, 1_000_000 // len(data)))
                yield data * some
                times -= some


def _filled(parts: Iterator[bytes], packed: str) -> Iterator[bytes]:
    match packed.split():
        case []:
            yield from parts
        case ["docx"]:
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                archive.writestr("[Content_Types].xml", "<Types/>")
                with archive.open("word/document.xml", "w", force_zip64=True) as out:
                    for part in parts:
                        out.write(part)
            yield made.getvalue()
        case ["gzip", *more]:
            made = io.BytesIO()
            with gzip.GzipFile(fileobj=made, mode="wb", compresslevel=1) as out:
                for part in parts:
                    out.write(part)
            data = made.getvalue()
            match more:
                case ["gzip"]:
                    data = gzip.compress(data)
                case ["cut"]:
                    data = data[: len(data) // 2]
                case ["tail"]:
                    data += b"\xff" * 1000
            yield data
        case other:
            raise ValueError(f"packed: {other}")


@cache
def recipes() -> tuple[Recipe, ...]:
    """Return the recipes of hostile files."""
    return tuple(Recipe(**{**row, "content": tuple(row["content"])}) for row in _read()["files"])


@cache
def hosts() -> tuple[str, ...]:
    """Return names of this machine and of others that are not public, in every spelling."""
    return tuple(_read()["hosts"])


@cache
def words() -> tuple[str, ...]:
    """Return what must come out of the pages as words."""
    return tuple(_read()["words"])


def add_file(nursery: Nursery, recipe: Recipe, folder: Path, db: str, canary: str) -> Tried:
    """Add a hostile file to a store, together with one that is good, and tell what came of it."""
    secret = folder / "secret.txt"
    secret.write_text(f"Italy condemned the {SECRET}.", encoding="utf-8")
    file = recipe.write(folder, secret, canary)
    arguments = ["add", "--db", db, "--parser", "fast", "-j", "1", *(() if recipe.coded else ("--no-code",))]
    try:
        ended = nursery.run([*arguments, str(file)], limit=LONGEST)
    except TimeoutError:
        return Tried(recipe.name, recipe.what, ("hung",), LONGEST)
    finally:
        file.unlink()
    wrong = []
    if ended.code not in (0, 1) or "Traceback" in ended.said:
        wrong.append(f"crashed ({ended.code}): {ended.said[-1500:]}")
    if ended.megabytes > LARGEST:
        wrong.append(f"took {ended.megabytes:,.0f} MB")
    return Tried(recipe.name, recipe.what, tuple(wrong), ended.seconds, ended.megabytes)


def _read() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return read


# ------------------------------------------------------------------------------------ over the network


class Canary:
    """Somebody on this machine who must not be asked, at all its addresses; a context manager."""

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._four = stack.enter_context(Hostile(host="0.0.0.0"))
            try:
                self._six = stack.enter_context(Hostile(host="::1"))
            except OSError:  # a machine without IPv6: nobody can be asked there
                self._six = self._four
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def url(self, host: str, path: str) -> str:
        """Return an address of it, by one of its names."""
        port = (self._six if host.startswith("[") else self._four).port
        return f"http://{host}:{port}{path}"

    def asked(self) -> list[str]:
        """Return what it was asked for all the same."""
        return [asked.path for server in {self._four, self._six} for asked in server.asked]


def ask_hosts(folder: Path) -> Iterator[Tried]:
    """Watch addresses that are not public: named themselves, in feeds, and behind redirects. Tell which were asked."""
    with Canary() as canary, Hostile() as server, Store.open(f"sqlite:///{folder}/hosts.db") as store:
        named = {f"{host} ({n})": canary.url(host, f"/named/{n}/") for n, host in enumerate(hosts())}
        led = {f"{host} ({n})": canary.url(host, f"/led/{n}/") for n, host in enumerate(hosts())}
        for n, url in enumerate(led.values()):
            server.put(f"/lead/{n}", b"", headers={"Location": url.encode().decode("latin-1")}, status=302)
        leads = [
            *(server.url(f"/lead/{n}") for n in range(len(led))),
            *(server.url(f"/to/{name}") for name in LEADS_TO),
        ]
        items = [Item(f"Page {n}", url) for n, url in enumerate([*named.values(), *leads])]
        feed = server.items("pages", items)
        store.follow([Outline(url, url) for url in dict.fromkeys([*named.values(), *leads, feed])])
        with _fetcher([f"127.0.0.1:{server.port}"]) as fetcher:
            done = Watcher(Desk(store, code=False), fetcher, every=900, follow=True).round(at_once=True)
        failed = {source.url: source.error or "" for source in store.sources() if source.failures}
        asked = canary.asked()
    assert (done.asked, done.pages) == (len(named) + len(leads) + 1, 0)
    for n, (name, url) in enumerate(named.items()):
        wrong = [f"asked for {path}" for path in asked if f"/{n}/" in path]
        if url not in failed or server.url(f"/lead/{n}") not in failed:
            wrong.append("not told")
        yield Tried(name, "an address that is not public", tuple(wrong))
    for name in LEADS_TO:
        told = failed.get(server.url(f"/to/{name}"))
        yield Tried(f"/to/{name}", "a redirect to what nobody may ask", () if told else ("not told",))


def ask_parts(folder: Path, timeout: float = 2.0) -> Iterator[Tried]:
    """Watch everything that the hostile server plays, as a source and as the page of an item; tell what came of it."""
    with playing() as port, Hostile() as server, Store.open(f"sqlite:///{folder}/parts.db") as store:
        paths = [
            *(ASKED.get(path, path) for path in PARTS if path not in ALONE),
            *(f"/wrong/{w}" for w in WRONG_HEADS),
        ]
        here = {path: f"http://127.0.1.{n + 1}:{port}{path}?x=1" for n, path in enumerate(paths)}
        there = {path: f"http://127.0.2.{n + 1}:{port}{path}?y=1" for n, path in enumerate(paths)}
        pages = server.items("pages", [Item(f"Italy condemned {path}", url) for path, url in there.items()])
        good = server.items("good", [Item("Ghana condemned Niger", server.url("/article/a"))])
        store.follow([Outline(path, url) for path, url in {**here, "pages": pages, "good": good}.items()])
        with _fetcher(True, timeout=timeout) as fetcher:
            done = Watcher(Desk(store, code=False), fetcher, every=900, follow=True).round(at_once=True)
        sources = {source.title: source for source in store.sources()}  # some have moved to other addresses
        said = {
            row.payload["document"]["url"]: row.error or ""
            for row in store.waiting("9999", limit=10_000)
            if "document" in row.payload
        }
        secret = store.search('"root"').items
    assert (done.asked, sources["good"].failures, sources["pages"].failures) == (len(here) + 2, 0, 0)
    for path in here:
        told = sources[path].error or "", said.get(there[path], "")
        wrong = [text for text in told if "dragoman failed" in text]
        yield Tried(path, PARTS.get(path, "headers that break the rules of HTTP"), tuple(wrong))
    if secret:
        yield Tried("/xml/external", "a file of this machine", ("let through",))


def _fetcher(private: bool | list[str], timeout: float = 5.0) -> Fetcher:
    return Fetcher(allow_private=private, delay=0, tries=1, timeout=timeout)
