"""Printed dates to instants: Jalali, Gregorian and relative, in every spelling Persian news uses."""

from newscrawler.dates.days import Day, days, jalali_day, parse_day
from newscrawler.dates.reading import Stamp, parse_date, read_date

__all__ = ["Day", "Stamp", "days", "jalali_day", "parse_date", "parse_day", "read_date"]
