"""One invented newsroom a family: its documents and pages in the family's markup, answered from an archive."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any, NamedTuple

from newscrawler.archive import Exchange, WarcWriter
from tests.pages import LEAD, PARAGRAPHS, nastooh, rss

NOW = datetime(2026, 9, 2, 12, 0, tzinfo=UTC)
"""11 Shahrivar 1405, in the afternoon of Tehran."""
DATE = "Wed, 02 Sep 2026 07:00:00 GMT"
ISO = "2026-09-02T07:00:00Z"
HEADLINE = "آغاز کار پل تازه در شهر"


class Room(NamedTuple):
    """What an outlet answers, and the ids a run must end with."""

    outlet: str
    answers: dict[str, Any]
    latest: set[str]
    backfill: set[str] | None = None
    """By `mode=backfill since=1405-06-11`; None: the family has nothing to go back in."""


def write_archive(path: Any, answers: dict[str, Any]) -> str:
    """A WARC of address → body, status, or fields of an Exchange."""
    writer = WarcWriter(path, started=NOW)
    for url, answer in answers.items():
        fields = (
            dict(answer)
            if isinstance(answer, dict)
            else {"status": answer}
            if isinstance(answer, int)
            else {"body": answer}
        )
        fields = {"status": 200} | fields
        body = fields.pop("body", "")
        headers = ((b"Content-Type", b"text/html; charset=utf-8"), *fields.pop("headers", ()))
        body = body if isinstance(body, bytes) else body.encode()
        writer.write(Exchange(url=url, date=NOW, headers=headers, body=body, **fields))
    writer.close()
    return str(path)


def html(body: str, head: str = "", attributes: str = "", number: int = 0) -> str:
    return f'<!DOCTYPE html><html lang="fa" dir="rtl"><head><meta charset="utf-8"><title>{HEADLINE} {number}</title>{head}</head><body {attributes}>{body}</body></html>'


def text(number: int = 0) -> str:
    return "".join(f"<p>{each}</p>" for each in (*PARAGRAPHS, f"این گزارش شمارهٔ {number} است."))


def sitemap(*urls: str | tuple[str, str], root: str = "urlset", entry: str = "url") -> str:
    """Addresses, or (address, lastmod)."""
    pairs = [each if isinstance(each, tuple) else (each, ISO) for each in urls]
    items = "".join(
        f"<{entry}><loc>{url}</loc>{f'<lastmod>{when}</lastmod>' if when else ''}</{entry}>"
        for url, when in pairs
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</{root}>'


def index(*urls: str | tuple[str, str]) -> str:
    return sitemap(*urls, root="sitemapindex", entry="sitemap")


def feed(*urls: str) -> str:
    return rss([(url, f"{HEADLINE} {n}") for n, url in enumerate(urls)], DATE)


def asam_day(day: str) -> str:
    code = b64encode(f'{{"model":"newsstudioDateRange","date":"{day}"}}'.encode()).decode()
    return f"/sitemap/{code.replace('=', ',')}.xml"


def asam_page(number: int) -> str:
    return html(
        f'<main class="body news" data-entity-module="cont" data-entity-id="{number}"><h1 class="title">{HEADLINE} {number}</h1><span class="news_time"><time datetime="{ISO}">۱۱ شهریور ۱۴۰۵ ۱۰:۳۰</time></span><p class="lead">{LEAD}</p><div id="main_ck_editor">{text(number)}</div></main>',
        f'<link rel="canonical" href="https://www.khabarfoori.com/fa/tiny/news-{number}">',
    )


def iransamaneh_page(number: int) -> str:
    return html(
        f'<div class="news_nav news_pdate_c">۱۱ شهریور ۱۴۰۵ - ۱۰:۳۰</div><h1 class="title">{HEADLINE} {number}</h1><div class="subtitle">{LEAD}</div><div class="body">{text(number)}</div>',
        f'<meta property="article:published_time" content="{ISO}"><script src="/client/themes/fa/main/js/lib.iransamaneh_1.js"></script>',
    )


def studiokhabar_page(number: int) -> str:
    return html(
        f'<div id="docDiv3TitrMain"><h1>{HEADLINE} {number}</h1></div><div id="docDiv3Date">تاریخ انتشار : چهارشنبه ۱۱ شهريور ۱۴۰۵ ساعت ۱۰:۳۰</div><div id="docDivLead1">{LEAD}</div><div id="doctextarea">{text(number)}</div>',
        f'<meta name="dcterms.created" content="{ISO}">',
    )


def pangea_page(number: int) -> str:
    return html(
        f'<h1 class="title pg-title">{HEADLINE} {number}</h1><div class="published"><time pubdate="pubdate" datetime="{ISO}">۱۱ شهریور</time></div><div id="article-content"><div class="wsw">{text(number)}</div></div>',
        attributes='class="pg-article"',
    )


def tasnim_page(number: int) -> str:
    return html(
        f'<article class="single-news"><ul class="details"><li class="time">۱۱ شهریور ۱۴۰۵ - ۱۰:۳۰</li></ul><h1 class="title">{HEADLINE} {number}</h1><h3 class="lead">{LEAD}</h3><div class="story">{text(number)}</div></article>تسنیم',
        f'<meta property="article:published_time" content="{ISO}">',
    )


def parstoday_page(number: int) -> str:
    return html(
        f'<h1 class="item-title">{HEADLINE} {number}</h1><div class="item-date">شهریور ۱۱, ۱۴۰۵ ۱۰:۳۰ Asia/Tehran</div><div class="item-text"><p class="introtext">{LEAD}</p>{text(number)}</div>parstoday',
        f'<meta property="article:published_time" content="{ISO}"><meta property="og:article:section" content="ایران">',
    )


def wordpress_page(number: int) -> str:
    return html(
        f'<article class="post"><h1 class="entry-title">{HEADLINE} {number}</h1><div class="entry-content">{text(number)}</div></article>',
        f'<link rel="stylesheet" href="/wp-content/themes/x/style.css"><meta property="article:published_time" content="{ISO}">',
        'class="single single-post"',
    )


def bbc_page(number: int) -> str:
    return html(
        f'<main role="main"><h1>{HEADLINE} {number}</h1><time datetime="2026-09-02">۱۱ شهریور ۱۴۰۵</time>{text(number)}</main>',
        f'<meta property="article:published_time" content="{ISO}"><meta property="og:type" content="article">',
    )


def issue(pages: tuple[str, ...], areas: str) -> str:
    """A page of the printed paper: its areas, and the issue's pages, of which the first is shown."""
    items = (
        f'<li><a href="{url}" class="{"" if n else "selected"}">{n}</a></li>' for n, url in enumerate(pages)
    )
    return html(f'<ul>{"".join(items)}</ul><div class="newspaper-component-areas">{areas}</div>')


