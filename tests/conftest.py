"""Fixtures every test may use."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.zygote import Zygote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("NEWSCRAWLER_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold data beside the project; tests that need it skip, saying so, where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"gold data not found at {SHARED}; set NEWSCRAWLER_SHARED to the folder that holds it")
    return SHARED


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """Starts `scrapy …` in processes that need not import it first."""
    with Zygote() as zygote:
        yield zygote


@pytest.fixture
def scrapy(zygote: Zygote, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `scrapy …` as a person would, with a data folder of its own."""
    return partial(scrapy_in, zygote, tmp_path)


def scrapy_in(
    zygote: Zygote, folder: Path, *words: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`scrapy …` with its data in a folder."""
    data = {"NEWSCRAWLER_DATA_DIR": str(folder / "data")}
    return zygote.run(*words, folder=folder, **(data | environment))


def need(what: str, command: str, package: str) -> str:
    """Path of a server's program; skips (fails in CI) with how to get it where it is absent."""
    places = [shutil.which(command), *map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{command}"))]
    found = next((place for place in places if place), None)
    if found is None:
        message = f"{what} not found; get it with: apt-get install {package}"
        if os.environ.get("NEWSCRAWLER_REQUIRE_SERVERS"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on, of those the system gives to nobody unasked.

    So that it is still free when a server that was stopped starts again.
    """
    while True:
        port = random.randrange(15_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


class PostgresServer:
    """A PostgreSQL server in a folder of its own, on loopback."""

    def __init__(self, folder: Path) -> None:
        self.account = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        initdb, self.program = (need("PostgreSQL", name, "postgresql") for name in ("initdb", "postgres"))
        self.folder, self.port = folder / "db", free_port()
        self.url = f"postgresql://newscrawler@127.0.0.1:{self.port}/postgres"
        if self.account:
            for path in (folder, *folder.parents[:3]):
                path.chmod(0o755)
            shutil.chown(folder, **self.account)
        options = ["-D", str(self.folder), "-U", "newscrawler", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([initdb, *options], check=True, capture_output=True, **self.account)

    def start(self) -> None:
        command = [
            self.program,
            "-D",
            str(self.folder),
            "-p",
            str(self.port),
            "-h",
            "127.0.0.1",
            "-k",
            "",
            "-F",
        ]
        log = subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdout=log, stderr=log, **self.account)
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, "PostgreSQL ended as it started"
            time.sleep(0.1)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(20)


@contextmanager
def postgres_server(folder: Path) -> Iterator[PostgresServer]:
    """A running server."""
    server = PostgresServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a PostgreSQL server of the tests' own, gone afterwards."""
    with postgres_server(tmp_path_factory.mktemp("postgres")) as server:
        yield server.url
