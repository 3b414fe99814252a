"""the first released schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newscrawler.storage.schema import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


VIEWS = {
    "originals": """SELECT * FROM articles WHERE duplicate_of IS NULL""",
    "copies": """
        SELECT c.id AS copy_id, c.outlet AS copied_by, o.id AS original_id, o.outlet AS copied_from,
               c.story_id, c.headline, c.similarity, o.date_published AS original_published,
               c.date_published AS copy_published, c.first_seen AS copy_seen
        FROM articles c JOIN articles o ON o.id = c.duplicate_of""",
    "story_sightings": """
        SELECT a.story_id, a.id AS article_id, s.outlet AS shown_by, s.shown_on, s.seen_at, s.date_listed,
               s.headline AS shown_headline
        FROM sightings s JOIN articles a ON a.canonical_url = s.url""",
}


def upgrade() -> None:
    """From an empty database."""
    op.create_table(
        "articles",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("canonical_url", sa.Text(), nullable=False),
        sa.Column("via_url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("outlet_name", sa.Text(), nullable=True),
        sa.Column("source_name", sa.Text(), nullable=True),
        sa.Column("source_outlet", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.Column("kicker", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("article_body", sa.Text(), nullable=True),
        sa.Column("dateline", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("images", sa.JSON(), nullable=False),
        sa.Column("license", sa.Text(), nullable=True),
        sa.Column("date_published", Instant(), nullable=True),
        sa.Column("date_published_raw", sa.Text(), nullable=True),
        sa.Column("date_published_jalali", sa.Text(), nullable=True),
        sa.Column("date_precision", sa.Text(), nullable=True),
        sa.Column("date_modified", Instant(), nullable=True),
        sa.Column("date_listed", Instant(), nullable=True),
        sa.Column("in_language", sa.Text(), nullable=True),
        sa.Column("completeness", sa.Text(), nullable=True),
        sa.Column("date_downloaded", Instant(), nullable=True),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("warc_file", sa.Text(), nullable=True),
        sa.Column("warc_offset", sa.Integer(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Text(), nullable=True),
        sa.Column("duplicate_of", sa.Text(), nullable=True),
        sa.Column("similarity", sa.Float(), nullable=True),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("origin_url", sa.Text(), nullable=True),
        sa.Column("awaits_origin", sa.Integer(), server_default="0", nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_articles_canonical_url"), ["canonical_url"], unique=False)
        batch_op.create_index("ix_articles_date_published", ["date_published"], unique=False)
        batch_op.create_index("ix_articles_duplicate_of", ["duplicate_of"], unique=False)
        batch_op.create_index("ix_articles_origin_url", ["origin_url"], unique=False)
        batch_op.create_index("ix_articles_outlet", ["outlet", "date_published"], unique=False)
        batch_op.create_index("ix_articles_story_id", ["story_id"], unique=False)

    op.create_table(
        "documents",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("checked", Instant(), nullable=False),
        sa.Column("changed", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("url"),
    )
    op.create_table(
        "feed_log",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )
    with op.batch_alter_table("feed_log", schema=None) as batch_op:
        batch_op.create_index("ix_feed_log_article_id", ["article_id"], unique=False)

    op.create_table(
        "pages",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("listed", sa.JSON(), nullable=False),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.Column("via_url", sa.Text(), nullable=True),
        sa.Column("article_id", sa.Text(), nullable=True),
        sa.Column("first_listed", Instant(), nullable=False),
        sa.Column("finished", Instant(), nullable=True),
        sa.Column("revisit", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("url"),
    )
    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.create_index("ix_pages_pending", ["outlet", "status"], unique=False)
        batch_op.create_index("ix_pages_revisit", ["outlet", "revisit"], unique=False)

    op.create_table(
        "runs",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("outlets", sa.JSON(), nullable=False),
        sa.Column("started", Instant(), nullable=False),
        sa.Column("finished", Instant(), nullable=True),
        sa.Column("exit_code", sa.Integer(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("run_id"),
    )
    op.create_table(
        "sightings",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("shown_on", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("date_listed", Instant(), nullable=True),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.Column("source_name", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("url", "shown_on"),
    )
    op.create_table(
        "stories",
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("story_id"),
    )
    op.create_table(
        "story_log",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("story", sa.Integer(), nullable=True),
        sa.Column("merged", sa.Text(), nullable=True),
        sa.Column("grams", sa.LargeBinary(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "versions",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.Column("kicker", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("article_body", sa.Text(), nullable=True),
        sa.Column("date_modified", Instant(), nullable=True),
        sa.Column("date_downloaded", Instant(), nullable=True),
        sa.Column("warc_file", sa.Text(), nullable=True),
        sa.Column("warc_offset", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("article_id", "version"),
    )
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")


def downgrade() -> None:
    """Back to an empty database."""
    for name in VIEWS:
        op.execute(f"DROP VIEW {name}")
    op.drop_table("versions")
    op.drop_table("story_log")
    op.drop_table("stories")
    op.drop_table("sightings")
    op.drop_table("runs")
    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.drop_index("ix_pages_revisit")
        batch_op.drop_index("ix_pages_pending")

    op.drop_table("pages")
    with op.batch_alter_table("feed_log", schema=None) as batch_op:
        batch_op.drop_index("ix_feed_log_article_id")

    op.drop_table("feed_log")
    op.drop_table("documents")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index("ix_articles_story_id")
        batch_op.drop_index("ix_articles_outlet")
        batch_op.drop_index("ix_articles_origin_url")
        batch_op.drop_index("ix_articles_duplicate_of")
        batch_op.drop_index("ix_articles_date_published")
        batch_op.drop_index(batch_op.f("ix_articles_canonical_url"))

    op.drop_table("articles")
