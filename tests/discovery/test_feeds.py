from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.discovery import read_feed

URL = "https://www.example.ir/rss"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0"><channel>
<title>خبرگزاری نمونه</title><link>https://www.example.ir/rss</link>
<copyright>All Content is licensed under a Creative Commons Attribution 4.0 International License.</copyright>
<item><title>آب‌انبار کهنه مرمت شد</title><link>https://www.example.ir/news/11/x</link>
<description>یزد- مرمت &lt;b&gt;آب‌انبار&lt;/b&gt; به پایان رسید.</description><content:encoded />
<enclosure url="https://media.example.ir/1.jpg" length="1024000" type="image/jpeg" />
<category domain="yazd">استانها &gt; خراسان شمالی</category>
<pubDate>Wed, 02 Sep 2026 11:28:42 GMT</pubDate><guid>https://www.example.ir/news/11/x</guid></item>
<item><title>دومین خبر</title><link>/news/12#top</link><pubDate>Wed, 02 Sep 2026 14:57:00 +0330</pubDate></item>
</channel></rss>"""


def wrapped(items: str) -> str:
    return f"<rss version='2.0'><channel>{items}</channel></rss>"


def test_an_rss_item_gives_all_it_states() -> None:
    found = read_feed(RSS.encode(), URL)
    first, second = found.links
    assert found.problems == ()
    assert first.url == "https://www.example.ir/news/11/x"
    assert first.headline == "آب‌انبار کهنه مرمت شد"
    assert first.description == "یزد- مرمت آب‌انبار به پایان رسید."
    assert first.date_published == datetime(2026, 9, 2, 11, 28, 42, tzinfo=UTC)
    assert first.section == "استانها > خراسان شمالی"
    assert first.image == "https://media.example.ir/1.jpg"
    assert first.license == "CC BY 4.0"
    assert second.url == "https://www.example.ir/news/12"
    assert second.date_published == datetime(2026, 9, 2, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        RSS.encode("utf-8-sig"),
        RSS.encode("utf-16"),
        RSS.replace("utf-8", "windows-1256").encode(),
        gzip.compress(RSS.encode()),
        b"\n\n<!-- served by cache -->\n" + RSS.encode(),
        RSS,
    ],
    ids=["byte order mark", "utf-16", "wrongly declared 1256", "gzip", "text before the prolog", "str"],
)
def test_the_encoding_is_found_whatever_is_declared(body: bytes | str) -> None:
    assert read_feed(body, URL) == read_feed(RSS.encode(), URL)


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1256", "no-such-thing", "rot13"])
def test_windows_1256_is_read_under_any_declaration(declared: str) -> None:
    text = wrapped("<item><title>گزارش پنجم</title><link>/5</link></item>").replace("ی", "ي")
    body = f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode("cp1256")
    assert read_feed(body, URL).links[0].headline == "گزارش پنجم"


def test_one_broken_byte_leaves_the_text_utf_8() -> None:
    body = RSS.encode().replace("مرمت شد".encode(), "مرمت".encode() + b"\xff", 1)
    assert read_feed(body, URL).links[1].headline == "دومین خبر"


def test_atom_has_its_alternate_link_its_two_instants_and_its_source() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom"><rights>CC BY-SA 3.0</rights><entry>
    <source><title>خبرگزاری دیگر</title><updated>2020-01-01T00:00:00Z</updated></source>
    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">باران <b>پاییزی</b></div></title>
    <link rel="self" href="/atom/3"/><link rel="alternate" type="text/html" href="/news/3"/>
    <link rel="enclosure" type="image/png" href="/3.png"/><category term="a" label="هواشناسی"/>
    <published>2026-09-02T14:00:00+03:30</published><updated>2026-09-02T11:00:00Z</updated>
    <summary type="html">&lt;p&gt;یک&lt;/p&gt;&lt;p&gt;دو&lt;/p&gt;</summary></entry></feed>"""
    (link,) = read_feed(body, URL).links
    assert (link.url, link.headline, link.description) == (
        "https://www.example.ir/news/3",
        "باران پاییزی",
        "یک دو",
    )
    assert link.date_published == datetime(2026, 9, 2, 10, 30, tzinfo=UTC)
    assert link.date_modified == datetime(2026, 9, 2, 11, tzinfo=UTC)
    assert (link.source_name, link.section, link.license) == ("خبرگزاری دیگر", "هواشناسی", "CC BY-SA 3.0")
    assert link.image == "https://www.example.ir/3.png"


