"""`scrapy export`: a hand-off set for analysts."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rich.progress import Progress, TextColumn, TimeElapsedColumn
from scrapy.commands import ScrapyCommand

from newscrawler.crawling import console, tell
from newscrawler.errors import Exit, InputError, NewscrawlerError
from newscrawler.outlets import KINDS
from newscrawler.storage.where import data_folder, database_url

if TYPE_CHECKING:
    import argparse

    from newscrawler.handoff.exporting import Done

_FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "csv", "csv.gz", "csv.zst", "parquet")
_FILTERS = {
    "since": ("DAY", "first day of publication: 1402-12-01 or 2024-02-20"),
    "until": ("DAY", "last day of publication"),
    "outlet": ("NAMES", "only these outlets, comma separated"),
    "kind": ("KIND", f"only outlets of this kind: {', '.join(KINDS)}"),
    "section": ("WORD", "only sections that contain it"),
    "query": ("WORDS", 'only articles that hold all the words; "a phrase", -without'),
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


class Command(ScrapyCommand):
    """Write a set: files, manifest.json, README.md."""

    requires_project = True
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  (Scrapy's own form)

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Hand over articles: a folder of files with manifest and data dictionary"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        add = parser.add_argument
        add("--format", choices=_FORMATS, default="jsonl", help="default: jsonl")
        add(
            "--to",
            metavar="PLACE",
            help="folder or address (s3://…) the set gets a folder in; default: handoff/ in the data folder",
        )
        add("--name", metavar="NAME", help="what the set's folder is called; default: articles-<now>")
        for name, (value, text) in _FILTERS.items():
            add(f"--{name}", metavar=value, help=text)
        add("--originals", action="store_true", help="each story once: no copies")
        add("--versions", action="store_true", help="every text the articles had, too")
        add("--sightings", action="store_true", help="who showed the articles when, too")
        add("--since-last", metavar="NAME", help="what is new or changed since the last set of that name")
        add("--bom", action="store_true", help="csv: begin with a byte order mark, for Excel")
        add("--overwrite", action="store_true", help="replace a set that is there already")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write it, and say where it is."""
        try:
            if args:
                raise InputError(f"scrapy export takes no argument, got {args[0]}; --to names the place")
            done = self.export(opts)
        except NewscrawlerError as error:
            tell(error)
            self.exitcode = error.code
            return
        except KeyboardInterrupt:
            self.exitcode = Exit.INTERRUPTED
            return
        if done.recovered:
            print(f"{done.recovered} was handed over by an export that was killed as it ended")
        if done.address is None:
            print("nothing new")
            return
        told = ", ".join(f"{each['rows']} {name}" for name, each in done.manifest["tables"].items())
        print(f"{done.address}\n{told}; begin with its README.md")

    def export(self, opts: argparse.Namespace) -> Done:
        """The same, without words. Raises InputError, StorageError, LockedError."""
        from newscrawler.handoff.asking import filters, select  # noqa: PLC0415  (Arrow takes its time)
        from newscrawler.handoff.exporting import export  # noqa: PLC0415
        from newscrawler.handoff.sets import Wish  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101
        for name in (opts.name, opts.since_last):
            if name is not None and not _NAME.fullmatch(name):
                raise InputError(f"{name} is no name for a set; use letters, digits, - and _")
        if opts.name and opts.since_last:
            raise InputError("--since-last names its sets itself; leave --name out")
        if opts.bom and not opts.format.startswith("csv"):
            raise InputError(f"--bom is for --format csv, not {opts.format}")
        asked: dict[str, Any] = {name: getattr(opts, name) for name in _FILTERS}
        asked["outlet"] = [name.strip() for name in (opts.outlet or "").split(",") if name.strip()]
        asked["originals"] = opts.originals
        extra = tuple(name for name in ("versions", "sightings") if getattr(opts, name))
        wish = Wish(select(**asked), filters(**asked), opts.format, ("articles", *extra), bom=opts.bom)
        columns = (TextColumn("{task.completed:,.0f} articles"), TimeElapsedColumn())
        out = console(stderr=True)
        with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
            task = bar.add_task("export", total=None)
            return export(
                database_url(self.settings),
                wish,
                opts.to or str(data_folder(self.settings) / "handoff"),
                datetime.now(UTC),
                name=opts.name,
                since_last=opts.since_last,
                overwrite=opts.overwrite,
                progress=lambda rows: bar.update(task, completed=rows),
            )
