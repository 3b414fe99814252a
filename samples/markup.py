# ruff: noqa: E501  (markup reads better unbroken)
"""Invented stories in the markup of real sites: Nastooh pages and feeds, the TitrOnline engine's pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import jdatetime

TITR = "https://www.titr.online"
WEEKDAYS = ("شنبه", "یک شنبه", "دو شنبه", "سه شنبه", "چهار شنبه", "پنج شنبه", "جمعه")
MONTHS = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
FAULTS = {"deleted": "", "spaced": " "}
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
LICENSE = "All Content by Mehr News Agency is licensed under a Creative Commons Attribution 4.0 International License."
NOTICE = (
    "با استناد به ماده ۷۴ قانون تجارت الکترونیک مصوب ۱۳۸۲/۱۰/۱۷ مجلس شورای اسلامی و با عنایت به اینکه سایت "
    "تیترآنلاین مصداق بستر مبادلات الکترونیکی متنی، صوتی و تصویری است، مسئولیت نقض حقوق تصریح شده مولفان از قبیل "
    "تکثیر، اجرا و توزیع و یا هرگونه محتوای خلاف قوانین کشور ایران بر عهده منبع خبر و کاربران است."
)


@dataclass(frozen=True)
class Outlet:
    """A Nastooh site."""

    slug: str
    name: str
    domain: str
    rights: str
    robots: str = "User-agent: *\nDisallow: /search\nDisallow: /print\n"

    @property
    def home(self) -> str:
        """Address of the home page, without a slash."""
        return f"https://www.{self.domain}"


OUTLETS = {
    each.slug: each
    for each in (
        Outlet("mehrnews", "خبرگزاری مهر", "mehrnews.com", LICENSE),
        Outlet(
            "khabaronline", "خبرآنلاین", "khabaronline.ir", "Copyright © KhabarOnline. All rights reserved."
        ),
        Outlet(
            *("hamshahrionline", "همشهری آنلاین", "hamshahrionline.ir", "Copyright © 2026 HamshahriOnline"),
            robots="User-agent: *\nDisallow: /search\nDisallow: /photo/\n",
        ),
    )
}


@dataclass(frozen=True)
class Story:
    """One row of stories.toml, at one time of the day."""

    key: str
    outlet: str
    id: int
    published: datetime
    headline: str
    lead: str
    body: list[str]
    section: list[str]
    topic: str
    tags: list[str]
    copy: dict[str, Any]
    kicker: str = ""
    kind: str = "news"
    code: str = ""
    source: str = ""
    late: bool = False
    missing: bool = False
    evening: bool = False
    edit: dict[str, Any] = field(default_factory=dict)
    modified: datetime | None = None

    @property
    def site(self) -> Outlet:
        """Where it was published."""
        return OUTLETS[self.outlet]

    @property
    def url(self) -> str:
        """Address with the slug percent-encoded."""
        words = re.sub(r"[^\w\s-]", "", self.headline.replace("\u200c", " ")).split()
        return f"{self.site.home}/{self.kind}/{self.id}/{quote('-'.join(words))}"

    @property
    def short_url(self) -> str:
        """Address without slug and www, which redirects."""
        return f"https://{self.site.domain}/{self.kind}/{self.id}"

    @property
    def copy_url(self) -> str:
        """Address of the aggregator's copy."""
        return f"{TITR}/fa/news/{self.copy['id']}"

    @property
    def changed(self) -> datetime:
        """When it was changed last."""
        return self.modified or self.published


def spoiled(text: str, story: Story) -> str:
    """Text as the aggregator's copy has it: half-spaces lost."""
    return text.replace("\u200c", FAULTS[story.copy["fault"]])


