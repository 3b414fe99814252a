# ruff: noqa: E501  (a selector is read best on one line)
"""IranSamaneh: YJC, Rasa, Basij, Tabnak, Asriran, Entekhab and over a hundred more."""

from __future__ import annotations

import re
from typing import Final

from newscrawler.extraction.generic import tag_meta
from newscrawler.extraction.rules import body, css, meta
from newscrawler.families.base import Family, Listing

_DROP: Final = (
    ".news_album_main_part, .image_set, .wrapper, .news_tools, .tags_container, .subtitle, .rutitr, h1"
)

IRANSAMANEH: Final = Family(
    name="iransamaneh",
    article_url=re.compile(r"^/(?:[a-z]{2}/)?(?:news|photos|films|videos|interview)/(?P<id>\d+)(?:/|$)"),
    hints=("iransamaneh", "news_pdate", "news_path", "news_nav", "newsMainBody"),
    fingerprints=(
        'script[src*="iransamaneh"], link[href*="iransamaneh"]',
        ".news_pdate_c, .news_nav, .news_id_c, .news_path",
        "#newsMainBody",
        'a[href*="iransamaneh.com"]',
    ),
    feeds=("/fa/rss/allnews",),
    sitemaps=("/fa-sitemap-news",),
    sitemap_archives=("/fa-sitemap-newsarchive",),
    by_id="/fa/news/{id}",
    archive=(  # robots.txt of most members forbids it
        "/fa/archive?service_id=-1&sec_id=-1&cat_id=-1&rpp=100"
        "&from_date={jy}/{jm:02}/{jd:02}&to_date={jy}/{jm:02}/{jd:02}&p={page}"
    ),
    listing=Listing(
        item=".archive_content, .linear_news, .news_item, .archive_news, li.new_linear, .top-news",
        link="a.title5, a.title, h1 a, h2 a, h3 a, a",
        time=".news_pdate_c, .fa_date, .archive_date",
        kicker=".rutitr, .news_rutitr, .light",
        lead=".lead, .subtitle",
    ),
    page={
        "headline": (
            css("h1.title"),
            css("h1.Htag, h1.Htags, .Htag h1, .Htags"),
            css(".title-news, .news-title, h1.news_title, .title_news, .title_c, h2.title"),
            meta("og:title"),
        ),
        "kicker": (
            css(
                ".rutitr, .news-rutitr, .news_rutitr, .newspage_rutitr, .newspage-rutitr, .rutitr-news, .rutitr_photo, .rotitr, .newsPreTitle"
            ),
        ),
        "description": (
            css("div.subtitle, .news-subtitle, .subtitle-news, .newspage_subtitle, h2.subtitle, p.subtitle"),
            css(".news_strong, .content-lead-news, .lead_article, .newspage-subtitle, .lead, .leadi"),
            meta("description"),
        ),
        "article_body": (
            body("#newsMainBody", _DROP),
            body("div.body-news.body, div.body.news_body, .baznashr-body", _DROP),
            body('[itemprop="articleBody"]', _DROP),
            body("div.body, section.body", _DROP),
            body(".body, .body_news, #nt-body-ck, .news-content", _DROP),
        ),
        "date_published": (
            meta("article:published_time"),
            css(".news_pdate_c"),
            css(".item-date span, .news-date, .fa_date, .news-pdate, .photo_pub_date"),
        ),
        "date_modified": (meta("article:modified_time"),),
        "section": (
            meta("article:section"),
            css(".news_path a, .news_path2 a, .path_bottom_body a, .pathe_news a"),
            css(
                ".path-cover a, .crumbs a, .padd-breadcrumb a, a.newsSubjectName, .service-name, .news-service a"
            ),
        ),
        "tags": (
            tag_meta("article:tag"),
            css(".tag_items a, .tags_title a, .tags_container a.tags_item, .article_tags a.article_tag"),
            css(
                ".tags_container a, a.tags_item, .row-tags a, .content-showtags a, .news-tags a, .khabar-tag"
            ),
        ),
        "authors": (css(".reporter a, .news_author a, .author_name"),),
        "source_name": (css(".news_source, .source_news, .news-source"),),
        "images": (
            css("img.lead_image, .lead_image img, .news_corner_image img, img.news_corner_image", "src"),
            meta("og:image"),
        ),
    },
    exclusive=frozenset({"kicker"}),
    body_classes=dict.fromkeys(("archive", "service", "home", "index", "tags", "search"), "listing"),
)
