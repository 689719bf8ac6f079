"""The tangent plane and the paraboloid at a point, as thin sheets beside the surface."""

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.overlay import Overlay
from gdstudio.ui.surface3d.draped_path import HIDDEN
from gdstudio.ui.surface3d.mesh import Mesh, box_height, triangles_of
from gdstudio.ui.surface3d.scene import Colour, Sheet, channels
from gdstudio.ui.surface3d.vertical_scale import HeightMode

REACH = 0.55
"""How far a sheet goes from its point, in halves of the box."""
CELLS = 112
ALPHA = 0.5


def sheets_of(overlay: Overlay | None, mesh: Mesh, theme: Theme) -> tuple[Sheet, ...]:
    """Return the sheets that are asked for, where the surface shows the same two variables."""
    shown = mesh.request.map.horizontal, mesh.request.map.vertical
    if overlay is None or overlay.plane != shown or not overlay.is_in_reach:
        return ()
    colour = channels(overlay.colour or theme.accent)
    x, y = (
        np.linspace(*_reach(place, interval), CELLS + 1)
        for place, interval in zip(overlay.place, (mesh.x_range, mesh.y_range), strict=True)
    )
    if not (x[-1] > x[0] and y[-1] > y[0]):
        return ()
    points = np.tile(overlay.calculus.point, (CELLS + 1, CELLS + 1, 1))
    points[..., shown[0]], points[..., shown[1]] = np.meshgrid(x, y)
    sheets = []
    if overlay.first_order:
        sheets.append(_sheet(mesh, points, overlay.calculus.tangent(points), colour))
    if overlay.second_order:
        sheets.append(_sheet(mesh, points, overlay.calculus.taylor(points), colour))
    return tuple(sheets)


def _reach(place: float, interval: tuple[float, float]) -> tuple[float, float]:
    low, high = interval
    reach = 0.5 * REACH * (high - low)
    return max(low, place - reach), min(high, place + reach)


def _sheet(
    mesh: Mesh, points: NDArray[np.float64], values: NDArray[np.float64], colour: Colour
) -> Sheet:
    scale = mesh.scale
    heights = scale.height(values)
    if scale.mode is not HeightMode.LINEAR:
        # Below the lowest value there is no logarithm and no rank.
        heights = np.where(values < scale.low, np.nan, heights)
    horizontal, vertical = mesh.request.map.horizontal, mesh.request.map.vertical
    (x_low, x_high), (y_low, y_high) = mesh.x_range, mesh.y_range
    x = 2.0 * (points[..., horizontal] - x_low) / (x_high - x_low) - 1.0
    y = 2.0 * (points[..., vertical] - y_low) / (y_high - y_low) - 1.0
    z = np.nan_to_num(box_height(heights))
    vertices = np.stack([x, y, z], axis=-1).astype(np.float32)
    seen = np.isfinite(heights) & (np.nan_to_num(np.abs(heights - 0.5), nan=9.0) <= 0.5)
    edge = np.where(seen[..., None], vertices, np.float32(HIDDEN))
    border = np.concatenate([edge[0], edge[1:, -1], edge[-1, -2::-1], edge[-2::-1, 0]])
    return Sheet(
        vertices.reshape(-1, 3),
        triangles_of(heights),
        border,
        (*colour[:3], ALPHA),
    )
