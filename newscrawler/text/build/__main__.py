"""Build the tables: `python -m newscrawler.text.build --help`."""

from __future__ import annotations

import argparse
from pathlib import Path

from newscrawler.text.build.deciding import Decider, decide_pairs, decide_words
from newscrawler.text.build.examples import deleted_examples, spaced_examples
from newscrawler.text.build.fitting import fit
from newscrawler.text.build.knowledge import Knowledge
from newscrawler.text.build.sources import count, read_lexicon
from newscrawler.text.build.writing import write_tables


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m newscrawler.text.build", description=__doc__)
    parser.add_argument("corpus", nargs="+", type=Path, help="text files of well-spelt sentences, one a line")
    parser.add_argument("--hazm", required=True, type=Path, help="folder of hazm's words.dat and verbs.dat")
    parser.add_argument(
        "--shekar",
        required=True,
        type=Path,
        help="folder of shekar's vocab.csv, compound_words.csv and verbs.csv",
    )
    parser.add_argument("--to", required=True, type=Path, help="folder for lexicon.bin and corpus.bin")
    return parser.parse_args()


def main() -> None:
    """Count, fit, decide, write."""
    given = _arguments()
    know = Knowledge(count(given.corpus), read_lexicon(given.hazm, given.shekar))
    weights = fit(list(deleted_examples(know)))
    weights |= fit(list(spaced_examples(know)), shrink=1.0)
    decider = Decider(know, weights)
    given.to.mkdir(parents=True, exist_ok=True)
    write_tables(given.to, know, weights, decide_words(decider), decide_pairs(decider))


main()
