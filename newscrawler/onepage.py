"""One page, from an address or a file, for the commands that look at a single page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request, Spider
from w3lib.encoding import http_content_type_encoding

from newscrawler.errors import InputError
from newscrawler.outlets import catalogue
from newscrawler.urls import host_of, is_http

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.commands import ScrapyCommand
    from scrapy.http import Response
    from twisted.python.failure import Failure

_ONE_PAGE: Final[dict[str, Any]] = {
    "ITEM_PIPELINES": {},
    "EXTENSIONS": {"newscrawler.extensions.browser.Browser": 40},
    "NEWSCRAWLER_WARC": "0",
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_TIMES": 1,
    "LOG_ENABLED": False,
}
"""Settings of a look at one page: nothing is stored or waited for; robots.txt and address checks hold."""
_NOT_FOR_ONE_PAGE: Final = (
    "newscrawler.middlewares.offsite.OutletOffsiteMiddleware",
    "newscrawler.middlewares.warc.WarcMiddleware",
)


@dataclass(frozen=True, slots=True)
class OnePage:
    """What was found at an address or in a file."""

    body: bytes
    url: str
    """Empty where nobody said it."""
    encoding: str | None = None
    """The charset the answer declared."""
    fetched_at: datetime | None = None


def one_page(command: ScrapyCommand, source: str, url: str = "") -> OnePage:
    """The page at an address, fetched by Scrapy itself, or in a file that came from `url`.

    InputError says why it can't be had.
    """
    if is_http(source):
        response = _fetched(command, source)
        header = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
        encoding = http_content_type_encoding(header)
        return OnePage(response.body, url or response.url, encoding, datetime.now(UTC))
    try:
        return OnePage(Path(source).read_bytes(), url)
    except OSError as error:
        raise InputError(f"{source}: can't be read: {error.strerror or error}") from error


def _fetched(command: ScrapyCommand, url: str) -> Response:
    process, settings = command.crawler_process, command.settings
    assert process is not None  # noqa: S101
    assert settings is not None  # noqa: S101
    for name, value in _ONE_PAGE.items():
        settings.set(name, value, priority="cmdline")
    middlewares = dict(settings.getdict("DOWNLOADER_MIDDLEWARES"))
    settings.set("DOWNLOADER_MIDDLEWARES", middlewares | dict.fromkeys(_NOT_FOR_ONE_PAGE), priority="cmdline")
    answers: list[Response] = []
    problems: list[str] = []
    process.crawl(_OnePage, url=url, answers=answers, problems=problems)
    process.start()
    if not answers:
        raise InputError(f"{url}: no answer: {problems[0] if problems else 'refused'}")
    return answers[0]


class _OnePage(Spider):
    """Fetches one page into a list."""

    name = "extract"

    def __init__(self, url: str, answers: list[Response], problems: list[str]) -> None:
        super().__init__()
        self.url = url
        self.answers = answers
        self.problems = problems

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the page."""
        outlet = catalogue().by_host(host_of(self.url))
        yield Request(
            self.url,
            self.parse,
            errback=self.failed,
            dont_filter=True,
            meta={
                "handle_httpstatus_list": [403, 404, 410, 451, 500, 503],
                "allow_offsite": True,
                "render": outlet is not None and outlet.render,
            },
        )

    def parse(self, response: Response, **_: object) -> None:
        """Keep the answer: challenge pages come with any status."""
        self.answers.append(response)

    def failed(self, failure: Failure) -> None:
        """Keep why there is none."""
        self.problems.append(" ".join((failure.getErrorMessage() or type(failure.value).__name__).split()))
