from __future__ import annotations

import gzip
import os
import zlib
from base64 import b32encode
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from newscrawler.archive import (
    ArchiveError,
    ArchiveWriteError,
    Exchange,
    Replay,
    WarcWriter,
    began,
    index,
    open_archives,
    read_record,
    read_records,
)
from newscrawler.archive.writing import _base32
from newscrawler.errors import Exit

if TYPE_CHECKING:
    from pathlib import Path

DATE = datetime(2026, 9, 2, 11, 30, 23, 500_000, tzinfo=UTC)


def exchange(url: str = "https://a.ir/1", body: bytes = b"<p>x</p>", **more) -> Exchange:
    given = {"status": 200, "date": DATE, "headers": ((b"Content-Type", b"text/html"),)} | more
    return Exchange(url=url, body=body, **given)


def archive(path: Path, *exchanges: Exchange) -> Path:
    writer = WarcWriter(path, started=DATE)
    for each in exchanges:
        writer.write(each)
    writer.close()
    return path


def test_digests_are_written_as_others_write_them() -> None:
    for digest in (bytes(20), bytes(range(20)), b"\xff" * 20, sha1(b"x").digest()):
        assert _base32(digest) == b32encode(digest).decode()


def test_what_is_written_is_read_back_at_the_offset_told(tmp_path) -> None:
    headers = ((b"Set-Cookie", b"a"), (b"Set-Cookie", b"b"), (b"Content-Encoding", b"gzip"))
    first = exchange(body=gzip.compress(b"hello"), headers=headers, ip="192.0.2.1")
    second = exchange("https://a.ir/%D8%A7", status=404, reason="Gone Away", truncated=True)
    writer = WarcWriter(tmp_path / "data" / "warc" / "run.warc.gz", root=tmp_path / "data")
    positions = [writer.write(each) for each in (first, second)]
    writer.flush()
    assert {position.file for position in positions} == {"warc/run.warc.gz"}
    read = [read_record(tmp_path / "data" / file, offset) for file, offset in positions]
    assert [(each.url, each.status, each.reason, each.body) for each in read] == [
        ("https://a.ir/1", 200, "OK", first.body),
        ("https://a.ir/%D8%A7", 404, "Gone Away", second.body),
    ]
    assert read[0].headers == (*headers, (b"Content-Length", b"%d" % len(first.body)))
    assert (read[0].date, read[0].ip, read[1].truncated) == (DATE, "192.0.2.1", True)
    writer.close()


def test_each_record_is_a_gzip_member_and_another_library_agrees(tmp_path) -> None:
    request = ((b"User-Agent", b"newscrawler"), (b"Cookie", b"secret"), (b"Authorization", b"secret"))
    path = archive(tmp_path / "a.warc.gz", exchange(request_headers=request), exchange("https://a.ir/2"))
    with path.open("rb") as stream:
        records = [
            (r.rec_type, r.rec_headers["WARC-Target-URI"], r.content_stream().read(), r.http_headers)
            for r in ArchiveIterator(stream, check_digests="raise")
        ]
    assert [kind for kind, *_ in records] == ["warcinfo", "response", "request", "response"]
    assert records[1][2] == b"<p>x</p>"
    assert records[2][3].get_header("User-Agent") == "newscrawler"
    assert b"secret" not in gzip.decompress(path.read_bytes())
    for entry in index(path)[0]:
        assert b"WARC/1.1" in zlib.decompress(path.read_bytes()[entry.offset :], 31)[:8]


def test_a_joined_body_claims_no_chunks_and_a_304_keeps_its_length(tmp_path) -> None:
    chunked = exchange(headers=((b"Transfer-Encoding", b"chunked"),))
    unchanged = exchange(body=b"", status=304, headers=((b"ETag", b'"1"'), (b"Content-Length", b"99")))
    read = [each for _, each in read_records(archive(tmp_path / "a.warc.gz", chunked, unchanged))]
    assert read[0].headers == ((b"Content-Length", b"8"),)
    assert read[1].headers == unchanged.headers


def test_a_header_cannot_smuggle_a_line(tmp_path) -> None:
    path = archive(tmp_path / "a.warc.gz", exchange(headers=((b"X", b"a\r\nSet-Cookie: b"),)))
    assert read_record(path, index(path)[0][0].offset).headers[0] == (b"X", b"a Set-Cookie: b")


def test_an_existing_file_is_never_reopened(tmp_path) -> None:
    path = archive(tmp_path / "a.warc.gz")
    before = path.read_bytes()
    with pytest.raises(ArchiveWriteError, match="exists already"):
        WarcWriter(path)
    assert path.read_bytes() == before


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110
def test_a_full_disk_is_one_clear_error_and_ends_the_writing(tmp_path) -> None:
    writer = WarcWriter(tmp_path / "a.warc.gz")
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, writer._file.fileno())
    writer.write(exchange())
    with pytest.raises(
        ArchiveWriteError, match=r"can't write the archive .*No space left on device"
    ) as caught:
        writer.flush()
    assert caught.value.code == Exit.STORAGE
    with pytest.raises(ArchiveWriteError):
        writer.write(exchange())
    writer._file.raw.close()
    os.close(full)


