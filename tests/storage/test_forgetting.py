"""Taking articles down, on SQLite and on PostgreSQL: who inherits a story, what may not come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from newscrawler.errors import InputError
from newscrawler.storage.bulk import load
from newscrawler.storage.feed import Feed
from newscrawler.storage.forgetting import forget, named
from newscrawler.storage.frontier import Frontier, Page
from newscrawler.storage.schema import articles, feed_log, forgotten, sightings, stories, versions
from newscrawler.storage.store import Store
from tests.storage import test_store as stored

engine, store = stored.engine, stored.store
article, save = stored.article, stored.save


LATER = stored.NOON + timedelta(hours=1)


def state(store: Store) -> dict[str, str | None]:
    rows = sa.select(articles.c.id, articles.c.duplicate_of).order_by(articles.c.id)
    return {row[0]: row[1] for row in store.connection.execute(rows)}


def test_the_best_copy_inherits_the_story_and_later_copies_join_it(store: Store, tmp_path) -> None:
    for each in (
        article(1),
        article(2, "isna", date_published=LATER),
        article(3, "titronline", completeness="copy"),
    ):
        save(store, each)
    store.commit()
    story = store.connection.scalar(sa.select(articles.c.story_id).where(articles.c.id == "mehrnews:1"))
    (gone,) = forget(store, named(store, ["mehrnews:1"], []))
    assert (gone.id, gone.heir, gone.copies) == ("mehrnews:1", "isna:2", ("isna:2", "titronline:3"))
    assert state(store) == {"isna:2": None, "titronline:3": "isna:2"}
    assert store.connection.execute(sa.select(stories.c.story_id, stories.c.article_id)).all() == [
        (story, "isna:2")
    ]
    told = sa.select(feed_log.c.article_id, feed_log.c.supersedes).order_by(feed_log.c.seq)
    assert store.connection.execute(told).all() == [("mehrnews:1", None), ("isna:2", "mehrnews:1")]
    assert save(store, article(4, "irna", date_published=LATER + timedelta(hours=1))) == "copy"
    assert state(store)["irna:4"] == "isna:2"
    feed = Feed(tmp_path)
    assert feed.catch_up(store.connection) == 2
    (path,) = tmp_path.glob("*.jsonl")
    assert '"forgotten": true' in path.read_text("utf-8").split("\n")[0]


def test_nothing_of_it_is_left_and_neither_id_nor_address_comes_back(store: Store) -> None:
    item = article(1)
    assert save(store, item) == "new"
    assert save(store, replace(item, article_body="متنی دیگر. " * 30)) == "updated"
    row = {"url": item.canonical_url, "shown_on": "l", "outlet": "x", "seen_at": stored.NOON, "headline": "ه"}
    store.saw([row])
    frontier = Frontier(store)
    page = Page(item.canonical_url, item.url, "mehrnews", hints={"headline": "ه"})
    assert frontier.listed("l", [page]) == [page]
    store.commit()
    forget(store, named(store, [], [item.canonical_url]), "asked for")
    for table in (articles, versions, sightings, stories):
        assert store.connection.execute(sa.select(table)).all() == []
    assert store.connection.execute(sa.select(forgotten.c.id, forgotten.c.reason)).all() == [
        ("mehrnews:1", "asked for")
    ]
    store.saw([row])
    assert Frontier(store).listed("l", [page], again=True) == []
    assert Frontier(store).hop(page) is None
    assert store.connection.execute(sa.select(sightings)).all() == []
    assert store.barred().bars(item)
    assert store.barred().bars(article(1, id="isna:77"))
    assert not store.barred().bars(article(2))
    assert load(store, [item, article(5, story_id="s")]) == 1
    assert state(store) == {"mehrnews:5": None}


def test_a_copy_goes_alone_and_copies_go_together(store: Store) -> None:
    for each in (
        article(1),
        article(2, "isna", date_published=LATER),
        article(3, "irna", date_published=LATER),
    ):
        save(store, each)
    store.commit()
    (gone,) = forget(store, named(store, ["isna:2"], []))
    assert (gone.heir, gone.copies) == (None, ())
    assert state(store) == {"irna:3": "mehrnews:1", "mehrnews:1": None}
    assert named(store, ["mehrnews:1"], [], copies=True) == ["mehrnews:1", "irna:3"]
    assert [each.heir for each in forget(store, ["mehrnews:1", "irna:3"])] == [None, None]
    assert state(store) == {}
    assert save(store, article(4, "khabaronline")) == "new"


def test_a_copy_that_waited_for_it_stands_for_itself(store: Store) -> None:
    origin = article(1)
    save(store, origin)
    copy = article(9, "titronline", article_body="چیز دیگری. " * 40, completeness="copy")
    save(store, copy, origin=origin.canonical_url, awaits=True)
    store.commit()
    forget(store, ["mehrnews:1"])
    assert store.connection.scalars(sa.select(articles.c.awaits_origin)).all() == [0]
    last = sa.select(feed_log.c.article_id).order_by(feed_log.c.seq.desc()).limit(1)
    assert store.connection.scalar(last) == "titronline:9"


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_another_process_learns_of_it_with_its_next_turn(store: Store, engine: sa.Engine) -> None:
    save(store, article(1))
    store.commit()
    other = Store(engine, stored.Clock())
    assert not other.barred().bars(article(1))
    other.rollback()
    forget(store, ["mehrnews:1"])
    other.lock_writers()
    assert other.barred().bars(article(1))
    other.close()


def test_unknown_names_are_refused_together(store: Store) -> None:
    save(store, article(1))
    store.commit()
    with pytest.raises(InputError, match="mehrnews:7 is not stored"):
        named(store, ["mehrnews:1", "mehrnews:7"], [])
    assert state(store) == {"mehrnews:1": None}
