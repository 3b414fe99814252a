"""The dashboard: how much, by whom, who copied whom, how fast."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from newscrawler.monitoring.plots import Bar, Column, bars, columns
from newscrawler.storage.browsing import arrivals, copied, newest, outlets, published_per_hour
from newscrawler.storage.schema import TEHRAN

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa

    from newscrawler.browse.asked import Asked
    from newscrawler.browse.language import Language

DAYS = (1, 3, 7, 30)
_TOP = 20


def figures(engine: sa.Engine, asked: Asked, now: datetime) -> dict[str, Any]:
    """The figures behind the plots, JSON-ready but for instants. The window ends with the newest article."""
    days = int(asked["days"]) if asked["days"] in map(str, DAYS) else DAYS[1]
    with engine.connect() as connection:
        last = newest(connection, now) or now
        first = last - timedelta(days=days)
        hours = published_per_hour(connection, first, last)
        pairs = copied(connection, first, last)
        late: dict[str, list[float]] = defaultdict(list)
        for arrival in arrivals(connection, first, last):
            late[arrival.outlet].append(max(0.0, (arrival.stored - arrival.published).total_seconds()))
        names = {slug: name or slug for slug, name in outlets(connection).items()}
    total, copies = Counter[str](), Counter[str]()
    for hour in hours:
        total[hour.outlet] += hour.articles
        copies[hour.outlet] += hour.copies
    return {
        "days": days,
        "first": first,
        "last": last,
        "names": names,
        "hours": _hours(hours, first, last),
        "outlets": [
            {"outlet": slug, "articles": n, "copies": copies[slug]} for slug, n in total.most_common()
        ],
        "copies": [pair._asdict() for pair in pairs],
        "latency": sorted(
            ({"outlet": slug, "median_seconds": median(each)} for slug, each in late.items()),
            key=lambda row: (-float(str(row["median_seconds"])), str(row["outlet"])),
        ),
    }


def _hours(hours: list[Any], first: datetime, last: datetime) -> list[dict[str, Any]]:
    """Every hour of the window, those without an article too."""
    total, copies = Counter[str](), Counter[str]()
    for hour in hours:
        total[hour.hour] += hour.articles
        copies[hour.hour] += hour.copies
    count = int((last - first).total_seconds() // 3600) + 1
    moments = [last.astimezone(UTC) - timedelta(hours=back) for back in reversed(range(count))]
    keys = [f"{moment:%Y-%m-%dT%H}" for moment in moments]
    return [
        {
            "hour": datetime.fromisoformat(f"{key}:00+00:00").astimezone(TEHRAN),
            "articles": total[key],
            "copies": copies[key],
        }
        for key in keys
    ]


def page(engine: sa.Engine, asked: Asked, now: datetime) -> dict[str, Any]:
    """What the template shows."""
    told, say = figures(engine, asked, now), asked.language
    names: Mapping[str, str] = told["names"]
    articles = sum(row["articles"] for row in told["hours"])
    copies = sum(row["copies"] for row in told["hours"])
    return {
        "told": told,
        "cards": [
            (say.number(articles), say("articles")),
            (say.number(len(told["outlets"])), say("outlets")),
            (say.share(copies / articles) if articles else "–", say("copies")),
        ],
        "per_hour": columns(
            [_column(row, say) for row in told["hours"]], title=say("per_hour"), figures=say.figures
        ),
        "per_outlet": bars(
            [_volume(row, names, say) for row in told["outlets"][:_TOP]], title=say("per_outlet")
        ),
        "who": bars([_pair(row, names, say) for row in told["copies"][:_TOP]], title=say("who")),
        "latency": bars([_late(row, names, say) for row in told["latency"][:_TOP]], title=say("latency")),
    }


def _column(row: dict[str, Any], say: Language) -> Column:
    label = say.figures(f"{say.day(row['hour'])[5:]} {row['hour']:%H:00}")
    return Column(label, row["articles"] - row["copies"], row["copies"])


def _volume(row: dict[str, Any], names: Mapping[str, str], say: Language) -> Bar:
    shown = f"{say.number(row['articles'])} · {say.share(row['copies'] / row['articles'])}"
    return Bar(names.get(row["outlet"], row["outlet"]), row["articles"], shown, row["copies"])


def _pair(row: dict[str, Any], names: Mapping[str, str], say: Language) -> Bar:
    by, of = (names.get(row[name], row[name]) for name in ("copied_by", "copied_from"))
    return Bar(f"{by} {say('from')} {of}", row["copies"], say.number(row["copies"]), row["copies"])


def _late(row: dict[str, Any], names: Mapping[str, str], say: Language) -> Bar:
    seconds = row["median_seconds"]
    return Bar(names.get(row["outlet"], row["outlet"]), seconds, say.span(seconds))
