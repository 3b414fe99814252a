"""The tables. `migrations/` holds how a database gets here, its views too; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine

TEHRAN = ZoneInfo("Asia/Tehran")


class Instant(TypeDecorator[datetime]):
    """A zone-aware datetime, to the second: UTC inside, Tehran's time outside.

    SQLite has no such type and gets ISO 8601 text in UTC, which sorts by time.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, `timestamptz` elsewhere."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """To the database: UTC, no fraction of a second."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        if utc.microsecond:
            utc = utc.replace(microsecond=0)
        return utc.isoformat() if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002
        """From the database: the same instant in Tehran's time."""
        if value is None:
            return None
        return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(TEHRAN)


metadata = MetaData()

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text, nullable=False, index=True),
    Column("via_url", Text),
    Column("outlet", Text, nullable=False),
    Column("outlet_name", Text),
    Column("source_name", Text),
    Column("source_outlet", Text),
    Column("source_url", Text),
    Column("headline", Text),
    Column("kicker", Text),
    Column("description", Text),
    Column("article_body", Text),
    Column("dateline", Text),
    Column("section", Text),
    Column("authors", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("images", JSON, nullable=False),
    Column("license", Text),
    Column("date_published", Instant),
    Column("date_published_raw", Text),
    Column("date_published_jalali", Text),
    Column("date_precision", Text),
    Column("date_modified", Instant),
    Column("date_listed", Instant),
    Column("in_language", Text),
    Column("completeness", Text),
    Column("date_downloaded", Instant),
    Column("http_status", Integer),
    Column("warc_file", Text),
    Column("warc_offset", Integer),
    Column("content_hash", Text),
    Column("version", Integer, nullable=False),
    Column("story_id", Text),
    Column("duplicate_of", Text),
    Column("similarity", Float),
    Column("provenance", JSON, nullable=False),
    Column("schema_version", Integer, nullable=False),
    # what the crawler itself remembers of it
    Column("origin_url", Text),
    Column("awaits_origin", Integer, nullable=False, server_default="0"),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("revision", Integer, nullable=False, server_default="1"),
    Index("ix_articles_revision", "revision"),
    Index("ix_articles_origin_url", "origin_url"),
    Index("ix_articles_story_id", "story_id"),
    Index("ix_articles_duplicate_of", "duplicate_of"),
    Index("ix_articles_date_published", "date_published"),
    Index("ix_articles_outlet", "outlet", "date_published"),
)
"""One row an article page: its newest version. Copies carry `duplicate_of`."""

versions = Table(
    "versions",
    metadata,
    Column("article_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("changed", JSON, nullable=False),
    Column("content_hash", Text),
    Column("headline", Text),
    Column("kicker", Text),
    Column("description", Text),
    Column("article_body", Text),
    Column("date_modified", Instant),
    Column("date_downloaded", Instant),
    Column("warc_file", Text),
    Column("warc_offset", Integer),
    Column("revision", Integer, nullable=False, server_default="1"),
    Index("ix_versions_revision", "revision"),
)
"""Every text an article ever had; `changed` names the fields that differ from the version before."""

stories = Table(
    "stories",
    metadata,
    Column("story_id", Text, primary_key=True),
    Column("article_id", Text, nullable=False),
    Column("merged_into", Text),
    Column("first_seen", Instant, nullable=False),
)
"""One row a story; `article_id` is the original among its articles."""

story_log = Table(
    "story_log",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("article_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("story", Integer),
    Column("merged", Text),
    Column("grams", LargeBinary, nullable=False),
    Column("lines", LargeBinary),
)
"""The log of `newscrawler.dedup.StoryIndex`, one row a text placed: see `dedup.log.Entry`."""

sightings = Table(
    "sightings",
    metadata,
    Column("url", Text, primary_key=True),
    Column("shown_on", Text, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("date_listed", Instant),
    Column("headline", Text),
    Column("source_name", Text),
    Column("revision", Integer, nullable=False, server_default="1"),
    Index("ix_sightings_revision", "revision"),
)
"""Who showed which article (`url`, canonical) on which page or feed (`shown_on`), and when first."""

pages = Table(
    "pages",
    metadata,
    Column("url", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("listed", JSON, nullable=False),
    Column("hints", JSON, nullable=False),
    Column("via_url", Text),
    Column("article_id", Text),
    Column("first_listed", Instant, nullable=False),
    Column("finished", Instant),
    Column("revisit", Instant),
    Index("ix_pages_pending", "outlet", "status"),
    Index("ix_pages_revisit", "outlet", "revisit"),
)
"""The frontier and its memory: one row an article address (`url` canonical, `address` as listed).

`outlet` is whose spider asks for it; `listed` maps a listing to the digest of what it last said;
`revisit` is when a young article is looked at again.
"""

documents = Table(
    "documents",
    metadata,
    Column("url", Text, primary_key=True),
    Column("outlet", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("digest", Text),
    Column("checked", Instant, nullable=False),
    Column("changed", Instant, nullable=False),
    Column("due", Instant),
)
"""Feeds, sitemaps and listings: what a conditional request needs.

`changed` is when one last listed something new, `due` when a pass over all outlets asks for it next.
"""

feed_log = Table(
    "feed_log",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("day", Text, nullable=False),
    Column("article_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("supersedes", Text),
    Index("ix_feed_log_article_id", "article_id"),
)
"""One row a line of the JSONL feed, in its order; `day` names the file."""

runs = Table(
    "runs",
    metadata,
    Column("run_id", Text, primary_key=True),
    Column("command", Text, nullable=False),
    Column("outlets", JSON, nullable=False),
    Column("started", Instant, nullable=False),
    Column("finished", Instant),
    Column("exit_code", Integer),
    Column("counts", JSON, nullable=False),
    Column("outcomes", JSON, nullable=False),
    Column("coverage", JSON, nullable=False),
)
"""One row a crawl run; `finished` is null for one that was killed.

`counts` is outlet → what → how many, `outcomes` name → how many requests ended so, `coverage` outlet →
field → in how many of its fetched articles it was there (`articles`: of how many).
"""

revision = Table(
    "revision",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)
"""One row: how many transactions changed something.

`articles`, `versions` and `sightings` carry the number of the one that last changed them, so that what is
new since a number is a comparison.
"""

handoffs = Table(
    "handoffs",
    metadata,
    Column("name", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("asked", JSON, nullable=False),
    Column("pending", JSON, nullable=False),
    Column("completed", Instant),
)
"""One row a name of `scrapy export --since-last NAME`: how many sets it had, up to which revision.

`asked` is what it was asked for, `pending` a set that is being moved to its place, `{}` for none.
"""

forgotten = Table(
    "forgotten",
    metadata,
    Column("id", Text, primary_key=True),
    Column("canonical_url", Text, nullable=False),
    Column("reason", Text),
    Column("forgotten_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
)
"""One row an article that `scrapy forget` took down: neither its id nor its address may come back."""
