"""Archives read in pieces and past damage: everything that is whole is found, everything broken is told."""

from __future__ import annotations

import gzip
import random
from datetime import UTC, datetime

import pytest

from newscrawler.archive import ArchiveError, Exchange, WarcWriter, read_records
from newscrawler.archive.places import expand
from newscrawler.archive.salvage import Broken, pieces, salvage
from tests.conftest import ROOT

NOW = datetime(2026, 9, 2, 12, 0, tzinfo=UTC)
MORNING = ROOT / "samples/morning.warc.gz"


def everything(path, size: int = 1 << 20):
    return [found for piece in pieces(str(path), size) for found in salvage(piece)]


def offsets(found):
    return [each[0] for each in found if not isinstance(each, Broken)]


def broken(found):
    return [each for each in found if isinstance(each, Broken)]


@pytest.mark.parametrize("size", [700, 5000, 1 << 20])
def test_pieces_of_any_size_hold_every_record_once(size) -> None:
    whole = [(offset, exchange.url, exchange.status) for offset, exchange in read_records(MORNING)]
    found = everything(MORNING, size)
    assert [(offset, exchange.url, exchange.status) for offset, exchange in found] == whole


@pytest.mark.parametrize("size", [900, 1 << 20])
def test_an_archive_that_is_not_compressed_is_cut_the_same_way(tmp_path, size) -> None:
    path = tmp_path / "plain.warc"
    path.write_bytes(gzip.decompress(MORNING.read_bytes()))
    assert [each[1].url for each in everything(path, size)] == [each.url for _, each in read_records(path)]


def test_a_damaged_record_costs_nothing_but_itself(tmp_path) -> None:
    data = bytearray(MORNING.read_bytes())
    whole = [offset for offset, _ in read_records(MORNING)]
    hit = whole[7]
    data[hit + 40 : hit + 60] = bytes(20)
    path = tmp_path / "hit.warc.gz"
    path.write_bytes(data)
    for size in (800, 1 << 20):
        found = everything(path, size)
        assert offsets(found) == [offset for offset in whole if offset != hit]
        (wound,) = broken(found)
        assert wound.offset == hit
        assert wound.reason.startswith("damaged: ")


def test_random_damage_never_raises_and_never_invents(tmp_path) -> None:
    whole = {offset: exchange.url for offset, exchange in read_records(MORNING)}
    path = tmp_path / "hit.warc.gz"
    for seed in range(30):
        dice, data = random.Random(seed), bytearray(MORNING.read_bytes())
        for _ in range(dice.randint(1, 8)):
            data[dice.randrange(2, len(data))] = dice.randrange(256)
        path.write_bytes(data[: dice.randint(len(data) // 2, len(data))])
        found = everything(path)
        for offset, exchange in (each for each in found if not isinstance(each, Broken)):
            assert whole[offset] == exchange.url


def test_a_torn_tail_is_told(tmp_path) -> None:
    path = tmp_path / "torn.warc.gz"
    path.write_bytes(MORNING.read_bytes()[:-400])
    (wound,) = broken(everything(path))
    assert wound.reason == "torn: the file ends inside it"
    path = tmp_path / "torn.warc"
    path.write_bytes(gzip.decompress(MORNING.read_bytes())[:-100])
    assert [each.reason for each in broken(everything(path))] == ["torn: the file ends inside it"]


def test_a_record_whose_content_was_changed_is_told_by_its_digest(tmp_path) -> None:
    plain = gzip.decompress(MORNING.read_bytes())
    path = tmp_path / "changed.warc"
    path.write_bytes(plain.replace(b"Disallow: /fa/search", b"Disallow: /fa/seargh", 1))
    assert [each.reason for each in broken(everything(path))] == ["its content does not match its digest"]


def test_content_is_decoded_and_a_bomb_is_told(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("newscrawler.archive.salvage.LARGEST", 1 << 20)
    writer = WarcWriter(tmp_path / "a.warc.gz", started=NOW)
    headers = ((b"Content-Encoding", b"gzip"),)
    for size in (100, 5 << 20):
        body = gzip.compress(b"x" * size)
        writer.write(Exchange(url=f"https://a.ir/{size}", date=NOW, status=200, headers=headers, body=body))
    writer.close()
    found = everything(writer.path)
    assert found[0][1].body == b"x" * 100
    assert found[1].reason == f"a body of more than {1 << 20} bytes"


def test_what_is_no_archive_is_one_line(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")
    with pytest.raises(ArchiveError, match=r"a\.txt: not a WARC file"):
        pieces(str(path))
    with pytest.raises(ArchiveError, match="nowhere: no WARC file is there"):
        list(expand([str(tmp_path / "nowhere")]))
    assert list(expand([str(ROOT / "samples")])) == [str(ROOT / "samples/evening.warc.gz"), str(MORNING)]
