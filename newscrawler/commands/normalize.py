"""`scrapy normalize [FILE]`: text in, normalised text out."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from newscrawler.text import normalize
from newscrawler.text.streaming import blocks, changes

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Normalise a text file or standard input."""

    requires_project = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  (Scrapy's own form)

    def syntax(self) -> str:
        """Return the arguments, for the help text."""
        return "[options] [FILE]"

    def short_desc(self) -> str:
        """Return one line for the list of commands."""
        return "Normalise Persian text: characters, punctuation, half-spaces"

    def long_desc(self) -> str:
        """Return the help text."""
        return (
            "Reads FILE or standard input (UTF-8) and writes the normalised text. Paragraphs are gathered "
            "into blocks of about 64 KiB, ended at an empty line where there is one; how much half-space "
            "repair is needed is decided per block. What docs/normalisation.md lists is done."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output")
        parser.add_argument("--report", action="store_true", help="say on stderr what was changed, by kind")
        parser.add_argument("--no-zwnj", action="store_true", help="leave half-spaces as they are")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Stream the text through."""
        if len(args) > 1:
            raise UsageError("normalize takes one FILE")
        report: Counter[str] = Counter()
        try:
            with ExitStack() as stack:
                source = _opened(stack, args[0], "r") if args else _stdin()
                target = _opened(stack, opts.output, "w") if opts.output else _stdout()
                for block in blocks(source):
                    clean = normalize(block, zwnj=not opts.no_zwnj)
                    target.write(f"{clean}\n")
                    if opts.report:
                        report += changes(block, clean)
                target.flush()
        except BrokenPipeError:
            sys.stderr.close()
            return
        except (OSError, UnicodeDecodeError) as fault:
            print(f"normalize: {_name(fault, args)}: {_reason(fault)}", file=sys.stderr)
            self.exitcode = 2
        for kind, number in sorted(report.items()):
            print(f"{kind}\t{number}", file=sys.stderr)


def _opened(stack: ExitStack, name: str, mode: str) -> TextIO:
    return cast("TextIO", stack.enter_context(Path(name).open(mode, encoding="utf-8")))


def _stdin() -> TextIO:
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    return sys.stdin


def _stdout() -> TextIO:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    return sys.stdout


def _name(fault: Exception, args: list[str]) -> str:
    return str(getattr(fault, "filename", None) or (args[0] if args else "standard input"))


def _reason(fault: OSError | UnicodeDecodeError) -> str:
    if isinstance(fault, UnicodeDecodeError):
        return f"not UTF-8 (byte {fault.start} of a block); convert it first"
    return fault.strerror or str(fault)
