"""Curves over the steps, thinned to the columns of pixels and kept as a picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Slot
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
from gdstudio.ui.transparent_image import transparent_image

FUTURE_OPACITY = 0.28
"""How much is left of a curve beyond the cursor."""
LEADING_OPACITY = 0.6
"""How much is seen of values of batches where a run has no others."""
FROM_BEHIND = (Part.BATCHES, Part.TEST, Part.TRAINING)


REST_MILLISECONDS = 200
"""How long nothing comes until curves rest."""
QUICK_POINTS = 4000
"""Points of all curves from which on they are drawn roughly while they grow."""
OVERHANG = 4.0
"""Pixels by which a line may reach beyond its points."""
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
    identity
        Equal for two curves of which one is the beginning of the other.
    rows
        How many rows of the trace are in it.
    """

    index: int
    colour: str
    part: Part
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    unit: float
    head: tuple[float, float] | None
    identity: object
    rows: int


class CurveItem(LayerItem):
    """Draws curves; what lies beyond the cursor is faint.

    The cursor is a step. Curves with the same unit have it at the same place, and share a layer.
    While they grow, only the columns of pixels with new points are drawn again.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._curves: tuple[RunCurve, ...] = ()
        self._units: list[float] = [1.0]
        self._new_from: dict[float, float] = {}
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
        before, self._curves = self._curves, curves
        self._cursor, self._unit = cursor, unit
        if [each.identity for each in curves] != [each.identity for each in before] or any(
            new.rows < old.rows or old.x.size == 0 for old, new in zip(before, curves, strict=True)
        ):
            self._units = sorted({curve.unit for curve in curves}) or [1.0]
            self.layer_count = len(self._units)
            self._draw_anew()
            return
        for old, new in zip(before, curves, strict=True):
            if new.rows > old.rows:
                place = min(float(old.x[-1]), self._new_from.get(new.unit, np.inf))
                self._new_from[new.unit] = place
                self._rest.start()
        self.update()

    def viewTransformChanged(self) -> None:  # noqa: N802 (pyqtgraph's name)
        """Draw all in another range."""
        super().viewTransformChanged()
        self._draw_anew()

    def draw(self, painters: list[QPainter], projection: Projection) -> None:
        """Draw all curves."""
        self._new_from.clear()
        for painter, unit in zip(painters, self._units, strict=True):
            self._draw_columns(painter, unit, projection, 0)

    def extend(self, layers: list[QImage], projection: Projection) -> None:
        """Draw the columns of pixels in which curves have new points."""
        for layer, unit in zip(layers, self._units, strict=True):
            if unit not in self._new_from:
                continue
            edge = float(projection.x(np.array([self._new_from[unit]]))[0])
            first = int(np.clip(np.floor(edge) - OVERHANG * projection.unit, 0, layer.width()))
            painter = QPainter(layer)
            area = QRect(first, 0, layer.width() - first, layer.height())
            painter.setClipRect(area)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillRect(area, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            self._draw_columns(painter, unit, projection, first)
            painter.end()
        self._new_from.clear()

    def _draw_columns(
        self, painter: QPainter, unit: float, projection: Projection, first: int
    ) -> None:
        """Draw the curves with a unit from a column of pixels on."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._is_smooth)
        for part in FROM_BEHIND:
            for curve in reversed(self._curves):
                if curve.unit == unit and curve.part is part:
                    _draw_curve(painter, curve, projection, first)

    def _draw_anew(self) -> None:
        """Draw everything at the next paint: long curves roughly, until they rest."""
        if sum(curve.x.size for curve in self._curves) > QUICK_POINTS:
            self._is_smooth = False
            self._rest.start()
        self.invalidate()

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


def _draw_curve(painter: QPainter, curve: RunCurve, projection: Projection, first: int) -> None:
    """Draw a curve from a column of pixels on; to the left of it the painter draws nothing."""
    unit = projection.unit
    x, y = curve.x, curve.y
    if first > 0 and curve.part is not Part.TEST:
        # Dashes are counted from the beginning; of other lines the rest is enough.
        edge = (first - OVERHANG * unit - projection.x_shift) / projection.x_scale
        begin = max(0, int(np.searchsorted(x, edge)) - 1)
        x, y = x[begin:], y[begin:]
    lines = segments(*columns_of(projection.x(x), projection.y(y), curve.x.size))
    pen = line_pen(QColor(curve.colour), WIDTHS[curve.part] * unit)
    if curve.part is Part.TEST:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        dashes = dashed(lines, TEST_DASH * unit, TEST_GAP * unit)
        draw_segments(painter, dashes[dashes[:, 2] >= first - OVERHANG * unit], pen)
    elif curve.part is Part.BATCHES:
        opacity = BATCH_OPACITY if curve.head is None else LEADING_OPACITY
        _draw_faintly(painter, lines, pen, opacity, first)
    else:
        draw_segments(painter, lines, pen)


def _draw_faintly(
    painter: QPainter, lines: NDArray[np.float64], pen: QPen, opacity: float, first: int
) -> None:
    """Draw lines that cross themselves again and again as one even veil."""
    device = painter.device()
    width = max(1, device.width() - first)
    veil = transparent_image(width, device.height())
    on_veil = QPainter(veil)
    on_veil.setRenderHints(painter.renderHints())
    on_veil.translate(-first, 0)
    draw_segments(on_veil, lines, pen)
    on_veil.end()
    painter.setOpacity(opacity)
    painter.drawImage(first, 0, veil)
    painter.setOpacity(1.0)


def columns_of(
    x: NDArray[np.float64], y: NDArray[np.float64], total: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return at most four points for each column of pixels: first, lowest, highest, last.

    Parameters
    ----------
    x, y
        Points in pixels, x ascending.
    total
        How many points the whole curve has: of few, each is kept.
    """
    if total < FEW_POINTS:
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
