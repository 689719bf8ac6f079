"""One function, one method, one call."""

from collections.abc import Mapping, Sequence
from typing import Any

from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.simulation import run


def minimize(
    expression: str,
    start: Sequence[float],
    *,
    method: str = "gd",
    steps: int = 500,
    variables: Sequence[str] | None = None,
    convention: str | None = None,
    gradient_tolerance: float = 0.0,
    seed: int = 0,
    gradient_noise: float = 0.0,
    schedule: Mapping[str, Any] | None = None,
    clip_norm: float | None = None,
    weight_decay: float = 0.0,
    **hyperparameters: float | bool,
) -> RunResult:
    """Minimize a function.

    Parameters
    ----------
    expression
        The function, as a student writes it: ``"x^4 - 5x^2 - 3x"``.
    start
        The first point, one number a variable.
    method, convention
        Key of the method and whose formula it is (``gdstudio list optimizers``).
    steps
        How many updates at the most.
    variables
        The variables in the order of ``start``; left out, as they appear, x, y, z first.
    gradient_tolerance
        Stop where the gradient's norm is no larger; 0 never stops early.
    seed, gradient_noise
        Noise of this standard deviation, from this seed, is added to each gradient component.
    schedule
        Such as ``{"kind": "cosine", "period": 500}``.
    clip_norm, weight_decay
        Longest gradient that passes unscaled; L2 decay added to the gradient.
    **hyperparameters
        ``learning_rate``, ``momentum``, … of the method; its defaults otherwise.

    Returns
    -------
    RunResult
        With ``parameters``, ``losses``, ``gradient_norms``, ``outcome`` and ``message``.

    Raises
    ------
    ExperimentError
        Something is not as expected; it says what and why.
    """
    return run(
        _experiment(
            {"kind": "function", "expression": expression, "gradient_noise": gradient_noise}
            | ({} if variables is None else {"variables": list(variables)}),
            {"method": method, "weight_decay": weight_decay, **hyperparameters}
            | ({} if convention is None else {"convention": convention})
            | ({} if schedule is None else {"schedule": dict(schedule)})
            | ({} if clip_norm is None else {"clip_norm": clip_norm}),
            [float(value) for value in start],
            {"max_steps": steps, "gradient_tolerance": gradient_tolerance},
            seed,
        )
    )[0]


def _experiment(
    objective: dict[str, Any],
    optimizer: dict[str, Any],
    start: list[float],
    stop: dict[str, Any],
    seed: int,
) -> Experiment:
    """Build the experiment as if it stood in a file: the same checks, the same defaults."""
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": objective,
            "start": start,
            "stop": stop,
            "seed": seed,
            "runs": [{"optimizer": optimizer}],
        }
    )
