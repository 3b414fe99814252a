"""What was taken down and may not come back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newscrawler.storage.schema import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table."""
    op.create_table(
        "forgotten",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("canonical_url", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("forgotten_at", Instant, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Nothing is kept from coming back any more."""
    op.drop_table("forgotten")
