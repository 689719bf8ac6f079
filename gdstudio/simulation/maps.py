"""Pictures of an objective as numbers: its values over a rectangle or along a line."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.cells import Interval, cell_centres
from gdstudio.simulation.contours import Contours, LineFinder
from gdstudio.simulation.fields import Quantity, over_grid
from gdstudio.simulation.function_problem import FunctionProblem
from gdstudio.simulation.height import Scale, height_scale, log_scale, signed_scale
from gdstudio.simulation.levels import contour_levels
from gdstudio.simulation.map_flow import NO_FLOW, Flow, Plane, arrow_field, flow_lines
from gdstudio.simulation.map_options import PLAIN, Arrows, Levels, MapOptions, Shading
from gdstudio.simulation.problem import DataProblem, problem_of

_SCALES: Mapping[Shading, Callable[[NDArray[np.float64]], Scale]] = {
    Shading.LOSS: height_scale,
    Shading.LOG_LOSS: log_scale,
    Shading.GRADIENT_NORM: height_scale,
    Shading.LARGEST_EIGENVALUE: signed_scale,
}
_SLOPES = (Shading.GRADIENT_NORM, Shading.LARGEST_EIGENVALUE)
_CURVATURE_CELLS, _MANY_CURVATURES_CELLS = 2, 4
"""Cells, across and up, that share an eigenvalue of two variables, or of more."""
_MOST_DERIVATIVES = 1 << 22
"""In a map: of very many variables, more cells share a number, so that nobody waits for long."""
_MOST_ROWS_TOGETHER = 16
"""Rows of a map of the loss between two looks at the clock."""


@dataclass(frozen=True)
class MapRequest:
    """A rectangle of the domain at some resolution.

    Attributes
    ----------
    objective
        The function.
    base
        Gives the variables that do not vary.
    horizontal, vertical
        Indices of the two variables that do.
    x_range, y_range
        The rectangle.
    columns, rows
        How many cells it has.
    options
        What is to be seen on it.
    density
        Cells to a pixel of the screen: it decides how far apart signs are.
    """

    objective: FunctionObjective
    base: tuple[float, ...]
    horizontal: int
    vertical: int
    x_range: Interval
    y_range: Interval
    columns: int
    rows: int
    options: MapOptions = PLAIN
    density: float = 0.5


@dataclass(frozen=True)
class LossRequest:
    """A rectangle in the plane of two parameters at some resolution.

    Attributes
    ----------
    problem
        The model with its data. Two requests are equal only if they have the same one.
    base
        Gives the parameters that do not vary.
    horizontal, vertical
        Indices of the two parameters that do.
    x_range, y_range
        The rectangle.
    columns, rows
        How many cells it has.
    """

    problem: DataProblem
    base: tuple[float, ...]
    horizontal: int
    vertical: int
    x_range: Interval
    y_range: Interval
    columns: int
    rows: int


@dataclass(frozen=True, eq=False)
class LossRows:
    """The loss over a rectangle as far as it is computed.

    Attributes
    ----------
    values
        float64 (rows, columns), of which the first ``done`` rows are right.
    """

    request: LossRequest
    values: NDArray[np.float64]
    done: int

    @property
    def is_complete(self) -> bool:
        """Whether all rows are there."""
        return self.done == self.request.rows


@dataclass(frozen=True, eq=False)
class SurfaceMap:
    """The values of a function over a rectangle, with its contour lines.

    Attributes
    ----------
    values
        The function, float64 (rows, columns), at the centres of the cells; row 0 is the lowest y.
    shades
        What the colours stand for: as many numbers, or fewer over the same rectangle.
    scale
        How shades become colours.
    contours
        For each level of the function its lines, float64 (points, 2).
    flow
        Where the function falls: its arrows and streamlines, as far as they are wanted.
    """

    request: MapRequest | LossRequest
    values: NDArray[np.float64]
    shades: NDArray[np.float64]
    scale: Scale
    contours: Contours
    flow: Flow = NO_FLOW


@dataclass(frozen=True)
class CurveRequest:
    """An interval of one variable at some resolution."""

    objective: FunctionObjective
    base: tuple[float, ...]
    horizontal: int
    x_range: Interval
    points: int


@dataclass(frozen=True, eq=False)
class FunctionCurve:
    """The values of a function along a line, float64 (points,)."""

    request: CurveRequest
    x: NDArray[np.float64]
    values: NDArray[np.float64]


def surface_map(request: MapRequest) -> SurfaceMap:
    """Evaluate a rectangle, and find its contour lines and all that is wanted on it."""
    problem = problem_of(request.objective)
    x = cell_centres(request.x_range, request.columns)
    y = cell_centres(request.y_range, request.rows)
    axes = (request.horizontal, x), (request.vertical, y)
    values = problem.over_grid(request.base, *axes)
    shading = request.options.shading
    shades = _slopes(problem, request) if shading in _SLOPES else values
    levels = contour_levels(request.options.levels, values, height_scale(values))
    # In a valley that is narrower than two cells, low lines would fall to pieces.
    stride = 1 if request.options.levels is Levels.LOGARITHMIC else 2
    contours = _contours(x, y, values, levels, stride)
    scale = _SCALES[shading](shades)
    return SurfaceMap(request, values, shades, scale, contours, _flow(problem, request))


def _slopes(problem: FunctionProblem, request: MapRequest) -> NDArray[np.float64]:
    """Return lengths of gradients, or curvatures: at fewer places, where they take long."""
    shading, variables = request.options.shading, len(request.base)
    least, derivatives = 1, variables
    if shading is Shading.LARGEST_EIGENVALUE:
        least = _CURVATURE_CELLS if variables == 2 else _MANY_CURVATURES_CELLS
        derivatives = variables**2
    numbers = request.columns * request.rows * derivatives
    stride = max(least, math.ceil(math.sqrt(numbers / _MOST_DERIVATIVES)))
    x = cell_centres(request.x_range, max(request.columns // stride, 1))
    y = cell_centres(request.y_range, max(request.rows // stride, 1))
    quantity = Quantity(shading.value)
    return over_grid(
        problem, quantity, request.base, (request.horizontal, x), (request.vertical, y)
    )


def plane_of(request: MapRequest) -> Plane:
    """Return the part of the space of the variables that a map shows."""
    (left, right), (low, high) = request.x_range, request.y_range
    return Plane(
        request.base,
        (request.horizontal, request.vertical),
        request.x_range,
        request.y_range,
        (
            (right - left) / request.columns * request.density,
            (high - low) / request.rows * request.density,
        ),
    )


def _flow(problem: FunctionProblem, request: MapRequest) -> Flow:
    plane, options = plane_of(request), request.options
    return Flow(
        arrow_field(problem, plane) if options.arrows is not Arrows.NONE else None,
        flow_lines(problem, plane) if options.streamlines else (),
    )


def no_loss_rows(request: LossRequest) -> LossRows:
    """Return where the computation of a map of the loss begins."""
    return LossRows(request, np.empty((request.rows, request.columns)), 0)


def more_loss_rows(known: LossRows, seconds: float) -> LossRows:
    """Return the rows that are known and as many more as take about so long, at least one.

    Each cell costs a pass over all training rows: of many rows nobody waits for the whole map. The
    values are written where those that are known stand.
    """
    request, done = known.request, known.done
    across, up = np.zeros(len(request.base)), np.zeros(len(request.base))
    across[request.horizontal] = up[request.vertical] = 1.0
    base = np.where(across + up > 0.0, 0.0, request.base)
    x = cell_centres(request.x_range, request.columns)
    y = cell_centres(request.y_range, request.rows)
    end = time.perf_counter() + seconds
    together = 1
    while done < request.rows and (done == known.done or time.perf_counter() < end):
        part = slice(done, done + together)
        known.values[part] = request.problem.over_plane(base, (across, x), (up, y[part]))
        done = min(done + together, request.rows)
        together = min(2 * together, _MOST_ROWS_TOGETHER)
    return LossRows(request, known.values, done)


def loss_surface(known: LossRows) -> SurfaceMap:
    """Return the map of which all rows are known, with its contour lines."""
    return _surface(known.request, known.values)


def loss_map(request: LossRequest) -> SurfaceMap:
    """Evaluate the loss over a rectangle, however long it takes, and find its contour lines."""
    known = no_loss_rows(request)
    while not known.is_complete:
        known = more_loss_rows(known, 1.0)
    return loss_surface(known)


def _surface(request: LossRequest, values: NDArray[np.float64]) -> SurfaceMap:
    x = cell_centres(request.x_range, request.columns)
    y = cell_centres(request.y_range, request.rows)
    scale = height_scale(values)
    levels = contour_levels(Levels.AUTOMATIC, values, scale)
    return SurfaceMap(request, values, values, scale, _contours(x, y, values, levels))


def function_curve(request: CurveRequest) -> FunctionCurve:
    """Evaluate a function along an interval, its ends included."""
    x = np.linspace(*request.x_range, request.points)
    values = problem_of(request.objective).over_grid(request.base, (request.horizontal, x))
    return FunctionCurve(request, x, values[0])


def _contours(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    values: NDArray[np.float64],
    levels: tuple[float, ...],
    stride: int = 2,
) -> Contours:
    """Return the lines at levels. Every second cell is enough for a smooth line."""
    if not levels:
        return ()
    finder = LineFinder(x[::stride], y[::stride], values[::stride, ::stride])
    return finder.contours(levels)