def test_rdf_is_read_with_dublin_core_under_any_prefix() -> None:
    body = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:d="http://purl.org/dc/elements/1.1/"><channel><items><rdf:Seq><rdf:li rdf:resource="/7"/></rdf:Seq></items>
    </channel><item rdf:about="/7"><title>هفتم</title><link>/7</link><d:date>2026-09-02T11:28:42+00:00</d:date></item>
    </rdf:RDF>"""
    (link,) = read_feed(body, URL).links
    assert (link.headline, link.date_published) == ("هفتم", datetime(2026, 9, 2, 11, 28, 42, tzinfo=UTC))


def test_undeclared_prefixes_and_a_prefixed_root_are_read() -> None:
    body = '<a:feed><a:entry><a:title>یک</a:title><a:link href="/1"/><media:thumbnail url="/1.jpg"/></a:entry></a:feed>'
    (link,) = read_feed(body, URL).links
    assert (link.headline, link.image) == ("یک", "https://www.example.ir/1.jpg")


def test_html_entities_bare_ampersands_and_control_characters_are_survived() -> None:
    body = wrapped(
        "<item><title>می&zwnj;رود&nbsp;&laquo;R&D&raquo; &amp;quot;x&amp;quot; &nosuch; \x0b\x00</title>"
        "<link>/a?x=1&y=2&copy=3&amp;z=4</link></item>"
    )
    (link,) = read_feed(body, URL).links
    assert link.headline == 'می‌رود «R&D» "x" &nosuch;'
    assert link.url == "https://www.example.ir/a?x=1&y=2&copy=3&z=4"


def test_cdata_is_text_and_its_ampersands_stay() -> None:
    body = wrapped(
        "<item><title><![CDATA[ دولت & <i>مردم</i> ]]></title><link><![CDATA[https://a.ir/?a=1&copy=2]]></link></item>"
    )
    (link,) = read_feed(body, URL).links
    assert (link.headline, link.url) == ("دولت & مردم", "https://a.ir/?a=1&copy=2")


def test_a_broken_item_spoils_no_other_and_a_tear_loses_only_what_follows() -> None:
    body = (
        "<rss><channel><item><title>یک</title><link>/1</link></item>"
        "<item><title>دو <b>درشت</title><description><p>x<br>y</i></description></foo><link>/2</link></item>"
        "<item><title>سه</title><link>/3</link>"
        "<item><title>چهار</title><link>/4</link></item>"
        "<item><title>پنج</title><link>/5</link><descr"
    )
    found = read_feed(body, URL)
    assert [link.url[-1] for link in found.links] == list("12345")
    assert found.links[1].headline == "دو درشت"
    assert found.problems == (f"{URL}: breaks off in the middle of a record",)


def test_entities_of_a_doctype_are_never_resolved(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("گنج")
    body = (
        f'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "{secret.as_uri()}">'
        f'<!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;]>'
        + wrapped("<item><title>&b;&x;</title><link>/1</link></item>")
    )
    (link,) = read_feed(body, URL).links
    assert link.headline == "&b;&x;"


def test_a_commented_item_and_a_repeated_address_count_not() -> None:
    body = wrapped(
        "<!-- <item><link>/0</link></item> --><item><link>/1</link><title>الف</title></item>"
        "<item><link>/1</link><title>ب</title></item>"
    )
    (link,) = read_feed(body, URL).links
    assert link.headline == "الف"


def test_a_guid_stands_in_for_a_missing_link_unless_it_is_no_address() -> None:
    body = wrapped(
        "<item><guid>https://a.ir/1</guid></item><item><guid isPermaLink='false'>https://a.ir/2</guid></item>"
        "<item><guid>tag:3</guid></item><item><link>javascript:alert(1)</link></item><item><link>http://[</link></item>"
    )
    found = read_feed(body, URL)
    assert [link.url for link in found.links] == ["https://a.ir/1"]
    assert found.problems == (f"{URL}: items without an address, passed over: 4",)


def test_a_title_that_looks_like_code_stays_text() -> None:
    title = "'); DROP TABLE articles;-- =1+1 ../../x a < b"
    (link,) = read_feed(wrapped(f"<item><title><![CDATA[{title}]]></title><link>/1</link></item>"), URL).links
    assert link.headline == title


@pytest.mark.parametrize("body", [b"", b"<html><body>no</body></html>", b"\x1f\x8b broken", b"\x00" * 50])
def test_what_is_no_feed_is_named(body: bytes) -> None:
    found = read_feed(body, URL)
    assert found.links == ()
    assert f"{URL}: neither RSS nor Atom; check the address" in found.problems


def test_torn_gzip_gives_what_came_before_the_tear() -> None:
    items = "".join(f"<item><link>/{n * 7919}</link><title>{n * n}</title></item>" for n in range(2000))
    packed = gzip.compress(wrapped(items).encode())
    found = read_feed(packed[: len(packed) // 2], URL)
    assert 500 < len(found.links) < 1500
    assert f"{URL}: gzip data end too early; what came before the tear was read" in found.problems


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_reading_never_raises(junk: bytes | str) -> None:
    read_feed(junk, URL)
    whole = b"<rss><item><link>/1</link>" + (
        junk if isinstance(junk, bytes) else junk.encode("utf-8", "replace")
    )
    read_feed(whole + b"</item></rss>", URL)


def test_the_saved_feeds_give_all_their_links(shared) -> None:
    mehr = read_feed((shared / "markup/mehrnews.com-feed.xml").read_bytes(), "https://www.mehrnews.com/rss")
    assert [link.date_published for link in mehr.links] == [
        datetime(2026, 9, 2, 11, 28, 42, tzinfo=UTC),
        datetime(2026, 9, 2, 11, 27, 49, tzinfo=UTC),
        datetime(2026, 9, 2, 11, 27, 7, tzinfo=UTC),
    ]
    assert {link.license for link in mehr.links} == {"CC BY 4.0"}
    assert [link.section for link in mehr.links] == [
        "استانها > خراسان شمالی",
        "استانها > کرمان",
        "سیاست > سیاست خارجی",
    ]
    assert all(link.headline and link.description and link.image for link in mehr.links)
    irna = read_feed((shared / "markup/irna.ir-feeditem-2020.xml").read_bytes(), "https://www.irna.ir/rss")
    assert [link.date_published for link in irna.links] == [datetime(2020, 3, 14, 15, 42, 9, tzinfo=UTC)]


def test_entities_a_feed_declares_are_told_and_not_put_in() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel>'
    item = "<item><title>&a;&f;خبر</title><link>https://www.mehrnews.com/news/1</link></item>"
    found = read_feed(f"{bomb}{item}</channel></rss>", URL)
    assert [link.headline for link in found.links] == ["&a;&f;خبر"]
    assert found.problems == (f"{URL}: declares entities of its own; they were left as written",)
