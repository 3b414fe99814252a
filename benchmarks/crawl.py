"""Speed of a whole crawl beside the rivals, against nginx on loopback.

    python benchmarks/crawl.py --pages 2000 [--rounds 3] [--memory 50000] [--only bare,ours] [--write]

Pages of 100 kB, downloads 16 at a time, no delays, robots.txt not asked by the rivals. nginx has a core
of its own; each contestant has one core, `ours (2 cores)` two and a helper process on the second, where nginx
is too. Ours has everything on: robots, extraction, normalisation, deduplication, SQLite, JSONL, WARC. Rounds
go through all contestants in turn. On one core a contestant is bound by it, so its pages/s are those of a
second of processor time, which does not depend on what else the machine does; with two cores, and in the
column `clock`, they are the clock's. Figures are medians, ratios medians of each round's. An absent rival
gets a line that says so. The last line of stdout is JSON: `bare`, `ours`, `trafilatura` (pages/s), `ratio`
(ours to bare), `vs_trafilatura`. Without nginx: one line, exit 2.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.crawl_pages import SIZE, build, nginx, serving  # noqa: E402

NAMES = ("bare", "ours", "ours (2 cores)", "trafilatura", "newspaper4k")
SHARE = {"trafilatura": 0.2, "newspaper4k": 0.01}
"""Part of the pages a slow rival gets, so that a round ends."""
MARKS = "<!-- crawl:start -->", "<!-- crawl:end -->"
OPTIONS = {
    "TWISTED_DNS_RESOLVER": "benchmarks.crawl_resolver.Everywhere",
    "NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES": "1",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "0",
    "LOG_LEVEL": "ERROR",
    "ADDONS": '{"benchmarks.crawl_clock.Measured": 0}',
}


def pinned(*cores: int) -> list[str]:
    """Prefix that keeps a process on these cores, where that can be done."""
    usable = sorted(os.sched_getaffinity(0))
    if len(usable) < 2 or not shutil.which("taskset"):
        return []
    return ["taskset", "-c", ",".join(str(usable[core]) for core in cores)]


def ours(urls: Path, folder: Path, prefix: list[str], helpers: int = 0) -> dict[str, Any]:
    """Run the real command; what its summary says, and its memory, helpers' included."""
    data = Path(tempfile.mkdtemp(dir=folder))
    summary, clock = data / "summary.json", data / "clock.json"
    settings = OPTIONS | {
        "NEWSCRAWLER_SUMMARY": str(summary),
        "NEWSCRAWLER_DATA_DIR": str(data),
        "CRAWL_CLOCK": str(clock),
        "NEWSCRAWLER_HELPERS": str(helpers),
    }
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [*prefix, sys.executable, "-m", "scrapy", "crawl", "mehrnews", "-a", f"urls=@{urls}", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory: list[float] = []
    while process.poll() is None:
        time.sleep(0.5)
        memory.append(rss(process.pid) + sum(map(rss, children(process.pid))))
    total = json.loads(summary.read_text(encoding="utf-8"))["total"]
    measured = json.loads(clock.read_text(encoding="utf-8"))
    shutil.rmtree(data)
    stored = sum(total[what] for what in ("new", "copies", "near"))
    return {"pages": stored, "rss": max(memory), "memory": memory} | measured


def rss(pid: int) -> float:
    """Resident memory of a process now, MiB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def children(pid: int) -> list[int]:
    """Processes that a process has started."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def rival(name: str, urls: Path, prefix: list[str]) -> dict[str, Any] | None:
    """Run a contestant of benchmarks/crawl_spiders.py; None where it can't run."""
    clock = urls.with_name("clock.json")
    command = [
        *prefix,
        sys.executable,
        str(ROOT / "benchmarks/crawl_spiders.py"),
        name,
        str(urls),
        str(clock),
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout.splitlines()[-1]) | json.loads(clock.read_text(encoding="utf-8"))
    except (IndexError, ValueError, OSError):
        print(f"{name}: did not run: {(done.stderr.splitlines() or ['?'])[-1][:200]}", file=sys.stderr)
        return None


def measure(name: str, urls: list[str], folder: Path) -> dict[str, Any] | None:
    """One contestant, once."""
    if name in {"trafilatura", "newspaper4k"}:
        module = "newspaper" if name == "newspaper4k" else name
        probe = subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, check=False)
        if probe.returncode:
            print(f"{name}: not installed (benchmarks/requirements.txt)", file=sys.stderr)
            return None
    part = folder / "urls.txt"
    part.write_text("\n".join(urls[: max(20, int(len(urls) * SHARE.get(name, 1)))]))
    cores = 2 if name == "ours (2 cores)" else 1
    prefix = pinned(*range(cores))
    run = ours(part, folder, prefix, cores - 1) if name.startswith("ours") else rival(name, part, prefix)
    return run and run | {"cores": cores}


