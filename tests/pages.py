"""Invented stories in the real markup of the CMS families."""

from __future__ import annotations

from xml.sax.saxutils import escape

LEAD = "تهران- شهردار منطقه از آغاز کار پل تازه در کنار رودخانه خبر داد."
PARAGRAPHS = (
    "به گزارش خبرنگار ما، مدیر این طرح ظهر امروز در نشست با خبرنگاران گفت دستگاه‌های اجرایی آماده‌اند کار را آغاز کنند.",
    "وی با اشاره به هزینهٔ ساخت افزود: بخش بزرگی از سرمایه فراهم شده است و نیمی از کارگاه‌ها هم‌اکنون فعال‌اند.",
    "او در پایان یادآور شد که گزارش پیشرفت کار هر هفته در اختیار شهروندان گذاشته می‌شود.",
)
NASTOOH = """<!DOCTYPE html><html lang="fa"><head><meta charset="utf-8">
<meta name="generator" content="www.nastooh.ir"><meta property="nastooh:pageType" content="news">
<meta property="nastooh:nid" content="{number}"><title>{headline} - رسانه</title>
<meta property="og:title" content="{headline}"><meta property="og:type" content="article">
<meta name="description" content="{lead}">
<meta property="article:published_time" content="{published}"><meta property="article:section" content="{section}">
<link rel="canonical" href="{url}"></head>
<body class="rtl nt-news"><main><article id="item" class="box item">
<div class="item-nav"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="/">صفحه اصلی</a></li></ol>
<div class="item-date"><span>۱۱ شهریور ۱۴۰۵ - ۱۴:۵۸</span></div></div>
<div class="item-title"><h4 class="kicker subtitle"></h4>
<h1 class="title"><a itemprop="headline" href="{url}">{headline}</a></h1></div>
<p class="introtext" itemprop="description">{lead}</p>
<div class="item-body"><div itemprop="articleBody" class="item-text">{body}</div>
<div class="item-code">کد خبر <span>{number}</span></div></div>
<section class="box related-items"><h2>در همین زمینه</h2><ul><li class="news"><h3><a href="/news/1/x">خبر دیگر</a></h3></li></ul></section>
</article></main></body></html>"""

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>رسانه</title>
<generator>Saba Enterprise Newsroom (www.nastooh.ir)</generator>{items}</channel></rss>"""

ITEM = """<item><title>{title}</title><link>{link}</link><description>{description}</description>
<pubDate>{date}</pubDate><guid>{link}</guid></item>"""


def nastooh(
    url: str,
    number: int,
    headline: str = "آغاز کار پل تازه",
    lead: str = LEAD,
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    published: str = "2026-09-02T11:28:42Z",
    section: str = "استانها &gt; تهران",
) -> str:
    """An article page."""
    body = "\n".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return NASTOOH.format(
        url=url,
        number=number,
        headline=escape(headline),
        lead=escape(lead),
        body=body,
        published=published,
        section=section,
    )


def rss(items: list[tuple[str, str]], date: str = "Wed, 02 Sep 2026 11:28:42 GMT") -> str:
    """A feed of (address, headline)."""
    texts = (
        ITEM.format(link=escape(link), title=escape(title), description=LEAD, date=date)
        for link, title in items
    )
    return RSS.format(items="".join(texts))
