"""The house's rules: who may import whom, and how large a room may grow."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

ANY = ("newscrawler",)
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "newscrawler.text": (),
    "newscrawler.items": (),
    "newscrawler.errors": (),
    "newscrawler.schema": ("items",),
    "newscrawler.dates": ("text",),
    "newscrawler.urls": ("text", "url_rules"),
    "newscrawler.url_rules": (),
    "newscrawler.build_outlets": ("outlets", "urls", "text"),
    "newscrawler.outlets": ("text",),
    "newscrawler.extraction": ("text", "dates", "items"),
    "newscrawler.families": ("extraction", "urls", "text"),
    "newscrawler.reader": ("text", "dates", "items", "extraction", "families", "urls", "outlets"),
    "newscrawler.refining": ("text", "outlets", "items"),
    "newscrawler.discovery": ("families", "dates", "urls", "text", "items"),
    "newscrawler.dedup": ("text", "items"),
    "newscrawler.collector": (),
    "newscrawler.helping": ("collector",),
    "newscrawler.storage": ("items", "dedup", "errors", "text", "helping"),
    "newscrawler.handoff": (
        "items",
        "schema",
        "storage",
        "outlets",
        "dates",
        "text",
        "errors",
        "__version__",
    ),
    "newscrawler.archive": ("errors",),
    "newscrawler.reparsing": ("archive", "reader", "refining", "items"),
    "newscrawler.partitions": ("archive", "reparsing", "storage", "errors"),
    "newscrawler.spark": (
        *("archive", "reparsing", "refining", "partitions", "dedup", "storage", "items", "errors"),
    ),
    "newscrawler.monitoring": ("items", "storage", "errors"),
}
"""Room → rooms it may import, beside itself. Rooms not named here are shells and may import any but
`spiders` and `pipelines`."""

TOUCHES_FILES = {
    *("newscrawler.storage", "newscrawler.archive", "newscrawler.monitoring", "newscrawler.handoff"),
    *("newscrawler.reparsing", "newscrawler.partitions", "newscrawler.spark", "newscrawler.helping"),
}
PURE = tuple(room for room in MAY_IMPORT if room not in TOUCHES_FILES)
NOT_PURE = {"scrapy", "twisted", "requests", "socket", "sqlalchemy", "asyncio", "urllib.request"}

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("newscrawler", "spiders", "pipelines")
    for path in (ROOT / package).rglob("*.py")
}


def imports(path: Path, *, lazy: bool = True) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree) if lazy else tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def room_of(module: str) -> str | None:
    return next((room for room in MAY_IMPORT if module == room or module.startswith(room + ".")), None)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_only_what_its_room_may(module: str) -> None:
    found = imports(MODULES[module])
    other = {"spiders": {"pipelines"}, "pipelines": {"spiders"}}.get(
        module.split(".", maxsplit=1)[0], {"spiders", "pipelines"}
    )
    assert not {name for name in found if name.split(".")[0] in other}
    room = room_of(module)
    if room is None:
        return
    allowed = (room, *(f"newscrawler.{name}" for name in MAY_IMPORT[room]))
    wrong = {
        name
        for name in found
        if name.split(".")[0] == "newscrawler"
        and not any(name == each or name.startswith(each + ".") for each in allowed)
    }
    assert not wrong, f"{module} may not import {wrong}; the table is in docs/architecture.md"


@pytest.mark.parametrize("module", sorted(name for name in MODULES if room_of(name) in PURE))
def test_a_core_module_is_pure(module: str) -> None:
    found = imports(MODULES[module])
    assert not {name for name in found if any(name == bad or name.startswith(bad + ".") for bad in NOT_PURE)}


def test_there_are_no_import_circles() -> None:
    graph = {
        module: {
            target
            for name in imports(path, lazy=False)
            if (target := name if name in MODULES else name.rsplit(".", 1)[0]) in MODULES
            and not f"{module}.".startswith(f"{target}.")
        }
        for module, path in MODULES.items()
    }
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join((*trail[trail.index(module) :], module))
        if module not in done:
            for target in graph[module]:
                visit(target, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("path", sorted((ROOT / "pipelines").glob("*.py")), ids=lambda path: path.stem)
def test_a_pipeline_is_thin(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 70
