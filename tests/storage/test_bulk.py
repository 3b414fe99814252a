"""Many articles at once: what a crawl would have stored, on either database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

import newscrawler
from newscrawler.helping import Helper
from newscrawler.storage import bulk
from newscrawler.storage.bulk import load
from newscrawler.storage.database import open_database
from newscrawler.storage.schema import articles, stories, story_log, versions
from newscrawler.storage.store import Store
from tests.city import paragraphs
from tests.commands.test_shared import create
from tests.storage.test_store import article, save

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 8, 31, 23, 30, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path) -> Iterator[Store]:
    sqlite = f"sqlite:///{tmp_path / 'a.db'}"
    url = sqlite if request.param == "sqlite" else create(request.getfixturevalue("postgres"), "bulk")
    store = Store(open_database(url), lambda: NOW)
    yield store
    store.close()
    store.engine.dispose()


def rows(store: Store, table: sa.Table, *but: str) -> list[dict]:
    found = store.connection.execute(sa.select(table)).mappings().all()
    return [{name: value for name, value in row.items() if name not in but} for row in found]


def test_it_stores_what_a_crawl_would_and_the_index_knows_it(store) -> None:
    texts = {n: "\n\n".join(paragraphs(str(n))) + "\t\\N" for n in range(1, 60)}
    made_up = [article(n, article_body=text, story_id=f"story:{n}") for n, text in texts.items()]
    made_up += [
        article(100, duplicate_of="mehrnews:1", story_id="story:1", similarity=0.9, tags=["الف", "\\."])
    ]
    assert load(store, made_up) == 60
    assert load(store, [*made_up, article(200, article_body="متنی دیگر")]) == 1
    assert store.article("mehrnews:7").article_body == made_up[6].article_body
    assert store.article("mehrnews:100").tags == ["الف", "\\."]
    assert [len(rows(store, table)) for table in (articles, versions, stories)] == [61, 61, 60]
    store.commit()
    assert save(store, article(7, article_body=made_up[6].article_body)) == "unchanged"
    copied = article(300, outlet="zistonline", article_body=made_up[6].article_body)
    assert save(store, copied) == "copy"


def test_a_version_is_the_one_a_crawl_would_have_stored(store) -> None:
    bodies = ["\n\n".join(paragraphs(str(number))) for number in (1, 2)]
    load(store, [article(1, article_body=bodies[0])])
    save(store, article(2, article_body=bodies[1]))
    loaded, crawled = rows(store, versions, "article_id", "revision", "article_body", "content_hash")
    assert loaded == crawled
    assert [each["article_body"] for each in rows(store, versions)] == bodies


def test_the_articles_of_one_database_load_into_another(store, tmp_path) -> None:
    place = tmp_path / "old.db"
    old = Store(open_database(f"sqlite:///{place}"), lambda: NOW)
    for number in range(1, 6):
        save(old, article(number, article_body="\n\n".join(paragraphs(str(number)))))
    old.commit()
    with newscrawler.open(place) as archive:
        assert load(store, archive.articles()) == 5
    told = ("revision", "first_seen", "last_seen")
    assert rows(store, articles, *told) == rows(old, articles, *told)
    old.close()
    old.engine.dispose()


def test_it_goes_on_without_its_helper(store, monkeypatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 10)
    monkeypatch.setattr(bulk, "Helper", Killed)
    made_up = [article(n, article_body="\n\n".join(paragraphs(str(n)))) for n in range(1, 31)]
    assert load(store, made_up) == 30
    entries = rows(store, story_log)
    assert [each["article_id"] for each in entries] == [each.id for each in made_up]
    assert all(each["grams"] for each in entries)


class Killed(Helper):
    """A process that is gone."""

    def __init__(self) -> None:
        super().__init__()
        self._process.kill()
        self._process.wait()
