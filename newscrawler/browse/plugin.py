"""The plug-in: our addresses and headers in Datasette, which keeps its own pages for tables and SQL."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import logging
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from datasette import hookimpl
from datasette.utils.asgi import Response

from newscrawler.browse import dashboard, listing, story
from newscrawler.browse.asked import Asked
from newscrawler.errors import NewscrawlerError
from newscrawler.handoff.columns import csv_rows, json_lines, neutral
from newscrawler.items import NAMES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    import sqlalchemy as sa

logger = logging.getLogger("uvicorn.error")  # the server's: it is the one that is heard
_FAULT = 500
_OURS = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Nothing but our own style sheet: no script at all runs on our pages."""
_DATASETTES = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Its pages carry scripts in them."""
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "interest-cohort=()",
    "cross-origin-opener-policy": "same-origin",
}


class Browse:
    """Pages over one database."""

    __name__ = "newscrawler"

    def __init__(self, engine: sa.Engine, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.engine = engine
        self.clock = clock

    @hookimpl
    def register_routes(self) -> list[tuple[str, Any]]:
        """Ours come before Datasette's, whose list of databases is at /-/tables."""
        return [
            (r"^/$", self.articles),
            (r"^/articles\.(?P<form>json|csv)$", self.articles_as),
            (r"^/story$", self.story),
            (r"^/story\.(?P<form>json|csv)$", self.story_as),
            (r"^/dashboard$", self.dashboard),
            (r"^/dashboard\.(?P<form>json|csv)$", self.dashboard_as),
            (r"^/-/newscrawler\.css$", self.style),
        ]

    @hookimpl
    def prepare_jinja2_environment(self, env: Any) -> None:  # noqa: ANN401
        """What our templates need beside Jinja's own."""
        env.filters["readable"] = unquote

    @hookimpl
    def handle_exception(self, datasette: Any, request: Any, exception: Exception) -> Any:  # noqa: ANN401
        """Every failure as a page in a line or two, with the status it has; ours are logged."""
        status = getattr(exception, "status", 500)
        told = getattr(exception, "message", None) or str(exception)
        if isinstance(exception, NewscrawlerError):
            logger.error("%s", exception)
        elif not hasattr(exception, "message") and status == _FAULT:
            logger.error("%s failed", request.path, exc_info=exception)
            told = Asked.of(dict(_given(request))).language("failed")
        return self._wrong(request, datasette, status, told)

    @hookimpl
    def asgi_wrapper(self) -> Callable[[Any], Any]:
        """Adds the headers."""
        return with_headers

    @hookimpl
    def menu_links(self) -> list[dict[str, str]]:
        """The way back from Datasette's pages."""
        return [{"href": "/", "label": "newscrawler"}]

    async def articles(self, request: Any, datasette: Any) -> Response:  # noqa: ANN401
        """The list."""
        return await self._page(request, datasette, "list.html", lambda a: listing.page(self.engine, a))

    async def story(self, request: Any, datasette: Any) -> Response:  # noqa: ANN401
        """One story."""
        return await self._page(request, datasette, "story.html", lambda a: story.page(self.engine, a))

    async def dashboard(self, request: Any, datasette: Any) -> Response:  # noqa: ANN401
        """Plots."""
        now = self.clock()
        return await self._page(
            request, datasette, "dashboard.html", lambda a: dashboard.page(self.engine, a, now)
        )

    async def _page(
        self,
        request: Any,  # noqa: ANN401
        datasette: Any,  # noqa: ANN401
        template: str,
        made: Callable[[Asked], dict[str, Any] | None],
    ) -> Response:
        asked = Asked.of(dict(_given(request)))
        context = await asyncio.to_thread(made, asked)
        if context is None:
            return await self._wrong(request, datasette, 404, asked.language("no_such"))
        return await self._shown(request, datasette, template, context)

    async def _wrong(self, request: Any, datasette: Any, status: int, told: str) -> Response:  # noqa: ANN401
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "status": status, "error": told}, status=status)
        return await self._shown(request, datasette, "wrong.html", {"wrong": told}, status)

    async def _shown(
        self,
        request: Any,  # noqa: ANN401
        datasette: Any,  # noqa: ANN401
        template: str,
        context: dict[str, Any],
        status: int = 200,
    ) -> Response:
        asked = Asked.of(dict(_given(request)))
        context |= {"asked": asked, "say": asked.language, "path": request.path, "database": _name(datasette)}
        html = await datasette.render_template(f"newscrawler/{template}", context, request=request)
        return Response.html(html, status=status)

    async def articles_as(self, request: Any) -> Response:  # noqa: ANN401
        """The list as records."""
        asked = Asked.of(dict(_given(request)))
        got, wrong = await asyncio.to_thread(listing.listed, self.engine, asked, listing.MOST)
        if wrong:
            return Response.json({"error": wrong}, status=400)
        rows = await asyncio.to_thread(listing.rows, self.engine, got.ids)
        if request.url_vars["form"] == "csv":
            return _csv(NAMES, csv_rows("articles", rows), "articles")
        lines = ",".join(line.decode() for line in json_lines("articles", rows))
        return _json(f'{{"more": {json.dumps(got.more)}, "articles": [\n{lines}\n]}}')

    async def story_as(self, request: Any) -> Response:  # noqa: ANN401
        """A story as a record with what is around it; as CSV, its versions."""
        asked = Asked.of(dict(_given(request)))
        told = await asyncio.to_thread(story.page, self.engine, asked)
        if told is None:
            return Response.json({"error": asked.language("no_such")}, status=404)
        versions = [dict(row) for row in told["versions"]]
        if request.url_vars["form"] == "csv":
            return _csv(list(versions[0]), _cells(versions), "versions")
        events = [
            {key: event[key] for key in ("at", "kind", "text", "note", "id")} for event in told["events"]
        ]
        return _json({"article": told["record"], "versions": versions, "events": events})

    async def dashboard_as(self, request: Any) -> Response:  # noqa: ANN401
        """The figures; as CSV, one of the tables `hours`, `outlets`, `copies`, `latency` (`?table=`)."""
        asked = Asked.of(dict(_given(request)))
        told = await asyncio.to_thread(dashboard.figures, self.engine, asked, self.clock())
        tables = ("hours", "outlets", "copies", "latency")
        if request.url_vars["form"] == "json":
            return _json({key: told[key] for key in ("days", "first", "last", *tables)})
        table = asked["table"] if asked["table"] in tables else "hours"
        rows = told[table]
        return _csv(list(rows[0]) if rows else [], _cells(rows), table)

    async def style(self) -> Response:
        """Our style sheet."""
        text = (files("newscrawler.browse") / "style.css").read_text("utf-8")
        return Response(text, content_type="text/css; charset=utf-8")


