"""`scrapy record`."""

from __future__ import annotations

import json
import tomllib

from tests.invented import article


def test_a_page_becomes_a_fixture_its_json_and_a_stub_for_the_catalogue(scrapy, tmp_path) -> None:
    page = tmp_path / "page.html"
    head = '<link rel=alternate type="application/rss+xml" href="/all.php">'
    page.write_text(article(3).html.replace("<title>", f"{head}<title>"), encoding="utf-8")
    url = "https://www.nobody-knows.ir/news/1234567/x"
    done = scrapy("record", str(page), "--url", url, "--to", str(tmp_path / "to"), "--name", "first")
    assert done.returncode == 0, done.stderr
    fixture = (tmp_path / "to/first.html").read_text(encoding="utf-8")
    said = json.loads((tmp_path / "to/first.json").read_text(encoding="utf-8"))
    assert article(3).paragraphs[0] not in fixture
    assert said["headline"] in fixture
    assert said["id"] == "nobodyknows:1234567"  # as it will be once the stub is in the catalogue
    assert said["date_published"].startswith("2024-02-06T1")
    (outlet,) = tomllib.loads(done.stdout)["outlet"]
    assert outlet["slug"] == "nobodyknows"
    assert outlet["domains"] == ["nobody-knows.ir"]
    assert outlet["home"] == "https://www.nobody-knows.ir"
    assert outlet["feeds"] == ["https://www.nobody-knows.ir/all.php"]


def test_what_is_no_article_is_not_recorded(scrapy, tmp_path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>هیچ</p>", encoding="utf-8")
    done = scrapy("record", str(page), "--url", "https://example.ir/1", "--to", str(tmp_path / "to"))
    assert (done.returncode, done.stdout) == (3, "")
    assert "no article" in done.stderr
    assert not (tmp_path / "to").exists()


def test_a_file_needs_its_address(scrapy, tmp_path) -> None:
    page = tmp_path / "page.html"
    page.write_text(article(3).html, encoding="utf-8")
    done = scrapy("record", str(page))
    assert done.returncode == 2
    assert "say which address it came from with --url" in done.stderr
