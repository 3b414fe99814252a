"""Pages that list things are made from the code; stale ones fail here."""

from __future__ import annotations

import re

import pytest

from newscrawler.reference import reference
from tests.conftest import ROOT


def test_the_reference_is_the_code_s() -> None:
    stored = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    assert stored == reference(), "stale: python -m newscrawler.reference > docs/reference.md"


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda path: path.name)
def test_links_inside_the_project_lead_somewhere(page) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
