"""`scrapy run [OUTLET…]`: one scheduled pass over many outlets, in one process."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.utils.misc import load_object

from newscrawler.crawling import console, crawl, known, summary, tell
from newscrawler.errors import Exit, InputError
from newscrawler.outlets import catalogue

if TYPE_CHECKING:
    import argparse

ARGUMENTS = ("since", "until", "limit", "sections", "mode")
"""Options handed on to every outlet's spider."""

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
        parser.add_argument("--time-limit", metavar="TIME", help="stop asking after 90s, 20m or 2h")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl; the exit code says how it went."""
        assert self.crawler_process is not None  # noqa: S101
        assert self.settings is not None  # noqa: S101
        try:
            outlets = self.chosen(args, opts)
            if opts.time_limit:
                self.crawler_process.settings.set("CLOSESPIDER_TIMEOUT", seconds(opts.time_limit), "cmdline")
        except InputError as error:
            tell(error)
            self.exitcode = Exit.USAGE
            return
        given = {name: value for name in ARGUMENTS if (value := getattr(opts, name))}
        spider = load_object(self.settings["NEWSCRAWLER_RUN_SPIDER"])
        self.exitcode, crawler = crawl(
            self.crawler_process, self.settings, spider, {"outlets": outlets, **given}
        )
        if crawler is not None:
            summary(crawler, console())

    def chosen(self, names: list[str], opts: argparse.Namespace) -> list[str]:
        """Slugs of the outlets to crawl. Raises InputError."""
        assert self.crawler_process is not None  # noqa: S101
        loader = self.crawler_process.spider_loader
        slugs = known(names, loader) if names else sorted(loader.list())
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
    """The Kth of N parts, `K/N`; an outlet's part depends on its slug alone, so new outlets move no other."""
    found = re.fullmatch(r"(\d+)/(\d+)", part)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise InputError(f"--shard {part}: write 2/8 for the second of eight parts")
    k, n = int(found[1]), int(found[2])
    return [slug for slug in slugs if int(hashlib.sha256(slug.encode()).hexdigest(), 16) % n == k - 1]


def seconds(text: str) -> int:
    """`90`, `90s`, `20m` or `2h` in seconds."""
    found = re.fullmatch(r"(\d+)([smh]?)", text)
    if not found or int(found[1]) == 0:
        raise InputError(f"--time-limit {text}: write 90s, 20m or 2h")
    return int(found[1]) * _UNITS[found[2]]
