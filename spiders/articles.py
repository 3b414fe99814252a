"""The article half of every spider: asks for each page once, hands over what the reader makes of it."""

from __future__ import annotations

from collections import deque
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from scrapy import Request, Spider
from w3lib.encoding import http_content_type_encoding

from newscrawler.discovery.hints import fill, teaser
from newscrawler.extensions.counts import answered, count, ended
from newscrawler.extensions.helpers import Helpers
from newscrawler.extensions.memory import Memory
from newscrawler.middlewares.challenges import block
from newscrawler.middlewares.slots import slot_of
from newscrawler.outlets import catalogue
from newscrawler.reader import read
from newscrawler.storage.frontier import Page
from newscrawler.urls import canonicalize, host_of
from spiders.failures import fate_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from datetime import datetime

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newscrawler.items import Article
    from newscrawler.reader import Reading
    from spiders.arguments import Arguments
    from spiders.failures import Fate

_WINDOW = 500
"""Articles of an outlet asked for at a time; the others wait as addresses, which cost next to nothing."""


class ArticleSpider(Spider):
    """Pages in, articles out. What is known, pending or failed is the frontier's business."""

    slug: str
    """The outlet whose pages these are: a catalogue slug, or a registrable domain."""
    arguments: Arguments
    left: int | None
    """Articles that may still be asked for (None: any number)."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.in_flight = 0
        """Articles asked for and not answered yet."""
        self.waiting: deque[str] = deque()
        """Canonical addresses of pages to ask for when there is room."""

    @cached_property
    def memory(self) -> Memory:
        """Store, frontier and clock of this run."""
        return Memory.of(self.crawler)

    @cached_property
    def helpers(self) -> Helpers:
        """Who reads the pages."""
        return Helpers.of(self.crawler)

    def ask(self, pages: Iterable[Page]) -> Iterator[Request]:
        """Requests for pages, up to `limit`; what is over stays pending for the next run."""
        for page in pages:
            if self.left is not None:
                if self.left <= 0:
                    return
                self.left -= 1
            if self.in_flight >= _WINDOW:
                self.waiting.append(page.url)
            else:
                yield self.request(page)

    def refill(self) -> Iterator[Request]:
        """An answer has come: half the window empty, the next of those that wait are asked for."""
        self.in_flight -= 1
        if self.waiting and self.in_flight <= _WINDOW // 2:
            urls = [self.waiting.popleft() for _ in range(min(_WINDOW - self.in_flight, len(self.waiting)))]
            yield from map(self.request, self.memory.frontier.still_pending(urls))

    def request(self, page: Page) -> Request:
        """The request for one page, now in flight; only an origin may be on any host."""
        self.in_flight += 1
        outlet = catalogue().by_host(host_of(page.address))
        return Request(
            page.address,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"page": page},
            dont_filter=True,  # the frontier asks once; a filtered redirect would never be heard of again
            meta={
                **({"allow_offsite": True} if page.via_url else {"outlet": page.outlet}),
                **({"render": True} if outlet is not None and outlet.render else {}),
            },
        )

    async def parse_article(self, response: Response, page: Page) -> AsyncIterator[Article | Request]:
        """The article of a page, and for a copy the request for its origin."""
        answered(self.crawler, good=True)
        count(self.crawler, slot_of(host_of(response.url)), "fetched")
        found = await self.read(response, page)
        for result in self.memory.guarded(chain(self.refill(), found)):
            yield result

    async def read(self, response: Response, page: Page) -> Iterator[Article | Request]:
        """What the reader makes of an answer."""
        fetched_at = response.meta.get("date_downloaded") or self.memory.clock()
        declared = http_content_type_encoding((response.headers.get("Content-Type") or b"").decode("latin-1"))
        reading = await self.helpers.run(
            read, response.body, response.url, fetched_at=fetched_at, encoding=declared
        )
        return self.results(response, page, reading, fetched_at)

    def results(
        self, response: Response, page: Page, reading: Reading, fetched_at: datetime
    ) -> Iterator[Article | Request]:
        """What follows from what was read."""
        article = reading.article
        if article is None:
            yield from self.no_article(page, reading.reason or "no article")
            return
        if not self.arguments.wants_language(article.in_language):
            self.skip(page, f"other_language:{article.in_language}")
            return
        fill(article, page.hints or {})
        article.via_url = page.via_url
        article.date_downloaded, article.http_status = fetched_at, response.status
        article.warc_file = response.meta.get("warc_file")
        article.warc_offset = response.meta.get("warc_offset")
        if not (
            self.arguments.wants(article.date_published) and self.arguments.wants_section(article.section)
        ):
            self.skip(page, "not_wanted: outside the window or the sections asked for")
            return
        if article.canonical_url != page.url:
            self.memory.frontier.moved(page, article.canonical_url, response.url)
        if article.completeness == "copy" and article.source_url and not page.via_url:
            yield from self.hop(article)
        yield article

    def hop(self, copy: Article) -> Iterator[Request]:
        """From an aggregator's copy to the agency's own page, unless that is known or on its way."""
        url = canonicalize(copy.source_url or "")
        sighting = {
            "url": url,
            "shown_on": copy.canonical_url,
            "outlet": copy.outlet,
            "seen_at": self.memory.clock(),
            "date_listed": copy.date_listed,
            "headline": copy.headline,
            "source_name": copy.source_name,
        }
        self.memory.store.saw([sighting])
        origin = Page(url, copy.source_url or "", self.slug, via_url=copy.url)
        page = self.memory.frontier.hop(origin)
        if page is not None:
            yield from self.ask([page])

    # --- pages without an article ----------------------------------------------------------------------

    def no_article(self, page: Page, reason: str) -> Iterator[Article]:
        """A page that answered and holds no article; of a challenge, what its listing knew."""
        if not reason.startswith("challenge"):
            self.skip(page, reason)
            return
        slot = slot_of(host_of(page.address))
        block(self.crawler, slot, reason)
        self.memory.frontier.failed(page.url, reason)
        self.memory.release(page.url)
        count(self.crawler, slot, "blocked")
        ended(self.crawler, "blocked")
        self.logger.warning("%s: %s; its pages are left alone in this run", reason, page.address)
        yield from self.teasers(page)

    def skip(self, page: Page, reason: str) -> None:
        """A page that answered and holds no article of ours."""
        self.memory.frontier.ended(page.url, "skipped", reason)
        self.memory.release(page.url)
        count(self.crawler, slot_of(host_of(page.address)), "skipped")
        ended(self.crawler, reason.partition(":")[0])
        self.logger.info("no article (%s): %s", reason, page.address)

    def article_failed(self, failure: Failure) -> Iterator[Article | Request]:
        """A page that did not answer: noted, and a copy that waited for it stands for itself."""
        return self.memory.guarded(chain(self._article_failed(failure), self.refill()))

    def _article_failed(self, failure: Failure) -> Iterator[Article]:
        page: Page = failure.request.cb_kwargs["page"]  # type: ignore[attr-defined]
        fate = fate_of(failure)
        if fate.status == "pending":
            self.memory.frontier.failed(page.url, fate.reason, counts=fate.counts_as_try)
        else:
            self.memory.frontier.ended(page.url, fate.status, fate.reason)
        self.memory.release(page.url)
        self.note(fate, slot_of(host_of(page.address)), page.address)
        if fate.column == "blocked" or page.via_url:
            yield from self.teasers(page)

    def note(self, fate: Fate, outlet: str, address: str) -> None:
        """Count and log a failure; what was not asked (the run ends, the outlet is blocked) did not fail."""
        ended(self.crawler, fate.name)
        if fate.column:
            count(self.crawler, outlet, fate.column)
        if fate.column not in {"", "blocked"}:
            answered(self.crawler, good=False)
            self.logger.warning("%s: %s", fate.reason, address)

    def teasers(self, page: Page) -> Iterator[Article]:
        """What the listing knew of a page nobody lets us read; never in the place of its full text."""
        outlet = catalogue().by_slug(page.outlet)
        if page.via_url or outlet is None:
            return
        article = teaser(page.address, page.outlet, page.hints or {})
        known = self.memory.store.article(article.id)
        if article.headline and article.description and (known is None or known.completeness == "teaser"):
            article.outlet_name, article.in_language = outlet.name_fa, outlet.language
            yield article
