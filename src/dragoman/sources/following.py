"""From addresses to what stands there: pages, feeds and sitemaps fetched, and the lists among them followed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from dragoman.errors import FetchError, InputError
from dragoman.sources.addresses import shown
from dragoman.sources.found import Found, Link

if TYPE_CHECKING:
    from concurrent.futures import Future

    from dragoman.fetching import Fetched, Fetcher

AT_ONCE = 8
"""Addresses of a list that are fetched side by side; how often one host is asked is the fetcher's matter."""
MAX_SITEMAPS = 50
"""Sitemaps of an index that are followed, those that changed last."""
MAX_DEPTH = 2
"""How far from index to index is gone."""


class Fetches(Protocol):
    """What is asked of a fetcher (`dragoman.fetching.Fetcher`)."""

    def get(self, url: str, *, named: bool = False) -> Fetched:
        """Return what stands at an address; ``named``: the user named it. Raises `FetchError`."""


class Follower:
    """Reads addresses by a fetcher, each once; makes one where none is given, when it is first needed."""

    def __init__(self, fetcher: Fetches | None) -> None:
        self._given = fetcher
        self._own: Fetcher | None = None
        self._asked: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._own is not None:
            self._own.__exit__(kind, error, trace)

    def found_at(self, url: str) -> Iterator[Found]:
        """Yield what stands at an address, as `follow` does."""
        if url not in self._asked:
            self._asked.add(url)
            yield from self.follow(self._read(url, self._get(url, named=True)))

    def follow(self, found: Iterable[Found], depth: int = 0) -> Iterator[Found]:
        """Yield drafts and errors; for links to feeds and sitemaps, what stands there. Other pages are told."""
        lists: list[Link] = []
        pages: list[Link] = []
        for each in found:
            if isinstance(each, Link):
                (pages if each.leads_to == "page" else lists).append(each)
            else:
                yield each
        if pages:
            yield InputError(
                pages[0].input,
                None,
                f"pages listed without their titles: {len(pages):,}",
                "name those to be read, or give a sitemap of news or a feed",
            )
        lists, left = self._chosen(lists, depth)
        yield from left
        for link, fetched in self._side_by_side(lists):
            yield from self.follow(self._read(link.url, fetched), depth + 1)

    def _chosen(self, lists: list[Link], depth: int) -> tuple[list[Link], list[InputError]]:
        """The lists to be followed, and what is said of those that are not."""
        new = [link for link in lists if link.url not in self._asked]
        feeds = [link for link in new if link.leads_to == "feed"]
        maps = [link for link in new if link.leads_to == "sitemap"]
        most = MAX_SITEMAPS if depth < MAX_DEPTH else 0
        latest = sorted(maps, key=lambda link: link.changed or "", reverse=True)
        left = []
        if len(maps) > most:
            problem = f"sitemaps listed and not followed: {len(maps) - most:,}"
            left.append(InputError(maps[0].input, None, problem, "name those to be read"))
        chosen = [*feeds, *latest[:most]]
        self._asked.update(link.url for link in chosen)
        return chosen, left

    def _side_by_side(self, links: list[Link]) -> Iterator[tuple[Link, Fetched | FetchError]]:
        """Fetch links, a few at once, and yield them in their order."""
        if not links:
            return
        from concurrent.futures import ThreadPoolExecutor

        self._fetcher()  # made here, not by several threads at once
        waiting: deque[tuple[Link, Future[Fetched | FetchError]]] = deque()
        coming = iter(links)
        executor = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="fetch")
        try:
            while True:
                while len(waiting) < 2 * AT_ONCE and (link := next(coming, None)) is not None:
                    waiting.append(
                        (link, executor.submit(self._get, link.url, named=link.leads_to == "feed"))
                    )
                if not waiting:
                    return
                link, future = waiting.popleft()
                yield link, future.result()
        finally:
            executor.shutdown(cancel_futures=True)

    def _read(self, url: str, fetched: Fetched | FetchError) -> Iterator[Found]:
        from dragoman.sources import found_at

        if isinstance(fetched, FetchError):
            yield InputError(shown(url), None, fetched.problem, fetched.mend)
        else:
            yield from found_at(fetched.content, fetched.final, fetched.media, fetched.charset)

    def _get(self, url: str, *, named: bool) -> Fetched | FetchError:
        try:
            return self._fetcher().get(url, named=named)
        except FetchError as error:
            return error

    def _fetcher(self) -> Fetches:
        if self._given is not None:
            return self._given
        if self._own is None:
            from dragoman.fetching import Fetcher

            self._own = Fetcher()
            self._own.__enter__()
        return self._own
