"""Hundreds of newsrooms in one run: pace, fairness, memory; and two shards on one PostgreSQL."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.newsrooms import outlets, pace, serve
from newscrawler.commands.run import shard
from tests.commands.test_shared import create
from tests.conftest import ROOT, postgres_server
from tests.loopback import Newsroom, live

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.conftest import PostgresServer

DELAYS = (6.0, 9.0, 12.0)
PAGES = 8
SHARED_PAGES = 40
"""Pages a newsroom where shards are measured: starting a process, some seconds, is not what they divide."""
ROUNDS = 3
"""Times shards are measured, in turn: one machine's cores are not always as fast."""
_CORES = ((None, "together"), (0.5, "apart"))
"""What of a core each crawler may use: all it gets beside the others, or so much, as if it had a machine."""
_GROUPS = (Path("/sys/fs/cgroup/cpu"), Path("/sys/fs/cgroup"))
_PERIOD = 10_000
"""Microseconds in which a crawler may use its share."""
_TICK = os.sysconf("SC_CLK_TCK")


class Ran(NamedTuple):
    """One `scrapy run`."""

    seconds: float
    cpu: float
    memory: list[float]
    """MiB, once a second."""


@contextmanager
def allowed(cores: float | None) -> Iterator[Path | None]:
    """A control group whose processes use no more than this of a core; None: as much as they get."""
    if cores is None:
        yield None
        return
    root = next(each for each in _GROUPS if (each / "cgroup.procs").exists())
    group = root / f"newscrawler-{os.getpid()}-{time.monotonic_ns()}"
    group.mkdir()
    try:
        if (group / "cpu.max").exists():
            (group / "cpu.max").write_text(f"{cores * _PERIOD:.0f} {_PERIOD}")
        else:
            (group / "cpu.cfs_period_us").write_text(f"{_PERIOD}")
            (group / "cpu.cfs_quota_us").write_text(f"{cores * _PERIOD:.0f}")
        yield group
    finally:
        group.rmdir()


def start(
    room: Newsroom, data: Path, slugs: Sequence[str], group: Path | None = None, **given: Any
) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "scrapy", "run", *slugs, *live(room, **given)]
    data.mkdir(parents=True, exist_ok=True)
    log = (data / "log").open("wb")
    environment = os.environ | {"NEWSCRAWLER_DATA_DIR": str(data)}
    process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=log)
    if group is not None:
        (group / "cgroup.procs").write_text(f"{process.pid}")
    return process


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
    """As fast as the processes can: one on a PostgreSQL, then two with half the outlets each; medians.

    `together` on the cores there are, beside PostgreSQL and the newsrooms (`others_s`); `apart` each
    with a share of a core that leaves them room, as on machines of their own.
    """
    slugs = outlets(hosts)
    out: dict[str, Any] = {"hosts": len(slugs), "pages": len(slugs) * SHARED_PAGES}
    with postgres_server(durable=True) as server:
        for cores, how in _CORES:
            rounds: dict[str, list[dict[str, Any]]] = {"one": [], "two": []}
            for turn in range(ROUNDS):
                for parts, (name, taken) in enumerate(rounds.items(), 1):
                    taken.append(_shared(server, slugs, folder / f"{how}{name}{turn}", parts, cores))
            ratios = [two["seconds"] / one["seconds"] for one, two in zip(*rounds.values(), strict=True)]
            out[how] = {name: _middle(taken) for name, taken in rounds.items()}
            out[how] |= {"ratios": sorted(ratios), "cores": cores}
    return out


def _middle(taken: list[dict[str, Any]]) -> dict[str, Any]:
    return sorted(taken, key=lambda ran: ran["seconds"])[ROUNDS // 2]


def _shared(
    server: PostgresServer, slugs: Sequence[str], folder: Path, parts: int, cores: float | None
) -> dict[str, Any]:
    """What so many shards took, on a database of their own."""
    pacing = {
        "CONCURRENT_REQUESTS_PER_DOMAIN": 2,
        "NEWSCRAWLER_DATABASE_URL": create(server.url, folder.name),
    }
    with ExitStack() as groups, Newsroom() as room:
        serve(room, slugs, SHARED_PAGES, (0.05,))
        runs = []
        for k in range(1, parts + 1):
            group = groups.enter_context(allowed(cores))
            runs.append(start(room, folder / str(k), shard(slugs, f"{k}/{parts}"), group, **pacing))
        before = _server(server.process.pid) + time.process_time()
        took = watch(runs)
        others = _server(server.process.pid) + time.process_time() - before
    seconds = max(ran.seconds for ran in took)
    return {"seconds": seconds, "cpu_s": [ran.cpu for ran in took], "others_s": others}
