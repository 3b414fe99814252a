"""What was taken down and may not come back; `forgetting` puts it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from newscrawler.storage.schema import forgotten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawler.items import Article


class Barred:
    """What may not come back: the ids and canonical addresses of articles that were taken down."""

    def __init__(self, connection: sa.Connection) -> None:
        """Read them; they are few."""
        rows = connection.execute(sa.select(forgotten.c.id, forgotten.c.canonical_url)).all()
        self.url_of: Mapping[str, str] = {row[0]: row[1] for row in rows}
        self.urls = frozenset(self.url_of.values())

    def bars(self, article: Article) -> bool:
        """Whether this one was taken down."""
        return article.id in self.url_of or article.canonical_url in self.urls


def forgotten_after(connection: sa.Connection, revision: int) -> list[str]:
    """Ids of what was taken down since a revision, sorted."""
    since = sa.select(forgotten.c.id).where(forgotten.c.revision > revision)
    return list(connection.scalars(since.order_by(forgotten.c.id)))
