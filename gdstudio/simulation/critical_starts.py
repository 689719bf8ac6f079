"""Where a search for critical points begins: where the gradient turns, and all over the box."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.critical_descent import lowered
from gdstudio.simulation.critical_search import BoxFunction, Mask

Float = NDArray[np.float64]

CELLS_OF_ONE = 4_096
CELLS_OF_TWO = 112
"""Cells along each side: ripples of a fortieth of the domain are seen."""
FINER = 3
"""How many times as many there are in a search that looks closer."""
MOST_STARTS = 3_000
SPREAD = 192
"""Starts that are spread evenly, whatever the gradient does."""
MANY = 4_096
FEWEST, MOST = 8, 384
"""For more than two variables, whose grid would have too many cells: MANY by the square of their
number, which is what a step costs, within these limits."""


def starts_in(
    function: BoxFunction,
    should_stop: Callable[[], bool] | None = None,
    *,
    closer: bool = False,
) -> tuple[Float, bool]:
    """Return starts (n, d) in the box, and whether they are all that were wanted.

    Parameters
    ----------
    function
        What is searched.
    should_stop
        Asked now and then: True ends the search for starts.
    closer
        Whether to look closer than at first, at two variables.
    """
    dimension = function.sides.size
    if dimension > 2:
        count = min(MOST, max(FEWEST, MANY // dimension**2))
        spread = spread_evenly(count, dimension)
        ends = [lowered(function, spread, should_stop, uphill=each) for each in (False, True)]
        return np.concatenate([spread, *ends]), True
    spread = spread_evenly(SPREAD, dimension)
    cells = CELLS_OF_TWO * (FINER if closer else 1)
    found = _turns_of_one(function) if dimension == 1 else _turns_of_two(function, cells)
    if len(found) <= MOST_STARTS:
        return np.concatenate([found, spread]), True
    chosen = np.linspace(0, len(found) - 1, MOST_STARTS).astype(np.int64)
    return np.concatenate([found[chosen], spread]), False


def spread_evenly(count: int, dimension: int) -> Float:
    """Return points (count, d) of low discrepancy in the unit box.

    Multiples of powers of the root of x^(d+1) = x + 1, modulo 1 (Roberts 2018).
    """
    root = 2.0
    for _ in range(64):
        root = (1.0 + root) ** (1.0 / (dimension + 1))
    steps = root ** -np.arange(1.0, dimension + 1)
    points: Float = (0.5 + np.outer(np.arange(1, count + 1), steps)) % 1.0
    return points


def _turns_of_one(function: BoxFunction) -> Float:
    """Return points (n, 1) beside a change of sign, and where the slope is nearly 0."""
    grid = np.linspace(0.0, 1.0, CELLS_OF_ONE + 1)
    slopes = function.gradients(grid[:, np.newaxis])[:, 0]
    with np.errstate(invalid="ignore"):
        turns = (slopes[1:] * slopes[:-1] <= 0.0) & (slopes[1:] != slopes[:-1])
        is_low = _is_lowest(np.abs(slopes)[np.newaxis])[0]
    beside = is_low.copy()
    beside[1:] |= is_low[:-1]
    beside[:-1] |= is_low[1:]
    middles = 0.5 * (grid[1:] + grid[:-1])
    return np.concatenate([middles[turns], grid[beside]])[:, np.newaxis]


def _turns_of_two(function: BoxFunction, cells: int) -> Float:
    """Return the middles (n, 2) of cells in which both slopes change their signs, and low places.

    A sign that changes at all corners in the same way is missed where both curves ∂f/∂x = 0 and
    ∂f/∂y = 0 enter and leave a cell between the same two corners; the norm of the gradient is low
    there.
    """
    grid = np.linspace(0.0, 1.0, cells + 1)
    x, y = np.meshgrid(grid, grid)
    gradients = function.gradients(np.stack([x, y], axis=-1))
    corners = np.stack(
        [gradients[:-1, :-1], gradients[:-1, 1:], gradients[1:, :-1], gradients[1:, 1:]]
    )
    with np.errstate(invalid="ignore"):
        lowest, highest = corners.min(axis=0), corners.max(axis=0)
        turns = ((lowest <= 0.0) & (highest >= 0.0)).all(axis=-1)
        # Nothing turns where the function is constant.
        turns &= (lowest < highest).any(axis=-1)
        is_low = _is_lowest(np.linalg.norm(gradients, axis=-1))
    half = 0.5 / cells
    middles = np.stack([x[:-1, :-1][turns] + half, y[:-1, :-1][turns] + half], axis=-1)
    return np.concatenate([middles, np.stack([x[is_low], y[is_low]], axis=-1)])


def _is_lowest(heights: Float) -> Mask:
    """Return where no neighbour (of up to eight) is lower, and one is higher."""
    known = np.where(np.isfinite(heights), heights, np.inf)
    around = np.pad(known, 1, constant_values=np.inf)
    rows, columns = known.shape
    low = np.isfinite(known)
    above = np.zeros_like(low)
    for row in range(3):
        for column in range(3):
            neighbour = around[row : row + rows, column : column + columns]
            low &= known <= neighbour
            above |= (known < neighbour) & np.isfinite(neighbour)
    return low & above
