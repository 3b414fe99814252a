"""`scrapy extract`."""

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = "مدیر سد بزرگ شهر گفت که باران دیشب، پس از سه سال کم‌آبی، سد را تا لبه پر کرد و دریچه‌ها بامداد باز شد."
PAGE = (
    '<html><head><meta charset=utf-8><meta name=generator content="www.nastooh.ir">'
    '<meta property="article:published_time" content="2024-02-06T10:02:00Z"></head><body>'
    f"<h1 class=title>باران سد را پر کرد</h1><div class=item-text itemprop=articleBody><p>{TEXT}</p></div></body></html>"
)


@pytest.fixture
def run(zygote, tmp_path):
    """Run the command in the project, away from its data folder."""
    data = {"NEWSCRAWLER_DATA_DIR": str(tmp_path / "data")}

    def command(*arguments, **more):
        return zygote.run("extract", *arguments, folder=tmp_path, **(data | more))

    return command


@pytest.fixture
def saved(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    return str(page)


def test_a_file_becomes_json(run, saved):
    done = run("--url", "https://www.mehrnews.com/news/6031946/x", saved)
    article = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert article["id"] == "mehrnews:6031946"
    assert article["headline"] == "باران سد را پر کرد"
    assert article["date_published"] == "2024-02-06T10:02:00+00:00"
    assert article["provenance"]["date_published"] == "nastooh:meta[article:published_time]"


def test_explain_lists_the_candidates_and_the_winner(run, saved):
    done = run("--explain", "--url", "https://www.mehrnews.com/news/6031946/x", saved)
    report = json.loads(done.stdout)
    assert report["family"] == "nastooh"
    bodies = {each["rule"]: each["won"] for each in report["candidates"]["article_body"]}
    assert {each["why"] for each in report["candidates"]["article_body"]} == {
        "the first rule that found a value",
        "not asked: an earlier rule won",
    }
    assert bodies["generic:density"] is False
    assert next(won for rule, won in bodies.items() if rule.startswith("nastooh:")) is True


def test_the_family_can_be_chosen(run, saved):
    done = run("--family", "none", saved)
    article = json.loads(done.stdout)
    assert article["provenance"]["article_body"] == "generic:density"


def test_no_article_is_exit_3_and_names_the_reason(run, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<html><body><script>window.AR_SiteKey=1</script></body></html>", encoding="utf-8")
    done = run(str(page))
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr == f"newscrawler: {page}: no article: challenge:arvancloud\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no/such/file.html"], "no/such/file.html: can't be read: No such file"),
        ([], "name one address or file"),
        (["a", "b"], "name one address or file"),
        (["--family", "nastoh", "FILE"], "unknown family 'nastoh'"),
        (["."], "can't be read"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_exit_2(run, saved, arguments, words):
    done = run(*[saved if each == "FILE" else each for each in arguments])
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert words in done.stderr


@pytest.fixture
def site(tmp_path, saved):
    """Serve the page on loopback."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_address_is_fetched(run, site):
    done = run(f"{site}/page.html", NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES="1")
    article = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert article["article_body"] == TEXT
    assert article["date_downloaded"].endswith("+00:00")


def test_robots_are_obeyed(run, site, tmp_path):
    (tmp_path / "robots.txt").write_text("User-agent: *\nDisallow: /page\n", encoding="utf-8")
    done = run(f"{site}/page.html", NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES="1")
    assert done.returncode == 2
    assert "robots.txt" in done.stderr
    assert done.stderr.count("\n") == 1


def test_private_addresses_are_refused(run, site):
    done = run(f"{site}/page.html")
    assert done.returncode == 2
    assert "private address refused" in done.stderr


def test_nothing_is_stored(run, site, tmp_path):
    run(f"{site}/page.html", NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES="1")
    assert not (tmp_path / "data").exists()
