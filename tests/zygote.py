"""Starts `scrapy …` processes by forking one that has imported everything: a start takes no second.

Reads one command a line (JSON: words, environment, out, err, seconds) and prints the process id, and, where
`seconds` says how long to wait for it, its exit code. `Zygote` is the other end of that conversation.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Started:
    """A process that goes on by itself."""

    pid: int
    log: Path
    code: Path

    def wait(self, seconds: float = 120) -> int:
        """Its exit code."""
        until = time.monotonic() + seconds
        while not self.code.exists():
            assert time.monotonic() < until, f"it never ended: {self.log.read_text(encoding='utf-8')}"
            time.sleep(0.02)
        return int(self.code.read_text())


class Zygote:
    """`with Zygote() as zygote: zygote.begin("run", "mehrnews", log=…)`."""

    def __enter__(self) -> Self:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.zygote"], cwd=ROOT, text=True, encoding="utf-8", **pipes
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(20)

    def _ask(self, words: tuple[str, ...], environment: dict[str, str], **more: Any) -> int:
        told = {"words": words, "environment": os.environ | environment} | more
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def begin(self, *words: str, log: Path, **environment: str) -> int:
        """The process id; what it says is appended to `log`."""
        return self._ask(words, environment, out=str(log), err=str(log))

    def start(self, *words: str, log: Path, **environment: str) -> Started:
        """The process, going on by itself, as `begin`."""
        code = log.with_name(f"{log.name}.{time.monotonic_ns()}.code")
        return Started(self._ask(words, environment, out=str(log), err=str(log), code=str(code)), log, code)

    def run(
        self, *words: str, folder: Path, seconds: float = 120, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """What it came to; `folder` holds what it says meanwhile."""
        out, err = (folder / f"{name}.{time.monotonic_ns()}.txt" for name in ("out", "err"))
        self._ask(words, environment, out=str(out), err=str(err), seconds=seconds)
        code = int(self.process.stdout.readline())
        texts = [path.read_text(encoding="utf-8") for path in (out, err)]
        out.unlink()
        err.unlink()
        return subprocess.CompletedProcess(["scrapy", *words], code, *texts)


def begin(words: list[str], environment: dict[str, str], out: str, err: str) -> int:
    """Fork; the child becomes `scrapy <words>`."""
    pid = os.fork()
    if pid:
        return pid
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for target, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), target)
    os.environ.clear()
    os.environ.update(environment)
    for name in [name for name in newscrawler.settings.OWN if name in environment]:
        setattr(newscrawler.settings, name, environment[name])
    sys.argv = ["scrapy", *words]
    code: object = 1
    try:
        scrapy.cmdline.execute()
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException:  # noqa: BLE001  (what Python itself would do)
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def wait(pid: int, seconds: float) -> int:
    """Exit code of a child; killed when it takes longer."""
    until = time.monotonic() + seconds
    while not (found := os.waitpid(pid, os.WNOHANG))[0]:
        if time.monotonic() > until:
            os.kill(pid, signal.SIGKILL)
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        time.sleep(0.005)
    return os.waitstatus_to_exitcode(found[1])


def serve() -> None:
    """Carry out what stdin asks for; children nobody waits for leave no trace."""
    loose: dict[int, str | None] = {}

    def reap(*_: object) -> None:
        for pid in [*loose]:
            with suppress(ChildProcessError, KeyError):
                ended, status = os.waitpid(pid, os.WNOHANG)
                if ended and (path := loose.pop(pid)):
                    replace_file(Path(path), str(os.waitstatus_to_exitcode(status)))

    signal.signal(signal.SIGCHLD, reap)
    for line in sys.stdin:
        asked = json.loads(line)
        seconds, code = asked.pop("seconds", None), asked.pop("code", None)
        pid = begin(**asked)
        tell(pid)
        if seconds is None:
            loose[pid] = code
            reap()
        else:
            tell(wait(pid, seconds))


def tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    import scrapy.cmdline
    from scrapy.core import engine  # noqa: F401
    from scrapy.core.downloader.contextfactory import ScrapyClientContextFactory  # noqa: F401

    import newscrawler.settings
    import spiders.loader
    import spiders.run  # noqa: F401
    from newscrawler import normalize
    from newscrawler.commands import crawl, run  # noqa: F401
    from newscrawler.monitoring.summary import replace_file
    from newscrawler.outlets import catalogue

    assert "twisted.internet.reactor" not in sys.modules, "a reactor must not be shared"
    normalize("دستگاههای دولتی")  # reads the tables
    catalogue()
    serve()
