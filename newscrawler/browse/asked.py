"""What an address of ours asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from newscrawler.browse.language import Language
from newscrawler.dates import parse_day
from newscrawler.errors import InputError
from newscrawler.handoff.asking import select
from newscrawler.storage.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Mapping

FILTERS = ("q", "outlet", "section", "since", "until", "originals")
"""The parameters of a list, in the order of its form."""
_LONGEST = 500


@dataclass(frozen=True)
class Asked:
    """The parameters of one request, and the links that keep them."""

    given: Mapping[str, str]
    language: Language

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """Read them; what is empty was not given."""
        kept = {name: value.strip()[:_LONGEST] for name, value in given.items() if value.strip()}
        return cls(kept, Language("en" if kept.get("lang") == "en" else "fa"))

    def __getitem__(self, name: str) -> str:
        """A parameter, empty where it was not given."""
        return self.given.get(name, "")

    @property
    def filtered(self) -> bool:
        """Whether anything is asked for at all."""
        return any(self[name] for name in FILTERS)

    def selection(self) -> tuple[Selection, str | None]:
        """What is wanted, and what is wrong with it in the reader's language; a wrong part is left out."""
        told, wrong = dict(self.given), None
        for name in ("since", "until"):
            if self[name] and parse_day(self[name]) is None:
                wrong = self.language("bad_day")
                del told[name]
        try:
            return self._select(told), wrong
        except InputError as error:
            return Selection(ids=()), f"{self.language('bad_query')}: {error}"

    def _select(self, told: Mapping[str, str]) -> Selection:
        return select(
            since=told.get("since"),
            until=told.get("until"),
            outlet=told.get("outlet"),
            section=told.get("section"),
            query=told.get("q"),
            originals=bool(told.get("originals")),
        )

    def link(self, path: str, **changes: Any) -> str:  # noqa: ANN401
        """An address with the same filters and language; a change to None takes a parameter away."""
        kept = {name: self[name] for name in (*FILTERS, "lang")} | changes
        asked = urlencode({name: value for name, value in kept.items() if value})
        return f"{path}?{asked}" if asked else path

    def plain(self, path: str, **asked: Any) -> str:  # noqa: ANN401
        """An address with nothing kept but the language."""
        return self.link(path, **(dict.fromkeys(FILTERS) | asked))
