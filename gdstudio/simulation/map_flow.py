"""Where a function falls, all over a map: arrows of its gradient, and lines of its flow."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.engine.even_streamlines import even_streamlines
from gdstudio.engine.streamlines import follow
from gdstudio.simulation.cells import Interval, cell_centres
from gdstudio.simulation.fields import gradients_over_grid
from gdstudio.simulation.function_problem import FunctionProblem
from gdstudio.simulation.polylines import Polylines
from gdstudio.simulation.streamlines import streamline

Float = NDArray[np.float64]

ARROW_PIXELS = 34.0
"""How far apart arrows are; √2 times more at most."""
LINE_PIXELS, NEAREST_PIXELS, SHORTEST_PIXELS = 44.0, 16.0, 60.0
"""How far apart streamlines begin, how near to each other they come, how long they are."""
CELL_PIXELS = 4.0
"""Between the gradients that streamlines follow."""
_MOST_LINES, _MOST_POINTS = 2_000, 200_000
_SMOOTH, _FINE, _COARSE = 12, 0.5, 1.5
"""How many points to each side a point is averaged with, and how many cells points are apart."""
_LINE_STEPS = 250.0
"""Steps of a single streamline across the map."""


@dataclass(frozen=True, eq=False)
class ArrowField:
    """The gradient at the points of a grid.

    Attributes
    ----------
    points, gradients
        (n, 2): the places, and the partial derivatives by the two variables that vary; all finite.
    norms
        (n,), the lengths of the gradients.
    """

    points: Float
    gradients: Float
    norms: Float


@dataclass(frozen=True, eq=False)
class Flow:
    """What is drawn of the flow on a map.

    Attributes
    ----------
    arrows
        None: not wanted.
    lines
        Streamlines, (points, 2) each, downhill.
    """

    arrows: ArrowField | None = None
    lines: tuple[Float, ...] = ()


NO_FLOW = Flow()


@dataclass(frozen=True)
class Plane:
    """The part of the space of the variables that a map shows.

    Attributes
    ----------
    base
        Gives the variables that do not vary.
    axes
        The indices of the two that do.
    x_range, y_range
        The rectangle.
    pixel
        The width and the height of a pixel of the screen.
    """

    base: tuple[float, ...]
    axes: tuple[int, int]
    x_range: Interval
    y_range: Interval
    pixel: tuple[float, float]

    def point(self, x: float, y: float) -> Float:
        """Return the point (d,) at a place."""
        point = np.array(self.base, dtype=np.float64)
        point[self.axes[0]], point[self.axes[1]] = x, y
        return point


def arrow_field(problem: FunctionProblem, plane: Plane) -> ArrowField:
    """Return the gradients over a grid that stays where it is when the map is moved."""
    x = _grid(plane.x_range, ARROW_PIXELS * plane.pixel[0])
    y = _grid(plane.y_range, ARROW_PIXELS * plane.pixel[1])
    if x.size == 0 or y.size == 0:
        return ArrowField(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0))
    gradients = _gradients(problem, plane, x, y).reshape(-1, 2)
    points = np.stack([np.tile(x, y.size), np.repeat(y, x.size)], axis=1)
    with np.errstate(over="ignore", invalid="ignore"):
        norms = np.hypot(gradients[:, 0], gradients[:, 1])
    defined = np.isfinite(norms)
    return ArrowField(points[defined], gradients[defined], norms[defined])


def flow_lines(problem: FunctionProblem, plane: Plane) -> tuple[Float, ...]:
    """Return streamlines, downhill, that keep a distance from each other.

    They follow the gradients at the centres of cells, which is exact enough for a picture, and as
    fast for a function with a steep valley as for any other.
    """
    x, y = (
        cell_centres(interval, max(int((interval[1] - interval[0]) / (CELL_PIXELS * pixel)), 1))
        for interval, pixel in zip((plane.x_range, plane.y_range), plane.pixel, strict=True)
    )
    # Now, off the thread of the window: under the pointer it is needed at once.
    _ = follow.compiled
    if min(x.size, y.size) < 2:
        return ()
    cell = np.array([x[1] - x[0], y[1] - y[0]])
    gradients = _gradients(problem, plane, x, y)
    points, ends = np.empty((_MOST_POINTS, 2)), np.empty(_MOST_LINES, dtype=np.int64)
    count = even_streamlines(
        _unit_vectors(-gradients / cell),
        LINE_PIXELS / CELL_PIXELS,
        NEAREST_PIXELS / CELL_PIXELS,
        SHORTEST_PIXELS / CELL_PIXELS,
        np.empty((8 * (x.size + y.size), 2)),
        points,
        ends,
    )
    if count == 0:
        return ()
    ends = ends[:count]
    lines = _drawn_well(Polylines(points[: ends[-1]], ends))
    return tuple(np.split(lines.points * cell + (x[0], y[0]), lines.ends[:-1]))


def flow_from(
    problem: FunctionProblem, plane: Plane, x: float, y: float, *, uphill: bool = False
) -> Float:
    """Return where the flow goes from a place to the end of the map, (points, 2)."""
    points = streamline(
        problem,
        plane.point(x, y),
        (plane.x_range, plane.y_range),
        plane.axes,
        uphill=uphill,
        resolution=1.0 / _LINE_STEPS,
    )
    return points[:, list(plane.axes)]


def _gradients(problem: FunctionProblem, plane: Plane, x: Float, y: Float) -> Float:
    """Return gradients (h, w, 2) over a grid; NaN where the function has no value."""
    axes = (plane.axes[0], x), (plane.axes[1], y)
    gradients = gradients_over_grid(problem, plane.base, *axes)
    # The derivative of a logarithm has values on both sides of 0.
    gradients[~np.isfinite(problem.over_grid(plane.base, *axes))] = np.nan
    return gradients


def _grid(interval: Interval, wanted: float) -> Float:
    """Return multiples of a step that is a power of √2: the nearest to what is wanted."""
    low, high = interval
    if not 0.0 < wanted < math.inf:
        return np.zeros(0)
    step = math.sqrt(2.0) ** round(2.0 * math.log2(wanted))
    first, last = math.ceil(low / step - 0.5), math.floor(high / step - 0.5)
    # Halves: no arrow on the axes, where many functions have their minimum.
    return (np.arange(first, last + 1, dtype=np.float64) + 0.5) * step


def _drawn_well(lines: Polylines) -> Polylines:
    """Return lines, in cells, without the trembling that they have in valleys as narrow as a cell.

    Where the flow is slow their points lie close; a line is drawn well with points far apart.
    """
    return lines.at_equal_steps(_FINE).smoothed(_SMOOTH).at_equal_steps(_COARSE)


def _unit_vectors(vectors: Float) -> Float:
    """Return vectors (h, w, 2) of length 1; NaN where they are 0 or not finite."""
    with np.errstate(all="ignore"):
        scaled = vectors / np.abs(vectors).max(axis=2, keepdims=True)
        units: Float = scaled / np.hypot(scaled[..., :1], scaled[..., 1:])
    return np.ascontiguousarray(units)