def utc(instant: datetime) -> str:
    """`2026-11-10T04:30:00Z`."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc822(instant: datetime) -> str:
    """`Tue, 10 Nov 2026 04:30:00 GMT`."""
    return instant.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")


def tehran(instant: datetime) -> tuple[jdatetime.date, datetime]:
    """Jalali day and wall clock in Tehran."""
    local = instant.astimezone(ZoneInfo("Asia/Tehran"))
    return jdatetime.date.fromgregorian(date=local.date()), local


def nastooh_date(instant: datetime, separator: str = " - ") -> str:
    """«سه‌شنبه ۱۹ آبان ۱۴۰۵ - ۰۸:۰۱»."""
    day, local = tehran(instant)
    weekday = WEEKDAYS[day.weekday()].replace(" ", "\u200c")
    return f"{weekday} {day.day} {MONTHS[day.month - 1]} {day.year}{separator}{local:%H:%M}".translate(
        PERSIAN
    )


def byline(story: Story) -> str:
    """«خبرگزاری مهر سه شنبه 19 آبان 1405 - 08:01»."""
    day, local = tehran(story.published)
    date = f"{WEEKDAYS[day.weekday()]} {day.day:02} {MONTHS[day.month - 1]} {day.year}"
    return f"{story.site.name} {date} - {local:%H:%M}"


def nastooh_page(story: Story, related: list[Story], now: datetime) -> str:
    """An article page."""
    title, lead, url = escape(story.headline), escape(story.lead), escape(story.url)
    name, section = story.site.name, escape(" > ".join(story.section))
    day = f"{story.published:%Y/%m/%d}"
    paragraphs = "".join(f"<p>{escape(text)}</p> \n" for text in story.body)
    paragraphs += f"<p>{story.code}</p>" if story.code else ""
    crumbs = "".join(
        f'<li class="breadcrumb-item"><a target="_blank" rel="index" href="/service/{story.topic}">{escape(each)}</a></li>'
        for each in story.section
    )
    tags = "".join(f'<li><a href="/tag/{quote(tag)}" rel="tag">{escape(tag)}</a></li>' for tag in story.tags)
    source = (
        f'<div class="item-source"><span class="item-source">منبع: {story.source}</span></div>'
        if story.source
        else ""
    )
    picture = f"https://media.{story.site.domain}/d/{day}/4/{story.id + 500000}.jpg"
    return f"""<!DOCTYPE html>
<html lang="fa"><head>
<meta charset="utf-8"><title>{title} - {name}</title>
<link rel="canonical" href="{url}"><link rel="alternate" type="application/rss+xml" href="{story.site.home}/rss">
<meta property="og:type" content="article"><meta itemprop="inLanguage" content="fa">
<meta property="og:title" itemprop="headline" content="{title}">
<meta name="twitter:description" itemprop="description" property="og:description" content="{lead}">
<meta name="twitter:url" property="og:url" content="{url}">
<meta property="article:modified_time" content="{utc(story.changed)}">
<meta property="article:section" content="{section}">
<meta name="keywords" property="article:tag" content="{escape(",".join(story.tags))}">
<meta property="nastooh:topic" content="{story.topic}"><meta property="nastooh:pageType" content="{story.kind}">
<meta property="nastooh:newsType" content="{story.kind}">
<meta property="nastooh:publishDate" content="{story.published:%Y-%m-%d}">
<meta property="nastooh:code" content="{story.id}"><meta property="nastooh:nid" content="{story.id}">
<meta name="twitter:image" itemprop="image" property="og:image" content="{picture}">
<meta itemprop="datePublished" property="article:published_time" content="{utc(story.published)}">
<meta itemprop="dateModified" property="article:modified" content="{utc(story.changed)}">
<meta http-equiv="refresh" content="300"><meta name="generator" content="www.nastooh.ir">
<meta property="og:site_name" content="{name}"><meta name="language" content="fa">
<meta name="copyright" content="{escape(story.site.rights)}">
<meta name="date" content="{now.astimezone(ZoneInfo("Asia/Tehran")):%Y-%m-%d T %H:%M:%S %z}">
</head><body class="rtl pt-{story.kind}">
<header id="header"><a href="/" class="logo">{name}</a><nav id="menu"><ul><li><a href="/archive">آرشیو اخبار</a></li>
<li><a href="/service/{story.topic}">{escape(story.section[0])}</a></li></ul></nav></header>
<main><div class="container"><div class="main-content"><article id="item" class="box item">
<div class="print-header" style="display: none;"><ul><li class="url">{story.site.home}/x{story.id:x}</li>
<li class="date">{nastooh_date(story.published).split(" ", 1)[1]}</li><li class="id">کد خبر <span>{story.id}</span></li></ul></div>
<div class="item-header"><nav><ol class="breadcrumb"><li class="breadcrumb-item"><a rel="index" href="/">صفحه اصلی</a></li>{crumbs}</ol></nav>
<div class="item-date"><span>{nastooh_date(story.published)}</span></div>
<div class="item-title"><h4 class="kicker subtitle"><a href="{url}">{escape(story.kicker)}</a></h4>
<h1 class="title"><a itemprop="headline" href="{url}">{title}</a></h1></div></div>
<p class="summary introtext" itemprop="description">{lead}</p>
<figure class="item-img"><img src="{picture}" alt="{title}" itemprop="image"></figure>
<div class="item-body"><div itemprop="articleBody" class="item-text">{paragraphs}</div>
<div class="item-code">کد خبر <span>{story.id}</span></div></div>{source}
<section class="box tags"><header><h2>برچسب‌ها</h2></header><div><ul>{tags}</ul></div></section>
<div class="item-footer"><div class="item-sharing"><ul><li class="tg"><a href="tg://msg_url?url=x">تلگرام</a></li></ul></div>
<input type="text" class="clean" value="{story.site.domain}/x{story.id:x}" readonly></div>
<div class="item-boxes"><section class="box related-items list"><header><h2>در همین زمینه</h2></header><div><ul>
{"".join(_box_item(each) for each in related)}</ul></div></section>
<section class="box ads"><ul><li><figure><a href="/redirect/ads/7" rel="nofollow"><img src="/ads.gif" alt="آگهی"></a></figure></li></ul></section>
</div></article></div></div></main>
<footer id="footer"><a title="Nastooh Saba Newsroom" href="http://www.nastooh.ir">طراحی و تولید: نستوه</a></footer></body></html>
"""


def _box_item(story: Story) -> str:
    return (
        f'<li class="{story.kind}"><div class="desc"><h3><a href="{escape(story.url)}" target="_blank" '
        f'title="دیروز ۱۸:۳۲">{escape(story.headline)}</a></h3></div></li>\n'
    )


def nastooh_feed(outlet: Outlet, stories: list[Story], now: datetime) -> str:
    """`/rss`; its lastBuildDate is the time of asking."""
    items = "".join(
        f"""<item><title>{escape(story.headline)}</title><link>{story.url}</link><description>{escape(story.lead)}</description>
