# ruff: noqa: E501  (a selector is read best on one line)
"""StudioKhabar: Jahannews, Itna, Avapress and a score more. Not the vendor of Nastooh."""

from __future__ import annotations

import re
from typing import Final

from newscrawler.extraction.rules import body, css, meta
from newscrawler.families.base import Family

_DROP: Final = "#docDiv3TitrMain, #docDiv3TitrRou, #docDivLead1, .doc_tags1, .docDivSource, h1"

STUDIOKHABAR: Final = Family(
    name="studiokhabar",
    article_url=re.compile(
        r"^/(?:(?:fa/)?(?:news|doc/[a-z]+|report|interview|note|gallery)/(?P<id>\d+)(?:/|$)|vd[a-z]+\.(?P<code>[a-z0-9]+)\.html)"
    ),
    hints=("docDiv", "doctextarea", "docContentdiv"),
    fingerprints=(
        "#docDiv3TitrMain, #docDivLead1, #docDiv3Date, .docDiv3Date",
        "#doctextarea, #docContentdiv, .docContentdiv",
    ),
    feeds=("/rss",),  # a feed, or a page of them
    feed_url=re.compile(r"^/rss[\w.-]+\.xml$"),
    lists=("/",),
    page={
        "headline": (css("#docDiv3TitrMain"), css("h1"), meta("og:title")),
        "kicker": (css("#docDiv3TitrRou, .docDiv3TitrRou"),),
        "description": (
            css(
                "#docDivLead1, #docleadarea, #docDivLead, .lead-left, #docDivp3, #docDivLeadTitle, #docDiv4LeadTitle"
            ),
            meta("description"),
        ),
        "article_body": (
            body("#doctextarea", _DROP),
            body("#docContentdiv article, #docContentdiv, .docContentdiv", _DROP),
            body("#doc_div33", _DROP),
        ),
        "date_published": (
            meta("dcterms.created"),
            meta("article:published_time"),
            css("#docDiv3Date, .docDiv3Date, .doc_date"),
        ),
        "date_modified": (meta("dcterms.modified"),),
        "section": (css(".doc-section-info a, #docDiv1Menu1 span a, #docDiv1Menu span"),),
        "tags": (css(".doc_tags1 a, .tags a, .tag_p a"),),
        "source_name": (css(".docDivSource, #docDivSource, .doc_source"),),
        "images": (css(".thumbnail img, #doc_div1Img img", "src"), meta("og:image")),
    },
    exclusive=frozenset({"kicker"}),
)
