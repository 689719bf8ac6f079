"""The heatmap of a surface with its contour lines."""

from typing import Protocol

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from gdstudio.simulation.height import Scale
from gdstudio.simulation.map_options import Shading
from gdstudio.ui.colours import Theme
from gdstudio.ui.map_colours import ink_on_map, map_lookup
from gdstudio.ui.plots.layer import LayerItem, Projection


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
        self._image = QImage()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._map is not None:
            self.set_map(self._map)

    def set_map(self, surface: Heights | None) -> None:
        """Show a map, or nothing."""
        self._map = surface
        self._image = QImage() if surface is None else self._coloured(surface)
        self.invalidate()

    def shades(self, surface: Heights) -> tuple[NDArray[np.float64], Shading]:
        """Return the numbers that become colours, and what they stand for."""
        return surface.values, Shading.LOSS

    def contour_colour(self, shading: Shading) -> QColor:
        """Return the colour of contour lines."""
        colour = QColor(ink_on_map(shading, self._theme))
        is_dark_ink = colour.lightness() < 128
        colour.setAlpha(110 if self._theme.name == "light" and not is_dark_ink else 70)
        return colour

    def _coloured(self, surface: Heights) -> QImage:
        values, shading = self.shades(surface)
        places = surface.scale.place(values)[::-1]
        defined = np.isfinite(places)
        index = np.where(defined, places * 255.0 + 0.5, 0.0).astype(np.uint8)
        pixels = np.ascontiguousarray(map_lookup(self._theme, shading)[index])
        pixels[~defined] = 0
        height, width = index.shape
        # A copy: the image must not point into an array that goes away.
        return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw the colours and the contour lines."""
        if self._map is not None:
            self.draw_colours(painters[0], projection, self._map)
            painters[0].setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw_lines(painters[0], projection, self._map)

    def draw_colours(self, painter: QPainter, projection: Projection, surface: Heights) -> None:
        """Draw the colours."""
        request = surface.request
        area = QRectF(
            request.x_range[0],
            request.y_range[0],
            request.x_range[1] - request.x_range[0],
            request.y_range[1] - request.y_range[0],
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(projection.rectangle(area), self._image)

    def draw_lines(self, painter: QPainter, projection: Projection, surface: Heights) -> None:
        """Draw the contour lines."""
        painter.setPen(QPen(self.contour_colour(Shading.LOSS), projection.unit))
        for _, lines in surface.contours:
            path = QPainterPath()
            for line in lines:
                path.addPath(
                    pg.functions.arrayToQPath(
                        projection.x(line[:, 0]), projection.y(line[:, 1]), connect="all"
                    )
                )
            painter.drawPath(path)
