"""Results for the tests of the exports."""

import math

import numpy as np

import gdstudio as gd
from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.trace import TraceView


def two_runs() -> tuple[RunResult, ...]:
    """Return a noisy run and one that diverges."""
    return gd.run(
        FORMAT.from_json(
            {
                "format": "gdstudio.experiment",
                "version": 1,
                "objective": {
                    "kind": "function",
                    "expression": "x^2/3 + y^2/7",
                    "gradient_noise": 0.1,
                },
                "start": [1.0, -2.0],
                "stop": {"max_steps": 40},
                "seed": 9,
                "runs": [
                    {"label": "Läufer, “eins”", "optimizer": {"method": "adam"}},
                    {"label": "=1+1", "optimizer": {"method": "gd", "learning_rate": 60}},
                ],
            }
        )
    )


def one_training(loss: str = "binary_cross_entropy", test_fraction: float = 0.25) -> RunResult:
    """Return a run that was trained on eight rows of two classes, three steps an epoch."""
    inputs = [[float(x)] for x in range(8)]
    (result,) = gd.run(
        FORMAT.from_json(
            {
                "format": "gdstudio.experiment",
                "version": 1,
                "objective": {
                    "kind": "regression",
                    "loss": loss,
                    "dataset": {
                        "inputs": inputs,
                        "targets": [[0], [0], [0], [0], [1], [1], [1], [1]],
                        "test_fraction": test_fraction,
                    },
                },
                "batch": {"size": 2},
                "stop": {"max_steps": 10},
                "runs": [{"optimizer": {"method": "gd"}}],
            }
        )
    )
    return result


def one_with_infinities() -> RunResult:
    """Return a run whose rows are not all numbers."""
    view = TraceView(
        np.array([0, 1, 2, 3]),
        np.array([[0.1], [math.inf], [-math.inf], [math.nan]]),
        np.array([5e-324, math.inf, -math.inf, math.nan]),
        np.array([1 / 3, 1e308, -0.0, math.nan]),
        np.full(4, 0.1),
    )
    return RunResult("odd", ("x",), view, gd.Outcome.DIVERGED, "Diverged.")
