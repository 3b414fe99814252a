"""`scrapy health`: how each outlet is doing; exit 5 when fields come out emptier than they used to."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.table import Table
from scrapy.commands import ScrapyCommand

from newscrawler.crawling import console, tell
from newscrawler.errors import Exit, InputError, NewscrawlerError
from newscrawler.extensions.outcome import limits_of
from newscrawler.monitoring.health import examine
from newscrawler.planning import memory_at
from newscrawler.storage.schema import TEHRAN
from newscrawler.storage.where import database_url

if TYPE_CHECKING:
    import argparse

    from newscrawler.monitoring.health import Health


class Command(ScrapyCommand):
    """Look at the runs recorded in the database."""

    requires_project = True
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  (Scrapy's own form)

    def syntax(self) -> str:
        """For `scrapy health -h`."""
        return "[options] [OUTLET ...]"

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "How each outlet is doing: last answer, volume, coverage, drift (exit 5: fields fell)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="as JSON instead of a table")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print; the exit code says whether anything fell."""
        assert self.settings is not None  # noqa: S101
        try:
            found = self.examined(args)
        except NewscrawlerError as error:
            tell(error)
            self.exitcode = error.code
            return
        if opts.json:
            print(json.dumps([each.as_json() for each in found], ensure_ascii=False, indent=1))
        else:
            show(found)
        if any(each.drift for each in found):
            self.exitcode = Exit.COVERAGE_FELL

    def examined(self, names: list[str]) -> list[Health]:
        """Health of the named outlets, or of all. Raises InputError, StorageError."""
        assert self.settings is not None  # noqa: S101
        url = database_url(self.settings)
        memory = memory_at(url)
        if memory is None:
            raise InputError("there is no database yet; `scrapy run` makes one")
        found = examine(memory.store.connection, datetime.now(UTC), limits_of(self.settings))
        memory.store.close()
        if unknown := set(names) - {each.outlet for each in found}:
            raise InputError(f"nothing is known of {', '.join(sorted(unknown))}; it was never crawled")
        return [each for each in found if not names or each.outlet in names]


def show(found: list[Health]) -> None:
    """Print a table, and under it what fell or is blocked."""
    out = console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("outlet")
    for title in ("last answer", "new, 24 h", "a day", "dated", "with text", "teasers", "blocked since"):
        table.add_column(title, justify="right", no_wrap=True)
    for each in found:
        table.add_row(
            each.outlet,
            moment(each.last_answer),
            str(each.new_today),
            f"{each.new_per_day:.1f}",
            *(share(each.coverage.get(name)) for name in ("date_published", "article_body")),
            share(each.teaser_share),
            moment(each.blocked_since),
        )
    out.print(table)
    for each in found:
        for line in each.drift:
            out.print(f"{each.outlet}: {line}", soft_wrap=True)
    ill = sum(not each.well for each in found)
    out.print("all is well" if not ill else f"{ill} of {len(found)} outlets need a look")


def moment(instant: datetime | None) -> str:
    """Tehran's time, to the minute."""
    return f"{instant.astimezone(TEHRAN):%Y-%m-%d %H:%M}" if instant else "–"


def share(value: float | None) -> str:
    """A percentage, or a dash."""
    return "–" if value is None else f"{value:.0%}"
