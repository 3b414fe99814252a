"""`scrapy extract URL|FILE`: one page to JSON, and why each value was taken. The tool for a rule that misses.

Exit codes: 0 an article; 2 the page can't be read (no such file, no answer, robots.txt forbids it, a bad
option); 3 it was read and is no article, the reason in the one line on stderr.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy import Request, Spider
from scrapy.commands import ScrapyCommand
from w3lib.encoding import http_content_type_encoding

from newscrawler.errors import InputError
from newscrawler.families import FAMILIES
from newscrawler.reader import Reading, read
from newscrawler.urls import is_http

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator

    from scrapy.http import Response
    from twisted.python.failure import Failure


class Outcome(IntEnum):
    """Exit codes of this command."""

    ARTICLE = 0
    UNREADABLE = 2
    NO_ARTICLE = 3


_ONE_PAGE: Final[dict[str, Any]] = {
    "ITEM_PIPELINES": {},
    "EXTENSIONS": {},
    "NEWSCRAWLER_WARC": "0",
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_TIMES": 1,
    "LOG_ENABLED": False,
}
"""Settings of a look at one page: nothing is stored or waited for; robots.txt and address checks hold."""
_NOT_FOR_ONE_PAGE: Final = (
    "newscrawler.middlewares.offsite.OutletOffsiteMiddleware",
    "newscrawler.middlewares.warc.WarcMiddleware",
)


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
        if reading.article is not None or opts.explain:
            print(
                json.dumps(
                    report(reading, explain=opts.explain), ensure_ascii=False, indent=1, default=_plain
                )
            )
        if reading.article is None:
            print(f"newscrawler: {args[0]}: no article: {reading.reason}", file=sys.stderr)
            self.exitcode = Outcome.NO_ARTICLE

    def reading(self, args: list[str], opts: argparse.Namespace) -> Reading:
        """Get the page and read it. InputError or ValueError says why that can't be done."""
        if len(args) != 1:
            raise InputError("name one address or file: scrapy extract URL|FILE")
        options = {"family": opts.family, "explain": opts.explain}
        if is_http(args[0]):
            response = self.fetched(args[0])
            header = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
            encoding = http_content_type_encoding(header)
            now = datetime.now(UTC)
            return read(response.body, opts.url or response.url, fetched_at=now, encoding=encoding, **options)
        try:
            page = Path(args[0]).read_bytes()
        except OSError as error:
            raise InputError(f"{args[0]}: can't be read: {error.strerror or error}") from error
        return read(page, opts.url, **options)

    def fetched(self, url: str) -> Response:
        """Return the answer of an address, fetched by Scrapy itself, or raise InputError."""
        assert self.crawler_process is not None  # noqa: S101
        assert self.settings is not None  # noqa: S101
        for name, value in _ONE_PAGE.items():
            self.settings.set(name, value, priority="cmdline")
        middlewares = dict(self.settings.getdict("DOWNLOADER_MIDDLEWARES"))
        self.settings.set(
            "DOWNLOADER_MIDDLEWARES", middlewares | dict.fromkeys(_NOT_FOR_ONE_PAGE), priority="cmdline"
        )
        answers: list[Response] = []
        problems: list[str] = []
        self.crawler_process.crawl(_OnePage, url=url, answers=answers, problems=problems)
        self.crawler_process.start()
        if not answers:
            raise InputError(f"{url}: no answer: {problems[0] if problems else 'refused'}")
        return answers[0]


class _OnePage(Spider):
    """Fetches one page into a list."""

    name = "extract"

    def __init__(self, url: str, answers: list[Response], problems: list[str]) -> None:
        super().__init__()
        self.url = url
        self.answers = answers
        self.problems = problems

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the page."""
        yield Request(
            self.url,
            self.parse,
            errback=self.failed,
            dont_filter=True,
            meta={"handle_httpstatus_list": [403, 404, 410, 451, 500, 503], "allow_offsite": True},
        )

    def parse(self, response: Response, **_: object) -> None:
        """Keep the answer: challenge pages come with any status."""
        self.answers.append(response)

    def failed(self, failure: Failure) -> None:
        """Keep why there is none."""
        self.problems.append(" ".join((failure.getErrorMessage() or type(failure.value).__name__).split()))


def report(reading: Reading, *, explain: bool) -> dict[str, Any]:
    """Return the article's fields; with `explain` also `family`, `reason` and every field's candidates."""
    article = reading.article
    out: dict[str, Any] = asdict(article) if article is not None else {}
    if explain:
        won = article.provenance if article is not None else {}
        candidates: dict[str, list[dict[str, Any]]] = {}
        for each in reading.candidates:
            entry = {
                "rule": each.rule,
                "values": list(each.values),
                "won": won.get(each.field, "").startswith(each.rule),
            }
            candidates.setdefault(each.field, []).append(entry)
        out |= {"family": reading.family, "reason": reading.reason, "candidates": candidates}
    return out


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
