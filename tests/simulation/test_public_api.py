import doctest
import importlib
import pkgutil
from pathlib import Path

import numpy as np
import pytest

import gdstudio as gd

FILE = """{
  "format": "gdstudio.experiment",
  "version": 1,
  "title": "Two valleys",
  "objective": {"kind": "function", "expression": "x^4 - 5x^2 - 3x", "variables": ["x"],
                "domain": [[-3, 3]]},
  "start": [2.5],
  "batch": {"size": null, "shuffle": true},
  "stop": {"max_steps": 500, "gradient_tolerance": 1e-8, "loss_tolerance": 0,
           "divergence_loss": 1e12},
  "seed": 0,
  "runs": [
    {"label": "GD", "color": "#1b9e77", "optimizer": {"method": "gd", "learning_rate": 0.01}},
    {"label": "Momentum", "color": "#d95f02", "optimizer": {"method": "momentum",
     "learning_rate": 0.01, "momentum": 0.9, "convention": "pytorch"}}
  ]
}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "two-valleys.gds.json"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_that_the_examples_in_the_documentation_are_true() -> None:
    tested = 0
    for module in pkgutil.walk_packages(gd.__path__, "gdstudio."):
        if module.name.split(".")[1] in ("engine", "simulation", "export"):
            results = doctest.testmod(importlib.import_module(module.name))
            assert results.failed == 0
            tested += results.attempted
    results = doctest.testmod(gd)
    assert (results.failed, results.attempted) == (0, 4)


def test_that_minimize_works_as_documented() -> None:
    result = gd.minimize(
        "x^4 - 5x^2 - 3x",
        start=[2.5],
        method="momentum",
        learning_rate=0.01,
        momentum=0.9,
        steps=500,
    )
    for column in (result.parameters, result.losses, result.gradient_norms):
        assert column.dtype == np.float64
        assert len(column) == 501
    assert result.parameters[0].tolist() == [2.5]
    assert result.losses[0] == pytest.approx(2.5**4 - 5 * 2.5**2 - 3 * 2.5)
    assert result.gradient_norms[0] == pytest.approx(4 * 2.5**3 - 10 * 2.5 - 3)
    assert result.outcome is gd.Outcome.MAX_STEPS
    assert result.message.startswith("Made all 500 steps")


def test_that_minimize_stops_early_only_where_told_to() -> None:
    told = gd.minimize("x^2", [1.0], learning_rate=0.5, gradient_tolerance=1e-9)
    assert told.outcome is gd.Outcome.CONVERGED
    assert told.steps.tolist() == [0, 1]
    free = gd.minimize("x^2", [1.0], learning_rate=0.5)
    assert free.steps.size == 501


def test_that_a_file_runs_as_documented(file: Path, tmp_path: Path) -> None:
    experiment = gd.load(file)
    results = gd.run(experiment)
    assert [result.label for result in results] == ["GD", "Momentum"]
    assert results[0].outcome is gd.Outcome.CONVERGED
    for result in results:
        assert result.parameters[-1, 0] == pytest.approx(1.71394, abs=5e-6)
    alone = gd.minimize("x^4 - 5x^2 - 3x", [2.5], steps=500, gradient_tolerance=1e-8)
    np.testing.assert_array_equal(results[0].parameters, alone.parameters)

    gd.save(experiment, tmp_path / "copy.gds.json")
    assert gd.load(tmp_path / "copy.gds.json") == experiment
    assert gd.load(str(tmp_path / "copy.gds.json")) == experiment


def test_that_an_expression_works_as_documented() -> None:
    f = gd.expression("sin(x) y^2")
    assert f.variables == ("x", "y")
    assert f([1.0, 2.0]) == pytest.approx(4 * np.sin(1.0), rel=1e-15)
    np.testing.assert_allclose(f.gradient([1.0, 2.0]), [4 * np.cos(1.0), 4 * np.sin(1.0)])
    assert isinstance(f([1.0, 2.0]), float)


def test_that_an_expression_error_says_what_and_where() -> None:
    with pytest.raises(gd.ExpressionError) as caught:
        gd.expression("x + foo(x)")
    assert caught.value.position == 4
    assert "foo" in caught.value.message


def test_that_an_objective_works_as_documented(file: Path) -> None:
    problem = gd.objective(gd.load(file))
    assert problem.parameter_names == ("x",)
    assert problem.loss([1.0]) == -7.0
    assert problem.gradient([1.0]).tolist() == [-9.0]
    assert isinstance(problem, gd.Problem)


def test_that_the_objective_of_a_noisy_experiment_has_no_noise() -> None:
    noisy = gd.minimize("x^2", [3.0], gradient_noise=1.0, steps=1)
    assert noisy.losses[0] == 9.0
    assert noisy.gradient_norms[0] != 6.0


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"expression": "x^"}, "objective.expression"),
        ({"expression": "5"}, "objective.expression"),
        ({"start": [1.0, 2.0]}, "start"),
        ({"start": []}, "start"),
        ({"start": ["a"]}, "start[0]"),
        ({"start": [float("nan")]}, "start[0]"),
        ({"start": 2.0}, "start"),
        ({"steps": 0}, "stop.max_steps"),
        ({"steps": 2.5}, "stop.max_steps"),
        ({"seed": -1}, "seed"),
        ({"gradient_tolerance": -1}, "stop.gradient_tolerance"),
        ({"gradient_noise": -1.0}, "objective.gradient_noise"),
        ({"method": "newton"}, "runs[0].optimizer.method"),
        ({"convention": "pytorch"}, "runs[0].optimizer"),
        ({"method": "adam", "convention": "caffe"}, "runs[0].optimizer.convention"),
        ({"learning_rate": 0.0}, "runs[0].optimizer.learning_rate"),
        ({"learning_rate": "fast"}, "runs[0].optimizer.learning_rate"),
        ({"learning_rate": float("inf")}, "runs[0].optimizer.learning_rate"),
        ({"momentum": 0.5}, "runs[0].optimizer"),
        ({"method": "momentum", "momentum": 1.0}, "runs[0].optimizer.momentum"),
        ({"clip_norm": 0.0}, "runs[0].optimizer.clip_norm"),
        ({"weight_decay": -0.1}, "runs[0].optimizer.weight_decay"),
        ({"schedule": {"kind": "sawtooth"}}, "runs[0].optimizer.schedule.kind"),
        ({"schedule": {"kind": "one_cycle"}}, "runs[0].optimizer.schedule"),
        ({"variables": ["y"]}, "objective.expression"),
    ],
)
def test_that_minimize_says_what_is_wrong_and_where(options: dict[str, object], path: str) -> None:
    with pytest.raises(gd.ExperimentError) as caught:
        gd.minimize(**{"expression": "x^2", "start": [1.0], **options})  # type: ignore[arg-type]
    assert caught.value.path.startswith(path)
    assert caught.value.reason


def test_that_minimize_takes_the_numbers_of_numpy() -> None:
    plain = gd.minimize(
        "x^2 + y^2", [1.0, 2.0], method="adam", learning_rate=0.25, steps=7, seed=3,
        gradient_noise=0.5, amsgrad=True, schedule={"kind": "cosine", "period": 9.0}
    )  # fmt: skip
    own = gd.minimize(
        "x^2 + y^2",
        np.array([1.0, 2.0], dtype=np.float32),
        method="adam",
        learning_rate=np.float32(0.25),
        steps=np.int64(7),  # type: ignore[arg-type]
        seed=np.uint8(3),  # type: ignore[arg-type]
        gradient_noise=np.float64(0.5),
        amsgrad=np.True_,  # type: ignore[arg-type]
        schedule={"kind": "cosine", "period": np.float64(9.0)},
    )
    np.testing.assert_array_equal(own.parameters, plain.parameters)


def test_that_the_order_of_variables_can_be_chosen() -> None:
    result = gd.minimize("x + 10y", [1.0, 2.0], variables=("y", "x"), steps=1)
    assert result.parameter_names == ("y", "x")
    assert result.losses[0] == 12.0


def test_that_everything_public_is_there() -> None:
    for name in gd.__all__:
        assert getattr(gd, name) is not None
    documented = {
        *("minimize", "Outcome", "load", "ExperimentError", "run", "save", "expression"),
        *("ExpressionError", "objective"),
    }
    assert documented <= set(gd.__all__)
    assert {each.value for each in gd.Outcome} == {
        *("converged", "max steps", "diverged", "stopped", "failed")
    }
