import subprocess
import sys
from pathlib import Path

import numpy as np
from exported import one_training, one_with_infinities, two_runs

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


EVALUATED = {"evaluated_steps", "train_losses", "test_losses"}
ACCURACIES = {"train_accuracies", "test_accuracies"}


def test_that_a_training_has_its_evaluations(tmp_path: Path) -> None:
    result = one_training()
    write_npz((result,), tmp_path / "out.npz")
    with np.load(tmp_path / "out.npz", allow_pickle=False) as archive:
        names = {name.removeprefix("run0.") for name in archive}
        assert names >= EVALUATED | ACCURACIES
        assert archive["run0.evaluated_steps"].dtype == np.int64
        assert archive["run0.evaluated_steps"].tolist() == [0, 3, 6, 9, 10]
        for name in EVALUATED | ACCURACIES:
            np.testing.assert_array_equal(archive[f"run0.{name}"], getattr(result, name))
        assert np.isfinite(archive["run0.test_losses"]).all()
        assert archive["run0.losses"].shape == (11,)


def test_that_only_classes_have_accuracies(tmp_path: Path) -> None:
    write_npz((one_training("mse", test_fraction=0),), tmp_path / "out.npz")
    with np.load(tmp_path / "out.npz", allow_pickle=False) as archive:
        names = {name.removeprefix("run0.") for name in archive}
        assert names >= EVALUATED
        assert names.isdisjoint(ACCURACIES)
        assert np.isnan(archive["run0.test_losses"]).all()


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
