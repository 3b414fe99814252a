"""Pages in, articles or reasons out."""

import json
from datetime import UTC, datetime

import pytest

from newscrawler.extraction import generic
from newscrawler.families import FAMILIES
from newscrawler.reader import extract, read

URL = "https://example.ir/news/12345/x"
HEADLINE = "باران دیشب سد بزرگ شهر را پر کرد"
PARAGRAPHS = [
    "مدیر سد بزرگ شهر گفت که باران دیشب، پس از سه سال کم‌آبی، سد را تا لبه پر کرد و دریچه‌ها بامداد باز شد.",
    "به گفته او، آب پایین‌دست تا پایان هفته بالا می‌ماند و مردم نباید به کناره رود نزدیک شوند.",
    "کشاورزان روستاهای پایین‌دست می‌گویند با این آب می‌توان دو بار دیگر زمین‌ها را آبیاری کرد.",
]


def page(body="", head="", url_title=HEADLINE):
    return (
        f"<html lang=fa><head><title>{url_title} | خبر نمونه</title>{head}</head><body>{body}</body></html>"
    )


def article_page(head="", before="", after="", paragraphs=PARAGRAPHS):
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    menu = "<ul>" + "".join(f"<li><a href=/s/{n}>بخش شماره {n}</a></li>" for n in range(8)) + "</ul>"
    date = "<span>سه‌شنبه ۱۷ بهمن ۱۴۰۲ - ۱۳:۳۲</span>"
    return page(
        f"{menu}<div><h1>{HEADLINE}</h1>{before}<div>{date}</div><div>{text}</div>{after}</div>", head
    )


def test_an_unknown_site_is_read_by_density():
    article = extract(article_page(), URL)
    assert article.headline == HEADLINE
    assert article.article_body.split("\n\n") == PARAGRAPHS
    assert article.date_published.isoformat() == "2024-02-06T13:32:00+03:30"
    assert (article.date_published_jalali, article.date_precision) == ("1402-11-17", "minute")
    assert article.outlet == "example.ir"
    assert article.in_language == "fa"
    assert article.completeness == "full"
    assert article.provenance["article_body"] == "generic:density"


@pytest.mark.parametrize(
    "after",
    [
        "<h3>اخبار مرتبط</h3><ul><li><a href=/news/1>خبری درباره سد دیگری که خشک شد</a></li></ul>",
        "<div><h4>نظرات</h4>"
        + "<p>چه خوب! من هم دیدم که آب از دریچه‌ها بیرون می‌آمد و رود بالا آمده بود و خیلی زیبا بود.</p>" * 9
        + "</div>",
        "<p>انتهای پیام/</p><p>۱۷۳۰۲</p>",
        "<p><a href=/news/9>سد خاکی شهر همسایه هم پر شد</a></p>",
        "<div>برچسب‌ها: <a href=/t/1>سد</a> <a href=/t/2>باران</a></div>",
        "<form><label>نام</label><input><textarea></textarea></form><footer>همه حقوق برای خبر نمونه محفوظ است و هر گونه برداشت با ذکر نام آزاد است.</footer>",
        "<figure><img src=/a.jpg><figcaption>سد بزرگ شهر پس از باران دیشب، نمایی از بالای تاج سد و دریچه‌ها</figcaption></figure>",
    ],
)
def test_what_follows_the_story_is_left_out(after):
    assert extract(article_page(after=after), URL).article_body.split("\n\n") == PARAGRAPHS


def test_a_lead_printed_apart_is_the_description():
    lead = "سد بزرگ شهر پس از سه سال با باران دیشب پر شد و دریچه‌های آن بامداد امروز باز شد."
    head = f'<meta name=description content="{lead}">'
    article = extract(article_page(head, before=f"<p>{lead}</p>"), URL)
    assert article.description == lead
    assert article.article_body.split("\n\n") == PARAGRAPHS


def test_a_summary_that_repeats_the_body_is_no_description():
    article = extract(article_page(f'<meta name=description content="{PARAGRAPHS[0][:90]}…">'), URL)
    assert article.description is None


