# ruff: noqa: E501  (a pattern is read best on one line)
"""Lines after which no story goes on: above comments and other stories, the sign-off, the rights."""

from __future__ import annotations

import re
from typing import Final

_END: Final = re.compile(
    r"\W*(?:(?:ارسال|ثبت|افزودن|درج|بیان) (?:نظر|دیدگاه)(?:ات|ها)?(?: جدید| شما)?|نظر(?:ات)?(?: شما| کاربران| بینندگان| خوانندگان)?"
    r"|[\d]{1,4} (?:نظر|دیدگاه|کامنت)|دیدگاه(?: ?[‌ ]?ها)?(?:ی? ?(?:شما|کاربران|خوانندگان))?|نظر(?: ?بدهید| دهید)|کامنت ?ها|پاسخ دهید"
    r"|یک دیدگاه بنویسید|comments?|leave a (?:reply|comment))[\W\d]*"
    r"|\W*(?:انتهای|پایان) (?:پیام|خبر|گزارش|متن|مطلب)[\W\d]*",
    re.IGNORECASE,
)
"""What stands above comments, and the desk's sign-off: no story goes on after these."""
_OTHERS: Final = re.compile(
    r"\W*(?:(?:مطالب|اخبار|خبر ?[‌ ]?های|عناوین|نوشته ?[‌ ]?های|مقالات|گزارش ?های|پست ?[‌ ]?های) ?(?:مرتبط|مشابه|پیشنهادی|بیشتر|دیگر|برگزیده|ویژه|داغ)"
    r"|در همین (?:زمینه|رابطه|باره)|(?:آخرین|تازه ?[‌ ]?ترین|جدیدترین|مهم ?[‌ ]?ترین|سایر|دیگر|پر ?بازدید ?[‌ ]?ترین|پربیننده ?[‌ ]?ترین)"
    r" ?(?:اخبار|خبر ?[‌ ]?ها|مطالب|عناوین|ها)?(?: مهم| مرتبط)?|پر ?(?:بازدید|بیننده|بحث)(?: ?[‌ ]?ترین)?(?: ?[‌ ]?ها)?|برچسب ?[‌ ]?ها"
    r"|از همین (?:دسته|نویسنده|سرویس)(?: ?بندی)?|(?:شاید|ممکن است) (?:این .{0,20})?(?:بپسندید|.{0,20}دوست داشته باشید)|پیشنهاد (?:سردبیر|ما|ویژه)|وب ?[‌ ]?گردی"
    r"|related(?: news| posts| articles)?)[\W\d]*",
    re.IGNORECASE,
)
"""What stands above other stories: a story ends there, or a box is set into it."""
_RIGHTS: Final = re.compile(
    r"\W*(?:تمامی?|کلیه|همه)\s?ی? حقوق .{0,160}(?:محفوظ|متعلق)|\W*(?:©|copyright)", re.IGNORECASE
)
_LONGEST: Final = 45
_LONGEST_RIGHTS: Final = 400


def is_wall(text: str) -> bool:
    """Whether a line stands between a story and what follows it."""
    if len(text) > _LONGEST:
        return len(text) <= _LONGEST_RIGHTS and _RIGHTS.match(text) is not None
    return any(form.fullmatch(text) for form in (_END, _OTHERS)) or _RIGHTS.match(text) is not None


def is_end(text: str) -> bool:
    """Whether it ends the story for good, and is not the head of a box set into it."""
    return len(text) <= _LONGEST and _END.fullmatch(text) is not None