def table(rounds: list[dict[str, dict[str, Any]]]) -> tuple[list[str], dict[str, float]]:
    """Rows of the table, and the figures of the last line."""
    names = [name for name in NAMES if any(name in runs for runs in rounds)]
    rows = ["| | pages/s | to bare | clock | pages | MiB |", "|---|---|---|---|---|---|"]
    for name in names:
        mine = [runs[name] for runs in rounds if name in runs]
        to_bare = ratio(rounds, name, "bare")
        rows.append(
            f"| {name} | {statistics.median(map(speed, mine)):.1f} | {'–' if to_bare is None else to_bare} "
            f"| {statistics.median(map(by_clock, mine)):.1f} | {mine[0]['pages']:,} "
            f"| {max(run['rss'] for run in mine):.0f} |"
        )
    figures: dict[str, Any] = {}
    for name in ("bare", "ours", "trafilatura"):
        mine = [runs[name] for runs in rounds if name in runs]
        figures[name] = round(statistics.median(map(speed, mine)), 1) if mine else None
    figures["ratio"] = ratio(rounds, "ours", "bare")
    figures["vs_trafilatura"] = ratio(rounds, "ours", "trafilatura")
    return rows, figures


def speed(run: dict[str, Any]) -> float:
    """Pages a second of one core; of the clock where a contestant has two."""
    return float(run["pages"] / run["seconds" if run["cores"] > 1 else "processor"])


def by_clock(run: dict[str, Any]) -> float:
    """Pages a second of the clock."""
    return float(run["pages"] / run["seconds"])


def ratio(rounds: list[dict[str, dict[str, Any]]], of: str, to: str) -> float | None:
    """Median of the rounds' ratios; None where one of the two never ran."""
    both = [(runs[of], runs[to]) for runs in rounds if of in runs and to in runs]
    measure = by_clock if any(mine["cores"] > 1 for mine, _ in both) else speed
    return (
        round(statistics.median(measure(mine) / measure(theirs) for mine, theirs in both), 2)
        if both
        else None
    )


def memory_row(count: int, folder: Path, port: int) -> str:
    """Whether memory stays flat over one long run of ours."""
    urls = folder / "urls.txt"
    urls.write_text("\n".join(build(folder, count, port)))
    with serving(folder, port, pinned(1)):
        run = ours(urls, folder, pinned(0))
    quarters = [run["memory"][len(run["memory"]) * k // 4 - 1] for k in (1, 2, 3, 4)]
    told = ", ".join(f"{value:.0f}" for value in quarters[:3])
    return (
        f"Memory over {run['pages']:,} pages: {told} MiB after a quarter, half and three quarters, "
        f"{run['rss']:.0f} MiB at most; {run['pages'] / run['processor']:.0f} pages/s."
    )


def write(lines: list[str]) -> None:
    """Put the table between its marks in docs/benchmarks.md."""
    path = ROOT / "docs/benchmarks.md"
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    path.write_text(before + "\n".join([MARKS[0], *lines, MARKS[1]]) + after, encoding="utf-8")


def main() -> int:
    """Run all contestants."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=0, help="pages of a long run of ours, besides")
    parser.add_argument("--only", default=",".join(NAMES))
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    if nginx() is None:
        print("nginx not found; get it with: apt-get install nginx-light", file=sys.stderr)
        return 2
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    names = [name for name in NAMES if name in options.only.split(",")]
    rounds: list[dict[str, dict[str, Any]]] = []
    with tempfile.TemporaryDirectory(prefix="newscrawler-bench-") as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "site"
        urls = build(folder, options.pages, port)
        with serving(folder, port, pinned(1)):
            for _ in range(options.rounds):
                runs = {name: measure(name, urls, folder) for name in names}
                rounds.append({name: run for name, run in runs.items() if run})
                told = ", ".join(f"{name} {speed(run):.1f}" for name, run in rounds[-1].items())
                print(f"round {len(rounds)}: {told} pages/s", file=sys.stderr, flush=True)
        rows, figures = table(rounds)
        lines = [
            f"{options.pages:,} pages of {SIZE // 1000} kB, {options.rounds} rounds, medians.",
            "",
            *rows,
        ]
        if options.memory:
            lines += ["", memory_row(options.memory, Path(place) / "long", port)]
    print("\n".join(lines))
    if options.write:
        write(lines)
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
