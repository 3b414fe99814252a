"""The API of notebooks."""

from __future__ import annotations

import builtins
from datetime import date

import polars as pl
import pyarrow as pa
import pytest

import newscrawler
from newscrawler.errors import InputError, StorageError
from newscrawler.items import Article
from tests.handoff.newsstand import article, store


@pytest.fixture
def news(stock):
    with newscrawler.open(stock.removeprefix("sqlite:///")) as opened:
        yield opened


def test_articles_come_as_they_were_stored(news) -> None:
    found = {each.id: each for each in news.articles()}
    assert len(found) == 14
    assert found["mehrnews:6"] == article(6)
    assert isinstance(found["mehrnews:3"], Article)
    assert found["mehrnews:3"].version == 2


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({"since": "1405-06-20"}, 4),
        ({"since": date(2026, 9, 11)}, 4),
        ({"outlet": ["isna", "mehrnews"], "originals": True}, 9),
        ({"query": "دستگاه هاي"}, 13),
        ({"kind": "aggregator"}, 5),
        ({"section": "عمران", "until": "2026-09-03"}, 2),
    ],
)
def test_what_is_asked_for(news, asked, rows) -> None:
    wanted = news.articles(**asked)
    assert len(list(wanted)) == wanted.arrow().num_rows == rows
    assert news.sightings(**asked).arrow().num_rows == rows


def test_a_table_and_frames(news) -> None:
    table = news.articles().arrow()
    assert table.schema.field("date_published").type == pa.timestamp("us", tz="Asia/Tehran")
    frame = news.articles().pandas()
    assert str(frame.date_published.dt.tz) == "Asia/Tehran"
    assert frame.set_index("id").tags["mehrnews:6"].tolist() == ["پل", "شهر"]
    assert news.articles().polars().filter(pl.col("version") > 1)["id"].to_list() == ["mehrnews:3"]
    assert sum(batch.num_rows for batch in news.articles().batches()) == len(frame) == 14
    assert news.articles(since="1300-01-01", until="1300-01-02").pandas().empty


def test_versions_and_sightings(news) -> None:
    texts = [row for row in news.versions(outlet="mehrnews") if row["article_id"] == "mehrnews:3"]
    assert [row["version"] for row in texts] == [1, 2]
    assert texts[0]["first_seen"].tzinfo is not None
    assert {row["outlet"] for row in news.sightings(outlet="isna")} == {"isna"}


def test_what_is_wrong_is_told_in_a_line(news, tmp_path, monkeypatch) -> None:
    with pytest.raises(InputError, match="there is no database at"):
        newscrawler.open(tmp_path / "none.db")
    (tmp_path / "x.db").write_bytes(b"no database" * 100)
    with pytest.raises(StorageError, match="cannot open the database"):
        newscrawler.open(tmp_path / "x.db")
    with pytest.raises(InputError, match="is no day"):
        news.articles(since="yesterday")
    whole = builtins.__import__

    def without(name: str, *more: object, **other: object) -> object:
        if name == "pandas":
            raise ImportError
        return whole(name, *more, **other)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match="pandas is not installed; get it with: pip install pandas"):
        news.articles().pandas()


def test_postgresql_too(postgres) -> None:
    from tests.commands.test_shared import create

    url = create(postgres, "handoff_api")
    store(url, map(article, range(3)))
    with newscrawler.open(url) as news:
        assert list(news.articles(query="دستگاه های")) == [article(0), article(1), article(2)]
        assert news.articles().pandas().shape == (3, 38)


def test_a_crawl_may_write_while_somebody_reads(tmp_path) -> None:
    url = f"sqlite:///{tmp_path}/newscrawler.db"
    store(url, map(article, range(3)))
    with newscrawler.open(url) as news:
        reading = iter(news.articles())
        next(reading)
        store(url, [article(3)])
        assert len(list(reading)) == 2
        assert len(list(news.articles())) == 4
