"""What a picture shows over a rectangle of two variables: heights, slopes, curvatures."""

from collections.abc import Iterator, Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.function_problem import FunctionProblem

Float = NDArray[np.float64]
Axis = tuple[int, Float]
"""Index of a variable, and its values along a row (w,) or from row to row (h,)."""

_NUMBERS_TOGETHER, _FEWEST_TOGETHER = 1 << 17, 256
"""In the derivatives of the points that are visited in one call: a megabyte; and such points."""
_SMALLEST_SHARE = 1e-12
"""Of the highest value: what is nearer to the lowest one is as if it were this far above it."""


class Quantity(Enum):
    """What a map shows."""

    LOSS = "loss"
    LOG_LOSS = "log_loss"
    GRADIENT_NORM = "gradient_norm"
    LARGEST_EIGENVALUE = "largest_eigenvalue"


def over_grid(
    problem: FunctionProblem,
    quantity: Quantity,
    base: Sequence[float],
    horizontal: Axis,
    vertical: Axis,
    lowest: float | None = None,
) -> Float:
    """Return a quantity (h, w) over a grid.

    Parameters
    ----------
    problem, quantity
        Of what, and what: see `log_loss` for the logarithm; the norm is that of the whole
        gradient and the eigenvalue, the largest one with its sign, that of the whole Hessian.
    base
        The point (d,) that gives the variables which do not vary.
    horizontal, vertical
        The two variables that do.
    lowest
        The lowest known value, for the logarithm.
    """
    if quantity is Quantity.LOSS:
        return problem.over_grid(base, horizontal, vertical)
    if quantity is Quantity.LOG_LOSS:
        return log_loss(problem.over_grid(base, horizontal, vertical), lowest)
    shape = (vertical[1].size, horizontal[1].size)
    values = np.empty(shape)
    is_slope = quantity is Quantity.GRADIENT_NORM
    derivatives = len(base) if is_slope else len(base) ** 2
    for rows, points in _blocks(base, horizontal, vertical, derivatives):
        if is_slope:
            block = np.linalg.norm(problem.at_points(points)[1], axis=1)
        else:
            block = _largest_eigenvalues(problem.derivatives(points)[2])
        values[rows] = block.reshape(-1, shape[1])
    return values


def gradients_over_grid(
    problem: FunctionProblem, base: Sequence[float], horizontal: Axis, vertical: Axis
) -> Float:
    """Return the partial derivatives (h, w, 2) by the two variables that vary over a grid."""
    components = [horizontal[0], vertical[0]]
    gradients = np.empty((vertical[1].size, horizontal[1].size, 2))
    for rows, points in _blocks(base, horizontal, vertical, len(base)):
        block = problem.at_points(points)[1][:, components]
        gradients[rows] = block.reshape(-1, horizontal[1].size, 2)
    return gradients


def log_loss(values: Float, lowest: float | None = None) -> Float:
    """Return log₁₀ of how far values are above the lowest one, if that is negative.

    Parameters
    ----------
    values
        Any shape.
    lowest
        The lowest value that is known from elsewhere.

    Where nothing is below 0 it is plainly log₁₀ of the values, as in the curves of the loss.
    """
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return np.full_like(values, np.nan)
    floor = min(0.0, float(finite.min()), 0.0 if lowest is None else lowest)
    with np.errstate(all="ignore"):
        above = values - floor
        least = _SMALLEST_SHARE * float(finite.max() - floor)
        heights: Float = np.log10(np.maximum(above, least if least > 0.0 else 1.0))
    return heights


def _blocks(
    base: Sequence[float], horizontal: Axis, vertical: Axis, derivatives: int
) -> Iterator[tuple[slice, Float]]:
    """Yield some rows of a grid at a time, and their points (n, d).

    Each point costs so many derivatives, and each call memory for all of a tape's registers.
    """
    (across, columns), (up, rows) = horizontal, vertical
    points_together = max(_FEWEST_TOGETHER, _NUMBERS_TOGETHER // derivatives)
    together = max(1, points_together // columns.size)
    for start in range(0, rows.size, together):
        part = rows[start : start + together]
        points = np.tile(np.array(base, dtype=np.float64), (part.size * columns.size, 1))
        points[:, across] = np.tile(columns, part.size)
        points[:, up] = np.repeat(part, columns.size)
        yield slice(start, start + part.size), points


def _largest_eigenvalues(hessians: Float) -> Float:
    """Return the largest eigenvalue (n,) of symmetric matrices (n, d, d); NaN where not finite."""
    with np.errstate(all="ignore"):
        if hessians.shape[1] == 1:
            return hessians[:, 0, 0].copy()
        if hessians.shape[1] == 2:
            a, b, c = hessians[:, 0, 0], hessians[:, 0, 1], hessians[:, 1, 1]
            largest: Float = 0.5 * (a + c) + np.hypot(0.5 * (a - c), b)
            return largest
    values = np.full(len(hessians), np.nan)
    is_finite = np.isfinite(hessians).all(axis=(1, 2))
    values[is_finite] = np.linalg.eigvalsh(hessians[is_finite])[:, -1]
    return values
