"""Days of both calendars."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.dates import Day, days, jalali_day, parse_day


@pytest.mark.parametrize("text", ["1401-07-12", "1401/7/12", "۱۴۰۱-۰۷-۱۲", "2022-10-04", " 2022.10.4 "])
def test_days_are_read_in_both_calendars(text):
    assert parse_day(text) == date(2022, 10, 4)


@pytest.mark.parametrize(
    "text", ["", "1401", "1401-13-01", "1401-07-31", "98-07-12", "1401-07/12", "12-07-1401", "0022-10-04"]
)
def test_other_texts_are_no_days(text):
    assert parse_day(text) is None


def test_a_jalali_day_is_tehrans_day():
    assert jalali_day(datetime(2026, 10, 4, 20, 30, tzinfo=UTC)) == "1405-07-13"
    assert jalali_day(datetime(2026, 10, 4, 20, 29, tzinfo=UTC)) == "1405-07-12"


def test_a_naive_instant_has_no_day():
    with pytest.raises(ValueError, match="without a zone"):
        jalali_day(datetime(2026, 10, 4))  # noqa: DTZ001


def test_archive_days_come_newest_first_with_both_ends():
    found = list(days(date(2024, 3, 20), date(2024, 3, 18)))
    assert found == [
        Day(1403, 1, 1, 2024, 3, 20),
        Day(1402, 12, 29, 2024, 3, 19),
        Day(1402, 12, 28, 2024, 3, 18),
    ]
    assert list(days(date(2024, 3, 18), date(2024, 3, 20))) == []


@given(st.dates(date(1925, 1, 1), date(2100, 1, 1)))
def test_calendars_agree_there_and_back(day):
    (found,) = days(day, day)
    assert parse_day(f"{found.jy}-{found.jm}-{found.jd}") == day
