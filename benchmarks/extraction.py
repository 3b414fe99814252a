r"""Accuracy and speed of extraction beside the rivals, on the same saved pages in the same run.

    python benchmarks/extraction.py [--pages ../shared/pages] [--json] [--only NAME …]

Headline and instant: share that is exact. Body: bag-of-tokens F1 (`[\w\u200c]+`), mean over the articles.
Speed: milliseconds of processor time a page, scaled to 100 kB, median and 95th percentile. Wrongly taken:
pages that are no article and yet gave a body. A rival that isn't installed gets a line that says so (see
benchmarks/requirements.txt).
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from newscrawler.dates import parse_date  # noqa: E402
from newscrawler.reader import read  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TOKEN = re.compile(r"[\w\u200c]+")
STRIPPED = ("class", "id", "itemprop", "role")
NOT_ARTICLES = ("not_article", "listing", "home", "other", "json_home")
Found = tuple[str | None, datetime | None, str]
"""Headline, instant, body."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    articles: int
    headline: float | None
    instant: float | None
    body_f1: float
    ms_median: float
    ms_p95: float
    wrongly_taken: int


def token_f1(expected: str, found: str) -> float:
    """Bag-of-tokens F1 of two texts, 0 to 1."""
    a, b = Counter(TOKEN.findall(expected)), Counter(TOKEN.findall(found))
    common = sum((a & b).values())
    return 2 * common / (sum(a.values()) + sum(b.values())) if common else 0.0


def stripped(page: bytes) -> bytes:
    """The page without any class, id, itemprop, role or JSON-LD."""
    tree = LexborHTMLParser(page.decode("utf-8", "replace"))
    for script in tree.css('script[type*="ld+json"]'):
        script.decompose()
    for node in tree.css("*"):
        for name in STRIPPED:
            if name in node.attrs:
                del node.attrs[name]
    return (tree.html or "").encode()


def ours(family: str) -> Callable[[bytes, str], Found]:
    """Our reader, with all families or with none."""

    def run(page: bytes, url: str) -> Found:
        article = read(page, url, family=family).article
        return (
            (article.headline, article.date_published, article.article_body or "")
            if article
            else (None, None, "")
        )

    return run


def trafilatura() -> Callable[[bytes, str], Found]:
    bare = import_module("trafilatura").bare_extraction

    def run(page: bytes, url: str) -> Found:
        found = bare(page.decode("utf-8", "replace"), url=url, with_metadata=True)
        data = found.as_dict() if hasattr(found, "as_dict") else found or {}
        return data.get("title"), parse_date(data.get("date") or ""), data.get("text") or ""

    return run


def newspaper() -> Callable[[bytes, str], Found]:
    article = import_module("newspaper").Article

    def run(page: bytes, url: str) -> Found:
        found = article(url, language="fa")
        found.download(input_html=page.decode("utf-8", "replace"))
        found.parse()
        when = found.publish_date
        return found.title, when if when and when.tzinfo else None, found.text

    return run


def readability() -> Callable[[bytes, str], Found]:
    document = import_module("readability").Document

    def run(page: bytes, _: str) -> Found:
        found = document(page.decode("utf-8", "replace"))
        tree = LexborHTMLParser(found.summary())
        return found.short_title(), None, tree.text(separator=" ")

    return run


CONTENDERS: dict[str, tuple[Callable[[], Callable[[bytes, str], Found]], str | None, bool]] = {
    "newscrawler (families)": (lambda: ours("auto"), None, False),
    "newscrawler (fallback alone)": (lambda: ours("none"), None, False),
    "newscrawler (fallback, attributes stripped)": (lambda: ours("none"), None, True),
    "trafilatura": (trafilatura, "trafilatura", False),
    "newspaper4k": (newspaper, "newspaper4k", False),
    "readability-lxml": (readability, "readability-lxml", False),
}
"""Name → how to build it, its distribution, whether it gets the stripped pages."""


def load(pages: Path) -> list[dict[str, Any]]:
    """The expected values, each with the page's bytes; BBC's JSON is left to the tests."""
    rows = [json.loads(line) for line in (pages / "expected.jsonl").read_text("utf-8").splitlines()]
    return [
        row | {"bytes": (pages / row["file"]).read_bytes()}
        for row in rows
        if not row["kind"].startswith("json")
    ]


def timed(run: Callable[[bytes, str], Found], page: bytes, url: str, repeats: int) -> tuple[Found, float]:
    """What was found, and the best time of `repeats`, in seconds."""
    best, found = float("inf"), (None, None, "")
    for _ in range(repeats):
        start = time.process_time()
        try:
            found = run(page, url)
        except Exception:  # noqa: BLE001  (a rival that raises has found nothing)
            found = (None, None, "")
        best = min(best, time.process_time() - start)
    return found, best


def score(
    name: str, run: Callable[[bytes, str], Found], rows: Iterable[dict[str, Any]], *, strip: bool
) -> Row:
    """One contender's line."""
    repeats = 5 if name.startswith("newscrawler") else 1
    headlines, instants, bodies, speeds, wrong = [], [], [], [], 0
    for row in rows:
        page = stripped(row["bytes"]) if strip else row["bytes"]
        (headline, instant, body), seconds = timed(run, page, row["url"], repeats)
        if row["kind"] in NOT_ARTICLES:
            wrong += bool(body)
            continue
        headlines.append(" ".join((headline or "").split()) == row["headline"])
        instants.append(instant is not None and instant == datetime.fromisoformat(row["date_published"]))
        bodies.append(token_f1("\n".join(row["article_body"]), body))
        speeds.append(seconds * 1e3 / (len(page) / 1e5))
    mean = statistics.fmean
    p95 = sorted(speeds)[int(0.95 * (len(speeds) - 1))]
    return Row(
        name,
        len(bodies),
        mean(headlines),
        mean(instants),
        mean(bodies),
        statistics.median(speeds),
        p95,
        wrong,
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, default=ROOT.parent / "shared" / "pages")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    parser.add_argument("--only", nargs="*", help="only contenders whose name contains one of these")
    options = parser.parse_args()
    if not (options.pages / "expected.jsonl").is_file():
        print(
            f"no expected.jsonl in {options.pages}; name the folder of saved pages with --pages",
            file=sys.stderr,
        )
        return 2
    rows, results = load(options.pages), []
    for name, (build, distribution, strip) in CONTENDERS.items():
        if options.only and not any(word in name for word in options.only):
            continue
        try:
            label = f"{name} {version(distribution)}" if distribution else name
            results.append(score(label, build(), rows, strip=strip))
        except (ImportError, PackageNotFoundError):
            print(f"{name}: not installed; pip install -r benchmarks/requirements.txt", file=sys.stderr)
    print(json.dumps([asdict(row) for row in results], indent=1) if options.json else table(results))
    return 0


def table(results: list[Row]) -> str:
    """The results as a Markdown table."""
    head = "| | headline | instant | body F1 | ms/100 kB | p95 | wrongly taken |\n" + "|---" * 7 + "|\n"
    lines = (
        f"| {r.name} | {r.headline:.3f} | {r.instant:.3f} | {r.body_f1:.4f} "
        f"| {r.ms_median:.1f} | {r.ms_p95:.1f} | {r.wrongly_taken} |"
        for r in results
    )
    return head + "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
