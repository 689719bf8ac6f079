"""The paths of the runs over the map, or along the curve."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.layer import LayerItem, Projection
from gdstudio.ui.plots.lines import draw_segments, line_pen, segments
from gdstudio.ui.plots.markers import draw_marker

LINE = 2.2
CASING = 4.6
DOT = 2.4
HEAD = 6.5
DOT_DISTANCE = 7.0
"""Pixels between two steps from which on each step has a dot of its own."""


@dataclass(frozen=True, eq=False)
class RunPath:
    """The path of one run.

    Attributes
    ----------
    index
        Of the run: it decides the marker.
    x, y
        float64 (rows,), all rows that are there.
    rows
        How many of them are shown.
    head
        The point at the cursor.
    identity
        Two paths with the same identity have the same rows as far as both go.
    """

    index: int
    colour: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    rows: int
    head: tuple[float, float]
    identity: object


class PathItem(LayerItem):
    """Draws paths; new steps are added to the picture, the rest is not drawn again."""

    layer_count = 2

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._paths: tuple[RunPath, ...] = ()
        self._drawn: dict[object, int] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._casing = QColor("#ffffff" if theme.name == "light" else "#0b0d12")
        self._casing.setAlpha(215)
        self._ring = QColor("#ffffff")
        self.invalidate()

    def set_paths(self, paths: tuple[RunPath, ...]) -> None:
        """Show paths. If they only went on, only what is new is drawn."""
        goes_on = [path.identity for path in paths] == list(self._drawn) and all(
            path.rows >= self._drawn[path.identity] for path in paths
        )
        self._paths = paths
        if goes_on:
            self.update()
        else:
            self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:  # noqa: ARG002
        """Begin with empty layers; ``extend`` draws."""
        self._drawn = {path.identity: 0 for path in self._paths}

    def extend(self, layers: list[QImage], projection: Projection) -> None:
        """Draw the steps that are new: casings below, colours above."""
        fresh = [path for path in self._paths if path.rows > self._drawn.get(path.identity, 0)]
        if not fresh:
            return
        casing, colours = QPainter(layers[0]), QPainter(layers[1])
        for painter in (casing, colours):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for path in fresh:
            # The last point that was drawn begins the next segment.
            first = max(0, self._drawn[path.identity] - 1)
            x = projection.x(path.x[first : path.rows])
            y = projection.y(path.y[first : path.rows])
            lines = segments(x, y)
            unit = projection.unit
            draw_segments(casing, lines, line_pen(self._casing, CASING * unit))
            draw_segments(colours, lines, line_pen(QColor(path.colour), LINE * unit))
            self._draw_dots(colours, x, y, QColor(path.colour), unit)
            self._drawn[path.identity] = path.rows
        casing.end()
        colours.end()

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw where each run is now."""
        for path in reversed(self._paths):
            if all(np.isfinite(path.head)):
                centre = projection.point(*path.head)
                if abs(centre.x()) < 1e5 and abs(centre.y()) < 1e5:
                    # The trace may be thinned: the line to the head is the newest piece.
                    draw_marker(
                        painter,
                        path.index,
                        centre,
                        HEAD * projection.unit,
                        QColor(path.colour),
                        self._ring,
                    )

    def _draw_dots(
        self,
        painter: QPainter,
        x: NDArray[np.float64],
        y: NDArray[np.float64],
        colour: QColor,
        unit: float,
    ) -> None:
        """Mark each step that is far enough from the one before."""
        with np.errstate(invalid="ignore", over="ignore"):
            distance = np.hypot(np.diff(x), np.diff(y))
        radius = DOT * unit
        painter.setPen(line_pen(self._ring, 0.9 * unit))
        painter.setBrush(colour)
        visible = (np.abs(x[1:]) < 1e5) & (np.abs(y[1:]) < 1e5)
        for row in np.flatnonzero((distance > DOT_DISTANCE * unit) & visible)[:2000] + 1:
            painter.drawEllipse(QPointF(float(x[row]), float(y[row])), radius, radius)
