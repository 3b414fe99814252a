"""Stored pages read again with today's rules: no network, no database, alike on one machine and on Spark."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from w3lib.encoding import http_content_type_encoding

from newscrawler.archive.salvage import Broken, salvage
from newscrawler.reader import read
from newscrawler.refining import refine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from newscrawler.archive.exchange import Exchange
    from newscrawler.archive.salvage import Piece
    from newscrawler.items import Article

ROBOTS: Final = "/robots.txt"
UNDATED: Final = "undated"
_TEHRAN: Final = ZoneInfo("Asia/Tehran")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one recorded answer."""

    file: str
    offset: int
    url: str
    article: Article | None = None
    reason: str = ""
    """Why there is no article: `status 404`, the reader's (`listing`, `no_text`, …), or what is broken."""
    broken: bool = False
    """The record could not be read: it goes to the rejects."""


def reparse(piece: Piece) -> Iterator[Outcome]:
    """Read every answer of a piece of an archive. Nothing a record holds ends it."""
    for found in salvage(piece):
        if isinstance(found, Broken):
            yield Outcome(piece.path, found.offset, "", None, found.reason, broken=True)
            continue
        offset, exchange = found
        try:
            article, reason = reread(exchange, piece.path, offset)
        except Exception as error:  # noqa: BLE001  (a page that breaks a rule must not end a night's work)
            told = f"{type(error).__name__}: {error}"
            yield Outcome(piece.path, offset, exchange.url, None, told, broken=True)
        else:
            yield Outcome(piece.path, offset, exchange.url, article, reason or "")


def reread(exchange: Exchange, file: str, offset: int) -> tuple[Article | None, str | None]:
    """The refined article of a recorded answer (content decoded), or why there is none.

    What only the listing knew (its date, section, licence) is not in an archive's page, and so not here.
    """
    if exchange.status != HTTPStatus.OK:
        return None, f"status {exchange.status}"
    if exchange.url.endswith(ROBOTS):
        return None, "robots.txt"
    kind = next((value for name, value in exchange.headers if name.lower() == b"content-type"), b"")
    declared = http_content_type_encoding(kind.decode("latin-1"))
    reading = read(exchange.body, exchange.url, fetched_at=exchange.date, encoding=declared)
    article = reading.article
    if article is None:
        return None, reading.reason or "no article"
    article.date_downloaded, article.http_status = exchange.date, exchange.status
    article.warc_file, article.warc_offset = file, offset
    return refine(article), None


def month_of(published: datetime | None) -> str:
    """The partition an article belongs to: its month in Tehran (`2024-02`), or `undated`."""
    return UNDATED if published is None else f"{published.astimezone(_TEHRAN):%Y-%m}"
