"""`scrapy extract URL|FILE`: one page to JSON, and why each value was taken. The tool for a rule that misses.

Exit codes: 0 an article; 2 the page can't be read (no such file, no answer, robots.txt forbids it, a bad
option); 3 it was read and is no article, the reason in the one line on stderr.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

from scrapy.commands import ScrapyCommand

from newscrawler.errors import InputError
from newscrawler.explaining import explained
from newscrawler.families import FAMILIES
from newscrawler.onepage import one_page
from newscrawler.reader import Reading, read

if TYPE_CHECKING:
    import argparse


class Outcome(IntEnum):
    """Exit codes of this command."""

    ARTICLE = 0
    UNREADABLE = 2
    NO_ARTICLE = 3


class Command(ScrapyCommand):
    """Read one page."""

    requires_project = True
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """For `scrapy extract -h`."""
        return "[options] <URL or FILE>"

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Read one page and print its article as JSON (exit 3: it is none)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--url", default="", help="address the page in FILE came from")
        parser.add_argument(
            "--explain", action="store_true", help="add every rule's value, and which one won"
        )
        parser.add_argument(
            "--family",
            default="auto",
            metavar="NAME",
            help=f"auto (by the page's fingerprint), none (generic rules only) or {', '.join(FAMILIES)}",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the article; the exit code says whether there is one."""
        try:
            reading = self.reading(args, opts)
        except (InputError, ValueError) as error:
            print(f"newscrawler: {error}", file=sys.stderr)
            self.exitcode = Outcome.UNREADABLE
            return
        report = explained(reading) if opts.explain else reading.article and asdict(reading.article)
        if report:
            _print(json.dumps(report, ensure_ascii=False, indent=1, default=_plain))
        if reading.article is None:
            print(f"newscrawler: {args[0]}: no article: {reading.reason}", file=sys.stderr)
            self.exitcode = Outcome.NO_ARTICLE

    def reading(self, args: list[str], opts: argparse.Namespace) -> Reading:
        """Get the page and read it. InputError or ValueError says why that can't be done."""
        if len(args) != 1:
            raise InputError("name one address or file: scrapy extract URL|FILE")
        options = {"family": opts.family, "explain": opts.explain}
        page = one_page(self, args[0], opts.url)
        return read(page.body, page.url, fetched_at=page.fetched_at, encoding=page.encoding, **options)


def _print(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:  # `scrapy extract … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
