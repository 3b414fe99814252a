"""Hundreds of newsrooms in one run: pace, fairness, memory; and two shards on one PostgreSQL."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.newsrooms import outlets, pace, serve
from newscrawler.commands.run import shard
from tests.commands.test_shared import create
from tests.conftest import ROOT, postgres_server
from tests.loopback import Newsroom, live

if TYPE_CHECKING:
    from collections.abc import Sequence

DELAYS = (6.0, 9.0, 12.0)
PAGES = 8
SHARED_PAGES = 20
"""Pages a newsroom where shards are measured: starting a process, some seconds, is not what they divide."""
_TICK = os.sysconf("SC_CLK_TCK")


class Ran(NamedTuple):
    """One `scrapy run`."""

    seconds: float
    cpu: float
    memory: list[float]
    """MiB, once a second."""


def start(room: Newsroom, data: Path, slugs: Sequence[str], **given: Any) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "scrapy", "run", *slugs, *live(room, **given)]
    data.mkdir(parents=True, exist_ok=True)
    log = (data / "log").open("wb")
    environment = os.environ | {"NEWSCRAWLER_DATA_DIR": str(data)}
    return subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=log)


def watch(processes: Sequence[subprocess.Popen[bytes]]) -> list[Ran]:
    """Wait for runs to end; what each took."""
    began = time.perf_counter()
    seen: list[list[tuple[float, float, float]]] = [[] for _ in processes]
    while any(process.poll() is None for process in processes):
        for process, rows in zip(processes, seen, strict=True):
            if process.poll() is None and (row := _usage(process.pid)):
                rows.append((time.perf_counter() - began, *row))
        time.sleep(0.5)
    assert all(process.returncode == 0 for process in processes)
    return [Ran(rows[-1][0], rows[-1][1], [row[2] for row in rows[::2]]) for rows in seen]


def _usage(pid: int) -> tuple[float, float] | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / _TICK, int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _server(postmaster: int) -> float:
    """CPU seconds of a PostgreSQL server, of processes that have ended too."""
    spent = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(path.parent.name) == postmaster:
                spent += sum(map(int, fields[11:15]))
            elif int(fields[1]) == postmaster:
                spent += sum(map(int, fields[11:13]))
    return spent / _TICK


def newsrooms(folder: Path, hosts: int) -> dict[str, Any]:
    """One run over all of them, each at its Crawl-delay."""
    with Newsroom() as room:
        served = serve(room, outlets(hosts), PAGES, DELAYS)
        ran = watch([start(room, folder / "crowd", [each.slug for each in served])])[0]
        told = pace(room.log, served)
    halfway = len(ran.memory) // 2
    return told._asdict() | {
        "hosts": len(served),
        "cpu_s": ran.cpu,
        "memory_half_mib": statistics.mean(ran.memory[halfway - 3 : halfway + 3]),
        "memory_end_mib": max(ran.memory[-4:]),
    }


def shards(folder: Path, hosts: int) -> dict[str, Any]:
    """As fast as the processes can: one on a PostgreSQL, then two with half the outlets each.

    `others_s` is what PostgreSQL and the newsrooms took of the same cores.
    """
    slugs = outlets(hosts)
    pacing = {"CONCURRENT_REQUESTS_PER_DOMAIN": 2}
    out: dict[str, Any] = {"hosts": len(slugs), "pages": len(slugs) * SHARED_PAGES}
    with postgres_server(durable=True) as server:
        for name, parts in (("one", 1), ("two", 2)):
            url = create(server.url, name)
            with Newsroom() as room:
                serve(room, slugs, SHARED_PAGES, (0.05,))
                pacing["NEWSCRAWLER_DATABASE_URL"] = url
                runs = [
                    start(room, folder / f"{name}{k}", shard(slugs, f"{k}/{parts}"), **pacing)
                    for k in range(1, parts + 1)
                ]
                before = _server(server.process.pid) + time.process_time()
                took = watch(runs)
                others = _server(server.process.pid) + time.process_time() - before
            seconds = max(ran.seconds for ran in took)
            out[name] = {"seconds": seconds, "cpu_s": [ran.cpu for ran in took], "others_s": others}
    return out
