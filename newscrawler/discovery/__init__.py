"""Feeds, sitemaps, archive pages and lists → links with what is known of each.

Pure functions: bytes or text in, `Discovered` out, never raising; what could not be read is a line in
`Discovered.problems`.
"""

from newscrawler.discovery.feeds import read_feed
from newscrawler.discovery.leaves import newest, period_of, within
from newscrawler.discovery.links import Discovered, Link
from newscrawler.discovery.listings import announced_feeds, read_links_by_form, read_listing
from newscrawler.discovery.relays import as_listed, origin_of
from newscrawler.discovery.sitemaps import read_sitemap

__all__ = [
    "Discovered",
    "Link",
    "announced_feeds",
    "as_listed",
    "newest",
    "origin_of",
    "period_of",
    "read_feed",
    "read_links_by_form",
    "read_listing",
    "read_sitemap",
    "within",
]
