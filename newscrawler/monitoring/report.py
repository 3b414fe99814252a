"""The report a person looks at: one HTML page, right to left, Persian and English, nothing outside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from html import escape
from importlib import resources
from statistics import median, quantiles
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from newscrawler.monitoring.plots import EMPTY, Bar, Column, bars, columns
from newscrawler.storage.schema import TEHRAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newscrawler.monitoring.health import Health
    from newscrawler.storage.history import Arrival, Hour, Run

HOURS = 72
_TOP = 20
_RUNS = 15
_BUCKETS = (
    (5, "< 5′"),
    (15, "5–15′"),
    (60, "15–60′"),
    (360, "1–6 h"),
    (1440, "6–24 h"),
    (float("inf"), "> 24 h"),
)
"""Minutes up to which a latency is counted here, and what that is called."""


class Facts(NamedTuple):
    """What a report is made of, as `newscrawler.storage.history` gives it."""

    hours: Sequence[Hour]
    arrivals: Sequence[Arrival]
    runs: Sequence[Run]
    health: Sequence[Health]
    names: Mapping[str, str]
    """Slug → Persian name."""


def page(facts: Facts, now: datetime, made: str) -> str:
    """The whole page; `made` is the moment in words for the reader."""
    text = (resources.files("newscrawler.monitoring") / "report.html").read_text(encoding="utf-8")
    articles = sum(hour.articles for hour in facts.hours)
    copies = sum(hour.copies for hour in facts.hours)
    late = [_minutes(arrival) for arrival in facts.arrivals]
    return Template(text).substitute(
        made=escape(made),
        articles=f"{articles:,}",
        outlets=len({hour.outlet for hour in facts.hours}),
        copies=f"{copies / articles:.0%}" if articles else "–",
        latency=_span(median(late)) if late else "–",
        ill=sum(not each.well for each in facts.health),
        per_hour=columns(_columns(facts.hours, now), title="articles per hour"),
        per_outlet=bars(list(_volumes(facts)), title="articles per outlet"),
        latency_buckets=bars(list(_latencies(late)), title="latency from publication to storage"),
        latency_outlets=bars(list(_slowest(facts)), title="median latency per outlet"),
        errors=bars(list(_errors(facts.runs)), title="errors"),
        troubles=_troubles(facts),
        runs="".join(_run_rows(facts.runs[:_RUNS])) or f'<tr><td colspan="6">{EMPTY}</td></tr>',
    )


def _columns(hours: Sequence[Hour], now: datetime) -> list[Column]:
    total, copies = Counter[str](), Counter[str]()
    for hour in hours:
        total[hour.hour] += hour.articles
        copies[hour.hour] += hour.copies
    moments = [now.astimezone(UTC) - timedelta(hours=back) for back in reversed(range(HOURS))]
    keys = [(f"{moment:%Y-%m-%dT%H}", f"{moment.astimezone(TEHRAN):%m-%d %H:00}") for moment in moments]
    return [Column(label, total[key] - copies[key], copies[key]) for key, label in keys]


def _volumes(facts: Facts) -> Iterable[Bar]:
    total, copies = Counter[str](), Counter[str]()
    for hour in facts.hours:
        total[hour.outlet] += hour.articles
        copies[hour.outlet] += hour.copies
    for outlet, number in total.most_common(_TOP):
        yield Bar(_name(facts, outlet), number, f"{number} · {copies[outlet] / number:.0%}", copies[outlet])


def _latencies(late: Sequence[float]) -> Iterable[Bar]:
    below = 0
    for limit, label in _BUCKETS if late else ():
        within = sum(minutes < limit for minutes in late)
        yield Bar(label, within - below, f"{(within - below) / len(late):.0%}")
        below = within


def _slowest(facts: Facts) -> Iterable[Bar]:
    late: dict[str, list[float]] = defaultdict(list)
    for arrival in facts.arrivals:
        late[arrival.outlet].append(_minutes(arrival))
    worst = sorted(((median(minutes), outlet) for outlet, minutes in late.items()), reverse=True)
    for middle, outlet in worst[:_TOP]:
        ninth = quantiles(late[outlet], n=10)[-1] if len(late[outlet]) > 1 else middle
        yield Bar(_name(facts, outlet), middle, f"{_span(middle)} · 90 %: {_span(max(ninth, middle))}")


def _errors(runs: Sequence[Run]) -> Iterable[Bar]:
    outcomes = Counter[str]()
    for run in runs:
        outcomes.update(run.outcomes)
    for name, number in outcomes.most_common(_TOP):
        yield Bar(name, number, str(number))


def _troubles(facts: Facts) -> str:
    lines = []
    for each in facts.health:
        name = f"<b>{escape(_name(facts, each.outlet))}</b>"
        lines += [f'<li>{name} <span lang="en" dir="ltr">{escape(told)}</span></li>' for told in each.drift]
        if each.blocked_since:
            since = f"{each.blocked_since.astimezone(TEHRAN):%Y-%m-%d %H:%M}"
            lines.append(
                f'<li>{name} بسته از <bdi>{since}</bdi> <span lang="en" dir="ltr">blocked</span></li>'
            )
    good = 'همه خوب است <span lang="en" dir="ltr">all is well</span>'
    return f'<ul class="troubles">{"".join(lines)}</ul>' if lines else f'<p class="well">{good}</p>'


def _run_rows(runs: Iterable[Run]) -> Iterable[str]:
    for run in runs:
        total = Counter[str]()
        for row in run.counts.values():
            total.update(row)
        seconds = (run.finished - run.started).total_seconds() if run.finished else None
        cells = (
            f"{run.started.astimezone(TEHRAN):%Y-%m-%d %H:%M}",
            "–" if seconds is None else _span(seconds / 60),
            "killed" if run.exit_code is None else str(run.exit_code),
            *(str(total[what]) for what in ("fetched", "new", "failed")),
        )
        mark = "" if run.exit_code == 0 else ' class="bad"'
        yield f"<tr{mark}>{''.join(f'<td><bdi>{escape(cell)}</bdi></td>' for cell in cells)}</tr>"


def _name(facts: Facts, outlet: str) -> str:
    return facts.names.get(outlet) or outlet


def _minutes(arrival: Arrival) -> float:
    return max(0.0, (arrival.stored - arrival.published).total_seconds() / 60)


def _span(minutes: float) -> str:
    """Minutes in few letters: `40″`, `12′`, `3.5 h`."""
    if minutes < 1:
        return f"{minutes * 60:.0f}″"
    return f"{minutes:.0f}′" if minutes < 120 else f"{minutes / 60:.1f} h"  # noqa: PLR2004
