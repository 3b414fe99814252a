"""Pages that list things are made from the code; stale ones fail here."""

from __future__ import annotations

import argparse
import re
from importlib import import_module

import pytest
from scrapy.settings import Settings

from newscrawler.reference import reference
from tests.conftest import ROOT


def test_the_reference_is_the_code_s() -> None:
    stored = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    assert stored == reference(), "stale: python -m newscrawler.reference > docs/reference.md"


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda path: path.name)
def test_links_inside_the_project_lead_somewhere(page) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
COMMAND = re.compile(r"(?:^|[\s;&/])scrapy (\w+)((?: [^\n|&#`;)]*)?)")


def told_commands():
    for page in PAGES:
        for name, rest in COMMAND.findall(
            "\n".join(re.findall(r"```.*?```", page.read_text("utf-8"), re.DOTALL))
        ):
            yield pytest.param(name, rest, id=f"{page.stem}: {name}{rest}")


@pytest.mark.parametrize(("name", "rest"), list(told_commands()))
def test_every_command_a_page_tells_of_exists_with_its_options(name, rest) -> None:
    if name == "list":
        return
    command = import_module(f"newscrawler.commands.{name}").Command()
    command.settings = Settings()
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    options = {flag for action in parser._actions for flag in action.option_strings}
    assert set(re.findall(r"(?<=\s)(--[\w-]+|-\w)\b", rest)) <= options
