"""Experiment files and processes for the tests of the command line."""

import importlib.util
import json
import os
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest

PLAIN = {"PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
WITHOUT = ("DISPLAY", "WAYLAND_DISPLAY", "COLUMNS", "FORCE_COLOR", "QT_QPA_PLATFORM")

needs_app = pytest.mark.skipif(
    importlib.util.find_spec("gdstudio.app") is None, reason="pictures are drawn by gdstudio.app"
)

VALLEYS = "x^4 - 5x^2 - 3x"
GD = {"label": "Calm", "color": "#1b9e77", "optimizer": {"method": "gd", "learning_rate": 0.01}}
WILD = {"label": "Wild", "color": "#d95f02", "optimizer": {"method": "gd", "learning_rate": 1.0}}
ENDLESS = {"max_steps": 10**9, "gradient_tolerance": 0}


def experiment_file(folder: Path, name: str = "valleys.gds.json", **changes: Any) -> Path:
    content = {
        "format": "gdstudio.experiment",
        "version": 1,
        "objective": {"kind": "function", "expression": VALLEYS},
        "start": [2.0],
        "runs": [GD],
    }
    path = folder / name
    path.write_text(json.dumps(content | changes), encoding="utf-8")
    return path


def environment(**variables: str) -> dict[str, str]:
    """The environment of a machine without a display, on which the user changed nothing."""
    kept = {name: value for name, value in os.environ.items() if name not in WITHOUT}
    return kept | PLAIN | variables


def gdstudio(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gdstudio", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )


def python(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        timeout=120,
        check=False,
    )


def fake_app(**functions: Any) -> types.ModuleType:
    """A stand-in for gdstudio.app, which needs Qt."""
    module = types.ModuleType("gdstudio.app")
    vars(module).update(functions)
    return module
