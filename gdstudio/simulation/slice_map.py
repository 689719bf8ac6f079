"""Heights over a rectangle of a plane: what of it is shown, its colours, its contour lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.cells import Interval, cell_centres
from gdstudio.simulation.contours import Contours, LineFinder
from gdstudio.simulation.height import HeightScale, height_scale

Float = NDArray[np.float64]

CONTOUR_LINES = 12
MARGIN = 0.15
"""Air around the paths, as a part of their extent."""
SLIMMEST = 0.4
"""A picture is at least so high as a part of its width, and so wide as a part of its height."""
LEAST = 1e-3
"""The width and the height of a picture in which nothing moves."""


@dataclass(frozen=True)
class Window:
    """A rectangle of a plane."""

    x_range: Interval
    y_range: Interval


@dataclass(frozen=True, eq=False)
class SliceMap:
    """The loss over a rectangle of a plane, with its contour lines.

    Attributes
    ----------
    request
        The rectangle.
    values
        float64 (rows, columns) at the centres of the cells; row 0 is the lowest y.
    scale
        How heights become colours.
    contours
        For each level its lines, float64 (points, 2).
    """

    request: Window
    values: Float
    scale: HeightScale
    contours: Contours


def window_around(paths: Sequence[Float], reach: float = 0.0) -> Window:
    """Return a rectangle that contains all points (n, 2) of paths, and ±reach, with a margin.

    Where they hardly move in one of the directions, it still has a height and a width.
    """
    corners = np.array([[-reach, -reach], [reach, reach]] if reach > 0.0 else np.zeros((0, 2)))
    points = np.concatenate([corners, *paths])
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) == 0:
        points = np.zeros((1, 2))
    low, high = points.min(axis=0), points.max(axis=0)
    extent = high - low
    least = max(SLIMMEST * float(extent.max()), 1e-3 * float(np.abs(points).max()), LEAST)
    half = (0.5 + MARGIN) * np.maximum(extent, least)
    (left, bottom), (right, top) = 0.5 * (low + high) - half, 0.5 * (low + high) + half
    return Window((float(left), float(right)), (float(bottom), float(top)))


def slice_map(window: Window, values: Float) -> SliceMap:
    """Return the losses (h, w) at the centres of cells of a rectangle with their contour lines."""
    scale = height_scale(values)
    if scale.low == scale.high:
        return SliceMap(window, values, scale, ())
    x = cell_centres(window.x_range, values.shape[1])
    y = cell_centres(window.y_range, values.shape[0])
    places = np.arange(1, CONTOUR_LINES + 1) / (CONTOUR_LINES + 1)
    levels = scale.value(places).tolist()
    return SliceMap(window, values, scale, LineFinder(x, y, values).contours(levels))
