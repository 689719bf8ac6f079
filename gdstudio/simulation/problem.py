"""Finds what computes the objective of an experiment."""

from collections.abc import Sequence

from gdstudio.experiment.model import Experiment, FunctionObjective
from gdstudio.expression import parse
from gdstudio.simulation.function_problem import FunctionProblem
from gdstudio.simulation.problem_base import Problem

__all__ = ["FunctionProblem", "Problem", "expression", "objective", "problem_of"]


def problem_of(function: FunctionObjective) -> FunctionProblem:
    """Return what computes a function of an experiment."""
    return FunctionProblem(parse(function.expression, function.variables))


def objective(experiment: Experiment) -> Problem:
    """Return the objective of an experiment: ``loss``, ``gradient``, ``parameter_names``."""
    return problem_of(experiment.function)


def expression(text: str, variables: Sequence[str] | None = None) -> FunctionProblem:
    """Return a function of a text: call it with a point, or ask for its ``gradient`` there.

    Raises
    ------
    ExpressionError
        The text is not an expression; it has a ``message`` and a ``position``.
    """
    return FunctionProblem(parse(text, variables))
