"""The modules that make a bundle, which are no part of the program."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".ci" / "bundling"


def module(name: str) -> ModuleType:
    """Return one of them; they find each other where they are."""
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(FOLDER))
