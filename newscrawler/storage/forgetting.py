"""Taking articles down for good: record, versions and text go, and neither id nor address comes back."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from newscrawler.dedup.decision import rank, similarity
from newscrawler.errors import InputError
from newscrawler.storage.indexing import index_path
from newscrawler.storage.records import from_row
from newscrawler.storage.schema import (
    articles,
    forgotten,
    pages,
    sightings,
    stories,
    story_log,
    versions,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newscrawler.items import Article
    from newscrawler.storage.store import Store


class Gone(NamedTuple):
    """One article that was taken down."""

    id: str
    canonical_url: str
    heir: str | None
    """The copy that is its story's original now."""
    copies: tuple[str, ...]
    """The copies of it that stay, the heir among them."""
    archived: tuple[tuple[str, int], ...]
    """Where its pages are archived: WARC file, byte."""


def named(store: Store, words: Iterable[str], canonical: Iterable[str], *, copies: bool = False) -> list[str]:
    """Ids of the articles that are stored under these ids or canonical addresses, and of their `copies`.

    Raises InputError, and nothing is taken down, where one is not.
    """
    words = list(words)
    by_url = sa.select(articles.c.canonical_url, articles.c.id).where(articles.c.canonical_url.in_(canonical))
    at = {url: id_ for url, id_ in store.connection.execute(by_url)}  # noqa: C416  (rows are no tuples to mypy)
    wanted = [*words, *(at.get(url, url) for url in canonical)]
    there = set(store.connection.scalars(sa.select(articles.c.id).where(articles.c.id.in_(wanted))))
    if missing := [each for each in wanted if each not in there]:
        raise InputError(
            f"{missing[0]} is not stored; give ids or addresses that `scrapy browse` or an export shows"
        )
    if copies:
        of = sa.select(articles.c.id).where(articles.c.duplicate_of.in_(wanted)).order_by(articles.c.id)
        wanted += store.connection.scalars(of)
    return list(dict.fromkeys(wanted))


def forget(store: Store, ids: Sequence[str], reason: str | None = None) -> list[Gone]:
    """Take stored articles down, in one transaction that is committed here.

    A copy of one that goes takes its place as the story's original, with a line in the feed. The feed's files
    and the archive are the caller's.
    """
    store.lock_writers()
    if not store.shared:
        store.connection.execute(sa.text("PRAGMA secure_delete=ON"))  # what is deleted is overwritten
    found = store.connection.execute(sa.select(articles).where(articles.c.id.in_(ids))).mappings()
    gone = [_take_down(store, from_row(row), ids, reason) for row in found.all()]
    store.commit()
    if not store.shared:
        with closing(store.engine.raw_connection()) as raw:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for suffix in ("", "-wal", "-shm"):  # made anew by who searches next
            index = index_path(store.engine)
            index.with_name(index.name + suffix).unlink(missing_ok=True)
    return gone


def _take_down(store: Store, article: Article, going: Sequence[str], reason: str | None) -> Gone:
    run = store.connection.execute
    places = sa.select(versions.c.warc_file, versions.c.warc_offset).where(
        versions.c.article_id == article.id
    )
    archived = {(article.warc_file, article.warc_offset), *((row[0], row[1]) for row in run(places))}
    heirs = _heirs(store, article, going)
    row = {
        "id": article.id,
        "canonical_url": article.canonical_url,
        "reason": reason,
        "forgotten_at": store.clock(),
        "revision": store.revision(),
    }
    run(sa.insert(forgotten).values(row))
    run(sa.delete(versions).where(versions.c.article_id == article.id))
    run(sa.delete(sightings).where(sightings.c.url == article.canonical_url))
    run(sa.delete(pages).where(pages.c.url == article.canonical_url))
    moved = (pages.c.status == "moved") & (pages.c.reason == article.canonical_url)
    run(sa.update(pages).where(moved).values(hints={}))
    run(sa.delete(articles).where(articles.c.id == article.id))
    if store.shared:
        run(sa.text("DELETE FROM search_docs WHERE article_id = :id"), {"id": article.id})
    store.release(article.canonical_url)
    return Gone(
        article.id,
        article.canonical_url,
        heirs[0].id if heirs else None,
        tuple(each.id for each in heirs),
        tuple(sorted((file, offset) for file, offset in archived if file is not None and offset is not None)),
    )


def _heirs(store: Store, article: Article, going: Sequence[str]) -> list[Article]:
    """Hand an original's story to the best of its copies that stay; returns them, that one first.

    The story index's entries go over to it, so that a later copy is found by its text.
    """
    run = store.connection.execute
    copies = run(sa.select(articles).where(articles.c.duplicate_of == article.id)).mappings().all()
    heirs = sorted((from_row(row) for row in copies if row["id"] not in going), key=rank)
    if not heirs:
        run(sa.delete(stories).where(stories.c.article_id == article.id))
        return []
    best = heirs[0]
    for each in heirs:
        values = {
            "duplicate_of": None if each is best else best.id,
            "similarity": None if each is best else similarity(each, best),
            "awaits_origin": 0,
            "revision": store.revision(),
        }
        run(sa.update(articles).where(articles.c.id == each.id).values(values))
    run(sa.update(stories).where(stories.c.article_id == article.id).values(article_id=best.id))
    entries = sa.update(story_log).where(story_log.c.article_id == article.id)
    run(entries.values(article_id=best.id, version=best.version))
    store.log(best.id, best.version, article.id)
    return heirs
