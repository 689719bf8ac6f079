"""Curves over the steps, thinned to the columns of pixels and kept as a picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from gdstudio.ui.colours import Theme
from gdstudio.ui.plots.curve_key import (
    BATCH_OPACITY,
    TEST_DASH,
    TEST_GAP,
    WIDTHS,
    CurveKey,
)
from gdstudio.ui.plots.dashes import dashed
from gdstudio.ui.plots.layer import LayerItem, Projection
from gdstudio.ui.plots.lines import draw_segments, line_pen, segments
from gdstudio.ui.plots.markers import draw_marker
from gdstudio.ui.plots.quantity import Part

FUTURE_OPACITY = 0.28
"""How much is left of a curve beyond the cursor."""
LEADING_OPACITY = 0.6
"""How much is seen of values of batches where a run has no others."""
FROM_BEHIND = (Part.BATCHES, Part.TEST, Part.TRAINING)


REST_MILLISECONDS = 200
"""How long nothing comes until curves rest."""
QUICK_POINTS = 4000
"""Points of all curves from which on they are drawn roughly while they grow."""
FEW_POINTS = 1500
"""Points of a curve up to which each is drawn."""


@dataclass(frozen=True, eq=False)
class RunCurve:
    """One quantity of one run over its steps, ascending.

    Attributes
    ----------
    unit
        Steps to a unit of x: runs have epochs of their own.
    head
        Where the run is at the cursor; None where another curve of the run says it.
    """

    index: int
    colour: str
    part: Part
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    unit: float
    head: tuple[float, float] | None
    identity: object


class CurveItem(LayerItem):
    """Draws curves; what lies beyond the cursor is faint.

    The cursor is a step. Curves with the same unit have it at the same place, and share a layer.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._curves: tuple[RunCurve, ...] = ()
        self._units: list[float] = [1.0]
        self._cursor, self._unit = 0.0, 1.0
        self._key = CurveKey()
        self._font = QFont()
        # Smooth edges take three times as long: long curves get them when they rest.
        self._is_smooth = True
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MILLISECONDS)
        self._rest.timeout.connect(self._smooth)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._ring = QColor(theme.plot_background)
        self._cursor_colour = QColor(theme.accent)
        self.invalidate()

    def set_font(self, font: QFont) -> None:
        """Write the key in a font."""
        self._font = font
        self.update()

    def set_key(self, key: CurveKey) -> None:
        """Say which line is which."""
        if key != self._key:
            self._key = key
            self.update()

    def set_curves(self, curves: tuple[RunCurve, ...], cursor: float, unit: float = 1.0) -> None:
        """Show curves with a cursor; if only the cursor moved, nothing is drawn again.

        Parameters
        ----------
        cursor
            A step.
        unit
            Steps to a unit of x of the run that the line of the cursor is for.
        """
        same = [curve.identity for curve in curves] == [each.identity for each in self._curves]
        if not same and self._curves and sum(curve.x.size for curve in curves) > QUICK_POINTS:
            self._is_smooth = False
            self._rest.start()
        self._curves, self._cursor, self._unit = curves, cursor, unit
        if same:
            self.update()
        else:
            self._units = sorted({curve.unit for curve in curves}) or [1.0]
            self.layer_count = len(self._units)
            self.invalidate()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw all curves."""
        for painter, unit in zip(painters, self._units, strict=True):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._is_smooth)
            for part in FROM_BEHIND:
                for curve in reversed(self._curves):
                    if curve.unit == unit and curve.part is part:
                        _draw_curve(painter, curve, projection)

    @Slot()
    def _smooth(self) -> None:
        self._is_smooth = True
        self.invalidate()

    def copy_layers(self, painter: QPainter, layers: list[QImage]) -> None:
        """Copy the past as it is and the future faintly."""
        assert self._projection is not None  # noqa: S101 (set before every copy)
        for layer, unit in zip(layers, self._units, strict=True):
            edge = self._projection.x(np.array([self._cursor / unit]))[0]
            split = float(np.clip(np.round(edge), 0.0, layer.width()))
            past = QRectF(0.0, 0.0, split, layer.height())
            future = QRectF(split, 0.0, layer.width() - split, layer.height())
            painter.drawImage(past, layer, past)
            painter.setOpacity(FUTURE_OPACITY)
            painter.drawImage(future, layer, future)
            painter.setOpacity(1.0)

    def draw_over(self, painter: QPainter, projection: Projection) -> None:
        """Draw the cursor, where each run is, and the key."""
        edge = float(projection.x(np.array([self._cursor / self._unit]))[0])
        painter.setPen(QPen(self._cursor_colour, 1.2 * projection.unit, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(edge, 0.0), QPointF(edge, projection.height))
        size = QPointF(projection.width, projection.height)
        self._key.draw(painter, size, projection.unit, self._font, self._theme)
        for curve in reversed(self._curves):
            if curve.head is not None and all(np.isfinite(curve.head)):
                draw_marker(
                    painter,
                    curve.index,
                    projection.point(*curve.head),
                    4.2 * projection.unit,
                    QColor(curve.colour),
                    self._ring,
                )


def _draw_curve(painter: QPainter, curve: RunCurve, projection: Projection) -> None:
    lines = segments(*columns_of(projection.x(curve.x), projection.y(curve.y)))
    unit = projection.unit
    pen = line_pen(QColor(curve.colour), WIDTHS[curve.part] * unit)
    if curve.part is Part.TEST:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        draw_segments(painter, dashed(lines, TEST_DASH * unit, TEST_GAP * unit), pen)
    elif curve.part is Part.BATCHES:
        _draw_faintly(painter, lines, pen, BATCH_OPACITY if curve.head is None else LEADING_OPACITY)
    else:
        draw_segments(painter, lines, pen)


def _draw_faintly(painter: QPainter, lines: NDArray[np.float64], pen: QPen, opacity: float) -> None:
    """Draw lines that cross themselves again and again as one even veil."""
    device = painter.device()
    veil = QImage(device.width(), device.height(), QImage.Format.Format_ARGB32_Premultiplied)
    veil.fill(0)
    on_veil = QPainter(veil)
    on_veil.setRenderHints(painter.renderHints())
    draw_segments(on_veil, lines, pen)
    on_veil.end()
    painter.setOpacity(opacity)
    painter.drawImage(0, 0, veil)
    painter.setOpacity(1.0)


def columns_of(
    x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return at most four points for each column of pixels: first, lowest, highest, last.

    Parameters
    ----------
    x, y
        Points in pixels, x ascending.
    """
    if x.size < FEW_POINTS:
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
