"""The TitrOnline engine (titr.online and its mirrors): copies of stories, read by their fixed words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newscrawler.extraction.rules import call
from newscrawler.families.base import Family
from newscrawler.families.titronline_text import Copy, read_copy

if TYPE_CHECKING:
    from newscrawler.extraction.page import Page

_TRAILER: Final = re.compile(r"منبع\s+خبر[\s\S]{1,160}?است\s+و\s+موتور\s+جست")
_HOST: Final = re.compile(
    r"(?:https?:)?//(?:www\.|m\.)?(?:titr\.online|negaronline\.ir|zendegi\.online)(?:/fa)?/news/\d+",
    re.IGNORECASE,
)


def _copy(page: Page) -> Copy:
    return page.memo("titronline", read_copy)


def _recognise(page: Page) -> bool:
    """By the trailer, whatever the host; by the address where a page has lost it."""
    if _HOST.match(page.url):
        return True
    tree = page.tree.body
    return tree is not None and "موتور" in (text := tree.text()) and bool(_TRAILER.search(text))


TITRONLINE: Final = Family(
    name="titronline",
    article_url=re.compile(r"^(?:/fa)?/news/(?P<id>\d+)"),
    recognise=_recognise,
    lists=("/fa/",),
    by_id="/fa/news/{id}",
    page={
        "headline": (call("first heading", lambda page: _copy(page).headline),),
        "description": (call("first paragraph", lambda page: _copy(page).lead),),
        "article_body": (call("between byline and trailer", lambda page: _copy(page).paragraphs),),
        "date_published": (call("byline", lambda page: _copy(page).date),),
        "source_name": (call("trailer or byline", lambda page: _copy(page).source),),
        "source_url": (call("link «ادامه»", lambda page: _copy(page).link),),
    },
    exclusive=frozenset(
        {
            "headline",
            "description",
            "article_body",
            "date_published",
            "date_modified",
            "source_name",
            "source_url",
            "authors",
            "license",
        }
    ),
    aggregator=True,
)
