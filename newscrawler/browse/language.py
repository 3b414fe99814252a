"""What a page says, in Persian or English: words, figures and instants."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from newscrawler.dates import jalali_day
from newscrawler.storage.schema import TEHRAN

if TYPE_CHECKING:
    from datetime import datetime

Code = Literal["fa", "en"]
_PERSIAN = str.maketrans("0123456789%.,", "۰۱۲۳۴۵۶۷۸۹٪٫٬")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@cache
def texts() -> dict[str, list[str]]:
    """Key → its Persian and its English text."""
    return tomllib.loads((files("newscrawler.browse") / "texts.toml").read_text("utf-8"))


class Language:
    """One of the two."""

    def __init__(self, code: Code) -> None:
        self.code: Code = code
        self.direction = "rtl" if code == "fa" else "ltr"
        self.other: Code = "en" if code == "fa" else "fa"
        self._at = 0 if code == "fa" else 1

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, with values put in."""
        text = texts()[key][self._at]
        return text.format(**values) if values else text

    def figures(self, text: object) -> str:
        """Digits of this language."""
        return str(text).translate(_PERSIAN) if self.code == "fa" else str(text)

    def number(self, value: float) -> str:
        """A number with its thousands apart."""
        return self.figures(f"{value:,}")

    def share(self, value: float) -> str:
        """A percentage."""
        return self.figures(f"{value:.0%}")

    def day(self, instant: datetime) -> str:
        """The day in Tehran: Jalali in Persian, both in English."""
        jalali = jalali_day(instant).replace("-", "/")
        return self.figures(jalali) if self.code == "fa" else f"{instant.astimezone(TEHRAN):%Y-%m-%d}"

    def moment(self, instant: datetime | None, precision: str | None = None) -> str:
        """Day and time in Tehran; the day alone where no more is known."""
        if instant is None:
            return self("undated")
        time = "" if precision == "day" else self.figures(f" {instant.astimezone(TEHRAN):%H:%M}")
        return self.day(instant) + time

    def both(self, instant: datetime | None, precision: str | None = None) -> str:
        """The same in both calendars."""
        if instant is None:
            return self("undated")
        day = f"{instant.astimezone(TEHRAN):%Y-%m-%d}" if self.code == "fa" else jalali_day(instant)
        return f"{self.moment(instant, precision)} · {day}"

    def span(self, seconds: float) -> str:
        """How long, in one figure: `40 s`, `12 min`, `3.5 h`, `2 d`."""
        size = abs(seconds)
        value, unit = next(
            (f"{size / length:.{0 if size / length >= 10 or unit == 0 else 1}f}", unit)  # noqa: PLR2004
            for length, unit in ((_DAY, 3), (_HOUR, 2), (_MINUTE, 1), (1, 0))
            if size >= length or unit == 0
        )
        names = (("ثانیه", "s"), ("دقیقه", "min"), ("ساعت", "h"), ("روز", "d"))
        return f"{self.figures(value.removesuffix('.0'))} {names[unit][self._at]}"

    def later(self, seconds: float) -> str:
        """How long after (or before) something."""
        if abs(seconds) < 1:
            return ""
        sign = "+" if seconds > 0 else "−"
        return f"{sign}{self.span(seconds)}"
