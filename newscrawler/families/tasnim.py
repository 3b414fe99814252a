"""Tasnim's own system (tasnimnews.com and .ir)."""

from __future__ import annotations

import re
from typing import Final

from newscrawler.extraction.rules import body, css, meta
from newscrawler.families.base import Family, Listing

TASNIM: Final = Family(
    name="tasnim",
    article_url=re.compile(r"^/[a-z]{2}/(?:news|media)/\d{4}/\d{1,2}/\d{1,2}/(?P<id>\d+)(?:/|$)"),
    hints=("tasnimnews", "تسنیم"),
    fingerprints=(
        "h3.lead ~ div.story, h3.lead + .story",
        "article div.story",
        "section.keywords-box",
        "div.story",
    ),
    feeds=("/fa/rss/feed/0/8/0/tasnim",),
    sitemaps=("/fa/{gy}/{gm}/{gd}/fa_{gy}_{gm}_{gd}_sitemap.xml",),
    sitemap_archives=("/fa/{gy}/{gm}/{gd}/fa_{gy}_{gm}_{gd}_sitemap.xml",),
    archive="/fa/archive?date={jy}%2F{jm}%2F{jd}&sub=-1&service=-1&page={page}",
    listing=Listing(
        item="article.list-item", link="a", time="time", lead="h4, .lead", next_page=".pagination a.next"
    ),
    page={
        "headline": (css("h1.title"),),
        "kicker": (css("h2.subtitle, h2.uptitle, h4.uptitle"),),
        "description": (css("h3.lead, .lead"), meta("description")),
        "article_body": (body("div.story", "h1, h3.lead, .keywords-box, .bottom-box"),),
        "date_published": (
            meta("datePublished"),
            meta("article:published_time"),
            css("li.time, ul.list-inline li.time"),
        ),
        "section": (css("ul.details li.service a, li.service a"), meta("article:section")),
        "tags": (css("section.keywords-box li.skeyword-item a, .keywords-box a"),),
        "images": (css("article figure img", "src"), meta("og:image")),
    },
    exclusive=frozenset({"kicker"}),
)
