"""The lists of docs/reference.md, from the code: `python -m newscrawler.reference > docs/reference.md`."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules

import newscrawler.commands
from newscrawler import errors
from newscrawler.settings import OWN

HEAD = """# Reference

Made by `python -m newscrawler.reference > docs/reference.md`; a test fails when it is stale.
"""


def reference() -> str:
    """The whole page, Markdown."""
    parts = [HEAD, "## Commands\n", "| command | does |", "|---|---|"]
    for module in sorted(each.name for each in iter_modules(newscrawler.commands.__path__)):
        command = import_module(f"newscrawler.commands.{module}").Command()
        usage = f"scrapy {module} {command.syntax()}".rstrip()
        parts.append(f"| `{usage}` | {command.short_desc()} |")
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


def exit_codes() -> list[tuple[int, str, str]]:
    """Code, name and meaning: the string that follows each member of `Exit`."""
    tree = ast.parse(inspect.getsource(errors))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Exit")
    found = []
    for member, doc in pairwise(body):
        if (
            isinstance(member, ast.Assign)
            and isinstance(doc, ast.Expr)
            and isinstance(doc.value, ast.Constant)
        ):
            name = ast.unparse(member.targets[0])
            found.append((int(errors.Exit[name]), name.lower().replace("_", " "), str(doc.value.value)))
    return found


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201
