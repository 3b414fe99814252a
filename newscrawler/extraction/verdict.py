"""Whether what was found on a page is a story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newscrawler.extraction import jsonld, kinds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newscrawler.extraction.density import Main
    from newscrawler.extraction.page import Page

_WORD: Final = 5
"""Letters a family's own body or lead must have."""
_STATED_PROSE: Final = 60
_DATED_PROSE: Final = 200
_BARE_PROSE: Final = 500
"""Characters of prose asked of a page that calls itself an article; that prints an instant; of others."""
_VIDEO_PROSE: Final = 600
"""A page that calls itself a video is a story only with this much text."""
_LINKED_HEADINGS: Final = 4
_ONWARD: Final = 3


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules found on a page."""

    owned: bool
    """Whether a family's rules read it."""
    addressed: bool
    """Whether its address has the form of the family's articles."""
    headline: str | None
    lead: str | None
    paragraphs: Sequence[str]
    dated: bool
    rules: Mapping[str, str]
    """Field → the rule that gave it."""


def refusal(page: Page, found: Findings) -> str | None:  # noqa: PLR0911  (one reason a line)
    """Why the page is no story; None if it is one."""
    body = sum(map(len, found.paragraphs))
    size = body + len(found.lead or "")
    if found.headline is None:
        reason = kinds.without_story(page)
        return "no_headline" if reason == "no_text" else reason
    if found.owned and not found.rules.get("article_body", "generic:").startswith("generic:"):
        if size < _WORD:
            return kinds.without_story(page)
        return None if found.addressed or _says_article(page) else _other_page(page)
    if found.owned and not body and not found.rules.get("description", "generic:").startswith("generic:"):
        return None
    stated = kinds.stated(page)
    if stated == "video" and body < _VIDEO_PROSE:
        return "video"
    if other := _other_page(page, stated):
        return other
    if not _says_article(page) and found.rules.get("headline") == "generic:title":
        return kinds.without_story(page)
    enough = (
        _STATED_PROSE if _says_article(page) and found.dated else _DATED_PROSE if found.dated else _BARE_PROSE
    )
    return kinds.without_story(page) if body < enough else None


def _other_page(page: Page, stated: str | None = None) -> str | None:
    """What it is, if it is one of the pages that are full of text and yet no story."""
    stated = stated or kinds.stated(page)
    if stated in ("home", "listing", "standing_page"):
        return stated
    return "listing" if _lists(page.main) else None


def _lists(main: Main) -> bool:
    """Whether what looks like a body is a list of teasers: links to stories between its paragraphs."""
    many = main.linked_lines >= _LINKED_HEADINGS and main.linked_lines * 2 >= len(main.paragraphs)
    return many or main.onward >= _ONWARD or main.linked_headings >= _LINKED_HEADINGS


def _says_article(page: Page) -> bool:
    if page.story and jsonld.types(page.story) & jsonld.ARTICLE_TYPES:
        return True
    return any(name in page.metas for name in ("article:published_time", "og:article:published_time"))
