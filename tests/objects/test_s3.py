"""Archives and sets on object storage: a real S3 server of the tests' own, on loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawler.archive.salvage import pieces, salvage
from newscrawler.archive.uploading import upload
from newscrawler.errors import Exit, StorageError
from tests.commands.test_reparse import SAMPLES
from tests.conftest import ROOT
from tests.loopback import Answer, Newsroom, live
from tests.pages import nastooh

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
MEHR = "www.mehrnews.com"


def names(address: str) -> list[str]:
    """Everything below an address, as another process sees it."""
    code = f"import s3fs; print(*s3fs.S3FileSystem().find({address!r}), sep='\\n')"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [line.removeprefix("archive/") for line in told.stdout.split()]


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom() as room:
        room[MEHR, "/robots.txt"] = Answer("User-agent: *\n")
        room[MEHR, "/news/7"] = Answer(nastooh(f"https://{MEHR}/news/7", 7))
        yield room


def crawl(scrapy, room, url: str, **environment: str):
    asked = f"urls=https://{MEHR}/news/7"
    return scrapy("crawl", "mehrnews", "-a", asked, *live(room), NEWSCRAWLER_WARC_URL=url, **environment)


def test_a_run_s_archive_is_moved_when_it_is_whole_and_reads_back(s3, room, scrapy, tmp_path) -> None:
    done = crawl(scrapy, room, f"{s3}/warc")
    assert done.returncode == Exit.FINE, done.stderr
    assert list((tmp_path / "data/warc").iterdir()) == []
    (name,) = names("archive/warc")
    found = [each[1] for piece in pieces(f"s3://archive/{name}", 2000) for each in salvage(piece)]
    assert [exchange.url for exchange in found] == [f"https://{MEHR}/robots.txt", f"https://{MEHR}/news/7"]


def test_storage_out_of_reach_keeps_the_archive_and_the_next_run_sends_it(s3, room, scrapy, tmp_path) -> None:
    done = crawl(scrapy, room, f"{s3}/later", AWS_ENDPOINT_URL="http://127.0.0.1:1", AWS_MAX_ATTEMPTS="1")
    assert done.returncode == Exit.FINE
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("newscrawler:")]
    assert "could not be sent to s3://archive/later/" in line
    assert line.endswith("the archive is safe here, the next run sends it")
    assert "Traceback" not in done.stderr
    (kept,) = (tmp_path / "data/warc").iterdir()
    assert crawl(scrapy, room, f"{s3}/later").returncode == Exit.FINE
    assert list((tmp_path / "data/warc").iterdir()) == []
    assert f"later/{kept.name}" in names("archive/later")
    assert len(names("archive/later")) == 2


KILLED = """
import os, signal, sys
from pathlib import Path
import s3fs
from newscrawler.archive import uploading
uploading._ATOMIC["s3"]["chunksize"] = 5 << 20
sent, call = [], s3fs.S3FileSystem._call_s3
async def counting(self, method, *words, **given):
    done = await call(self, method, *words, **given)
    if method == "upload_part":
        sent.append(1)
        if len(sent) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
    return done
s3fs.S3FileSystem._call_s3 = counting
uploading.send_away([Path(sys.argv[1])], sys.argv[2])
"""


def test_a_killed_upload_leaves_nothing_under_the_name(s3, tmp_path) -> None:
    path = tmp_path / "large.warc.gz"
    path.write_bytes(os.urandom(24 << 20))
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path), f"{s3}/cut"], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert names("archive/cut") == []
    assert path.exists()
    upload(path, f"{s3}/cut/{path.name}")
    assert names("archive/cut") == ["cut/large.warc.gz"]


def test_where_names_can_be_seen_early_a_file_is_renamed_when_whole(tmp_path, monkeypatch) -> None:
    pytest.importorskip("fsspec")
    from fsspec.implementations.local import LocalFileSystem

    source, target = tmp_path / "a.warc.gz", tmp_path / "there/a.warc.gz"
    source.write_bytes(b"whole")

    def torn(_self, _path, to, **_) -> None:
        (tmp_path / "there").mkdir(exist_ok=True)
        assert not to.endswith(".warc.gz")
        raise OSError("the line broke")

    with monkeypatch.context() as patch:
        patch.setattr(LocalFileSystem, "put_file", torn)
        with pytest.raises(StorageError, match="could not be sent to .*: the line broke"):
            upload(source, f"file://{target}")
    assert not target.exists()
    upload(source, f"file://{target}")
    assert target.read_bytes() == b"whole"
    assert [each.name for each in target.parent.iterdir()] == ["a.warc.gz"]


def test_a_set_goes_to_and_comes_from_object_storage(s3, scrapy, tmp_path) -> None:
    for path in SAMPLES:
        upload(Path(path), f"{s3}/samples/{path.rpartition('/')[2]}")
    done = scrapy("reparse", f"{s3}/samples", "--to", f"{s3}/sets/one")
    assert done.returncode == Exit.FINE, done.stderr
    assert done.stdout.startswith("23 articles, 0 rejected")
    assert names("archive/sets/one") == [
        "sets/one/articles/month=2026-11/part-00000.jsonl",
        "sets/one/counts.json",
    ]
    again = scrapy("reparse", f"{s3}/samples", "--to", f"{s3}/sets/one")
    assert again.returncode == Exit.USAGE
    assert "exists already" in again.stderr
    missing = scrapy("reparse", f"{s3}/samples/none.warc.gz", "--to", f"{s3}/sets/two")
    assert missing.returncode == Exit.USAGE
    assert "no WARC file is there" in missing.stderr


def test_an_address_without_its_library_is_told_before_anything_is_asked(room, scrapy) -> None:
    done = crawl(scrapy, room, "s4://nowhere")
    assert done.returncode == Exit.USAGE
    assert "s4 storage needs a library that is not here" in done.stderr
    assert room.log == []
