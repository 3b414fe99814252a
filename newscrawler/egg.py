"""The project as an egg for Scrapyd: `python -m newscrawler.egg newscrawler.egg`."""

from __future__ import annotations

import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

from newscrawler import __version__

PACKAGES = ("newscrawler", "spiders", "pipelines")
_INFO = {
    "PKG-INFO": f"Metadata-Version: 2.1\nName: newscrawler\nVersion: {__version__}\n",
    "entry_points.txt": "[scrapy]\nsettings = newscrawler.settings\n",
    "top_level.txt": "\n".join(PACKAGES) + "\n",
    "zip-safe": "\n",
}


def build(path: Path) -> Path:
    """Write the egg: every package with its data, and what Scrapyd needs to find the settings."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as egg:
        for name, text in _INFO.items():
            egg.writestr(f"EGG-INFO/{name}", text)
        for package in PACKAGES:
            spec = find_spec(package)
            folder = Path((spec.submodule_search_locations or [""])[0]) if spec else Path(package)
            for file in sorted(folder.rglob("*")):
                if file.is_file() and "__pycache__" not in file.parts:
                    egg.write(file, f"{package}/{file.relative_to(folder).as_posix()}")
    return path


if __name__ == "__main__":
    sys.stdout.write(f"{build(Path(sys.argv[1] if len(sys.argv) > 1 else 'newscrawler.egg'))}\n")
