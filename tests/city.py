"""A loopback newsroom of several hosts: agencies that copy each other, an aggregator, trouble of many kinds."""

from __future__ import annotations

import json
import random
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tests.loopback import Answer, Asked, Newsroom
from tests.pages import nastooh, rss

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AGENCIES = {
    "mehrnews": "www.mehrnews.com",
    "irna": "www.irna.ir",
    "khabaronline": "www.khabaronline.ir",
    "ibna": "www.ibna.ir",
    "shana": "www.shana.ir",
}
SLOW = "www.shana.ir"
TITR = "www.titr.online"
OUTLETS = (*AGENCIES, "titronline")
DAY = datetime(2026, 9, 2, 6, 0, tzinfo=UTC)
_LETTERS = "ابتجدرسشعفقکلمنوهی"


def words(dice: random.Random, number: int) -> str:
    return " ".join("".join(dice.choices(_LETTERS, k=dice.randint(3, 7))) for _ in range(number))


def paragraphs(seed: str) -> tuple[str, ...]:
    dice = random.Random(seed)
    return tuple(f"{words(dice, 25)}." for _ in range(3))


def conditional(body: str) -> Callable[[Asked], Answer]:
    """A document that knows its ETag, and answers 304 to who has it."""
    tag = f'"{hash(body)}"'

    def answer(asked: Asked) -> Answer:
        same = asked.headers.get("If-None-Match") == tag
        return Answer(status=304) if same else Answer(body, headers={"ETag": tag})

    return answer


def once(first: Answer, then: Answer) -> Callable[[Asked], Answer]:
    """Fails the first time it is asked."""
    answers = [first]
    return lambda _asked: answers.pop() if answers else then


def later(seconds: float, answer: Answer) -> Callable[[Asked], Answer]:
    def route(_asked: Asked) -> Answer:
        time.sleep(seconds)
        return answer

    return route


def build(room: Newsroom, each: int = 90, aggregated: int = 60) -> None:
    """Every agency has `each` articles; every ninth text is another agency's, a few pages fail or moved."""
    for place, host in enumerate(AGENCIES.values()):
        items = []
        for number in range(1, each + 1):
            copied = number % 9 == 0 and place
            seed = f"0-{number}" if copied else f"{place}-{number}"
            date = DAY + timedelta(minutes=number, hours=place)
            items.append(serve(room, host, number, seed, date))
        for start, path in ((0, "/rss"), (each // 2, "/sitemap/news/sitemap.xml")):
            part = items[start : start + each // 2]
            feed = rss([(url, f"خبر {url}") for url in part], date=format_datetime(DAY, usegmt=True))
            urls = "".join(f"<url><loc>{url}</loc></url>" for url in part)
            room[host, path] = conditional(feed if path == "/rss" else f"<urlset>{urls}</urlset>")
        room[host, "/robots.txt"] = Answer("User-agent: *\nDisallow: /news/4/\nDisallow: /private/\n")
    links = ""
    for number in range(aggregated):
        origin = f"https://{AGENCIES['mehrnews']}/news/{1000 + number}"
        if number % 5:
            serve(room, AGENCIES["mehrnews"], 1000 + number, f"o-{number}", DAY + timedelta(hours=9))
        room[TITR, f"/fa/news/{7551000 + number}"] = Answer(aggregate(f"o-{number}", origin))
        links += f'<a href="/fa/news/{7551000 + number}">خبر {number}</a>'
    room[TITR, "/fa/"] = Answer(f"<html><body><main>{links}</main></body></html>")


def serve(room: Newsroom, host: str, number: int, seed: str, date: datetime) -> str:
    url, text = f"https://{host}/news/{number}", paragraphs(seed)
    headline = words(random.Random(seed), 7)
    page = nastooh(
        url, number, headline=headline, lead=text[0], paragraphs=text[1:], published=date.isoformat()
    )
    answer: Any = Answer(page)
    if number % 17 == 0:
        answer = once(Answer(status=500), answer)
    elif number % 19 == 0:
        answer = Answer(status=404)
    elif host == SLOW:
        answer = later(0.02, answer)
    room[host, f"/news/{number}"] = answer
    if number % 13 == 0:
        room[host, f"/x{number}"] = Answer(status=301, headers={"Location": url})
        return f"https://{host}/x{number}"
    return url


def aggregate(seed: str, origin: str) -> str:
    text = "".join(f"<p>{each}</p>" for each in paragraphs(seed))
    return (
        f"<html><body><h1>{words(random.Random(seed), 7)}</h1>"
        f"<div>خبرگزاری مهر چهار شنبه 11 شهریور 1405 - 14:58</div>{text}"
        '<p>منبع خبر "خبرگزاری مهر" است و موتور جستجوگر خبر تیترآنلاین در قبال محتوای آن هیچ مسئولیتی ندارد. '
        f'<a href="{origin}">(ادامه)</a></p><p>با استناد به ماده ۷۴ قانون تجارت الکترونیک مصوب ۱۳۸۲/۱۰/۱۷ '
        "مجلس شورای اسلامی</p></body></html>"
    )


_OWN = {
    "articles": {
        "warc_file",
        "warc_offset",
        "date_downloaded",
        "first_seen",
        "last_seen",
        "via_url",
        "story_id",
        "revision",
    },
    "versions": {"warc_file", "warc_offset", "date_downloaded", "first_seen", "last_seen", "revision"},
    "pages": {"via_url", "first_listed", "finished", "revisit", "tries", "listed", "hints", "outlet"},
    "sightings": {"seen_at", "revision"},
}
"""Table → columns that are a run's own: when, where in which archive, in what order."""


def rows(url: str, sql: str) -> list[dict[str, Any]]:
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    try:
        with engine.connect() as connection:
            return [dict(row) for row in connection.execute(sa.text(sql)).mappings()]
    finally:
        engine.dispose()


def content(url: str, data: Path) -> dict[str, list[Any]]:
    """What a database and a feed hold, but for what is a run's own; stories are named by their members.

    Which of two texts that tell the same came first is chance: of such stories the feed counts by what it
    comes to, the article that nothing supersedes; of all others by its lines.
    """
    found: dict[str, list[Any]] = {}
    for table, own in _OWN.items():
        kept = ({k: v for k, v in row.items() if k not in own} for row in rows(url, f"SELECT * FROM {table}"))
        found[table] = sorted(json.dumps(row, sort_keys=True, default=str) for row in kept)
    stories: dict[str, list[str]] = {}
    for row in rows(url, "SELECT id, story_id FROM articles ORDER BY id"):
        stories.setdefault(row["story_id"], []).append(row["id"])
    found["stories"] = sorted(map(tuple, stories.values()))
    files = sorted((data / "feed").glob("*.jsonl"))
    lines = [json.loads(line) for path in files for line in path.read_bytes().splitlines()]
    assert len({line["seq"] for line in lines}) == len(lines)
    assert [line["seq"] for line in lines] == sorted(line["seq"] for line in lines)
    own = _OWN["articles"] | {"seq", "supersedes"}
    together = {member for members in found["stories"] if len(members) > 1 for member in members}
    alone = ({k: v for k, v in line.items() if k not in own} for line in lines if line["id"] not in together)
    found["feed"] = sorted(json.dumps(line, sort_keys=True) for line in alone)
    taken = {line["supersedes"] for line in lines if "supersedes" in line}
    found["handed"] = sorted({line["id"] for line in lines} - taken)
    return found
