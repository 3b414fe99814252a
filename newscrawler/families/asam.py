# ruff: noqa: E501  (a selector is read best on one line)
"""Asam (aasaam): Khabarfoori, ILNA, Eghtesadnews, Rokna and seventy more."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING, Final

from newscrawler.extraction.body import fragment_paragraphs
from newscrawler.extraction.generic import tag_meta
from newscrawler.extraction.rules import Rule, body, call, css, ld, meta
from newscrawler.families.base import Family, Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawler.extraction.page import Page

_DROP: Final = ".print_cnt, .news_tags, .tinyurl, .all_share, #milli-gold-widget, .source_news"


def _between(start: str, end: str) -> Rule:
    """Paragraphs between two comments, which themes keep where they rename everything else."""

    def find(page: Page) -> Sequence[str]:
        at = page.html.find(start)
        stop = page.html.find(end, at + len(start)) if at >= 0 else -1
        return fragment_paragraphs(page, page.html[at + len(start) : stop], _DROP) if stop > at else []

    return call(start, find)


def _recognise(page: Page) -> bool:
    """By what templates leave behind that have renamed everything else."""
    html = page.html
    return "<!-- NEWS CONTENT -->" in html or ("masterConfig" in html and _CONFIG.search(html) is not None)


_CONFIG: Final = re.compile(r"\bmasterConfig\s*=\s*\{")


def _day_map(year: int, month: int, day: int) -> str:
    """Name of a day's sitemap: base64 of JSON, with `,` for `=`."""
    query = f'{{"model":"newsstudioDateRange","date":"{year}-{month:02}-{day:02}"}}'
    return b64encode(query.encode()).decode().replace("=", ",")


ASAM: Final = Family(
    name="asam",
    article_url=re.compile(
        r"^(?:/(?:fa/)?(?:بخش|%D8%A8%D8%AE%D8%B4)-[^/]+/(?P<id>\d+)(?:-|$)|/(?:fa/)?tiny/news-(?P<tiny>\d+)|/fa/news/(?P<news>\d+))"
    ),
    hints=(
        "aasaam",
        "asam.company",
        "masterConfig",
        "newsstudios",
        "/tiny/news-",
        "main_ck_editor",
        "echo_detail",
    ),
    recognise=_recognise,
    fingerprints=(
        "[data-entity-module][data-entity-id]",
        "#main_ck_editor, #echo_detail, #echo_details",
        'a[href*="asam.company"], a[href*="aasaam.com"], .aasaam',
        '[data-url*="/tiny/news-"], [value*="/tiny/news-"]',
        'form[action*="/newsstudios/search"]',
    ),
    feeds=("/feeds/",),
    feed_url=re.compile(r"^/(?:fa/)?feeds/(?:\?|$)"),
    sitemaps=("/sitemap/{code}.xml",),
    sitemap_archives=("/sitemap.xml",),  # an index of day maps
    day_code=_day_map,
    by_id="/fa/tiny/news-{id}",
    listing=Listing(
        item='[data-element-name="LANDING_Z"] li.container',
        link="h2.title a",
        time="time",
        next_page='link[rel="next"]',
    ),
    page={
        "headline": (css("h1.title"), ld("headline"), meta("og:title")),
        "kicker": (
            css(".uptitle, .up-title, h2.up_title, h2.news-uptitle, h2.news_uptitle, h2.news_top_title"),
            ld("alternativeHeadline"),
        ),
        "description": (
            css("p.lead, p.news-lead, p.news_lead, .lead, [itemprop=description]"),
            css(".news_lead, p.mp_lead, p.lead-cl, .contentDescription, h3.subTitle, p.summary"),
            ld("description"),
        ),
        "article_body": (
            body("#main_ck_editor", _DROP),
            body("#echo_detail, #echo_details, .article_body .echo_detail, .echo-content", _DROP),
            body(
                "#echo-detail, .echo-detail, .echo_detail, #main-echo-detail, .echo-detail-inner, .echo_detail_inner",
                _DROP,
            ),
            body(
                "#ck_editor, #CK_editor, #ckeditor, #content-text, #news-content, .newsimg-contain, .contentBody",
                _DROP,
            ),
            _between("<!-- NEWS CONTENT -->", "<!-- END OF NEWS CONTENT -->"),
        ),
        "date_published": (
            ld("datePublished"),
            css(".news_time time, .news-time time, .newsId_time time", "datetime"),
            meta("article:published_time"),
            css(".news_time time, .news_time, .news-time"),
        ),
        "date_modified": (ld("dateModified"),),
        "section": (
            css('ul.bread_crump a:not([href="/"]), .breadcrumb_list li a:not([href="/"])'),
            css(
                '.bread_crumbs a:not([href="/"]), .breadcrumb li a:not([href="/"]), .breadcrumb-list a:not([href="/"])'
            ),
            css(
                ".bread_crumbs a, .bread-crumbs a, .bread a, .thebread a, .right_breadcrumb a, .breadcrumb_right a, .breadcrumbs a"
            ),
            css("ul.news-cat-address a, .news-short-info a"),
            ld("articleSection"),
        ),
        "tags": (
            css(".news_tags a"),
            css(".article_tag a, .article-tag a, .article_tags li, .tags ul li a, .all-tags div a"),
            css(
                "ul.tag-ul a, ul.tag_ul a, ul.tags a, .tags a, a.tag_item, .keyword a, #keyword a, .word_key a, a.article_tags_link"
            ),
            tag_meta("keywords"),
        ),
        "authors": (css("div.writers a, div.writers"),),
        "source_name": (css("div.source_news .source_title + span"),),
        "images": (
            css(
                "picture.contain_img img, .image_top_primary img, .primary_files img, .primary-files img",
                "src",
            ),
            meta("og:image"),
        ),
    },
    exclusive=frozenset({"kicker"}),
    body_classes={"landingsimple": "listing", "landing": "listing"},
    no_story={
        '[data-entity-module]:not([data-entity-module="cont"])': "listing",
    },
)
