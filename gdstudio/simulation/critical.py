"""One function or experiment, one call: its critical points."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.gallery import entry_for
from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.simulation.critical_points import CriticalPoints
from gdstudio.simulation.critical_points import critical_points as search
from gdstudio.simulation.minimize import function_objective
from gdstudio.simulation.problem import problem_of


def critical_points(
    function: str | Experiment,
    domain: Sequence[Sequence[float]] | None = None,
    *,
    variables: Sequence[str] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> CriticalPoints:
    """Find where the gradient of a function is 0, and of which kind these places are.

    Parameters
    ----------
    function
        A formula as a student writes it, or an experiment on a function.
    domain
        Where to look: lowest and highest value of each variable. None: the experiment's domain, or
        −5 to 5.
    variables
        Of a formula, in the order of ``domain``; left out, as they appear, x, y, z first.
    should_stop
        Asked now and then: True ends the search with what was found.

    Returns
    -------
    CriticalPoints
        Its ``points`` have ``point``, ``value``, ``eigenvalues`` and ``kind``.

    Raises
    ------
    ExperimentError
        Something is not as expected, or the experiment is on data; it says what and why.
    """
    objective = _objective(function, domain, variables)
    entry = entry_for(objective)
    return search(
        problem_of(objective),
        objective.domain,
        known=() if entry is None else entry.minima,
        should_stop=should_stop,
    )


def _objective(
    function: str | Experiment,
    domain: Sequence[Sequence[float]] | None,
    variables: Sequence[str] | None,
) -> FunctionObjective:
    if isinstance(function, str):
        return function_objective(expression=function, variables=variables, domain=domain)
    if not isinstance(function.objective, FunctionObjective):
        reason = (
            "critical points are found of functions alone, and this experiment minimizes a loss"
            " over data; take one with an expression"
        )
        raise ExperimentError("objective", reason)
    own = function.objective
    if domain is None and variables is None:
        return own
    checked = function_objective(
        expression=own.expression,
        variables=own.variables if variables is None else variables,
        domain=own.domain if domain is None else domain,
    )
    return replace(checked, gradient_noise=own.gradient_noise)


def describe(objective: FunctionObjective, found: CriticalPoints) -> dict[str, Any]:
    """Return what was found as JSON has it; what is no number is None."""
    lowest = found.lowest
    return {
        "expression": objective.expression,
        "variables": list(objective.variables),
        "domain": [list(each) for each in objective.domain],
        "points": [
            {
                "kind": each.kind.name.lower(),
                "point": each.point.tolist(),
                "value": _number(each.value),
                "gradient_norm": _number(each.gradient_norm),
                "eigenvalues": [_number(value) for value in each.eigenvalues.tolist()],
                "isolated": each.is_isolated,
                "known": each.is_known,
                "lowest_found": each is lowest,
            }
            for each in found.points
        ],
        "complete": found.is_complete,
        "confirmed": found.is_confirmed,
        "has_flat_region": found.has_flat_region,
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
