"""Finds what computes the objective of an experiment."""

from collections.abc import Sequence
from typing import overload

from gdstudio.experiment.data_objectives import NetworkObjective, RegressionObjective
from gdstudio.experiment.model import Experiment, FunctionObjective, Objective
from gdstudio.expression import parse
from gdstudio.simulation.data_problem import DataProblem
from gdstudio.simulation.function_problem import FunctionProblem
from gdstudio.simulation.models import data_problem_of
from gdstudio.simulation.problem_base import Problem

__all__ = [
    "DataProblem",
    "FunctionProblem",
    "Problem",
    "expression",
    "gradient_noise_of",
    "objective",
    "problem_of",
]


@overload
def problem_of(objective: FunctionObjective) -> FunctionProblem: ...
@overload
def problem_of(objective: RegressionObjective | NetworkObjective) -> DataProblem: ...
@overload
def problem_of(objective: Objective) -> Problem: ...
def problem_of(objective: Objective) -> Problem:
    """Return what computes an objective.

    Raises
    ------
    ExperimentError
        Its data cannot be read, or do not fit the network; it says where and why.
    """
    if isinstance(objective, FunctionObjective):
        return FunctionProblem(parse(objective.expression, objective.variables))
    return data_problem_of(objective)


def gradient_noise_of(experiment: Experiment) -> float:
    """Return the standard deviation of the noise in the gradients: functions alone have some."""
    objective = experiment.objective
    return objective.gradient_noise if isinstance(objective, FunctionObjective) else 0.0


def objective(experiment: Experiment) -> Problem:
    """Return the objective of an experiment: ``loss``, ``gradient``, ``parameter_names``.

    Raises
    ------
    ExperimentError
        Its data cannot be read, or do not fit the network; it says where and why.
    """
    return problem_of(experiment.objective)


def expression(text: str, variables: Sequence[str] | None = None) -> FunctionProblem:
    """Return a function of a text: call it with a point, or ask for its ``gradient`` there.

    Raises
    ------
    ExpressionError
        The text is not an expression; it has a ``message`` and a ``position``.
    """
    return FunctionProblem(parse(text, variables))
