"""Datasette with our plug-in in it, and the server in front."""

from __future__ import annotations

import socket
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from newscrawler.browse.plugin import Browse
from newscrawler.errors import InputError

if TYPE_CHECKING:
    from contextlib import ExitStack

    import sqlalchemy as sa

_SETTINGS = {
    "allow_download": False,
    "default_page_size": 50,
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 500,
    "suggest_facets": False,  # it would look through every row for each table
    "truncate_cells_html": 200,
}
_FAILURES = "datasette.handle_exception"
_METADATA = {"title": "newscrawler", "license": None}


def site(engine: sa.Engine, stack: ExitStack) -> Any:  # noqa: ANN401
    """The application. On PostgreSQL it has our pages only: Datasette's own read SQLite.

    `stack` closes what must live as long as it.
    """
    templates = stack.enter_context(as_file(files("newscrawler.browse") / "templates"))
    plugin = Browse(engine)
    pm.register(plugin)
    stack.callback(pm.unregister, plugin)
    default = pm.unregister(name=_FAILURES)  # it prints every 404 with rich, and stumbles over it
    stack.callback(pm.register, default, _FAILURES)
    database = [str(engine.url.database)] if engine.dialect.name == "sqlite" else []
    made = Datasette(database, template_dir=str(templates), settings=_SETTINGS, metadata=_METADATA)
    return made.app()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises InputError where it cannot be had."""
    ours = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ours.bind((host, port))
        ours.listen()
    except (OSError, OverflowError) as error:
        ours.close()
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot listen on {host} port {port}: {reason}; --port names another") from error
    return ours


def serve(app: Any, ours: socket.socket) -> None:  # noqa: ANN401
    """Serve until SIGINT or SIGTERM."""
    config = uvicorn.Config(app, log_level="warning", lifespan="on", timeout_graceful_shutdown=2)
    uvicorn.Server(config).run(sockets=[ours])
