"""Each family's page in its own markup; the stories are invented."""

import json

import pytest

from newscrawler.extraction.page import Page
from newscrawler.families import FAMILIES, detect
from newscrawler.reader import read

HEADLINE = "باران دیشب سد بزرگ شهر را پر کرد"
KICKER = "پس از سه سال خشکی؛"
LEAD = "رشت- سد بزرگ شهر پس از سه سال با باران دیشب پر شد و دریچه‌های آن بامداد امروز باز شد."
BODY = [
    "مدیر سد بزرگ شهر گفت که باران دیشب، پس از سه سال کم‌آبی، سد را تا لبه پر کرد و دریچه‌ها بامداد باز شد.",
    "به گفته او، آب پایین‌دست تا پایان هفته بالا می‌ماند و مردم نباید به کناره رود نزدیک شوند.",
    "کشاورزان روستاهای پایین‌دست می‌گویند با این آب می‌توان دو بار دیگر زمین‌ها را آبیاری کرد.",
]
TEXT = "".join(f"<p>{text}</p>" for text in BODY)
INSTANT = "2024-02-06T10:02:03"
DAY = "۱۷ بهمن ۱۴۰۲ - ۱۳:۳۲"
MENU = "<nav><ul>" + "".join(f"<li><a href=/service/{n}>بخش {n}</a></li>" for n in range(9)) + "</ul></nav>"
RELATED = (
    "<div class=related-box><h3>مطالب مرتبط</h3><ul>"
    + "".join(f'<li><a href="/news/{n}/x">خبر دیگری درباره سدهای شهر شماره {n}</a></li>' for n in range(6))
    + "</ul></div>"
)
COMMENTS = "<section class=comments><h3>نظر شما</h3><form><textarea></textarea></form></section>"


def whole(head, body, attributes=""):
    return (
        f"<!DOCTYPE html><html lang=fa dir=rtl><head><meta charset=utf-8><title>{HEADLINE} | خبر نمونه</title>{head}</head>"
        f"<body {attributes}>{MENU}{body}{RELATED}{COMMENTS}<footer>همه حقوق محفوظ است</footer></body></html>"
    )


def published(value):
    return f'<meta property="article:published_time" content="{value}">'


def ld(**more):
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE, **more}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


