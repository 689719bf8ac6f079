"""Which point of the surface is seen at a place of the picture."""

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.surface3d.camera import View
from gdstudio.ui.surface3d.mesh import Mesh, box_height, surface_height

Float = NDArray[np.float64]

CUT = 1.0 + 1e-5
"""What is higher is cut off, and not seen."""
WITHIN = 1e-9
"""How far beside its piece of the way a crossing may lie, as a share of it: it is rounded."""


def point_under(mesh: Mesh, view: View, x: float, y: float) -> Float | None:
    """Return the point (3,) of the box at which a surface is seen; None beside it.

    Parameters
    ----------
    x, y
        Pixels from the upper left of the picture.

    Notes
    -----
    Between two sides of triangles, the surface below the way of the light is a straight line: where
    the two cross is found exactly, whatever the scale of the heights.
    """
    eye, ray = view.eye, view.ray(x, y)
    ends = _stay(eye, ray)
    if ends is None:
        return None
    stops = _stops(mesh, eye, ray, *ends)
    first, second = 0.75 * stops[:-1] + 0.25 * stops[1:], 0.25 * stops[:-1] + 0.75 * stops[1:]
    above_first, above_second = (_above(mesh, eye + t[:, None] * ray) for t in (first, second))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = 0.25 + 0.5 * above_first / (above_first - above_second)
        crosses = (share >= -WITHIN) & (share <= 1.0 + WITHIN)
    for piece in np.flatnonzero(crosses):
        way = stops[piece] + share[piece] * (stops[piece + 1] - stops[piece])
        point: Float = eye + way * ray
        if point[2] <= box_height(np.array(CUT)):
            return point
    return None


def _stay(eye: Float, ray: Float) -> tuple[float, float] | None:
    """Return where a ray comes into the square of the box and where it leaves it."""
    low, high = 0.0, np.inf
    for start, way in zip(eye[:2].tolist(), ray[:2].tolist(), strict=True):
        if way == 0.0:
            if abs(start) > 1.0:
                return None
            continue
        ends = sorted(((-1.0 - start) / way, (1.0 - start) / way))
        low, high = max(low, ends[0]), min(high, ends[1])
    if not low < high:
        return None
    # Straight down it never leaves: below all that is seen it may end.
    return low, min(high, 4.0 * float(np.linalg.norm(eye)))


def _stops(mesh: Mesh, eye: Float, ray: Float, low: float, high: float) -> Float:
    """Return where a ray crosses sides of triangles, seen from above; ascending, with its ends."""
    rows, columns = mesh.heights.shape
    # In cells: sides of triangles are where x, y, x + y or x − y is a whole number.
    start = 0.5 * (eye[:2] + 1.0) * (columns - 1, rows - 1)
    way = 0.5 * ray[:2] * (columns - 1, rows - 1)
    parts = [np.array([low, high])]
    for across, up in ((1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, -1.0)):
        place, speed = across * start[0] + up * start[1], across * way[0] + up * way[1]
        if speed != 0.0:
            ends = sorted((place + low * speed, place + high * speed))
            parts.append((np.arange(np.ceil(ends[0]), ends[1]) - place) / speed)
    stops: Float = np.unique(np.concatenate(parts))
    return stops[(stops >= low) & (stops <= high)]


def _above(mesh: Mesh, points: Float) -> Float:
    """Return how high points (n, 3) are above the surface; NaN where there is none."""
    return points[:, 2] - box_height(surface_height(mesh.heights, points[:, 0], points[:, 1]))
