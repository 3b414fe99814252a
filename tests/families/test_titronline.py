"""TitrOnline in any markup; the story is invented, the fixed words are the engine's."""

import pytest

from newscrawler.reader import read

HEADLINE = "همه باغ‌های شهر باید سند سبز داشته باشند"
SOURCE = "خبرگزاری مهر"
DATE = "پنج شنبه 03 اسفند 1402 - 14:49"
LEAD = "قزوین- شهردار شهر باغ‌ها با بیان اینکه همه باغ‌ها باید سند سبز داشته باشند، گفت: این سند رایگان داده می‌شود."
BODY = [
    "به گزارش خبرنگار مهر، شهردار ظهر پنجشنبه در جلسه شورای شهر که در تالار شهر برگزار شد از آغاز کار گفت.",
    "وی با بیان اینکه آب باغ‌ها کم شده است، افزود: کندن چاه تازه آزاد نیست و هر کس بکند جریمه می‌شود.",
    "شهردار در پایان از مردم خواست که درخت‌های خشک را خبر بدهند تا درخت تازه به جای آن کاشته شود.",
]
ORIGIN = "https://www.mehrnews.com/news/6031946/باغ"
LINK = f'<a href="{ORIGIN}">ادامه</a>'
NOTICE = (
    "با استناد به ماده ۷۴ قانون تجارت الکترونیک مصوب ۱۳۸۲/۱۰/۱۷ مجلس شورای اسلامی و با عنایت به اینکه سایت "
    "تیترآنلاین مصداق بستر مبادلات الکترونیکی است، مسئولیت بر عهده منبع خبر و کاربران است."
)


def trailer(source=SOURCE, link=LINK):
    tail = "است و موتور جستجوگر خبر تیترآنلاین در قبال محتوای آن هیچ مسئولیتی ندارد."
    return f'منبع خبر "{source}" {tail} ({link})'


def site(content):
    return (
        f"<html><head><title>{HEADLINE} - تیترآنلاین</title></head><body><ul><li><a href=/>صفحه اصلی</a></li>"
        f"<li><a href=/fa/politics>سیاسی</a></li></ul>{content}<ul><li><a href=/fa/news/1>خبر دیگری از شهر دیگر که"
        " پیوند است</a></li><li><a href=/fa/news/2>و خبر سومی که آن هم پیوند است</a></li></ul></body></html>"
    )


def tagged(tag, *texts):
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


