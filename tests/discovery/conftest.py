"""A family to read listings with."""

from __future__ import annotations

import re

import pytest

from newscrawler.families.base import Family, Listing


@pytest.fixture(scope="session")
def family() -> Family:
    return Family(
        name="nastooh",
        article_url=re.compile(r"^/(?:news|photo|video|report)/(?P<id>\d+)"),
        fingerprints=('meta[property="nastooh:pageType"]',),
        listing=Listing(
            item="li:has(.desc time)",
            link="h3 a",
            time="time",
            kicker="h4",
            lead=".desc > p",
            next_page=".pagination .active + li a",
        ),
    )
