"""ISNA's theme of Nastooh: the same system with names of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from newscrawler.extraction.rules import css, meta
from newscrawler.families.base import Listing
from newscrawler.families.nastooh import NASTOOH

ISNA: Final = replace(
    NASTOOH,
    name="isna",
    hints=("isna.ir", "ایسنا"),
    fingerprints=("h1.first-title", ".meta-news .text-meta"),
    listing=Listing(item="div.items, li.news", link="h3 a", time="time, .desc time a", lead="p"),
    page={
        **NASTOOH.page,
        "headline": (css("h1.first-title"), *NASTOOH.page["headline"]),
        "date_published": (*NASTOOH.page["date_published"], css(".meta-news li:nth-child(1) .text-meta")),
        "section": (meta("article:section"), css(".meta-news li:nth-child(2) .text-meta")),
        "tags": (css("footer.tags a"), *NASTOOH.page["tags"]),
        "authors": (css("article#item .meta-news li:nth-child(3) strong"),),
    },
)
