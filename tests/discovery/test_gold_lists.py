"""The reduced real lists and feeds beside the project: all their stories, dates and sources, and nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from newscrawler.discovery import as_listed, read_feed, read_links_by_form, read_listing
from newscrawler.families import FAMILIES

TEHRAN = ZoneInfo("Asia/Tehran")
AUTUMN = datetime(2026, 9, 2, 11, 31, tzinfo=UTC)
SPRING = datetime(2018, 3, 19, 17, 55, tzinfo=UTC)
LISTS = {
    "khabarfoori.com-listing": ("asam", "https://www.khabarfoori.com/بخش-اخبار-2/", AUTUMN),
    "shahrekhabar.com-listing": ("shahrekhabar", "https://www.shahrekhabar.com/آخرین-اخبار", AUTUMN),
    "shahrekhabar.com-home-2018": ("shahrekhabar", "http://www.shahrekhabar.com/", SPRING),
    "khabarfarsi.com-home-2018": ("khabarfarsi", "https://khabarfarsi.com/", SPRING),
    "khabarban.com-home-2018": ("khabarban", "https://khabarban.com/", SPRING),
    "fardanews.com-home-2018": ("iransamaneh", "https://www.fardanews.com/", SPRING),
    "hamshahrionline.ir-archivelisting": (
        "nastooh",
        "https://www.hamshahrionline.ir/page/archive.xhtml",
        AUTUMN,
    ),
    "irannewspaper.ir-issuepage": ("irannewspaper", "https://irannewspaper.ir/9139/2", AUTUMN),
}


@pytest.fixture(scope="module")
def lists(shared):
    found = {}
    for name, (family, url, now) in LISTS.items():
        page = (shared / "markup" / f"{name}.html").read_text("utf-8")
        kind = FAMILIES[family]
        read = (
            read_listing(page, url, kind, now)
            if kind.listing
            else read_links_by_form(page, url, kind.article_url)
        )
        found[name] = [as_listed(link, kind) for link in read.links], read.next_page
    return found


def numbers(links) -> list[str]:
    """Native ids, as their addresses have them."""
    return [re.search(r"/(\d{5,})", link.url)[1] for link in links]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("khabarfoori.com-listing", 7),
        ("shahrekhabar.com-listing", 16),
        ("shahrekhabar.com-home-2018", 5),
        ("khabarfarsi.com-home-2018", 8),
        ("khabarban.com-home-2018", 7),
        ("fardanews.com-home-2018", 4),
        ("hamshahrionline.ir-archivelisting", 3),
        ("irannewspaper.ir-issuepage", 3),
    ],
)
def test_every_story_is_listed_once_with_its_headline(lists, name, count):
    links, _ = lists[name]
    assert len(links) == count == len({link.url for link in links})
    assert all(len(link.headline or "") > 10 for link in links)
    assert not any("/ads/" in link.url or "advertisements" in link.url for link in links)


def test_khabarfoori_gives_its_instants_in_order_and_leaves_the_side_boxes(lists):
    links, following = lists["khabarfoori.com-listing"]
    times = [link.date_published for link in links]
    assert times[0] == datetime(2026, 9, 2, 11, 27, 52, tzinfo=UTC)
    assert times == sorted(times, reverse=True)
    assert following.endswith("?page=2")


def test_shahrekhabar_tells_when_it_listed_and_from_whom(lists):
    links, _ = lists["shahrekhabar.com-listing"]
    assert all(link.date_published is None for link in links)
    assert links[2].date_listed == datetime(2026, 9, 2, 11, 29, tzinfo=UTC)
    assert [int(number[:10]) for number in numbers(links)] == [link.date_listed.timestamp() for link in links]
    assert {link.source_name for link in links} >= {"خبرگزاری تسنیم", "اطلاعات", "افکار نیوز", "اکوایران"}
    assert all(link.source_name for link in links)
    pinned = links[:2]
    assert all(link.description and "/pic/" in link.image for link in pinned)
    assert all(link.image is None for link in links[2:])


def test_shahrekhabar_of_2018_too(lists):
    links, _ = lists["shahrekhabar.com-home-2018"]
    assert [link.source_name for link in links] == [
        "مشرق نیوز",
        "افکار نیوز",
        "خبرگزاری تسنیم",
        "پارس نیوز",
        "خبرگزاری دانشجو",
    ]
    assert links[0].date_listed == datetime(2018, 3, 17, 7, 34, tzinfo=UTC)


def test_khabarfarsi_gives_clusters_with_sites_and_ages(lists):
    links, _ = lists["khabarfarsi.com-home-2018"]
    assert [link.source_host for link in links] == [
        "bartarinha.ir",
        "tabnak.ir",
        "tasnimnews.com",
        "asriran.com",
        "parsine.com",
        "eghtesadonline.com",
        "asriran.com",
        "aftabnews.ir",
    ]
    assert links[1].date_listed == datetime(2018, 3, 19, 16, 58, tzinfo=UTC)
    assert all(link.date_published is None for link in links)
    assert links[0].description.startswith("خبرگزاری فارس: اعضای گروه کارگری")


def test_iransamaneh_of_2018_prints_some_dates_in_the_links_titles(lists):
    links, _ = lists["fardanews.com-home-2018"]
    assert [link.date_published for link in links] == [
        None,
        datetime(2018, 3, 18, 13, 35, tzinfo=TEHRAN),
        None,
        datetime(2018, 3, 18, 11, 53, tzinfo=TEHRAN),
    ]
    assert links[0].headline.startswith("پیش بینی بازار مسکن در سال ۹۷/ دولت نباید")
    assert links[0].kicker == "یک کارشناس مسکن در گفتگو با «فردا»؛"


def test_a_printed_issue_leads_to_the_json_of_its_areas_and_to_its_next_page(lists):
    links, following = lists["irannewspaper.ir-issuepage"]
    assert links[0].url == "https://irannewspaper.ir/ajax/9139/2/164755"
    assert links[0].headline == "نماز از محراب به متن زندگی راه یابد"
    assert following == "https://irannewspaper.ir/9139/3"


def test_feeds_give_all_their_items(shared):
    found = read_feed((shared / "markup/mehrnews.com-feed.xml").read_bytes(), "https://www.mehrnews.com/rss")
    assert numbers(found.links) == ["6935553", "6935583", "6935592"]
    assert [link.date_published.isoformat() for link in found.links] == [
        "2026-09-02T11:28:42+00:00",
        "2026-09-02T11:27:49+00:00",
        "2026-09-02T11:27:07+00:00",
    ]
    assert [link.section for link in found.links] == [
        "استانها > خراسان شمالی",
        "استانها > کرمان",
        "سیاست > سیاست خارجی",
    ]
    assert {link.license for link in found.links} == {"CC BY 4.0"}
    assert found.links[2].image == "https://media.mehrnews.com/d/2026/08/11/4/6128791.jpg"
    (item,) = read_feed(
        (shared / "markup/irna.ir-feeditem-2020.xml").read_bytes(), "https://www.irna.ir/rss"
    ).links
    assert (numbers([item]), item.section) == (["83714160"], "استان‌ها > تهران")
    assert item.date_published == datetime(2020, 3, 14, 15, 42, 9, tzinfo=UTC)
