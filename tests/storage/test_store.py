"""Articles, versions, copies and originals, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from newscrawler.dedup import Stored, StoryIndex
from newscrawler.dedup.decision import story_of
from newscrawler.items import Article, Image
from newscrawler.storage.database import open_database
from newscrawler.storage.feed import Feed
from newscrawler.storage.frontier import MAX_TRIES, POLLS, Frontier, Page, next_poll
from newscrawler.storage.placing import place
from newscrawler.storage.schema import articles, feed_log, metadata, stories, versions
from newscrawler.storage.store import Store
from newscrawler.storage.story_log import StoryLog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 9, 2, 8, 30, tzinfo=UTC)
BODY = (
    "شهردار از آغاز کار پل تازه خبر داد و گفت دستگاه‌های اجرایی آماده‌اند تا این طرح را پیش از زمستان به پایان برسانند. "
    * 3
)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    if request.param == "sqlite":
        engine = open_database(f"sqlite:///{tmp_path / 'news.db'}")
    else:
        engine = open_database(request.getfixturevalue("postgres"))
        with engine.begin() as connection:
            for table in metadata.sorted_tables:
                connection.execute(sa.delete(table))
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: sa.Engine) -> Iterator[Store]:
    store = Store(engine, Clock())
    yield store
    store.close()


def article(number: int = 1, outlet: str = "mehrnews", **fields: object) -> Article:
    url = f"https://{outlet}.example/news/{number}"
    base = Article(
        id=f"{outlet}:{number}",
        url=url,
        canonical_url=url,
        outlet=outlet,
        headline="آغاز کار پل تازه",
        article_body=BODY,
        date_published=NOON,
        completeness="full",
        images=[Image("https://img.example/1.jpg", "پل")],
        provenance={"headline": "test"},
    )
    return replace(base, **fields)


def save(store: Store, item: Article, *, origin: str | None = None, awaits: bool = False) -> str:
    """What the two pipelines do."""
    item = replace(item, source_url=origin)
    log = StoryLog(store)
    decision = place(item, store, log, StoryIndex(log), origin)
    names = ("version", "story_id", "duplicate_of", "similarity")
    item = replace(item, **{name: getattr(decision, name) for name in names})
    store.write(item, decision, awaits_origin=awaits and decision.kind == "new")
    return decision.kind


def lines(store: Store) -> list[tuple[str, int, str | None]]:
    rows = sa.select(feed_log.c.article_id, feed_log.c.version, feed_log.c.supersedes).order_by(
        feed_log.c.seq
    )
    return [tuple(row) for row in store.connection.execute(rows)]


def test_an_article_comes_back_as_it_went_in(store: Store) -> None:
    assert save(store, article()) == "new"
    found = store.article("mehrnews:1")
    assert found == replace(article(), story_id=story_of(article()))
    assert found.date_published.utcoffset() == timedelta(hours=3, minutes=30)
    assert lines(store) == [("mehrnews:1", 1, None)]


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    save(store, article())
    assert save(store, article(article_body=BODY + " او افزود هزینه دو برابر شده است.")) == "updated"
    rows = store.connection.execute(sa.select(versions).order_by(versions.c.version)).mappings().all()
    assert [(row["version"], row["changed"]) for row in rows] == [(1, []), (2, ["article_body"])]
    assert rows[0]["article_body"] == BODY
    assert lines(store) == [("mehrnews:1", 1, None), ("mehrnews:1", 2, None)]


def test_half_spaces_and_blanks_make_no_version(store: Store) -> None:
    save(store, article())
    assert save(store, article(article_body=BODY.replace("\u200c", "").replace(". ", ".  "))) == "unchanged"
    assert len(lines(store)) == 1


def test_a_half_space_stripped_copy_is_a_copy(store: Store) -> None:
    save(store, article())
    copy = article(9, "titronline", article_body=BODY.replace("\u200c", ""), completeness="copy")
    assert save(store, copy) == "copy"
    found = store.article("titronline:9")
    assert (found.duplicate_of, found.story_id, found.similarity) == ("mehrnews:1", story_of(article()), 1.0)
    assert len(lines(store)) == 1


def test_the_original_takes_the_place_of_its_copy_whichever_came_first(store: Store) -> None:
    copy = article(9, "titronline", completeness="copy")
    assert save(store, copy, origin="https://mehrnews.example/news/1") == "new"
    assert save(store, article()) == "new"
    assert store.article("titronline:9").duplicate_of == "mehrnews:1"
    assert store.article("mehrnews:1").story_id == store.article("titronline:9").story_id == story_of(copy)
    assert store.connection.scalar(sa.select(stories.c.article_id)) == "mehrnews:1"
    assert lines(store) == [("titronline:9", 1, None), ("mehrnews:1", 1, "titronline:9")]


def test_a_copy_that_awaits_its_origin_gets_no_line_when_the_origin_comes(store: Store) -> None:
    save(
        store,
        article(9, "titronline", completeness="copy"),
        origin="https://mehrnews.example/news/1",
        awaits=True,
    )
    save(store, article())
    assert store.release() == []
    assert lines(store) == [("mehrnews:1", 1, None)]
    assert store.connection.scalars(sa.select(stories.c.story_id)).all() == [story_of(article())]


def test_a_copy_whose_origin_failed_gets_its_line(store: Store) -> None:
    origin = "https://mehrnews.example/news/1"
    save(store, article(9, "titronline", completeness="copy"), origin=origin, awaits=True)
    assert lines(store) == []
    assert store.release(origin) == ["titronline:9"]
    assert lines(store) == [("titronline:9", 1, None)]


def test_a_link_to_the_origin_does_not_merge_what_differs(store: Store) -> None:
    other = "تیم ملی والیبال در دیدار دوستانه برابر میزبان خود شکست خورد و سرمربی از داوری گلایه کرد. " * 3
    copy = article(9, "titronline", completeness="copy", headline="والیبال", article_body=other)
    save(store, copy, origin="https://mehrnews.example/news/1")
    assert save(store, article()) == "new"
    assert store.article("titronline:9").duplicate_of is None


def test_a_text_is_told_whether_or_not_it_is_written_yet(store: Store) -> None:
    save(store, article(1))
    log = StoryLog(store)
    found = log.document(1)
    assert found == Stored("mehrnews:1", "آغاز کار پل تازه", BODY)
    store.commit()
    save(store, article(2, article_body=BODY[::-1]))
    assert log.document(1) == found
    assert log.document(3) is None


def test_what_is_not_committed_is_gone(engine: sa.Engine, store: Store) -> None:
    save(store, article())
    store.commit()
    save(store, article(2, headline="خبر دیگر", article_body="متن دیگری که هنوز ثبت نشده است."))
    store.rollback()
    with engine.connect() as connection:
        assert connection.scalars(sa.select(articles.c.id)).all() == ["mehrnews:1"]


def test_the_feed_is_completed_after_a_torn_line(store: Store, tmp_path: Path) -> None:
    save(store, article())
    save(store, article(2, headline="خبر دیگر", article_body="متن خبر دیگر"))
    store.commit()
    folder = tmp_path / "feed"
    assert Feed(folder).catch_up(store.connection) == 2
    file = folder / "2026-09-02.jsonl"
    whole = file.read_bytes()
    for cut in (len(whole) - 1, len(whole) - 40, whole.index(b"\n") + 1, 10, 0):
        file.write_bytes(whole[:cut])
        Feed(folder).catch_up(store.connection)
        assert file.read_bytes() == whole
    assert Feed(folder).catch_up(store.connection) == 0


def test_a_page_is_asked_for_once_a_run_and_again_when_its_listing_changed(store: Store) -> None:
    page = Page("https://a.example/news/1", "https://a.example/news/1/x", "a", digest="one")
    first = Frontier(store)
    assert first.listed("feed", [page, page]) == [page]
    assert first.listed("sitemap", [page]) == []
    first.done(page.url, "a:1")
    assert Frontier(store).listed("feed", [page]) == []
    changed = replace(page, digest="two")
    assert Frontier(store).listed("feed", [changed]) == [changed]
    assert [p.url for p in Frontier(store).pending("a")] == [page.url]


def test_a_page_that_never_answers_is_given_up_after_some_runs(store: Store) -> None:
    page = Page("https://a.example/news/1", "https://a.example/news/1", "a")
    Frontier(store).listed("feed", [page])
    for run in range(MAX_TRIES):
        assert Frontier(store).pending("a"), f"run {run}"
        Frontier(store).failed(page.url, "timeout")
    assert Frontier(store).pending("a") == []


def test_a_host_out_of_reach_costs_a_page_no_try(store: Store) -> None:
    page = Page("https://a.example/news/1", "https://a.example/news/1", "a")
    Frontier(store).listed("feed", [page])
    for _ in range(MAX_TRIES + 1):
        Frontier(store).failed(page.url, "robots.txt: status 503", counts=False)
    assert len(Frontier(store).pending("a")) == 1


def test_a_document_is_asked_for_the_less_the_longer_it_had_nothing_new(store: Store) -> None:
    frontier, url = Frontier(store), "https://www.mehrnews.com/rss"
    assert frontier.is_due(url)
    frontier.checked(url, "mehrnews", new=True)
    assert not frontier.is_due(url)
    now = store.clock()
    waits = [next_poll(now - timedelta(hours=h), now) - now for h in (0, 1, 8, 24, 1000)]
    assert waits == sorted(waits)
    assert (waits[0], waits[2], waits[-1]) == (POLLS[0], timedelta(hours=2), POLLS[1])


def test_a_page_that_moved_takes_its_copies_along(store: Store) -> None:
    origin = Page("https://a.example/s/x9", "https://a.example/s/x9", "t", via_url="https://t.example/9")
    frontier = Frontier(store)
    assert frontier.hop(origin) == origin
    save(store, article(9, "titronline", completeness="copy"), origin=origin.url, awaits=True)
    frontier.moved(origin, "https://mehrnews.example/news/1", "https://www.mehrnews.example/news/1")
    assert frontier.is_pending("https://mehrnews.example/news/1")
    assert not frontier.is_pending(origin.url)
    save(store, article())
    assert store.article("titronline:9").duplicate_of == "mehrnews:1"


def test_a_young_article_is_looked_at_again_at_growing_ages(store: Store) -> None:
    page = Page("https://a.example/news/1", "https://a.example/news/1", "a")
    frontier = Frontier(store)
    frontier.listed("feed", [page])
    store.clock.now = NOON + timedelta(minutes=10)
    frontier.done(page.url, "a:1", NOON)
    for age, due in (
        (0.5, False),
        (1.1, True),
        (3.9, False),
        (4.1, True),
        (23, False),
        (25, True),
        (300, False),
    ):
        store.clock.now = NOON + timedelta(hours=age)
        found = Frontier(store).due("a")
        assert bool(found) is due, age
        if found:
            Frontier(store).done(page.url, "a:1", NOON)


def test_an_article_without_an_instant_is_not_looked_at_again(store: Store) -> None:
    page = Page("https://a.example/news/1", "https://a.example/news/1", "a")
    Frontier(store).listed("feed", [page])
    Frontier(store).done(page.url, "a:1", None)
    store.clock.now = NOON + timedelta(days=3)
    assert Frontier(store).due("a") == []


def test_the_views_say_who_copied_whom(store: Store) -> None:
    save(store, article())
    save(store, article(9, "titronline", completeness="copy", article_body=BODY.replace("\u200c", "")))
    (row,) = store.connection.execute(sa.text("SELECT * FROM copies")).mappings()
    assert (row["copied_by"], row["copied_from"], row["similarity"]) == ("titronline", "mehrnews", 1.0)
    assert row["original_id"] == "mehrnews:1"
    assert datetime.fromisoformat(str(row["original_published"])) == NOON
    assert store.connection.scalar(sa.text("SELECT count(*) FROM originals")) == 1
