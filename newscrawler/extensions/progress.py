"""Shows a run as it goes: a bar on a terminal, a plain line every few seconds elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from newscrawler.extensions.counts import counts

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_EVERY = {True: 0.5, False: 10.0}
"""Seconds between two looks, on a terminal and elsewhere."""


class ProgressDisplay:
    """Off unless a command sets NEWSCRAWLER_PROGRESS."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("NEWSCRAWLER_PROGRESS"):
            raise NotConfigured
        self.crawler = crawler
        self.console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self.bar = Progress(*columns, console=self.console, transient=True)
        self.task = self.bar.add_task("starting", total=None)
        self.terminal = sys.stderr.isatty()
        self.loop = create_looping_call(self._look)
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def _opened(self) -> None:
        if self.terminal:
            self.bar.start()
        self.loop.start(_EVERY[self.terminal], now=False)

    def _closed(self) -> None:
        if self.loop.running:
            self.loop.stop()
        if self.terminal:
            self.bar.stop()

    def _look(self) -> None:
        rows = counts(self.crawler).values()
        total = {what: sum(row[what] for row in rows) for what in ("fetched", "new", "failed")}
        words = f"{total['fetched']} articles fetched, {total['new']} new, {total['failed']} failed"
        scheduler = self.crawler.engine._slot.scheduler if self.crawler.engine._slot else None  # noqa: SLF001
        waiting = len(scheduler) + len(self.crawler.engine.downloader.active) if scheduler else 0  # type: ignore[arg-type]
        if self.terminal:
            self.bar.update(
                self.task, description=words, completed=total["fetched"], total=total["fetched"] + waiting
            )
        else:
            print(f"{words}, {waiting} waiting", file=sys.stderr, flush=True)  # noqa: T201
