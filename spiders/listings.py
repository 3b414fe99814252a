"""What an outlet's documents say: the articles they list, and further documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.http import TextResponse

from newscrawler.discovery import (
    Discovered,
    Link,
    announced_feeds,
    read_feed,
    read_links_by_form,
    read_listing,
    read_sitemap,
)
from newscrawler.discovery.addresses import of_another_edition, route
from newscrawler.storage.frontier import Page, digest, hints_of
from newscrawler.urls import canonicalize, host_of
from spiders.arguments import TEHRAN, window
from spiders.articles import ArticleSpider

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scrapy.http import Response

    from newscrawler.families import Family
    from newscrawler.outlets import Outlet

HINTS = (
    "headline",
    "description",
    "date_published",
    "date_modified",
    "date_listed",
    "section",
    "license",
    "image",
    "source_name",
    "source_host",
)
"""What an article request carries of its listing."""


class ListingSpider(ArticleSpider):
    """Reads feeds, sitemaps and lists as the outlet's family writes them."""

    outlet: Outlet
    family: Family

    def days(self) -> tuple[date, date]:
        """First and last day asked for (Tehran's); of `latest`, yesterday and today."""
        return window(self.arguments, self.memory.clock())

    def read_document(self, response: Response, kind: str) -> Discovered:
        """What a document says, by its kind."""
        if kind == "sitemap":
            found = read_sitemap(response.body, response.url)
            feeds = tuple(link for link in found.links if self.is_feed(link))
            articles = tuple(link for link in found.links if link not in feeds)
            return Discovered(articles, (*found.documents, *feeds), problems=found.problems)
        text = response.text if isinstance(response, TextResponse) else ""
        if kind == "feed":
            found = read_feed(response.body, response.url)
            feeds = () if found.links else self.listed_feeds(text, response.url)
            return Discovered(documents=feeds) if feeds else found
        if self.family.listing is None:
            return read_links_by_form(text, response.url, self.family.article_url)
        return read_listing(text, response.url, self.family, self.memory.clock())

    def listed_feeds(self, text: str, url: str) -> tuple[Link, ...]:
        """Feeds that a page names where a feed was expected."""
        return tuple(Link(feed) for feed in announced_feeds(text, url, self.family.feed_url) if feed != url)

    def is_feed(self, link: Link) -> bool:
        """Whether an address has the form of the family's feeds."""
        return self.family.feed_url is not None and bool(self.family.feed_url.search(route(link.url)))

    def pages(self, links: Iterable[Link], kind: str, depth: int = 0) -> list[Page]:
        """The links that are articles of this outlet, in the window and the sections asked for."""
        return [
            Page(
                url=canonicalize(link.url),
                address=link.url,
                outlet=self.slug,
                hints=hints_of(link, HINTS),
                digest=_digest(link, kind),
            )
            for link in links
            if self.outlet.owns(host_of(link.url))
            and not (self.arguments.languages == ("fa",) and of_another_edition(link.url, self.outlet.home))
            and self.arguments.wants(link.date_published)
            and self.arguments.wants_section(link.section)
            and not (kind == "sitemap" and depth and self.is_old(link))
        ]

    def is_old(self, link: Link) -> bool:
        """Whether `latest` has no business with an article of a large sitemap."""
        when = link.date_modified or link.date_published
        if self.arguments.mode == "backfill" or when is None:
            return False
        return when.astimezone(TEHRAN).date() < self.days()[0]

    def sightings(self, links: Iterable[Link], url: str) -> list[dict[str, Any]]:
        """Rows for `Store.saw`."""
        return [
            {
                "url": canonicalize(link.url),
                "shown_on": url,
                "outlet": self.slug,
                "seen_at": self.memory.clock(),
                "date_listed": link.date_listed or link.date_published,
                "headline": link.headline,
                "source_name": link.source_name,
            }
            for link in links
        ]


def _digest(link: Link, kind: str) -> str:
    """What a listing says of an article; a list's own times may be relative and don't count."""
    if kind in {"feed", "sitemap"}:
        return digest(link.headline, link.date_published, link.date_modified)
    return digest(link.headline)
