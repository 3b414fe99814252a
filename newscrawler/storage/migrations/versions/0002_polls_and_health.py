"""When a document is due; what came to nothing in a run, and how full its fields were."""

import sqlalchemy as sa
from alembic import op

from newscrawler.storage.schema import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TOLD = ("outcomes", "coverage")


def upgrade() -> None:
    """Add the columns; runs of before told nothing."""
    op.add_column("documents", sa.Column("due", Instant(), nullable=True))
    for name in _TOLD:
        op.add_column("runs", sa.Column(name, sa.JSON(), nullable=False, server_default=sa.text("'{}'")))


def downgrade() -> None:
    """Take them away again."""
    for name in _TOLD:
        op.drop_column("runs", name)
    op.drop_column("documents", "due")
