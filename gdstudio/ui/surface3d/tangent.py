"""The plane that touches the surface, as it is drawn, at a point."""

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.surface3d.mesh import Mesh, box_height, surface_height

Float = NDArray[np.float64]

STEP = 0.008
"""Half of the distance over which slopes are measured, in the box: about a cell."""
CORNERS = 60
"""Of a circle."""


def slopes_at(mesh: Mesh, point: Float) -> tuple[float, float] | None:
    """Return how steeply the drawn surface rises along the first two axes of the box.

    None at an edge, and at a hole.
    """
    x = np.clip(point[0] + STEP * np.array([-1.0, 1.0, 0.0, 0.0]), -1.0, 1.0)
    y = np.clip(point[1] + STEP * np.array([0.0, 0.0, -1.0, 1.0]), -1.0, 1.0)
    heights = box_height(surface_height(mesh.heights, x, y))
    across, up = (
        (heights[1] - heights[0]) / (x[1] - x[0]),
        (heights[3] - heights[2]) / (y[3] - y[2]),
    )
    slopes = float(across), float(up)
    return slopes if bool(np.isfinite(slopes).all()) else None


def along(slopes: tuple[float, float], x: Float, y: Float) -> Float:
    """Return the directions (n, 3), of unit length, of the plane above directions of the floor."""
    ways = np.column_stack([x, y, slopes[0] * x + slopes[1] * y])
    directions: Float = ways / np.linalg.norm(ways, axis=1, keepdims=True)
    return directions


def circle_at(point: Float, slopes: tuple[float, float], radius: float) -> Float:
    """Return the corners (CORNERS, 3) of a circle in the plane."""
    # At equal angles within the plane, of which two directions at right angles make a basis.
    first = along(slopes, np.array([1.0]), np.array([0.0]))[0]
    normal = np.array([-slopes[0], -slopes[1], 1.0])
    second = np.cross(normal / np.linalg.norm(normal), first)
    angles = np.linspace(0.0, 2.0 * np.pi, CORNERS, endpoint=False)
    circle: Float = point + radius * (
        np.cos(angles)[:, None] * first + np.sin(angles)[:, None] * second
    )
    return circle
