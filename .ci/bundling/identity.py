"""By what names desktops know the program; ``desktop/`` and the file format say the same."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = "GD Studio"
SUMMARY = "See, step through, compare and understand gradient descent"
COPYRIGHT = "Copyright © 2026 The GD Studio developers"
IDENTIFIER = "org.gdstudio.gdstudio"
"""Of the program, in reverse order of domain names."""
MEDIA_TYPE = "application/x-gdstudio-experiment+json"
ENDING = ".gds.json"
"""Of experiments."""
VERSION: str = runpy.run_path(str(ROOT / "gdstudio" / "version.py"))["__version__"]


def release() -> tuple[int, int, int]:
    """Return the three numbers of the version, without what may follow them."""
    major, minor, patch = (int(each) for each in VERSION.split("+")[0].split("-")[0].split("."))
    return major, minor, patch
