"""Whether a point of the surface is seen, or a hill stands before it."""

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.surface3d.camera import HALF_HEIGHT
from gdstudio.ui.surface3d.mesh import Mesh, box_height, surface_height

LIFT = 0.03
"""How far off the surface the way to the eye begins."""
STEPS = 300


def are_hidden(
    mesh: Mesh, points: NDArray[np.float64], eye: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return whether the surface lies between points (n, 3) on it and the eye (3,)."""
    ways = eye - points
    ways = ways / np.linalg.norm(ways, axis=1, keepdims=True)
    rays = points[:, None] + np.linspace(LIFT, 3.2, STEPS)[:, None] * ways[:, None]
    heights = surface_height(mesh.heights, rays[..., 0], rays[..., 1])
    with np.errstate(invalid="ignore"):
        # What is cut off hides nothing.
        heights = np.where(heights <= 1.0, heights, np.nan)
        above = rays[..., 2] - box_height(heights)
        is_met = np.isfinite(above) & (np.abs(rays[..., 2]) <= HALF_HEIGHT)
        hidden: NDArray[np.bool_] = (is_met & (above > 0.0)).any(axis=1) & (
            is_met & (above < 0.0)
        ).any(axis=1)
    return hidden
