"""Writing one set: files, `manifest.json`, `README.md`, all in a folder that is not in its place yet."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newscrawler import __version__
from newscrawler.handoff.columns import tehran
from newscrawler.handoff.places import MANIFEST
from newscrawler.handoff.readme import readme
from newscrawler.handoff.writers import writer
from newscrawler.items import SCHEMA_VERSION
from newscrawler.storage.selection import TABLES, Selection, batches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import sqlalchemy as sa

_OUTLET = [column.name for column in TABLES["articles"]].index("outlet")
_PUBLISHED = [column.name for column in TABLES["articles"]].index("date_published")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants handed over, and how."""

    selection: Selection = field(default_factory=Selection)
    filters: Mapping[str, Any] = field(default_factory=dict)
    """The same as the person said it, JSON-ready: for the manifest."""
    form: str = "jsonl"
    """One of `newscrawler.handoff.writers.FORMATS`."""
    tables: tuple[str, ...] = ("articles",)
    bom: bool = False


class Counts:
    """What is told of the articles of a set."""

    def __init__(self) -> None:
        self.outlets = Counter[str]()
        self.first: Any = None
        self.last: Any = None

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Count a batch."""
        self.outlets.update(row[_OUTLET] for row in rows)
        published = [row[_PUBLISHED] for row in rows if row[_PUBLISHED] is not None]
        if published:
            self.first = min(published) if self.first is None else min(self.first, *published)
            self.last = max(published) if self.last is None else max(self.last, *published)


def write_set(
    connection: sa.Connection,
    wish: Wish,
    folder: Path,
    told: Mapping[str, Any],
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """Write every file of a set into `folder`; returns the manifest. `told` is added to it."""
    counts = Counts()
    rows = {
        table: _write(connection, table, wish, folder, counts, progress or (lambda _: None))
        for table in wish.tables
    }
    manifest = {
        **told,
        "newscrawler": __version__,
        "schema_version": SCHEMA_VERSION,
        "format": wish.form,
        "filters": dict(wish.filters),
        "rows": rows["articles"],
        "span": {name: value and tehran(value) for name, value in _span(counts).items()},
        "outlets": dict(sorted(counts.outlets.items())),
        "tables": {
            table: {"rows": count, "files": list(_files(folder, table, count))}
            for table, count in rows.items()
        },
    }
    (folder / "README.md").write_text(readme(manifest), "utf-8")
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return manifest


def _span(counts: Counts) -> dict[str, str | datetime | None]:
    return {"first_published": counts.first, "last_published": counts.last}


def _write(
    connection: sa.Connection,
    table: str,
    wish: Wish,
    folder: Path,
    counts: Counts,
    progress: Callable[[int], None],
) -> int:
    into, rows = writer(wish.form, folder, table, bom=wish.bom), 0
    try:
        for batch in batches(connection, table, wish.selection):
            into.write(batch)
            rows += len(batch)
            if table == "articles":
                counts.add(batch)
                progress(rows)
    finally:
        into.close()
    return rows


def _files(folder: Path, table: str, rows: int) -> Any:  # noqa: ANN401
    """What the manifest says of the files of one table."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if name.startswith((f"{table}.", f"{table}/")):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            yield {"path": name, "rows": _rows(path, rows), "bytes": path.stat().st_size, "sha256": digest}


def _rows(path: Path, rows: int) -> int:
    if path.suffix != ".parquet":
        return rows
    import pyarrow.parquet as pq  # noqa: PLC0415

    return int(pq.read_metadata(path).num_rows)
