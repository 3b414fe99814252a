"""Sites of unknown make: feeds the home page names, sitemaps robots.txt names, and their usual places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scrapy.http import TextResponse

from newscrawler.discovery import Discovered, Link, announced_feeds
from newscrawler.discovery.addresses import absolute
from newscrawler.extraction.page import Page
from newscrawler.families import GENERIC, detect
from newscrawler.families.generic import FEEDS, SITEMAPS
from spiders import agenda
from spiders.agenda import Document
from spiders.news import NewsSpider

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

_SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_ROBOTS = "/robots.txt"
_MISSED = "newscrawler/documents/guessed_in_vain"
"""Stat: usual addresses of feeds and sitemaps at which there was none."""


class UnknownSpider(NewsSpider):
    """An outlet whose family is not known until its home page shows one.

    What is only guessed at may be missing: that is no failure.
    """

    guesses: frozenset[str] = frozenset()
    """Addresses asked for because they are usual."""

    def latest(self, now: datetime) -> Iterator[Document]:
        """What the catalogue knows, the home page, and robots.txt."""
        yield from super().latest(now)
        if self.family is GENERIC and not self.outlet.feeds:
            yield Document(self.outlet.url(_ROBOTS), "robots")

    def backfill(self) -> Iterator[Document]:
        """The same: of sitemaps the days asked for are read."""
        return self.latest(self.memory.clock())

    def documented(self, response: Response, kind: str, **where: Any) -> Iterator[Request]:  # noqa: ANN401
        """Beside what a document says: what follows from there being nothing in it."""
        yield from super().documented(response, kind, **where)
        if kind == "robots" and not _SITEMAP.search(_text(response)):
            yield from self.guess(SITEMAPS, "sitemap")
        elif kind == "list" and not where and self.family is GENERIC:
            yield from self.acquainted(response)

    def acquainted(self, home: Response) -> Iterator[Request]:
        """The home page has come: its family's documents, or the usual feeds where it names none."""
        found = detect(Page(_text(home), home.url))
        if found is not None:
            self.logger.info("%s is made with %s", self.slug, found.name)
            self.family = found
            documents = tuple(agenda.latest(self.outlet, found, *self.days()))
            self.guesses |= {document.url for document in documents}
            yield from self.documents(documents)
        elif not self.outlet.feeds and not announced_feeds(_text(home), home.url):
            yield from self.guess(FEEDS, "feed")

    def guess(self, paths: tuple[str, ...], kind: str) -> Iterator[Request]:
        """Requests for documents at usual addresses."""
        documents = [Document(self.outlet.url(path), kind) for path in paths]
        self.guesses |= {document.url for document in documents}
        return self.documents(filter(self.is_due, documents))

    def read_document(self, response: Response, kind: str) -> Discovered:
        """robots.txt too; a guess that came to nothing is no problem."""
        if kind == "robots":
            named = (absolute(each, response.url) for each in _SITEMAP.findall(_text(response)))
            return Discovered(documents=tuple(Link(each) for each in dict.fromkeys(named) if each))
        found = super().read_document(response, kind)
        if response.url in self.guesses and not found.links and not found.documents:
            self.crawler.stats.inc_value(_MISSED)
            return Discovered()
        return found

    def _document_failed(self, failure: Failure) -> Iterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined]
        if request.cb_kwargs["kind"] == "robots":
            yield from self.guess(SITEMAPS, "sitemap")
        elif request.url in self.guesses:
            self.crawler.stats.inc_value(_MISSED)
            self.memory.frontier.checked(request.url, self.slug)
        else:
            yield from super()._document_failed(failure)


def _text(response: Response) -> str:
    return response.text if isinstance(response, TextResponse) else ""
