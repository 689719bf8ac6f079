"""Whether a point of the surface is seen, or a hill stands before it."""

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.surface3d.camera import HALF_HEIGHT
from gdstudio.ui.surface3d.mesh import Mesh, box_height, surface_height

LIFT = 0.03
"""How far off the surface the way to the eye begins."""
STEPS = 300


def is_hidden(mesh: Mesh, point: NDArray[np.float64], eye: NDArray[np.float64]) -> bool:
    """Return whether the surface lies between a point (3,) on it and the eye (3,)."""
    way = eye - point
    way = way / np.linalg.norm(way)
    ray = point + np.linspace(LIFT, 3.2, STEPS)[:, None] * way
    heights = surface_height(mesh.heights, ray[:, 0], ray[:, 1])
    with np.errstate(invalid="ignore"):
        # What is cut off hides nothing.
        heights = np.where(heights <= 1.0, heights, np.nan)
    above = ray[:, 2] - box_height(heights)
    sides = np.sign(above[np.isfinite(above) & (np.abs(ray[:, 2]) <= HALF_HEIGHT)])
    return bool(sides.size) and bool((sides != sides[0]).any())