ALL = [LEAD, *BODY]
LINKED = f'<a href="https://www.mehrnews.com/">{SOURCE}</a>'
MARKUPS = {
    "paragraphs": f"<h1>{HEADLINE}</h1>" + tagged("p", f"{SOURCE} {DATE}", *ALL, trailer(), NOTICE),
    "source linked": f"<h1>{HEADLINE}</h1>" + tagged("p", f"{SOURCE} {DATE}", *ALL, trailer(LINKED), NOTICE),
    "line breaks": f"<h2>{HEADLINE}</h2><div>{SOURCE} {DATE}<br>{'<br><br>'.join(ALL)}<br>{trailer()}<br>{NOTICE}</div>",
    "nested divs": f"<div><div><h1><a href=#>{HEADLINE}</a></h1></div><div><div>{SOURCE}</div><div>{DATE}</div></div>"
    + tagged("div", *(f"<div>{text}</div>" for text in ALL))
    + f"<div>{trailer(LINKED)}</div><div>{NOTICE}</div></div>",
    "tables": f"<table><tr><td>{HEADLINE}</td></tr><tr><td>{SOURCE}</td><td>{DATE}</td></tr><tr><td>{'<br>'.join(ALL)}"
    f"</td></tr><tr><td>{trailer()}</td></tr></table>{NOTICE}",
    "a table of paragraphs": f"<table><tr><th>{HEADLINE}</th></tr><tr><td>{SOURCE} {DATE}</td></tr><tr><td>"
    + tagged("p", *ALL, trailer(LINKED))
    + f"</td></tr></table><p>{NOTICE}</p>",
    "spans and breaks": f"<span>{HEADLINE}</span><br><span>{SOURCE}</span> <span>{DATE}</span><br>"
    + " ".join(f"<span>{text}</span>" for text in ALL)
    + f" <span>{trailer()}</span> <span>{NOTICE}</span>",
    "spans alone": " ".join(
        f"<span>{text}</span>" for text in (HEADLINE, SOURCE, DATE, *ALL, trailer(), NOTICE)
    ),
    "source on its own line": f"<h1>{HEADLINE}</h1>"
    + tagged("p", f"{SOURCE} {DATE}", *ALL)
    + trailer(f"<br>{LINKED}<br>")
    + f"<p>{NOTICE}</p>",
    "list and article": f"<h3>{HEADLINE}</h3><ul><li>{SOURCE}</li><li>{DATE}</li></ul><article>"
    + tagged("p", *ALL)
    + f"<footer>{tagged('p', trailer(), NOTICE)}</footer></article>",
    "preformatted": f"<pre>{chr(10).join([HEADLINE, '', f'{SOURCE} {DATE}', *ALL, trailer(), NOTICE])}</pre>",
    "one text with blank lines": f"<div>{HEADLINE}\n\n{SOURCE} {DATE}\n\n"
    + "\n\n".join(ALL)
    + f"\n\n{trailer()}\n\n{NOTICE}</div>",
    "words in bold": f"<h1>{HEADLINE}</h1><p>{SOURCE} {DATE}</p>"
    + tagged("p", *(text.replace("شهردار", "<b>شهردار</b>") for text in ALL))
    + tagged("p", trailer(), NOTICE),
    "typographic quotes": f"<h1>{HEADLINE}</h1>"
    + tagged("p", f"{SOURCE} {DATE}", *ALL, trailer().replace('"', "»", 2), NOTICE),
    "entities": f"<h1>{HEADLINE}</h1>"
    + tagged(
        "p",
        f"{SOURCE}&nbsp;{DATE}",
        *ALL,
        trailer().replace('"', "&quot;", 2).replace("خبر ", "خبر&#32;"),
        NOTICE,
    ),
    "time in parts": f"<h1>{HEADLINE}</h1><div><b>{SOURCE}</b> <i>پنج‌شنبه ۰۳ اسفند ۱۴۰۲</i> - <i>۱۴:۴۹</i></div>"
    + tagged("p", *ALL, trailer(), NOTICE),
    "byline with bars": f"<h1>{HEADLINE}</h1>" + tagged("p", f"{SOURCE} | {DATE}", *ALL, trailer(), NOTICE),
    "byline above the headline": f"<div>{SOURCE} {DATE}</div><h1>{HEADLINE}</h1>"
    + tagged("p", *ALL, trailer(), NOTICE),
    "list of others before": "<ul><li>خبرگزاری مهر دوشنبه 07 اسفند 1402 - 09:10 <a href=/fa/news/3>خبری دیگر از شهر</a></li></ul>"
    f"<h1>{HEADLINE}</h1>" + tagged("p", f"{SOURCE} {DATE}", *ALL, trailer(), NOTICE),
    "share bar between": f"<h1>{HEADLINE}</h1><p>{SOURCE} {DATE}</p><div>اشتراک گذاری</div><img src=/1.jpg alt=باغ>"
    + tagged("p", *ALL, trailer(), NOTICE),
    "clock of the visitor above": f"<div>دو شنبه 07 اسفند 1402 - 09:10</div><h1>{HEADLINE}</h1>"
    + tagged("p", f"{SOURCE} {DATE}", *ALL, trailer(), NOTICE),
}


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    "host", ["www.negaronline.ir/fa", "titr.online/fa", "zendegi.online", "mirror.example.ir/fa"]
)
def test_any_markup_gives_the_same_record(markup, host):
    reading = read(site(MARKUPS[markup]), f"https://{host}/news/7551030")
    article = reading.article
    assert reading.family == "titronline"
    assert article.headline == HEADLINE
    assert (article.source_name, article.source_outlet) == (SOURCE, "mehrnews")
    assert article.date_published.isoformat() == "2024-02-22T14:49:00+03:30"
    assert (article.date_published_jalali, article.date_precision) == ("1402-12-03", "minute")
    assert article.dateline == "قزوین"
    assert article.description == LEAD.removeprefix("قزوین- ")
    assert article.article_body.split("\n\n") == BODY
    assert article.source_url == ORIGIN
    assert article.completeness == "copy"


