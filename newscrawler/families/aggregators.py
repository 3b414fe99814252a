"""Aggregators whose pages only lead to the story: what they list is known, what they show is another's."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from newscrawler.families.base import Family, Listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from newscrawler.extraction.page import Page

_SECONDS: Final = 10
"""Digits of a Unix time in seconds, from 2001 to 2286."""


def _on(host: str) -> Callable[[Page], bool]:
    """Whether a page is of this host: what they show of others' pages has no mark of theirs."""
    form = re.compile(rf"https?://(?:[\w-]+\.)*{re.escape(host)}(?::\d+)?(?:/|$)", re.IGNORECASE)
    return lambda page: form.match(page.url) is not None


def _unix_second(number: str) -> datetime | None:
    """When Shahrekhabar listed an article: its id begins with the second, four or five digits follow."""
    if len(number) not in (_SECONDS + 4, _SECONDS + 5):
        return None
    return datetime.fromtimestamp(int(number[:_SECONDS]), UTC)


SHAHREKHABAR: Final = Family(
    name="shahrekhabar",
    article_url=re.compile(r"^/(?:news|[a-z]+)/(?P<id>1\d{13,14})(?:/|$)"),
    recognise=_on("shahrekhabar.com"),
    lists=("/آخرین-اخبار",),
    by_id="/news/{id}",
    listing=Listing(
        item="ul.news-list-items > li, li.toplinkli, .news_box li",
        link="a.alink, .news_source + a",
        time=".refrence.minw80",
        source=".refrence:not(.minw80), .news_source",
        lead="span[id^=sp], span[id^=ec]",
        summary="data-content",
        image="data-image",
        all_timed=False,
    ),
    listed=_unix_second,
    origin=(("iframe#myframe", "src"), ("iframe#myframe", "data-src")),
    aggregator=True,
)
KHABARFARSI: Final = Family(
    name="khabarfarsi",
    article_url=re.compile(r"^/ua?/(?P<id>\d+)(?:/|$)"),
    recognise=_on("khabarfarsi.com"),
    feeds=("/rss/top", "/rss"),
    lists=("/",),
    by_id="/u/{id}",
    listing=Listing(
        item=".top_item_wrapper > .nrow, .nrelated_item",
        link="a.ntitle",
        time=".semelapsed",
        source='.nmeta a[href*="/w/"]',
        lead=".nbody",
    ),
    origin=(("iframe#myframe, iframe.source-frame", "src"),),
    aggregator=True,
)
KHABARBAN: Final = Family(
    name="khabarban",
    article_url=re.compile(r"^/(?:a/)?(?P<id>\d{6,})(?:/|$)"),
    recognise=_on("khabarban.com"),
    lists=("/",),
    by_id="/a/{id}",
    origin=(),
    aggregator=True,
)
GHATREH: Final = Family(
    name="ghatreh",
    article_url=re.compile(r"^/news/(?:nn)?(?P<id>\d+)(?:/|$)"),
    recognise=_on("ghatreh.com"),
    feeds=("/news/src-243-0-20.rss",),
    feed_url=re.compile(r"^/news/(?:src|tag)-\d+-\d+-\d+\.rss$"),
    lists=("/",),
    origin=(),
    aggregator=True,
)
