"""`scrapy stories SET…`: which articles of some sets tell one story, on this machine or on Spark."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawler.crawling import tell
from newscrawler.errors import InputError, NewscrawlerError
from newscrawler.partitions import new_set
from newscrawler.storage.where import data_folder

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Find near-duplicates over whole sets of articles."""

    requires_project = True
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  (Scrapy's own form)

    def syntax(self) -> str:
        """For `scrapy stories -h`."""
        return "--spark MASTER [options] SET [SET ...]"

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Tell which articles of whole sets are one story, on Spark"

    def long_desc(self) -> str:
        """For `scrapy stories -h`."""
        return (
            "SET is a folder that `scrapy reparse` made. Writes DIR/stories/ (Parquet): id, story_id, "
            "duplicate_of and similarity of every article. A crawl does the same as articles arrive; this is "
            "for an archive that was read again."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--to", metavar="DIR", help="a new folder; default: in the data folder")
        parser.add_argument("--spark", metavar="MASTER", help="local[*], spark://host:7077, yarn, …")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the job, say how many stories there are."""
        assert self.settings is not None  # noqa: S101
        default = data_folder(self.settings) / "stories" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        try:
            to = new_set(opts.to or str(default))
            if not args:
                raise InputError("name the sets: scrapy stories --spark local[*] data/reparsed/…")
            if not opts.spark:
                raise InputError("name a master: --spark local[*] uses the cores of this machine")
            from newscrawler.spark.jobs import on_spark  # noqa: PLC0415  (not in the default install)

            counts = on_spark(opts.spark, "stories", args, to)
        except NewscrawlerError as error:
            tell(error)
            self.exitcode = error.code
            return
        print("{articles} articles, {stories} stories, {copies} copies".format(**counts))
        print(to)
