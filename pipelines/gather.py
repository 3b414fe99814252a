"""Lets articles wait for each other: done for many in a row, deduplicating and storing take a third less."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, Self

from newscrawler.extensions.memory import Memory
from newscrawler.items import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

MOST: Final = 16
_OF_A_COMMIT: Final = 1 / 8
"""Part of the time between two commits that an item may wait; in a busy run sixteen come in less."""


class GatherPipeline:
    """Holds items until MOST have come, or the first has waited `longest` seconds; then all go on in order.

    A page is done with its commit, so a kill loses nothing by it. A copy ends the waiting: it is to be stored
    before anything is heard of its origin, which is being asked for. Where processes share a database, a row
    is one turn to write.
    """

    def __init__(self, longest: float, memory: Callable[[], Memory]) -> None:
        """`longest`: seconds. `memory` is told which row comes, and when all of it have gone on."""
        self.longest = longest
        self._memory = memory
        self._waiting: list[tuple[asyncio.Future[None], tuple[str, str]]] = []
        self._alarm: asyncio.Handle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        longest = crawler.settings.getfloat("NEWSCRAWLER_COMMIT_SECONDS") * _OF_A_COMMIT
        return cls(longest, lambda: Memory.of(crawler))

    async def process_item(self, item: Any) -> Any:  # noqa: ANN401
        """The same item, when its turn has come."""
        loop, memory, fields = asyncio.get_running_loop(), self._memory(), fields_of(item)
        turn = loop.create_future()
        self._waiting.append((turn, (fields["id"], fields["canonical_url"])))
        self._alarm = self._alarm or loop.call_later(self.longest, self._go_on, memory)
        if len(self._waiting) == MOST or fields.get("completeness") == "copy":
            self._alarm.cancel()
            self._alarm = loop.call_soon(
                self._go_on, memory
            )  # not at once: the last would overtake the others
        await turn
        return item

    def _go_on(self, memory: Memory) -> None:
        waiting, self._waiting, self._alarm = self._waiting, [], None
        memory.row = dict(keys for _, keys in waiting)
        for turn, _ in waiting:
            if not turn.done():
                turn.set_result(None)
        asyncio.get_running_loop().call_soon(memory.end_turn)  # behind them, before anything else