def paper_page(number: int) -> str:
    """The JSON behind an area."""
    page = {"publish_time": 1788332400, "page": {"dataset": {"display": '{"id":"2","name":"سیاسی"}'}}}
    story = {"id": number, "rootitr": "روتیتر", "title": f"{HEADLINE} {number}", "lead": LEAD, "zirtitr": ""}
    whole = {
        "page_name": "area",
        "dataset_v2": story | {"content": text(number), "newspaper": {"page_data": page}},
    }
    return json.dumps(whole, ensure_ascii=False)


def rows(items: list[tuple[str, str]], template: str) -> str:
    return "".join(template.format(url=url, title=title) for url, title in items)


def _nastooh(home: str, outlet: str, page: Any) -> Room:
    listing = "".join(
        f'<li class="news"><div class="desc"><h3><a href="/news/{n}/x">خبر {n}</a></h3><time title="۱۱ شهریور ۱۴۰۵ - ۱۰:۳۰">۲ ساعت پیش</time></div></li>'
        for n in (1402000003, 1402000004)
    )
    archive = html(
        f"<ul>{listing}</ul>", '<meta property="nastooh:pageType" content="archive">', 'class="pt-archive"'
    )
    leaf = '{"urls":[{"loc":"%s/news/1402000005/خبر","lastmode":"2026-09-02T07:00:00Z","news":null}]}' % home  # noqa: UP031
    return Room(
        outlet,
        {
            f"{home}/rss": feed(f"{home}/news/1402000001/x"),
            f"{home}/sitemap/news/sitemap.xml": leaf,
            f"{home}/archive?pi=1&ms=0&dy=11&mn=6&yr=1405": archive,
            **{
                f"{home}/news/{n}/{slug}": page(n)
                for n in range(1402000001, 1402000006)
                for slug in ("x", "خبر")
            },
        },
        {f"{outlet}:1402000001", f"{outlet}:1402000005"},
        {f"{outlet}:1402000003", f"{outlet}:1402000004"},
    )


