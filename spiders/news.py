"""The spider of every outlet: discovers articles in its feeds, sitemaps, archives and lists.

An outlet needs no code: its family says where its documents are and how its pages are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import TextResponse
from w3lib.url import safe_url_string

from newscrawler.discovery import (
    Discovered,
    Link,
    announced_feeds,
    as_listed,
    newest,
    read_feed,
    read_links_by_form,
    read_listing,
    read_sitemap,
    within,
)
from newscrawler.discovery.addresses import of_another_edition, route
from newscrawler.errors import InputError
from newscrawler.extensions.counts import answered, count, ended
from newscrawler.families import family_of
from newscrawler.outlets import Outlet, catalogue
from newscrawler.storage.frontier import Page, digest, hints_of
from newscrawler.urls import canonicalize, host_of
from spiders import agenda
from spiders.arguments import TEHRAN, Arguments, window
from spiders.articles import ArticleSpider
from spiders.failures import fate_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from datetime import date, datetime

    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from newscrawler.families import Family
    from spiders.agenda import Document

HINTS = (
    "headline",
    "description",
    "date_published",
    "date_modified",
    "date_listed",
    "section",
    "license",
    "image",
    "source_name",
    "source_host",
)
"""What an article request carries of its listing."""

NOT_MODIFIED = 304
_MISSING = 404
_DEEPEST = 4
"""Sitemap indexes inside each other, and feeds that lists announce."""
_PAGES_A_DAY = 200
"""Pages of one day's archive: a calendar without end ends here."""
_PAGES_A_LIST = 50
"""Pages of one list in a run: so does a list that has always something new."""
_LEAVES = 10_000
"""Documents that an outlet's sitemap indexes may lead to in a run."""
_CLOSED = 3
"""Days that fail before any answers: then the archive is closed to us."""
_REPLAY = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_ENABLED": False,
    "NEWSCRAWLER_WARC": False,
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "newscrawler.archive.handler.ReplayHandler"),
}
"""Settings of a run that is answered from a WARC: nobody waits at the other end."""


