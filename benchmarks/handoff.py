"""Speed and memory of hand-off and search beside DuckDB and sqlite-utils, over invented articles.

    python benchmarks/handoff.py --articles 100000 [--folder DIR] [--database FILE] [--postgres URL] [--write]

Every contestant is a process of its own; seconds are its processor time (the machine may be shared), memory
is its peak. Articles have texts of about 1,500 letters, a fifth of them are copies, over 36 months. DuckDB
reads no SQLite without an extension from elsewhere: it makes the same Parquet set of the JSONL that ours
wrote. `search`: 60 questions, from rare words to the most frequent one, the newest 25 answers, wall-clock
milliseconds once the index is there. sqlite-utils searches an FTS5 index of headline and body by rank, DuckDB
scans the Parquet set, for every tenth question. An absent rival is left out, with a line that says so. The
last line of stdout is JSON.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from newscrawler.items import NAMES  # noqa: E402
from newscrawler.storage.database import open_database  # noqa: E402
from newscrawler.storage.months import Months  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKS = "<!-- handoff:start -->", "<!-- handoff:end -->"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
OUTLETS = [f"outlet{n}" for n in range(60)]
LETTERS = "ابپتثجچحخدرزسشصطعفقکگلمنوهی"


def vocabulary(dice: random.Random) -> tuple[list[str], list[float]]:
    """30,000 invented words, as frequent as words are (Zipf), some with a half-space."""
    words = list({"".join(dice.choices(LETTERS, k=dice.randint(2, 7))) for _ in range(30_000)})
    words = [f"{word}\u200cهای" if dice.random() < 0.08 else word for word in words]
    return words, list(accumulate(1 / (rank + 10) for rank in range(len(words))))


def rows(count: int) -> Iterator[dict[str, Any]]:
    """Invented articles as rows of the table."""
    dice = random.Random(7)
    words, weights = vocabulary(dice)
    paragraphs = [" ".join(dice.choices(words, cum_weights=weights, k=90)) + "." for _ in range(20_000)]
    for number in range(count):
        outlet = OUTLETS[number % len(OUTLETS)]
        moment = NOW - timedelta(seconds=(count - number) * 36 * 30 * 86400 // count)
        copied = number % 5 == 4
        url = f"https://{outlet}.example/news/{number}"
        instant = moment.isoformat()
        yield dict.fromkeys(NAMES) | {
            "id": f"{outlet}:{number}",
            "url": f"{url}/{number * 7919 % 99991}",
            "canonical_url": url,
            "outlet": outlet,
            "outlet_name": f"خبرگزاری {outlet}",
            "headline": " ".join(dice.choices(words, cum_weights=weights, k=9)),
            "description": " ".join(dice.choices(words, cum_weights=weights, k=25)),
            "article_body": "\n\n".join(dice.choices(paragraphs, k=3)),
            "section": f"بخش {number % 12} > زیربخش {number % 7}",
            "authors": "[]",
            "tags": json.dumps(dice.choices(words, k=4), ensure_ascii=False),
            "images": json.dumps([{"url": f"{url}.jpg", "caption": None}]),
            "date_published": instant,
            "date_published_raw": instant,
            "date_published_jalali": "1405-08-10",
            "date_precision": "second",
            "in_language": "fa",
            "completeness": "copy" if copied else "full",
            "date_downloaded": instant,
            "http_status": 200,
            "warc_file": "warc/20261110T080000Z.warc.gz",
            "warc_offset": number * 20_000,
            "content_hash": f"{number:016x}",
            "version": 1,
            "story_id": f"{outlet}:{number}",
            "duplicate_of": f"{OUTLETS[(number - 1) % len(OUTLETS)]}:{number - 1}" if copied else None,
            "similarity": 0.98 if copied else None,
            "provenance": json.dumps(dict.fromkeys(NAMES[9:20], "jsonld:NewsArticle")),
            "schema_version": 1,
            "first_seen": instant,
            "last_seen": instant,
        }


def build(path: Path, count: int) -> None:
    """A database of so many articles."""
    open_database(f"sqlite:///{path}").dispose()
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA synchronous=OFF")
        columns = [*NAMES, "first_seen", "last_seen"]
        insert = f"INSERT INTO articles ({','.join(columns)}) VALUES ({','.join(':' + c for c in columns)})"
        database.execute("PRAGMA cache_size=-500000")
        made = rows(count)
        while some := list(islice(made, 10_000)):
            with database:
                database.executemany(insert, some)
        database.execute("ANALYZE")


def copy_to_postgresql(path: Path, url: str) -> None:
    """The same articles on a server."""
    import psycopg  # noqa: PLC0415

    columns = [*NAMES, "first_seen", "last_seen"]
    engine = open_database(url)
    with closing(sqlite3.connect(path)) as source, engine.begin() as connection:
        months = source.execute("SELECT min(first_seen) FROM articles GROUP BY substr(first_seen, 1, 7)")
        Months().ensure(connection, [datetime.fromisoformat(first) for (first,) in months])
    engine.dispose()
    with closing(sqlite3.connect(path)) as source, psycopg.connect(url) as target:
        with target.cursor().copy(f"COPY articles ({','.join(columns)}) FROM STDIN") as copy:
            for row in source.execute(f"SELECT {','.join(columns)} FROM articles"):
                copy.write_row(row)
        target.commit()
        target.execute("ANALYZE articles")


EXPORT = """
import sys
from datetime import UTC, datetime
from newscrawler.handoff.exporting import export
from newscrawler.handoff.sets import Wish
url, form, to, name = sys.argv[1:]
print(export(url, Wish(form=form), to, datetime.now(UTC), name=name).manifest["rows"])
"""
DUCKDB_PARQUET = """
import duckdb, sys
source, to = sys.argv[1:]
duckdb.sql(f"SET temp_directory = '{to}.tmp'; SET memory_limit = '2GB'; SET threads = 1")
duckdb.sql(f'''COPY (SELECT *, strftime(CAST(date_published AS TIMESTAMPTZ), '%Y-%m') AS published_month
    FROM read_json('{source}', format = 'newline_delimited')) TO '{to}'
    (FORMAT parquet, COMPRESSION zstd, PARTITION_BY published_month)''')
