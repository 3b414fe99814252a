"""On PostgreSQL: articles and sightings in partitions by month, and the indexes that query plans ask for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newscrawler.storage.months import PARTITIONED, made

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_VIEWS = ("originals", "copies", "story_sightings")
_KEYS = {"articles": "id", "sightings": "url, shown_on"}

_REGISTRIES = (
    "CREATE TABLE article_keys (id TEXT PRIMARY KEY, first_seen TIMESTAMPTZ NOT NULL)",
    "CREATE TABLE sighting_keys (key UUID PRIMARY KEY)",
    "INSERT INTO article_keys SELECT id, first_seen FROM articles",
    "INSERT INTO sighting_keys SELECT md5(url || E'\\n' || shown_on)::uuid FROM sightings",
    """CREATE FUNCTION articles_enter() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO article_keys VALUES (NEW.id, NEW.first_seen) ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            PERFORM FROM article_keys WHERE id = NEW.id AND first_seen = NEW.first_seen;
            IF NOT FOUND THEN
                RAISE unique_violation
                USING MESSAGE = format('article %s was first seen at another time', NEW.id);
            END IF;
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE FUNCTION articles_leave() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        DELETE FROM article_keys WHERE id = OLD.id AND first_seen = OLD.first_seen;
        RETURN NULL;
    END $$""",
    """CREATE FUNCTION sightings_enter() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO sighting_keys VALUES (md5(NEW.url || E'\\n' || NEW.shown_on)::uuid)
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN RETURN NULL; END IF;
        RETURN NEW;
    END $$""",
    """CREATE FUNCTION sightings_leave() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        DELETE FROM sighting_keys WHERE key = md5(OLD.url || E'\\n' || OLD.shown_on)::uuid;
        RETURN NULL;
    END $$""",
)
_FOR_PLANS = (
    "CREATE INDEX ix_articles_waiting ON articles (origin_url) WHERE awaits_origin = 1",
    "CREATE INDEX ix_articles_unfinished ON articles (completeness) WHERE completeness <> 'full'",
    "CREATE INDEX ix_articles_outlet_seen ON articles (outlet, first_seen)",
    "CREATE INDEX ix_versions_changed ON versions (first_seen) WHERE version > 1",
)
_PARTIAL = ("duplicate_of", "origin_url")
"""Columns that are null in most rows: their indexes leave those out."""
_STORAGE = {
    "documents": "fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05",
    "pages": "fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05",
    "versions": "fillfactor = 95",
}
"""Room for updates that stay in their page, and vacuum before much is dead."""


def upgrade() -> None:
    """Nothing on SQLite."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    views = _views(connection)
    for name in _VIEWS:
        op.execute(f"DROP VIEW {name}")
    for statement in _REGISTRIES:
        op.execute(statement)
    for table in PARTITIONED:
        _partition(connection, table)
    for name, query in views.items():
        op.execute(f"CREATE VIEW {name} AS {query}")
    for name in _PARTIAL:
        op.execute(f"DROP INDEX ix_articles_{name}")
        op.execute(f"CREATE INDEX ix_articles_{name} ON articles ({name}) WHERE {name} IS NOT NULL")
    for statement in _FOR_PLANS:
        op.execute(statement)
    for table, options in _STORAGE.items():
        op.execute(f"ALTER TABLE {table} SET ({options})")


def _views(connection: sa.Connection) -> dict[str, str]:
    return {
        name: connection.scalar(sa.text("SELECT pg_get_viewdef(CAST(:name AS regclass))"), {"name": name})
        for name in _VIEWS
    }


def _indexes(connection: sa.Connection, table: str) -> list[str]:
    found = "SELECT indexdef FROM pg_indexes WHERE tablename = :name AND schemaname = current_schema()"
    defined = connection.scalars(sa.text(found), {"name": table}).all()
    return [each for each in defined if f"{table}_pkey" not in each]


def _partition(connection: sa.Connection, table: str) -> None:
    column, indexes = PARTITIONED[table], _indexes(connection, table)
    op.execute(f"ALTER TABLE {table} RENAME TO {table}_before")
    like = f"(LIKE {table}_before INCLUDING DEFAULTS)"
    op.execute(f"CREATE TABLE {table} {like} PARTITION BY RANGE ({column})")
    months = f"SELECT DISTINCT date_trunc('month', {column} AT TIME ZONE 'UTC') FROM {table}_before"  # noqa: S608
    for month in connection.scalars(sa.text(months)).all():
        made(connection, month.year, month.month, (table,))
    op.execute(f"INSERT INTO {table} SELECT * FROM {table}_before")  # noqa: S608
    op.execute(f"DROP TABLE {table}_before")
    op.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({_KEYS[table]}, {column})")
    for index in indexes:
        op.execute(index)
    for when, what, function in (("BEFORE", "INSERT", "enter"), ("AFTER", "DELETE", "leave")):
        op.execute(
            f"CREATE TRIGGER {table}_{function} {when} {what} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_{function}()"
        )


def downgrade() -> None:
    """One table each again; the indexes of before."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    views = _views(connection)
    for name in _VIEWS:
        op.execute(f"DROP VIEW {name}")
    for name in (
        "ix_articles_waiting",
        "ix_articles_unfinished",
        "ix_articles_outlet_seen",
        "ix_versions_changed",
    ):
        op.execute(f"DROP INDEX {name}")
    for table in PARTITIONED:
        indexes = [each.replace(" ON ONLY ", " ON ") for each in _indexes(connection, table)]
        op.execute(f"ALTER TABLE {table} RENAME TO {table}_before")
        op.execute(f"CREATE TABLE {table} (LIKE {table}_before INCLUDING DEFAULTS)")
        op.execute(f"INSERT INTO {table} SELECT * FROM {table}_before")  # noqa: S608
        op.execute(f"DROP TABLE {table}_before")
        op.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({_KEYS[table]})")
        for index in indexes:
            op.execute(index.partition(" WHERE ")[0])
        op.execute(f"DROP FUNCTION {table}_enter, {table}_leave")
    op.execute("DROP TABLE article_keys, sighting_keys")
    for table, options in _STORAGE.items():
        names = ", ".join(option.partition(" =")[0].strip() for option in options.split(","))
        op.execute(f"ALTER TABLE {table} RESET ({names})")
    for name, query in views.items():
        op.execute(f"CREATE VIEW {name} AS {query}")
