"""Themes and years of the families, each in the markup that sites of it are known to have; invented stories."""

from __future__ import annotations

import json

import pytest

from newscrawler.reader import read
from tests.families.test_families import BODY, COMMENTS, DAY, HEADLINE, KICKER, LEAD, MENU, RELATED, TEXT

BARE = LEAD.removeprefix("رشت- ")
MINUTE = 28453562
STAMP = '<meta property="article:published_time" content="2024-02-06T13:32:00+03:30">'
UTC = '<meta property="article:published_time" content="2024-02-06T10:02:00Z">'
OG = f'<meta property="og:title" content="{HEADLINE}"><meta property="og:type" content="article"><meta name="description" content="{LEAD}">'
SAMANEH = '<script src="/client/themes/fa/main/js/lib.iransamaneh_46107.js"></script>'
ASAM = "<script>var masterConfig={}</script>"
NASTOOH = '<meta name="generator" content="www.nastooh.ir"><meta property="nastooh:pageType" content="news">'
WP = '<link rel="stylesheet" href="/wp-content/themes/x/style.css"><link rel="https://api.w.org/" href="/wp-json/">'
TAIL = '<div class="tags"><a href="/tag/x" rel="tag">سد</a><a href="/tag/y" rel="tag">باران</a></div>'


def page(head: str, body: str, attributes: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="fa" dir="rtl"><head><meta charset="utf-8"><title>{HEADLINE} | نمونه</title>{head}</head>'
        f"<body {attributes}>{MENU}<div>{body}</div>{RELATED}{COMMENTS}<footer>همه حقوق محفوظ است</footer></body></html>"
    )


def ld(**more: object) -> str:
    data = {"@context": "http://schema.org", "@type": "NewsArticle", "headline": HEADLINE, **more}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


