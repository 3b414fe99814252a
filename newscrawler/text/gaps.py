"""Is there a half-space here? A logistic model over one gap, for words no table knows.

Two questions are answered in log-odds: was a half-space *deleted* between two halves of a word, and was
one typed as a *space* between two words. Both are sums of weights of named features; the build package fits
them with the functions below, so that what is learnt is what is asked.
"""

from __future__ import annotations

from typing import Final

from newscrawler.text.tables import ZWNJ

NON_JOINING: Final = frozenset("اأإآدذرزژوؤ")
ENDINGS: Final = frozenset(
    [
        "ی",
        "ان",
        "م",
        "ت",
        "ش",
        "ات",
        "ه",
        "ند",
        "مان",
        "شان",
        "یم",
        "ید",
        "یان",
        "ین",
        "انی",
        "انه",
        "یت",
        "ست",
        "یی",
        "ای",
    ]  # endings written without a half-space
)
_STEM_ENDS: Final = ENDINGS | {"ها", "های", "هایی"}
_SAID: Final = ("False", "True")
"""How features name a truth; formatting one takes as long as all the rest of a name."""
UNKNOWN, RARE, LISTED, SEEN, COMMON, VERB, INFLECTED, COMPOUND = range(8)
_FEW = 4
_STEM = 3
_OFTEN = 2


class Segment:
    """What is known of a string of letters: small numbers.

    `known`: UNKNOWN … COMPOUND, the letters of a known word that has a half-space; `left`, `right`: 0–4, in
    how many words it stands before or after a half-space; `left_lean`, `right_lean`: 0 never met, 1–9 from
    mostly a space to mostly a half-space there;
    `left_joined`, `right_joined`: likewise, between joined to its neighbour and a half-space.
    """

    def __init__(
        self,
        known: int,
        left: int,
        right: int,
        left_lean: int,
        right_lean: int,
        left_joined: int,
        right_joined: int,
    ) -> None:
        self.known = known
        self.left, self.right = left, right
        self.left_lean, self.right_lean = left_lean, right_lean
        self.left_joined, self.right_joined = left_joined, right_joined

    def known_as(self, known: int) -> Segment:
        """Return the same, known otherwise."""
        leans = self.left_lean, self.right_lean, self.left_joined, self.right_joined
        return Segment(known, self.left, self.right, *leans)


NOTHING: Final = Segment(UNKNOWN, 0, 0, 0, 0, 0, 0)
ONLY_INFLECTED: Final = NOTHING.known_as(INFLECTED)
ONLY_COMPOUND: Final = NOTHING.known_as(COMPOUND)
_RADIX = 10
_PARTS = 7


def pack(it: Segment) -> int:
    """Return one number for a segment's parts."""
    code = 0
    leans = it.left_lean, it.right_lean, it.left_joined, it.right_joined
    for part in (it.known, it.left, it.right, *leans):
        code = code * _RADIX + part
    return code


def unpack(code: int) -> Segment:
    """Return the segment of such a number."""
    parts = []
    for _ in range(_PARTS):
        code, part = divmod(code, _RADIX)
        parts.append(part)
    return Segment(*reversed(parts))


def stem_of_inflection(word: str) -> list[str]:
    """Return what is left of `word` without an ending that is written joined: each a possible stem."""
    return [word[:-n] for n in (1, 2, 3) if len(word) - n >= _STEM and word[-n:] in ENDINGS]


def places(spelled: str) -> set[int]:
    """Return where the half-spaces of a spelling stand, as offsets in its letters."""
    return {at - n for n, at in enumerate(i for i, c in enumerate(spelled) if c == ZWNJ)}


def stems(word: str) -> list[str]:
    """Return what is left of `word` without an ending, plurals included: each a possible stem."""
    ends = range(1, min(4, len(word) - _STEM) + 1)
    return [word[:-n] for n in ends if word[-n:] in _STEM_ENDS]


def deleted_left(left: str, it: Segment) -> tuple[str, ...]:
    """Features of the half before a deleted half-space."""
    short = left if len(left) < _FEW else "*"
    many = f"DL{left}" if it.left > 1 else "DL?"
    return many, f"Dl{short}", f"De{left[-3:]}", f"Dk{it.known}{it.left}{min(len(left), 4)}"


def deleted_right(right: str, it: Segment) -> tuple[str, ...]:
    """Features of the half after a deleted half-space."""
    short = right if len(right) <= _FEW else "*" + right[-3:]
    many = f"DR{right}" if it.right > 1 else "DR?"
    return many, f"Dr{short}", f"Ds{right[:4]}", f"DK{it.known}{it.right}{min(len(right), 4)}"


