"""`scrapy outlets`: the catalogue as a table, as JSON, or as the page docs/outlets.md."""

from __future__ import annotations

import argparse  # noqa: TC003
import json
import os
import sys
from dataclasses import asdict
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import Console
from rich.table import Table
from scrapy.commands import ScrapyCommand

from newscrawler.outlets import KINDS, Outlet, catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

_USAGE_ERROR = 2
_PAGE = """# Outlets

{count} outlets, {known} of them with a known CMS family. This page is made from `newscrawler/outlets.toml` by
`scrapy outlets --markdown > docs/outlets.md`; a test fails when it is stale.
"""


class Command(ScrapyCommand):
    """Show which outlets exist."""

    requires_project = True
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """Return the line of `scrapy --help`."""
        return "Show the catalogue of outlets"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""
        super().add_options(parser)
        parser.add_argument("--family", help="only outlets of this CMS family")
        parser.add_argument("--kind", help=f"only outlets of this kind: {', '.join(KINDS)}")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print a JSON array with every field")
        form.add_argument("--markdown", action="store_true", help="print the page docs/outlets.md")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the outlets asked for."""
        problem = (
            _unknown("family", opts.family, catalogue().families())
            or _unknown("kind", opts.kind, KINDS)
            or (args and f"scrapy outlets takes no argument, got {args[0]!r}; use --family or --kind")
        )
        if problem:
            print(problem, file=sys.stderr)
            self.exitcode = _USAGE_ERROR
            return
        chosen = [o for o in catalogue() if opts.family in (None, o.family) and opts.kind in (None, o.kind)]
        try:
            _print(chosen, opts)
            sys.stdout.flush()
        except BrokenPipeError:  # `scrapy outlets | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unknown(what: str, value: str | None, known: Sequence[str]) -> str | None:
    """Return the complaint about a value that is none of the known ones."""
    if value is None or value in known:
        return None
    near = get_close_matches(value, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
    return f"no {what} {value!r} in the catalogue; {hint}"


def _print(outlets: Sequence[Outlet], opts: argparse.Namespace) -> None:
    if opts.json:
        print(json.dumps([asdict(outlet) for outlet in outlets], ensure_ascii=False, indent=1))
    elif opts.markdown:
        print(markdown(outlets), end="")
    elif sys.stdout.isatty():
        Console().print(_table(outlets))
    else:
        print("\n".join("\t".join(_row(outlet)) for outlet in outlets))


def _row(outlet: Outlet) -> tuple[str, ...]:
    return outlet.slug, outlet.name_fa or outlet.name_en, outlet.kind, outlet.family or "-", outlet.domains[0]


def _table(outlets: Sequence[Outlet]) -> Table:
    table = Table("outlet", "name", "kind", "family", "domain", caption=f"{len(outlets)} outlets")
    for outlet in outlets:
        table.add_row(*_row(outlet))
    return table


def markdown(outlets: Sequence[Outlet]) -> str:
    """Return the outlets as a Markdown page, one table a kind."""
    parts = [_PAGE.format(count=len(outlets), known=sum(outlet.family is not None for outlet in outlets))]
    for kind in KINDS:
        rows = [outlet for outlet in outlets if outlet.kind == kind]
        if rows:
            parts.append(f"## {kind.capitalize()} ({len(rows)})\n")
            parts.append("| outlet | name | family | domains | remarks |\n| --- | --- | --- | --- | --- |")
            parts.extend(_markdown_row(outlet) for outlet in rows)
            parts.append("")
    return "\n".join(parts)


def _markdown_row(outlet: Outlet) -> str:
    marks = (
        "Built by scripts." * outlet.render,
        "Its certificate is not verified." * (not outlet.verify_tls),
    )
    remarks = " ".join(filter(None, (outlet.reachability, outlet.notes, *marks)))
    cells = (
        f"`{outlet.slug}`",
        outlet.name_fa or outlet.name_en,
        outlet.family or "",
        ", ".join(outlet.domains),
        remarks,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
