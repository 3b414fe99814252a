"""What one more article costs a store that has many: time, memory, disk; PostgreSQL's plans at that size."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import statistics
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from benchmarks.dedup_corpus import COPIES, Writer
from newscrawler.dedup import StoryIndex
from newscrawler.handoff.archive import open as open_archive
from newscrawler.items import Article, Image
from newscrawler.storage import bulk
from newscrawler.storage.database import open_database
from newscrawler.storage.indexing import catch_up
from newscrawler.storage.placing import place
from newscrawler.storage.reading import open_to_read
from newscrawler.storage.schema import articles, sightings, stories, story_log, versions
from newscrawler.storage.search import hits
from newscrawler.storage.store import Store
from newscrawler.storage.story_log import StoryLog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START = datetime(2024, 11, 1, tzinfo=UTC)
APART = timedelta(days=730) / 1_000_000
"""A million articles come in two years."""
OUTLETS = 300
_MULTIPLIED = 50_000
"""Articles from which on a database is filled by copying what is there."""
_SETTLING, _NEW = 1_500, 600
"""Articles stored before measuring, so that every size has as many that a new one resembles; then of each of
three measurements."""
_TICK = os.sysconf("SC_CLK_TCK")


_INSTANTS = ("date_published", "first_seen", "last_seen")
_COPIED = 3
"""Of ten articles of a store that is filled, so many are copies of one a little older."""
_NUMBER = {
    "postgresql": "split_part({0}, ':', 2)::int",
    "sqlite": "CAST(substr({0}, instr({0}, ':') + 1) AS INTEGER)",
}
_OUTLET = {"postgresql": "split_part({0}, ':', 1)", "sqlite": "substr({0}, 1, instr({0}, ':') - 1)"}
_STORY = {"postgresql": "'story:' || lpad(to_hex({}), 16, '0')", "sqlite": "printf('story:%016x', {})"}
_LATER = {
    "postgresql": "{} + interval '{} s'",
    "sqlite": "strftime('%Y-%m-%dT%H:%M:%S+00:00', {}, '+{} seconds')",
}
_GRAMS = {
    "postgresql": " || ".join(["decode(md5(random()::text), 'hex')"] * 6),
    "sqlite": "randomblob(96)",
}


class Clock:
    """The run's clock: an article after the other."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self) -> datetime:
        """When the next article comes."""
        return START + self.number * APART


