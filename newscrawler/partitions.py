"""A set of articles on one machine, partitioned as Spark's are: `articles/month=2024-02/part-00000.jsonl`."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from newscrawler.archive.places import exists, is_remote
from newscrawler.archive.uploading import upload_set
from newscrawler.errors import InputError, StorageError
from newscrawler.reparsing import month_of
from newscrawler.storage.records import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawler.reparsing import Outcome

ARTICLES, REJECTS, COUNTS = "articles", "rejects", "counts.json"
_PART = "part-00000"


class Partitions:
    """Articles by month, rejects apart; one open file a month."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self._stack = stack
        self._files: dict[str, IO[str]] = {}

    def write(self, outcome: Outcome) -> None:
        """Keep an article in its month, a broken record among the rejects."""
        if outcome.article is not None:
            month = month_of(outcome.article.date_published)
            self._append(f"{ARTICLES}/month={month}/{_PART}.jsonl", to_json(outcome.article))
        elif outcome.broken:
            self._append(f"{REJECTS}/{_PART}.json", json.dumps(reject(outcome), ensure_ascii=False))

    def _append(self, name: str, line: str) -> None:
        if name not in self._files:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            self._files[name] = self._stack.enter_context(path.open("w", encoding="utf-8"))
        self._files[name].write(f"{line}\n")


def reject(outcome: Outcome) -> dict[str, Any]:
    """A broken record as the rejects tell of it."""
    return {"file": outcome.file, "offset": outcome.offset, "url": outcome.url, "reason": outcome.reason}


def new_set(to: str) -> str:
    """Where a set is to be written: a path made absolute, or an address of object storage.

    InputError, one line, where something is there already.
    """
    where = to if is_remote(to) else str(Path(to).expanduser().resolve())
    if exists(where):
        raise InputError(f"{to} exists already; name a new folder with --to")
    return where


def located(place: str) -> tuple[str, str]:
    """The folder of a set's articles and what their files end with: `parquet` or `jsonl`.

    InputError, one line, where no set is. One on object storage is taken for Parquet, unseen.
    """
    if is_remote(place):
        return place, "parquet"
    folder = Path(place).expanduser()
    folder = folder / ARTICLES if (folder / ARTICLES).is_dir() else folder
    for kind in ("parquet", "jsonl"):
        if next(folder.rglob(f"*.{kind}"), None):
            return str(folder), kind
    raise InputError(f"{place}: no set of articles (Parquet or JSON lines); give one of `scrapy reparse`")


@contextmanager
def writing(to: str) -> Iterator[Partitions]:
    """A set that is not there before it is whole. StorageError, one line, where it can't be written.

    On object storage its counts come last: who finds them finds all of it.
    """
    if is_remote(new_set(to)):
        with tempfile.TemporaryDirectory(prefix="newscrawler-") as folder:
            with ExitStack() as stack:
                yield Partitions(Path(folder), stack)
            upload_set(Path(folder), to, COUNTS)
        return
    whole = Path(to)
    begun = whole.with_name(f"{whole.name}.partial")
    try:
        shutil.rmtree(begun, ignore_errors=True)
        begun.mkdir(parents=True)
        with ExitStack() as stack:
            yield Partitions(begun, stack)
        begun.rename(whole)
    except OSError as error:
        raise StorageError(f"cannot write {to}: {error.strerror}; --to names another folder") from error
    finally:
        shutil.rmtree(begun, ignore_errors=True)