class NewsSpider(ArticleSpider):
    """Base of all; a subclass (most are generated, see `spiders.loader`) sets `name` to a catalogue slug."""

    name: str

    def __init__(self, **given: str) -> None:
        super().__init__(self.name)
        outlet = catalogue().by_slug(self.name)
        if outlet is None:
            raise ValueError(f"no outlet {self.name} in the catalogue")
        self.take(outlet, family_of(outlet.family), Arguments.parse(given, outlet))

    def take(self, outlet: Outlet, family: Family, arguments: Arguments) -> None:
        """Begin with these."""
        self.outlet, self.family, self.arguments, self.slug = outlet, family, arguments, outlet.slug
        self.left = arguments.limit
        self.archive_days = {"answered": 0, "failed": 0}
        self.asked: set[str] = set()
        """Addresses of the documents asked for in this run: each is asked for once."""
        if arguments.ids is not None and family.by_id is None:
            raise InputError(f"ids=: {self.name} has no addresses of an id alone; use urls=")

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
        yield from self.ask(self.memory.frontier.pending(self.slug, self.left))
        yield from self.documents(self.backfill() if arguments.mode == "backfill" else self.due())
        if arguments.mode == "latest" and arguments.revisit and not self.settings["NEWSCRAWLER_REPLAY"]:
            yield from self.ask(self.memory.frontier.due(self.slug))

    def named(self) -> Iterator[Page]:
        """Pages of the `urls=` and `ids=` arguments."""
        walk = (self.outlet.url((self.family.by_id or "").format(id=n)) for n in self.arguments.ids or ())
        for url in (*self.arguments.urls, *walk):
            yield Page(canonicalize(url), url, self.slug)

    def days(self) -> tuple[date, date]:
        """First and last day asked for (Tehran's); of `latest`, yesterday and today."""
        return window(self.arguments, self.memory.clock())

    def latest(self, now: datetime) -> Iterator[Document]:
        """Every document that tells what is new: feeds, sitemaps of recent articles, and lists."""
        return agenda.latest(self.outlet, self.family, *window(self.arguments, now))

    def due(self) -> Iterator[Document]:
        """Of those, with `poll=due`, the ones whose time has come."""
        for document in self.latest(self.memory.clock()):
            if self.is_due(document):
                yield document

    def is_due(self, document: Document) -> bool:
        """Whether to ask for a document in this run. robots.txt only tells where others are: it always is."""
        due = (
            self.arguments.poll == "all"
            or document.kind == "robots"
            or self.memory.frontier.is_due(document.url)
        )
        if not due:
            self.crawler.stats.inc_value("newscrawler/documents/not_due")
        return due

    def backfill(self) -> Iterator[Document]:
        """Day archives of the window, newest first; sitemap archives where the family has no days."""
        if self.family.archive is None:
            yield from agenda.sitemap_archives(self.outlet, self.family, *self.days())
        for day in agenda.day_archives(self.outlet, self.family, *self.days()):
            if self.archive_closed:
                return
            yield day
        if self.family.archive is None and not self.family.sitemap_archives:
            self.logger.warning("%s has no archive to go back in; name articles with urls=", self.slug)

    @property
    def archive_closed(self) -> bool:
        """Whether the day archive answers nobody like us."""
        return not self.archive_days["answered"] and self.archive_days["failed"] >= _CLOSED

    def documents(self, found: Iterable[Document]) -> Iterator[Request]:
        """Requests for documents."""
        for document in found:
            where = {"pattern": document.pattern} if document.pattern else {}
            yield from self.document(document.url, document.kind, **where)

    def document(self, url: str, kind: str, **where: Any) -> Iterator[Request]:  # noqa: ANN401
        """The conditional request for a feed, sitemap, list or archive page, unless it was made before.

        `where` goes to the callback.
        """
        url = safe_url_string(url)  # as the answer will name it
        if url in self.asked:
            return
        self.asked.add(url)
        whole = self.arguments.fresh or kind == "robots"  # unchanged, it must say again where sitemaps are
        known: Any = {} if whole else self.memory.frontier.document(url) or {}
        headers = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last_modified")}
        yield Request(
            url,
            callback=self.parse_document,
            errback=self.document_failed,
            cb_kwargs={"kind": kind, **where},
            headers={name: value for name, value in headers.items() if value},
            meta={
                # what the catalogue itself names may stand on another host (feeds.bbci.co.uk)
                **({"outlet": self.slug} if self.outlet.owns(host_of(url)) else {"allow_offsite": True}),
                **({"render": True} if self.outlet.render and kind == "list" else {}),
                "handle_httpstatus_list": [NOT_MODIFIED],
            },
            priority=10,
        )

    # --- documents -------------------------------------------------------------------------------------

    def parse_document(self, response: Response, kind: str, **where: Any) -> Iterator[Request]:  # noqa: ANN401
        """Links of a feed, sitemap, list or archive page."""
        answered(self.crawler, good=True)
        return self.memory.guarded(self.documented(response, kind, **where))

    def documented(self, response: Response, kind: str, **where: Any) -> Iterator[Request]:  # noqa: ANN401
        """What follows from a document: articles to ask for, further documents."""
        frontier = self.memory.frontier
        url = response.meta.get("redirect_urls", [response.url])[0]
        if response.status == NOT_MODIFIED:
            self.crawler.stats.inc_value("newscrawler/documents/unchanged")
            frontier.checked(url, self.slug)
            return
        self.archive_days["answered"] += kind == "archive"
        found = self.read_document(response, kind)
        for problem in found.problems:
            ended(self.crawler, "damaged_document")
            self.logger.warning("%s: %s", response.url, problem)
        depth = where.pop("depth", 0)
        foreign = sum(not self.outlet.owns(host_of(link.url)) for link in found.links)
        ended(self.crawler, "foreign_link", foreign)
        links = [as_listed(link, self.family) for link in found.links]
        pages = self.pages(links, kind, depth)
        wanted = frontier.listed(url, pages, again=self.arguments.fresh)
        self.memory.store.saw(self.sightings(links, url))
        count(self.crawler, self.slug, "seen", len(pages) - len(wanted))
        frontier.checked(url, self.slug, new=bool(wanted), **_validators(response))
        yield from self.ask(wanted)
        yield from self.deeper(found.documents, kind, depth + 1)
        if kind == "archive":
            yield from self.next_archive_page(pages, **where)
        elif kind == "list" and wanted and found.next_page:
            yield from self.next_list_page(found.next_page, **where)

    def deeper(self, documents: Iterable[Link], kind: str, depth: int) -> Iterator[Request]:
        """Leaves of a sitemap index that may hold days of the window; feeds that a list announces."""
        if kind in {"sitemap", "robots"}:
            choose = within if self.arguments.mode == "backfill" else newest
            documents = choose(documents, *self.days())
        leaves = [link for link in documents if self.outlet.owns(host_of(link.url))]
        if leaves and (depth > _DEEPEST or len(self.asked) + len(leaves) > _LEAVES):
            ended(self.crawler, "too_many_sitemaps")
            self.logger.warning("%s sitemaps lead too far, at depth %s; left unread", len(leaves), depth)
            return
        for link in leaves:
            is_feed = kind not in {"sitemap", "robots"} or self.is_feed(link)
            yield from self.document(link.url, "feed" if is_feed else "sitemap", depth=depth)

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
        if kind == "sitemap":
            found = read_sitemap(response.body, response.url)
            feeds = tuple(link for link in found.links if self.is_feed(link))
            articles = tuple(link for link in found.links if link not in feeds)
            return Discovered(articles, (*found.documents, *feeds), problems=found.problems)
        text = response.text if isinstance(response, TextResponse) else ""
        if kind == "feed":
            found = read_feed(response.body, response.url)
            feeds = () if found.links else self.listed_feeds(text, response.url)
            return Discovered(documents=feeds) if feeds else found
        if self.family.listing is None:
            return read_links_by_form(text, response.url, self.family.article_url)
        return read_listing(text, response.url, self.family, self.memory.clock())

    def listed_feeds(self, text: str, url: str) -> tuple[Link, ...]:
        """Feeds that a page names where a feed was expected."""
        return tuple(Link(feed) for feed in announced_feeds(text, url, self.family.feed_url) if feed != url)

    def is_feed(self, link: Link) -> bool:
        """Whether an address has the form of the family's feeds."""
        return self.family.feed_url is not None and bool(self.family.feed_url.search(route(link.url)))

    def pages(self, links: Iterable[Link], kind: str, depth: int = 0) -> list[Page]:
        """The links that are articles of this outlet, in the window and the sections asked for."""
        return [
            Page(
                url=canonicalize(link.url),
                address=link.url,
                outlet=self.slug,
                hints=hints_of(link, HINTS),
                digest=_digest(link, kind),
            )
            for link in links
            if self.outlet.owns(host_of(link.url))
            and not (self.arguments.languages == ("fa",) and of_another_edition(link.url, self.outlet.home))
            and self.arguments.wants(link.date_published)
            and self.arguments.wants_section(link.section)
            and not (kind == "sitemap" and depth and self.is_old(link))
        ]

    def is_old(self, link: Link) -> bool:
        """Whether `latest` has no business with an article of a large sitemap."""
        when = link.date_modified or link.date_published
        if self.arguments.mode == "backfill" or when is None:
            return False
        return when.astimezone(TEHRAN).date() < self.days()[0]

    def sightings(self, links: Iterable[Link], url: str) -> list[dict[str, Any]]:
        """Rows for `Store.saw`."""
        return [
            {
                "url": canonicalize(link.url),
                "shown_on": url,
                "outlet": self.slug,
                "seen_at": self.memory.clock(),
                "date_listed": link.date_listed or link.date_published,
                "headline": link.headline,
                "source_name": link.source_name,
            }
            for link in links
        ]

    def document_failed(self, failure: Failure) -> Iterator[Request]:
        """A feed, sitemap or list that did not answer: the next run asks again."""
        return self.memory.guarded(self._document_failed(failure))

    def _document_failed(self, failure: Failure) -> Iterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined]
        fate = fate_of(failure)
        if request.cb_kwargs["kind"] == "archive":
            yield from self.archive_failed(request, fate.reason)
            if fate.reason == f"status {_MISSING}":
                return  # how WordPress says that a day has no (further) page
        self.note(fate, self.slug, request.url)

    def archive_failed(self, request: Request, reason: str) -> Iterator[Request]:
        """Where the day archive answers to no day, the sitemaps are asked instead, once."""
        if "number" in request.cb_kwargs:
            return
        before = self.archive_closed
        self.archive_days["failed"] += 1
        if self.archive_closed and not before:
            self.logger.warning("%s: day archive closed (%s); sitemaps are asked instead", self.slug, reason)
            yield from self.documents(agenda.sitemap_archives(self.outlet, self.family, *self.days()))


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