class Grown:
    """A database that grows; every measurement is of its next articles."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.clock = Clock()
        self.store = Store(open_database(url), self.clock)
        self.shared = self.store.shared
        self.writer = Writer(11)
        self.texts = [self.writer.article() for _ in range(4_000)]
        self.size = 0

    def article(self, number: int, text: tuple[str, str] | None = None) -> Article:
        """An article of realistic length, with every field a page gives."""
        headline, body = text or self.texts[number % len(self.texts)]
        outlet, when = f"outlet{number % OUTLETS}", START + number * APART
        url = f"https://www.{outlet}.ir/news/{number}/{'-'.join(headline.split()[:5])}"
        lead, _, rest = body.partition("\n")
        return Article(
            id=f"{outlet}:{number}",
            url=url,
            canonical_url=f"https://www.{outlet}.ir/news/{number}",
            outlet=outlet,
            outlet_name="خبرگزاری",
            headline=headline,
            description=lead,
            article_body=f"{rest}\n\n{number}",
            section="جامعه > شهری",
            authors=["نام نویسنده"],
            tags=headline.split()[:4],
            images=[Image(f"https://www.{outlet}.ir/image/{number}.jpg", headline)],
            date_published=when,
            date_published_raw="چهارشنبه ۱۱ شهریور ۱۴۰۵ - ۱۰:۳۰",
            date_published_jalali="1405-06-11",
            date_precision="minute",
            in_language="fa",
            completeness="full",
            date_downloaded=when,
            http_status=200,
            warc_file=f"warc/{when:%Y%m%d}.warc.gz",
            warc_offset=number,
            content_hash=f"{number:016x}",
            provenance=dict.fromkeys(("headline", "article_body", "date_published", "tags"), "nastooh:rule"),
            story_id=f"story:{number:016x}",
        )

    def maybe_copy(self, number: int) -> Article:
        """An article; three of ten are copies of one up to two hundred before."""
        article = self.article(number)
        ten, last = divmod(number, 10)
        if last < _COPIED and ten > 20:
            original = (ten - 1 - ten % 20) * 10 + _COPIED + number % 7
            article.duplicate_of = f"outlet{original % OUTLETS}:{original}"
            article.story_id, article.similarity = f"story:{original:016x}", 0.9
        return article

    def fill(self, size: int) -> float:
        """Bring it to a size; articles a second. Old texts are found by made-up hashes (see dedup.py)."""
        began, before = time.perf_counter(), self.size
        while self.size >= _MULTIPLIED and self.size * 2 <= size:
            self._multiply(self.size)
        real, bulk.fingerprints = bulk.fingerprints, _made_up
        try:
            bulk.load(self.store, self._arriving(size))
        finally:
            bulk.fingerprints = real
        self.size = size
        rate = (self.size - before) / (time.perf_counter() - began)
        self._surround(before)
        self._analyse()
        return rate

    def _arriving(self, size: int) -> Iterator[Article]:
        """The articles up to a size, each in its time."""
        for number in range(self.size, size):
            self.clock.number = number
            yield self.maybe_copy(number)

    def _surround(self, first: int) -> None:
        """What comes with articles from a number on: a sighting each, and of one in 32 a second version."""
        dialect = "postgresql" if self.shared else "sqlite"
        late = f"WHERE {_NUMBER[dialect].format('id')} >= {first}"
        self.store.ensure_months(sightings, [{"seen_at": day} for day in self._days(self.size)])
        seen = {
            "url": "canonical_url",
            "shown_on": "'https://www.' || outlet || '.ir/rss'",
            "seen_at": "first_seen",
        }
        self._copied(sightings, seen, "articles", late)
        again = {"article_id": "id", "version": "2", "changed": "'[\"headline\"]'"}
        self._copied(versions, again, "articles", f"{late} AND warc_offset % 32 = 0")
        self.store.commit()

    @staticmethod
    def _days(size: int) -> list[datetime]:
        """One day of every week in which the first `size` articles come."""
        return [
            START + timedelta(days=day) for day in range(0, int(size * APART.total_seconds()) // 86400 + 2, 7)
        ]

    def _multiply(self, by: int) -> None:
        """Give every article a twin that came after all of them: inside the database, where it is quicker."""
        dialect = "postgresql" if self.shared else "sqlite"
        number, original = (
            f"({_NUMBER[dialect].format(of)} + {by})" for of in ("id", "coalesce(duplicate_of, id)")
        )
        span = int(by * APART.total_seconds())
        twin = {
            "id": f"outlet || ':' || {number}",
            "url": f"'https://www.' || outlet || '.ir/news/' || {number} || '/a-story'",
            "canonical_url": f"'https://www.' || outlet || '.ir/news/' || {number}",
            "article_body": f"article_body || {number}",
            "story_id": _STORY[dialect].format(original),
            "duplicate_of": f"CASE WHEN duplicate_of IS NOT NULL THEN "
            f"{_OUTLET[dialect].format('duplicate_of')} || ':' || {original} END",
            **{name: _LATER[dialect].format(name, span) for name in _INSTANTS},
        }
        self.store.ensure_months(articles, [{"first_seen": day} for day in self._days(2 * self.size)])
        late = f"WHERE {_NUMBER[dialect].format('id')} >= {by}"
        last = self.store.connection.scalar(sa.text("SELECT max(number) FROM story_log"))
        entry = {
            "number": f"number + {last}",
            "article_id": f"article_id || '+{by}'",
            "grams": _GRAMS[dialect],
        }
        self._copied(articles, twin, "articles", "WHERE true")
        self._copied(versions, {"article_id": "id", "changed": "'[]'"}, "articles", late)
        self._copied(
            stories,
            {"article_id": "id", "merged_into": "NULL"},
            "articles",
            f"{late} AND duplicate_of IS NULL",
        )
        self._copied(story_log, entry, "story_log", "WHERE true")
        self.store.commit()
        self.size *= 2

    def _copied(self, table: sa.Table, told: dict[str, str], of: str, where: str) -> None:
        names = ", ".join(column.name for column in table.c)
        values = ", ".join(told.get(column.name, column.name) for column in table.c)
        rows = f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {of} {where} ON CONFLICT DO NOTHING"
        self.store.connection.execute(sa.text(rows.replace(":", "\\:")))

    def _analyse(self) -> None:
        """What autovacuum does on PostgreSQL in its time; nobody does it on SQLite."""
        if self.shared:
            self.store.connection.execute(sa.text("ANALYZE"))
            self.store.commit()

    def spent(self) -> float:
        """CPU seconds of this process, and of the server's for it."""
        own = time.process_time()
        if not self.shared:
            return own
        pid = self.store.connection.connection.driver_connection.info.backend_pid
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return own + (int(fields[11]) + int(fields[12])) / _TICK

    def measured(self, work: Callable[[], int]) -> float:
        """CPU microseconds for each of what `work` counts."""
        before = self.spent()
        counted = work()
        return (self.spent() - before) / counted * 1e6


