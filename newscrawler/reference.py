"""The lists of docs/reference.md, from the code: `python -m newscrawler.reference > docs/reference.md`."""

from __future__ import annotations

import argparse
import ast
import inspect
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from scrapy.settings import Settings

import newscrawler.commands
from newscrawler import errors
from newscrawler.settings import OWN

if TYPE_CHECKING:
    from scrapy.commands import ScrapyCommand

HEAD = """# Reference

Made by `python -m newscrawler.reference > docs/reference.md`; a test fails when it is stale.
"""


def reference() -> str:
    """The whole page, Markdown."""
    options: list[str] = []
    parts = [HEAD, "## Commands\n", "| command | does |", "|---|---|"]
    for module in sorted(each.name for each in iter_modules(newscrawler.commands.__path__)):
        command = import_module(f"newscrawler.commands.{module}").Command()
        usage = f"scrapy {module} {command.syntax()}".rstrip()
        parts.append(f"| `{usage}` | {command.short_desc()} |")
        options += option_rows(module, command)
    parts += ["\n## Options\n", "Scrapy's own (`-s`, `-L`, …) beside them: `scrapy COMMAND -h`.\n"]
    parts += ["| command | option | meaning |", "|---|---|---|", *options]
    parts += ["\n## Arguments of a spider\n", "`scrapy crawl OUTLET -a name=value -a …`\n"]
    parts += ["| argument | meaning |", "|---|---|"]
    parts += [f"| `{name}=` | {doc} |" for name, doc in spider_arguments()]
    parts += ["\n## Exit codes\n", "| code | name | when |", "|---|---|---|"]
    parts += [f"| {code} | {name} | {doc} |" for code, name, doc in exit_codes()]
    parts += ["\n## Settings\n"]
    parts += [
        "From the environment or `-s NAME=VALUE`, which wins.\n",
        "| setting | default | meaning |",
        "|---|---|---|",
    ]
    parts += [
        f"| `{name}` | {f'`{default}`' if default else '–'} | {doc} |" for name, (default, doc) in OWN.items()
    ]
    return "\n".join(parts) + "\n"


def option_rows(name: str, command: ScrapyCommand) -> list[str]:
    """The options a command adds to Scrapy's, as rows of a table."""
    command.settings = Settings()
    parser, base = argparse.ArgumentParser(), argparse.ArgumentParser()
    command.add_options(parser)
    scrapys = next(each for each in type(command).__mro__ if each.__module__.startswith("scrapy."))
    getattr(scrapys, "add_options")(command, base)  # noqa: B009
    known = {flag for action in base._actions for flag in action.option_strings}  # noqa: SLF001
    rows = []
    for action in parser._actions:  # noqa: SLF001
        flags = [flag for flag in action.option_strings if flag not in known]
        if flags:
            value = "" if action.nargs == 0 else " " + str(action.metavar or _values(action))
            rows.append(f"| {name} | `{', '.join(flags)}{value}` | {action.help} |")
    return rows


def _values(action: argparse.Action) -> str:
    return "\\|".join(map(str, action.choices)) if action.choices else action.dest.upper()


def exit_codes() -> list[tuple[int, str, str]]:
    """Code, name and meaning, from the members of `Exit`."""
    members = documented(inspect.getsource(errors), "Exit")
    return [(int(errors.Exit[name]), name.lower().replace("_", " "), doc) for name, doc in members]


def spider_arguments() -> list[tuple[str, str]]:
    """Name and meaning of each `-a` argument. Read as text: this package does not import spiders."""
    found = find_spec("spiders.arguments")
    assert found is not None  # noqa: S101
    assert found.origin is not None  # noqa: S101
    return documented(Path(found.origin).read_text(encoding="utf-8"), "Arguments")


def documented(source: str, class_name: str) -> list[tuple[str, str]]:
    """The members of a class that a string follows, and the string on one line."""
    classes = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    body = next(node.body for node in classes if node.name == class_name)
    found = []
    for member, doc in pairwise(body):
        if isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant):
            target = member.targets[0] if isinstance(member, ast.Assign) else getattr(member, "target", None)
            if target is not None:
                found.append((ast.unparse(target), " ".join(str(doc.value.value).split())))
    return found


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201
