"""Boilerplate goes, sentences stay."""

from __future__ import annotations

import pytest

from newscrawler.text.phrases import RULES, boilerplate_kind, strip_boilerplate

STORY = "شهردار گفت: این پل تا پایان سال ساخته می‌شود."

WHOLE = [
    ("sign_off", "انتهای پیام"),
    ("sign_off", "انتهای پیام/ی"),
    ("sign_off", "/انتهای پیام/ ۸۹ / خ"),
    ("sign_off", "انتهای پیام/م.ح"),
    ("sign_off", "انتهاي پيام/۴۰۱۲۳"),
    ("sign_off", "پایان خبر/"),
    ("read_more", "بیشتر بخوانید"),
    ("read_more", "بیشتر بخوانید:"),
    ("read_more", "بیشتر بخوانید: پل تازه شهر گشوده شد"),
    ("read_more", "◾ همچنین بخوانید | پل تازه شهر"),
    ("read_more", "این مطلب را هم بخوانید"),
    ("read_more", "اخبار مرتبط"),
    ("read_more", "ادامه مطلب ..."),
    ("news_code", "کد خبر: ۸۳۰۷۸۷"),
    ("news_code", "کد خبر 830787"),
    ("news_code", "شناسه خبر: ab-12"),
    ("news_code", "کد خبر"),
    ("short_link", "لینک کوتاه: https://example.ir/x1"),
    ("short_link", "کپی شد"),
    ("share", "این خبر را به اشتراک بگذارید"),
    ("share", "اشتراک‌گذاری"),
    ("share", "اشتراکگذاری این مطلب"),
    ("share", "نسخه چاپی"),
    ("share", "تلگرام | واتس‌اپ | ایتا"),
    ("tags", "برچسب‌ها: پل، شهرداری"),
    ("counter", "تعداد بازدید: ۱۲۳"),
    ("membership", "برای عضویت در کانال تلگرام ما اینجا کلیک کنید"),
    ("membership", "خبرهای بیشتر را در کانال تلگرام نمونه‌نیوز دنبال کنید"),
    ("membership", "ما را در شبکه‌های اجتماعی دنبال کنید: @nemoone"),
    ("membership", "به کانال ایتای ما بپیوندید"),
    ("membership", "عضویت در خبرنامه"),
    ("membership", "کانال تلگرام ما: @nemoone"),
    ("comments", "ارسال نظر"),
    ("comments", "نظرات کاربران (۱۲)"),
    ("comments", "انتشار یافته: ۳ در انتظار بررسی: ۰"),
    ("comments", "نظرات حاوی توهین منتشر نمی‌شود"),
    ("aggregator", 'منبع خبر "خبرگزاری مهر" است و موتور جستجوگر خبر تیترآنلاین در قبال محتوای آن هیچ مسئولیتی ندارد. (ادامه)'),
    ("aggregator", "با استناد به ماده ۷۴ قانون تجارت الکترونیک مصوب ۱۳۸۲ مسئولیت بر عهده منبع خبر است."),
    ("copyright", "تمامی حقوق این سایت برای نمونه‌نیوز محفوظ است."),
    ("copyright", "نقل مطالب با ذکر منبع بلامانع است."),
    ("advert", "تبلیغات"),
]  # fmt: skip

LAST = [
    ("desk_code", "265 33"),
    ("desk_code", "۲۶۵ ۳۳"),
    ("desk_code", "17302"),
    ("desk_code", "۲۷۲/۹۹/"),
    ("desk_code", "ms"),
    ("desk_code", "ع.ف/۲۳"),
    ("aggregator", "(ادامه)"),
]

GENUINE = [
    "در پایان پیام رئیس سازمان آمده است که این راه ادامه دارد.",
    "او در انتهای پیام خود از مردم سپاسگزاری کرد.",
    "پیام او به پایان رسید و در انتهای پیام نام همکارانش را آورد.",
    "کد خبرنگاران این روزنامه هر سال عوض می‌شود.",
    "بیشتر بخوانید تا بهتر بنویسید؛ این توصیه استاد بود.",
    "نظر شما درباره این طرح چیست؟",
    "نظرات نمایندگان درباره بودجه متفاوت است.",
    "تبلیغات انتخاباتی از فردا آغاز می‌شود.",
    "کانال تلگرام این گروه هزار عضو دارد و صفحه اینستاگرام آن بسته شده است.",
    "وزیر از مردم خواست در شبکه‌های اجتماعی شایعه پخش نکنند.",
    "منبع خبر گفت که مذاکره ادامه دارد.",
    "تمامی حقوق کارگران این کارخانه پرداخت شد.",
    "شماره خبرنامه تازه انجمن منتشر شد.",
    "اشتراک‌گذاری داده‌ها میان دو وزارتخانه آغاز شد و ادامه دارد.",
    "در سال ۱۴۰۲",
]


@pytest.mark.parametrize(("kind", "paragraph"), WHOLE)
def test_a_boilerplate_paragraph_is_dropped_wherever_it_stands(kind: str, paragraph: str) -> None:
    assert boilerplate_kind(paragraph) == kind
    assert strip_boilerplate([paragraph, STORY]) == ([STORY], {kind: 1})
    assert strip_boilerplate([STORY, paragraph]) == ([STORY], {kind: 1})


@pytest.mark.parametrize(("kind", "paragraph"), LAST)
def test_a_code_is_dropped_only_from_the_end(kind: str, paragraph: str) -> None:
    assert strip_boilerplate([STORY, paragraph]) == ([STORY], {kind: 1})
    assert strip_boilerplate([paragraph, STORY]) == ([paragraph, STORY], {})


@pytest.mark.parametrize("sentence", GENUINE)
def test_a_sentence_survives(sentence: str) -> None:
    assert strip_boilerplate([STORY, sentence, STORY, sentence]) == ([STORY, sentence, STORY, sentence], {})


@pytest.mark.parametrize(
    ("kind", "tail"),
    [
        ("sign_off", " انتهای پیام"),
        ("sign_off", "انتهای پیام/ی"),
        ("sign_off", " /پایان خبر/ 1234"),
        (
            "aggregator",
            " منبع خبر «نمونه» است و موتور جستجوگر خبر تیترآنلاین در قبال محتوای آن هیچ مسئولیتی ندارد. (ادامه)",
        ),
    ],
)
def test_a_tail_glued_to_the_last_sentence_is_cut(kind: str, tail: str) -> None:
    assert strip_boilerplate(["آغاز", STORY + tail]) == (["آغاز", STORY], {kind: 1})


def test_several_trailing_paragraphs_go_in_one_pass() -> None:
    left, counts = strip_boilerplate([STORY, "انتهای پیام/ی", "کد خبر: ۱۲", "ms", "265 33"])
    assert left == [STORY]
    assert counts == {"sign_off": 1, "news_code": 1, "desk_code": 2}


def test_nothing_in_nothing_out() -> None:
    assert strip_boilerplate([]) == ([], {})
    assert strip_boilerplate(["", STORY]) == (["", STORY], {})


def test_every_kind_of_rule_has_a_case_here() -> None:
    assert {rule.kind for rule in RULES} == {kind for kind, _ in WHOLE + LAST}


@pytest.mark.parametrize(
    "unit", ["انتهای پیام/", "برای کانال ", "منبع خبر ", "تلگرام | ", " ", "*", "1 ", "@a "]
)
def test_a_huge_paragraph_of_one_phrase_is_read_in_bounded_time(unit: str) -> None:
    left, _ = strip_boilerplate([unit * 100_000 + "x"])
    assert len(left) <= 1