PAGES = {
    "tabnak 2026": (
        "iransamaneh",
        "https://www.tabnak.ir/fa/news/1234567/x",
        page(
            SAMANEH + STAMP + OG,
            f'<div class="news_path"><a href="/fa/social">اجتماعی</a></div><h1 class="Htag"><a href="/fa/news/1234567/x">{HEADLINE}</a></h1>'
            f'<div class="rutitr">{KICKER}</div><div class="subtitle">{LEAD}</div><img class="img-responsive-news" src="/files/1.jpg">'
            f'<div id="newsMainBody" class="body">{TEXT}<div class="wrapper"><a href="/fa/news/1/x">خبر دیگری از سد</a></div></div>'
            f'<div class="tags_title"><a href="/fa/tags/1">سد</a> <a href="/fa/tags/2">باران</a></div>',
        ),
        {"section": "اجتماعی", "kicker": KICKER, "lead": BARE, "tags": 2},
    ),
    "borna": (
        "iransamaneh",
        "https://borna.news/fa/news/1234567/x",
        page(
            SAMANEH + STAMP + OG,
            f'<div class="news_nav news_pdate_c">تاریخ انتشار: {DAY}</div><h1 class="title"><a>{HEADLINE}</a></h1><div class="subtitle">{LEAD}</div>'
            f'<img class="lead_image" src="/files/2.jpg"><div class="body news_body">{TEXT}<p>انتهای پیام/</p></div>',
        ),
        {"lead": BARE, "image": "/files/2.jpg"},
    ),
    "ana": (
        "iransamaneh",
        "https://ana.press/fa/news/1234567/x",
        page(
            SAMANEH + STAMP,
            f'<h1 class="news-title">{HEADLINE}</h1><p class="news-subtitle">{LEAD}</p><div class="body">{TEXT}</div>',
        ),
        {"lead": BARE},
    ),
    "rasa 2026": (
        "iransamaneh",
        "https://rasanews.ir/fa/news/820001/x",
        page(
            STAMP,
            f'<div class="news_nav news_pdate_c">{DAY}</div><h1 class="title">\t\t{HEADLINE}\t</h1><div class="subtitle">{LEAD}</div>'
            f'<div class="body-news body"><p><span style="color:red">به گزارش خبرگزاری رسا</span>، {BODY[0]}</p><p>{BODY[1]}</p><p>{BODY[2]}</p></div>',
        ),
        {"lead": BARE, "source": "rasanews", "first": f"به گزارش خبرگزاری رسا، {BODY[0]}"},
    ),
    "nournews": (
        "asam",
        "https://nournews.ir/fa/news/123456/x",
        page(
            ASAM + OG,
            ld(datePublished="2024-02-06T10:02:00Z", articleSection="اجتماعی")
            + f'<!-- NEWS uptitle --><h2 class="uptitle">{KICKER}</h2><h1 class="title">{HEADLINE}</h1><!-- NEWS LEAD --><p class="lead">{LEAD}</p>'
            f"<!-- NEWS CONTENT --><div><div>{TEXT}</div></div><!-- END OF NEWS CONTENT --><p>این بند از کادر کناری است و جزو متن خبر نیست که نیست.</p>",
        ),
        {"lead": BARE, "section": "اجتماعی", "kicker": KICKER},
    ),
    "ilna": (
        "asam",
        "https://www.ilna.ir/بخش-اجتماعی-5/123456-باران",
        page(
            ASAM + OG,
            ld(datePublished="2024-02-06T10:02:00Z")
            + f'<h1 class="title">{HEADLINE}</h1><p class="lead">{LEAD}</p><div class="primary_files"><img src="/thumb/1.jpg"></div>'
            f'<div id="echo_details">{TEXT}<div class="zxc" data-nosnippet>آگهی درازی درباره خرید خانه که جزو خبر نیست</div></div>'
            f'<div class="article_tag"><a href="/tags/x">سد</a><a href="/tags/y">باران</a></div>',
        ),
        {"lead": BARE, "tags": 2, "image": "/thumb/1.jpg"},
    ),
    "khabaronline with a desk code": (
        "nastooh",
        "https://www.khabaronline.ir/news/2283454/x",
        page(
            NASTOOH + UTC + '<meta property="article:section" content="اقتصاد &gt; آب">' + OG,
            f'<article id="item"><h4 class="kicker subtitle"><a></a></h4><h1 class="title"><a itemprop="headline">{HEADLINE}</a></h1>'
            f'<p class="summary introtext" itemprop="description">{LEAD}</p><div class="item-body"><div class="item-text" itemprop="articleBody">{TEXT}<p>۲۶۵ ۳۳</p></div></div></article>{TAIL}',
        ),
        {"lead": BARE, "section": "اقتصاد > آب", "tags": 2},
    ),
    "nastooh with the source below": (
        "nastooh",
        "https://www.hamshahrionline.ir/news/830787/x",
        page(
            NASTOOH + UTC,
            f'<article id="item"><h1 class="title"><a itemprop="headline">{HEADLINE}</a></h1><p class="introtext" itemprop="description">{LEAD}</p>'
            f'<figure class="item-img"><img itemprop="image" src="/d/1.jpg?ts=1706000831000"></figure><div class="item-body"><div class="item-text" itemprop="articleBody">'
            f'<p>{BODY[0]}</p><figure class="image"><img src="/d/2.jpg"><figcaption>سد در یک روز بارانی</figcaption></figure><h2><strong>آب تا کجا؟</strong></h2><p>{BODY[1]}</p><p>{BODY[2]}</p></div></div>'
            f'<div class="item-source"><span class="item-source">منبع: مهر</span></div></article>',
        ),
        {"lead": BARE, "source": "mehrnews", "extra": "آب تا کجا؟", "image": "/d/1.jpg?ts=1706000831000"},
    ),
    "isna": (
        "isna",
        "https://www.isna.ir/news/1402111712345/x",
        page(
            '<meta property="og:site_name" content="ایسنا">' + UTC + NASTOOH,
            f'<article id="item"><h4 class="kicker">{KICKER}</h4><h1 class="first-title" itemprop="headline">{HEADLINE}</h1><div class="meta-news"><ul>'
            f'<li><span class="text-meta">سه‌شنبه / ۱۷ بهمن ۱۴۰۲ / ۱۳:۳۲</span></li><li><span class="text-meta">علمی</span></li></ul></div><p class="summary">{LEAD}</p>'
            f'<div itemprop="articleBody" class="item-text">{TEXT}<p>انتهای پیام</p></div><footer class="tags"><a href="/tag/x">سد</a></footer></article>',
        ),
        {"lead": BARE, "kicker": KICKER, "section": "علمی", "tags": 1},
    ),
    "tasnim": (
        "tasnim",
        "https://www.tasnimnews.com/fa/news/1402/11/17/3012345/x",
        page(
            '<meta itemprop="datePublished" content="2024-02-06T10:02:00Z"><meta name="publisher" content="تسنیم">',
            f'<article class="single-news"><ul class="list-inline details"><li class="service"><a>اجتماعی</a></li><li class="time">{DAY}</li></ul><h1 class="title">{HEADLINE}</h1>'
            f'<figure><img src="/img/1.jpg"></figure><h3 class="lead">{LEAD}</h3><div class="story">{TEXT}<p>انتهای پیام/ ب</p></div>'
            f'<section class="keywords-box"><li class="skeyword-item"><a>سد</a></li></section></article>',
        ),
        {"lead": BARE, "section": "اجتماعی", "tags": 1, "image": "/img/1.jpg"},
    ),
    "wordpress with jnews": (
        "wordpress",
        "https://example.ir/123456/a-new-dam/",
        page(
            WP + UTC,
            f'<div class="jeg_main"><h1 class="jeg_post_title">{HEADLINE}</h1><h2 class="jeg_post_subtitle">{LEAD}</h2><div class="jeg_meta_category"><span><a rel="category tag">استان‌ها</a></span></div>'
            f'<div class="content-inner">{TEXT}<div class="jeg_post_tags"><a rel="tag" href="/tag/1">سد</a><a rel="tag" href="/tag/2">باران</a></div></div></div>',
        ),
        {"lead": BARE, "section": "استان‌ها", "tags": 2},
    ),
    "wordpress with elementor": (
        "wordpress",
        "https://example.ir/123456/a-new-dam/",
        page(
            WP + UTC,
            f'<div class="elementor-widget-theme-post-title"><h1>{HEADLINE}</h1></div><div class="elementor-widget-theme-post-content"><div class="elementor-widget-container">{TEXT}</div></div>',
        ),
        {},
    ),
    "wordpress of an iranian theme": (
        "wordpress",
        "https://example.ir/123456/a-new-dam/",
        page(
            WP + UTC,
            f'<header><ul><li>کد خبر : 123456</li><li><span>{DAY}</span></li></ul></header><div class="rotitr">{KICKER}</div><h2>{HEADLINE}</h2><div class="lead">{LEAD}</div>'
            f'<div class="con">{TEXT}</div><div class="tag"><a href="/tag/1" rel="tag">سد</a></div>',
        ),
        {"lead": BARE, "kicker": KICKER, "tags": 1},
    ),
    "studiokhabar with line breaks": (
        "studiokhabar",
        "https://www.jahannews.com/news/912345/x",
        page(
            "",
            f'<div id="docDiv3TitrRou">{KICKER}</div><div id="docDiv3TitrMain"><h1>{HEADLINE}</h1></div><div id="docDiv3Date">تاریخ انتشار : سه شنبه ۱۷ بهمن ۱۴۰۲ ساعت ۱۳:۳۲</div>'
            f'<div id="docDivLead1">{LEAD}</div><div id="doctextarea"><article>{BODY[0]}<br /><br />{BODY[1]}<br>{BODY[2]}</article></div><div class="doc-section-info"><a>اجتماعی</a></div>',
        ),
        {"lead": BARE, "kicker": KICKER, "section": "اجتماعی"},
    ),
    "parstoday": (
        "parstoday",
        "https://parstoday.ir/fa/news/iran-i123456",
        page(
            '<meta property="og:article:section" content="ایران"><meta property="article:published_time" content="2024-02-06T10:02:00+00:00">',
            f'<h1 class="item-title">{HEADLINE}</h1><div class="item-date">بهمن ۱۷, ۱۴۰۲ ۱۳:۳۲ Asia/Tehran</div><div class="item-text"><p class="introtext">{LEAD}</p>{TEXT}<p>ms</p></div>',
        ),
        {"lead": BARE, "section": "ایران", "inside": LEAD},
    ),
    "radio farda": (
        "pangea",
        "https://www.radiofarda.com/a/a-new-dam/32806100.html",
        page(
            ld(
                datePublished="2024-02-06 10:02:00Z",
                articleSection="ایران",
                author={"@type": "Person", "name": "مریم کاظمی"},
            )
            + '<script src="https://tags.tiqcdn.com/utag/bbg/rferl-pangea/prod/utag.js"></script>',
            f'<div class="category"><a href="/z/1">ایران</a></div><h1 class="title pg-title">{HEADLINE}</h1><div class="publishing-details"><div class="published"><time datetime="2024-02-06T13:32:00+03:30">۱۷ بهمن</time></div></div>'
            f'<div class="intro"><p>{LEAD}</p></div><div id="article-content"><div class="wsw">{TEXT}<div class="wsw__embed"><div class="media-block-wrap"><h4>خبر دیگری از رادیو که جزو متن نیست</h4></div></div></div></div>',
            'class="pg-article"',
        ),
        {"lead": BARE, "section": "ایران", "authors": ["مریم کاظمی"]},
    ),
    "voa of another year": (
        "pangea",
        "https://www.darivoa.com/a/7934995.html",
        page(
            '<meta name="author" content="صدای امریکا">',
            f'<h1 class="">{HEADLINE}</h1><time pubdate="pubdate" datetime="2024-02-06T10:02:00+00:00">۱۷ دلو ۱۴۰۲</time><div id="article-content" class="content-floated-wrap fb-quotable"><div class="wsw">{TEXT}</div></div>',
            'class="nojs pg pg-article pg--article"',
        ),
        {},
    ),
    "mehr of 2011": (
        None,
        "https://www.mehrnews.com/NewsPrint.aspx?NewsID=1234567",
        f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1><div>"
        + "".join(f"&#{ord(c)}" if not c.isspace() and not c.isascii() else c for c in "۱۷ بهمن ۱۴۰۲ - ۱۳:۳۲")
        + f"</div><div>{TEXT}</div></body></html>",
        {},
    ),
}


@pytest.fixture(scope="module", params=PAGES)
def made(request):
    family, url, html, more = PAGES[request.param]
    return family, read(html, url), more


def test_the_family_is_known(made) -> None:
    family, reading, _ = made
    assert (reading.family, reading.reason) == (family, None)


def test_headline_and_instant(made) -> None:
    article = made[1].article
    assert article.headline == HEADLINE
    assert article.date_published.timestamp() // 60 == MINUTE


def test_body(made) -> None:
    _, reading, more = made
    body = [more.get("first", BODY[0]), *([more["extra"]] if "extra" in more else []), *BODY[1:]]
    found = reading.article.article_body.split("\n\n")
    assert found == body or ("inside" in more and found[1:] == body)


def test_what_stands_around(made) -> None:
    _, reading, more = made
    article = reading.article
    assert article.description == more.get("lead", article.description if "lead" not in more else None)
    assert article.kicker == more.get("kicker")
    assert article.section == more.get("section")
    assert len(article.tags) == more.get("tags", 0)
    assert article.source_outlet == more.get("source")
    assert article.authors == more.get("authors", [])
    if "image" in more:
        assert article.images[0].url.endswith(more["image"])
