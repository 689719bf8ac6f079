"""From the start of the process to the first paint: ours beside a bare window."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Figure, Measurement, median, percentile

RUNS = 9
ROOT = Path(__file__).parents[2]
BARE, OURS = "tests.bench.start_bare", "tests.bench.start_ours"


def measure() -> Measurement:
    """Start both, in turns."""
    bare: list[float] = []
    first: list[float] = []
    picture: list[float] = []
    after: list[float] = []
    with tempfile.TemporaryDirectory(prefix="gdstudio-bytecode-") as bytecode:
        # As an installed program has it, whatever this checkout and this shell do.
        for module in (BARE, OURS):
            _seconds(module, bytecode)
        for _ in range(RUNS):
            bare.append(_seconds(BARE, bytecode)["first"])
            ours = _seconds(OURS, bytecode)
            first.append(ours["first"])
            picture.append(ours["picture"])
            after.append(ours["picture"] - ours["first"])
    return Measurement(
        "Start",
        f"{RUNS} starts each, in turns, bytecode and kernels compiled before: from before the"
        " process is made until the event loop is back after the first paint of the window. Bare:"
        " a QMainWindow with one PlotWidget. Ours: the whole program. The picture is complete when"
        " its map and its four computed runs were painted.",
        (
            Figure("bare window, first paint", 1e3 * median(bare), "ms"),
            Figure("our window, first paint", 1e3 * median(first), "ms"),
            Figure("our window, picture complete", 1e3 * median(picture), "ms"),
            Figure("first paint, ours / bare", median(first) / median(bare), "×", 1.3),
            Figure("picture after first paint", median(after), "s", 1.5),
            Figure("first paint, 95th percentile", 1e3 * percentile(first), "ms"),
            Figure("picture complete / bare", median(picture) / median(bare), "×"),
        ),
    )


def _seconds(module: str, bytecode: str) -> dict[str, float]:
    environment = dict(os.environ, PYTHONPYCACHEPREFIX=bytecode)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", module],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    moments: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    # The monotonic clock is one for all processes of the system.
    return {name: moment - began for name, moment in moments.items()}