def test_without_a_byline_no_instant_is_invented():
    page = site(f"<h1>{HEADLINE}</h1>" + tagged("p", *ALL, trailer(), NOTICE))
    article = read(page, "https://titr.online/fa/news/1").article
    assert article.date_published is None
    assert article.date_precision is None
    assert (article.source_outlet, article.dateline) == ("mehrnews", "قزوین")
    assert article.article_body.split("\n\n") == BODY


def test_without_a_byline_the_dates_of_other_stories_are_not_taken():
    others = "".join(
        f"<li>ایسنا جمعه 04 اسفند 1402 - 1{n}:00 <a href=/fa/news/{n}>خبر دیگر شماره {n}</a></li>"
        for n in range(5)
    )
    page = site(
        f"<ul>{others}</ul><h1>{HEADLINE}</h1>" + tagged("p", *ALL, trailer(), NOTICE) + f"<ul>{others}</ul>"
    )
    article = read(page, "https://titr.online/fa/news/1").article
    assert article.date_published is None
    assert article.article_body.split("\n\n") == BODY


def test_without_the_onward_link_the_sources_own_link_is_not_taken():
    page = site(f"<h1>{HEADLINE}</h1>" + tagged("p", f"{SOURCE} {DATE}", *ALL, trailer(LINKED, ""), NOTICE))
    assert read(page, "https://titr.online/fa/news/1").article.source_url is None


def test_a_page_that_lost_its_trailer_is_told_by_its_address():
    page = site(f"<h1>{HEADLINE}</h1>" + tagged("p", f"{SOURCE} {DATE}", *ALL, NOTICE))
    article = read(page, "https://titr.online/fa/news/1").article
    assert (article.source_name, article.description) == (SOURCE, LEAD.removeprefix("قزوین- "))
    assert article.article_body.split("\n\n") == BODY


def test_a_list_of_the_site_is_no_article():
    page = site(
        "<h1>آخرین خبرها</h1>"
        + tagged("p", *(f"<a href=/fa/news/{n}>خبر شماره {n} از شهر</a>" for n in range(30)))
    )
    reading = read(page, "https://titr.online/fa/news/")
    assert reading.article is None
    assert reading.reason == "listing"


def test_the_seed_text_gives_what_the_issue_promises(shared):
    (text,) = (shared / "seed").glob("*.txt")
    lines = [line for line in text.read_text("utf-8").splitlines() if line.strip()]
    headline, *rest = lines
    rest[-2] = rest[-2].replace("ادامه", LINK)
    for page in (
        site(f"<h1>{headline}</h1>" + tagged("p", *rest)),
        site(f"<h1>{headline}</h1>" + "<br>".join(rest)),
        site(f"<div><h2>{headline}</h2></div>" + tagged("div", *(f"<div>{line}</div>" for line in rest))),
    ):
        article = read(page, "https://www.negaronline.ir/fa/news/7551030").article
        assert article.headline == headline
        assert (article.source_outlet, article.dateline) == ("mehrnews", "قزوین")
        assert article.date_published.isoformat() == "2024-02-22T14:49:00+03:30"
        assert article.description == rest[1].removeprefix("قزوین- ")
        assert article.article_body.split("\n\n") == rest[2:-2]
        assert len(rest[2:-2]) == 8
