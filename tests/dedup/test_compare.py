"""The verdict on two documents: copies are one story, one wording with other names or figures is two."""

from __future__ import annotations

import pytest

from newscrawler.dedup.compare import Document, compare
from newscrawler.dedup.document import Text

HEADLINE = "بازارچه صنایع دستی در کنار رودخانه گشوده شد"
BODY = """بازارچه صنایع دستی روستای بالادست با حضور شهرداران سه شهر همسایه در کنار رودخانه گشوده شد.
در این بازارچه ۴۵ غرفه سفال، گلیم و چوب‌تراشی جای گرفته و هنرمندان محلی کارهای خود را بی‌واسطه می‌فروشند.
دهیار روستا گفت: ساخت این بازارچه ۱۴ ماه به درازا کشید و هزینه آن را خود اهالی پرداختند.
وی افزود: امیدواریم گردشگرانی که برای دیدن آبشار می‌آیند سری هم به این غرفه‌ها بزنند."""
APPOINTED = """در آیینی {p} به عنوان سرپرست تازه کتابخانه مرکزی {c} معرفی شد.
در حکم {p} آمده است: با توجه به شایستگی و تجربه شما، به سمت سرپرست کتابخانه مرکزی {c} برگزیده می‌شوید.
از خداوند بزرگ کامیابی شما را در خدمت به دوستداران کتاب خواستاریم."""
PRICES = """هر کیلو برنج درجه یک امروز {d} در میدان مرکزی {a} هزار تومان و برنج نیم‌دانه {b} هزار تومان بود.
بهای هر شانه تخم‌مرغ نیز {c} هزار تومان است. فروشندگان می‌گویند خرید مردم نسبت به هفته پیش تغییری نکرده است."""


def _document(body: str, headline: str = HEADLINE, notices: tuple[str, ...] = ()) -> Document:
    text = Text.read(body)
    return Document(headline, text, text.outside({Text.read(line).lines[0][0] for line in notices}))


def _verdict(left: str, right: str, *headlines: str) -> tuple[bool, bool]:
    pair = [_document(body, *headlines[i : i + 1]) for i, body in enumerate((left, right))]
    found = compare(*pair)
    assert found == compare(*reversed(pair))
    return found.same, found.conflict


@pytest.mark.parametrize(
    "copy",
    [
        BODY.replace("\u200c", ""),
        BODY.replace("\u200c", " ").replace("ی", "ي").replace("ک", "ك"),
        "به گزارش پایگاه ما به نقل از یک خبرگزاری،\n"
        + BODY
        + "\nدیدگاه‌های ناسزا نشان داده نمی‌شود.\nکد خبر: ۹۹۱",
        "مردم روستا پس از سال‌ها چشم به راهی جایی برای فروش ساخته‌های دست خود یافتند.\n" + BODY,
        "\n".join(BODY.split("\n")[:2]),
        "\n".join(BODY.split("\n")[:-1]),
        BODY.replace("گفت", "اظهار داشت").replace("وی افزود", "او ادامه داد").replace("همسایه", "هم‌جوار"),
        BODY.replace("رودخانه", "رودخنه").replace("هنرمندان", "هنمرندان").replace("اهالی", "اهلی"),
        BODY.replace("۴۵", "۵۲")
        + "\nشهردار نیز از گشایش دو بازارچه دیگر تا پایان تابستان خبر داد و از بانوان یاد کرد.",
    ],
    ids=[
        "half-spaces",
        "letters",
        "notices",
        "new lead",
        "cut",
        "last line lost",
        "rewritten",
        "slips",
        "update",
    ],
)
def test_copies_are_one_story(copy):
    assert _verdict(BODY, copy, HEADLINE, "آنچه باید بدانید") == (True, False)


def test_two_appointments_that_differ_by_names_are_two_stories():
    one = APPOINTED.format(p="آرش نیکومنش", c="ساری")
    assert _verdict(one, APPOINTED.format(p="کیوان دل‌آرام", c="ساری")) == (False, True)
    assert _verdict(one, APPOINTED.format(p="آرش نیکومنش", c="یزد")) == (False, True)


def test_a_new_lead_before_another_persons_report_does_not_hide_the_name():
    report = """{p}، از پیشکسوتان خوشنویسی، پس از یک دوره بیماری چشم از جهان فرو بست.
    انجمن خوشنویسان درگذشت {p} را به جامعه هنری و خانواده وی تسلیت گفت و برایش آمرزش خواست."""
    led = "خبر تلخی که دوستداران هنر را غمگین کرد و در رسانه‌ها بازتاب یافت.\n" + report.format(
        p="کیوان دل‌آرام"
    )
    assert _verdict(report.format(p="آرش نیکومنش"), led) == (False, True)


def test_the_same_prices_report_of_another_day_is_another_story():
    one = PRICES.format(d="شنبه", a=98, b=71, c=145)
    assert _verdict(one, PRICES.format(d="یکشنبه", a=101, b=73, c=149)) == (False, True)
    assert _verdict(one, PRICES.format(d="شنبه", a=98, b=71, c=145)) == (True, False)


def test_strangers_that_share_a_closing_notice_are_two_stories_even_before_it_is_learnt():
    notice = "\n" + "برای دیدن فیلم روی نشان پخش بزنید و اگر پخش نشد مرورگر خود را نو کنید؛ " * 4
    one = "گزارش تصویری از برداشت زعفران در دشت‌های خراسان که هر پاییز هزاران کارگر را به کار می‌گیرد." + notice
    other = "گفت‌وگو با سازنده سه‌تار که چهل سال است در کارگاهی کوچک چوب توت را به ساز بدل می‌کند." + notice
    assert _verdict(one, other) == (False, False)


def test_what_stands_in_known_notices_counts_for_nothing():
    notice = "این پایگاه در برابر درستی نوشته‌ها پاسخگو نیست و بازنشر آنها با یاد نشانی آزاد است. " * 3
    one = "باران تندی در گیلان بارید و رودها بالا آمدند و راه چند روستا بسته شد."
    other = "تیم والیبال بانوان به نیمه پایانی جام رسید و در تهران با قهرمان پارسال بازی می‌کند."
    learnt = compare(*(_document(f"{notice}\n{body}", notices=(notice,)) for body in (one, other)))
    assert (learnt.same, learnt.shared) == (False, 0)


def test_texts_of_hardly_more_than_notices_need_like_headlines():
    notice = "این پایگاه در برابر درستی نوشته‌ها پاسخگو نیست و بازنشر آنها با یاد نشانی آزاد است. " * 3
    bodies = (f"{notice}\nببینید", f"{notice}\nتماشا کنید")
    alike, unlike = (
        compare(*(_document(body, head, (notice,)) for body, head in zip(bodies, heads, strict=True)))
        for heads in (("برف در تبریز", "برف تبریز"), ("برف در تبریز", "فینال جام"))
    )
    assert (alike.same, unlike.same) == (True, False)


def test_short_identical_texts_need_like_headlines():
    assert _verdict(
        "جزئیات بیشتر را در فیلم ببینید.", "جزئیات بیشتر را در فیلم ببینید.", "برف در تبریز", "فینال جام"
    ) == (
        False,
        False,
    )


def test_an_empty_text_is_like_nothing_but_itself():
    assert _verdict("", BODY) == (False, False)


def test_very_long_texts_are_compared_by_their_first_letters():
    long = "\n".join(f"بند {n}: " + BODY for n in range(40))
    assert _verdict(long, long.replace("دهیار", "دهیارِ تازهٔ")) == (True, False)
