"""Trainings in the real window, and as frames."""

from typing import Any

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import FORMAT

MOONS = {"name": "moons", "samples": 60, "noise": 0.1, "test_fraction": 0.25}
NETWORK: dict[str, Any] = {
    "kind": "network",
    "layers": [{"units": 4, "activation": "tanh"}, {"units": 1}],
    "loss": "binary_cross_entropy",
    "dataset": MOONS,
}
"""45 training rows and 15 test rows of two classes."""
LINE: dict[str, Any] = {
    "kind": "regression",
    "dataset": {
        "inputs": [[-1.0], [0.0], [1.0], [2.0], [3.0]],
        "targets": [[-1.5], [0.5], [3.5], [4.0], [7.0]],
    },
}


def training(
    objective: dict[str, Any] = NETWORK,
    sizes: tuple[int | None, ...] = (10, None),
    steps: int = 40,
    rate: float = 0.1,
    **changes: Any,
) -> Experiment:
    """Return an experiment with a run of plain descent for each size of batch."""
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": objective,
            "stop": {"max_steps": steps, "gradient_tolerance": 0},
            "runs": [
                {
                    "label": "All rows" if size is None else f"Batches of {size}",
                    "optimizer": {"method": "gd", "learning_rate": rate},
                    "batch": {"size": size},
                }
                for size in sizes
            ],
        }
        | changes
    )
