"""`scrapy reparse WARC…`: stored pages read again with today's rules, on this machine or on Spark."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawler.archive.places import expand
from newscrawler.archive.salvage import pieces
from newscrawler.crawling import tell
from newscrawler.errors import InputError, NewscrawlerError
from newscrawler.partitions import COUNTS, new_set, writing
from newscrawler.reparsing import reparse
from newscrawler.storage.where import data_folder

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Re-extract archived pages; nothing is fetched."""

    requires_project = True
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  (Scrapy's own form)

    def syntax(self) -> str:
        """For `scrapy reparse -h`."""
        return "[options] WARC [WARC ...]"

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Read archived pages again with today's rules; nothing is fetched"

    def long_desc(self) -> str:
        """For `scrapy reparse -h`."""
        return (
            "WARC is a file, a folder of them, or an address of object storage. Every archived answer is "
            "extracted and normalised; the articles go to DIR/articles/month=YYYY-MM/, one a recorded page, "
            "what can't be read to DIR/rejects/ with its place and the reason, counts to DIR/counts.json. "
            "On this machine articles are JSON lines, on Spark Parquet."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--to", metavar="DIR", help="a new folder; default: in the data folder")
        parser.add_argument("--spark", metavar="MASTER", help="on Spark: local[*], spark://host:7077, …")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read them all, say what came of it."""
        assert self.settings is not None  # noqa: S101
        default = data_folder(self.settings) / "reparsed" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        try:
            to = new_set(opts.to or str(default))
            if not args:
                raise InputError("name the archives: scrapy reparse data/warc")
            archives = list(expand(args))
            if opts.spark:
                from newscrawler.spark.jobs import on_spark  # noqa: PLC0415  (not in the default install)

                counts = on_spark(opts.spark, "reparse", archives, to)
            else:
                counts = here(archives, to)
        except NewscrawlerError as error:
            tell(error)
            self.exitcode = error.code
            return
        print(told(counts))
        print(to)


def here(archives: list[str], to: str) -> dict[str, int]:
    """Read archives one after another on this machine; what came of how many answers, by reason."""
    counts: Counter[str] = Counter()
    found = [piece for archive in archives for piece in pieces(archive)]
    with writing(to) as parts:
        for outcome in (each for piece in found for each in reparse(piece)):
            parts.write(outcome)
            counts["articles" if outcome.article else "rejected" if outcome.broken else outcome.reason] += 1
        (parts.folder / COUNTS).write_text(json.dumps(counts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return counts


def told(counts: dict[str, int]) -> str:
    """The counts in a line."""
    articles, rejected = counts.get("articles", 0), counts.get("rejected", 0)
    rest = {name: number for name, number in counts.items() if name not in ("articles", "rejected")}
    why = ", ".join(f"{number} {name}" for name, number in sorted(rest.items(), key=lambda pair: -pair[1]))
    return f"{articles} articles, {rejected} rejected, {sum(rest.values())} without an article" + (
        f" ({why})" if why else ""
    )
