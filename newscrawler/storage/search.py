"""Full-text search over folded words: FTS5 beside an SQLite database, tsvector inside a PostgreSQL one.

The index is derived: it is filled from `articles.revision` when somebody is about to search, so that a crawl
pays nothing for it, and may be deleted at any time. On SQLite it is a file of its own (`….search.db`) that
readers attach as `search`: the crawler's database is never locked for it.

Both hold one document an article, numbered by its instant: the newest come first without sorting.
"""

from __future__ import annotations

import zlib
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from newscrawler.storage.schema import Instant, articles
from newscrawler.text.words import parse_query, words

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from newscrawler.text.words import Term

_INDEXED = ("id", "revision", "outlet", "headline", "kicker", "description", "article_body")
_TEXTS = ("headline", "kicker", "description", "article_body")
_BATCH = 1_000
_PLACES = 16_000
"""Words of a document whose place a tsvector can hold."""
_SPREAD = 31
"""Bits of a document's number below its second."""


class Doc(NamedTuple):
    """One article as the index takes it."""

    number: int
    article_id: str
    revision: int
    outlet: str
    words: str
    stems: str


def changed(connection: sa.Connection, after: int) -> Iterator[list[Doc]]:
    """Articles changed after a revision, ready for the index, batches sorted by number."""
    moment = sa.func.coalesce(articles.c.date_published, articles.c.first_seen, type_=Instant())
    columns = [articles.c[name] for name in _INDEXED]
    wanted = sa.select(*columns, moment.label("moment")).where(articles.c.revision > after)
    wanted = wanted.order_by(articles.c.revision).execution_options(yield_per=_BATCH)
    for rows in connection.execute(wanted).mappings().partitions():
        yield sorted(map(_doc, rows))


def _doc(row: sa.RowMapping) -> Doc:
    folded = words("\n".join(filter(None, (row[name] for name in _TEXTS))))
    spread = zlib.crc32(f"{row['id']} {row['revision']}".encode()) >> 1
    number = (second(row["moment"]) << _SPREAD) | spread
    return Doc(number, row["id"], row["revision"], _plain(row["outlet"]), *folded)


def second(instant: datetime) -> int:
    """Seconds since 1970, 0 for what was before."""
    return max(0, int(instant.timestamp()))


def first_number(instant: datetime) -> int:
    """The lowest number a document of this instant or later can have."""
    return second(instant) << _SPREAD


def moment_of(number: int) -> datetime:
    """The instant of a document."""
    return datetime.fromtimestamp(number >> _SPREAD, UTC)


def _plain(slug: str) -> str:
    return "".join(filter(str.isalnum, slug))


def fts5(terms: Sequence[Term], outlets: Sequence[str] = ()) -> str | None:
    """A query in FTS5's words; None for one that asks for nothing."""
    asked = [f"({_any(term, _fts5_way, ' OR ')})" for term in terms if not term.excluded]
    without = "".join(f" NOT ({_any(term, _fts5_way, ' OR ')})" for term in terms if term.excluded)
    if not asked:
        return None
    among = " AND outlet : (" + " OR ".join(f'"{_plain(slug)}"' for slug in outlets) + ")" if outlets else ""
    return f"({{folded stems}} : ({' AND '.join(asked)}{without})){among}"


def _fts5_way(way: Iterable[str]) -> str:
    return "(" + " AND ".join(f'"{phrase}"' for phrase in way) + ")"


def tsquery(terms: Sequence[Term], outlets: Sequence[str] = ()) -> str | None:
    """A query in PostgreSQL's words; None for one that asks for nothing."""
    asked = [f"({_any(term, _tsquery_way, ' | ')})" for term in terms if not term.excluded]
    without = [f"!({_any(term, _tsquery_way, ' | ')})" for term in terms if term.excluded]
    among = [f"({' | '.join(_outlet(_plain(slug)) for slug in outlets)})"] if outlets else []
    return " & ".join(asked + without + among) if asked else None


def _outlet(plain: str) -> str:
    """The lexeme that stands for an outlet; no folded word holds a colon."""
    return f"'outlet:{plain}'"


def _tsquery_way(way: Iterable[str]) -> str:
    phrases = (" <-> ".join(f"'{word}'" for word in phrase.split()) for phrase in way)
    return "(" + " & ".join(f"({phrase})" for phrase in phrases) + ")"


def _any(term: Term, made: Any, joint: str) -> str:  # noqa: ANN401
    return joint.join(made(way) for way in term.ways)


def tsvector(doc: Doc) -> str:
    """The words of a document with their places, as PostgreSQL reads them without its own parser."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(doc.words.split()[:_PLACES], 1):
        places.setdefault(word[:500], []).append(str(place))
    told = [f"'{word}':{','.join(found[:255])}" for word, found in places.items()]
    stems = [f"'{stem[:500]}'" for stem in doc.stems.split() if stem not in places]
    return " ".join([_outlet(doc.outlet), *told, *stems])


_FOUND = {
    "sqlite": "SELECT d.article_id AS article_id, d.number AS number FROM search.words w "
    "JOIN search.docs d ON d.number = w.rowid WHERE words MATCH :asked AND d.current",
    "postgresql": "SELECT article_id, number FROM search_docs WHERE words @@ CAST(:asked AS tsquery)",
}
_NUMBER = {"sqlite": "w.rowid", "postgresql": "number"}


def matching(dialect: str, query: str) -> sa.Select[Any]:
    """Ids of the articles that hold what a query asks for; of none where it asks for nothing."""
    asked = _asked(dialect, query)
    if asked is None:
        return sa.select(articles.c.id).where(sa.false())
    found = sa.text(_FOUND[dialect]).bindparams(sa.bindparam("asked", asked, unique=True))
    return sa.select(found.columns(sa.column("article_id", sa.Text)).subquery().c.article_id)


def hits(
    connection: sa.Connection, query: str, outlets: Sequence[str] = (), *, before: int, after: int = 0
) -> Generator[tuple[str, int]]:
    """Ids and numbers of the articles a query finds, the newest first, of numbers `after` to below `before`.

    Read as far as it is asked for; close it before the connection where that is not to the end.
    """
    dialect = connection.dialect.name
    asked, number = _asked(dialect, query, outlets), _NUMBER[dialect]
    if asked is None:
        return
    sql = f"{_FOUND[dialect]} AND {number} < :before AND {number} >= :after ORDER BY {number} DESC"
    found = connection.execution_options(yield_per=200).execute(
        sa.text(sql), {"asked": asked, "before": before, "after": after}
    )
    with closing(found):
        yield from ((row[0], row[1]) for row in found)


def _asked(dialect: str, query: str, outlets: Sequence[str] = ()) -> str | None:
    return (fts5 if dialect == "sqlite" else tsquery)(parse_query(query), outlets)
