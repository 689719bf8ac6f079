import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from trained import CLASSES, INPUTS, PLANE, ROWS, TARGETS, plane_gradient, plane_loss, training
from trained import problem as problem_for

import gdstudio as gd
from gdstudio.experiment.data_objectives import CsvSource, Dataset, RegressionObjective
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.problem import problem_of

THETA = np.array([0.3, -0.7, 1.1])
ALL = np.arange(ROWS)


def objective(outputs: int, inputs: int, **own: Any) -> dict[str, Any]:
    """Return an objective on four rows."""
    chance = np.random.default_rng(0)
    targets = chance.normal(size=(4, outputs)).tolist()
    dataset = {"inputs": chance.normal(size=(4, inputs)).tolist(), "targets": targets}
    return {"kind": "regression", "dataset": dataset, **own}


def names(value: dict[str, Any]) -> tuple[str, ...]:
    return problem_for(value).parameter_names


def test_that_loss_and_gradient_are_those_of_the_rows() -> None:
    plane = problem_for()
    for rows in (None, [0], [5, 2, 17], ALL[::-1]):
        chosen = ALL if rows is None else np.array(rows)
        loss, gradient = plane.loss_and_gradient(THETA, rows)
        assert loss == pytest.approx(plane_loss(THETA, chosen), rel=1e-12)
        np.testing.assert_allclose(gradient, plane_gradient(THETA, chosen), rtol=1e-11)
        score, accuracy = plane.score(THETA, rows)
        assert score == pytest.approx(loss, rel=1e-13)
        assert np.isnan(accuracy)
    assert plane.loss(THETA) == plane.loss_and_gradient(THETA)[0]


@pytest.mark.parametrize("rows", [[], [-1], [ROWS], [0, 10**12]])
def test_that_rows_that_are_not_there_are_refused(rows: list[int]) -> None:
    with pytest.raises(ValueError, match="expected rows from 0 to 22, at least one"):
        problem_for().score(THETA, rows)


def test_that_a_point_has_one_number_for_each_parameter() -> None:
    with pytest.raises(ValueError, match=r"expected 3 numbers \(w1, w2, b\), got an array of"):
        problem_for().loss([1.0, 2.0])


def test_that_many_points_are_those_of_one() -> None:
    points = np.random.default_rng(3).normal(size=(6, 3))
    losses, gradients = problem_for().at_points(points)
    for point, loss, gradient in zip(points, losses, gradients, strict=True):
        assert (loss, gradient.tolist()) == (
            problem_for().loss(point),
            problem_for().gradient(point).tolist(),
        )


def test_that_a_plane_through_the_parameters_has_their_losses() -> None:
    u, v = np.array([1.0, 0.5, 0.0]), np.array([0.0, -1.0, 2.0])
    x, y = np.linspace(-2, 2, 5), np.linspace(-1, 1, 4)
    losses = problem_for().over_plane(THETA, (u, x), (v, y))
    assert losses.shape == (4, 5)
    for row in range(4):
        for column in range(5):
            point = THETA + x[column] * u + y[row] * v
            assert losses[row, column] == pytest.approx(plane_loss(point, ALL), rel=1e-12)


def test_that_parameters_have_short_names() -> None:
    assert names(objective(1, 1)) == ("w", "b")
    assert names(PLANE) == ("w1", "w2", "b")
    assert names(objective(1, 1, model="polynomial", degree=3)) == ("w1", "w2", "w3", "b")
    assert names(objective(2, 1)) == ("w1_1", "w1_2", "b1", "b2")
    assert names(objective(2, 2)) == ("w1_1", "w1_2", "w2_1", "w2_2", "b1", "b2")
    layers = [{"units": 2, "activation": "tanh"}, {"units": 1}]
    assert names({"kind": "network", "layers": layers, "dataset": PLANE["dataset"]}) == (
        *("w1_1_1", "w1_1_2", "w1_2_1", "w1_2_2", "b1_1", "b1_2"),
        *("w2_1_1", "w2_2_1", "b2_1"),
    )


