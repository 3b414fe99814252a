"""Plots as inline SVG and plain HTML around it: sharp at every width, no script, no file of their own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_TICKS = 5


class Bar(NamedTuple):
    """One row of a bar chart."""

    label: str
    value: float
    shown: str
    """The value in words."""
    part: float = 0.0
    """Of the value, drawn in the second colour."""


class Column(NamedTuple):
    """One column of a column chart: two values, one on the other."""

    label: str
    lower: float
    upper: float


def bars(rows: Sequence[Bar], *, title: str) -> str:
    """Horizontal bars, each with its label and value; nothing to show gives a line that says so."""
    if not rows:
        return EMPTY
    largest = max(row.value for row in rows) or 1
    return f'<div class="bars" role="img" aria-label="{escape(title)}">{"".join(_rows(rows, largest))}</div>'


def _rows(rows: Iterable[Bar], largest: float) -> Iterable[str]:
    for row in rows:
        whole, part = 100 * row.value / largest, 100 * row.part / largest
        yield (
            f'<bdi class="label">{escape(row.label)}</bdi>'
            '<svg class="bar" height="14" width="100%" preserveAspectRatio="none" viewBox="0 0 100 14">'
            f"<title>{escape(row.label)}: {escape(row.shown)}</title>"
            f'<rect class="first" x="{100 - whole:.2f}" width="{whole:.2f}" height="14"/>'
            f'<rect class="second" x="{100 - part:.2f}" width="{part:.2f}" height="14"/></svg>'
            f'<bdi class="value">{escape(row.shown)}</bdi>'
        )


def columns(values: Sequence[Column], *, title: str, figures: Callable[[str], str] = str) -> str:
    """Columns in order of time, the first at the left, with some of their labels underneath.

    `figures` gives the digits of the page's language.
    """
    largest = max((value.lower + value.upper for value in values), default=0)
    if not largest:
        return EMPTY
    shapes = []
    for place, value in enumerate(values):
        lower, upper = 100 * value.lower / largest, 100 * value.upper / largest
        shapes.append(
            f"<g><title>{escape(value.label)}: {figures(f'{value.lower + value.upper:g}')}</title>"
            f'<rect class="first" x="{place + 0.08}" width="0.84" y="{100 - lower:.2f}" '
            f'height="{lower:.2f}"/>'
            f'<rect class="second" x="{place + 0.08}" width="0.84" y="{100 - lower - upper:.2f}" '
            f'height="{upper:.2f}"/></g>'
        )
    step = max(1, len(values) // _TICKS)
    ticks = "".join(f"<bdi>{escape(value.label)}</bdi>" for value in values[::step])
    return (
        f'<div class="columns" dir="ltr"><b class="top">{figures(f"{largest:g}")}</b>'
        f'<svg role="img" aria-label="{escape(title)}" height="170" width="100%" preserveAspectRatio="none" '
        f'viewBox="0 0 {len(values)} 100">{"".join(shapes)}</svg><div class="ticks">{ticks}</div></div>'
    )


EMPTY = '<p class="empty">هنوز چیزی نیست <span lang="en" dir="ltr">nothing yet</span></p>'
