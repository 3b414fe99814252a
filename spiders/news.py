"""The spider of every outlet: discovers articles, asks for each once, hands over what the reader makes of it.

An outlet needs no code: its family says where its feeds, sitemaps and archives are and how its pages
are read. What is known, pending or failed is the frontier's business.
"""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.http import TextResponse
from w3lib.encoding import http_content_type_encoding

from newscrawler.dates import days
from newscrawler.discovery import read_feed, read_links_by_form, read_listing, read_sitemap
from newscrawler.discovery.hints import fill
from newscrawler.extensions.counts import answered, count, ended
from newscrawler.extensions.memory import Memory
from newscrawler.families import FAMILIES
from newscrawler.middlewares.slots import slot_of
from newscrawler.outlets import Outlet, catalogue
from newscrawler.reader import read
from newscrawler.storage.frontier import Page, digest, hints_of
from newscrawler.urls import canonicalize, host_of
from spiders.arguments import Arguments, window
from spiders.failures import fate_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from newscrawler.discovery.links import Discovered, Link
    from newscrawler.items import Article
    from spiders.failures import Fate

HINTS = (
    "headline",
    "description",
    "date_published",
    "date_modified",
    "date_listed",
    "section",
    "license",
    "image",
)
"""What an article request carries of its listing."""

NOT_MODIFIED = 304
_DEEPEST = 3
"""Sitemap indexes inside each other."""
_PAGES_A_DAY = 200
"""Pages of one day's archive: a calendar without end ends here."""
_PAGES_A_LIST = 50
"""Pages of one list in a run: so does a list that has always something new."""
_LEAVES = 10_000
"""Sitemaps that an outlet's indexes may lead to in a run."""
_WINDOW = 500
"""Articles of an outlet asked for at a time; the others wait as addresses, which cost next to nothing."""
_REPLAY = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_ENABLED": False,
    "NEWSCRAWLER_WARC": False,
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "newscrawler.archive.handler.ReplayHandler"),
}
"""Settings of a run that is answered from a WARC: nobody waits at the other end."""


