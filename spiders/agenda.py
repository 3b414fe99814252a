"""Which documents of an outlet to ask for: what is new, or the archives of a window of days."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

from w3lib.url import safe_url_string

from newscrawler.dates import days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from newscrawler.dates import Day
    from newscrawler.families import Family
    from newscrawler.outlets import Outlet


class Document(NamedTuple):
    """A feed, sitemap, list or archive page."""

    url: str
    """As it is asked for, and remembered: percent-encoded."""
    kind: str
    """`feed`, `sitemap`, `list` or `archive`."""
    pattern: str | None = None
    """Of an archive: its address, with `{page}`."""


def latest(outlet: Outlet, family: Family, first: date, last: date) -> Iterator[Document]:
    """Feeds, sitemaps of recent articles, and lists."""
    for url in outlet.feeds or [outlet.url(path) for path in family.feeds]:
        yield Document(safe_url_string(url), "feed")
    yield from _sitemaps(family.sitemaps, outlet, family, first, last)
    for path in outlet.sections or family.lists:
        yield Document(safe_url_string(outlet.url(path)), "list")


def day_archives(outlet: Outlet, family: Family, first: date, last: date) -> Iterator[Document]:
    """The first page of each day of a window, newest first; none where the family has no day archive."""
    if family.archive is not None:
        for day in days(last, first):
            pattern = outlet.url(_named(family.archive, family, day, page="{page}"))
            yield Document(safe_url_string(pattern.format(page=1)), "archive", pattern)


def sitemap_archives(outlet: Outlet, family: Family, first: date, last: date) -> Iterator[Document]:
    """Sitemaps that hold the articles of a window."""
    return _sitemaps(family.sitemap_archives, outlet, family, first, last)


def _sitemaps(
    paths: tuple[str, ...], outlet: Outlet, family: Family, first: date, last: date
) -> Iterator[Document]:
    """Each address once: a path that names no day is the same on all of them."""
    found = {outlet.url(_named(path, family, day)): None for path in paths for day in days(last, first)}
    return (Document(safe_url_string(url), "sitemap") for url in found)


def _named(path: str, family: Family, day: Day, **more: str) -> str:
    """The path for a day."""
    code = family.day_code(day.gy, day.gm, day.gd) if family.day_code else ""
    return path.format(code=code, **asdict(day), **more)
