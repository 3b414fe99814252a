"""The shapes of the shipped tables, as dictionaries; those of `scan.pyx` take less memory, and less time."""

from __future__ import annotations

from typing import Final, TypeVar

_Value = TypeVar("_Value")


class Lookup(dict[str, _Value]):
    """Words and what is known of them; once filled, `get`, `in` and `[]` are all that is asked of it."""

    def fill(self, words: str, value: _Value) -> None:
        """Give each of `words`, parted by spaces, the same value."""
        self.update(dict.fromkeys(words.split(" "), value))

    def match(self, words: str, values: list[_Value]) -> None:
        """Give each of `words` its own value, in their order."""
        self.update(zip(words.split(" "), values, strict=True))


class Weights(dict[str, float]):
    """Weights by the name of a feature."""

    def fill(self, names: str, weight: float) -> None:
        """Give each of `names`, parted by spaces, the same weight."""
        self.update(dict.fromkeys(names.split(" "), weight))

    def total(self, names: tuple[str, ...]) -> float:
        """Return the sum of these features' weights; one without a name here weighs nothing."""
        total = 0.0
        for name in names:
            total += self.get(name, 0.0)
        return total


try:
    from newscrawler.text import scan
except ImportError:  # not compiled
    scan = None  # type: ignore[assignment]

FASTEST: Final = (scan.Lookup, scan.Weights) if scan else (Lookup, Weights)
