# ruff: noqa: E501  (a selector is read best on one line)
"""WordPress: the long tail. Themes differ too much for much to be fixed here; density reads what no rule does."""

from __future__ import annotations

import re
from typing import Final

from newscrawler.extraction.rules import body, css, ld, meta
from newscrawler.families.base import Family, Listing

_DROP: Final = (
    ".wp-caption-text, .jp-relatedposts, .sharedaddy, .yarpp-related, .jeg_post_tags, .post-tags, .post-tag, "
    ".bs-irp, .irp, .code-block, .ez-toc-container, #ez-toc-container, .wp-block-gallery, .post-views"
)

WORDPRESS: Final = Family(
    name="wordpress",
    article_url=re.compile(
        r"^/(?:(?:fa|news|archives|post|\d{4}(?:/\d{2}){0,2})/)*(?P<id>\d{2,})?(?:[/-]?[^/?]{4,})?/?$"
    ),
    hints=("wp-content", "wp-includes", "WordPress"),
    fingerprints=(
        'link[href*="/wp-content/"], script[src*="/wp-content/"], script[src*="/wp-includes/"], link[href*="/wp-includes/"]',
        'link[rel="https://api.w.org/"]',
        'meta[name="generator"][content^="WordPress"]',
    ),
    feeds=("/feed/",),
    sitemaps=("/wp-sitemap.xml", "/sitemap_index.xml"),
    sitemap_archives=("/wp-sitemap.xml", "/sitemap_index.xml"),
    by_id="/?p={id}",
    archive="/{gy}/{gm:02}/{gd:02}/page/{page}/",
    listing=Listing(
        item="article, .post, .type-post",
        link=".entry-title a, .post-title a, h2 a, h3 a",
        time="time, .entry-date, .post-date",
        lead=".entry-summary, .entry-content, .excerpt",
        next_page='link[rel="next"], a.next',
    ),
    page={
        "headline": (
            css(
                "h1.entry-title, h1.post-title, h1.single-post-title, h1.jeg_post_title, .post-header h1, .entry-header h1"
            ),
        ),
        "kicker": (
            css(
                ".rotitr, .roti, .rootitr, .post-sub-title, .hed_title, .rootite-single, .catpo, .text-sin, .toptitle-post, .above-title, .onliner_rutitr_akhv, small.subtitle"
            ),
        ),
        "description": (
            css(
                ".single-post-excerpt, .entry-sub-title, .post-lead, .lead_news, .news-lead, p.lead, div.lead, .lead, .excerpt-news, "
                ".desc_news, .post-summary, .short_desck_body, .single-post-lead, .jeg_post_subtitle, .elementor-widget-theme-post-excerpt"
            ),
        ),
        "article_body": (
            body("article .entry-content, .single .entry-content, .td-post-content", _DROP),
            body(
                ".elementor-widget-theme-post-content .elementor-widget-container, .jeg_main .content-inner",
                _DROP,
            ),
            body(".single-post .post-content, .the_content_body, .single-post-content", _DROP),
            body(".entry-content, .post-content", _DROP),
            body(
                ".tdb_single_content, .the-content, .post_content, .article-content, .news-content, .entry",
                _DROP,
            ),
        ),
        "date_published": (meta("article:published_time"), ld("datePublished")),
        "date_modified": (meta("article:modified_time"), ld("dateModified")),
        "section": (
            meta("article:section"),
            css('a[rel~="category"]'),
        ),
        "tags": (css('a[rel~="tag"]:not([rel~="category"])'),),
    },
    body_classes={
        **dict.fromkeys(("home", "blog", "archive", "category", "search", "tag", "author"), "listing"),
        "error404": "error_page",
    },
)
