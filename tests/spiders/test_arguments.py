"""What may be asked of a spider, and what a wrong question is told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from newscrawler.errors import InputError
from spiders.arguments import Arguments, window

MEHR = SimpleNamespace(
    slug="mehrnews", domains=("mehrnews.com",), owns=lambda host: host.removeprefix("www.") == "mehrnews.com"
)


def parse(**given: str) -> Arguments:
    return Arguments.parse(given, MEHR)


def test_days_are_jalali_or_gregorian() -> None:
    jalali = parse(since="1402-12-01", until="۱۴۰۲-۱۲-۰۳", mode="backfill")
    assert (jalali.since, jalali.until) == (date(2024, 2, 20), date(2024, 2, 22))
    assert parse(since="2024-02-20").since == date(2024, 2, 20)


def test_languages_are_persian_unless_others_are_asked_for() -> None:
    assert parse().wants_language("fa-AF")
    assert parse().wants_language(None)
    assert not parse().wants_language("en")
    assert parse(languages="en,ckb").wants_language("ckb")
    assert not parse(languages="en,ckb").wants_language("fa")
    assert parse(languages="all").wants_language("ar")
    with pytest.raises(InputError, match="en-us is no language; write fa,en,ckb or all"):
        parse(languages="fa,en-US")


def test_the_window_is_tehran_s() -> None:
    arguments = parse(since="2024-02-22", until="2024-02-22")
    assert arguments.wants(datetime(2024, 2, 21, 20, 30, tzinfo=UTC))
    assert not arguments.wants(datetime(2024, 2, 22, 20, 30, tzinfo=UTC))
    assert arguments.wants(None)


def test_a_backfill_ends_today() -> None:
    now = datetime(2024, 2, 22, 12, tzinfo=UTC)
    assert window(parse(since="2024-02-20", mode="backfill"), now) == (date(2024, 2, 20), date(2024, 2, 22))


def test_addresses_come_from_a_list_or_a_file(tmp_path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text(
        "# mine\nhttps://www.mehrnews.com/news/1\n\nhttps://mehrnews.com/news/2\n", encoding="utf-8"
    )
    assert parse(urls=f"@{file}").urls == ("https://www.mehrnews.com/news/1", "https://mehrnews.com/news/2")
    assert parse(urls="https://www.mehrnews.com/news/1").urls == ("https://www.mehrnews.com/news/1",)


def test_ids_are_a_range() -> None:
    assert list(parse(ids="7551000-7551002").ids) == [7551000, 7551001, 7551002]
    assert list(parse(ids="7").ids) == [7]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"since": "1402-13-01"}, "since=1402-13-01 is no day"),
        ({"since": "yesterday"}, "write 1402-12-03 or 2024-02-22"),
        ({"since": "1402-12-05", "until": "1402-12-01"}, "is after until"),
        ({"limit": "0"}, "limit=0 is no count"),
        ({"limit": "ten"}, "limit=ten is no count"),
        ({"mode": "all"}, "there are latest and backfill"),
        ({"mode": "backfill"}, "needs since="),
        ({"urls": "@/nowhere/missing.txt"}, "cannot read /nowhere/missing.txt: No such file"),
        ({"urls": "https://www.isna.ir/news/1"}, "is not on mehrnews"),
        ({"urls": "javascript:alert(1)"}, "is no web address"),
        ({"urls": " , "}, "names no address"),
        ({"ids": "9-1"}, "lower one first"),
        ({"ids": "x"}, "no range of ids"),
        ({"sicne": "1402-12-01"}, "unknown argument sicne="),
    ],
)
def test_a_wrong_argument_is_one_line_that_says_what(given: dict[str, str], told: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(**given)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
