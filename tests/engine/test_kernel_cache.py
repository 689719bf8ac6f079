"""Each case runs in a process of its own: what is compiled and cached belongs to the process."""

import shutil
from pathlib import Path

import pytest
from test_jit import SMALL, files_of, in_a_process

SHIP = """
import sys
from pathlib import Path
from gdstudio.engine import shipped_kernels
wanted = ("norm", "descend")
every = shipped_kernels._kernels
shipped_kernels._kernels = lambda: [each for each in every() if each.__name__ in wanted]
print(shipped_kernels.ship_kernels(Path({folder!r})))
"""
FROM_SHIPPED = """
from pathlib import Path
from gdstudio.engine import kernel_cache
kernel_cache.SHIPPED = Path({folder!r})
"""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of kernels as a bundle has it, with those that SMALL uses."""
    folder = tmp_path_factory.mktemp("bundle") / "kernels"
    assert int(in_a_process(SHIP.format(folder=str(folder)))) >= 2
    return folder


def test_that_kernels_are_shipped_under_the_names_of_their_packages(shipped: Path) -> None:
    assert {"engine", "engine.optimizers"} <= {each.name for each in shipped.iterdir()}
    assert len(files_of(shipped, "nbi")) >= 2
    assert len(files_of(shipped, "nbc")) >= 2


def test_that_the_first_start_of_a_bundle_compiles_nothing(shipped: Path, tmp_path: Path) -> None:
    code = FROM_SHIPPED.format(folder=str(shipped)) + SMALL
    assert in_a_process(code, XDG_CACHE_HOME=str(tmp_path)) == "2 0"
    # The second time they are the user's own.
    shutil.copytree(tmp_path, tmp_path / "copy")
    assert in_a_process(SMALL, XDG_CACHE_HOME=str(tmp_path)) == "2 0"


def test_that_a_bundle_compiles_nothing_where_no_cache_can_be_written(
    shipped: Path, tmp_path: Path
) -> None:
    not_a_folder = tmp_path / "file"
    not_a_folder.write_text("")
    passing = tmp_path / "passing"
    passing.mkdir()
    code = FROM_SHIPPED.format(folder=str(shipped)) + SMALL
    places = {"XDG_CACHE_HOME": str(not_a_folder), "TMPDIR": str(passing)}
    assert in_a_process(code, **places) == "2 0"
    # What it needed for that is gone with the process.
    assert list(passing.iterdir()) == []


def test_that_kernels_of_another_time_are_compiled_anew(shipped: Path, tmp_path: Path) -> None:
    broken = tmp_path / "kernels"
    shutil.copytree(shipped, broken)
    for each in files_of(broken, "nbi"):
        each.write_bytes(b"")
    code = FROM_SHIPPED.format(folder=str(broken)) + SMALL
    hits, misses = map(int, in_a_process(code, XDG_CACHE_HOME=str(tmp_path / "home")).split())
    assert hits + misses == 2
    assert list((tmp_path / "home").iterdir())
