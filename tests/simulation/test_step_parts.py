from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from simulated import ALL_METHODS, finished, simulated
from trained import trained

from gdstudio.engine.optimizers.registry import OPTIMIZERS
from gdstudio.simulation.run import RunSimulation
from gdstudio.simulation.step_parts import PartKind, StepParts, step_parts

ROSENBROCK = "(1 - x)^2 + 100(y - x^2)^2"
START = (-1.2, 1.0)
STEPS = (0, 1, 2, 7, 19)


def run_of(optimizer: dict[str, Any], **options: Any) -> RunSimulation:
    run = simulated(ROSENBROCK, START, {"learning_rate": 1e-3} | optimizer, max_steps=20, **options)
    finished(run)
    return run


def gradient_at(point: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = point
    return np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])


def parts_at(run: RunSimulation, step: int) -> StepParts:
    parts = step_parts(run, step)
    assert parts is not None
    return parts


def assert_sums_are_exact(run: RunSimulation, step: int) -> StepParts:
    parts = parts_at(run, step)
    np.testing.assert_array_equal(parts.start, run.row(step).parameters)
    np.testing.assert_array_equal(parts.end, run.row(step + 1).parameters)
    for way in (parts.parts, parts.scaled):
        vectors = np.array([each.vector for each in way])
        size = np.abs(vectors).sum(axis=0).max() + np.abs(parts.start).max()
        np.testing.assert_allclose(vectors.sum(axis=0), parts.change, atol=1e-14 * size, rtol=0)
    return parts


def test_that_all_conventions_of_all_methods_are_tried() -> None:
    tried = {(each["method"], each.get("convention")) for each in ALL_METHODS}
    assert tried == {(key, c.key) for key, each in OPTIMIZERS.items() for c in each.conventions}


@pytest.mark.parametrize("optimizer", ALL_METHODS)
def test_that_the_parts_of_a_step_add_up_to_it(optimizer: dict[str, Any]) -> None:
    run = run_of(optimizer)
    for step in STEPS:
        parts = assert_sums_are_exact(run, step)
        assert parts.parts[0].kind is PartKind.GRADIENT


@pytest.mark.parametrize("optimizer", ALL_METHODS)
def test_that_noise_clipping_decay_and_schedules_are_parts_too(optimizer: dict[str, Any]) -> None:
    extras = {
        "clip_norm": 5.0,
        "weight_decay": 0.3,
        "schedule": {"kind": "exponential", "gamma": 0.9},
    }
    run = run_of(optimizer | extras, noise=0.5, seed=3)
    for step in STEPS:
        parts = assert_sums_are_exact(run, step)
        kinds = {each.kind for each in parts.parts}
        assert {PartKind.NOISE, PartKind.CLIPPING, PartKind.WEIGHT_DECAY} <= kinds


@pytest.mark.parametrize("optimizer", ALL_METHODS)
def test_that_the_parts_of_a_training_step_are_those_of_its_batch(
    optimizer: dict[str, Any],
) -> None:
    run = trained({"learning_rate": 0.01} | optimizer, size=5, max_steps=20)
    finished(run)
    for step in STEPS:
        assert_sums_are_exact(run, step)


@pytest.mark.parametrize(
    "optimizer",
    [
        {"method": "momentum", "convention": "pytorch"},
        {"method": "momentum", "convention": "keras"},
        {"method": "nesterov", "convention": "lookahead"},
    ],
)
def test_that_a_heavy_ball_keeps_its_share_of_the_last_step(optimizer: dict[str, Any]) -> None:
    run = run_of(optimizer | {"momentum": 0.8})
    for step in STEPS[1:]:
        parts = parts_at(run, step)
        last = parts.start - run.row(step - 1).parameters
        np.testing.assert_allclose(parts.part(PartKind.MOMENTUM), 0.8 * last, rtol=1e-9)
        np.testing.assert_allclose(
            parts.part(PartKind.GRADIENT), -1e-3 * gradient_at(parts.gradient_point), rtol=1e-12
        )


