"""What is taken of a site that nobody has described: its home page, and what looks like an article there."""

from __future__ import annotations

import re
from typing import Final

from newscrawler.families.base import Family

GENERIC: Final = Family(
    name="generic",
    article_url=re.compile(
        r"^/(?!(?:[a-z]{2}/)?(?:tags?|category|categories|author|search|page|archives?|topics?|services?|wp-content)/)"
        r"(?:.*(?<!\d)(?P<id>\d{5,})(?!\d)|.*/\d{4}/\d{1,2}/(?:\d{1,2}/)?[^/]{8,}|.*[^/-]+(?:-[^/-]+){3,})(?:[/.][^/]*)*$"
    ),
    lists=("/",),
)
"""No page is recognised as its own; the generic rules read what it leads to."""
FEEDS: Final = ("/rss", "/feed/", "/fa/rss/allnews", "/rss.xml", "/feeds/", "/atom.xml")
"""Where feeds usually are; asked for where the home page names none."""
SITEMAPS: Final = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml")
"""Likewise, where robots.txt names none."""
