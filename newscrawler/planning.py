"""What a run would ask for: `scrapy run --dry-run`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from sqlalchemy.engine import make_url

from newscrawler.storage.database import open_database
from newscrawler.storage.frontier import Frontier
from newscrawler.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import Console


def plan(spiders: Iterable[Any], given: Mapping[str, str], url: str, out: Console) -> None:
    """Print every document a run of these spider classes would poll, and how many pages are left over.

    Nothing is asked and nothing written: a database that does not exist yet is not made. Raises
    InputError for wrong arguments, StorageError for a database that cannot be read.
    """
    frontier = memory_at(url)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("outlet", "kind", "address", "how"):
        table.add_column(title, no_wrap=title != "address", overflow="fold")
    documents = left = 0
    for spider in (each(**given) for each in spiders):
        left += frontier.count_pending(spider.name) if frontier else 0
        if spider.arguments.mode == "backfill":
            table.add_row(spider.name, "archive", "day by day", f"since {spider.arguments.since}")
            continue
        for document in spider.latest(datetime.now(UTC)):
            how = how_asked(frontier, document.url, spider.arguments)
            documents += how not in NOT_ASKED
            table.add_row(spider.name, document.kind, document.url, how)
    out.print(table)
    out.print(f"{documents} documents would be asked for, {left} pages are left from earlier runs")
    if frontier:
        frontier.store.close()


NOT_ASKED = frozenset({"not due"})


def how_asked(frontier: Frontier | None, address: str, arguments: Any) -> str:  # noqa: ANN401
    """In a word or two, how a document would be asked for."""
    known = frontier.document(address) if frontier else None
    if known is None or arguments.fresh:
        return "whole"
    if arguments.poll == "due" and frontier and not frontier.is_due(address):
        return "not due"
    return "if changed" if known["etag"] or known["last_modified"] else "whole"


def memory_at(url: str) -> Frontier | None:
    """The memory of earlier runs, None where there was none."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists():
        return None
    return Frontier(Store(open_database(url), lambda: datetime.now(UTC)))
