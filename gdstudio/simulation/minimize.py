"""One function, one method, one call."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.simulation.files import FORMAT
from gdstudio.simulation.run import RunResult
from gdstudio.simulation.simulation import run


def minimize(
    expression: str,
    start: ArrayLike,
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
    weight_decay: float | None = None,
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
        Longest gradient that passes unscaled; L2 decay added to the gradient. None: the default
        of the method.
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
            _given(expression=expression, variables=variables, gradient_noise=gradient_noise),
            _given(
                method=method,
                convention=convention,
                schedule=schedule,
                clip_norm=clip_norm,
                weight_decay=weight_decay,
            )
            | _given(**hyperparameters),
            _plain(start),
            _given(max_steps=steps, gradient_tolerance=gradient_tolerance),
            _plain(seed),
        )
    )[0]


def function_objective(**values: Any) -> FunctionObjective:
    """Return the objective of an expression, checked as if it stood in a file.

    Raises
    ------
    ExperimentError
        Something is not as expected; it says what and why.
    """
    objective = _experiment(_given(**values), {"method": "gd"}, None, {}, 0).objective
    if not isinstance(objective, FunctionObjective):
        raise TypeError("an expression makes a function")
    return objective


def _given(**values: Any) -> dict[str, Any]:
    """Return the values that are not None, as JSON has them."""
    return {name: _plain(value) for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    """Return numbers and sequences of NumPy, tuples and mappings as JSON has them."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value


def _experiment(
    objective: dict[str, Any],
    optimizer: dict[str, Any],
    start: Any,
    stop: dict[str, Any],
    seed: Any,
) -> Experiment:
    """Build the experiment as if it stood in a file: the same checks, the same defaults."""
    return FORMAT.from_json(
        {
            "format": "gdstudio.experiment",
            "version": 1,
            "objective": {"kind": "function", **objective},
            "start": start,
            "stop": stop,
            "seed": seed,
            "runs": [{"optimizer": optimizer}],
        }
    )
