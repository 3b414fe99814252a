"""The scores on the saved pages beside the project are pinned: a change that lowers one fails here."""

import json
from datetime import UTC, datetime

import pytest

from benchmarks.extraction import load, ours, score
from newscrawler.reader import read


@pytest.fixture(scope="module")
def rows(shared):
    return load(shared / "pages")


@pytest.mark.parametrize(
    ("family", "strip", "body_f1"),
    [("auto", False, 0.9995), ("none", False, 0.998), ("none", True, 0.998)],
    ids=["families", "fallback alone", "fallback, attributes stripped"],
)
def test_scores(rows, family, strip, body_f1):
    row = score("rivals", ours(family), rows, strip=strip)
    assert row.articles == 38
    assert (row.headline, row.instant, row.wrongly_taken) == (1.0, 1.0, 0)
    assert row.body_f1 >= body_f1


def test_family_section_tags_and_lead(rows):
    for row in rows:
        if row["kind"] == "article" and row["family"]:
            reading = read(row["bytes"], row["url"])
            article = reading.article
            assert reading.family == row["family"]
            assert article.section == row["section"]
            assert article.tags == (row["tags"] or [])
            assert (article.description or "") == (row["description"] or "")


BBC = {
    "articles-c19v65z3lg5o": ("2019-06-12T13:59:06", "جام جهانی فوتبال زنان؛", 3),
    "articles-c4vlle3q337o": ("2018-08-24T14:57:42", "پهپادی که برایتان", 4),
    "articles-c7eel0lmr4do": ("2019-02-11T14:07:45", "پهپادی که برایتان", 4),
    "articles-cej3lzd5e0go": ("2019-10-04T10:36:45", "این عنوان این مقاله", 3),
    "articles-cwd5y325zmmo": ("2021-07-20T08:41:54", "TEST موسس آمازون", 3),
    "cpsAssets-arts-52166891": ("2020-04-04T17:09:14", "هفته هنر و فرهنگ؛", 10),
    "cpsAssets-magazine-49281981": ("2019-08-09T07:52:12", "جشنواره بالون", 7),
    "cpsAssets-magazine-57679929": ("2021-09-30T08:19:34", "اگر یک ماه فقط", 10),
}
"""Story → instant in UTC, how the headline begins, the least number of paragraphs."""
NO_STORIES = {
    "cpsAssets-39120696": "listing",
    "cpsAssets-science-52004647": "listing",
    "frontpage-index": "listing",
    "cpsAssets-iran-23231114": "video",
}


@pytest.mark.parametrize("name", BBC)
def test_bbc_json(shared, name):
    page = (shared / "pages" / "bbc.com_persian" / f"2022_{name}.json").read_bytes()
    article = read(page, f"https://www.bbc.com/persian/{name.partition('-')[2]}").article
    instant, headline, paragraphs = BBC[name]
    assert article.date_published == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert article.headline.startswith(headline)
    body = article.article_body.split("\n\n")
    assert len(body) >= paragraphs
    assert not any("<" in text or "&" in text for text in body)


@pytest.mark.parametrize("name", BBC)
def test_bbc_pages_embed_the_same(shared, name):
    data = json.loads((shared / "pages" / "bbc.com_persian" / f"2022_{name}.json").read_text("utf-8"))
    state = json.dumps({"pageData": data}, ensure_ascii=False)
    page = f"<html><body><div id=root></div><script>window.SIMORGH_DATA={state}</script></body></html>"
    url = "https://www.bbc.com/persian/x"
    assert read(page, url).article.article_body == read(json.dumps(data), url).article.article_body


@pytest.mark.parametrize("name", NO_STORIES)
def test_bbc_indexes_and_players_are_no_articles(shared, name):
    page = (shared / "pages" / "bbc.com_persian" / f"2022_{name}.json").read_bytes()
    reading = read(page, "https://www.bbc.com/persian/x")
    assert (reading.article, reading.reason) == (None, NO_STORIES[name])
