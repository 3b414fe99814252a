"""Many texts at once: what each is found by is what reading it alone gives."""

from __future__ import annotations

from array import array

from hypothesis import example, given
from hypothesis import strategies as st

from newscrawler.dedup.batch import fingerprints
from newscrawler.dedup.compare import Document
from newscrawler.dedup.notices import watched_lines
from newscrawler.dedup.table import sketch
from tests.pages import PARAGRAPHS

LINES = (
    *PARAGRAPHS,
    "کد خبر: ۱۲۳۴۵",
    "پنج‌شنبه ۱۲ آذر ۱۴۰۵ - ۱۰:۳۰",
    "",
    "龥",
    "ﷺ و ﬁ ۱۲",
    "𐎠 \ud800 🙂",
    "e\u0301té",
    "کوتاه",
)
TEXTS = st.lists(st.sampled_from(LINES) | st.text(max_size=30), max_size=6).map("\n".join)


def alone(headline: str, text: str) -> tuple[bytes, bytes]:
    document = Document.read(headline, text)
    hashes, lines = sketch(document.judged()), watched_lines(document.text.lines)
    return array("I", hashes).tobytes(), array("I", lines).tobytes()


@example([("", "ﷺ و ﬁ ۱۲"), ("", f"{PARAGRAPHS[2]}\ne\u0301té")])
@given(st.lists(st.tuples(st.sampled_from(LINES), TEXTS), max_size=70))
def test_fingerprints_are_those_of_texts_read_alone(texts: list[tuple[str, str]]) -> None:
    assert fingerprints(texts) == [alone(*each) for each in texts]
