"""`scrapy record URL|FILE`: a page as a test's fixture, what should come of it, and a stub for the catalogue.

The page keeps its markup and loses its words (see `newscrawler.disguise`), so that it may be shared. Exit
codes are those of `scrapy extract`.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from scrapy.commands import ScrapyCommand

from newscrawler.build_outlets import to_toml
from newscrawler.commands.extract import Outcome
from newscrawler.discovery import announced_feeds
from newscrawler.disguise import disguise
from newscrawler.errors import InputError
from newscrawler.extraction.encoding import decode
from newscrawler.onepage import one_page
from newscrawler.outlets import catalogue
from newscrawler.reader import Reading, read
from newscrawler.urls import host_of, registrable_domain

if TYPE_CHECKING:
    import argparse

    from newscrawler.items import Article

_FIELDS: Final = (
    "id",
    "headline",
    "kicker",
    "description",
    "article_body",
    "dateline",
    "date_published",
    "date_precision",
    "date_modified",
    "section",
    "authors",
    "tags",
    "source_name",
    "source_outlet",
    "images",
    "in_language",
)
"""What a recorded page is tested for."""


class Command(ScrapyCommand):
    """Record one page."""

    requires_project = True
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """For `scrapy record -h`."""
        return "[options] <URL or FILE>"

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Save a page, its words replaced, as a fixture with its expected JSON, and a catalogue stub"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--url", default="", help="address the page in FILE came from")
        parser.add_argument("--to", metavar="DIR", default="tests/recorded", help="default: tests/recorded")
        parser.add_argument("--name", help="of the two files; default: outlet and id")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the files and print the stub."""
        try:
            fixture, reading = self.page(args, opts)
            if reading.article is not None:
                write(Path(opts.to), opts.name, fixture, reading)
        except InputError as error:
            print(f"newscrawler: {error}", file=sys.stderr)
            self.exitcode = Outcome.UNREADABLE
            return
        if reading.article is None:
            print(f"newscrawler: {args[0]}: no article: {reading.reason}", file=sys.stderr)
            self.exitcode = Outcome.NO_ARTICLE
        elif catalogue().by_host(host_of(reading.article.url)) is None:
            print(stub(reading, fixture))

    def page(self, args: list[str], opts: argparse.Namespace) -> tuple[str, Reading]:
        """The page in its disguise, and what comes of it. Raises InputError."""
        if len(args) != 1:
            raise InputError("name one address or file: scrapy record URL|FILE")
        page = one_page(self, args[0], opts.url)
        if not page.url:
            raise InputError(f"{args[0]}: say which address it came from with --url")
        fixture = disguise(decode(page.body, page.encoding))
        return fixture, read(fixture, page.url, fetched_at=page.fetched_at)


def write(folder: Path, name: str | None, fixture: str, reading: Reading) -> None:
    """The fixture and what is expected of it. InputError where the folder can't be written."""
    assert reading.article is not None  # noqa: S101
    stem = folder / (name or re.sub(r"[^\w.-]+", "-", id_in_catalogue(reading.article)))
    text = json.dumps(expected(reading), ensure_ascii=False, indent=1, default=_plain)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stem.with_name(f"{stem.name}.html").write_text(fixture, encoding="utf-8")
        stem.with_name(f"{stem.name}.json").write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{folder}: can't be written: {error.strerror or error}; use --to") from error
    print(f"{stem}.html and .json written: read the JSON, mend what is wrong", file=sys.stderr)


def expected(reading: Reading) -> dict[str, Any]:
    """What a test asks of a recorded page: its address and family, and the fields that have a value."""
    article = reading.article
    assert article is not None  # noqa: S101
    values = {key: value for key, value in asdict(article).items() if key in _FIELDS and value}
    values["id"] = id_in_catalogue(article)
    return {"url": article.url, "fetched_at": article.date_downloaded, "family": reading.family} | values


def slug_of(article: Article) -> str:
    """The outlet's slug: the catalogue's, or the one a stub proposes."""
    known = catalogue().by_host(host_of(article.url))
    return known.slug if known else re.sub(r"\W", "", registrable_domain(article.url).rpartition(".")[0])


def id_in_catalogue(article: Article) -> str:
    """The article's id once its outlet has its stub's slug."""
    return f"{slug_of(article)}:{article.id.partition(':')[2]}"


def stub(reading: Reading, page: str) -> str:
    """A table for `newscrawler/outlets.toml`, to be completed by hand."""
    article: Article | None = reading.article
    assert article is not None  # noqa: S101
    host = host_of(article.url)
    domain = host.removeprefix("www.")
    feeds = [] if reading.family else announced_feeds(page, article.url)
    table = {
        "slug": slug_of(article),
        "name_en": domain,
        "domains": [domain],
        "kind": "portal",
        "family": reading.family,
        "home": f"https://{host}" if host != domain else None,
        "feeds": feeds,
        "confidence": "medium",
        "verified": article.date_downloaded.date().isoformat() if article.date_downloaded else None,
    }
    return to_toml({key: value for key, value in table.items() if value})


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
