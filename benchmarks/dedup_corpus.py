"""Invented Persian news for measuring near-duplicate indexes: strangers, template families, copies.

Nothing is taken from a corpus: sentences are built from the lists below and from made-up words, so that any
number of documents can be made, and the families differ from those of the shared benchmark.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Made(NamedTuple):
    """One invented document; two of one `story` are copies, two of one `family` must stay apart."""

    story: str
    kind: str
    family: str
    headline: str
    body: str


FIRST = """آرش سهراب پرویز کیوان مهرداد شاهین تورج بابک فریدون هوشنگ ایرج منوچهر سیامک جمشید خسرو کامران بیژن
نادر یاشار سینا پویا نوید آیدین مازیار شهرام بهنام سپهر رامین فرزاد کاوه مینا سارا نرگس لیلا پروین شیوا نازنین هانیه""".split()
LAST = """نیکومنش آذربان دل‌آرام سپهری فرهمند کوهستانی رودباری دشتی پارسا صبوری نوروزی بهاری زمانی افشار جهانگیری
گودرزی ملکی کرامت رستگار پناهی شکیبا خرسند وفایی تابش مهرپرور کشاورز آهنگر نجار طلوع فروتن دادگر هنرور یزدان‌پناه
بختیاری شیبانی لواسانی دماوندی سمنانی طباطبا نراقی مستوفی خلیلی عظیمی شهیدی آزادگان باقرزاده تقوایی""".split()
PLACE = """تهران اصفهان شیراز مشهد تبریز کرمان یزد قم رشت ساری گرگان سمنان زنجان قزوین همدان اراک ایلام سنندج کرمانشاه
خرم‌آباد یاسوج بوشهر بندرعباس زاهدان بیرجند بجنورد اردبیل ارومیه شهرکرد کرج اهواز""".split()
DAY = "شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه".split()
MONTH = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
TEAM = "شاهین‌شهر آرمان پیکارجو ستاره‌سرخ دریا کوهرنگ الوند سبلان توفان بهمن‌کار نیروگاه چوب‌سازی کاشی راه‌سازان".split()
OFFICE = "دانشگاه شهرداری فرمانداری سازمان‌بنادر صندوق‌بازنشستگی اداره‌کل‌راه شرکت‌گاز سازمان‌جنگل‌ها اداره‌کل‌بنادر".split()
GLUE = "را در به از که با برای این آن بر تا هم نیز و یا اما همچنین پس هر چند".split()
VERBS = "است شد کرد بود دارد گفت داد خواهد شد می‌شود کرده است می‌کند رسید یافت".split()
SYLLABLES = "با دا سا را ما نا پا کا لا شا زا تا گر دن مش رس بی دو سی نو کو شو رو می لی خو بر در تن سر هم پر کار مند دان گاه سار".split()
NOTICES = (
    "بازنشر این نوشته با یاد کردن از نشانی آن آزاد است و مسئولیت آن با نویسنده است.",
    "برای دیدن فیلم روی نشان پخش بزنید؛ اگر پخش نشد، نسخه تازه‌تری از مرورگر خود بگیرید.",
    "دیدگاه‌هایی که به خط فارسی نباشد یا در آن ناسزا باشد نشان داده نخواهد شد.",
    "این خبر را یک سامانه خودکار از خروجی خبرگزاری برداشته و در این پایگاه گذاشته است.",
)

# {p} person, {q} another person, {c} place, {d} another place, {t}/{u} teams, {o} office, {w} day, {m} month, {n…} numbers
FAMILIES = {
    "oil": (
        "نفت {n1} دلاری شد",
        "بهای هر بشکه نفت در معاملات {w} به {n1} دلار و {n2} سنت رسید.\nنفت دریای شمال نیز {n3} دلار و {n4} سنت داد و ستد شد.\nتحلیلگران نگرانی از کاهش تقاضا را دلیل این نوسان می‌دانند و بازار چشم به نشست آینده تولیدکنندگان دارد.",
    ),
    "bourse": (
        "شاخص بورس {n5} واحد جابه‌جا شد",
        "شاخص کل بورس در پایان داد و ستدهای روز {w} با {n5} واحد تغییر به رقم {n6} واحد رسید.\nدر این روز {n7} میلیون سهم به ارزش {n8} میلیارد تومان معامله شد.\nنمادهای فلزی و پالایشی بیشترین اثر را بر نماگر بازار گذاشتند.",
    ),
    "prayer": (
        "اوقات شرعی {c} در {n9} {m}",
        "اذان صبح به افق {c} ساعت {n10} و {n2} دقیقه و طلوع آفتاب ساعت {n10} و {n4} دقیقه است.\nاذان ظهر ساعت ۱۲ و {n9} دقیقه، غروب خورشید ساعت ۱۸ و {n2} دقیقه و اذان مغرب ساعت ۱۸ و {n4} دقیقه خواهد بود.",
    ),
    "air": (
        "هوای {c} در وضعیت هشدار",
        "شرکت کنترل کیفیت هوای {c} اعلام کرد: شاخص آلودگی هوا در شبانه روز گذشته روی عدد {n2} و اکنون روی {n4} است.\nاز آغاز سال تاکنون شهروندان {n9} روز هوای پاک، {n3} روز هوای قابل قبول و {n1} روز هوای ناسالم داشته‌اند.",
    ),
    "dam": (
        "ذخیره سدهای {c} به {n2} درصد رسید",
        "مدیرعامل آب منطقه‌ای {c} از پر بودن {n2} درصد گنجایش سدهای این استان خبر داد و افزود: حجم آب پشت سدها {n7} میلیون متر مکعب است.\nاین رقم در مدت مشابه سال پیش {n8} میلیون متر مکعب بود. مردم در مصرف آب صرفه‌جویی کنند.",
    ),
    "crash": (
        "واژگونی خودرو در محور {c} - {d}",
        "رئیس پلیس راه {c} گفت: ساعت {n10} بامداد {w} یک دستگاه سواری در کیلومتر {n2} محور {c} به {d} واژگون شد.\nدر این سانحه {n9} نفر مصدوم شدند و برای درمان به بیمارستان انتقال یافتند. کارشناسان علت را خواب‌آلودگی راننده اعلام کردند.",
    ),
    "police": (
        "کشف {n7} کیلو مواد در {c}",
        "فرمانده انتظامی {c} از کشف {n7} کیلوگرم مواد افیونی در عملیات ماموران خبر داد.\nوی گفت: ماموران در پی کارهای اطلاعاتی به یک دستگاه خودرو مشکوک شدند و در بازرسی از آن {n7} کیلوگرم تریاک یافتند. {n9} متهم دستگیر و به مرجع قضایی معرفی شدند.",
    ),
    "result": (
        "{t} {n11} - {u} {n12}",
        "در ادامه بازی‌های دسته یک والیبال باشگاه‌های کشور تیم‌های {t} و {u} در سالن {c} به مصاف هم رفتند.\nاین دیدار با نتیجه {n11} بر {n12} به پایان رسید و {t} با {n2} امتیاز در رده {n9} جدول ایستاد.",
    ),
    "congrats": (
        "پیام تبریک وزیر ورزش به {p}",
        "وزیر ورزش در پیامی قهرمانی {p} در رقابت‌های جهانی را تبریک گفت.\nدر این پیام آمده است: کسب نشان زرین از سوی ورزشکار پرتلاش، {p}، مایه سربلندی ملت ایران شد. این کامیابی را به ایشان، مردم {c} و خانواده ورزش شادباش می‌گویم و از خداوند بزرگ بهروزی وی را خواستارم.",
    ),
    "dean": (
        "{p} رئیس {o} {c} شد",
        "در آیینی با حضور مسئولان استانی {p} به عنوان رئیس تازه {o} {c} معرفی شد.\nدر این آیین از خدمات {q}، رئیس پیشین {o} {c}، قدردانی شد. {p} پیش از این معاون همین مجموعه بوده و مدرک دکتری مدیریت دارد.",
    ),
    "envoy": (
        "{p} سفیر ایران شد",
        "به پیشنهاد وزیر امور خارجه و تایید رئیس جمهور، {p} سفیر تازه جمهوری اسلامی ایران شد.\nوزیر در دیدار با {p} با اشاره به اهمیت گسترش روابط دوجانبه برای وی در ماموریت تازه آرزوی کامیابی کرد.",
    ),
    "signing": (
        "{p} به {t} پیوست",
        "باشگاه {t} با انتشار اطلاعیه‌ای از پیوستن {p} به این تیم خبر داد.\n{p} که فصل گذشته پیراهن {u} را بر تن داشت پس از گذراندن آزمایش‌های پزشکی قراردادی دو ساله با {t} امضا کرد و از هفته آینده در تمرین‌ها شرکت خواهد کرد.",
    ),
    "veteran": (
        "{p} درگذشت",
        "{p}، از پیشکسوتان هنر خوشنویسی {c}، پس از یک دوره بیماری چشم از جهان فرو بست.\nآیین بدرقه پیکر این هنرمند فردا از برابر تالار شهر {c} برگزار می‌شود. انجمن خوشنویسان در پیامی درگذشت {p} را به جامعه هنری و خانواده وی تسلیت گفت.",
    ),
    "leave": (
        "جزئیات مراسم یادبود {p}",
        "مراسم یادبود زنده‌یاد {p} روز {w} در مسجد جامع {c} برپا می‌شود.\nخانواده {p} از همه دوستان، همکاران و شاگردان آن مرحوم خواستند به جای تاج گل هزینه آن را به نیازمندان ببخشند. حضور شما سبب شادی روح آن عزیز و تسلی خاطر بازماندگان خواهد بود.",
    ),
}


def _slots(rng: random.Random) -> dict[str, str]:
    (p, q), (c, d), (t, u) = (
        [f"{rng.choice(FIRST)} {rng.choice(LAST)}" for _ in "pq"],
        rng.sample(PLACE, 2),
        rng.sample(TEAM, 2),
    )
    spans = {
        1: (60, 120),
        2: (10, 99),
        3: (60, 120),
        4: (10, 99),
        5: (100, 30000),
        6: (900000, 2900000),
        7: (100, 990),
        8: (1000, 9900),
    }
    spans |= {9: (2, 29), 10: (1, 6), 11: (0, 3), 12: (0, 3)}
    numbers = {f"n{slot}": str(rng.randint(*span)) for slot, span in spans.items()}
    words = {"o": rng.choice(OFFICE).replace("‌", " "), "w": rng.choice(DAY), "m": rng.choice(MONTH)}
    return {"p": p, "q": q, "c": c, "d": d, "t": t, "u": u} | words | numbers


def template(family: str, rng: random.Random) -> tuple[str, str]:
    """Another day's headline and body of a family."""
    slots = _slots(rng)
    headline, body = FAMILIES[family]
    return headline.format(**slots), body.format(**slots)


