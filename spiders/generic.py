"""Any site, named on the command line: `scrapy crawl generic -a site=https://…` or `-a urls=https://…`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawler.errors import InputError
from newscrawler.families import GENERIC, family_of
from newscrawler.middlewares.slots import slot_of
from newscrawler.outlets import Outlet, catalogue
from newscrawler.storage.frontier import Page
from newscrawler.urls import canonicalize, host_of, is_http
from spiders.arguments import Arguments
from spiders.articles import ArticleSpider
from spiders.unknown import UnknownSpider

if TYPE_CHECKING:
    from collections.abc import Iterator


class GenericSpider(UnknownSpider):
    """`site=` is discovered and read; `urls=` are read, wherever they are."""

    name = "generic"

    def __init__(self, site: str = "", **given: str) -> None:
        ArticleSpider.__init__(self, self.name)
        if bool(site) == bool(given.get("urls")):
            raise InputError(
                "name a site or pages: -a site=https://example.ir or -a urls=https://example.ir/1,…"
            )
        if site and not is_http(site):
            raise InputError(f"site={site} is no web address; it begins with http:// or https://")
        outlet = outlet_at(site) if site else _NOWHERE
        self.take(outlet, family_of(outlet.family), Arguments.parse(given, outlet if site else None))

    def named(self) -> Iterator[Page]:
        """Pages of the `urls=` argument, each of its own site."""
        for url in self.arguments.urls:
            yield Page(canonicalize(url), url, slot_of(host_of(url)))


def outlet_at(site: str) -> Outlet:
    """The catalogue's outlet at an address; else one of which nothing else is known."""
    parts = urlsplit(site)
    host = host_of(site)
    known = catalogue().by_host(host)
    domain = host.removeprefix("www.")
    home = f"{parts.scheme}://{parts.netloc}"
    return known or Outlet(slug=slot_of(host), name_en=domain, domains=(domain,), kind="portal", home=home)


_NOWHERE = Outlet(slug="generic", name_en="any site", domains=(), kind="portal", family=GENERIC.name)
