"""TitrOnline, the aggregator: several mirror hosts, one engine, one space of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawler.storage.frontier import Page
from newscrawler.urls import canonicalize
from spiders.news import NewsSpider

if TYPE_CHECKING:
    from collections.abc import Iterator


class TitrOnlineSpider(NewsSpider):
    """Reads its list by the form of its links and the feeds it announces; `ids=` walks the id space."""

    name = "titronline"

    def named(self) -> Iterator[Page]:
        """Pages of `urls=` and of `ids=`."""
        yield from super().named()
        for number in self.arguments.ids or ():
            url = self.outlet.url(f"/fa/news/{number}")
            yield Page(canonicalize(url), url, self.name)