def test_metadata():
    ld = {
        "@type": "NewsArticle",
        "datePublished": "2024-02-06 10:02:03Z",
        "author": [{"@type": "Person", "name": "مریم کاظمی"}, {"@type": "Organization", "name": "خبر نمونه"}],
        "keywords": "سد,باران، آب",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }
    head = (
        f'<script type="application/ld+json">{json.dumps(ld)}</script><meta property="article:section" content="استان‌ها &gt; گیلان">'
        '<meta property="og:image" content="/d/1.jpg"><link rel=canonical href="/news/12345">'
    )
    article = extract(article_page(head), URL)
    assert article.date_published.isoformat() == "2024-02-06T10:02:03+00:00"
    assert article.date_precision == "second"
    assert article.authors == ["مریم کاظمی"]
    assert article.tags == ["سد", "باران", "آب"]
    assert article.section == "استان‌ها > گیلان"
    assert [image.url for image in article.images] == ["https://example.ir/d/1.jpg"]
    assert article.license.endswith("/by/4.0/")
    assert article.provenance["date_published"] == "generic:json-ld[datePublished]"


def test_an_instant_in_the_future_gives_way_to_the_last_change():
    head = (
        '<meta property="article:published_time" content="2026-12-13T10:22:15+03:30">'
        '<meta property="article:modified_time" content="2026-09-30T10:24:42+03:30">'
    )
    for fetched_at in (datetime(2026, 10, 4, tzinfo=UTC), None):
        article = extract(article_page(head), URL, fetched_at=fetched_at)
        assert article.date_published.isoformat() == "2026-09-30T10:24:42+03:30"
        assert "future" in article.provenance["date_published"]


def test_a_stamp_of_tehrans_midnight_names_a_day_only():
    head = '<meta property="article:published_time" content="2026-10-04T20:30:00Z">'
    article = extract(page(f"<h1>{HEADLINE}</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS), head), URL)
    assert (article.date_precision, article.date_published_jalali) == ("day", "1405-07-13")


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "empty"),
        (" \n\x00 ", "empty"),
        ("%PDF-1.7 …", "not_html:pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not_html:image"),
        ("<?xml version='1.0'?><rss><channel/></rss>", "not_html:feed"),
        ('<?xml version="1.0"?><!-- x --><urlset></urlset>', "not_html:feed"),
        ('{"urls": []}', "not_html:json"),
        ("فقط متن", "not_html:text"),
        (
            page("<script>window.AR_SiteKey='x'</script><div id=captcha_element></div>"),
            "challenge:arvancloud",
        ),
        (
            page("<script>window._cf_chl_opt={}</script><p>Checking</p>", url_title="Just a moment..."),
            "challenge:cloudflare",
        ),
        (
            "<html><body><script>document.cookie='a=1';location.reload()</script></body></html>",
            "challenge:javascript",
        ),
        (page("<form><input type=password></form><p>ورود به سامانه</p>"), "login"),
        (page("<h1>صفحه مورد نظر یافت نشد</h1>", url_title="صفحه مورد نظر یافت نشد"), "error_page"),
        (
            page("".join(f"<h3><a href=/news/{n}>خبر شماره {n} درباره سد</a></h3>" for n in range(30))),
            "listing",
        ),
        (
            page(
                f"<h1>{HEADLINE}</h1><p>{PARAGRAPHS[0]}</p>",
                '<meta property="og:type" content="video.other">',
            ),
            "video",
        ),
        (page(f"<h1>{HEADLINE}</h1>"), "no_text"),
    ],
)
def test_reasons(html, reason):
    reading = read(html, URL)
    assert (reading.article, reading.reason) == (None, reason)


def test_a_listing_with_summaries_is_no_article():
    items = "".join(
        f"<h3><a href=/news/{n}>خبر شماره {n} درباره سد</a></h3><p>{PARAGRAPHS[n % 3]}</p>" for n in range(12)
    )
    assert read(page(f"<h1>{HEADLINE}</h1>{items}"), URL).reason == "listing"