<content:encoded /><enclosure url="https://media.{outlet.domain}/d/{story.published:%Y/%m/%d}/4/{story.id + 500000}.jpg" length="1024000" type="image/jpeg" />
<category domain="{story.topic}">{escape(" > ".join(story.section))}</category><pubDate>{rfc822(story.published)}</pubDate><guid>{story.url}</guid></item>
"""
        for story in stories
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0"><channel><title>{outlet.name}</title>
<link>{outlet.home}/rss</link><description>{outlet.name}</description><language>fa</language><copyright>{outlet.rights}</copyright>
<lastBuildDate>{rfc822(now)}</lastBuildDate><generator>Saba Enterprise Newsroom (www.nastooh.ir)</generator>
{items}</channel></rss>
"""


def nastooh_sitemap(stories: list[Story]) -> str:
    """`/sitemap/news/sitemap.xml`."""
    urls = "".join(
        f"<url><loc>{story.url}</loc><lastmod>{utc(story.changed)}</lastmod><news:news><news:publication><news:name>{story.site.name}</news:name>"
        f"<news:language>fa</news:language></news:publication><news:publication_date>{utc(story.published)}</news:publication_date>"
        f"<news:title>{escape(story.headline)}</news:title></news:news></url>\n"
        for story in stories
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{urls}</urlset>
"""


def titr_list(stories: list[Story]) -> str:
    """The aggregator's list: nothing but links tells what is an article."""
    rows = "\n".join(
        f'<div><a href="/fa/news/{story.copy["id"]}">{escape(spoiled(story.headline, story))}</a> <i>{story.site.name}</i></div>'
        for story in stories
    )
    return f"""<html lang="fa" dir="rtl"><head><meta charset="utf-8"><title>تیترآنلاین</title>
<link rel="alternate" type="application/rss+xml" title="تیترآنلاین" href="/fa/rss"></head><body>
<div><a href="/fa/">صفحه نخست</a> | <a href="/fa/about">درباره ما</a> | <a href="/fa/search">جستجو</a></div>
{rows}
<div><a href="https://ads.example/banner"><img src="/b.gif" alt="آگهی"></a></div></body></html>
"""


def titr_feed(stories: list[Story]) -> str:
    """The feed that list announces."""
    items = "".join(
        f"<item><title>{escape(spoiled(story.headline, story))}</title><link>{story.copy_url}</link></item>\n"
        for story in stories
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>تیترآنلاین</title><link>{TITR}/fa/</link>\n{items}</channel></rss>\n'


def titr_copy(story: Story) -> str:
    """A copy: byline, text, trailer with «(ادامه)», notice. Half of the pages are plain lines and `<br>`."""
    title = escape(spoiled(story.headline, story))
    texts = [escape(spoiled(text, story)) for text in (story.lead, *story.body)]
    origin = escape(story.short_url if story.copy.get("short") else story.url)
    trailer = (
        f'منبع خبر "{story.site.name}" است و موتور جستجوگر خبر تیترآنلاین در قبال محتوای آن هیچ مسئولیتی ندارد. '
        f'<a href="{origin}" target="_blank">(ادامه)</a>'
    )
    if story.copy["id"] % 2:
        body = "\n".join(f"<p>{text}</p>" for text in texts)
        body = f'<div class="meta">{byline(story)}</div>\n{body}\n<p>{trailer}</p>\n<p>{NOTICE}</p>'
    else:
        body = f"{byline(story)}<br>\n" + "<br><br>\n".join((*texts, trailer)) + f"<br>\n{NOTICE}"
    return f"""<html lang="fa" dir="rtl"><head><meta charset="utf-8"><title>{title} - تیترآنلاین</title></head><body>
<div><a href="/fa/">صفحه نخست</a></div>
<h1>{title}</h1>
<div>{body}</div>
</body></html>
"""
