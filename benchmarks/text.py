# ruff: noqa: E501  (prose for the page)
"""Half-spaces, characters and speed: ours beside hazm, rishe, shekar, python-negar and virastar, where installed.

usage: python benchmarks/text.py [--sentences N] [--write]

Gold data is read from ../shared/text (or NEWSCRAWLER_SHARED). Each system runs in a process of its own, on the same
sentences, one after the other; absent ones are left out. `make rivals` puts those that cannot live beside ours
(hazm needs an old numpy, virastar needs node) under build/rivals. --write puts the table into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
GOLD = Path(os.environ.get("NEWSCRAWLER_SHARED", ROOT.parent / "shared")) / "text"
REPORT = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- text:begin -->", "<!-- text:end -->"
ZWNJ = "\u200c"
DOCUMENTS = {
    "10 % deleted": (0.1, 0.0),
    "10 % spaced": (0.0, 0.1),
    "half deleted": (0.5, 0.0),
    "half spaced": (0.0, 0.5),
    "90 % deleted, 10 % spaced": (0.9, 0.1),
    "10 % deleted, 90 % spaced": (0.1, 0.9),
}
"""Of a document's half-spaces, how many are deleted and typed as spaces; the rest stands."""
DOCUMENT = 20
"""Sentences."""
SYSTEMS = ("newscrawler", "hazm", "rishe", "shekar", "negar", "virastar")
RIVALS = ROOT / "build" / "rivals"
VIRASTAR = """
const Virastar = require("virastar"), fix = new Virastar();
require("readline").createInterface({input: process.stdin}).on("line", line =>
  process.stdout.write(JSON.stringify(fix.cleanup(JSON.parse(line))) + "\\n"));
"""


def interpreter(name: str) -> str:
    """Return the Python of a system's own environment, where it has one."""
    own = RIVALS / name / "bin" / "python"
    return str(own) if own.exists() else sys.executable


