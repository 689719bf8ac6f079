"""A path that lies on the surface."""

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.surface3d.mesh import Mesh, box_height, surface_height

HIDDEN = -100.0
"""The height of a vertex that is not to be seen: outside the box, or where there is no surface."""
LONGEST = 0.02
"""Of a piece in the box: longer lines are bent over hills."""
SHORTEST = 0.002, 0.014
"""What is nearer to the vertex before is left out: at rest, and while the picture moves."""
MOST_PIECES = 60_000
"""Of a path: wild ones get longer pieces."""


class DrapedPath:
    """The vertices of a path, made as its rows come.

    Attributes
    ----------
    vertices
        float32 (n, 3).
    steps
        int64 (n,): from which step on each vertex is shown; ascending.
    """

    def __init__(self, mesh: Mesh, shortest: float) -> None:
        self.vertices = np.zeros((0, 3), dtype=np.float32)
        self.steps = np.zeros(0, dtype=np.int64)
        self._mesh, self._shortest = mesh, shortest
        self._last_step = -1

    def extend(
        self, steps: NDArray[np.int64], x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> bool:
        """Add the rows that are new; return whether there were any."""
        if steps[-1] <= self._last_step:
            return False
        # The last point begins the next line.
        first = max(0, int(np.searchsorted(steps, self._last_step, side="right")) - 1)
        points = in_box(self._mesh, x[first:], y[first:])
        kept = _distant(points, self._shortest)
        vertices, numbers = draped(self._mesh, points[kept])
        self.vertices = np.concatenate([self.vertices, vertices])
        self.steps = np.concatenate([self.steps, steps[first:][kept][numbers]])
        self._last_step = int(steps[-1])
        return True

    def count_at(self, step: int) -> int:
        """Return how many vertices are shown at a step."""
        return int(np.searchsorted(self.steps, step, side="right"))


def in_box(mesh: Mesh, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points of the domain in the coordinates of the box (n, 2)."""
    columns = []
    for values, (low, high) in ((x, mesh.x_range), (y, mesh.y_range)):
        with np.errstate(over="ignore", invalid="ignore"):
            columns.append(2.0 * (values - low) / (high - low) - 1.0)
    return np.column_stack(columns)


def draped(
    mesh: Mesh, points: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return vertices (n, 3) over points of the box (m, 2), and to which point each leads.

    Lines between points that are far apart are bent to the surface.
    """
    with np.errstate(invalid="ignore"):
        clipped = np.clip(np.nan_to_num(points, nan=9.0, posinf=9.0, neginf=-9.0), -9.0, 9.0)
    lengths = np.hypot(*np.diff(clipped, axis=0).T)
    longest = max(LONGEST, float(lengths.sum()) / MOST_PIECES)
    pieces = np.maximum(1, np.ceil(lengths / longest)).astype(np.int64)
    # The first point, then for each line its pieces' ends.
    numbers = np.concatenate([[0], np.repeat(np.arange(1, len(points)), pieces)])
    ends = np.cumsum(pieces)
    within = np.arange(1, ends[-1] + 1 if ends.size else 1) - np.repeat(ends - pieces, pieces)
    share = np.concatenate([[1.0], within / np.repeat(pieces, pieces)])
    before = clipped[np.maximum(numbers - 1, 0)]
    places = before + share[:, None] * (clipped[numbers] - before)
    heights = surface_height(mesh.heights, places[:, 0], places[:, 1])
    seen = np.isfinite(heights) & (np.nan_to_num(heights, nan=9.0) <= 1.0)
    z = np.where(seen, box_height(np.where(seen, heights, 0.0)), HIDDEN)
    return np.column_stack([places, z]).astype(np.float32), numbers


def _distant(points: NDArray[np.float64], shortest: float) -> NDArray[np.int64]:
    """Return the indices of the points that are in another small square than the one before."""
    with np.errstate(invalid="ignore"):
        square = np.floor(np.clip(np.nan_to_num(points), -9.0, 9.0) / shortest)
    moved = (np.diff(square, axis=0) != 0.0).any(axis=1)
    return np.concatenate([[0], np.flatnonzero(moved) + 1])
