"""Compiles the busiest modules: `python -m newscrawler.compile`; `make` does it.

Needs Cython, a C compiler and Python's headers. See `newscrawler.compiled`.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Final

from newscrawler.compiled import folder, sources

_KEPT: Final = 5
"""Folders of earlier sources that stay: other checkouts may share this interpreter."""
_FLAGS: Final = ("-O2", "-fPIC", "-fwrapv", "-DNDEBUG", "-w", "-x", "c")
_DIRECTIVES: Final = ("-3", "-X", "annotation_typing=False", "--no-docstrings")
"""Annotations are for readers: types that Cython holds a caller to are in the `.pxd` files."""
_PROBE: Final = "#include <Python.h>\nint probe;\n"
_SLOWER: Final = (
    "pages are read and normalised by uncompiled code; normalising takes two to three times as long"
)


def _compiler() -> list[str]:
    """Return the command that makes an extension module of a C file; empty where Python knows of none."""
    linker = shlex.split(sysconfig.get_config_var("LDSHARED") or "")
    own = shlex.split(os.environ.get("CC", ""))
    command = [*(own or linker[:1]), *linker[1:]]
    return [*command, *_FLAGS, f"-I{sysconfig.get_path('include')}"] if linker else []


def _lacking() -> str:
    """Return what is missing for compiling, or nothing."""
    command = _compiler()
    with tempfile.TemporaryDirectory() as scratch:
        try:
            probe = [*command, "-", "-o", f"{scratch}/probe.so"]
            done = subprocess.run(probe, input=_PROBE, capture_output=True, text=True, check=False)  # noqa: S603
        except (OSError, IndexError):
            return "no C compiler (apt-get install gcc libc6-dev python3-dev)"
    if done.returncode:
        return "the C compiler finds no Python.h or does not work (apt-get install gcc libc6-dev python3-dev)"
    try:
        import Cython  # noqa: F401, PLC0415
    except ImportError:
        return "no Cython (pip install -r requirements-compile.txt)"
    return ""


def _compile(name: str, source: Path, target: Path) -> None:
    """Compile one module into a folder."""
    made, library = target / f"{name}.c", target / f"{name}{EXTENSION_SUFFIXES[0]}"
    options = [*_DIRECTIVES, "--module-name", name]
    cython = [sys.executable, "-m", "cython", *options, str(source), "-o", str(made)]
    for command in (cython, [*_compiler(), str(made), "-o", str(library)]):
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    made.unlink()


def build(target: Path) -> None:
    """Compile all modules into `target`, which appears whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        new = Path(scratch, "new")
        new.mkdir()
        pool = ThreadPoolExecutor(os.cpu_count())
        try:
            for each in as_completed([pool.submit(_compile, *given, new) for given in sources().items()]):
                each.result()
        finally:
            pool.shutdown(cancel_futures=True)
        new.rename(target)
    earlier = sorted(target.parent.iterdir(), key=lambda path: path.stat().st_mtime)
    for old in earlier[: -_KEPT - 1]:
        shutil.rmtree(old, ignore_errors=True)


def main() -> int:
    """Compile what is not compiled yet; return 1, with one line that says why, where that cannot be."""
    target = folder()
    if target is None or target.is_dir():
        return 0
    why = _lacking()
    if not why:
        try:
            build(target)
        except subprocess.CalledProcessError as error:
            why = f"{shlex.join(error.cmd[:3])} …: {(error.stderr or error.stdout).strip().splitlines()[-1:]}"
        except OSError as error:
            why = str(error)
    if why:
        sys.stderr.write(f"{_SLOWER}: {why}, then: make\n")
    return 1 if why else 0


if __name__ == "__main__":
    sys.exit(main())