print(duckdb.sql(f"SELECT count(*) FROM '{to}/*/*.parquet'").fetchall()[0][0])
"""
INDEX = """
import sys
from newscrawler.storage.indexing import catch_up
from newscrawler.storage.reading import open_to_read
print(catch_up(open_to_read(sys.argv[1])))
"""
SEARCHES = {
    "newscrawler": """
from newscrawler.storage.browsing import listing
from newscrawler.storage.reading import open_to_read
from newscrawler.storage.selection import Selection
engine = open_to_read(where)
def ask(query):
    with engine.connect() as connection:
        return listing(connection, Selection(query=query), None, 25).ids
""",
    "sqlite-utils": """
import sqlite_utils
table = sqlite_utils.Database(where)["articles"]
def ask(query):
    return list(table.search(table.db.quote_fts(query), limit=25, columns=["id"]))
""",
    "duckdb": """
import duckdb
duckdb.sql("SET threads = 1")
def ask(query):
    return duckdb.execute(f"SELECT id FROM '{where}/*/*.parquet' WHERE contains(article_body, ?) "
        "ORDER BY date_published DESC LIMIT 25", [query]).fetchall()
""",
}
SEARCH = """
import json, sys, time
where, queries = sys.argv[1], json.loads(sys.argv[2])
{made}
times, found = [], 0
for query in queries:
    began = time.perf_counter()
    found += bool(ask(query))
    times.append(1000 * (time.perf_counter() - began))
