"""`make demo`: two scheduled runs over the sample archives, offline, then what came of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table
from scrapy.utils.project import get_project_settings
from sqlalchemy import text

from newscrawler.storage.database import open_database
from newscrawler.storage.where import data_folder, database_url

ROOT = Path(__file__).resolve().parents[1]
OUTLETS = ("titronline", "mehrnews", "khabaronline", "hamshahrionline")
RUNS = {
    "morning": "The morning run",
    "evening": "The evening run: an unchanged feed, news, an edit, a late original",
}

NEXT = {
    "scrapy export --format parquet": "files for pandas, DuckDB, R, with a data dictionary",
    "scrapy browse": "search, read and plot in a browser, http://127.0.0.1:8001/",
    "scrapy export --since-last mine --format csv --bom": "for Excel; tomorrow the same gives what is new",
}
"""What an analyst runs next, and what it is for."""

STORIES = """
SELECT a.headline, a.outlet, a.date_published_jalali, a.version,
       (SELECT group_concat(DISTINCT s.outlet) FROM sightings s
         WHERE s.url = a.canonical_url AND s.outlet <> a.outlet) AS carried_by,
       (SELECT count(*) FROM articles c WHERE c.duplicate_of = a.id) AS copies
FROM articles a WHERE a.duplicate_of IS NULL ORDER BY a.date_published DESC
"""


def main() -> int:
    """Run both, show the stories; returns the first exit code that is not 0."""
    console = Console(width=None if sys.stdout.isatty() else 150)
    for name, title in RUNS.items():
        console.rule(title)
        command = [sys.executable, "-m", "scrapy", "run", *OUTLETS]
        archive = f"NEWSCRAWLER_REPLAY=samples/{name}.warc.gz"
        code = subprocess.run([*command, "-s", archive], cwd=ROOT, check=False).returncode  # noqa: S603
        if code:
            return code
    show(console)
    return 0


def show(console: Console) -> None:
    """The stories in the database, one a row, and where everything lies."""
    settings = get_project_settings()
    with open_database(database_url(settings)).connect() as connection:
        rows = connection.execute(text(STORIES)).all()
    console.rule("What the database holds: each story once")
    table = Table("published", "outlet", "headline", "version", "also carried by", "copies")
    for row in rows:
        table.add_row(
            row.date_published_jalali or "?",
            row.outlet,
            row.headline,
            str(row.version),
            row.carried_by or "",
            str(row.copies),
        )
    console.print(table)
    folder = data_folder(settings)
    feeds = sorted((folder / "feed").glob("*.jsonl"))
    console.print(f"database  {folder / 'newscrawler.db'}")
    for feed in feeds:
        lines = feed.read_text(encoding="utf-8").splitlines()
        console.print(f"feed      {feed}  ({len(lines)} lines, the last: {json.loads(lines[-1])['id']})")
    console.print("\nNext, in this folder:")
    scrapy = Path(sys.executable).with_name("scrapy")
    where = scrapy.relative_to(ROOT) if scrapy.is_relative_to(ROOT) else scrapy
    for words, meaning in NEXT.items():
        console.print(f"  {where.parent}/{words:52} [dim]# {meaning}[/]", highlight=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
