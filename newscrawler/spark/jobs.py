"""The jobs by name, and the entry of spark-submit: `spark-submit …/jobs.py reparse WARC… --to DIR`."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from typing import Final

from newscrawler.archive.places import expand, filesystem
from newscrawler.errors import Exit, NewscrawlerError
from newscrawler.partitions import COUNTS, located
from newscrawler.spark.session import spark_session

JOBS: Final = {
    "reparse": ("newscrawler.spark.reparsing", "archived pages, read again with today's rules"),
    "stories": ("newscrawler.spark.stories", "which articles of some sets tell one story"),
    "renormalise": ("newscrawler.spark.renormalising", "a set with today's normalisation"),
}
"""Job → its module, whose `run(session, inputs, to)` returns counts; what it makes."""


def on_spark(master: str, job: str, inputs: list[str], to: str) -> dict[str, int]:
    """Run a job to its end: its counts, which it also leaves in `to`/counts.json.

    InputError or StorageError, one line, where it can't begin or fails.
    """
    if job != "reparse":
        for each in inputs:
            located(each)  # before Spark starts, which takes its time
    with spark_session(master, job) as session:
        counts: dict[str, int] = import_module(JOBS[job][0]).run(session, inputs, to)
    system, folder = filesystem(to)
    with system.open(f"{folder}/{COUNTS}", "w", encoding="utf-8") as file:
        file.write(json.dumps(counts, ensure_ascii=False, indent=1) + "\n")
    return counts


def main(words: list[str] | None = None) -> int:
    """For spark-submit: the exit code; the master is spark-submit's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "job", choices=JOBS, help="; ".join(f"{name}: {what}" for name, (_, what) in JOBS.items())
    )
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="archives, or sets")
    parser.add_argument("--to", metavar="DIR", required=True, help="a new folder")
    given = parser.parse_args(words)
    try:
        inputs = list(expand(given.inputs)) if given.job == "reparse" else given.inputs
        counts = on_spark("", given.job, inputs, given.to)
    except NewscrawlerError as error:
        print(f"newscrawler: {error}", file=sys.stderr)  # noqa: T201
        return error.code
    print(json.dumps(counts, ensure_ascii=False))  # noqa: T201
    return Exit.FINE


if __name__ == "__main__":
    sys.exit(main())
