"""Build the sample archives: two runs over an aggregator and three agencies, all stories invented.

`python samples/build.py [folder]` writes `morning.warc.gz` and `evening.warc.gz`; the same input gives the
same records. What each story shows is told in docs/samples.md.
"""

from __future__ import annotations

import sys
import tomllib
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from newscrawler.archive import Exchange, Position, WarcWriter  # noqa: E402
from samples import markup  # noqa: E402
from samples.markup import OUTLETS, TITR, Story  # noqa: E402

MORNING = datetime(2026, 11, 10, 4, 30, tzinfo=UTC)
EVENING = datetime(2026, 11, 10, 14, 30, tzinfo=UTC)
HTML, XML, TEXT = "text/html; charset=utf-8", "text/xml; charset=utf-8", "text/plain; charset=utf-8"
UNCHANGED = "khabaronline"
"""The outlet whose feed and sitemap answer 304 in the evening."""
GONE = "<html><head><title>404</title></head><body><h1>صفحه پیدا نشد</h1></body></html>"


class Recorder:
    """Writes one archive, an answer a second."""

    def __init__(self, path: Path, started: datetime) -> None:
        self.now = started
        self._name = path.name
        self._count = 0
        info = {
            "software": "newscrawler samples/build.py",
            "format": "WARC File Format 1.1",
            "description": "invented stories",
        }
        self._writer = WarcWriter(path, started=started, info=info, new_id=self._new_id)

    def _new_id(self) -> str:
        self._count += 1
        return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{self._name}/{self._count}')}>"

    def answer(
        self, url: str, body: str = "", kind: str = HTML, status: int = 200, **headers: str
    ) -> Position:
        """Record one answer; names of `headers` have `_` for `-`."""
        self.now += timedelta(seconds=1)
        named = {"Date": markup.rfc822(self.now), "Server": "nginx", "Content-Type": kind}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        pairs = tuple((name.encode(), value.encode()) for name, value in named.items())
        return self._writer.write(
            Exchange(url=url, date=self.now, status=status, headers=pairs, body=body.encode())
        )

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


def stories() -> list[Story]:
    """All stories as the morning knows them, those of the evening included."""
    with (HERE / "stories.toml").open("rb") as file:
        return [Story(**row) for row in tomllib.load(file)["story"]]


def edited(story: Story) -> Story:
    """The story as the evening knows it."""
    if not story.edit:
        return story
    body = [*story.body, story.edit["add"]]
    return replace(story, headline=story.edit["headline"], body=body, modified=story.edit["at"])


def build(folder: Path) -> list[Path]:
    """Write both archives into `folder`, over what was there; return their paths."""
    paths = [folder / "morning.warc.gz", folder / "evening.warc.gz"]
    for path, started, evening in zip(paths, (MORNING, EVENING), (False, True), strict=True):
        path.unlink(missing_ok=True)
        recorder = Recorder(path, started)
        known = [edited(story) if evening else story for story in stories() if evening or not story.evening]
        aggregator(recorder, [story for story in stories() if evening or not story.copy.get("evening")])
        for outlet in OUTLETS:
            agency(recorder, outlet, known, evening=evening)
        for story in known:
            pages(recorder, story, known, evening=evening)
        recorder.close()
    return paths


def newest_first(known: list[Story]) -> list[Story]:
    """In the order of feeds and lists."""
    return sorted(known, key=lambda story: story.published, reverse=True)


def aggregator(recorder: Recorder, copied: list[Story]) -> None:
    """robots.txt, the way to the list, the list, the feed it announces."""
    for home in (TITR, TITR.replace("www.", "")):
        recorder.answer(f"{home}/robots.txt", "User-agent: *\nDisallow: /fa/search\n", TEXT)
        recorder.answer(f"{home}/", status=302, Location=f"{TITR}/fa/")
    recorder.answer(f"{TITR.replace('www.', '')}/fa/", status=301, Location=f"{TITR}/fa/")
    recorder.answer(f"{TITR}/fa/", markup.titr_list(newest_first(copied)))
    recorder.answer(f"{TITR}/fa/rss", markup.titr_feed(newest_first(copied)), XML)


def agency(recorder: Recorder, slug: str, known: list[Story], *, evening: bool) -> None:
    """robots.txt, feed and sitemap of one agency."""
    outlet = OUTLETS[slug]
    listed = newest_first(
        [s for s in known if s.outlet == slug and not s.missing and (evening or not s.late)]
    )
    for host in (outlet.home, f"https://{outlet.domain}"):
        recorder.answer(f"{host}/robots.txt", outlet.robots, TEXT)
    documents = {
        "/rss": markup.nastooh_feed(outlet, listed, recorder.now),
        "/sitemap/news/sitemap.xml": markup.nastooh_sitemap(listed),
    }
    unchanged = evening and slug == UNCHANGED
    state = f'"{slug}-{"evening" if evening and not unchanged else "morning"}"'
    for path, body in documents.items():
        if unchanged:
            recorder.answer(outlet.home + path, status=304, kind=XML, ETag=state)
        else:
            recorder.answer(
                outlet.home + path, body, XML, ETag=state, Last_Modified=markup.rfc822(recorder.now)
            )


def pages(recorder: Recorder, story: Story, known: list[Story], *, evening: bool) -> None:
    """The copy and the origin of a story, where this run asks for them."""
    if evening == bool(story.copy.get("evening")):
        recorder.answer(story.copy_url, markup.titr_copy(story))
    if story.copy.get("short") and not evening:
        recorder.answer(story.short_url, status=301, Location=story.url)
    new = story.evening or story.edit or story.late or story.missing
    if story.kind == "photo" or (evening and not new):  # robots.txt forbids photographs
        return
    if story.missing or (story.late and not evening):
        recorder.answer(story.url, GONE, status=404)
    else:
        related = [other for other in known if other.outlet == story.outlet and other.key != story.key][:2]
        recorder.answer(story.url, markup.nastooh_page(story, related, recorder.now))


if __name__ == "__main__":
    for written in build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE):
        print(f"{written}  {written.stat().st_size} bytes")
