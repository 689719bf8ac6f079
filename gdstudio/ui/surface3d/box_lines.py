"""The box around the surface as lines: which walls are behind it, and where numbers stand."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.surface3d.camera import HALF_HEIGHT, View

Points = NDArray[np.float64]
Axis = int


@dataclass(frozen=True, slots=True)
class Wall:
    """One side of the box: across which axis it stands, and where."""

    axis: Axis
    is_upper: bool


@dataclass(frozen=True, eq=False)
class Edge:
    """An edge of the box at which numbers stand.

    Attributes
    ----------
    axis
        The axis along it.
    ends
        (2, 3), from the low end to the high one.
    outward
        (2,), in pixels of unit length: on which side the numbers stand.
    length
        In pixels.
    """

    axis: Axis
    ends: Points
    outward: Points
    length: float


class Box:
    """The box as it is seen in a view."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._low = np.array([-1.0, -1.0, view.bottom])
        self._high = np.array([1.0, 1.0, HALF_HEIGHT])

    def far_walls(self) -> list[Wall]:
        """Return the walls of which the inside is seen: the surface is in front of them."""
        eye = self._view.eye
        walls = []
        for axis in range(3):
            if eye[axis] < self._high[axis] - 1e-9:
                walls.append(Wall(axis, is_upper=True))
            if eye[axis] > self._low[axis] + 1e-9:
                walls.append(Wall(axis, is_upper=False))
        return walls

    def outline(self, wall: Wall) -> Points:
        """Return the corners (4, 3) of a wall in their order."""
        first, second = (axis for axis in range(3) if axis != wall.axis)
        points = np.empty((4, 3))
        points[:, wall.axis] = (self._high if wall.is_upper else self._low)[wall.axis]
        ends = self._low, self._high
        for place, (a, b) in enumerate(((0, 0), (1, 0), (1, 1), (0, 1))):
            points[place, first], points[place, second] = ends[a][first], ends[b][second]
        return points

    def grid_line(self, wall: Wall, axis: Axis, value: float) -> Points:
        """Return the ends (2, 3) of the line on a wall at a value of one of its axes."""
        (other,) = {0, 1, 2} - {wall.axis, axis}
        ends = np.empty((2, 3))
        ends[:, wall.axis] = (self._high if wall.is_upper else self._low)[wall.axis]
        ends[:, axis] = value
        ends[:, other] = self._low[other], self._high[other]
        return ends

    def label_edges(self, least: float) -> list[Edge]:
        """Return for each axis the edge for its numbers, if it is at least so many pixels long.

        It lies on the outline of the box, where numbers cover nothing: below, and for the vertical
        axis at the left.
        """
        far = self.far_walls()
        middle = self._view.place(np.array([0.5 * (self._low + self._high)]))[0]
        edges = []
        for axis in range(3):
            candidates = [
                self._edge(axis, upper, middle)
                for upper in product((False, True), repeat=2)
                if self._is_outline(axis, upper, far)
            ]
            if axis == 2:
                candidates.sort(key=lambda edge: self._view.place(edge.ends)[:, 0].sum())
            else:
                candidates.sort(key=lambda edge: -self._view.place(edge.ends)[:, 1].sum())
            edges += [edge for edge in candidates[:1] if edge.length >= least]
        return edges

    def _is_outline(self, axis: Axis, upper: tuple[bool, ...], far: list[Wall]) -> bool:
        others = [other for other in range(3) if other != axis]
        sides = [
            Wall(other, is_upper=is_upper) in far
            for other, is_upper in zip(others, upper, strict=True)
        ]
        return sides[0] != sides[1]

    def _edge(self, axis: Axis, upper: tuple[bool, ...], middle: Points) -> Edge:
        ends = np.empty((2, 3))
        others = [other for other in range(3) if other != axis]
        for other, is_upper in zip(others, upper, strict=True):
            ends[:, other] = (self._high if is_upper else self._low)[other]
        ends[:, axis] = self._low[axis], self._high[axis]
        if axis == 2:
            # Below the box is no height: the numbers stand at the surface's part alone.
            ends[0, axis] = -HALF_HEIGHT
        place = self._view.place(ends)
        along = place[1] - place[0]
        length = float(np.hypot(*along))
        normal = np.array([-along[1], along[0]]) / max(length, 1e-9)
        if (0.5 * (place[0] + place[1]) - middle) @ normal < 0.0:
            normal = -normal
        return Edge(axis, ends, normal, length)
