"""A hand-off from beginning to end, and how it is made crash-safe.

`--since-last NAME` in three steps, each of which may be the last:

1. the set is written, under a hidden name;
2. which set it is, and up to which revision it goes, is noted as *pending* for NAME;
3. the set gets its place, and NAME's cursor moves on.

The next hand-off looks first whether a pending set is in its place. If so it was handed over: the cursor
moves on. If not it never was: it is written anew. So there is never a gap, and nothing comes twice.
"""

from __future__ import annotations

import shutil
import uuid
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from newscrawler.errors import InputError
from newscrawler.handoff.places import guarded, place
from newscrawler.handoff.sets import Wish, write_set
from newscrawler.outlets import catalogue
from newscrawler.storage.barred import forgotten_after
from newscrawler.storage.database import open_database
from newscrawler.storage.handoffs import Handoff, complete, exclusively, intend, state
from newscrawler.storage.indexing import catch_up
from newscrawler.storage.reading import open_to_read
from newscrawler.storage.schema import TEHRAN
from newscrawler.storage.selection import has_outlet, head, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    import sqlalchemy as sa

    from newscrawler.handoff.places import Place


class Done(NamedTuple):
    """What came of an export."""

    address: str | None
    """Where the set is; None where nothing was new."""
    manifest: dict[str, Any]
    recovered: str | None = None
    """A set of an earlier, killed export that turned out to be in its place."""


def export(
    url: str,
    wish: Wish,
    to: str,
    now: datetime,
    *,
    name: str | None = None,
    since_last: str | None = None,
    overwrite: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Done:
    """Hand over one set, in a folder of its own below `to` (a folder, or an address of fsspec's).

    Raises InputError, StorageError, LockedError.
    """
    reader = open_to_read(url)
    if wish.selection.query is not None:
        catch_up(reader)
    with guarded(to):
        where = place(to)
    stamp = f"{now.astimezone(TEHRAN):%Y-%m-%dT%H%M%S}"
    check_outlets(reader, wish.selection.outlets or ())
    run = _Run(reader, wish, where, now, overwrite, progress or (lambda _: None))
    try:
        if since_last is None:
            return run.once(name or f"articles-{stamp}")
        with closing_engine(open_database(url)) as writer, exclusively(writer, since_last):
            return run.since_last(writer, since_last)
    finally:
        reader.dispose()


def check_outlets(engine: sa.Engine, named: Iterable[str]) -> None:
    """Refuse an outlet that neither the database nor the catalogue knows. Raises InputError."""
    known = {each.slug for each in catalogue()}
    with engine.connect() as connection:
        for slug in named:
            if slug not in known and not has_outlet(connection, slug):
                near = get_close_matches(slug, known, n=1)
                hint = f"did you mean {near[0]}?" if near else "`scrapy outlets` shows them all"
                raise InputError(f"no outlet is called {slug}; {hint}")


@contextmanager
def closing_engine(engine: sa.Engine) -> Iterator[sa.Engine]:
    """The engine, whose connections are closed in the end."""
    try:
        yield engine
    finally:
        engine.dispose()


class _Run(NamedTuple):
    reader: sa.Engine
    wish: Wish
    where: Place
    now: datetime
    overwrite: bool
    progress: Callable[[int], None]

    def once(self, name: str) -> Done:
        """A set of everything that is wanted."""
        self._free(name)
        with snapshot(self.reader) as connection:
            staged, manifest = self._stage(connection, self.wish, name, {})
        self._put(staged, name)
        return Done(self.where.address(name), manifest)

    def since_last(self, writer: sa.Engine, name: str) -> Done:
        """A set of what is new or changed since the last of that name."""
        known, recovered = self._settle(writer, name)
        asked = {"tables": list(self.wish.tables), **self.wish.filters}
        if known.revision and known.asked != asked:
            raise InputError(
                f"{name} was begun with {known.asked}, not {asked}: with other filters something would be "
                "left out for ever; ask for the same, or begin another name"
            )
        number, wish = known.number + 1, self.wish
        title = f"{name}-{number:06}"
        with snapshot(self.reader) as connection:
            revision = head(connection)
            if revision < known.revision:
                raise InputError(
                    f"the database is older than the last set of {name}: was it put back from a copy? "
                    "Begin another name, which begins with everything"
                )
            if revision == known.revision:
                return Done(None, {"rows": 0}, recovered)
            wish = replace(wish, selection=replace(wish.selection, after=known.revision))
            self._free(title)
            since = {"name": name, "number": number, "after": known.revision, "to": revision}
            removed = forgotten_after(connection, known.revision) if known.revision else []
            told = {"since_last": since, "removed": removed}
            staged, manifest = self._stage(connection, wish, title, told)
        pending = {"number": number, "revision": revision, "asked": asked, "token": manifest["token"]}
        empty = not removed and not any(table["rows"] for table in manifest["tables"].values())
        if empty:
            shutil.rmtree(staged)
            pending["number"] = known.number
        intend(writer, name, pending | {"place": None if empty else self.where.address(title)})
        if not empty:
            self._put(staged, title)
        complete(writer, name, self.now)
        return Done(None if empty else self.where.address(title), manifest, recovered)

    def _settle(self, writer: sa.Engine, name: str) -> tuple[Handoff, str | None]:
        """Find out what became of a set that was on its way when its export was killed."""
        known = state(writer, name)
        if not known.pending:
            return known, None
        address = known.pending["place"]
        folder, _, title = (address or "").rpartition("/")
        with guarded(folder) if folder else nullcontext():
            there = place(folder).manifest(title) if address else None
        if address is None or (there and there["token"] == known.pending["token"]):
            complete(writer, name, self.now)
            return state(writer, name), address
        intend(writer, name, {})
        return state(writer, name), None

    def _free(self, name: str) -> None:
        with guarded(self.where.address(name)):
            taken = self.where.taken(name)
        if taken and not self.overwrite:
            raise InputError(
                f"there is a set at {self.where.address(name)} already; give this one another --name, "
                "or replace it with --overwrite"
            )

    def _stage(
        self, connection: sa.Connection, wish: Wish, name: str, told: dict[str, Any]
    ) -> tuple[Path, dict[str, Any]]:
        made = {
            "name": name,
            "token": uuid.uuid4().hex,
            "made": self.now.astimezone(TEHRAN).isoformat("T", "seconds"),
        }
        with guarded(self.where.address(name)):
            staged = self.where.stage(name)
        try:
            with guarded(str(staged)):
                return staged, write_set(connection, wish, staged, made | told, self.progress)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise

    def _put(self, staged: Path, name: str) -> None:
        try:
            with guarded(self.where.address(name)):
                self.where.put(staged, name, overwrite=self.overwrite)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
