"""The view `copies`: who copied whom without looking an original up, which an id's outlet already tells."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OUTLET = {
    "sqlite": "substr(c.duplicate_of, 1, instr(c.duplicate_of, ':') - 1)",
    "postgresql": "split_part(c.duplicate_of, ':', 1)",
}
_PARTITION = {
    "sqlite": "",
    "postgresql": " AND o.first_seen = (SELECT k.first_seen FROM article_keys k WHERE k.id = c.duplicate_of)",
}
"""So that one month's index is looked into, not all."""
_COPIES = """
    SELECT c.id AS copy_id, c.outlet AS copied_by, c.duplicate_of AS original_id, {outlet} AS copied_from,
           c.story_id, c.headline, c.similarity,
           (SELECT o.date_published FROM articles o
            WHERE o.id = c.duplicate_of{partition}) AS original_published,
           c.date_published AS copy_published, c.first_seen AS copy_seen
    FROM articles c WHERE c.duplicate_of IS NOT NULL"""
_JIT = """DO $$ BEGIN EXECUTE format('ALTER DATABASE %I {}', current_database());
    EXCEPTION WHEN insufficient_privilege THEN NULL; END $$"""
"""A plan over many partitions looks dear, so PostgreSQL compiles it: seconds for a query of milliseconds."""
_BEFORE = """
    SELECT c.id AS copy_id, c.outlet AS copied_by, o.id AS original_id, o.outlet AS copied_from,
           c.story_id, c.headline, c.similarity, o.date_published AS original_published,
           c.date_published AS copy_published, c.first_seen AS copy_seen
    FROM articles c JOIN articles o ON o.id = c.duplicate_of"""


def _replace(query: str) -> None:
    op.execute("DROP VIEW copies")
    op.execute(f"CREATE VIEW copies AS {query}")


def upgrade() -> None:
    """Only `original_published` needs the original, and only a query that asks for it pays."""
    dialect = op.get_bind().dialect.name
    _replace(_COPIES.format(outlet=_OUTLET[dialect], partition=_PARTITION[dialect]))
    if dialect == "postgresql":
        op.execute(_JIT.format("SET jit = off"))


def downgrade() -> None:
    """A join, asked or not."""
    _replace(_BEFORE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_JIT.format("RESET jit"))
