"""Fills an article's gaps with what its listing knew; the page's own word always wins."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from newscrawler.dates import jalali_day
from newscrawler.items import Article, Image
from newscrawler.urls import article_id, canonicalize

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = ("headline", "description", "section", "license")
INSTANTS = ("date_published", "date_modified", "date_listed")


def fill(article: Article, hints: Mapping[str, Any]) -> None:
    """Set fields of `article` that are None from `hints` (JSON-ready, instants as ISO 8601), in place."""
    for name in TEXTS + INSTANTS:
        value = hints.get(name)
        if value is None or getattr(article, name) is not None:
            continue
        setattr(article, name, datetime.fromisoformat(value) if name in INSTANTS else value)
        article.provenance[name] = f"listing:{name}"
    if article.date_published is not None and article.date_published_jalali is None:
        article.date_published_jalali = jalali_day(article.date_published)
        article.date_precision = article.date_precision or "second"
    if hints.get("image") and not article.images:
        article.images = [Image(hints["image"])]
        article.provenance["images"] = "listing:image"


def teaser(url: str, outlet: str, hints: Mapping[str, Any]) -> Article:
    """An article of nothing but what its listing knew."""
    canonical = canonicalize(url)
    article = Article(article_id(outlet, canonical), url, canonical, outlet=outlet, completeness="teaser")
    fill(article, hints)
    return article
