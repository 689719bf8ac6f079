"""The line of gradient flow from the place under the pointer."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPainter

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.flow_drawing import draw_streamlines
from gdstudio.ui.plots.layer import MovingItem, Projection
from gdstudio.ui.plots.lines import draw_segments, line_pen, segments

CASING = 3.6


class FlowLineItem(MovingItem):
    """Draws one line, thin, with heads that say where it goes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._line: NDArray[np.float64] = np.zeros((0, 2))
        self.setVisible(False)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        is_light = theme.name == "light"
        self._ink = QColor("#1b2130" if is_light else "#ffffff")
        self._casing = QColor(255, 255, 255, 130) if is_light else QColor(11, 13, 18, 130)
        self.update()

    @property
    def line(self) -> NDArray[np.float64]:
        """The line that is drawn (points, 2), in data coordinates."""
        return self._line

    def set_line(self, line: NDArray[np.float64]) -> None:
        """Draw another line (points, 2); of fewer than two points nothing is seen."""
        if len(line) > 1 or len(self._line) > 1:
            self._line = line
            self.setVisible(len(line) > 1)
            self.update()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the line and its heads."""
        if len(self._line) > 1:
            x, y = projection.points(self._line).T
            draw_segments(painter, segments(x, y), line_pen(self._casing, CASING * projection.unit))
            draw_streamlines(painter, projection, (self._line,), self._ink)
