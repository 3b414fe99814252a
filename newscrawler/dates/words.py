"""Words of a printed date as usually spelt; letters are folded later: ي/ی, ك/ک, آ/ا need no second entry."""

from __future__ import annotations

JALALI_MONTHS = (
    "فروردین حمل خاکەلێوە وری farvardin",
    "اردیبهشت اردبیهشت ثور گوڵان بانەمەڕ غویی ordibehesht",
    "خرداد جوزا جۆزەردان غبرګولی khordad",
    "تیر سرطان پووشپەڕ چنګاښ tir",
    "مرداد امرداد اسد گەلاوێژ زمری mordad amordad",
    "شهریور سنبله خەرمانان وږی shahrivar",
    "مهر میزان ڕەزبەر تله mehr",
    "آبان عقرب گەڵاڕێزان خەزەڵوەر لړم aban",
    "آذر قوس سەرماوەز لیندۍ azar",
    "دی جدی بەفرانبار مرغومی dey",
    "بهمن دلو ڕێبەندان سلواغه bahman",
    "اسفند اسپند حوت ڕەشەممە ڕەشەمە کب esfand",
)
"""Names of the solar months, 1 to 12: Iran, Afghanistan (Dari, Pashto), Kurdistan, Latin letters."""

GREGORIAN_MONTHS = (
    "ژانویه ژانویە جنوری جانوری ینایر january jan",
    "فوریه فبروری فوروری فبرایر شباط شوبات february feb",
    "مارس مارچ آذار ئازار march mar",
    "آوریل آپریل ابریل نیسان april apr",
    "مه می مئی مای مایو ایار ئایار may",
    "ژوئن ژوین جون یونیو حزیران حوزەیران june jun",
    "ژوئیه ژولای ژویه جولای جولایی یولیو تموز تەمووز july jul",
    "اوت آگوست اگست آگست اوگست اغسطس ئاب آب august aug",
    "سپتامبر سپتمبر سبتمبر ایلول ئەیلوول september sept sep",
    "اکتبر اکتوبر october oct",
    "نوامبر نومبر نوفمبر november nov",
    "دسامبر دسمبر دیسمبر december dec",
)
"""Names of the Gregorian months, 1 to 12: Persian, Dari, Arabic (both sets), Kurdish, English."""

WEEKDAYS = (
    "دوشنبه دووشەممە الاثنین الإثنین monday mon",
    "سهشنبه سێشەممە الثلاثاء tuesday tue tues",
    "چهارشنبه چوارشەممە الأربعاء wednesday wed",
    "پنجشنبه پێنجشەممە الخمیس thursday thu thur thurs",
    "جمعه آدینه هەینی الجمعة friday fri",
    "شنبه شەممە السبت saturday sat",
    "یکشنبه یەکشەممە الأحد sunday sun",
)
"""Monday first, as `date.weekday` counts."""

NUMBERS = (
    "صفر",
    "یک یکم اول نخست یەک one",
    "دو دوم دوو two",
    "سه سوم سێ three",
    "چهار چهارم چوار four",
    "پنج پنجم پێنج five",
    "شش ششم شەش six",
    "هفت هفتم حەوت seven",
    "هشت هشتم هەشت eight",
    "نه نهم نۆ nine",
    "ده دهم ten",
    "یازده یازدهم eleven",
    "دوازده دوازدهم twelve",
    "سیزده سیزدهم",
    "چهارده چهاردهم",
    "پانزده پانزدهم",
    "شانزده شانزدهم",
    "هفده هفدهم",
    "هجده هجدهم هیجده هیجدهم",
    "نوزده نوزدهم",
    "بیست بیستم",
)
"""Cardinals and ordinals, 0 to 20; the compounds up to 31 are built from them."""

PARTS = {
    "am": "ق.ظ|ق ظ|قظ|قبل از ظهر|قبلازظهر|پیش از ظهر|صبح|بامداد|am|a.m|پێش نیوەڕۆ|پ.ن",
    "pm": "ب.ظ|ب ظ|بظ|بعد از ظهر|بعدازظهر|بعد ازظهر|بعداز ظهر|پس از ظهر|عصر|pm|p.m|"
    "دوای نیوەڕۆ|پاش نیوەڕۆ|د.ن",
    "noon": "ظهر|نیوەڕۆ",
    "night": "شب|شامگاه",
    "midnight": "نیمه شب|نیمهشب",
}
"""Part of the day → its spellings."""

