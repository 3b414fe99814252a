"""The API of notebooks: `newscrawler.open("data/newscrawler.db").articles(since="1405-08-01").pandas()`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from newscrawler.errors import InputError
from newscrawler.handoff.asking import Day, select
from newscrawler.handoff.columns import arrow_schema, record_batch
from newscrawler.items import Article
from newscrawler.storage.indexing import catch_up
from newscrawler.storage.reading import open_to_read
from newscrawler.storage.selection import batches, decoded, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from os import PathLike

    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import sqlalchemy as sa

    from newscrawler.storage.selection import Selection

Row = TypeVar("Row")


def open(where: str | PathLike[str] = "data/newscrawler.db") -> Archive:  # noqa: A001  (it opens)
    """Open a database for reading: a file of SQLite, or an SQLAlchemy URL (`postgresql://…`).

    Nothing in it is changed, whatever a crawl does meanwhile. Raises InputError where there is none,
    StorageError where it cannot be read.
    """
    told = str(where)
    return Archive(open_to_read(told if "://" in told else f"sqlite:///{told}"))


class Archive:
    """A database of articles. Also a context manager, which closes it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def articles(
        self,
        *,
        since: Day = None,
        until: Day = None,
        outlet: str | Sequence[str] | None = None,
        kind: str | None = None,
        section: str | None = None,
        query: str | None = None,
        originals: bool = False,
    ) -> Rows[Article]:
        """Articles, the newest version of each, by publication; those without an instant at one end.

        Published on the days `since` to `until` (Tehran's; `1405-08-01`, `2026-10-23` or a `date`), by an
        `outlet` or several, outlets of a `kind`, in a `section` that contains these letters, with all words
        of a `query`; `originals` leaves out copies. Raises InputError for what cannot be asked.
        """
        wanted = select(
            since=since,
            until=until,
            outlet=outlet,
            kind=kind,
            section=section,
            query=query,
            originals=originals,
        )
        return self._rows("articles", wanted, lambda row: Article(**row))

    def versions(self, **asked: Any) -> Rows[Mapping[str, Any]]:  # noqa: ANN401
        """Every text the articles had; asked for as `articles` is. Iterated, each is a dict."""
        return self._rows("versions", select(**asked), lambda row: row)

    def sightings(self, **asked: Any) -> Rows[Mapping[str, Any]]:  # noqa: ANN401
        """Who showed the articles where, and when first; asked for as `articles` is."""
        return self._rows("sightings", select(**asked), lambda row: row)

    def _rows(self, table: str, wanted: Selection, made: Callable[[dict[str, Any]], Row]) -> Rows[Row]:
        if wanted.query is not None:
            catch_up(self._engine)
        return Rows(self._engine, table, wanted, made)

    def close(self) -> None:
        """Give its connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


@dataclass(frozen=True)
class Rows(Generic[Row]):
    """What was asked for, not read yet: iterate over it, or take it whole as a table or a frame."""

    _engine: sa.Engine
    _table: str
    _wanted: Selection
    _made: Callable[[dict[str, Any]], Row]

    def __iter__(self) -> Iterator[Row]:
        """One record after the other, in flat memory."""
        with snapshot(self._engine) as connection:
            for rows in batches(connection, self._table, self._wanted):
                yield from map(self._made, decoded(self._table, rows))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Arrow batches of some hundred rows, in flat memory."""
        with snapshot(self._engine) as connection:
            for rows in batches(connection, self._table, self._wanted):
                yield record_batch(self._table, rows)

    def arrow(self) -> pa.Table:
        """An Arrow table: typed, instants zone-aware in Tehran's time, lists as lists."""
        import pyarrow as pa  # noqa: PLC0415

        return pa.Table.from_batches(self.batches(), arrow_schema(self._table))

    def pandas(self) -> pd.DataFrame:
        """A pandas frame. Raises InputError where pandas is not installed."""
        _need("pandas")
        return self.arrow().to_pandas()

    def polars(self) -> pl.DataFrame:
        """A polars frame. Raises InputError where polars is not installed."""
        _need("polars")
        import polars as pl  # noqa: PLC0415

        return pl.DataFrame(pl.from_arrow(self.arrow()))


def _need(library: str) -> None:
    try:
        __import__(library)
    except ImportError:
        raise InputError(f"{library} is not installed; get it with: pip install {library}") from None
