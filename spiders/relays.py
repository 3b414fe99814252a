"""Aggregators whose pages only lead to the story: each is resolved to the address it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.http import TextResponse

from newscrawler.discovery import origin_of
from newscrawler.discovery.addresses import absolute
from newscrawler.discovery.hints import teaser
from newscrawler.extensions.counts import count
from newscrawler.middlewares.slots import slot_of
from newscrawler.outlets import catalogue
from newscrawler.storage.frontier import Page
from newscrawler.urls import canonicalize, host_of
from spiders.news import NewsSpider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request
    from scrapy.http import Response

    from newscrawler.items import Article

REDIRECTS = (301, 302, 303, 307, 308)
_LISTED = ("date_listed",)
"""What of a listing holds for the origin too."""
_KNOWN = ("headline", "description", "source_name", "date_listed", "image")
"""What is stored where the origin can't be had."""
_LONGEST_CHAIN = 3
"""Pages of its own that an aggregator sends us through."""


class RelaySpider(NewsSpider):
    """Every listing entry is a sighting; its page is asked where it leads, and the origin is read."""

    def request(self, page: Page) -> Request:
        """A page of the aggregator may redirect to anywhere: the address is what we want of it."""
        request = super().request(page)
        if page.via_url is None:
            request.meta.update(dont_redirect=True, handle_httpstatus_list=REDIRECTS)
        return request

    async def read(self, response: Response, page: Page) -> Iterator[Article | Request]:
        """Of an origin the article; of the aggregator's own page the request for the origin."""
        where = self.leads_to(response, page) if page.via_url is None else None
        if where is None:  # the aggregator may host the text itself
            return await super().read(response, page)
        if self.outlet.owns(host_of(where)):
            return self.further(response, page, where)
        return self.resolved(page, where)

    def leads_to(self, response: Response, page: Page) -> str | None:
        """Address a page leads to, by its redirect or its text."""
        if response.status in REDIRECTS:
            return absolute((response.headers.get("Location") or b"").decode("latin-1"), response.url)
        text = response.text if isinstance(response, TextResponse) else ""
        return origin_of(text, response.url, self.family, self.sources(page))

    @staticmethod
    def sources(page: Page) -> tuple[str, ...]:
        """Hosts of whom the listing named."""
        hints = page.hints or {}
        outlet = catalogue().by_slug(catalogue().resolve(hints.get("source_name") or "") or "")
        named = hints.get("source_host")
        return (*((named,) if named else ()), *(outlet.domains if outlet else ()))

    def further(self, response: Response, page: Page, where: str) -> Iterator[Request]:
        """A redirect inside the aggregator is followed, a few times."""
        steps = response.meta.get("relayed", 0) + 1
        if steps > _LONGEST_CHAIN:
            self.skip(page, "leads nowhere")
            return
        request = self.request(page).replace(url=where)
        request.meta["relayed"] = steps
        yield request

    def resolved(self, page: Page, where: str) -> Iterator[Request]:
        """Note who leads where, and ask for the origin unless it is known or on its way."""
        url, hints = canonicalize(where), page.hints or {}
        self.memory.frontier.ended(page.url, "relay", where)
        self.memory.store.saw([self.sighting(page, url)])
        about = {name: hints[name] for name in _LISTED if name in hints}
        known = {name: hints[name] for name in _KNOWN if name in hints}
        origin = Page(url, where, self.slug, via_url=page.address, hints={**about, "known": known})
        wanted = self.memory.frontier.hop(origin)
        if wanted is None:
            count(self.crawler, slot_of(host_of(where)), "seen")
        else:
            yield self.request(wanted)  # within the limit: the relay had its turn

    def sighting(self, page: Page, url: str) -> dict[str, Any]:
        """Row for `Store.saw`: the aggregator shows the origin."""
        link = teaser(page.address, self.slug, page.hints or {})
        return {
            "url": url,
            "shown_on": page.url,
            "outlet": self.slug,
            "seen_at": self.memory.clock(),
            "date_listed": link.date_listed,
            "headline": link.headline,
            "source_name": (page.hints or {}).get("source_name"),
        }

    def teasers(self, page: Page) -> Iterator[Article]:
        """What the aggregator told of an origin that can't be had, as the aggregator's."""
        known = (page.hints or {}).get("known")
        if page.via_url is None or not known:
            return
        article = teaser(page.via_url, self.slug, known)
        article.completeness = "copy"
        article.source_url, article.source_name = page.address, known.get("source_name")
        article.source_outlet = catalogue().resolve(article.source_name or "")
        article.outlet_name, article.in_language = self.outlet.name_fa, self.outlet.language
        if article.headline and article.description and self.memory.store.article(article.id) is None:
            yield article
