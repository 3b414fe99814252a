from __future__ import annotations

import gzip
import json
import tracemalloc
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.discovery import read_sitemap
from newscrawler.discovery.decoding import MAX_UNPACKED

URL = "https://www.example.ir/sitemap/news/sitemap.xml"


def test_an_index_gives_documents_with_their_last_change() -> None:
    body = """<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://www.example.ir/sitemap/1405/6/1.xml</loc><lastmod>2026-09-02T11:00:00Z</lastmod></sitemap>
    <sitemap><loc> /sitemap/1405/6/2.xml </loc></sitemap></sitemapindex>"""
    found = read_sitemap(body, URL)
    assert found.links == ()
    assert [(doc.url, doc.date_modified) for doc in found.documents] == [
        ("https://www.example.ir/sitemap/1405/6/1.xml", datetime(2026, 9, 2, 11, tzinfo=UTC)),
        ("https://www.example.ir/sitemap/1405/6/2.xml", None),
    ]


def test_the_news_extension_gives_title_and_publication() -> None:
    body = """<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
    <s:url><s:loc>https://a.ir/news/1/باران</s:loc><s:lastmod>2026-09-02T12:00:00+00:00</s:lastmod>
    <n:news><n:publication><n:name>نمونه</n:name></n:publication><n:title>باران آمد &amp; رفت</n:title>
    <n:publication_date>2026-09-02T14:57:00+03:30</n:publication_date></n:news>
    <image:image><image:loc>https://a.ir/1.jpg</image:loc></image:image></s:url></s:urlset>"""
    (link,) = read_sitemap(body.encode(), URL).links
    assert (link.url, link.headline, link.image) == (
        "https://a.ir/news/1/باران",
        "باران آمد & رفت",
        "https://a.ir/1.jpg",
    )
    assert link.date_published == datetime(2026, 9, 2, 11, 27, tzinfo=UTC)
    assert link.date_modified == datetime(2026, 9, 2, 12, tzinfo=UTC)


def test_json_named_xml_is_read_with_its_own_spelling() -> None:
    leaf = {
        "urls": [
            {
                "news": None,
                "image": None,
                "loc": "https://a.ir/news/1/خبر-یکم",
                "lastmode": "2011-09-11T18:18:00Z",
            },
            {
                "loc": "/news/2",
                "lastmod": "2011-09-11T18:19:00Z",
                "news": {"title": "دو"},
                "image": [{"loc": "/2.jpg"}],
            },
            "junk",
            {"loc": 5},
        ]
    }
    body = json.dumps(leaf, ensure_ascii=False)
    for variant in (body, body.encode("utf-8-sig"), gzip.compress(body.encode())):
        first, second = read_sitemap(variant, URL).links
        assert (first.url, first.date_modified) == (
            "https://a.ir/news/1/خبر-یکم",
            datetime(2011, 9, 11, 18, 18, tzinfo=UTC),
        )
        assert (second.headline, second.image) == ("دو", "https://www.example.ir/2.jpg")


def test_damaged_json_and_foreign_documents_are_named() -> None:
    assert "damaged JSON" in read_sitemap('{"urls": [{"loc": "https://a.ir', URL).problems[0]
    assert "JSON without a list" in read_sitemap('{"error": 404}', URL).problems[0]
    assert read_sitemap("<html></html>", URL).problems == (f"{URL}: no sitemap; check the address",)


def test_reading_stops_at_the_limit_and_says_so() -> None:
    body = "<urlset>" + "".join(f"<url><loc>/{n}</loc></url>" for n in range(30)) + "</urlset>"
    found = read_sitemap(body, URL, limit=10)
    assert [link.url for link in found.links] == [f"https://www.example.ir/{n}" for n in range(10)]
    assert found.problems == (f"{URL}: more than 10 addresses; the rest was left unread",)
    assert read_sitemap(body, URL, limit=30).problems == ()


def test_memory_is_bounded_by_the_limit_not_by_the_sitemap() -> None:
    body = gzip.compress(b"<urlset>" + b"<url><loc>https://a.ir/news/1</loc></url>" * 400_000, 1)
    tracemalloc.start()
    found = read_sitemap(body, URL, limit=5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found.links) == 1
    assert peak < 4 << 20


def test_a_gzip_bomb_is_left_at_the_limit() -> None:
    found = read_sitemap(gzip.compress(b"<urlset>" + b" " * (MAX_UNPACKED + 1), 9), URL)
    assert any("MiB" in problem or "Mi characters" in problem for problem in found.problems)


def test_thousands_of_unclosed_records_are_read_in_one_go() -> None:
    found = read_sitemap("<urlset>" + "<url>" * 20_000 + "<loc>/1</loc>", URL)
    assert [link.url for link in found.links] == ["https://www.example.ir/1"]


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_reading_never_raises(junk: bytes | str) -> None:
    read_sitemap(junk, URL)
    text = junk.decode("latin-1") if isinstance(junk, bytes) else junk
    read_sitemap(f"<urlset><url><loc>{text}</loc><lastmod>{text}</lastmod></url></urlset>", URL)
    read_sitemap('{"urls":[{"loc":' + text + "}]}", URL)


def test_the_saved_leaf_gives_all_its_links(shared) -> None:
    leaf = (shared / "markup/khabaronline.ir-sitemapleaf.json").read_bytes()
    found = read_sitemap(leaf, "https://www.khabaronline.ir/sitemap/1390/6/20.xml")
    assert [link.date_modified for link in found.links] == [
        datetime(2011, 9, 11, 18, 18, tzinfo=UTC),
        datetime(2011, 9, 11, 18, 8, tzinfo=UTC),
        datetime(2011, 9, 11, 18, 0, tzinfo=UTC),
    ]
    assert found.problems == ()
