"""Starts `scrapy …` processes by forking one that has imported everything: a start takes no second.

Reads one command a line (JSON: words, environment, log) and prints the process id of each.
"""

from __future__ import annotations

import json
import os
import signal
import sys

import scrapy.cmdline

import newscrawler.settings
import pipelines.store  # noqa: F401
import spiders.run  # noqa: F401
from newscrawler import normalize
from newscrawler.commands import run  # noqa: F401
from newscrawler.outlets import catalogue


def begin(words: list[str], environment: dict[str, str], log: str) -> int:
    pid = os.fork()
    if pid:
        return pid
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.environ.update(environment)
    for name in [name for name in newscrawler.settings.OWN if name in environment]:
        setattr(newscrawler.settings, name, environment[name])
    sys.argv = ["scrapy", *words]
    try:
        scrapy.cmdline.execute()
    finally:
        os._exit(1)


if __name__ == "__main__":
    assert "twisted.internet.reactor" not in sys.modules, "a reactor must not be shared"
    normalize("دستگاههای دولتی")  # reads the tables
    catalogue()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        sys.stdout.write(f"{begin(**json.loads(line))}\n")
        sys.stdout.flush()
