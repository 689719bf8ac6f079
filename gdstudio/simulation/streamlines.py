"""Streamlines: where a drop runs that follows the slope, x′ = −∇f(x)/‖∇f(x)‖."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.engine.streamlines import follow
from gdstudio.simulation.problem_base import Problem

Float = NDArray[np.float64]
Box = Sequence[tuple[float, float]]
"""The lowest and the highest value along each axis that varies."""

MOST_POINTS = 8_192


def streamline(
    problem: Problem,
    start: ArrayLike,
    box: Box,
    axes: tuple[int, int] | None = None,
    *,
    uphill: bool = False,
    resolution: float = 1 / 400,
) -> Float:
    """Return the points (n, d) of the gradient flow from a start (d,), which is the first.

    Parameters
    ----------
    problem, start
        The function and where the line begins.
    box
        Where the line ends at the latest: an interval for each variable, or for each of ``axes``.
    axes
        The two variables that change while the others stay: the flow in the plane that is shown.
        None: all of them change.
    uphill
        Whether to follow the gradient rather than its negative.
    resolution
        The largest distance between points, in sides of the box.

    Returns
    -------
    NDArray
        It ends where the gradient vanishes (at a minimum, or maximum), at the box, or where the
        function is not finite. It is the start alone where that lies outside of the box.

    Raises
    ------
    ValueError
        The start does not have one number for each variable, or the box no interval with a
        positive length for each axis.
    """
    points = np.empty((MOST_POINTS, len(problem.parameter_names)))
    points[0] = problem.point(start)
    varying = list(range(points.shape[1])) if axes is None else list(axes)
    limits = np.array(box, dtype=np.float64)
    if limits.shape != (len(varying), 2) or not np.all(limits[:, 0] < limits[:, 1]):
        raise ValueError(f"expected {len(varying)} intervals [low, high], one for each axis")
    if not np.all((limits[:, 0] <= points[0, varying]) & (points[0, varying] <= limits[:, 1])):
        return points[:1].copy()
    low, high = np.zeros(points.shape[1]), np.zeros(points.shape[1])
    low[varying], high[varying] = limits.T
    count = follow(
        problem.kernel.address,
        (problem.structure, problem.constants, problem.data, problem.rows, problem.test_rows),
        problem.workspace(),
        high - low,
        low,
        high,
        -resolution if uphill else resolution,
        points,
    )
    return points[:count].copy()
