"""No page, feed or redirect leads into the house: names are resolved, then the addresses are judged.

Every connection of Scrapy's own handlers passes here; since the judged address is the one that is
connected to, a DNS answer that changes between check and connect changes nothing. Addresses written
as such in a URL are judged earlier, by `newscrawler.middlewares.addresses`.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any, Self

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from scrapy.crawler import CrawlerProcessBase
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

REFUSED = "newscrawler/addresses/refused"
"""Stat: how many names led to an address that is not public."""


def is_public(address: str) -> bool:
    """Whether an IP address (v4, v6, v4 inside v6) is on the public internet; False for what is none."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return (inner or ip).is_global and not (inner or ip).is_multicast


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, which refuses what is not public (NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES allows it)."""

    process: CrawlerProcessBase
    """Scrapy has one resolver a process and hands it the process for a crawler."""

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: ReactorBase) -> Self:  # noqa: ANN401
        """Keep the process for its setting and its crawlers' stats."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.process = crawler
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: ANN401, N802
        """Resolve, then judge the answer."""
        found = super().getHostByName(name, timeout)
        if not self.process.settings.getbool("NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES"):
            found.addCallback(self._judge, name)
        return found

    def _judge(self, address: str, name: str) -> str:
        if not is_public(address):
            for crawler in self.process.crawlers:
                crawler.stats.inc_value(REFUSED)
                crawler.stats.set_value(f"{REFUSED}/{name}", address)
            raise DNSLookupError(f"{name} is {address}, which is not public")
        return address
