"""One address per article, and never one for two."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.urls import article_id, canonicalize, host_of, is_http, native_id, registrable_domain

SAME = [
    [
        "https://www.mehrnews.com/news/6001234/نمونه-یک-خبر",
        "http://mehrnews.com/news/6001234",
        "https://www.mehrnews.com/news/6001234/%D9%86%D9%85%D9%88%D9%86%D9%87?utm_source=x&utm_medium=y#comments",
        "https://m.mehrnews.com/news/6001234/نمونه/?fbclid=abc",
        "//www.mehrnews.com:443/news/6001234/amp",
    ],
    [
        "https://www.khabarfoori.com/بخش-حوادث-96/3000001-نمونه-خبر",
        "https://www.khabarfoori.com/%D8%A8%D8%AE%D8%B4-%D8%A7%D8%AC%D8%AA%D9%85%D8%A7%D8%B9%DB%8C-158/3000001-نمونه",
        "https://khabarfoori.com/fa/tiny/news-3000001",
        "https://khabarfoori.com/fa/news/3000001",
    ],
    [
        "https://titr.online/fa/news/9000001",
        "https://www.negaronline.ir/fa/news/9000001/slug",
        "http://zendegi.online/news/9000001",
        "https://www.titronline.org/fa/news/9000001/",
    ],
    [
        "https://www.tasnimnews.com/fa/news/1402/12/03/3000001/نمونه",
        "https://www.tasnimnews.ir/fa/news/1402/12/03/3000001/",
        "https://tn.ai/3000001",
    ],
    ["https://www.mashreghnews.ir/news/1500001/slug", "https://mshrgh.ir/1500001"],
    ["https://www.radiofarda.com/a/some-slug/32000001.html", "https://www.radiofarda.com/amp/32000001.html"],
    ["https://parstoday.ir/fa/news/world-i200001-نمونه".replace("-نمونه", ""), "https://parstoday.com/fa/x-i200001"],
    ["https://www.tabnak.ir/fa/news/1200001/نمونه", "http://tabnak.ir/fa/news/1200001/"],
    ["https://khabarban.com/a/40000001", "https://40000001.khabarban.com/", "https://khabarban.com/40000001/slug_x"],
    ["https://x.ir/a/b?b=2&a=1", "http://www.x.ir/a//b/?a=1&b=2&gclid=z"],
    ["https://x.ir/%7euser/%d9%85", "https://x.ir/~user/م"],
]  # fmt: skip

DIFFERENT = [
    ("https://one.ir/news/123456", "https://two.ir/news/123456"),
    ("https://one.ir/news/123456", "https://one.ir/en/news/123456"),
    ("https://one.ir/news/2024/slug-a", "https://one.ir/news/2024/slug-b"),
    ("https://one.ir/news/12/slug-a", "https://one.ir/news/12/slug-b"),
    ("https://one.ir/view.php?id=1", "https://one.ir/view.php?id=2"),
    ("https://one.ir/?p=1", "https://one.ir/?p=2"),
    ("https://hamshahrionline.ir/x952R", "https://hamshahrionline.ir/x952r"),
    ("https://fa.one.ir/a", "https://one.ir/a"),
    ("https://one.ir/a%2Fb", "https://one.ir/a/b"),
    ("https://one.ir/#!/news/1", "https://one.ir/#!/news/2"),
    ("https://one.ir/video/123456", "https://one.ir/news/123456"),
]


@pytest.mark.parametrize("urls", SAME, ids=lambda urls: urls[0])
def test_addresses_of_one_article_are_one(urls):
    assert len({canonicalize(url) for url in urls}) == 1
    assert len({native_id(url) for url in urls}) == 1


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_addresses_of_two_articles_stay_two(a, b):
    assert canonicalize(a) != canonicalize(b)
    assert article_id("x", a) != article_id("x", b) or registrable_domain(a) != registrable_domain(b)


def test_the_canonical_form_is_readable():
    assert (
        canonicalize("HTTP://WWW.One.IR:80/%D8%AE%D8%A8%D8%B1-%d8%b1%d9%88%d8%b2/?utm_source=a#x")
        == "https://one.ir/خبر-روز"
    )


@pytest.mark.parametrize(
    ("url", "native"),
    [
        ("https://www.isna.ir/news/1402120302145/نمونه", "1402120302145"),
        ("https://www.yjc.ir/fa/news/7000001", "7000001"),
        ("https://www.aryanews.com/News/120200622120908039/x", "120200622120908039"),
        ("https://www.darivoa.com/a/some-title/7000001.html", "7000001"),
        ("https://www.bbc.com/persian/articles/c0abcdefghxo", "c0abcdefghxo"),
        ("https://www.shahrekhabar.com/news/178834854058097", "178834854058097"),
        ("https://irannewspaper.ir/9139/2/164755", "164755"),
        ("https://one.ir/en/news/123456/title", "en-123456"),
        ("https://one.ir/video/123456/title", "video-123456"),
        ("https://one.ir/some-title", None),
        ("https://one.ir/news/2024/some-title", None),
        ("mailto:someone@example.org", None),
    ],
)
def test_native_ids(url, native):
    assert native_id(url) == native


def test_article_ids_fall_back_to_a_hash_of_the_canonical_address():
    assert article_id("mehrnews", "https://www.mehrnews.com/news/6001234/x") == "mehrnews:6001234"
    plain = article_id("one", "https://one.ir/some-title")
    assert plain == article_id("one", "http://www.one.ir/some-title/?utm_source=x")
    assert len(plain.removeprefix("one:")) == 16


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "mailto:a@b.ir",
        "javascript:void(0)",
        "http://[::1",
        "http://a:port/",
        "/relative",
        "http://",
    ],
)
def test_what_is_no_address_comes_back_as_it_is(text):
    assert canonicalize(text) == text.strip()
    assert not is_http(text)


def test_hosts_and_domains():
    assert host_of("https://WWW.Mehrnews.com:443/x") == "www.mehrnews.com"
    assert host_of("nothing") == ""
    assert registrable_domain("https://per.euronews.com/a") == "euronews.com"
    assert registrable_domain("news.tavanir.org.ir") == "tavanir.org.ir"
    assert registrable_domain("http://127.0.0.1:8000/") == "127.0.0.1"
    assert canonicalize("https://m.ir/x") == "https://m.ir/x"


hosts = st.sampled_from(
    ["one.ir", "www.one.ir", "m.two.co.uk", "titr.online", "tasnimnews.ir", "khabarban.com", "amp.x.news"]
)
paths = st.text(alphabet=string.ascii_letters + "/%.;-_0129\u200c ابپ٪ADFdf[]|\\\u00a0é", max_size=40)


@given(hosts, paths, st.text(alphabet="ab=&%25utm_ref#?+ پ", max_size=20))
def test_canonicalize_is_idempotent(host, path, query):
    once = canonicalize(f"http://{host}/{path}?{query}")
    assert canonicalize(once) == once


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    once = canonicalize(text)
    assert canonicalize(once) == once
    native_id(text)
    registrable_domain(text)


FORMS = [
    "https://www.one.ir/news/{}/x", "https://one.ir/fa/news/{}", "https://one.ir/بخش-x-3/{}-y", "https://tn.ai/{}",
    "https://www.tasnimnews.com/fa/news/1402/12/03/{}/x", "https://zendegi.online/news/{}", "https://khabarban.com/{}/x",
    "https://one.ir/a/x/{}.html", "https://one.ir/fa/tiny/news-{}", "https://parstoday.ir/fa/x-i{}", "https://one.ir/?p={}",
]  # fmt: skip


@given(st.sampled_from(FORMS), st.integers(1000, 10**15), st.integers(1000, 10**15))
def test_two_ids_are_never_merged(form, a, b):
    assert (canonicalize(form.format(a)) == canonicalize(form.format(b))) is (a == b)
    assert (article_id("o", form.format(a)) == article_id("o", form.format(b))) is (a == b)


@given(st.sampled_from(FORMS), st.integers(100_000, 10**15))
def test_a_canonical_address_keeps_its_native_id(form, number):
    url = form.format(number)
    assert native_id(canonicalize(url)) == native_id(url)
