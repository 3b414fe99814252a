"""Pages are read and normalised several in a row, here or in processes beside the run's own.

In a row, because all but the first find the processor's caches full of what they need. Elsewhere, where there
are cores to spare. What helpers do is pure: a page is done when the run has stored it, so a helper may die at
any moment. Then its work is done here, and the run goes on without it.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
from collections import deque
from itertools import count
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from scrapy import signals

from newscrawler.errors import InputError
from newscrawler.helping import LENGTH, Answer, Call, Helper, carried_out, packed
from newscrawler.items import Article
from newscrawler.reader import read
from newscrawler.refining import refine

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

T = TypeVar("T")
P = ParamSpec("P")
_Row = list[tuple[Call, "asyncio.Future[Any]"]]
logger = logging.getLogger(__name__)
_ROW = 8
"""Calls made in a row …"""
_MOMENT = 0.02
"""… or as many as have come after so many seconds."""
_AHEAD = 2
"""Rows that a helper has at a time: one under way, and the next …"""
_SOONER = (refine,)
"""… which is one of these while there is one. Whatever is further on its way goes first: else all pages that
have come are read before the first is stored, which lets others come, and either side waits for the other."""
_URL = "https://www.mehrnews.com/news/1"
_FIRST: list[Call] = [
    (read, ("<p>کتاب می خواند", _URL), {}),
    (refine, (Article(_URL, _URL, _URL, headline="کتاب می خواند"),), {}),
]
"""What a helper is asked first: it reads the tables while the run begins."""


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
        self._rows: dict[Callable[..., Any], _Row] = {}
        self._ended: asyncio.PriorityQueue[tuple[bool, int, _Row]] = asyncio.PriorityQueue()
        self._numbers = count()
        self._tasks: list[asyncio.Task[None]] = []

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
        """What a pure function of a module returns, a moment later."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        row = self._rows.setdefault(function, [])
        row.append(((function, arguments, options), future))
        if len(row) == 1:
            loop.call_later(_MOMENT, self._end, function, row)
        elif len(row) == _ROW:
            self._end(function, row)
        return await future

    def _end(self, function: Callable[..., Any], row: _Row) -> None:
        """Nothing more comes into a row: its calls are made."""
        if self._rows.get(function) is not row:
            return  # they are made already
        del self._rows[function]
        if self._at_work:
            self._ended.put_nowait((function not in _SOONER, next(self._numbers), row))
            if not self._tasks:
                self._tasks = [
                    asyncio.ensure_future(self._elsewhere(helper)) for helper in self._at_work * _AHEAD
                ]
        else:
            _hand_out(row, carried_out([call for call, _ in row]))

    async def _elsewhere(self, helper: _Helper) -> None:
        """Have a helper make the calls of one row after the other; when none is left they are made here."""
        while True:
            place = await self._ended.get()
            row = place[-1]
            try:
                answers = await helper.ask([call for call, _ in row])
            except HelperLostError:
                self._ended.put_nowait(place)
                self._lose(helper)
                break
            except Exception as error:  # noqa: BLE001  (what cannot be sent is the callers')
                answers = [(None, error)] * len(row)
            _hand_out(row, answers)
        while not self._at_work and not self._ended.empty():
            row = self._ended.get_nowait()[-1]
            _hand_out(row, carried_out([call for call, _ in row]))

    def _lose(self, helper: _Helper) -> None:
        if helper in self._at_work:
            self._at_work.remove(helper)
            self.crawler.stats.inc_value("newscrawler/helpers/lost")
            logger.warning("a helper process ended; %s left", len(self._at_work) or "none")

    async def close(self) -> None:
        """End them."""
        for task in self._tasks:
            task.cancel()
        for helper in self._at_work:
            helper.close()
        self._at_work = []


def _hand_out(row: _Row, answers: list[Answer]) -> None:
    for (_, future), (result, error) in zip(row, answers, strict=True):
        if future.done():  # nobody waits any more
            continue
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)


class _Helper:
    """One process, and what it was asked and has not answered."""

    def __init__(self) -> None:
        self.waiting: deque[asyncio.Future[list[Answer]]] = deque()
        self._helper = Helper()
        self._helper.link.sendall(packed(_FIRST))
        self._task: asyncio.Task[None] | None = None
        self._unsent: list[bytes] = []
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, calls: list[Call]) -> list[Answer]:
        """The answers. HelperLostError where none will come; what a function raised is a RuntimeError."""
        if self._task is None:
            self._task = asyncio.ensure_future(self._work())
        elif self._task.done():
            raise HelperLostError
        future: asyncio.Future[list[Answer]] = asyncio.get_running_loop().create_future()
        self.waiting.append(future)
        if self._writer is None:
            self._unsent.append(packed(calls))
        else:
            self._writer.write(packed(calls))
        return await future

    async def _work(self) -> None:
        """Hand answers out, in the order of the questions."""
        try:
            reader, self._writer = await asyncio.open_unix_connection(sock=self._helper.link)
            self._writer.writelines(self._unsent)
            await _answers(reader)  # to _FIRST
            while True:
                answers = await _answers(reader)
                self.waiting.popleft().set_result(answers)
        except (OSError, asyncio.IncompleteReadError):
            for future in self.waiting:
                future.set_exception(HelperLostError())

    def close(self) -> None:
        """End it."""
        if self._task is not None:
            self._task.cancel()
        if self._writer is not None:
            self._writer.close()
        self._helper.close()


async def _answers(reader: asyncio.StreamReader) -> list[Answer]:
    (size,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
    answers: list[Answer] = pickle.loads(await reader.readexactly(size))  # noqa: S301  (our own)
    return answers
