"""`scrapy report`: the crawl in pictures, one HTML page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawler.crawling import tell
from newscrawler.dates import jalali_day
from newscrawler.errors import InputError, NewscrawlerError, StorageError
from newscrawler.extensions.outcome import limits_of
from newscrawler.monitoring.health import examine
from newscrawler.monitoring.report import HOURS, Facts, page
from newscrawler.monitoring.summary import replace_file
from newscrawler.outlets import catalogue
from newscrawler.planning import memory_at
from newscrawler.storage.history import arrivals, per_hour, recent_runs
from newscrawler.storage.schema import TEHRAN
from newscrawler.storage.where import data_folder, database_url

if TYPE_CHECKING:
    import argparse

RUNS = 400
"""Runs looked at: three days, one a quarter of an hour, and some."""


class Command(ScrapyCommand):
    """Write the report."""

    requires_project = True
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  (Scrapy's own form)

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Write the crawl in pictures: one self-contained HTML page"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="default: report.html in the data folder")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the page and say where."""
        assert self.settings is not None  # noqa: S101
        path = Path(opts.output) if opts.output else data_folder(self.settings) / "report.html"
        try:
            if args:
                raise InputError(f"scrapy report takes no argument, got {args[0]}; -o FILE names the file")
            text = self.text(datetime.now(UTC))
            try:
                replace_file(path, text)
            except OSError as error:
                raise StorageError(f"cannot write {path}: {error.strerror}; -o names another file") from error
        except NewscrawlerError as error:
            tell(error)
            self.exitcode = error.code
            return
        print(path)

    def text(self, now: datetime) -> str:
        """The page. Raises InputError, StorageError."""
        assert self.settings is not None  # noqa: S101
        memory = memory_at(database_url(self.settings))
        if memory is None:
            raise InputError("there is no database yet; `scrapy run` makes one")
        connection, since = memory.store.connection, now - timedelta(hours=HOURS)
        facts = Facts(
            hours=per_hour(connection, since),
            arrivals=arrivals(connection, since),
            runs=[run for run in recent_runs(connection, RUNS) if run.started >= since],
            health=examine(connection, now, limits_of(self.settings)),
            names={outlet.slug: outlet.name_fa for outlet in catalogue() if outlet.name_fa},
        )
        memory.store.close()
        return page(facts, now, f"{jalali_day(now)} {now.astimezone(TEHRAN):%H:%M}")
