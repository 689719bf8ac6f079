"""How often the gradient of two variables turns round a closed curve: a count of what is inside.

A minimum or maximum counts 1 and a saddle −1 (Poincaré and Hopf; Milnor 1965, Topology from the
Differentiable Viewpoint, section 6). The sum over all that was found must be what is seen from the
edge of the domain, else something was missed.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.critical_search import BoxFunction

Float = NDArray[np.float64]

FIRST_POINTS = 1_024
MOST_POINTS = 65_536
LARGEST_TURN = 0.8
"""Radians from one point of a curve to the next: where it is more, points are put between."""


def index_of_box(function: BoxFunction) -> int | None:
    """Return how often the gradient turns round the edge of the box; None where it jumps or is 0.

    Twice as often would be twice as many minima, as far as the sum goes.
    """
    corners = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    sides = np.arange(5.0)

    def edge(times: Float) -> Float:
        around = 4.0 * times
        return np.stack([np.interp(around, sides, corners[:, axis]) for axis in (0, 1)], axis=-1)

    return _turns(function, edge)


def index_of_point(function: BoxFunction, point: Float, radius: float) -> int | None:
    """Return how often the gradient turns round a point (2,) of the box."""

    def circle(times: Float) -> Float:
        angles = 2.0 * math.pi * times
        return point + radius * np.stack([np.cos(angles), np.sin(angles)], axis=-1)

    return _turns(function, circle)


def _turns(function: BoxFunction, curve: Callable[[Float], Float]) -> int | None:
    times = np.linspace(0.0, 1.0, FIRST_POINTS + 1)
    angles = _angles(function, curve(times))
    while True:
        turns = (np.diff(angles) + math.pi) % (2.0 * math.pi) - math.pi
        wide = ~(np.abs(turns) <= LARGEST_TURN)
        if not wide.any():
            return round(float(turns.sum()) / (2.0 * math.pi))
        between = 0.5 * (times[:-1] + times[1:])[wide]
        is_at_end = bool(np.any(np.diff(times)[wide] < 1e-13))
        if is_at_end or times.size > MOST_POINTS or not np.isfinite(angles).all():
            return None
        places = np.flatnonzero(wide) + 1
        times = np.insert(times, places, between)
        angles = np.insert(angles, places, _angles(function, curve(between)))


def _angles(function: BoxFunction, points: Float) -> Float:
    """Return the directions (n,) of the gradients; NaN where there is none."""
    gradients = function.gradients(points)
    is_zero = np.all(gradients == 0.0, axis=-1)
    return np.where(is_zero, np.nan, np.arctan2(gradients[:, 1], gradients[:, 0]))