def _made_up(texts: list[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(hashlib.shake_128(text.encode()).digest(96), b"") for _, text in texts]


def growth(grown: Grown, size: int) -> dict[str, Any]:
    """Bring a database to a size and measure what the next articles cost."""
    filled = grown.fill(size)
    began = time.process_time()
    log = StoryLog(grown.store)
    index = StoryIndex(log)
    row: dict[str, Any] = {"size": size, "filled": filled, "rebuild_s": time.process_time() - began}
    _store(grown, log, index, _SETTLING)
    row["store_us"] = statistics.median(
        grown.measured(lambda: _store(grown, log, index, _NEW)) for _ in range(3)
    )
    row["index_bytes"] = index.nbytes / size
    row["export_us"] = statistics.median(grown.measured(lambda: _export(grown)) for _ in range(3))
    row["disk_bytes"] = disk(grown) / grown.size
    return row


def _store(grown: Grown, log: StoryLog, index: StoryIndex, number: int) -> int:
    """Place and write articles as the pipelines do, three in ten copies, a commit a hundred."""
    dice = random.Random(grown.size)
    recent: list[tuple[str, str]] = []
    for each in range(number):
        if recent and dice.random() < 0.3:
            text = grown.writer.copy(dice.choice(COPIES), *dice.choice(recent))
        else:
            recent.append(text := grown.writer.article())
        grown.clock.number = grown.size
        article = grown.article(grown.size, text)
        article.story_id = None
        decision = place(article, grown.store, log, index)
        article.version, article.story_id = decision.version, decision.story_id
        article.duplicate_of, article.similarity = decision.duplicate_of, decision.similarity
        grown.store.write(article, decision)
        grown.size += 1
        if each % 100 == 99:
            grown.store.commit()
    grown.store.commit()
    return number


def _export(grown: Grown) -> int:
    """Hand over the articles of the newest week."""
    last = (START + grown.size * APART).date()
    with open_archive(grown.url) as archive:
        return sum(1 for _ in archive.articles(since=str(last - timedelta(days=7)), until=str(last)))


def search(grown: Grown) -> dict[str, float]:
    """Microseconds to index an article, milliseconds a query of the newest 25 answers."""
    engine = grown.store.engine
    began = time.process_time()
    taken = catch_up(engine)
    indexed = (time.process_time() - began) / max(1, taken) * 1e6
    waited = []
    with open_to_read(grown.url).connect() as connection:
        for headline, _ in grown.texts[:40]:
            began = time.perf_counter()
            with closing(hits(connection, headline.split()[0], before=1 << 62)) as found:
                list(islice(found, 25))
            waited.append((time.perf_counter() - began) * 1e3)
    return {"index_us": indexed, "query_ms": statistics.median(waited), "query_worst_ms": max(waited)}


def disk(grown: Grown) -> int:
    """Bytes the database takes."""
    if grown.shared:
        return int(grown.store.connection.scalar(sa.text("SELECT pg_database_size(current_database())")))
    return Path(str(grown.store.engine.url.database)).stat().st_size


def loaded(grown: Grown, number: int = 20_000) -> dict[str, float]:
    """Articles a second that `bulk.load` stores, sketches and all, into what is there."""
    first = grown.size
    grown.clock.number = first
    arriving = [grown.maybe_copy(first + each) for each in range(number)]
    began, spent, own, helped = time.perf_counter(), grown.spent(), time.process_time(), _of_children()
    bulk.load(grown.store, arriving)
    wall, own = time.perf_counter() - began, time.process_time() - own
    grown.size += number
    used = {"client": own, "helper": _of_children() - helped, "server": grown.spent() - spent - own}
    return {"a_second": number / wall} | {f"{who}_us": each / number * 1e6 for who, each in used.items()}


def _of_children() -> float:
    """CPU seconds of this process's children that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


QUERIES = {
    "the newest twenty stories": "SELECT date_published_jalali, outlet, headline, version FROM originals "
    "WHERE date_published IS NOT NULL ORDER BY date_published DESC LIMIT 20",
    "one outlet's day": "SELECT id, headline FROM articles WHERE outlet = 'outlet7' "
    "AND date_published >= '{day}' AND date_published < '{next}' ORDER BY date_published",
    "stories and articles of a day, by outlet": "SELECT outlet, count(*), count(duplicate_of) FROM articles "
    "WHERE date_published >= '{day}' AND date_published < '{next}' GROUP BY outlet",
    "who copied whom how fast, a week": "SELECT copied_by, copied_from, count(*), avg(similarity), "
    "avg(copy_published - original_published) FROM copies "
    "WHERE copy_published >= '{week}' GROUP BY copied_by, copied_from ORDER BY 3 DESC",
    "what was changed lately": "SELECT v.article_id, v.version, v.changed, old.headline, v.headline "
    "FROM versions v JOIN versions old ON old.article_id = v.article_id AND old.version = v.version - 1 "
    "WHERE v.version > 1 ORDER BY v.first_seen DESC LIMIT 50",
    "who showed a story": "SELECT shown_by, shown_on, seen_at FROM story_sightings "
    "WHERE story_id = '{story}' ORDER BY seen_at",
    "copies whose original could not be had": "SELECT outlet, source_outlet, headline FROM originals "
    "WHERE completeness = 'copy' AND completeness <> 'full' LIMIT 100",
    "an article by its id": "SELECT * FROM articles WHERE id = '{id}'",
    "an hour's arrivals, by outlet": "SELECT outlet, count(*), count(duplicate_of) FROM articles "
    "WHERE first_seen >= '{day}' AND first_seen < '{hour}' GROUP BY outlet",
}
"""What analysts ask (docs/data.md, within a window), as the rooms of the project ask it."""


def plans(grown: Grown) -> Iterator[tuple[str, float, str]]:
    """Question, milliseconds (median of five), and the plan's scans."""
    last = START + grown.size * APART
    day = last - timedelta(days=3)
    given = {
        "day": day.date(),
        "next": day.date() + timedelta(days=1),
        "week": (last - timedelta(days=7)).date(),
        "hour": f"{day.date()} 01:00",
        "id": f"outlet{(grown.size // 2) % OUTLETS}:{grown.size // 2}",
        "story": f"story:{grown.size // 2:016x}",
    }
    connection = grown.store.connection
    for title, query in QUERIES.items():
        asked = query.format(**given)
        times = []
        for _ in range(5):
            began = time.perf_counter()
            connection.exec_driver_sql(asked).fetchall()
            times.append((time.perf_counter() - began) * 1e3)
        lines = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, TIMING OFF) {asked}").scalars().all()
        yield title, statistics.median(times), "\n".join(lines)
    grown.store.rollback()