def test_that_a_polynomial_sees_powers_of_its_input() -> None:
    x = np.linspace(-1, 1, 9)
    dataset = {"inputs": x[:, np.newaxis].tolist(), "targets": (x**3)[:, np.newaxis].tolist()}
    value = {"kind": "regression", "model": "polynomial", "degree": 3, "dataset": dataset}
    assert problem_for(value).loss([0.0, 0.0, 1.0, 0.0]) == pytest.approx(0.0, abs=1e-30)
    expected = np.mean((1 + 2 * x + 3 * x**2 - x**3) ** 2)
    assert problem_for(value).loss([2.0, 3.0, 0.0, 1.0]) == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(
        problem_for(value).features(np.array([[2.0]])), [[2.0, 4.0, 8.0]], rtol=1e-15
    )


def network_on(dataset: dict[str, Any], units: int, **own: Any) -> dict[str, Any]:
    layers = [{"units": 3, "activation": "tanh"}, {"units": units}]
    return {"kind": "network", "layers": layers, "dataset": dataset, **own}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (network_on(PLANE["dataset"], 2), "expected 1, for the target target, got 2"),
        (
            network_on(objective(2, 1)["dataset"], 1),
            "expected 2, one for each target (target 1, target 2), got 1",
        ),
        (
            network_on(CLASSES["dataset"], 1, loss="cross_entropy"),
            "expected 2, one for each class (down, up), got 1",
        ),
        (
            network_on(CLASSES["dataset"], 2, loss="binary_cross_entropy"),
            "expected 1, which tells up from down, got 2",
        ),
    ],
)
def test_that_outputs_that_do_not_fit_the_targets_are_refused(
    value: dict[str, Any], reason: str
) -> None:
    with pytest.raises(gd.ExperimentError) as caught:
        gd.run(training(objective=value))
    assert caught.value.path == "objective.layers[1].units"
    assert caught.value.reason == reason


def csv_objective(path: Path) -> RegressionObjective:
    return RegressionObjective(Dataset(CsvSource(str(path), ("x",), "y")))


def test_that_a_file_is_read_again_only_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "line.csv"
    path.write_text("x,y\n1,2\n2,4\n", encoding="utf-8")
    value = csv_objective(path)
    first = problem_of(value)
    assert first.loss([2.0, 0.0]) == 0.0
    assert problem_of(value) is first

    reads: list[Dataset] = []
    from gdstudio.simulation import models

    read = models.load_examples

    def counted(dataset: Dataset) -> Any:
        reads.append(dataset)
        return read(dataset)

    monkeypatch.setattr(models, "load_examples", counted)
    other = problem_of(replace(value, l2=1.0))
    scaled = problem_of(replace(value, dataset=replace(value.dataset, standardize=True)))
    assert (other.loss([2.0, 0.0]), reads) == (2.0, [])
    assert scaled.data[:, 0].tolist() == [-1.0, 1.0]

    path.write_text("x,y\n1,3\n2,5\n", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert problem_of(value).loss([2.0, 1.0]) == 0.0
    assert len(reads) == 1
    path.unlink()
    with pytest.raises(gd.ExperimentError) as caught:
        problem_of(value)
    assert caught.value.path == "objective.dataset.csv"


def test_that_the_data_come_with_the_problem() -> None:
    model = problem_for(CLASSES)
    assert isinstance(model, DataProblem)
    assert model.dataset.classes == ("down", "up")
    assert model.rows.tolist() == list(range(16))
    assert model.test_rows.tolist() == list(range(16, 23))
    is_up = TARGETS[model.dataset.rows] > 0
    np.testing.assert_array_equal(model.data[:, :2], INPUTS[model.dataset.rows])
    np.testing.assert_array_equal(model.data[:, 2], is_up)
    _, accuracy = model.score([0.0, 0.0, 1.0], model.test_rows)
    assert accuracy == pytest.approx(is_up[16:].mean())
