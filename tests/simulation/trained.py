"""Trainings for the tests of the simulation, and what NumPy says of them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.problem import problem_of
from gdstudio.simulation.run import RunSimulation
from gdstudio.simulation.simulation import Simulation

Float = NDArray[np.float64]

ROWS = 23
"""A prime: batches of 5 and 8 leave some over."""
INPUTS: Float = np.random.default_rng(1).normal(size=(ROWS, 2))
TARGETS: Float = INPUTS @ [1.5, -2.0] + 0.5 + 0.1 * np.random.default_rng(2).normal(size=ROWS)
PLANE: dict[str, Any] = {
    "kind": "regression",
    "dataset": {"inputs": INPUTS.tolist(), "targets": TARGETS[:, np.newaxis].tolist()},
}
"""y = w1 x1 + w2 x2 + b with the mean squared error."""
CLASSES: dict[str, Any] = {
    "kind": "regression",
    "model": "logistic",
    "dataset": {
        "inputs": INPUTS.tolist(),
        "targets": [["up" if target > 0 else "down"] for target in TARGETS.tolist()],
        "test_fraction": 0.3,
    },
}


def training(
    *optimizers: dict[str, Any],
    objective: dict[str, Any] = PLANE,
    size: int | None = None,
    shuffle: bool = True,
    start: Sequence[float] | None = None,
    interval: int | None = None,
    seed: int = 0,
    **stop: float,
) -> Experiment:
    """Return an experiment with one run for each optimizer (plain descent if there is none)."""
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": objective,
            "start": None if start is None else list(start),
            "batch": {"size": size, "shuffle": shuffle},
            "stop": {"gradient_tolerance": 0, **stop},
            "evaluation": {"interval": interval},
            "seed": seed,
            "runs": [{"optimizer": each} for each in optimizers or ({"method": "gd"},)],
        }
    )


def trained(*optimizers: dict[str, Any], **options: Any) -> RunSimulation:
    """Return the first run of such an experiment, before its first step."""
    return Simulation(training(*optimizers, **options)).runs[0]


def problem(objective: dict[str, Any] = PLANE) -> DataProblem:
    """Return what computes an objective."""
    found = problem_of(training(objective=objective).objective)
    assert isinstance(found, DataProblem)
    return found


def plane_loss(theta: Float, rows: NDArray[np.int64]) -> float:
    """Return the mean squared error of a plane over some rows."""
    residuals = INPUTS[rows] @ theta[:2] + theta[2] - TARGETS[rows]
    return float(np.mean(residuals**2))


def plane_gradient(theta: Float, rows: NDArray[np.int64]) -> Float:
    """Return the gradient of `plane_loss`."""
    residuals = INPUTS[rows] @ theta[:2] + theta[2] - TARGETS[rows]
    slopes = np.column_stack([INPUTS[rows], np.ones(len(rows))])
    gradient: Float = 2.0 * residuals @ slopes / len(rows)
    return gradient
