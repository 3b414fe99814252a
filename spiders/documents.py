"""An outlet's documents: asked for once a run, and followed to the articles and documents they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request
from w3lib.url import safe_url_string

from newscrawler.discovery import as_listed, newest, within
from newscrawler.extensions.counts import answered, count, ended
from newscrawler.urls import host_of
from spiders import agenda
from spiders.failures import fate_of
from spiders.listings import ListingSpider

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newscrawler.discovery import Link
    from newscrawler.storage.frontier import Page
    from spiders.agenda import Document

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


class DocumentSpider(ListingSpider):
    """Asks for feeds, sitemaps, lists and archive pages, and for what they lead to."""

    asked: set[str]
    """Addresses of the documents asked for in this run: each is asked for once."""
    archive_days: dict[str, int]
    """Days of the archive that `answered`, and that `failed`."""

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