MEHR = "https://www.mehrnews.com"
ISNA = "https://www.isna.ir"
FOORI = "https://www.khabarfoori.com"
RASA = "https://rasanews.ir"
JAHAN = "https://www.jahannews.com"
FARDA = "https://www.radiofarda.com"
TASNIM = "https://www.tasnimnews.ir"
PARS = "https://parstoday.ir"
PAPER = "https://irannewspaper.ir"
PRESS = "https://8am.media/fa"
BBC = "https://www.bbc.com/persian"
BBC_IDS = ("c19v65z3lg5o", "c4vlle3q337o")

ROOMS = {
    "nastooh": _nastooh(
        MEHR, "mehrnews", lambda n: nastooh(f"{MEHR}/news/{n}", n, headline=f"{HEADLINE} {n}", published=ISO)
    ),
    "isna": _nastooh(
        ISNA,
        "isna",
        lambda n: nastooh(f"{ISNA}/news/{n}", n, headline=f"{HEADLINE} {n}", published=ISO).replace(
            '<h1 class="title">', '<h1 class="first-title">'
        ),
    ),
    "asam": Room(
        "khabarfoori",
        {
            f"{FOORI}/feeds/": feed(f"{FOORI}/بخش-اجتماعی-158/3242248-پل-تازه"),
            f"{FOORI}{asam_day('2026-09-02')}": sitemap(
                f"{FOORI}/بخش-اجتماعی-158/3242249-پل-تازه", f"{FOORI}/en/news/77/bridge"
            ),
            f"{FOORI}/sitemap.xml": index(
                (f"{FOORI}{asam_day('2026-09-02')}", ""), (f"{FOORI}{asam_day('2019-01-01')}", "")
            ),
            f"{FOORI}/بخش-اجتماعی-158/3242248-پل-تازه": asam_page(3242248),
            f"{FOORI}/بخش-اجتماعی-158/3242249-پل-تازه": asam_page(3242249),
        },
        {"khabarfoori:3242248", "khabarfoori:3242249"},
        {"khabarfoori:3242249"},
    ),
    "iransamaneh": Room(
        "rasanews",
        {
            f"{RASA}/robots.txt": "User-agent: *\nDisallow: /fa/archive\n",
            f"{RASA}/fa/rss/allnews": feed(f"{RASA}/fa/news/820001/x"),
            f"{RASA}/fa-sitemap-news": sitemap(f"{RASA}/fa/news/820002/x"),
            f"{RASA}/fa-sitemap-newsarchive": index(
                (f"{RASA}/fa-sitemap-newsarchive-2026-09", ""), (f"{RASA}/fa-sitemap-newsarchive-2026-07", "")
            ),
            f"{RASA}/fa-sitemap-newsarchive-2026-09": sitemap(f"{RASA}/fa/news/820003/x"),
            **{f"{RASA}/fa/news/{n}/x": iransamaneh_page(n) for n in (820001, 820002, 820003)},
        },
        {"rasanews:820001", "rasanews:820002"},
        {"rasanews:820003"},
    ),
    "studiokhabar": Room(
        "jahannews",
        {
            f"{JAHAN}/rss": html('<a href="/rssab.xyz.xml">همه</a><a href="/about">درباره</a>'),
            f"{JAHAN}/rssab.xyz.xml": feed(f"{JAHAN}/vdcabc.4k2x.html"),
            f"{JAHAN}/": html('<a href="/news/912345/پل">پل تازه</a><a href="/contact">تماس</a>'),
            f"{JAHAN}/vdcabc.4k2x.html": studiokhabar_page(1),
            f"{JAHAN}/news/912345/پل": studiokhabar_page(912345),
        },
        {"jahannews:912345", "jahannews:*"},
    ),
    "pangea": Room(
        "radiofarda",
        {
            f"{FARDA}/api/zrttpol-vomx-tpeoogpi": feed(f"{FARDA}/a/33100001.html"),
            f"{FARDA}/sitemap.xml": index(
                (f"{FARDA}/sitemap_5_1.xml.gz", ""), (f"{FARDA}/sitemap_5_news.xml.gz", "")
            ),
            f"{FARDA}/sitemap_5_news.xml.gz": sitemap(f"{FARDA}/a/bridge/33100002.html"),
            f"{FARDA}/sitemap_5_1.xml.gz": sitemap(f"{FARDA}/a/bridge/33100003.html"),
            f"{FARDA}/a/33100001.html": pangea_page(33100001),
            f"{FARDA}/a/bridge/33100002.html": pangea_page(33100002),
            f"{FARDA}/a/bridge/33100003.html": pangea_page(33100003),
        },
        {"radiofarda:33100001", "radiofarda:33100002"},
        {"radiofarda:33100002", "radiofarda:33100003"},
    ),
    "tasnim": Room(
        "tasnim",
        {
            f"{TASNIM}/fa/rss/feed/0/8/0/tasnim": feed(f"{TASNIM}/fa/news/1405/06/11/3300001/x"),
            f"{TASNIM}/fa/2026/9/2/fa_2026_9_2_sitemap.xml": sitemap(
                f"{TASNIM}/fa/news/1405/06/11/3300002/x"
            ),
            f"{TASNIM}/fa/archive?date=1405%2F6%2F11&sub=-1&service=-1&page=1": html(
                '<article class="list-item"><a href="/fa/news/1405/06/11/3300003/x"><h2>پل تازه</h2><time>۱۱ شهریور ۱۴۰۵ - ۱۰:۳۰</time></a></article><div class="story"></div>تسنیم'
            ),
            **{f"{TASNIM}/fa/news/1405/06/11/{n}/x": tasnim_page(n) for n in (3300001, 3300002, 3300003)},
        },
        {"tasnim:3300001", "tasnim:3300002"},
        {"tasnim:3300003"},
    ),
    "parstoday": Room(
        "parstoday",
        {
            f"{PARS}/sitemap.xml": sitemap(f"{PARS}/fa/rss/iran"),
            f"{PARS}/fa/rss/iran": feed(f"{PARS}/fa/news/iran-i120001"),
            f"{PARS}/fa/news/iran-i120001": parstoday_page(120001),
        },
        {"parstoday:120001"},
    ),
    "wordpress": Room(
        "hashtam",
        {
            f"{PRESS}/feed/": feed(f"{PRESS}/a-new-bridge/"),
            f"{PRESS}/wp-sitemap.xml": index(
                (f"{PRESS}/wp-sitemap-posts-post-1.xml", ""),
                (f"{PRESS}/wp-sitemap-posts-post-2.xml", ""),
                (f"{PRESS}/wp-sitemap-posts-page-1.xml", ""),
                (f"{PRESS}/wp-sitemap-taxonomies-category-1.xml", ""),
            ),
            f"{PRESS}/wp-sitemap-posts-post-2.xml": sitemap(
                f"{PRESS}/second-bridge/", (f"{PRESS}/old-bridge/", "2019-01-01T00:00:00+00:00")
            ),
            f"{PRESS}/2026/09/02/page/1/": html(
                '<article class="post"><h2 class="entry-title"><a href="/fa/a-third-bridge/">سوم</a></h2><time datetime="2026-09-02T07:00:00Z">x</time></article>',
                '<link rel="stylesheet" href="/wp-content/x.css">',
            ),
            **{
                f"{PRESS}/{slug}/": wordpress_page(n)
                for n, slug in enumerate(("a-new-bridge", "second-bridge", "a-third-bridge"))
            },
        },
        {"hashtam:*", "hashtam:**"},
        {"hashtam:*"},
    ),
    "irannewspaper": Room(
        "irannewspaper",
        {
            f"{PAPER}/": issue(
                (f"{PAPER}/9139/1", f"{PAPER}/9139/2"),
                '<article class="area-item" data-type="content" data-title="خبر" data-href="/ajax/9139/1/164700"></article>'
                '<article class="area-item" data-type="ads" data-title="آگهی" data-href="/ajax/9139/1/164701"></article>',
            ),
            f"{PAPER}/9139/2": issue(
                (f"{PAPER}/9139/2",),
                '<article class="area-item" data-type="content" data-title="خبر" data-href="/ajax/9139/2/164755"></article>',
            ),
            **{f"{PAPER}/ajax/9139/{n}/{each}": paper_page(each) for n, each in ((1, 164700), (2, 164755))},
        },
        {"irannewspaper:164700", "irannewspaper:164755"},
    ),
    "bbc": Room(
        "bbcpersian",
        {
            "https://feeds.bbci.co.uk/persian/rss.xml": feed(f"{BBC}/articles/{BBC_IDS[0]}"),
            BBC: html(f'<h3><a href="/persian/articles/{BBC_IDS[1]}">پل تازه</a></h3><a href="/news">x</a>'),
            **{f"{BBC}/articles/{each}": bbc_page(n) for n, each in enumerate(BBC_IDS)},
        },
        {f"bbcpersian:{each}" for each in BBC_IDS},
    ),
}
"""Family → newsroom. `*` in an id stands for a hash."""
