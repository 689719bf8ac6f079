"""The data on the picture of a decision: train filled, test hollow, what is wrong ringed."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.layer import LayerItem, Projection
from gdstudio.ui.transparent_image import transparent_image

Float = NDArray[np.float64]

RADIUS, LEAST_RADIUS = 3.6, 1.7
FEW = 200
"""So many points have the full radius."""
MARGIN = 5.0


@dataclass(frozen=True, eq=False)
class Points:
    """Points (n,) of the data; ``colours`` (n, 3) are RGB from 0 to 255."""

    x: Float
    y: Float
    colours: NDArray[np.uint8]
    is_test: NDArray[np.bool_]


class PointsItem(LayerItem):
    """Draws the data; each look is drawn once and stamped."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._points: Points | None = None
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.invalidate()

    def set_points(self, points: Points | None) -> None:
        """Show points."""
        self._points = points
        self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Stamp all points, the test rows on top."""
        points = self._points
        if points is None or points.x.size == 0:
            return
        radius = radius_for(points.x.size) * projection.unit
        looks = np.column_stack([points.is_test, points.colours])
        kinds, which = np.unique(looks, axis=0, return_inverse=True)
        for kind, (is_test, *colour) in enumerate(kinds.tolist()):
            draw = partial(_draw_point, QColor(*colour), bool(is_test), self._theme)
            chosen = which.reshape(-1) == kind
            _stamp(painters[0], projection, points.x[chosen], points.y[chosen], radius, draw)


class RingsItem(LayerItem):
    """Draws a ring around each point that the network takes for another class."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._x = self._y = np.empty(0)
        self._count = 0
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.invalidate()

    def set_points(self, x: Float, y: Float, count: int) -> None:
        """Ring points (k,) out of so many."""
        if np.array_equal(x, self._x) and np.array_equal(y, self._y) and count == self._count:
            return
        self._x, self._y, self._count = x, y, count
        self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Stamp all rings."""
        if self._x.size:
            radius = (1.35 * radius_for(self._count) + 1.2) * projection.unit
            draw = partial(_draw_ring, self._theme)
            _stamp(painters[0], projection, self._x, self._y, radius, draw)


def radius_for(count: int) -> float:
    """Return the radius of a point, in pixels: many points are small."""
    return float(np.clip(RADIUS * (FEW / max(count, 1)) ** 0.25, LEAST_RADIUS, RADIUS))


def _stamp(
    painter: QPainter,
    projection: Projection,
    x: Float,
    y: Float,
    radius: float,
    draw: "partial[None]",
) -> None:
    half = int(np.ceil(radius + MARGIN))
    image = transparent_image(2 * half, 2 * half)
    stamp = QPainter(image)
    stamp.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(stamp, QRectF(half - radius, half - radius, 2 * radius, 2 * radius), projection.unit)
    stamp.end()
    left, top = np.rint(projection.x(x)) - half, np.rint(projection.y(y)) - half
    seen = (
        (left > -2 * half) & (left < projection.width) & (top > -2 * half)
        & (top < projection.height)
    )  # fmt: skip
    for place in zip(left[seen].tolist(), top[seen].tolist(), strict=True):
        painter.drawImage(QPointF(*place), image)


def _draw_point(
    colour: QColor, is_test: bool, theme: Theme, painter: QPainter, place: QRectF, unit: float
) -> None:
    if is_test:
        inset = 0.5 * unit
        painter.setPen(QPen(colour, 1.5 * unit))
        painter.setBrush(QColor(theme.card))
        place = place.adjusted(inset, inset, -inset, -inset)
    else:
        painter.setPen(QPen(QColor(theme.card), 1.0 * unit))
        painter.setBrush(colour)
    painter.drawEllipse(place)


def _draw_ring(theme: Theme, painter: QPainter, place: QRectF, unit: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.text), 1.2 * unit))
    painter.drawEllipse(place)
