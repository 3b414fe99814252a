"""The reduced real pages beside the project, field by field, as their notes say."""

from datetime import UTC, datetime

import pytest

from newscrawler.reader import read
from newscrawler.text.letters import skeleton

FETCHED = datetime(2026, 10, 5, tzinfo=UTC)
URLS = {
    "khabarfoori.com-article.html": "https://www.khabarfoori.com/fa/tiny/news-3242248",
    "hamshahrionline.ir-article.html": "https://www.hamshahrionline.ir/news/830787/x",
    "khabaronline.ir-article.html": "https://www.khabaronline.ir/news/2283454/x",
    "mehrnews.com-headmetas.html": "https://www.mehrnews.com/news/4902834/x",
    "parstoday.ir-article.html": "https://parstoday.ir/fa/news/west_asia-i1234",
    "irannewspaper.ir-area.json": "https://irannewspaper.ir/ajax/9139/2/164755",
    "rasanews.ir-article.html": "https://rasanews.ir/fa/news/820001/x",
    "basijnews.ir-article-futuredate.html": "https://basijnews.ir/fa/news/9788052/x",
}
EXPECTED = {
    "khabarfoori.com-article.html": {
        "family": "asam",
        "id": "khabarfoori:3242248",
        "instant": "2026-09-02T11:27:52+00:00",
        "day": "1405-06-11",
        "section": "انتظامی > اجتماعی",
        "tags": 3,
        "image": "GfdbhAtXx7CC.jpg",
        "paragraphs": 9,
    },
    "hamshahrionline.ir-article.html": {
        "family": "nastooh",
        "id": "hamshahrionline:830787",
        "instant": "2024-02-06T13:32:00+03:30",
        "day": "1402-11-17",
        "section": "اخبار فرهنگی > سینما",
        "tags": 3,
        "image": "4965377.jpg?ts=1706000831000",
        "source": ("مهر", "mehrnews"),
        "paragraphs": 12,
    },
    "khabaronline.ir-article.html": {
        "family": "nastooh",
        "id": "khabaronline:2283454",
        "instant": "2026-10-04T20:30:00+00:00",
        "day": "1405-07-13",
        "precision": "day",
        "section": "اخبار چندرسانهای > عکس",
        "image": "6484395.jpg?ts=1791104859000",
        "source": ("برترینها", "bartarinha"),
        "paragraphs": 0,
    },
    "mehrnews.com-headmetas.html": {
        "family": "nastooh",
        "id": "mehrnews:4902834",
        "instant": "2020-04-17T14:26:21+00:00",
        "day": "1399-01-29",
        "section": "اقتصاد > آب و انرژی",
        "tags": 3,
        "image": "3422720.jpg",
        "licence": "Creative Commons Attribution 4.0",
        "paragraphs": 0,
    },
    "parstoday.ir-article.html": {
        "family": "parstoday",
        "instant": "2026-10-04T15:54:27+00:00",
        "day": "1405-07-12",
        "section": "غرب آسیا",
        "source": ("ایرنا", "irna"),
        "paragraphs": 5,
    },
    "irannewspaper.ir-area.json": {
        "family": "irannewspaper",
        "id": "irannewspaper:164755",
        "instant": "2026-10-04T12:49:31+00:00",
        "day": "1405-07-12",
        "section": "سیاسی",
        "kicker": "دو پیام جداگانه پزشکیان به اجلاس نماز و مناسبت هفته ملی سالمندان",
        "lead": False,
        "paragraphs": 2,
    },
    "rasanews.ir-article.html": {
        "family": "iransamaneh",
        "id": "rasanews:820001",
        "instant": "2026-10-01T15:45:01+03:30",
        "day": "1405-07-09",
        "source": ("خبرگزاری رسا", "rasanews"),
        "paragraphs": 2,
    },
    "basijnews.ir-article-futuredate.html": {
        "family": "iransamaneh",
        "id": "basijnews:9788052",
        "instant": "2026-09-30T10:24:42+03:30",
        "day": "1405-07-08",
        "lead": False,
        "paragraphs": 1,
    },
}


@pytest.fixture(scope="module")
def articles(shared):
    found = {}
    for name, url in URLS.items():
        reading = read((shared / "markup" / name).read_bytes(), url, fetched_at=FETCHED)
        found[name] = (reading.article, reading.family)
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_fields(articles, name):
    article, family = articles[name]
    expected = EXPECTED[name]
    assert family == expected["family"]
    assert article.id == expected.get("id", article.id)
    assert article.date_published.isoformat() == expected["instant"]
    assert article.date_published_jalali == expected["day"]
    assert article.date_precision == expected.get("precision", article.date_precision)
    assert article.section == expected.get("section")
    assert len(article.tags) == expected.get("tags", 0)
    assert (article.images[0].url if article.images else "").endswith(expected.get("image", ""))
    assert (article.source_name, article.source_outlet) == expected.get("source", (None, None))
    assert expected.get("licence", "") in (article.license or "")
    assert bool(article.description) is expected.get("lead", True)
    assert (
        len((article.article_body or "").split("\n\n")) - (not article.article_body) == expected["paragraphs"]
    )
    assert article.kicker == expected.get("kicker")
    assert article.authors == []


@pytest.mark.parametrize(
    "name",
    [each for each in EXPECTED if not any(word in each for word in ("headmetas", "futuredate", "json"))],
)
def test_the_fallback_finds_the_same_headline_and_instant(shared, articles, name):
    page = (shared / "markup" / name).read_bytes()
    article = read(page, URLS[name], fetched_at=FETCHED, family="none").article
    assert article.headline == articles[name][0].headline
    assert article.date_published == articles[name][0].date_published


def test_nested_paragraphs_and_the_json_body_say_the_same(shared, articles):
    from newscrawler.extraction.page import Page

    page = Page((shared / "markup" / "khabarfoori.com-article.html").read_text("utf-8"))
    body = articles["khabarfoori.com-article.html"][0].article_body
    from newscrawler.extraction.jsonld import strings

    assert skeleton(strings(page.story["articlebody"])[0]) == skeleton(body)


def test_links_inside_words_keep_their_spelling(articles):
    body = articles["hamshahrionline.ir-article.html"][0].article_body
    assert "به گزارش همشهری آنلاین، در" in body
    assert "شهادت امام کاظم (ع) سانس" in body


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("arvancloud-challenge.html", "challenge:arvancloud"),
        ("hamshahrionline.ir-archivelisting.html", "listing"),
        ("khabarfoori.com-listing.html", "listing"),
        ("shahrekhabar.com-listing.html", "listing"),
        ("khabarfarsi.com-home-2018.html", "listing"),
        ("fardanews.com-home-2018.html", "listing"),
        ("irannewspaper.ir-issuepage.html", "listing"),
        ("khabaronline.ir-sitemapleaf.json", "not_html:json"),
        ("mehrnews.com-feed.xml", "not_html:feed"),
    ],
)
@pytest.mark.parametrize("family", ["auto", "none"])
def test_what_is_no_article_is_named(shared, name, reason, family):
    reading = read((shared / "markup" / name).read_bytes(), "https://example.ir/x", family=family)
    assert (reading.article, reading.reason) == (None, reason)


@pytest.mark.parametrize("name", ["shahrekhabar.com-home-2018.html", "khabarban.com-home-2018.html"])
def test_excerpts_of_home_pages_are_no_articles(shared, name):
    assert read((shared / "markup" / name).read_bytes(), "https://example.ir/x").article is None
