# ruff: noqa: E501  (a page of prose)
"""docs/normalisation.md, written from the tables that do the work: `python -m newscrawler.text.manual`."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

from newscrawler.text.evidence import ACCEPT, HISTORIES
from newscrawler.text.phrases import RULES
from newscrawler.text.tables import FOLDS, ORDER, Fold

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "normalisation.md"
_SHOWN = 8


def _named(characters: str) -> str:
    """Return characters as code points, visible ones shown beside; long groups as ranges of their ends."""
    if len(characters) > _SHOWN:
        return f"{len(characters)} from U+{ord(min(characters)):04X} to U+{ord(max(characters)):04X}"
    visible = (c if unicodedata.category(c)[0] in "LPSN" else "" for c in characters)
    return ", ".join(f"{glyph} U+{ord(c):04X}".strip() for c, glyph in zip(characters, visible, strict=True))


def _becomes(fold: Fold) -> str:
    names = {"": "nothing", " ": "a blank", "\n": "a line end"}
    return names.get(fold.becomes, _named(fold.becomes))


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    cells = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells)


def manual() -> str:
    """Return the page."""
    steps = _table(("step", "what, for example", "what is done, and why"), list(ORDER))
    folds = _table(
        ("group", "characters", "become", "why"),
        [(f.name, _named(f.chars), _becomes(f), f.why) for f in FOLDS],
    )
    shares = _table(
        ("history", "prior", "kept", "deleted", "spaced"),
        [(h.name, *(f"{share:.3f}" for share in h[1:])) for h in HISTORIES],
    )
    kinds = _table(
        ("kind", "rules"), [(k, str(n)) for k, n in sorted(Counter(r.kind for r in RULES).items())]
    )
    return f"""# Normalisation

This page is written by `python -m newscrawler.text.manual` from the tables the code works with; a test fails when it
is stale. `newscrawler.normalize(text)` does all of it, `zwnj=False` all but the half-spaces. It is idempotent.

## Steps, in their order

{steps}

## Characters

{folds}

Tanwin (U+064B–064D) stays. Digits keep their script, but for Arabic ones and numbers in two scripts.

## Half-spaces

A word or pair that may have lost a half-space (ZWNJ) is a candidate: found in the tables of `newscrawler/text/data`, or
proposed by the gap model for words no table knows. Whether it is repaired is decided per text. The text is taken
for one of these histories, by Bayes' rule over the half-spaces it has and those it seems to lack:

{shares}

A candidate is repaired when its probability, over all histories, passes {ACCEPT}. So a text that spells well is left
almost untouched, and a text whose half-spaces were stripped is not also joined where it has spaces.
A pair that the text itself writes as one word elsewhere counts as sure, so that «مردمی سازی» beside «مردمیسازی» is joined.
What is looked up was settled when the tables were built: a forest of
boosted trees judged every word and every pair of neighbours the corpora and the word lists know; the gap model
judges the rest at run time: a logistic one, and for words smaller trees that give what it does not rule out a second look.
A pair whose second word no table knows is as sure as the pair it is an inflection of («چشم اندازها», «چشم انداز»).

Pass whole documents. Words with Kurdish or Pashto letters, addresses and hashtags are left alone.

The tables are rebuilt, always to the same bytes, from the files `newscrawler/text/data/NOTICE` names (`lightgbm` is needed,
see `newscrawler/text/build/requirements.txt`):

    python -m newscrawler.text.build train_perdt.txt --fit news.txt --hazm DIR --shekar DIR --lilak DIR --to newscrawler/text/data

## Boilerplate

`newscrawler.text.phrases.strip_boilerplate(paragraphs)` drops these kinds and counts them:

{kinds}
"""


if __name__ == "__main__":
    MANUAL.parent.mkdir(exist_ok=True)
    MANUAL.write_text(manual(), encoding="utf-8")
