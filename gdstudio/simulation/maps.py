"""Pictures of an objective as numbers: its values over a rectangle or along a line."""

from dataclasses import dataclass

import numpy as np
from contourpy import LineType, contour_generator
from numpy.typing import NDArray

from gdstudio.experiment.model import FunctionObjective
from gdstudio.simulation.height import HeightScale, height_scale
from gdstudio.simulation.problem import problem_of

Interval = tuple[float, float]

CONTOUR_LINES = 12


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
    """

    objective: FunctionObjective
    base: tuple[float, ...]
    horizontal: int
    vertical: int
    x_range: Interval
    y_range: Interval
    columns: int
    rows: int


@dataclass(frozen=True, eq=False)
class SurfaceMap:
    """The values of a function over a rectangle, with its contour lines.

    Attributes
    ----------
    values
        float64 (rows, columns) at the centres of the cells; row 0 is the lowest y.
    scale
        How heights become colours.
    contours
        For each level its lines, float64 (points, 2).
    """

    request: MapRequest
    values: NDArray[np.float64]
    scale: HeightScale
    contours: tuple[tuple[float, tuple[NDArray[np.float64], ...]], ...]


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
    """Evaluate a rectangle and find its contour lines."""
    x = _centres(request.x_range, request.columns)
    y = _centres(request.y_range, request.rows)
    values = problem_of(request.objective).over_grid(
        request.base, (request.horizontal, x), (request.vertical, y)
    )
    scale = height_scale(values)
    return SurfaceMap(request, values, scale, _contours(x, y, values, scale))


def function_curve(request: CurveRequest) -> FunctionCurve:
    """Evaluate a function along an interval, its ends included."""
    x = np.linspace(*request.x_range, request.points)
    values = problem_of(request.objective).over_grid(request.base, (request.horizontal, x))
    return FunctionCurve(request, x, values[0])


def _centres(interval: Interval, cells: int) -> NDArray[np.float64]:
    low, high = interval
    centres: NDArray[np.float64] = low + (np.arange(cells, dtype=np.float64) + 0.5) * (
        (high - low) / cells
    )
    return centres


def _contours(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    values: NDArray[np.float64],
    scale: HeightScale,
) -> tuple[tuple[float, tuple[NDArray[np.float64], ...]], ...]:
    """Return lines at equal steps of colour. Every second cell is enough for a smooth line."""
    if scale.low == scale.high:
        return ()
    coarse = np.ma.masked_invalid(values[::2, ::2])
    generator = contour_generator(x[::2], y[::2], coarse, line_type=LineType.Separate)
    places = np.arange(1, CONTOUR_LINES + 1) / (CONTOUR_LINES + 1)
    return tuple(
        (float(level), tuple(np.asarray(line) for line in generator.lines(float(level))))
        for level in scale.value(places)
    )
