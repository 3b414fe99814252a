"""Columns of what is handed over, and a batch of rows as JSON, CSV and Arrow: one record, three coats.

A batch is what `newscrawler.storage.selection.batches` gives: values as the driver gave them.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

import orjson
import sqlalchemy as sa

from newscrawler.storage.schema import TEHRAN, Instant
from newscrawler.storage.selection import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa

    Rows = Sequence[Sequence[Any]]

_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a spreadsheet takes for a formula."""


def kind(column: sa.Column[Any]) -> str:
    """`text`, `instant`, `number` or `json`."""
    kinds: dict[type[Any], str] = {Instant: "instant", sa.Text: "text", sa.JSON: "json"}
    return kinds.get(type(column.type), "number")


@lru_cache(maxsize=1 << 16)
def tehran(value: str | datetime) -> str:
    """An instant as it is handed over: ISO 8601 in Tehran's time."""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return instant.astimezone(TEHRAN).isoformat()


def month(value: str | datetime | None) -> str | None:
    """Month of publication in Tehran: `2026-11`."""
    return None if value is None else tehran(value)[:7]


_JSON: dict[str, Callable[[Any], Any]] = {"instant": tehran, "json": orjson.Fragment}
"""Kind of a column → what orjson writes for its value; the others as they are."""


def json_lines(table: str, rows: Rows) -> list[bytes]:
    """Each row as a line of JSON, UTF-8, keys in declared order: the record of the feed, without blanks."""
    names = [str(column.name) for column in TABLES[table]]  # SQLAlchemy's are of a class of their own
    told = list(zip(*rows, strict=True))
    for place, column in enumerate(TABLES[table]):
        made = _JSON.get(kind(column))
        if made and told:
            told[place] = tuple(value if value is None else made(value) for value in told[place])
    return [_line(dict(zip(names, values, strict=True))) for values in zip(*told, strict=True)]


def _line(record: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:  # half a surrogate pair, which no encoding of text has
        for name, value in record.items():
            if isinstance(value, str):
                record[name] = value.encode("utf-8", "replace").decode()
        return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def neutral(value: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{value}" if value and value[0] in _FORMULA else value


_CSV: dict[str, Callable[[Any], Any]] = {
    "text": neutral,
    "instant": tehran,
    "number": lambda value: value,
    "json": str,
}


def csv_rows(table: str, rows: Rows) -> Iterator[tuple[Any, ...]]:
    """Each row as cells: lists as JSON, and an apostrophe before what a spreadsheet would carry out."""
    told = [
        ["" if value is None else encode(value) for value in values]
        for encode, values in zip(
            [_CSV[kind(c)] for c in TABLES[table]], zip(*rows, strict=True), strict=True
        )
    ]
    return zip(*told, strict=True)


@cache
def arrow_schema(table: str) -> pa.Schema:
    """Typed columns: instants zone-aware in Tehran's time, lists as lists, provenance as a map."""
    import pyarrow as pa  # noqa: PLC0415  (a third of a second that no other command should wait for)

    texts = pa.list_(pa.string())
    image = pa.struct([("url", pa.string()), ("caption", pa.string())])
    nested = {
        "images": pa.list_(image),
        "provenance": pa.map_(pa.string(), pa.string()),
    }
    plain = {
        "text": pa.string(),
        "instant": pa.timestamp("us", tz=str(TEHRAN)),
        "number": pa.int64(),
    }

    def of(column: sa.Column[Any]) -> pa.DataType:
        if isinstance(column.type, sa.Float):
            return pa.float64()
        return nested.get(column.name, texts) if kind(column) == "json" else plain[kind(column)]

    return pa.schema([pa.field(c.name, of(c), nullable=c.nullable) for c in TABLES[table]])


def record_batch(table: str, rows: Rows) -> pa.RecordBatch:
    """A batch as Arrow, of `arrow_schema(table)`; of no rows too."""
    import pyarrow as pa  # noqa: PLC0415

    schema = arrow_schema(table)
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [
        _array(kind(column), values, field.type)
        for column, values, field in zip(TABLES[table], columns, schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(of: str, values: Sequence[Any], arrow: pa.DataType) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415

    if of == "json":
        parsed = [None if value is None else orjson.loads(value) for value in values]
        if pa.types.is_map(arrow):
            parsed = [value if value is None else list(value.items()) for value in parsed]
        return pa.array(parsed, arrow)
    if of == "instant" and any(isinstance(value, str) for value in values):
        return pa.array(values, pa.string()).cast(pa.timestamp("us", tz="UTC")).cast(arrow)
    return pa.array(values, arrow)
