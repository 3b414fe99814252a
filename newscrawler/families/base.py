"""What a CMS family is: a declaration of how its sites look, from the address to the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from newscrawler.extraction.page import Page
    from newscrawler.extraction.rules import Rule


@dataclass(frozen=True, slots=True)
class Listing:
    """CSS selectors of a list of articles; `link`, `time`, … are looked for inside each `item`."""

    item: str
    link: str
    """The `<a>` whose text is the headline, by the first selector that finds one. Empty: the item."""
    href: str = "href"
    """Attribute of the link that holds the address."""
    headline: str | None = None
    """Attribute of the link that holds the headline, where its text doesn't."""
    summary: str | None = None
    """Attribute of the link that holds a summary, where there is no `lead`."""
    image: str | None = None
    """Attribute of the link that holds a picture's address, where the item's first picture is none."""
    time: str | None = None
    """Element whose `datetime`, `title` or text is the date."""
    kicker: str | None = None
    lead: str | None = None
    source: str | None = None
    """Who an aggregator had it from; of a link `/w/<domain>` the site is taken too."""
    all_timed: bool = True
    """Whether an item without a `time` is of a side box, where others have one."""
    next_page: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """One content management system, shared by many outlets. Paths are relative to the outlet's home.

    A path may name a day: `{jy} {jm} {jd}` Jalali, `{gy} {gm} {gd}` Gregorian, `{code}` by `day_code`.
    """

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
    feed_url: re.Pattern[str] | None = None
    """Form of its feeds' paths, for lists of feeds, and for sitemaps that name feeds."""
    sitemaps: tuple[str, ...] = ()
    """Recent articles: polled by `latest`; a path that names a day is asked for today and yesterday."""
    lists: tuple[str, ...] = ()
    """Pages of recent articles, polled where feeds are missing or not enough."""
    sitemap_archives: tuple[str, ...] = ()
    """Everything, for `backfill`, where there is no `archive` or it is closed; of an index, the leaves of
    the window."""
    archive: str | None = None
    """Archive of one day, a path that names it and `{page}`, from 1."""
    day_code: Callable[[int, int, int], str] | None = None
    """A Gregorian day (year, month, day) as its addresses spell it, for `{code}`."""
    by_id: str | None = None
    """Address of an article by its id alone, `{id}`."""
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
    origin: tuple[tuple[str, str], ...] | None = None
    """Of an aggregator whose pages only lead to the story: where its address may stand, as CSS selector and
    attribute; beside the redirects and links that every such page may have. None: its pages are copies."""
    listed: Callable[[str], datetime | None] | None = None
    """When an article was listed, as its id tells."""

    def owns(self, page: Page) -> bool:
        """Whether the page was made by this system."""
        if self.recognise is not None and self.recognise(page):
            return True
        if self.hints and not any(hint in page.html for hint in self.hints):
            return False
        return page.first(self.fingerprints) is not None
