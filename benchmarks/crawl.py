"""Speed of a whole crawl beside the rivals, against nginx on loopback.

    python benchmarks/crawl.py --pages 2000 [--rounds 3] [--memory 50000] [--only bare,ours] [--write]

Pages of 100 kB, downloads 16 at a time, no delays, robots.txt not asked by the rivals. nginx has a core of its
own; each contestant has one core, `ours (2 cores)` two. Ours has everything on: robots, extraction,
normalisation, deduplication, SQLite, JSONL, WARC. Rounds go through all contestants in turn; the table shows
the medians. An absent rival gets a line that says so. The last line of stdout is JSON: `bare`, `ours`,
`trafilatura` (pages a second), `ratio` (ours to bare), `vs_trafilatura`. Without nginx: one line, exit 2.
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

from benchmarks.crawl_pages import SIZE, build, serving  # noqa: E402

NAMES = ("bare", "ours", "ours (2 cores)", "trafilatura", "newspaper4k")
SHARE = {"trafilatura": 0.2, "newspaper4k": 0.02}
"""Part of the pages a slow rival gets, so that a round ends."""
MARKS = "<!-- crawl:start -->", "<!-- crawl:end -->"
OPTIONS = {
    "TWISTED_DNS_RESOLVER": "benchmarks.crawl_resolver.Everywhere",
    "NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES": "1",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "0",
    "LOG_LEVEL": "ERROR",
}


def pinned(*cores: int) -> list[str]:
    """Prefix that keeps a process on these cores, where that can be done."""
    usable = sorted(os.sched_getaffinity(0))
    if len(usable) < 2 or not shutil.which("taskset"):  # noqa: PLR2004
        return []
    return ["taskset", "-c", ",".join(str(usable[core]) for core in cores)]


def ours(urls: Path, folder: Path, prefix: list[str]) -> dict[str, Any]:
    """Run the real command; what its summary says, and its memory."""
    data = Path(tempfile.mkdtemp(dir=folder))
    summary = data / "summary.json"
    settings = OPTIONS | {"NEWSCRAWLER_SUMMARY": str(summary), "NEWSCRAWLER_DATA_DIR": str(data)}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [*prefix, sys.executable, "-m", "scrapy", "crawl", "mehrnews", "-a", f"urls=@{urls}", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory: list[float] = []
    while process.poll() is None:
        time.sleep(0.5)
        memory.append(rss(process.pid))
    run = json.loads(summary.read_text(encoding="utf-8"))
    shutil.rmtree(data)
    total = run["total"]
    stored = sum(total[what] for what in ("new", "copies", "near"))
    return {"pages": stored, "seconds": run["seconds"], "rss": max(memory), "memory": memory}


def rss(pid: int) -> float:
    """Resident memory of a process now, MiB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def rival(name: str, urls: Path, prefix: list[str]) -> dict[str, Any] | None:
    """Run a contestant of benchmarks/crawl_spiders.py; None where it can't run."""
    command = [*prefix, sys.executable, str(ROOT / "benchmarks/crawl_spiders.py"), name, str(urls)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)
    try:
        return dict(json.loads(done.stdout.splitlines()[-1]))
    except (IndexError, ValueError):
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
    if name.startswith("ours"):
        return ours(part, folder, pinned(0, 1) if "2" in name else pinned(0))
    return rival(name, part, pinned(0))


def table(found: dict[str, list[dict[str, Any]]]) -> tuple[list[str], dict[str, float]]:
    """Rows of the table, and pages a second by contestant."""
    speeds = {
        name: statistics.median(run["pages"] / run["seconds"] for run in runs)
        for name, runs in found.items()
        if runs
    }
    rows = ["| | pages/s | to bare | pages | MiB |", "|---|---|---|---|---|"]
    for name, speed in speeds.items():
        memory = max(run["rss"] for run in found[name])
        ratio = f"{speed / speeds['bare']:.2f}" if speeds.get("bare") else "–"
        rows.append(f"| {name} | {speed:.1f} | {ratio} | {found[name][0]['pages']:,} | {memory:.0f} |")
    return rows, speeds


def memory_row(count: int, folder: Path, port: int) -> str:
    """One long run of ours: is its memory flat?"""
    urls = folder / "urls.txt"
    urls.write_text("\n".join(build(folder, count, port)))
    with serving(folder, port, pinned(1)):
        run = ours(urls, folder, pinned(0))
    quarters = [run["memory"][len(run["memory"]) * k // 4 - 1] for k in (1, 2, 3, 4)]
    told = ", ".join(f"{value:.0f}" for value in quarters[:3])
    speed = run["pages"] / run["seconds"]
    return (
        f"Memory over {run['pages']:,} pages: {told} MiB after a quarter, half and three quarters, "
        f"{run['rss']:.0f} MiB at most; {speed:.0f} pages/s."
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
    if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
        print("nginx not found; get it with: apt-get install nginx-light", file=sys.stderr)
        return 2
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    names = [name for name in NAMES if name in options.only.split(",")]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory(prefix="newscrawler-bench-") as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "site"
        urls = build(folder, options.pages, port)
        with serving(folder, port, pinned(1)):
            for _ in range(options.rounds):
                for name in names:
                    if run := measure(name, urls, folder):
                        found[name].append(run)
        rows, speeds = table(found)
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
    print(json.dumps(summary(speeds)))
    return 0


def summary(speeds: dict[str, float]) -> dict[str, float | None]:
    """The figures of the last line."""

    def ratio(of: str, to: str) -> float | None:
        return round(speeds[of] / speeds[to], 3) if of in speeds and to in speeds else None

    figures = {
        name: round(speeds[name], 1) if name in speeds else None for name in ("bare", "ours", "trafilatura")
    }
    return figures | {"ratio": ratio("ours", "bare"), "vs_trafilatura": ratio("ours", "trafilatura")}


if __name__ == "__main__":
    sys.exit(main())
