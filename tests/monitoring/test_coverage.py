"""A field that comes out emptier than it used to is told; chance and small numbers are not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newscrawler.monitoring.coverage import Limits, Record, falls, windows

NOW = datetime(2026, 9, 2, 12, 0, tzinfo=UTC)
LIMITS = Limits(minimum=20, tolerance=0.3)


def history(*shares: float, articles: int = 20) -> list[Record]:
    """Runs of a quarter of an hour, the newest first, with this share of dated articles."""
    return [
        Record(
            NOW - timedelta(minutes=15 * age),
            {"articles": articles, "headline": articles, "date_published": round(articles * share)},
        )
        for age, share in enumerate(shares)
    ]


def test_a_fall_names_the_field_the_shares_and_since_when() -> None:
    (fall,) = falls("mehrnews", history(0.1, 0.05, 1, 1, 1, 0.95, 1), LIMITS)
    assert (fall.field, fall.before, fall.now) == ("date_published", 1.0, 0.1)
    assert fall.since == NOW - timedelta(minutes=15)
    assert str(fall) == "date_published fell from 100% to 10% since 2026-09-02 15:15"


def test_what_was_never_there_is_not_missed() -> None:
    assert not list(falls("x", history(0, 0.1, 0, 0.2, 0), LIMITS))


def test_a_small_dip_is_no_fall() -> None:
    assert not list(falls("x", history(0.75, 1, 1, 1, 1), LIMITS))


def test_a_single_bad_window_in_the_past_changes_nothing() -> None:
    assert not list(falls("x", history(1, 0, 1, 1, 1), LIMITS))


def test_small_runs_are_taken_together_and_too_little_history_says_nothing() -> None:
    assert [window.articles for window in windows(history(*[1] * 9, articles=5), 20)] == [20, 20]
    assert not list(falls("x", history(0, 1, 1), LIMITS))
    assert not list(falls("x", history(*[0] * 4, *[1] * 8, articles=5), LIMITS))
    assert len(list(falls("x", history(*[0] * 4, *[1] * 12, articles=5), LIMITS))) == 1
