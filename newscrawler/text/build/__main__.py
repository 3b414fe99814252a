"""Build the tables: `python -m newscrawler.text.build --help`."""

from __future__ import annotations

import argparse
from pathlib import Path

from newscrawler.text.build.deciding import Pairs, Words, decide_pairs, decide_words
from newscrawler.text.build.examples import deleted_examples, spaced_examples, unseen_examples
from newscrawler.text.build.fitting import fit
from newscrawler.text.build.guessing import grow
from newscrawler.text.build.knowledge import Knowledge
from newscrawler.text.build.sources import Counts, Lexicon, count, read_lexicon
from newscrawler.text.build.writing import write_tables
from newscrawler.text.tables import ZWNJ


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m newscrawler.text.build", description=__doc__)
    corpus = "well-spelt sentences, one a line"
    parser.add_argument("corpus", nargs="+", type=Path, help=f"{corpus}: their words may ship")
    parser.add_argument(
        "--fit", nargs="*", default=[], type=Path, help=f"{corpus}: only learnt from, their words do not ship"
    )
    parser.add_argument("--hazm", required=True, type=Path, help="folder of words.dat and verbs.dat")
    parser.add_argument(
        "--shekar", required=True, type=Path, help="folder of vocab.csv, compound_words.csv and verbs.csv"
    )
    parser.add_argument("--lilak", required=True, type=Path, help="folder of lexicon and dic_users")
    parser.add_argument(
        "--to", required=True, type=Path, help="folder for lexicon.bin, corpus.bin and trees.bin"
    )
    return parser.parse_args()


def _known(own: Counts, lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of the corpora that ship and of the lists, and these words' pieces."""
    spelled = {"".join(s) for s in own.spellings} | lexicon.split.keys() | lexicon.plain.keys()
    pieces = {piece for s in own.spellings for piece in s} | lexicon.verbs
    pieces |= {piece for words in lexicon.split.values() for word in words for piece in word.split(ZWNJ)}
    return frozenset(spelled), frozenset(pieces | lexicon.plain.keys())


def main() -> None:
    """Count, fit, decide, write."""
    given = _arguments()
    lexicon = read_lexicon(given.hazm, given.shekar, given.lilak)
    own = count(given.corpus)
    paths = [*given.corpus, *given.fit]
    know = Knowledge(count(paths), lexicon, count(given.fit))
    known, pieces = _known(own, lexicon)
    inside = [*deleted_examples(know), *unseen_examples(paths, lexicon)]
    weights = fit(inside, shrink=0.4) | fit(list(spaced_examples(know)), shrink=1.0)
    words = Words(know)
    pairs = Pairs(know, words.features, weights)
    met = own.joined.keys() | own.apart.keys() | know.listed_pairs
    given.to.mkdir(parents=True, exist_ok=True)
    write_tables(
        given.to,
        know,
        weights,
        decide_words(words, known),
        decide_pairs(pairs, met, pieces),
        pieces,
        (grow(words.features, paths), words.features.rates()),
    )


main()
