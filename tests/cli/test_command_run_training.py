import csv
import json

import numpy as np
import pytest
from cli_samples import experiment_file, gdstudio, needs_app

import gdstudio as gd
from gdstudio.cli import main
from gdstudio.cli.png import read_png
from gdstudio.simulation.files import FORMAT

LAYERS = [{"units": 4, "activation": "tanh"}, {"units": 1}]
MOONS = {
    "kind": "network",
    "layers": LAYERS,
    "loss": "binary_cross_entropy",
    "dataset": {"name": "moons", "samples": 40, "test_fraction": 0.25},
}
LINE = {"kind": "regression", "dataset": {"csv": "line.csv", "inputs": ["x"], "target": "y"}}
SMALL = {"size": 8}


def training_file(folder, objective=MOONS, **changes):
    stop = {"max_steps": 20, "gradient_tolerance": 0}
    changes = {"batch": SMALL, "stop": stop, "start": None, **changes}
    return experiment_file(folder, objective=objective, **changes)


def test_that_a_network_is_trained_and_exported(tmp_path, capsys):
    out = {ending: tmp_path / f"out{ending}" for ending in (".npz", ".csv", ".json")}
    exports = [part for path in out.values() for part in ("--export", str(path))]
    assert main(["run", str(training_file(tmp_path)), *exports]) == 0

    with np.load(out[".npz"]) as archive:
        assert archive["run0.parameters"].shape == (21, 17)
        # 30 rows in batches of 8: four steps an epoch.
        assert archive["run0.evaluated_steps"].tolist() == [0, 4, 8, 12, 16, 20]
        training, test = archive["run0.train_losses"], archive["run0.test_losses"]
        accuracies = archive["run0.train_accuracies"], archive["run0.test_accuracies"]
        assert training[-1] < training[0]
        losses = archive["run0.losses"].tolist()
    with out[".csv"].open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header[:5] == ["run", "step", "loss", "gradient_norm", "learning_rate"]
    assert header[5:8] == ["w1_1_1", "w1_1_2", "w1_1_3"]
    assert len(header) == 5 + 17
    assert [float(row[2]) for row in rows] == losses
    (run,) = json.loads(out[".json"].read_text())["runs"]
    assert run["test_losses"] == test.tolist()

    heading, numbers, message, *written = capsys.readouterr().out.splitlines()
    assert heading.split("  ")[-1].strip() == "Test accuracy"
    assert numbers.split()[5:7] == [f"{training[-1]:.6g}", f"{test[-1]:.6g}"]
    percents = [f"{100 * column[-1]:.4g}" for column in accuracies]
    assert numbers.split()[7::2] == percents
    assert message.startswith("  Made all 20 steps, 5 epochs; the gradient norm is ")
    assert f"The loss over all 30 training rows is {training[-1]:.4g}, the accuracy" in message
    assert len(written) == 3


def test_that_a_regression_has_no_accuracies(tmp_path, capsys):
    (tmp_path / "line.csv").write_text("x,y\n1,2\n2,4\n3,6\n")
    path = training_file(tmp_path, LINE)
    assert main(["run", str(path), "--export", str(tmp_path / "o.npz")]) == 0
    with np.load(tmp_path / "o.npz") as archive:
        assert "run0.train_losses" in archive
        assert "run0.train_accuracies" not in archive
    heading, numbers, *_ = capsys.readouterr().out.splitlines()
    assert heading.split() == ["Run", "Outcome", "Step", "Training", "loss"]
    assert numbers.split()[:5] == ["●", "Calm", "max", "steps", "20"]


@needs_app
@pytest.mark.parametrize("objective", [MOONS, LINE])
def test_that_a_picture_of_a_training_is_exported_without_a_display(tmp_path, objective):
    (tmp_path / "line.csv").write_text("x,y\n1,2\n2,4\n3,6\n")
    path, out = training_file(tmp_path, objective), tmp_path / "o.png"
    done = gdstudio("run", path, "--export", out)
    assert (done.returncode, done.stderr) == (0, "")
    picture = read_png(out)
    assert min(picture.width, picture.height) >= 400
    assert picture.has_colours(100)


@pytest.mark.parametrize(
    ("objective", "place"),
    [
        (LINE, "objective.dataset.csv: "),
        (MOONS | {"layers": [{"units": 3}]}, "objective.layers[0].units: expected 1, which tells"),
    ],
)
def test_that_data_that_do_not_fit_are_one_line_with_name_and_place(
    tmp_path, capsys, objective, place
):
    path = training_file(tmp_path, objective)
    assert main(["run", str(path)]) == 2
    output, error = capsys.readouterr()
    assert output == ""
    assert error.startswith(f"gdstudio: {path}: {place}")
    assert error.count("\n") == 1


def test_that_a_start_of_another_length_is_refused(tmp_path, capsys):
    path = training_file(tmp_path, start=[1.0])
    assert main(["run", str(path)]) == 2
    assert (
        ": start: expected 17 numbers, one for each parameter (w1_1_1, " in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("objective.init.limit", {"init": {"scheme": "uniform", "limit": 1e308}}),
        ("objective.dataset.noise", {"dataset": {"name": "line", "noise": 1e308}}),
    ],
)
def test_that_numbers_beyond_all_use_are_refused(place: str, changes: dict[str, object]) -> None:
    document = {
        "format": "gdstudio.experiment",
        "version": 1,
        "objective": {
            "kind": "network",
            "layers": [{"units": 1}],
            "dataset": {"name": "line"},
            **changes,
        },
        "runs": [{"optimizer": {"method": "gd"}}],
    }
    with pytest.raises(gd.ExperimentError, match=place):
        FORMAT.from_json(document)
