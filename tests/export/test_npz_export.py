import subprocess
import sys
from pathlib import Path

import numpy as np
from exported import one_with_infinities, two_runs

from gdstudio.export.npz import write_npz

HERE = Path(__file__).parent


def test_that_names_types_and_shapes_are_as_promised(tmp_path: Path) -> None:
    results = two_runs()
    write_npz(results, tmp_path / "out.npz")
    with np.load(tmp_path / "out.npz", allow_pickle=False) as archive:
        assert set(archive) == {
            f"run{i}.{name}"
            for i in (0, 1)
            for name in (
                *("steps", "parameters", "losses", "gradient_norms", "learning_rates"),
                *("label", "outcome"),
            )
        }
        for i, result in enumerate(results):
            rows = len(result.steps)
            assert archive[f"run{i}.steps"].dtype == np.int64
            assert archive[f"run{i}.parameters"].shape == (rows, 2)
            for name in ("parameters", "losses", "gradient_norms", "learning_rates"):
                column = archive[f"run{i}.{name}"]
                assert column.dtype == np.float64
                np.testing.assert_array_equal(column, getattr(result, name))
            assert archive[f"run{i}.label"].shape == ()
            assert str(archive[f"run{i}.label"]) == result.label
            assert str(archive[f"run{i}.outcome"]) == ("max_steps", "diverged")[i]


def test_that_infinities_and_nan_are_kept(tmp_path: Path) -> None:
    result = one_with_infinities()
    write_npz((result,), tmp_path / "odd.npz")
    with np.load(tmp_path / "odd.npz") as archive:
        assert archive["run0.losses"].tobytes() == result.losses.tobytes()
        assert archive["run0.gradient_norms"].tobytes() == result.gradient_norms.tobytes()


def test_that_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from exported import two_runs
from gdstudio.export.npz import write_npz
write_npz(two_runs(), Path(sys.argv[1]))
"""
    paths = [tmp_path / "one.npz", tmp_path / "two.npz"]
    for path in paths:
        subprocess.run([sys.executable, "-W", "error", "-c", code, path], cwd=HERE, check=True)
    write_npz(two_runs(), tmp_path / "own.npz")
    own = (tmp_path / "own.npz").read_bytes()
    assert [path.read_bytes() == own for path in paths] == [True, True]
