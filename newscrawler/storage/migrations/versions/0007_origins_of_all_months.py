"""On PostgreSQL: which articles were taken from an address, over all months, without asking each."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_UP = (
    "CREATE TABLE article_origins (origin_url TEXT, id TEXT, PRIMARY KEY (origin_url, id))",
    "INSERT INTO article_origins SELECT origin_url, id FROM articles WHERE origin_url IS NOT NULL",
    """CREATE FUNCTION articles_origin() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP <> 'INSERT' THEN
            DELETE FROM article_origins WHERE origin_url = OLD.origin_url AND id = OLD.id;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO article_origins SELECT NEW.origin_url, NEW.id WHERE NEW.origin_url IS NOT NULL
            ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER articles_origin_new AFTER INSERT ON articles
        FOR EACH ROW WHEN (NEW.origin_url IS NOT NULL) EXECUTE FUNCTION articles_origin()""",
    """CREATE TRIGGER articles_origin_changed AFTER UPDATE OF origin_url ON articles FOR EACH ROW
        WHEN (NEW.origin_url IS DISTINCT FROM OLD.origin_url) EXECUTE FUNCTION articles_origin()""",
    """CREATE TRIGGER articles_origin_gone AFTER DELETE ON articles
        FOR EACH ROW WHEN (OLD.origin_url IS NOT NULL) EXECUTE FUNCTION articles_origin()""",
)
_DOWN = (
    *(f"DROP TRIGGER articles_origin_{when} ON articles" for when in ("new", "changed", "gone")),
    "DROP FUNCTION articles_origin",
    "DROP TABLE article_origins",
)


def upgrade() -> None:
    """Nothing on SQLite, which has one table to ask."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in _UP:
            op.execute(statement)


def downgrade() -> None:
    """Every month is asked again."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in _DOWN:
            op.execute(statement)
