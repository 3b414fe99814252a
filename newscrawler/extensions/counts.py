"""What a run has done so far, kept in Scrapy's stats, an outlet at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.extensions.corestats import CoreStats as ScrapyCoreStats
from scrapy.statscollectors import MemoryStatsCollector

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from newscrawler.items import Article

COUNTED = (
    "fetched",
    "new",
    "updated",
    "copies",
    "near",
    "unchanged",
    "seen",
    "skipped",
    "forbidden",
    "blocked",
    "failed",
)
"""Columns of the summary. `fetched`: article pages that came; `copies`: to the letter, `near`: nearly;
`seen`: listed, known, not asked for again; `blocked`: a challenge came, or had come before."""

_OUTLET = "newscrawler/outlet/"
_COVERAGE = "newscrawler/coverage/"
_ANSWERS = "newscrawler/answers/"
_OUTCOMES = "newscrawler/outcomes/"


class CoreStats(ScrapyCoreStats):
    """Scrapy's, less `item_scraped_count`: `newscrawler.chains` counts that."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        core = super().from_crawler(crawler)
        crawler.signals.disconnect(core.item_scraped, signal=signals.item_scraped)
        return core


class Stats(MemoryStatsCollector):
    """Scrapy's, without its look at every access for who still passes a `spider`: 0.1 µs a call, not 1.7."""

    __getattribute__ = object.__getattribute__


def count(crawler: Crawler, outlet: str, what: str, by: int = 1) -> None:
    """Add to an outlet's count of `what` (one of COUNTED)."""
    crawler.stats.inc_value(f"{_OUTLET}{outlet}/{what}", by)


def counts(crawler: Crawler) -> dict[str, dict[str, int]]:
    """Outlet → what → how many; what never happened is 0."""
    nothing = dict.fromkeys(COUNTED, 0)
    return {outlet: nothing | row for outlet, row in _by_outlet(crawler, _OUTLET).items()}


COVERED = (
    "headline",
    "description",
    "article_body",
    "date_published",
    "section",
    "authors",
    "tags",
    "images",
)
"""Fields whose presence tells whether the rules still fit a site."""


def cover(crawler: Crawler, article: Article) -> None:
    """Note which fields an article page gave."""
    stats = crawler.stats
    stats.inc_value(f"{_COVERAGE}{article.outlet}/articles")
    for name in COVERED:
        stats.inc_value(f"{_COVERAGE}{article.outlet}/{name}", int(bool(getattr(article, name))))
    stats.inc_value(f"{_COVERAGE}{article.outlet}/teaser", int(article.completeness == "teaser"))


def coverage(crawler: Crawler) -> dict[str, dict[str, int]]:
    """Outlet → field → in how many of its fetched articles (`articles`) it was there."""
    return _by_outlet(crawler, _COVERAGE)


def _by_outlet(crawler: Crawler, prefix: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for key, value in crawler.stats.get_stats().items():
        if key.startswith(prefix):
            outlet, what = key.removeprefix(prefix).rsplit("/", 1)
            found.setdefault(outlet, {})[what] = value
    return dict(sorted(found.items()))


def answered(crawler: Crawler, *, good: bool) -> None:
    """Count an answer to a request of ours (robots.txt aside); 304 is a good one."""
    crawler.stats.inc_value(f"{_ANSWERS}{'good' if good else 'bad'}")


def answers(crawler: Crawler) -> tuple[int, int]:
    """Good and bad answers so far."""
    good, bad = (crawler.stats.get_value(f"{_ANSWERS}{kind}", 0) for kind in ("good", "bad"))
    return good, bad


def ended(crawler: Crawler, name: str, by: int = 1) -> None:
    """Count by name what came to nothing: `timeout`, `too_large`, `status_503`, `foreign_link`."""
    if by:
        crawler.stats.inc_value(f"{_OUTCOMES}{name}", by)


def outcomes(crawler: Crawler) -> dict[str, int]:
    """Name → how many requests ended so."""
    found = crawler.stats.get_stats().items()
    return {key.removeprefix(_OUTCOMES): n for key, n in sorted(found) if key.startswith(_OUTCOMES)}
