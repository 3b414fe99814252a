"""What the pages answer to programs: JSON, CSV, headers, refusals."""

from __future__ import annotations

import csv
import io
import json
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from newscrawler.browse.language import Language, texts
from newscrawler.browse.marks import asked_words, compare, difference, found, snippet
from newscrawler.browse.site import listen
from newscrawler.errors import InputError
from tests.browse.conftest import served, stock
from tests.commands.test_shared import create
from tests.conftest import free_port


def get(site: str, path: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
    try:
        with urlopen(Request(site + quote(path, safe="/?&=%:|"), method=method), timeout=30) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode()


def check_answers(site: str) -> None:
    """The same on both databases."""
    told = json.loads(get(site, "/articles.json?q=ساخت&originals=1")[2])
    assert [each["id"] for each in told["articles"]] == ["mehrnews:60"]
    assert told["articles"][0]["version"] == 2
    rows = list(csv.DictReader(io.StringIO(get(site, "/articles.csv?outlet=isna")[2])))
    assert len(rows) == 14
    assert rows[-1]["headline"].startswith("خبر <script>")
    assert rows[0]["headline"] == "'=پل شماره‌ی 37"
    story = json.loads(get(site, "/story.json?id=mehrnews:60")[2])
    assert [each["version"] for each in story["versions"]] == [1, 2]
    assert {each["kind"] for each in story["events"]} == {"original", "copy", "seen"}
    assert get(site, "/story.csv?id=mehrnews:60")[2].count("\r\n") == 3
    board = json.loads(get(site, "/dashboard.json?days=7")[2])
    assert sum(hour["articles"] for hour in board["hours"]) == 2
    assert board["copies"] == [
        {"copied_by": "titronline", "copied_from": "mehrnews", "copies": 1, "similarity": 0.98}
    ]
    assert get(site, "/dashboard.csv?table=outlets")[2].startswith("outlet,articles,copies\r\n")
    assert get(site, "/?q=دستگاه هاي اجرايي")[2].count('class="card"') == 2


def test_json_and_csv(site) -> None:
    check_answers(site)


def test_postgresql_has_the_same_pages(postgres) -> None:
    url = create(postgres, "browse")
    stock(url)
    with served(url) as site:
        check_answers(site)
        assert "SQL" not in get(site, "/")[2]
        assert get(site, "/newscrawler")[0] == 404


def test_every_answer_has_its_headers(site) -> None:
    for path in ("/", "/story?id=x", "/dashboard", "/articles.json", "/nope", "/newscrawler"):
        _, headers, _ = get(site, path)
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "http" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert "script-src" not in get(site, "/")[1]["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nope", 404),
        ("/story.json?id=x", 404),
        ("/articles.json?since=x", 400),
        ("/newscrawler?sql=select+nope", 400),
        ("/newscrawler?sql=delete+from+articles", 400),
        ("/?begin=%00nonsense|&q=پل", 200),
        ("/?begin=99999999999999999999", 200),
        ("/?begin=x|y", 200),
        ("/dashboard?days=-1", 200),
        (f"/?q={'پ' * 3000}", 200),
    ],
)
def test_what_cannot_be_answered_is_no_fault(site, path, status) -> None:
    got, _, body = get(site, path)
    assert got == status
    assert "Traceback" not in body


def test_nothing_can_be_written(site) -> None:
    before = get(site, "/newscrawler/articles.json?_size=0")[2]
    for path in ("/", "/newscrawler", "/newscrawler/articles", "/-/insert"):
        assert get(site, path, "POST")[0] == 405
    assert (
        json.loads(get(site, "/newscrawler/articles.json?_size=0")[2])["filtered_table_rows_count"]
        == (json.loads(before)["filtered_table_rows_count"])
    )


def test_a_port_in_use_is_told_in_a_line() -> None:
    with listen("127.0.0.1", free_port()) as taken:
        taken.listen()
        with pytest.raises(
            InputError, match=r"cannot listen on 127.0.0.1 port \d+: Address already in use; --port"
        ):
            listen("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(InputError, match="cannot listen on"):
        listen("127.0.0.1", 99999)


def test_marks() -> None:
    asked = asked_words("دستگاههای -بد پل")
    assert [piece.text for piece in found("این دستگاه‌هاي نو، و دستگاه های پُل", asked) if piece.mark] == [
        "دستگاه‌هاي",
        "دستگاه های",
        "پُل",
    ]
    assert "".join(piece.text for piece in found("متن پل.", asked)) == "متن پل."
    text = "واژه " * 100 + "پل تازه " + "واژه " * 100
    cut = "".join(piece.text for piece in snippet(text, asked))
    assert cut.startswith("… ")
    assert "پل تازه" in cut
    assert len(cut) < 320
    left, right = difference("الف ب پ", "الف ت پ")
    assert [(p.text, p.mark) for p in left] == [("الف ", ""), ("ب", "removed"), (" پ", "")]
    assert [(p.text, p.mark) for p in right] == [("الف ", ""), ("ت", "added"), (" پ", "")]
    parts = compare("یک\n\nدو\n\nسه", "یک\n\nدو\n\nسه و چهار\n\nپنج")
    assert [part.same for part in parts] == [2, 0]
    assert "".join(piece.text for piece in parts[1].right) == "سه و چهار\n\nپنج"


def test_both_languages_say_everything() -> None:
    for key, pair in texts().items():
        assert len(pair) == 2, key
        assert pair[0].count("{") == pair[1].count("{"), key
    assert Language("fa").span(5400) == "۱٫۵ ساعت"
    assert Language("en").span(40) == "40 s"
    assert Language("en").later(-720) == "−12 min"
