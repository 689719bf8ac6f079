"""Curves over the steps, thinned to the columns of pixels and kept as a picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.layer import LayerItem, Projection
from gdstudio.ui.plots.lines import draw_segments, line_pen, segments
from gdstudio.ui.plots.markers import draw_marker

FUTURE_OPACITY = 0.28
"""How much is left of a curve beyond the cursor."""


@dataclass(frozen=True, eq=False)
class RunCurve:
    """One quantity of one run over its steps, ascending.

    Attributes
    ----------
    head
        Where the run is at the cursor.
    """

    index: int
    colour: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    head: tuple[float, float]
    identity: object


class CurveItem(LayerItem):
    """Draws curves; what lies beyond the cursor is faint."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._curves: tuple[RunCurve, ...] = ()
        self._cursor = 0.0
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._ring = QColor(theme.plot_background)
        self._cursor_colour = QColor(theme.accent)
        self.invalidate()

    def set_curves(self, curves: tuple[RunCurve, ...], cursor: float) -> None:
        """Show curves with a cursor; if only the cursor moved, nothing is drawn again."""
        same = [curve.identity for curve in curves] == [each.identity for each in self._curves]
        self._curves, self._cursor = curves, cursor
        if same:
            self.update()
        else:
            self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw all curves."""
        painter = painters[0]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for curve in reversed(self._curves):
            x, y = columns_of(projection.x(curve.x), projection.y(curve.y))
            pen = line_pen(QColor(curve.colour), 1.8 * projection.unit)
            draw_segments(painter, segments(x, y), pen)

    def copy_layers(self, painter: QPainter, layers: list[QImage]) -> None:
        """Copy the past as it is and the future faintly."""
        layer = layers[0]
        assert self._projection is not None  # noqa: S101 (set before every copy)
        edge = self._projection.x(np.array([self._cursor]))[0]
        split = float(np.clip(np.round(edge), 0.0, layer.width()))
        past = QRectF(0.0, 0.0, split, layer.height())
        future = QRectF(split, 0.0, layer.width() - split, layer.height())
        painter.drawImage(past, layer, past)
        painter.setOpacity(FUTURE_OPACITY)
        painter.drawImage(future, layer, future)
        painter.setOpacity(1.0)

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the cursor, and where each run is."""
        edge = float(projection.x(np.array([self._cursor]))[0])
        painter.setPen(QPen(self._cursor_colour, 1.2 * projection.unit, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(edge, 0.0), QPointF(edge, projection.height))
        for curve in reversed(self._curves):
            if all(np.isfinite(curve.head)):
                draw_marker(
                    painter,
                    curve.index,
                    projection.point(*curve.head),
                    4.2 * projection.unit,
                    QColor(curve.colour),
                    self._ring,
                )


def columns_of(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return at most four points for each column of pixels: first, lowest, highest, last.

    Parameters
    ----------
    x, y
        Points in pixels, x ascending.
    """
    if x.size < 5000:
        return x, y
    column = np.floor(x).astype(np.int64)
    begins = np.flatnonzero(np.r_[True, column[1:] != column[:-1]])
    ends = np.r_[begins[1:], x.size] - 1
    finite = np.isfinite(y)
    # A column without any value gets infinite extremes, which are not drawn either.
    low = np.minimum.reduceat(np.where(finite, y, np.inf), begins)
    high = np.maximum.reduceat(np.where(finite, y, -np.inf), begins)
    middle = x[begins]
    new_x = np.stack([x[begins], middle, middle, x[ends]], axis=1).reshape(-1)
    new_y = np.stack([y[begins], low, high, y[ends]], axis=1).reshape(-1)
    return new_x, new_y
