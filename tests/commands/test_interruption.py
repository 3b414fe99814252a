"""Ctrl-C, and a disk that fills up in the middle of a run."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawler.errors import Exit
from tests.conftest import ROOT
from tests.loopback import Answer, Newsroom
from tests.pages import nastooh

if TYPE_CHECKING:
    from collections.abc import Iterator

MEHR = "www.mehrnews.com"
SETTINGS = {
    "TWISTED_DNS_RESOLVER": "tests.loopback.LoopbackResolver",
    "NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES": 1,
    "NEWSCRAWLER_COMMIT_ARTICLES": 1,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": 0,
    "RETRY_ENABLED": 0,
}


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


def start(data: Path, urls: str, **settings: object) -> subprocess.Popen[str]:
    options = [part for name, value in (SETTINGS | settings).items() for part in ("-s", f"{name}={value}")]
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", "mehrnews", "-a", f"urls={urls}", *options],
        cwd=ROOT,
        env=os.environ | {"NEWSCRAWLER_DATA_DIR": str(data)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )


def stored(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "newscrawler.db")) as database:
        return [row[0] for row in database.execute("SELECT id FROM articles ORDER BY id")]


def wait_for(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def slow(answer: Answer, seconds: float):
    def route(_asked) -> Answer:
        time.sleep(seconds)
        return answer

    return route


def serve(room: Newsroom, number: int, seconds: float = 0) -> str:
    url = room.url(MEHR, f"/news/{number}")
    room[MEHR, f"/news/{number}"] = slow(
        Answer(nastooh(url, number, headline=f"خبر شمارهٔ {number}")), seconds
    )
    return url


def test_ctrl_c_lets_what_is_in_flight_finish(room, tmp_path) -> None:
    urls = [serve(room, 1), serve(room, 2, 2), *(serve(room, n) for n in range(3, 40))]
    process = start(tmp_path, ",".join(urls), CONCURRENT_REQUESTS_PER_DOMAIN=1, DOWNLOAD_DELAY=0.3)
    wait_for(lambda: "/news/2" in room.asked())
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == Exit.INTERRUPTED
    assert "Traceback" not in told
    assert {"mehrnews:1", "mehrnews:2"} <= set(stored(tmp_path))


def test_ctrl_c_twice_ends_at_once_and_loses_nothing_stored(room, tmp_path) -> None:
    urls = [serve(room, 1), serve(room, 2, 25)]
    process = start(tmp_path, ",".join(urls), CONCURRENT_REQUESTS_PER_DOMAIN=1, DOWNLOAD_TIMEOUT=60)
    wait_for(lambda: "/news/2" in room.asked())
    wait_for(lambda: stored(tmp_path) == ["mehrnews:1"])
    process.send_signal(signal.SIGINT)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    before = time.monotonic()
    _, told = process.communicate(timeout=30)
    assert time.monotonic() - before < 15
    assert process.returncode == Exit.INTERRUPTED
    assert "Traceback" not in told
    assert stored(tmp_path) == ["mehrnews:1"]


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root: run as root, as CI does")
def test_a_full_disk_ends_the_run_with_exit_7_and_the_next_run_completes_it(room, tmp_path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"mounting a small disk is not allowed here: {mounted.stderr.decode().strip()}")
    try:
        urls = ",".join(serve(room, number) for number in range(1, 150))
        process = start(disk, urls, CONCURRENT_REQUESTS_PER_DOMAIN=8)
        _, told = process.communicate(timeout=60)
        assert process.returncode == Exit.STORAGE, told
        assert "Traceback" not in told
        assert len([line for line in told.splitlines() if line.startswith("newscrawler:")]) == 1
        assert 0 < len(stored(disk)) < 149
        subprocess.run(["mount", "-o", "remount,size=40m", disk], check=True)
        process = start(disk, urls, CONCURRENT_REQUESTS_PER_DOMAIN=8, RETRY_ENABLED=1)
        _, told = process.communicate(timeout=60)
        assert process.returncode == Exit.FINE, told
        assert len(stored(disk)) == 149, told
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)
