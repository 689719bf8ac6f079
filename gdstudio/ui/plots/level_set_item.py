"""The contour line through the point of the selected run."""

import numpy as np
from PySide6.QtGui import QColor, QPainter

from gdstudio.simulation.contours import Lines
from gdstudio.simulation.level_set import LevelSet
from gdstudio.simulation.maps import SurfaceMap
from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.layer import MovingItem, Projection
from gdstudio.ui.plots.lines import draw_segments, line_pen, segments

LINE, CASING = 2.0, 4.0


class LevelSetItem(MovingItem):
    """Draws all places of a map with one value, which moves with the run."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._level_set: LevelSet | None = None
        self._value: float | None = None
        self._lines: Lines = ()
        self.setVisible(False)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        is_light = theme.name == "light"
        self._ink = QColor("#1b2130" if is_light else "#ffffff")
        self._casing = QColor(255, 255, 255, 150) if is_light else QColor(11, 13, 18, 150)
        self.update()

    @property
    def lines(self) -> Lines:
        """The lines that are drawn, in data coordinates."""
        return self._lines

    def set_map(self, surface: SurfaceMap | None) -> None:
        """Look on another map."""
        self._level_set = None if surface is None else LevelSet(surface)
        self._look()

    def set_value(self, value: float | None) -> None:
        """Draw the places with another value; None: draw nothing."""
        if value != self._value:
            self._value = value
            self._look()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the lines, light under dark or dark under light."""
        parts = [
            segments(projection.x(line[:, 0]), projection.y(line[:, 1])) for line in self._lines
        ]
        if parts:
            strokes = np.concatenate(parts)
            draw_segments(painter, strokes, line_pen(self._casing, CASING * projection.unit))
            draw_segments(painter, strokes, line_pen(self._ink, LINE * projection.unit))

    def _look(self) -> None:
        before = self._lines
        if self._level_set is None or self._value is None:
            self._lines = ()
        else:
            self._lines = self._level_set.lines(self._value)
        self.setVisible(bool(self._lines))
        if before or self._lines:
            self.update()
