"""Finds the files that the program ships."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def asset(*parts: str) -> Traversable:
    """Return the shipped file or folder ``resources/<parts…>``."""
    try:
        root: Traversable = files("gdstudio.resources")
    except ModuleNotFoundError:
        # A source tree that is used without being installed has them beside the package.
        root = Path(__file__).parents[1] / "resources"
    for part in parts:
        # One at a time: a folder without code, as in a bundle, takes no more.
        root = root.joinpath(part)
    return root
