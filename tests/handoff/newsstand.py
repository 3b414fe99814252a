"""Databases of invented articles, written as the pipelines write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newscrawler.dedup.decision import Decision
from newscrawler.items import Article, Image
from newscrawler.storage.database import open_database
from newscrawler.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

NOON = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
OUTLETS = ("mehrnews", "isna", "titronline")


def article(number: int, **fields: object) -> Article:
    outlet = OUTLETS[number % 3]
    url = f"https://{outlet}.example/news/{number}"
    return Article(
        **{
            "id": f"{outlet}:{number}",
            "url": url,
            "canonical_url": url,
            "outlet": outlet,
            "headline": f"=پل شماره‌ی {number}",
            "article_body": f'بند نخست، با "گیومه".\n\nبند دوم؛ دستگاه‌های {number} آماده‌اند.',
            "section": "شهر > عمران",
            "authors": ["نویسنده"],
            "tags": ["پل", "شهر"],
            "images": [Image("https://img.example/1.jpg", "پل")],
            "date_published": NOON + timedelta(days=number),
            "date_precision": "minute",
            "content_hash": f"{number:016x}",
            "story_id": f"{outlet}:{number}",
            "completeness": "full",
            "provenance": {"headline": "test:h1", "article_body": "test:article"},
        }
        | fields
    )


def store(url: str, items: Iterable[Article], kind: str = "new") -> None:
    """Write them in one transaction, each seen on a list."""
    engine = open_database(url)
    memory = Store(engine, lambda: NOON)
    memory.lock_writers()
    for item in items:
        decision = Decision(kind, item.version, item.story_id, item.duplicate_of, item.similarity)
        memory.saw([sighting(item)])
        memory.write(item, decision)
    memory.commit()
    memory.close()
    engine.dispose()


def sighting(item: Article) -> dict[str, object]:
    return {
        "url": item.canonical_url,
        "shown_on": f"https://{item.outlet}.example/rss",
        "outlet": item.outlet,
        "seen_at": item.date_published or NOON,
        "headline": item.headline,
    }
