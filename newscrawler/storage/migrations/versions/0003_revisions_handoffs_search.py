"""What is new since a hand-off: every write has a number; and, on PostgreSQL, the words to search by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newscrawler.storage.schema import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBERED = ("articles", "versions", "sightings")
_SEARCH = (
    """CREATE TABLE search_docs (
        article_id TEXT PRIMARY KEY, number BIGINT NOT NULL, words TSVECTOR NOT NULL)""",
    "CREATE INDEX ix_search_docs_words ON search_docs USING gin (words)",
    "CREATE INDEX ix_search_docs_number ON search_docs (number)",
    "CREATE TABLE search_state (revision INTEGER NOT NULL)",
    "INSERT INTO search_state VALUES (0)",
)


def upgrade() -> None:
    """Whatever is stored already is of revision 1."""
    counter = op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(counter, [{"id": 1, "number": 1}])
    for name in _NUMBERED:
        op.add_column(name, sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        op.create_index(f"ix_{name}_revision", name, ["revision"])
    op.create_table(
        "handoffs",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("pending", sa.JSON(), nullable=False),
        sa.Column("completed", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in _SEARCH:
            op.execute(statement)


def downgrade() -> None:
    """Take it away again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TABLE search_docs")
        op.execute("DROP TABLE search_state")
    op.drop_table("handoffs")
    for name in _NUMBERED:
        op.drop_index(f"ix_{name}_revision", name)
        op.drop_column(name, "revision")
    op.drop_table("revision")
