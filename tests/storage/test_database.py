"""Opening, migrating and refusing databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from newscrawler.errors import StorageError
from newscrawler.storage.database import open_database
from newscrawler.storage.history import recent_runs
from newscrawler.storage.schema import metadata
from tests.commands.test_shared import create

if TYPE_CHECKING:
    from pathlib import Path


def test_the_migrations_lead_to_the_tables_of_the_code(tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path / 'a.db'}").connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_database_in_memory_lasts_as_long_as_its_engine() -> None:
    engine = open_database("sqlite://")
    for _ in range(2):
        with engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT count(*) FROM articles")) == 0
    engine.dispose()


def database_of_the_first_release(path: Path) -> str:
    """A database as the first released schema had it, with a run in it; its URL."""
    url = f"sqlite:///{path}"
    config = Config()
    config.set_main_option("script_location", "newscrawler/storage/migrations")
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        row = "('r1', 'mehrnews', '[]', '2024-02-22T10:00:00.000000+00:00', '{}')"
        connection.execute(
            sa.text(f"INSERT INTO runs (run_id, command, outlets, started, counts) VALUES {row}")
        )
    return url


def test_an_old_database_is_migrated_with_its_rows(tmp_path: Path) -> None:
    url = database_of_the_first_release(tmp_path / "old.db")
    with open_database(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        [run] = recent_runs(connection, 5)
    assert (run.run_id, run.outcomes, run.coverage) == ("r1", {}, {})


def test_who_migrates_has_the_settings_that_others_get(postgres: str) -> None:
    admin = open_database(postgres).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS fresh")
        connection.exec_driver_sql("CREATE DATABASE fresh")
        try:
            engine = open_database(admin.url.set(database="fresh").render_as_string(hide_password=False))
            with engine.connect() as own:
                assert own.exec_driver_sql("SHOW jit").scalar() == "off"
            engine.dispose()
        finally:
            connection.exec_driver_sql("DROP DATABASE fresh")
    admin.dispose()


def test_a_database_of_a_newer_schema_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with open_database(url).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer schema .9999."):
        open_database(url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StorageError, match=r"cannot open the database sqlite:.*a\.db"):
        open_database(f"sqlite:///{tmp_path / 'a.db'}")


@pytest.mark.parametrize(
    "url", ["nonsense", "oracle://x", "postgresql://u:secret@127.0.0.1:1/x?connect_timeout=1"]
)
def test_what_cannot_be_opened_is_one_line_without_the_password(url: str) -> None:
    with pytest.raises(StorageError) as caught:
        open_database(url)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_connection_that_ends_amid_a_row_of_statements_is_known_as_broken(postgres) -> None:
    def ends(*_: object) -> None:
        raise psycopg.OperationalError("cannot exit pipeline mode while busy")

    engine = open_database(create(postgres, "broken"))
    with engine.connect() as connection:
        sa.event.listen(engine, "do_execute", ends)
        with pytest.raises(sa.exc.OperationalError) as raised:
            connection.execute(sa.text("SELECT 1"))
        assert raised.value.connection_invalidated
        sa.event.remove(engine, "do_execute", ends)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT 1")) == 1
    engine.dispose()
