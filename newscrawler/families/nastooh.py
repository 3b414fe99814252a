# ruff: noqa: E501  (a selector is read best on one line)
"""Nastooh («Saba Enterprise Newsroom»): Mehr, IRNA, Khabaronline, Hamshahri and sixty more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newscrawler.extraction.generic import tag_meta
from newscrawler.extraction.rules import body, css, meta
from newscrawler.families.base import Family, Listing

if TYPE_CHECKING:
    from newscrawler.extraction.page import Page

_STORIES: Final = frozenset(("news", "photo", "video", "report"))


def _listing(page: Page) -> str | None:
    """What a page says it is, where that is no story: `service`, `archive` and the like."""
    return None if _STORIES.issuperset(page.metas.get("nastooh:pagetype", ())) else "listing"


NASTOOH: Final = Family(
    name="nastooh",
    article_url=re.compile(r"^/(?:[a-z]{2}/)?(?:news|photo|video|report|xnews)/(?P<id>\d+)(?:/|$)"),
    hints=("nastooh", "item-text"),
    fingerprints=(
        'meta[name="generator"][content*="nastooh" i]',
        'meta[property^="nastooh:"]',
        'a[href*="nastooh.ir"]',
        '.item-text[itemprop="articleBody"]',
    ),
    feeds=("/rss",),
    sitemaps=("/sitemap/news/sitemap.xml",),
    sitemap_archives=("/sitemap/all/sitemap.xml", "/sitemap/{jy}/sitemap.xml"),
    by_id="/news/{id}",
    archive="/archive?pi={page}&ms=0&dy={jd}&mn={jm}&yr={jy}",
    listing=Listing(
        item="li.news, li.photo, li.video, li.report",
        link="h3 a",
        time="time",
        kicker="h4 a",
        lead="p",
        next_page=".pagination .active + li a",  # every page link has rel=next
    ),
    page={
        "headline": (
            css('h1 [itemprop="headline"]'),
            css("h1.title"),
            css("h1.first-title"),
            css(".item-title h1, .item-title h2"),
            meta("og:title"),
        ),
        "kicker": (
            css("h4.kicker"),
            css(
                ".item-title .kicker, .item-title .rutitr, .item-title .uptitle, h4.subtitle, article#item .rutitr"
            ),
        ),
        "description": (
            css('p[itemprop="description"]'),
            css(".introtext"),
            css(".item-summary p.summary, p.summary, .item-summary"),
            meta("description"),
        ),
        "article_body": (
            body('.item-text[itemprop="articleBody"]', ".hidden, .item-code"),
            body(".item-body .item-text", ".hidden, .item-code"),
            body('[itemprop="articleBody"]', ".hidden, .item-code"),
            body(".item-body", ".item-code, .item-source, .introtext, .hidden"),
        ),
        "date_published": (
            meta("article:published_time"),
            meta("datePublished"),
            css(".item-date > span"),
            css(".item-date"),
            css(".print-header li.date"),
            css(".gallery-desc"),
        ),
        "date_modified": (meta("article:modified_time"), meta("article:modified"), meta("dateModified")),
        "section": (
            meta("article:section"),
            css('.breadcrumb-item a:not([href="/"])'),
            css('[itemprop="articleSection"]'),
            css("span.item-service a, a.newsBreadCrumb"),
        ),
        "tags": (
            tag_meta("article:tag"),
            css('a[rel~="tag"]', inside=".tags"),
            css(".tags li a, section.tags a, .news-tag a, .es-news-tags a"),
        ),
        "authors": (css('[itemprop="author"] [itemprop="name"], .item-author a, a.item-author'),),
        "source_name": (css("span.item-source"), css(".item-source")),
        "images": (
            css('.item-img img, .item-summary figure img, img[itemprop="image"]', "src"),
            css("img", "src", inside=".item-text"),
            css("figure img", "src", inside="[itemprop=articleBody]"),
            meta("og:image"),
        ),
    },
    exclusive=frozenset({"kicker"}),
    body_classes=dict.fromkeys(("pt-archive", "pt-home", "pt-service", "pt-tag", "pt-search"), "listing"),
    judge=_listing,
)
