"""The surface as triangles: for each vertex its place, its colour, its contour lines, its light."""

from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from gdstudio.simulation.cells import Interval
from gdstudio.simulation.maps import (
    LossRequest,
    MapRequest,
    SurfaceMap,
    loss_map,
    surface_map,
)
from gdstudio.ui.surface3d.ascending_curve import ascending_curve
from gdstudio.ui.surface3d.camera import HALF_HEIGHT
from gdstudio.ui.surface3d.vertical_scale import (
    HeightMode,
    VerticalScale,
    fitting_mode,
    vertical_scale,
)

CELLS = 200
"""Quadrangles along each side; a moving picture has a quarter as many in all."""
COARSE = 2
LIGHT = np.array([-0.45, -0.55, 0.70])
"""From where the light comes: from the left, the front and above."""
DARKEST = 0.72
"""What is left of the colour where no light falls."""
FIELDS = 10
"""Of a vertex: x, y, z; place of its colour, number of its contour line, light; slopes of z and of
that number along x and y."""


@dataclass(frozen=True)
class MeshRequest:
    """A surface and how its values become heights.

    Attributes
    ----------
    map
        Its rectangle, as `grid_request` returns it.
    mode
        None: the kind that fits the values.
    known
        The values, if they were computed before.
    """

    map: MapRequest | LossRequest
    mode: HeightMode | None
    known: SurfaceMap | None = field(default=None, compare=False)


@dataclass(frozen=True, eq=False)
class Mesh:
    """A surface in the box from −1 to 1, −1 to 1, −HALF_HEIGHT to HALF_HEIGHT.

    Attributes
    ----------
    x_range, y_range
        What the box shows of the two variables.
    scale
        How values become heights.
    heights
        float64 (rows, columns) in [0, 1], higher where it is cut off; NaN where there is nothing.
    vertices
        float32 (rows · columns, FIELDS).
    triangles, coarse
        uint32 (n, 3): vertices of all triangles, and of fewer that make about the same surface.
    """

    request: MeshRequest
    surface: SurfaceMap
    x_range: Interval
    y_range: Interval
    scale: VerticalScale
    heights: NDArray[np.float64]
    vertices: NDArray[np.float32]
    triangles: NDArray[np.uint32]
    coarse: NDArray[np.uint32]


Request = TypeVar("Request", MapRequest, LossRequest)


def grid_request(request: Request, cells: int = CELLS) -> Request:
    """Return the request for values at the corners of cells that fill a rectangle.

    A map has its values at the centres: its rectangle is half a cell larger on each side.
    """
    (x_low, x_high), (y_low, y_high) = request.x_range, request.y_range
    x, y = 0.5 * (x_high - x_low) / cells, 0.5 * (y_high - y_low) / cells
    return replace(
        request,
        x_range=(x_low - x, x_high + x),
        y_range=(y_low - y, y_high + y),
        columns=cells + 1,
        rows=cells + 1,
    )


def mesh_of(request: MeshRequest) -> Mesh:
    """Compute a surface."""
    surface = request.known or _surface(request.map)
    values = surface.values
    scale = vertical_scale(values, request.mode or fitting_mode(values))
    heights = scale.height(values)
    rows, columns = heights.shape
    x, y = np.meshgrid(np.linspace(-1.0, 1.0, columns), np.linspace(-1.0, 1.0, rows))
    place = surface.scale.place(values)
    lines, slopes = _line_numbers(surface, place), _slopes(box_height(heights))
    parts = (
        *(x, y, box_height(heights)),
        *(place, lines, _light(*slopes)),
        *(*slopes, *_slopes(lines)),
    )
    vertices = np.stack([np.nan_to_num(part) for part in parts], axis=-1).astype(np.float32)
    return Mesh(
        request,
        surface,
        request.map.x_range,
        request.map.y_range,
        scale,
        heights,
        vertices.reshape(-1, FIELDS),
        triangles_of(heights),
        triangles_of(heights, COARSE),
    )


def _surface(request: MapRequest | LossRequest) -> SurfaceMap:
    if isinstance(request, LossRequest):
        return loss_map(grid_request(request))
    return surface_map(grid_request(request))


