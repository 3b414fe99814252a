"""What every crawling command does around a crawl: check first, one run at a time, an honest end."""

from __future__ import annotations

import fcntl
import json
import sys
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from newscrawler.archive import open_archives
from newscrawler.archive.places import filesystem
from newscrawler.archive.uploading import send_away
from newscrawler.errors import Exit, InputError, LockedError, NewscrawlerError, StorageError
from newscrawler.extensions import helpers
from newscrawler.extensions.commits import utc_now
from newscrawler.extensions.counts import COUNTED, counts, outcomes
from newscrawler.extensions.memory import Memory
from newscrawler.extensions.outcome import Outcome
from newscrawler.monitoring.summary import RunSummary, prometheus, replace_file
from newscrawler.storage.database import open_database
from newscrawler.storage.where import data_folder, database_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Spider
    from scrapy.crawler import Crawler, CrawlerProcessBase
    from scrapy.settings import BaseSettings
    from scrapy.spiderloader import SpiderLoaderProtocol


def known(names: list[str], loader: SpiderLoaderProtocol) -> list[str]:
    """The same names; raises InputError for one that no spider has, naming the nearest."""
    have = loader.list()
    for name in names:
        if name not in have:
            near = get_close_matches(name, have, n=3, cutoff=0.5)
            hint = f"did you mean {' or '.join(near)}?" if near else "`scrapy list` shows them all"
            raise InputError(f"no outlet is called {name}; {hint}")
    return names


def crawl(
    process: CrawlerProcessBase, settings: BaseSettings, spider: type[Spider], arguments: dict[str, Any]
) -> tuple[Exit, Crawler | None]:
    """Run one spider to its end; returns the exit code and the crawler, None when it never began.

    Every failure a person can mend comes out as one line on stderr.
    """
    crawler = None
    try:
        check = getattr(spider, "check", None)
        if check is not None:
            check(**arguments)
        preflight(settings)
        with lock(data_folder(settings)):
            crawler = process.create_crawler(spider)
            process.crawl(crawler, **arguments)
            process.start()
            send_archives(settings)
    except NewscrawlerError as error:
        tell(error)
        return error.code, None
    except KeyboardInterrupt:
        return Exit.INTERRUPTED, crawler
    outcome = Outcome.of(crawler)
    if process.bootstrap_failed or outcome is None:
        return Exit.USAGE, None
    if outcome.failure is not None:
        tell(outcome.failure)
    return write_reports(settings, crawler, outcome.code), crawler


def send_archives(settings: BaseSettings) -> None:
    """Move the archives of this run, and what earlier runs could not, to where NEWSCRAWLER_WARC_URL says.

    What can't be sent stays here, is told in one line, and goes with the next run's.
    """
    address = settings["NEWSCRAWLER_WARC_URL"]
    if address and not settings["NEWSCRAWLER_REPLAY"]:
        try:
            send_away(sorted((data_folder(settings) / "warc").glob("*.warc.gz")), address)
        except NewscrawlerError as error:
            tell(StorageError(f"{error}; the archive is safe here, the next run sends it"))


def write_reports(settings: BaseSettings, crawler: Crawler, code: Exit) -> Exit:
    """Write the summary and the metrics where they are asked for; the exit code, STORAGE when that fails."""
    stats = crawler.stats.get_stats() if crawler.stats else {}
    memory = Memory.of(crawler)
    run = RunSummary(
        run_id=memory.run_id,
        command=crawler.spider.name if crawler.spider else "",
        started=stats.get("start_time", memory.began),
        finished=stats.get("finish_time") or utc_now(),
        exit_code=int(code),
        outlets=counts(crawler),
        outcomes=outcomes(crawler),
        requests=stats.get("downloader/response_count", 0),
        bytes_received=stats.get("downloader/response_bytes", 0),
    )
    reports = {
        "NEWSCRAWLER_SUMMARY": json.dumps(run.as_json(), ensure_ascii=False, indent=1) + "\n",
        "NEWSCRAWLER_METRICS": prometheus(run),
    }
    for name, text in reports.items():
        if settings[name]:
            try:
                replace_file(Path(settings[name]), text)
            except OSError as error:
                tell(StorageError(f"cannot write {settings[name]}: {error.strerror}; {name} names the file"))
                return code or Exit.STORAGE
    return code