print(json.dumps([found, times]))
"""


def measured(*command: str) -> tuple[float, float, str]:
    """Processor seconds and peak MB of a process, and the last line it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wrapper = (
        "import resource, subprocess, sys; code = subprocess.run(sys.argv[1:]).returncode; "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", wrapper, *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory = int(done.stderr.split()[-1]) / 1024
    return seconds, memory, (done.stdout.split("\n")[-2] if done.stdout.strip() else "")


def python(code: str, *arguments: str) -> tuple[float, float, str]:
    return measured(sys.executable, "-c", code, *arguments)


def exports(database: Path, folder: Path, count: int) -> Iterator[tuple[str, str, float, float]]:
    """Job, contestant, seconds, MB."""
    url = f"sqlite:///{database}"
    for form in ("jsonl", "parquet", "csv"):
        seconds, memory, told = python(EXPORT, url, form, str(folder), f"ours-{form}")
        assert int(told) == count
        yield form, "newscrawler", seconds, memory
    if importlib.util.find_spec("duckdb"):
        source = str(folder / "ours-jsonl/articles.jsonl")
        seconds, memory, told = python(DUCKDB_PARQUET, source, str(folder / "duckdb"))
        assert int(told) == count
        yield "parquet", "duckdb", seconds, memory
    else:
        print("duckdb is not installed: left out")
    tool = Path(sys.executable).with_name("sqlite-utils")
    if tool.exists():
        for form, flag in (("jsonl", "--nl"), ("csv", "--csv")):
            with (folder / f"sqlite-utils.{form}").open("w") as file:
                command = f"'{tool}' rows '{database}' articles {flag} > '{file.name}'"
                seconds, memory, _ = measured("sh", "-c", command)
            yield form, "sqlite-utils", seconds, memory
    else:
        print("sqlite-utils is not installed: left out")


def queries() -> list[str]:
    """Words of the texts, from the rare to the most frequent, alone and two together."""
    dice = random.Random(3)
    words, _ = vocabulary(random.Random(7))
    frequent = [words[rank] for rank in (0, 1, 2, 5, 9, 20, 50, 100, 200, 500)]
    seldom = [words[dice.randrange(1000, len(words))] for _ in range(25)]
    return frequent + seldom + [" ".join(dice.choices(words[:3000], k=2)) for _ in range(25)]


def searches(database: Path, folder: Path) -> Iterator[tuple[str, float, float, str, float]]:
    """Contestant, median and 95th percentile in ms, questions answered, processor seconds of the index."""
    asked = queries()
    seconds, _, _ = python(INDEX, f"sqlite:///{database}")
    where = {"newscrawler": f"sqlite:///{database}", "duckdb": str(folder / "duckdb")}
    index = {"newscrawler": seconds, "duckdb": 0.0}
    tool = Path(sys.executable).with_name("sqlite-utils")
    if tool.exists():
        copy = folder / "sqlite-utils.db"
        shutil.copy(database, copy)
        command = [str(tool), "enable-fts", str(copy), "articles", "headline", "article_body"]
        index["sqlite-utils"], where["sqlite-utils"] = measured(*command)[0], str(copy)
    for name, place in where.items():
        if name == "duckdb" and not Path(place).exists():
            continue
        mine = asked[:: 10 if name == "duckdb" else 1]
        _, _, told = python(SEARCH.format(made=SEARCHES[name]), place, json.dumps(mine))
        found, times = json.loads(told)
        quantile = statistics.quantiles(times, n=20)[-1]
        yield name, statistics.median(times), quantile, f"{found} of {len(mine)}", index[name]


def postgresql(database: Path, folder: Path, url: str, count: int) -> Iterator[tuple[str, float, float]]:
    """What was done on PostgreSQL, processor seconds (or median ms) and MB of our process."""
    copy_to_postgresql(database, url)
    for form in ("jsonl", "parquet"):
        seconds, memory, told = python(EXPORT, url, form, str(folder), f"postgresql-{form}")
        assert int(told) == count
        yield f"{form}, s", seconds, memory
    seconds, memory, _ = python(INDEX, url)
    yield "index, s", seconds, memory
    _, memory, told = python(SEARCH.format(made=SEARCHES["newscrawler"]), url, json.dumps(queries()))
    yield "search, median ms", statistics.median(json.loads(told)[1]), memory


def shown(lines: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The same, each printed as it comes."""
    kept = []
    for line in lines:
        print(*line, flush=True)
        kept.append(line)
    return kept


def table(head: str, lines: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]) -> str:
    cells = [[f"{cell:.3g}" if isinstance(cell, float) and cell < 10 else f"{cell:,.0f}" if isinstance(cell, float | int) else cell for cell in line] for line in lines]  # fmt: skip  # noqa: E501
    rule = "|" + "---|" * (head.count("|") - 1)
    return "\n".join([head, rule, *("| " + " | ".join(line) + " |" for line in cells)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--postgres", help="URL of an empty database")
    parser.add_argument("--database", type=Path, help="made by an earlier run; made there where it is not")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        database, began = options.database or folder / "newscrawler.db", time.perf_counter()
        if not database.exists():
            build(database, options.articles)
        size = database.stat().st_size / 1e9
        print(
            f"built {options.articles:,} articles, {size:.2f} GB, in {time.perf_counter() - began:.0f} s",
            flush=True,
        )
        made = shown(exports(database, folder, options.articles))
        print(exported := table("| job | by | processor s | peak MB |", made), flush=True)
        searched = shown(searches(database, folder))
        head = "| search by | median ms | 95 % ms | questions answered | index, processor s |"
        print(found := table(head, searched), flush=True)
        parts = [exported, found]
        if options.postgres:
            served = list(postgresql(database, folder, options.postgres, options.articles))
            parts.append(table("| PostgreSQL | | peak MB |", served))
            print(parts[-1], flush=True)
    if options.write:
        write(parts, f"{options.articles:,} invented articles, a database of {size:.2f} GB")
    print(json.dumps({"exports": made, "searches": searched}))


def write(parts: list[str], over: str) -> None:
    page = ROOT / "docs/benchmarks.md"
    text = page.read_text("utf-8")
    before, _, rest = text.partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    body = "\n\n".join([f"Over {over}.", *parts])
    page.write_text(f"{before}{MARKS[0]}\n{body}\n{MARKS[1]}{after}", "utf-8")


if __name__ == "__main__":
    main()
