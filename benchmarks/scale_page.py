# ruff: noqa: E501 (sentences as they stand in the pages)
"""The figures of benchmarks/scale.py as tables of docs/benchmarks.md, plans of docs/scaling.md, and a drawing."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS, SCALING, DRAWING = (
    ROOT / "docs" / name for name in ("benchmarks.md", "scaling.md", "growth.svg")
)
STORES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_LINES = {
    ("sqlite", "store_us"): ("#0b7285", "store, SQLite"),
    ("postgresql", "store_us"): ("#c92a2a", "store, PostgreSQL"),
    ("sqlite", "index_us"): ("#5f3dc4", "index for search, SQLite"),
    ("postgresql", "index_us"): ("#e67700", "index for search, PostgreSQL"),
    ("sqlite", "export_us"): ("#2b8a3e", "export, SQLite"),
    ("postgresql", "export_us"): ("#868e96", "export, PostgreSQL"),
}


def write(known: Mapping[str, Any]) -> None:
    """Put what is known into the pages."""
    _between(BENCHMARKS, "growth", "\n".join(_growth(known)), "Growth")
    _between(SCALING, "plans", "\n".join(_plans(known)), "Questions at a million articles")
    DRAWING.write_text(_drawing(known), encoding="utf-8")


def _between(page: Path, name: str, text: str, title: str) -> None:
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    whole = page.read_text(encoding="utf-8")
    if start not in whole:
        whole += f"\n## {title}\n\n{start}\n{end}\n"
    before, rest = whole.split(start)
    page.write_text(f"{before}{start}\n{text}\n{end}{rest.split(end)[1]}", encoding="utf-8")


_METHOD = """`python benchmarks/scale.py sqlite postgresql newsrooms shards spark --write` (`make bench-scale`); its
docstring says what is measured. µs are of processor time, the database server's for us included. Texts are invented,
1,300 letters on average; what is stored already was copied inside the database, its grams are made up. PostgreSQL
is as Debian ships it, its commits forced to the disk. The machine had two cores and nothing else to do.

