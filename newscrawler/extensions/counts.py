"""What a run has done so far, kept in Scrapy's stats, an outlet at a time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

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
_ANSWERS = "newscrawler/answers/"


def count(crawler: Crawler, outlet: str, what: str, by: int = 1) -> None:
    """Add to an outlet's count of `what` (one of COUNTED)."""
    crawler.stats.inc_value(f"{_OUTLET}{outlet}/{what}", by)


def counts(crawler: Crawler) -> dict[str, Counter[str]]:
    """Outlet → what → how many."""
    found: dict[str, Counter[str]] = {}
    for key, value in crawler.stats.get_stats().items():
        if key.startswith(_OUTLET):
            outlet, what = key.removeprefix(_OUTLET).rsplit("/", 1)
            found.setdefault(outlet, Counter())[what] = value
    return dict(sorted(found.items()))


def answered(crawler: Crawler, *, good: bool) -> None:
    """Count an answer to a request of ours (robots.txt aside); 304 is a good one."""
    crawler.stats.inc_value(f"{_ANSWERS}{'good' if good else 'bad'}")


def answers(crawler: Crawler) -> tuple[int, int]:
    """Good and bad answers so far."""
    good, bad = (crawler.stats.get_value(f"{_ANSWERS}{kind}", 0) for kind in ("good", "bad"))
    return good, bad
