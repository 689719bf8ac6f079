"""Functions of five and of 64 variables, written down once more in Python."""

from collections.abc import Sequence

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import FORMAT

NAMES = ("x", "y", "z", "u", "v")


def five(place: Sequence[float]) -> float:
    """Return the value of the function of `five_variables`."""
    x, y, z, u, v = place
    return x**2 + 2 * y**2 + 3 * z**2 + (x * y * z - 1) ** 2 + 0.5 * (u - v) ** 2 + 0.1 * u**2


def five_variables(steps: int = 60, **fields: object) -> Experiment:
    """Return two runs in five variables."""
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {
                "kind": "function",
                "expression": "x^2 + 2y^2 + 3z^2 + (x*y*z - 1)^2 + 0.5(u - v)^2 + 0.1u^2",
                "variables": list(NAMES),
                "domain": [[-3, 3], [-2, 2], [-2, 2], [-4, 4], [-3, 3]],
            },
            "start": [2, 1.5, -1, 3, -2],
            "stop": {"max_steps": steps, "gradient_tolerance": 0},
            "runs": [
                {"label": "Slow", "optimizer": {"method": "gd", "learning_rate": 0.01}},
                {"label": "Quick", "optimizer": {"method": "adam", "learning_rate": 0.1}},
            ],
            **fields,
        }
    )


def many_variables(count: int = 64, steps: int = 300) -> Experiment:
    """Return two runs down a bowl of so many variables."""
    names = [f"x{index}" for index in range(1, count + 1)]
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {
                "kind": "function",
                "expression": " + ".join(f"{k}*{name}^2" for k, name in enumerate(names, 1)),
                "variables": names,
                "domain": [[-2, 2]] * count,
            },
            "start": [1.0] * count,
            "stop": {"max_steps": steps, "gradient_tolerance": 0},
            "runs": [
                {"label": "Slow", "optimizer": {"method": "gd", "learning_rate": 0.001}},
                {"label": "Quick", "optimizer": {"method": "adam", "learning_rate": 0.1}},
            ],
        }
    )
