"""Fixtures every test may use."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import psycopg
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
        lack(f"{what} not found; get it with: apt-get install {package}")
    return found


def lack(message: str) -> NoReturn:
    """Skip what needs something that is absent; fail where CI says that all is there."""
    if os.environ.get("NEWSCRAWLER_REQUIRE_SERVERS"):
        pytest.fail(message)
    pytest.skip(message)


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
    """A PostgreSQL server in a folder of its own, on loopback.

    Not below pytest's folders: whoever starts pytest takes them from every other user, and the server is one.
    """

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self.options = [] if durable else ["-F"]
        """`-F`: nothing is forced to the disk, which no test asks for."""
        self.account = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        initdb, self.program = (need("PostgreSQL", name, "postgresql") for name in ("initdb", "postgres"))
        self.folder, self.port = folder / "db", free_port()
        self.url = f"postgresql://newscrawler@127.0.0.1:{self.port}/postgres"
        if self.account:
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
            *self.options,
        ]
        log = subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdout=log, stderr=log, **self.account)
        for _ in range(600):
            with suppress(psycopg.OperationalError):  # it listens before it has recovered from a crash
                psycopg.connect(self.url).close()
                return
            assert self.process.poll() is None, "PostgreSQL ended as it started"
            time.sleep(0.1)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(20)


@contextmanager
def postgres_server(*, durable: bool = False) -> Iterator[PostgresServer]:
    """A running server; a `durable` one forces its commits to the disk, as one that is measured has to."""
    with tempfile.TemporaryDirectory(prefix="newscrawler-postgres-") as folder:
        server = PostgresServer(Path(folder), durable=durable)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a PostgreSQL server of the tests' own, gone afterwards."""
    with postgres_server() as server:
        yield server.url


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a bucket on an S3 server; the environment leads every process of ours to it."""
    if find_spec("moto") is None or find_spec("s3fs") is None:
        lack("s3fs or moto is not installed; pip install -r requirements-dev.txt")
    endpoint = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with pytest.MonkeyPatch.context() as patch, (tmp_path_factory.mktemp("s3") / "log").open("wb") as log:
        patch.setenv("AWS_ENDPOINT_URL", endpoint)
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "tests")
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(f"{endpoint}/moto-api/", process)
            urllib.request.urlopen(urllib.request.Request(f"{endpoint}/archive", method="PUT")).close()
            yield "s3://archive"
        finally:
            process.terminate()
            process.wait(20)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until a server answers; fails when it ends instead."""
    for _ in range(600):
        assert process.poll() is None, f"the server of {address} ended as it started"
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