def past_of(run: RunSimulation, step: int, factor: float) -> NDArray[np.float64]:
    """Return Σ factor^(step − 1 − k) gₖ over the steps k before this one."""
    powers = factor ** np.arange(step - 1, -1, -1.0)
    slopes = [gradient_at(run.row(k).parameters) for k in range(step)]
    total: NDArray[np.float64] = powers @ np.array(slopes)
    return total


def test_that_momentum_parts_are_sums_of_past_gradients() -> None:
    eta, mu, beta = 1e-3, 0.9, 0.9
    for optimizer, fresh, factor in (
        ({"method": "momentum", "convention": "ema"}, 1 - mu, -eta * mu * (1 - mu)),
        ({"method": "nesterov", "convention": "pytorch"}, 1 + mu, -eta * mu * mu),
        ({"method": "nesterov", "convention": "keras"}, 1 + mu, -eta * mu * mu),
    ):
        run = run_of(optimizer)
        for step in STEPS[1:]:
            parts = parts_at(run, step)
            np.testing.assert_allclose(
                parts.part(PartKind.GRADIENT), -eta * fresh * gradient_at(parts.start), rtol=1e-10
            )
            np.testing.assert_allclose(
                parts.part(PartKind.MOMENTUM), factor * past_of(run, step, mu), rtol=1e-9
            )
    for convention in ("pytorch", "keras"):
        run = run_of({"method": "adam", "convention": convention})
        for step in STEPS[1:]:
            parts, correction = parts_at(run, step), 1 - beta ** (step + 1)
            np.testing.assert_allclose(
                parts.part(PartKind.MOMENTUM),
                -eta * beta * (1 - beta) / correction * past_of(run, step, beta),
                rtol=1e-9,
            )


@pytest.mark.parametrize("convention", ["pytorch", "keras"])
def test_that_preconditioning_turns_the_first_step_of_adam_to_a_diagonal(convention: str) -> None:
    parts = parts_at(run_of({"method": "adam", "convention": convention}), 0)
    slopes = gradient_at(np.array(START))
    np.testing.assert_allclose(parts.part(PartKind.GRADIENT), -1e-3 * slopes, rtol=1e-12)
    np.testing.assert_allclose(parts.change, -1e-3 * np.sign(slopes), rtol=1e-6)
    np.testing.assert_allclose(
        parts.part(PartKind.PRECONDITIONING), 1e-3 * (slopes - np.sign(slopes)), rtol=1e-6
    )
    assert parts.part(PartKind.MOMENTUM) is None
    (scaled,) = parts.scaled
    np.testing.assert_allclose(scaled.vector, parts.change, rtol=1e-12)


def test_that_plain_descent_has_its_gradient_alone() -> None:
    parts = parts_at(run_of({"method": "gd"}), 4)
    (only,) = parts.parts
    np.testing.assert_allclose(only.vector, -1e-3 * gradient_at(parts.start), rtol=1e-12)
    np.testing.assert_array_equal(parts.gradient_point, parts.start)


def test_that_lookahead_takes_its_gradient_ahead() -> None:
    run = run_of({"method": "nesterov", "convention": "lookahead"})
    parts = parts_at(run, 5)
    last = parts.start - run.row(4).parameters
    np.testing.assert_allclose(parts.gradient_point, parts.start + 0.9 * last, rtol=1e-12)


def test_that_no_parts_are_made_up_where_a_run_has_ended() -> None:
    run = run_of({"method": "gd"})
    assert step_parts(run, 20) is None
    assert step_parts(run, 10_000) is None
    diverged = simulated("x^2", (10.0,), {"method": "gd", "learning_rate": 100.0}, max_steps=500)
    last = finished(diverged).trace.last_step
    assert step_parts(diverged, last) is None
    assert step_parts(diverged, last - 1) is not None


def test_that_taking_a_step_apart_does_not_change_the_run() -> None:
    run = simulated(ROSENBROCK, START, {"method": "adam"}, max_steps=30)
    run.advance(10)
    before = run.result.parameters.copy()
    step_parts(run, 4)
    np.testing.assert_array_equal(run.result.parameters, before)
    finished(run)
    whole = simulated(ROSENBROCK, START, {"method": "adam"}, max_steps=30)
    np.testing.assert_array_equal(run.result.parameters, finished(whole).parameters)
