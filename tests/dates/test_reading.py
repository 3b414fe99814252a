"""What a printed date is read as. Rows are invented; the gold rows are read where they are at hand."""

import csv
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.dates import parse_date, read_date

TEHRAN = ZoneInfo("Asia/Tehran")
NOW = datetime(2024, 2, 22, 15, 0, tzinfo=TEHRAN)

EXACT = [
    # Iranian bylines
    ("سه شنبه 12 مهر 1401 - 18:05", "2022-10-04T18:05:00+03:30"),
    ("خبرگزاری مهر سه شنبه 12 مهر 1401 - 18:05", "2022-10-04T18:05:00+03:30"),
    ("کد خبر: 990011 | 12 مهر 1401 - 18:05", "2022-10-04T18:05:00+03:30"),
    ("مهر ۱۲, ۱۴۰۱ ۱۸:۰۵ Asia/Tehran", "2022-10-04T18:05:00+03:30"),
    ("۱۴۰۱ مهر ۱۲ ساعت ۱۸:۰۵", "2022-10-04T18:05:00+03:30"),
    ("۱۲-مهر-۱۴۰۱ ۱۸:۰۵", "2022-10-04T18:05:00+03:30"),
    ("۱۲ مهر ۱۴۰۱ ساعت ۱۸ و ۵ دقیقه", "2022-10-04T18:05:00+03:30"),
    ("ساعت ۶ و نیم عصر ۱۲ مهر ۱۴۰۱", "2022-10-04T18:30:00+03:30"),
    ("۱۲ مهر ۱۴۰۱، ۸ شب", "2022-10-04T20:00:00+03:30"),
    ("2 مهر 1401 - 12:09:08 ب.ظ", "2022-09-24T12:09:08+03:30"),
    ("۱۴۰۱/۰۷/۱۲ ۱۲:۱۰ ق.ظ", "2022-10-04T00:10:00+03:30"),
    ("1401/7/12، 6:05 بعد از ظهر", "2022-10-04T18:05:00+03:30"),
    ("18:05-1401/07/12", "2022-10-04T18:05:00+03:30"),
    ("1401/07/12-18:05", "2022-10-04T18:05:00+03:30"),
    ("18:05 -1400/07/12", "2021-10-04T18:05:00+03:30"),
    ("12/7/1401 8:05", "2022-10-04T08:05:00+03:30"),
    ("98/07/12 10:20", "2019-10-04T10:20:00+03:30"),
    ("۱۴۰۱/۰۷/۱۲ ۲۴:۰۰", "2022-10-05T00:00:00+03:30"),
    ("&#1777;&#1778; مهر &#1777;&#1780;&#1776;&#1777; - 18:05", "2022-10-04T18:05:00+03:30"),
    # labels
    ("انتشار: ۱۲ مهر ۱۴۰۱ - ۱۸:۰۵ | به‌روزرسانی: ۱۳ مهر ۱۴۰۱ - ۰۹:۰۰", "2022-10-04T18:05:00+03:30"),
    ("به روز شده: 17:06 گرینویچ - دوشنبه 30 ژوئيه 2012 - 09 مرداد 1391", "2012-07-30T17:06:00+00:00"),
    ("مدت: ۰۲:۳۵ | ۱۲ مهر ۱۴۰۱ - ۱۸:۰۵", "2022-10-04T18:05:00+03:30"),
    # several calendars, one day
    ("سه‌شنبه ۱۲ مهر ۱۴۰۱ | 4 October 2022 | ۸ ربیع الاول ۱۴۴۴ - ۱۸:۰۵", "2022-10-04T18:05:00+03:30"),
    # machine forms
    ("2020-04-17 T 19:14:22 +0430", "2020-04-17T19:14:22+04:30"),
    ("2022-10-04 14:35:00Z", "2022-10-04T14:35:00+00:00"),
    ("1401-07-12T18:05:00+03:30", "2022-10-04T18:05:00+03:30"),
    ("20221004T143500Z", "2022-10-04T14:35:00+00:00"),
    ("2022-10-04T18:05:00.123456+03:30", "2022-10-04T18:05:00+03:30"),
    ("2022-10-04T18:05", "2022-10-04T18:05:00+03:30"),
    ("Tue, 04 Oct 22 14:35:00 EDT", "2022-10-04T14:35:00-04:00"),
    ("Tue Oct 4 18:05:09 2022", "2022-10-04T18:05:09+03:30"),
    ("October 4th, 2022 at 6:05 p.m.", "2022-10-04T18:05:00+03:30"),
    ("04/10/2022 18:05" , None),
    ("24/10/2022 18:05", "2022-10-24T18:05:00+03:30"),
    # zones in words
    ("۱۲ میزان ۱۴۰۱، ۱۸:۰۵ به وقت کابل", "2022-10-04T18:05:00+04:30"),
    ("Oct 4, 2022, 14:35 UTC", "2022-10-04T14:35:00+00:00"),
    ("۱۴ کانون الثانی ۲۰۲۲ - 10:00", "2022-01-14T10:00:00+03:30"),
    ("۱۸:۰۵ (۱۴:۳۵ گرینویچ) - ۱۲ مهر ۱۴۰۱", "2022-10-04T18:05:00+03:30"),
    ("Tue Oct 04 2022 18:05:00 GMT+0330 (Iran Standard Time)", "2022-10-04T18:05:00+03:30"),
    ("١٢ی ڕەزبەری ١٤٠١ کاتژمێر ١٨:٠٥", "2022-10-04T18:05:00+03:30"),
    ("روز سه‌شنبه دوازدهم مهر ماه ۱۴۰۱ ساعت هجده", "2022-10-04T18:00:00+03:30"),
    # ages
    ("١٠ خولەک لەمەوبەر", "2024-02-22T14:50:00+03:30"),
    ("۱٣ دقيقه پيش", "2024-02-22T14:47:00+03:30"),
    ("۱ ساعت و ۲۰ دقیقه پیش", "2024-02-22T13:40:00+03:30"),
    ("یک ساعت و نیم قبل", "2024-02-22T13:30:00+03:30"),
    ("دیروز ۱۸:۳۲", "2024-02-21T18:32:00+03:30"),
]  # fmt: skip

