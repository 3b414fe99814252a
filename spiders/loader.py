"""Gives every outlet of the catalogue whose family is known a spider, without code."""

from __future__ import annotations

from scrapy.spiderloader import SpiderLoader

from newscrawler.families import FAMILIES
from newscrawler.outlets import catalogue
from spiders.news import NewsSpider


class OutletSpiderLoader(SpiderLoader):
    """Scrapy's loader, plus one generated `NewsSpider` an outlet; a module in `spiders/` comes first."""

    def _load_all_spiders(self) -> None:
        super()._load_all_spiders()
        for outlet in catalogue():
            if outlet.family in FAMILIES and outlet.slug not in self._spiders:
                self._spiders[outlet.slug] = spider_of(outlet.slug)


def spider_of(slug: str) -> type[NewsSpider]:
    """The spider class of one outlet."""
    return type(slug, (NewsSpider,), {"name": slug, "__module__": __name__})
