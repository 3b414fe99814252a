"""`scrapy crawl OUTLET`: Scrapy's own, with newscrawler's checks, summary and exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from newscrawler.crawling import console, crawl, known, summary, tell
from newscrawler.errors import Exit, InputError

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCrawl):
    """One outlet, one pass."""

    default_settings: ClassVar = {"LOG_LEVEL": "INFO"}

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Crawl one outlet, by its slug (see `scrapy outlets`)"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl; the exit code says how it went."""
        assert self.crawler_process is not None  # noqa: S101
        assert self.settings is not None  # noqa: S101
        if len(args) != 1:
            raise UsageError("name one outlet; `scrapy run` takes several")
        try:
            name = known(args, self.crawler_process.spider_loader)[0]
        except InputError as error:
            tell(error)
            self.exitcode = Exit.USAGE
            return
        spider = self.crawler_process.spider_loader.load(name)
        self.exitcode, crawler = crawl(self.crawler_process, self.settings, spider, opts.spargs)
        if crawler is not None:
            summary(crawler, console(stderr=True))
