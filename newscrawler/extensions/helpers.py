"""Processes that read and normalise pages beside the run's own, where there are cores to spare.

What they do is pure: a page is done when the run has stored it, so a helper may die at any moment. Then its
work is done here, and the run goes on without it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import socket
import subprocess
import sys
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from scrapy import signals

from newscrawler.errors import InputError
from newscrawler.helping import LENGTH, packed

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

T = TypeVar("T")
P = ParamSpec("P")
logger = logging.getLogger(__name__)
_CLOSING = 5
"""Seconds a helper may take to end."""


class HelperLostError(Exception):
    """The process is gone."""


def wanted(settings: BaseSettings) -> int:
    """How many helpers a run is to have. InputError where NEWSCRAWLER_HELPERS is no count."""
    said = str(settings["NEWSCRAWLER_HELPERS"])
    if not (said.isascii() and said.isdigit()):
        raise InputError(f"NEWSCRAWLER_HELPERS={said} is no count; write 0, or one for each core to spare")
    return int(said)


class Helpers:
    """`await run(function, …)`: here, or in one of NEWSCRAWLER_HELPERS processes."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._at_work: list[_Helper] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        helpers = cls(crawler)
        helpers._at_work = [_Helper() for _ in range(wanted(crawler.settings))]
        crawler.signals.connect(helpers.close, signal=signals.engine_stopped)
        return helpers

    @classmethod
    def of(cls, crawler: Crawler) -> Helpers:
        """The helpers of a crawl; none where the extension is off."""
        return crawler.get_extension(cls) or cls(crawler)

    async def run(self, function: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """What a pure function of a module returns."""
        while self._at_work:
            helper = min(self._at_work, key=lambda each: len(each.waiting))
            try:
                found: T = await helper.ask((function, arguments, options))
            except HelperLostError:
                self._lose(helper)
            else:
                return found
        return function(*arguments, **options)

    def _lose(self, helper: _Helper) -> None:
        if helper in self._at_work:
            self._at_work.remove(helper)
            self.crawler.stats.inc_value("newscrawler/helpers/lost")
            logger.warning("a helper process ended; %s left", len(self._at_work) or "none")

    async def close(self) -> None:
        """End them."""
        for helper in self._at_work:
            helper.close()
        self._at_work = []


class _Helper:
    """One process, and what it was asked and has not answered. It reads its tables while the run begins."""

    def __init__(self) -> None:
        self.waiting: deque[asyncio.Future[Any]] = deque()
        self._link, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  (our own program)
                [sys.executable, "-m", "newscrawler.helping", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        self._task: asyncio.Task[None] | None = None
        self._unsent: list[bytes] = []
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, message: object) -> Any:  # noqa: ANN401
        """The answer. HelperLostError where none will come; what the function raised is a RuntimeError."""
        if self._task is None:
            self._task = asyncio.ensure_future(self._work())
        elif self._task.done():
            raise HelperLostError
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.waiting.append(future)
        if self._writer is None:
            self._unsent.append(packed(message))
        else:
            self._writer.write(packed(message))
        result, error = await future
        if error is not None:
            raise error
        return result

    async def _work(self) -> None:
        """Hand answers out, in the order of the questions."""
        try:
            reader, self._writer = await asyncio.open_unix_connection(sock=self._link)
            self._writer.writelines(self._unsent)
            while True:
                (size,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
                self.waiting.popleft().set_result(pickle.loads(await reader.readexactly(size)))  # noqa: S301  (our own)
        except (OSError, asyncio.IncompleteReadError):
            for future in self.waiting:
                future.set_exception(HelperLostError())

    def close(self) -> None:
        """Close its socket: that ends it."""
        if self._task is not None:
            self._task.cancel()
        if self._writer is not None:
            self._writer.close()
        self._link.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_CLOSING)
