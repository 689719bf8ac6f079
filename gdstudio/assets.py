"""Finds the files that the program ships."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def asset(*parts: str) -> Traversable:
    """Return the shipped file or folder ``resources/<parts…>``."""
    return files("gdstudio.resources").joinpath(*parts)
