"""Invented Persian news for measuring near-duplicate indexes: strangers, report families, copies.

Nothing is taken from a corpus: sentences are strung from made-up words, so that any number of documents can
be made, and the families of reports (dedup_corpus.toml) are others than those of the shared benchmark.
"""

from __future__ import annotations

import random
import tomllib
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_NOTICES = _DATA["words"].pop("notices")
_WORDS = {name: words.split() for name, words in _DATA["words"].items()}
_FIGURES = (  # spans of the figures n1, n2 … of a report
    (60, 120), (10, 99), (60, 120), (10, 99), (100, 30000), (900000, 2900000),
    (100, 990), (1000, 9900), (2, 29), (1, 6), (0, 3), (0, 3),
)  # fmt: skip
COPIES = ("letters", "half-space", "notices", "headline", "lead", "cut", "slips", "update")
REPORT_COPIES = ("letters", "notices", "headline", "lead", "slips")


class Made(NamedTuple):
    """One invented document: copies have one `story`; other stories of one `family` must stay apart."""

    story: str
    kind: str
    family: str
    headline: str
    body: str


class Writer:
    """Writes articles that share only the language's small words, and reports by the family."""

    def __init__(self, seed: int) -> None:
        """Everything written follows from `seed`."""
        self.rng = random.Random(seed)
        made = {
            "".join(self.rng.choices(_WORDS["syllable"], k=self.rng.choice((2, 2, 3)))) for _ in range(20_000)
        }
        self._made = sorted(made)
        self._persons = [" ".join(name) for name in product(_WORDS["first"], _WORDS["last"])]
        self.rng.shuffle(self._persons)

    def sentence(self) -> str:
        """Write 10 to 24 words, the common ones more often."""
        rng = self.rng
        words = [
            rng.choice(_WORDS["glue"])
            if rng.random() < 0.35
            else self._made[int(len(self._made) * rng.random() ** 2)]
            for _ in range(rng.randint(9, 22))
        ]
        if rng.random() < 0.3:
            words.insert(3, str(rng.randint(2, 999)))
        return " ".join([*words, rng.choice(_WORDS["verb"])]) + "."

    def article(self) -> tuple[str, str]:
        """Write a headline and 3 to 10 paragraphs, about 1,500 characters in all."""
        rng = self.rng
        lines = [
            " ".join(self.sentence() for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(3, 10))
        ]
        lines[0] = f"به گزارش خبرنگار ما از {rng.choice(_WORDS['place'])}، {lines[0]}"
        if rng.random() < 0.3:
            lines.append(rng.choice(_NOTICES))
        return self.sentence()[:60], "\n".join(lines)

    def report(self, family: str) -> tuple[str, str]:
        """Write another day's report of a family, about persons no report was about before."""
        rng = self.rng
        places, teams = rng.sample(_WORDS["place"], 2), rng.sample(_WORDS["team"], 2)
        slots = {f"n{slot}": str(rng.randint(*span)) for slot, span in enumerate(_FIGURES, 1)}
        slots |= dict(zip("pqcdtu", [self._persons.pop(), self._persons.pop(), *places, *teams], strict=True))
        slots |= {
            "o": rng.choice(_WORDS["office"]),
            "w": rng.choice(_WORDS["day"]),
            "m": rng.choice(_WORDS["month"]),
        }
        text = _DATA["families"][family]
        return text["headline"].format(**slots), text["body"].format(**slots)

    def copy(self, kind: str, headline: str, body: str) -> tuple[str, str]:
        """Write what another outlet makes of an article."""
        rng = self.rng
        lines = body.split("\n")
        match kind:
            case "letters":
                body = body.replace("ی", "ي").replace("ک", "ك")
            case "half-space":
                body = body.replace("\u200c", " ")
            case "notices":
                body = "\n".join(
                    [f"به نقل از {rng.choice(_WORDS['team'])}،", *lines, *rng.sample(_NOTICES, 2)]
                )
            case "headline":
                headline = "آنچه باید بدانید"
            case "lead":
                body = f"{self.sentence()}\n{body}"
            case "cut":
                body = "\n".join(lines[:2])
            case "slips":
                kept = (
                    c if rng.random() > 0.02 or not c.isalpha() else rng.choice("ابتدرسشنمی") for c in body
                )
                body = "".join(kept)
            case "update":
                lines.insert(rng.randint(1, len(lines)), self.sentence())
                body = "\n".join(lines)
        return headline, body


def families() -> list[str]:
    """Name the families of reports."""
    return sorted(_DATA["families"])


def quality_set(seed: int, stories: int = 800, days: int = 40) -> list[Made]:
    """Make articles with four copies each and every family on `days` days with two, in order of time."""
    writer = Writer(seed)
    rng = writer.rng
    timed: list[tuple[float, Made]] = []
    for number, family in enumerate([""] * stories + families() * days):
        headline, body = writer.report(family) if family else writer.article()
        start = rng.random()
        timed.append((start, Made(f"{number}", "base", family, headline, body)))
        for kind in rng.sample(REPORT_COPIES, 2) if family else rng.sample(COPIES, 4):
            copy = Made(f"{number}", kind, family, *writer.copy(kind, headline, body))
            timed.append((start + rng.random() / 20, copy))
    return [made for _, made in sorted(timed, key=lambda pair: pair[0])]


def stream(seed: int, documents: int, copies: float = 0.3) -> Iterator[tuple[str, str]]:
    """Make headlines and bodies, a share of them copies of one of the latest 2,000 articles."""
    return islice(_endless(seed, copies), documents)


def _endless(seed: int, copies: float) -> Iterator[tuple[str, str]]:
    writer = Writer(seed)
    rng = writer.rng
    recent: list[tuple[str, str]] = []
    while True:
        if recent and rng.random() < copies:
            yield writer.copy(rng.choice(COPIES), *rng.choice(recent))
            continue
        fresh = writer.article()
        if len(recent) < 2000:
            recent.append(fresh)
        else:
            recent[rng.randrange(2000)] = fresh
        yield fresh
