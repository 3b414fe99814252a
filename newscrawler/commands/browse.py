"""`scrapy browse`: the analysts' page over the database."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawler.crawling import console, tell
from newscrawler.errors import Exit, InputError, NewscrawlerError
from newscrawler.storage.where import database_url

if TYPE_CHECKING:
    import argparse

_PORT = 8001


class Command(ScrapyCommand):
    """Serve it until it is interrupted."""

    requires_project = True
    requires_crawler_process = False  # its event loop would stand beside the server's
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  (Scrapy's own form)

    def short_desc(self) -> str:
        """For `scrapy -h`."""
        return "Search, read and plot the database in a browser"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The command's own options."""
        super().add_options(parser)
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen on; default: 127.0.0.1, this machine only"
        )
        parser.add_argument(
            "--port", type=int, default=_PORT, help=f"default: {_PORT}; 0 takes one that is free"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Say where it is, and serve."""
        try:
            if args:
                raise InputError(f"scrapy browse takes no argument, got {args[0]}")
            self.serve(opts.host, opts.port)
        except NewscrawlerError as error:
            tell(error)
            self.exitcode = error.code
        except KeyboardInterrupt:
            self.exitcode = Exit.FINE

    def serve(self, host: str, port: int) -> None:
        """Fill the search index, then serve. Raises InputError, StorageError."""
        from newscrawler.browse.site import listen, serve, site  # noqa: PLC0415  (a second no other command needs)
        from newscrawler.storage.indexing import catch_up  # noqa: PLC0415
        from newscrawler.storage.reading import open_to_read  # noqa: PLC0415

        assert self.settings is not None  # noqa: S101
        engine = open_to_read(database_url(self.settings))
        with ExitStack() as stack:
            stack.callback(engine.dispose)
            ours = stack.enter_context(listen(host, port))
            with console(stderr=True).status("indexing for search") as status:
                catch_up(engine, lambda taken: status.update(f"indexing for search: {taken:,} articles"))
            shown = f"[{host}]" if ":" in host else host
            app = site(engine, stack)
            print(f"http://{shown}:{ours.getsockname()[1]}/  (Ctrl-C ends it)", flush=True)
            serve(app, ours)
