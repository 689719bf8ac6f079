"""What is known of a regression before it runs: its data; its minimum, if a formula tells it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.objectives.losses import LOSSES, SQUARES
from gdstudio.experiment.data_objectives import RegressionObjective
from gdstudio.experiment.errors import ExperimentError
from gdstudio.simulation.problem import DataProblem, problem_of

Float = NDArray[np.float64]

MOST_PRODUCTS = 1e9
"""Products in a solution of least squares that is worth to be waited for: a second."""


@dataclass(frozen=True, eq=False)
class RegressionFacts:
    """A regression brought to life.

    Attributes
    ----------
    minimum
        The parameters (d,) with the least loss over the training rows; None where no formula
        tells them.
    least_loss
        The loss there; NaN without.
    """

    objective: RegressionObjective
    problem: DataProblem
    minimum: Float | None
    least_loss: float


def regression_facts(objective: RegressionObjective) -> RegressionFacts | None:
    """Return what is known of a regression; None when its data cannot be read.

    The computation of its runs meets the same trouble, and tells it.
    """
    try:
        problem = problem_of(objective)
    except ExperimentError:
        return None
    minimum = least_squares(problem)
    least_loss = np.nan if minimum is None else problem.loss(minimum)
    return RegressionFacts(objective, problem, minimum, float(least_loss))


def least_squares(problem: DataProblem) -> Float | None:
    """Return the parameters (d,) of least squared error, with the penalty; None for other losses.

    The loss is c‖Xw + b − o‖² + ½λ‖w‖², which is the least-squares problem of the rows √c·(x, 1)
    with the targets √c·o, and √(λ/2) for each weight with the target 0.
    """
    architecture = problem.architecture
    loss = LOSSES[architecture.loss]
    rows, inputs = problem.rows.size, architecture.inputs
    if loss.code != SQUARES or rows * inputs**2 > MOST_PRODUCTS:
        return None
    training = problem.data[problem.rows]
    features, targets = training[:, :inputs], training[:, inputs:]
    share = 0.5 * loss.factor
    share /= rows if loss.averages_samples else 1
    share /= architecture.outputs if loss.averages_outputs else 1
    matrix = np.sqrt(share) * np.column_stack([features, np.ones(rows)])
    wanted = np.sqrt(share) * targets
    if architecture.l2 > 0.0:
        penalty = np.sqrt(0.5 * architecture.l2) * np.eye(inputs, inputs + 1)
        matrix = np.vstack([matrix, penalty])
        wanted = np.vstack([wanted, np.zeros((inputs, architecture.outputs))])
    solution, *_ = np.linalg.lstsq(matrix, wanted, rcond=None)
    # W in row-major order, then b: the rows of the solution one after the other.
    return np.asarray(solution).reshape(-1)
