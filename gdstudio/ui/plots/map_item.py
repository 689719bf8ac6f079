"""The heatmap of a surface with its contour lines."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from gdstudio.simulation.maps import SurfaceMap
from gdstudio.ui.colours import Theme
from gdstudio.ui.map_colours import map_lookup
from gdstudio.ui.plots.layer import LayerItem, Projection


class MapItem(LayerItem):
    """Draws a `SurfaceMap`; while a finer one is computed, the old one stretched."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._map: SurfaceMap | None = None
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

    def set_map(self, surface: SurfaceMap | None) -> None:
        """Show a map, or nothing."""
        self._map = surface
        self._image = QImage() if surface is None else self._coloured(surface)
        self.invalidate()

    def _coloured(self, surface: SurfaceMap) -> QImage:
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
