"""The project on a real Scrapyd: deployed as an egg, scheduled, listed, and its articles stored."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from newscrawler.egg import build as build_egg
from tests.city import build, rows
from tests.conftest import ROOT, free_port
from tests.loopback import Newsroom, live

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytest.importorskip("scrapyd")


@pytest.fixture
def scrapyd(tmp_path: Path) -> Iterator[Callable[..., dict[str, Any]]]:
    """Asks a Scrapyd of the test's own."""
    port = free_port()
    folder = tmp_path / "scrapyd"
    folder.mkdir()
    (folder / "scrapyd.conf").write_text(
        f"[scrapyd]\nhttp_port = {port}\nbind_address = 127.0.0.1\neggs_dir = eggs\nlogs_dir = logs\n"
        "dbs_dir = dbs\npoll_interval = 0.2\nmax_proc = 2\n"
    )
    log = (tmp_path / "scrapyd.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapyd"],
        cwd=folder,
        env=os.environ
        | {"NEWSCRAWLER_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(tmp_path / "lib")},
        stdout=subprocess.DEVNULL,
        stderr=log,
    )

    def ask(name: str, files: bytes | None = None, **fields: str) -> dict[str, Any]:
        url = f"http://127.0.0.1:{port}/{name}.json"
        body: bytes | None = urllib.parse.urlencode(list(_pairs(fields))).encode()
        request = urllib.request.Request(url, data=body)
        if files is not None:
            request = urllib.request.Request(url, data=_multipart(fields, files))
            request.add_header("Content-Type", "multipart/form-data; boundary=egg")
        elif name.startswith("list") or name == "daemonstatus":
            request = urllib.request.Request(f"{url}?{body.decode()}")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    try:
        for _ in range(200):
            try:
                ask("daemonstatus")
                break
            except OSError:
                time.sleep(0.1)
        yield ask
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _pairs(fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        yield from ((name, each) for each in (value if isinstance(value, list) else [value]))


def _multipart(fields: dict[str, str], egg: bytes) -> bytes:
    parts = [
        f'--egg\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = b'--egg\r\nContent-Disposition: form-data; name="egg"; filename="newscrawler.egg"\r\n\r\n'
    return b"".join([*parts, head, egg, b"\r\n--egg--\r\n"])


def test_an_egg_is_deployed_scheduled_and_crawls(scrapyd, tmp_path) -> None:
    # what answers instead of the web is the tests' and is no part of the egg
    library = tmp_path / "lib"
    library.mkdir()
    (library / "tests").symlink_to(ROOT / "tests")
    egg = build_egg(tmp_path / "newscrawler.egg").read_bytes()
    assert scrapyd("addversion", egg, project="newscrawler", version="1")["spiders"] > 400
    assert "mehrnews" in scrapyd("listspiders", project="newscrawler")["spiders"]
    with Newsroom() as room:
        build(room, each=10, aggregated=0)
        options = live(room)[1::2]
        job = scrapyd("schedule", project="newscrawler", spider="mehrnews", limit="8", setting=options)
        assert job["status"] == "ok"
        until = time.monotonic() + 60
        while not (jobs := scrapyd("listjobs", project="newscrawler"))["finished"]:
            assert time.monotonic() < until, jobs
            time.sleep(0.2)
        assert jobs["finished"][0]["id"] == job["jobid"]
    database = f"sqlite:///{tmp_path / 'data/newscrawler.db'}"
    assert rows(database, "SELECT count(*) AS n FROM articles WHERE outlet = 'mehrnews'")[0]["n"] == 8
    assert rows(database, "SELECT exit_code FROM runs") == [{"exit_code": 0}]