def _given(request: Any) -> Iterable[tuple[str, str]]:  # noqa: ANN401
    return ((name, request.args[name]) for name in request.args)


def _name(datasette: Any) -> str | None:  # noqa: ANN401
    """What Datasette calls the database; None where it has none (PostgreSQL)."""
    return next((name for name in datasette.databases if not name.startswith("_")), None)


def _json(told: Any) -> Response:  # noqa: ANN401
    text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False, default=_plain)
    return Response(text, content_type="application/json; charset=utf-8")


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, datetime):
        return value.isoformat()
    return {"url": value.url, "caption": value.caption}


def _cells(rows: Iterable[dict[str, Any]]) -> Iterable[list[Any]]:
    def cell(value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, list):
            return json.dumps(value, ensure_ascii=False)
        return (
            neutral(value)
            if isinstance(value, str)
            else _plain(value)
            if isinstance(value, datetime)
            else value
        )

    return ([cell(value) for value in row.values()] for row in rows)


def _csv(head: Sequence[str], rows: Iterable[Iterable[Any]], name: str) -> Response:
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow(head)
    out.writerows(rows)
    told = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(text.getvalue(), headers=told, content_type="text/csv; charset=utf-8")


def with_headers(app: Any) -> Any:  # noqa: ANN401
    """The application, with security headers on every answer; it is asked, never told."""

    async def wrapped(scope: dict[str, Any], receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:  # noqa: ANN401
        ours = scope.get("path", "") in {"/", "/story", "/dashboard"}
        policy = {"content-security-policy": _OURS if ours else _DATASETTES}
        added = [[name.encode(), value.encode()] for name, value in (HEADERS | policy).items()]

        async def sent(event: dict[str, Any]) -> None:
            if event["type"] == "http.response.start":
                event = event | {"headers": [*event.get("headers", ()), *added]}
            await send(event)

        if scope["type"] == "http" and scope["method"] not in {"GET", "HEAD"}:
            refused = Response.text("read-only\n", status=405, headers={"allow": "GET, HEAD"})
            await refused.asgi_send(sent)
            return
        await app(scope, receive, sent)

    return wrapped