DAYS = [
    ("۱۲ مهر ۱۴۰۱", "2022-10-04"),
    ("بیست و یکم اسفند ماه سال ۱۴۰۲", "2024-03-11"),
    ("۵ شنبه ۳ اسفند ۱۴۰۲", "2024-02-22"),
    ("۱۲ مهر ۹۸", "2019-10-04"),
    ("۲۰ سنبلۀ ۱۴۰۲", "2023-09-11"),
    ("12 Mehr 1401", "2022-10-04"),
    ("۱۲ اردی بهشت ۱۴۰۲", "2023-05-02"),
    ("22.02.2024", "2024-02-22"),
    ("02/22/2024", "2024-02-22"),
    ("بیست‌ودوم مهر ۱۴۰۱", "2022-10-14"),
    ("مهر ۱۴۰۱، ۱۲", "2022-10-04"),
    ("Oct 2022 4", "2022-10-04"),
    ("هفته گذشته", "2024-02-15"),
    ("۴ روز قبل", "2024-02-18"),
    ("۲ فروردین ۱۴۰۱", "2022-03-22"),  # its midnight was skipped by summer time
]

REFUSED = [
    "چهارشنبه ۱۱ شهریور - 02 September",
    "جمعه ۱۲ مهر ۱۴۰۱",  # it was a Tuesday
    "۱۲ مهر ۱۴۰۱ - ۲۵:۷۰",
    "۱۲ مهر ۲۰۲۲",
    "۱۲ مهر ۱۴۰۱ - ۱۳ مهر ۱۴۰۱",
    "۱۲ مهر ۱۴۰۱، ۱۲ شب",  # which of the day's two midnights?
    "۱۲ مهر ۱۴۰۱ - ۱۴:۰۰ صبح",
    "۱۲ مهر ۱۴۰۱ ۰۸:۳۰ عصر ایران",
    "09:00-11:30 1401/07/12",
    "2 فروردین 1401 00:15",  # skipped by summer time
    "31 September 2022",
    "مهر ۱۴۰۱",
    "شماره ۱۲ - مهر ۱۴۰۱",
    "شماره ۱۲ مهر ۱۴۰۱",
    "https://media.example/d/2022/10/04/1.jpg",
    "۱۲ شعبان ۱۴۴۵",
    "۱۴۴۵/۰۸/۱۲ قمری",
    "۱ ماه قبل",
    "چند ساعت پیش",
    "حدود ۲ ساعت پیش",
    "1791118171",
    "نسخه 10.1.2",
    "192.168.1.10",
    "",
    "متن بی تاریخ",
]