class Writer:
    """Writes articles that have nothing in common but the language's small words."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        words = {"".join(self.rng.choices(SYLLABLES, k=self.rng.choice((2, 2, 3)))) for _ in range(20000)}
        self._words = sorted(words)

    def sentence(self) -> str:
        rng = self.rng
        words = [
            rng.choice(GLUE)
            if rng.random() < 0.35
            else self._words[int(len(self._words) * rng.random() ** 2)]
            for _ in range(rng.randint(9, 22))
        ]
        if rng.random() < 0.3:
            words.insert(3, str(rng.randint(2, 999)))
        return " ".join([*words, rng.choice(VERBS)]) + "."

    def article(self) -> tuple[str, str]:
        """A headline and 3 to 9 paragraphs, about 1,500 characters in all."""
        rng = self.rng
        lines = [
            " ".join(self.sentence() for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(3, 9))
        ]
        lines[0] = f"به گزارش خبرنگار ما از {rng.choice(PLACE)}، " + lines[0]
        if rng.random() < 0.3:
            lines.append(rng.choice(NOTICES))
        return self.sentence()[:60], "\n".join(lines)

    def copy(self, kind: str, headline: str, body: str) -> tuple[str, str]:
        """What another outlet makes of an article."""
        rng = self.rng
        lines = body.split("\n")
        match kind:
            case "letters":
                body = body.replace("ی", "ي").replace("ک", "ك")
            case "half-space":
                body = body.replace("‌", " ")
            case "notices":
                body = "\n".join([f"به نقل از {rng.choice(TEAM)}،", *lines, *rng.sample(NOTICES, 2)])
            case "headline":
                headline = "آنچه باید بدانید"
            case "lead":
                body = self.sentence() + "\n" + body
            case "cut":
                body = "\n".join(lines[:2])
            case "slips":
                body = "".join(
                    c if rng.random() > 0.02 or c in " \n" or c.isdigit() else rng.choice("ابتدرسشنمی")
                    for c in body
                )
            case "update":
                lines.insert(rng.randint(1, len(lines)), self.sentence())
                body = "\n".join(lines)
        return headline, body


COPIES = ("letters", "half-space", "notices", "headline", "lead", "cut", "slips", "update")


def quality_set(seed: int, stories: int = 800, days: int = 40) -> list[Made]:
    """Articles with their copies and every family on `days` days with two copies each, shuffled in time."""
    writer = Writer(seed)
    rng = writer.rng
    timed = []
    for number in range(stories + days * len(FAMILIES)):
        family = "" if number < stories else sorted(FAMILIES)[(number - stories) % len(FAMILIES)]
        headline, body = template(family, rng) if family else writer.article()
        start = rng.random()
        timed.append((start, Made(f"{number}", "base", family, headline, body)))
        kinds = COPIES if not family else ("letters", "notices", "headline", "lead", "slips")
        for kind in rng.sample(kinds, 2 if family else 4):
            timed.append(
                (
                    start + rng.random() / 20,
                    Made(f"{number}", kind, family, *writer.copy(kind, headline, body)),
                )
            )
    return [made for _, made in sorted(timed, key=lambda pair: pair[0])]


def stream(seed: int, copies: float = 0.3) -> Iterator[tuple[str, str]]:
    """Endless articles, `copies` of them copies of one of the last 2,000."""
    writer = Writer(seed)
    rng = writer.rng
    recent: list[tuple[str, str]] = []
    while True:
        if recent and rng.random() < copies:
            yield writer.copy(rng.choice(COPIES), *rng.choice(recent))
            continue
        fresh = writer.article()
        recent.append(fresh)
        if len(recent) > 2000:
            recent[rng.randrange(2000)] = recent.pop()
        yield fresh
