from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from newscrawler.archive import index, read_records
from newscrawler.discovery import read_feed, read_links_by_form, read_sitemap
from newscrawler.families.titronline import TITRONLINE
from samples.build import build, stories

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAMES = ("morning.warc.gz", "evening.warc.gz")


def answers(name: str) -> dict[str, list]:
    found: dict[str, list] = {}
    for _, exchange in read_records(SAMPLES / name):
        found.setdefault(exchange.url, []).append(exchange)
    return found


def test_the_committed_archives_are_what_build_writes(tmp_path) -> None:
    for path in build(tmp_path):
        committed = (SAMPLES / path.name).read_bytes()
        assert gzip.decompress(committed) == gzip.decompress(path.read_bytes()), "run python samples/build.py"


def test_the_archives_are_small_and_whole() -> None:
    assert sum((SAMPLES / name).stat().st_size for name in NAMES) < 200_000
    assert [index(SAMPLES / name)[1] for name in NAMES] == [None, None]


def test_there_are_twelve_copies_of_realistic_length_in_both_faults() -> None:
    told = stories()
    assert len(told) == len({story.copy["id"] for story in told}) == 12
    assert {story.copy["fault"] for story in told} == {"deleted", "spaced"}
    assert all(4 <= len(story.body) <= 9 for story in told)
    assert all("\u200c" in "".join(story.body) for story in told)
    pages = answers(NAMES[0]) | answers(NAMES[1])
    copies = [pages[story.copy_url][0].body.decode() for story in told]
    assert not any("\u200c" in page for page in copies)
    assert all("(ادامه)" in page and "با استناد به ماده ۷۴" in page for page in copies)


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_listed_is_answered_or_meant_not_to_be(name: str) -> None:
    earlier = answers(NAMES[0]) if name == NAMES[1] else {}
    recorded = answers(name)
    listed = set()
    for url, (exchange, *_) in recorded.items():
        if exchange.status != 200:
            continue
        if url.endswith("/rss"):
            found = read_feed(exchange.body, url)
        elif url.endswith("sitemap.xml"):
            found = read_sitemap(exchange.body, url)
        elif url.endswith("/fa/"):
            found = read_links_by_form(exchange.body, url, TITRONLINE.article_url)
        else:
            continue
        assert found.links
        assert not found.problems
        listed |= {link.url for link in found.links}
    unanswered = listed - recorded.keys() - earlier.keys()
    forbidden = {story.url for story in stories() if story.kind == "photo"}
    assert unanswered == forbidden


def test_the_evening_has_an_unchanged_feed_an_edit_a_late_original_and_a_missing_one() -> None:
    morning, evening = (answers(name) for name in NAMES)
    (unchanged,) = evening["https://www.khabaronline.ir/rss"]
    (before,) = morning["https://www.khabaronline.ir/rss"]
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert dict(unchanged.headers)[b"ETag"] == dict(before.headers)[b"ETag"]
    told = {story.key: story for story in stories()}
    late, missing = told["greenhouse"], told["orchestra"]
    assert morning[late.url][0].status == 404
    assert evening[late.url][0].status == 200
    assert morning[missing.url][0].status == evening[missing.url][0].status == 404
    edited = [url for url in evening if f"/news/{told['library'].id}/" in url]
    assert len(edited) == 1
    assert "۳۵ روستا" in evening[edited[0]][0].body.decode()
    assert "Disallow: /photo/" in evening["https://www.hamshahrionline.ir/robots.txt"][0].body.decode()
