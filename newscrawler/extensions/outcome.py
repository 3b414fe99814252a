"""What a run amounted to: counts per outlet, and the exit code they come to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Self

from scrapy import signals

from newscrawler.errors import Exit
from newscrawler.extensions.memory import Memory

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

COUNTED = ("fetched", "new", "updated", "copies", "unchanged", "seen", "skipped", "forbidden", "failed")
"""Columns of the summary. `fetched`: article pages that came; `seen`: listed, known, not asked for again."""

_PREFIX = "newscrawler/outlet/"
_ANSWERS = "newscrawler/answers/"


def count(crawler: Crawler, outlet: str, what: str, by: int = 1) -> None:
    """Add to an outlet's count of `what` (one of COUNTED), kept in the stats."""
    crawler.stats.inc_value(f"{_PREFIX}{outlet}/{what}", by)


def answered(crawler: Crawler, *, good: bool) -> None:
    """Count an answer to a request of ours (robots.txt aside); 304 is a good one."""
    crawler.stats.inc_value(f"{_ANSWERS}{'good' if good else 'bad'}")


class Outcome:
    """Watches answers and failures; at the end names the exit code."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.code = Exit.INTERRUPTED
        """Until the run has closed in order."""
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    @classmethod
    def of(cls, crawler: Crawler) -> Outcome | None:
        """The outcome of a crawl, None when it never began."""
        return crawler.get_extension(cls) if crawler._extensions else None  # noqa: SLF001

    def spider_closed(self, spider: Spider, reason: str) -> None:  # noqa: ARG002
        """Decide, and have it recorded."""
        memory = Memory.of(self.crawler)
        self.code = self._code(reason)
        memory.finish(self.code, {outlet: dict(counts) for outlet, counts in self.counts().items()})
        if memory.failure is not None:
            self.code = memory.failure.code

    def _code(self, reason: str) -> Exit:
        settings = self.crawler.settings
        good, bad = (self.crawler.stats.get_value(f"{_ANSWERS}{kind}", 0) for kind in ("good", "bad"))
        if reason == "shutdown":
            return Exit.INTERRUPTED
        if bad and not good:
            return Exit.NOTHING_ANSWERED
        share = settings.getfloat("NEWSCRAWLER_ERROR_SHARE")
        if good + bad >= settings.getint("NEWSCRAWLER_ERROR_MINIMUM") and bad > share * (good + bad):
            return Exit.TOO_MANY_ERRORS
        return Exit.FINE

    def counts(self) -> dict[str, Counter[str]]:
        """Outlet → what → how many."""
        found: dict[str, Counter[str]] = {}
        for key, value in self.crawler.stats.get_stats().items():
            if key.startswith(_PREFIX):
                outlet, what = key.removeprefix(_PREFIX).rsplit("/", 1)
                found.setdefault(outlet, Counter())[what] = value
        return dict(sorted(found.items()))
