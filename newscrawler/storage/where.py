"""Where a run keeps what it stores, by its settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def database_url(settings: BaseSettings) -> str:
    """The database a run uses: NEWSCRAWLER_DATABASE_URL, else SQLite in the data folder."""
    return settings["NEWSCRAWLER_DATABASE_URL"] or f"sqlite:///{data_folder(settings) / 'newscrawler.db'}"


def data_folder(settings: BaseSettings) -> Path:
    """The folder everything is written to, absolute."""
    return Path(settings["NEWSCRAWLER_DATA_DIR"]).expanduser().resolve()
