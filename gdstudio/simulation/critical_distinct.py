"""Each critical point once: Newton's method comes to the same ones again and again.

Points are given in the box, as in ``critical_search``.
"""

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.critical_kinds import Surroundings, is_isolated
from gdstudio.simulation.critical_search import BoxFunction, Mask

Float = NDArray[np.float64]
Integers = NDArray[np.int64]

SAME = 1e-7
"""Places that are nearer, in sides of the domain, are the same critical point."""
SAME_DEGENERATE = 1e-2
"""The same for those that can be found with a few digits only."""
NEXT_IN_VALLEY = 0.08
"""Critical points that are not isolated, and are nearer, belong to the same curve."""
SAME_VALUE = 1e-8
"""Relative to the value, or to what the function changes around."""
MOST_POINTS = 2_000


def without_doubles(points: Float) -> Float:
    """Return the points without those that are nearly the same as another one."""
    cells = np.round(points / (0.1 * SAME))
    order = np.lexsort(cells.T)
    is_new = np.ones(len(points), dtype=np.bool_)
    is_new[1:] = np.any(cells[order[1:]] != cells[order[:-1]], axis=1)
    return points[np.sort(order[is_new])]


def distinct(function: BoxFunction, look: Surroundings) -> tuple[Surroundings, Mask]:
    """Return each critical point once, a curve of them as one point; and which ones are isolated.

    At most ``MOST_POINTS``: a list of more helps nobody.
    """
    best_first = look.only(np.argsort(look.norms, kind="stable"))
    look = best_first.only(_apart(best_first.points, SAME, MOST_POINTS))
    isolated = is_isolated(function, look)
    values = function.values(look.points)
    sizes = SAME_VALUE * np.maximum(np.abs(values), NEXT_IN_VALLEY * look.norms_around)
    blurred = np.flatnonzero(isolated & look.is_degenerate)
    kept = [
        np.flatnonzero(isolated & ~look.is_degenerate),
        blurred[_apart(look.points[blurred], SAME_DEGENERATE, MOST_POINTS)],
        _one_of_each_curve(look.points, values, sizes, np.flatnonzero(~isolated)),
    ]
    chosen = np.concatenate(kept)
    return look.only(chosen), isolated[chosen]


def _apart(points: Float, distance: float, most: int) -> Integers:
    """Return which points (n, d) to keep so that none are nearer to each other than a distance."""
    kept: list[int] = []
    for index, point in enumerate(points):
        if len(kept) == most:
            break
        if not kept or np.abs(points[kept] - point).max(axis=1).min() > distance:
            kept.append(index)
    return np.array(kept, dtype=np.int64)


def _one_of_each_curve(points: Float, values: Float, sizes: Float, chosen: Integers) -> Integers:
    """Return for each chain of points that have the same value the one in its middle."""
    left = list(chosen[_apart(points[chosen], 0.25 * NEXT_IN_VALLEY, MOST_POINTS)])
    middles: list[int] = []
    while left:
        chain, new = [left[0]], [left[0]]
        left = left[1:]
        while new and left:
            others, last = np.array(left)[:, np.newaxis], np.array(new)
            gaps = np.linalg.norm(points[others] - points[last], axis=-1)
            same = np.abs(values[others] - values[last]) <= np.maximum(sizes[others], sizes[last])
            near = ((gaps <= NEXT_IN_VALLEY) & same).any(axis=1)
            others = others[:, 0]
            new = list(others[near])
            left = list(others[~near])
            chain += new
        centre = points[chain].mean(axis=0)
        middles.append(chain[int(np.linalg.norm(points[chain] - centre, axis=1).argmin())])
    return np.array(middles, dtype=np.int64)
