"""Backpropagation against differences of the loss: (E(w + ε) − E(w)) / ε and its like.

The forward difference errs by about ½ε|E″| and the central one by ⅙ε²|E‴|, both also by the
rounding of E divided by ε. So their errors fall with ε and then rise again: the curve is a U.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.objectives.grid import objective_at_points
from gdstudio.simulation.data_problem import DataProblem

Float = NDArray[np.float64]
Indices = NDArray[np.int64]

CURVE_EPSILONS: Float = np.logspace(-14.0, 0.0, 57)
"""Where the curve is computed: four to a decade."""

MOST_WEIGHTS = 256
POINTS_NUMBERS = 1 << 18
"""Numbers in the points that are visited in one call: two megabytes."""
MOST_PRODUCTS = 3e8
"""Of a weight with a number, in all losses of a curve: a second or so."""


@dataclass(frozen=True, eq=False)
class CheckRequest:
    """Which derivatives to check.

    Attributes
    ----------
    problem, parameters, row
        The loss of one row of the data, at θ (d,).
    indices
        Which parameters (c,).
    epsilons
        The steps ε (k,) to take.
    """

    problem: DataProblem
    parameters: Float
    row: int
    indices: Indices
    epsilons: Float


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """Derivatives by backpropagation (c,) and by differences (k, c), for steps ε (k,)."""

    epsilons: Float
    derivatives: Float
    forward: Float
    central: Float

    @property
    def forward_errors(self) -> Float:
        """The relative error of the forward difference for each ε (k,)."""
        return relative_errors(self.forward, self.derivatives)

    @property
    def central_errors(self) -> Float:
        """The relative error of the central difference for each ε (k,)."""
        return relative_errors(self.central, self.derivatives)


def check_gradient(request: CheckRequest) -> GradientCheck:
    """Compare backpropagation with differences.

    Raises
    ------
    ValueError
        The parameters or the row do not fit the problem.
    """
    problem, indices, epsilons = request.problem, request.indices, request.epsilons
    here, gradient = problem.loss_and_gradient(request.parameters, [request.row])
    theta = problem.point(request.parameters)
    weights = np.tile(indices, epsilons.size)
    steps = np.repeat(epsilons, indices.size)
    with np.errstate(all="ignore"):
        above = _losses(problem, theta, request.row, weights, steps)
        below = _losses(problem, theta, request.row, weights, -steps)
        shape = (epsilons.size, indices.size)
        forward = ((above - here) / steps).reshape(shape)
        central = ((above - below) / (2.0 * steps)).reshape(shape)
    return GradientCheck(epsilons, gradient[indices], forward, central)


def relative_errors(differences: Float, derivatives: Float) -> Float:
    """Return the largest error of each row of differences (k, c) from derivatives (c,).

    It is relative to the largest of these numbers, 0 where all are 0: a weight whose derivative
    is nearly 0 does not drown the others in rounding errors.
    """
    with np.errstate(all="ignore"):
        errors = np.abs(differences - derivatives).max(axis=1)
        largest = np.maximum(np.abs(differences).max(axis=1), np.abs(derivatives).max())
        return np.where(errors == 0.0, 0.0, errors / largest)


def checked_indices(count: int) -> Indices:
    """Return the parameters to check out of ``count``: all, or evenly spread ones of very many."""
    affordable = MOST_PRODUCTS / (2.0 * CURVE_EPSILONS.size * count)
    most = int(min(count, max(8.0, min(affordable, MOST_WEIGHTS))))
    return np.unique(np.linspace(0, count - 1, most).round().astype(np.int64))


def _losses(problem: DataProblem, theta: Float, row: int, weights: Indices, steps: Float) -> Float:
    """Return the loss of one row with each of some weights moved by a step."""
    losses = np.empty(weights.size)
    rows = np.array([row], dtype=np.int64)
    work = problem.workspace()
    chunk = max(1, POINTS_NUMBERS // theta.size)
    for start in range(0, weights.size, chunk):
        part = slice(start, start + chunk)
        moved, by = weights[part], steps[part]
        points = np.tile(theta, (moved.size, 1))
        points[np.arange(moved.size), moved] += by
        objective_at_points(
            problem.kernel.compiled,
            problem.structure,
            problem.constants,
            problem.data,
            rows,
            work,
            points,
            losses[part],
            np.empty_like(points),
        )
    return losses