HOURS = {
    "am": {12: 0} | {h: h for h in range(12)},
    "pm": {h: h + 12 for h in range(1, 12)} | {h: h for h in range(12, 24)},
    "noon": {1: 13, 2: 14, 3: 15} | {h: h for h in range(11, 16)},
    "night": {h: h + 12 for h in range(6, 12)} | {0: 0} | {h: h for h in range(18, 24)},
    "midnight": {h: h for h in range(4)},
}
"""Part of the day → printed hour → hour of 24. A missing hour contradicts the part or leaves the day open."""

UNITS = {
    "second": "ثانیه چرکە second seconds sec secs",
    "minute": "دقیقه خولەک minute minutes min mins",
    "hour": "ساعت کاتژمێر سەعات hour hours",
    "day": "روز ڕۆژ day days",
    "week": "هفته هەفتە week weeks",
    "vague": "ماه مانگ سال ساڵ month months year years",
}
"""Units of an age; no day can be told from the vague ones."""

RELATIVE_DAYS = {0: "امروز ئەمڕۆ today", 1: "دیروز دوێنێ yesterday", 2: "پریروز"}

ZONES = {
    "UTC": "gmt|utc|گرینویچ|گرینیچ",
    "Asia/Tehran": "asia/tehran|وقت تهران|وقت ایران|وقت رسمی تهران|وقت رسمی ایران|"
    "وقت محلی تهران|وقت محلی ایران",
    "Asia/Kabul": "asia/kabul|وقت کابل|وقت افغانستان|وقت محلی کابل|وقت محلی افغانستان",
    "Asia/Baghdad": "asia/baghdad|وقت بغداد|وقت اربیل|وقت عراق|وقت محلی عراق",
    "Asia/Dushanbe": "asia/dushanbe|وقت تاجیکستان",
    "Europe/London": "europe/london|وقت لندن|وقت محلی لندن",
    "Europe/Paris": "europe/paris|وقت پاریس|وقت محلی پاریس",
    "Europe/Berlin": "europe/berlin|وقت برلین|وقت آلمان",
    "Europe/Prague": "europe/prague|وقت پراگ",
    "America/New_York": "america/new_york|وقت نیویورک|وقت واشنگتن|وقت محلی واشنگتن",
}
"""Zone → its printed names."""

OFFSETS = {
    "irst": 210, "irdt": 270, "aft": 270, "cet": 60, "cest": 120,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
"""Abbreviations of RFC 822 and of the region, in minutes east of UTC."""

ROLES = {
    "ago": "پیش قبل گذشته ago لەمەوبەر لەمەوپێش",
    "vague": "حدود حدودا تقریبا بیش کمتر چند چندین about over almost",
    "updated": "بروزرسانی بهروزرسانی روزرسانی بهروزشده ویرایش آپدیت بازنگری updated modified update",
    "published": "انتشار منتشر درج ارسال ثبت published posted",
    "lunar": "قمری hijri محرم صفر رجب شعبان رمضان شوال ذیقعده ذیحجه ذوالقعده ذوالحجه",
    "counter": "شماره صفحه جلد دوره نسخه issue",
    "duration": "مدت طول duration",
    "joint": "ی ام م هم th st nd rd of",
}
"""What a word does in a date, other than naming a part of it."""
GLUE = "در مورخ مورخه تاریخ زمان و به at on and t"
HALVES = {30: "نیم half", 15: "ربع quarter"}

SPLIT_WEEKDAYS = {0: "دو شنبه", 1: "سه شنبه", 2: "چهار شنبه", 3: "پنج شنبه", 6: "یک شنبه"}
SPLIT_NUMBERS = {30: "سی ام", 31: "سی و یک|سی و یکم"}
SPLIT_MONTHS = {
    ("jalali", 2): "اردی بهشت",
    ("gregorian", 1): "کانون الثانی|کانوونی دووەم",
    ("gregorian", 10): "تشرین الاول|تشرین الأول|تشرینی یەکەم",
    ("gregorian", 11): "تشرین الثانی|تشرینی دووەم",
    ("gregorian", 12): "کانون الاول|کانون الأول|کانوونی یەکەم",
}
SPLIT_ROLES = {
    "updated": "به روز شده|به روز رسانی|بروز رسانی|به روزرسانی|آخرین تغییر",
    "lunar": "ه.ق|هجری قمری",
    "duration": "زمان مطالعه|زمان مورد نیاز",
}
