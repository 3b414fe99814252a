# ruff: noqa: E501  (a pattern is read best on one line)
"""Boilerplate of Persian news pages, as data, and the one function that takes it out of a story's paragraphs.

A rule drops a whole paragraph (`whole`), drops it only while it ends the story (`last`), or cuts the end of a
paragraph (`tail`). Rules are anchored at both ends, so a sentence that merely contains such words survives.
They are matched on a folded copy (see `_FOLD`): Arabic letters as Persian, digits as 0-9, a half-space as a
blank. Every repetition is bounded, so the time a paragraph takes has a bound that does not depend on its text.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final, Literal, NamedTuple

_FOLD: Final = tuple(
    zip(
        "يىكڪةۀأإ۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩\u200c\u00a0\u202f\t\n\r",
        "ییککههاا01234567890123456789      ",
        strict=True,
    )
)
"""Replaced one by one, which is several times as fast as `str.translate`."""
_DOTS = r"[\W_]{0,12}"
_CODE = r"(?: ?[/\\|.*\-–_]? ?\d{1,8}| ?[/\\|*_.\-–] ?\w{0,6}){0,6}"
_LINK = r"(?: ?\(?(?:https?://|www\.|t\.me/|@)[!-~]{1,120}\)?){0,3}"
_NETWORK = (
    r"(?:کانال|صفحه|اینستاگرام|تلگرام|ایتا|روبیکا|سروش|توی?یتر|واتس ?اپ|فیس ?بوک|یوتیوب|آپارات|خبرنامه|پیام ?رسان"
    r"|شبکه ?های اجتماعی)"
)
_SHARED_ON = r"(?:تلگرام|واتس ?اپ|ایتا|بله|سروش|روبیکا|فیس ?بوک|توی?یتر|لینکدین|ایمیل)"
_JOIN = r"(?:(?:دنبال|کلیک) (?:کنید|نمایید)|(?:عضو|مشترک|ملحق) شوید|بپیوندید|همراه (?:ما )?باشید|مراجعه (?:کنید|نمایید))"


class Rule(NamedTuple):
    """One phrase: what it is, where it stands, how it reads (a regular expression over folded text)."""

    kind: str
    where: Literal["whole", "last", "tail"]
    pattern: str


RULES: Final = (
    Rule("sign_off", "whole", rf"{_DOTS}(?:انتهای|پایان) (?:پیام|خبر|گزارش){_CODE}{_DOTS}"),
    Rule("sign_off", "tail", rf"(?<=[.!؟»:/)…])[ /]{{0,3}}(?:انتهای|پایان) (?:پیام|خبر){_CODE}{_DOTS}"),
    Rule("sign_off", "tail", rf" /?انتهای پیام ?/{_CODE}{_DOTS}"),
    Rule("desk_code", "last", r"[\d/ ]{2,12}"),
    Rule("desk_code", "last", r"[A-Za-z]{1,4}(?:[/ ][A-Za-z\d]{1,6})?"),
    Rule("desk_code", "last", r"/?[ء-ی]{1,2}(?:[./][ء-ی\d]{1,6}){1,3}/?"),
    Rule("read_more", "whole", rf"{_DOTS}(?:این (?:خبر|مطلب|مطالب)(?: ?ها)? را (?:هم )?|حتما )?(?:بیشتر |همچنین )?بخوانید{_DOTS}"),
    Rule("read_more", "whole", rf"{_DOTS}(?:بیشتر|همچنین|حتما|اینجا) (?:بخوانید|ببینید|بدانید) ?[:|/>»←].{{0,200}}"),
    Rule("read_more", "whole", rf"{_DOTS}(?:(?:مطالب|مطلب|اخبار|خبر|خبر ?های) (?:مرتبط|پیشنهادی)|بیشتر (?:بدانید|ببینید)){_DOTS}"),
    Rule("read_more", "whole", rf"{_DOTS}(?:مطالب|مطلب|اخبار|خبر|خبر ?های) (?:مرتبط|پیشنهادی) ?:.{{0,200}}"),
    Rule("read_more", "whole", rf"{_DOTS}(?:ادامه|مشروح) (?:مطلب|خبر|گزارش){_DOTS}"),
    Rule("news_code", "whole", rf"{_DOTS}(?:کد|شناسه|شماره) (?:خبر|مطلب|خبرنگار|نوشته)(?: ?: ?| )[A-Za-z\d\- ]{{1,24}}{_DOTS}"),
    Rule("news_code", "whole", rf"{_DOTS}(?:کد|شناسه|شماره) (?:خبر|مطلب){_DOTS}"),
    Rule("short_link", "whole", rf"{_DOTS}(?:لینک|نشانی|آدرس|پیوند) ?(?:کوتاه|مستقیم)(?: خبر| مطلب)? ?:?{_LINK}{_DOTS}"),
    Rule("short_link", "whole", rf"(?:کپی (?:لینک|شد|کردن لینک)|لینک کپی شد){_DOTS}"),
    Rule("share", "whole", rf"{_DOTS}(?:(?:این )?(?:خبر|مطلب|صفحه) را )?(?:با دوستان(?: خود| ?تان)? )?به ?اشتراک ?(?:گذاری|گذاشتن|بگذارید){_DOTS}"),
    Rule("share", "whole", rf"{_DOTS}اشتراک ?گذاری(?: (?:این )?(?:خبر|مطلب|صفحه))?(?: در.{{0,40}})?{_DOTS}"),
    Rule("share", "whole", rf"{_DOTS}(?:ارسال (?:به|برای) (?:دوستان|دیگران)|نسخه (?:چاپی|قابل چاپ)|(?:چاپ|ذخیره) (?:خبر|مطلب)|اندازه (?:قلم|متن)){_DOTS}"),
    Rule("share", "whole", rf"{_DOTS}{_SHARED_ON}(?:[\W_]{{1,8}}{_SHARED_ON}){{1,11}}{_DOTS}"),
    Rule("tags", "whole", rf"{_DOTS}(?:برچسب(?: ?ها)?(?:ی خبر)?|کلید ?واژه(?: ?ها)?|کلمات کلیدی) ?:.{{0,300}}"),
    Rule("counter", "whole", rf"{_DOTS}(?:تعداد )?(?:بازدید|نمایش|لایک)(?: ?ها)? ?: ?[\d,٬]{{1,12}}(?: (?:بار|نفر))?{_DOTS}"),
    Rule(
        "membership",
        "whole",
        rf"{_DOTS}(?=.{{0,160}}{_NETWORK})(?:برای|جهت|ما را|آخرین|(?:مهم ?ترین )?(?:اخبار|خبر(?: ?های)?)|به|در|عضو|با) .{{0,200}}{_JOIN}{_DOTS}{_LINK}{_DOTS}",
    ),
    Rule("membership", "whole", rf"{_DOTS}(?:عضویت در|پیوستن به) (?:کانال|خبرنامه|گروه)(?: .{{0,40}})?{_DOTS}"),
    Rule("membership", "whole", rf"{_DOTS}(?:کانال|صفحه) (?:تلگرام|ایتا|بله|سروش|روبیکا|اینستاگرام)[^.]{{0,50}}?(?:ما|: ?){_LINK}{_DOTS}"),
    Rule("comments", "whole", rf"{_DOTS}(?:(?:ارسال|ثبت) (?:نظر|دیدگاه)|نظر (?:شما|بدهید)|نظرات(?: کاربران)?|دیدگاه ?ها) ?\(?\d{{0,4}}\)?{_DOTS}"),
    Rule("comments", "whole", r"(?:[\W_]{0,4}(?:انتشار یافته|در انتظار بررسی|غیر ?قابل انتشار) ?: ?\d{1,5}){1,3}"),
    Rule("comments", "whole", r"(?:دیدگاه|نظر)(?: ?های| ?ات)? (?:ارسال ?شده توسط (?:شما|کاربران)|حاوی (?:توهین|الفاظ|مطالب)).{0,240}"),
    Rule("aggregator", "whole", r"منبع خبر .{1,80} است و .{1,120} مسئولیتی ندارد.{0,60}"),
    Rule("aggregator", "tail", r"(?<=[.!؟» ])منبع خبر .{1,80} است و موتور جست ?و? ?جوگر خبر .{1,120} مسئولیتی ندارد.{0,40}"),
    Rule("aggregator", "whole", r"با استناد به ماده 74 قانون تجارت الکترونیک.{0,2000}"),
    Rule("aggregator", "last", r"\( ?ادامه ?\)"),
    Rule("copyright", "whole", rf"{_DOTS}(?:تمامی?|کلیه|همه) ?ی? حقوق .{{0,160}}(?:محفوظ|متعلق به).{{0,80}}(?:است|می ?باشد){_DOTS}"),
    Rule("copyright", "whole", rf"{_DOTS}(?:نقل|استفاده از|بازنشر|انتشار) (?:مطالب|اخبار) .{{0,80}}ذکر (?:نام )?منبع.{{0,40}}(?:است|مجاز|بلامانع){_DOTS}"),
    Rule("advert", "whole", rf"{_DOTS}(?:تبلیغات|آگهی(?: ?ها)?|بازگشت به بالا|محل تبلیغ شما){_DOTS}"),
)  # fmt: skip
"""Every phrase this project takes for boilerplate. Kinds are the names counted in the stats."""


def _compiled(where: str) -> re.Pattern[str]:
    """All rules of one place as one alternation; a group `<kind>_<n>` names the rule that matched."""
    named = (f"(?P<{rule.kind}_{n}>{rule.pattern})" for n, rule in enumerate(RULES) if rule.where == where)
    return re.compile("(?:" + "|".join(named) + ")$")


_WHOLE, _LAST, _TAIL = _compiled("whole"), _compiled("last"), _compiled("tail")
_TAIL_WINDOW = 400
_TAIL_WORDS = ("انتهای ", "پایان ", "منبع خبر ")
"""One of them is in every text that a rule for tails matches."""


def _kind(match: re.Match[str]) -> str:
    return str(match.lastgroup).rpartition("_")[0]


def _fold(paragraph: str) -> str:
    """`paragraph` folded, character for character."""
    for char, becomes in _FOLD:
        paragraph = paragraph.replace(char, becomes)
    return paragraph


def _cut_tail(paragraph: str, folded: str) -> tuple[str, str | None]:
    """`paragraph` without a sign-off or notice glued to its end, and that rule's kind."""
    start = max(0, len(paragraph) - _TAIL_WINDOW)
    tail = folded[start:].rstrip()
    found = _TAIL.search(tail) if any(word in tail for word in _TAIL_WORDS) else None
    if found is None:
        return paragraph, None
    return paragraph[: start + found.start()].rstrip(), _kind(found)


def _whole_kind(folded: str, *, last: bool) -> str | None:
    folded = " ".join(folded.split())
    found = _WHOLE.match(folded) or (_LAST.match(folded) if last else None)
    return _kind(found) if found else None


def boilerplate_kind(paragraph: str, *, last: bool = False) -> str | None:
    """Name the kind of boilerplate `paragraph` is as a whole, or None.

    `last` says that nothing of the story follows it.
    """
    return _whole_kind(_fold(paragraph), last=last)


def strip_boilerplate(paragraphs: list[str]) -> tuple[list[str], Counter[str]]:
    """Take boilerplate out of a story's paragraphs.

    Returns the paragraphs that remain, in order (one may have lost its end), and how many of each kind of
    `RULES` went. Desk codes go only from the end. Text that is kept is returned as it came.
    """
    counts: Counter[str] = Counter()
    kept: list[str] = []
    for paragraph in reversed(paragraphs):
        folded = _fold(paragraph)
        kind = _whole_kind(folded, last=not kept)
        if kind is None:
            rest, kind = _cut_tail(paragraph, folded)
            if rest or kind is None:
                kept.append(rest)
        if kind is not None:
            counts[kind] += 1
    return kept[::-1], counts