@pytest.mark.parametrize(("text", "iso"), EXACT)
def test_instants_are_exact(text, iso):
    found = parse_date(text, now=NOW)
    assert (found.isoformat() if found else None) == iso


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_day_alone_is_its_midnight_in_the_zone(text, day):
    stamp = read_date(text, now=NOW)
    assert stamp is not None
    assert stamp.precision == "day"
    assert stamp.instant.isoformat()[:19] == f"{day}T00:00:00"
    assert stamp.instant.tzinfo == TEHRAN


@pytest.mark.parametrize("text", REFUSED)
def test_ambiguous_and_impossible_texts_give_nothing(text):
    assert parse_date(text, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("۱۲ مهر ۱۴۰۱ - ۱۸:۰۵", "minute"),
        ("۱۲ مهر ۱۴۰۱ - ۱۸:۰۵:۰۰", "second"),
        ("2022-10-04T14:35:00Z", "second"),
        ("2026-10-04T20:30:00Z", "day"),  # midnight in Tehran: a day in disguise
        ("۲ ساعت پیش", "minute"),
        ("۲۰ ثانیه پیش", "second"),
    ],
)
def test_precision_says_how_exact_the_print_is(text, precision):
    stamp = read_date(text, now=NOW)
    assert stamp is not None
    assert stamp.precision == precision


def test_ages_need_a_now():
    assert parse_date("۲ ساعت پیش") is None


def test_a_naive_now_is_taken_to_be_in_the_zone():
    now = datetime(2024, 2, 22, 15, 0)  # noqa: DTZ001
    assert parse_date("۲ ساعت پیش", now=now) == datetime(2024, 2, 22, 13, 0, tzinfo=TEHRAN)


def test_the_first_of_a_repeated_hour_is_taken():
    found = parse_date("30 شهریور 1401 23:30")
    assert found is not None
    assert found.isoformat() == "2022-09-21T23:30:00+04:30"


def test_two_digit_years_end_with_the_year_after_now():
    assert parse_date("06/01/01", now=NOW) is None
    assert parse_date("03/01/01", now=NOW) is not None


@given(st.text(alphabet="۰۱۲۳456 :/-.,tz+«» مهر اسفند پیش ساعت روز &#;ی\u200c\n", max_size=60))
def test_no_text_breaks_it_and_every_answer_has_a_zone(text):
    found = parse_date(text, now=NOW)
    assert found is None or found.tzinfo is not None


@pytest.mark.parametrize(
    "piece", ["1", "1/", "۱۲:", "اسفند ", "۳ اسفند ", "a.", "۲ ساعت و ", "- ", "3 - ", "&#1779;"]
)
def test_a_megabyte_of_anything_is_survived(piece):
    assert parse_date(piece * (1_000_000 // len(piece)), now=NOW) is None


def test_gold_rows_are_all_right(shared):
    with (shared / "text" / "dates.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    wrong = []
    for row in rows:
        stamp = read_date(row["text"], now=NOW, tz=row["tz"])
        got = "" if stamp is None else stamp.instant.isoformat()
        day_only = row["iso"] and "T" not in row["iso"]
        right = got.startswith(f"{row['iso']}T00:00:00") if day_only else got == row["iso"]
        if not right or (stamp and (stamp.precision == "day") != bool(day_only)):
            wrong.append((row["text"], row["iso"], got))
    assert len(rows) >= 94
    assert wrong == []
