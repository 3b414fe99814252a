"""The story index's log: in the same database, and the same transaction, as the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from newscrawler.dedup import Entry, Stored
from newscrawler.storage.months import article_keys
from newscrawler.storage.schema import articles, story_log, versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newscrawler.storage.store import Store

_BLOCK = 10_000
_APPEND = sa.insert(story_log)
_AFTER = (  # by blocks: a cursor on the server would cost three round trips more for the usual one entry
    sa.select(story_log)
    .where(story_log.c.number > sa.bindparam("after"))
    .order_by(story_log.c.number)
    .limit(sa.literal_column(str(_BLOCK)))
)
_SAME = (versions.c.article_id == story_log.c.article_id) & (versions.c.version == story_log.c.version)
_TEXT = (
    sa.select(*(versions.c[name] for name in ("article_id", "headline", "description", "article_body")))
    .join(story_log, _SAME)
    .where(story_log.c.number == sa.bindparam("asked"))
)


def story_text(description: str | None, body: str | None) -> str:
    """The text stories are told apart by: lead and body, a line a paragraph."""
    return "\n".join(part for part in (description, body) if part)


class StoryLog:
    """`newscrawler.dedup.IndexLog` over the run's `Store`. The texts are those of the `versions` table."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.version = 1
        """Version of the article that is placed next: the caller sets it."""

    def append(self, entry: Entry, stored: Stored) -> None:
        """Keep one entry; its text is written as a version in the same transaction."""
        row = {
            "number": entry.number,
            "article_id": stored.doc_id,
            "version": self.version,
            "story": entry.story if entry.story != entry.number else None,
            "merged": " ".join(map(str, entry.merged)) or None,
            "grams": entry.grams,
            "lines": entry.lines or None,
        }
        self.store.revision()  # others see by it that there is something to catch up with
        self.store.later(_APPEND, row)

    def replay(self, after: int = 0) -> Iterator[Entry]:
        """Entries by ascending number."""
        more = True
        while more:
            rows = self.store.connection.execute(_AFTER, {"after": after}).all()
            for number, article_id, _, story, merged, grams, lines in rows:
                joined = tuple(map(int, merged.split())) if merged else ()
                yield Entry(number, article_id, story or number, joined, grams, lines or b"")
                after = number
            more = len(rows) == _BLOCK

    def document(self, number: int) -> Stored | None:
        """The text an entry was made of; None where the article was taken down."""
        row = self.store.first_written(_TEXT, {"asked": number})
        if row is None:
            return None
        article_id, headline, description, body = row
        return Stored(article_id, headline or "", story_text(description, body))

    def beginners(self, stories: Iterable[str]) -> Sequence[str]:
        """Ids of the articles that began some stories of the index (`s12`, …)."""
        numbers = [int(story.removeprefix("s")) for story in stories]
        rows = sa.select(story_log.c.article_id).where(story_log.c.number.in_(numbers))
        there = sa.select((article_keys if self.store.shared else articles).c.id)
        return self.store.connection.scalars(rows.where(story_log.c.article_id.in_(there))).all()
