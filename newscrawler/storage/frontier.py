"""Which addresses to ask, and what became of each: kept with the articles, in the same transactions.

A page is *pending* from the moment a listing names it until its article is stored, so a killed run
asks again for what was in flight and for nothing else.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from newscrawler.storage.schema import documents, pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newscrawler.storage.store import Store

MAX_TRIES = 5
"""Runs that may fail to get a page before it is given up."""
VISITS = (timedelta(hours=1), timedelta(hours=4), timedelta(hours=24))
"""Ages at which an article is looked at again for a new version."""
POLLS = (timedelta(minutes=5), timedelta(hours=12))
"""Shortest and longest wait between two looks at a document."""
REVISITS = 50
"""Looks at known articles, an outlet and run."""
_CHUNK = 500
_BY_URL = sa.select(pages).where(pages.c.url == sa.bindparam("asked"))
_SET = sa.update(pages).where(pages.c.url == sa.bindparam("asked"))
_PENDING = sa.select(sa.literal(1)).where(pages.c.url == sa.bindparam("asked"), pages.c.status == "pending")


@dataclass(frozen=True, slots=True)
class Page:
    """One address to ask for."""

    url: str
    """Canonical: the key."""
    address: str
    """As listed: what is asked for."""
    outlet: str
    """Slug of the outlet whose spider asks."""
    via_url: str | None = None
    hints: Mapping[str, Any] | None = None
    """What the listing knew of it: JSON-ready."""
    digest: str | None = None
    """Hash of what the listing said; a later, different one means the article changed."""


class Frontier:
    """The pages and documents of one run, over the run's `Store`."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: set[str] = set()
        """Canonical addresses handed out in this run: none is handed out twice."""

    def listed(self, listing: str, found: Sequence[Page], *, again: bool = False) -> list[Page]:
        """What of a listing's pages is to be asked for now; the rest is known and unchanged.

        A known page is asked for again when `listing` now says something else of it (or `again`), one that
        was taken down never.
        """
        barred = self.store.barred().urls
        found = [page for page in found if page.url not in barred]
        known = self._rows([page.url for page in found])
        self._insert([page for page in found if page.url not in known], listing)
        wanted = []
        for page in {page.url: page for page in found}.values():
            row = known.get(page.url)
            if row is not None and not again and not self._calls_again(row, page, listing):
                continue
            if page.url not in self.asked:
                self.asked.add(page.url)
                wanted.append(page)
        return wanted

    def _calls_again(self, row: Mapping[str, Any], page: Page, listing: str) -> bool:
        said = row["listed"].get(listing)
        news = said != page.digest if said else row["status"] in {"gone", "failed"}
        if page.digest and said != page.digest:
            gaps = {} if row["status"] == "done" else dict(page.hints or {})  # whichever came first
            hints = gaps | row["hints"]
            self._set(page.url, listed=row["listed"] | {listing: page.digest}, hints=hints)
        if row["status"] == "pending":
            return True
        if news:
            self._set(page.url, status="pending", tries=0, hints=dict(page.hints or {}), outlet=page.outlet)
        return news

    def _insert(self, found: Iterable[Page], listing: str) -> None:
        now = self.store.clock()
        rows = [
            {
                "url": page.url,
                "address": page.address,
                "outlet": page.outlet,
                "status": "pending",
                "listed": {listing: page.digest} if page.digest else {},
                "hints": dict(page.hints or {}),
                "via_url": page.via_url,
                "first_listed": now,
            }
            for page in found
        ]
        self.store.insert_new(pages, rows)

    def hop(self, page: Page) -> Page | None:
        """The origin a copy points to: a page to ask for; None if it is known, asked for or taken down."""
        if page.url in self.store.barred().urls:
            return None
        row = self._rows([page.url]).get(page.url)
        if row is None:
            self._insert([page], page.via_url or "")
        elif row["status"] != "pending":
            return None
        if page.url in self.asked:
            return None
        self.asked.add(page.url)
        return page

    def is_pending(self, url: str) -> bool:
        """Whether a page is still to be asked for, or in flight."""
        return self.store.connection.scalar(_PENDING, {"asked": url}) is not None

    def pending(self, outlet: str, limit: int | None = None) -> list[Page]:
        """What earlier runs of an outlet left over, newest listed first."""
        rows = sa.select(pages).where(pages.c.outlet == outlet, pages.c.status == "pending")
        rows = rows.order_by(pages.c.first_listed.desc(), pages.c.url).limit(limit)
        return self._hand_out(self.store.connection.execute(rows).mappings())

    def count_pending(self, outlet: str) -> int:
        """How many pages of an outlet earlier runs left over."""
        left = sa.select(sa.func.count()).where(pages.c.outlet == outlet, pages.c.status == "pending")
        return self.store.connection.scalar(left) or 0

    def still_pending(self, urls: Sequence[str]) -> list[Page]:
        """Those of the pages, handed out before in this run, that have not been dealt with since."""
        rows = self._rows(urls).values()
        return [_page(row) for row in rows if row["status"] == "pending"]

    def _hand_out(self, rows: Iterable[sa.RowMapping]) -> list[Page]:
        found = [page for page in map(_page, rows) if page.url not in self.asked]
        self.asked.update(page.url for page in found)
        return found

    def due(self, outlet: str, limit: int = REVISITS) -> list[Page]:
        """Young articles of an outlet that are to be looked at again, the longest overdue first."""
        late = (
            (pages.c.outlet == outlet) & (pages.c.status == "done") & (pages.c.revisit <= self.store.clock())
        )
        rows = sa.select(pages).where(late).order_by(pages.c.revisit).limit(limit)
        return self._hand_out(self.store.connection.execute(rows).mappings())

    def done(self, url: str, article_id: str, published: datetime | None = None) -> None:
        """The article of this page, published then, is stored (in this same transaction)."""
        now = self.store.clock()
        row: dict[str, Any] = {
            "asked": url,
            "status": "done",
            "article_id": article_id,
            "reason": None,
            "hints": {},
            "finished": now,
            "revisit": next_visit(published, now),
        }
        self.store.later(_SET, row)

    def moved(self, page: Page, url: str, address: str) -> None:
        """What came from `address` calls itself `url`: that page takes over what is known of this one."""
        self._set(page.url, status="moved", reason=url, finished=self.store.clock())
        if url not in self._rows([url]) and url not in self.store.barred().urls:
            self._insert([replace(page, url=url, address=address)], page.via_url or "")
        self.asked.add(url)
        self.store.origin_moved(page.url, url)

    def ended(self, url: str, status: str, reason: str) -> None:
        """A page that gave no article, for good: `gone`, `skipped` or `forbidden`."""
        self._set(url, status=status, reason=reason, finished=self.store.clock())

    def failed(self, url: str, reason: str, *, counts: bool = True) -> None:
        """A page that did not answer: it stays pending for the next run, `MAX_TRIES` times.

        `counts=False` leaves the tries alone (the host as a whole was out of reach).
        """
        tries = pages.c.tries + int(counts)
        status = sa.case((tries >= MAX_TRIES, "failed"), else_="pending")
        row = sa.update(pages).where(pages.c.url == url)
        self.store.connection.execute(row.values(tries=tries, status=status, reason=reason))

    def document(self, url: str) -> sa.RowMapping | None:
        """What is remembered of a feed, sitemap or listing: `etag`, `last_modified`, `digest`."""
        found = self.store.connection.execute(sa.select(documents).where(documents.c.url == url))
        return found.mappings().first()

    def is_due(self, url: str) -> bool:
        """Whether a document is to be asked for now; one that was never read is."""
        known = self.document(url)
        return known is None or known["due"] is None or known["due"] <= self.store.clock()

    def checked(self, url: str, outlet: str, *, new: bool = False, **state: str | None) -> None:
        """A document was read, and listed something `new` or not (or was unchanged, with no `state`)."""
        now = self.store.clock()
        known = self.document(url)
        changed = now if new or known is None else known["changed"]
        row = {"url": url, "outlet": outlet, "checked": now, "changed": changed} | state
        self.store.upsert(documents, row | {"due": next_poll(changed, now)})

    def _set(self, url: str, **values: Any) -> None:  # noqa: ANN401
        self.store.connection.execute(_SET, {"asked": url, **values})

    def _rows(self, urls: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        found: dict[str, Mapping[str, Any]] = {}
        if len(urls) == 1:
            one = self.store.connection.execute(_BY_URL, {"asked": urls[0]}).mappings().first()
            return {urls[0]: dict(one)} if one else found
        for start in range(0, len(urls), _CHUNK):
            rows = sa.select(pages).where(pages.c.url.in_(urls[start : start + _CHUNK]))
            found |= {row["url"]: row for row in self.store.connection.execute(rows).mappings()}
        return found


def _page(row: Mapping[Any, Any]) -> Page:
    return Page(row["url"], row["address"], row["outlet"], row["via_url"], row["hints"])


def next_poll(changed: datetime, now: datetime) -> datetime:
    """When a document is asked for again that last listed something new at `changed`.

    The longer ago that is, the longer the wait: a quarter of it, within `POLLS`.
    """
    shortest, longest = POLLS
    return now + min(max((now - changed) / 4, shortest), longest)


def next_visit(published: datetime | None, now: datetime) -> datetime | None:
    """When an article is looked at next: the first age of `VISITS` that is still to come, or None."""
    if published is None:
        return None
    return next((published + age for age in VISITS if published + age > now), None)


def digest(*said: object) -> str:
    """16 hex over what a listing says of an article."""
    text = "\x1f".join("" if part is None else str(part) for part in said)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def hints_of(link: Any, names: Iterable[str]) -> dict[str, Any]:  # noqa: ANN401
    """The named fields of a link that are known, JSON-ready (instants as ISO 8601)."""
    known = {name: value for name, value in asdict(link).items() if name in names and value is not None}
    return {name: v.isoformat() if isinstance(v, datetime) else v for name, v in known.items()}
