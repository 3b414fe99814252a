"""PostgreSQL as the memory of several processes: shards, a connection that breaks, a server that goes."""

from __future__ import annotations

import json
import signal
import time
from itertools import count
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from newscrawler.commands.run import shard
from newscrawler.errors import Exit
from tests.city import OUTLETS, build, content, rows
from tests.conftest import postgres_server
from tests.loopback import Newsroom, live

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.zygote import Started

PACE = {"DOWNLOAD_DELAY": 0.01, "CONCURRENT_REQUESTS_PER_DOMAIN": 2, "NEWSCRAWLER_COMMIT_SECONDS": 0.2}
PASSWORD = "s3cret-of-nobody"


def create(server: str, name: str) -> str:
    """A new, empty database on the server; its URL, with a password."""
    engine = sa.create_engine(
        server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.rpartition("/")[0].replace("newscrawler@", f"newscrawler:{PASSWORD}@") + f"/{name}"


@pytest.fixture
def start(zygote, tmp_path) -> Callable[..., Started]:
    """Begins `scrapy run …`, answered by a newsroom, on a database and a data folder."""
    numbers = count()

    def begin(room: Newsroom, url: str, data: Path, *words: str, **settings: object) -> Started:
        environment = {"NEWSCRAWLER_DATA_DIR": str(data), "NEWSCRAWLER_DATABASE_URL": url}
        log = tmp_path / f"log-{next(numbers)}.txt"
        return zygote.start("run", *words, *live(room, **(PACE | settings)), log=log, **environment)

    return begin


def finish(process: Started, *codes: int) -> str:
    code, told = process.wait(), process.log.read_text(encoding="utf-8")
    assert code in (codes or (Exit.FINE,)), told
    assert "Traceback" not in told
    assert PASSWORD not in told
    return told


def test_two_shards_on_one_database_end_as_one_process_would(postgres, start, tmp_path) -> None:
    halves = [shard(sorted(OUTLETS), f"{k}/2") for k in (1, 2)]
    assert all(halves), "both shards have outlets"
    one, two = create(postgres, "one"), create(postgres, "two")
    with Newsroom() as room:
        build(room, each=25, aggregated=16)
        for _ in range(2):
            finish(start(room, one, tmp_path / "one", *OUTLETS))
    with Newsroom() as room:
        build(room, each=25, aggregated=16)
        for _ in range(2):
            shards = [
                start(room, two, tmp_path / f"shard-{k}", *OUTLETS, "--shard", f"{k}/2", LOG_LEVEL="INFO")
                for k in (1, 2)
            ]
            for process in shards:
                finish(process)
        for k in (1, 2):  # what the other handed over after one had ended
            finish(start(room, two, tmp_path / f"shard-{k}", *OUTLETS, "--shard", f"{k}/2"))
    expected = content(one, tmp_path / "one")
    assert len(expected["articles"]) > 100
    assert max(map(len, expected["stories"])) > 1
    for k in (1, 2):
        found = content(two, tmp_path / f"shard-{k}")
        for part, values in expected.items():
            assert found[part] == values, (k, part)
    assert handed(tmp_path / "shard-1") == handed(tmp_path / "shard-2")


def handed(data: Path) -> list[tuple[int, str, int]]:
    """Which version of which article stands in which line of the feed."""
    lines = (
        json.loads(line) for path in (data / "feed").iterdir() for line in path.read_bytes().splitlines()
    )
    return [(line["seq"], line["id"], line["version"]) for line in lines]


def test_a_connection_that_breaks_is_replaced_and_nothing_is_lost(postgres, start, tmp_path) -> None:
    url = create(postgres, "broken")
    with Newsroom() as room:
        build(room, each=30, aggregated=0)
        process = start(room, url, tmp_path, "mehrnews", "irna", DOWNLOAD_DELAY=0.05)
        until = time.monotonic() + 30
        while len(room.log) < 20 and time.monotonic() < until:
            time.sleep(0.02)
        killed = rows(
            postgres,
            "SELECT pg_terminate_backend(pid) AS gone FROM pg_stat_activity WHERE datname = 'broken'",
        )
        assert killed
        told = finish(process)
        assert "the database connection broke" in told or len(killed) == 1
        finish(start(room, url, tmp_path, "mehrnews", "irna"))
        finish(start(room, url, tmp_path, "mehrnews", "irna"))
    found = rows(url, "SELECT status, count(*) AS n FROM pages GROUP BY status")
    assert {row["status"] for row in found} <= {"done", "moved", "gone"}
    lines = sum(len(path.read_bytes().splitlines()) for path in (tmp_path / "feed").iterdir())
    assert lines == rows(url, "SELECT count(*) AS n FROM feed_log")[0]["n"]


def test_a_database_that_goes_away_is_exit_7_and_the_next_run_goes_on(start, tmp_path) -> None:
    with postgres_server() as server, Newsroom() as room:
        url = create(server.url, "gone")
        build(room, each=40, aggregated=0)
        process = start(room, url, tmp_path / "data", "mehrnews", "irna", DOWNLOAD_DELAY=0.05)
        until = time.monotonic() + 30
        while len(room.log) < 20 and time.monotonic() < until:
            time.sleep(0.02)
        server.stop(signal.SIGQUIT)
        told = finish(process, Exit.STORAGE)
        (line,) = [line for line in told.splitlines() if line.startswith("newscrawler:")]
        assert "storage failed" in line
        told = finish(start(room, url, tmp_path / "data", "mehrnews"), Exit.STORAGE)
        assert "cannot open the database postgresql+psycopg://newscrawler:***@127.0.0.1" in told
        server.start()
        for _ in range(2):
            finish(start(room, url, tmp_path / "data", "mehrnews", "irna"))
        statuses = rows(url, "SELECT status, count(*) AS n FROM pages GROUP BY status")
        assert {row["status"] for row in statuses} <= {"done", "moved", "gone"}
        lines = [
            line for path in (tmp_path / "data/feed").iterdir() for line in path.read_bytes().splitlines()
        ]
        assert len(lines) == rows(url, "SELECT count(*) AS n FROM feed_log")[0]["n"]


@pytest.mark.parametrize("url", ["postgresql://u:s3cret@127.0.0.1:1/x", "postgresql://u:s3cret@[bad/x"])
def test_a_wrong_database_url_never_shows_its_password(scrapy, url) -> None:
    done = scrapy("run", "mehrnews", NEWSCRAWLER_DATABASE_URL=url)
    assert done.returncode == Exit.STORAGE
    assert "s3cret" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
