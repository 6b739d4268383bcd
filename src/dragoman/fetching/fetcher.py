"""Bytes from an address: politely, and only from where it is safe to ask."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from dragoman import __version__
from dragoman.errors import FetchError

from . import headers
from .manners import Clock, ClosedError, Manners, StoppedError
from .robots import LARGEST as LARGEST_ROBOTS
from .robots import Robots
from .targets import Target, onward, shown, target

if TYPE_CHECKING:
    from .asking import Answer

MOST_REDIRECTS = 10

PATIENCE = 10.0
"""Seconds: a ``Retry-After`` up to this is waited for, a longer one is told to the caller."""

_MOVED = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
_PASSING = {429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stands at an address.

    Attributes:
        url: the address asked for.
        final: the address that answered, after redirects.
        moved: the address to ask in future, where all redirects were permanent (and none led from https to http);
            else ``None``. A portal that wants a login says so too: believe it when what came is what was looked for.
        status: 200, or 304 where nothing has changed since ``etag`` and ``modified``.
        content: the body, unpacked; empty with 304.
        media: the media type, in lower case.
        charset: that of the header, in lower case; it may be wrong, and Python may not know it.
        etag, modified: to be given with the next question, exactly as they are.
        at: when the answer was there, UTC (``2026-11-23T14:00:00Z``).
        seconds: how long answering took, waiting for a turn left out.
    """

    url: str
    final: str
    moved: str | None
    status: int
    content: bytes
    media: str | None
    charset: str | None
    etag: str | None
    modified: str | None
    at: str
    seconds: float