class NewsSpider(Spider):
    """Base of all; a subclass (most are generated, see `spiders.loader`) sets `name` to a catalogue slug."""

    name: str

    def __init__(self, **given: str) -> None:
        super().__init__(self.name)
        outlet = catalogue().by_slug(self.name)
        if outlet is None or outlet.family is None:
            raise ValueError(f"no outlet {self.name} of a known family in the catalogue")
        self.outlet: Outlet = outlet
        self.family = FAMILIES[outlet.family]
        self.arguments = Arguments.parse(given, outlet)
        self.left = self.arguments.limit
        """Articles that may still be asked for (None: any number)."""
        self.in_flight = 0
        """Articles asked for and not answered yet."""
        self.waiting: deque[str] = deque()
        """Canonical addresses of pages to ask for when there is room."""
        self.documents: set[str] = set()
        """Addresses of the documents asked for in this run: each is asked for once."""

    @classmethod
    def check(cls, **given: str) -> None:
        """Raise InputError, one line, where the arguments are wrong; called before anything starts."""
        cls(**given)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """A replayed run needs no politeness, and is answered from the archive."""
        super().update_settings(settings)
        if settings["NEWSCRAWLER_REPLAY"]:
            settings.setdict(_REPLAY, priority="spider")

    @property
    def memory(self) -> Memory:
        """Store, frontier and clock of this run."""
        return Memory.of(self.crawler)

    # --- what to ask -----------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        """Scrapy's entry."""
        for request in self.memory.guarded(self.requests()):
            yield request

    def requests(self) -> Iterator[Request]:
        """The first requests: named articles, or what an earlier run left over and then the documents."""
        arguments = self.arguments
        if arguments.urls or arguments.ids is not None:
            yield from self.ask(self.memory.frontier.listed("arguments", list(self.named()), again=True))
            return
        yield from self.ask(self.memory.frontier.pending(self.name, self.left))
        if arguments.mode == "backfill":
            yield from self.backfill()
            return
        yield from self.latest()
        if arguments.revisit and not self.settings["NEWSCRAWLER_REPLAY"]:
            yield from self.ask(self.memory.frontier.due(self.name))

    def named(self) -> Iterator[Page]:
        """Pages of the `urls=` argument."""
        for url in self.arguments.urls:
            yield Page(canonicalize(url), url, self.name)

    def latest(self) -> Iterator[Request]:
        """Feeds, sitemaps of recent articles, and lists; with `poll=due` those whose time has come."""
        frontier, due = self.memory.frontier, self.arguments.poll == "due"
        for url, kind in self.sources():
            if due and not frontier.is_due(url):
                self.crawler.stats.inc_value("newscrawler/documents/not_due")
                continue
            yield from self.document(url, kind)

    def sources(self) -> Iterator[tuple[str, str]]:
        """Address and kind of every document that tells what is new."""
        kinds = {"feed": self.outlet.feeds or self.family.feeds, "sitemap": self.family.sitemaps}
        kinds["list"] = self.outlet.sections or self.family.lists
        for kind, paths in kinds.items():
            for path in paths:
                yield self.outlet.url(path), kind

    def backfill(self) -> Iterator[Request]:
        """Day archives of the window, newest first; sitemap archives where the family has no days."""
        first, last = window(self.arguments, self.memory.clock())
        if self.family.archive is not None:
            for day in days(last, first):
                pattern = self.outlet.url(self.family.archive.format(page="{page}", **asdict(day)))
                yield from self.document(pattern.format(page=1), "archive", pattern=pattern)
            return
        named = {
            self.outlet.url(path.format(**asdict(day))): None
            for path in self.family.sitemap_archives
            for day in days(last, first)
        }
        for url in named:
            yield from self.document(url, "sitemap")

    def document(self, url: str, kind: str, **where: Any) -> Iterator[Request]:  # noqa: ANN401
        """The conditional request for a feed, sitemap, list or archive page, unless it was made before.

        `where` goes to the callback.
        """
        if url in self.documents:
            return
        self.documents.add(url)
        known: Any = {} if self.arguments.fresh else self.memory.frontier.document(url) or {}
        headers = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last_modified")}
        yield Request(
            url,
            callback=self.parse_document,
            errback=self.document_failed,
            cb_kwargs={"kind": kind, **where},
            headers={name: value for name, value in headers.items() if value},
            meta={"outlet": self.name, "handle_httpstatus_list": [304]},
            priority=10,
        )

    def ask(self, pages: Iterable[Page]) -> Iterator[Request]:
        """Requests for pages, up to `limit`; what is over stays pending for the next run."""
        for page in pages:
            if self.left is not None:
                if self.left <= 0:
                    return
                self.left -= 1
            if self.in_flight >= _WINDOW:
                self.waiting.append(page.url)
                continue
            self.in_flight += 1
            meta: dict[str, Any] = {"allow_offsite": True} if page.via_url else {"outlet": self.name}
            yield Request(
                page.address,
                callback=self.parse_article,
                errback=self.article_failed,
                cb_kwargs={"page": page},
                meta=meta,
            )

    def refill(self) -> Iterator[Request]:
        """An answer has come: half the window empty, the next of those that wait are asked for."""
        self.in_flight -= 1
        if self.waiting and self.in_flight <= _WINDOW // 2:
            urls = [self.waiting.popleft() for _ in range(min(_WINDOW - self.in_flight, len(self.waiting)))]
            left, self.left = self.left, None  # they were counted when they were handed out
            yield from self.ask(self.memory.frontier.still_pending(urls))
            self.left = left

    # --- documents -------------------------------------------------------------------------------------

    def parse_document(self, response: Response, kind: str, **where: Any) -> Iterator[Request]:  # noqa: ANN401
        """Links of a feed, sitemap, list or archive page."""
        answered(self.crawler, good=True)
        return self.memory.guarded(self._documented(response, kind, **where))

    def _documented(self, response: Response, kind: str, **where: Any) -> Iterator[Request]:  # noqa: ANN401
        frontier = self.memory.frontier
        url = response.meta.get("redirect_urls", [response.url])[0]
        if response.status == NOT_MODIFIED:
            self.crawler.stats.inc_value("newscrawler/documents/unchanged")
            frontier.checked(url, self.name)
            return
        found = self.read_document(response, kind)
        for problem in found.problems:
            ended(self.crawler, "damaged_document")
            self.logger.warning("%s: %s", response.url, problem)
        foreign = sum(not self.outlet.owns(host_of(link.url)) for link in found.links)
        ended(self.crawler, "foreign_link", foreign)
        pages = self.pages(found, kind)
        wanted = frontier.listed(url, pages, again=self.arguments.fresh)
        self.memory.store.saw(self.sightings(found, url))
        count(self.crawler, self.name, "seen", len(pages) - len(wanted))
        frontier.checked(url, self.name, new=bool(wanted), **_validators(response))
        yield from self.ask(wanted)
        yield from self.deeper(found, kind, where.pop("depth", 0) + 1)
        if kind == "archive":
            yield from self.next_archive_page(pages, **where)
        elif kind == "list" and wanted and found.next_page:
            yield from self.next_list_page(found.next_page, **where)

    def deeper(self, found: Discovered, kind: str, depth: int) -> Iterator[Request]:
        """Leaves of a sitemap index that may hold days of the window; feeds that a list announces."""
        leaves = [
            link.url
            for link in found.documents
            if self.outlet.owns(host_of(link.url)) and self.arguments.may_hold(link.date_modified)
        ]
        if leaves and (depth > _DEEPEST or len(self.documents) + len(leaves) > _LEAVES):
            ended(self.crawler, "too_many_sitemaps")
            self.logger.warning("%s sitemaps lead too far, at depth %s; left unread", len(leaves), depth)
            return
        for url in leaves:
            yield from self.document(url, "feed" if kind == "list" else kind, depth=depth)

    def next_archive_page(
        self, pages: list[Page], *, pattern: str, number: int = 1, before: tuple[str, ...] = ()
    ) -> Iterator[Request]:
        """The next page of a day, while pages list articles that the page before did not."""
        urls = tuple(page.url for page in pages)
        if not urls or urls == before:
            return
        if number >= _PAGES_A_DAY:
            ended(self.crawler, "endless_archive")
            return
        where = {"pattern": pattern, "number": number + 1, "before": urls}
        yield from self.document(pattern.format(page=number + 1), "archive", **where)

    def next_list_page(self, url: str, *, number: int = 1, **where: Any) -> Iterator[Request]:  # noqa: ANN401
        """The next page of a list, while its pages have something new."""
        if number >= _PAGES_A_LIST:
            ended(self.crawler, "endless_list")
        elif self.outlet.owns(host_of(url)):
            yield from self.document(url, "list", number=number + 1, **where)

    def read_document(self, response: Response, kind: str) -> Discovered:
        """What a document says, by its kind."""
        if kind == "feed":
            return read_feed(response.body, response.url)
        if kind == "sitemap":
            return read_sitemap(response.body, response.url)
        text = response.text if isinstance(response, TextResponse) else ""
        if self.family.listing is None:
            return read_links_by_form(text, response.url, self.family.article_url)
        return read_listing(text, response.url, self.family, self.memory.clock())

    def pages(self, found: Discovered, kind: str) -> list[Page]:
        """The links that are articles of this outlet, in the window and the sections asked for."""
        return [
            Page(
                url=canonicalize(link.url),
                address=link.url,
                outlet=self.name,
                hints=hints_of(self.told(link), HINTS),
                digest=_digest(link, kind),
            )
            for link in found.links
            if self.outlet.owns(host_of(link.url))
            and self.arguments.wants(link.date_published)
            and self.arguments.wants_section(link.section)
        ]

    def told(self, link: Link) -> Link:
        """The link with its time in the right field: an aggregator's is when it was listed, no more."""
        if not self.family.aggregator:
            return link
        return replace(link, date_listed=link.date_listed or link.date_published, date_published=None)

    def sightings(self, found: Discovered, url: str) -> list[dict[str, Any]]:
        """Rows for `Store.saw`."""
        return [
            {
                "url": canonicalize(link.url),
                "shown_on": url,
                "outlet": self.name,
                "seen_at": self.memory.clock(),
                "date_listed": link.date_listed or link.date_published,
                "headline": link.headline,
                "source_name": link.source_name,
            }
            for link in found.links
        ]

    # --- articles --------------------------------------------------------------------------------------

    def parse_article(self, response: Response, page: Page) -> Iterator[Article | Request]:
        """The article of a page, and for a copy the request for its origin."""
        answered(self.crawler, good=True)
        count(self.crawler, slot_of(host_of(response.url)), "fetched")
        return self.memory.guarded(chain(self.refill(), self._read(response, page)))

    def _read(self, response: Response, page: Page) -> Iterator[Article | Request]:
        frontier = self.memory.frontier
        fetched_at = response.meta.get("date_downloaded") or self.memory.clock()
        declared = http_content_type_encoding((response.headers.get("Content-Type") or b"").decode("latin-1"))
        reading = read(response.body, response.url, fetched_at=fetched_at, encoding=declared)
        article = reading.article
        if article is None:
            self.skip(page, reading.reason or "no article")
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
            frontier.moved(page, article.canonical_url)
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
        origin = Page(url, copy.source_url or "", self.name, via_url=copy.url)
        page = self.memory.frontier.hop(origin)
        if page is not None:
            yield from self.ask([page])

    def skip(self, page: Page, reason: str) -> None:
        """A page that answered and holds no article."""
        blocked = reason.startswith("challenge")
        if blocked:
            self.memory.frontier.failed(page.url, reason)
        else:
            self.memory.frontier.ended(page.url, "skipped", reason)
        self.memory.release(page.url)
        count(self.crawler, slot_of(host_of(page.address)), "failed" if blocked else "skipped")
        ended(self.crawler, reason.partition(":")[0])
        self.logger.info("no article (%s): %s", reason, page.address)

    # --- failures --------------------------------------------------------------------------------------

    def article_failed(self, failure: Failure) -> Iterator[Request]:
        """A page that did not answer: noted, and a copy that waited for it stands for itself."""
        return self.memory.guarded(chain(self._article_failed(failure), self.refill()))

    def _article_failed(self, failure: Failure) -> Iterator[Request]:
        page: Page = failure.request.cb_kwargs["page"]  # type: ignore[attr-defined]
        fate = fate_of(failure)
        if fate.status == "pending":
            self.memory.frontier.failed(page.url, fate.reason, counts=fate.counts_as_try)
        else:
            self.memory.frontier.ended(page.url, fate.status, fate.reason)
        self.memory.release(page.url)
        self.note(fate, slot_of(host_of(page.address)), page.address)
        yield from ()

    def document_failed(self, failure: Failure) -> None:
        """A feed, sitemap or list that did not answer: the next run asks again."""
        self.note(fate_of(failure), self.name, failure.request.url)  # type: ignore[attr-defined]

    def note(self, fate: Fate, outlet: str, address: str) -> None:
        """Count and log a failure."""
        ended(self.crawler, fate.name)
        if fate.column:
            count(self.crawler, outlet, fate.column)
            answered(self.crawler, good=False)
            self.logger.warning("%s: %s", fate.reason, address)


def _validators(response: Response) -> dict[str, str | None]:
    """ETag and Last-Modified of an answer, for the next conditional request."""
    headers = {"etag": "ETag", "last_modified": "Last-Modified"}
    return {
        name: value.decode("latin-1") if (value := response.headers.get(header)) else None
        for name, header in headers.items()
    }


def _digest(link: Link, kind: str) -> str:
    """What a listing says of an article; a list's own times may be relative and don't count."""
    if kind in {"feed", "sitemap"}:
        return digest(link.headline, link.date_published, link.date_modified)
    return digest(link.headline)
