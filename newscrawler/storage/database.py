"""Opening the database: connect, bring the schema up to date, refuse what cannot be read."""

from __future__ import annotations

import logging
import shutil
import tempfile
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from newscrawler.errors import StorageError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of every step
_MIGRATIONS = resources.files("newscrawler.storage") / "migrations"

_SQLITE_PRAGMAS = (
    "PRAGMA synchronous=NORMAL",  # a killed process loses nothing; a power cut at most the last commits
    "PRAGMA busy_timeout=15000",  # milliseconds another writer may take
    "PRAGMA cache_size=-16000",  # kB: the pages a commit changes, which in two spill to the disk before it
)


_FILE: dict[str, Any] = {"poolclass": sa.NullPool}  # opened quickly: who closes a connection closes it
_POSTGRESQL: dict[str, Any] = {
    "pool_pre_ping": True,  # a connection that died in the pool is replaced, not handed out
    "connect_args": {"connect_timeout": 10, "application_name": "newscrawler"},
}


def open_database(url: str) -> sa.Engine:
    """Connect to `url` (SQLAlchemy's form) and migrate it to the newest schema.

    Raises StorageError, one line, when it cannot be opened, is no database, or is of a newer schema.
    """
    shown = "?"
    try:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        shown = parsed.render_as_string(hide_password=True)
        options = _POSTGRESQL if parsed.get_backend_name() == "postgresql" else {}
        if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
            options = _FILE
        engine = sa.create_engine(
            parsed, json_serializer=json_text, json_deserializer=orjson.loads, **options
        )
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _prepare_sqlite)
            sa.event.listen(engine, "begin", _begin_sqlite)
        else:
            sa.event.listen(engine, "handle_error", _tell_broken)
        _migrate(engine, shown)
        if engine.dialect.name == "sqlite":
            raw = engine.raw_connection()  # outside a transaction, as this pragma wants it
            raw.cursor().execute(
                "PRAGMA journal_mode=WAL"
            )  # kept in the file: readers never wait for the crawl
            raw.close()
    except (sa.exc.SQLAlchemyError, OSError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StorageError(
            f"cannot open the database {shown}: {reason}; check NEWSCRAWLER_DATABASE_URL and its permissions"
        ) from error
    return engine


def json_text(value: object) -> str:
    """A value as a JSON column has it."""
    return orjson.dumps(value).decode()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transaction of its own: DDL is in ours too
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma)


def _tell_broken(context: sa.engine.ExceptionContext) -> None:
    """A connection that ends amid a row of statements: the driver says this of it, and not that it ended."""
    if "cannot exit pipeline mode" in str(context.original_exception):
        context.is_disconnect = True


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _migrate(engine: sa.Engine, shown: str) -> None:
    """Run what is missing, under one transaction; another process doing the same waits for it."""
    known = sorted(each.name[:4] for each in (_MIGRATIONS / "versions").iterdir() if each.name[0].isdigit())
    with engine.connect() as connection:
        current = None
        if sa.inspect(connection).has_table("alembic_version"):
            current = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        connection.rollback()
        if current == known[-1]:
            return
        if current is not None and current not in known:
            raise StorageError(
                f"the database {shown} is of a newer schema ({current}) than this newscrawler knows; "
                "upgrade newscrawler"
            )
        from alembic import command  # noqa: PLC0415  (a tenth of a start that finds nothing to do)
        from alembic.config import Config  # noqa: PLC0415

        if engine.dialect.name == "postgresql":
            connection.detach()  # it would go without the settings it gives the database: it ends here
        with _script_folder() as folder, connection.begin():
            config = Config()
            config.set_main_option("script_location", str(folder))
            config.attributes["connection"] = connection
            if engine.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(7551030)"))
            command.upgrade(config, "head")


@contextmanager
def _script_folder() -> Iterator[Path]:
    """The migrations as a real folder, also when the project is a zipped egg."""
    if isinstance(_MIGRATIONS, Path):
        yield _MIGRATIONS
        return
    with tempfile.TemporaryDirectory(prefix="newscrawler-migrations-") as folder:
        _copy(_MIGRATIONS, Path(folder))
        yield Path(folder)


def _copy(source: Traversable, target: Path) -> None:
    for entry in source.iterdir():
        if entry.is_dir():
            (target / entry.name).mkdir()
            _copy(entry, target / entry.name)
        else:
            with entry.open("rb") as data, (target / entry.name).open("wb") as copy:
                shutil.copyfileobj(data, copy)
