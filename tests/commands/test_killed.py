"""kill -9 at any moment: after resuming, all is as if nothing had happened, and nothing stored was asked again."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.city import OUTLETS, build, content, rows
from tests.loopback import Newsroom, live

if TYPE_CHECKING:
    from collections.abc import Callable

KILLS = 30
PACE = {"DOWNLOAD_DELAY": 0.03, "CONCURRENT_REQUESTS_PER_DOMAIN": 2, "NEWSCRAWLER_COMMIT_SECONDS": 0.1}


def alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def end(pid: int, seconds: float = 60) -> None:
    """Wait for a process to end by itself."""
    until = time.monotonic() + seconds
    while alive(pid):
        assert time.monotonic() < until, "it never ended"
        time.sleep(0.02)


def done(url: str) -> set[str]:
    """Hosts and paths of pages whose article is committed."""
    try:
        found = rows(url, "SELECT address FROM pages WHERE status IN ('done', 'moved')")
    except sa.exc.DatabaseError:  # killed before there was a table
        return set()
    return {row["address"].removeprefix("https://") for row in found}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path) -> Callable[[str], str]:
    """URL of a database of that name, empty."""
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{tmp_path / f'{name}.db'}"
    server = request.getfixturevalue("postgres")

    def create(name: str) -> str:
        engine = sa.create_engine(
            server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name}"))
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return server.rpartition("/")[0] + f"/{name}"

    return create


def test_thirty_kills_over_five_hundred_pages_change_nothing(database, zygote, tmp_path) -> None:
    dice = random.Random(13)
    whole, killed = database("whole"), database("killed")

    def run(room: Newsroom, url: str) -> int:
        words = ("run", *OUTLETS, *live(room, **PACE))
        environment = {
            "NEWSCRAWLER_DATABASE_URL": url,
            "NEWSCRAWLER_DATA_DIR": str(tmp_path / url.rpartition("/")[2].removesuffix(".db")),
        }
        return zygote.begin(*words, log=tmp_path / "log.txt", **environment)

    with Newsroom() as room:
        build(room)
        end(run(room, whole))
        end(run(room, whole))
    expected = content(whole, tmp_path / "whole")
    assert len(expected["articles"]) >= 450
    with Newsroom() as room:
        build(room)
        for kill in range(KILLS):
            before, asked = done(killed), len(room.log)
            pid = run(room, killed)
            moment = dice.random() * 0.5
            while kill and len(room.log) == asked:  # the first kill may come before anything is asked
                time.sleep(0.01)
            time.sleep(moment)
            assert alive(pid), f"it ended before kill {kill}"
            os.kill(pid, signal.SIGKILL)
            end(pid)
            again = {each.host + each.path for each in room.log[asked:]} & before
            assert not again, f"asked for again after kill {kill}"
        assert done(killed), "nothing was stored before the last kill"
        end(run(room, killed))
        end(run(room, killed))
    found = content(killed, tmp_path / "killed")
    for part, values in expected.items():
        assert found[part] == values, part
    assert "Traceback" not in (tmp_path / "log.txt").read_text(encoding="utf-8")