def tell(error: NewscrawlerError) -> None:
    """Say in one line, on stderr, what went wrong."""
    print(f"newscrawler: {error}", file=sys.stderr)


def preflight(settings: BaseSettings) -> None:
    """Try what a run needs before it starts: the data folder, the database, the archives to replay."""
    helpers.wanted(settings)
    folder = data_folder(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.write_bytes(b"0" * 4096)
        probe.unlink()
    except OSError as error:
        raise StorageError(
            f"cannot write to the data folder {folder}: {error.strerror}; free or unlock it, "
            "or name another with NEWSCRAWLER_DATA_DIR"
        ) from error
    if settings["NEWSCRAWLER_WARC_URL"]:
        filesystem(settings["NEWSCRAWLER_WARC_URL"])
    open_database(database_url(settings)).dispose()
    if settings["NEWSCRAWLER_REPLAY"]:
        open_archives(settings["NEWSCRAWLER_REPLAY"])


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """One run at a time on a data folder; the kernel frees the lock of a dead process."""
    with (folder / ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(
                f"another run is at work on {folder}; wait for it, or use another NEWSCRAWLER_DATA_DIR"
            ) from error
        yield


ALWAYS = {
    "fetched": "fetched",
    "new": "new",
    "updated": "updated",
    "copies": "duplicates",
    "seen": "seen",
    "failed": "failed",
}
"""Count → column head of the summary; `seen`: listed, known and unchanged, so not fetched."""

SOMETIMES = {
    "near": "near-copies",
    "unchanged": "unchanged",
    "skipped": "no article",
    "forbidden": "forbidden",
    "blocked": "blocked",
}
"""Columns that appear when there is something in them."""

ENDS = {
    Exit.NOTHING_ANSWERED: "nothing answered: not one good response",
    Exit.TOO_MANY_ERRORS: "too many requests failed",
    Exit.COVERAGE_FELL: "fields came out emptier than they used to; `scrapy health` tells more",
    Exit.INTERRUPTED: "interrupted; the next run goes on from here",
}
"""Exit code → the last words of the summary."""

_WIDE = 150
"""Columns of a summary that goes to a file or a pipe."""


def console(*, stderr: bool = False) -> Console:
    """Where a summary goes: as wide as the terminal, and wide enough for every column elsewhere."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else _WIDE, markup=False)


def summary(crawler: Crawler, out: Console) -> None:
    """Print the run's table, one row an outlet, and what it comes to in words."""
    outcome = Outcome.of(crawler)
    rows = counts(crawler)
    total = {what: sum(row[what] for row in rows.values()) for what in COUNTED}
    columns = ALWAYS | {what: title for what, title in SOMETIMES.items() if total[what]}
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("outlet")
    for title in columns.values():
        table.add_column(title, justify="right", no_wrap=True)
    for outlet, row in rows.items():
        table.add_row(outlet, *(str(row[what]) for what in columns))
    if len(rows) > 1:
        table.add_section()
        table.add_row("total", *(str(total[what]) for what in columns))
    out.print(table)
    news = {"new": "new", "updated": "updated", "copies": "duplicates", "near": "near-copies"}
    words = ", ".join(f"{total[what]} {word}" for what, word in news.items())
    out.print(words if any(total[what] for what in news) else "nothing new", soft_wrap=True)
    for fall in outcome.falls if outcome else ():
        out.print(f"{fall.outlet}: {fall}", soft_wrap=True)
    if outcome and outcome.code in ENDS:
        out.print(ENDS[outcome.code], soft_wrap=True)
