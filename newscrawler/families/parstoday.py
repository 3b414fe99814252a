"""Pars Today's own system."""

from __future__ import annotations

import re
from typing import Final

from newscrawler.extraction.rules import body, css, meta
from newscrawler.families.base import Family, Listing

PARSTODAY: Final = Family(
    name="parstoday",
    article_url=re.compile(r"^/[a-z]{2,4}/(?:[^/]+/)?[^/]*-?i(?P<id>\d+)(?:[/-]|$)"),
    hints=("parstoday", "item-title"),
    fingerprints=('meta[property="og:article:section"]', "h1.item-title"),
    feeds=("/fa/rss",),
    feed_url=re.compile(r"^/fa/(?:.*/)?rss(?:/|$)|^/fa/rss"),
    sitemaps=("/sitemap.xml",),  # names feeds, no articles
    by_id="/fa/x-i{id}",
    listing=Listing(item="li.item, .list .item", link="h3 a, .title a", time=".date", lead=".introtext"),
    page={
        "headline": (css("h1.item-title"), meta("og:title")),
        "kicker": (css(".item-kicker, .item-uptitle"),),
        "description": (css(".item-text p.introtext, p.introtext"),),
        "article_body": (body("div.item-text"),),
        "date_published": (meta("article:published_time"), css(".item-date")),
        "section": (meta("og:article:section"), meta("article:section")),
        "tags": (css(".item-tags a, .tags a"),),
        "images": (css(".item-image img, .item-img img", "src"), meta("og:image")),
    },
    exclusive=frozenset({"description", "kicker"}),
)
