"""The heatmap of a surface with its contour lines."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gdstudio.simulation.height import Scale
from gdstudio.simulation.map_options import Shading
from gdstudio.ui.colours import Theme
from gdstudio.ui.map_colours import contour_colour, map_lookup
from gdstudio.ui.plots.layer import LayerItem, Projection
from gdstudio.ui.plots.lines import draw_segments, even_pen, segments_of


class Area(Protocol):
    """A rectangle."""

    @property
    def x_range(self) -> tuple[float, float]:
        """From left to right."""

    @property
    def y_range(self) -> tuple[float, float]:
        """From bottom to top."""


class Heights(Protocol):
    """What a map is drawn of: a `SurfaceMap`, or whatever else has values over a rectangle."""

    @property
    def request(self) -> Area:
        """The rectangle."""

    @property
    def values(self) -> NDArray[np.float64]:
        """At the centres of the cells (rows, columns); row 0 is the lowest y."""

    @property
    def scale(self) -> Scale:
        """How heights become colours."""

    @property
    def contours(self) -> tuple[tuple[float, tuple[NDArray[np.float64], ...]], ...]:
        """For each level its lines, float64 (points, 2)."""


class MapItem(LayerItem):
    """Draws heights over a rectangle; while finer ones are computed, the old ones stretched."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._map: Heights | None = None
        self._image: QImage | None = None
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._image = None
        self.invalidate()

    def set_map(self, surface: Heights | None) -> None:
        """Show a map, or nothing."""
        self._map = surface
        self._image = None
        self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw the colours and the contour lines."""
        if self._map is None:
            return
        if self._image is None:
            self._image = coloured(self._map.values, self._map.scale, Shading.LOSS, self._theme)
        painter = painters[0]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(projection.rectangle(area_of(self._map.request)), self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines = [projection.points(line) for _, parts in self._map.contours for line in parts]
        pen = even_pen(contour_colour(Shading.LOSS, self._theme), projection.unit)
        draw_segments(painter, segments_of(lines), pen)


def coloured(values: NDArray[np.float64], scale: Scale, shading: Shading, theme: Theme) -> QImage:
    """Return values (h, w), of which row 0 is the lowest, as colours; NaN is transparent."""
    places = scale.place(values)[::-1]
    defined = np.isfinite(places)
    index = np.where(defined, places * 255.0 + 0.5, 0.0).astype(np.uint8)
    pixels = np.ascontiguousarray(map_lookup(theme, shading)[index])
    pixels[~defined] = 0
    height, width = index.shape
    # A copy: the image must not point into an array that goes away.
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def area_of(request: Area) -> QRectF:
    """Return a rectangle of the data."""
    (left, right), (low, high) = request.x_range, request.y_range
    return QRectF(left, low, right - left, high - low)
