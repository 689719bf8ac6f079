"""From the start of the process to the first paint: the bundle beside the source."""

import json
import os
import py_compile
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Figure, Measurement, median

RUNS = 9
FIRST_RUNS = 3
ROOT = Path(__file__).parents[2]
SOURCE = (sys.executable, "-m", "tests.bench.start_ours")
WATCH = f"""
import sys
sys.path.append({str(ROOT)!r})
from tests.bench.start_ours import watch
watch()
"""
"""What the measured bundle does before it opens its window."""

Moments = dict[str, float]
"""Seconds from before the process is made, by what had happened then."""


def measure() -> Measurement:
    """Start both, in turns: first with what earlier starts leave behind, then without."""
    bundle = Path(os.environ.get("GDSTUDIO_BUNDLE", ROOT / "dist" / "gdstudio"))
    if not bundle.is_dir():
        return Measurement(
            "The bundle",
            f"There is no bundle in {bundle}: the README says under “The standalone program” how to"
            " make one. The variable GDSTUDIO_BUNDLE names another place.",
            (),
        )
    # Beside it, on the same disk: nearly all files of the copy are second names.
    with tempfile.TemporaryDirectory(prefix="gdstudio-bench-", dir=bundle.parent) as name:
        folder = Path(name)
        commands = {"frozen": (_watched(bundle, folder / "gdstudio"),), "source": SOURCE}
        for command in commands.values():
            _start(command, folder, "used")
        warm = {kind: list[Moments]() for kind in commands}
        first = {kind: list[Moments]() for kind in commands}
        for index in range(RUNS):
            for kind, command in commands.items():
                warm[kind].append(_start(command, folder, "used"))
                if index < FIRST_RUNS:
                    first[kind].append(_start(command, folder, f"{kind}-{index}"))
    return Measurement(
        "The bundle",
        f"{RUNS} starts of the bundle and of the source, in turns, measured as the other starts;"
        f" then {FIRST_RUNS} of each as the first start ever: without settings, icons or machine"
        " code of earlier starts. Bytecode is there, as where a program is installed.",
        _figures(warm, first),
    )


def _figures(warm: dict[str, list[Moments]], first: dict[str, list[Moments]]) -> tuple[Figure, ...]:
    painted = {kind: _median(moments, "first") for kind, moments in warm.items()}
    complete = {kind: _median(moments, "picture") for kind, moments in warm.items()}
    ever = {kind: _median(moments, "first") for kind, moments in first.items()}
    return (
        Figure("frozen start: first paint", 1e3 * painted["frozen"], "ms"),
        Figure("source start: first paint", 1e3 * painted["source"], "ms"),
        Figure(
            "frozen start: first paint, frozen / source",
            painted["frozen"] / painted["source"],
            "×",
            1.5,
        ),
        Figure(
            "frozen start: picture complete, frozen / source",
            complete["frozen"] / complete["source"],
            "×",
            1.5,
        ),
        *(
            Figure(
                f"{kind}: window usable, first start ever / warm",
                ever[kind] / painted[kind],
                "×",
                2.0,
                note=f"{1e3 * ever[kind]:.0f} ms",
            )
            for kind in warm
        ),
    )


def _median(moments: list[Moments], name: str) -> float:
    return median([each[name] for each in moments])


def _watched(bundle: Path, copy: Path) -> str:
    """Copy the bundle, let the copy tell of its window, and return its program."""
    shutil.copytree(bundle, copy, symlinks=True, copy_function=os.link)
    (module,) = copy.rglob("gdstudio/app.py")
    text = module.read_text(encoding="utf-8")
    # The other name of the file belongs to the bundle.
    module.unlink()
    module.write_text(text + WATCH, encoding="utf-8")
    for bytecode in module.parent.glob("__pycache__/app.*.pyc"):
        bytecode.unlink()
        unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(str(module), str(bytecode), invalidation_mode=unchecked)
    return str(copy / "gdstudio")


def _start(command: tuple[str, ...], folder: Path, user: str) -> Moments:
    """Start the program of somebody, whose files are kept in a folder."""
    home = folder / user
    homes = {f"XDG_{name}_HOME": str(home / name) for name in ("CACHE", "CONFIG", "DATA", "STATE")}
    environment = {
        **os.environ,
        **homes,
        "HOME": str(home),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    for name in ("NUMBA_CACHE_DIR", "PYTHONDONTWRITEBYTECODE"):
        environment.pop(name, None)
    home.mkdir(exist_ok=True)
    began = time.monotonic()
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment
    )
    # The monotonic clock is one for all processes of the system.
    moments: Moments = json.loads(done.stdout.splitlines()[-1])
    return {name: moment - began for name, moment in moments.items()}
