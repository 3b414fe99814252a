"""What is marked in a text: the words that were searched, and what differs between two versions. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from newscrawler.text.words import parse_query, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD = re.compile(r"\S+")
_PIECE = re.compile(r"\s+|[^\s\w]|[\w\u200c]+")
_SNIPPET = 240
_BEFORE = 60


class Piece(NamedTuple):
    """A stretch of text; `mark` says what is to be said of it."""

    text: str
    mark: str = ""
    """`found`, `removed`, `added` or nothing."""


def asked_words(query: str | None) -> frozenset[str]:
    """The folded words a query looks for."""
    terms = [term for term in parse_query(query or "") if not term.excluded]
    return frozenset(word for term in terms for way in term.ways for phrase in way for word in phrase.split())


def found(text: str, asked: frozenset[str]) -> list[Piece]:
    """The text with the searched words marked, in whatever spelling they stand there."""
    pieces, at = [], 0
    places = [(match.start(), match.end()) for match in _WORD.finditer(text)] if asked else []
    number = 0
    while number < len(places):
        start, end = places[number]
        width = next(
            (n for n in (2, 1) if number + n <= len(places) and _hit(text, places, number, n, asked)), 0
        )
        if width:
            end = places[number + width - 1][1]
            pieces += [Piece(text[at:start]), Piece(text[start:end], "found")]
            at = end
        number += width or 1
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.text]


def _hit(
    text: str, places: Sequence[tuple[int, int]], number: int, width: int, asked: frozenset[str]
) -> bool:
    folded = words(text[places[number][0] : places[number + width - 1][1]])
    if width == 1:
        return not asked.isdisjoint((*folded.words.split(), *folded.stems.split()))
    return " " not in folded.words and folded.words in asked


def snippet(text: str, asked: frozenset[str]) -> list[Piece]:
    """The beginning of a text, or what stands around the first searched word."""
    flat = " ".join(text.split())
    first = next((match.start() for match in _WORD.finditer(flat) if _near(match[0], asked)), 0)
    start = flat.rfind(" ", 0, max(0, first - _BEFORE)) + 1 if first > _SNIPPET - _BEFORE else 0
    end = flat.find(" ", start + _SNIPPET)
    cut = flat[start : end if end > 0 else None]
    return found(f"{'… ' * bool(start)}{cut}{' …' * (end > 0)}", asked)


def _near(word: str, asked: frozenset[str]) -> bool:
    folded = words(word)
    return not asked.isdisjoint((*folded.words.split(), *folded.stems.split()))


class Part(NamedTuple):
    """A part of two texts side by side."""

    left: list[Piece]
    right: list[Piece]
    same: int = 0
    """Paragraphs that are equal and not shown."""


def compare(before: str, after: str) -> list[Part]:
    """Two texts by paragraphs: those that differ word by word, of the others only how many there are."""
    old, new = before.split("\n\n"), after.split("\n\n")
    parts: list[Part] = []
    gone: list[str] = []
    come: list[str] = []
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            parts += _changed(gone, come)
            parts.append(Part([], [], step.src_end - step.src_start))
            gone, come = [], []
        else:
            gone += old[step.src_start : step.src_end]
            come += new[step.dest_start : step.dest_end]
    return parts + _changed(gone, come)


def _changed(gone: Sequence[str], come: Sequence[str]) -> list[Part]:
    return [Part(*difference("\n\n".join(gone), "\n\n".join(come)))] if gone or come else []


def difference(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Two texts, word by word: what went is marked `removed` in one, what came `added` in the other."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for step in Indel.opcodes(old, new):
        gone, come = (
            "".join(old[step.src_start : step.src_end]),
            "".join(new[step.dest_start : step.dest_end]),
        )
        left.append(Piece(gone, "" if step.tag == "equal" else "removed"))
        right.append(Piece(come, "" if step.tag == "equal" else "added"))
    return _merged(left), _merged(right)


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one mark as one."""
    out: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if out and out[-1].mark == piece.mark:
            out[-1] = Piece(out[-1].text + piece.text, piece.mark)
        else:
            out.append(piece)
    return out
