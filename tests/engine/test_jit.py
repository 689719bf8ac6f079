"""Each case runs in a process of its own: what is imported and cached belongs to the process."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gdstudio.engine.jit import Kernel, kernel

SCRIPTS = Path(__file__).parent / "scripts"

SMALL = """
import numpy as np
from gdstudio.engine.driver import norm
from gdstudio.engine.optimizers.gd import descend
theta = np.array([1.0, 2.0])
descend(theta, np.array([3.0, 4.0]), np.zeros((0, 2)), np.zeros(0), 0.5, 1)
assert theta.tolist() == [-0.5, 0.0]
assert norm(np.array([3.0, 4.0])) == 5.0
hits = sum(sum(k.compiled.stats.cache_hits.values()) for k in (norm, descend))
misses = sum(sum(k.compiled.stats.cache_misses.values()) for k in (norm, descend))
print(hits, misses)
"""
"""Uses two kernels, and prints how many came from the cache and how many were compiled."""

EVERYTHING = """
import gc
import gdstudio as gd
from gdstudio.engine.jit import Kernel
from gdstudio.engine.optimizers.registry import OPTIMIZERS
for method in OPTIMIZERS.values():
    for convention in method.conventions:
        gd.minimize("sin(x) + x^2", [1.0], method=method.key, convention=convention.key, steps=3)
kernels = [each for each in gc.get_objects() if isinstance(each, Kernel)]
compiled = [each.compiled.stats for each in kernels if "compiled" in vars(each)]
hits = sum(sum(stats.cache_hits.values()) for stats in compiled)
misses = sum(sum(stats.cache_misses.values()) for stats in compiled)
print(hits, misses)
"""


def in_a_process(code: str, **variables: str) -> str:
    """Run code with warnings as errors; return what it printed, and insist on silence."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


@pytest.fixture(scope="module")
def small_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache folder in which the kernels of SMALL were compiled."""
    folder = tmp_path_factory.mktemp("cache")
    assert in_a_process(SMALL, XDG_CACHE_HOME=str(folder)) == "0 2"
    return folder


def files_of(folder: Path, ending: str) -> list[Path]:
    return sorted(folder.rglob(f"*.{ending}"))


def test_that_importing_the_program_imports_neither_numba_nor_qt() -> None:
    code = """
import sys
import gdstudio.interface, gdstudio.simulation.simulation
import gdstudio.export.npz, gdstudio.export.csv, gdstudio.export.json
for name in ("numba", "llvmlite", "PySide6", "pyqtgraph"):
    assert name not in sys.modules, name
"""
    assert in_a_process(code) == ""


def test_that_a_second_process_compiles_nothing(small_cache: Path) -> None:
    assert in_a_process(SMALL, XDG_CACHE_HOME=str(small_cache)) == "2 0"


def test_that_every_kernel_of_a_run_is_found_in_the_cache(tmp_path: Path) -> None:
    first = in_a_process(EVERYTHING, XDG_CACHE_HOME=str(tmp_path))
    second = in_a_process(EVERYTHING, XDG_CACHE_HOME=str(tmp_path))
    hits, misses = map(int, first.split())
    assert hits == 0
    assert misses >= 15
    assert second == f"{misses} 0"


def test_that_numba_cache_dir_is_respected_and_shared_with_others(tmp_path: Path) -> None:
    chosen, other = tmp_path / "chosen", tmp_path / "home"
    foreign = chosen / "of_somebody_else.txt"
    chosen.mkdir()
    foreign.write_text("precious")
    places = {"NUMBA_CACHE_DIR": str(chosen), "XDG_CACHE_HOME": str(other)}
    assert in_a_process(SMALL, **places) == "0 2"
    assert files_of(chosen, "nbi")
    assert not files_of(tmp_path / "home", "nbi")
    for each in files_of(chosen, "nbi"):
        each.write_bytes(b"")
    assert in_a_process(SMALL, **places) == "0 2"
    assert foreign.read_text() == "precious"


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize("part", [0.0, 0.3, 0.9])
def test_that_a_cut_off_cache_file_is_repaired(
    small_cache: Path, tmp_path: Path, ending: str, part: float
) -> None:
    folder = tmp_path / "cache"
    shutil.copytree(small_cache, folder)
    files = files_of(folder, ending)
    assert len(files) >= 2
    for each in files:
        content = each.read_bytes()
        each.write_bytes(content[: int(part * len(content))])
    _, misses = in_a_process(SMALL, XDG_CACHE_HOME=str(folder)).split()
    assert int(misses) == 2
    assert in_a_process(SMALL, XDG_CACHE_HOME=str(folder)) == "2 0"


@pytest.mark.parametrize("variable", ["NUMBA_CACHE_DIR", "XDG_CACHE_HOME"])
def test_that_a_cache_folder_that_cannot_be_written_is_done_without(
    tmp_path: Path, variable: str
) -> None:
    # Below a file there can be no folder, not even for an administrator.
    file = tmp_path / "file"
    file.write_text("")
    assert in_a_process(SMALL, **{variable: str(file / "cache")}) == "0 2"
    assert file.read_text() == ""


def test_that_no_access_is_outside_its_array(tmp_path: Path) -> None:
    code = (SCRIPTS / "bounds.py").read_text(encoding="utf-8")
    assert in_a_process(code, NUMBA_BOUNDSCHECK="1", NUMBA_CACHE_DIR=str(tmp_path)) == "checked"


@kernel("float64(float64[::1])")
def total(numbers: np.ndarray) -> float:
    """Return the sum."""
    result = 0.0
    for i in range(numbers.size):
        result += numbers[i]
    return result


@kernel("float64(float64[::1])")
def mean(numbers: np.ndarray) -> float:
    return total(numbers) / numbers.size


def test_that_a_kernel_calls_other_kernels_by_name_and_keeps_its_own() -> None:
    assert mean(np.array([1.0, 2.0, 6.0])) == 3.0
    assert total.__name__ == "total"
    assert total.__doc__ == "Return the sum."
    assert mean.compiled is mean.compiled


def test_that_a_kernel_divides_by_zero_in_silence() -> None:
    assert np.isnan(mean(np.zeros(0)))


def test_that_only_a_plain_function_becomes_a_kernel() -> None:
    with pytest.raises(TypeError, match="plain function"):
        _ = Kernel(len, "int64(int64)", inline=False).compiled
