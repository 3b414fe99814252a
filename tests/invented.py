"""Pages nobody wrote: any mixture of what news sites put on a page, with what should come out of it.

A number makes a page, always the same one. The texts are strings of words; what is tested is where they stand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random

NOUNS = [
    "شهر",
    "مردم",
    "دولت",
    "رود",
    "سد",
    "باران",
    "کشاورز",
    "مدیر",
    "گزارش",
    "برنامه",
    "طرح",
    "سال",
    "ماه",
    "استان",
    "وزیر",
    "مجلس",
    "بازار",
    "قیمت",
    "تولید",
    "کارخانه",
    "مدرسه",
    "دانشگاه",
    "پژوهش",
    "هنر",
    "فیلم",
    "کتاب",
    "ورزش",
    "تیم",
    "زمین",
    "آب",
    "هوا",
    "برف",
    "کوه",
    "جنگل",
    "دریا",
    "کشتی",
    "قطار",
    "پل",
    "خیابان",
    "خانه",
    "ساختمان",
    "بیمارستان",
    "پزشک",
    "دارو",
    "آموزش",
    "معلم",
    "دانش\u200cآموز",
    "کودک",
    "کارگر",
    "شرکت",
    "بانک",
    "وام",
    "بورس",
    "نفت",
    "گاز",
    "برق",
    "انرژی",
    "ماهواره",
    "گوشی",
]
LINKS = ["که", "و", "با", "از", "در", "به", "برای", "تا", "اما", "همچنین", "پس", "بر"]
ENDS = ["گفت.", "افزود.", "کرد.", "است.", "بود.", "داد؛", "می\u200cشود.", "گرفت!"]
DATES = (
    "سه‌شنبه ۱۷ بهمن ۱۴۰۲ - ۱۳:۳۲",
    "تاریخ انتشار: ۱۷ بهمن ۱۴۰۲ - ۱۳:۳۲",
    "۱۴۰۲/۱۱/۱۷ - ۱۳:۳۲",
    "سه شنبه ، 17 بهمن 1402 ساعت 13:32",
    "۱۳:۳۲ - ۱۷ بهمن ۱۴۰۲",
    "۱۴۰۲-۱۱-۱۷ ۱۳:۳۲",
    "۱۴۰۲/۱۱/۱۷ ۱۳:۳۲:۱۰",
)
MINUTE = 28453562
"""All of `DATES`, in minutes since 1970."""
TITLES = ("{0} | خبر نمونه", "خبر نمونه - {0}", "{0}", "{0} - خبر نمونه", "خبر نمونه :: {0}")
HEADLINES = (
    "<h1>{}</h1>",
    '<h1 class=title><a href="/news/12345/x">{}</a></h1>',
    "<h2>{}</h2>",
    "<header><h1>{}</h1></header>",
)
LEADS = ("<p class=lead>{}</p>", "<div class=lead>{}</div>", "<h3>{}</h3>")
LISTED = (
    '<h3><a href="{u}">{t}</a></h3>',
    '<a href="{u}">{t}</a>',
    '<div class=title><a href="{u}" title="{t}">{t}</a></div>',
    '<a href="{u}"><h3>{t}</h3></a>',
)
RELATED = ("اخبار مرتبط", "مطالب مرتبط", "در همین زمینه", "بیشتر بخوانید", "از همین دسته", "شاید بپسندید")
COMMENTS = ("نظرات بینندگان", "نظرات", "نظر شما", "دیدگاه‌ها (۴)", "نظرات کاربران", "۴ نظر", "ارسال نظر")
SIDES = ("پربازدیدترین‌ها", "آخرین اخبار", "پیشنهاد سردبیر", "گفت‌وگو", "یادداشت")
SHARE = (
    '<ul><li><a href="https://t.me/share?x">تلگرام</a></li><li><a href="https://twitter.com/x">توییتر</a></li></ul>'
    "<div>لینک کوتاه: https://a.ir/x12</div>"
)
FOOTER = "<footer><p>تمام حقوق این سایت محفوظ است. این پایگاه خبری از سال ۱۳۹۰ می‌کوشد خبرها را دقیق، سریع و بی‌طرف برساند و به هیچ گروهی وابسته نیست.</p></footer>"
INSERTS = (
    "<figure><img src=/a.jpg><figcaption>{}</figcaption></figure>",
    '<div class=ads><a href="https://ad.example/x" rel=nofollow><img src=/ad.gif></a></div>',
    '<div><p>بیشتر بخوانید:</p><ul><li><a href="/news/1/x">{}</a></li><li><a href="/news/2/x">{}</a></li></ul></div>',
    '<p><a href="/news/77/x">{}</a></p>',
    "<script>var a=1;</script>",
    '<div><iframe src="https://www.aparat.com/x"></iframe></div>',
)
WRAPPINGS = {
    "p": "<p>{}</p>",
    "div": "<div>{}</div>",
    "justified": '<p style="text-align:justify">{}</p>',
    "spans": '<p><span style="font-size:14px"><span>{}</span></span></p>',
    "br": "{}<br>",
    "br br": "{}<br /><br />",
}
ENDINGS = ("", "", "<p>انتهای پیام/</p>", "<p>انتهای پیام</p>", "<p>۱۷۳۰۲</p>")


@dataclass(frozen=True, slots=True)
class Invented:
    """A page and what should come out of it."""

    html: str
    url: str
    headline: str
    lead: str | None
    paragraphs: list[str]
    """None of an article on pages of other kinds."""


class _Writer(Random):
    """Chance, in words."""

    def words(self, count: int) -> str:
        return " ".join(self.choice(NOUNS if self.random() < 0.75 else LINKS) for _ in range(count))

    def sentence(self, low: int = 7, high: int = 22) -> str:
        return f"{self.words(self.randint(low, high))} {self.choice(ENDS)}"

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.randint(1, 4)))

    def title(self) -> str:
        return self.words(self.randint(5, 14))

    def maybe(self, share: float, text: str) -> str:
        return text if self.random() < share else ""

    def stories(self, count: int, *, summaries: bool = False) -> str:
        """A list of links to other stories."""
        form, out = self.choice(LISTED), []
        for _ in range(count):
            link = form.format(u=f"/news/{self.randint(10**5, 10**7)}/x", t=self.title())
            age = self.choice(("", "<span>۲ ساعت پیش</span>", "<span>۱۶ بهمن ۱۴۰۲ - ۰۹:۱۰</span>"))
            out.append(f"<li>{link}{f'<p>{self.sentence(14, 30)}</p>' if summaries else ''}{age}</li>")
        return f"<ul>{''.join(out)}</ul>"

    def menu(self) -> str:
        items = (f'<li><a href="/s/{n}">{self.choice(NOUNS)}</a></li>' for n in range(self.randint(5, 30)))
        return f"<ul>{''.join(items)}</ul>"

    def sides(self) -> str:
        boxes = (
            f"<div><h3>{head}</h3>{self.stories(self.randint(4, 12), summaries=self.random() < 0.25)}</div>"
            for head in self.sample(SIDES, self.randint(1, 4))
        )
        return f"<div>{''.join(boxes)}</div>"

    def comments(self) -> str:
        texts = (
            f"<div><b>ناشناس</b><span>۱۴۰۲/۱۱/۱۸ - ۱۵:۲۱</span><p>{self.paragraph()}</p><a href='#'>پاسخ</a></div>"
            for _ in range(self.randint(0, 6))
        )
        return f"<div><h3>{self.choice(COMMENTS)}</h3>{''.join(texts)}<form><input><textarea></textarea></form></div>"

    def body(self) -> tuple[str, list[str]]:
        """Markup of a story, and its lines."""
        wrapping = WRAPPINGS[kind := self.choice(list(WRAPPINGS))]
        flat, blocks, lines = kind.startswith("br"), [], []
        for n in range(self.choice((2, 3, 4, 5, 6, 8, 12, 20))):
            if n and not flat and self.random() < 0.12:
                lines.append(self.words(4))
                blocks.append(self.choice(("<h2>{}</h2>", "<p><strong>{}</strong></p>")).format(lines[-1]))
            if n and not flat and self.random() < 0.06:
                items = [self.sentence(4, 14) for _ in range(3)]
                blocks.append(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")
                lines += items
            lines.append(self.paragraph())
            first, _, rest = lines[-1].partition(" ")
            inner = self.choice(
                (lines[-1], lines[-1], f'<a href="/tag/x">{first}</a> {rest}', f"<b>{first}</b> {rest}")
            )
            blocks.append(wrapping.format(inner))
            insert = self.maybe(0.12, self.choice(INSERTS))
            blocks.append(insert.replace("{}", self.title(), 1).replace("{}", self.title()))
        html = f"<div>{''.join(blocks)}{self.choice(ENDINGS)}</div>"
        return (f"<table><tr><td>{html}</td></tr></table>" if flat and self.random() < 0.5 else html), lines

    def head(self, headline: str, summary: str) -> str:
        """`<head>` with much, little or no metadata."""
        title = f"<title>{self.choice(TITLES).format(headline)}</title>"
        graph = f'<meta property="og:title" content="{headline}"><meta name=description content="{summary}">'
        stamp = '<meta property="article:published_time" content="2024-02-06T10:02:00Z">'
        data = {"@type": "NewsArticle", "headline": headline, "datePublished": "2024-02-06T10:02:00+00:00"}
        linked = f'<script type="application/ld+json">{json.dumps(data)}</script>'
        return title + self.choice(("", graph, graph + stamp, linked))


def _whole(head: str, body: str) -> str:
    return f"<!DOCTYPE html><html lang=fa dir=rtl><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def article(number: int) -> Invented:
    """An article page."""
    some = _Writer(number)
    headline = some.title()
    html, lines = some.body()
    lead = some.sentence(14, 35) if some.random() < 0.5 else None
    date = f"<div>{some.choice(DATES)}</div>{some.maybe(0.5, '<span>کد خبر: ۱۲۳۴۵۶۷</span>')}"
    title = some.choice(HEADLINES).format(headline)
    summary = some.choice(LEADS).format(lead) if lead else ""
    picture = some.maybe(0.6, f"<figure><img src=/m.jpg><figcaption>{some.title()}</figcaption></figure>")
    crumbs = some.maybe(0.5, '<div class=breadcrumb><a href="/">خانه</a> / <a href="/s/1">استان‌ها</a></div>')
    kicker = some.maybe(0.3, f"<h4 class=kicker>{some.words(4)}</h4>")
    orders = (
        (crumbs, date, kicker, title, summary, picture),
        (kicker, title, date, picture, summary),
        (title, summary, date, picture),
        (kicker, title, summary, picture, SHARE, date),
    )
    tags = f"<div class=tags>برچسب‌ها: <a href='/tag/1'>{some.choice(NOUNS)}</a> <a href='/tag/2'>سد</a></div>"
    related = some.stories(some.randint(3, 8), summaries=some.random() < 0.3)
    around = some.maybe(0.8, f"<div><h3>{some.choice(RELATED)}</h3>{related}</div>") + some.maybe(
        0.6, some.comments()
    )
    inside = some.random() < 0.3
    story = "".join(some.choice(orders)) + html + some.maybe(0.6, tags) + some.maybe(0.6, SHARE)
    story = some.choice(("<article>{}</article>", "<div>{}</div>", "<main><div>{}</div></main>")).format(
        story + (around if inside else "")
    ) + ("" if inside else around)
    order = [story, some.sides()][:: some.choice((1, 1, -1))]
    top = f"<header>{some.maybe(0.4, '<span>پنجشنبه ۱۹ بهمن ۱۴۰۲</span>')}{some.menu()}</header>"
    body = top + some.maybe(0.4, some.stories(5)) + "".join(order) + FOOTER
    head = some.head(headline, lead or lines[0][:150])
    return Invented(_whole(head, body), "https://example.ir/news/12345/x", headline, lead, lines)


ENTRIES = (
    '<li><a href="{u}"><img src=/i.jpg></a><h3><a href="{u}">{t}</a></h3><p>{s}</p><time>{d}</time></li>',
    '<article><h2><a href="{u}">{t}</a></h2><div>{s} <a href="{u}">ادامه مطلب</a></div></article>',
    '<div><a href="{u}"><h3>{t}</h3><p>{s}</p></a></div>',
    '<h3><a href="{u}">{t}</a></h3><p>{s}</p>',
    '<div><span>{d}</span><h3>{t}</h3><p>{s}</p><a href="{u}">ادامه خبر</a></div>',
    '<div><div><h4><a href="{u}">{t}</a></h4><span>{d}</span><div class=lead>{s}</div></div></div>',
)
LISTS = (
    "https://example.ir/service/x",
    "https://example.ir/tag/x",
    "https://example.ir/x/12",
    "https://example.ir/",
)


def other(number: int) -> Invented:
    """A page that is no article: a list with summaries, a video, a gallery, a page about the site."""
    some = _Writer(number)
    kind = some.choice(("list", "list", "list", "video", "gallery", "about"))
    name = {"about": "درباره ما", "list": f"اخبار {some.choice(NOUNS)}"}.get(kind, some.title())
    date = some.maybe(0.7, f"<div>{some.choice(DATES)}</div>")
    if kind == "list":
        form = some.choice(ENTRIES)
        body = "".join(
            form.format(
                u=f"/news/{some.randint(10**5, 10**7)}/x",
                t=some.title(),
                s=some.paragraph(),
                d=some.choice(("۲ ساعت پیش", "۱۷ بهمن ۱۴۰۲ - ۱۳:۳۲")),
            )
            for _ in range(some.choice((6, 10, 20, 30)))
        )
    elif kind == "video":
        body = f"<video src=/v.mp4></video><p>{some.sentence(8, 25)}</p>"
    elif kind == "gallery":
        body = f"<figure><img src=/1.jpg><figcaption>{some.title()}</figcaption></figure>" * 10
    else:
        body = "".join(f"<p>{some.paragraph()}</p>" for _ in range(6))
    head = f'<title>{name} | خبر نمونه</title><meta property="og:type" content="article">'
    main = f"<main><h1>{name}</h1>{date}<div>{body}</div></main>"
    url = some.choice(LISTS) if kind == "list" else "https://example.ir/x/12"
    return Invented(_whole(head, some.menu() + main + some.sides() + FOOTER), url, name, None, [])