PAGES = {
    "nastooh": whole(
        '<meta name=generator content="www.nastooh.ir"><meta property="nastooh:pageType" content="news">'
        + published(INSTANT + "Z"),
        f"<article id=item><h4 class='kicker subtitle'><a>{KICKER}</a></h4><h1 class=title><a itemprop=headline>{HEADLINE}</a></h1>"
        f"<p class='summary introtext' itemprop=description>{LEAD}</p><div class=item-body><div class=item-text itemprop=articleBody>{TEXT}"
        "<p>۱۷۳۰۲</p></div><div class=item-code>کد خبر <span>12</span></div></div><section class='box tags'><a rel=tag>سد</a><a rel=tag>باران</a></section></article>",
    ),
    "isna": whole(
        published(INSTANT + "Z")
        + "<meta property='og:site_name' content='ایسنا'><link href='https://www.isna.ir/x'>",
        f"<article id=item><span class=kicker></span><h4 class=kicker>{KICKER}</h4><h1 class=first-title itemprop=headline>{HEADLINE}</h1><div class=meta-news>"
        f"<ul><li><span class=text-meta>سه‌شنبه / {DAY}</span></li></ul></div><p class=summary itemprop=description>{LEAD}</p>"
        f"<div class=item-text itemprop=articleBody>{TEXT}<p>انتهای پیام</p></div><footer class=tags><ul><li><a>سد</a></li><li><a>باران</a></li></ul></footer></article>",
    ),
    "iransamaneh": whole(
        '<script src="/client/themes/fa/main/js/lib.iransamaneh_1.js"></script>'
        + published("۱۴۰۲/۱۱/۱۷ - ۱۳:۳۲"),
        f"<div class=news_path>گروه: <a>استان‌ها</a></div><div class='news_nav news_pdate_c'>تاریخ انتشار: {DAY}</div><div class=rutitr>{KICKER}</div>"
        f"<div class=title><h1 class=Htag><a>{HEADLINE}</a></h1></div><div class=subtitle>{LEAD}</div><div class=body>{TEXT}<p>انتهای پیام/ی</p>"
        "<div class=wrapper></div></div><div class=tag_items><a>سد</a>، <a>باران</a></div>",
    ),
    "asam": whole(
        "<script>var masterConfig={}</script>",
        ld(datePublished=INSTANT + "Z", articleBody=" ".join(BODY))
        + f"<main data-entity-id=12 data-entity-module=cont><article><h2 class=uptitle>{KICKER}</h2><h1 class=title> {HEADLINE} </h1><p class=lead>{LEAD}</p>"
        f"<div id=main_ck_editor><p>{BODY[0]}</p><div><div>{TEXT.partition('</p>')[2]}</div></div><div class=zxc data-nosnippet>تبلیغ بلند درباره خرید خانه</div></div>"
        "<div class=news_tags><a itemprop=keywords>سد</a><a itemprop=keywords>باران</a></div></article></main>",
    ),
    "studiokhabar": whole(
        f'<meta name="dcterms.created" content="{INSTANT}+00:00">',
        f"<div id=docDiv3TitrRou>{KICKER}</div><h1 id=docDiv3TitrMain>{HEADLINE}</h1><div id=docDiv3Date>تاریخ انتشار : {DAY}</div>"
        f"<div id=docDivLead1>{LEAD}</div><div id=doctextarea>{TEXT}</div><div class=doc_tags1><a>سد</a><a>باران</a></div>",
    ),
    "pangea": whole(
        '<script src="https://tags.example.com/rferl-pangea/prod/utag.js"></script>'
        + ld(
            datePublished="2024-02-06 10:02:03Z",
            author={"@type": "Person", "name": "رادیو نمونه"},
            publisher={"name": "رادیو نمونه"},
        ),
        f"<div class=hdr-container><div class=category><a>ایران</a></div><h1 class='title pg-title'>\n{HEADLINE}\n</h1><time pubdate=pubdate datetime='{INSTANT}+00:00'>دیروز</time></div>"
        f"<div class=intro><p>{LEAD}</p></div><div id=article-content><div class=wsw>{TEXT}<div class=wsw__embed><p>کد بلند جاسازی پخش‌کننده ویدئوی این گزارش که جزو متن نیست</p></div></div></div>",
        'class="pg-article"',
    ),
    "wordpress": whole(
        '<link rel=stylesheet href="https://a.ir/wp-content/themes/x/style.css">'
        + published(INSTANT + "+00:00"),
        f"<article class=post><span class=rotitr>{KICKER}</span><h1 class=entry-title>{HEADLINE}</h1><div class=lead>{LEAD}</div><div class=entry-content>{TEXT}<div class=sharedaddy>به اشتراک بگذارید</div>"
        "<div class=jp-relatedposts><a href=/1>خبر دیگری از همین سایت که پیوند است</a></div></div><a rel=tag>سد</a><a rel=tag>باران</a></article>",
        'class="single single-post"',
    ),
    "tasnim": whole(
        f'<meta itemprop=datePublished content="{INSTANT}Z"><link rel=canonical href="https://www.tasnimnews.com/fa/news/1402/11/17/3012345/x">',
        f"<article class=single-news><h4 class=uptitle>{KICKER}</h4><h1 class=title>{HEADLINE}</h1><h3 class=lead>{LEAD}</h3><div class=story>{TEXT}<p>انتهای پیام/</p></div>"
        "<section class=keywords-box><ul><li class=skeyword-item><a>سد</a></li><li class=skeyword-item><a>باران</a></li></ul></section></article>",
    ),
}


@pytest.fixture(scope="module", params=PAGES)
def reading(request):
    reading = read(PAGES[request.param], "https://example.ir/news/12345/x")
    assert reading.family == request.param
    return reading


def test_headline_and_lead(reading):
    article = reading.article
    assert article.headline == HEADLINE
    assert article.description == LEAD.removeprefix("رشت- ")
    assert article.dateline == "رشت"