def test_a_listing_whose_titles_are_no_headings_is_no_article():
    items = "".join(
        f"<div><a href=/news/{n}>خبر شماره {n} درباره سد بزرگ شهر</a><div>{PARAGRAPHS[n % 3]}</div></div>"
        for n in range(12)
    )
    date = "<span>سه‌شنبه ۱۷ بهمن ۱۴۰۲ - ۱۳:۳۲</span>"
    assert read(page(f"<h1>{HEADLINE}</h1>{date}{items}"), URL).reason == "listing"


def test_a_body_that_only_json_carries_is_taken_from_there():
    ld = {
        "@type": "NewsArticle",
        "datePublished": "2024-02-06T10:02:03Z",
        "articleBody": "&nbsp;\n".join(PARAGRAPHS),
    }
    head = f'<script type="application/ld+json">{json.dumps(ld)}</script>'
    article = extract(page(f"<div id=app></div><h1>{HEADLINE}</h1>", head), URL)
    assert article.article_body.split("\n\n") == PARAGRAPHS
    assert article.provenance["article_body"] == "generic:json-ld[articleBody]"


HOSTILE = {
    "deep": "<div>" * 50_000 + f"<h1>{HEADLINE}</h1>",
    "deep tables": "<table><tr><td>" * 5_000 + "x",
    "long line": f"<h1>{HEADLINE}</h1><p>" + "باران آمد و رفت. " * 300_000 + "</p>",
    "links": "".join(f"<a href=/news/{n}>خبر {n}</a>" for n in range(100_000)),
    "paragraphs": "<p>باران آمد</p>" * 50_000,
    "zeros": "\x00".join(article_page()),
    "unclosed": "<p <a <b" * 10_000,
    "json": '<script type="application/ld+json">' + "[" * 50_000 + "</script>" + article_page(),
    "metas": "<meta name=description content=x>" * 20_000,
    "entities": "&amp;" * 200_000 + "&#1" * 100_000,
    "spaces": article_page() + " " * 2_000_000,
    "dashes": f"<h1>{HEADLINE}</h1>" + ("قزوین - " * 100_000),
    "surrogates": "\ud800" + article_page(),
    "dates": "<p>۱۴۰۲/۱۲/۰۳ ۱۴:۴۹</p>" * 20_000,
    "sources": article_page(paragraphs=["به گزارش " * 50_000]),
    "trailers": 'منبع خبر "' * 20_000 + "است و موتور " * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("family", ["auto", "none"])
def test_hostile_pages_do_not_raise(name, family):
    assert read(HOSTILE[name], URL, family=family) is not None


@pytest.mark.parametrize("family", [name for name in FAMILIES if name != "titronline"])
@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>x",
        "{}",
        '{"metadata": 3, "content": []}',
        '{"metadata": {"type": "STY", "id": "urn:bbc:x"}, "content": {}}',
    ],
)
def test_every_family_bears_any_page(family, html):
    assert read(html, "", family=family).article is None


@pytest.mark.parametrize(
    "url", ["", "x", "http://[", "https://example.ir", "javascript:1", "/news/1", "http://a b/"]
)
def test_any_address_is_borne(url):
    article = extract(article_page(), url)
    assert article is None or article.headline == HEADLINE


def test_an_unknown_family_is_refused():
    with pytest.raises(ValueError, match="unknown family 'nastoh'"):
        read("<p>x", URL, family="nastoh")


def test_explain_lists_every_rule_that_found_something():
    head = f'<meta property="og:title" content="{HEADLINE}"><meta property="article:published_time" content="2024-02-06T10:02:03Z">'
    reading = read(article_page(head), URL, explain=True)
    rules = {each.rule for each in reading.candidates if each.field == "date_published"}
    assert {"generic:meta[article:published_time]", "generic:printed"} <= rules
    assert {each.field for each in reading.candidates} <= set(generic.RULES) | {"source_url"}


def test_every_rule_is_for_a_field_of_the_record():
    fields = set(extract(article_page(), URL).__slots__)
    for family in FAMILIES.values():
        assert set(family.page) <= fields, family.name
        assert family.exclusive <= fields, family.name
    assert set(generic.RULES) <= fields
