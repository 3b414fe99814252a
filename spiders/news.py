"""The spider of every outlet: discovers articles in its feeds, sitemaps, archives and lists.

An outlet needs no code: its family says where its documents are and how its pages are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawler.errors import InputError
from newscrawler.families import family_of
from newscrawler.outlets import Outlet, catalogue
from newscrawler.storage.frontier import Page
from newscrawler.urls import canonicalize
from spiders import agenda
from spiders.arguments import Arguments, window
from spiders.documents import DocumentSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import datetime

    from scrapy import Request
    from scrapy.settings import BaseSettings

    from newscrawler.families import Family
    from spiders.agenda import Document

_REPLAY = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_ENABLED": False,
    "NEWSCRAWLER_WARC": False,
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "newscrawler.archive.handler.ReplayHandler"),
}
"""Settings of a run that is answered from a WARC: nobody waits at the other end."""


class NewsSpider(DocumentSpider):
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
        self.asked = set()
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