def virastar() -> Callable[[str], str]:
    """Start virastar under node; a text goes there and back as a line of JSON."""
    if not (RIVALS / "virastar" / "node_modules").is_dir():
        raise SystemExit("not installed: make rivals")
    node = subprocess.Popen(
        ["node", "-e", VIRASTAR],
        cwd=RIVALS / "virastar",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def fix(text: str) -> str:
        node.stdin.write(json.dumps(text) + "\n")
        node.stdin.flush()
        return str(json.loads(node.stdout.readline()))

    return fix


def normalizer(name: str) -> Callable[[str], str]:
    """Import one system and return its function from text to text."""
    if name == "newscrawler":
        sys.path.insert(0, str(ROOT))
        return importlib.import_module("newscrawler").normalize
    if name == "virastar":
        return virastar()
    module = importlib.import_module({"negar": "negar.virastar"}.get(name, name))
    if name == "negar":
        return lambda text: str(module.PersianEditor(text).cleanup())
    return module.Normalizer().normalize


def scorer() -> Callable[..., dict[str, float]]:
    """Load the scoring function that lies beside the gold data."""
    spec = importlib.util.spec_from_file_location("score_zwnj", GOLD / "score_zwnj.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score


def damaged(sentences: list[str]) -> dict[str, list[str]]:
    dice = random.Random(20261122)
    return {
        "deleted": [s.replace(ZWNJ, "") for s in sentences],
        "spaced": [s.replace(ZWNJ, " ") for s in sentences],
        "mixed": [re.sub(ZWNJ, lambda _: dice.choice((ZWNJ, "", " ")), s) for s in sentences],
        "right": sentences,
    }


def in_documents(sentences: list[str], fix: Callable[[str], str], deleted: float, spaced: float) -> list[str]:
    """Return the sentences as `fix` leaves them, damaged and put right so many at a time.

    One at a time where `fix` does not keep lines apart.
    """
    dice, found = random.Random(20261129), []

    def damage(_: re.Match[str]) -> str:
        share = dice.random()
        return "" if share < deleted else " " if share < deleted + spaced else ZWNJ

    for start in range(0, len(sentences), DOCUMENT):
        given = [re.sub(ZWNJ, damage, line) for line in sentences[start : start + DOCUMENT]]
        fixed = fix("\n".join(given)).split("\n")
        found += fixed if len(fixed) == len(given) else [fix(line) for line in given]
    return found


def characters_right(fix: Callable[[str], str]) -> int:
    rows = (GOLD / "chars.tsv").read_text(encoding="utf-8").split("\n")[1:]
    cases = [row.split("\t") for row in rows if row]
    return sum(fix(json.loads(given)) in json.loads(good) for _, _, given, good in cases)


def measure(name: str, number: int) -> tuple[dict[str, float], dict[str, float]]:
    """Measure one system, in this process: start, memory, scores, speed on sentences not seen before.

    The second figures are of whole documents.
    """
    clock = time.perf_counter if name == "virastar" else time.process_time
    start = clock()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fix = normalizer(name)
    fix("این کتابها را میخوانم")
    row = {"start s": clock() - start}
    row["memory MB"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    sentences = (GOLD / "gold_dev.txt").read_text(encoding="utf-8").split("\n")[:-1]
    sentences = sentences[:: max(1, len(sentences) // number)]
    halves = sentences[::2], sentences[1::2]
    warm = (GOLD / "train_fars.txt").read_text(encoding="utf-8").split("\n")[:300]
    score = scorer()
    speeds = {}
    for variant, half in (("deleted", 0), ("right", 1)):
        texts = damaged(halves[half])[variant]
        for text in damaged(warm)[variant]:
            fix(text)
        start = clock()
        for text in texts:
            fix(text)
        speeds[variant] = sum(len(t.encode()) for t in texts) / 1e6 / (clock() - start)
    for variant, texts in damaged(sentences).items():
        result = score(sentences, [fix(text) for text in texts])
        if variant == "right":
            row["altered %"] = 100 * result["altered"]
        else:
            row |= {
                f"{variant} P": result["P"],
                f"{variant} F1": result["F1"],
                f"{variant} lenient F1": result["lenient_F1"],
            }
    row["characters /99"] = characters_right(fix)
    row |= {f"MB/s {variant}": speed for variant, speed in speeds.items()}
    documents = {"altered %": 100 * score(sentences, in_documents(sentences, fix, 0, 0))["altered"]}
    for damage, shares in DOCUMENTS.items():
        documents[damage] = score(sentences, in_documents(sentences, fix, *shares))["F1"]
    return row, documents


def table(rows: dict[str, dict[str, float]]) -> str:
    heads = list(next(iter(rows.values())))
    lines = ["| system | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    lines += [
        f"| {name} | " + " | ".join(f"{row[h]:.4g}" for h in heads) + " |" for name, row in rows.items()
    ]
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the section between its markers in docs/benchmarks.md, which is made where absent."""
    page = REPORT.read_text(encoding="utf-8") if REPORT.exists() else "# Benchmarks\n"
    section = f"{BEGIN}\n## Text\n\n{text}\n{END}"
    if BEGIN in page:
        head, _, rest = page.partition(BEGIN)
        page = head + section + rest.partition(END)[2]
    else:
        page = f"{page.rstrip()}\n\n{section}\n"
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(page, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sentences", type=int, default=1_000_000)
    parser.add_argument("--one", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if not GOLD.is_dir():
        raise SystemExit(f"gold data not found at {GOLD}; set NEWSCRAWLER_SHARED")
    if given.one:
        print(json.dumps(measure(given.one, given.sentences)))
        return
    rows, whole = {}, {}
    for name in SYSTEMS:
        command = [interpreter(name), __file__, "--one", name, "--sentences", str(given.sentences)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(
                f"{name}: left out ({(done.stderr.strip().splitlines() or ['failed'])[-1]})", file=sys.stderr
            )
        else:
            rows[name], whole[name] = json.loads(done.stdout.splitlines()[-1])
    text, documents = table(rows), table(whole)
    print(text, documents, sep="\n\n")
    if given.write:
        number = min(
            given.sentences, len((GOLD / "gold_dev.txt").read_text(encoding="utf-8").split("\n")) - 1
        )
        write(
            f"`python benchmarks/text.py`, {number} sentences of the development set, one core, one run. P and F1 are "
            "over half-spaces; lenient leaves out gaps where both spellings are in use. Start and MB/s are of "
            "processor time (virastar's of the clock, it runs beside us) on a 2-core machine; MB/s: the first pass "
            "over sentences not seen before (the odd ones deleted, the even ones right), after 300 others.\n\n"
            f"{text}\n\nWhole documents, {DOCUMENT} sentences at a time, as the pipeline passes them: sentences altered where "
            "nothing is wrong, and F1 where so many half-spaces were deleted or typed as spaces and the rest stands.\n\n"
            f"{documents}\n\nWhat was learnt from what: the words and pairs in the tables come from PerDT's training part and the word "
            "lists of hazm, shekar and Lilak; weights, trees and how sure a spelling is were fitted on PerDT's training part "
            "and 3,103 sentences of news, each word asked of counts without its own; the histories, the tempers and the "
            "threshold of `evidence.py`, the trees' share, lean, settings and set of features, and how much an unseen word "
            "counts, were chosen on these development sentences. Figures on other text are a little lower."
        )


if __name__ == "__main__":
    main()
