"""What a feed, a sitemap, an archive page or a listing tells: links, each with what was known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003


@dataclass(frozen=True, slots=True)
class Link:
    """One article a document points to; all but the address may be unknown (None)."""

    url: str
    """Absolute address, as printed (fragment dropped, not canonicalised)."""
    headline: str | None = None
    kicker: str | None = None
    description: str | None = None
    date_published: datetime | None = None
    """Zone-aware. An aggregator's own time goes into `date_listed`."""
    date_modified: datetime | None = None
    date_listed: datetime | None = None
    section: str | None = None
    source_name: str | None = None
    source_host: str | None = None
    """Site of `source_name`, where an aggregator names it."""
    image: str | None = None
    license: str | None = None


@dataclass(frozen=True, slots=True)
class Discovered:
    """All that one document led to."""

    links: tuple[Link, ...] = ()
    """Articles, in document order, each address once."""
    documents: tuple[Link, ...] = ()
    """Further documents to read: leaves of a sitemap index, feeds a page announces."""
    next_page: str | None = None
    """The following page of a paginated listing, absolute."""
    problems: tuple[str, ...] = field(default=())
    """What could not be read, a line each; never raised."""
