"""Invented pages of every make: the scores of the rules that know no site are pinned, whatever is beside us."""

from statistics import fmean

import pytest

from benchmarks.extraction import stripped, token_f1
from newscrawler.reader import read
from tests.invented import MINUTE, article, other

PAGES = 250


@pytest.fixture(scope="module", params=["as made", "attributes stripped"])
def readings(request):
    bare = request.param == "attributes stripped"
    made = [article(number) for number in range(PAGES)]
    pages = [stripped(page.html.encode()) if bare else page.html for page in made]
    return [
        (page, read(html, page.url, family="none").article) for page, html in zip(made, pages, strict=True)
    ]


def test_nearly_every_page_is_read(readings):
    assert sum(article is None for _, article in readings) <= 1


def test_headlines(readings):
    assert fmean(bool(article) and article.headline == page.headline for page, article in readings) >= 0.995


def test_instants(readings):
    found = [article.date_published if article else None for _, article in readings]
    assert fmean(bool(each) and each.timestamp() // 60 == MINUTE for each in found) >= 0.99


def test_bodies(readings):
    scores = []
    for page, found in readings:
        body = (found.article_body or "") if found else ""
        lead_inside = page.lead is not None and page.lead in body
        scores.append(token_f1("\n".join([page.lead] * lead_inside + page.paragraphs), body))
    assert fmean(scores) >= 0.995


def test_no_other_page_is_taken_for_an_article():
    pages = [other(number) for number in range(PAGES)]
    taken = [number for number, page in enumerate(pages) if read(page.html, page.url, family="none").article]
    assert taken == []
