"""What a CMS family is: a declaration of how its sites look, from the address to the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    from newscrawler.extraction.page import Page
    from newscrawler.extraction.rules import Rule


@dataclass(frozen=True, slots=True)
class Listing:
    """CSS selectors of a list of articles; `link`, `time`, … are looked for inside each `item`."""

    item: str
    link: str
    """The `<a>` whose text is the headline."""
    time: str | None = None
    """Element whose `datetime`, `title` or text is the date."""
    kicker: str | None = None
    lead: str | None = None
    source: str | None = None
    next_page: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """One content management system, shared by many outlets. Paths are relative to the outlet's home."""

    name: str
    article_url: re.Pattern[str]
    """Searched in an address's path; group `id` is the native id."""
    hints: tuple[str, ...] = ()
    """Literal texts, one of which every page of the family holds; asked before the `fingerprints`."""
    fingerprints: tuple[str, ...] = ()
    """CSS selectors; a page that matches one belongs to the family."""
    recognise: Callable[[Page], bool] | None = None
    """Asked besides the fingerprints, for families that no selector tells."""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    """Recent articles: polled by `latest`."""
    lists: tuple[str, ...] = ()
    """Pages of recent articles, polled where feeds are missing or not enough."""
    sitemap_archives: tuple[str, ...] = ()
    """Everything, for `backfill`; `{jy}` is a Jalali year, `{gy}` a Gregorian one."""
    archive: str | None = None
    """Day archive: `{jy} {jm} {jd}` or `{gy} {gm} {gd}`, and `{page}` from 1."""
    listing: Listing | None = None
    page: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """Article field → rules; the first that gives a value wins, then the generic rules are asked."""
    exclusive: frozenset[str] = frozenset()
    """Fields for which no generic rule is asked: where the family's find nothing there is no value."""
    body_classes: Mapping[str, str] = field(default_factory=dict)
    """Class or id of `<body>` → reason, for pages that are no article."""
    no_story: Mapping[str, str] = field(default_factory=dict)
    """CSS selector → reason; a page that matches one is no article."""
    judge: Callable[[Page], str | None] | None = None
    """Asked besides `no_story`, for pages that no selector tells: a reason, or None."""
    aggregator: bool = False
    """Whether its pages are copies of other outlets' stories."""

    def owns(self, page: Page) -> bool:
        """Whether the page was made by this system."""
        if self.recognise is not None and self.recognise(page):
            return True
        if self.hints and not any(hint in page.html for hint in self.hints):
            return False
        return page.first(self.fingerprints) is not None
