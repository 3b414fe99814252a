"""The list: search, filters, a page at a time; as HTML, JSON or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawler.browse.marks import asked_words, found, snippet
from newscrawler.storage.browsing import Listing, listing, outlets
from newscrawler.storage.indexing import catch_up
from newscrawler.storage.selection import Selection, batches, decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from newscrawler.browse.asked import Asked

PAGE = 25
MOST = 10_000
"""Rows of a CSV or JSON; for more there is `scrapy export`."""


def listed(engine: sa.Engine, asked: Asked, limit: int) -> tuple[Listing, str | None]:
    """One page of what is asked for, and what is wrong with the question."""
    wanted, wrong = asked.selection()
    if wanted.query is not None:
        catch_up(engine)
    with engine.connect() as connection:
        return listing(connection, wanted, asked["begin"] or None, limit), wrong


def rows(engine: sa.Engine, ids: Sequence[str]) -> list[sa.Row[Any]]:
    """The records of these ids, in their order, as the driver gives them."""
    with engine.connect() as connection:
        got = [row for batch in batches(connection, "articles", Selection(ids=tuple(ids))) for row in batch]
    place = {article_id: number for number, article_id in enumerate(ids)}
    return sorted(got, key=lambda row: place[row[0]])


def records(engine: sa.Engine, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The same as dicts of what they mean."""
    return list(decoded("articles", rows(engine, ids)))


def page(engine: sa.Engine, asked: Asked) -> dict[str, Any]:
    """What the template shows."""
    found_here, wrong = listed(engine, asked, PAGE)
    with engine.connect() as connection:
        names = outlets(connection)
    looked_for = asked_words(asked["q"])
    articles = [
        {
            "record": record,
            "headline": found(record["headline"] or asked.language("no_headline"), looked_for),
            "snippet": snippet(text_of(record), looked_for),
            "outlet": names.get(record["outlet"]) or record["outlet"],
        }
        for record in records(engine, found_here.ids)
    ]
    return {
        "articles": articles,
        "outlets": names,
        "more": found_here.more,
        "wrong": wrong,
        "empty": not names,
    }


def text_of(record: dict[str, Any]) -> str:
    """Lead and body."""
    return "\n".join(filter(None, (record["description"], record["article_body"])))
