"""A scheduled pass over hundreds of outlets that have nothing new: one conditional request a document."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from newscrawler.errors import Exit
from newscrawler.families import FAMILIES
from newscrawler.outlets import catalogue
from tests.loopback import Answer, Asked, Newsroom, live
from tests.pages import PARAGRAPHS, nastooh, rss

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTLETS = [outlet.slug for outlet in catalogue() if outlet.family in FAMILIES][:300]


class Everywhere(dict[tuple[str, str], Answer]):
    """Any host answers: feeds that list an article on some hosts, sitemaps that list nothing; with ETags."""

    def get(self, place: tuple[str, str], default: object = None) -> object:
        return self.answer

    def answer(self, asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return Answer("User-agent: *\nDisallow:\n")
        url = f"https://{asked.host}/news/7"
        if asked.path == "/news/7":
            text = (*PARAGRAPHS, f"این خبر از {asked.host} است.")
            return Answer(nastooh(url, 7, headline=f"خبری از {asked.host}", paragraphs=text))
        if asked.headers.get("If-None-Match") == '"same"':
            return Answer(status=304)
        items = [(url, f"خبری از {asked.host}")] if len(asked.host) % 8 == 0 else []
        listing = "<urlset></urlset>" if "sitemap" in asked.path else rss(items)
        return Answer(listing, headers={"ETag": '"same"'})


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom() as room:
        room.routes = Everywhere()
        yield room


def test_three_hundred_outlets_with_nothing_new_cost_one_conditional_request_a_document(room, scrapy) -> None:
    assert len(OUTLETS) == 300
    options = (*OUTLETS, *live(room, NEWSCRAWLER_WARC=0))
    done = scrapy("run", *options)
    assert done.returncode == Exit.FINE, done.stderr
    first = Counter((asked.host, asked.path) for asked in room.log)
    documents = {place for place in first if place[1] not in {"/robots.txt", "/news/7"}}
    assert len(documents) > 600
    assert sum(path == "/news/7" for _, path in first) > 20
    room.log.clear()
    done = scrapy("run", *options)
    assert done.returncode == Exit.FINE, done.stderr
    assert "nothing new" in done.stdout
    again = Counter((asked.host, asked.path) for asked in room.log if asked.path != "/robots.txt")
    assert set(again) == documents
    assert set(again.values()) == {1}
    assert all("If-None-Match" in asked.headers for asked in room.log if asked.path != "/robots.txt")
    robots = Counter(asked.host for asked in room.log if asked.path == "/robots.txt")
    assert set(robots.values()) == {1}
