"""Finds the files that the program ships."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def asset(*parts: str) -> Traversable:
    """Return the shipped file or folder ``resources/<parts…>``."""
    found = _root()
    for part in parts:
        # One at a time: a folder without code, as in a bundle, takes no more.
        found = found.joinpath(part)
    return found


@cache
def _root() -> Traversable:
    try:
        return files("gdstudio.resources")
    except ModuleNotFoundError:
        # A source tree that is used without being installed has them beside the package.
        return Path(__file__).parents[1] / "resources"
