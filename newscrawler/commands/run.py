"""`scrapy run [OUTLET…]`: one scheduled pass over many outlets, in one process."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.utils.misc import load_object

from newscrawler.crawling import console, crawl, known, summary, tell
from newscrawler.errors import InputError, NewscrawlerError
from newscrawler.outlets import catalogue
from newscrawler.planning import plan
from newscrawler.storage.where import database_url

if TYPE_CHECKING:
    import argparse

ARGUMENTS = ("since", "until", "limit", "sections", "mode", "revisit", "fresh", "languages")
"""Options handed on to every outlet's spider."""

REQUESTS_AN_OUTLET = 2
"""Requests at a time, at least: Scrapy counts those that wait for a host's delay; with fewer one host's
wait would be another's."""
_MOST_SHARDS = 1000
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}


class Command(ScrapyCommand):
    """Crawl the named outlets, or all of a kind."""

    requires_project = True
    default_settings: ClassVar = {"LOG_LEVEL": "ERROR", "NEWSCRAWLER_PROGRESS": True}

    def syntax(self) -> str:
        """For `scrapy run -h`."""
        return "[options] [OUTLET ...]"

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "One pass over the named outlets (default: all), with a summary"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--kind", help="only outlets of this kind: agency, newspaper, aggregator, …")
        parser.add_argument("--shard", metavar="K/N", help="only the Kth of N parts of the outlets")
        parser.add_argument("--since", metavar="DAY", help="first day wanted: 1402-12-01 or 2024-02-20")
        parser.add_argument("--until", metavar="DAY", help="last day wanted")
        parser.add_argument("--limit", metavar="N", help="articles an outlet, at most")
        parser.add_argument(
            "--sections", metavar="WORDS", help="only sections that contain one, comma separated"
        )
        parser.add_argument("--mode", choices=("latest", "backfill"), help="default: latest")
        parser.add_argument(
            "--no-revisit", dest="revisit", action="store_const", const="no", help="let known articles be"
        )
        parser.add_argument("--fresh", action="store_const", const="yes", help="ask as if nothing were known")
        parser.add_argument("--languages", metavar="TAGS", help="default: fa; comma separated, or all")
        parser.add_argument("--time-limit", metavar="TIME", help="stop asking after 90s, 20m or 2h")
        parser.add_argument("--dry-run", action="store_true", help="say what would be polled; ask nothing")
        parser.add_argument("--summary", metavar="FILE", help="write the summary to FILE, as JSON")
        parser.add_argument("--metrics", metavar="FILE", help="write it to FILE for Prometheus")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl; the exit code says how it went."""
        assert self.crawler_process is not None  # noqa: S101
        assert self.settings is not None  # noqa: S101
        given = {name: value for name in ARGUMENTS if (value := getattr(opts, name))}
        if not args and not opts.fresh:
            given["poll"] = "due"  # whoever names outlets wants them asked now
        try:
            outlets = self.chosen(args, opts)
            self.set_options(opts)
            if opts.dry_run:
                spiders = map(self.crawler_process.spider_loader.load, outlets)
                plan(spiders, given, database_url(self.settings), console())
                return
        except NewscrawlerError as error:
            tell(error)
            self.exitcode = error.code
            return
        enough = max(self.settings.getint("CONCURRENT_REQUESTS"), REQUESTS_AN_OUTLET * len(outlets))
        self.settings.set("CONCURRENT_REQUESTS", enough, "spider")  # the command line's wins
        spider = load_object(self.settings["NEWSCRAWLER_RUN_SPIDER"])
        self.exitcode, crawler = crawl(
            self.crawler_process, self.settings, spider, {"outlets": outlets, **given}
        )
        if crawler is not None:
            summary(crawler, console())

    def set_options(self, opts: argparse.Namespace) -> None:
        """Turn options into the settings they are short for. Raises InputError."""
        assert self.settings is not None  # noqa: S101
        if opts.time_limit:
            self.settings.set("CLOSESPIDER_TIMEOUT", seconds(opts.time_limit), "cmdline")
        for name in ("summary", "metrics"):
            if value := getattr(opts, name):
                self.settings.set(f"NEWSCRAWLER_{name.upper()}", value, "cmdline")

    def chosen(self, names: list[str], opts: argparse.Namespace) -> list[str]:
        """Slugs of the outlets to crawl. Raises InputError."""
        assert self.crawler_process is not None  # noqa: S101
        loader = self.crawler_process.spider_loader
        slugs = known(names, loader) if names else sorted(each.slug for each in catalogue())
        if opts.kind:
            kinds = {outlet.slug: outlet.kind for outlet in catalogue()}
            if opts.kind not in kinds.values():
                raise InputError(
                    f"no outlet is of kind {opts.kind}; there are {', '.join(sorted(set(kinds.values())))}"
                )
            slugs = [slug for slug in slugs if kinds[slug] == opts.kind]
        if opts.shard:
            slugs = shard(slugs, opts.shard)
        return list(dict.fromkeys(slugs))


def shard(slugs: list[str], part: str) -> list[str]:
    """The Kth of N parts, `K/N`, by rendezvous hashing (Thaler and Ravishankar, 1998).

    An outlet's part depends on its slug alone, so new outlets move no other; with one part more, the new
    part takes its Nth of the outlets, and none moves between the old ones. Raises InputError.
    """
    found = re.fullmatch(r"(\d+)/(\d+)", part)
    if not found or not 1 <= int(found[1]) <= int(found[2]) <= _MOST_SHARDS:
        raise InputError(f"--shard {part}: write 2/8 for the second of eight parts")
    k, parts = int(found[1]), range(1, int(found[2]) + 1)
    return [slug for slug in slugs if max(parts, key=lambda each: _weight(slug, each)) == k]


def _weight(slug: str, part: int) -> bytes:
    return hashlib.sha256(f"{slug}/{part}".encode()).digest()


def seconds(text: str) -> int:
    """`90`, `90s`, `20m` or `2h` in seconds."""
    found = re.fullmatch(r"(\d+)([smh]?)", text)
    if not found or int(found[1]) == 0:
        raise InputError(f"--time-limit {text}: write 90s, 20m or 2h")
    return int(found[1]) * _UNITS[found[2]]
