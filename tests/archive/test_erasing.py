"""A record gives way to an empty one of the same length; all others stay where they are."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fastwarc.warc import ArchiveIterator

from newscrawler.archive import ArchiveError, Exchange, WarcWriter, index, read_record, read_records
from newscrawler.archive.erasing import erase, filler
from newscrawler.archive.salvage import pieces, salvage

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)


def page(number: int, text: str) -> Exchange:
    url = f"https://www.mehrnews.com/news/{number}"
    headers = ((b"Host", b"www.mehrnews.com"),)
    return Exchange(url=url, date=NOON, status=200, body=text.encode(), request_headers=headers)


def test_an_erased_page_is_gone_and_every_other_stays_at_its_byte(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path / "a.warc.gz")
    places = [writer.write(page(n, f"شهردار {n} بار گفت. " * 50 * n)).offset for n in range(1, 5)]
    writer.close()
    before = writer.path.stat().st_size
    erase(writer.path, places[1])
    assert writer.path.stat().st_size == before
    assert "شهردار 2 بار" not in gzip.decompress(writer.path.read_bytes()).decode()
    entries, torn = index(writer.path)
    assert torn is None
    assert [entry.offset for entry in entries] == [places[0], *places[2:]]
    assert [offset for offset, _ in read_records(writer.path)] == [places[0], *places[2:]]
    assert read_record(writer.path, places[2]).body.decode().startswith("شهردار 3")
    with pytest.raises(ArchiveError, match="no answer is recorded"):
        read_record(writer.path, places[1])
    (piece,) = pieces(str(writer.path))
    assert [each[0] for each in salvage(piece)] == [places[0], *places[2:]]  # nothing is told as broken


@pytest.mark.parametrize("length", [*range(300, 480), 1_300, 10_300, 65_540, *range(65_790, 65_830), 200_000])
def test_a_filler_has_the_length_asked_for_and_is_a_warc_record(length: int) -> None:
    made = filler(length)
    assert len(made) == length
    told = [(each.headers["WARC-Type"], each.reader.read()) for each in ArchiveIterator(io.BytesIO(made))]
    assert [(kind, text.strip()) for kind, text in told] == [("metadata", b"taken down on request")]


def test_what_cannot_be_erased_is_told_in_one_line(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path / "a.warc.gz")
    offset = writer.write(page(1, "متن")).offset
    writer.close()
    for place in (offset + 3, 10_000):
        with pytest.raises(ArchiveError, match="no record to erase at byte"):
            erase(writer.path, place)
    with pytest.raises(ArchiveError, match="No such file"):
        erase(tmp_path / "b.warc.gz", 0)
    with pytest.raises(ArchiveError, match="too short"):
        filler(100)
