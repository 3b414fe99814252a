"""A run as one record: the JSON summary, and the same as metrics for Prometheus."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What `--summary FILE` holds, as JSON."""

    run_id: str
    command: str
    started: datetime
    finished: datetime
    exit_code: int
    outlets: Mapping[str, Mapping[str, int]]
    """Outlet → count (`fetched`, `new`, `updated`, …) → how many."""
    outcomes: Mapping[str, int]
    """Name of what a request came to that gave nothing to store (`timeout`, `too_large`) → how many."""
    requests: int
    """Answers of any kind, robots.txt and redirects included."""
    bytes_received: int

    def as_json(self) -> dict[str, Any]:
        """JSON-ready; instants as ISO 8601, and the sums over the outlets as `total`."""
        total: dict[str, int] = {}
        for row in self.outlets.values():
            for what, number in row.items():
                total[what] = total.get(what, 0) + number
        instants = {"started": self.started.isoformat(), "finished": self.finished.isoformat()}
        seconds = round((self.finished - self.started).total_seconds(), 3)
        return asdict(self) | instants | {"seconds": seconds, "total": total}


_HELP = {
    "newscrawler_last_run_timestamp_seconds": "When the last run ended, Unix time.",
    "newscrawler_last_run_seconds": "How long the last run took.",
    "newscrawler_last_run_exit_code": "Exit code of the last run.",
    "newscrawler_last_run_requests": "Answers the last run got.",
    "newscrawler_last_run_bytes": "Bytes the last run received.",
    "newscrawler_last_run_pages": "Pages of the last run, by outlet and what became of them.",
    "newscrawler_last_run_outcomes": "Requests of the last run that gave nothing to store, by outcome.",
}


def prometheus(run: RunSummary) -> str:
    """The run in Prometheus' text format, for node_exporter's textfile collector."""
    lines = []
    for name, text in _HELP.items():
        lines += [f"# HELP {name} {text}", f"# TYPE {name} gauge"]
        lines += [f"{name}{_labels(labels)} {value}" for labels, value in _samples(run, name)]
    return "\n".join(lines) + "\n"


def _samples(run: RunSummary, name: str) -> Iterator[tuple[dict[str, str], float]]:
    single = {
        "newscrawler_last_run_timestamp_seconds": run.finished.timestamp(),
        "newscrawler_last_run_seconds": round((run.finished - run.started).total_seconds(), 3),
        "newscrawler_last_run_exit_code": int(run.exit_code),
        "newscrawler_last_run_requests": run.requests,
        "newscrawler_last_run_bytes": run.bytes_received,
    }
    if name in single:
        yield {}, single[name]
    elif name == "newscrawler_last_run_pages":
        for outlet, row in run.outlets.items():
            for what, number in row.items():
                yield {"outlet": outlet, "what": what}, number
    else:
        for outcome, number in run.outcomes.items():
            yield {"outcome": outcome}, number


def _labels(labels: Mapping[str, str]) -> str:
    def escaped(value: str) -> str:
        return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")

    pairs = ",".join(f'{name}="{escaped(value)}"' for name, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""


def replace_file(path: Path, text: str) -> None:
    """Write a file whole: whoever reads it sees the old one or the new one. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
