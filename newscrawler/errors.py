"""What a person is told in one line, and the exit code it ends a command with."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every crawling command."""

    FINE = 0
    """Done; also when nothing was new or a time limit was reached."""
    USAGE = 2
    """The command line or an input file is wrong."""
    NOTHING_ANSWERED = 3
    """Not one good response (304 counts as good)."""
    TOO_MANY_ERRORS = 4
    """The share of failed requests is over NEWSCRAWLER_ERROR_SHARE."""
    COVERAGE_FELL = 5
    """An outlet's fields came out emptier than its own history."""
    LOCKED = 6
    """Another run holds the lock on the data folder."""
    STORAGE = 7
    """The database or the data folder failed; what was committed is safe."""
    INTERRUPTED = 130
    """Ctrl-C or SIGTERM."""


class NewscrawlerError(Exception):
    """Something a person can mend; its text is one line: what, where, what to do."""

    code: Exit = Exit.USAGE


class InputError(NewscrawlerError):
    """A wrong argument, address, date or file."""


class StorageError(NewscrawlerError):
    """The database or the data folder cannot be used."""

    code = Exit.STORAGE


class LockedError(NewscrawlerError):
    """Another run is at work on the same data folder."""

    code = Exit.LOCKED
