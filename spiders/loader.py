"""Gives every outlet of the catalogue a spider, without code."""

from __future__ import annotations

from scrapy.spiderloader import SpiderLoader

from newscrawler.families import GENERIC, Family, family_of
from newscrawler.outlets import catalogue
from spiders.news import NewsSpider
from spiders.relays import RelaySpider
from spiders.unknown import UnknownSpider


class OutletSpiderLoader(SpiderLoader):
    """Scrapy's loader, plus one generated `NewsSpider` an outlet; a module in `spiders/` comes first."""

    def _load_all_spiders(self) -> None:
        super()._load_all_spiders()
        for outlet in catalogue():
            if outlet.slug not in self._spiders:
                self._spiders[outlet.slug] = spider_of(outlet.slug, family_of(outlet.family))


def spider_of(slug: str, family: Family) -> type[NewsSpider]:
    """The spider class of one outlet."""
    base = UnknownSpider if family is GENERIC else NewsSpider if family.origin is None else RelaySpider
    return type(slug, (base,), {"name": slug, "__module__": __name__})
