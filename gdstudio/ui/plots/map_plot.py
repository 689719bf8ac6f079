"""What all pictures from above share: heatmap, contour lines, minima, paths over two parameters."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QFont

from gdstudio.simulation.cells import Interval
from gdstudio.simulation.maps import SurfaceMap
from gdstudio.simulation.run import Row
from gdstudio.simulation.trace import TraceView
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.map_item import MapItem
from gdstudio.ui.plots.map_overlay import MapOverlay
from gdstudio.ui.plots.picture_plot import PicturePlot
from gdstudio.ui.plots.sign_item import MinimumSign, SignItem

CELL = 2
"""Pixels to a cell of the map: it is drawn smoothly, and its contour lines are lines."""
FEWEST_CELLS = 8
MAP_Z, MINIMA_Z = 0, 10


@dataclass(frozen=True)
class Raster:
    """The visible rectangle, cut into as many cells as it is worth to compute."""

    x_range: Interval
    y_range: Interval
    columns: int
    rows: int


class MapPlot(PicturePlot):
    """Heights over two parameters, seen from above."""

    levels_changed = Signal(object)
    """The values at which the new map has contour lines: a tuple of numbers."""
    signs_changed = Signal()
    """Other minima or critical points are marked."""

    def __init__(self, theme: Theme, font: QFont, map_item: MapItem | None = None) -> None:
        self._map_item = map_item or MapItem(theme)
        self._minima: list[MinimumSign] = []
        self._levels: tuple[float, ...] = ()
        super().__init__(theme, font)
        self.add_layer(self._map_item, MAP_Z)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._map_item.set_theme(theme)

    def raster(self, ratio: float) -> Raster | None:
        """Return the cells that fill the view at ``ratio`` device pixels to a pixel."""
        (x_low, x_high), (y_low, y_high) = self.vb.viewRange()
        cells = ratio / CELL
        columns, rows = int(self.vb.width() * cells), int(self.vb.height() * cells)
        if min(columns, rows) < FEWEST_CELLS or not (x_high > x_low and y_high > y_low):
            return None
        return Raster((float(x_low), float(x_high)), (float(y_low), float(y_high)), columns, rows)

    def make_overlay_items(self) -> MapOverlay:
        """Return what draws an overlay on the map."""
        items = MapOverlay(self)
        items.set_levels(self._levels)
        self.levels_changed.connect(items.set_levels)
        return items

    def show_map(self, surface: SurfaceMap | None) -> None:
        """Show a map."""
        self._map_item.set_map(surface)
        self._levels = () if surface is None else tuple(level for level, _ in surface.contours)
        self.levels_changed.emit(self._levels)

    def path_columns(self, trace: TraceView) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the two parameters of the rows."""
        horizontal, vertical = self.shown
        return trace.parameters[:, horizontal], trace.parameters[:, vertical]

    def head_point(self, head: Row) -> tuple[float, float]:
        """Return the two parameters of one row."""
        horizontal, vertical = self.shown
        return float(head.parameters[horizontal]), float(head.parameters[vertical])

    @property
    def signs(self) -> tuple[SignItem, ...]:
        """The signs at points of the map: of minima."""
        return tuple(self._minima)

    def clear_minima(self) -> None:
        """Mark no minimum."""
        for sign in self._minima:
            self.removeItem(sign)
        self._minima = []
        self.signs_changed.emit()

    def mark_minimum(self, x: float, y: float, tip: str) -> None:
        """Mark a minimum with a cross."""
        sign = MinimumSign(tip)
        sign.setPos(x, y)
        sign.set_thickness(self.thickness)
        self.add_layer(sign, MINIMA_Z)
        self._minima.append(sign)
        self.signs_changed.emit()
