"""The heatmap of a surface with its contour lines."""

from typing import Protocol

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from gdstudio.simulation.height import HeightScale
from gdstudio.ui.colours import Theme
from gdstudio.ui.map_colours import map_lookup
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
    def scale(self) -> HeightScale:
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
        self._lookup = map_lookup(theme)
        line = QColor(theme.contour)
        line.setAlpha(110 if theme.name == "light" else 70)
        self._contour_colour = line
        if self._map is not None:
            self.set_map(self._map)

    def set_map(self, surface: Heights | None) -> None:
        """Show a map, or nothing."""
        self._map = surface
        self._image = QImage() if surface is None else self._coloured(surface)
        self.invalidate()

    def _coloured(self, surface: Heights) -> QImage:
        places = surface.scale.place(surface.values)[::-1]
        defined = np.isfinite(places)
        index = np.where(defined, places * 255.0 + 0.5, 0.0).astype(np.uint8)
        pixels = np.ascontiguousarray(self._lookup[index])
        pixels[~defined] = 0
        height, width = index.shape
        # A copy: the image must not point into an array that goes away.
        return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw the colours and the contour lines."""
        if self._map is None:
            return
        painter = painters[0]
        request = self._map.request
        area = QRectF(
            request.x_range[0],
            request.y_range[0],
            request.x_range[1] - request.x_range[0],
            request.y_range[1] - request.y_range[0],
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(projection.rectangle(area), self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._contour_colour, projection.unit))
        for _, lines in self._map.contours:
            path = QPainterPath()
            for line in lines:
                path.addPath(
                    pg.functions.arrayToQPath(
                        projection.x(line[:, 0]), projection.y(line[:, 1]), connect="all"
                    )
                )
            painter.drawPath(path)
