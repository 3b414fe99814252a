"""PostgreSQL's partitions: a key is one over all months, whatever way a row comes in, and so are upserts."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from newscrawler.dedup import StoryIndex
from newscrawler.storage.database import open_database
from newscrawler.storage.months import BY_ID, Months, made
from newscrawler.storage.placing import place
from newscrawler.storage.schema import articles, metadata, sightings
from newscrawler.storage.store import Store
from newscrawler.storage.story_log import StoryLog
from tests.city import paragraphs
from tests.commands.test_shared import create
from tests.storage.test_store import BODY, article

if TYPE_CHECKING:
    from collections.abc import Iterator

AUGUST = datetime(2026, 8, 31, 23, 30, tzinfo=UTC)
KEYS = ("article_keys", "sighting_keys")


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = AUGUST

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def engine(postgres) -> Iterator[sa.Engine]:
    engine = open_database(create(postgres, "months"))
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(engine, clock) -> Iterator[Store]:
    store = Store(engine, clock)
    yield store
    store.close()


def save(store: Store, item, origin: str | None = None) -> str:
    log = StoryLog(store)
    decision = place(item, store, log, StoryIndex(log), origin)
    item.version, item.story_id = decision.version, decision.story_id
    item.duplicate_of, item.similarity = decision.duplicate_of, decision.similarity
    store.write(item, decision)
    store.commit()
    return decision.kind


def ask(engine: sa.Engine, sql: str) -> list[tuple]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(sql))]


def sighting(clock: Clock, url: str = "u") -> dict:
    return {"url": url, "shown_on": "feed", "outlet": "x", "seen_at": clock()}


def test_the_migrations_lead_to_the_tables_of_the_code_here_too(engine) -> None:
    ours = {"articles", "sightings", *(table.name for table in metadata.sorted_tables)}

    def known(thing, name, kind, *_) -> bool:
        return name in ours if kind == "table" else kind == "column"

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": known})
        assert compare_metadata(context, metadata) == []


def test_an_article_seen_again_in_another_month_is_the_same_row(store, engine, clock) -> None:
    assert save(store, article(1)) == "new"
    clock.now = AUGUST + timedelta(hours=2)
    assert save(store, article(2, article_body=BODY[::-1])) == "new"
    assert save(store, article(1)) == "unchanged"
    assert save(store, article(1, headline="سرخط دیگر")) == "updated"
    rows = ask(
        engine,
        "SELECT id, tableoid::regclass::text, version, first_seen < last_seen FROM articles ORDER BY id",
    )
    assert rows == [("mehrnews:1", "articles_2026_08", 2, True), ("mehrnews:2", "articles_2026_09", 1, False)]
    found = store.article("mehrnews:1")
    assert (found.headline, found.version) == ("سرخط دیگر", 2)


def test_a_sighting_counts_the_first_time_whatever_the_month(store, engine, clock) -> None:
    store.saw([sighting(clock), sighting(clock, "other")])
    clock.now = AUGUST + timedelta(days=40)
    store.saw([sighting(clock), sighting(clock, "third")])
    store.commit()
    rows = ask(engine, "SELECT url, tableoid::regclass::text FROM sightings ORDER BY url")
    assert rows == [
        ("other", "sightings_2026_08"),
        ("third", "sightings_2026_10"),
        ("u", "sightings_2026_08"),
    ]


def test_no_way_of_writing_puts_an_id_into_two_months(store, engine, clock) -> None:
    save(store, article(1))
    with engine.begin() as connection:
        made(connection, 2026, 9)
    names = ", ".join(column.name for column in articles.columns if column.name != "first_seen")
    again = f"INSERT INTO articles ({names}, first_seen) SELECT {names}, '2026-09-05' FROM articles"
    with (
        pytest.raises(sa.exc.IntegrityError, match="mehrnews:1 was first seen at another time"),
        engine.begin() as c,
    ):
        c.execute(sa.text(again))
    with engine.begin() as connection:
        connection.execute(sa.delete(articles))
        connection.execute(sa.delete(sightings))
    assert [ask(engine, f"SELECT count(*) FROM {name}") for name in KEYS] == [[(0,)], [(0,)]]
    assert save(store, article(1)) in {"new", "copy"}


def test_a_row_is_looked_for_in_its_own_month_only(store, engine, clock) -> None:
    for month in range(6):
        clock.now = AUGUST + timedelta(days=31 * month)
        save(store, article(month, article_body=f"{month} {BODY}"))
    with engine.connect() as connection:
        compiled = BY_ID.params(asked="mehrnews:3").compile(engine, compile_kwargs={"literal_binds": True})
        lines = connection.exec_driver_sql(
            f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) {compiled}"
        ).scalars()
        scans = [line for line in lines if "articles_2026" in line or "articles_2027" in line]
    assert len([line for line in scans if "never executed" not in line and "rows=1" in line]) == 1
    assert len([line for line in scans if "never executed" in line]) == len(scans) - 1


def test_of_a_new_article_no_month_is_asked(store, engine, clock) -> None:
    for month in range(6):
        clock.now = AUGUST + timedelta(days=31 * month)
        save(store, article(month, article_body=f"{month} {BODY}"))
    asked: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda _, __, statement, *___: asked.append(statement))
    assert save(store, article(9, article_body=BODY[::-1])) == "new"
    assert any("article_keys" in each for each in asked)
    assert not [each for each in asked if each.startswith("SELECT") and "FROM articles" in each]


def test_what_was_taken_from_an_address_is_known_whatever_the_month(store, engine, clock) -> None:
    origins = "SELECT origin_url, id FROM article_origins ORDER BY id"
    origin = article(1)
    copy = article(9, "titronline", completeness="copy")
    save(store, copy, origin="https://elsewhere.example/1")
    assert ask(engine, origins) == [("https://elsewhere.example/1", "titronline:9")]
    store.origin_moved("https://elsewhere.example/1", origin.canonical_url)
    store.commit()
    assert ask(engine, origins) == [(origin.canonical_url, "titronline:9")]
    clock.now = AUGUST + timedelta(days=60)
    assert save(store, origin) == "new"
    assert store.article("titronline:9").duplicate_of == "mehrnews:1"
    store.connection.execute(sa.delete(articles).where(articles.c.id == "titronline:9"))
    store.commit()
    assert ask(engine, origins) == []


def test_a_look_that_finds_nothing_new_writes_no_index_and_no_text(store, engine) -> None:
    body = "\n\n".join(paragraph for n in range(30) for paragraph in paragraphs(str(n)))
    save(store, article(1, article_body=body))
    sizes = "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = 'articles_2026_08'"
    before = ask(engine, sizes)
    for _ in range(20):
        assert save(store, article(1, article_body=body)) == "unchanged"
    store.connection.execute(sa.text("SELECT pg_stat_force_next_flush()"))
    store.commit()
    assert before[0][0] > 0
    assert ask(engine, sizes) == before
    stats = "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'articles_2026_08'"
    ((updated, hot),) = ask(engine, stats)
    assert updated >= 20
    assert hot >= 0.8 * updated


def test_two_processes_may_want_the_same_month_at_once(engine) -> None:
    failures: list[BaseException] = []

    def want() -> None:
        try:
            with engine.begin() as connection:
                Months().ensure(connection, [datetime(2030, month, 3, tzinfo=UTC) for month in range(1, 13)])
        except sa.exc.SQLAlchemyError as error:
            failures.append(error)

    threads = [threading.Thread(target=want) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert ask(engine, "SELECT count(*) FROM pg_class WHERE relname LIKE 'articles_2030___'") == [(12,)]


def migrate(engine: sa.Engine, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", "newscrawler/storage/migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.upgrade if to == "head" else command.downgrade)(config, to)


def test_a_database_of_before_keeps_its_rows_and_its_indexes(engine, store, clock) -> None:
    save(store, article(1))
    clock.now = AUGUST + timedelta(days=20)
    save(store, article(2, article_body=BODY[::-1]))
    copy = article(9, "titronline", completeness="copy")
    save(store, copy, origin="https://elsewhere.example/1")
    store.saw([sighting(clock)])
    store.commit()
    store.connection.rollback()
    indexes = "SELECT indexname FROM pg_indexes WHERE tablename IN ('articles', 'sightings') ORDER BY 1"
    rows, named = ask(engine, "SELECT * FROM articles ORDER BY id"), ask(engine, indexes)
    migrate(engine, "0003")
    assert ask(engine, "SELECT * FROM articles ORDER BY id") == rows
    assert ask(engine, "SELECT relkind FROM pg_class WHERE relname = 'articles'") == [("r",)]
    assert ask(engine, "SELECT count(*) FROM originals") == [(2,)]
    assert ask(engine, "SELECT count(*) FROM articles") == [(3,)]
    migrate(engine, "head")
    assert ask(engine, "SELECT * FROM articles ORDER BY id") == rows
    assert ask(engine, indexes) == named
    assert ask(engine, "SELECT count(*) FROM article_keys") == [(3,)]
    assert ask(engine, "SELECT id FROM article_origins") == [("titronline:9",)]
    assert ask(engine, "SELECT count(*) FROM originals") == [(2,)]
    assert save(store, article(1)) == "unchanged"
