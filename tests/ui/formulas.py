"""Experiments on a formula."""

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import FORMAT


def experiment(
    expression: str,
    start: list[float],
    *optimizers: float | dict[str, object],
    stop: dict[str, object] | None = None,
    **objective: object,
) -> Experiment:
    """Return an experiment with a run for each optimizer; a number is a rate of plain descent."""
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {"kind": "function", "expression": expression, **objective},
            "start": start,
            "stop": stop or {"max_steps": 60, "gradient_tolerance": 0},
            "runs": [
                {
                    "optimizer": each
                    if isinstance(each, dict)
                    else {"method": "gd", "learning_rate": each}
                }
                for each in optimizers or (0.02,)
            ],
        }
    )
