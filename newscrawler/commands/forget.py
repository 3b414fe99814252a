"""`scrapy forget ID…`: take articles down for good, wherever this installation keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawler.archive import index
from newscrawler.archive.erasing import erase
from newscrawler.archive.exchange import ArchiveError
from newscrawler.crawling import lock, tell
from newscrawler.errors import Exit, InputError, NewscrawlerError
from newscrawler.planning import memory_at
from newscrawler.storage.feed import Feed
from newscrawler.storage.forgetting import Gone, forget, named
from newscrawler.storage.where import data_folder, database_url
from newscrawler.urls import canonicalize

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class Command(ScrapyCommand):
    """Remove records, versions and text; keep them from coming back."""

    requires_project = True
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  (Scrapy's own form)

    def syntax(self) -> str:
        """For `scrapy forget -h`."""
        return "[options] ID [ID ...]"

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Take articles down for good: record, versions, text and archived page"

    def long_desc(self) -> str:
        """For `scrapy forget -h`."""
        return (
            "ID is an article's id or its address. Removes record, versions and text from the database, the "
            "feed's files, the search index and the archives of the data folder, and tells the next "
            "--since-last hand-off. They are not fetched or stored again. The best copy of an article that "
            "goes becomes its story's original, unless --copies takes all of them. Out of its reach: sets "
            "already handed over, archives sent to object storage, headlines in archived feeds and lists."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument("--copies", action="store_true", help="their copies at other outlets, too")
        parser.add_argument("--reason", metavar="TEXT", help="kept with their ids")
        parser.add_argument(
            "--search-archives",
            action="store_true",
            help="look in every WARC of the data folder for their addresses: also what was fetched again "
            "and found unchanged is erased; takes as long as reading them",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take them down, say what went and what did not."""
        assert self.settings is not None  # noqa: S101
        folder = data_folder(self.settings)
        try:
            if not args:
                raise InputError("name what is to go: scrapy forget mehrnews:6035432, or its address")
            gone = self.forget(args, opts)
        except NewscrawlerError as error:
            tell(error)
            self.exitcode = error.code
            return
        for each in gone:
            print(each.id)
            for copy in each.copies:
                print(f"  its copy {copy} stays{', and is the original now' if copy == each.heir else ''}")
        for line in erased(folder, gone, everywhere=opts.search_archives):
            print(line)
            self.exitcode = Exit.STORAGE

    def forget(self, args: list[str], opts: argparse.Namespace) -> list[Gone]:
        """Database, search index and feed. Raises InputError, LockedError, StorageError."""
        assert self.settings is not None  # noqa: S101
        folder = data_folder(self.settings)
        memory = memory_at(database_url(self.settings))
        if memory is None:
            raise InputError("there is no database yet; `scrapy run` makes one")
        store = memory.store
        folder.mkdir(parents=True, exist_ok=True)
        with lock(folder):
            before = store.barred()
            words = [canonicalize(word) if "://" in word else word for word in args]
            words = [before.url_of.get(word, word) for word in words]
            again = [word for word in words if word in before.urls]
            if again and not opts.search_archives:
                raise InputError(
                    f"{again[0]} was taken down before; --search-archives looks for what is left of it here"
                )
            urls = [word for word in words if "://" in word and word not in again]
            ids = [word for word in words if "://" not in word]
            gone = forget(store, named(store, ids, urls, copies=opts.copies), opts.reason)
            gone += [Gone(url, url, None, (), ()) for url in again]
            Feed(folder / "feed").catch_up(store.connection)
        store.close()
        return gone


def erased(folder: Path, gone: Iterable[Gone], *, everywhere: bool) -> Iterator[str]:
    """Erase the archived pages; a line for each that could not be."""
    gone = list(gone)
    places = {place for each in gone for place in each.archived}
    if everywhere:
        places |= set(_fetched(folder, {each.canonical_url for each in gone}))
    for name, offset in sorted(places):
        try:
            erase(folder / name, offset)
        except ArchiveError as error:
            yield f"not erased from the archive: {name}, byte {offset}: {error}"


def _fetched(folder: Path, urls: set[str]) -> Iterator[tuple[str, int]]:
    for path in sorted(folder.rglob("*.warc.gz")):
        entries, _ = index(path)
        for entry in entries:
            if canonicalize(entry.url) in urls:
                yield path.relative_to(folder).as_posix(), entry.offset
