"""Backs off from an outlet that asks for it: 429, 503 and silence, each outlet for itself.

The first times its download slot waits, as long as `Retry-After` says or twice as long as before. When
that does not help, or the wait is longer than a run has time for, the outlet rests: nothing more is asked
of it in this run, and what was not asked stays pending.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import (
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotConfigured,
)

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response

ASKS_FOR_PATIENCE = frozenset({429, 503})
_SILENCE = (DownloadTimeoutError, DownloadConnectionRefusedError, DownloadFailedError)


class HostRests(IgnoreRequest):
    """The outlet is left alone for the rest of the run."""


@dataclass(slots=True)
class _Patience:
    """What is known of one slot."""

    strikes: int = 0
    """Bad answers since the last good one."""
    until: float = 0.0
    """Monotonic time before which nothing is sent."""
    usual: tuple[float, float] | None = None
    """Delay and jitter of the slot before it was slowed."""
    rests: str = ""
    """Why the outlet rests; empty: it does not."""


class BackOffMiddleware:
    """Nearer to the downloader than retries (550): it sees every answer, and a retry waits its turn."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if settings["NEWSCRAWLER_REPLAY"]:
            raise NotConfigured
        self.crawler = crawler
        self.first = settings.getfloat("NEWSCRAWLER_BACKOFF_SECONDS")
        self.longest = settings.getfloat("NEWSCRAWLER_BACKOFF_LONGEST")
        self.strikes = settings.getint("NEWSCRAWLER_BACKOFF_STRIKES")
        self.known: dict[str, _Patience] = {}
        crawler.signals.connect(self._hold, signal=signals.request_reached_downloader)
        crawler.signals.connect(self._hold, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise HostRests where the outlet is left alone."""
        known = self.known.get(request.meta["download_slot"])
        if known is not None and known.rests:
            raise HostRests(known.rests)

    def process_response(self, request: Request, response: Response) -> Response:
        """The same response; a slot whose answers are good again goes at its usual pace."""
        key = request.meta["download_slot"]
        if response.status in ASKS_FOR_PATIENCE:
            self._strike(key, f"status {response.status}", retry_after(response))
        elif key in self.known:
            self.known[key].strikes = 0
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """An outlet that does not answer is struck like one that says so."""
        if isinstance(exception, _SILENCE):
            self._strike(request.meta["download_slot"], type(exception).__name__, None)

    def _strike(self, key: str, why: str, asked: float | None) -> None:
        known = self.known.setdefault(key, _Patience())
        known.strikes += 1
        wait = asked if asked is not None else self.first * 2 ** min(known.strikes - 1, 10)
        self.crawler.stats.inc_value("newscrawler/backoff/waits")
        if wait > self.longest or known.strikes >= self.strikes:
            self._rest(key, known, f"{key} rests for this run: {why}, {known.strikes} in a row")
            return
        known.until = max(known.until, monotonic() + wait)
        self._slow(key, known)

    def _rest(self, key: str, known: _Patience, why: str) -> None:
        """Refuse what comes, and what already waits in the slot."""
        if not known.rests:
            self.crawler.stats.inc_value("newscrawler/backoff/rests")
        known.rests = why
        slot = self._slot(key)
        while slot is not None and slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(HostRests(why))

    def _hold(self, request: Request) -> None:
        """AutoThrottle and Crawl-delay set the pace too: the longer wait holds."""
        key = request.meta.get("download_slot", "")
        if (known := self.known.get(key)) is not None:
            self._slow(key, known)

    def _slow(self, key: str, known: _Patience) -> None:
        slot = self._slot(key)
        if slot is None:
            return
        if known.until > monotonic():
            known.usual = known.usual or (slot.delay, slot.jitter)
            slot.delay, slot.jitter = max(slot.delay, known.until - slot.lastseen), 0.0
        elif known.usual is not None:
            (slot.delay, slot.jitter), known.usual = known.usual, None

    def _slot(self, key: str) -> Slot | None:
        return self.crawler.engine.downloader.slots.get(key)


def retry_after(response: Response) -> float | None:
    """Seconds that `Retry-After` asks for, as a number or a date; None where it says nothing readable."""
    said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        then = parsedate_to_datetime(said)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())
