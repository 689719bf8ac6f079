"""From where the surface is seen: angles, zoom and shift, and where a point is on the screen."""

import math
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

HALF_HEIGHT = 0.58
"""Of the box; it is 2 × 2 wide around the origin."""
FLOOR_GAP = 0.62
"""How far below the box its floor is, where the map is shown on it."""
DISTANCE = 7.0
"""From the eye to the middle of the box: far enough that straight edges look straight."""
NEAR, FAR = DISTANCE - 3.0, DISTANCE + 3.0
LEAST_ZOOM, MOST_ZOOM = 0.4, 12.0
MARGIN_X, MARGIN_Y = 60.0, 22.0
"""Pixels around the box for numbers and names."""
NARROW, LEAST_SHARE = 600.0, 0.5
"""A picture that is narrower has a margin that is narrower, too, down to a share of it."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A point of view.

    Attributes
    ----------
    azimuth
        Degrees round the vertical axis; at 0 the first variable goes to the right.
    elevation
        Degrees above the horizon.
    zoom
        1 fills the view.
    shift
        Of the picture, to the right and up, in heights of the view.
    """

    azimuth: float = 28.0
    elevation: float = 27.0
    zoom: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)

    def turned(self, right: float, up: float) -> "Camera":
        """Return the camera with the eye moved by degrees round the box and up."""
        azimuth = (self.azimuth + right + 180.0) % 360.0 - 180.0
        return replace(self, azimuth=azimuth, elevation=min(90.0, max(-90.0, self.elevation + up)))

    def zoomed(self, factor: float, at: tuple[float, float] = (0.0, 0.0)) -> "Camera":
        """Return the camera nearer by a factor; what is at ``at`` (as ``shift``) stays there."""
        zoom = min(MOST_ZOOM, max(LEAST_ZOOM, self.zoom * factor))
        share = zoom / self.zoom
        shift = tuple(a + share * (s - a) for a, s in zip(at, self.shift, strict=True))
        return replace(self, zoom=zoom, shift=(shift[0], shift[1]))

    def moved(self, right: float, up: float) -> "Camera":
        """Return the camera with the picture moved, in heights of the view."""
        return replace(self, shift=(self.shift[0] + right, self.shift[1] + up))


DEFAULT, TOP = Camera(), Camera(azimuth=0.0, elevation=90.0)
FRONT, SIDE = Camera(azimuth=0.0, elevation=0.0), Camera(azimuth=90.0, elevation=0.0)


@dataclass(frozen=True)
class View:
    """A camera before a picture of some size.

    Attributes
    ----------
    width, height
        Of the picture in pixels.
    bottom
        The height of the lowest thing that is seen.
    margin
        By which factor the room for labels is larger than usual.
    """

    camera: Camera
    width: float
    height: float
    bottom: float = -HALF_HEIGHT
    margin: float = 1.0

    @cached_property
    def axes(self) -> Points:
        """What goes right, up and toward the eye: the rows of (3, 3)."""
        azimuth, elevation = map(math.radians, (self.camera.azimuth, self.camera.elevation))
        sin, cos = math.sin(azimuth), math.cos(azimuth)
        toward = (math.cos(elevation) * sin, -math.cos(elevation) * cos, math.sin(elevation))
        up = (-math.sin(elevation) * sin, math.sin(elevation) * cos, math.cos(elevation))
        return np.array([(cos, sin, 0.0), up, toward])

    @cached_property
    def middle(self) -> Points:
        """The point round which the eye turns."""
        return np.array([0.0, 0.0, 0.5 * (self.bottom + HALF_HEIGHT)])

    @cached_property
    def eye(self) -> Points:
        """Where the eye is."""
        eye: Points = self.middle + DISTANCE * self.axes[2]
        return eye

    @property
    def focal_length(self) -> float:
        """The pixels of a unit at unit distance with which the box just fits.

        That holds for the default elevation and any azimuth: a box that breathes while it is
        turned is hard to follow.
        """
        return _focal_length(self.width, self.height, self.bottom, self.margin)

    @cached_property
    def matrix(self) -> Points:
        """The (4, 4) matrix that takes points to OpenGL's clip space, up being up."""
        right, up, toward = self.axes
        scale = self.camera.zoom * self.focal_length
        depth = np.append(-toward, DISTANCE + toward @ self.middle)
        across = np.append(right, -right @ self.middle)
        upward = np.append(up, -up @ self.middle)
        shift_x, shift_y = self.camera.shift
        return np.array(
            [
                2.0 * scale / self.width * across
                + 2.0 * shift_x * self.height / self.width * depth,
                2.0 * scale / self.height * upward + 2.0 * shift_y * depth,
                ((FAR + NEAR) * depth - np.array([0.0, 0.0, 0.0, 2.0 * FAR * NEAR])) / (FAR - NEAR),
                depth,
            ]
        )

    @property
    def unit(self) -> float:
        """How many pixels a unit in the middle of the box is long."""
        return self.camera.zoom * self.focal_length / DISTANCE

    def ray(self, x: float, y: float) -> Points:
        """Return in which direction (3,) the eye sees what is at a pixel: ``place`` backwards."""
        right, up, toward = self.axes
        scale = self.camera.zoom * self.focal_length
        shift_x, shift_y = self.camera.shift
        across = (x - 0.5 * self.width - shift_x * self.height) / scale
        upward = (0.5 * self.height - y - shift_y * self.height) / scale
        ray: Points = across * right + upward * up - toward
        return ray

    def place(self, points: Points) -> Points:
        """Return where points (n, 3) are in the picture: pixels (n, 2) from its upper left."""
        clip = np.column_stack([points, np.ones(len(points))]) @ self.matrix.T
        normal = clip[:, :2] / clip[:, 3:]
        return np.column_stack(
            [0.5 * self.width * (1.0 + normal[:, 0]), 0.5 * self.height * (1.0 - normal[:, 1])]
        )


def corners(bottom: float = -HALF_HEIGHT) -> Points:
    """Return the eight corners of the box (8, 3)."""
    return np.array(
        [(x, y, z) for x in (-1.0, 1.0) for y in (-1.0, 1.0) for z in (bottom, HALF_HEIGHT)]
    )


@lru_cache(maxsize=16)
def _focal_length(width: float, height: float, bottom: float, margin: float) -> float:
    share = min(1.0, max(LEAST_SHARE, width / (margin * NARROW)))
    room_x = max(0.5 * width - share * margin * MARGIN_X, 0.2 * width)
    room_y = max(0.5 * height - margin * MARGIN_Y, 0.2 * height)
    lengths = []
    for azimuth in (0.0, 15.0, 30.0, 45.0):
        usual = View(replace(DEFAULT, azimuth=azimuth), width, height, bottom)
        across, up, toward = usual.axes @ (corners(bottom) - usual.middle).T
        distance = DISTANCE - toward
        lengths.append(np.min(room_x * distance / np.maximum(np.abs(across), 1e-9)))
        lengths.append(np.min(room_y * distance / np.maximum(np.abs(up), 1e-9)))
    return float(min(lengths))
