"""Pangea: Radio Farda, Radio Azadi, VOA Persian and Dari."""

from __future__ import annotations

import re
from typing import Final

from newscrawler.extraction.rules import body, css, ld, meta
from newscrawler.families.base import Family

_DROP: Final = (
    ".wsw__embed, .media-block-wrap, .media-pholder, .infgraphicsAttach, .c-mmp, .also-read, .load-more"
)

PANGEA: Final = Family(
    name="pangea",
    article_url=re.compile(r"^/a/(?:[^/]+/)?(?P<id>\d+)\.html$"),
    hints=("pg-article", "pangea", "pg-media", "fb-quotable"),
    fingerprints=(
        'body[class*="pg-article"], body[class*="pg-media"]',
        "#article-content .wsw",
        'script[src*="pangea"]',
    ),
    feeds=("/api/", "/rssfeeds"),
    feed_url=re.compile(r"^/(?:fa/)?api/z[\w-]+$"),
    sitemaps=("/sitemap.xml",),
    sitemap_archives=("/sitemap.xml",),
    by_id="/a/{id}.html",
    page={
        "headline": (css("h1.pg-title"), css("h1"), ld("headline")),
        "description": (css(".intro p, .intro"),),
        "article_body": (
            body("#article-content .wsw", _DROP),
            body(".wsw", _DROP),
            body("#article-content", _DROP),
        ),
        "date_published": (ld("datePublished"), css(".published time[datetime], time[pubdate]", "datetime")),
        "date_modified": (ld("dateModified"),),
        "section": (css(".category a, .category"), ld("articleSection")),
        "authors": (css(".publishing-details .links__item-link, .authors a"),),
        "images": (css(".cover-media .media-image img", "src"), meta("og:image")),
    },
    exclusive=frozenset({"description", "kicker", "tags"}),
    body_classes={
        "pg-photoblog": "photo",
        "pg-media": "video",
        "pg-prog": "video",
        "pg-section": "listing",
        "pg-homepage": "listing",
        "pg-search": "listing",
        "pg-archive": "listing",
    },
)