def test_body_and_nothing_else(reading):
    assert reading.article.article_body.split("\n\n") == BODY


def test_instant(reading):
    instant = reading.article.date_published.astimezone().timestamp()
    seconds = reading.article.date_precision == "second"
    assert instant == (1707213723 if seconds else 1707213720)


def test_kicker_and_tags(reading):
    if reading.family == "pangea":
        assert (reading.article.kicker, reading.article.tags) == (None, [])
    else:
        assert (reading.article.kicker, reading.article.tags) == (KICKER, ["سد", "باران"])


def test_nobody_is_made_an_author(reading):
    assert reading.article.authors == []


def test_every_field_has_its_rule(reading):
    for name in ("headline", "description", "article_body", "date_published"):
        assert reading.article.provenance[name].startswith(f"{reading.family}:")


@pytest.mark.parametrize("family", PAGES)
def test_the_fallback_reads_the_same_page(family):
    article = read(PAGES[family], "https://example.ir/news/12345/x", family="none").article
    assert article.headline == HEADLINE
    assert article.article_body.split("\n\n")[-3:] == BODY
    assert article.date_published.astimezone().timestamp() // 60 == 28453562


@pytest.mark.parametrize(
    ("family", "attributes", "reason"),
    [
        ("pangea", 'class="pg-media pg-prog"', "video"),
        ("pangea", 'class="pg-media pg-photoblog"', "photo"),
        ("wordpress", 'class="archive category"', "listing"),
        ("iransamaneh", "id=archive", "listing"),
    ],
)
def test_other_pages_of_a_family_are_named(family, attributes, reason):
    page = (
        PAGES[family]
        .replace('<body class="pg-article">', "<body>")
        .replace('<body class="single single-post">', "<body>")
    )
    page = page.replace("<body >", "<body>").replace("<body>", f"<body {attributes}>")
    assert read(page, "https://example.ir/x").reason == reason


def test_a_nastooh_listing_is_named():
    page = PAGES["nastooh"].replace('pageType" content="news"', 'pageType" content="archive"')
    assert read(page, "https://example.ir/archive").reason == "listing"


def test_the_fingerprint_decides_not_the_catalogue():
    assert detect(Page(PAGES["asam"], "https://www.mehrnews.com/news/1"), likely="nastooh").name == "asam"
    assert detect(Page("<p>x</p>", "https://www.mehrnews.com/news/1"), likely="nastooh") is None


@pytest.mark.parametrize(
    ("family", "path", "native"),
    [
        ("nastooh", "/news/6031946/همه", "6031946"),
        ("nastooh", "/photo/830990/x", "830990"),
        ("isna", "/news/1402111712345/x", None),
        ("iransamaneh", "/fa/news/7349926/x", "7349926"),
        ("asam", "/بخش-اجتماعی-158/3242248-برخورد", "3242248"),
        ("asam", "/%D8%A8%D8%AE%D8%B4-x-158/3242248-x", "3242248"),
        ("studiokhabar", "/news/123/x", "123"),
        ("pangea", "/a/south-korea/7934995.html", "7934995"),
        ("pangea", "/a/7934995.html", "7934995"),
        ("tasnim", "/fa/news/1402/11/17/3012345/x", "3012345"),
        ("titronline", "/fa/news/7551030", "7551030"),
        ("titronline", "/news/7551030", "7551030"),
        ("bbc", "/persian/articles/c19v65z3lg5o", "c19v65z3lg5o"),
        ("parstoday", "/fa/west_asia-i123456", "123456"),
    ],
)
def test_article_addresses(family, path, native):
    match = FAMILIES[family].article_url.search(path)
    assert match
    assert native is None or match.group("id") == native


@pytest.mark.parametrize("family", [name for name in FAMILIES if name != "wordpress"])
@pytest.mark.parametrize("path", ["/", "/rss", "/service/Politics", "/fa/archive", "/tags/x", "/about"])
def test_other_addresses(family, path):
    assert FAMILIES[family].article_url.search(path) is None