class Fetcher:
    """Fetches addresses; a context manager, to be used from as many threads as you like.

    Args:
        allow_private: connect to addresses that are not public, too (an intranet, a server on this machine); or the
            hosts, as ``name:port``, that may have such addresses, so that nobody else leads there.
        contact: an address of mail or of a page, told to servers with our name.
        cache: folder for what may be kept for a while as its server says; ``None``: nothing is kept. Who gives ``etag``
            or ``modified`` keeps what came himself, so that it is for those who ask for a page now and again.
        robots: heed robots.txt, except for addresses the user named.
        delay: seconds between two requests to one host.
        timeout: seconds for one request, from looking up the name to the last byte.
        largest: bytes of a body, unpacked.
        proxy: address of an HTTP proxy (``http://user:password@host:port``), or ``"environment"`` for what
            ``HTTP_PROXY``, ``HTTPS_PROXY`` and ``NO_PROXY`` say. Behind a proxy it is the proxy that finds and
            connects to addresses: only those written in figures are still checked here.
        tries: how often an address is asked when what failed may pass; at least once.
        clock: the time, and waiting.
        chance: a number from 0 to 1, which spreads the waits before another try.

    Raises:
        ValueError: ``contact`` or ``proxy`` cannot be sent or used.
    """

    def __init__(
        self,
        *,
        allow_private: bool | Collection[str] = False,
        contact: str | None = None,
        cache: Path | None = None,
        robots: bool = True,
        delay: float = 1.0,
        timeout: float = 20.0,
        largest: int = 20_000_000,
        proxy: str | None = None,
        tries: int = 3,
        clock: Clock | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        from .asking import Asker

        self.timeout, self.largest, self.tries = timeout, largest, tries
        self.agent = _agent(contact)
        self._clock = clock or Clock()
        self._chance = chance
        self._manners = Manners(delay, self._clock)
        self._asker = Asker(
            self.agent,
            allow_private=allow_private,
            timeout=timeout,
            largest=largest,
            cache=cache,
            proxy=proxy,
        )
        self.proxies = self._asker.proxies
        """Addresses of the proxies that are used, without their passwords."""
        self._robots = Robots(self._robots_txt, self._manners.slow, self._clock.monotonic) if robots else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self.stop()
        self._asker.close()

    def stop(self) -> None:
        """Let nobody wait any longer: who waits for a turn, or asks from now on, gets ``FetchError`` at once."""
        self._manners.stop()

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        final: str | None = None,
        named: bool = False,
        into: BinaryIO | None = None,
    ) -> Fetched:
        """Fetch an address; blocks for a turn at its host, the time of the requests, and short waits between tries.

        Args:
            url: http or https. A name and a password in it are sent to that scheme, host and port alone.
            etag, modified: those of ``Fetched`` the last time, to get 304 where nothing has changed.
            final: the address they came from; they are told to no other. ``None``: to the host of ``url``.
            named: the user named the address (a feed to follow, a page to read): robots.txt, which speaks to
                programs that find addresses for themselves, is not asked.
            into: a file that is given the body, so that ``content`` is empty: for archives, which are large.

        Raises:
            FetchError: with what is wrong, and whether and when asking again is of use.
        """
        first = target(url)
        answer, last, moved, seconds = self._follow(
            first,
            shown(url),
            lambda at: self._conditions(at, first, final, etag, modified),
            self.largest,
            named=named,
            into=into,
        )
        if answer.status not in {200, 304}:
            raise self._failure(url, answer)
        tag, changed = (headers.validator(answer.header(name)) for name in ("etag", "last-modified"))
        unchanged = answer.status == 304
        media, charset = headers.media_and_charset(answer.header("content-type"))
        return Fetched(
            url=url,
            final=str(last),
            moved=moved,
            status=304 if unchanged else 200,
            content=b"" if unchanged else answer.content,
            media=media,
            charset=charset,
            etag=tag or (etag if unchanged else None),
            modified=changed or (modified if unchanged else None),
            at=self._clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            seconds=seconds,
        )

    def _follow(
        self,
        first: Target,
        asked: str,
        conditions: Callable[[Target], Mapping[str, str]],
        largest: int,
        *,
        named: bool,
        cut: bool = False,
        most: int = MOST_REDIRECTS,
        into: BinaryIO | None = None,
    ) -> tuple[Answer, Target, str | None, float]:
        """Ask, and go where redirects lead; each address on the way is judged as the first was."""
        at, way, for_good, seconds = first, [str(first)], True, 0.0
        while True:
            if self._robots and not named:
                self._robots.check(at, asked)
            asked_if = conditions(at)
            answer = self._patiently(at, first, asked, asked_if, largest, cut=cut, into=into)
            seconds += answer.seconds
            if answer.status == 304 and not asked_if:
                problem = "it says that nothing has changed, though it was not asked that"
                raise FetchError(asked, problem, "try again later", 304)
            place = answer.place() if answer.status in _MOVED else None
            if place is None:
                return answer, at, str(at) if for_good and len(way) > 1 else None, seconds
            try:
                onto = onward(at, place)
            except FetchError as error:
                problem = f"it leads to {error.url}: {error.problem}"
                raise FetchError(
                    asked, problem, "nothing can be done here", answer.status, lasting=True
                ) from error
            if str(onto) in way:
                problem = f"its redirects go in a circle, back to {shown(str(onto))}"
                mend = "some servers do so to whoever keeps no cookies; nothing can be done here"
                raise FetchError(asked, problem, mend, answer.status)
            if len(way) > most:
                raise FetchError(
                    asked, f"more than {most} redirects", "give the address they end at", answer.status
                )
            downgraded = at.url.scheme == "https" and onto.url.scheme == "http"
            for_good = for_good and answer.status in _FOR_GOOD and not downgraded
            at = onto
            way.append(str(onto))

    def _patiently(
        self,
        at: Target,
        first: Target,
        asked: str,
        conditions: Mapping[str, str],
        largest: int,
        *,
        cut: bool,
        into: BinaryIO | None,
    ) -> Answer:
        """Ask one address, again after a while where what failed may pass."""
        from .asking import AskError
        from .guard import RefusedError

        for trial in range(1, self.tries + 1):
            pause = 2.0 ** (trial - 1) * (0.5 + self._chance())
            try:
                with self._manners.turn(at.host):
                    answer = self._asker.ask(at, conditions, largest, cut=cut, into=into)
            except ClosedError as error:
                problem = f"{at.host} wants to be left alone"
                raise FetchError(asked, problem, "try again later", 429, error.seconds) from None
            except StoppedError:
                raise FetchError(asked, "stopped before it was asked", "ask again") from None
            except AskError as error:
                if not error.passing or trial == self.tries:
                    problem, mend = error.problem, error.mend
                    if at != first:
                        problem = f"it leads to {shown(str(at))}: {problem}"
                        refused = isinstance(error.__cause__, RefusedError)
                        mend = "nothing on the net should lead there" if refused else mend
                    raise FetchError(asked, problem, mend, error.status, lasting=error.lasting) from error
                self._manners.postpone(at.host, pause)
                continue
            if answer.status not in _PASSING:
                return answer
            wait = headers.retry_after(answer.header("retry-after"), self._clock.now())
            if wait is not None and wait > PATIENCE:
                self._manners.close(at.host, wait)
                return answer
            if trial < self.tries:
                self._manners.postpone(at.host, wait if wait is not None else pause)
        return answer

    def _failure(self, url: str, answer: Answer) -> FetchError:
        wait = headers.retry_after(answer.header("retry-after"), self._clock.now())
        problem = f"the server answers {answer.status} {shown(answer.reason)}".rstrip()
        return FetchError(
            shown(url), problem, _mend(answer.status), answer.status, wait, answer.status in {410, 451}
        )

    def _robots_txt(self, at: Target) -> tuple[int, bytes]:
        answer, *_ = self._follow(
            at, shown(str(at)), lambda _: {}, LARGEST_ROBOTS, named=True, cut=True, most=5
        )
        if answer.status >= 500 or answer.status == 429 or answer.status < 200:
            raise self._failure(str(at), answer)
        return answer.status, answer.content

    @staticmethod
    def _conditions(
        at: Target, first: Target, final: str | None, etag: str | None, modified: str | None
    ) -> dict[str, str]:
        if str(at) != final if final is not None else at.url.host != first.url.host:
            return {}
        known = {"If-None-Match": headers.validator(etag), "If-Modified-Since": headers.validator(modified)}
        return {name: value for name, value in known.items() if value is not None}


def _agent(contact: str | None) -> str:
    if contact is None:
        return f"dragoman/{__version__}"
    if not contact.strip() or not contact.isascii() or not contact.isprintable() or len(contact) > 200:
        raise ValueError(f"no address of mail or of a page that can be told to servers: {contact[:80]!r}")
    return f"dragoman/{__version__} (+{contact.strip()})"


def _mend(status: int) -> str:
    if status in {401, 402, 403, 407, 451}:
        return "it may want a subscription or a login; open it in a browser"
    if status in {404, 410}:
        return "look for its new address, or stop following it"
    return "try again later" if status in _PASSING else "open it in a browser to see what it has become"