![cost of an article as the store grows](growth.svg)
"""


def _growth(known: Mapping[str, Any]) -> Iterator[str]:
    yield _METHOD
    yield "| stored | database | store, µs | index, B | rebuilt, s | export, µs | search: index, µs | query, ms | disk, B |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for kind, name in STORES.items():
        for row in known.get(kind, ()):
            searched = (
                (f"{row['index_us']:.0f}", f"{row['query_ms']:.1f}") if "index_us" in row else ("–", "–")
            )
            cells = (f"{row['size']:,}", name, f"{row['store_us']:,.0f}", f"{row['index_bytes']:.0f}")
            more = (
                f"{row['rebuild_s']:.1f}",
                f"{row['export_us']:.0f}",
                *searched,
                f"{row['disk_bytes']:,.0f}",
            )
            yield f"| {' | '.join((*cells, *more))} |"
    yield ""
    for kind, name in STORES.items():
        if rows := known.get(kind):
            first, last = rows[0], rows[-1]
            ratio = {what: last[f"{what}_us"] / first[f"{what}_us"] for what in ("store", "export")}
            told = ", ".join(f"{what} {each:.2f}" for what, each in ratio.items())
            yield f"{name}, an article at {last['size']:,} over one at {first['size']:,}: {told}.\n"
    for kind, name in STORES.items():
        if each := known.get(f"{kind}_load"):
            yield (
                f"{name}, `bulk.load` into {each['size']:,}: {each['a_second']:,.0f} articles/s as the clock went, "
                f"{each['client_us']:.0f} µs of the client's processor, {each['helper_us']:.0f} µs of its helper's and "
                f"{max(0, each['server_us']):.0f} µs of the server's an article.\n"
            )
    yield from _crowd(known)


def _crowd(known: Mapping[str, Any]) -> Iterator[str]:
    if each := known.get("newsrooms"):
        yield (
            f"{each['hosts']} newsrooms in one run, Crawl-delays of 6, 9 and 12 s: {each['asked']:,} requests in "
            f"{each['seconds']:.0f} s ({each['cpu_s']:.0f} s of processor), {each['too_early']} too early (the shortest "
            f"wait was {each['shortest']:.2f} of its delay), fairness (Jain) {each['fairness']:.3f}, the slowest host at "
            f"{each['slowest']:.2f} of its allowed pace; memory {each['memory_half_mib']:.0f} MiB halfway, "
            f"{each['memory_end_mib']:.0f} MiB at the end.\n"
        )
    if each := known.get("shards"):
        yield from _shards(each)
    if each := known.get("spark"):
        yield (
            f"Spark, {each['pages']:,} archived pages of {each['page_bytes'] / 1000:.0f} kB: `local[1]` "
            f"{each['local[1]']:.1f} s, `local[2]` {each['local[2]']:.1f} s, "
            f"{each['local[1]'] / each['local[2]']:.2f} ×. Of it {each['fixed[1]']:.1f} and {each['fixed[2]']:.1f} s "
            f"whatever the pages, {each['page_us[1]']:,.0f} and {each['page_us[2]']:,.0f} µs a page "
            f"({each['page_us[1]'] / each['page_us[2]']:.2f} ×); `scrapy reparse` on one core "
            f"{each['one_machine_us']:,.0f} µs a page. The ratios mean something on idle cores only.\n"
        )


def _shards(each: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"{each['pages']:,} pages of {each['hosts']} newsrooms into one PostgreSQL, unhurried by delays; medians of "
        f"{len(each['apart']['ratios'])} rounds in turn, the others are PostgreSQL and the newsrooms:\n"
    )
    yield "| the crawlers have | one process, s | its processor, the others' | two shards, s | their processor, the others' | ratio | in each round |"
    yield "|---|---|---|---|---|---|---|"
    for how in (each["together"], each["apart"]):
        one, two = how["one"], how["two"]
        cells = (
            f"{how['cores']} of a core each" if how["cores"] else "two cores, shared with the others",
            f"{one['seconds']:.0f}",
            f"{one['cpu_s'][0]:.0f} s, {one['others_s']:.0f} s",
            f"{two['seconds']:.0f}",
            f"{' + '.join(f'{cpu:.0f}' for cpu in two['cpu_s'])} s, {two['others_s']:.0f} s",
            f"{two['seconds'] / one['seconds']:.2f}",
            ", ".join(f"{ratio:.2f}" for ratio in how["ratios"]),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _plans(known: Mapping[str, Any]) -> Iterator[str]:
    size = known.get("postgresql", [{"size": 0}])[-1]["size"]
    yield f"PostgreSQL, {size:,} articles in 24 months; milliseconds are medians of five, planning and fetching included.\n"
    yield "| question | ms |\n|---|---|"
    for title, ms, _ in known.get("plans", ()):
        yield f"| {title} | {ms:.1f} |"
    for title, _, plan in known.get("plans", ()):
        yield f"\n{title[0].upper()}{title[1:]}:\n\n```text"
        yield from (line[:150] for line in _short(plan.splitlines()))
        yield "```"


def _short(lines: Sequence[str]) -> list[str]:
    return [*lines[:14], f"… {len(lines) - 16} lines more", *lines[-2:]] if len(lines) > 18 else list(lines)


def _drawing(known: Mapping[str, Any]) -> str:
    """Microseconds an article over articles stored, both logarithmic."""
    drawn = []
    for nth, ((kind, what), (colour, title)) in enumerate(_LINES.items()):
        points = [(row["size"], row[what]) for row in known.get(kind, ()) if what in row]
        path = " ".join(f"{_x(size):.1f},{_y(cost):.1f}" for size, cost in points)
        dots = "".join(
            f'<circle cx="{_x(s):.1f}" cy="{_y(c):.1f}" r="3" fill="{colour}"/>' for s, c in points
        )
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}')
        drawn.append(f'<text x="470" y="{40 + 20 * nth}" fill="{colour}">{title}</text>')
    sizes = (10_000, 100_000, 1_000_000)
    drawn += [f'<text x="{_x(size):.0f}" y="305" text-anchor="middle">{size:,}</text>' for size in sizes]
    for cost in (10, 100, 1_000, 10_000):
        y = _y(cost)
        drawn.append(f'<line x1="60" x2="450" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>')
        drawn.append(f'<text x="54" y="{y + 4:.0f}" text-anchor="end">{cost:,}</text>')
    style = 'font-family="sans-serif" font-size="12" fill="#333"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 330" {style}>'
    title = '<text x="60" y="20">µs of processor an article, by articles stored</text>'
    return f"{head}<title>Cost of an article as the store grows</title>{title}{''.join(drawn)}</svg>\n"


def _x(size: float) -> float:
    return 80 + (math.log10(size) - 4) / 2 * 340


def _y(cost: float) -> float:
    return 285 - (math.log10(max(cost, 10)) - 1) / 3 * 240
