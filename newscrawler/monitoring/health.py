"""How each outlet is doing, from what the runs recorded."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from newscrawler.monitoring.coverage import Fall, Limits, Record, falls, windows
from newscrawler.storage.history import last_answers, per_hour, recent_runs, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    import sqlalchemy as sa

    from newscrawler.storage.history import Run

RUNS = 1_000
"""Runs looked at, the newest."""


@dataclass(slots=True)
class Health:
    """One outlet."""

    outlet: str
    last_answer: datetime | None = None
    """When one of its feeds, sitemaps or lists last answered."""
    new_today: int = 0
    """Articles stored in the last 24 hours."""
    new_per_day: float = 0.0
    """Mean of the 7 days before now."""
    teaser_share: float | None = None
    blocked_since: datetime | None = None
    """When the first of the runs began in which nothing came from it; None when something did."""
    coverage: dict[str, float] = field(default_factory=dict)
    """Field → share of the newest articles that have it; empty while there are too few."""
    drift: list[str] = field(default_factory=list)
    """Falls in words, with the rule that no longer matches."""

    @property
    def well(self) -> bool:
        """Whether nobody needs to look."""
        return not self.drift and self.blocked_since is None

    def as_json(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self) | {
            name: value.isoformat() if (value := getattr(self, name)) else None
            for name in ("last_answer", "blocked_since")
        }


def examine(connection: sa.Connection, now: datetime, limits: Limits) -> list[Health]:
    """Every outlet that runs or articles know of, by name."""
    runs = recent_runs(connection, RUNS)
    found: dict[str, Health] = {}

    def of(outlet: str) -> Health:
        return found.setdefault(outlet, Health(outlet))

    for outlet, answered in last_answers(connection).items():
        of(outlet).last_answer = answered
    day = f"{now - timedelta(days=1):%Y-%m-%dT%H}"
    for hour in per_hour(connection, now - timedelta(days=7)):
        of(hour.outlet).new_per_day += hour.articles / 7
        of(hour.outlet).new_today += hour.articles if hour.hour >= day else 0
    for outlet in {name for run in runs for name in (*run.counts, *run.coverage)}:
        health = of(outlet)
        health.blocked_since = blocked_since(outlet, runs)
        records = records_of(outlet, runs)
        if newest := next(iter(windows(records, limits.minimum)), None):
            names = newest.filled.keys() - {"articles", "teaser"}
            health.coverage = {name: round(newest.share(name), 3) for name in sorted(names)}
            health.teaser_share = round(newest.share("teaser"), 3)
        for fall in falls(outlet, records, limits):
            health.drift.append(explained(connection, fall))
    return [found[outlet] for outlet in sorted(found)]


def records_of(outlet: str, runs: Iterable[Run]) -> list[Record]:
    """What `coverage` reads: when each run began, and its counts of an outlet."""
    return [Record(run.started, run.coverage[outlet]) for run in runs if outlet in run.coverage]


def blocked_since(outlet: str, runs: Sequence[Run]) -> datetime | None:
    """When the newest runs, one after the other, began to get nothing but failures from an outlet."""
    since = None
    for run in runs:
        counts = run.counts.get(outlet)
        if counts is None:
            continue
        came = counts.get("fetched", 0) + counts.get("seen", 0)
        if came or not counts.get("failed", 0) + counts.get("forbidden", 0):
            break
        since = run.started
    return since


def explained(connection: sa.Connection, fall: Fall) -> str:
    """A fall in words, with the rule that used to give the field."""
    rules = rules_of(connection, fall.outlet, fall.field, fall.since)
    if not rules:
        return str(fall)
    rule, _ = rules.most_common(1)[0]
    return f"{fall}: rule {rule} no longer matches"