def test_a_folder_that_cannot_be_made_is_told(tmp_path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveWriteError, match="can't create the archive"):
        WarcWriter(tmp_path / "file" / "a.warc.gz")


@pytest.mark.parametrize("kept", [1, 9, 10, 40, 200, -100])
def test_a_torn_tail_is_read_up_to_the_tear_and_told(tmp_path, kept: int) -> None:
    path = archive(tmp_path / "a.warc.gz", exchange(), exchange("https://a.ir/2", body=os.urandom(500)))
    data, last = path.read_bytes(), index(path)[0][-1].offset
    path.write_bytes(data[: last + kept] if kept > 0 else data[:kept])
    entries, problem = index(path)
    assert [entry.url for entry in entries] == ["https://a.ir/1"]
    assert problem
    assert str(path) in problem
    assert [each.url for _, each in read_records(path)] == ["https://a.ir/1"]


def test_a_record_that_lacks_only_its_checksum_is_kept_and_told(tmp_path) -> None:
    path = archive(tmp_path / "a.warc.gz", exchange(), exchange("https://a.ir/2"))
    path.write_bytes(path.read_bytes()[:-1])
    entries, problem = index(path)
    assert [entry.url for entry in entries] == ["https://a.ir/1", "https://a.ir/2"]
    assert problem


def test_a_whole_file_is_not_called_torn(tmp_path) -> None:
    assert index(archive(tmp_path / "a.warc.gz", exchange(), exchange()))[1] is None


@pytest.mark.parametrize(
    "content",
    [b"", b"hello world" * 100, gzip.compress(b"hello" * 99), b"\x1f\x8b\x08 torn", b"\x89PNG\r\n\x1a\n" * 9],
    ids=["empty", "text", "gzip", "torn", "picture"],
)
def test_a_foreign_file_is_refused_in_one_line(tmp_path, content: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    for use in (index, lambda p: open_archives(str(p)), lambda p: began(str(p))):
        with pytest.raises(ArchiveError) as caught:
            use(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
        assert caught.value.code == Exit.USAGE


def test_a_missing_file_a_folder_and_no_name_are_refused(tmp_path) -> None:
    for names in (str(tmp_path / "none.warc.gz"), str(tmp_path), " , "):
        with pytest.raises(ArchiveError):
            open_archives(names)


def test_an_offset_without_a_record_is_refused(tmp_path) -> None:
    path = archive(tmp_path / "a.warc.gz", exchange())
    with pytest.raises(ArchiveError, match="byte 5"):
        read_record(path, 5)


def test_answers_come_in_order_of_recording_and_the_last_repeats(tmp_path) -> None:
    later = DATE + timedelta(hours=9)
    path = archive(tmp_path / "a.warc.gz", exchange(body=b"1"), exchange(body=b"2", date=later))
    replay = Replay([path])
    assert replay.clock == DATE
    assert [replay.answer("https://a.ir/1#top").exchange.body for _ in range(3)] == [b"1", b"2", b"2"]
    assert replay.clock == later
    assert replay.answer("https://a.ir/none") is None


def test_a_304_is_for_conditional_requests_only(tmp_path) -> None:
    unchanged = exchange(status=304, body=b"")
    replay = Replay([archive(tmp_path / "a.warc.gz", exchange(), unchanged)])
    assert replay.answer("https://a.ir/1").exchange.status == 200
    assert replay.answer("https://a.ir/1").exchange.status == 200
    assert replay.answer("https://a.ir/1", conditional=True).exchange.status == 304
    only = Replay([archive(tmp_path / "b.warc.gz", unchanged)])
    assert only.answer("https://a.ir/1") is None
    assert only.answer("https://a.ir/1", conditional=True).exchange.status == 304


def test_several_archives_are_one_and_spellings_of_an_address_are_one(tmp_path) -> None:
    one = archive(tmp_path / "1.warc.gz", exchange("https://a.ir/news/خبر"))
    two = archive(tmp_path / "2.warc.gz", exchange("https://a.ir/2"))
    replay = open_archives(f"{one}, {two}")
    assert replay.answer("https://a.ir/news/%D8%AE%D8%A8%D8%B1").position.file == str(one)
    assert replay.answer("https://a.ir/2").position.file == str(two)


def test_an_archive_of_another_writer_is_read_chunks_and_revisits_too(tmp_path) -> None:
    path = tmp_path / "a.warc"
    block = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    unchanged = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=False)
        for kind, content in (("response", block), ("revisit", unchanged), ("revisit", block)):
            headers = (
                f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://a.ir/1>\r\n"
                f"WARC-Date: 2026-09-02T11:30:23Z\r\nContent-Type: application/http; msgtype=response\r\n"
                f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Length: {len(content)}\r\n\r\n"
            )
            writer.out.write(headers.encode() + content + b"\r\n\r\n")
    entries, problem = index(path)
    assert ([entry.status for entry in entries], problem) == ([200, 304], None)
    read = read_record(path, entries[0].offset)
    assert (read.url, read.body, read.headers) == ("https://a.ir/1", b"abc", ())