def box_height(heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the third coordinate in the box of heights in [0, 1]."""
    return (2.0 * heights - 1.0) * HALF_HEIGHT


def surface_height(
    heights: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how high the triangles are above points of the box (n,), NaN beside and in holes.

    Parameters
    ----------
    heights
        (rows, columns), as of a `Mesh`.
    """
    rows, columns = heights.shape
    with np.errstate(invalid="ignore"):
        inside = (np.abs(x) <= 1.0) & (np.abs(y) <= 1.0)
    across = np.where(inside, 0.5 * (x + 1.0), 0.0) * (columns - 1)
    up = np.where(inside, 0.5 * (y + 1.0), 0.0) * (rows - 1)
    column = np.minimum(across.astype(np.int64), columns - 2)
    row = np.minimum(up.astype(np.int64), rows - 2)
    u, v = across - column, up - row
    lower_right, upper_left = heights[row, column + 1], heights[row + 1, column]
    lower_left, upper_right = heights[row, column], heights[row + 1, column + 1]
    falling = np.where(
        u + v <= 1.0,
        lower_left + u * (lower_right - lower_left) + v * (upper_left - lower_left),
        upper_right
        + (1.0 - u) * (upper_left - upper_right)
        + (1.0 - v) * (lower_right - upper_right),
    )
    rising = np.where(
        u >= v,
        lower_left + u * (lower_right - lower_left) + v * (upper_right - lower_right),
        lower_left + v * (upper_left - lower_left) + u * (upper_right - upper_left),
    )
    is_rising = _is_rising(lower_left, lower_right, upper_left, upper_right)
    return np.where(inside, np.where(is_rising, rising, falling), np.nan)


def _is_rising(
    lower_left: NDArray[np.float64],
    lower_right: NDArray[np.float64],
    upper_left: NDArray[np.float64],
    upper_right: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Return which cells are parted from their lower left to their upper right.

    The two triangles of a cell meet where its heights differ less: along a valley, not across it.
    """
    with np.errstate(invalid="ignore"):
        rising: NDArray[np.bool_] = np.abs(lower_left - upper_right) < np.abs(
            upper_left - lower_right
        )
    return rising


def _line_numbers(surface: SurfaceMap, place: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a number for each vertex that is whole on contour lines and grows with its colour."""
    levels = np.array([level for level, _ in surface.contours])
    levels = np.unique(surface.scale.place(levels)) if levels.size else levels
    if levels.size == 0:
        return np.full(place.shape, 0.5)
    # Beyond the first and the last line it goes on, but not as far as to the next whole number.
    knots = np.concatenate([[min(0.0, levels[0] - 1e-9)], levels, [max(1.0, levels[-1] + 1e-9)]])
    numbers = np.concatenate([[0.2], 1.0 + np.arange(levels.size), [levels.size + 0.8]])
    # With a bend at each line, the line would have teeth: between vertices it is interpolated.
    return ascending_curve(place, knots, numbers)


def _slopes(z: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how steeply what is given at the vertices rises along x and along y of the box."""
    rows, columns = z.shape
    up, across = np.gradient(z, 2.0 / (rows - 1), 2.0 / (columns - 1))
    return np.asarray(across), np.asarray(up)


def _light(across: NDArray[np.float64], up: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return which share of its colour each vertex shows; it is 1 where the surface is level."""
    length = np.sqrt(1.0 + across * across + up * up)
    direction = LIGHT / np.linalg.norm(LIGHT)
    fall = (direction[2] - across * direction[0] - up * direction[1]) / length
    share = np.nan_to_num(fall / direction[2], nan=1.0)
    light: NDArray[np.float64] = DARKEST + (1.0 - DARKEST) * np.clip(share, 0.0, 1.25)
    return light


def triangles_of(heights: NDArray[np.float64], every: int = 1) -> NDArray[np.uint32]:
    """Return the triangles over every so many vertices of which all corners have a height."""
    rows, columns = heights.shape
    number = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)[::every, ::every]
    height = heights[::every, ::every]
    parts = [
        (slice(None, -1), slice(None, -1)),
        (slice(None, -1), slice(1, None)),
        (slice(1, None), slice(None, -1)),
        (slice(1, None), slice(1, None)),
    ]
    lower_left, lower_right, upper_left, upper_right = (number[part] for part in parts)
    is_rising = _is_rising(*(height[part] for part in parts))[..., None]
    first = np.where(
        is_rising,
        np.stack([lower_left, lower_right, upper_right], axis=-1),
        np.stack([lower_left, lower_right, upper_left], axis=-1),
    )
    second = np.where(
        is_rising,
        np.stack([lower_left, upper_right, upper_left], axis=-1),
        np.stack([upper_left, lower_right, upper_right], axis=-1),
    )
    triangles = np.concatenate([first.reshape(-1, 3), second.reshape(-1, 3)])
    solid = np.isfinite(heights).ravel()
    return np.ascontiguousarray(triangles[solid[triangles].all(axis=1)])
