"""The printed paper «ایران»: an issue is a map of areas, an article the JSON behind one of them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from newscrawler.extraction.body import fragment_paragraphs
from newscrawler.extraction.jsonld import unescape
from newscrawler.extraction.rules import Rule, call
from newscrawler.families.base import Family, Listing
from newscrawler.text.letters import fold_blanks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawler.extraction.page import Page


def _data(page: Page) -> dict[str, Any]:
    """The article of an answer; empty where there is none."""
    found = page.data if page.is_data else None
    story = found.get("dataset_v2") if isinstance(found, dict) else None
    return story if isinstance(story, dict) and "rootitr" in story else {}


def _text(key: str) -> Rule:
    def find(page: Page) -> Sequence[str]:
        value = _data(page).get(key)
        text = fold_blanks(re.sub(r"<[^<>]{0,500}>", " ", unescape(value))) if isinstance(value, str) else ""
        return [text] if text else []

    return call(f"json[{key}]", find)


def _body(page: Page) -> Sequence[str]:
    content = _data(page).get("content")
    return fragment_paragraphs(page, content) if isinstance(content, str) else []


def _published(page: Page) -> Sequence[str]:
    """Seconds since 1970, as a number or as text."""
    seconds = str(next(iter(_every(page.data, "publish_time")), ""))
    if not re.fullmatch(r"\d{9,10}", seconds):
        return []
    return [datetime.fromtimestamp(int(seconds), UTC).isoformat()]


def _section(page: Page) -> Sequence[str]:
    """Name of the printed page, in JSON inside the JSON."""
    for each in _every(page.data, "display"):
        try:
            shown = json.loads(each) if isinstance(each, str) else each
        except ValueError:
            continue
        if isinstance(shown, dict) and isinstance(shown.get("name"), str):
            return [fold_blanks(shown["name"])]
    return []


def _every(node: Any, key: str, depth: int = 0) -> list[Any]:  # noqa: ANN401
    """Values of a key, wherever in the answer."""
    if not isinstance(node, dict) or depth > _DEEPEST:
        return []
    own = [node[key]] if node.get(key) else []
    return own + [found for child in node.values() for found in _every(child, key, depth + 1)]


_DEEPEST: Final = 6

IRANNEWSPAPER: Final = Family(
    name="irannewspaper",
    article_url=re.compile(r"^/(?:ajax/)?\d+/\d+/(?P<id>\d+)(?:/|$)"),
    recognise=lambda page: page.is_data and bool(_data(page)),
    lists=("/",),
    listing=Listing(
        item='.area-item[data-type="content"]',
        link="",
        href="data-href",
        headline="data-title",
        next_page="li:has(> a.selected) + li a",
    ),
    page={
        "headline": (_text("title"),),
        "kicker": (_text("rootitr"),),
        "description": (_text("lead"), _text("zirtitr")),
        "article_body": (call("json[content]", _body),),
        "date_published": (call("json[publish_time]", _published),),
        "section": (call("json[page.display.name]", _section),),
    },
    exclusive=frozenset({"headline", "kicker", "description", "article_body", "section", "tags", "authors"}),
)