def deleted_cross(
    a: Segment, b: Segment, lengths: tuple[int, int], whole: int, listed: int
) -> tuple[str, ...]:
    """Features of both halves at once.

    `whole`: how the joined word is known; `listed`: 1 its stem has this gap, 2 another one.
    """
    n, m = lengths
    kinds = f"{a.known}{a.left}"
    of_whole, of_right = f"{whole}{listed}", f"{b.known}{b.right}"
    return (
        f"DC{kinds}{of_right}",
        f"DW{of_whole}{b.right}{min(a.known, 1)}",
        f"Dw{of_whole}",
        f"DX{of_whole}{kinds}{b.right}{b.known}",
        f"DY{whole}{of_right}{min(m, 5)}{min(n, 4)}",
        f"DU{whole}{a.known}{b.known}{min(m, 5)}{min(n, 5)}",
        f"Dn{n}{m}",
        f"DB{a.left_joined}{b.right_joined}",
        f"Db{a.left_joined}{b.right_joined}{a.known}{b.known}",
        f"DZ{kinds}{b.right_joined}{min(m, 4)}",
        f"Dz{of_right}{a.left_joined}{min(n, 4)}",
    )


def deleted_edge(left: str, right: str) -> tuple[str, ...]:
    """Features of the two letters on both sides."""
    return f"Dp{left[-2:]}|{right[:1]}", f"Dq{left[-1]}|{right[:2]}", f"Do{left[-1]}{right[0]}"


def deleted_kinds(left: str, right: str, a: Segment, b: Segment) -> tuple[str, ...]:
    """Features of one half's letters with the other half's kind."""
    joins, short = _SAID[left[-1] not in NON_JOINING], min(len(left), 4)
    return (
        f"Dx{left}|{b.known}{_SAID[b.right > _OFTEN]}",
        f"Dy{right}|{a.known}{_SAID[a.left > _OFTEN]}",
        f"Dj{right}|{joins}{_SAID[a.known > RARE]}{short}",
        f"DJ{right}|{a.left_joined}{joins}",
        f"Dg{left}|{b.right_joined}",
    )


def rival_of(left: str, right: str) -> tuple[int, str]:
    """Return whether the halves read «…ه‌ای» (1), «…‌های» (2) or neither (0), and the rival reading's stem."""
    if right.startswith("ای") and left[-1] == "ه":
        return 1, left[:-1]
    return (2, left + "ه") if right.startswith("ها") else (0, "")


def heh_rivals(left: str, right: str) -> tuple[str, str] | None:
    """Return the feature's name and the rival stem where «…ه‌ای» and «…‌های» compete for the same letters."""
    kind, stem = rival_of(left, right)
    if kind == 1:
        return f"Dh{len(right) > 2}", stem  # noqa: PLR2004
    return (f"DH{right[2:3] == 'ی'}{left[-1] in NON_JOINING}", stem) if kind else None


def spaced_left(left: str, it: Segment) -> tuple[str, ...]:
    """Features of the word before a space."""
    short = left if len(left) < _FEW else "*"
    many = f"SL{left}" if it.left_lean else "SL?"
    return many, f"Sl{short}", f"Se{left[-2:]}", f"Sa{it.left_lean}{left[-1]}"


def spaced_right(right: str, it: Segment) -> tuple[str, ...]:
    """Features of the word after a space."""
    short = right if len(right) <= _FEW else "*" + right[-3:]
    many = f"SR{right}" if it.right_lean else "SR?"
    return many, f"Sr{short}", f"S3{right[-3:]}", f"S2{right[-2:]}", f"Sb{right[:3]}"


def spaced_cross(
    a: Segment, b: Segment, lengths: tuple[int, int], whole: int, listed: int
) -> tuple[str, ...]:
    """Features of both words at once; arguments as in `deleted_cross`."""
    n, m = lengths
    return (
        f"SC{a.left_lean}{b.right_lean}",
        f"Sc{a.left}{a.known}{b.right}{b.known}",
        f"SW{whole}{listed}",
        f"SV{b.right_lean}{listed}",
        f"Sv{a.left_lean}{listed}",
        f"Sw{b.right_lean}{whole}",
        f"Sn{n}{m}",
    )


def spaced_edge(left: str, right: str, a: Segment, b: Segment) -> tuple[str, ...]:
    """Features of the letters on both sides of a space, and of one word's string with the other's kind."""
    return (
        f"Sp{left[-2:]}|{right[:1]}",
        f"So{left[-1]}{right[0]}",
        f"Sd{b.right_lean}{left[-1]}",
        f"Sx{left}|{b.known}{b.right_lean}",
        f"Sy{right}|{a.known}{a.left_lean}",
    )
